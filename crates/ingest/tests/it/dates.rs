//! When a page was published, by all that it says.

use ingest::page::{Selectors, extract, extract_by};

use crate::lajin::prose;

#[test]
fn dates_are_read_by_order_of_evidence() {
    const DAY: i64 = 1_733_097_600_000;
    for (head, body) in [
        (
            "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2024-12-02\"}</script>",
            "<time datetime='2020-01-01'>",
        ),
        ("<meta property='article:published_time' content='2024-12-02T00:00:00Z'>", "<p>January 5, 2020</p>"),
        ("<meta name='parsely-pub-date' content='2024-12-02'>", ""),
        ("", "<time itemprop='datePublished' datetime='2024-12-02'>today</time>"),
        (
            "",
            "<div class='box'>January 5, 2020</div><h1>Bridge opens today</h1><p>By A. Person, <time datetime='2024-12-02'>now</time></p>",
        ),
        ("", "<h1>Bridge opens today</h1><span>Published on December 2nd, 2024</span><p>January 5, 2020</p>"),
        ("", "<h1>Brücke eröffnet</h1><div>Stand: 2. Dezember 2024</div>"),
        ("", "<span>02.12.2024</span><h1>Brücke eröffnet</h1><p>Text ohne Datum</p>"),
        ("<meta property='article:modified_time' content='2024-12-02'>", "<h1>Bridge</h1>"),
    ] {
        let page =
            extract(format!("<html><head>{head}</head><body>{body}</body></html>").as_bytes(), None, "");
        assert_eq!(page.published_at, Some(DAY), "{head} {body}");
    }
    let by_address = extract(b"<h1>Bridge opens</h1>", None, "https://paper.example/2024/12/02/bridge");
    assert_eq!(by_address.published_at, Some(DAY));
    let zoned = extract(b"<html><meta name=date content='2024-12-02T01:00:00+09:00'>", None, "");
    assert_eq!((zoned.published_at, zoned.published_zone), (Some(DAY - 8 * 3_600_000), Some(540)));
}

#[test]
fn an_outlets_own_date_goes_before_those_of_its_text() {
    const DAY: i64 = 1_733_085_000_000;
    const QUARTER_TO_FIVE: i64 = (16 * 60 + 45) * 60_000;
    let prose = prose();
    let table = "<table><tr><td>روز</td><td>بها</td></tr><tr><td>۵ آبان ۱۴۰۲</td><td>۵۸۰۰۰</td></tr></table>";
    let cells = "<table><tr><td><div>۵ آبان ۱۴۰۲</div></td><td class=date>۶ آبان ۱۴۰۲</td></tr></table>";
    let own = "<span>شهر | ۱۲ آذر ۱۴۰۳ | کد ۱۲۳۴</span>";
    let born = "<dl><dt>زادروز</dt><dd>۵ آبان ۱۳۴۲</dd><dt>زادگاه</dt><dd>لاجین</dd></dl>";
    for (body, date) in [
        (format!("{own}<h1>بهای نان</h1>{table}{prose}"), Some(DAY)),
        (format!("{own}<h1>بهای نان</h1>{cells}{prose}"), Some(DAY)),
        (format!("<h1>بهای نان</h1>{cells}<p>تاریخ انتشار: ۱۲ آذر ۱۴۰۳</p>{prose}"), Some(DAY)),
        (format!("<h1>بهای نان</h1>{cells}{prose}<div class=date>۱۲ آذر ۱۴۰۳</div>"), Some(DAY)),
        (format!("<h1>بهای نان</h1><table><tr><td>تاریخ: ۱۲ آذر ۱۴۰۳</td></tr></table>{prose}"), Some(DAY)),
        (format!("<h1>بهای نان</h1>{table}{prose}"), None),
        (format!("<h1>زادروز شاعر لاجین</h1>{born}{prose}<div>تاریخ انتشار: ۱۲ آذر ۱۴۰۳</div>"), Some(DAY)),
        (format!("<div>تاریخ انتشار: ۱۲ آذر ۱۴۰۳</div><h1>زادروز شاعر لاجین</h1>{born}{prose}"), Some(DAY)),
        (format!("<div>تاریخ انتشار: ۱۲ آذر ۱۴۰۳</div><h1>روز پل</h1><p>۵ آبان ۱۳۴۲</p>{prose}"), Some(DAY)),
        (
            format!(
                "<div>تاریخ انتشار: ۱۲ آذر ۱۴۰۳</div><h1>روز پل</h1><p class=date>۵ آبان ۱۳۴۲</p>{prose}"
            ),
            Some(DAY),
        ),
        (format!("<div>دوشنبه ۱۲ آذر ۱۴۰۳</div><h1>زادروز شاعر لاجین</h1>{born}{prose}"), Some(DAY)),
        (
            format!("<div>دوشنبه ۱۲ آذر ۱۴۰۳</div><h1>روز پل</h1><ul><li>۵ آبان ۱۳۴۲</li></ul>{prose}"),
            Some(DAY),
        ),
        (format!("<h1>روز پل</h1><ul><li>۱۲ آذر ۱۴۰۳</li><li>شهر</li></ul>{prose}"), Some(DAY)),
        (
            format!(
                "<h1>روز پل</h1><time class='entry-date updated' datetime='2024-12-02T16:45:00+03:30'>۱۲ آذر ۱۴۰۳</time>{prose}"
            ),
            Some(DAY + QUARTER_TO_FIVE),
        ),
        (
            format!(
                "<h1>روز پل</h1><div class=date><time datetime='2024-12-02T16:45:00+03:30'>۱۲ آذر ۱۴۰۳</time></div>{prose}"
            ),
            Some(DAY + QUARTER_TO_FIVE),
        ),
        (
            format!(
                "<h1>روز پل</h1><i class=date><time datetime='2024-12-02'>۱۲ آذر ۱۴۰۳ - ۱۶:۴۵</time></i>{prose}"
            ),
            Some(DAY + QUARTER_TO_FIVE),
        ),
        (
            format!("<h1>روز پل</h1><div><span>۱۲ آذر ۱۴۰۳</span><span>۱۶:۴۵</span></div>{prose}"),
            Some(DAY + QUARTER_TO_FIVE),
        ),
        (
            format!(
                "<div><span>کد خبر: ۹۹۸۸۷۰</span><span>۱۴۰۳/۰۹/۱۲ - ۱۶:۴۵</span></div><h1>روز پل</h1>{prose}"
            ),
            Some(DAY + QUARTER_TO_FIVE),
        ),
    ] {
        let page = format!("<html lang=fa><body>{body}</body></html>");
        assert_eq!(extract(page.as_bytes(), None, "").published_at, date, "{body}");
    }
}

