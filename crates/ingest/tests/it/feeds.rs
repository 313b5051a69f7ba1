//! Feeds of the three kinds, with what real ones do wrong.

use ingest::feed::{Feed, parse, whole_text};

const AT: i64 = 1_733_157_720_000;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, Some("https://a.ir/rss"), None).expect("a feed")
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
    for (written, whole) in [
        ("<![CDATA[https://a.ir/n.php?a=1&b=2]]>", "https://a.ir/n.php?a=1&b=2"),
        ("<![CDATA[https://a.ir/n.php?a=1&amp;b=2]]>", "https://a.ir/n.php?a=1&b=2"),
        ("https://a.ir/n.php?a=1&amp;b=2", "https://a.ir/n.php?a=1&b=2"),
        ("www.a.ir/news/1", "https://www.a.ir/news/1"),
        ("A.ir/news/1", "https://a.ir/news/1"),
        ("b.ir/news/1", "https://a.ir/b.ir/news/1"),
    ] {
        let feed = read(&item(&format!("<title>تیتر</title><link>{written}</link>")));
        assert_eq!(feed.entries[0].link.as_deref(), Some(whole), "{written}");
    }
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
        let error = parse(text.as_bytes(), None, None, None).expect_err("no feed");
        assert!(error.to_string().starts_with("This is not a feed: "), "{error}");
    }
}

#[test]
fn a_hub_is_found_where_feeds_offer_it() {
    let rss = r#"<rss xmlns:atom="a"><channel><title>البرز</title><atom:link rel="hub" href="https://hub.example/"/>
        <atom:link rel="self" href="/rss"/><item><title>تیتر</title><link rel="hub" href="https://evil.example/"/></item></channel></rss>"#;
    let json = r#"{"items":[],"feed_url":"https://a.ir/rss","hubs":[{"type":"WebSub","url":"https://hub.example/"}]}"#;
    for text in [rss, json] {
        let read =
            ingest::feed::parse(text.as_bytes(), None, Some("https://a.ir/rss"), None).expect("a feed");
        assert_eq!(read.hub.as_deref(), Some("https://hub.example/"));
        assert_eq!(read.topic.as_deref(), Some("https://a.ir/rss"));
    }
}

#[test]
fn dates_of_a_feed_are_told_from_its_fetching_and_not_from_the_future() {
    let at = |titles: &str, written: &str, now: i64| {
        let feed = format!(
            "<rss><channel><item><title>{titles}</title><link>/1</link><pubDate>{written}</pubDate></item></channel></rss>"
        );
        parse(feed.as_bytes(), None, Some("https://a.ir/rss"), Some(now)).expect("a feed").entries[0]
            .published_at
    };
    const HOUR: i64 = 60 * 60_000;
    assert_eq!(at("تیتر یک", "۳ ساعت پیش", AT + 3 * HOUR), Some(AT));
    assert_eq!(
        at("تیتر یک", "2024-12-02 20:12", AT + HOUR),
        Some(AT),
        "UTC would be in two hours and a half"
    );
    assert_eq!(at("تیتر یک", "2024-12-02 16:42", AT + HOUR), Some(AT));
    assert_eq!(at("A title", "2024-12-02 20:12", AT + HOUR), Some(AT + 210 * 60_000));
}

#[test]
fn markup_in_a_headline_costs_no_word_of_it() {
    for (written, title) in [
        ("تیتر <b>پررنگ</b> است", "تیتر پررنگ است"),
        ("<b>پل</b>", "پل"),
        ("الف < ب", "الف < ب"),
        ("۱۲ <۱۳ و ۵ <b>بیش</b>", "۱۲ <۱۳ و ۵ بیش"),
        ("پل<br/>تازه <br> شهر <img src='x'>", "پل<br>تازه <br> شهر <img src='x'>"),
        ("<![CDATA[تیتر <b>پررنگ</b> & بلند < کوتاه]]>", "تیتر پررنگ & بلند < کوتاه"),
        ("A &amp;amp; B", "A & B"),
    ] {
        let feed = read(&format!(
            "<rss><channel><item><title>{written}</title><link>/1</link><description>متن <p>بند</p></description></item><item><title>دو</title><link>/2</link></item></channel></rss>"
        ));
        let titles: Vec<_> = feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
        assert_eq!(titles, [title, "دو"], "{written}");
        assert_eq!(feed.entries[0].summary.as_deref(), Some("متن <p>بند</p>"), "{written}");
    }
    let open =
        read("<rss><channel><item><title>پل <b>تازه<link>/1</link></item><item><title>دو</title></item>");
    assert_eq!(open.entries.last().and_then(|entry| entry.title.as_deref()), Some("دو"));
}

