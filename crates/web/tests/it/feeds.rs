//! Feeds and sitemaps, held against the rules of their formats, and read back by a reader of others.

use std::collections::HashSet;

use axum::http::{StatusCode, header};
use feed_rs::model::Feed;
use news::article::ArticleState::{Published, Unpublished};
use news::source::{Extent, Terms};
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::{Answer, Site};

const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Marks of XML, the end of its literal text, and characters that it has no way to write.
const HOSTILE: &str = "تیتر & <b> ]]> \u{8}\u{1f}\u{fffe}«می‌رود» \"'";
const HOSTILE_AS_TOLD: &str = "تیتر & <b> ]]> «می‌رود» \"'";

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    // Of the same vocabulary: RSS has links of Atom beside its own.
    let is_wanted = |one: &Node| {
        one.tag_name().name() == name && one.tag_name().namespace() == node.tag_name().namespace()
    };
    let mut found = node.children().filter(is_wanted);
    let first = found.next();
    assert!(found.next().is_none(), "{name} stands once");
    first
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(node, name).and_then(|one| one.text()).unwrap_or_else(|| panic!("{name} is needed"))
}

fn link<'a>(node: Node<'a, 'a>, rel: &str) -> Option<&'a str> {
    let mut links = node.children().filter(|one| one.has_tag_name((ATOM, "link")));
    links.find(|one| one.attribute("rel") == Some(rel)).and_then(|one| one.attribute("href"))
}

fn is_address(text: &str) -> bool {
    text.is_ascii() && !text.contains([' ', '<', '"']) && text.starts_with("https://example.ir/")
}

/// The rules of <https://www.rssboard.org/rss-specification>; addresses of the entries.
fn rss(body: &str, at: &str) -> Vec<String> {
    let document = Document::parse(body).expect("XML");
    let root = document.root_element();
    assert!(root.has_tag_name("rss") && root.attribute("version") == Some("2.0"));
    let channel = child(root, "channel").expect("a channel");
    assert!(is_address(text(channel, "link")) && !text(channel, "title").is_empty());
    assert!(!text(channel, "description").is_empty() && text(channel, "language") == "fa");
    assert_eq!(link(channel, "self"), Some(at));
    let items: Vec<Node> = channel.children().filter(|one| one.has_tag_name("item")).collect();
    for item in &items {
        assert!(!text(*item, "title").is_empty() && is_address(text(*item, "link")));
        let guid = child(*item, "guid").expect("an id");
        assert!(guid.attribute("isPermaLink") == Some("true") && guid.text().is_some_and(is_address));
        assert!(text(*item, "pubDate").ends_with(" +0330"));
    }
    items.iter().map(|item| text(*item, "guid").to_owned()).collect()
}

/// The rules of RFC 4287.
fn atom(body: &str, at: &str) -> Vec<String> {
    let document = Document::parse(body).expect("XML");
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    assert!(is_address(text(feed, "id")) && !text(feed, "title").is_empty());
    assert!(text(feed, "updated").contains("+03:30"), "{}", text(feed, "updated"));
    assert!(child(child(feed, "author").expect("an author"), "name").is_some());
    assert_eq!(link(feed, "self"), Some(at));
    let entries: Vec<Node> = feed.children().filter(|one| one.has_tag_name("entry")).collect();
    for entry in &entries {
        assert!(is_address(text(*entry, "id")) && child(*entry, "title").is_some());
        assert!(text(*entry, "updated").contains("+03:30") && text(*entry, "published").contains("+03:30"));
        let author = child(*entry, "author").expect("an author");
        assert!(!text(author, "name").is_empty());
        let list = child(author, "uri");
        assert!(list.is_none_or(|list| list.text().is_some_and(is_address)));
        assert!(link(*entry, "alternate").is_some_and(is_address));
        let content = child(*entry, "content");
        assert!(content.is_none_or(|content| content.attribute("type") == Some("html")));
        assert!(child(*entry, "summary").is_some());
    }
    entries.iter().map(|entry| text(*entry, "id").to_owned()).collect()
}

/// The rules of <https://www.jsonfeed.org/version/1.1/>.
fn json(body: &str, at: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string() && feed["feed_url"] == at);
    assert!(feed["home_page_url"].as_str().is_some_and(is_address));
    let items = feed["items"].as_array().expect("items");
    for item in items {
        assert!(item["id"].as_str().is_some_and(is_address) && item["url"].as_str().is_some_and(is_address));
        assert!(item["content_html"].is_string() != item["content_text"].is_string(), "one of the two");
        assert!(item["date_published"].as_str().is_some_and(|at| at.ends_with("+03:30")));
        assert!(item["authors"].as_array().is_some_and(|authors| authors[0]["name"].is_string()));
    }
    items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect()
}

