//! The visible lines of a page.

use crate::text::single_spaced;
use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{Html, Node};

use super::blocks::DEPTH_MAX;
use super::body::is_line;
use super::{pictures, texts};
use crate::sanitize::is_hidden;

/// Elements that no reader sees.
const OUT: [&str; 7] = ["script", "style", "noscript", "template", "head", "title", "select"];
/// Elements that stand inside a line.
const INLINE: [&str; 13] =
    ["a", "b", "i", "em", "strong", "span", "u", "font", "sub", "sup", "bdi", "time", "small"];

/// Every visible line of the page in order, furniture included.
pub(super) fn of(document: &Html) -> Vec<String> {
    but(document, |_, _| false)
}

/// The same without what is said of pictures.
pub(super) fn beside_pictures(document: &Html) -> Vec<String> {
    but(document, pictures::is_said)
}

/// Whether an element is left out.
type Leaves = fn(NodeRef<Node>, &Element) -> bool;

fn but(document: &Html, leaves: Leaves) -> Vec<String> {
    let mut out = String::new();
    visible(document.tree.root(), 0, leaves, &mut out);
    let written = out.lines().map(str::trim).filter(|line| !line.is_empty());
    written.map(single_spaced).collect()
}

fn visible(node: NodeRef<Node>, depth: usize, leaves: Leaves, out: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    for child in node.children() {
        match child.value() {
            Node::Text(text) => {
                out.push_str(if texts::is_another_number(out, child) { " " } else { "" });
                text.split('\n').enumerate().for_each(|(at, line)| {
                    out.push_str(if at > 0 { " " } else { "" });
                    out.push_str(line);
                });
            }
            Node::Element(element) => {
                let name = element.name();
                if OUT.contains(&name) || leaves(child, element) || is_line(name) && is_hidden(child) {
                    continue;
                }
                let end = if INLINE.contains(&name) { "" } else { "\n" };
                out.push_str(end);
                visible(child, depth + 1, leaves, out);
                out.push_str(end);
            }
            _ => {}
        }
    }
}
