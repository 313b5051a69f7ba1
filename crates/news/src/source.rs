//! A source: an outlet whose feed or page we read, with the terms of reprinting it.

mod polling;
mod schedule;
mod selectors;
mod terms;

use crate::UtcMs;
use crate::failure::Failure;

pub use polling::{BACKOFF_MS_MAX, POLL_MS_MAX, POLL_MS_MIN, PollOutcome, next_wait_ms, spread_ms};
pub use schedule::Schedule;
pub use selectors::{PARTS, SELECTOR_CHARS_MAX, Selectors};
pub use terms::{Extent, Indexing, SectionName, Terms};

/// What the source's address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Not known yet: the first reading tells, and finds the feed that a page offers.
    Unknown,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A page with links to articles (a section front), or one article's page.
    Page,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
}

impl SourceKind {
    /// The word kept in the database and given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Feed => "feed",
            Self::Page => "page",
            Self::Sitemap => "sitemap",
        }
    }

    /// The Persian name.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Unknown => "هنوز شناخته نشده",
            Self::Feed => "خوراک",
            Self::Page => "صفحه",
            Self::Sitemap => "نقشهٔ سایت",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Unknown, Self::Feed, Self::Page, Self::Sitemap].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What happens to an article made from this source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// It waits in the inbox for an editor.
    Inbox,
    /// It is published at once, unless it copies an article that is out already.
    Publish,
}

impl Arrival {
    /// The word kept in the database and given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Publish => "publish",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Inbox, Self::Publish].into_iter().find(|arrival| arrival.as_str() == word)
    }
}

/// Why an address cannot be a source. Closed; each is worded where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRefusal {
    /// It does not begin with `http://` or `https://`, or names no host, or a port that there cannot be.
    NotAWebAddress,
    /// It carries a name or password, which would be shown with it.
    HasPassword,
    /// It is over [`ADDRESS_BYTES_MAX`].
    TooLong,
}

/// Longer addresses are pastes gone wrong.
pub const ADDRESS_BYTES_MAX: usize = 2000;

/// The host of an address that can be read: what a source is called until it is given a name.
pub fn host_of(url: &str) -> Result<&str, AddressRefusal> {
    if url.len() > ADDRESS_BYTES_MAX {
        return Err(AddressRefusal::TooLong);
    }
    let after = |scheme: &str| {
        let (start, rest) = url.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let rest = after("https://").or_else(|| after("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.contains('@') {
        return Err(AddressRefusal::HasPassword);
    }
    // An address of version 6 stands in brackets and has colons of its own.
    let port = host.rsplit_once(']').map_or(host, |(_, port)| port).split_once(':').map(|(_, port)| port);
    let has_port = port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0));
    if host.is_empty() || !has_port || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(AddressRefusal::NotAWebAddress);
    }
    Ok(host.strip_prefix("www.").unwrap_or(host))
}

/// Longer names are pastes gone wrong.
pub const NAME_CHARS_MAX: usize = 100;
/// Of a credit or a licence: a sentence or two.
pub const CREDIT_CHARS_MAX: usize = 300;

/// Why a source cannot be kept as it was set. Closed; each is worded where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceRefusal {
    /// Over [`NAME_CHARS_MAX`].
    NameTooLong,
    /// The credit or the licence is over [`CREDIT_CHARS_MAX`].
    TermsTooLong,
    /// The licence is an address that no reader can follow, such as `javascript:…`.
    LicenceIsNoAddress,
}

/// What an editor sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// The outlet's name, credited under its articles.
    pub name: String,
    /// The address that is read.
    pub url: String,
    /// What the address is.
    pub kind: SourceKind,
    /// What happens to its articles.
    pub arrival: Arrival,
    /// The section of articles whose own section says nothing known.
    pub section_id: Option<i64>,
    /// What was agreed about reprinting.
    pub terms: Terms,
}

