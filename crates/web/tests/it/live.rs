//! A live coverage as reporters send it and readers follow it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::Published;
use news::article::Genre;
use news::person::Role;
use serde_json::Value;

use crate::{Answer, NOW, Site, encoded};

async fn coverage(site: &Site) -> (i64, String, String) {
    let code = site.article("بازی پایانی", Published).await;
    site.save(code, |content| content.genre = Genre::Live).await;
    (code, format!("/news/{code}/بازی-پایانی"), format!("/newsroom/articles/{code}/live"))
}

async fn send(site: &Site, desk: &str, cookie: &str, headline: &str, body: &str) -> Answer {
    site.post(desk, &[("headline", headline), ("body", body), ("action", "add")], cookie).await
}

fn data(page: &Answer) -> Value {
    serde_json::from_str(&page.texts("script[type='application/ld+json']")[0]).expect("JSON")
}

#[tokio::test]
async fn what_a_reporter_sends_readers_have_at_once_and_machines_too() {
    let site = Site::new().await;
    let (_, path, desk) = coverage(&site).await;
    let cookie = site.log_in(Role::Editor).await;
    let page = site.get(&path).await;
    assert_eq!(page.texts(".coverage .on-air"), ["زنده"]);
    assert!(page.body.contains("هنوز خبری نیامده است") && page.body.contains("class=\"full of-live\""));
    let sent = send(&site, &desk, &cookie, "", "سوت آغاز را زدند").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header(header::LOCATION), format!("{desk}?done=post-added"));
    send(&site, &desk, &cookie, "گل نخست", "گل را كاپیتان زد.<script>alert(1)</script>\nجام نزدیک است").await;
    let page = site.get(&path).await;
    assert_eq!(page.texts(".posts h3"), ["گل نخست"]);
    assert_eq!(
        page.texts(".posts .body p")[..2],
        ["گل را کاپیتان زد.", "جام نزدیک است"],
        "cleaned and repaired"
    );
    assert!(
        page.body.contains("<li id=\"e2\">") && page.body.contains("datetime=\"2024-12-02T20:12:00+03:30\"")
    );
    assert!(!page.body.contains("alert(1)") && page.body.contains("data-live=\"خبر تازه\""));
    let data = data(&page);
    assert_eq!(data["@type"], "LiveBlogPosting");
    assert!(data["coverageStartTime"].is_string() && data.get("coverageEndTime").is_none());
    assert_eq!(data["dateModified"], persian::date::iso(NOW));
    let updates = data["liveBlogUpdate"].as_array().expect("a list");
    assert_eq!((updates.len(), &updates[1]["headline"]), (2, &"سوت آغاز را زدند".into()));
    assert!(updates[0]["url"].as_str().expect("an address").ends_with("#e2"));
    let feed: Value = serde_json::from_str(&site.get("/feed.json").await.body).expect("JSON");
    assert_eq!(feed["items"][0]["date_modified"], persian::date::iso(NOW), "its entry moves with it");
}

