//! Pictures on pages: a link until they are kept, then from our own address, in sizes, with their credit.

use axum::http::{StatusCode, header};
use media::{Focus, Folder, keep, sample};
use news::article::ArticleState::Published;
use news::picture::Picture;
use scraper::{Html, Selector};

use crate::{NOW, Site};

const ADDRESS: &str = "https://pictures.example/1.jpg";

/// Keeps a drawn picture as if it had come from an article's address.
async fn keep_one(site: &Site, has_avif: bool) -> Picture {
    let bytes = sample::landscape(1, 700, 466);
    let folder = Folder::new(&site.folder.path().join("media"));
    let kept = keep(&bytes, Focus::default(), &folder).expect("kept");
    let picture = Picture { credit: "نرگس <رحیمی>".into(), ..kept };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::pictures::keep(&mut tx, ADDRESS, &picture).await.expect("kept");
    if has_avif {
        store::pictures::avif_tried(&mut tx, &picture, true).await.expect("noted");
    }
    tx.commit().await.expect("committed");
    picture
}

fn all<'a>(page: &'a Html, selector: &str, attribute: &str) -> Vec<&'a str> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|element| element.value().attr(attribute)).collect()
}

#[tokio::test]
async fn a_picture_is_a_link_until_it_is_kept_and_then_ours() {
    let site = Site::new().await;
    let code = site.article("پل لاجین", Published).await;
    let path = format!("/news/{code}/پل-لاجین");
    let before = site.get(&path).await.body;
    assert!(before.contains(&format!("href=\"{ADDRESS}\"")) && !before.contains("<picture"));
    assert!(!site.get("/").await.body.contains("card-picture"));

    let picture = keep_one(&site, false).await;
    let after = site.get(&path).await.body;
    assert!(!after.contains(ADDRESS), "nothing is loaded from elsewhere, and no link left");
    let page = Html::parse_document(&after);
    assert_eq!(all(&page, ".body picture img", "width"), ["700"]);
    assert_eq!(all(&page, ".body picture img", "alt"), ["پل"]);
    assert_eq!(all(&page, ".body picture img", "fetchpriority"), ["high"], "the first is seen at once");
    assert!(all(&page, ".body picture source", "srcset").is_empty(), "its AVIF is not made");
    assert!(all(&page, ".body .hint", "src")[0].starts_with("data:image/webp;base64,"));
    assert!(
        after.contains(
            "<figcaption>پل تازه <cite>عکس: <bdi dir=\"rtl\">نرگس &lt;رحیمی&gt;</bdi></cite></figcaption>"
        ),
        "{after}"
    );
    for file in all(&page, ".body picture img", "srcset")[0].split(", ") {
        let (file, width) = file.split_once(' ').expect("a width");
        let answer = site.get(file).await;
        assert_eq!(answer.status, StatusCode::OK, "{file} {width}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "image/webp");
        assert!(answer.header(header::CACHE_CONTROL).contains("immutable"));
    }
    let front = site.get("/").await.body;
    let card = all(&Html::parse_document(&front), ".card-picture img", "src").len();
    assert_eq!(card, 1);
    let data = all(&page, "meta[property='og:image']", "content");
    assert!(data.iter().all(|url| url.starts_with("https://example.ir/")), "{data:?}");
    assert!(
        after.contains(&format!("https://example.ir/media/{}-1-16x9-1200.webp", picture.hash)),
        "for machines"
    );
}

#[tokio::test]
async fn avif_is_offered_once_it_is_made() {
    let site = Site::new().await;
    let code = site.article("پل لاجین", Published).await;
    keep_one(&site, true).await;
    let page = Html::parse_document(&site.get(&format!("/news/{code}/پل-لاجین")).await.body);
    assert_eq!(all(&page, ".body picture source", "type"), ["image/avif"]);
    assert!(all(&page, ".body picture source", "srcset")[0].contains("-640.avif 640w"));
}

#[tokio::test]
async fn feeds_show_pictures_by_their_whole_address() {
    let site = Site::new().await;
    let code = site.article("پل لاجین", Published).await;
    site.save(code, |content| content.attribution = None).await;
    let picture = keep_one(&site, true).await;
    let feed = site.get("/feed.json").await.body;
    assert!(feed.contains(&format!("https://example.ir/media/{}-640.webp", picture.hash)), "{feed}");
}

#[tokio::test]
async fn names_that_are_none_of_a_rendition_are_not_found() {
    let site = Site::new().await;
    let picture = keep_one(&site, false).await;
    let hash = &picture.hash;
    for name in [
        format!("{hash}-master.webp"),
        format!("{hash}-320.part"),
        format!("{hash}-320.jpg"),
        "..%2f..%2fsite.db".to_owned(),
        "..%2Fsite.webp".to_owned(),
        "%00.webp".to_owned(),
        "x".repeat(300) + ".webp",
    ] {
        assert_eq!(site.get(&format!("/media/{name}")).await.status, StatusCode::NOT_FOUND, "{name}");
    }
}
