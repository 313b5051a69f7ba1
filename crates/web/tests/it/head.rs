//! What stands in the head of pages, for search engines and networks.

use news::article::ArticleState::Published;
use news::article::Attribution;
use news::source::{Indexing, Terms};
use scraper::{Html, Selector};
use serde_json::Value;

use crate::{Answer, Site};

/// Ends a script, opens a comment, ends lines, and is half of other scripts' escapes.
const HOSTILE: &str = "تیتر </script><script>alert(1)</script> <!--\u{2028}\u{2029} \\u003c \"';//";

/// What the one element of linked data says, as a browser finds it.
fn data(answer: &Answer) -> Value {
    let page = Html::parse_document(&answer.body);
    let selector = Selector::parse("head script[type='application/ld+json']").expect("a selector");
    let all: Vec<String> = page.select(&selector).map(|one| one.text().collect()).collect();
    assert_eq!(all.len(), 1);
    serde_json::from_str(&all[0]).expect("JSON")
}

/// What an element of the head says, by its name or property.
fn meta(answer: &Answer, name: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.body);
    let selector = format!("head meta[property='{name}'], head meta[name='{name}']");
    let selector = Selector::parse(&selector).expect("a selector");
    page.select(&selector).filter_map(|one| one.attr("content")).map(str::to_owned).collect()
}

async fn page(site: &Site, code: i64) -> Answer {
    let answer = site.get(&format!("/{code}")).await;
    site.get(answer.header(axum::http::header::LOCATION)).await
}

#[tokio::test]
async fn search_engines_are_told_all_of_an_article() {
    let site = Site::new().await;
    let code = site.article("کتابخانهٔ تازه", Published).await;
    let told = data(&page(&site, code).await);
    let url = format!("https://example.ir{}", crate::encoded(&format!("/news/{code}/کتابخانه-تازه")));
    assert_eq!((&told["@type"], &told["headline"]), (&"NewsArticle".into(), &"کتابخانهٔ تازه".into()));
    assert_eq!(told["datePublished"], "2024-12-02T20:11:00+03:30");
    assert_eq!(told["dateModified"], told["datePublished"]);
    assert_eq!((&told["inLanguage"], &told["isAccessibleForFree"]), (&"fa".into(), &true.into()));
    assert_eq!((&told["articleSection"], &told["keywords"][0]), (&"ورزش".into(), &"کتاب‌خوانی".into()));
    let author = &told["author"][0];
    assert_eq!((&author["@type"], &author["name"]), (&"Person".into(), &"نرگس فلاح".into()));
    assert!(author["url"].as_str().is_some_and(|url| url.starts_with("https://example.ir/author/%D9")));
    assert_eq!(told["publisher"]["name"], "بینش");
    assert_eq!(told["publisher"]["logo"]["@type"], "ImageObject");
    assert_eq!(
        (&told["url"], &told["mainEntityOfPage"]["@id"]),
        (&url.as_str().into(), &url.as_str().into())
    );
    assert_eq!(told["isBasedOn"], "https://source.example/1");
    let crumbs = told["mainEntityOfPage"]["breadcrumb"]["itemListElement"].as_array().expect("a list");
    let names: Vec<&str> = crumbs.iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["بینش", "ورزش", "کتابخانهٔ تازه"]);
    assert_eq!(
        (&crumbs[1]["position"], &crumbs[1]["item"]),
        (&2.into(), &"https://example.ir/section/sport".into())
    );
    site.save(code, |content| {
        content.byline = String::new();
        content.section_id = None;
        content.attribution = None;
        content.tags.clear();
    })
    .await;
    let told = data(&page(&site, code).await);
    assert_eq!(
        (&told["author"][0]["@type"], &told["author"][0]["name"]),
        (&"Organization".into(), &"بینش".into())
    );
    assert_eq!(told["dateModified"], "2024-12-02T20:12:00+03:30");
    for missing in ["isBasedOn", "articleSection", "keywords"] {
        assert!(told[missing].is_null(), "{missing}");
    }
}

#[tokio::test]
async fn a_hostile_headline_stays_within_its_element() {
    let site = Site::new().await;
    let code = site.article("تیتر", Published).await;
    site.save(code, |content| {
        content.headline = HOSTILE.into();
        content.lead = HOSTILE.into();
        content.byline = HOSTILE.chars().take(100).collect();
        content.tags = vec![HOSTILE.chars().take(30).collect()];
        content.attribution = Some(Attribution { name: HOSTILE.into(), ..Attribution::default() });
    })
    .await;
    let answer = page(&site, code).await;
    assert_eq!(data(&answer)["headline"], HOSTILE);
    assert!(!answer.body.contains("<script>alert") && answer.body.matches("<script").count() == 2);
    assert_eq!(meta(&answer, "og:title"), [HOSTILE]);
}

#[tokio::test]
async fn networks_are_told_what_they_show() {
    let site = Site::new().await;
    let code = site.article("کتابخانهٔ تازه", Published).await;
    let answer = page(&site, code).await;
    for (name, value) in [
        ("og:type", "article"),
        ("og:title", "کتابخانهٔ تازه"),
        ("og:description", "لید \"<b>\" این مطلب"),
        ("og:url", &format!("https://example.ir/news/{code}/کتابخانه-تازه")),
        ("og:site_name", "بینش"),
        ("og:locale", "fa_IR"),
        ("article:published_time", "2024-12-02T20:11:00+03:30"),
        ("article:modified_time", "2024-12-02T20:11:00+03:30"),
        ("article:section", "ورزش"),
        ("article:tag", "کتاب‌خوانی"),
    ] {
        assert_eq!(meta(&answer, name), [value], "{name}");
    }
    assert_eq!(meta(&answer, "twitter:card").len(), 1);
    for path in ["/", "/latest", "/section/sport", "/tag/کتاب-خوانی", "/author/نرگس-فلاح"] {
        let answer = site.get(path).await;
        assert_eq!(meta(&answer, "og:type"), ["website"], "{path}");
        assert_eq!(meta(&answer, "og:url"), [format!("https://example.ir{path}")]);
        assert!(answer.body.contains("<link rel=\"canonical\""), "{path}");
    }
}

#[tokio::test]
async fn the_front_page_tells_how_the_site_is_searched() {
    let site = Site::new().await;
    let told = data(&site.get("/").await);
    assert_eq!((&told["@type"], &told["name"]), (&"WebSite".into(), &"بینش".into()));
    let action = &told["potentialAction"];
    assert_eq!(action["target"]["urlTemplate"], "https://example.ir/search?q={search_term_string}");
    assert_eq!(action["query-input"], "required name=search_term_string");
}

#[tokio::test]
async fn the_canonical_address_is_what_the_source_agreed_to() {
    let site = Site::new().await;
    for (name, indexing, canonical) in [
        ("یک", Indexing::Own, "https://example.ir/news/"),
        ("دو", Indexing::Canonical, "https://source.example/1"),
        ("سه", Indexing::NoIndex, "https://example.ir/news/"),
    ] {
        let code = site.reprint(name, Terms { indexing, ..Terms::default() }).await;
        let answer = page(&site, code).await;
        assert!(answer.body.contains(&format!("<link rel=\"canonical\" href=\"{canonical}")), "{name}");
        assert_eq!(
            meta(&answer, "robots").contains(&"noindex".to_owned()),
            indexing == Indexing::NoIndex,
            "{name}"
        );
    }
}
