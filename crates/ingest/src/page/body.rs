//! The HTML of an element that holds an article's text, and what is left out of it.

use crate::sanitize;
use std::collections::HashSet;

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::blocks::{DEPTH_MAX, holds};
use super::pictures;
use super::{boxes, embeds, hints};

/// Elements that are never the article's text.
const OUT_TAGS: [&str; 14] = [
    "script", "style", "noscript", "form", "nav", "aside", "iframe", "button", "svg", "header", "footer",
    "template", "select", "textarea",
];
/// Parts of class names and ids of what stands inside a container without being its text.
const OUT_WORDS: [&str; 32] = [
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
    "ez-toc",
    "page-links",
];

/// The inner HTML of an element, without the furniture within it.
pub(super) fn inside(element: ElementRef) -> String {
    let mut writer = Writer::default();
    element.children().for_each(|child| writer.write(child, 0));
    writer.out
}

/// Elements that are lines of their own and that sanitizing drops.
const WRAPPERS: [&str; 10] =
    ["aside", "div", "section", "article", "details", "summary", "address", "center", "main", "fieldset"];

/// The HTML of elements that an editor pointed at, without the furniture within them. What lies in one of them is not
/// written again.
pub(super) fn chosen<'a>(elements: impl Iterator<Item = ElementRef<'a>>) -> String {
    let (mut writer, mut written) = (Writer::default(), HashSet::new());
    for element in elements {
        written.insert(element.id());
        if !element.ancestors().any(|around| written.contains(&around.id())) {
            writer.element(*element, element.value(), 0);
        }
    }
    writer.out
}

/// Attributes that are kept.
const KEPT: [&str; 8] = ["href", "dir", "lang", "colspan", "rowspan", "start", "reversed", "value"];

/// Writes nodes as HTML, leaving out what is not the article's text.
#[derive(Default)]
struct Writer {
    out: String,
    /// Open elements that hold no figure: pictures in them stand behind them.
    lines: usize,
    held: String,
    /// Open links to other pages: a picture in one is that page's.
    links: usize,
    /// Open figures that were not taken whole.
    figures: usize,
    /// Open elements whose line breaks are their own.
    plain: usize,
}

impl Writer {
    fn write(&mut self, node: NodeRef<Node>, depth: usize) {
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) if embeds::is_embed(element) => {
                if let Some((address, words)) = embeds::link(node) {
                    self.link(&address, &words);
                }
            }
            Node::Element(element) if pictures::is_image(element.name()) => {
                self.picture(pictures::alone(element));
            }
            Node::Element(element) if element.name() == "noscript" => {
                self.picture(pictures::without_script(node));
            }
            // What is said of several pictures stands in none of their figures.
            Node::Element(element)
                if element.name() == "figcaption" && depth <= DEPTH_MAX && self.figures == 0 =>
            {
                self.out.push_str("<figure>");
                self.element(node, element, depth);
                self.out.push_str("</figure>\n");
            }
            Node::Element(element) if depth <= DEPTH_MAX && !is_out(node, element) => {
                if pictures::is_figure(node, element) {
                    self.figure(node, element, depth);
                } else {
                    self.element(node, element, depth);
                }
                if let Some((address, words)) = embeds::quoted(node) {
                    self.link(&address, words);
                }
            }
            _ => {}
        }
    }

    fn link(&mut self, address: &str, words: &str) {
        self.out.push_str(&format!("\n<p>{}</p>\n", embeds::html(address, words)));
    }

    /// A line's end within a text is a space; the ends of elements alone end lines.
    fn text(&mut self, text: &str) {
        let text = sanitize::escape(text);
        self.out.push_str(&if self.plain > 0 { text } else { text.replace(['\n', '\r'], " ") });
    }

    fn figure(&mut self, node: NodeRef<Node>, element: &Element, depth: usize) {
        if let Some(figure) = pictures::figure(node) {
            self.picture(Some(figure));
        } else if holds(node, &["figure", "iframe", "video", "audio", "object"]) {
            node.children().for_each(|child| self.write(child, depth + 1));
        } else if !is_picture(node) {
            let is_figure = usize::from(element.name() == "figure");
            self.figures += is_figure;
            self.element(node, element, depth);
            self.figures -= is_figure;
        }
    }

    fn picture(&mut self, figure: Option<String>) {
        let Some(figure) = figure.filter(|_| self.links == 0) else { return };
        let place = if self.lines > 0 { &mut self.held } else { &mut self.out };
        place.push_str(&format!("{figure}\n"));
    }

    fn element(&mut self, node: NodeRef<Node>, element: &Element, depth: usize) {
        let name = element.name();
        let is_line = is_line(name);
        let leads = element.attr("href").is_some_and(|href| !pictures::leads_to_picture(href));
        self.lines += usize::from(is_line);
        let is_plain = usize::from(name == "pre");
        self.links += usize::from(leads);
        self.plain += is_plain;
        // Sanitizing drops wrappers; their lines must not run together.
        let is_wrapper = WRAPPERS.contains(&name);
        if is_wrapper {
            self.out.push('\n');
        }
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in element.attrs().filter(|(name, _)| KEPT.contains(name)) {
            let value = sanitize::quoted(value);
            self.out.push_str(&format!(" {name}=\"{value}\""));
        }
        self.out.push('>');
        node.children().for_each(|child| self.write(child, depth + 1));
        if !matches!(name, "br" | "hr" | "wbr" | "input" | "meta" | "link" | "source") {
            self.out.push_str(&format!("</{name}>"));
        }
        if is_wrapper || matches!(name, "td" | "p") {
            self.out.push('\n');
        }
        self.plain -= is_plain;
        self.links -= usize::from(leads);
        self.lines -= usize::from(is_line);
        if self.lines == 0 {
            self.out.push_str(&std::mem::take(&mut self.held));
        }
    }
}

/// Elements that a figure ends, or that stand inside a line.
pub(super) fn is_line(name: &str) -> bool {
    const LINES: [&str; 22] = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "b", "i", "u", "s", "em", "strong", "span", "font",
        "small", "big", "sub", "sup", "q", "cite",
    ];
    LINES.contains(&name)
}

/// Whether a figure holds nothing but a picture and its caption.
fn is_picture(figure: NodeRef<Node>) -> bool {
    holds(figure, &["img", "picture"]) && !holds(figure, &["table", "blockquote", "pre", "iframe", "p"])
}

fn is_out(node: NodeRef<Node>, element: &Element) -> bool {
    let is_background = || element.name() == "aside" && boxes::is_background(node);
    if OUT_TAGS.contains(&element.name()) && !is_background()
        || hints::is_unshown(node, element)
        || boxes::is_poll(node, element)
    {
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
