//! An article page: what it says, without what stands around it.
//!
//! The body comes from the first of: on pages in Persian or Arabic, a container that their systems name; the lines of
//! a page without any structure (scraped text: headline, paragraphs, source line, furniture); the blocks that read
//! like an article, for pages of no known family; and where none do, their lines. Facts come from JSON-LD, meta
//! elements, and what is visible, in this order. What an outlet's [`Selectors`] find goes before all of these.
//! Nothing is repaired here.

mod blocks;
mod body;
mod byline;
mod cards;
mod choose;
mod container;
mod dates;
mod embeds;
mod facts;
mod finish;
mod flat;
mod furniture;
mod hints;
mod lead;
mod linked_data;
mod listing;
mod notes;
mod others;
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

use blocks::Blocks;
use container::Held;
use dates::Dates;
use scraper::Html;
use texts::Named;

use crate::date::{Unsaid, Unzoned, Written};
use crate::{UtcMs, base, bounds, charset, sanitize};

pub(crate) use cards::links as card_links;
pub use facts::code_of_address;
pub(crate) use hints::is_beside;
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
/// Of the characters of a text one in this many may be none that anybody writes; pictures have more.
const UNWRITTEN_PART: usize = 20;

/// A text of so many characters is no box beside an article.
const ARTICLE_CHARS_MIN: usize = 500;

/// A text without markup is nothing but the article, and is read up to here.
const PLAIN_BYTES_MAX: usize = 1024 * 1024;

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
    selectors.prepare(&mut document);
    let named = Named::of(&document);
    let mut linked = linked_data::read(&named, url);
    let base = base::of(&document, url).map_or_else(String::new, String::from);
    let mut page = facts::read(&named, &mut linked, (url, &base));
    let lines = body::lines(&document);
    choose_facts(&mut page, selectors, &document, &base, &lines);
    let mut blocks = blocks::read(document.tree.root());
    let headline = blocks.headline(page.title.as_deref());
    let is_ours = language(&lines.join(" ")).is_some();
    let unzoned = if is_ours { Unzoned::Tehran } else { Unzoned::Utc };
    let is_article = linked.is_article() || listing::is_likely(&named, url);
    let descriptions = facts::descriptions(&named);
    let stated = choose::Stated { descriptions: descriptions.clone(), body: linked.body.take(), is_article };
    let chosen = selectors.body(&document);
    let held = (is_ours && chosen.is_none()).then(|| container::find(&named)).flatten();
    let read = || {
        let of_blocks = choose::choose(&mut blocks, headline, &stated);
        let leads = descriptions.iter().chain(&page.lead);
        by_evidence(of_blocks, || flat::read(&lines, page.title.as_deref()), &document, leads)
    };
    let is_chosen = chosen.is_some();
    let (found, is_told) =
        chosen.map(|html| (html, true)).or_else(|| of_container(held, read)).unwrap_or_default();
    choose_source(&mut page, selectors, &document, (url, &base), (&lines, &found));
    page.title = page.title.or_else(|| flat::headline(&lines));
    page.body_html = finish::finish(&found, &mut page, &base);
    add_shown(&mut page, &lines, &blocks, headline);
    page.text = sanitize::running_text(&page.body_html);
    let text = page.text.as_str();
    let found = lead::Evidence { blocks: &blocks, headline, descriptions: &descriptions, is_ours, text };
    let of_pictures = || lead::of_pictures(&named, &page.body_html);
    page.lead = page.lead.take().or_else(|| lead::find(&found)).or_else(of_pictures);
    page.image = facts::whole(page.image.take(), &base).or_else(|| sanitize::first_picture(&page.body_html));
    let dates = dates::read(&dates::Evidence {
        page: &named,
        blocks: &blocks,
        headline,
        url,
        linked_data: [linked.published.take(), linked.modified.take()],
        unsaid: Unsaid { unzoned, now },
        text: &page.text,
    });
    date(&mut page, selectors.date(&document, Unsaid { unzoned, now }), dates);
    let seen = listing::Evidence {
        page: &named,
        url,
        blocks: &blocks,
        title: page.title.as_deref(),
        headline,
        text: if page.text.is_empty() { page.lead.as_deref().unwrap_or_default() } else { &page.text },
        pictures: pictures::shown(&page.body_html),
        is_told: is_told || is_lead_told(&named, page.lead.as_deref()),
    };
    page.instead = (!linked.is_article()).then(|| instead(&seen, &lines, &page.text)).flatten();
    // Where an editor said where the text stands, and there is some, the rest of the page is no list.
    page.instead.take_if(|refusal| is_chosen && *refusal == Refusal::Listing);
    page.language = spoken(&page.text, page.language.take());
    page
}

/// The facts that an outlet's selectors find go before those that the page states.
fn choose_facts(page: &mut Page, selectors: &Selectors, document: &Html, base: &str, lines: &[String]) {
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
    (url, base): (&str, &str),
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
fn of_container(held: Option<Held>, read: impl FnOnce() -> Option<Held>) -> Option<(String, bool)> {
    let is_held = held.is_some();
    let found = match held {
        Some(held) if held.is_short => {
            let is_long =
                |other: &Held| sanitize::html_to_text(&other.html).chars().nth(ARTICLE_CHARS_MIN).is_some();
            read().filter(is_long).or(Some(held))
        }
        Some(held) => Some(held),
        None => read(),
    }?;
    Some((found.html, is_held || found.is_short))
}

/// Of what blocks and lines give, the blocks, unless the page has no structure or they are no more than its lead.
fn by_evidence<'a>(
    of_blocks: Option<Held>,
    of_lines: impl FnOnce() -> Option<Held>,
    document: &Html,
    leads: impl Iterator<Item = &'a String>,
) -> Option<Held> {
    let is_enough = |held: &Held| !flat::says_nothing(document) && !says_only(leads, &held.html);
    if of_blocks.as_ref().is_some_and(is_enough) { of_blocks } else { of_lines().or(of_blocks) }
}

