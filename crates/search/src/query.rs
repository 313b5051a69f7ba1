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

impl Query {
    fn has_no_filter(&self) -> bool {
        self.section.is_none() && self.from.is_none() && self.to.is_none()
    }
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
        if asked.is_empty() && query.has_no_filter() {
            return Ok(Results::default());
        }
        let searcher = self.reader.searcher();
        let wanted = self.wanted(&searcher, &asked.words)?;
        for strictness in [Strictness::Strict, Strictness::Loose] {
            let fitting = self.fitting(&searcher, query, &asked, &wanted, strictness)?;
            let (total, found) = self.run(&searcher, &fitting, query, &asked, &wanted)?;
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

    /// What an article must have and must not.
    fn fitting(
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
                clauses.push(filter(self.phrase(searcher, self.fields.keys, phrase)?));
            }
        }
        for word in &asked.without {
            clauses.push((Occur::MustNot, phrase_of(self.fields.keys, &self.parts_of(searcher, word)?)));
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

    /// Any of the words, given as bare terms: of such a query tantivy skips the blocks of articles that cannot be among
    /// the best (block-max WAND). None when more than words was asked for, or when both of two words must be there.
    fn any_word(&self, query: &Query, asked: &Asked, wanted: &[Wanted]) -> Option<BooleanQuery> {
        let only_words = asked.has_only_words() && query.has_no_filter() && ![0, 2].contains(&wanted.len());
        only_words.then(|| BooleanQuery::new(wanted.iter().flat_map(|word| self.terms(word)).collect()))
    }

    /// A word by its key, or by the compounds that it is in. A compound stands for two words, so each counts half.
    fn word(&self, wanted: &Wanted) -> Box<dyn tantivy::query::Query> {
        let mut terms = self.terms(wanted);
        if terms.len() == 1 {
            return terms.remove(0).1;
        }
        Box::new(BooleanQuery::new(terms))
    }

    fn terms(&self, wanted: &Wanted) -> Vec<Clause> {
        let term = |key: &str| -> Box<dyn tantivy::query::Query> {
            let term = Term::from_field_text(self.fields.keys, key);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        let compound =
            |key: &String| -> Clause { (Occur::Should, Box::new(BoostQuery::new(term(key), 0.5))) };
        let own: Clause = (Occur::Should, term(&wanted.key));
        std::iter::once(own).chain(wanted.compounds.iter().map(compound)).collect()
    }

    /// The words of a text side by side, in any spelling.
    fn phrase(
        &self,
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> Result<Box<dyn tantivy::query::Query>, SearchError> {
        let mut parts = Vec::new();
        for word in words::of(text).take(crate::asked::WORDS_MAX) {
            parts.extend(self.parts_of(searcher, &word)?);
        }
        Ok(phrase_of(field, &parts))
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
        fitting: &BooleanQuery,
        query: &Query,
        asked: &Asked,
        wanted: &[Wanted],
    ) -> Result<(usize, Vec<Found>), SearchError> {
        let total = searcher.search(fitting, &Count)?;
        if total == 0 || query.limit == 0 {
            return Ok((total, Vec::new()));
        }
        let end = query.offset + query.limit;
        let found = match query.sort {
            Sort::Date => {
                let top = TopDocs::with_limit(end).order_by_fast_field::<i64>("published", Order::Desc);
                searcher.search(fitting, &top)?.into_iter().map(|(_, address)| (0.0, address)).collect()
            }
            Sort::Relevance => {
                let top = TopDocs::with_limit(end.max(LOOKED_AT)).order_by_score();
                let mut found = match self.any_word(query, asked, wanted) {
                    Some(any_word) => searcher.search(&any_word, &top)?,
                    None => searcher.search(fitting, &top)?,
                };
                found.truncate(total);
                self.look_again(searcher, &mut found, asked, wanted)?;
                found
            }
        };
        Ok((total, found.into_iter().skip(query.offset).take(query.limit).collect()))
    }

    /// Ranks the best anew.
    fn look_again(
        &self,
        searcher: &Searcher,
        found: &mut [Found],
        asked: &Asked,
        wanted: &[Wanted],
    ) -> Result<(), SearchError> {
        let looked_at = found.len().min(LOOKED_AT);
        let best = &mut found[..looked_at];
        let keys: Vec<String> = wanted.iter().map(|word| word.key.clone()).collect();
        if asked.is_question || keys.len() > TOPIC_KEYS_MAX {
            self.rank_by_pairs(searcher, best, &keys)
        } else if !keys.is_empty() {
            self.rank_by_feedback(searcher, best, keys.len())
        } else {
            Ok(())
        }
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

/// The keys of parts side by side.
fn phrase_of(field: Field, parts: &[String]) -> Box<dyn tantivy::query::Query> {
    let keys = parts.iter().filter_map(|part| words::key(part));
    let mut terms: Vec<Term> = keys.map(|key| Term::from_field_text(field, key)).collect();
    match terms.len() {
        0 => Box::new(tantivy::query::EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new(terms)),
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
