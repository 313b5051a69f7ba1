//! Lists of articles, by their structure, and short articles beside lists.

use ingest::links::article_links;

use crate::lajin::HEADLINE;
use ingest::page::{Refusal, extract};

/// A sentence or two of a teaser.
const TEASER: &str = "شهردار لاجین گفت کار ساخت پل تازه روی رودخانهٔ شهر از هفتهٔ آینده آغاز می‌شود و تا پایان سال به پایان می‌رسد؛ مردم محله می‌گویند سه سال چشم‌به‌راه این پل بوده‌اند و امیدوارند این بار کار";
const MENU: &str = "<header><nav><a href='/s1'>سیاسی</a> <a href='/s2'>شهر</a></nav></header>";

fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<html lang=fa dir=rtl><head><meta charset=utf-8><title>{title} - البرزنو</title>{head}</head><body>{MENU}<main>{body}</main><footer><p>تمام حقوق این سایت متعلق به البرزنو است.</p></footer></body></html>"
    )
}

/// The archive of a section, its cards as a system writes them: `{}` stands for the number of each.
fn archive(card: &str, many: u32, head: &str) -> String {
    let cards: String = (0..many).map(|at| card.replace("{}", &(100 + at).to_string())).collect();
    page("بایگانی شهر", head, &format!("<h1 class=page-title>دسته: شهر</h1>{cards}"))
}

/// Cards of some systems; `LINK` stands for the address.
fn cards() -> [String; 4] {
    [
        format!(
            "<article class='post post-{{}}'><h2 class=entry-title><a href='LINK' rel=bookmark>پل شمارهٔ {{}} لاجین باز شد</a></h2><div class=entry-meta><time datetime='2024-12-02T08:10:00+03:30'>۱۲ آذر ۱۴۰۳</time> توسط <a href='/author/a/'>نرگس</a></div><div class=entry-summary><p>{TEASER} {{}} […]</p></div></article>"
        ),
        format!(
            "<article class=post><h2><a href='LINK'>پل شمارهٔ {{}} لاجین باز شد</a></h2><div class=entry-content><p>{{}} {TEASER}.</p><p>او افزود {{}} کارگر سرگرم کارند. {TEASER}.</p></div></article>"
        ),
        format!(
            "<div class=item><a href='LINK'>پل شمارهٔ {{}} لاجین باز شد</a><div class=lead>{{}} {TEASER}.</div><a href='LINK'>ادامه مطلب</a></div>"
        ),
        format!("<a class=card href='LINK'><h3>پل شمارهٔ {{}} لاجین باز شد</h3><p>{{}} {TEASER}</p></a>"),
    ]
}

const ADDRESSES: [&str; 6] =
    ["/khabar-mohem-{}/", "/پل-تازه-{}/", "/?p={}", "/news.php?id={}", "/news/{}/x", "/news/12345{}/x"];

#[test]
fn a_list_is_told_by_its_cards_whatever_their_addresses() {
    for card in cards() {
        for address in ADDRESSES {
            for (many, head) in [(10, ""), (5, ""), (10, "<meta property=og:type content=article>")] {
                let html = archive(&card.replace("LINK", address), many, head);
                let refusal = extract(html.as_bytes(), None, "https://a.ir/category/city/").refusal();
                assert!(
                    matches!(refusal, Some(Refusal::Listing | Refusal::NoText)),
                    "{many} {address} {head} {card}"
                );
            }
        }
    }
}

#[test]
fn a_front_gives_the_headlines_of_its_cards() {
    for card in cards() {
        for address in ADDRESSES {
            for head in ["", "<meta property=og:type content=article>"] {
                let html = archive(&card.replace("LINK", address), 5, head);
                let found = article_links(&html, "https://a.ir/category/city/");
                assert_eq!(found.len(), 5, "{address} {head} {card}");
                assert_eq!(found[4].title, "پل شمارهٔ 104 لاجین باز شد");
            }
        }
    }
}

