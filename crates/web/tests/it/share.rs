//! The share row of an article.

use axum::http::header;
use news::article::ArticleState::Published;
use scraper::{Html, Selector};

use crate::Site;

#[tokio::test]
async fn the_share_row_is_plain_links_with_the_short_address() {
    let site = Site::new().await;
    let code = site.article("کتابخانه & «شهر»", Published).await;
    let page = site.get(site.get(&format!("/{code}")).await.header(header::LOCATION)).await;
    let names = [
        "هم‌رسانی در تلگرام",
        "هم‌رسانی در بله",
        "هم‌رسانی در ایتا",
        "هم‌رسانی در سروش",
        "هم‌رسانی در واتساپ",
        "هم‌رسانی در ایکس",
        "فرستادن با ایمیل",
    ];
    assert_eq!(page.texts(".share li a"), names);
    let dom = Html::parse_document(&page.body);
    let links = Selector::parse(".share li a").expect("a selector");
    let short = format!("https%3A%2F%2Fexample%2Eir%2F{code}");
    for link in dom.select(&links) {
        let url = link.attr("href").expect("an address");
        assert!(url.contains(&short) && url.is_ascii() && url.matches('&').count() <= 1, "{url}");
        assert!(url.contains("%26%20%C2%AB"), "the headline's own signs are encoded: {url}");
        assert_eq!(link.attr("rel"), Some("nofollow noopener"));
    }
    assert_eq!(page.texts(".short bdi"), [format!("https://example.ir/{code}")]);
    let button = Selector::parse(".short button[hidden]").expect("a selector");
    let copied: Vec<_> = dom.select(&button).filter_map(|one| one.attr("data-copy")).collect();
    assert_eq!(copied, [format!("https://example.ir/{code}")], "shown by the script that serves it");
}
