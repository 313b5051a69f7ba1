//! What words become in the index, remembered as they are written: of the words of an article nearly all stood in those
//! before it, and to find one again takes a tenth of the time of analysing it.
//!
//! What then is left of analysis is mostly waiting for memory: the writer works beside it through hundreds of megabytes, and
//! no cache keeps the words. So a word with what it becomes is one line of the cache, and the lines of many words are asked
//! for before the first of them is read: with keys counted by number (see `numbered`), analysis takes 0.87 of what it took.

use std::hash::BuildHasher;
use std::hint::black_box;
use std::ops::Range;
use std::slice;

use compact_str::CompactString;
use persian::fold;
use rustc_hash::FxBuildHasher;

use crate::numbered::{NONE, Numbered};
use crate::vocabulary;
use crate::words::{self, WORD_BYTES_MAX, Word};
use crate::{letters, pairs};

/// Words that are remembered at most. Each has two places, by its letters, which it shares with others: common words
/// return to theirs at once. Of the words of news 4 in a hundred are not there, of the others 3 are new.
const PLACES: usize = 1 << 16;
/// Words whose places are asked for at once: 8 kB of them, which the nearest cache holds beside the text.
const AHEAD: usize = 128;

/// What is indexed of one word.
#[derive(Default)]
pub(crate) struct Terms {
    /// Parted by spaces. Endings that stand alone have none, so that words are neighbours in every spelling.
    pub keys: CompactString,
    more: Option<Box<More>>,
    /// Of the first key; [`NONE`] of one that does not tell.
    number: u32,
    /// Keys.
    length: u8,
    /// Marks alone are none.
    is_word: bool,
    /// Whether the words after it must be looked at too; see `pairs`.
    pub may_be_first: bool,
    /// Whether it may be the name of a letter, the next of which must be looked at.
    pub is_letter: bool,
}

/// What few words have.
#[derive(Default)]
struct More {
    /// Of the keys after the first.
    numbers: Vec<u32>,
    /// The number of a compound with its parts.
    join: Option<u32>,
    /// Of what is two words, as کووید۱۹ is, the other.
    second: Option<Terms>,
}

impl Terms {
    pub fn of(word: &Word, known: &mut Numbered) -> Self {
        let parts =
            if words::is_only_whole(word.parts()) { slice::from_ref(&word.joined) } else { word.parts() };
        let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
        let mut numbers = keys.iter().map(|key| known.keys.number_of_telling(key));
        let (number, numbers) = (numbers.next().unwrap_or(NONE), numbers.collect::<Vec<u32>>());
        let join = word.is_parted().then(|| vocabulary::join(&word.joined, word.parts()));
        let join = join.map(|join| known.joins.number(&join));
        let has_more = !numbers.is_empty() || join.is_some();
        Self {
            keys: keys.join(" ").into(),
            more: has_more.then(|| Box::new(More { numbers, join, second: None })),
            number,
            // A word has fewer letters than this can count.
            length: keys.len() as u8,
            is_word: true,
            may_be_first: pairs::may_be_first(word),
            is_letter: letters::may_be_name(word),
        }
    }

    /// Counts it so many times more in the article at hand.
    pub fn count(&self, known: &mut Numbered, times: u32) {
        known.length += times * u32::from(self.length);
        known.keys.count(self.number, times);
        if let Some(more) = &self.more {
            more.numbers.iter().for_each(|number| known.keys.count(*number, times));
            known.joins.count(more.join.unwrap_or(NONE), times);
        }
    }
}

/// One line of the cache.
#[derive(Default)]
#[repr(align(64))]
struct Known {
    /// Empty where no word was met.
    written: CompactString,
    terms: Terms,
}

const _: () = assert!(size_of::<Known>() == 64);

impl Known {
    fn of(written: &str, known: &mut Numbered) -> Self {
        let words = words::written(written).map(|word| pairs::as_one(&word).unwrap_or(word));
        let mut all = words.map(|word| Terms::of(&word, known));
        let (mut terms, second) = (all.next().unwrap_or_default(), all.next());
        if second.is_some() {
            terms.more.get_or_insert_default().second = second;
        }
        Self { written: written.into(), terms }
    }

    fn words(&self) -> impl Iterator<Item = &Terms> {
        let second = self.terms.more.as_ref().and_then(|more| more.second.as_ref());
        self.terms.is_word.then_some(&self.terms).into_iter().chain(second)
    }
}

/// The words seen last, and what they become.
#[derive(Default)]
pub(crate) struct Memory {
    words: Words,
    pub terms: Numbered,
}

impl Memory {
    /// Makes ready for another article.
    pub fn begin(&mut self) {
        if self.terms.begin() {
            self.words = Words::default();
        }
    }

    /// Calls `take` for each word of a text, with its place and what it becomes.
    pub fn each(&mut self, text: &str, mut take: impl FnMut(Range<usize>, &Terms, &mut Numbered)) {
        let mut runs = fold::runs(text).map(|run| words::with_sign(text, run));
        let mut ahead: Vec<(Range<usize>, usize)> = Vec::with_capacity(AHEAD);
        loop {
            ahead.extend(runs.by_ref().take(AHEAD).map(|run| (run.clone(), place(&text[run]))));
            if ahead.is_empty() {
                return;
            }
            self.words.ask_for(ahead.iter().map(|(_, place)| *place));
            for (run, place) in ahead.drain(..) {
                for terms in self.words.at(place, &text[run.clone()], &mut self.terms).words() {
                    take(run.clone(), terms, &mut self.terms);
                }
            }
        }
    }
}

/// The first of the two places of a word.
fn place(written: &str) -> usize {
    FxBuildHasher.hash_one(written) as usize % (PLACES / 2) * 2
}

struct Words {
    places: Vec<Known>,
    long: Known,
}

impl Default for Words {
    fn default() -> Self {
        Self { places: (0..PLACES).map(|_| Known::default()).collect(), long: Known::default() }
    }
}

impl Words {
    /// Has these places brought from memory, all at the same time: read one by one, each would be waited for.
    fn ask_for(&self, places: impl Iterator<Item = usize>) {
        black_box(places.fold(0, |all, place| all ^ self.places[place].terms.length));
    }

    /// What a run of letters with this place becomes: most often one word, of none and of two there are some.
    fn at(&mut self, place: usize, written: &str, known: &mut Numbered) -> &Known {
        if written.len() > WORD_BYTES_MAX {
            // No word, or one with many marks: it will hardly come again, and may be as long as its text.
            self.long = Known::of(written, known);
            return &self.long;
        }
        if self.places[place].written != written {
            // The one seen last stands first, and the other leaves.
            self.places.swap(place, place + 1);
            if self.places[place].written != written {
                self.places[place] = Known::of(written, known);
            }
        }
        &self.places[place]
    }
}
