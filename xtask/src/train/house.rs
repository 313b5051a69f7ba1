//! The one spelling convention, as the treebank's sentences show it, and other text brought to it.

use std::collections::HashMap;
use std::ops::Range;

use persian::repair::lexicon::pair_key;
use persian::repair::line::{Gap, HASHED_MAX, Line};

/// How often the treebank wrote each pair of pieces spaced and half-spaced.
pub(super) struct House(HashMap<u64, [u32; 2]>);

/// A pair met so often, and always in one way, has that way.
const SURE: u32 = 2;

impl House {
    pub(super) fn of(treebank: &[&str]) -> Self {
        let mut pairs: HashMap<u64, [u32; 2]> = HashMap::new();
        let mut line = Line::default();
        for text in treebank {
            line.read(text);
            for (at, key) in gaps(&line) {
                pairs.entry(key).or_default()[usize::from(line.before[at] == Gap::Half)] += 1;
            }
        }
        Self(pairs)
    }

    /// A line with each gap that the treebank is sure of as the treebank has it.
    pub(super) fn spell(&self, text: &str) -> String {
        let mut line = Line::default();
        line.read(text);
        for (at, key) in gaps(&line) {
            match self.0.get(&key) {
                Some([spaced, 0]) if *spaced >= SURE => line.before[at] = Gap::Space,
                Some([0, half]) if *half >= SURE => line.before[at] = Gap::Half,
                _ => {}
            }
        }
        let mut out = String::with_capacity(text.len());
        line.write(&mut out);
        out
    }
}

/// Each space and half-space between two pieces: the letter after it, and the pair.
fn gaps(line: &Line) -> Vec<(usize, u64)> {
    let fits = |both: &&[Range<usize>]| {
        both[0].end == both[1].start && both[0].len().max(both[1].len()) <= HASHED_MAX
    };
    let pair = |both: &[Range<usize>]| {
        (both[1].start, pair_key(line.hash(both[0].clone()), line.hash(both[1].clone())))
    };
    line.pieces.windows(2).filter(fits).map(pair).collect()
}