#[test]
fn a_json_feed_with_faults_gives_its_good_items() {
    let item = r#"{"id":"1","url":"https://a.ir/1","title":"یک، [دو,]"}"#;
    for (text, count, problems) in [
        (format!(r#"{{"title":"نام","items":[{item},],}}"#), 1, 1),
        (format!(r#"{{"title":"نام","items":[null,5,{item},"x",{{}}]}}"#), 1, 4),
        (format!(r#"{{"title":"نام","items":[{item},{item},{{"id":"3","ti"#), 2, 1),
        (format!(r#"{{"title":"نام","items":[{item}"#), 1, 1),
    ] {
        let feed = read(&text);
        assert_eq!((feed.title.as_deref(), feed.entries.len()), (Some("نام"), count), "{text}");
        assert_eq!(feed.entries[0].title.as_deref(), Some("یک، [دو,]"));
        assert_eq!(feed.problems.len(), problems, "{:?}", feed.problems);
    }
    let bad = include_str!("cases/bad_items.txt").lines().filter(|line| !line.starts_with('#'));
    for bad in bad {
        for text in [
            format!(
                r#"{{"title":"نام","items":[{item},{bad},{item},{bad}, {item}],"hubs":[{{"type":"a","url":"u"}},{{"type":"b","url":"v"}}]}}"#
            ),
            format!(r#"{{"title":"نام","items":[ {item} , {bad} , {item} , {item} ]}}"#),
        ] {
            let feed = read(&text);
            let titles: Vec<&str> = feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
            assert_eq!(titles, ["یک، [دو,]"; 3], "{bad}");
            assert_eq!((feed.title.as_deref(), feed.problems.len()), (Some("نام"), 1), "{bad}");
        }
    }
    let deep = format!(r#"{{"items":{}"#, "[".repeat(100_000));
    assert!(parse(deep.as_bytes(), None, None, None).is_err());
}

#[test]
fn addresses_are_made_whole_by_the_base_that_stands_around_them() {
    let entry = |at: &str, link: &str, content: &str| {
        format!(
            "<entry{at}><id>i</id><title>ت</title><link{link} href='n/1'/><content type='html'{content}>&lt;img src='1.jpg'&gt;</content></entry>"
        )
    };
    let base = |address: &str| format!(" xml:base='{address}'");
    for (feed, entry, link, image) in [
        (String::new(), entry("", "", ""), "https://a.ir/n/1", "https://a.ir/1.jpg"),
        (base("https://b.ir/x/"), entry("", "", ""), "https://b.ir/x/n/1", "https://b.ir/x/1.jpg"),
        (base("/x/"), entry("", "", ""), "https://a.ir/x/n/1", "https://a.ir/x/1.jpg"),
        (
            base("https://b.ir/x/"),
            entry(&base("y/"), "", ""),
            "https://b.ir/x/y/n/1",
            "https://b.ir/x/y/1.jpg",
        ),
        (
            String::new(),
            entry(&base("/y/"), &base("z/"), &base("c/")),
            "https://a.ir/y/z/n/1",
            "https://a.ir/y/c/1.jpg",
        ),
    ] {
        let feed = read(&format!(
            "<feed{feed}>{entry}<entry xml:base='/other/'><title>د</title><link href='2'/></entry></feed>"
        ));
        let first = &feed.entries[0];
        assert_eq!((first.link.as_deref(), first.image.as_deref()), (Some(link), Some(image)), "{entry}");
        assert!(
            feed.entries[1].link.as_deref().is_some_and(|link| link.ends_with(".ir/other/2")),
            "{:?}",
            feed.entries[1]
        );
    }
}

#[test]
fn what_breaks_in_one_item_costs_no_other() {
    let item =
        |title: &str, rest: &str| format!("<item><title>{title}</title><link>/{title}</link>{rest}</item>");
    let whole = item("سه", "<description><![CDATA[<p>متن</p>]]></description>");
    for (first, end) in [
        (item("یک", "<description><![CDATA[<p>متن</p></description>"), ""),
        (item("یک", "<description><![CDATA[متن ]] > </description>"), ""),
        ("<item><title><![CDATA[یک</title><link>/یک</link></item>".to_owned(), ""),
        (item("یک", ""), "<item><title>دو</title><link>/دو</link>"),
        (item("یک", ""), "<item><title>دو</title><link>/دو</link><description><![CDATA[متنی که"),
        (item("یک", ""), "<item><title><![CDATA[دو]]></title><link>/دو</link><description>متن &"),
        (item("یک", ""), "<item><title>دو</title><link>/دو</link><description>متن <b"),
        (item("یک", ""), "<item><link>/دو</link><pubDate>Mon, 02 Dec 2024 20:12:00 +0330</pubDate><title>دو"),
    ] {
        let feed = read(&format!("<rss><channel>{first}{whole}{end}"));
        let titles: Vec<_> = feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
        let expected: &[&str] = if end.is_empty() { &["یک", "سه"] } else { &["یک", "سه", "دو"] };
        assert_eq!(titles, expected, "{first} {end}");
        assert!(feed.entries.iter().all(|entry| entry.link.is_some()), "{end}");
        assert_eq!(feed.entries[1].summary.as_deref(), Some("<p>متن</p>"), "{first}");
    }
}

#[test]
fn an_items_picture_is_found_and_no_date_is_none() {
    let feed = read(
        "<rss><channel><image><url>/logo.png</url></image><item><title>ت</title><link>/1</link><pubDate>0001-01-01T00:00:00</pubDate><image><title>پل</title><url>/1.jpg</url></image></item></channel></rss>",
    );
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_deref(), entry.image.as_deref()), (Some("ت"), Some("https://a.ir/1.jpg")));
    assert_eq!(entry.published_at, None);
}

#[test]
fn a_feed_is_read_no_further_than_its_thousandth_item() {
    let items: String =
        (0..3000).map(|at| format!("<item><title>{at}</title><link>/{at}</link></item>")).collect();
    // What stands behind would break the reading, and is a problem where it is read.
    let feed = read(&format!("<rss><channel>{items}<item><title>{}", "<a>".repeat(100)));
    assert_eq!(feed.entries.len(), 1000);
    assert_eq!(feed.problems, ["it has more than 1000 items"]);
    let items: Vec<String> = (0..3000).map(|at| format!("{{\"id\":\"{at}\",\"title\":\"ت\"}}")).collect();
    assert_eq!(read(&format!("{{\"items\":[{}]}}", items.join(","))).entries.len(), 1000);
}

#[test]
fn an_items_own_words_go_before_those_of_extensions_and_of_the_feed_it_was_taken_from() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><source><id>x</id><title>فید دیگر</title><link href='https://b.ir/'/><author><name>دیگری</name></author><updated>2020-01-01T00:00:00Z</updated></source><title>پل باز شد</title><link href='https://a.ir/1'/><author><name>نرگس</name></author><id>1</id></entry></feed>";
    let entry = parse(atom.as_bytes(), None, None, None).expect("a feed").entries.remove(0);
    assert_eq!((entry.title.as_deref(), entry.link.as_deref()), (Some("پل باز شد"), Some("https://a.ir/1")));
    assert_eq!(
        (entry.author.as_deref(), entry.id.as_deref(), entry.updated_at),
        (Some("نرگس"), Some("1"), None)
    );
    let rss = "<rss><channel><item><itunes:title>قسمت ۱</itunes:title><dc:date>2020-01-01T00:00:00Z</dc:date><title>پل باز شد</title><pubDate>Mon, 02 Dec 2024 00:00:00 GMT</pubDate><source url='https://b.ir/rss'>دیگری</source><link>https://a.ir/1</link></item><item><dc:title>راه</dc:title><dc:date>2024-12-02T00:00:00Z</dc:date><link>https://a.ir/2</link></item></channel></rss>";
    let entries = parse(rss.as_bytes(), None, None, None).expect("a feed").entries;
    let told: Vec<_> = entries.iter().map(|entry| (entry.title.as_deref(), entry.published_at)).collect();
    assert_eq!(told, [(Some("پل باز شد"), Some(1_733_097_600_000)), (Some("راه"), Some(1_733_097_600_000))]);
}

#[test]
fn all_creators_of_an_item_are_named_once() {
    let read = read(
        "<rss><channel><item><title>پل</title><link>https://a.ir/1</link><dc:creator>نرگس کاویان</dc:creator><dc:creator>رضا کاویان</dc:creator><dc:creator>نرگس کاویان</dc:creator></item></channel></rss>",
    );
    assert_eq!(read.entries[0].author.as_deref(), Some("نرگس کاویان، رضا کاویان"));
}

#[test]
fn creators_without_end_are_not_all_named() {
    let creators: String = (0..3000).map(|at| format!("<dc:creator>نرگس {at}</dc:creator>")).collect();
    let read = read(&format!("<rss><channel><item><title>پل</title>{creators}</item></channel></rss>"));
    let author = read.entries[0].author.as_deref().unwrap_or_default();
    assert!(author.starts_with("نرگس 0، نرگس 1، ") && author.len() < 400, "{}", author.len());
}

#[test]
fn a_whole_text_may_stand_where_feeds_put_teasers() {
    let sentence = "شهردار لاجین گفت ساخت پل تازه روی رودخانه آغاز شد و تا پایان سال به پایان می‌رسد. ";
    for (times, end, is_whole) in [(12, "", true), (12, "…", false), (5, "", false), (0, "", false)] {
        let text = format!("{}{end}", sentence.repeat(times));
        let feed = format!(
            "<rss><channel><item><title>پل</title><link>https://a.ir/1</link><description>{text}</description></item></channel></rss>"
        );
        let entry = read(&feed).entries.remove(0);
        assert_eq!(whole_text(&entry).is_some(), is_whole, "{times} {end}");
    }
}

#[test]
fn what_is_wrong_with_a_feed_is_told_in_a_few_words() {
    let read = read(&format!("<rss><channel>{}<item><title>پل</title></item>", "<item/>".repeat(20_000)));
    assert_eq!((read.entries.len(), read.problems.len()), (1, 100));
    let nest = read_nest(100);
    assert_eq!(nest.problems, ["its elements are nested too deep"]);
    assert!(read_nest(10).problems.is_empty());
}

fn read_nest(depth: usize) -> Feed {
    read(&format!("<rss><channel>{}", "<x>".repeat(depth)))
}
