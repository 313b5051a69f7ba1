//! How many of the articles found are of each section, source and year.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use news::UtcMs;
use persian::date::Jalali;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Values shown of each kind: more is no help for choosing.
const SHOWN: usize = 10;
/// A longer gap between years is no list to look through.
const GAP_MAX: i32 = 10;
/// So many articles are counted one by one, in a millisecond or two; of those after them one in [`STRIDE`] stands for all.
const COUNTED: usize = 50_000;
/// Of the commonest word of a million articles this leaves a fifth of the counting; the counts are right to a hundredth. A
/// prime, so that what recurs is not met in step.
const STRIDE: usize = 7;
/// Years that news can be of; what is outside, such as undated articles, is not counted by year.
const YEARS: Range<i32> = 1250..1550;

/// Counts of what was found, the most frequent first, years newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Slugs of sections.
    pub sections: Vec<(String, usize)>,
    /// Names of outlets.
    pub sources: Vec<(String, usize)>,
    /// Jalali years.
    pub years: Vec<(i32, usize)>,
    /// Not every article was counted, because there were so many.
    pub is_estimated: bool,
}

/// Counts while a query runs.
pub(crate) struct FacetCollector {
    counted: usize,
    /// Articles seen in all segments so far.
    seen: Arc<AtomicUsize>,
}

impl Default for FacetCollector {
    fn default() -> Self {
        Self { counted: COUNTED, seen: Arc::default() }
    }
}

/// Counts within a segment, by the numbers that it gave its values.
pub(crate) struct Counting {
    sections: Names,
    sources: Names,
    published: Option<Column<i64>>,
    years: Vec<usize>,
    /// The place and span of the year that the article before was of: most often the next one's too.
    last_year: (usize, Range<UtcMs>),
    counted: usize,
    seen: Arc<AtomicUsize>,
}

struct Names {
    column: Option<StrColumn>,
    counts: Vec<usize>,
}

/// Counts by name.
#[derive(Default)]
pub(crate) struct Counted {
    sections: HashMap<String, usize>,
    sources: HashMap<String, usize>,
    years: Vec<usize>,
}

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = Counting;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Counting> {
        let fast = segment.fast_fields();
        Ok(Counting {
            sections: Names::new(fast.str("section")?),
            sources: Names::new(fast.str("outlet")?),
            published: fast.i64("published").ok(),
            years: vec![0; YEARS.len()],
            last_year: (0, 0..0),
            counted: self.counted,
            seen: self.seen.clone(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counted>) -> tantivy::Result<Facets> {
        let mut all = Counted { years: vec![0; YEARS.len()], ..Counted::default() };
        for segment in segments {
            for (into, from) in [(&mut all.sections, segment.sections), (&mut all.sources, segment.sources)] {
                from.into_iter().for_each(|(name, count)| *into.entry(name).or_default() += count);
            }
            all.years.iter_mut().zip(segment.years).for_each(|(sum, count)| *sum += count);
        }
        let counted = YEARS.zip(all.years).rev().filter(|(_, count)| *count > 0).take(SHOWN);
        Ok(Facets {
            sections: ranked(all.sections),
            sources: ranked(all.sources),
            years: without_gaps(counted),
            is_estimated: self.seen.load(Ordering::Relaxed) > self.counted,
        })
    }
}

impl SegmentCollector for Counting {
    type Fruit = Counted;

    fn collect(&mut self, document: DocId, _: Score) {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        let stands_for = if seen < self.counted { 1 } else { STRIDE };
        if !seen.is_multiple_of(stands_for) {
            return;
        }
        self.sections.count(document, stands_for);
        self.sources.count(document, stands_for);
        if let Some(at) = self.published.as_ref().and_then(|column| column.first(document)) {
            self.count_year(at, stands_for);
        }
    }

    fn harvest(self) -> Counted {
        Counted { sections: self.sections.named(), sources: self.sources.named(), years: self.years }
    }
}

impl Counting {
    fn count_year(&mut self, at: UtcMs, articles: usize) {
        if !self.last_year.1.contains(&at) {
            let Some(year) = year_of(at) else { return };
            self.last_year = year;
        }
        if let Some(count) = self.years.get_mut(self.last_year.0) {
            *count += articles;
        }
    }
}

impl Names {
    fn new(column: Option<StrColumn>) -> Self {
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Self { column, counts: vec![0; values] }
    }

    fn count(&mut self, document: DocId, articles: usize) {
        let number = self.column.as_ref().and_then(|column| column.ords().first(document));
        if let Some(count) = number.and_then(|number| self.counts.get_mut(number as usize)) {
            *count += articles;
        }
    }

    /// Without the empty name, which articles without a section or source have.
    fn named(self) -> HashMap<String, usize> {
        let Some(column) = self.column else { return HashMap::new() };
        let counted = self.counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let named = counted.filter_map(|(number, count)| {
            let mut name = String::new();
            column.ord_to_str(number as u64, &mut name).ok()?;
            (!name.is_empty()).then_some((name, count))
        });
        named.collect()
    }
}

/// Years, newest first, with those between that had none, so that nobody looks for them. What is long before, such as a
/// single article with a wrong date, stands by itself.
fn without_gaps(counted: impl Iterator<Item = (i32, usize)>) -> Vec<(i32, usize)> {
    let mut years: Vec<(i32, usize)> = Vec::new();
    for (year, count) in counted {
        let after = years.last().map_or(year, |(after, _)| *after);
        if after - year <= GAP_MAX {
            years.extend((year + 1..after).rev().map(|year| (year, 0)));
        }
        years.push((year, count));
    }
    years
}

fn ranked(counts: HashMap<String, usize>) -> Vec<(String, usize)> {
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(SHOWN);
    ranked
}

/// The place in [`YEARS`] of an instant's Jalali year in Tehran, and the year's span.
fn year_of(at: UtcMs) -> Option<(usize, Range<UtcMs>)> {
    static STARTS: LazyLock<Vec<UtcMs>> =
        LazyLock::new(|| YEARS.filter_map(|year| Jalali::new(year, 1, 1)?.start()).collect());
    let place = STARTS.partition_point(|start| *start <= at).checked_sub(1)?;
    Some((place, STARTS[place]..*STARTS.get(place + 1)?))
}

#[cfg(test)]
mod tests {
    use tantivy::query::AllQuery;

    use super::*;
    use crate::{Change, Document, Index};

    #[test]
    fn of_very_many_articles_the_counts_are_estimated_and_near() {
        let index = Index::in_memory().expect("an index");
        let put = |code: i64| {
            let section = Some(if code % 4 == 0 { "world" } else { "sport" }.to_owned());
            Change::Put(Box::new(Document { code, section, ..Document::default() }))
        };
        index.write(&(0..4000).map(put).collect::<Vec<_>>(), 1).expect("written");
        let searcher = index.reader.searcher();
        for (counted, is_estimated) in [(4000, false), (400, true)] {
            let collector = FacetCollector { counted, seen: Arc::default() };
            let facets = searcher.search(&AllQuery, &collector).expect("counted");
            assert_eq!(facets.is_estimated, is_estimated);
            for ((name, count), (expected, all)) in
                facets.sections.iter().zip([("sport", 3000_usize), ("world", 1000)])
            {
                assert!(name == expected && count.abs_diff(all) * 50 < all, "{name}: {count} for {all}");
            }
        }
    }
}
