//! Whether a page is an article at all, or a front or a list of articles.
//!
//! A page that states to be an article is believed. Of the others, a list has many headlines that lead to articles and
//! little text of its own: teasers, none of which is a paragraph. Figures were chosen so that of 635 article pages in
//! some 25 languages none is taken for a list.

use std::collections::HashSet;

use scraper::{Html, Selector};
use url::Url;

use super::facts;
use super::pictures::GALLERY_MIN;
use super::texts::Named;
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

/// Whether a page whose data describe no article is a list, seen its text (a paragraph a line) and how many pictures
/// are its own. Where the page says what its text or lead is (`is_told`), a sentence is enough of an article.
pub(super) fn is_listing(page: &Named, url: &str, text: &str, pictures: usize, is_told: bool) -> bool {
    if is_stated(page.document) {
        return false;
    }
    let base = address(page, url);
    let headlines = headlines(page.document, base.as_ref());
    let paragraphs = text.lines().filter(|line| line.len() >= PARAGRAPH).count();
    let is_likely = is_likely(page, url);
    if is_likely && (is_told || !text.is_empty() && pictures >= GALLERY_MIN) {
        return false;
    }
    let most = if is_likely { SENTENCE } else { TEXT_PER_HEADLINE * headlines };
    headlines >= HEADLINES_MIN && paragraphs < PARAGRAPHS && text.len() < most
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

/// What only articles have.
fn is_stated(document: &Html) -> bool {
    let marks = "meta[property='article:published_time'], [itemprop=articleBody]";
    Selector::parse(marks).is_ok_and(|selector| document.select(&selector).next().is_some())
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
