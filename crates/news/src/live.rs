//! Live coverage: what is reported one after another while something happens, under one article.

use persian::plain::is_blank;

use crate::UtcMs;

/// One report of a live coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its place in the coverage, from 1; never used again, so that links to it stay.
    pub number: i64,
    /// When it was sent.
    pub at: UtcMs,
    /// When its words were last changed.
    pub edited_at: Option<UtcMs>,
    /// A line above it; may be empty.
    pub headline: String,
    /// Sanitized HTML.
    pub body_html: String,
    /// Who sent it, by name.
    pub by: Option<String>,
    /// Whether it is one of the key points, which stand above all others.
    pub is_key: bool,
    /// Whether readers do not see it any more.
    pub is_withdrawn: bool,
    /// Grows by one with each change; a change names the version that it started from.
    pub version: i64,
}

/// A headline is a line; the longest of real articles has 429 characters.
pub const POST_HEADLINE_CHARS_MAX: usize = 200;
/// A report of some hundred words takes 3 KB; what is longer is an article of its own.
pub const POST_BODY_BYTES_MAX: usize = 20_000;
/// Reports of one coverage. A match takes some two hundred; of an election night of ten hours with one a minute, 600.
pub const POSTS_MAX: i64 = 2000;
/// Key points above a coverage: more are no summary.
pub const KEYS_MAX: i64 = 8;

/// Why a report was not taken. Closed; each is worded in Persian where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostRefusal {
    /// There are no words.
    BodyMissing,
    /// The body is over [`POST_BODY_BYTES_MAX`], or has more markup than is read.
    BodyTooLong,
    /// The headline is over [`POST_HEADLINE_CHARS_MAX`].
    HeadlineTooLong,
    /// The coverage has [`POSTS_MAX`] already.
    TooMany,
    /// There are [`KEYS_MAX`] key points already.
    TooManyKeys,
    /// The coverage is over.
    Over,
    /// A colleague changed it meanwhile.
    StaleVersion,
}

/// Checks what a reporter wrote before it is kept.
pub fn check(headline: &str, body_html: &str) -> Result<(), PostRefusal> {
    if is_blank(body_html) {
        return Err(PostRefusal::BodyMissing);
    }
    if body_html.len() > POST_BODY_BYTES_MAX {
        return Err(PostRefusal::BodyTooLong);
    }
    if headline.chars().count() > POST_HEADLINE_CHARS_MAX {
        return Err(PostRefusal::HeadlineTooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_needs_words_and_no_headline() {
        assert_eq!(check("", "<p>گل</p>"), Ok(()));
        assert_eq!(check("گل", " \u{200c}"), Err(PostRefusal::BodyMissing));
        assert_eq!(check(&"ت".repeat(201), "<p>گل</p>"), Err(PostRefusal::HeadlineTooLong));
        assert_eq!(check("", &"x".repeat(20_001)), Err(PostRefusal::BodyTooLong));
    }
}
