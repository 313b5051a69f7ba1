//! News of a sentence or two, beside all that stands on an outlet's page.

use ingest::page::{Page, Refusal, Selectors, extract, extract_by, selector};

const FIRST: &str = "کتابخانهٔ لاجین فردا به دلیل بارش برف بسته است.";
const SECOND: &str = "این تصمیم شامگاه دوشنبه گرفته شد.";
/// A menu, and what stands under an article.
const MENU: &str = "<header><nav><a href='/s1'>سیاسی</a> <a href='/s2'>شهر</a></nav></header>";
const UNDER: &str = "<div class=related><h3>اخبار مرتبط</h3><ul>LIST</ul></div>
    <div class=comments><h3>نظر شما</h3><form><textarea></textarea></form><ul><li class=comment><b>ناشناس</b>
    <p>خدا به داد برسد، هر سال همین است و کسی برای مردم این شهر کاری نمی‌کند.</p></li></ul></div>
    <footer><p>تمام حقوق مادی و معنوی این سایت متعلق به البرزنو است و استفاده از مطالب با ذکر منبع بلامانع است.</p></footer>";

/// The pages of four systems: `{}` stands for the text, `LEAD` for the lead.
const SYSTEMS: [&str; 4] = [
    "<head><title>بستن کتابخانه - البرزنو</title><meta property=og:title content='بستن کتابخانه'></head><body>MENU
        <article><h1 class=title><a href='/news/85123456'>بستن کتابخانه</a></h1><p class='summary introtext'>LEAD</p>
        <div class=item-body><div class=item-text itemprop=articleBody>{}</div></div></article>UNDER",
    "<head><title>بستن کتابخانه</title></head><body>MENU<div class=news_id_c>کد خبر: <span>1234567</span></div>
        <h1 class=title>بستن کتابخانه</h1><div class=subtitle>LEAD</div><div class=body id=newsMainBody>{}</div>UNDER",
    "<head><title>البرزنو - بستن کتابخانه</title></head><body>MENU<div id=docDiv3><h1 class=docDiv3TitrMain>بستن کتابخانه</h1>
        <div class=docDivLead>LEAD</div><div class=docContentdiv>{}</div></div>UNDER",
    "<head><title>بستن کتابخانه | البرزنو</title><meta property=og:type content=article></head><body class=single>MENU<main>
        <article class=post><h1 class=entry-title>بستن کتابخانه</h1><p class=lead>LEAD</p><div class=entry-content>{}
        <div class=sharedaddy><a href='https://t.me/share'>تلگرام</a></div><div id=jp-relatedposts><ul>LIST</ul></div></div>
        </article></main>UNDER",
];

fn read(system: &str, lead: &str, body: &str, url: &str) -> Page {
    let item = |at: u32| {
        format!("<li><a href='/news/90{at}/x'>عنوان خبر مرتبط شمارهٔ {at} دربارهٔ موضوعی دیگر</a></li>")
    };
    let list: String = (10..18).map(item).collect();
    let page = format!("<!doctype html><html lang=fa><meta charset=utf-8>{system}</body></html>");
    let page = page.replace("MENU", MENU).replace("UNDER", UNDER).replace("LIST", &list);
    extract(page.replace("LEAD", lead).replace("{}", body).as_bytes(), None, url)
}

#[test]
fn a_sentence_is_an_article_and_what_stands_around_it_is_not() {
    let both = format!("<p>{FIRST}</p><p>{SECOND}</p>");
    for (at, system) in SYSTEMS.into_iter().enumerate() {
        for url in ["https://a.ir/news/85123456/x", "https://a.ir/fa/news/1234567/x"] {
            for (body, text) in [
                (format!("<p>{FIRST}</p>"), FIRST.to_owned()),
                (both.clone(), format!("{FIRST}\n{SECOND}")),
                (format!("{FIRST}<br><br>{SECOND}"), format!("{FIRST}\n{SECOND}")),
            ] {
                let page = read(system, "", &body, url);
                assert_eq!((page.text.as_str(), page.refusal()), (text.as_str(), None), "{at} {url}");
            }
            let led = read(system, FIRST, &format!("<p>{SECOND}</p>"), url);
            assert_eq!((led.lead.as_deref(), led.text.as_str()), (Some(FIRST), SECOND), "{at} {url}");
            assert_eq!(led.refusal(), None, "{at} {url}");
        }
    }
}

