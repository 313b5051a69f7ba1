//! A section front as a source: its links that look like articles, and the feeds that it offers.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::address::{is_of_article, is_other_page_of_site};
use crate::page::headlines::{self, Headline, MANY};
use crate::page::{self, Refusal};
use crate::{base, bounds};

/// A link to an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The whole address, without a fragment.
    pub url: String,
    /// The link's text.
    pub title: String,
}

impl From<&Headline> for Link {
    fn from(found: &Headline) -> Self {
        Self { url: found.target.to_string(), title: found.title.clone() }
    }
}

/// Links taken from one front.
const LINKS_MAX: usize = 120;

/// The links of a page that look like articles of its own site, in page order; empty when the page is itself one.
pub fn article_links(html: &str, url: &str) -> Vec<Link> {
    let Ok(own) = Url::parse(url) else { return Vec::new() };
    let page = bounds::parse(html);
    let is_list = LazyCell::new(|| {
        let refusal = page::extract(html.as_bytes(), Some("text/html; charset=utf-8"), url).refusal();
        matches!(refusal, Some(Refusal::Listing | Refusal::NoText))
    });
    // Systems call their archives articles too.
    if has(&page, ARTICLE) || has(&page, "meta[property='og:type'][content=article]") && !*is_list {
        return Vec::new();
    }
    let found = of_section(&page, headlines::find(&page, &own));
    let mut links: Vec<Link> =
        found.iter().filter(|found| is_of_article(&found.target)).map(Link::from).collect();
    if links.len() < MANY && !reads_like_article(&page) {
        links = headlines::alike(&own, &found).into_iter().map(Link::from).collect();
    }
    if links.len() < MANY && *is_list {
        links = of_teasers(&page, &own);
    }
    if links.len() < MANY && *is_list {
        links = of_cards(&page, &own);
    }
    links.truncate(LINKS_MAX);
    if links.len() < MANY { Vec::new() } else { links }
}

/// The headlines of a section itself: those of its boxes beside it are the outlet's most read ones. All where nothing
/// else is left.
fn of_section(page: &Html, mut found: Vec<Headline>) -> Vec<Headline> {
    let mut known = HashMap::new();
    let is_own: Vec<bool> = found
        .iter()
        .map(|found| page.tree.get(found.id).is_some_and(|anchor| !page::is_beside(anchor, &mut known)))
        .collect();
    if is_own.iter().filter(|is_own| **is_own).count() >= MANY {
        let mut is_own = is_own.into_iter();
        found.retain(|_| is_own.next().unwrap_or(true));
    }
    found
}

/// The cards of a list whose headlines are no links: what leads on is «ادامه مطلب», a picture or a date, and the
/// headline is the heading beside it.
fn of_teasers(page: &Html, own: &Url) -> Vec<Link> {
    let (Ok(anchors), Some(base)) = (Selector::parse("a[href]"), base::of(page, Some(own))) else {
        return Vec::new();
    };
    let teaser = |anchor: ElementRef| {
        let mut target = base.join(anchor.value().attr("href")?).ok()?;
        target.set_fragment(None);
        let cards = anchor.ancestors().filter_map(ElementRef::wrap).take(CARD_DEPTH);
        let title =
            is_other_page_of_site(own, &target).then(|| cards.into_iter().find_map(one_heading))???;
        Some((title, target.to_string()))
    };
    let found: Vec<(String, String)> = page.select(&anchors).filter_map(teaser).take(TEASERS_MAX).collect();
    // Where several cards lead is a section or a tag.
    let mut titles_of: HashMap<&str, HashSet<&str>> = HashMap::new();
    found.iter().for_each(|(title, url)| {
        titles_of.entry(url).or_default().insert(title);
    });
    let is_own = |url: &str| titles_of[url].len() == 1;
    let mut known = HashSet::new();
    let titles = found.iter().map(|(title, _)| title).filter(|title| known.insert(title.as_str()));
    let link = |title: &String| {
        let of_card =
            || found.iter().filter(|(other, url)| other == title && is_own(url)).map(|(_, url)| url);
        // The first of those that the card leads to most often.
        let often = |url: &&String| of_card().filter(|other| other == url).count();
        let url = of_card().rev().max_by_key(often)?;
        Some(Link { url: url.clone(), title: title.clone() })
    };
    titles.filter_map(link).collect()
}

/// The heading in an element: Some(None) when there are several, or it is a menu's by its length.
fn one_heading(card: ElementRef) -> Option<Option<String>> {
    let mut headings =
        card.descendants().filter_map(ElementRef::wrap).take(CARD_ELEMENTS).filter(headlines::is_heading);
    let title = headlines::words(headings.next()?);
    let is_headline = headings.next().is_none() && title.chars().count() >= headlines::CHARS_MIN;
    Some(is_headline.then_some(title))
}

/// Elements between a link and its card, and in a card.
const CARD_DEPTH: usize = 4;
const CARD_ELEMENTS: usize = 100;
/// Links of cards that are looked at.
const TEASERS_MAX: usize = 400;

