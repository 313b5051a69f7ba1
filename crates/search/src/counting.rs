//! How many articles fit: where more than words choose, one by one if they are few, by a sample if they are many (of words
//! alone, see `matching`).
//!
//! To step through the articles of two common words took as long as to rank them. A reader is helped as much by «حدود
//! ۱۱۸٬۰۰۰».

use std::ops::Range;

use tantivy::collector::SegmentCollector;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocSet, SegmentReader};

use crate::SearchError;
use crate::bits::Articles;
use crate::facets::{self, Counted, Counting, Facets};
use crate::fitting::Strictness;
use crate::query::Work;

/// A sample looks at so many articles in a row: lists are packed in blocks of 128.
const WINDOW: u32 = 256;
/// Of so many windows one is looked at.
const ONE_OF: u32 = 8;
/// A smaller segment is counted in full, in a millisecond at most.
const SAMPLED_FROM: u32 = 65_536;
/// Fewer that fit are counted one by one. Of so many a sample tells the number to three hundredths.
const COUNTED: usize = 10_000;
/// Windows between two looks at the time.
const LOOK_EVERY: usize = 4;
/// An estimate is given in such steps.
const STEP: usize = 100;

/// What was counted.
#[derive(Default)]
pub(crate) struct Counts {
    pub total: usize,
    pub is_estimated: bool,
    pub facets: Facets,
}

impl Counts {
    /// With the facets of segments, and an estimate in steps.
    pub fn told(mut self, facets: Vec<Counted>) -> Self {
        if self.is_estimated {
            self.total = self.total.next_multiple_of(STEP);
        }
        if !facets.is_empty() {
            self.facets = facets::merged(facets);
        }
        self
    }
}

impl Work<'_> {
    /// Counts what fits, and of what section, source and year it is when that was asked for.
    pub(crate) fn count(&self, fitting: &dyn Query, strictness: Strictness) -> Result<Counts, SearchError> {
        if let Some(total) = self.of_one_word() {
            return Ok(Counts { total, ..Counts::default() });
        }
        let may_be_many = self.at_most(strictness) >= COUNTED as u64;
        let weight = fitting.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let (mut counts, mut facets) = (Counts::default(), Vec::new());
        for segment in self.searcher.segment_readers() {
            let mut counted = None;
            if may_be_many && segment.max_doc() >= SAMPLED_FROM {
                counted =
                    Some(self.count_in(segment, &*weight, ONE_OF)?).filter(|(total, _)| *total >= COUNTED);
            }
            counts.is_estimated |= counted.is_some();
            let (total, counting) = counted.map_or_else(|| self.count_in(segment, &*weight, 1), Ok)?;
            counts.total += total;
            facets.extend(counting.map(SegmentCollector::harvest));
        }
        Ok(counts.told(facets))
    }

    /// Counts articles by section, source and year, all of them or a sample; says whether it was one.
    pub(crate) fn count_facets(
        &self,
        segment: &SegmentReader,
        articles: &Articles,
        total: usize,
    ) -> Result<(Counted, bool), SearchError> {
        let is_sample = segment.max_doc() >= SAMPLED_FROM && total >= COUNTED;
        let one_of = if is_sample { ONE_OF } else { 1 };
        let mut counting = Counting::new(self.tables.of(segment)?, one_of as usize);
        counting.collect_all(windows(segment.max_doc(), one_of).flat_map(|window| articles.within(window)));
        Ok((counting.harvest(), is_sample))
    }

    /// How many articles have the one word that was asked for: the index knows, if none is deleted.
    pub(crate) fn of_one_word(&self) -> Option<usize> {
        let [word] = self.wanted.as_slice() else { return None };
        let is_all = self.asked.has_only_words() && self.query.has_no_filter() && !self.query.facets;
        let has_deleted = self.searcher.segment_readers().iter().any(|segment| segment.has_deletes());
        (is_all && word.compounds.is_empty() && word.together.is_empty() && !has_deleted)
            .then_some(word.articles as usize)
    }

    /// More articles than this do not fit.
    fn at_most(&self, strictness: Strictness) -> u64 {
        let (words, rarest) = (self.wanted.len(), self.wanted.iter().map(|word| word.articles).min());
        rarest.filter(|_| words == 1 || strictness.needs_all(words)).unwrap_or(u64::MAX)
    }

    /// Counts in one of so many windows, and takes it for all of them.
    fn count_in(
        &self,
        segment: &SegmentReader,
        weight: &dyn Weight,
        one_of: u32,
    ) -> Result<(usize, Option<Counting>), SearchError> {
        let counting = || Ok::<_, SearchError>(Counting::new(self.tables.of(segment)?, one_of as usize));
        let mut facets = self.query.facets.then(counting).transpose()?;
        // Looking for the first article that fits may go through the whole segment.
        if self.is_over() {
            return Ok((0, facets));
        }
        let (mut found, alive, mut total) = (weight.scorer(segment, 1.0)?, segment.alive_bitset(), 0);
        for (number, window) in windows(segment.max_doc(), one_of).enumerate() {
            let is_over = number % LOOK_EVERY == 0 && self.is_over();
            if is_over || found.doc() >= segment.max_doc() {
                break;
            }
            if found.doc() < window.start {
                found.seek(window.start);
            }
            while found.doc() < window.end {
                if alive.is_none_or(|alive| alive.is_alive(found.doc())) {
                    total += one_of as usize;
                    if let Some(facets) = &mut facets {
                        facets.collect(found.doc(), 0.0);
                    }
                }
                found.advance();
            }
        }
        Ok((total, facets))
    }
}

/// Each in the middle of those that it stands for.
fn windows(articles: u32, one_of: u32) -> impl Iterator<Item = Range<u32>> {
    let middle = WINDOW * one_of / 2 - WINDOW / 2;
    let starts = (middle..articles).step_by((WINDOW * one_of) as usize);
    starts.map(move |start| start..(start + WINDOW).min(articles))
}

#[cfg(test)]
mod tests {
    use tantivy::query::{AllQuery, Query as _};

    use super::*;
    use crate::asked::Asked;
    use crate::query::Query;
    use crate::{Change, Document, Index};

    #[test]
    fn a_sample_tells_how_many_there_are_and_what_they_are() {
        const ARTICLES: usize = 10_000;
        let index = Index::in_memory().expect("an index");
        let put = |code: i64| {
            let section = Some(if code % 4 == 0 { "world" } else { "sport" }.to_owned());
            Change::Put(Box::new(Document { code, section, ..Document::default() }))
        };
        index.write(&(0..ARTICLES as i64).map(put).collect::<Vec<_>>(), 1).expect("written");
        let (query, asked) = (Query { facets: true, ..Query::default() }, Asked::default());
        let searcher = index.reader.searcher();
        let work = Work::new(&index.tables, &searcher, &query, &asked, Vec::new());
        let weight = AllQuery.weight(EnableScoring::disabled_from_searcher(&searcher)).expect("a weight");
        let segment = searcher.segment_reader(0);
        for (one_of, off_by) in [(1, 0), (ONE_OF, ARTICLES / 20)] {
            let (total, facets) = work.count_in(segment, &*weight, one_of).expect("counted");
            assert!(total.abs_diff(ARTICLES) <= off_by, "{total}");
            let facets = facets::merged(facets.map(|facets| facets.harvest()).into_iter().collect());
            for ((name, count), (expected, all)) in
                facets.sections.iter().zip([("sport", 7500_usize), ("world", 2500)])
            {
                assert!(name == expected && count.abs_diff(all) <= off_by, "{name}: {count} for {all}");
            }
        }
    }
}
