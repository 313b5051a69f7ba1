//! Articles as pages have them: scraped lines, known systems, no structure at all; and what no page may do.

use ingest::page::{Page, Refusal, SourceLine, extract};

/// Scraped text: the headline twice, paragraphs, a source line, then furniture.
const LINES: &str = "آغاز ساخت پل تازهٔ رودخانه در لاجین

آغاز ساخت پل تازهٔ رودخانه در لاجین

شهردار لاجین اعلام کرد: ساخت پل تازهٔ رودخانه که از سه سال پیش برنامه ریزی شده بود، از امروز آغاز میشود.

به گزارش خبرگزاری البرز نو، این پل دویست متر درازا دارد و رفت و آمد دو سوی شهر را آسان میکند.

پیش از این، ساکنان برای رسیدن به بازار باید هشت کیلومتر راه می رفتند و در زمستان راه بسته میشد.

منبع: alborzno-410200

نام:*
ایمیل:

جستجو در سایت
مطالب پیشنهادی
0

زعفران کاران از گرانی کود گله دارند و راه چاره میخواهند

اقتصاد

13

قهرمانی شهاب لاجین در جام شهرها پس از ضربه های پنالتی

ورزش

درباره ما

پایگاه خبری نمونه با مجوز رسمی";

fn check(html: &str) {
    let page = extract(html.as_bytes(), None, "https://example.ir/x");
    assert_eq!(page.title.as_deref(), Some("آغاز ساخت پل تازهٔ رودخانه در لاجین"), "{html:.80}");
    let source = page.source.as_ref().expect("a source line");
    assert_eq!((source.name.as_str(), source.code.as_deref()), ("alborzno", Some("410200")), "{html:.80}");
    let lines: Vec<&str> = page.text.lines().collect();
    assert_eq!(lines.len(), 3, "{html:.80}: {}", page.text);
    assert!(lines[0].starts_with("شهردار") && lines[2].ends_with("بسته میشد."), "{html:.80}");
    assert_eq!(page.language.as_deref(), Some("fa"));
}

fn lines() -> impl Iterator<Item = &'static str> {
    LINES.lines().filter(|line| !line.is_empty())
}

#[test]
fn scraped_text_is_read_with_and_without_markup() {
    check(LINES);
    check(&lines().map(|line| format!("<p>{line}</p>")).collect::<String>());
    check(&lines().map(|line| format!("<div>{line}</div>\n")).collect::<String>());
    let joined = lines().collect::<Vec<_>>().join("<br>");
    check(&format!("<html><body>{joined}</body></html>"));
    // The title is a file's name, the text a file's as a browser shows it.
    check(&format!("<html><head><title>page-12.txt</title></head><body>{joined}</body></html>"));
    check(&format!("<html><head></head><body><pre>{LINES}</pre></body></html>"));
}

const SAMANEH: &str = r#"<html dir="rtl"><head><title>تیتر صفحه - سایت</title></head><body><ul><li>منو</li></ul>
<div class="news_nav news_pdate_c">تاریخ انتشار: دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲</div><div class="news_nav news_id_c">کد خبر: ۵۷۴۵۰۳</div>
<div class="title"><h1 class="Htag">تیتر خبر در صفحه</h1></div><div class="subtitle">لید خبر که کوتاه است</div>
<div class="body"><p>بند نخست خبر که باید به اندازه‌ای بلند باشد تا متن مطلب شمرده شود و نه یک تکهٔ کوتاه از فهرست خبرها.</p>
<p>بند دوم خبر با <a href="/x">پیوند</a> و <script>alert(1)</script> و تصویر <img src="//evil/x.png"> که می‌ماند یا نمی‌ماند.</p>
<div class="related">بیشتر بخوانید</div><p>انتهای پیام/</p></div><div class="news_tags"><a>آب</a> <a>شهر</a> <a>آب</a></div></body></html>"#;

#[test]
fn pages_of_persian_systems_are_read_with_their_facts() {
    let page: Page = extract(SAMANEH.as_bytes(), None, "https://a.ir/fa/news/574503/x");
    assert_eq!(page.title.as_deref(), Some("تیتر خبر در صفحه"));
    assert_eq!(page.lead.as_deref(), Some("لید خبر که کوتاه است"));
    assert_eq!(page.published_at, Some(1_733_157_720_000));
    assert_eq!(page.code.as_deref(), Some("574503"));
    assert_eq!(page.tags, ["آب", "شهر"]);
    assert_eq!(page.text.lines().count(), 2, "{}", page.text);
    assert!(
        page.body_html.contains("https://a.ir/x")
            && page.body_html.contains("<img src=\"https://evil/x.png\""),
        "{}",
        page.body_html
    );
    assert!(!page.body_html.contains("alert"));
}

