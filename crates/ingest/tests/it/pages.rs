use ingest::page::{Page, extract};

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
    assert_eq!(
        (page.source.as_deref(), page.code.as_deref()),
        (Some("alborzno"), Some("410200")),
        "{html:.80}"
    );
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
    check(&format!("<html><body>{}</body></html>", lines().collect::<Vec<_>>().join("<br>")));
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
        page.body_html.contains("https://a.ir/x") && !page.body_html.contains("evil"),
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
fn no_bytes_break_the_reader() {
    let mut seed = 7_u64;
    for length in 0..200 {
        let noise: Vec<u8> = (0..length * 3)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                b"<>/=\"'&; divph1\xd8\xa7\x80\xff"[(seed >> 33) as usize % 19]
            })
            .collect();
        let _ = extract(&noise, None, "");
        let _ = ingest::feed::parse(&noise, None, None);
        let _ = ingest::links::article_links(&String::from_utf8_lossy(&noise), "https://a.ir/");
    }
}
