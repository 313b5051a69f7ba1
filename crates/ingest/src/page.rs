//! An article page: what it says, without what stands around it.
//!
//! The body comes from the first of: on pages in Persian or Arabic, a container that their systems name; the lines of
//! a page without any structure (scraped text: headline, paragraphs, source line, furniture); the blocks that read
//! like an article, for pages of no known family; and where none do, their lines. Facts come from JSON-LD, meta
//! elements, and what is visible, in this order. What an outlet's [`Selectors`] find goes before all of these.
//! Nothing is repaired here.

mod blocks;
mod body;
mod boxes;
mod byline;
mod cards;
mod choose;
mod container;
mod dates;
mod document;
mod embeds;
mod facts;
mod finish;
mod flat;
mod furniture;
mod further;
pub(crate) mod headlines;
mod hints;
mod language;
mod lead;
mod lines;
mod linked_data;
mod listing;
mod pictures;
mod places;
mod render;
mod scopes;
mod section;
mod selectors;
mod site;
mod source_line;
mod standing_in;
mod texts;
mod titles;
mod tree;

use blocks::Blocks;
use dates::Dates;
use scraper::Html;
use tree::Tree;
use url::Url;

use crate::date::{Unsaid, Unzoned, Written};
use crate::{UtcMs, base, sanitize};

pub use crate::bounds::BYTES_MAX;
pub(crate) use cards::links as card_links;
pub use facts::code_of_address;
pub(crate) use hints::is_beside;
pub(crate) use listing::is_prose;
pub use selectors::{PARTS, Selectors, selector};
pub use source_line::SourceLine;

/// What a page says. Texts are plain except `body_html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// تیتر.
    pub title: Option<String>,
    /// روتیتر.
    pub kicker: Option<String>,
    /// لید.
    pub lead: Option<String>,
    /// Paragraphs, one a line, without what is said of pictures.
    pub text: String,
    /// Sanitized HTML: the paragraphs, and figures with their captions.
    pub body_html: String,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published.
    pub published_at: Option<UtcMs>,
    /// Minutes east of Greenwich of the zone that this was written in; None for Tehran's.
    pub published_zone: Option<i64>,
    /// Whether it says that for programs, or an editor said where: what is read near the headline may be of the text.
    pub is_date_stated: bool,
    /// When it was last changed.
    pub modified_at: Option<UtcMs>,
    /// The outlet named in the source line.
    pub source: Option<SourceLine>,
    /// The page's own news code.
    pub code: Option<String>,
    /// The address that it states for itself.
    pub canonical: Option<String>,
    /// The address of its main picture.
    pub image: Option<String>,
    /// The outlet's own name for the section.
    pub section: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// `fa`, `en` …
    pub language: Option<String>,
    /// What it is instead of an article; what else is said here means little then.
    pub instead: Option<Refusal>,
}

/// Why a page gives no article. Closed; each is worded where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a front or a list of articles.
    Listing,
    /// It has no text, or is no text at all.
    NoText,
    /// The server does not let us in.
    Blocked,
    /// The server wants to know first that a person asks.
    Challenge,
    /// The server wants a login first.
    Login,
    /// The site says that the page is not there, or that the site is not at work.
    Missing,
}

impl Page {
    /// Why this is no article; None when it is one.
    pub fn refusal(&self) -> Option<Refusal> {
        let text = self.text.trim();
        let has_lead = self.lead.as_deref().is_some_and(|lead| !lead.trim().is_empty());
        let is_scrap = self.title.is_none() && text.chars().count() < SCRAP_CHARS_MAX;
        let is_shown = self.title.is_some() && pictures::shown(&self.body_html) >= pictures::GALLERY_MIN;
        let is_empty = (text.is_empty() || is_scrap) && !has_lead && !is_shown;
        self.instead.or(is_empty.then_some(Refusal::NoText))
    }
}

