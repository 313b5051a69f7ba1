//! Boxes within a text that are of it, as background in an `<aside>`, and those that only look so: polls.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::blocks::LOOKED_AT_MAX;

/// Elements on each side of a box among which the text goes on.
const BESIDE_MAX: usize = 12;
/// Letters of a paragraph of background.
const PROSE_MIN: usize = 50;
/// Nodes and letters of a poll at the most, and its answers at the least.
const POLL_NODES_MAX: usize = 60;
const POLL_CHARS_MAX: usize = 400;
const ANSWERS_MIN: usize = 2;

/// Whether an `<aside>` is background of the text that it parts: it has a heading or several paragraphs, and leads nowhere.
/// One that is a single sentence repeats one of the text.
pub(super) fn is_background(node: NodeRef<Node>) -> bool {
    let inside = || node.descendants().skip(1).take(LOOKED_AT_MAX);
    let elements = || inside().filter_map(|node| node.value().as_element());
    let is_heading = |element: &Element| matches!(element.name(), "h2" | "h3" | "h4" | "h5" | "h6");
    let paragraphs = || inside().filter(|node| is_paragraph(*node));
    let parts = paragraphs().count() + elements().filter(|element| is_heading(element)).count();
    let is_prose = |node: NodeRef<Node>| chars(node, LOOKED_AT_MAX) >= PROSE_MIN;
    parts > 1
        && paragraphs().any(is_prose)
        && !elements().any(leads)
        && node.prev_siblings().take(BESIDE_MAX).any(is_paragraph)
        && node.next_siblings().take(BESIDE_MAX).any(is_paragraph)
}

fn is_paragraph(node: NodeRef<Node>) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == "p")
}

/// Whether an element leads elsewhere, is filled in, or is a thing of its own.
fn leads(element: &Element) -> bool {
    let is_other = matches!(
        element.name(),
        "form" | "input" | "button" | "select" | "iframe" | "blockquote" | "script" | "ins" | "aside"
    );
    is_other || element.attr("href").is_some()
}

/// Whether an element is a question to readers with answers to choose from.
pub(super) fn is_poll(node: NodeRef<Node>, element: &Element) -> bool {
    if !matches!(element.name(), "div" | "section" | "fieldset" | "form" | "ul" | "ol" | "dl" | "p") {
        return false;
    }
    let inside = || node.descendants().take(POLL_NODES_MAX + 1);
    let is_answer = |element: &Element| element.name() == "input" && element.attr("type") == Some("radio");
    let answers = inside().filter_map(|node| node.value().as_element()).filter(|element| is_answer(element));
    let is_prose = |node: &NodeRef<Node>| is_paragraph(*node) && chars(*node, POLL_NODES_MAX) >= PROSE_MIN;
    answers.take(ANSWERS_MIN).count() == ANSWERS_MIN
        && inside().filter(is_prose).count() <= 1
        && inside().count() <= POLL_NODES_MAX
        && chars(node, POLL_NODES_MAX) <= POLL_CHARS_MAX
}

/// The letters in the first nodes of an element.
fn chars(node: NodeRef<Node>, nodes_max: usize) -> usize {
    let texts = node.descendants().take(nodes_max).filter_map(|node| node.value().as_text());
    texts.map(|text| text.trim().chars().count()).sum()
}
