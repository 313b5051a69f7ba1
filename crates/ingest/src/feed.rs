//! Feeds: RSS 0.9x, 1 and 2, Atom 0.3 and 1, JSON Feed, with what real feeds do wrong.
//!
//! The text is made readable first (charset, junk before the first tag, bare `&`, undefined entities), then read
//! to its end or to where it breaks; what was read until then counts. Entities are never expanded: document
//! types are passed over.

mod json;
mod markup;
mod mending;
mod xml;

use std::borrow::Cow;

use url::Url;

use crate::address::{bare_host, whole};
use crate::date::{self, Unsaid, Unzoned};
use crate::text::is_persian;
use crate::{UtcMs, charset, sanitize};

/// A feed as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// The page it belongs to.
    pub link: Option<String>,
    /// The hub that tells of its news (WebSub), whole.
    pub hub: Option<String>,
    /// What the hub calls it: its own address, whole.
    pub topic: Option<String>,
    /// Its entries in their order.
    pub entries: Vec<FeedEntry>,
    /// What was wrong with it, in words.
    pub problems: Vec<String>,
}

/// One entry. Texts are as given, entities decoded; `summary` and `content` may be HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its own id.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its page, whole.
    pub link: Option<String>,
    /// When it was published.
    pub published_at: Option<UtcMs>,
    /// When it was last changed.
    pub updated_at: Option<UtcMs>,
    /// Its lead.
    pub summary: Option<String>,
    /// Its whole text.
    pub content: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The address of its picture.
    pub image: Option<String>,
    /// The source's own names for its section and subjects, in the feed's order.
    pub categories: Vec<String>,
}

impl FeedEntry {
    /// Files it under a name as well.
    fn file_under(&mut self, name: Option<String>) {
        let named = name.map(|name| persian::plain::line(&name));
        let fits = |name: &String| (1..=CATEGORY_CHARS_MAX).contains(&name.chars().count());
        if self.categories.len() < CATEGORIES_MAX {
            self.categories.extend(named.filter(fits));
        }
    }
}

/// The bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a feed: {0}.")]
pub struct NotAFeed(pub String);

/// Names of an item that are read, and the length from which one is a sentence: WordPress gives its tags too.
const CATEGORIES_MAX: usize = 20;
const CATEGORY_CHARS_MAX: usize = 80;
/// Items of one feed that are read; real ones have up to a few hundred.
const ENTRIES_MAX: usize = 1000;
/// Empty items of one feed that are told.
const PROBLEMS_MAX: usize = 100;

/// Reads a feed. `url` is where it came from: relative links are read with it; `now` is when: dates such as «۳ ساعت
/// پیش» are told from it.
///
/// A Gregorian time without a zone is UTC, unless the feed is Persian and would then tell of the future: such a feed
/// means Tehran's clock in all its times.
///
/// # Errors
/// [`NotAFeed`] when there is neither a feed nor an item in the bytes.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&str>,
    now: Option<UtcMs>,
) -> Result<Feed, NotAFeed> {
    let text = charset::decode(bytes, content_type, url);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let origin = url.and_then(|url| Url::parse(url).ok());
    let read = |unzoned| {
        let unsaid = Unsaid { unzoned, now };
        if text.starts_with('{') { json::read(text, unsaid) } else { xml::read(text, origin.clone(), unsaid) }
    };
    let mut feed = read(Unzoned::Utc)?;
    if let Some(now) = now
        && tells_of_the_future(&feed, now)
        && feed
            .entries
            .iter()
            .filter_map(|entry| entry.title.as_deref())
            .any(|title| title.contains(is_persian))
    {
        let other = read(Unzoned::Tehran)?;
        if !tells_of_the_future(&other, now) {
            feed = other;
        }
    }
    resolve(&mut feed, origin);
    Ok(feed)
}

/// Clocks differ by less.
const AHEAD_MS: UtcMs = 10 * 60_000;

fn tells_of_the_future(feed: &Feed, now: UtcMs) -> bool {
    feed.entries
        .iter()
        .filter_map(|entry| entry.published_at.or(entry.updated_at))
        .any(|at| at > now + AHEAD_MS)
}

fn instant(text: &str, unsaid: Unsaid) -> Option<UtcMs> {
    date::read_at(text, unsaid).map(|written| written.ms)
}

/// Sentences and characters from which the text that a feed gives is an article, and no teaser.
const WHOLE_SENTENCES_MIN: usize = 3;
const WHOLE_CHARS_MIN: usize = 300;
const WHOLE_SUMMARY_CHARS_MIN: usize = 700;

/// The whole text of an entry, wherever it stands: what is called a summary must be longer, for teasers end with a full
/// stop too.
pub fn whole_text(entry: &FeedEntry) -> Option<&str> {
    let content = entry.content.as_deref().filter(|content| is_whole_text(content, WHOLE_CHARS_MIN));
    let summary =
        || entry.summary.as_deref().filter(|summary| is_whole_text(summary, WHOLE_SUMMARY_CHARS_MIN));
    content.or_else(summary)
}

/// Whether HTML of so many characters is a whole text: several sentences that are not broken off.
fn is_whole_text(html: &str, chars_min: usize) -> bool {
    // Most are teasers, which need not be cleaned.
    if html.chars().nth(chars_min).is_none() {
        return false;
    }
    let text = sanitize::html_to_text(&sanitize::article_html(html, None));
    let text = text.trim_end_matches([' ', '\n']);
    text.chars().nth(WHOLE_CHARS_MIN).is_some()
        && text.matches(['.', '؟', '!', '…']).count() >= WHOLE_SENTENCES_MIN
        && !text.ends_with(['…', ']'])
        && !text.ends_with("..")
}

/// The text that a feed gives as a page, to be read as others are.
pub fn as_page(title: &str, author: &str, content: &str) -> String {
    let (title, author) = (sanitize::escape(title), sanitize::quoted(author));
    format!(
        "<html><head><title>{title}</title><meta name=author content=\"{author}\"></head><body><article><h1>{title}</h1><div itemprop=articleBody>{content}</div></article></body></html>"
    )
}

/// Makes links whole, against the feed's own page or where it came from.
fn resolve(feed: &mut Feed, origin: Option<Url>) {
    for link in [&mut feed.hub, &mut feed.topic] {
        *link = link.as_deref().and_then(|link| whole(link, origin.as_ref())).map(String::from);
    }
    let own = feed.link.as_deref().and_then(|link| whole(link, origin.as_ref()));
    let Some(base) = own.or(origin) else { return };
    for entry in &mut feed.entries {
        for link in [&mut entry.link, &mut entry.image].into_iter().flatten() {
            if Url::parse(link).is_err()
                && let Ok(whole) = base.join(&with_scheme(link, &base))
            {
                *link = whole.to_string();
            }
        }
    }
}

/// «www.a.ir/news/1», in a feed of that host, is an address that lost its scheme, and no path.
fn with_scheme<'a>(link: &'a str, base: &Url) -> Cow<'a, str> {
    let host = link.trim().split(['/', '?', '#']).next().unwrap_or_default();
    let is_own = !host.is_empty() && host.trim_start_matches("www.").eq_ignore_ascii_case(bare_host(base));
    if is_own { Cow::Owned(format!("//{}", link.trim())) } else { Cow::Borrowed(link) }
}
