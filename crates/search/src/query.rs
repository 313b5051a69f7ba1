//! From what a person types to articles.
//!
//! Words, "phrases", -without, `section:`/`بخش:`, `source:`/`منبع:`, `author:`/`نویسنده:`, `tag:`/`برچسب:`. A
//! query is repaired and folded like the documents. One or two words must all be there; of three and more, half;
//! when nothing is found so, any.

use std::ops::Bound;

use news::UtcMs;
use news::article::NewsCode;
use persian::fold::fold;
use persian::repair::{Mode, Repairer};
use persian::words::is_stop_word;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Order, TantivyDocument, Term};

use crate::highlight::{Piece, pieces, snippet};
use crate::index::Index;
use crate::{SearchError, terms};

/// Field weights, in one place. A word in the headline says what an article is about.
const HEADLINE_BOOST: f32 = 0.7;
const TAG_BOOST: f32 = 1.2;
const STEM_BOOST: f32 = 1.0;
const PART_BOOST: f32 = 1.0;
/// Words of a query that are looked at; a longer one is a paste.
const WORDS_MAX: usize = 32;
/// Words of a query, and of an article's most telling ones, that find its neighbours.
const RELATED_WORDS: usize = 12;

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
        for least in asked.at_least() {
            let results = self.run(&self.build(query, &asked, least), query, &asked)?;
            if results.total > 0 {
                return Ok(results);
            }
        }
        Ok(Results::default())
    }

    /// Codes of articles about the same things, best first, none of the same story.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn related(&self, code: NewsCode, limit: usize) -> Result<Vec<NewsCode>, SearchError> {
        let Some(document) = self.stored(code)? else { return Ok(Vec::new()) };
        let (headline, tags) =
            (text_of(&document, self.fields.headline), text_of(&document, self.fields.tags));
        let mut words: Vec<(String, f32)> = telling(headline).map(|word| (word, 2.0)).collect();
        words.extend(telling(tags).map(|word| (word, 2.0)));
        let body = persian::words::keywords(text_of(&document, self.fields.text), RELATED_WORDS);
        words.extend(body.into_iter().map(|word| (word, 1.0)));
        words.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        words.dedup_by(|a, b| a.0 == b.0);
        let clauses: Vec<Clause> = words
            .into_iter()
            .flat_map(|(word, boost)| {
                [(self.fields.headline, word.clone(), boost), (self.fields.text, word, boost)]
            })
            .map(|(field, word, boost)| (Occur::Should, boosted(field, &word, boost)))
            .collect();
        let searcher = self.reader.searcher();
        // Copies crowd the top; enough are read that others remain.
        let top = TopDocs::with_limit(limit * 4 + 8).order_by_score();
        let found = searcher.search(&BooleanQuery::new(clauses), &top)?;
        let own = self.story_of(code)?;
        let mut seen = vec![own.unwrap_or(code)];
        let mut codes = Vec::with_capacity(limit);
        for (_, address) in found {
            let (other, story) = self.code_and_story(&searcher, address)?;
            if other != code && !seen.contains(&story) && codes.len() < limit {
                seen.push(story);
                codes.push(other);
            }
        }
        Ok(codes)
    }

    fn story_of(&self, code: NewsCode) -> Result<Option<NewsCode>, SearchError> {
        let searcher = self.reader.searcher();
        let query = TermQuery::new(Term::from_field_i64(self.fields.code, code), IndexRecordOption::Basic);
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        found
            .first()
            .map(|(_, address)| self.code_and_story(&searcher, *address).map(|(_, story)| story))
            .transpose()
    }

    fn code_and_story(
        &self,
        searcher: &tantivy::Searcher,
        address: DocAddress,
    ) -> Result<(NewsCode, NewsCode), SearchError> {
        let fast = searcher.segment_reader(address.segment_ord).fast_fields();
        let code = fast.i64("code")?.first(address.doc_id).unwrap_or(0);
        Ok((code, fast.i64("story")?.first(address.doc_id).unwrap_or(code)))
    }

    fn build(&self, query: &Query, asked: &Asked, least: usize) -> BooleanQuery {
        let mut clauses: Vec<Clause> = Vec::new();
        if !asked.words.is_empty() {
            let words: Vec<Clause> =
                asked.words.iter().map(|word| (Occur::Should, self.word(word))).collect();
            clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(words, least))));
        }
        clauses.extend(asked.phrases.iter().map(|phrase| (Occur::Must, self.phrase(phrase))));
        clauses.extend(asked.without.iter().map(|word| (Occur::MustNot, self.word(word))));
        let fields = &self.fields;
        let section = query.section.as_ref().or(asked.section.as_ref());
        for (field, value) in [
            (fields.section, section),
            (fields.source, asked.source.as_ref()),
            (fields.byline, asked.author.as_ref()),
        ] {
            if let Some(value) = value {
                let term = Term::from_field_text(field, value);
                clauses.push((
                    Occur::Must,
                    Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0)),
                ));
            }
        }
        if let Some(tag) = &asked.tag {
            clauses.push((Occur::Must, self.phrase_in(&[fields.tags], tag)));
        }
        if query.from.is_some() || query.to.is_some() {
            let bound = |at: Option<UtcMs>, make: fn(Term) -> Bound<Term>| {
                at.map_or(Bound::Unbounded, |at| make(Term::from_field_i64(fields.published, at)))
            };
            let range = RangeQuery::new(bound(query.from, Bound::Included), bound(query.to, Bound::Excluded));
            clauses.push((Occur::Must, Box::new(BoostQuery::new(Box::new(range), 0.0))));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        BooleanQuery::new(clauses)
    }

    /// A word in any field, by its form, its parts and its stem.
    fn word(&self, word: &terms::Term) -> Box<dyn tantivy::query::Query> {
        let fields = &self.fields;
        let mut any: Vec<Clause> = vec![
            (Occur::Should, boosted(fields.headline, &word.joined, HEADLINE_BOOST)),
            (Occur::Should, boosted(fields.text, &word.joined, 1.0)),
            (Occur::Should, boosted(fields.tags, &word.joined, TAG_BOOST)),
            (Occur::Should, boosted(fields.stems, &terms::stem(word), STEM_BOOST)),
        ];
        for part in word.parts.iter().filter(|part| part.chars().count() > 2) {
            any.push((Occur::Should, boosted(fields.text, part, PART_BOOST)));
            any.push((Occur::Should, boosted(fields.headline, part, PART_BOOST * HEADLINE_BOOST)));
        }
        Box::new(BooleanQuery::new(any))
    }

    fn phrase(&self, text: &str) -> Box<dyn tantivy::query::Query> {
        self.phrase_in(&[self.fields.headline, self.fields.text], text)
    }

    fn phrase_in(&self, fields: &[Field], text: &str) -> Box<dyn tantivy::query::Query> {
        let words: Vec<String> = terms::of(text)
            .flat_map(|term| if term.parts.is_empty() { vec![term.joined] } else { term.parts })
            .collect();
        let any = fields.iter().map(|field| -> Clause {
            let mut terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(*field, word)).collect();
            match terms.len() {
                1 => (Occur::Should, Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs))),
                _ => (Occur::Should, Box::new(PhraseQuery::new(terms))),
            }
        });
        Box::new(BooleanQuery::new(any.collect()))
    }

    fn run(&self, built: &BooleanQuery, query: &Query, asked: &Asked) -> Result<Results, SearchError> {
        let searcher = self.reader.searcher();
        let total = searcher.search(built, &Count)?;
        if total == 0 || query.limit == 0 {
            return Ok(Results { total, hits: Vec::new() });
        }
        let top = TopDocs::with_limit(query.limit).and_offset(query.offset);
        let found: Vec<DocAddress> = match query.sort {
            Sort::Relevance => searcher
                .search(built, &top.order_by_score())?
                .into_iter()
                .map(|(_, address)| address)
                .collect(),
            Sort::Date => {
                let by_date = top.order_by_fast_field::<i64>("published", Order::Desc);
                searcher.search(built, &by_date)?.into_iter().map(|(_, address)| address).collect()
            }
        };
        let wanted: Vec<String> = asked.wanted();
        let hit = |address: DocAddress| -> Result<Hit, SearchError> {
            let document: TantivyDocument = searcher.doc(address)?;
            let code = document.get_first(self.fields.code).and_then(|value| value.as_i64()).unwrap_or(0);
            Ok(Hit {
                code,
                headline: pieces(text_of(&document, self.fields.headline), &wanted),
                snippet: snippet(text_of(&document, self.fields.text), &wanted),
            })
        };
        Ok(Results { total, hits: found.into_iter().map(hit).collect::<Result<_, _>>()? })
    }
}

