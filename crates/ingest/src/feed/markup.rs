//! HTML in texts of feeds.

use crate::text::single_spaced;
use crate::{entities, sanitize};

/// HTML that stands in texts of feeds without being escaped. Names of feeds' own elements are none of these.
pub(super) const MARKUP: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "center",
    "code",
    "del",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "u",
    "ul",
    "wbr",
];
/// HTML elements that have no end.
pub(super) const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];

/// A headline without markup: feeds escape it twice, or not at all.
pub(super) fn headline(text: &str) -> String {
    if !text.contains("</") {
        return entities::decode(text);
    }
    single_spaced(&sanitize::html_to_text(text))
}

/// The address of the first `<img>` in HTML.
pub(super) fn first_image(html: &str) -> Option<String> {
    let tag = &html[html.find("<img")?..];
    let tag = &tag[..tag.find('>')?];
    let (_, after) = tag.split_once("src=")?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next().map(entities::decode)
}