/// The headlines of the cards of a list, whatever their addresses look like, each address once.
fn of_cards(page: &Html, own: &Url) -> Vec<Link> {
    let mut known = HashSet::new();
    let is_ours = |url: &String| Url::parse(url).is_ok_and(|target| is_other_page_of_site(own, &target));
    let Some(base) = base::of(page, Some(own)) else { return Vec::new() };
    let found = page::card_links(page, &base).into_iter();
    let ours = found.filter(|(_, url)| is_ours(url) && known.insert(url.clone()));
    ours.map(|(title, url)| Link { url, title }).collect()
}

/// Whether a page has paragraphs of prose.
fn reads_like_article(page: &Html) -> bool {
    let Ok(paragraphs) = Selector::parse("p") else { return false };
    page::is_prose(page.select(&paragraphs).map(|paragraph| paragraph.text().map(str::len).sum()))
}

/// Addresses of the feeds that a page offers.
pub fn offered_feeds(html: &str, url: &str) -> Vec<String> {
    let wanted = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml'], link[rel~=alternate][type='application/feed+json']";
    let page = bounds::parse(html);
    let own = Url::parse(url).ok();
    let (Some(base), Ok(selector)) = (base::of(&page, own.as_ref()), Selector::parse(wanted)) else {
        return Vec::new();
    };
    let href = |link: scraper::ElementRef| Some(base.join(link.value().attr("href")?).ok()?.to_string());
    page.select(&selector).filter_map(href).collect()
}

/// What only articles have.
const ARTICLE: &str = "meta[property='article:published_time'], [itemprop=articleBody]";

fn has(page: &Html, wanted: &str) -> bool {
    Selector::parse(wanted).is_ok_and(|selector| page.select(&selector).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = r#"<a href="/">خانه</a><a href="/news/100001/x">افتتاح کتابخانهٔ تازه در شهر</a>
        <a href="/news/100002/y#c">برداشت گندم از دشت‌های جنوب</a><a href="https://other.ir/news/1234/z">پیوند به سایت دیگری در این صفحه</a>
        <a href="/news/100003/z">نشست فرمانداران استان برگزار شد</a><a href="/news/100004/w">قهرمانی تیم جوانان در مسابقه‌ها</a>"#;

    #[test]
    fn a_front_gives_its_articles() {
        let found = article_links(FRONT, "https://a.ir/section/1");
        assert_eq!(found.len(), 4);
        assert_eq!(found[1].url, "https://a.ir/news/100002/y");
        assert!(article_links("<p>متن</p>", "https://a.ir/news/1").is_empty());
    }

    #[test]
    fn a_list_of_headlines_is_followed_whatever_its_addresses_look_like() {
        let list = |folder: &str, many: usize| {
            let item = |at: usize| {
                format!(
                    "<li class=i><a href='{folder}story-{at}.html'>شورای شهر لاجین دربارهٔ پل {at} رأی می‌دهد</a></li>"
                )
            };
            (0..many).map(item).collect::<String>()
        };
        let menu = "<nav><a href='/a/about.html'>دربارهٔ ما</a><a href='/a/terms.html'>شرایط استفاده از این پایگاه خبری نمونه</a></nav>";
        let front = format!("{menu}<ul>{}</ul>", list("/a/", 12));
        let found = article_links(&front, "https://a.ir/list3.html");
        assert_eq!(found.len(), 12);
        assert_eq!(found[11].url, "https://a.ir/a/story-11.html");
        assert_eq!(article_links(&list("/", 8), "https://a.ir/").len(), 8, "slugs beside a front");
        let prose = format!("<p>{}</p>", "شهردار گفت ساخت پل تازه آغاز می‌شود. ".repeat(12)).repeat(3);
        for (html, url) in [
            (list("/a/", 12), "https://a.ir/a/story-99.html"),
            (format!("{prose}{}", list("/a/", 12)), "https://a.ir/about"),
            (list("/a/", 3), "https://a.ir/list3.html"),
        ] {
            assert!(article_links(&html, url).is_empty(), "{url}");
        }
    }

    #[test]
    fn cards_whose_headlines_are_no_links_are_followed() {
        let card = |at: u32| {
            format!(
                "<div class=item><a href='/city/pol'>شهر</a><a href='/i/{at}'><img src='{at}.jpg'></a><h3>شهردار لاجین دربارهٔ پل {at} گفت</h3><p>ساخت پل {at} آغاز شد.</p><a href='/i/{at}'>ادامه مطلب</a> <a href='/tag/pol'>پل</a><a href='/tag/{at}'>{at}</a></div>"
            )
        };
        let front = format!(
            "<h1>اخبار شهر</h1>{}<a href='/about'>درباره ما</a>",
            (1..9).map(card).collect::<String>()
        );
        let found = article_links(&front, "https://a.ir/city");
        let expected: Vec<(String, String)> = (1..9)
            .map(|at| (format!("https://a.ir/i/{at}"), format!("شهردار لاجین دربارهٔ پل {at} گفت")))
            .collect();
        assert_eq!(found.into_iter().map(|link| (link.url, link.title)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn offered_feeds_are_found() {
        let html = r#"<link rel="alternate" type="application/rss+xml" href="/rss">"#;
        assert_eq!(offered_feeds(html, "https://a.ir/x"), ["https://a.ir/rss"]);
    }
}
