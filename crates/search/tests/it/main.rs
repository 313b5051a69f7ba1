//! The search as its callers see it: an index in memory, a few articles, and what queries find.

mod bounded;
mod cases;
mod choosing;
mod compounds;
mod finding;
mod hostile;
mod language;
mod meant;
mod suggested;

use search::{Change, Document, Index, Query, Results};

/// 12 آذر 1403.
pub const NOW: i64 = 1_733_157_720_000;
/// A day.
pub const DAY_MS: i64 = 24 * 3600 * 1000;

/// An index of articles with these codes, headlines and bodies, a day apart, the newest last.
pub fn index(articles: &[(i64, &str, &str)]) -> Index {
    let days = articles.len() as i64;
    filled(articles.iter().zip(1..).map(|((code, headline, body), day)| Document {
        published_at: NOW - (days - day) * DAY_MS,
        ..document(*code, headline, body)
    }))
}

/// An index of these documents.
pub fn filled(documents: impl IntoIterator<Item = Document>) -> Index {
    let index = Index::in_memory().expect("an index");
    let changes: Vec<Change> = documents.into_iter().map(|one| Change::Put(Box::new(one))).collect();
    index.write(&changes, 1).expect("written");
    index
}

/// An article of a story of its own.
pub fn document(code: i64, headline: &str, body: &str) -> Document {
    Document {
        code,
        story: code,
        headline: headline.to_owned(),
        body_text: body.to_owned(),
        published_at: NOW,
        ..Document::default()
    }
}

/// What a text finds.
pub fn ask(index: &Index, text: &str) -> Results {
    let query = Query { text: text.to_owned(), limit: 10, now: Some(NOW), ..Query::default() };
    index.search(&query).expect("searched")
}

/// The codes that a text finds, best first.
pub fn codes(index: &Index, text: &str) -> Vec<i64> {
    ask(index, text).hits.iter().map(|hit| hit.code).collect()
}
