//! Which words of a query an article does not have: told where not all were found together.

use persian::fold;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, Term};

use crate::asked::Asked;
use crate::fitting::Wanted;
use crate::index::Index;
use crate::query::{Hit, Note};
use crate::{SearchError, words};

/// In a question, and in a text of more words, nobody expects all of them.
const WORDS: std::ops::RangeInclusive<usize> = 2..=8;

impl Index {
    /// Says of each hit which words it does not have; answers those that no article has, which are not said again.
    pub(crate) fn tell_missing(
        &self,
        searcher: &Searcher,
        text: &str,
        asked: &Asked,
        wanted: &[Wanted],
        found: &mut [(DocAddress, Hit)],
    ) -> Result<Vec<String>, SearchError> {
        let mut absent = Vec::new();
        if !tells_missing(asked, wanted) {
            return Ok(absent);
        }
        for word in wanted {
            let terms: Vec<Term> =
                word.keys().map(|key| Term::from_field_text(self.fields.keys, key)).collect();
            if has_none(searcher, &terms)? {
                absent.push(as_typed(text, &word.key));
                continue;
            }
            for (address, hit) in &mut *found {
                if !has_any(searcher, &terms, *address)? {
                    hit.without.push(as_typed(text, &word.key));
                }
            }
        }
        Ok(absent)
    }
}

/// Whether it is told which words an article does not have.
fn tells_missing(asked: &Asked, wanted: &[Wanted]) -> bool {
    !asked.is_question && WORDS.contains(&wanted.len())
}

/// Told where only some of so many articles have all the words.
pub(crate) fn told_all(asked: &Asked, wanted: &[Wanted], with_all: usize, total: usize) -> Option<Note> {
    ((1..total).contains(&with_all) && tells_missing(asked, wanted)).then_some(Note::All(with_all))
}

/// Whether no article has any of the terms.
fn has_none(searcher: &Searcher, terms: &[Term]) -> Result<bool, SearchError> {
    for term in terms {
        if searcher.doc_freq(term)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has_any(searcher: &Searcher, terms: &[Term], address: DocAddress) -> Result<bool, SearchError> {
    let segment = searcher.segment_reader(address.segment_ord);
    for term in terms {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut articles) = inverted.read_postings(term, IndexRecordOption::Basic)? else { continue };
        if articles.doc() <= address.doc_id && articles.seek(address.doc_id) == address.doc_id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The word of a query that has a key, in its own spelling.
pub(crate) fn as_typed(text: &str, key: &str) -> String {
    let is_of_key = |token: &fold::Token| {
        token.parts.iter().chain([&token.text]).any(|part| words::key(part) == Some(key))
    };
    let token = fold::tokens(text).find(is_of_key);
    token.map_or_else(|| key.to_owned(), |token| text[token.range].to_owned())
}
