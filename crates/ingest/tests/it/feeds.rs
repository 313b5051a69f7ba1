use ingest::feed::{Feed, parse};

const AT: i64 = 1_733_157_720_000;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, Some("https://a.ir/rss")).expect("a feed")
}

#[test]
fn the_three_kinds_are_read() {
    let rss = read(
        "<rss><channel><title>نام</title><link>https://a.ir/</link><item><title>تیتر</title><link>/news/1</link><guid>g1</guid><pubDate>Mon, 02 Dec 2024 20:12:00 +0330</pubDate><description>&lt;p&gt;لید&lt;/p&gt;</description><enclosure url=\"https://a.ir/1.jpg\" type=\"image/jpeg\"/></item></channel></rss>",
    );
    let entry = &rss.entries[0];
    assert_eq!(
        (rss.title.as_deref(), entry.title.as_deref(), entry.link.as_deref()),
        (Some("نام"), Some("تیتر"), Some("https://a.ir/news/1"))
    );
    assert_eq!(
        (entry.published_at, entry.summary.as_deref(), entry.image.as_deref()),
        (Some(AT), Some("<p>لید</p>"), Some("https://a.ir/1.jpg"))
    );
    let atom = read(
        "<feed xmlns='x'><title>نام</title><entry><id>i</id><title>تیتر</title><link href='https://a.ir/2'/><updated>2024-12-02T20:12:00+03:30</updated><author><name>نرگس</name></author></entry></feed>",
    );
    assert_eq!((atom.entries[0].updated_at, atom.entries[0].author.as_deref()), (Some(AT), Some("نرگس")));
    let json = read(
        r#"{"version":"1","title":"نام","items":[{"id":3,"url":"https://a.ir/3","title":"تیتر","date_published":"2024-12-02T20:12:00+03:30"}]}"#,
    );
    assert_eq!((json.entries[0].id.as_deref(), json.entries[0].published_at), (Some("3"), Some(AT)));
}

#[test]
fn what_real_feeds_do_wrong_is_borne() {
    let item = |inside: &str| format!("\u{feff}  junk <rss><channel><item>{inside}</item></channel></rss>");
    let bare =
        read(&item("<title>A & B &nbsp;&laquo;می&zwnj;شود&raquo;</title><link>https://a.ir/?a=1&b=2</link>"));
    assert_eq!(bare.entries[0].title.as_deref(), Some("A & B \u{a0}«می\u{200c}شود»"));
    assert_eq!(bare.entries[0].link.as_deref(), Some("https://a.ir/?a=1&b=2"));
    let jalali = read(&item("<title>ت</title><pubDate>دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲</pubDate>"));
    assert_eq!(jalali.entries[0].published_at, Some(AT));
    let cut = read(
        "<rss><channel><item><title>یک</title><link>https://a.ir/1</link></item><item><title>دو</title><link>https://a.ir/2</link><desc",
    );
    assert_eq!(cut.entries.len(), 2);
    assert!(!cut.problems.is_empty());
    let bomb = read(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item><title>&b;</title><link>https://a.ir/1</link></item></channel></rss>",
    );
    assert!(bomb.entries[0].title.as_deref().is_none_or(|title| title.len() < 20));
}

#[test]
fn what_is_no_feed_is_refused_in_a_sentence() {
    for text in ["", "hello", "{\"a\":1}", "{", "<html><body><p>x</p></body></html>"] {
        let error = parse(text.as_bytes(), None, None).expect_err("no feed");
        assert!(error.to_string().starts_with("This is not a feed: "), "{error}");
    }
}

#[test]
fn a_hub_is_found_where_feeds_offer_it() {
    let rss = r#"<rss xmlns:atom="a"><channel><title>البرز</title><atom:link rel="hub" href="https://hub.example/"/>
        <atom:link rel="self" href="/rss"/><item><title>تیتر</title><link rel="hub" href="https://evil.example/"/></item></channel></rss>"#;
    let json = r#"{"items":[],"feed_url":"https://a.ir/rss","hubs":[{"type":"WebSub","url":"https://hub.example/"}]}"#;
    for text in [rss, json] {
        let read = ingest::feed::parse(text.as_bytes(), None, Some("https://a.ir/rss")).expect("a feed");
        assert_eq!(read.hub.as_deref(), Some("https://hub.example/"));
        assert_eq!(read.topic.as_deref(), Some("https://a.ir/rss"));
    }
}