#[test]
fn linked_data_speaks_first() {
    let html = r#"<html lang="fa-IR"><head><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"تیتر داده",
        "datePublished":"2024-12-02T20:12:00+03:30","author":{"name":"نرگس"},"keywords":["یک","دو"],"articleSection":"ورزش"}]}</script></head><body></body></html>"#;
    let page = extract(html.as_bytes(), None, "");
    assert_eq!(
        (page.title.as_deref(), page.byline.as_deref(), page.section.as_deref()),
        (Some("تیتر داده"), Some("نرگس"), Some("ورزش"))
    );
    assert_eq!((page.published_at, page.tags.len()), (Some(1_733_157_720_000), 2));
}

#[test]
fn the_headline_is_what_is_visible_and_agrees_with_the_rest() {
    for (html, title) in [
        ("<title>Bridge opens after years - The Paper</title><h1>Bridge opens</h1>", "Bridge opens"),
        ("<title>Bridge opens | The Paper</title><h1>The Daily</h1>", "Bridge opens"),
        ("<title>Bridge opens | The Paper</title><h1>The Daily</h1><h1>Bridge opens</h1>", "Bridge opens"),
        ("<meta property='og:title' content='Bridge opens'><h1>Home</h1>", "Bridge opens"),
        (
            "<meta property='og:title' content='Why ferries stop'><h1>After a hundred years, the last boat</h1>",
            "After a hundred years, the last boat",
        ),
        ("<title>Bridge - history</title>", "Bridge - history"),
        ("<h1>Bridge</h1>", "Bridge"),
    ] {
        assert_eq!(
            extract(format!("<html>{html}").as_bytes(), None, "").title.as_deref(),
            Some(title),
            "{html}"
        );
    }
}

/// A page of no known family: `{}` stands for what is put between its paragraphs.
const GENERAL: &str = r#"<html><head><title>Bridge opens - The Paper</title>
<meta property="og:description" content="The new bridge over the river opened this morning after three years of work."></head>
<body class="has-sidebar"><nav><ul><li><a href="/a">Sport</a></li></ul></nav><h1>Bridge opens</h1>
<div class="intro">The new bridge over the river opened this morning after three years of work.</div>
<div class="text"><p>The mayor walked across first, followed by pupils of both schools, who sang on the way to the other side.</p>{}
<p>Until now people of the western town had to go eight miles to the market, and in winter not even that was possible.</p>
<p>The ferry stops at the end of the month.</p></div>
<div class="comments"><p>What a waste of money, I shall never use it, and neither will anybody that I know of in this town.</p></div>
<footer><p>The Paper is published every day but Sunday by the Paper Company; all rights to its texts are reserved.</p></footer></body></html>"#;

#[test]
fn a_page_of_no_known_family_is_read_without_its_furniture() {
    for between in [
        "",
        "<figure><img src=x><figcaption>The bridge at dawn, seen from the hill. Photo: A. Person</figcaption></figure>",
        "<aside><p>Read more about bridges in our long series, which has been running for more than a hundred weeks.</p></aside>",
        "<div class='relatedLinks'><p>Ten bridges that you should have seen before you are too old to walk over them, ranked.</p></div>",
        "<div class='box'><h3><a href='/x'>Ten bridges</a></h3><p>Bridges that you should have seen before you are too old to walk, ranked.</p></div>",
        "<p><a href='/y'>Read also: why the ferry always was late, and what its captain says about that today</a></p>",
        "<p>The mayor walked across first, followed by pupils of both schools, who sang on the way to the other side.</p>",
        "<div style='display: none'><p>We use cookies to improve what you see, and so do one hundred and forty of our partners.</p></div>",
        "<div>Share</div>",
    ] {
        let page = extract(GENERAL.replace("{}", between).as_bytes(), None, "https://paper.example/1");
        let lines: Vec<&str> = page.text.lines().collect();
        assert_eq!(lines.len(), 4, "{between}: {}", page.text);
        assert!(lines[0].starts_with("The new bridge") && lines[3].starts_with("The ferry"), "{}", page.text);
    }
}

#[test]
fn what_belongs_to_a_text_stays_in_it() {
    for (between, expected) in [
        ("<h2>The western town</h2>", "<h2>The western town</h2>"),
        ("<ul><li>Length: two miles.</li></ul>", "<ul>\n<li>Length: two miles.</li>\n</ul>"),
        ("<blockquote>I am glad, said one of the pupils.</blockquote>", "<blockquote>"),
        ("<table><tr><th>Year</th><td>Cars</td></tr></table>", "<th>Year</th>"),
        ("<p>A <a href='/z'>second bridge</a> is planned.</p>", "href=\"https://paper.example/z\""),
        ("<div class='widget'><p>Not all are glad.</p></div>", ""),
    ] {
        let page = extract(GENERAL.replace("{}", between).as_bytes(), None, "https://paper.example/1");
        assert!(page.body_html.contains(expected), "{between}: {}", page.body_html);
    }
}