/// A short article in an element of some name, beside a list.
fn article(name: &str, beside: &str) -> String {
    let said = [
        "پل تازهٔ لاجین امروز با حضور شهردار و مردم محله باز شد و خودروها از آن گذشتند.",
        "شهردار در آیین گشایش گفت ساخت پل سه سال به درازا کشید و هزینهٔ آن از بودجهٔ شهر پرداخت شد.",
        "به گفتهٔ او راه‌های پیرامون پل نیز تا پایان ماه آینده آسفالت می‌شوند.",
        "پل پیشین در سیلاب بهار سه سال پیش آسیب دیده بود و مردم از پل موقت می‌گذشتند.",
    ];
    let text: String = said.map(|said| format!("<p>{said}</p>")).concat();
    page(
        HEADLINE,
        "",
        &format!(
            "<h1>{HEADLINE}</h1><span class=date>۱۲ آذر ۱۴۰۳ - ۰۸:۱۰</span><div class='{name}'>{text}</div>{beside}"
        ),
    )
}

#[test]
fn a_short_article_beside_a_list_is_an_article() {
    let related = |address: &str| {
        let item = |at: u32| {
            let address = address.replace("{}", &at.to_string());
            format!("<li><a href='{address}'>عنوان خبر مرتبط شمارهٔ {at} دربارهٔ موضوعی دیگر</a></li>")
        };
        format!(
            "<div class=related><h3>اخبار مرتبط</h3><ul>{}</ul></div>",
            (0..12).map(item).collect::<String>()
        )
    };
    let boxes: String =
        (0..6).map(|at| cards()[0].replace("LINK", "/n-{}").replace("{}", &at.to_string())).collect();
    for name in ["item-text", "entry-content", "zz"] {
        // Where no system is known, the longer text is the page's.
        let boxes = if name == "zz" { String::new() } else { format!("<aside>{boxes}</aside>") };
        for url in [
            "https://a.ir/bridge-of-lajin/",
            "https://a.ir/city/bridge-of-lajin",
            "https://a.ir/?p=123",
            "https://a.ir/news.php?id=123",
        ] {
            for beside in
                ["", &related("/news/90{}/"), &related("/n-{}/"), &format!("<aside>{boxes}</aside>")]
            {
                let page = extract(article(name, beside).as_bytes(), None, url);
                assert_eq!(page.refusal(), None, "{name} {url} {beside}");
                assert_eq!(page.text.lines().count(), 4, "{name} {url}: {}", page.text);
            }
        }
    }
}

#[test]
fn headings_that_lead_elsewhere_make_no_list_of_an_article() {
    let said = "شهردار گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود و تا پایان سال به پایان می‌رسد.";
    let part = |at: u32| {
        format!(
            "<h2><a href='/tag/bridge-{at}/'>پل شمارهٔ {at} بر رودخانهٔ لاجین</a></h2><p>{said}</p><p>{at} {said}</p>"
        )
    };
    let body: String = (0..5).map(part).collect();
    let html = page(
        HEADLINE,
        "",
        &format!("<article><h1>{HEADLINE}</h1><div class=entry-content>{body}</div></article>"),
    );
    assert_eq!(extract(html.as_bytes(), None, "https://a.ir/bridges/").refusal(), None);
}

#[test]
fn what_stands_beside_a_section_is_not_its_news() {
    let link = |at: u32| format!("<li><a href='/news/{at}/x'>پل شمارهٔ {at} لاجین امروز باز شد</a></li>");
    let links = |from: u32| (from..from + 6).map(link).collect::<String>();
    for (begin, end) in [
        ("<aside class='sidebar most-viewed'>", "</aside>"),
        ("<div class=most-viewed-box><div>", "</div></div>"),
        ("<div id=sidebar>", "</div>"),
        ("<footer>", "</footer>"),
    ] {
        let beside = format!("{begin}<ul>{}</ul>{end}", links(90_000));
        let front = page("شهر", "", &format!("<div class=list><ul>{}</ul></div>{beside}", links(70_000)));
        let found = article_links(&front, "https://a.ir/city/");
        assert!(found.len() == 6 && found.iter().all(|link| link.url.contains("/7000")), "{begin} {found:?}");
        assert_eq!(
            article_links(&page("شهر", "", &beside), "https://a.ir/city/").len(),
            6,
            "there is nothing else"
        );
    }
}
