use axum::http::{StatusCode, header};
use news::article::ArticleState::{Published, Unpublished};
use news::person::Role;

use crate::{Answer, NOW, Site};

async fn shown(site: &Site, code: i64) -> Vec<String> {
    let bare = site.get(&format!("/news/{code}")).await;
    site.get(bare.header(header::LOCATION)).await.texts(".suggested:not(.fresh) li")
}

async fn press(site: &Site, code: i64, action: &str, other: &str, cookie: &str) -> Answer {
    let fields = [("action", action), ("article", other)];
    site.post(&format!("/newsroom/articles/{code}/suggestions"), &fields, cookie).await
}

#[tokio::test]
async fn an_editor_pins_and_excludes_and_takes_it_back() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let one = site.article("برداشت گندم دشت", Published).await;
    let two = site.article("برداشت گندم کوه", Published).await;
    let three = site.article("موزهٔ آبگینه", Published).await;
    let heads =
        |codes: &[&str]| -> Vec<String> { codes.iter().map(|head| format!("{head}ورزش")).collect() };
    assert_eq!(shown(&site, one).await.first(), heads(&["برداشت گندم کوه"]).first());
    let done = press(&site, one, "pin", &format!("https://example.ir/news/{three}/x"), &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(done.header(header::LOCATION).ends_with("?done=suggestions-changed#suggestions"));
    assert_eq!(shown(&site, one).await, heads(&["موزهٔ آبگینه", "برداشت گندم کوه"]));
    press(&site, one, "exclude", &persian::digits::number(two), &cookie).await;
    assert_eq!(shown(&site, one).await, heads(&["موزهٔ آبگینه"]));
    let page = site.get_as(&format!("/newsroom/articles/{one}"), &cookie).await;
    assert_eq!(page.texts(".picks h3"), ["سنجاق‌شده", "پیشنهاد نشود"]);
    assert_eq!(page.texts(".picks li a"), ["موزهٔ آبگینه", "برداشت گندم کوه"]);
    press(&site, one, "release", &two.to_string(), &cookie).await;
    assert_eq!(shown(&site, one).await.len(), 2);
    let json = site.get(&format!("/api/v1/articles/{one}/related")).await.body;
    let places = [three, two].map(|code| json.find(&format!("\"code\":{code}")).expect("there"));
    assert!(places[0] < places[1], "{json}");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::articles::set_state(&mut tx, three, Unpublished, None).await.expect("taken away");
    tx.commit().await.expect("committed");
    assert_eq!(shown(&site, one).await, heads(&["برداشت گندم کوه"]));
    let page = site.get_as(&format!("/newsroom/articles/{one}"), &cookie).await;
    assert_eq!(page.texts(".picks li .state"), ["منتشر نیست و نشان داده نمی‌شود"]);
}

#[tokio::test]
async fn what_cannot_be_suggested_changes_nothing() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let one = site.article("برداشت گندم دشت", Published).await;
    for other in ["", "گندم", "1", &one.to_string()] {
        let done = press(&site, one, "pin", other, &cookie).await;
        assert!(done.header(header::LOCATION).contains("done=nothing-to-suggest"), "{other}");
    }
    for at in 0..9 {
        let other = site.article(&format!("مطلب {at}"), Published).await;
        let done = press(&site, one, "pin", &other.to_string(), &cookie).await;
        assert_eq!(done.header(header::LOCATION).contains("too-many"), at == 8);
    }
    assert_eq!(press(&site, 7, "pin", &one.to_string(), &cookie).await.status, StatusCode::NOT_FOUND);
    let reporter = site.log_in(Role::Reporter).await;
    assert_eq!(press(&site, one, "pin", "1", &reporter).await.status, StatusCode::FORBIDDEN);
    assert_eq!(press(&site, one, "pin", "1", "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_fresh_in_the_section_is_not_called_suggested() {
    let site = Site::new().await;
    let one = site.article("برداشت گندم دشت", Published).await;
    site.article("برداشت گندم کوه", Published).await;
    site.article("موزهٔ آبگینه", Published).await;
    let bare = site.get(&format!("/news/{one}")).await;
    let page = site.get(bare.header(header::LOCATION)).await;
    assert_eq!(page.texts(".suggested h2"), ["مطالب پیشنهادی", "تازه‌های همین بخش"]);
    assert_eq!(page.texts(".suggested.fresh li"), ["موزهٔ آبگینه"]);
    let json = site.get(&format!("/api/v1/articles/{one}/related")).await.body;
    assert!(!json.contains("موزه"), "{json}");
}