#[test]
fn depth_and_width_cost_nothing() {
    for open in ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>"] {
        let _ = extract(open.repeat(20_000).as_bytes(), None, "");
    }
    let paragraph = |at| {
        format!("<p>Words of paragraph {at}, which is long enough to be taken for prose by any reader.</p>")
    };
    let many: String = (0..5000).map(paragraph).collect();
    let page = format!("<h1>A long page</h1>{many}");
    assert_eq!(extract(page.as_bytes(), None, "").text.lines().count(), 5000);
}

#[test]
fn no_bytes_break_the_reader() {
    let mut seed = 7_u64;
    for length in 0..200 {
        let noise: Vec<u8> = (0..length * 3)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                b"<>/=\"'&; divph1\xd8\xa7\x80\xff"[(seed >> 33) as usize % 19]
            })
            .collect();
        crate::fuzzed::read(&noise);
    }
}

#[test]
fn a_list_of_articles_is_no_article_and_an_article_beside_a_list_is_one() {
    let teaser = |number: u32| {
        format!(
            "<li><a href='/news/10000{number}/x'>برداشت سیب در باغ‌های شمال {number}</a><p>باغداران از بارش به‌هنگام خشنودند و بازار آرام است.</p></li>"
        )
    };
    let list: String = (0..25).map(teaser).collect();
    let front = format!(
        "<html><head><title>البرزنو</title><meta property='og:type' content='website'></head><body><ul>{list}</ul></body></html>"
    );
    for url in ["https://a.ir/", "https://a.ir/section/economy"] {
        assert_eq!(extract(front.as_bytes(), None, url).refusal(), Some(Refusal::Listing), "{url}");
    }
    let described = "{\"@type\":\"NewsArticle\",\"headline\":\"تیتر\"},".repeat(9);
    let data = format!(
        "<script type='application/ld+json'>{{\"@type\":\"ItemList\",\"itemListElement\":[{}]}}</script>",
        described.trim_end_matches(',')
    );
    let described = front.replace("</head>", &(data + "</head>"));
    let refused = extract(described.as_bytes(), None, "https://a.ir/").refusal();
    assert_eq!(refused, Some(Refusal::Listing), "each of a list is described");
    let said = "شهردار در آیین گشایش کتابخانه از سه سال کار گفت و از مردم خواست به آن بیایند.";
    let paragraph = |number: u32| format!("<p>بخش {number}: {}</p>", format!("{said} ").repeat(4));
    let body = format!(
        "<article><h1>کتابخانهٔ شهر باز شد</h1>{}</article>",
        (1..5).map(paragraph).collect::<String>()
    );
    for (url, head) in [
        ("https://a.ir/about-the-library", ""),
        ("https://a.ir/news/100099/x", ""),
        ("https://a.ir/", "<meta property='article:published_time' content='2024-12-02'>"),
    ] {
        let article = format!(
            "<html><head><title>کتابخانه</title>{head}</head><body>{body}<aside><ul>{list}</ul></aside></body></html>"
        );
        assert_eq!(extract(article.as_bytes(), None, url).refusal(), None, "{url}");
    }
}

/// What the source line of a page whose body ends with a line says: name, code, address.
fn credited(line: &str) -> (String, Option<String>, Option<String>) {
    let body = "<p>بند نخست خبر که باید به اندازه‌ای بلند باشد تا متن مطلب شمرده شود و نه یک تکهٔ کوتاه از فهرست خبرها.</p>\n<p>بند دوم خبر هم بلند است و از باران، رودخانه و پلی می‌گوید که پس از سال‌ها برای مردم باز شد.</p>";
    let html = format!(
        "<html><head><title>پل شهر باز شد</title></head><body><h1>پل شهر باز شد</h1><div class=\"item-text\">{body}\n{line}</div></body></html>"
    );
    let page = extract(html.as_bytes(), None, "https://a.example/x");
    assert_eq!(page.text.lines().count(), 2, "{line}: {}", page.text);
    let source = page.source.unwrap_or_default();
    (source.name, source.code.or(page.code), source.url)
}

