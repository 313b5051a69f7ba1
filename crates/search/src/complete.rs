//! What a half-typed query may become: headlines that have its words, the last of them by its beginning.

use std::collections::{HashMap, HashSet};

use news::article::NewsCode;
use persian::fold;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use crate::index::Index;
use crate::query::text_of;
use crate::{SearchError, words};

/// Nearly every article has words that begin with one letter.
const LETTERS_MIN: usize = 2;
/// Words before the last that are looked for; who typed more has found it or will not.
const WORDS_MAX: usize = 6;
/// Words of the index that are looked at for one beginning, in each of its segments.
const LOOKED_AT: usize = 300;
/// Of these, the commonest that are looked for.
const ENDINGS: usize = 8;
/// Articles whose headlines are read: words of their texts found them too.
const READ: usize = 40;

impl Index {
    /// Articles whose headlines have what was typed, as headline and code, best first.
    ///
    /// # Errors
    /// [`SearchError::BeingBuilt`]; others when the disk fails.
    pub fn complete(&self, typed: &str, limit: usize) -> Result<Vec<(String, NewsCode)>, SearchError> {
        self.must_be_built()?;
        self.attended(|| self.headlines_with(typed, limit))
    }

    fn headlines_with(&self, typed: &str, limit: usize) -> Result<Vec<(String, NewsCode)>, SearchError> {
        let mut parts: Vec<String> = words::of(typed).flat_map(words::Word::into_parts).collect();
        // An ending says nothing, and the first letter of the next word nothing to look for: it chooses among headlines.
        let tells = |part: &String| part.chars().count() >= LETTERS_MIN && words::key(part).is_some();
        let mut begun = parts.split_off(parts.iter().rposition(tells).map_or(0, |last| last + 1));
        begun.retain(|part| words::key(part).is_some());
        let Some(beginning) = parts.pop() else { return Ok(Vec::new()) };
        begun.push(beginning.clone());
        let searcher = self.reader.searcher();
        let mut clauses: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
        for key in parts.iter().filter_map(|part| words::key(part)).take(WORDS_MAX) {
            clauses.push((Occur::Must, self.key_query(key)));
        }
        let any = self.keys_that_begin(&searcher, &beginning)?;
        let any = any.iter().map(|key| (Occur::Should, self.key_query(key)));
        clauses.push((Occur::Must, Box::new(BooleanQuery::new(any.collect()))));
        let top = TopDocs::with_limit(READ).order_by_score();
        let (mut completed, mut stories): (Vec<(String, NewsCode)>, HashSet<i64>) = Default::default();
        for (_, address) in searcher.search(&BooleanQuery::new(clauses), &top)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let headline = text_of(&document, self.fields.headline);
            let story = searcher.segment_reader(address.segment_ord).fast_fields().i64("story")?;
            let story = story.first(address.doc_id).unwrap_or_else(|| self.code_of(&document));
            let is_new = completed.iter().all(|(known, _)| known != headline);
            if is_new && has(headline, &parts, &begun) && stories.insert(story) {
                completed.push((headline.to_owned(), self.code_of(&document)));
            }
            if completed.len() == limit {
                break;
            }
        }
        Ok(completed)
    }

    fn key_query(&self, key: &str) -> Box<dyn tantivy::query::Query> {
        let term = Term::from_field_text(self.fields.keys, key);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    /// The commonest keys that begin so; the key of what was typed too, which may be longer than its stem.
    fn keys_that_begin(&self, searcher: &Searcher, beginning: &str) -> Result<Vec<String>, SearchError> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        counts.extend(words::key(beginning).map(|key| (key.to_owned(), u32::MAX)));
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.keys)?;
            let mut terms = inverted.terms().range().ge(beginning).into_stream()?;
            for _ in 0..LOOKED_AT {
                if !terms.advance() || !terms.key().starts_with(beginning.as_bytes()) {
                    break;
                }
                let count = counts.entry(String::from_utf8_lossy(terms.key()).into_owned()).or_default();
                *count = count.saturating_add(terms.value().doc_freq);
            }
        }
        let mut keys: Vec<(String, u32)> = counts.into_iter().collect();
        keys.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        keys.truncate(ENDINGS);
        Ok(keys.into_iter().map(|(key, _)| key).collect())
    }
}

/// Whether a headline has all the words, and some that begin so.
fn has(headline: &str, parts: &[String], begun: &[String]) -> bool {
    let tokens: Vec<fold::Token> = fold::tokens(headline).collect();
    let pieces = || tokens.iter().flat_map(|token| token.parts.iter().chain([&token.text]));
    let keys: Vec<&str> = pieces().filter_map(|piece| words::key(piece)).collect();
    begun.iter().all(|beginning| pieces().any(|piece| piece.starts_with(beginning)))
        && parts.iter().filter_map(|part| words::key(part)).all(|key| keys.contains(&key))
}
