//! A change at the source of an article of ours: found by looking at its page again.

use crate::UtcMs;
use crate::article::NewsCode;

/// What happened to the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Its words are others.
    Changed,
    /// It is not there any more.
    Removed,
    /// Its page is there and shows something else.
    Replaced,
    /// Nobody knows: its page is refused again and again.
    Unreadable,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Changed, Self::Removed, Self::Replaced, Self::Unreadable];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
            Self::Unreadable => "unreadable",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What an editor is told.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Changed => "مطلب در منبع تغییر کرده است",
            Self::Removed => "مطلب در منبع برداشته شده است",
            Self::Replaced => "صفحهٔ منبع دیگر این مطلب را نشان نمی‌دهد",
            Self::Unreadable => "صفحهٔ منبع چند بار پیاپی خوانده نشد؛ شاید برداشته یا بسته شده باشد",
        }
    }
}

/// A change at the source, until an editor has seen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    /// Our article.
    pub code: NewsCode,
    /// What happened.
    pub kind: ChangeKind,
    /// When it was found.
    pub found_at: UtcMs,
    /// What the original said when we took it: headline, lead and text, a paragraph a line.
    pub before: String,
    /// What it says now; empty when there is no article any more.
    pub after: String,
    /// Whether an editor has seen it.
    pub is_seen: bool,
}

/// Corrections come soon or within days: the waits before each look at a page, from the one before.
const WAITS_MIN: [i64; 6] = [10, 60, 5 * 60, 18 * 60, 2 * 24 * 60, 4 * 24 * 60];

/// A page that is refused so many times in a row, over some hours, is told.
pub const REFUSED_LOOKS: i64 = 3;

/// How long to wait before a page that was looked at again `looks` times is looked at once more; None when never.
pub fn next_look_ms(looks: i64) -> Option<i64> {
    let wait = WAITS_MIN.get(usize::try_from(looks).ok()?)?;
    Some(wait * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_grow_rarer_and_end() {
        let waits: Vec<i64> = (0..).map_while(next_look_ms).collect();
        assert!(waits.is_sorted() && waits.len() == WAITS_MIN.len());
        assert_eq!(next_look_ms(-1), None);
        for kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::parse(kind.as_str()), Some(kind));
        }
    }
}
