//! What is known of a gap, as numbers of the size of one: what the judge decides by.

use super::super::lexicon::{Register, Word};
use super::super::line::{Gap, HASHED_MAX, Line};
use super::super::sites::Site;
use super::super::tagger::Model;
use super::{Convention, Kind, ONE, Signals, stands_apart};

/// Facts of a gap by itself; they come first.
pub const OWN: usize = 25;
/// Facts of a stream, the same for all gaps of a line, and the first of them: behind those of the line.
pub const STREAM: usize = 22;
pub const STREAM_FROM: usize = OWN + 10;
/// All facts. The last are of how the stream wrote the pieces.
pub const FACTS: usize = STREAM_FROM + STREAM + 10;

/// The facts of a gap. The number of the words' score, in units of 1/16 logit, is the first.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The numbers.
    pub all: [f32; FACTS],
    len: usize,
    keys: [u64; 2],
    pieces: [u64; 2],
}

impl Facts {
    /// Facts of a gap by itself: the first [`OWN`].
    pub fn of(line: &Line, model: &Model, site: &Site, kind: Kind, score: i32) -> Self {
        let (left, right) = (site.left.clone(), site.right.clone());
        let pieces = site.hashes;
        let mut facts = Self { all: [0.0; FACTS], len: 0, keys: site.keys(line), pieces };
        facts.add(score.clamp(-160, 160) as f32 / 48.0);
        for of in [Kind::Other, Kind::Verb, Kind::Plural, Kind::Apart] {
            facts.flag(kind == of);
        }
        facts.flag(site.written == Gap::Space);
        let pair = model.pair(pieces[0], pieces[1]);
        for count in [pair.half(), pair.spaced(), pair.joined()] {
            facts.add(count as f32 / 4.0);
        }
        facts.flag(pair.listed());
        let fits = left.len() + right.len() <= HASHED_MAX;
        let joined = if fits { model.word(line.hash(left.start..right.end)) } else { Word(0) };
        let [one, other] = pieces.map(|piece| model.word(piece));
        for word in [joined, one, other] {
            facts.add(word.seen() as f32 / 8.0);
            facts.flag(word.is_listed());
        }
        let informal = |word: Word| word.register() == Register::Informal;
        let last = line.letters[left.end - 1];
        for fact in [
            one.parts_before(),
            other.parts_after(),
            informal(one) || informal(joined),
            informal(other),
            last == 'ه',
            last == 'ی',
            stands_apart(line, right.start),
        ] {
            facts.flag(fact);
        }
        facts.add(left.len().min(8) as f32 / 4.0);
        facts.add(right.len().min(8) as f32 / 4.0);
        facts
    }

    /// Adds those of its line and stream, in place of any before.
    pub fn surround(&mut self, signals: &Signals, convention: &Convention, kind: Kind, written: Gap) {
        let rest = signals.without(kind, written);
        let ([a, b, c], [d, e, f]) = (rest.verbs, rest.plurals);
        let sites = [a, b, c, d, e, f].map(|count| count.min(3) as f32 / 2.0);
        let [formal, informal] = rest.registers;
        let words = [rest.halves, formal, informal].map(|count| count.min(4) as f32 / 2.0);
        self.all[OWN..OWN + 6].copy_from_slice(&sites);
        self.all[OWN + 6] = one_if(rest.halves > 0);
        self.all[OWN + 7..STREAM_FROM].copy_from_slice(&words);
        let met = convention.memory.met(self.keys, self.pieces);
        let last = &mut self.all[STREAM_FROM + STREAM..];
        last[..7].copy_from_slice(&met.map(|count| count.min(8) as f32 / 4.0));
        last[7..].copy_from_slice(&[met[0], met[1], met[2]].map(|count| one_if(count > 0)));
    }

    fn add(&mut self, fact: f32) {
        self.all[self.len] = fact;
        self.len += 1;
    }

    fn flag(&mut self, fact: bool) {
        self.add(one_if(fact));
    }
}

fn one_if(fact: bool) -> f32 {
    f32::from(u8::from(fact))
}

/// The facts of a stream.
pub fn of_stream(convention: &Convention) -> [f32; STREAM] {
    let Convention { all, recent, careful, careless, .. } = convention;
    let mut facts = [0.0; STREAM];
    let ways = [(all.verbs, 1), (all.plurals, 1), (recent.verbs, ONE), (recent.plurals, ONE)];
    for (facts, (counts, one)) in facts.chunks_mut(4).zip(ways) {
        let sum: u32 = counts.iter().sum();
        facts[0] = log(sum / one) / 4.0;
        let shares = counts.map(|count| count as f32 / (sum + one) as f32);
        facts[1..].copy_from_slice(&shares);
    }
    let [formal, informal] = all.registers;
    facts[16..].copy_from_slice(&[
        log(formal + informal) / 16.0,
        informal as f32 / (formal + informal + 2) as f32,
        log(all.halves) / 4.0,
        log(*careful) / 4.0,
        log(*careless) / 4.0,
        *careless as f32 / (careful + careless + 1) as f32,
    ]);
    facts
}

/// The binary logarithm of one more than a count, straight between the powers of two: the same on every machine.
fn log(count: u32) -> f32 {
    let whole = (count + 1).ilog2();
    whole as f32 + ((count + 1) as f32 / (1_u64 << whole) as f32 - 1.0)
}
