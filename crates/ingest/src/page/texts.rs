//! Texts of elements as facts are read from them. On a page made to hang its reader every element of a deep nest claims
//! to be one: none is read further than a fact goes.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

/// Characters of a fact at the most; a lead has some hundreds.
pub(super) const FACT_CHARS_MAX: usize = 2_000;
/// Nodes of a fact, and white space for each of its characters; what holds more is a part of the page.
const NODES_MAX: usize = 500;
const SPACES_MAX: usize = 8;

/// The text of an element, white space made single; None when it has none, or is longer than so many characters.
pub(super) fn short(element: ElementRef, chars_max: usize) -> Option<String> {
    let (mut text, mut chars, mut spaces) = (String::new(), 0, 0);
    let mut is_parted = false;
    for (at, node) in element.descendants().enumerate() {
        let Some(piece) = node.value().as_text().filter(|_| at <= NODES_MAX) else {
            if at > NODES_MAX {
                return None;
            }
            continue;
        };
        is_parted |= is_another_number(&text, node);
        for c in piece.chars() {
            if c.is_whitespace() {
                (spaces, is_parted) = (spaces + 1, chars > 0);
            } else {
                if std::mem::take(&mut is_parted) {
                    (chars, _) = (chars + 1, text.push(' '));
                }
                (chars, _) = (chars + 1, text.push(c));
            }
            if chars > chars_max || spaces > SPACES_MAX * chars_max {
                return None;
            }
        }
    }
    (chars > 0).then_some(text)
}

/// Elements that begin at one place, at the most, in which a number is looked for.
const BEGIN_MAX: usize = 8;

/// Whether a text begins with a number, in an element right behind another that ends with one: these are two, though
/// no space parts them.
pub(super) fn is_another_number(before: &str, text: NodeRef<Node>) -> bool {
    let begins = text.value().as_text().is_some_and(|text| text.starts_with(char::is_numeric));
    if !begins || !before.ends_with(char::is_numeric) {
        return false;
    }
    let mut around = std::iter::once(text).chain(text.ancestors()).take(BEGIN_MAX);
    let outermost = around.find(|node| node.prev_sibling().is_some());
    outermost.is_some_and(|node| {
        let is_element = |node: NodeRef<Node>| node.value().is_element();
        is_element(node) && node.prev_sibling().is_some_and(is_element)
    })
}

/// The elements that a selector finds and that lie in no other of them: together they hold no more than the page.
pub(super) fn outermost<'a>(document: &'a Html, wanted: &Selector) -> Vec<ElementRef<'a>> {
    let (mut found, mut within) = (Vec::new(), None);
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) if within.is_none() => {
                if let Some(element) = ElementRef::wrap(node).filter(|element| wanted.matches(element)) {
                    within = Some(node.id());
                    found.push(element);
                }
            }
            Edge::Close(node) if within == Some(node.id()) => within = None,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;

    #[test]
    fn texts_of_a_nest_are_read_once_and_no_further_than_facts_go() {
        let nest = format!("{}{}", "<div class=a>".repeat(100), "متن <b>خ</b>بر\n ".repeat(300));
        let document = Html::parse_fragment(&nest);
        let wanted = Selector::parse(".a").expect("a selector");
        assert_eq!(document.select(&wanted).count(), 100);
        assert_eq!(outermost(&document, &wanted).len(), 1);
        assert_eq!(Tree::of(&document).facts(".a").count(), 0, "too long");
        let beside = Html::parse_fragment(
            "<p class=a> <i class=a>یک\n <b>د</b>و</i></p><p class=a></p><p class=a>سه</p>",
        );
        assert_eq!(Tree::of(&beside).facts(".a").collect::<Vec<_>>(), ["یک دو", "یک دو", "سه"]);
        assert_eq!(outermost(&beside, &wanted).len(), 3);
        let first = beside.select(&wanted).next().expect("an element");
        assert_eq!((short(first, 4), short(first, 5).as_deref()), (None, Some("یک دو")));
    }
}