/// Whether a text is no more than a lead.
fn says_only<'a>(mut leads: impl Iterator<Item = &'a String>, html: &str) -> bool {
    let text = persian::fold::fold(&sanitize::html_to_text(html));
    leads.any(|lead| persian::fold::fold(lead).starts_with(&text))
}

/// Whether a lead says enough for an article that has no more.
fn is_lead_told(named: &Named, lead: Option<&str>) -> bool {
    lead.is_some_and(container::is_sentence) && facts::has_one_lead(named)
}

/// What a page is instead of an article, unless its data describe one.
fn instead(seen: &listing::Evidence, lines: &[String], text: &str) -> Option<Refusal> {
    let is_listing = || listing::is_listing(seen).then_some(Refusal::Listing);
    standing_in::read(seen.page, lines, text).or_else(is_listing)
}

/// Which selectors find nothing on a page, in the order of the fields; one that is not set misses nothing.
pub fn missed(
    selectors: &Selectors,
    bytes: &[u8],
    content_type: Option<&str>,
    url: &str,
    now: UtcMs,
) -> [bool; PARTS] {
    document(bytes, content_type, url).map_or([false; PARTS], |document| selectors.missed(document, url, now))
}

/// The tree of a page; None when nothing is written there.
fn document(bytes: &[u8], content_type: Option<&str>, url: &str) -> Option<Html> {
    if is_file(bytes, content_type) {
        return None;
    }
    let mut html = charset::decode(bytes, content_type, Some(url));
    html.truncate(html.floor_char_boundary(bounds::BYTES_MAX));
    if !is_written(&html) {
        return None;
    }
    if !has_markup(&html) {
        html.truncate(html.floor_char_boundary(PLAIN_BYTES_MAX));
        html = sanitize::text_to_html(&html);
    }
    let mut document = bounds::parse(&html);
    if let Some(text) = flat::text_in_pre(&document) {
        document = bounds::parse(&sanitize::text_to_html(&text));
    }
    others::leave_out(&mut document);
    Some(document)
}

/// Whether a server, or their beginning, says that bytes are a file to be opened elsewhere, though they may have letters.
fn is_file(bytes: &[u8], content_type: Option<&str>) -> bool {
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let is_kind = |start: &str| kind.starts_with(start);
    ["image/", "audio/", "video/", "font/"].into_iter().any(is_kind)
        || ["rtf", "pdf", "msword", "zip", "gzip", "x-tar"].iter().any(|end| kind.ends_with(end))
        || bytes.starts_with(b"{\\rtf")
}

/// Whether these are a text's characters, and not those of a picture or a packed file.
fn is_written(text: &str) -> bool {
    // By bytes, for most of a page is looked at for nothing: controls, those of two bytes but for U+0085, and U+FFFD.
    let bytes = text.as_bytes();
    let short = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f)).count();
    let long = bytes.windows(2).filter(|two| two[0] == 0xc2 && two[1] < 0xa0 && two[1] != 0x85).count();
    (short + long + text.matches('\u{fffd}').count()) * UNWRITTEN_PART <= text.chars().count()
}

/// Whether a document has tags at all; scraped text has none.
fn has_markup(text: &str) -> bool {
    let tags = ["p", "div", "html", "body", "br", "h1", "article", "span", "table", "td"];
    text.match_indices('<').any(|(at, _)| {
        let name = &text.as_bytes()[at + 1..];
        tags.iter()
            .any(|tag| name.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes())))
    })
}

/// Letters that tell a language.
const TOLD_BY_LETTERS: usize = 50_000;

/// `fa` for text of Arabic script with Persian letters, `ar` without them, nothing for others.
fn language(text: &str) -> Option<String> {
    let (mut letters, mut arabic, mut persian) = (0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(TOLD_BY_LETTERS) {
        letters += 1;
        arabic += usize::from(('\u{0600}'..='\u{06ff}').contains(&c));
        persian += usize::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
    }
    (arabic * 2 > letters).then(|| if persian * 50 > arabic { "fa" } else { "ar" }.to_owned())
}

/// Languages that are written in Arabic letters.
const OF_ARABIC_LETTERS: [&str; 9] = ["fa", "ar", "ku", "ckb", "ps", "ur", "az", "ug", "sd"];
/// Words by which English is known, of which every text has many.
const ENGLISH: [&str; 8] = ["the", "of", "and", "to", "in", "that", "is", "for"];

/// The language of a text: the stated one, unless that is written in other letters. Systems state their own for all
/// that they print.
fn spoken(text: &str, stated: Option<String>) -> Option<String> {
    let found = language(text);
    let is_arabic = stated.as_deref().map(|stated| OF_ARABIC_LETTERS.contains(&stated));
    match (found, is_arabic) {
        (Some(found), None | Some(false)) => Some(found),
        (None, None | Some(true)) if text.chars().any(char::is_alphabetic) => {
            let words = || text.split_whitespace();
            let english = words().filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())).count();
            (english * 10 > words().count()).then(|| "en".to_owned())
        }
        _ => stated,
    }
}
