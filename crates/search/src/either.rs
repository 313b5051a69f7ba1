//! A word, or one of the few compounds it stands in: a union of short lists beside a long one.
//!
//! tantivy's own union reads all its lists through, a window of 4,096 articles at a time, even when it is only asked
//! whether some of them are in it. Of «هزار تومانی» in a million articles, that took 13 ms of 14.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Articles that fit any of some queries; what they score is added up.
#[derive(Debug)]
pub(crate) struct Either(Vec<Box<dyn Query>>);

impl Either {
    /// Any of these.
    pub fn of(queries: Vec<Box<dyn Query>>) -> Self {
        Self(queries)
    }
}

impl Clone for Either {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for Either {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(EitherWeight(weights.collect::<tantivy::Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|query| query.query_terms(visitor));
    }
}

struct EitherWeight(Vec<Box<dyn Weight>>);

impl Weight for EitherWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut lists = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let list = weight.scorer(segment, boost)?;
            if list.doc() != TERMINATED {
                lists.push(list);
            }
        }
        Ok(match lists.len() {
            0 => Box::new(EmptyScorer),
            1 => lists.remove(0),
            _ => Box::new(EitherScorer::of(lists)),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let fits = scorer.doc() == document || (scorer.doc() < document && scorer.seek(document) == document);
        Ok(Explanation::new("any of", if fits { scorer.score() } else { 0.0 }))
    }
}

struct EitherScorer {
    lists: Vec<Box<dyn Scorer>>,
    document: DocId,
}

impl EitherScorer {
    fn of(lists: Vec<Box<dyn Scorer>>) -> Self {
        let mut scorer = Self { lists, document: 0 };
        scorer.settle();
        scorer
    }

    fn settle(&mut self) -> DocId {
        self.document = self.lists.iter().map(|list| list.doc()).min().unwrap_or(TERMINATED);
        self.document
    }
}

impl DocSet for EitherScorer {
    fn advance(&mut self) -> DocId {
        for list in self.lists.iter_mut().filter(|list| list.doc() == self.document) {
            list.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for list in self.lists.iter_mut().filter(|list| list.doc() < target) {
            list.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().fold(0, |sum, list| sum.saturating_add(list.size_hint()))
    }
}

impl Scorer for EitherScorer {
    fn score(&mut self) -> Score {
        let here = self.lists.iter_mut().filter(|list| list.doc() == self.document);
        here.map(|list| list.score()).sum()
    }
}
