//! Which open elements say that their text is of another language, or not to be translated.

use super::{INLINE, tag};

/// Elements that have no inside.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements that end where the next of their kind starts.
const SIBLINGS: [&[&str]; 4] = [&["li"], &["dt", "dd"], &["td", "th"], &["tr"]];
/// Elements before which a paragraph ends.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "ul",
];
/// A page nested deeper is left alone from there on.
const DEPTH_MAX: usize = 512;
/// The page's own elements: templates say English of Persian pages, so only a language of Persian's script counts.
const PAGE: [&str; 2] = ["html", "body"];
/// Languages that are written with Persian's letters.
const ALIKE: [&str; 12] = ["ar", "ur", "ps", "ckb", "ku", "sd", "ug", "az", "azb", "pnb", "bal", "arz"];

/// The elements that are open, from the first that says something on.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements(Vec<(String, bool)>);

impl Elements {
    /// Whether the text here is left alone.
    pub(super) fn are_foreign(&self) -> bool {
        self.0.last().is_some_and(|(_, foreign)| *foreign)
    }

    /// Passes a tag.
    pub(super) fn pass(&mut self, text: &str, name: &str, closing: bool) {
        if self.0.len() > DEPTH_MAX || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return;
        }
        if closing {
            match self.0.iter().rposition(|(open, _)| open == name) {
                Some(at) => self.0.truncate(at),
                // What stands around all of these ends, and they with it.
                None if !INLINE.contains(&name) => self.0.clear(),
                None => {}
            }
            return;
        }
        self.end_before(name);
        if VOID.contains(&name) {
            return;
        }
        let said = foreign(text, name);
        if said.is_some() || !self.0.is_empty() {
            self.0.push((name.to_owned(), said.unwrap_or(self.are_foreign())));
        }
    }

    /// Ends the elements that an element of this name ends by starting.
    fn end_before(&mut self, name: &str) {
        self.0.pop_if(|(open, _)| open == "p" && BLOCKS.contains(&name));
        self.0.pop_if(|(open, _)| {
            SIBLINGS.iter().any(|kind| kind.contains(&name) && kind.contains(&open.as_str()))
        });
    }
}

/// What a tag says of its element's text: that it is left alone or not.
fn foreign(text: &str, name: &str) -> Option<bool> {
    let is_no = |value: &str| value.eq_ignore_ascii_case("no");
    if tag::attribute(text, "translate").is_some_and(is_no) {
        return Some(true);
    }
    let language = tag::attribute(text, "lang").or_else(|| tag::attribute(text, "xml:lang"))?;
    let language = language.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let persian = language.is_empty() || matches!(language.as_str(), "fa" | "per" | "fas" | "prs" | "tg");
    Some(!persian && (!PAGE.contains(&name) || ALIKE.contains(&language.as_str())))
}
