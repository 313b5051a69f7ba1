//! The readers' site with its interface in English: the same pages below `/en`.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Published, Unpublished};
use news::person::Role;

use crate::{NOW, Site};

async fn site() -> (Site, i64) {
    let site = Site::new().await;
    let code = site.article("پل لاجین باز شد", Published).await;
    (site, code)
}

#[tokio::test]
async fn each_page_is_below_en_in_english_with_its_contents_in_persian() {
    let (site, code) = site().await;
    for path in [
        "/en",
        "/en/latest",
        "/en/most-viewed",
        "/en/archive",
        "/en/archive/1403/9/12",
        "/en/about",
        "/en/offline",
        "/en/search?q=پل",
        &format!("/en/news/{code}/پل-لاجین-باز-شد"),
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("<html lang=\"en\" dir=\"ltr\">"), "{path}");
        assert_eq!(page.texts(".search button"), ["Find"], "{path}");
        assert!(!page.texts("a[hreflang=fa]").is_empty(), "{path}");
    }
    let page = site.get(&format!("/en/news/{code}/پل-لاجین-باز-شد")).await;
    assert_eq!(page.texts("h1[lang=fa][dir=rtl]"), ["پل لاجین باز شد"]);
    assert_eq!(page.texts(".facts time"), ["Monday 2 December 2024 (12 Azar 1403), 20:11"]);
    assert_eq!(page.texts(".body[lang=fa][dir=rtl]").len(), 1);
}

#[tokio::test]
async fn links_stay_in_english_and_lead_to_the_persian_page_from_the_footer() {
    let (site, code) = site().await;
    let path = format!("/news/{code}/پل-لاجین-باز-شد");
    let (persian, english) = (site.get(&path).await.body, site.get(&format!("/en{path}")).await.body);
    let base = "https://example.ir";
    let canonical = format!("<link rel=\"canonical\" href=\"{base}{path}\">");
    for page in [&persian, &english] {
        assert!(page.contains(&canonical), "the Persian page stands for both");
        for (language, root) in [("fa", ""), ("en", "/en")] {
            let pair =
                format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"{base}{root}{path}\">");
            assert!(page.contains(&pair), "{pair}");
        }
    }
    assert!(persian.contains(&format!("<a href=\"/en{path}\" hreflang=\"en\" lang=\"en\">English</a>")));
    assert!(english.contains(&format!("<a href=\"{path}\" hreflang=\"fa\" lang=\"fa\">فارسی</a>")));
    let links = |page: &str, start: &str| page.matches(start).count();
    assert_eq!(links(&persian, "href=\"/en"), 1, "none but that to English");
    let inside =
        english.split("<a ").skip(1).filter_map(|rest| rest.split("href=\"").nth(1)?.split('"').next());
    let own = inside.filter(|address| address.starts_with('/'));
    let outside: Vec<_> = own.filter(|address| !address.starts_with("/en")).collect();
    assert_eq!(outside, ["/rss.xml", &*path], "feeds have one address");
    assert!(english.contains(&format!("action=\"/en/news/{code}/comments#comments\"")));
    assert!(english.contains("action=\"/en/search\""));
}

#[tokio::test]
async fn what_has_one_address_is_not_below_en_and_other_slips_lead_on() {
    let (site, code) = site().await;
    for path in ["/en/rss.xml", "/en/sitemap.xml", "/en/robots.txt", "/en/healthz", "/en/en"] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.texts("h1"), ["This page was not found"], "{path}");
    }
    assert!(!site.get("/sitemap/5").await.body.contains("/en"));
    for (from, to) in [
        ("/en/".to_owned(), "/en"),
        ("/en/latest/".into(), "/en/latest"),
        (format!("/en/{code}"), &*format!("/en/news/{code}/")),
        (format!("/en/news/{code}"), &*format!("/en/news/{code}/")),
    ] {
        let answer = site.get(&from).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{from}");
        assert!(
            answer.header(header::LOCATION).starts_with(to),
            "{from}: {}",
            answer.header(header::LOCATION)
        );
    }
}

#[tokio::test]
async fn a_section_may_be_called_en() {
    let site = Site::new().await;
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::sections::create(&mut tx, "en", "انگلیسی").await.expect("a section");
    tx.commit().await.expect("committed");
    assert_eq!(site.get("/section/en").await.texts("h1"), ["انگلیسی"]);
    assert_eq!(site.get("/en/section/en").await.texts("h1[lang=fa]"), ["انگلیسی"]);
    assert!(site.get("/en").await.body.contains("href=\"/en/section/en\""));
}

