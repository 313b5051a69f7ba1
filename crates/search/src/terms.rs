//! Where the list of a key lies in a segment, remembered: what the best articles share is words of which most were looked up
//! for other queries, and to look one up takes a microsecond. It stays true as long as there is the segment.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::{SegmentReader, Term};

use crate::SearchError;
use crate::index::Index;

/// Keys that are remembered, some ten million bytes; beyond that all are forgotten.
const REMEMBERED_MAX: usize = 100_000;

/// Where the lists of keys lie; None of those that no article has.
#[derive(Debug, Default)]
pub(crate) struct KnownTerms(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    segments: FxHashMap<SegmentId, FxHashMap<Box<str>, Option<TermInfo>>>,
    terms: usize,
}

impl Index {
    /// Where the list of a key lies in a segment, if it has one.
    pub(crate) fn list_of(
        &self,
        segment: &SegmentReader,
        key: &str,
    ) -> Result<Option<TermInfo>, SearchError> {
        let remembered = || self.common_words.terms.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = segment.segment_id();
        if let Some(known) = remembered().segments.get(&id).and_then(|terms| terms.get(key)) {
            return Ok(known.clone());
        }
        let keys = segment.inverted_index(self.fields.keys)?;
        let term = keys.get_term_info(&Term::from_field_text(self.fields.keys, key))?;
        let mut remembered = remembered();
        if remembered.terms >= REMEMBERED_MAX {
            *remembered = Remembered::default();
        }
        remembered.terms += 1;
        remembered.segments.entry(id).or_default().insert(key.into(), term.clone());
        Ok(term)
    }
}
