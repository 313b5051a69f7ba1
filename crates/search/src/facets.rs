//! How many of the articles found are of each section, source and year.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::tables::{Table, Tables, YEARS};

/// Values told of each kind. No newsroom has so many sections; of outlets the rest has an article or two each.
pub const FACETS_MAX: usize = 200;
/// What chooses the articles that are in no section, in the place of a slug; no slug is like it.
pub const NO_SECTION: &str = "-";
/// Articles that are looked up together.
const AHEAD: usize = 256;

/// Counts of what was found, the most frequent first, years newest first, of each kind [`FACETS_MAX`] at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Slugs of sections, and [`NO_SECTION`].
    pub sections: Vec<(String, usize)>,
    /// Names of outlets.
    pub sources: Vec<(String, usize)>,
    /// Jalali years.
    pub years: Vec<(i32, usize)>,
    /// There are more sections or sources than are told.
    pub is_short: bool,
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
    let counted = YEARS.zip(all.years).rev().filter(|(_, count)| *count > 0).take(FACETS_MAX);
    let is_short = all.sections.len().max(all.sources.len()) > FACETS_MAX;
    let (sections, sources) = (ranked(all.sections), ranked(all.sources));
    Facets { sections, sources, years: counted.collect(), is_short }
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
        // Articles without a section or source have the empty name; a newsroom's own have no source, and that says nothing.
        let named = |names: &[String], counts: Vec<usize>, nameless: &str| {
            let counted = names.iter().zip(counts).filter(|(_, count)| *count > 0);
            let named = counted.map(|(name, count)| (if name.is_empty() { nameless } else { name }, count));
            named.filter(|(name, _)| !name.is_empty()).map(|(name, count)| (name.to_owned(), count)).collect()
        };
        let (sections, sources) = (named(sections, counts.0, NO_SECTION), named(sources, counts.1, ""));
        Counted { sections, sources, years: counts.2 }
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
    ranked.truncate(FACETS_MAX);
    ranked
}
