//! The element that holds an article's text, by the names that the systems of Persian outlets give it.

use scraper::{ElementRef, Selector};

use super::body;
use super::pictures::{self, GALLERY_MIN};
use super::texts::{self, Named};
use crate::sanitize;

/// Containers by how surely they hold the article's text. Class names are facts about the systems that Persian
/// outlets use (Iran Samaneh, Nastooh, Asam, Saba, WordPress themes) and of schema.org.
const CONTAINERS: [&str; 26] = [
    "[itemprop=articleBody]",
    ".item-text",
    "#echo_detail",
    "#docDiv3 .doc_div33",
    ".docContentdiv",
    "#doctextarea",
    ".article-body",
    ".article_body",
    ".news-body",
    ".newsbody",
    "#newsbody",
    ".nt-body",
    ".news_body",
    ".news-text",
    ".newstext",
    ".body-news",
    ".entry-content",
    ".post-content",
    ".td-post-content",
    ".field-name-body",
    ".single-post-content",
    ".content-inner",
    ".story-body",
    ".article__body",
    ".article-content",
    "div.body",
];
/// Text of a container that is surely one: shorter ones are teasers.
const CONTAINER_CHARS_MIN: usize = 140;
/// A shorter text is that of news of a sentence or two where its container stands once on the page, and holds a sentence
/// of so many characters.
const SENTENCE_CHARS_MIN: usize = 15;

/// Files that an article gives its readers; links to them are of the article.
const FILES: [&str; 6] = [".mp3", ".mp4", ".pdf", ".m4a", ".ogg", ".zip"];

/// The text of an article as it was found.
pub(super) struct Held {
    pub(super) html: String,
    /// Whether it is a sentence or two that stand where an article does.
    pub(super) is_short: bool,
}

/// What the best container holds; None when no known one has text of its own.
pub(super) fn find(page: &Named) -> Option<Held> {
    for wanted in CONTAINERS.into_iter().filter(|wanted| page.may_have(wanted)) {
        let Ok(selector) = Selector::parse(wanted) else { continue };
        let found = texts::outermost(page.document, &selector);
        let is_only = found.len() == 1;
        let Some(element) = found.into_iter().max_by_key(|element| text_chars(*element)) else { continue };
        if text_chars(element) == 0 {
            continue;
        }
        let html = body::inside(element);
        let text = sanitize::html_to_text(&html);
        let chars = text.lines().map(|line| line.chars().count()).sum::<usize>();
        let is_short = chars < CONTAINER_CHARS_MIN && !is_gallery(element);
        if is_list_of_links(&html, chars) || is_short && !(is_only && text.lines().any(is_sentence)) {
            continue;
        }
        return Some(Held { html, is_short });
    }
    None
}

/// Whether a line says something and comes to an end.
pub(super) fn is_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '»', ')', ' ', '/']);
    line.chars().count() >= SENTENCE_CHARS_MIN && line.ends_with(['.', '!', '؟', '?', '…'])
}

/// Whether an element shows several pictures, with little or much text.
fn is_gallery(element: ElementRef) -> bool {
    let inside = element.descendants().filter_map(|node| node.value().as_element());
    let shown = inside.filter(|inner| pictures::is_image(inner.name()) && pictures::alone(inner).is_some());
    shown.take(GALLERY_MIN).count() == GALLERY_MIN
}

fn text_chars(element: ElementRef) -> usize {
    element.text().map(|text| text.trim().chars().count()).sum()
}

/// Boxes of headlines also call themselves body; most of their text is links.
fn is_list_of_links(html: &str, chars: usize) -> bool {
    let leads_on = |url: &str| !FILES.iter().any(|end| url.to_ascii_lowercase().ends_with(end));
    sanitize::linked_chars(html, leads_on) * 2 > chars
}