#[test]
fn source_lines_are_read_in_the_words_that_outlets_write() {
    for (line, name, code) in [
        ("<p>منبع: ایسنا</p>", "ایسنا", None),
        ("<p>منبع خبر: خبرگزاری تسنیم</p>", "خبرگزاری تسنیم", None),
        ("<p>منبع: <b>ایرنا</b> - کد خبر ۸۵۹۹۹</p>", "ایرنا", Some("85999")),
        ("<p>منبع: ایرنا (کد مطلب: ۸۵۹۹۹)</p>", "ایرنا", Some("85999")),
        ("<p>منبع: رویترز / مترجم: نرگس کاویان</p>", "رویترز", None),
        ("<p>منبع: گاردین - ترجمه: رضا کاویان</p>", "گاردین", None),
        ("<p>به نقل از ایسنا</p>", "ایسنا", None),
        ("<p>خبرگزاری مهر - ۶۸۸۰۴۴</p>", "خبرگزاری مهر", Some("688044")),
        ("<p>انتهای پیام/ کدخبر ۱۲۳۴۵</p>", "", Some("12345")),
    ] {
        let (named, coded, _) = credited(line);
        assert_eq!((named.as_str(), coded.as_deref()), (name, code), "{line}");
    }
    let linked = "<p>منبع: <a href=\"https://b.example/news/1405090301234/x\">ایسنا</a></p>";
    let address = "https://b.example/news/1405090301234/x".to_owned();
    assert_eq!(credited(linked), ("ایسنا".to_owned(), Some("1405090301234".to_owned()), Some(address)));
    assert_eq!(credited("<p>منبع: <a href=\"javascript:x\">ایسنا</a></p>").2, None);
}

#[test]
fn a_source_line_is_kept_as_a_paragraph_with_its_link() {
    let url = Some("https://b.example/?a=1&b=2".to_owned());
    let line = SourceLine { name: "ایسنا".into(), code: Some("1405".into()), url: url.clone() };
    let html = line.to_html();
    assert_eq!(ingest::sanitize::html_to_text(&html), "منبع: ایسنا-1405");
    assert_eq!(ingest::sanitize::last_link(&html).map(|(_, url)| url), url);
}

#[test]
fn a_list_whose_addresses_hold_no_numbers_is_a_list() {
    let item = |at: usize| {
        format!("<li><a href='/a/story-{at}.html'>شورای شهر لاجین دربارهٔ پل {at} رأی می‌دهد</a></li>")
    };
    let list: String = (0..12).map(item).collect();
    let said = "شهردار در آیین گشایش پل از سه سال کار گفت و از مردم خواست به آن بیایند. ".repeat(4);
    let article = format!(
        "<article><h1>پل لاجین باز شد</h1>{}</article>",
        (0..4).map(|at| format!("<p>{at} {said}</p>")).collect::<String>()
    );
    let read = |body: &str, url: &str| {
        let page = format!("<html><head><title>لاجین</title></head><body>{body}<ul>{list}</ul></body></html>");
        extract(page.as_bytes(), None, url).refusal()
    };
    assert_eq!(read("<h1>تازه‌ها</h1>", "https://a.ir/list3.html"), Some(Refusal::Listing));
    assert_eq!(read(&article, "https://a.ir/b/the-bridge"), None);
    assert_eq!(read(&article, "https://a.ir/a/story-40.html"), None);
    let short = "<h1>پل لاجین باز شد</h1><p>پل امروز باز شد و مردم از آن گذشتند.</p>";
    assert_ne!(
        read(short, "https://a.ir/a/story-40.html"),
        Some(Refusal::Listing),
        "its neighbours stand beside it"
    );
}

#[test]
fn a_film_may_end_an_article() {
    let film = "<iframe src='https://www.aparat.com/embed/ab1'></iframe>";
    let page = GENERAL.replace("month.</p>", &format!("month.</p>{film}"));
    let page = extract(page.as_bytes(), None, "https://a.ir/fa/news/574503/x");
    assert!(page.text.ends_with("فیلم در آپارات"), "{}", page.text);
}

#[test]
fn a_film_becomes_a_link_and_a_caption_is_no_text() {
    let film = "<iframe src='//www.aparat.com/video/video/embed/videohash/ab1/vt/frame' title='گفت‌وگو با شهردار'></iframe>";
    let untitled = film.replace("title='گفت‌وگو با شهردار'", "");
    let inside = format!(
        "<figure><img src=a.jpg><figcaption>عکس: رضا احمدی</figcaption></figure>{film}{untitled}<iframe src='https://ads.example/1' title='تبلیغ'></iframe>"
    );
    let ours = SAMANEH.replace("<div class=\"related\">", &format!("{inside}<div class=\"related\">"));
    for html in [ours, GENERAL.replace("{}", &inside)] {
        let page = extract(html.as_bytes(), None, "https://a.ir/fa/news/574503/x");
        let address = "https://www.aparat.com/video/video/embed/videohash/ab1/vt/frame";
        assert_eq!(page.body_html.matches(address).count(), 2, "{}", page.body_html);
        let lines: Vec<&str> = page.text.lines().collect();
        assert!(lines.contains(&"گفت‌وگو با شهردار") && lines.contains(&"فیلم در آپارات"), "{lines:?}");
        assert!(!page.text.contains("عکس:") && !page.text.contains("تبلیغ"), "{}", page.text);
    }
}
