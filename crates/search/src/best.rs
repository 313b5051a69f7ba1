//! The best articles for words alone, found without a look at most of those that have one.
//!
//! Where all of some words must be there, tantivy skips blocks of articles that cannot be among the best; where any will
//! do it gains little. Measured on a million articles: 0.8 ms for both of two common words, 5 to 16 ms for any of two or
//! three. So any of some words is asked as all of each of their combinations, the weightiest first: what an article has
//! is one of them, and a combination that cannot weigh more than the best found so far is not looked for.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::slice;

use rustc_hash::FxHashSet;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use crate::SearchError;
use crate::either::Either;
use crate::fitting::{Clause, Strictness, Wanted, filter, phrase_of};
use crate::index::Index;
use crate::pairs;
use crate::rank::{Found, average_length};

/// Of a long query, so many of the rarest words rank: the work grows with each, and the common ones add little.
const RANKING_WORDS: usize = 6;
/// BM25 gives a word at most so many times its rarity (1 + k1).
const WEIGHT_MAX: f32 = 2.2;

impl Index {
    /// The best `limit` articles that have all words, or any, each as itself or in a compound. When time is over, the
    /// combinations that are left are not looked for.
    pub(crate) fn best_of_words(
        &self,
        searcher: &Searcher,
        wanted: &[Wanted],
        strictness: Strictness,
        limit: usize,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Vec<Found>, SearchError> {
        let mut words: Vec<&Wanted> = wanted.iter().collect();
        words.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let all_must = strictness.needs_all(words.len());
        if !all_must {
            words.truncate(RANKING_WORDS);
        }
        let mut best =
            Best { keys: self.fields.keys, limit, ranked: BTreeSet::new(), known: FxHashSet::default() };
        if let Some(query) = self.with_compounds(&words, all_must) {
            best.look(searcher, &query, 1.0)?;
        }
        if all_must {
            self.look_for_all(&mut best, searcher, &words)?;
        } else {
            for (weight, combination) in combinations(&words) {
                if weight <= best.threshold() || (is_over() && !best.ranked.is_empty()) {
                    break;
                }
                self.look_for_all(&mut best, searcher, &combination)?;
            }
        }
        Ok(best.found())
    }

    /// Articles with these words, each as itself.
    fn look_for_all(
        &self,
        best: &mut Best,
        searcher: &Searcher,
        words: &[&Wanted],
    ) -> Result<(), SearchError> {
        if let [word] = words
            && word.together.is_empty()
        {
            // A query that is wrapped skips nothing.
            return best.look(searcher, &self.term(&word.key), word.share);
        }
        let own = |word: &&Wanted| -> Clause { (Occur::Must, self.own(word)) };
        best.look(searcher, &BooleanQuery::new(words.iter().map(own).collect()), 1.0)
    }

    /// Articles with a compound of the words and, if so, all the words. They are few, and each is looked at.
    fn with_compounds(&self, words: &[&Wanted], all_must: bool) -> Option<BooleanQuery> {
        let compounds = words.iter().flat_map(|word| &word.compounds);
        let compounds: Vec<Box<dyn Query>> =
            compounds.map(|compound| Box::new(self.term(&compound.key)) as Box<dyn Query>).collect();
        if compounds.is_empty() {
            return None;
        }
        let mut clauses = vec![filter(Box::new(Either::of(compounds)))];
        if all_must {
            clauses.extend(words.iter().map(|word| (Occur::Must, self.word(word))));
        } else {
            let each = words.iter().map(|word| self.word(word)).collect();
            clauses.push((Occur::Should, Box::new(Either::of(each))));
        }
        Some(BooleanQuery::new(clauses))
    }

    /// A word by its key, or by the compounds that it is in.
    pub(crate) fn word(&self, wanted: &Wanted) -> Box<dyn Query> {
        let own = self.own(wanted);
        if wanted.compounds.is_empty() {
            return own;
        }
        let compounds = wanted.compounds.iter().map(|compound| self.shared(&compound.key, compound.share));
        Box::new(Either::of(std::iter::once(own).chain(compounds).collect()))
    }

    /// A word by its key, among those that it means something with.
    fn own(&self, wanted: &Wanted) -> Box<dyn Query> {
        let own = self.shared(&wanted.key, wanted.share);
        if wanted.together.is_empty() {
            return own;
        }
        // Nothing but «و» stands between the words of a pair, and it need not be looked for.
        let places = wanted.together.iter().enumerate().filter(|(_, key)| *key != pairs::AND);
        let keys = places.map(|(place, key)| (place, Term::from_field_text(self.fields.keys, key)));
        let together = phrase_of(keys.collect());
        Box::new(BooleanQuery::new(vec![(Occur::Must, own), filter(together)]))
    }

    fn shared(&self, key: &str, share: f32) -> Box<dyn Query> {
        let term = Box::new(self.term(key));
        if share == 1.0 { term } else { Box::new(BoostQuery::new(term, share)) }
    }

    fn term(&self, key: &str) -> TermQuery {
        TermQuery::new(Term::from_field_text(self.fields.keys, key), IndexRecordOption::WithFreqs)
    }
}

/// Every combination of some words with the most that it can weigh, the weightiest first: so one that another holds comes
/// after it.
fn combinations<'a>(words: &[&'a Wanted]) -> Vec<(f32, Vec<&'a Wanted>)> {
    let chosen = |set: u32| words.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
    let mut all: Vec<(f32, Vec<&Wanted>)> = (1..1_u32 << words.len())
        .map(|set| {
            let combination: Vec<&Wanted> = chosen(set).map(|(_, word)| *word).collect();
            let most = combination.iter().map(|word| WEIGHT_MAX * word.weight * word.share).sum();
            (most, combination)
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.len().cmp(&a.1.len())));
    all
}

