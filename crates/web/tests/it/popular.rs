use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Published, Unpublished};
use news::comment::{CommentState, NewComment};
use serde_json::Value;

use crate::{NOW, Site};

const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36";

/// Opens an article as a browser of this name, which already has a page with this tag.
async fn open(site: &Site, code: i64, browser: &str, known: &str) -> StatusCode {
    let bare = site.get(&format!("/news/{code}")).await;
    let request = Request::get(bare.header(header::LOCATION))
        .header(header::USER_AGENT, browser)
        .header(header::IF_NONE_MATCH, known)
        .body(Body::empty());
    site.send(request.expect("a request")).await.status
}

#[tokio::test]
async fn what_browsers_open_is_most_viewed() {
    let site = Site::new().await;
    let (one, two) = (site.article("یک", Published).await, site.article("دو", Published).await);
    assert!(site.get("/").await.texts(".popular").is_empty(), "nothing was opened yet");
    let site = site.restarted();
    assert_eq!(open(&site, one, PHONE, "").await, StatusCode::OK);
    assert_eq!(open(&site, two, PHONE, "*").await, StatusCode::NOT_MODIFIED);
    assert_eq!(open(&site, two, &format!("{PHONE} 2"), "").await, StatusCode::OK);
    for _ in 0..5 {
        open(&site, one, PHONE, "").await;
        open(&site, one, "Mozilla/5.0 (compatible; Googlebot/2.1)", "").await;
        open(&site, one, "", "").await;
    }
    assert_eq!(site.app.keep_views().await.expect("kept"), 2);
    assert_eq!(site.app.keep_views().await.expect("nothing more to keep"), 0);
    let page = site.get("/most-viewed?window=hour").await;
    assert_eq!(page.texts(".ranked h2"), ["دو", "یک"]);
    assert_eq!(page.texts(".rank-count"), ["۲ بازدید", "۱ بازدید"]);
    assert_eq!(page.texts(".windows [aria-current]"), ["یک ساعت گذشته"]);
    assert_eq!(site.get("/").await.texts(".popular a"), ["پربازدیدترین‌ها", "دو", "یک"]);
    let json: Value =
        serde_json::from_str(&site.get("/api/v1/most-viewed?limit=1").await.body).expect("JSON");
    assert_eq!((json["window"].as_str(), json["results"][0]["views"].as_i64()), (Some("day"), Some(2)));
    assert_eq!(json["results"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_is_taken_away_and_copies_are_not_ranked() {
    let site = Site::new().await;
    let (one, two) = (site.article("یک", Published).await, site.article("دو", Published).await);
    let gone = site.article("رفته", Published).await;
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::views::add(&mut tx, NOW / 3_600_000, &[(one, 3), (two, 2), (gone, 9)]).await.expect("added");
    store::articles::join_stories(&mut tx, one, two).await.expect("a copy");
    store::articles::set_state(&mut tx, gone, Unpublished, None).await.expect("taken away");
    tx.commit().await.expect("committed");
    assert_eq!(site.get("/most-viewed").await.texts(".ranked h2"), ["یک"]);
}

#[tokio::test]
async fn what_is_commented_on_is_most_discussed() {
    let site = Site::new().await;
    let code = site.article("یک", Published).await;
    let empty = site.get("/most-discussed").await;
    assert_eq!(empty.texts(".empty h2"), ["در این بازه هنوز نظری منتشر نشده است"]);
    let site = site.restarted();
    let mut tx = site.store.begin(NOW - 48 * 3_600_000).await.expect("a change");
    let new = NewComment { name: "سارا".into(), email: None, body: "خواندم".into() };
    let comment = store::comments::create(&mut tx, code, None, &new, b"s").await.expect("kept");
    store::comments::decide(&mut tx, comment, CommentState::Approved, None).await.expect("decided");
    tx.commit().await.expect("committed");
    assert_eq!(site.get("/most-discussed?window=week").await.texts(".rank-count"), ["۱ نظر در این بازه"]);
    assert!(site.get("/most-discussed?window=day").await.texts(".ranked").is_empty());
    assert_eq!(site.get("/").await.texts(".popular .line-note")[0], "هفت روز گذشته");
    let json: Value =
        serde_json::from_str(&site.get("/api/v1/most-discussed?window=week").await.body).expect("JSON");
    assert_eq!(json["results"][0]["comments"], 1);
    let wrong = site.get("/api/v1/most-viewed?window=year").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}
