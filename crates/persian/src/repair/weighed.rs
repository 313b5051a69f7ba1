//! What the words of many gaps tell, in rows of like steps.
//!
//! The weights are larger than the caches near the processor, and each gap asks for thirty of them at random places. Gap
//! by gap a third of all time went by waiting for them; asked for in a row, the waits overlap.

use super::convention::Kind;
use super::line::Line;
use super::sites::{OWN, Site};
use super::tagger::{HOPELESS, Model};

/// The sites that are looked at, with what their words tell and what kinds of sites they are.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub sites: Vec<Site>,
    pub bases: Vec<(i32, Kind)>,
    /// Sites that are not known, by number.
    fresh: Vec<(usize, [u32; OWN])>,
    /// Sites whose pieces were met lately, with what those tell by themselves: a text has the same ones over and over.
    known: Vec<(u64, i32, Kind)>,
    /// Sites that were not known, since there was room for so many.
    unknown: usize,
}

/// Room for sites that are known, at first and at most, as powers of two: a short text has few, and more than these
/// are hardly met again.
const KNOWN_BITS: [u32; 2] = [10, 16];

/// Below six logits nothing around two pieces helps: in 20 MB of texts, well written or stripped of their half-spaces, it
/// came to three at most, and there to one. Such are two of five sites, and to look around a site is to wait five times.
const ALONE_MIN: i32 = HOPELESS - 32;

impl Default for Weighed {
    fn default() -> Self {
        let (sites, bases, fresh) = Default::default();
        Self { sites, bases, fresh, known: room(KNOWN_BITS[0]), unknown: 0 }
    }
}

impl Weighed {
    /// Weighs the sites.
    pub fn weigh(&mut self, line: &Line, model: &Model) {
        let Self { sites, bases, fresh, known, unknown } = self;
        bases.clear();
        fresh.clear();
        for (number, site) in sites.iter().enumerate() {
            let (key, score, kind) = known[place(site.key(), known.len())];
            if key == site.key() {
                bases.push((score, kind));
            } else {
                let (slots, kind) = site.own_slots(line, model);
                bases.push((0, kind));
                fresh.push((number, slots));
            }
        }
        *unknown += fresh.len();
        for (number, slots) in fresh {
            let (key, base) = (sites[*number].key(), &mut bases[*number]);
            base.0 = model.sum(*slots);
            let at = place(key, known.len());
            known[at] = (key, base.0, base.1);
        }
        for (site, base) in sites.iter().zip(bases).filter(|(_, base)| base.0 >= ALONE_MIN) {
            base.0 += model.sum(site.slots_around());
        }
        if *unknown > known.len() && known.len() < 1 << KNOWN_BITS[1] {
            let before = std::mem::replace(known, room(known.len().ilog2() + 1));
            for entry in before {
                let at = place(entry.0, known.len());
                known[at] = entry;
            }
            *unknown = 0;
        }
    }
}

fn room(bits: u32) -> Vec<(u64, i32, Kind)> {
    vec![(0, 0, Kind::Other); 1 << bits]
}

/// The place of a key among `room`, a power of two.
fn place(key: u64, room: usize) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - room.ilog2())) as usize
}
