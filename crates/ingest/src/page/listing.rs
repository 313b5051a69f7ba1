//! Whether a page is an article at all, or a front or a list of articles.
//!
//! A page that states to be an article is believed. Of the others, a list is what its text comes from: cards, each with
//! a headline that leads elsewhere. So are many headlines that lead to articles beside little text of its own, unless
//! that text are paragraphs under a headline that the page has itself. Figures were chosen so that of 635 article pages
//! in some 25 languages none is taken for a list.

use std::collections::HashSet;

use scraper::{Html, Selector};
use url::Url;

use super::blocks::{self, Blocks};
use super::pictures::GALLERY_MIN;
use super::texts::Named;
use super::{cards, container, facts};
use crate::links;

/// A list has at least so many headlines; an article may have as many beside it.
const HEADLINES_MIN: usize = 4;
/// Bytes of text for each headline, below which a page is a list.
const TEXT_PER_HEADLINE: usize = 350;
/// A page whose address or type speaks for an article needs no more text than a sentence, in bytes.
const SENTENCE: usize = 200;
/// Bytes from which a paragraph is no teaser.
const PARAGRAPH: usize = 450;
/// So many of them make an article of any page.
const PARAGRAPHS: usize = 3;
/// A headline's letters at the least; shorter link texts are menus.
const HEADLINE_CHARS_MIN: usize = 15;

/// Paragraphs of a short article, fewer where the page says where its text stands, and their bytes.
const OWN_PARAGRAPHS: usize = 3;
const TOLD_PARAGRAPHS: usize = 2;
const OWN_PARAGRAPH: usize = 80;
/// Words of a headline; a section has fewer.
const HEADLINE_WORDS_MIN: usize = 3;

/// What tells a list from an article.
pub(super) struct Evidence<'a> {
    pub(super) page: &'a Named<'a>,
    pub(super) url: &'a str,
    pub(super) blocks: &'a Blocks,
    /// The page's headline, and the one that is visible among the blocks.
    pub(super) title: Option<&'a str>,
    pub(super) headline: Option<usize>,
    /// A paragraph a line.
    pub(super) text: &'a str,
    /// How many pictures are its own.
    pub(super) pictures: usize,
    /// Whether the page says what its text or lead is: a sentence is enough of an article then.
    pub(super) is_told: bool,
}

/// Whether a page whose data describe no article is a list.
pub(super) fn is_listing(seen: &Evidence) -> bool {
    let Evidence { page, url, text, is_told, .. } = *seen;
    if has(page.document, "meta[property='article:published_time']") {
        return false;
    }
    let base = address(page, url);
    let (of_cards, of_one) = cards::find(seen.blocks, seen.title, base.as_ref()).share(seen.blocks, text);
    let is_own = || of_one * 2 > of_cards && is_under_headline(seen);
    if of_cards > 0 && of_cards * 2 >= text.len() && !is_own() {
        return true;
    }
    let is_likely = is_likely(page, url);
    let is_shown = is_told || !text.is_empty() && seen.pictures >= GALLERY_MIN;
    if has(page.document, "[itemprop=articleBody]") || is_likely && is_shown || is_under_headline(seen) {
        return false;
    }
    let headlines = headlines(page.document, base.as_ref());
    let paragraphs = text.lines().filter(|line| line.len() >= PARAGRAPH).count();
    let most = if is_likely { SENTENCE } else { TEXT_PER_HEADLINE * headlines };
    headlines >= HEADLINES_MIN && paragraphs < PARAGRAPHS && text.len() < most
}

/// Whether the text are paragraphs of sentences under a headline, which is the page's own.
fn is_under_headline(seen: &Evidence) -> bool {
    let is_own = |at: usize| {
        let text = &seen.blocks.blocks[at].text;
        text.split_whitespace().nth(HEADLINE_WORDS_MIN - 1).is_some()
            && seen.title.is_some_and(|title| blocks::key(title) == blocks::key(text))
    };
    let sentences =
        seen.text.lines().filter(|line| line.len() >= OWN_PARAGRAPH && container::is_sentence(line));
    let enough = if seen.is_told { TOLD_PARAGRAPHS } else { OWN_PARAGRAPHS };
    seen.headline.is_some_and(is_own) && sentences.take(enough).count() == enough
}

/// Whether a page's address or type speaks for an article.
pub(super) fn is_likely(page: &Named, url: &str) -> bool {
    address(page, url).as_ref().is_none_or(links::is_article_address)
        || facts::meta(page, &["og:type"]).is_some_and(|kind| kind == "article")
}

fn address(page: &Named, url: &str) -> Option<Url> {
    Url::parse(url).ok().or_else(|| own_address(page))
}

/// The address that a page says is its own.
fn own_address(page: &Named) -> Option<Url> {
    let link = page.select("link[rel=canonical][href]").into_iter().next();
    let stated = link.and_then(|link| link.value().attr("href").map(str::to_owned));
    Url::parse(&stated.or_else(|| facts::meta(page, &["og:url"]))?).ok()
}

fn has(document: &Html, wanted: &str) -> bool {
    Selector::parse(wanted).is_ok_and(|selector| document.select(&selector).next().is_some())
}

/// How many articles the page's links lead to.
fn headlines(document: &Html, base: Option<&Url>) -> usize {
    let Ok(anchors) = Selector::parse("a[href]") else { return 0 };
    let target = |anchor: scraper::ElementRef| {
        let letters = anchor.text().flat_map(str::chars).filter(|c| !c.is_whitespace());
        let href = anchor.value().attr("href").filter(|_| letters.count() >= HEADLINE_CHARS_MIN)?;
        let Some(base) = base else { return Some(href.to_owned()) };
        let target = base.join(href).ok().filter(|target| links::looks_like_article(base, target))?;
        Some(target.path().to_owned())
    };
    let known = document.select(&anchors).filter_map(target).collect::<HashSet<String>>().len();
    match base {
        Some(base) if known < HEADLINES_MIN => links::alike(base, &links::headlines(document, base)).len(),
        _ => known,
    }
}
