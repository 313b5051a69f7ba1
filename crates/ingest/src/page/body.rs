//! The element that holds an article's text, and what is left out of it.

use std::collections::HashSet;

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::blocks::{DEPTH_MAX, LOOKED_AT_MAX};
use super::embeds;

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
/// Elements that are never the article's text.
const OUT_TAGS: [&str; 14] = [
    "script", "style", "noscript", "form", "nav", "aside", "iframe", "button", "svg", "header", "footer",
    "template", "select", "textarea",
];
/// Parts of class names and ids of what stands inside a container without being its text.
const OUT_WORDS: [&str; 31] = [
    "related",
    "share",
    "social",
    "comment",
    "tags",
    "news_tags",
    "gallery hidden",
    "advert",
    "adsense",
    "promo",
    "newsletter",
    "breadcrumb",
    "sidebar",
    "recommend",
    "most-view",
    "readmore",
    "read-more",
    "more-news",
    "subscribe",
    "print",
    "rating",
    "short-link",
    "shortlink",
    "zxc",
    "copyright",
    "author-box",
    "post-meta",
    "toolbar",
    "popup",
    "cookie",
    // Under a picture, which is not kept.
    "wp-caption",
];

/// The inner HTML of the best container; None when no known one has text of its own.
pub(super) fn container(document: &Html) -> Option<String> {
    for wanted in CONTAINERS {
        let Ok(selector) = Selector::parse(wanted) else { continue };
        let best = document.select(&selector).max_by_key(|element| text_chars(*element));
        if let Some(element) =
            best.filter(|element| text_chars(*element) >= CONTAINER_CHARS_MIN && !is_list_of_links(*element))
        {
            let mut out = String::new();
            element.children().for_each(|child| write(child, 0, &mut out));
            return Some(out);
        }
    }
    None
}

/// The HTML of elements that an editor pointed at, without the furniture within them. What lies in one of them is not
/// written again.
pub(super) fn chosen<'a>(elements: impl Iterator<Item = ElementRef<'a>>) -> String {
    let (mut out, mut written) = (String::new(), HashSet::new());
    for element in elements {
        written.insert(element.id());
        if !element.ancestors().any(|around| written.contains(&around.id())) {
            write_element(*element, element.value(), 0, &mut out);
        }
    }
    out
}

/// Every visible line of the page in order, furniture included.
pub(super) fn lines(document: &Html) -> Vec<String> {
    let mut out = String::new();
    visible(document.tree.root(), 0, &mut out);
    out.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

fn visible(node: NodeRef<Node>, depth: usize, out: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    for child in node.children() {
        match child.value() {
            Node::Text(text) => out.push_str(&text.replace('\n', " ")),
            Node::Element(element) => {
                if matches!(
                    element.name(),
                    "script" | "style" | "noscript" | "template" | "head" | "title" | "select"
                ) {
                    continue;
                }
                let inline = matches!(
                    element.name(),
                    "a" | "b"
                        | "i"
                        | "em"
                        | "strong"
                        | "span"
                        | "u"
                        | "font"
                        | "sub"
                        | "sup"
                        | "bdi"
                        | "time"
                        | "small"
                );
                if !inline {
                    out.push('\n');
                }
                visible(child, depth + 1, out);
                if !inline {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}

/// Writes a node as HTML, leaving out what is not the article's text.
fn write(node: NodeRef<Node>, depth: usize, out: &mut String) {
    match node.value() {
        Node::Text(text) => out.push_str(&crate::sanitize::escape(text)),
        Node::Element(element) if element.name() == "iframe" => {
            if let Some((address, words)) = embeds::link(element) {
                out.push_str(&format!("<p>{}</p>\n", embeds::html(&address, &words)));
            }
        }
        // Pictures are not kept, and so neither is what is said of them.
        Node::Element(element) if element.name() == "figure" && is_picture(node) => {}
        Node::Element(element) if depth <= DEPTH_MAX && !is_out(element) => {
            write_element(node, element, depth, out);
        }
        _ => {}
    }
}

fn write_element(node: NodeRef<Node>, element: &Element, depth: usize, out: &mut String) {
    out.push('<');
    out.push_str(element.name());
    for (name, value) in
        element.attrs().filter(|(name, _)| matches!(*name, "href" | "dir" | "lang" | "colspan" | "rowspan"))
    {
        out.push_str(&format!(" {name}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;")));
    }
    out.push('>');
    node.children().for_each(|child| write(child, depth + 1, out));
    if !matches!(element.name(), "br" | "hr" | "img" | "wbr" | "input" | "meta" | "link" | "source") {
        out.push_str(&format!("</{}>", element.name()));
    }
    // Sanitizing drops wrappers; their lines must not run together.
    if matches!(element.name(), "div" | "section" | "article" | "td" | "p") {
        out.push('\n');
    }
}

/// Whether a figure holds nothing but a picture and its caption.
fn is_picture(figure: NodeRef<Node>) -> bool {
    let inside = || figure.descendants().take(LOOKED_AT_MAX).filter_map(|node| node.value().as_element());
    let holds = |names: &[&str]| inside().any(|element| names.contains(&element.name()));
    holds(&["img", "picture"]) && !holds(&["table", "blockquote", "pre", "iframe", "p"])
}

fn is_out(element: &Element) -> bool {
    if OUT_TAGS.contains(&element.name()) {
        return true;
    }
    let names = [element.attr("class"), element.attr("id")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase();
    !names.is_empty() && OUT_WORDS.iter().any(|word| names.contains(word))
}

fn text_chars(element: ElementRef) -> usize {
    element.text().map(|text| text.trim().chars().count()).sum()
}

/// Boxes of headlines also call themselves body; most of their text is links.
fn is_list_of_links(element: ElementRef) -> bool {
    let Ok(anchors) = Selector::parse("a") else { return false };
    let linked: usize = element.select(&anchors).map(text_chars).sum();
    linked * 2 > text_chars(element)
}