impl NewSource {
    /// Whether it can be kept.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self) -> Result<(), SourceRefusal> {
        let is_long = |text: &str, most: usize| text.chars().count() > most;
        if is_long(&self.name, NAME_CHARS_MAX) {
            return Err(SourceRefusal::NameTooLong);
        }
        let Terms { credit, licence, .. } = &self.terms;
        if is_long(credit, CREDIT_CHARS_MAX) || is_long(licence, CREDIT_CHARS_MAX) {
            return Err(SourceRefusal::TermsTooLong);
        }
        let scheme = licence.split_once(':').filter(|(scheme, rest)| {
            scheme.chars().all(|c| c.is_ascii_alphanumeric()) && !rest.starts_with(char::is_whitespace)
        });
        if scheme.is_some() && host_of(licence).is_err() {
            return Err(SourceRefusal::LicenceIsNoAddress);
        }
        Ok(())
    }
}

/// A source as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its row.
    pub id: i64,
    /// What an editor set.
    pub set: NewSource,
    /// Whether it is read at all.
    pub enabled: bool,
    /// Sent back as `If-None-Match`.
    pub etag: Option<String>,
    /// Sent back as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// When it is read next.
    pub next_poll_at: UtcMs,
    /// When it was last read with success.
    pub fetched_at: Option<UtcMs>,
    /// Reads that failed since then.
    pub failures: i64,
    /// Why the last read failed.
    pub failure: Option<Failure>,
    /// The wait between its two last readings that went well.
    pub wait_ms: i64,
}

/// A source's health tells of entries that were seen within a week and could not be brought in.
pub const HEALTH_WINDOW_MS: i64 = 7 * 24 * 60 * 60_000;

/// What an address of unknown kind turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// A feed or a page.
    pub kind: SourceKind,
    /// Where it is: the feed that a page offers has an address of its own.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_fits_and_a_licence_is_words_or_an_address() {
        let with = |name: &str, licence: &str| NewSource {
            name: name.to_owned(),
            url: "https://a.ir/rss".to_owned(),
            kind: SourceKind::Feed,
            arrival: Arrival::Inbox,
            section_id: None,
            terms: Terms { licence: licence.to_owned(), ..Terms::default() },
        };
        for licence in ["", "CC BY 4.0", "https://example.org/by", "مجوز: با ذکر منبع", "Licence: by"]
        {
            assert_eq!(with("رود", licence).check(), Ok(()), "{licence}");
        }
        for licence in ["javascript:alert(1)", "data:text/html,x", "ftp://a.ir"] {
            assert_eq!(with("رود", licence).check(), Err(SourceRefusal::LicenceIsNoAddress), "{licence}");
        }
        let long = "ن".repeat(CREDIT_CHARS_MAX + 1);
        assert_eq!(with(&long, "").check(), Err(SourceRefusal::NameTooLong));
        assert_eq!(with("رود", &long).check(), Err(SourceRefusal::TermsTooLong));
    }

    #[test]
    fn addresses_are_of_the_web_and_hold_no_secret() {
        assert_eq!(host_of("https://www.a.ir/rss?x"), Ok("a.ir"));
        assert_eq!(host_of("HTTP://a.ir/"), Ok("a.ir"));
        assert_eq!(host_of("http://127.0.0.1:8080"), Ok("127.0.0.1:8080"));
        assert_eq!(host_of("http://[::1]:80/"), Ok("[::1]:80"));
        for wrong in [
            "https://a.ir:99999/",
            "https://a.ir:x",
            "https://a.ir:0/",
            "",
            "a.ir/rss",
            "ftp://a.ir",
            "javascript:alert(1)",
            "https:///x",
            "https://a.ir/a b",
        ] {
            assert_eq!(host_of(wrong), Err(AddressRefusal::NotAWebAddress), "{wrong}");
        }
        assert_eq!(host_of("https://u:p@a.ir/"), Err(AddressRefusal::HasPassword));
        assert_eq!(
            host_of(&format!("https://a.ir/{}", "x".repeat(ADDRESS_BYTES_MAX))),
            Err(AddressRefusal::TooLong)
        );
    }
}
