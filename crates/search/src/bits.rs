//! The articles of a segment that have a word. Of a common word one bit each: of a million articles 125 kB, which to compare
//! with those of another word takes some microseconds, where stepping through both lists took most of a millisecond. Of a
//! rare word their numbers: with places for its bits 64 clients had a tenth less answers from a million articles.
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
/// Words that one in so many articles has are common: their bits are remembered.
const COMMON_FROM: u32 = 64;
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

    pub fn has(&self, article: DocId) -> bool {
        self.0[(article / WORD_BITS) as usize] >> (article % WORD_BITS) & 1 == 1
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

/// The articles of a segment that have a word, or that several choose.
#[derive(Clone, Debug)]
pub(crate) enum Articles {
    /// Their numbers, in order.
    Few(Vec<DocId>),
    Many(Arc<Bits>),
}

impl Articles {
    /// Adds others.
    pub fn add(&mut self, others: &Self) {
        match (&mut *self, others) {
            (Self::Many(own), Self::Many(others)) => Arc::make_mut(own).add(others),
            (Self::Many(own), Self::Few(others)) => {
                let own = Arc::make_mut(own);
                others.iter().for_each(|article| own.insert(*article));
            }
            (Self::Few(own), Self::Few(others)) => {
                own.extend_from_slice(others);
                own.sort_unstable();
                own.dedup();
            }
            (Self::Few(own), Self::Many(others)) => {
                let mut all = Bits::clone(others);
                own.iter().for_each(|article| all.insert(*article));
                *self = Self::Many(all.into());
            }
        }
    }

    /// Keeps those that are among others.
    pub fn keep(&mut self, others: &Self) {
        match (&mut *self, others) {
            (Self::Many(own), Self::Many(others)) => Arc::make_mut(own).keep(others),
            (Self::Few(own), Self::Many(others)) => own.retain(|article| others.has(*article)),
            (Self::Many(own), Self::Few(others)) => {
                *self = Self::Few(others.iter().copied().filter(|article| own.has(*article)).collect());
            }
            (Self::Few(own), Self::Few(others)) => {
                let mut rest = others.as_slice();
                own.retain(|article| {
                    rest = &rest[rest.partition_point(|other| other < article)..];
                    rest.first() == Some(article)
                });
            }
        }
    }

    /// Keeps those of which it is so.
    pub fn keep_if(&mut self, is_so: impl Fn(DocId) -> bool) {
        match self {
            Self::Few(own) => own.retain(|article| is_so(*article)),
            Self::Many(own) => Arc::make_mut(own).keep_if(is_so),
        }
    }

    pub fn count(&self) -> usize {
        match self {
            Self::Few(own) => own.len(),
            Self::Many(own) => own.count(),
        }
    }

    /// In their order.
    pub fn each(&self) -> impl Iterator<Item = DocId> + '_ {
        self.within(0..u32::MAX)
    }

    /// Those in a range that begins and ends with a word of bits, or with the last.
    pub fn within(&self, range: Range<DocId>) -> impl Iterator<Item = DocId> + '_ {
        let (few, many) = match self {
            Self::Few(own) => {
                let place = |end: DocId| own.partition_point(|article| *article < end);
                (&own[place(range.start)..place(range.end)], None)
            }
            Self::Many(own) => (&[][..], Some(own.within(range))),
        };
        few.iter().copied().chain(many.into_iter().flatten())
    }
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
    pub(crate) fn articles_of(&self, segment: &SegmentReader, key: &str) -> Result<Articles, SearchError> {
        let Some(term) = self.list_of(segment, key)? else { return Ok(Articles::Few(Vec::new())) };
        let keys = segment.inverted_index(self.fields.keys)?;
        let list = || keys.read_block_postings_from_terminfo(&term, IndexRecordOption::Basic);
        if term.doc_freq < segment.max_doc() / COMMON_FROM {
            let mut few = Vec::with_capacity(term.doc_freq as usize);
            let mut blocks = list()?;
            while !blocks.docs().is_empty() {
                few.extend_from_slice(blocks.docs());
                blocks.advance();
            }
            return Ok(Articles::Few(few));
        }
        let word = (segment.segment_id(), key.to_owned());
        if let Some(bits) = self.common_words.get(&word) {
            return Ok(Articles::Many(bits));
        }
        let (mut bits, mut blocks) = (Bits::none(segment.max_doc()), list()?);
        while !blocks.docs().is_empty() {
            blocks.docs().iter().for_each(|article| bits.insert(*article));
            blocks.advance();
        }
        let bits = Arc::new(bits);
        self.common_words.remember(word, &bits);
        Ok(Articles::Many(bits))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SETS: [&[DocId]; 4] =
        [&[], &[0, 63, 64, 130, 199], &[1, 63, 199], &[64, 65, 66, 130, 131, 132, 133]];

    /// Both ways to keep a set.
    fn of(articles: &[DocId]) -> [Articles; 2] {
        let mut bits = Bits::none(200);
        articles.iter().for_each(|article| bits.insert(*article));
        [Articles::Few(articles.to_vec()), Articles::Many(bits.into())]
    }

    fn all(articles: &Articles) -> Vec<DocId> {
        assert_eq!(articles.count(), articles.each().count());
        articles.each().collect()
    }

    #[test]
    fn few_and_many_are_the_same_sets() {
        for (one, other) in SETS.iter().flat_map(|one| SETS.map(|other| (*one, other))) {
            let model = |set: &[DocId]| set.iter().copied().collect::<BTreeSet<_>>();
            let both: Vec<DocId> = model(one).intersection(&model(other)).copied().collect();
            let any: Vec<DocId> = model(one).union(&model(other)).copied().collect();
            for (own, others) in of(one).iter().flat_map(|own| of(other).map(|others| (own.clone(), others)))
            {
                let (mut kept, mut added, mut even) = (own.clone(), own.clone(), own.clone());
                kept.keep(&others);
                added.add(&others);
                even.keep_if(|article| article % 2 == 0);
                assert_eq!((all(&kept), all(&added)), (both.clone(), any.clone()), "{own:?} {others:?}");
                assert_eq!(all(&even), one.iter().copied().filter(|a| a % 2 == 0).collect::<Vec<_>>());
                let middle: Vec<DocId> = one.iter().copied().filter(|a| (64..128).contains(a)).collect();
                assert_eq!(own.within(64..128).collect::<Vec<_>>(), middle, "{own:?}");
                assert_eq!(own.within(128..400).count(), one.iter().filter(|a| **a >= 128).count());
            }
        }
    }
}
