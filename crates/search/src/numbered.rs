//! Terms by number, and how often each stands in the article at hand: so to count an article's keys takes no look at their
//! letters.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::words;

/// The number of what is not counted.
pub(crate) const NONE: u32 = u32::MAX;
/// Terms that are remembered at most, some twenty million bytes; beyond that all are forgotten before the next article. Of
/// news an article has a few new ones.
const TERMS_MAX: usize = 1 << 18;

/// The terms that were met.
#[derive(Default)]
pub(crate) struct Numbered {
    /// Those that tell what an article is about.
    pub keys: Counted,
    /// Compounds with their parts.
    pub joins: Counted,
    /// Keys of the article at hand, with those that do not tell and all repetitions.
    pub length: u32,
}

impl Numbered {
    /// Makes ready for another article; answers whether all numbers were forgotten.
    pub fn begin(&mut self) -> bool {
        let are_too_many = self.keys.texts.len().max(self.joins.texts.len()) > TERMS_MAX;
        if are_too_many {
            *self = Self::default();
        }
        self.keys.begin();
        self.joins.begin();
        self.length = 0;
        are_too_many
    }
}

/// Terms, and how often each was counted.
#[derive(Default)]
pub(crate) struct Counted {
    numbers: FxHashMap<CompactString, u32>,
    texts: Vec<CompactString>,
    /// In the article at hand.
    counts: Vec<u32>,
    /// Numbers of what was counted, each once.
    counted: Vec<u32>,
}

impl Counted {
    fn begin(&mut self) {
        for number in self.counted.drain(..) {
            self.counts[number as usize] = 0;
        }
    }

    /// The number of a term.
    pub fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(term.into());
        self.counts.push(0);
        self.numbers.insert(term.into(), number);
        number
    }

    /// The number of a key that says what an article is about; [`NONE`] of another.
    pub fn number_of_telling(&mut self, key: &str) -> u32 {
        let tells = !words::is_quiet(key) && key.chars().nth(1).is_some();
        if tells { self.number(key) } else { NONE }
    }

    /// Counts a term so many times more.
    pub fn count(&mut self, number: u32, times: u32) {
        let Some(count) = self.counts.get_mut(number as usize) else { return };
        if *count == 0 {
            self.counted.push(number);
        }
        *count += times;
    }

    /// What was counted, each once, and how often.
    pub fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        let numbers = self.counted.iter().map(|number| *number as usize);
        numbers.map(|number| (self.texts[number].as_str(), self.counts[number]))
    }
}
