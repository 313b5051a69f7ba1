//! How many of the articles found are of each section, source and year.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::tables::{Table, Tables, YEARS};

/// Values shown of each kind: more is no help for choosing.
const SHOWN: usize = 10;
/// Articles that are looked up together.
const AHEAD: usize = 256;

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
pub(crate) struct FacetCollector(pub Arc<Tables>);

/// Counts within a segment, by what its articles are of.
pub(crate) struct Counting {
    table: Arc<Table>,
    counts: Vec<usize>,
    /// Articles that each one seen stands for.
    stands_for: usize,
}

/// Counts by name.
#[derive(Default)]
pub(crate) struct Counted {
    sections: FxHashMap<String, usize>,
    sources: FxHashMap<String, usize>,
    years: Vec<usize>,
}

impl Collector for FacetCollector {
    type Fruit = Facets;
    type Child = Counting;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Counting> {
        Ok(Counting::new(self.0.of(segment)?, 1))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counted>) -> tantivy::Result<Facets> {
        Ok(merged(segments))
    }
}

/// What was counted in all segments.
pub(crate) fn merged(segments: Vec<Counted>) -> Facets {
    let mut all = Counted { years: vec![0; YEARS.len()], ..Counted::default() };
    for segment in segments {
        for (into, from) in [(&mut all.sections, segment.sections), (&mut all.sources, segment.sources)] {
            from.into_iter().for_each(|(name, count)| *into.entry(name).or_default() += count);
        }
        all.years.iter_mut().zip(segment.years).for_each(|(sum, count)| *sum += count);
    }
    let counted = YEARS.zip(all.years).rev().filter(|(_, count)| *count > 0).take(SHOWN);
    Facets { sections: ranked(all.sections), sources: ranked(all.sources), years: counted.collect() }
}

impl SegmentCollector for Counting {
    type Fruit = Counted;

    fn collect(&mut self, document: DocId, _: Score) {
        self.counts[self.table.articles[document as usize] as usize] += self.stands_for;
    }

    fn harvest(self) -> Counted {
        let Table { kinds, sections, sources, .. } = &*self.table;
        let none = |values: usize| vec![0; values];
        let mut counts = (none(sections.len()), none(sources.len()), none(YEARS.len()));
        for (of, count) in kinds.iter().zip(self.counts) {
            for (counts, value) in
                [(&mut counts.0, of.section), (&mut counts.1, of.source), (&mut counts.2, of.year)]
            {
                if let Some(sum) = counts.get_mut(value) {
                    *sum += count;
                }
            }
        }
        let named = |names: &[String], counts: Vec<usize>| {
            let counted = names.iter().zip(counts).filter(|(_, count)| *count > 0);
            // Articles without a section or source have the empty name.
            let named = counted.filter(|(name, _)| !name.is_empty());
            named.map(|(name, count)| (name.clone(), count)).collect()
        };
        Counted { sections: named(sections, counts.0), sources: named(sources, counts.1), years: counts.2 }
    }
}

impl Counting {
    pub fn new(table: Arc<Table>, stands_for: usize) -> Self {
        let counts = vec![0; table.kinds.len()];
        Self { table, counts, stands_for }
    }

    /// Counts some articles. Many are chosen before the first is looked up, so that the processor fetches from memory what
    /// these are of at the same time.
    pub fn collect_all(&mut self, mut articles: impl Iterator<Item = DocId>) {
        let mut ahead = Vec::with_capacity(AHEAD);
        loop {
            ahead.extend(articles.by_ref().take(AHEAD));
            if ahead.is_empty() {
                return;
            }
            ahead.drain(..).for_each(|article| self.collect(article, 0.0));
        }
    }
}

fn ranked(counts: FxHashMap<String, usize>) -> Vec<(String, usize)> {
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(SHOWN);
    ranked
}