#[tokio::test]
async fn a_report_is_pinned_corrected_withdrawn_and_brought_back() {
    let site = Site::new().await;
    let (code, path, desk) = coverage(&site).await;
    let cookie = site.log_in(Role::Editor).await;
    send(&site, &desk, &cookie, "گل نخست", "کاپیتان زد").await;
    let one = format!("/newsroom/articles/{code}/live/1");
    let step = async |action: &str, version: &str, body: &str| {
        let fields = [("action", action), ("version", version), ("headline", "گل یکم"), ("body", body)];
        site.post(&one, &fields, &cookie).await
    };
    assert_eq!(step("pin", "1", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&path).await.texts(".keys a[href='#e1']"), ["گل نخست"]);
    assert_eq!(step("save", "2", "مدافع زد").await.status, StatusCode::SEE_OTHER);
    let page = site.get(&path).await;
    assert_eq!(page.texts(".posts h3"), ["گل یکم"]);
    assert!(page.body.contains("ویرایش در"));
    let stale = step("save", "2", "دروازه‌بان زد").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.texts("details[open] textarea")[0].contains("دروازه‌بان زد") && stale.body.contains("مدافع زد"),
        "neither is lost"
    );
    assert!(site.get(&path).await.body.contains("مدافع زد"));
    assert_eq!(step("withdraw", "3", "").await.status, StatusCode::SEE_OTHER);
    let page = site.get(&path).await;
    assert!(page.texts(".posts li").is_empty() && !page.body.contains("گل یکم"));
    assert!(site.get_as(&desk, &cookie).await.body.contains("پس‌گرفته‌شده"));
    assert_eq!(step("restore", "4", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&path).await.texts(".keys a"), ["گل یکم"]);
    step("unpin", "5", "").await;
    assert!(site.get(&path).await.texts(".keys a").is_empty());
    assert_eq!(step("nothing", "6", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_runs_is_said_on_cards_and_stands_on_the_front_page_until_it_is_over() {
    let site = Site::new().await;
    let (code, path, desk) = coverage(&site).await;
    let cookie = site.log_in(Role::Editor).await;
    for number in 0..14 {
        site.article(&format!("خبر {number}"), Published).await;
    }
    assert_eq!(site.get("/live").await.texts(".list .on-air"), ["زنده"]);
    assert_eq!(site.get("/").await.texts(".live .lines a"), ["بازی پایانی"]);
    assert_eq!(site.get(&path).await.texts(".crumbs a")[1], "پوشش زنده");
    let answer = site.post(&desk, &[("action", "close")], &cookie).await;
    assert_eq!(answer.header(header::LOCATION), format!("{desk}?done=coverage-closed"));
    assert_eq!(site.get("/live").await.texts(".list h2"), ["بازی پایانی"]);
    assert!(site.get("/live").await.texts(".on-air").is_empty());
    assert!(site.get("/").await.texts(".live .lines a").is_empty());
    let page = site.get(&path).await;
    assert!(
        page.body.contains("پایان پوشش")
            && !page.body.contains("data-live")
            && data(&page)["coverageEndTime"].is_string()
    );
    let late = send(&site, &desk, &cookie, "", "خبر دیرآمده").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(late.texts("textarea#body"), ["خبر دیرآمده"], "what was typed is not lost");
    site.post(&desk, &[("action", "reopen")], &cookie).await;
    assert_eq!(site.get("/").await.texts(".live .lines a"), ["بازی پایانی"]);
    site.save_as("other", code, |content| content.genre = Genre::News).await;
    assert!(site.get("/").await.texts(".live .lines a").is_empty(), "no coverage any more");
    assert!(site.get_as(&desk, &cookie).await.body.contains("نوع این مطلب"));
}

#[tokio::test]
async fn older_reports_are_paged_and_key_points_lead_to_theirs() {
    let site = Site::new().await;
    let (code, path, desk) = coverage(&site).await;
    let mut tx = site.store.begin(NOW).await.expect("a change");
    for number in 1..=45 {
        store::live::add(&mut tx, code, &format!("خبر {number}"), "<p>متن</p>", None)
            .await
            .expect("asked")
            .expect("added");
    }
    store::live::change(&mut tx, code, 3, 1, store::live::Step::Key(true))
        .await
        .expect("asked")
        .expect("pinned");
    tx.commit().await.expect("committed");
    let page = site.get(&path).await;
    assert_eq!((page.texts(".posts > li").len(), page.texts(".posts h3")[0].as_str()), (20, "خبر 45"));
    let linked = format!("<a href=\"{path}?page=3#e3\">");
    assert!(page.body.contains(&linked), "{linked}");
    let last = site.get(&format!("{path}?page=3")).await;
    assert_eq!(last.texts(".posts h3"), ["خبر 5", "خبر 4", "خبر 3", "خبر 2", "خبر 1"]);
    assert!(
        last.body.contains("<a href=\"#e3\">")
            && last.body.contains("?page=3\">")
            && !last.body.contains("data-live")
    );
    assert_eq!(site.get(&format!("{path}?page=4")).await.status, StatusCode::NOT_FOUND);
    let cookie = site.log_in(Role::Editor).await;
    assert_eq!(site.get_as(&desk, &cookie).await.texts(".rows > li").len(), 30);
    assert_eq!(site.get_as(&format!("{desk}?page=2"), &cookie).await.texts(".rows > li").len(), 15);
}

#[tokio::test]
async fn who_has_the_newest_is_told_so_without_a_page() {
    let site = Site::new().await;
    let (_, path, desk) = coverage(&site).await;
    let cookie = site.log_in(Role::Editor).await;
    let ask = |etag: String| {
        let request = Request::get(encoded(&path)).header(header::IF_NONE_MATCH, etag);
        site.send(request.body(Body::empty()).expect("a request"))
    };
    let etag = site.get(&path).await.header(header::ETAG).to_owned();
    assert_eq!(ask(etag.clone()).await.status, StatusCode::NOT_MODIFIED);
    send(&site, &desk, &cookie, "", "گل").await;
    let answer = ask(etag).await;
    assert_eq!((answer.status, answer.texts(".posts li").len()), (StatusCode::OK, 1));
}

#[tokio::test]
async fn only_who_may_change_the_article_reports_and_what_is_refused_is_said() {
    let site = Site::new().await;
    let (_, path, desk) = coverage(&site).await;
    let reporter = site.log_in(Role::Reporter).await;
    assert_eq!(site.get_as(&desk, &reporter).await.status, StatusCode::FORBIDDEN, "it is out");
    assert_eq!(send(&site, &desk, &reporter, "", "گل").await.status, StatusCode::FORBIDDEN);
    assert_eq!(send(&site, &desk, "", "", "گل").await.status, StatusCode::UNAUTHORIZED);
    let draft = site.article("پیش‌نویس", news::article::ArticleState::Draft).await;
    let own = format!("/newsroom/articles/{draft}/live");
    assert_eq!(send(&site, &own, &reporter, "", "گل").await.status, StatusCode::SEE_OTHER);
    let editor = site.log_in(Role::Editor).await;
    let long = "ب".repeat(11_000);
    for (headline, body, words) in [
        ("گل", " ", "متن خبر نوشته نشده"),
        ("", &long, "بیش از اندازه بلند"),
        (&"ت".repeat(201), "گل", "تیتر بیش از اندازه"),
    ] {
        let refused = send(&site, &desk, &editor, headline, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.texts(".refusal")[0].contains(words), "{:?}", refused.texts(".refusal"));
    }
    assert!(site.get(&path).await.texts(".posts li").is_empty());
    assert_eq!(site.get_as("/newsroom/articles/7/live", &editor).await.status, StatusCode::NOT_FOUND);
}