#[tokio::test]
async fn a_comment_is_sent_from_an_english_page_and_answered_in_english() {
    let (site, code) = site().await;
    let path = format!("/en/news/{code}/comments");
    let sent = site.post(&path, &[("name", "سارا"), ("body", "خوب بود")], "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header(header::LOCATION), format!("{path}?sent=1"));
    let thanks = site.get(sent.header(header::LOCATION)).await;
    assert_eq!(thanks.texts("h1"), ["Your comment was received"]);
    let refused = site.post(&path, &[("name", ""), ("body", "متن")], "").await;
    assert_eq!(refused.texts(".refusal"), ["Please write your name."]);
    let bare = site.get(&path).await;
    assert!(bare.headers[header::LOCATION].as_bytes().starts_with(format!("/en/news/{code}/").as_bytes()));
}

#[tokio::test]
async fn failures_are_told_in_english() {
    let (site, code) = site().await;
    let gone = site.article("برداشته", Unpublished).await;
    let answer = site.get(&format!("/en/news/{gone}")).await;
    assert_eq!(
        (answer.status, answer.texts("h1")),
        (StatusCode::GONE, vec!["This item was taken down".into()])
    );
    assert_eq!(site.get(&format!("/news/{gone}")).await.texts("h1"), ["این مطلب برداشته شده است"]);
    for _ in 0..5 {
        site.post(&format!("/en/news/{code}/comments"), &[("name", "الف"), ("body", "")], "").await;
    }
    let asked = site.get("/en/latest?page=a&page=b").await;
    assert_eq!(
        (asked.status, asked.texts("h1")),
        (StatusCode::BAD_REQUEST, vec!["The address is not right".into()])
    );
    assert!(asked.body.contains("<html lang=\"en\" dir=\"ltr\">"));
}

#[tokio::test]
async fn completions_and_redirects_of_the_search_stay_in_english() {
    let (site, code) = site().await;
    let answer = site.get(&format!("/en/search/completions?q={code}")).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(json["completions"][0]["url"], format!("/en/news/{code}"));
    assert_eq!(
        (&json["completions"][0]["kind"], &json["completions"][0]["dir"]),
        (&"News code".into(), &"rtl".into())
    );
    let answer = site.get("/en/search/completions?q=اقتصاد").await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(json["completions"][0]["url"], "/en/section/economy");
    assert_eq!(json["completions"][0]["kind"], "Section");
}

/// What a browser that likes English best sees of the newsroom.
async fn as_english(site: &Site, path: &str, cookie: &str) -> crate::Answer {
    let request = Request::get(path)
        .header(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9,fa;q=0.8")
        .header(header::REFERER, "https://example.ir/newsroom/sources?x=1")
        .header(header::COOKIE, cookie);
    site.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn the_newsroom_speaks_the_language_that_was_chosen_else_that_of_the_browser() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Admin).await;
    let heading = async |path: &str, cookie: &str| as_english(&site, path, cookie).await.texts("h1").concat();
    assert_eq!(heading("/newsroom/login", "").await, "Log in to the newsroom");
    assert_eq!(heading("/newsroom/login", "language=fa").await, "ورود به اتاق خبر");
    assert_eq!(site.get("/newsroom/login").await.texts("h1"), ["ورود به اتاق خبر"], "asks for none");
    for (path, expected) in [
        ("/newsroom", "Inbox"),
        ("/newsroom/sources", "Sources"),
        ("/newsroom/settings", "Settings"),
        ("/newsroom/appearance", "Appearance"),
        ("/newsroom/articles/new", "New item"),
        ("/newsroom/articles/5", "It did not work"),
    ] {
        let page = as_english(&site, path, &cookie).await;
        assert_eq!(page.texts("h1"), [expected], "{path}");
        assert!(page.body.contains("<html lang=\"en\" dir=\"ltr\">"), "{path}");
    }
    let chosen = as_english(&site, "/newsroom/language/fa", &cookie).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header(header::LOCATION), "/newsroom/sources?x=1");
    assert!(chosen.header(header::SET_COOKIE).starts_with("language=fa; Path=/newsroom;"));
    assert_eq!(heading("/newsroom", &format!("{cookie}; language=fa")).await, "کارتابل");
    assert_eq!(as_english(&site, "/newsroom/language/de", &cookie).await.status, StatusCode::NOT_FOUND);
}
