//! From what a person types to articles.
//!
//! One or two words must all be there; of three and more, half; when nothing is found so, any. Articles that fit
//! are ranked by BM25 over keys, and the best of them once more (see `rank`).

use std::ops::Bound;

use news::UtcMs;
use news::article::NewsCode;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};

use crate::asked::Asked;
use crate::highlight::{Marker, Piece};
use crate::index::Index;
use crate::rank::{Found, LOOKED_AT};
use crate::{SearchError, words};

/// A query of so many keys says what one article says, rather than names a topic.
const TOPIC_KEYS_MAX: usize = 8;

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// Slug of a section.
    pub section: Option<String>,
    /// Published at or after.
    pub from: Option<UtcMs>,
    /// Published before.
    pub to: Option<UtcMs>,
    /// The order.
    pub sort: Sort,
    /// Results wanted.
    pub limit: usize,
    /// Results passed over.
    pub offset: usize,
}

/// One article found, its matching words marked in their original spelling.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its identity.
    pub code: NewsCode,
    /// The headline in pieces.
    pub headline: Vec<Piece>,
    /// The telling part of the text in pieces.
    pub snippet: Vec<Piece>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many articles fit.
    pub total: usize,
    /// The ones asked for.
    pub hits: Vec<Hit>,
}

/// How much of a query must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// Phrases, and of the words both of two, or one of the rarer half of more.
    Strict,
    /// Any word; in a question, without its phrases.
    Loose,
}

/// A word of the query as the index knows it.
struct Wanted {
    key: String,
    /// How rare it is.
    weight: f32,
    /// Keys of the compounds that it makes with its neighbours, where articles write them joined.
    compounds: Vec<String>,
}

type Clause = (Occur, Box<dyn tantivy::query::Query>);

