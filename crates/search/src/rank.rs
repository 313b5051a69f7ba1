//! The second look at the best articles that a query found.
//!
//! First all that fits is ranked by BM25 over keys. Then, of the best [`LOOKED_AT`]: when a question was asked,
//! articles in which its words stand together go up; when a topic was named, articles that share the words of the
//! best ones do (relevance feedback, after Rocchio and RM3). It never adds an article that does not fit the query.
//!
//! Numbers were chosen on Hamshahri (25 topics) and PQuAD (1,999 questions), nDCG@10, with a plain BM25 prototype of
//! this ranking; its figures stand beside them. The index itself reaches 0.925 and 0.973 (`benches/measure quality`);
//! 25 topics are few, and a hundredth is within their chance.

use rustc_hash::FxHashMap;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, Term};

use crate::SearchError;
use crate::index::Index;
use crate::stored::Telling;

/// The second look is at so many; figures are the same with 30, 50, 100 and 200, and each costs a seek for each word.
pub(crate) const LOOKED_AT: usize = 30;
/// The best articles teach the words of the topic. Hamshahri without 0.884; with 5: 0.889, 8: 0.907, 10: 0.915,
/// 15: 0.906, 20: 0.887.
const TEACHERS: usize = 10;
/// Words taught. Of the index itself, 0.926 with 20, and 0.925 with 12 for six tenths of the work, which grows with each
/// word: its whole list is stepped over.
const TAUGHT: usize = 12;
/// Of the words that could be taught, so many of the most frequent are weighed: each costs a look into every segment.
/// 40 and 60 differ by 0.001 with 12 taught words; with 120: 0.906 in place of 0.912.
const WEIGHED: usize = 40;
/// Articles by which the rarity of such a word is judged.
const ARTICLES_TO_JUDGE_BY: u32 = 50_000;
/// What the taught words weigh together, of what the query's own do: 0.5: 0.909, 0.8: 0.915, 1.2: 0.916.
const TAUGHT_WEIGHT: f32 = 0.8;
/// What a pair of neighbouring words adds, of their own weights. PQuAD without 0.969; 0.3: 0.972, 0.8: 0.974.
/// On topics it harms (Hamshahri 0.884 without, 0.859 with 0.8), so only questions get it.
const PAIR_WEIGHT: f32 = 0.8;
/// Neighbours have at most one word between them; 1, 2 and 3 differ by 0.001.
const PAIR_DISTANCE: u32 = 2;
/// How soon more of the same pair adds nothing.
const PAIR_SATURATION: f32 = 0.3;

/// An article found, and how well it fits.
pub(crate) type Found = (f32, DocAddress);

impl Index {
    /// Ranks anew by the query's neighbouring keys.
    pub(crate) fn rank_by_pairs(
        &self,
        searcher: &Searcher,
        found: &mut [Found],
        keys: &[String],
    ) -> Result<(), SearchError> {
        let positions = |key: &String| self.positions(searcher, found, key);
        let all: Vec<Vec<Vec<u32>>> = keys.iter().map(positions).collect::<Result<_, _>>()?;
        let weights: Vec<f32> =
            keys.iter().map(|key| self.weight(searcher, key)).collect::<Result<_, _>>()?;
        for (at, (score, _)) in found.iter_mut().enumerate() {
            for (first, second) in (1..keys.len()).map(|second| (second - 1, second)) {
                let pairs = neighbours(&all[first][at], &all[second][at]) as f32;
                let weight = f32::midpoint(weights[first], weights[second]);
                *score += PAIR_WEIGHT * weight * pairs * (1.0 + PAIR_SATURATION) / (pairs + PAIR_SATURATION);
            }
        }
        sort(found);
        Ok(())
    }

    /// Ranks anew by the words that the best articles share.
    pub(crate) fn rank_by_feedback(
        &self,
        searcher: &Searcher,
        found: &mut [Found],
        keys: usize,
    ) -> Result<(), SearchError> {
        let taught = self.taught(searcher, &found[..found.len().min(TEACHERS)])?;
        let sum: f32 = taught.iter().map(|(_, weight)| weight).sum();
        for (key, weight) in taught {
            self.add_score(searcher, found, &key, TAUGHT_WEIGHT * keys as f32 * weight / sum)?;
        }
        sort(found);
        Ok(())
    }

    /// Adds such a share of what a key scores in each of the articles.
    pub(crate) fn add_score(
        &self,
        searcher: &Searcher,
        found: &mut [Found],
        key: &str,
        share: f32,
    ) -> Result<(), SearchError> {
        let average = average_length(searcher.segment_readers(), self.fields.keys)?;
        let mut articles = 0;
        for segment in searcher.segment_readers() {
            articles += self.list_of(segment, key)?.map_or(0, |term| u64::from(term.doc_freq));
        }
        let bm25 = Bm25Weight::for_one_term_without_explain(articles, documents(searcher), average);
        let bm25 = bm25.boost_by(share);
        self.visit(searcher, found, key, IndexRecordOption::WithFreqs, |score, postings, norm| {
            *score += bm25.score(norm, postings.term_freq());
        })
    }

