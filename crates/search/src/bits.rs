//! The articles of a segment that have a word, one bit each: of a million articles 125 kB, which to compare with those of
//! another word takes some microseconds, where stepping through both lists took most of a millisecond.
//!
//! Bits of common words are remembered. They stay true as long as there is the segment.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use crate::SearchError;
use crate::index::Index;
use crate::terms::KnownTerms;

const WORD_BITS: u32 = u64::BITS;
/// Words that one in so many articles has are remembered: to read the lists of others takes no longer than to clear a place
/// for their bits.
const REMEMBERED_FROM: u32 = 64;
/// What is remembered at most; beyond that all is forgotten.
const REMEMBERED_BYTES: usize = 48 << 20;

/// Some articles of a segment.
#[derive(Clone, Debug)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub fn none(articles: u32) -> Self {
        Self(vec![0; articles.div_ceil(WORD_BITS) as usize])
    }

    pub fn insert(&mut self, article: DocId) {
        self.0[(article / WORD_BITS) as usize] |= 1 << (article % WORD_BITS);
    }

    /// Adds others.
    pub fn add(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word |= other);
    }

    /// Keeps those that are among others.
    pub fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(word, other)| *word &= other);
    }

    /// Keeps those of which it is so.
    pub fn keep_if(&mut self, is_so: impl Fn(DocId) -> bool) {
        for (word, first) in self.0.iter_mut().zip((0..).step_by(WORD_BITS as usize)) {
            ones(*word, first).filter(|article| !is_so(*article)).for_each(|article| {
                *word &= !(1 << (article - first));
            });
        }
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// In their order.
    pub fn articles(&self) -> impl Iterator<Item = DocId> + '_ {
        self.within(0..u32::MAX)
    }

    /// Those in a range that begins and ends with a word of bits, or with the last.
    pub fn within(&self, range: Range<DocId>) -> impl Iterator<Item = DocId> + '_ {
        let words = self.0.len();
        let (from, to) = ((range.start / WORD_BITS) as usize, range.end.div_ceil(WORD_BITS) as usize);
        let places = from.min(words)..to.min(words);
        places.flat_map(|place| ones(self.0[place], place as u32 * WORD_BITS))
    }
}

fn ones(mut word: u64, first: DocId) -> impl Iterator<Item = DocId> {
    std::iter::from_fn(move || {
        let lowest = word.trailing_zeros();
        word &= word.wrapping_sub(1);
        (lowest < WORD_BITS).then_some(first + lowest)
    })
}

/// Bits of common words, and where the lists of all lie.
#[derive(Debug, Default)]
pub(crate) struct CommonWords {
    bits: Mutex<Remembered>,
    pub terms: KnownTerms,
}

#[derive(Debug, Default)]
struct Remembered {
    words: FxHashMap<(SegmentId, String), Arc<Bits>>,
    bytes: usize,
}

impl CommonWords {
    fn get(&self, word: &(SegmentId, String)) -> Option<Arc<Bits>> {
        self.bits.lock().unwrap_or_else(PoisonError::into_inner).words.get(word).cloned()
    }

    fn remember(&self, word: (SegmentId, String), bits: &Arc<Bits>) {
        let mut remembered = self.bits.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = size_of_val(bits.0.as_slice());
        if remembered.bytes + bytes > REMEMBERED_BYTES {
            *remembered = Remembered::default();
        }
        if remembered.words.insert(word, bits.clone()).is_none() {
            remembered.bytes += bytes;
        }
    }
}

impl Index {
    /// The articles of a segment that have a key; some of them may be deleted.
    pub(crate) fn bits(&self, segment: &SegmentReader, key: &str) -> Result<Arc<Bits>, SearchError> {
        let word = (segment.segment_id(), key.to_owned());
        if let Some(bits) = self.common_words.get(&word) {
            return Ok(bits);
        }
        let (mut bits, articles) = (Bits::none(segment.max_doc()), segment.inverted_index(self.fields.keys)?);
        let Some(term) = self.list_of(segment, key)? else { return Ok(bits.into()) };
        let mut blocks = articles.read_block_postings_from_terminfo(&term, IndexRecordOption::Basic)?;
        while !blocks.docs().is_empty() {
            blocks.docs().iter().for_each(|article| bits.insert(*article));
            blocks.advance();
        }
        let bits = Arc::new(bits);
        if term.doc_freq >= segment.max_doc() / REMEMBERED_FROM {
            self.common_words.remember(word, &bits);
        }
        Ok(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(articles: &[DocId]) -> Bits {
        let mut bits = Bits::none(200);
        articles.iter().for_each(|article| bits.insert(*article));
        bits
    }

    #[test]
    fn bits_are_the_articles_that_were_put() {
        let all = of(&[0, 63, 64, 130, 199]);
        assert_eq!(all.articles().collect::<Vec<_>>(), [0, 63, 64, 130, 199]);
        assert_eq!(all.within(64..128).collect::<Vec<_>>(), [64]);
        assert_eq!(all.within(128..400).collect::<Vec<_>>(), [130, 199]);
        let (mut both, mut any, mut even) = (all.clone(), all.clone(), all.clone());
        both.keep(&of(&[1, 63, 199]));
        any.add(&of(&[1, 63, 199]));
        even.keep_if(|article| article % 2 == 0);
        assert_eq!(both.articles().collect::<Vec<_>>(), [63, 199]);
        assert_eq!(any.count(), 6);
        assert_eq!(even.articles().collect::<Vec<_>>(), [0, 64, 130]);
    }
}
