//! Articles that say what they have to say in subheadings, tables and pictures.

use ingest::page::{Page, Refusal, extract};

use crate::lajin::HEADLINE;

const SAID: [&str; 3] = [
    "پل تازهٔ لاجین امروز با حضور شهردار و مردم محله باز شد و خودروها از آن گذشتند.",
    "شهردار در آیین گشایش گفت ساخت پل سه سال به درازا کشید و هزینهٔ آن از بودجهٔ شهر پرداخت شد.",
    "پل پیشین در سیلاب بهار سه سال پیش آسیب دیده بود و مردم از پل موقت می‌گذشتند.",
];
const DESCRIBED: &str =
    "<meta property=og:description content='مردم لاجین روز گشایش پل تازهٔ شهر را در کنار رودخانه جشن گرفتند.'>";

fn read_at(url: &str, head: &str, body: &str) -> Page {
    let page = format!(
        "<html lang=fa dir=rtl><head><title>{HEADLINE}</title>{head}</head><body><header><nav><a href=/s>شهر</a>
        <a href=/e>اقتصاد</a></nav></header><main>{body}</main><footer><p>تمامی حقوق محفوظ است</p></footer></body></html>"
    );
    extract(page.as_bytes(), None, url)
}

fn read(head: &str, body: &str) -> Page {
    read_at("https://a.ir/news/85123456/x", head, body)
}

#[test]
fn the_first_subheading_of_a_text_is_kept() {
    let [first, second, third] = SAID;
    let parts = format!(
        "<h3>شهردار آمد</h3><p>{first}</p><h3>هزینهٔ پل</h3><p>{second}</p><h3>پل پیشین</h3><p>{third}</p>"
    );
    let updates: String = ["۱۴:۱۰", "۱۳:۲۰", "۱۲:۰۵"]
        .iter()
        .zip(SAID)
        .map(|(hour, said)| {
            format!("<div class=live-item><span class=time>{hour}</span><h3>در ساعت {hour}</h3><p>{said}</p></div>")
        })
        .collect();
    for (body, opening) in [
        (format!("<h1>{HEADLINE}</h1><div class=x1>{parts}</div>"), "<h3>شهردار آمد</h3>"),
        (format!("<article><h1>{HEADLINE}</h1>{parts}</article>"), "<h3>شهردار آمد</h3>"),
        (format!("<h1>{HEADLINE}</h1><div class=live-feed>{updates}</div>"), "<h3>در ساعت ۱۴:۱۰</h3>"),
        (
            format!(
                "<h1>{HEADLINE}</h1><div class=x1><h3>شهردار آمد</h3><p>{first}</p><p>{second}</p></div>"
            ),
            "<h3>شهردار آمد</h3>",
        ),
    ] {
        let page = read("", &body);
        assert!(page.body_html.starts_with(opening), "{body}: {}", page.body_html);
    }
}

#[test]
fn headings_that_are_no_subheadings_begin_no_text() {
    let text: String = SAID.iter().map(|said| format!("<p>{said}</p>")).collect();
    for before in [
        format!("<h1>{HEADLINE}</h1><h2>آغاز رفت‌وآمد</h2>"),
        format!("<h3>راه و شهر</h3><h1>{HEADLINE}</h1>"),
        format!("<h1>{HEADLINE}</h1><h3><a href=/x>شهردار کجا بود؟</a></h3>"),
    ] {
        let page = read("", &format!("<article>{before}{text}</article>"));
        assert!(page.body_html.starts_with(&format!("<p>{}", SAID[0])), "{before}: {}", page.body_html);
    }
}

/// A table with so many columns and rows of fruit and prices.
fn prices(columns: usize, rows: usize) -> String {
    let fruit = ["سیب سرخ", "انار لاجین", "به", "گلابی", "خرمالو"];
    let cells = |name: &str, other: &str| {
        format!("<td>{name}</td>{}", format!("<td>{other}</td>").repeat(columns - 1))
    };
    let rows: String =
        fruit.iter().take(rows).map(|name| format!("<tr>{}</tr>", cells(name, "۵۳,۲۰۰"))).collect();
    format!("<table><tr>{}</tr>{rows}</table>", cells("میوه", "قیمت (تومان)"))
}

#[test]
fn a_table_is_an_article_that_has_nothing_else() {
    for columns in 2..5 {
        let page = read("", &format!("<h1>{HEADLINE}</h1><div class=content>{}</div>", prices(columns, 5)));
        assert_eq!(page.refusal(), None, "{columns}");
        assert!(
            page.body_html.contains("انار لاجین") && page.body_html.contains("<table>"),
            "{}",
            page.body_html
        );
        assert!(page.text.contains("میوه") && page.text.contains("۵۳,۲۰۰"), "{}", page.text);
    }
    let two = format!("<h1>{HEADLINE}</h1><div><div>{}</div><div>{}</div></div>", prices(2, 3), prices(3, 5));
    assert_eq!(read("", &two).body_html.matches("<table>").count(), 2);
}