/// A text without a headline and shorter than this is a word of an error page.
const SCRAP_CHARS_MAX: usize = 40;
/// A text of so many characters is no box beside an article.
const ARTICLE_CHARS_MIN: usize = 500;

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
    let Some(mut document) = document::read(bytes, content_type, url) else { return Page::default() };
    selectors.prepare(&mut document);
    let tree = Tree::of(&document);
    let own = Url::parse(url).ok();
    let base = base::of(&document, own.as_ref());
    let (own, base) = (own.as_ref(), base.as_ref());
    let mut linked = linked_data::read(&tree, own);
    let mut page = facts::read(&tree, &mut linked, own, base);
    let lines = lines::of(&document);
    choose_facts(&mut page, selectors, &document, base, &lines);
    let mut blocks = blocks::read(document.tree.root());
    let headline = blocks.headline(page.title.as_deref());
    let is_ours = language::of_letters(&lines.join(" ")).is_some();
    let stated = choose::Stated::of(&tree, &mut linked, own);
    let chosen = selectors.body(&document);
    let is_chosen = chosen.is_some();
    let held = (is_ours && !is_chosen).then(|| container::find(&tree)).flatten();
    let read = || {
        let of_blocks = choose::choose(&mut blocks, headline, &stated);
        let leads = stated.descriptions.iter().chain(&page.lead);
        by_evidence(of_blocks, || flat::read(&lines, page.title.as_deref()), &document, leads)
    };
    let found = chosen.map(|html| (html, true)).or_else(|| of_container(held, read));
    let (found, is_told) = found.unwrap_or_default();
    choose_source(&mut page, selectors, &document, (url, base), (&lines, &found));
    page.title = page.title.or_else(|| flat::headline(&lines));
    page.body_html = finish::finish(&found, &mut page, base);
    add_shown(&mut page, &lines, &blocks, headline);
    page.text = sanitize::running_text(&page.body_html);
    let seen = Evidence {
        tree: &tree,
        own,
        lines: &lines,
        blocks: &blocks,
        title: page.title.as_deref(),
        headline,
        descriptions: &stated.descriptions,
        unsaid: Unsaid { unzoned: if is_ours { Unzoned::Tehran } else { Unzoned::Utc }, now },
        text: &page.text,
    };
    page.lead = page.lead.take().or_else(|| lead::find(&seen, &page.body_html));
    let image = page.image.as_deref().and_then(|image| facts::whole(image, base));
    page.image = image.or_else(|| sanitize::first_picture(&page.body_html));
    if !linked.is_article() {
        let refusal = instead(&seen, page.lead.as_deref(), pictures::shown(&page.body_html), is_told);
        // Where an editor said where the text stands, and there is some, the rest of the page is no list.
        page.instead = refusal.filter(|refusal| !is_chosen || *refusal != Refusal::Listing);
    }
    let dates = dates::read(&seen, [linked.published.take(), linked.modified.take()]);
    let chosen = selectors.date(&document, seen.unsaid);
    date(&mut page, chosen, dates);
    page.language = language::spoken(&page.text, page.language.take());
    page
}

/// The text of an article as it was found.
struct Body {
    html: String,
    /// Whether it is a sentence or two that stand where an article does.
    is_short: bool,
}

/// What is known of a page whose text was found.
struct Evidence<'a> {
    tree: &'a Tree<'a>,
    /// The page's address.
    own: Option<&'a Url>,
    /// All that is visible.
    lines: &'a [String],
    blocks: &'a Blocks,
    title: Option<&'a str>,
    /// The headline among the blocks.
    headline: Option<usize>,
    /// What the head of the page says that it tells.
    descriptions: &'a [String],
    /// Of a page of ours times without a zone are Tehran's.
    unsaid: Unsaid,
    /// The article's text, a paragraph a line.
    text: &'a str,
}

impl Evidence<'_> {
    /// Whether the page is in Persian or Arabic: their systems' ways are known.
    fn is_ours(&self) -> bool {
        self.unsaid.unzoned == Unzoned::Tehran
    }
}

/// The facts that an outlet's selectors find go before those that the page states.
fn choose_facts(
    page: &mut Page,
    selectors: &Selectors,
    document: &Html,
    base: Option<&Url>,
    lines: &[String],
) {
    page.title = selectors
        .headline(document)
        .or_else(|| flat::unstated_headline(lines, page.title.as_deref()))
        .or(page.title.take());
    page.kicker = selectors.kicker(document).or(page.kicker.take());
    page.lead = selectors.lead(document).or(page.lead.take());
    page.byline = selectors.byline(document).or(page.byline.take());
    page.section = selectors.section(document).or(page.section.take());
    page.tags = selectors.tags(document).unwrap_or(std::mem::take(&mut page.tags));
    page.image = selectors.image(document, base).or(page.image.take());
}