#[test]
fn an_article_that_has_only_a_lead_is_one() {
    for (at, system) in SYSTEMS.into_iter().enumerate() {
        let page = read(system, FIRST, "", "https://a.ir/fa/news/1234567/x");
        assert_eq!((page.refusal(), page.lead.as_deref()), (None, Some(FIRST)), "{at}");
        assert!(page.text.is_empty(), "{at}: {}", page.text);
    }
}

#[test]
fn a_page_that_says_nothing_has_no_text() {
    for (at, system) in SYSTEMS.into_iter().enumerate() {
        let refusal = read(system, "", "", "https://a.ir/science").refusal();
        assert!(matches!(refusal, Some(Refusal::NoText | Refusal::Listing)), "{at}: {refusal:?}");
    }
}

#[test]
fn a_sentence_is_found_where_no_system_is_known() {
    let system = "<head><title>بستن کتابخانه</title></head><body>MENU<h2>بستن کتابخانه</h2><div class=story>{}</div>UNDER";
    let page = read(system, "", &format!("<p>{FIRST}</p>"), "https://a.ir/news/14050902000123/");
    assert_eq!((page.text.as_str(), page.refusal()), (FIRST, None));
    let long = format!(
        "<p>{}</p>",
        "شهردار در آیین گشایش پل از سه سال کار گفت و از مردم خواست به آن بیایند. ".repeat(8)
    );
    let beside = system.replace("{}", "{}</div><div class='content-inner'><p>برای دیدن ادامه وارد شوید.</p>");
    let page = read(&beside, "", &long, "https://a.ir/news/14050902000123/");
    assert!(
        page.text.starts_with("شهردار"),
        "a box with a sentence is not taken for a long text: {}",
        page.text
    );
}

#[test]
fn an_editors_selector_rescues_a_page_that_looks_like_a_list() {
    let item = |at: u32| {
        format!("<li><a href='/news/90{at}/x'>عنوان خبر مرتبط شمارهٔ {at} دربارهٔ موضوعی دیگر</a></li>")
    };
    let list: String = (10..40).map(item).collect();
    let rich = format!("<p>{FIRST}</p><h3>برف</h3><p>{SECOND}</p><ul><li>راه‌ها</li><li>مدرسه‌ها</li></ul>");
    for (body, url) in [(format!("<p>{FIRST}</p>"), "https://a.ir/snow"), (rich, "https://a.ir/library")] {
        let page = format!(
            "<html lang=fa><title>بستن کتابخانه</title><body><h1>بستن</h1><div class=zz>{body}</div><ul>{list}</ul></body>"
        );
        let read = |body: &str| {
            let by = Selectors { body: selector(body), ..Selectors::default() };
            extract_by(&by, page.as_bytes(), None, url, None)
        };
        assert_eq!(read(".none").refusal(), Some(Refusal::Listing), "{url}");
        let page = read(".zz");
        assert_eq!(page.refusal(), None, "{url}");
        assert!(page.text.starts_with(FIRST), "{url}: {}", page.text);
    }
    let empty = format!("<html lang=fa><title>شهر</title><body><div class=zz></div><ul>{list}</ul></body>");
    let by = Selectors { body: selector(".zz"), ..Selectors::default() };
    let refusal = extract_by(&by, empty.as_bytes(), None, "https://a.ir/city", None).refusal();
    assert_eq!(refusal, Some(Refusal::Listing), "a selector that finds nothing rescues nothing");
}
