//! What the elements of a page are to its blocks, by their names and what they hold.

use ego_tree::NodeRef;
use scraper::Node;

use super::super::pictures;
use super::LOOKED_AT_MAX;

/// Whether a link leads to another page.
pub(super) fn leaves(target: &str) -> bool {
    !(target.starts_with('#') || pictures::leads_to_picture(target) || leads_to_file(target))
}

/// Whether a figure leads to another page.
pub(super) fn leads(figure: NodeRef<Node>) -> bool {
    let inside = figure.descendants().skip(1).take(LOOKED_AT_MAX);
    inside.filter_map(|node| node.value().as_element()?.attr("href")).any(leaves)
}

/// Whether a link leads to a document: the article's own, as a decision's text is.
fn leads_to_file(target: &str) -> bool {
    const FILES: [&str; 8] = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip"];
    let path = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    FILES.iter().any(|file| path.ends_with(file))
}

/// Letters of scripts without spaces between words say twice as much.
pub(super) fn size_of(c: char) -> usize {
    match c {
        ' ' => 0,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' => 2,
        _ => 1,
    }
}

/// What a table of data does not hold.
pub(super) const LAYOUT: [&str; 10] =
    ["table", "div", "h1", "h2", "h3", "ul", "form", "article", "section", "img"];

pub(in crate::page) fn holds(node: NodeRef<Node>, names: &[&str]) -> bool {
    let inside = node.descendants().skip(1).take(LOOKED_AT_MAX);
    inside.filter_map(|node| node.value().as_element()).any(|element| names.contains(&element.name()))
}

/// A cell with so many letters, and more than all others together, is the page's and no part of a table.
const CELL_CHARS_MIN: usize = 250;
/// Nodes of a table that are looked at for such a cell.
const TABLE_NODES_MAX: usize = 4 * LOOKED_AT_MAX;

/// Whether one cell of a table without tables holds most of its text.
pub(super) fn has_prose(table: NodeRef<Node>) -> bool {
    let (mut cells, mut whole) = (vec![0], 0);
    for node in table.descendants().take(TABLE_NODES_MAX) {
        match node.value() {
            Node::Element(element) if matches!(element.name(), "td" | "th") => cells.push(0),
            Node::Text(text) => {
                let chars = text.trim().chars().count();
                whole += chars;
                cells.last_mut().into_iter().for_each(|cell| *cell += chars);
            }
            _ => {}
        }
    }
    cells.iter().any(|cell| *cell >= CELL_CHARS_MIN && cell * 2 > whole)
}

pub(super) fn inline_name(name: &str) -> Option<&'static str> {
    const INLINE: [&str; 14] =
        ["a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "q", "cite", "bdi", "span"];
    INLINE.into_iter().find(|known| *known == name)
}

/// Elements of which only their children matter.
pub(super) fn is_transparent(name: &str) -> bool {
    const TRANSPARENT: [&str; 24] = [
        "font", "time", "small", "big", "abbr", "mark", "ins", "bdo", "kbd", "var", "samp", "tt", "dfn",
        "label", "acronym", "data", "wbr", "nobr", "tbody", "thead", "tfoot", "ruby", "rb", "center",
    ];
    TRANSPARENT.contains(&name)
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "td" | "tr" | "blockquote")
}

/// Elements whose insides no reader sees as text.
pub(super) fn holds_no_text(name: &str) -> bool {
    const UNSEEN: [&str; 25] = [
        "script", "style", "noscript", "template", "head", "title", "select", "svg", "button", "input",
        "iframe", "textarea", "object", "audio", "video", "canvas", "map", "math", "rp", "rt", "datalist",
        "dialog", "del", "img", "hr",
    ];
    UNSEEN.contains(&name)
}