#[test]
fn dates_told_from_now_are_told_from_the_time_of_fetching() {
    const FETCHED: i64 = 1_733_157_720_000;
    let read = |when: &str| {
        let page = format!(
            "<html lang=fa><title>پل تازه در لاجین</title><body><h1>پل تازه در لاجین</h1>{when}<p>شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود.</p><p>پل پیشین سه سال پیش در سیلاب بهار آسیب دید.</p></body></html>"
        );
        extract_by(&Selectors::default(), page.as_bytes(), None, "https://a.ir/x", Some(FETCHED)).published_at
    };
    for (when, minutes) in [
        ("<span class=time>۳ ساعت پیش</span>", Some(180)),
        ("<div>تاریخ انتشار: دیروز ساعت ۱۰</div>", Some(34 * 60 + 12)),
        ("<div>منتشر شده در امروز ۱۰:۲۰</div>", Some(9 * 60 + 52)),
        ("<div>۱۲ آذر ۱۴۰۳ ساعت ۷:۱۲ ب.ظ</div>", Some(60)),
        ("<div>۱۲ آذر ۱۴۰۳ - ۱۹:۱۲</div><div>۲ ساعت پیش</div>", Some(60)),
        ("<h2>دیروز و امروز پل</h2>", None),
        ("", None),
    ] {
        assert_eq!(read(when), minutes.map(|minutes: i64| FETCHED - minutes * 60_000), "{when}");
    }
}

#[test]
fn days_that_a_text_tells_of_are_not_the_pages() {
    const DAY: i64 = 1_733_085_000_000;
    let prose = prose();
    let own = "<div>دوشنبه ۱۲ آذر ۱۴۰۳</div>";
    for told in [
        "<p>در تاریخ ۵ آبان ۱۳۹۲ قراردادی بسته شد که اکنون روشن شده است.</p>",
        "<p>در تاریخ ۵ آبان ۱۳۹۲ قرارداد ساخت پل با یک شرکت بسته شد</p>",
        "<p>متولد ۱۳۴۵/۰۲/۱۱ در لاجین بود و سال‌ها در دانشگاه درس می‌داد.</p>",
    ] {
        for (body, date) in [
            (format!("<h1>قرارداد پل</h1><div class=item-text>{told}{prose}</div>"), None),
            (format!("<h1>قرارداد پل</h1><div class=zz>{prose}{told}{prose}</div>"), None),
            (format!("{own}<h1>قرارداد پل</h1><div class=item-text>{told}{prose}</div>"), Some(DAY)),
            (format!("<h1>قرارداد پل</h1>{own}<div class=item-text>{told}{prose}</div>"), Some(DAY)),
        ] {
            let page = extract(format!("<html lang=fa><body>{body}</body></html>").as_bytes(), None, "");
            assert_eq!((page.published_at, page.is_date_stated), (date, false), "{body}");
        }
    }
    let head = "<meta property='article:published_time' content='2024-12-02'>";
    assert!(extract(format!("<html>{head}<body><p>A</p></body></html>").as_bytes(), None, "").is_date_stated);
}

