//! The articles that words alone choose: counted one by one, and ranked so where they are few.

use tantivy::{DocAddress, SegmentReader};

use crate::SearchError;
use crate::bits::Articles;
use crate::counting::Counts;
use crate::fitting::{Strictness, Wanted, rarest_first};
use crate::index::Index;
use crate::query::Work;
use crate::rank::Found;

/// So few are scored each, which costs a look into the list of each word; of more, the best are found by skipping most.
const SCORED_MAX: usize = 1_000;

/// Of each segment the articles that fit.
pub(crate) struct Matching(Vec<Articles>);

impl Index {
    /// The articles that fit, where words alone choose and each for itself, and time allows.
    pub(crate) fn matching(
        &self,
        work: &Work,
        strictness: Strictness,
    ) -> Result<Option<Matching>, SearchError> {
        let are_words = work.asked.has_only_words() && work.query.has_no_filter();
        let are_apart = work.wanted.iter().all(|word| word.together.is_empty());
        if !are_words || !are_apart || work.wanted.is_empty() || work.of_one_word().is_some() {
            return Ok(None);
        }
        let mut words = rarest_first(&work.wanted);
        words.truncate(strictness.needed(words.len()));
        let mut segments = Vec::new();
        for segment in work.searcher.segment_readers() {
            let mut fitting: Option<Articles> = None;
            for word in &words {
                if work.is_over() {
                    return Ok(None);
                }
                self.narrow(&mut fitting, segment, word, strictness.needs_all(work.wanted.len()))?;
            }
            let mut fitting = fitting.unwrap_or(Articles::Few(Vec::new()));
            if let Some(alive) = segment.alive_bitset() {
                fitting.keep_if(|article| alive.is_alive(article));
            }
            segments.push(fitting);
        }
        Ok(Some(Matching(segments)))
    }

    /// Of articles that have the words before, those that have one more; or both, where one will do.
    fn narrow(
        &self,
        fitting: &mut Option<Articles>,
        segment: &SegmentReader,
        word: &Wanted,
        is_needed: bool,
    ) -> Result<(), SearchError> {
        let mut with = self.articles_of(segment, &word.key)?;
        for compound in &word.compounds {
            with.add(&self.articles_of(segment, &compound.key)?);
        }
        match fitting {
            None => *fitting = Some(with),
            Some(fitting) if is_needed => fitting.keep(&with),
            Some(fitting) => fitting.add(&with),
        }
        Ok(())
    }

    /// The best of those that fit, where they are few and have each word.
    pub(crate) fn best_matching(
        &self,
        work: &Work,
        matching: &Matching,
        strictness: Strictness,
        limit: usize,
    ) -> Result<Option<Vec<Found>>, SearchError> {
        let total: usize = matching.0.iter().map(Articles::count).sum();
        if !strictness.needs_all(work.wanted.len()) || total > SCORED_MAX {
            return Ok(None);
        }
        let places = (0..).zip(&matching.0);
        let mut found: Vec<Found> = places
            .flat_map(|(segment, fitting)| {
                fitting.each().map(move |article| (0.0, DocAddress::new(segment, article)))
            })
            .collect();
        for word in &work.wanted {
            let own = (&word.key, word.share);
            let compounds = word.compounds.iter().map(|compound| (&compound.key, compound.share));
            for (key, share) in std::iter::once(own).chain(compounds) {
                self.add_score(work.searcher, &mut found, key, share)?;
            }
        }
        crate::rank::sort(&mut found);
        found.truncate(limit);
        Ok(Some(found))
    }
}

impl Work<'_> {
    /// Counts what fits, and of what section, source and year it is when that was asked for.
    pub(crate) fn count_matching(&self, matching: &Matching) -> Result<Counts, SearchError> {
        let (mut counts, mut facets) = (Counts::default(), Vec::new());
        for (segment, fitting) in self.searcher.segment_readers().iter().zip(&matching.0) {
            let total = fitting.count();
            counts.total += total;
            if self.query.facets {
                let (counted, is_sample) = self.count_facets(segment, fitting, total)?;
                counts.is_estimated |= is_sample;
                facets.push(counted);
            }
        }
        Ok(counts.told(facets))
    }
}
