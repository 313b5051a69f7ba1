//! Pages of failures: what happened, where to go, and that a flood of them costs little.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Published, Unpublished};
use store::articles;

use crate::{NOW, Site};

#[tokio::test]
async fn every_address_that_is_none_gets_one_page_that_is_made_once() {
    let site = Site::new().await;
    let code = site.article("پل", Published).await;
    let first = site.get("/no/such").await;
    assert_eq!((first.status, first.header(header::CACHE_CONTROL)), (StatusCode::NOT_FOUND, "no-store"));
    assert!(
        first.headers.get(header::ETAG).is_none()
            && !first.header(header::CONTENT_SECURITY_POLICY).is_empty()
    );
    assert_eq!(first.texts(".failure-code"), ["۴۰۴"]);
    assert_eq!(first.texts(".failure-lists li a"), ["پل"]);
    // What another process commits is not heard here: a page that was made anew would show it.
    let elsewhere = site.store_again().await;
    let mut words = store::settings::site(&elsewhere).await.expect("read");
    words.motto = "شعار تازه".into();
    let mut tx = elsewhere.begin(NOW).await.expect("a change");
    store::settings::set_site(&mut tx, &words).await.expect("set");
    tx.commit().await.expect("committed");
    for path in ["/other", "/news/1/x", "/section/none", "/tag/none", "/9", "/story/9", "/archive/9999"] {
        let page = site.get(path).await;
        assert_eq!((page.status, page.body == first.body), (StatusCode::NOT_FOUND, true), "{path}");
    }
    let asked =
        Request::get("/other").header(header::ACCEPT_ENCODING, "br").header(header::IF_NONE_MATCH, "*");
    let packed = site.send(asked.body(Body::empty()).expect("a request")).await;
    assert_eq!((packed.status, packed.header(header::CONTENT_ENCODING)), (StatusCode::NOT_FOUND, "br"));
    // What is published here is on it at once.
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, Unpublished, None).await.expect("moved");
    tx.commit().await.expect("committed");
    assert!(site.get("/no/such").await.texts(".failure-lists li a").is_empty());
}

#[tokio::test]
async fn what_was_taken_away_says_when_and_what_is_near() {
    let site = Site::new().await;
    let near = site.article("پل دیگر", Published).await;
    let code = site.article("پل", Published).await;
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, Unpublished, None).await.expect("moved");
    tx.commit().await.expect("committed");
    let path = format!("/news/{code}/پل");
    let page = site.get(&path).await;
    assert_eq!((page.status, page.header(header::CACHE_CONTROL)), (StatusCode::GONE, "no-store"));
    let words = page.texts(".failure p").join(" ");
    assert!(words.contains("برداشته است") && words.contains("دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲"), "{words}");
    assert_eq!(page.texts(".failure-lists h2"), ["نزدیک به این مطلب", "تازه‌ترین خبرها"]);
    assert!(page.body.contains(&format!("/news/{near}/")));
    assert_eq!(site.get(&format!("/{code}")).await.body, page.body, "by its short link too");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, Published, None).await.expect("moved");
    tx.commit().await.expect("committed");
    assert_eq!(site.get(&path).await.status, StatusCode::OK, "it is back at once");
}