fn read(answer: &Answer) -> Feed {
    feed_rs::parser::parse(answer.body.as_bytes()).expect("a feed")
}

/// A feed that keeps its format's rules; the ids of its entries.
async fn checked(site: &Site, path: &str) -> Vec<String> {
    let answer = site.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    let at = format!("https://example.ir{}", crate::encoded(path));
    let (kind, ids) = match path.split('?').next().and_then(|path| path.rsplit('/').next()) {
        Some("rss.xml") => ("application/rss+xml", rss(&answer.body, &at)),
        Some("atom.xml") => ("application/atom+xml", atom(&answer.body, &at)),
        _ => ("application/feed+json", json(&answer.body, &at)),
    };
    assert_eq!(answer.header(header::CONTENT_TYPE).split(';').next(), Some(kind), "{path}");
    assert!(!answer.header(header::ETAG).is_empty());
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "ids are of one entry each");
    assert_eq!(read(&answer).entries.len(), ids.len(), "{path}");
    ids
}

#[tokio::test]
async fn every_feed_keeps_the_rules_of_its_format_and_says_the_same() {
    let site = Site::new().await;
    for file in ["rss.xml", "atom.xml", "feed.json"] {
        assert!(checked(&site, &format!("/{file}")).await.is_empty(), "valid with nothing in it");
    }
    let code = site.article("کتابخانه", Published).await;
    site.save(code, |content| {
        content.headline = HOSTILE.into();
        content.lead = HOSTILE.into();
        content.attribution = None;
    })
    .await;
    site.article("رونوشت", Published).await;
    for of in ["", "/section/sport", "/tag/کتاب-خوانی", "/author/نرگس-فلاح"] {
        for file in ["rss.xml", "atom.xml", "feed.json"] {
            let ids = checked(&site, &format!("{of}/{file}")).await;
            assert_eq!(ids.len(), 2, "{of}/{file}");
            assert!(ids.contains(&format!("https://example.ir/{code}")), "{ids:?}");
        }
        assert_eq!(site.get(&format!("{of}/feed.xml")).await.status, StatusCode::NOT_FOUND);
    }
    for file in ["/rss.xml", "/atom.xml", "/feed.json"] {
        let answer = site.get(file).await;
        let mut feed = read(&answer);
        let entry = feed
            .entries
            .remove(feed.entries.iter().position(|one| one.id.ends_with(&code.to_string())).expect("told"));
        let words = |text: Option<feed_rs::model::Text>| text.map(|text| text.content).unwrap_or_default();
        let title = words(entry.title).split_whitespace().collect::<Vec<_>>().join(" ");
        // A format that can write them keeps all characters.
        let told = if file == "/feed.json" { HOSTILE } else { HOSTILE_AS_TOLD };
        assert_eq!(title, told, "{file}");
        assert_eq!(entry.published.map(|at| at.timestamp_millis()), Some(crate::NOW - 60_000), "{file}");
        assert_eq!(entry.authors[0].name.as_deref(), Some("نرگس فلاح"), "{file}");
        let categories: Vec<&str> = entry.categories.iter().map(|one| one.term.as_str()).collect();
        assert_eq!(categories, ["ورزش", "کتاب‌خوانی"], "{file}");
        assert!(words(entry.summary).contains("«می‌رود»"), "{file}");
        let body = entry.content.and_then(|content| content.body).unwrap_or_default();
        assert!(body.contains("<p>گزارش می‌شود که متن کامل"), "{file}: {body}");
    }
}

#[tokio::test]
async fn a_reprint_is_told_whole_only_where_its_terms_say_so() {
    let site = Site::new().await;
    let licence = || "بازنشر با نام منبع".to_owned();
    for (name, terms, is_whole) in [
        ("بی‌شرط", Terms::default(), false),
        ("با-پروانه", Terms { licence: licence(), ..Terms::default() }, true),
        ("چکیده", Terms { licence: licence(), extent: Extent::Excerpt, ..Terms::default() }, false),
    ] {
        let code = site.reprint(name, terms).await;
        for file in ["/rss.xml", "/atom.xml", "/feed.json"] {
            let answer = site.get(file).await;
            let told = read(&answer).entries.into_iter().find(|one| one.id.ends_with(&code.to_string()));
            let told = told.expect("told");
            let body = told.content.and_then(|content| content.body).unwrap_or_default();
            assert_eq!(body.contains("<p>"), is_whole, "{name} in {file}: {body}");
            assert!(told.summary.is_some_and(|lead| lead.content.contains("این مطلب")), "{name} in {file}");
        }
    }
}