impl Index {
    /// Searches. A text without any word finds nothing, unless a filter is set.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn search(&self, query: &Query) -> Result<Results, SearchError> {
        let asked = Asked::read(&query.text);
        if asked.is_empty() && query.section.is_none() && query.from.is_none() && query.to.is_none() {
            return Ok(Results::default());
        }
        let searcher = self.reader.searcher();
        let wanted = self.wanted(&searcher, &asked.words)?;
        for strictness in [Strictness::Strict, Strictness::Loose] {
            let built = self.build(&searcher, query, &asked, &wanted, strictness)?;
            let (total, found) = self.run(&searcher, &built, query, &asked, &wanted)?;
            if total > 0 {
                let marker = Marker::new(marked_keys(&wanted));
                let hits = found.into_iter().map(|(_, address)| self.hit(&searcher, address, &marker));
                return Ok(Results { total, hits: hits.collect::<Result<_, _>>()? });
            }
        }
        Ok(Results::default())
    }

    /// The keys of a query, in its order. Words that say nothing are left out when others remain.
    fn wanted(&self, searcher: &Searcher, typed: &[words::Word]) -> Result<Vec<Wanted>, SearchError> {
        let mut parts: Vec<String> = Vec::new();
        for word in typed {
            parts.extend(self.parts_of(searcher, word)?);
        }
        let only_quiet = parts.iter().all(|part| words::is_quiet(part) || words::key(part).is_none());
        let mut wanted: Vec<Wanted> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let Some(key) = words::key(part).filter(|_| only_quiet || !words::is_quiet(part)) else {
                continue;
            };
            if wanted.iter().any(|known| known.key == key) {
                continue;
            }
            let mut compounds = Vec::new();
            for pair in parts[at.saturating_sub(1)..(at + 2).min(parts.len())].windows(2) {
                if pair.iter().any(|part| words::key(part).is_none() || words::is_quiet(part)) {
                    continue;
                }
                let joined = pair.concat();
                if self.has_joined(searcher, &joined)? {
                    compounds.extend(words::key(&joined).map(str::to_owned));
                }
            }
            wanted.push(Wanted { key: key.to_owned(), weight: self.weight(searcher, key)?, compounds });
        }
        Ok(wanted)
    }

    fn build(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
        wanted: &[Wanted],
        strictness: Strictness,
    ) -> Result<BooleanQuery, SearchError> {
        let mut clauses = self.words(wanted, strictness);
        // Within a question, guillemets name a title more often than they ask for exactly these words.
        if strictness == Strictness::Strict || !asked.is_question {
            for phrase in &asked.phrases {
                clauses.push(filter(self.phrase(searcher, self.fields.words, phrase)?));
            }
        }
        for word in &asked.without {
            clauses.push((Occur::MustNot, self.phrase(searcher, self.fields.words, &word.joined)?));
        }
        if let Some(tag) = &asked.tag {
            clauses.push(filter(self.phrase(searcher, self.fields.tags, tag)?));
        }
        clauses.extend(self.filters(query, asked).into_iter().map(filter));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(BooleanQuery::new(clauses))
    }

    /// Which words must be there, and which only rank. Asking for one of the rarer half keeps out what has only the
    /// common words, and their long lists need not be read through.
    fn words(&self, wanted: &[Wanted], strictness: Strictness) -> Vec<Clause> {
        let mut wanted: Vec<&Wanted> = wanted.iter().collect();
        wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let (must, may) = match (strictness, wanted.len()) {
            (_, 0) => return Vec::new(),
            (Strictness::Strict, 2) => {
                return wanted.into_iter().map(|word| (Occur::Must, self.word(word))).collect();
            }
            (Strictness::Strict, words) => wanted.split_at(words.div_ceil(2)),
            (Strictness::Loose, words) => wanted.split_at(words),
        };
        let should = |word: &&Wanted| -> Clause { (Occur::Should, self.word(word)) };
        let any = BooleanQuery::new(must.iter().map(should).collect());
        let mut clauses: Vec<Clause> = vec![(Occur::Must, Box::new(any))];
        clauses.extend(may.iter().map(should));
        clauses
    }

    /// A word by its key, or by the compounds that it is in. A compound stands for two words, so each counts half.
    fn word(&self, wanted: &Wanted) -> Box<dyn tantivy::query::Query> {
        let term = |key: &str| {
            TermQuery::new(Term::from_field_text(self.fields.keys, key), IndexRecordOption::WithFreqs)
        };
        if wanted.compounds.is_empty() {
            return Box::new(term(&wanted.key));
        }
        let mut any: Vec<Clause> = vec![(Occur::Should, Box::new(term(&wanted.key)))];
        for compound in &wanted.compounds {
            any.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term(compound)), 0.5))));
        }
        Box::new(BooleanQuery::new(any))
    }

    /// The words of a text side by side, spelt like this.
    fn phrase(
        &self,
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> Result<Box<dyn tantivy::query::Query>, SearchError> {
        let mut terms = Vec::new();
        for word in words::of(text).take(crate::asked::WORDS_MAX) {
            let parts = self.parts_of(searcher, &word)?;
            terms.extend(parts.iter().map(|part| Term::from_field_text(field, part)));
        }
        Ok(match terms.len() {
            0 => Box::new(tantivy::query::EmptyQuery),
            1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic)),
            _ => Box::new(PhraseQuery::new(terms)),
        })
    }

    fn filters(&self, query: &Query, asked: &Asked) -> Vec<Box<dyn tantivy::query::Query>> {
        let mut filters: Vec<Box<dyn tantivy::query::Query>> = Vec::new();
        let fields = &self.fields;
        for (field, value) in [
            (fields.section, query.section.clone().or(asked.section.clone())),
            (fields.source, asked.source.as_deref().map(words::name_key)),
            (fields.byline, asked.author.as_deref().map(words::name_key)),
        ] {
            if let Some(value) = value {
                let term = Term::from_field_text(field, &value);
                filters.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
        }
        if query.from.is_some() || query.to.is_some() {
            let bound = |at: Option<UtcMs>, make: fn(Term) -> Bound<Term>| {
                at.map_or(Bound::Unbounded, |at| make(Term::from_field_i64(fields.published, at)))
            };
            filters.push(Box::new(RangeQuery::new(
                bound(query.from, Bound::Included),
                bound(query.to, Bound::Excluded),
            )));
        }
        filters
    }

    /// How many articles fit, and the ones asked for.
    fn run(
        &self,
        searcher: &Searcher,
        built: &BooleanQuery,
        query: &Query,
        asked: &Asked,
        wanted: &[Wanted],
    ) -> Result<(usize, Vec<Found>), SearchError> {
        if query.limit == 0 {
            return Ok((searcher.search(built, &Count)?, Vec::new()));
        }
        let end = query.offset + query.limit;
        if query.sort == Sort::Date {
            let top = TopDocs::with_limit(end).order_by_fast_field::<i64>("published", Order::Desc);
            let (total, found) = searcher.search(built, &(Count, top))?;
            let found = found.into_iter().skip(query.offset).map(|(_, address)| (0.0, address));
            return Ok((total, found.collect()));
        }
        let top = TopDocs::with_limit(end.max(LOOKED_AT)).order_by_score();
        let (total, mut found) = searcher.search(built, &(Count, top))?;
        let looked_at = found.len().min(LOOKED_AT);
        let best = &mut found[..looked_at];
        let keys: Vec<String> = wanted.iter().map(|word| word.key.clone()).collect();
        if asked.is_question || keys.len() > TOPIC_KEYS_MAX {
            self.rank_by_pairs(searcher, best, &keys)?;
        } else if !keys.is_empty() {
            self.rank_by_feedback(searcher, best, keys.len())?;
        }
        Ok((total, found.into_iter().skip(query.offset).take(query.limit).collect()))
    }

    fn hit(&self, searcher: &Searcher, address: DocAddress, marker: &Marker) -> Result<Hit, SearchError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let (code, _) = self.code_and_story(searcher, address)?;
        Ok(Hit {
            code,
            headline: marker.pieces(text_of(&document, self.fields.headline)),
            snippet: marker.snippet(text_of(&document, self.fields.text)),
        })
    }
}

/// A filter chooses; it does not rank.
fn filter(query: Box<dyn tantivy::query::Query>) -> Clause {
    (Occur::Must, Box::new(BoostQuery::new(query, 0.0)))
}

/// Keys to be marked in results.
fn marked_keys(wanted: &[Wanted]) -> Vec<String> {
    wanted.iter().flat_map(|word| word.compounds.iter().chain([&word.key])).cloned().collect()
}

pub(crate) fn text_of(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
