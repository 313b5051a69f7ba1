//! The headline: what is visible as one, where the page's other statements agree with it.

use std::collections::HashSet;

use super::blocks::{Blocks, Kind, key};
use super::tree::Tree;

/// Visible headlines, surest first.
const HEADLINES: [&str; 9] = [
    "h1[itemprop=headline]",
    "article h1",
    ".news-title h1",
    "h1.title",
    "h1.Htag",
    "h1",
    ".title h1",
    "[itemprop=headline]",
    "h2.title",
];
/// Headings that are looked at, of each kind.
pub(super) const LOOKED_AT_MAX: usize = 20;
/// Marks between a headline and the site's name.
const MARKS: [&str; 10] = [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " » ", " ‹ ", " ⋆ "];

/// What the head of a page says of its title.
pub(super) struct Stated {
    pub(super) linked_data: Option<String>,
    pub(super) open_graph: Option<String>,
}

/// The headline of a page.
pub(super) fn read(page: &Tree, stated: Stated) -> Option<String> {
    let visible: Vec<String> =
        HEADLINES.iter().flat_map(|wanted| page.facts(wanted).take(LOOKED_AT_MAX)).collect();
    let whole = page.facts("title").next();
    let named: Vec<String> = [stated.linked_data, stated.open_graph].into_iter().flatten().collect();
    let said: Vec<&str> = named.iter().map(String::as_str).chain(whole.as_deref().map(main_part)).collect();
    let keys: Vec<String> = said.iter().map(|said| key(said)).collect();
    let same = visible.iter().find(|text| keys.contains(&key(text)));
    let said_words: Vec<HashSet<String>> = said.iter().map(|said| words(said)).collect();
    let alike = || visible.iter().find(|text| said_words.iter().any(|said| is_alike(said, &words(text))));
    let first = || visible.first().filter(|text| said.is_empty() || words(text).len() >= SURE_WORDS);
    let found = same.or_else(alike).or_else(first).cloned();
    found.or_else(|| said.first().map(|said| main_part(said).to_owned()))
}

/// Words from which a heading is a headline and no name of a site or section.
const SURE_WORDS: usize = 5;

/// Whether most words of the shorter are in both.
fn is_alike(one: &HashSet<String>, other: &HashSet<String>) -> bool {
    one.intersection(other).count() * 2 > one.len().min(other.len())
}

fn words(text: &str) -> HashSet<String> {
    persian::fold::words(text).collect()
}

/// «تیتر - سایت»: a title and the site's name.
pub(super) fn parts(title: &str) -> Vec<&str> {
    let split = |parts: Vec<_>, mark| parts.into_iter().flat_map(|part: &str| part.split(mark)).collect();
    MARKS.into_iter().fold(vec![title], split)
}

/// «تیتر - سایت» and «سایت | تیتر» without the site: the longest part.
pub(super) fn main_part(title: &str) -> &str {
    let longest =
        parts(title).into_iter().map(str::trim).max_by_key(|part| part.chars().count()).unwrap_or(title);
    // A headline may hold such a mark itself.
    if longest.chars().count() * 2 >= title.chars().count() { longest } else { title }
}

/// Size of a kicker at the most, and its words at the least: fewer name a section.
const KICKER_MAX: usize = 100;
const KICKER_WORDS_MIN: usize = 2;

/// The heading of a lower level that stands right before the headline, in the same part.
pub(super) fn kicker(page: &Blocks, headline: usize) -> Option<String> {
    let [before, own] = [&page.blocks[headline.checked_sub(1)?], &page.blocks[headline]];
    let parent = |part: usize| page.parts[part].parent;
    let is_lower =
        matches!((before.kind, own.kind), (Kind::Heading(before), Kind::Heading(own)) if before > own);
    let is_kicker = is_lower
        && parent(before.part) == parent(own.part)
        && before.linked == 0
        && before.size <= KICKER_MAX
        && before.text.split_whitespace().count() >= KICKER_WORDS_MIN;
    is_kicker.then(|| before.text.clone())
}
