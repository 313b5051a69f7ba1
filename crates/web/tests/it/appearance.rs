//! The appearance that the newsroom chose, on readers' pages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::Published;
use news::person::Role;

use crate::{Answer, Site};

/// Sends a file as a browser's form does.
async fn send_logo(site: &Site, cookie: &str, bytes: &str) -> Answer {
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"logo\"; filename=\"a.svg\"\r\n\r\n{bytes}\r\n--b--\r\n"
    );
    let request = Request::post("/newsroom/appearance/logo")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::COOKIE, cookie)
        .body(Body::from(body));
    site.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_logo_is_cleaned_served_by_its_hash_and_shown_on_every_page() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Admin).await;
    assert_eq!(site.get("/about").await.texts(".brand strong"), ["بینش"]);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 44\"><path d=\"M0 0h9\" onload=\"x()\"/></svg>";
    assert_eq!(send_logo(&site, &cookie, svg).await.status, StatusCode::SEE_OTHER);
    let page = site.get("/about").await;
    let from = page.body.find("/assets/logo-").expect("a logo");
    let path = &page.body[from..from + page.body[from..].find('"').expect("its end")];
    assert!(page.body.contains("alt=\"بینش\" width=\"120\" height=\"44\""), "its place is kept");
    let logo = site.get(path).await;
    assert_eq!(logo.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(
        logo.header(header::CACHE_CONTROL).ends_with("immutable") && !logo.body.contains("onload"),
        "{}",
        logo.body
    );
    assert_eq!(site.get("/assets/logo-000000000000.svg").await.status, StatusCode::NOT_FOUND);
    let refused = send_logo(&site, &cookie, &svg.replace("path", "script")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts("[role=alert]")[0].contains("<\u{2066}script\u{2069}>"));
    assert_eq!(send_logo(&site, &cookie, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/about").await.texts(".brand strong"), ["بینش"], "without a file it goes");
    let writer = site.log_in(Role::Reporter).await;
    assert_eq!(send_logo(&site, &writer, svg).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get_as("/newsroom/appearance", &writer).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn colours_font_blocks_and_footer_are_on_the_pages_at_once() {
    let site = Site::new().await;
    for number in 0..9 {
        site.article(&format!("پل {number}"), Published).await;
    }
    let cookie = site.log_in(Role::Admin).await;
    let first = site.get("/").await;
    assert_eq!((first.texts(".lead-block .card").len(), first.texts(".latest li").len()), (6, 3));
    let fields = [
        ("light-accent", "#7a1f12"),
        ("font", "system"),
        ("lead-place", "2"),
        ("lead-items", "۱"),
        ("latest-place", "1"),
        ("latest-items", "4"),
        ("sections-place", "3"),
        ("sections-items", "2"),
        ("sections", "sport"),
        ("footer", "سطر یک\nسطر دو"),
    ];
    let sent = site.post("/newsroom/appearance", &fields, &cookie).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{:?}", sent.texts("[role=alert]"));
    let page = site.get("/").await;
    assert_eq!((page.texts(".lead-block .card").len(), page.texts(".latest li").len()), (1, 4));
    assert!(
        page.body.find("class=\"block latest\"") < page.body.find("class=\"lead-block\""),
        "in the order chosen"
    );
    assert_eq!(page.texts(".of-section .label"), ["ورزش"]);
    assert!(page.texts(".foot p").contains(&"سطر دو".to_owned()) && !page.body.contains("rel=\"preload\""));
    let from = page.body.find("/assets/reader-").expect("a style");
    let css = site.get(&page.body[from..from + page.body[from..].find('"').expect("its end")]).await;
    assert!(css.body.contains("--accent: light-dark(#7a1f12, #f0907a)") && css.body.contains("--font: "));
    let refused = site.post("/newsroom/appearance", &[("light-accent", "#f0907a")], &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.texts("[role=alert]")[0].contains("خوانا نیست") && refused.body.contains("value=\"#f0907a\"")
    );
}
