//! What stands in the container of an article's text without being its text.

use ingest::page::{Page, extract};

use crate::lajin::{FIRST, SECOND};

/// A page whose container holds this.
fn page(inside: &str) -> Page {
    let html = format!(
        "<html lang=fa><head><title>پل تازه در لاجین</title></head><body><h1>پل تازه در لاجین</h1><div class=\"item-text\">{inside}</div></body></html>"
    );
    extract(html.as_bytes(), None, "https://a.example/news/1")
}

fn check(inside: &str) {
    let page = page(inside);
    let lines: Vec<&str> = page.text.lines().collect();
    assert_eq!(lines, [FIRST, SECOND], "{inside}: {}", page.body_html);
    assert!(
        !page.body_html.contains("<p></p>") && !page.body_html.contains("<ul></ul>"),
        "{}",
        page.body_html
    );
}

#[test]
fn what_outlets_put_at_the_end_leaves_the_text() {
    for end in [
        "/انتهای پیام/",
        "پایان پیام/ت",
        "انتهای خبر",
        "۷۳۹۷/۱۴۱۸",
        "م.ک/۱۲۳",
        "#پل #لاجین",
        "<a href='/tag/1'>#پل</a> <a href='/tag/2'>#لاجین</a>",
        "<strong>**۱۲۳۴</strong>",
        "انتهای پیام/ ۴۰۷۱ <br> ۴۰۷۱",
        "به کانال تلگرام البرزنو بپیوندید",
        "ما را در ایتا دنبال کنید",
        "<a href='https://t.me/alborzno'>کانال البرزنو در بله: عضو شوید</a>",
    ] {
        check(&format!("<p>{FIRST}</p><p>{SECOND}</p><p>{end}</p>"));
        check(&format!("{FIRST}<br>{SECOND}<br>{end}"));
    }
    for end in [" انتهای پیام/۷۱", "/ پایان پیام/ت", "<b>انتهای خبر</b>", " ۷۳۹۷/۱۴۱۸"]
    {
        check(&format!("<p>{FIRST}</p><p>{SECOND}{end}</p>"));
    }
}

#[test]
fn a_label_that_goes_on_as_a_sentence_is_text_and_a_credit_is_none() {
    for sentence in [
        "بیشتر بخوانید، کمتر تماشا کنید؛ این پند آموزگار پیر لاجین به دانش‌آموزان بود.",
        "منبع: آب شرب تهران از سد لاجین می‌آید.",
        "منبع: آب آشامیدنی شهر پنج چاه ژرف در کوهپایهٔ شمالی است که تازه کنده شد.",
        "اخبار مرتبط: در همین حال شهردار بالارود از بسته شدن راه کهنه خبر داد.",
        "ما را در تلگرام دنبال کنید، این را مدیر کانالی گفت که دیروز بسته شد.",
    ] {
        for inside in [
            format!("<p>{FIRST}</p><p>{sentence}</p><p>{SECOND}</p>"),
            format!("<p>{FIRST}</p><p>{SECOND}</p><p>{sentence}</p>"),
        ] {
            assert!(page(&inside).text.contains(sentence), "{inside}: {}", page(&inside).text);
        }
    }
    for line in ["ویراستار: علی کریمی", "/انتهای متن/", "برای مطالعه ادامه مطلب مشترک شوید."]
    {
        check(&format!("<p>{line}</p><p>{FIRST}</p><p>{SECOND}</p>"));
        check(&format!("<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p>"));
        check(&format!("<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>"));
    }
}

#[test]
fn labels_with_dates_and_codes_leave_the_text() {
    for first in
        ["تاریخ انتشار: دوشنبه ۱۲ آذر ۱۴۰۳ کد خبر: ۵۷۴۵۰۳", "دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲", "۱۴۰۳/۰۹/۱۲"]
    {
        check(&format!("<p>{first}</p><p>{FIRST}</p><p>{SECOND}</p>"));
        check(&format!("{first}<br>{FIRST}<br>{SECOND}<br>"));
        check(&format!("<p>{first}<br>{FIRST}</p><p>{SECOND}</p>"));
    }
}

#[test]
fn links_to_other_articles_leave_the_text_with_the_words_above_them() {
    let links =
        ["پل کهنه فروخته شد", "رودخانه پرآب است"].map(|title| format!("<a href='/news/2'>{title}</a>"));
    let list = format!("<ul><li>{}</li><li>{}</li></ul>", links[0], links[1]);
    for between in [
        format!("<p>بیشتر بخوانید:</p>{list}"),
        format!("<h3>بیشتر بخوانید</h3>\n{list}"),
        format!("<p><strong>بیشتر بخوانید</strong></p><p>{}</p><p>{}</p>", links[0], links[1]),
        format!("<p>بیشتر بخوانید:<br>{}<br>{}</p>", links[0], links[1]),
        format!("<p>همچنین بخوانید: {}</p>", links[0]),
        "<p>» بیشتر بخوانید: پل کهنه فروخته شد</p>".to_owned(),
        "<p>بیشتر بخوانید:</p><p>پل کهنه فروخته شد</p><p>چرا رودخانه پرآب است؟</p>".to_owned(),
        "<p>بیشتر بخوانید:</p><ul><li>پل کهنه فروخته شد</li><li>رودخانه پرآب است</li></ul>".to_owned(),
        "<p>بیشتر بخوانید:<br>پل کهنه فروخته شد<br>رودخانه پرآب است</p>".to_owned(),
        format!("<p>در همین زمینه بخوانید: {}</p>", links[0]),
        format!("<p>بخوانید | {}</p>", links[0]),
        format!("<p><strong>بخوانید | {}</strong></p>", links[0]),
    ] {
        check(&format!("<p>{FIRST}</p>{between}<p>{SECOND}</p>"));
        check(&format!("<p>{FIRST}</p><p>{SECOND}</p>{between}"));
    }
    let own = format!("<p>{FIRST}</p>{list}<p>{SECOND}</p>");
    assert_eq!(page(&own).text.lines().count(), 4, "a list of its own stays");
}