    /// The most telling keys of some articles, each with its weight.
    fn taught(&self, searcher: &Searcher, teachers: &[Found]) -> Result<Vec<(String, f32)>, SearchError> {
        let sum: f32 = teachers.iter().map(|(score, _)| score).sum();
        let mut shares: FxHashMap<String, f32> = FxHashMap::default();
        for (score, address) in teachers {
            let Telling(line) = searcher.doc(*address)?;
            for (key, share) in crate::telling::read(&line) {
                *shares.entry(key.to_owned()).or_default() += share * score / sum;
            }
        }
        let mut shares: Vec<(String, f32)> = shares.into_iter().collect();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shares.truncate(WEIGHED);
        let mut taught = Vec::with_capacity(shares.len());
        for (key, share) in shares {
            let weight = share * self.rough_weight(searcher, &key)?;
            taught.push((key, weight));
        }
        taught.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        taught.truncate(TAUGHT);
        Ok(taught)
    }

    /// How rare a key is.
    pub(crate) fn weight(&self, searcher: &Searcher, key: &str) -> Result<f32, SearchError> {
        let articles = searcher.doc_freq(&Term::from_field_text(self.fields.keys, key))?;
        Ok(weight_of(searcher, articles))
    }

    /// How rare a key is, judged by enough articles.
    fn rough_weight(&self, searcher: &Searcher, key: &str) -> Result<f32, SearchError> {
        let (articles, all) = self.rough_count(searcher, key)?;
        Ok(rarity(articles as f32, all as f32))
    }

    /// Of how many articles, enough to judge by, how many have a key: of a large index a tenth of the looks, and near
    /// enough for choosing.
    pub(crate) fn rough_count(&self, searcher: &Searcher, key: &str) -> Result<(u32, u32), SearchError> {
        let mut segments: Vec<_> = searcher.segment_readers().iter().collect();
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        let (mut articles, mut all) = (0, 0);
        for segment in segments {
            articles += self.list_of(segment, key)?.map_or(0, |term| term.doc_freq);
            all += segment.max_doc();
            if all >= ARTICLES_TO_JUDGE_BY {
                break;
            }
        }
        Ok((articles, all))
    }

    /// Where a key stands in each of the articles.
    fn positions(
        &self,
        searcher: &Searcher,
        found: &[Found],
        key: &str,
    ) -> Result<Vec<Vec<u32>>, SearchError> {
        let mut places: Vec<(Vec<u32>, DocAddress)> =
            found.iter().map(|(_, address)| (Vec::new(), *address)).collect();
        self.visit(
            searcher,
            &mut places,
            key,
            IndexRecordOption::WithFreqsAndPositions,
            |at, postings, _| {
                postings.positions(at);
            },
        )?;
        Ok(places.into_iter().map(|(places, _)| places).collect())
    }

    /// Calls `visit` for each of the articles that has a key, in the index's order.
    fn visit<T>(
        &self,
        searcher: &Searcher,
        articles: &mut [(T, DocAddress)],
        key: &str,
        record: IndexRecordOption,
        mut visit: impl FnMut(&mut T, &mut SegmentPostings, u8),
    ) -> Result<(), SearchError> {
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_unstable_by_key(|at| articles[*at].1);
        let segments: Vec<u32> = articles.iter().map(|(_, address)| address.segment_ord).collect();
        for run in order.chunk_by(|a, b| segments[*a] == segments[*b]) {
            let segment = searcher.segment_reader(segments[run[0]]);
            let Some(term) = self.list_of(segment, key)? else { continue };
            let inverted = segment.inverted_index(self.fields.keys)?;
            let mut postings = inverted.read_postings_from_terminfo(&term, record)?;
            let norms = segment.get_fieldnorms_reader(self.fields.keys)?;
            for at in run {
                let (value, address) = &mut articles[*at];
                if postings.doc() < address.doc_id {
                    postings.seek(address.doc_id);
                }
                if postings.doc() == address.doc_id {
                    visit(value, &mut postings, norms.fieldnorm_id(address.doc_id));
                }
            }
        }
        Ok(())
    }
}

/// How rare a key is that so many articles have.
pub(crate) fn weight_of(searcher: &Searcher, articles: u64) -> f32 {
    rarity(articles as f32, documents(searcher) as f32)
}

/// BM25's inverse document frequency.
fn rarity(articles: f32, all: f32) -> f32 {
    (1.0 + (all - articles + 0.5) / (articles + 0.5)).ln()
}

/// How often a second word follows a first one closely. Both lists ascend.
fn neighbours(first: &[u32], second: &[u32]) -> usize {
    let mut rest = second.iter().peekable();
    let follows = |at: &&u32| {
        while rest.next_if(|next| *next <= *at).is_some() {}
        rest.peek().is_some_and(|next| **next - **at <= PAIR_DISTANCE)
    };
    first.iter().filter(follows).count()
}

/// The best first.
pub(crate) fn sort(found: &mut [Found]) {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
}

fn documents(searcher: &Searcher) -> u64 {
    searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
}

/// Words of an article, on average; at least one.
pub(crate) fn average_length(segments: &[SegmentReader], field: Field) -> Result<f32, SearchError> {
    let (mut words, mut articles) = (0, 0);
    for segment in segments {
        words += segment.inverted_index(field)?.total_num_tokens();
        articles += segment.max_doc();
    }
    Ok((words as f32 / articles.max(1) as f32).max(1.0))
}