#[test]
fn other_tables_are_no_articles() {
    let week = format!("<tr>{}</tr>", "<td>۱۲</td>".repeat(7));
    let calendar = format!("<table><tr>{}</tr>{}</table>", "<th>ش</th>".repeat(7), week.repeat(5));
    for (url, body) in [
        ("https://a.ir/news/85123456/x", format!("<h1>{HEADLINE}</h1>{calendar}")),
        ("https://a.ir/news/85123456/x", format!("<h1>{HEADLINE}</h1>{}", prices(2, 1))),
        (
            "https://a.ir/news/85123456/x",
            format!("<h1>{HEADLINE}</h1><aside class=sidebar>{}</aside>", prices(2, 5)),
        ),
        ("https://a.ir/market", format!("<h1>{HEADLINE}</h1>{}", prices(2, 5))),
    ] {
        assert_eq!(read_at(url, "", &body).refusal(), Some(Refusal::NoText), "{url} {body}");
    }
}

/// A gallery of so many pictures, each with this under it.
fn gallery(pictures: usize, caption: &str) -> String {
    let shown =
        |at: usize| format!("<figure><a href=/big/{at}.jpg><img src=/{at}.jpg></a>{caption}</figure>");
    format!("<div class=gallery>{}</div>", (0..pictures).map(shown).collect::<String>())
}

#[test]
fn pictures_are_an_article_that_has_no_sentence() {
    let caption = "<figcaption>جشن پل <span class=credit>عکس: نرگس</span></figcaption>";
    for (head, body, pictures) in [
        ("", gallery(8, ""), 8),
        ("", gallery(3, caption), 3),
        (DESCRIBED, gallery(8, ""), 8),
        (DESCRIBED, gallery(1, caption), 1),
    ] {
        let related =
            "<div class=related><a href=/news/1>بازار لاجین در هفتهٔ گذشته چگونه بود</a></div>".repeat(8);
        let page = read(head, &format!("<h1>{HEADLINE}</h1><div class=meta>عکاس: نرگس</div>{body}{related}"));
        assert_eq!(page.refusal(), None, "{head} {body}");
        assert_eq!(page.body_html.matches("<img ").count(), pictures, "{}", page.body_html);
        let lead =
            (!head.is_empty()).then_some("مردم لاجین روز گشایش پل تازهٔ شهر را در کنار رودخانه جشن گرفتند.");
        assert_eq!(page.lead.as_deref(), lead, "{head} {body}");
    }
}

#[test]
fn a_picture_or_pictures_that_lead_elsewhere_are_none() {
    let leading = gallery(8, "").replace("/big/", "/news/").replace(".jpg><img", "><img");
    for (head, body) in [
        ("", gallery(1, "<figcaption>جشن پل</figcaption>")),
        (DESCRIBED, gallery(1, "")),
        (DESCRIBED, leading),
    ] {
        let refusal = read(head, &format!("<h1>{HEADLINE}</h1>{body}")).refusal();
        assert_eq!(refusal, Some(Refusal::NoText), "{head} {body}");
    }
}

#[test]
fn lists_keep_their_numbers_and_preformatted_lines_are_lines() {
    let [first, second, third] = SAID;
    for held in ["item-text", "x1"] {
        let poem = "<pre>ای پل که گذرگاه من و یار منی\nدر سیل بهاران تو نگهدار منی</pre>";
        let page = read(
            "",
            &format!(
                "<h1>{HEADLINE}</h1><div class={held}><p>{first}</p>{poem}<p>{second}</p><p>{third}</p></div>"
            ),
        );
        let lines: Vec<&str> = page.text.lines().collect();
        assert_eq!(lines.get(2), Some(&"در سیل بهاران تو نگهدار منی"), "{held}: {}", page.body_html);
    }
    let list = "<ol start=2><li>راه‌های پیرامون پل</li></ol><p>سپس:</p><ol reversed><li>پل تازهٔ شهر</li></ol><ul><li>رودخانهٔ شهر</li></ul>";
    for held in ["item-text", "x1"] {
        let page = read(
            "",
            &format!("<h1>{HEADLINE}</h1><div class={held}><p>{first}</p>{list}<p>{second}</p></div>"),
        );
        for kept in ["<ol start=\"2\">", "<ol reversed=\"\">", "<ul>"] {
            assert_eq!(page.body_html.matches(kept).count(), 1, "{held} {kept}: {}", page.body_html);
        }
    }
    let valued = "<ol><li value=9>پل تازهٔ شهر</li><li value=x>رودخانه</li></ol>";
    let page = read(
        "",
        &format!("<h1>{HEADLINE}</h1><div class=item-text><p>{first}</p>{valued}<p>{second}</p></div>"),
    );
    assert!(page.body_html.contains("<li value=\"9\">پل تازهٔ شهر</li>"), "{}", page.body_html);
    assert!(page.body_html.contains("<li>رودخانه</li>"), "{}", page.body_html);
}
