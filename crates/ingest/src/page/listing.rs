//! Whether a page is an article at all, or a front or a list of articles.
//!
//! A page that states to be an article is believed. Of the others, a list is what its text comes from: cards, each with
//! a headline that leads elsewhere. So are many headlines that lead to articles beside little text of its own, unless
//! that text are paragraphs under a headline that the page has itself. Figures were chosen so that of 635 article pages
//! in some 25 languages none is taken for a list.

use std::collections::HashSet;

use scraper::{Html, Selector};
use url::Url;

use super::blocks;
use super::pictures::GALLERY_MIN;
use super::tree::Tree;
use super::{Evidence, cards, container, headlines};
use crate::address::{is_of_article, is_other_page_of_site};

/// Bytes of text for each headline, below which a page is a list.
const TEXT_PER_HEADLINE: usize = 350;
/// A page whose address or type speaks for an article needs no more text than a sentence, in bytes.
const SENTENCE: usize = 200;
/// Bytes from which a paragraph is no teaser.
const PARAGRAPH: usize = 450;
/// So many of them make an article of any page.
const PARAGRAPHS: usize = 3;
/// Paragraphs of a short article, fewer where the page says where its text stands, and their bytes.
const OWN_PARAGRAPHS: usize = 3;
const TOLD_PARAGRAPHS: usize = 2;
const OWN_PARAGRAPH: usize = 80;
/// Words of a headline; a section has fewer.
const HEADLINE_WORDS_MIN: usize = 3;

/// What a page shows of its own.
pub(super) struct Shown<'a> {
    /// The text, else the lead; a paragraph a line.
    pub(super) text: &'a str,
    pub(super) pictures: usize,
    /// Whether the page says what its text or lead is: a sentence is enough of an article then.
    pub(super) is_told: bool,
}

/// Whether a page whose data describe no article is a list.
pub(super) fn is_listing(seen: &Evidence, shown: &Shown) -> bool {
    let Evidence { tree: page, own, .. } = *seen;
    let Shown { text, pictures, is_told } = *shown;
    if page.has("meta[property='article:published_time']") {
        return false;
    }
    let base = address(page, own);
    let (of_cards, of_one) = cards::find(seen.blocks, seen.title, base.as_ref()).share(seen.blocks, text);
    let is_own = || of_one * 2 > of_cards && is_under_headline(seen, shown);
    if of_cards > 0 && of_cards * 2 >= text.len() && !is_own() {
        return true;
    }
    let is_likely = is_likely(page, own);
    let is_shown = is_told || !text.is_empty() && pictures >= GALLERY_MIN;
    if page.has("[itemprop=articleBody]") || is_likely && is_shown || is_under_headline(seen, shown) {
        return false;
    }
    let headlines = count_headlines(page.document, base.as_ref());
    let most = if is_likely { SENTENCE } else { TEXT_PER_HEADLINE * headlines };
    headlines >= headlines::MANY && !is_prose(text.lines().map(str::len)) && text.len() < most
}

/// Whether paragraphs of so many bytes make an article of any page.
pub(crate) fn is_prose(paragraphs: impl Iterator<Item = usize>) -> bool {
    paragraphs.filter(|size| *size >= PARAGRAPH).take(PARAGRAPHS).count() == PARAGRAPHS
}

/// Whether the text are paragraphs of sentences under a headline, which is the page's own.
fn is_under_headline(seen: &Evidence, shown: &Shown) -> bool {
    let is_own = |at: usize| {
        let text = &seen.blocks.blocks[at].text;
        text.split_whitespace().nth(HEADLINE_WORDS_MIN - 1).is_some()
            && seen.title.is_some_and(|title| blocks::key(title) == blocks::key(text))
    };
    let sentences =
        shown.text.lines().filter(|line| line.len() >= OWN_PARAGRAPH && container::is_sentence(line));
    let enough = if shown.is_told { TOLD_PARAGRAPHS } else { OWN_PARAGRAPHS };
    seen.headline.is_some_and(is_own) && sentences.take(enough).count() == enough
}

/// Whether a page's address or type speaks for an article.
pub(super) fn is_likely(page: &Tree, own: Option<&Url>) -> bool {
    address(page, own).as_ref().is_none_or(is_of_article)
        || page.meta(&["og:type"]).is_some_and(|kind| kind == "article")
}

fn address(page: &Tree, own: Option<&Url>) -> Option<Url> {
    own.cloned().or_else(|| stated_address(page))
}

/// The address that a page says is its own.
fn stated_address(page: &Tree) -> Option<Url> {
    let link = page.select("link[rel=canonical][href]").into_iter().next();
    let stated = link.and_then(|link| link.value().attr("href").map(str::to_owned));
    Url::parse(&stated.or_else(|| page.meta(&["og:url"]))?).ok()
}

/// How many articles the page's links lead to.
fn count_headlines(document: &Html, base: Option<&Url>) -> usize {
    let Ok(anchors) = Selector::parse("a[href]") else { return 0 };
    let target = |anchor: scraper::ElementRef| {
        let letters = anchor.text().flat_map(str::chars).filter(|c| !c.is_whitespace());
        let href = anchor.value().attr("href").filter(|_| letters.count() >= headlines::CHARS_MIN)?;
        let Some(base) = base else { return Some(href.to_owned()) };
        let is_article = |target: &Url| is_other_page_of_site(base, target) && is_of_article(target);
        Some(base.join(href).ok().filter(is_article)?.path().to_owned())
    };
    let known = document.select(&anchors).filter_map(target).collect::<HashSet<String>>().len();
    match base {
        Some(base) if known < headlines::MANY => {
            headlines::alike(base, &headlines::find(document, base)).len()
        }
        _ => known,
    }
}
