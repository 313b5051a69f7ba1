//! What kind of piece an article is, as readers and editors meet it.

use axum::http::StatusCode;
use news::article::ArticleState::Published;
use news::article::Genre;
use news::person::Role;

use crate::Site;

async fn path(site: &Site, code: i64) -> String {
    let article = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
    format!("/news/{code}/{}", article.slug)
}

#[tokio::test]
async fn opinions_and_photo_reports_have_their_lists_their_blocks_and_their_words() {
    let site = Site::new().await;
    let opinion = site.article("دیدگاه دربارهٔ پل", Published).await;
    let photo = site.article("پل در هفت عکس", Published).await;
    for number in 0..14 {
        site.article(&format!("خبر {number}"), Published).await;
    }
    assert!(site.get("/opinion").await.texts(".list h2").is_empty());
    for (code, genre) in [(opinion, Genre::Opinion), (photo, Genre::Photo)] {
        site.save_as(genre.as_str(), code, |content| content.genre = genre).await;
    }
    assert_eq!(site.get("/opinion").await.texts(".list h2"), ["دیدگاه دربارهٔ پل"]);
    assert_eq!(site.get("/photo").await.texts(".list h2"), ["پل در هفت عکس"]);
    let front = site.get("/").await;
    assert_eq!(front.texts(".opinion h3"), ["دیدگاه دربارهٔ پل"]);
    assert_eq!(front.texts(".photo h3"), ["پل در هفت عکس"]);
    let page = site.get(&path(&site, opinion).await).await;
    assert_eq!(page.texts(".crumbs a")[1], "دیدگاه");
    assert!(page.body.contains("\"@type\":\"OpinionNewsArticle\""));
    assert!(site.get(&path(&site, photo).await).await.body.contains("class=\"full of-photo\""));
}

#[tokio::test]
async fn an_editor_says_what_kind_a_piece_is() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let fields = [("headline", "دیدگاه"), ("body", "متن"), ("genre", "opinion"), ("action", "publish")];
    let answer = site.post("/newsroom/articles/new", &fields, &cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/opinion").await.texts(".list h2"), ["دیدگاه"]);
    let card =
        store::articles::latest(&site.store, &store::articles::Filter::default(), 1, 0).await.expect("read");
    let code = card[0].code;
    let form = site.get_as(&format!("/newsroom/articles/{code}"), &cookie).await.body;
    assert!(form.contains("value=\"opinion\" selected"));
}
