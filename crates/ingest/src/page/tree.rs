//! The tree of a page: its elements by selectors, and what its meta elements say.

use scraper::{ElementRef, Html, Selector};

use super::scopes;
use super::texts::{FACT_CHARS_MAX, short};

/// Bits that remember the names of a page; of those of a large one, one in ten is taken for another.
const NAME_BITS: usize = 1 << 14;

/// A page, and what its elements are called by: most of the selectors that we know name what a page has nowhere, and
/// no element is looked at for them.
pub(super) struct Tree<'a> {
    pub(super) document: &'a Html,
    /// Its meta elements that say something.
    metas: Vec<ElementRef<'a>>,
    /// Which classes, ids, and values of `itemprop` and `rel` there are, by their hashes.
    names: Vec<bool>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(document: &'a Html) -> Self {
        let mut tree = Self { document, metas: Vec::new(), names: vec![false; NAME_BITS] };
        for element in document.tree.root().descendants().filter_map(ElementRef::wrap) {
            let attributes = element.value().attrs();
            let names = attributes.filter(|(name, _)| matches!(*name, "class" | "id" | "itemprop" | "rel"));
            let names = names.flat_map(|(_, value)| value.split_ascii_whitespace());
            names.for_each(|name| tree.names[bit(name)] = true);
            if element.value().name() == "meta" && element.value().attr("content").is_some() {
                tree.metas.push(element);
            }
        }
        tree
    }

    /// Whether the page may have what a selector asks for.
    pub(super) fn may_have(&self, wanted: &str) -> bool {
        wanted.contains([',', '(', '*', '^', '$', '|']) || needed(wanted).all(|name| self.names[bit(name)])
    }

    /// The elements that a selector finds.
    pub(super) fn select(&self, wanted: &str) -> Vec<ElementRef<'a>> {
        let selector = Some(wanted).filter(|wanted| self.may_have(wanted)).map(Selector::parse);
        selector.map_or_else(Vec::new, |selector| {
            selector.map_or_else(|_| Vec::new(), |selector| self.document.select(&selector).collect())
        })
    }

    /// Whether a selector finds something.
    pub(super) fn has(&self, wanted: &str) -> bool {
        Selector::parse(wanted).is_ok_and(|selector| self.document.select(&selector).next().is_some())
    }

    /// The content of the first meta element with one of these names.
    pub(super) fn meta(&self, names: &[&str]) -> Option<String> {
        self.metas(names).next()
    }

    /// What the first meta element of each of these names says, in the order of the names.
    pub(super) fn metas(&self, names: &[&str]) -> impl Iterator<Item = String> {
        names.iter().filter_map(move |name| {
            let is = |element: &ElementRef, key: &str| {
                element.value().attr(key).is_some_and(|value| value.eq_ignore_ascii_case(name))
            };
            let is_stated = |element: &ElementRef| is(element, "property") || is(element, "name");
            let named = self.metas.iter().filter(|element| is_stated(element) || is(element, "itemprop"));
            let mut named = named.take(scopes::LOOKED_AT_MAX);
            let found = named.find(|element| is_stated(element) || !scopes::is_of_another(**element));
            let content = found?.value().attr("content")?.trim();
            (!content.is_empty()).then(|| content.to_owned())
        })
    }

    /// What all meta elements of a property say.
    pub(super) fn property(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let found = self.metas.iter().map(|meta| meta.value());
        found.filter(move |meta| meta.attr("property") == Some(name)).filter_map(|meta| meta.attr("content"))
    }

    /// The facts that a selector finds.
    pub(super) fn facts(&self, wanted: &str) -> impl Iterator<Item = String> {
        self.select(wanted).into_iter().filter_map(|element| short(element, FACT_CHARS_MAX))
    }
}

/// The classes, ids and values that a selector asks for.
fn needed(wanted: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let named = wanted.match_indices(['.', '#', '=']).map(move |(at, _)| &wanted[at + 1..]);
    named.map(move |name| &name[..name.find(ends).unwrap_or(name.len())]).filter(|name| !name.is_empty())
}

fn bit(name: &str) -> usize {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    });
    (hash >> 18) as usize % NAME_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_has_is_found_by_any_selector_and_nothing_is_looked_for_that_it_has_not() {
        let document = Html::parse_document(
            "<meta name=date content=x><p id=one class='lead  Big' itemprop='name author' rel=Author>متن</p><h1 class=title>یک</h1>",
        );
        let page = Tree::of(&document);
        assert_eq!(page.metas.len(), 1);
        for wanted in [
            "p",
            "h1",
            ".lead",
            ".Big",
            "p.lead.Big",
            "#one",
            "[itemprop~=author]",
            "[rel=author]",
            "#none, .lead",
            "p:not(.none)",
            "body .title",
            "[class*=ead]",
            "[itemprop='name author']",
        ] {
            assert!(page.may_have(wanted), "{wanted}");
            assert_eq!(page.select(wanted).len(), 1, "{wanted}");
        }
        for wanted in [".kicker", "#two", "[itemprop=name2]", ".lead .none", "h1.kicker"] {
            assert!(!page.may_have(wanted) && page.select(wanted).is_empty(), "{wanted}");
        }
    }
}