#[test]
fn the_byline_is_kept_once_without_its_label() {
    for line in
        ["نویسنده: نرگس کاویان", "گزارش: نرگس کاویان", "گزارش از نرگس کاویان", "خبرنگار : نرگس کاویان"]
    {
        for inside in [
            format!("<p>{line}</p><p>{FIRST}</p><p>{SECOND}</p>"),
            format!("<p>{FIRST}</p><p>{SECOND}</p><p><strong>{line}</strong></p><p>انتهای پیام/</p>"),
            format!("{FIRST}<br>{SECOND}<br>{line}<br>"),
        ] {
            check(&inside);
            assert_eq!(page(&inside).byline.as_deref(), Some("نرگس کاویان"), "{inside}");
        }
    }
    let shown =
        format!("<p class=byline>نویسنده: نرگس کاویان</p><p>{FIRST}</p><p>نرگس کاویان</p><p>{SECOND}</p>");
    assert_eq!(page(&shown).byline.as_deref(), Some("نرگس کاویان"));
}

#[test]
fn a_byline_beside_other_names_is_found_and_a_topic_is_none() {
    let credit = "<p>ویراستار: رضا کاویان</p>";
    for inside in [
        format!("<p>{FIRST}</p><p>{SECOND}</p><p>گزارش: نرگس کاویان</p>{credit}"),
        format!("<p>{FIRST}</p><p>{SECOND}</p>{credit}<p>گزارش: نرگس کاویان</p><p>انتهای پیام/</p>"),
        format!("<p>{FIRST}</p><p>{SECOND}</p><p>گزارش: نرگس کاویان / عکس: رضا کاویان</p>"),
        format!("<p>نرگس کاویان- {FIRST}</p><p>{SECOND}</p>"),
        format!("<p><strong>نرگس کاویان- </strong>{FIRST}</p><p>{SECOND}</p>"),
        format!("<p>نرگس کاویان-</p><p>{FIRST}</p><p>{SECOND}</p>"),
    ] {
        check(&inside);
        assert_eq!(page(&inside).byline.as_deref(), Some("نرگس کاویان"), "{inside}");
    }
    for line in ["گزارش: باران در لاجین", "یادداشت: راه دشوار پل", "نوشته روی دیوار پل", "By the Numbers"]
    {
        let page = page(&format!("<p>{line}</p><p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>"));
        assert_eq!((page.byline, page.text.lines().count()), (None, 4), "{line}");
    }
}

#[test]
fn tables_figures_and_sentences_stay_whole() {
    let table = "<table><tr><td>دلار</td><td>۵۸۰۰۰</td></tr><tr><td>یورو</td><td>۶۲۵۰۰</td></tr></table>";
    let figure = "<figure><img src=\"/f/1.jpg\"><figcaption>پل تازه در لاجین</figcaption></figure>";
    let sentence = "<p>مطالعه بیشتر این پدیده به پزشکان کمک می‌کند تا بیماری را زودتر بشناسند.</p>";
    let end = "<p>شهردار نوشت پل از آن مردم است و این را در پایان پیام گفت.</p>";
    let heading = "<p>بیشتر بخوانید:</p><h3>دیدگاه کارشناسان پل</h3>";
    let numbers = "<p>با این شماره‌ها تماس بگیرید:</p><p>۴۴۱۲</p><p>۴۴۱۳</p>";
    for (inside, kept) in [
        (format!("<p>{FIRST}</p><p>{SECOND}</p>{table}"), "۶۲۵۰۰"),
        (format!("<p>{FIRST}</p><p>{SECOND}</p>{figure}"), "/f/1.jpg"),
        (format!("<p>{FIRST}</p>{sentence}<p>{SECOND}</p>"), "پدیده"),
        (format!("<p>{FIRST}</p><p>{SECOND}</p>{end}"), "پایان پیام گفت."),
        (format!("<p>{FIRST}</p>{end}<p>{SECOND}</p>"), "پایان پیام گفت."),
        (format!("<p>{FIRST}</p><p>پایان پیام/</p><p>{SECOND}</p>"), "پیشین"),
        (format!("<p>{FIRST}</p>{heading}<p>{SECOND}</p>"), "کارشناسان"),
        (format!("<p>{FIRST}</p><p>نظرات مردم شهر هم شنیده شد</p><p>{SECOND}</p>"), "نظرات"),
        (format!("{FIRST}<br>انتهای پیام او به مردم شهر چنین بود<br>{SECOND}<br>"), "پیشین"),
        (format!("<p>{FIRST}</p><p>{SECOND}</p>{numbers}"), "۴۴۱۳"),
    ] {
        let body = page(&inside).body_html;
        assert!(body.contains(kept), "{kept}: {body}");
    }
}
