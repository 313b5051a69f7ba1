//! How many of the articles found are of each section, source and year.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use news::UtcMs;
use persian::date::Jalali;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Values shown of each kind: more is no help for choosing.
const SHOWN: usize = 10;
/// Years that news can be of.
const YEARS: Range<i32> = 1250..1550;
/// What an article that was imported without a date has for one.
pub(crate) const UNDATED: UtcMs = 0;

/// Counts of what was found, the most frequent first, years newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Slugs of sections.
    pub sections: Vec<(String, usize)>,
    /// Names of outlets.
    pub sources: Vec<(String, usize)>,
    /// Jalali years.
    pub years: Vec<(i32, usize)>,
}

/// Counts while a query runs.
pub(crate) struct FacetCollector;

/// Counts within a segment, by the numbers that it gave its values.
pub(crate) struct Counting {
    sections: Names,
    sources: Names,
    published: Option<Column<i64>>,
    years: Vec<usize>,
    /// The place and span of the year that the article before was of: most often the next one's too.
    last_year: (usize, Range<UtcMs>),
    /// Articles that each one seen stands for.
    stands_for: usize,
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
        Counting::new(segment, 1)
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
        Ok(Facets { sections: ranked(all.sections), sources: ranked(all.sources), years: counted.collect() })
    }
}

impl SegmentCollector for Counting {
    type Fruit = Counted;

    fn collect(&mut self, document: DocId, _: Score) {
        self.sections.count(document, self.stands_for);
        self.sources.count(document, self.stands_for);
        let published = self.published.as_ref().and_then(|column| column.first(document));
        if let Some(at) = published.filter(|at| *at != UNDATED) {
            self.count_year(at);
        }
    }

    fn harvest(self) -> Counted {
        Counted { sections: self.sections.named(), sources: self.sources.named(), years: self.years }
    }
}

impl Counting {
    pub fn new(segment: &SegmentReader, stands_for: usize) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            sections: Names::new(fast.str("section")?),
            sources: Names::new(fast.str("outlet")?),
            published: fast.i64("published").ok(),
            years: vec![0; YEARS.len()],
            last_year: (0, 0..0),
            stands_for,
        })
    }

    fn count_year(&mut self, at: UtcMs) {
        if !self.last_year.1.contains(&at) {
            let Some(year) = year_of(at) else { return };
            self.last_year = year;
        }
        if let Some(count) = self.years.get_mut(self.last_year.0) {
            *count += self.stands_for;
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