/// The best articles so far.
struct Best {
    /// The field that is looked in.
    keys: Field,
    limit: usize,
    /// By score, its bits in order, and of equal ones the later article first.
    ranked: BTreeSet<(u32, Reverse<DocAddress>)>,
    known: FxHashSet<DocAddress>,
}

impl Best {
    /// Looks through what fits a query for better ones. The first query that finds an article says what it scores.
    fn look(&mut self, searcher: &Searcher, query: &dyn Query, share: f32) -> Result<(), SearchError> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let average = average_length(searcher.segment_readers(), self.keys)?;
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let alive = segment.alive_bitset();
            // The best score of a block was noted by the lengths of the segment's own articles; by those of all it may be
            // more by as much as their averages differ.
            let longer = average_length(slice::from_ref(segment), self.keys)? / average;
            let most = share * longer.max(1.0 / longer);
            let least = |best: &Self| best.threshold() / most;
            weight.for_each_pruning(least(self), segment, &mut |document, score| {
                if alive.is_none_or(|alive| alive.is_alive(document)) {
                    self.offer(score * share, DocAddress::new(number, document));
                }
                least(self)
            })?;
        }
        Ok(())
    }

    fn offer(&mut self, score: f32, address: DocAddress) {
        // Scores are positive, and the bits of such numbers are in their order.
        if self.known.insert(address) {
            self.ranked.insert((score.to_bits(), Reverse(address)));
        }
        if self.ranked.len() > self.limit
            && let Some((_, Reverse(worst))) = self.ranked.pop_first()
        {
            self.known.remove(&worst);
        }
    }

    /// What does not score more is not among the best.
    fn threshold(&self) -> f32 {
        let worst = self.ranked.first().filter(|_| self.ranked.len() >= self.limit);
        worst.map_or(0.0, |(bits, _)| f32::from_bits(*bits))
    }

    fn found(self) -> Vec<Found> {
        self.ranked
            .into_iter()
            .rev()
            .map(|(bits, Reverse(address))| (f32::from_bits(bits), address))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::{Count, TopDocs};

    use super::*;
    use crate::asked::Asked;
    use crate::query::{Query as Question, Work};
    use crate::{Change, Document, words};

    /// Articles of a few words, as alike as no real ones are.
    fn index(articles: i64) -> Index {
        const WORDS: [&str; 8] = ["گندم", "باران", "برداشت", "انبار", "آرد", "نان", "مزرعه", "گندمباران"];
        let index = Index::in_memory().expect("an index");
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let put = |code: i64| {
            let body: Vec<&str> =
                (0..1 + random(30)).map(|_| WORDS[random(WORDS.len()).min(random(8))]).collect();
            let half_spaced = if code % 9 == 0 { " گندم\u{200c}باران" } else { "" };
            let body_text = body.join(" ") + half_spaced;
            Change::Put(Box::new(Document { code, body_text, ..Document::default() }))
        };
        index.write(&(1..=articles).map(put).collect::<Vec<_>>(), 1).expect("written");
        index.write(&[Change::Remove(3), Change::Remove(11)], 2).expect("removed");
        index
    }

    #[test]
    fn the_best_are_those_that_a_look_at_all_finds() {
        let index = index(600);
        let searcher = index.reader.searcher();
        let (query, asked) = (Question::default(), Asked::default());
        for (text, strictness) in [
            ("گندم", Strictness::Strict),
            ("گندم باران", Strictness::Strict),
            ("آرد نان", Strictness::Strict),
            ("گندم باران آرد", Strictness::All),
            ("گندم باران آرد", Strictness::Strict),
            ("مزرعه انبار نان آرد باران گندم", Strictness::Loose),
        ] {
            let typed: Vec<_> = words::asked(text).collect();
            let (mut wanted, _) = index.wanted(&searcher, &typed, false).expect("keys");
            assert_eq!(text.contains("گندم باران"), wanted[0].compounds.len() == 1, "{text}");
            let all_must = strictness.needs_all(wanted.len());
            let occur = if all_must { Occur::Must } else { Occur::Should };
            let all = BooleanQuery::new(wanted.iter().map(|word| (occur, index.word(word))).collect());
            for limit in [1, 10, 1000] {
                let expected =
                    searcher.search(&all, &TopDocs::with_limit(limit).order_by_score()).expect("all");
                let found =
                    index.best_of_words(&searcher, &wanted, strictness, limit, &|| false).expect("the best");
                let scores =
                    |found: &[Found]| found.iter().map(|one| (one.0 * 1e3).round()).collect::<Vec<f32>>();
                assert!(!found.is_empty());
                assert_eq!(scores(&found), scores(&expected), "{text} {limit}");
                // Of one word the index knows the number, and a compound has places.
                if wanted.len() > 1 && all_must && wanted[0].together.is_empty() {
                    let work = Work::new(&index.tables, &searcher, &query, &asked, wanted);
                    let matching = index.matching(&work, strictness).expect("read").expect("words alone");
                    let few = index.best_matching(&work, &matching, strictness, limit);
                    assert_eq!(
                        scores(&few.expect("read").expect("few")),
                        scores(&expected),
                        "{text} {limit}"
                    );
                    let total = searcher.search(&all, &Count).expect("counted");
                    assert_eq!(work.count_matching(&matching).expect("counted").total, total, "{text}");
                    wanted = work.wanted;
                }
            }
        }
    }
}
