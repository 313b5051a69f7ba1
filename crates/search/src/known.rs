//! What words become in the index, remembered as they are written: of the words of an article nearly all stood in those
//! before it, and to find one again takes a tenth of the time of analysing it.

use std::hash::BuildHasher;
use std::slice;

use compact_str::CompactString;
use rustc_hash::FxBuildHasher;

use crate::pairs;
use crate::vocabulary;
use crate::words::{self, WORD_BYTES_MAX, Word};

/// Words that are remembered at most. Each has two places, by its letters, which it shares with others: common words
/// return to theirs at once. Of the words of news 4 in a hundred are not there, of the others 3 are new.
const PLACES: usize = 1 << 16;

/// What is indexed of one word.
#[derive(Default)]
pub(crate) struct Terms {
    /// Parted by spaces. Endings that stand alone have none, so that words are neighbours in every spelling.
    pub keys: CompactString,
    /// A compound with its parts.
    pub join: Option<Box<str>>,
    /// Whether the words after it must be looked at too; see `pairs`.
    pub may_be_first: bool,
}

impl Terms {
    pub fn of(word: &Word) -> Self {
        let parts =
            if words::is_only_whole(word.parts()) { slice::from_ref(&word.joined) } else { word.parts() };
        let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
        let join = word.is_parted().then(|| vocabulary::join(&word.joined, word.parts()).into());
        Self { keys: keys.join(" ").into(), join, may_be_first: pairs::may_be_first(word) }
    }
}

struct Known {
    written: CompactString,
    terms: Option<Terms>,
    /// Of what is two words, as کووید۱۹ is.
    second: Option<Box<Terms>>,
}

impl Known {
    fn of(written: &str) -> Self {
        let words = words::written(written).map(|word| pairs::as_one(&word).unwrap_or(word));
        let mut terms = words.map(|word| Terms::of(&word));
        Self { written: written.into(), terms: terms.next(), second: terms.next().map(Box::new) }
    }
}

/// The words seen last.
pub(crate) struct Memory {
    places: Vec<[Option<Known>; 2]>,
    long: Option<Known>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { places: (0..PLACES / 2).map(|_| [None, None]).collect(), long: None }
    }
}

impl Memory {
    /// What a run of letters becomes: most often one word, of none and of two there are some.
    pub fn terms(&mut self, written: &str) -> impl Iterator<Item = &Terms> {
        let known = if written.len() > WORD_BYTES_MAX {
            // No word, or one with many marks: it will hardly come again, and may be as long as its text.
            self.long.insert(Known::of(written))
        } else {
            self.remembered(written)
        };
        known.terms.iter().chain(known.second.as_deref())
    }

    fn remembered(&mut self, written: &str) -> &Known {
        let places = &mut self.places[FxBuildHasher.hash_one(written) as usize % (PLACES / 2)];
        let is_it = |known: &Option<Known>| known.as_ref().is_some_and(|known| *known.written == *written);
        if !is_it(&places[0]) {
            // The one seen last stands first, and the other leaves.
            places.swap(0, 1);
            if !is_it(&places[0]) {
                places[0] = None;
            }
        }
        places[0].get_or_insert_with(|| Known::of(written))
    }
}
