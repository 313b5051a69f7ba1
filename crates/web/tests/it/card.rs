//! The card of an article: that it is there, and never older than its article.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Draft, Published, Unpublished};
use tower::ServiceExt;

use crate::{NOW, Site};

async fn png(site: &Site, path: &str) -> Vec<u8> {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = site.serving().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "image/png");
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec()
}

/// The card's path as the article's page names it.
async fn named(site: &Site, code: i64) -> String {
    let page = site.get(site.get(&format!("/{code}")).await.header(header::LOCATION)).await.body;
    let (_, rest) =
        page.split_once("<meta property=\"og:image\" content=\"https://example.ir").expect("a card");
    assert!(page.contains("og:image:width\" content=\"1200\"") && page.contains("summary_large_image"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_card_is_drawn_and_is_another_when_its_article_says_something_else() {
    let site = Site::new().await;
    let code = site.article("کتابخانهٔ تازه", Published).await;
    let path = named(&site, code).await;
    let first = png(&site, &path).await;
    assert_eq!(&first[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes([first[at], first[at + 1], first[at + 2], first[at + 3]]);
    assert_eq!((number(16), number(20)), (1200, 630));
    assert_eq!(first, png(&site, &path).await);
    site.save(code, |content| content.headline = "کتابخانهٔ کهنه".into()).await;
    assert_ne!(named(&site, code).await, path, "networks ask again");
    assert_ne!(png(&site, &path).await, first, "by its old address too");
}

#[tokio::test]
async fn a_known_card_is_not_sent_again_and_only_readers_articles_have_one() {
    let site = Site::new().await;
    let code = site.article("پل", Published).await;
    let path = format!("/news/{code}/card.png");
    let etag = site.get(&path).await.header(header::ETAG).to_owned();
    let request = Request::get(&path).header(header::IF_NONE_MATCH, etag).body(Body::empty());
    let answer = site.send(request.expect("a request")).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::articles::set_state(&mut tx, code, Unpublished, None).await.expect("taken away");
    tx.commit().await.expect("committed");
    assert_eq!(site.get(&path).await.status, StatusCode::GONE);
    let draft = site.article("پیش‌نویس", Draft).await;
    assert_eq!(site.get(&format!("/news/{draft}/card.png")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/news/x/card.png").await.status, StatusCode::NOT_FOUND);
}
