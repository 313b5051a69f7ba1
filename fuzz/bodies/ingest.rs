//! Any bytes as a feed, a sitemap, robots.txt, a page and what an editor types; their first line as a selector, a date and
//! an address. Nothing panics, and no script is left, nor in what is made of what was cleaned. How long a document may
//! take is the fuzzer's `-timeout`.
//!
//! The tests of the crate read noise with it too.

use ingest::{address, feed, links, page, robots, sanitize, sitemap};

const URL: &str = "https://a.ir/news/1";

pub fn read(bytes: &[u8]) {
    let _ = feed::parse(bytes, None, Some(URL), Some(0));
    let _ = sitemap::read(bytes, None, URL);
    let _ = robots::Robots::read(bytes, "Binesh").allows("/news/1");
    clean(&page::extract(bytes, None, URL).body_html);
    let text = String::from_utf8_lossy(bytes);
    cleaned(&sanitize::article_html(&text, Some(URL)));
    let _ = (links::article_links(&text, URL), links::offered_feeds(&text, URL));
    clean(&sanitize::typed_to_html(&text));
    let (first, rest) = text.split_once('\n').unwrap_or((&text, &text));
    let _ = persian::date::parse(first, Some(0));
    if let Ok(one) = address::canonical(first) {
        assert_eq!(address::canonical(&one).as_ref(), Ok(&one), "{first}");
    }
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

/// What is made of cleaned HTML for readers, excerpts and editors.
fn cleaned(html: &str) {
    clean(html);
    clean(&sanitize::for_readers(html, |_| None));
    clean(&sanitize::agreed_excerpt(html, None));
    clean(&sanitize::agreed_excerpt(html, Some(html)));
    clean(&sanitize::typed_to_html(&sanitize::html_to_typed(html)));
    let _ = (sanitize::prose(html), sanitize::running_text(html), sanitize::captions(html));
}
