use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use news::article::ArticleState::{Draft, Published};
use serde_json::Value;
use tower::ServiceExt;

use crate::Site;

async fn completed(site: &Site, typed: &str) -> Vec<(String, String)> {
    let answer = site
        .get(&format!(
            "/search/completions?q={}",
            typed.replace('%', "%25").replace('"', "%22").replace(' ', "+")
        ))
        .await;
    assert!(answer.header(header::CACHE_CONTROL).contains("max-age=60"));
    let json: Value = serde_json::from_str(&answer.body).expect("JSON");
    let text = |one: &Value, name: &str| one[name].as_str().expect("text").to_owned();
    let all = json["completions"].as_array().expect("a list");
    all.iter().map(|one| (text(one, "text"), text(one, "url"))).collect()
}

#[tokio::test]
async fn what_is_half_typed_is_completed() {
    let site = Site::new().await;
    let code = site.article("کتابخانه‌هاي تازهٔ گرگان", Published).await;
    site.article("کتابخانهٔ پنهان", Draft).await;
    let article = ("کتابخانه‌هاي تازهٔ گرگان".to_owned(), format!("/news/{code}"));
    for typed in ["كتابخ", "کتابخانه‌ها", "تازه گر", "کتابخانه گرگ"] {
        assert_eq!(completed(&site, typed).await, std::slice::from_ref(&article), "{typed}");
    }
    assert_eq!(
        completed(&site, "کتاب").await,
        [("کتاب‌خوانی".to_owned(), "/tag/کتاب-خوانی".to_owned()), article.clone()]
    );
    assert_eq!(completed(&site, "ورز").await, [("ورزش".to_owned(), "/section/sport".to_owned())]);
    assert_eq!(completed(&site, "خبر کتاب").await, [("کتاب‌خوانی".to_owned(), "/tag/کتاب-خوانی".to_owned())]);
    assert_eq!(completed(&site, "خبرهای ورز").await, [("ورزش".to_owned(), "/section/sport".to_owned())]);
    assert!(
        completed(&site, "کتابخانه ت").await.contains(&article),
        "its headline has a word with the last letter"
    );
    assert!(!completed(&site, "کتابخانه ژ").await.contains(&article));
    for nothing in ["", "گ", "ژژ", "%", "\"«-:", "متن کامل"] {
        assert!(completed(&site, nothing).await.is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn why_nothing_is_completed_is_said_to_the_script() {
    let site = Site::new().await;
    site.index.empty().expect("emptied");
    let answer = site.get("/search/completions?q=ایران").await;
    assert_eq!((answer.status.as_u16(), answer.header(header::RETRY_AFTER)), (503, "30"));
    let json: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert!(json["notice"].as_str().is_some_and(|words| words.contains("ساخته شدن")), "{json}");
}

#[tokio::test]
async fn news_codes_and_the_other_keyboard_are_completed() {
    let site = Site::new().await;
    let code = site.article("ایران و جهان", Published).await;
    let article = ("ایران و جهان".to_owned(), format!("/news/{code}"));
    for typed in ["hdvhk", "HDVHK", "hdv", ",vc", &code.to_string(), &format!("کد خبر: {code}")] {
        let expected = match typed {
            ",vc" => ("ورزش".to_owned(), "/section/sport".to_owned()),
            _ => article.clone(),
        };
        assert_eq!(completed(&site, typed).await, [expected], "{typed}");
    }
    let draft = site.article("پیش‌نویس", Draft).await;
    for nothing in [draft.to_string(), (code + 99).to_string(), "zzzz".into()] {
        assert!(completed(&site, &nothing).await.is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn the_script_is_small_and_ours() {
    let site = Site::new().await;
    let page = site.get("/").await;
    let start = page.body.find("<script src=\"").expect("a script") + "<script src=\"".len();
    let path = page.body[start..].split('"').next().expect("an address");
    let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let script = site.serving().oneshot(request.expect("a request")).await.expect("an answer");
    assert_eq!(script.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert_eq!(script.headers()[header::CONTENT_ENCODING], "gzip");
    let packed = to_bytes(script.into_body(), usize::MAX).await.expect("a body");
    assert!((1..3 * 1024).contains(&packed.len()), "{} bytes", packed.len());
    assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("script-src 'self';"));
    assert_eq!(page.texts("form.search [role=listbox][hidden]").len(), 1);
}