#[tokio::test]
async fn a_long_feed_goes_on_and_its_last_page_says_so() {
    let site = Site::new().await;
    for number in 0..41 {
        site.article(&format!("خبر {number}"), Published).await;
    }
    for (file, next) in
        [("/rss.xml", "rel=\"next\""), ("/atom.xml", "rel=\"next\""), ("/feed.json", "\"next_url\":")]
    {
        let (first, second) = (checked(&site, file).await, checked(&site, &format!("{file}?page=2")).await);
        assert_eq!((first.len(), second.len()), (40, 1), "{file}");
        assert!(!first.contains(&second[0]));
        assert!(site.get(file).await.body.contains(next) && site.get(file).await.body.contains("?page=2"));
        assert!(!site.get(&format!("{file}?page=2")).await.body.contains(next));
        for beyond in [3, 26] {
            assert_eq!(site.get(&format!("{file}?page={beyond}")).await.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn each_page_names_its_own_feeds_and_they_are_there() {
    let site = Site::new().await;
    let code = site.article("کتابخانه", Published).await;
    for (page, own) in [
        ("/".to_owned(), 0),
        ("/latest".into(), 0),
        ("/section/sport".into(), 3),
        ("/tag/کتاب-خوانی".into(), 3),
        ("/author/نرگس-فلاح".into(), 3),
        (format!("/news/{code}/کتابخانه"), 3),
    ] {
        let body = site.get(&page).await.body;
        let links = body.split("<link rel=\"alternate\" type=\"").skip(1);
        let feeds: Vec<(&str, &str)> = links
            .filter_map(|rest| {
                Some((rest.split('"').next()?, rest.split("href=\"").nth(1)?.split('"').next()?))
            })
            .collect();
        assert_eq!(feeds.len(), 3 + own, "{page}: {feeds:?}");
        for (kind, feed) in feeds {
            let answer = site.get(feed).await;
            assert!(answer.header(header::CONTENT_TYPE).starts_with(kind), "{feed}");
            assert!(answer.body.contains(&code.to_string()), "{feed}");
        }
    }
}

#[tokio::test]
async fn sitemaps_list_what_is_there_since_its_last_change() {
    let site = Site::new().await;
    let code = site.article("کتابخانه & شهر", Published).await;
    let part = code / 20_000;
    let lastmod = async || {
        let body = site.get(&format!("/sitemap/{part}")).await.body;
        let document = Document::parse(&body).expect("XML");
        let url = document.root_element().first_element_child().expect("an address");
        assert!(is_address(text(url, "loc")), "{}", text(url, "loc"));
        text(url, "lastmod").to_owned()
    };
    assert_eq!(lastmod().await, "2024-12-02T20:11:00+03:30", "when it was published");
    site.save(code, |content| content.lead = "دیگر".into()).await;
    assert_eq!(lastmod().await, "2024-12-02T20:12:00+03:30", "when it was changed");
    let index = site.get("/sitemap.xml").await.body;
    let document = Document::parse(&index).expect("XML");
    let parts: Vec<&str> =
        document.root_element().children().filter(Node::is_element).map(|one| text(one, "loc")).collect();
    assert_eq!(parts, [&format!("https://example.ir/sitemap/{part}"), "https://example.ir/news-sitemap.xml"]);
    for none in [
        format!("/sitemap/{}", part + 1),
        "/sitemap/0".into(),
        format!("/sitemap/0{part}"),
        "/sitemap/-1".into(),
    ] {
        assert_eq!(site.get(&none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
    let mut tx = site.store.begin(crate::NOW).await.expect("a change");
    store::articles::set_state(&mut tx, code, Unpublished, None).await.expect("taken away");
    tx.commit().await.expect("committed");
    assert_eq!(site.get(&format!("/sitemap/{part}")).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/sitemap.xml").await.body.contains("example.ir/sitemap/"));
    Document::parse(&site.get("/news-sitemap.xml").await.body).expect("valid when empty");
}
