//! A section front as a source: its links that look like articles, and the feeds that it offers.

use scraper::{Html, Selector};
use url::Url;

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

/// The links of a page that look like articles of its own site, in page order; empty when the page is itself one.
pub fn article_links(html: &str, url: &str) -> Vec<Link> {
    let (Ok(base), Ok(anchors)) = (Url::parse(url), Selector::parse("a[href]")) else { return Vec::new() };
    let page = Html::parse_document(html);
    if is_article(&page) {
        return Vec::new();
    }
    let mut links: Vec<Link> = Vec::new();
    for anchor in page.select(&anchors) {
        let title = anchor.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(target) = anchor.value().attr("href").and_then(|href| base.join(href).ok()) else {
            continue;
        };
        if title.chars().count() < TITLE_CHARS_MIN || !looks_like_article(&base, &target) {
            continue;
        }
        let mut target = target;
        target.set_fragment(None);
        let url = target.to_string();
        if links.len() < LINKS_MAX && !links.iter().any(|link| link.url == url) {
            links.push(Link { url, title });
        }
    }
    if links.len() < LINKS_MIN { Vec::new() } else { links }
}

/// Addresses of the feeds that a page offers.
pub fn offered_feeds(html: &str, url: &str) -> Vec<String> {
    let wanted = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml'], link[rel~=alternate][type='application/feed+json']";
    let (Ok(base), Ok(selector)) = (Url::parse(url), Selector::parse(wanted)) else { return Vec::new() };
    let page = Html::parse_document(html);
    let href = |link: scraper::ElementRef| Some(base.join(link.value().attr("href")?).ok()?.to_string());
    page.select(&selector).filter_map(href).collect()
}

/// The page says of itself that it is an article.
fn is_article(page: &Html) -> bool {
    let marks = "meta[property='article:published_time'], [itemprop=articleBody], meta[property='og:type'][content=article]";
    Selector::parse(marks).is_ok_and(|selector| page.select(&selector).next().is_some())
}

/// Same site, another page, and an article's address.
pub(crate) fn looks_like_article(base: &Url, target: &Url) -> bool {
    let host = |url: &Url| url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    matches!(target.scheme(), "http" | "https")
        && host(base) == host(target)
        && target.path() != base.path()
        && is_article_address(target)
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
    fn offered_feeds_are_found() {
        let html = r#"<link rel="alternate" type="application/rss+xml" href="/rss">"#;
        assert_eq!(offered_feeds(html, "https://a.ir/x"), ["https://a.ir/rss"]);
    }
}
