//! Any bytes as a feed, a sitemap, robots.txt and a page; their first line as a selector and a date. Nothing panics, and
//! no script is left. How long a document may take is the fuzzer's `-timeout`.
//!
//! The tests of the crate read noise with it too.

use ingest::{feed, links, page, robots, sanitize, sitemap};

const URL: &str = "https://a.ir/news/1";

pub fn read(bytes: &[u8]) {
    let _ = feed::parse(bytes, None, Some(URL), Some(0));
    let _ = sitemap::read(bytes, None, URL);
    let _ = robots::Robots::read(bytes, "Binesh").allows("/news/1");
    clean(&page::extract(bytes, None, URL).body_html);
    let text = String::from_utf8_lossy(bytes);
    clean(&sanitize::article_html(&text, Some(URL)));
    let _ = links::article_links(&text, URL);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, &text));
    let _ = persian::date::parse(first, Some(0));
    if let Some(selector) = page::selector(first) {
        let by = page::Selectors {
            headline: Some(selector.clone()),
            body: Some(selector.clone()),
            date: Some(selector.clone()),
            out: Some(selector),
            ..page::Selectors::default()
        };
        clean(&page::extract_by(&by, rest.as_bytes(), None, URL, Some(0)).body_html);
        let _ = page::missed(&by, rest.as_bytes(), None, URL, 0);
    }
}

fn clean(html: &str) {
    assert!(!html.contains("<script"), "{html}");
}