#[test]
fn labels_tell_when_a_page_was_published_and_when_changed() {
    const DAY: i64 = 1_733_085_000_000;
    const NEXT: Option<i64> = Some(DAY + 24 * 3_600_000);
    let prose = prose();
    for (when, modified) in [
        ("<div>آخرین به‌روزرسانی: ۱۳ آذر ۱۴۰۳ | تاریخ انتشار: ۱۲ آذر ۱۴۰۳</div>", NEXT),
        ("<div>تاریخ انتشار: ۱۲ آذر ۱۴۰۳ آخرین به‌روزرسانی: ۱۳ آذر ۱۴۰۳</div>", NEXT),
        ("<div class=date>بروزرسانی: ۱۳ آذر ۱۴۰۳ - انتشار: ۱۲ آذر ۱۴۰۳</div>", NEXT),
        ("<div>آخرین ویرایش: ۱۳ آذر ۱۴۰۳</div><div>۱۲ آذر ۱۴۰۳</div>", NEXT),
        ("<div>۰۳/۰۹/۱۲ - ۰۰:۰۰</div>", None),
        ("<div class=date>تاریخ: ۰۳/۰۹/۱۲</div>", None),
    ] {
        let page = format!("<html lang=fa><body><h1>پل لاجین باز شد</h1>{when}{prose}</body></html>");
        let page = extract(page.as_bytes(), None, "");
        assert_eq!((page.published_at, page.modified_at), (Some(DAY), modified), "{when}");
    }
}

#[test]
fn what_others_on_the_page_say_is_no_date_of_its_own() {
    let printed = "<div class=news-date>۱۲ آذر ۱۴۰۳ - ۱۶:۴۵</div>";
    let prose = prose();
    let read = |head: &str, more: &str| {
        let html = format!(
            "<html lang=fa><head><title>پل تازهٔ لاجین</title>{head}</head><body><h1>پل تازهٔ لاجین</h1>{printed}<div>{prose}</div>{more}</body></html>"
        );
        extract(html.as_bytes(), None, "https://a.ir/news/1").published_at
    };
    let expected = read("", "");
    assert!(expected.is_some());
    for (head, more) in [
        (
            "<script type='application/ld+json'>{\"@type\":\"WebSite\",\"datePublished\":\"2015-01-01\"}</script>",
            "",
        ),
        (
            "",
            "<div itemprop=comment itemscope itemtype='https://schema.org/Comment'><meta itemprop=datePublished content='2024-12-20T10:00'><time itemprop=datePublished datetime='2021-01-05'></time><p>چرا؟</p></div>",
        ),
        (
            "",
            "<aside itemscope itemtype='https://schema.org/NewsArticle'><h3 itemprop=headline><a href=/n/2>سیل در گلستان</a></h3><time itemprop=datePublished datetime='2020-01-01'></time></aside>",
        ),
        ("<meta property='article:published_time' content='2024-12-02T16:45:00Z'>", ""),
    ] {
        assert_eq!(read(head, more), expected, "{head} {more}");
    }
    let own = "<meta property='article:published_time' content='2024-12-02T13:20:00Z'>";
    assert_eq!(read(own, ""), Some(1_733_145_600_000), "another clock is believed");
}

#[test]
fn of_many_facts_of_others_a_few_are_looked_at() {
    let other = "<div itemscope itemtype=Person><i itemprop=datePublished content=2020-01-01></i></div>";
    let meta = "<meta itemprop=datePublished content=2024-12-02>";
    let own = "<i itemprop=datePublished content=2024-12-02></i>";
    for (many, one, found) in [(3, own, true), (3, meta, true), (30, own, false), (30, meta, false)] {
        let others = other.repeat(many) + &other.replace("<i", "<meta").repeat(many);
        let page = format!("<html><body><h1>پل تازه در لاجین</h1>{others}{one}</body></html>");
        let read = extract(page.as_bytes(), None, "");
        assert_eq!(read.published_at.is_some(), found, "{many} {one}");
    }
}