fn boosted(field: Field, word: &str, boost: f32) -> Box<dyn tantivy::query::Query> {
    let query = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), boost))
}

fn text_of(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}

/// Folded words of a short text without stop words.
fn telling(text: &str) -> impl Iterator<Item = String> + '_ {
    terms::of(text).map(|term| term.joined).filter(|word| word.chars().count() > 2 && !is_stop_word(word))
}

/// A query taken apart.
#[derive(Default)]
struct Asked {
    words: Vec<terms::Term>,
    phrases: Vec<String>,
    without: Vec<terms::Term>,
    section: Option<String>,
    source: Option<String>,
    author: Option<String>,
    tag: Option<String>,
}

impl Asked {
    fn read(text: &str) -> Self {
        let mut asked = Self::default();
        let repairer = Repairer::new(Mode::Full);
        let (mut plain, mut first) = (String::new(), true);
        for (at, piece) in text.replace(['«', '»', '“', '”'], "\"").split('"').enumerate() {
            if at % 2 == 1 {
                asked.phrases.push(repairer.line(piece));
            } else {
                plain.push_str(if first { "" } else { " " });
                plain.push_str(piece);
            }
            first = false;
        }
        asked.phrases.retain(|phrase| terms::of(phrase).next().is_some());
        let mut free = String::new();
        for word in plain.split_whitespace() {
            if let Some(rest) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                asked.without.extend(terms::of(&repairer.line(rest)).take(1));
            } else if !asked.filter(word) {
                free.push_str(word);
                free.push(' ');
            }
        }
        asked.words = terms::of(&repairer.line(free.trim())).take(WORDS_MAX).collect();
        if asked.words.iter().any(|word| !is_stop_word(&word.joined)) {
            asked.words.retain(|word| !is_stop_word(&word.joined));
        }
        asked
    }

    /// Takes `name:value` when the name is one of the filters.
    fn filter(&mut self, word: &str) -> bool {
        let Some((name, value)) = word.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            return false;
        };
        let place = match name {
            "section" | "بخش" => &mut self.section,
            "source" | "منبع" => &mut self.source,
            "author" | "نویسنده" => &mut self.author,
            "tag" | "برچسب" => &mut self.tag,
            _ => return false,
        };
        *place = Some(fold(&value.replace(['_', '+'], " ")));
        true
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.phrases.is_empty()
            && [&self.section, &self.source, &self.author, &self.tag].into_iter().all(Option::is_none)
    }

    /// How many words must be there, strictest first.
    fn at_least(&self) -> Vec<usize> {
        match self.words.len() {
            0 | 1 => vec![1],
            2 => vec![2, 1],
            words => vec![words.div_ceil(2), 1],
        }
    }

    /// Folded forms and stems to be marked in results.
    fn wanted(&self) -> Vec<String> {
        let mut wanted = Vec::new();
        let phrase_terms = self.phrases.iter().flat_map(|phrase| terms::of(phrase).collect::<Vec<_>>());
        for term in phrase_terms {
            wanted.push(terms::stem(&term));
            wanted.push(term.joined);
        }
        for term in &self.words {
            wanted.push(terms::stem(term));
            wanted.push(term.joined.clone());
        }
        wanted
    }
}
