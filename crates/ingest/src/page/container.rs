//! The element that holds an article's text, by the names that the systems of Persian outlets give it.

use scraper::{ElementRef, Selector};

use super::pictures::{self, GALLERY_MIN};
use super::texts;
use super::tree::Tree;
use super::{Body, body, furniture};
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

/// So many lines say something without a sentence.
const LINES_MIN: usize = 3;

/// What the best container holds; None when no known one has text of its own.
pub(super) fn find(page: &Tree) -> Option<Body> {
    for wanted in CONTAINERS.into_iter().filter(|wanted| page.may_have(wanted)) {
        let Ok(selector) = Selector::parse(wanted) else { continue };
        let found = texts::outermost(page.document, &selector);
        let Some(largest) = found.iter().copied().max_by_key(|element| text_chars(*element)) else {
            continue;
        };
        if text_chars(largest) == 0 {
            continue;
        }
        // A text that advertisements part stands in several, side by side; elsewhere stand those of other articles.
        let is_beside = |element: &ElementRef| element.parent() == largest.parent();
        let parts: Vec<ElementRef> = found.iter().copied().filter(is_beside).collect();
        let is_only = parts.len() == found.len();
        let html =
            if let [one] = parts[..] { body::inside(one) } else { body::chosen(parts.iter().copied()) };
        let text = sanitize::html_to_text(&html);
        let chars = text.lines().map(|line| line.chars().count()).sum::<usize>();
        let is_short = chars < CONTAINER_CHARS_MIN && !is_gallery(largest);
        let says = || text.lines().any(is_sentence) || is_in_lines(&text);
        if is_list_of_links(&html, chars) || is_short && !(is_only && says()) {
            continue;
        }
        return Some(Body { html, is_short });
    }
    None
}

/// Whether a line says something and comes to an end.
pub(super) fn is_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '»', ')', ' ', '/']);
    line.chars().count() >= SENTENCE_CHARS_MIN && line.ends_with(['.', '!', '؟', '?', '…'])
}

/// News that are lines and no sentences: prices, hours, players.
fn is_in_lines(text: &str) -> bool {
    let is_line = |line: &&str| line.chars().any(char::is_alphabetic) && !furniture::is_furniture(line);
    text.lines().filter(is_line).take(LINES_MIN).count() == LINES_MIN
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
    sanitize::linked_chars(html) * 2 > chars
}
