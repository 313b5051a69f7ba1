//! What an outlet adds to its texts: the same paragraphs before and after each («به گزارش پایگاه خبری …»), which are
//! most of a short one. Whole paragraphs, because issues of a bulletin share sentences with other figures in them.

use std::borrow::Cow;

use super::sketch::{Sketch, mix};

/// Texts of one outlet, none of them a copy of another, that held a paragraph from which it is one of those added.
const TEXTS_MIN: u8 = 2;
/// Slots of the table, a power of two, one byte each. The ends of thirty thousand texts fill a third of it, so of a
/// hundred paragraphs that no text repeats one is held to be added, which takes as much from both texts compared.
const SLOTS: usize = 1 << 20;

/// In how many of an outlet's texts a paragraph stood, by a hash of both; saturating.
#[derive(Debug)]
pub(super) struct Added {
    counts: Vec<u8>,
}

impl Default for Added {
    fn default() -> Self {
        Self { counts: vec![0; SLOTS] }
    }
}

impl Added {
    /// Learns from a text.
    pub(super) fn learn(&mut self, sketch: &Sketch) {
        for paragraph in sketch.paragraphs.iter().filter(|_| sketch.outlet != 0) {
            let count = &mut self.counts[slot(sketch.outlet, *paragraph)];
            *count = count.saturating_add(1);
        }
    }

    /// Forgets what stood in one text, and half of what stood in many.
    pub(super) fn fade(&mut self) {
        self.counts.iter_mut().for_each(|count| *count /= 2);
    }

    /// The text without what its outlet adds.
    pub(super) fn taken_from<'a>(&self, sketch: &'a Sketch) -> Cow<'a, Sketch> {
        let is_added = |paragraph| self.counts[slot(sketch.outlet, paragraph)] >= TEXTS_MIN;
        sketch.without(|paragraph| sketch.outlet != 0 && is_added(paragraph))
    }
}

fn slot(outlet: u32, paragraph: u32) -> usize {
    mix(u64::from(outlet) << 32 | u64::from(paragraph)) as usize & (SLOTS - 1)
}