/// Likewise the source line and the code, which are read from the lines of the page and of its body.
fn choose_source(
    page: &mut Page,
    selectors: &Selectors,
    document: &Html,
    (url, base): (&str, Option<&Url>),
    (lines, found): (&[String], &str),
) {
    page.source =
        selectors.source(document, base).or_else(|| source_line::find(document, lines, found, base));
    page.code = selectors
        .code(document)
        .or(page.code.take())
        .or_else(|| source_line::printed_code(lines, facts::code_of_address(url)));
}

/// A byline and tags that only lines with a label give, and a kicker that its place alone tells.
fn add_shown(page: &mut Page, lines: &[String], blocks: &Blocks, headline: Option<usize>) {
    page.kicker = page.kicker.take().or_else(|| titles::kicker(blocks, headline?));
    page.byline = page.byline.take().or_else(|| byline::beside(lines, page.title.as_deref()?));
    if page.tags.is_empty() {
        page.tags = facts::labelled_tags(lines);
    }
}

/// The date that an outlet's selectors find goes before those that are read.
fn date(page: &mut Page, chosen: Option<Written>, dates: Dates) {
    page.is_date_stated = dates.is_stated || chosen.is_some();
    let published = chosen.or(dates.published);
    page.published_at = published.map(|date| date.ms);
    page.published_zone = published.and_then(|date| date.zone);
    page.modified_at = dates.modified.map(|date| date.ms);
}

/// What a container holds, unless that is short and what is read elsewhere on the page is an article by its length; and
/// whether the page tells that it is its article.
fn of_container(held: Option<Body>, read: impl FnOnce() -> Option<Body>) -> Option<(String, bool)> {
    let is_held = held.is_some();
    let found = match held {
        Some(held) if held.is_short => {
            let is_long =
                |other: &Body| sanitize::html_to_text(&other.html).chars().nth(ARTICLE_CHARS_MIN).is_some();
            read().filter(is_long).or(Some(held))
        }
        Some(held) => Some(held),
        None => read(),
    }?;
    Some((found.html, is_held || found.is_short))
}

/// Of what blocks and lines give, the blocks, unless the page has no structure or they are no more than its lead.
fn by_evidence<'a>(
    of_blocks: Option<Body>,
    of_lines: impl FnOnce() -> Option<Body>,
    document: &Html,
    leads: impl Iterator<Item = &'a String>,
) -> Option<Body> {
    let is_enough = |held: &Body| !flat::says_nothing(document) && !says_only(leads, &held.html);
    if of_blocks.as_ref().is_some_and(is_enough) { of_blocks } else { of_lines().or(of_blocks) }
}

/// Whether a text is no more than a lead.
fn says_only<'a>(mut leads: impl Iterator<Item = &'a String>, html: &str) -> bool {
    let text = persian::fold::fold(&sanitize::html_to_text(html));
    leads.any(|lead| persian::fold::fold(lead).starts_with(&text))
}

/// Whether a lead says enough for an article that has no more.
fn is_lead_told(tree: &Tree, lead: Option<&str>) -> bool {
    lead.is_some_and(container::is_sentence) && facts::has_one_lead(tree)
}

/// What a page with so many pictures is instead of an article. Its text or lead may be told for what it is.
fn instead(seen: &Evidence, lead: Option<&str>, pictures: usize, is_told: bool) -> Option<Refusal> {
    let is_told = is_told || is_lead_told(seen.tree, lead);
    let text = if seen.text.is_empty() { lead.unwrap_or_default() } else { seen.text };
    let shown = listing::Shown { text, pictures, is_told };
    let is_listing = || listing::is_listing(seen, &shown).then_some(Refusal::Listing);
    standing_in::read(seen).or_else(is_listing)
}

/// Which selectors find nothing on a page, in the order of the fields; one that is not set misses nothing.
pub fn missed(
    selectors: &Selectors,
    bytes: &[u8],
    content_type: Option<&str>,
    url: &str,
    now: UtcMs,
) -> [bool; PARTS] {
    let own = Url::parse(url).ok();
    document::read(bytes, content_type, url)
        .map_or([false; PARTS], |document| selectors.missed(document, own.as_ref(), now))
}
