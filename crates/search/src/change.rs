//! What an index is told: articles to find and to forget, and how far the change log was followed.

use news::UtcMs;
use news::article::NewsCode;

/// What is indexed of an article. Texts are plain.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its identity.
    pub code: NewsCode,
    /// تیتر.
    pub headline: String,
    /// روتیتر.
    pub kicker: String,
    /// لید.
    pub lead: String,
    /// Plain text.
    pub body_text: String,
    /// Slug of its section.
    pub section: Option<String>,
    /// What the section is called.
    pub section_name: String,
    /// Names.
    pub tags: Vec<String>,
    /// The outlet's name.
    pub source: String,
    /// The author's name.
    pub byline: String,
    /// When readers first saw it.
    pub published_at: UtcMs,
    /// The code of its story's first article.
    pub story: NewsCode,
}

/// One thing to do to the index.
#[derive(Clone, Debug)]
pub enum Change {
    /// Index it, in place of what the index has of the same code.
    Put(Box<Document>),
    /// Forget it.
    Remove(NewsCode),
}

impl Change {
    pub(crate) fn code(&self) -> NewsCode {
        match self {
            Self::Put(document) => document.code,
            Self::Remove(code) => *code,
        }
    }
}

/// An event of the store's change log: up to here an index has followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Its number; 0 before the first.
    pub number: i64,
    /// When it was. Where the log has another time at this number, or none, it is another log: of another site, or of a
    /// database that was put back to an earlier day.
    pub at: UtcMs,
}

impl From<i64> for Followed {
    fn from(number: i64) -> Self {
        Self { number, at: 0 }
    }
}

impl Followed {
    pub(crate) fn read(payload: &str) -> Self {
        let (number, at) = payload.split_once(' ').unwrap_or((payload, ""));
        Self { number: number.parse().unwrap_or(0), at: at.parse().unwrap_or(0) }
    }

    pub(crate) fn payload(self) -> String {
        format!("{} {}", self.number, self.at)
    }
}
