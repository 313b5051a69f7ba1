//! A section front as a source: its links that look like articles, and the feeds that it offers.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};
use url::Url;

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

/// Headlines are at least this long; shorter link texts are menus.
const TITLE_CHARS_MIN: usize = 15;
/// A front has some dozens of headlines; a page with fewer links than this is an article.
const LINKS_MIN: usize = 4;
/// Links taken from one front.
const LINKS_MAX: usize = 120;

/// Headlines alike, and of what length, that make articles of addresses that do not look like ones.
const ALIKE_MIN: usize = 6;
const ALIKE_TITLE_CHARS_MIN: usize = 25;
/// Bytes from which a paragraph is no teaser, and so many of them of one that reads like an article.
const PARAGRAPH: usize = 450;
const PARAGRAPHS: usize = 3;

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
    let found = of_section(&page, headlines(&page, &own));
    let mut links: Vec<Link> = found
        .iter()
        .filter(|found| looks_like_article(&own, &found.target))
        .map(|found| found.link.clone())
        .collect();
    if links.len() < LINKS_MIN && !reads_like_article(&page) {
        links = alike(&own, &found);
    }
    if links.len() < LINKS_MIN && *is_list {
        links = of_teasers(&page, &own);
    }
    if links.len() < LINKS_MIN && *is_list {
        links = of_cards(&page, &own);
    }
    links.truncate(LINKS_MAX);
    if links.len() < LINKS_MIN { Vec::new() } else { links }
}

/// The headlines of a section itself: those of its boxes beside it are the outlet's most read ones. All where nothing
/// else is left.
fn of_section(page: &Html, mut found: Vec<Headline>) -> Vec<Headline> {
    let mut known = HashMap::new();
    let is_own: Vec<bool> = found
        .iter()
        .map(|found| page.tree.get(found.id).is_some_and(|anchor| !page::is_beside(anchor, &mut known)))
        .collect();
    if is_own.iter().filter(|is_own| **is_own).count() >= LINKS_MIN {
        let mut is_own = is_own.into_iter();
        found.retain(|_| is_own.next().unwrap_or(true));
    }
    found
}

