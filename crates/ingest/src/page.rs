//! An article page: what it says, without what stands around it.
//!
//! The body comes from the first of: on pages in Persian or Arabic, a container that their systems name; the lines of
//! a page without any structure (scraped text: headline, paragraphs, source line, furniture); the blocks that read
//! like an article, for pages of no known family. Facts come from JSON-LD, meta
//! elements, and what is visible, in this order. What an outlet's [`Selectors`] find goes before all of these.
//! Nothing is repaired here.

mod blocks;
mod body;
mod bounds;
mod choose;
mod dates;
mod facts;
mod flat;
mod hints;
mod linked_data;
mod listing;
mod selectors;
mod titles;

use scraper::Html;

use crate::date::{Unsaid, Unzoned};
use crate::{UtcMs, charset, sanitize};

pub use selectors::{Selectors, selector};

/// What a page says. Texts are plain except `body_html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// تیتر.
    pub title: Option<String>,
    /// روتیتر.
    pub kicker: Option<String>,
    /// لید.
    pub lead: Option<String>,
    /// Paragraphs, one a line.
    pub text: String,
    /// The same, sanitized HTML.
    pub body_html: String,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published.
    pub published_at: Option<UtcMs>,
    /// Minutes east of Greenwich of the zone that this was written in; None for Tehran's.
    pub published_zone: Option<i64>,
    /// When it was last changed.
    pub modified_at: Option<UtcMs>,
    /// The outlet named in the source line.
    pub source: Option<String>,
    /// The outlet's own news code.
    pub code: Option<String>,
    /// The address of its main picture.
    pub image: Option<String>,
    /// The outlet's own name for the section.
    pub section: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// `fa`, `en` …
    pub language: Option<String>,
    /// It is a front or a list of articles; what else is said here means little then.
    pub is_listing: bool,
}

/// Why a page gives no article. Closed; each is worded where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a front or a list of articles.
    Listing,
    /// It has no text, or is no text at all.
    NoText,
}

impl Page {
    /// Why this is no article; None when it is one.
    pub fn refusal(&self) -> Option<Refusal> {
        let text = self.text.trim();
        let has_lead = self.lead.as_deref().is_some_and(|lead| !lead.trim().is_empty());
        let is_scrap = self.title.is_none() && text.chars().count() < SCRAP_CHARS_MAX;
        if self.is_listing {
            Some(Refusal::Listing)
        } else if (text.is_empty() || is_scrap) && !has_lead {
            Some(Refusal::NoText)
        } else {
            None
        }
    }
}

/// A text without a headline and shorter than this is a word of an error page.
const SCRAP_CHARS_MAX: usize = 40;
/// Of the characters of a text one in this many may be none that anybody writes; pictures have more.
const UNWRITTEN_PART: usize = 20;
/// A page is read up to here. The largest real one has 1 MB, and the tree of a made one takes 50 times its size.
const TEXT_BYTES_MAX: usize = 3 * 1024 * 1024;

/// Reads a page. `url` may be empty.
pub fn extract(bytes: &[u8], content_type: Option<&str>, url: &str) -> Page {
    extract_by(&Selectors::default(), bytes, content_type, url, None)
}

