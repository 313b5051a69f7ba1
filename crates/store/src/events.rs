//! The change log. Numbers grow and become visible in order; the index and caches remember how far they got.

use news::UtcMs;

use crate::articles::List;
use crate::database::values;
use crate::{Store, StoreError};

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An article; the subject is its news code.
    Article,
    /// A comment came or was decided about; the subject is the article's news code.
    Comment,
    /// A section.
    Section,
    /// A source.
    Source,
    /// How much readers are shown of a source's articles; the subject is the source.
    Terms,
    /// The site's own words.
    Settings,
}

impl EventKind {
    const ALL: [Self; 6] =
        [Self::Article, Self::Comment, Self::Section, Self::Source, Self::Terms, Self::Settings];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Comment => "comment",
            Self::Section => "section",
            Self::Source => "source",
            Self::Terms => "terms",
            Self::Settings => "settings",
        }
    }
}

/// One committed change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the log.
    pub number: i64,
    /// When.
    pub at: UtcMs,
    /// What kind of thing.
    pub kind: EventKind,
    /// Which one.
    pub subject: i64,
    /// Of a published article, or one that was: the readers' lists that the change concerns.
    pub lists: Vec<List>,
}

/// Events after `number`, oldest first, at most `limit`.
pub async fn after(store: &Store, number: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    let sql = "SELECT number, at, kind, subject, lists FROM event WHERE number > $1 ORDER BY number LIMIT $2";
    store
        .rows(sql, values![number, limit], |row| {
            let word = row.text(2)?;
            let kind =
                EventKind::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(EventKind::Settings);
            let lists = row.text(4)?.lines().filter_map(List::parse).collect();
            Ok(Event { number: row.int(0)?, at: row.int(1)?, kind, subject: row.int(3)?, lists })
        })
        .await
}

/// The newest event's number; 0 before the first.
pub async fn last(store: &Store) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(number), 0) FROM event";
    Ok(store.row(sql, &[], |row| row.int(0)).await?.unwrap_or(0))
}