/// The cards of a list whose headlines are no links: what leads on is «ادامه مطلب», a picture or a date, and the
/// headline is the heading beside it.
fn of_teasers(page: &Html, own: &Url) -> Vec<Link> {
    let (Ok(anchors), Some(base)) = (Selector::parse("a[href]"), base::of(page, own.as_str())) else {
        return Vec::new();
    };
    let teaser = |anchor: ElementRef| {
        let mut target = base.join(anchor.value().attr("href")?).ok()?;
        target.set_fragment(None);
        let cards = anchor.ancestors().filter_map(ElementRef::wrap).take(CARD_DEPTH);
        let title = is_of_site(own, &target).then(|| cards.into_iter().find_map(one_heading))???;
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
    let mut headings = card.descendants().filter_map(ElementRef::wrap).take(CARD_ELEMENTS).filter(is_heading);
    let heading = headings.next()?;
    let title = heading.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    Some((headings.next().is_none() && title.chars().count() >= TITLE_CHARS_MIN).then_some(title))
}

/// Elements between a link and its card, and in a card.
const CARD_DEPTH: usize = 4;
const CARD_ELEMENTS: usize = 100;
/// Links of cards that are looked at.
const TEASERS_MAX: usize = 400;

/// The headlines of the cards of a list, whatever their addresses look like, each address once.
fn of_cards(page: &Html, own: &Url) -> Vec<Link> {
    let mut known = HashSet::new();
    let is_ours = |url: &String| Url::parse(url).is_ok_and(|target| is_of_site(own, &target));
    let Some(base) = base::of(page, own.as_str()) else { return Vec::new() };
    let found = page::card_links(page, &base).into_iter();
    let ours = found.filter(|(_, url)| is_ours(url) && known.insert(url.clone()));
    ours.map(|(title, url)| Link { url, title }).collect()
}

/// A link with a headline's text to another page of the site.
pub(crate) struct Headline {
    link: Link,
    target: Url,
    /// The elements that it lies in: those of one list are the same.
    place: String,
    id: NodeId,
}

/// Links with headlines to other pages of the site of a page, each address once. `own` is the page's.
pub(crate) fn headlines(page: &Html, own: &Url) -> Vec<Headline> {
    let (Ok(anchors), Some(base)) = (Selector::parse("a[href]"), base::of(page, own.as_str())) else {
        return Vec::new();
    };
    let mut known = HashSet::new();
    let headline = |anchor: ElementRef| {
        // A link around a whole card has a headline in it.
        let heading = anchor.children().filter_map(ElementRef::wrap).find(is_heading).unwrap_or(anchor);
        let title = heading.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut target = base.join(anchor.value().attr("href")?).ok()?;
        target.set_fragment(None);
        let is_headline = title.chars().count() >= TITLE_CHARS_MIN && is_of_site(own, &target);
        let url = target.to_string();
        (is_headline && known.insert(url.clone())).then(|| Headline {
            link: Link { url, title },
            target,
            place: place(anchor),
            id: anchor.id(),
        })
    };
    page.select(&anchors).filter_map(headline).collect()
}

fn is_heading(element: &ElementRef) -> bool {
    matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The elements above a link, by name and class, as far as those of one list share them.
fn place(anchor: ElementRef) -> String {
    let above = anchor.ancestors().filter_map(ElementRef::wrap).take(PLACE_DEPTH);
    let written = |element: ElementRef| {
        let class = element.value().attr("class").unwrap_or_default();
        let class = &class[..class.floor_char_boundary(CLASS_BYTES_MAX)];
        format!("{}.{class}", element.value().name())
    };
    above.map(written).collect::<Vec<_>>().join("<")
}

/// A link, what it lies in, and the item of the list.
const PLACE_DEPTH: usize = 3;
/// Bytes of the classes of an element that tell its list: they are kept for each of its links.
const CLASS_BYTES_MAX: usize = 200;

/// The largest list of long headlines in one structure, whose addresses lie in one folder that is not the page's own:
/// beside an article stand its neighbours, which lie where it does.
pub(crate) fn alike(base: &Url, headlines: &[Headline]) -> Vec<Link> {
    let own = base.path();
    let is_front = own.ends_with('/') || file(own).starts_with("index.") || file(own).starts_with("default.");
    let mut lists: HashMap<(&str, &str), Vec<&Link>> = HashMap::new();
    for headline in headlines {
        let path = headline.target.path();
        let is_long = headline.link.title.chars().count() >= ALIKE_TITLE_CHARS_MIN;
        if is_long && !file(path).is_empty() && (is_front || folder(path) != folder(own)) {
            lists.entry((folder(path), &headline.place)).or_default().push(&headline.link);
        }
    }
    let largest = lists.into_values().max_by_key(Vec::len).unwrap_or_default();
    if largest.len() < ALIKE_MIN { Vec::new() } else { largest.into_iter().cloned().collect() }
}

fn folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    &path[..path.rfind('/').unwrap_or(0)]
}

fn file(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// Whether a page has paragraphs of prose.
fn reads_like_article(page: &Html) -> bool {
    let Ok(paragraphs) = Selector::parse("p") else { return false };
    let long = |paragraph: &ElementRef| paragraph.text().map(str::len).sum::<usize>() >= PARAGRAPH;
    page.select(&paragraphs).filter(long).take(PARAGRAPHS).count() >= PARAGRAPHS
}

/// Addresses of the feeds that a page offers.
pub fn offered_feeds(html: &str, url: &str) -> Vec<String> {
    let wanted = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml'], link[rel~=alternate][type='application/feed+json']";
    let page = bounds::parse(html);
    let (Some(base), Ok(selector)) = (base::of(&page, url), Selector::parse(wanted)) else {
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

/// Same site, another page, and an article's address.
pub(crate) fn looks_like_article(base: &Url, target: &Url) -> bool {
    is_of_site(base, target) && is_article_address(target)
}

/// Same site, another page.
fn is_of_site(base: &Url, target: &Url) -> bool {
    let host = |url: &Url| url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    let is_own = target.path() == base.path() && target.query() == base.query();
    matches!(target.scheme(), "http" | "https") && host(base) == host(target) && !is_own
}

/// Whether an address looks like an article's.
pub fn leads_to_article(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| is_article_address(&url))
}

/// A path that holds a number of four digits and more, or is deep with a long last part.
pub(crate) fn is_article_address(url: &Url) -> bool {
    let path = url.path();
    let digits = path.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 4);
    let deep = path.trim_matches('/').matches('/').count() >= 1;
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    digits || (deep && last.len() > 40)
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
    fn long_class_names_are_not_kept_for_every_link() {
        let link = |at: usize| format!("<a href='/news/{at}'>شهردار دربارهٔ پل گفت</a>");
        let links: String = (1000..1100).map(link).collect();
        let html = format!("<div class='{}'>{links}</div>", "خ".repeat(20_000));
        let own = Url::parse("https://a.ir/").expect("an address");
        let found = headlines(&bounds::parse(&html), &own);
        assert_eq!(found.len(), 100);
        assert!(found.iter().all(|headline| headline.place.len() < 1000), "{}", found[0].place.len());
    }

    #[test]
    fn offered_feeds_are_found() {
        let html = r#"<link rel="alternate" type="application/rss+xml" href="/rss">"#;
        assert_eq!(offered_feeds(html, "https://a.ir/x"), ["https://a.ir/rss"]);
    }
}