/// Reads a page of an outlet whose selectors are known. `now` is when it was fetched: «۳ ساعت پیش» is told from it.
pub fn extract_by(
    selectors: &Selectors,
    bytes: &[u8],
    content_type: Option<&str>,
    url: &str,
    now: Option<UtcMs>,
) -> Page {
    let Some(mut document) = document(bytes, content_type, url) else { return Page::default() };
    selectors.leave_out(&mut document);
    let mut linked = linked_data::read(&document);
    let mut page = facts::read(&document, url, &mut linked);
    let lines = body::lines(&document);
    page.title = selectors
        .headline(&document)
        .or_else(|| flat::unstated_headline(&lines, page.title.as_deref()))
        .or(page.title);
    page.lead = selectors.lead(&document).or(page.lead);
    page.byline = selectors.byline(&document).or(page.byline);
    let mut blocks = blocks::read(document.tree.root());
    let headline = blocks.headline(page.title.as_deref());
    let is_ours = language(&lines.join(" ")).is_some();
    let unzoned = if is_ours { Unzoned::Tehran } else { Unzoned::Utc };
    let dates = dates::read(&dates::Evidence {
        document: &document,
        blocks: &blocks,
        headline,
        url,
        linked_data: [linked.published.take(), linked.modified.take()],
        unsaid: Unsaid { unzoned, now },
    });
    let published = selectors.date(&document, Unsaid { unzoned, now }).or(dates.published);
    page.published_at = published.map(|date| date.ms);
    page.published_zone = published.and_then(|date| date.zone);
    page.modified_at = dates.modified.map(|date| date.ms);
    let known = || {
        let found = selectors.body(&document);
        let found = found.or_else(|| is_ours.then(|| body::container(&document)).flatten());
        found.or_else(|| flat::read(&lines, page.title.as_deref()))
    };
    let stated = choose::Stated { descriptions: facts::descriptions(&document), body: linked.body.take() };
    let found = known().or_else(|| choose::choose(&mut blocks, headline, &stated)).unwrap_or_default();
    flat::source_line(&lines, &mut page);
    page.title = page.title.or_else(|| flat::headline(&lines));
    page.body_html = finish(&found, &page, url);
    page.text = sanitize::html_to_text(&page.body_html);
    page.is_listing = listing::is_listing(&document, url, &page.text, linked.is_article());
    page.language = page.language.or_else(|| language(&page.text));
    page
}

/// Which selectors find nothing on a page, in the order of the fields; one that is not set misses nothing.
pub fn missed(
    selectors: &Selectors,
    bytes: &[u8],
    content_type: Option<&str>,
    url: &str,
    now: UtcMs,
) -> [bool; 6] {
    document(bytes, content_type, url).map_or([false; 6], |document| selectors.missed(document, now))
}

/// The tree of a page; None when nothing is written there.
fn document(bytes: &[u8], content_type: Option<&str>, url: &str) -> Option<Html> {
    let mut html = charset::decode(bytes, content_type, Some(url));
    html.truncate(html.floor_char_boundary(TEXT_BYTES_MAX));
    if !is_written(&html) {
        return None;
    }
    if !has_markup(&html) {
        html = sanitize::text_to_html(&html);
    }
    let document = Html::parse_document(bounds::safe(&html));
    let flat = flat::text_in_pre(&document);
    Some(flat.map_or(document, |text| Html::parse_document(&sanitize::text_to_html(&text))))
}

/// Whether these are a text's characters, and not those of a picture or a packed file.
fn is_written(text: &str) -> bool {
    let unwritten = |c: &char| (c.is_control() && !c.is_whitespace()) || *c == '\u{fffd}';
    let (all, wrong) =
        text.chars().fold((0, 0), |(all, wrong), c| (all + 1, wrong + usize::from(unwritten(&c))));
    wrong * UNWRITTEN_PART <= all
}

/// Whether a document has tags at all; scraped text has none.
fn has_markup(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["<p", "<div", "<html", "<body", "<br", "<h1", "<article", "<span", "<table", "<td"]
        .iter()
        .any(|tag| lower.contains(tag))
}

/// Sanitizes a body and drops lines that are not its own: the headline and lead again, the source line, endings.
fn finish(html: &str, page: &Page, url: &str) -> String {
    let clean = sanitize::article_html(html, Some(url).filter(|url| !url.is_empty()));
    let folded = |text: &Option<String>| text.as_deref().map(persian::fold::fold).unwrap_or_default();
    let (title, lead) = (folded(&page.title), folded(&page.lead));
    let keep = |line: &&str| {
        let text = sanitize::html_to_text(line);
        let key = persian::fold::fold(&text);
        let repeats = key == title || (key == lead && !key.is_empty());
        !(flat::is_furniture(&text) || (repeats && key.chars().count() > 8))
    };
    clean.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

/// `fa` for text of Arabic script with Persian letters, `ar` without them, nothing for others.
fn language(text: &str) -> Option<String> {
    let arabic = text.chars().filter(|c| ('\u{0600}'..='\u{06ff}').contains(c)).count();
    let persian = text.chars().filter(|c| "پچژگیک".contains(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (arabic * 2 > letters && arabic > 0).then(|| if persian * 50 > arabic { "fa" } else { "ar" }.to_owned())
}
