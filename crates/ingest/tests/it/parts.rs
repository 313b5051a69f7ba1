//! The parts of an article that stand apart: a lead above the body, a body in several elements, lines without sentences.

use ingest::page::{Page, extract};

use crate::lajin::{HEADLINE, SAID, paragraphs};

const LEAD: &str = "شهردار لاجین از گشایش پل تازهٔ شهر خبر داد و از شکیبایی مردم محله سپاس گفت.";

fn read(head: &str, body: &str) -> Page {
    let page = format!(
        "<html lang=fa dir=rtl><head><title>{HEADLINE}</title>{head}</head><body><nav><a href=/s>شهر</a></nav><main>{body}</main></body></html>"
    );
    extract(page.as_bytes(), None, "https://a.ir/news/85123456/x")
}

#[test]
fn a_lead_between_the_headline_and_the_body_is_the_lead() {
    let text = paragraphs(&SAID);
    for body in ["entry-content", "item-text", "td-post-content"] {
        for lead in [
            format!("<h2 class=entry-sub-title>{LEAD}</h2>"),
            format!("<p class=td-post-sub-title>{LEAD}</p>"),
            format!("<div class='field field-name-field-lead'><div class=item>{LEAD}</div></div>"),
            format!("<p class=teaser-text>{LEAD}</p>"),
            format!("<p><strong>{LEAD}</strong></p>"),
            format!(
                "<div class=date>۱۲ آذر ۱۴۰۳</div><div class=share><a href=/t>تلگرام</a></div><p>{LEAD}</p>"
            ),
        ] {
            let page = read(
                "",
                &format!(
                    "<article><header><h1>{HEADLINE}</h1>{lead}</header><div class={body}>{text}</div></article>"
                ),
            );
            assert_eq!(page.lead.as_deref(), Some(LEAD), "{body} {lead}");
            assert_eq!(page.text, SAID.join("\n"), "{body} {lead}");
        }
    }
}

#[test]
fn what_else_stands_there_is_no_lead() {
    let text = paragraphs(&SAID);
    let described = format!("<meta property=og:description content='{LEAD}'>");
    let other = "در این پرونده گزارش‌های دیگر دربارهٔ پل‌های استان و راه‌های پیرامون آن‌ها را بخوانید.";
    for between in [
        format!("<div class=related><p>{other}</p></div>"),
        format!("<p><a href=/other>{other}</a></p>"),
        format!("<figure><img src=a.jpg><figcaption>{other}</figcaption></figure>"),
        format!("<div class=comments><p>{other}</p></div>"),
        "<p>دوشنبه ۱۲ آذر ۱۴۰۳ ساعت ۸:۱۰</p>".to_owned(),
        "<p>اندازهٔ قلم</p>".to_owned(),
        format!("<p>{}</p>", SAID[0]),
    ] {
        let page = read("", &format!("<h1>{HEADLINE}</h1>{between}<div class=entry-content>{text}</div>"));
        assert_eq!(page.lead, None, "{between}");
    }
    let both = format!("<h1>{HEADLINE}</h1><p>{other}</p><p>{LEAD}</p><div class=entry-content>{text}</div>");
    assert_eq!(
        read(&described, &both).lead.as_deref(),
        Some(LEAD),
        "what the head repeats goes before others"
    );
}

#[test]
fn a_text_that_stands_in_several_containers_is_read_whole() {
    let (first, rest) = (paragraphs(&SAID[..2]), paragraphs(&SAID[2..]));
    for name in ["class=article-body", "class=entry-content", "class=item-text", "itemprop=articleBody"] {
        let body = format!(
            "<h1>{HEADLINE}</h1><div {name}>{first}</div><div class=ad-slot>تبلیغ</div><div {name}>{rest}</div>"
        );
        assert_eq!(read("", &body).text, SAID.join("\n"), "{name}");
    }
    let each: String = SAID.iter().map(|said| format!("<p itemprop=articleBody>{said}</p>")).collect();
    assert_eq!(read("", &format!("<h1>{HEADLINE}</h1><div>{each}</div>")).text, SAID.join("\n"));
    let next = "<p>باران امروز هم در دشت لاجین بارید و کشاورزان از آن خشنود بودند.</p>".repeat(2);
    let beside = format!(
        "<article><h1>{HEADLINE}</h1><div class=entry-content>{first}{rest}</div></article><article><h2>باران در لاجین</h2><div class=entry-content>{next}</div></article>"
    );
    assert_eq!(read("", &beside).text, SAID.join("\n"), "the next article");
}

#[test]
fn news_in_lines_needs_no_sentence() {
    for lines in [
        ["دلار: ۱۲۰ هزار تومان", "یورو: ۱۳۰ هزار تومان", "پوند: ۱۵۰ هزار تومان", "درهم: ۳۰ هزار تومان"],
        ["اذان صبح: ۵:۲۰", "طلوع آفتاب: ۶:۴۸", "اذان ظهر: ۱۱:۵۱", "اذان مغرب: ۱۷:۱۳"],
        ["ترکیب لاجین:", "رضا کاویان، علی پارسا", "داور: سعید کوشا", "ورزشگاه: لاجین"],
    ] {
        for lead in ["", "<p class='summary introtext'>جدول امروز شهر لاجین اعلام شد.</p>"]
        {
            let body = format!("<h1>{HEADLINE}</h1>{lead}<div class=item-text>{}</div>", paragraphs(&lines));
            let page = read("", &body);
            assert_eq!((page.text, page.instead), (lines.join("\n"), None), "{lead}");
        }
    }
    let foot = paragraphs(&["برچسب‌ها: پل", "نظر شما", "ارسال نظر", "انتهای پیام"]);
    let page = read("", &format!("<h1>{HEADLINE}</h1><div class=item-text>{foot}</div>"));
    assert!(page.refusal().is_some(), "{}", page.text);
}

#[test]
fn who_wrote_it_and_its_tags_are_read_from_labelled_lines() {
    let said = "<p>شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود.</p><p>پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه بسته شد.</p>";
    let read = |beside: &str, after: &str| {
        let page = format!(
            "<html lang=fa><title>پل تازه در لاجین</title><body><h1>پل تازه در لاجین</h1>{beside}<div class=item-text>{said}</div>{after}</body></html>"
        );
        let page = ingest::page::extract(page.as_bytes(), None, "https://a.ir/news/74011/x");
        (page.byline, page.tags, page.text.lines().count())
    };
    let narges = Some("نرگس کاویان".to_owned());
    let tags = ["پل", "رود لاجین"].map(str::to_owned).to_vec();
    for label in ["نویسنده:", "خبرنگار :"] {
        assert_eq!(read(&format!("<div>{label} نرگس کاویان</div>"), ""), (narges.clone(), vec![], 2));
    }
    assert_eq!(read("<div>گزارش: پل لاجین</div>", "").0, None);
    assert_eq!(read("<p>بازدید: ۱۲۳</p>", "<div>برچسب‌ها: پل، رود لاجین</div>"), (None, tags.clone(), 2));
    let linked = "<div class=news-tags><a href='/t/1'>پل</a> <a href='/t/2'>رود لاجین</a></div>";
    assert_eq!(read("", linked).1, tags);
}

#[test]
fn all_authors_that_stand_beside_one_another_are_named() {
    let text = paragraphs(&SAID);
    let card = "<div class=card><a href=/x>پل‌های دیگر استان هم ساخته می‌شوند</a> <a rel=author href=/o>پرویز دلاوری</a></div>";
    for (named, byline) in [
        (
            "<div><a rel=author href=/n>نرگس کاویان</a> و <a rel=author href=/r>رضا کاویان</a></div>",
            "نرگس کاویان و رضا کاویان",
        ),
        (
            "<div><a rel=author href=/n><img src=n.jpg></a><a rel=author href=/n>نرگس کاویان</a></div>",
            "نرگس کاویان",
        ),
        ("<div><h4 class=gh-article-author-name><a href=/n>نرگس کاویان</a></h4></div>", "نرگس کاویان"),
    ] {
        let page =
            read("", &format!("<h1>{HEADLINE}</h1>{named}<div class=entry-content>{text}</div>{card}"));
        assert_eq!(page.byline.as_deref(), Some(byline), "{named}");
    }
}

#[test]
fn footnotes_are_of_the_text() {
    let text =
        paragraphs(&SAID).replacen("پرداخت شد.", "پرداخت شد<sup><a href='#fn1' id=ref1>۱</a></sup>.", 1);
    for notes in [
        "<hr><ol><li id=fn1>گزارش سالانهٔ شهرداری لاجین، صفحهٔ ۱۲ <a href='#ref1'>↩</a></li></ol>",
        "<div class=footnotes><ol><li id=fn1><p>گزارش سالانهٔ شهرداری لاجین، صفحهٔ ۱۲ <a href='#ref1'>↩</a></p></li></ol></div>",
        "<section class=footnotes role=doc-endnotes><hr><ol><li id=fn1>گزارش سالانهٔ شهرداری لاجین، صفحهٔ ۱۲</li></ol></section>",
        "<p id=fn1 class=footnote><sup>۱</sup> گزارش سالانهٔ شهرداری لاجین، صفحهٔ ۱۲</p>",
        "<p>پانوشت:</p><p>۱. گزارش سالانهٔ شهرداری لاجین، صفحهٔ ۱۲</p>",
    ] {
        let body =
            format!("<article><h1>{HEADLINE}</h1><div class=entry-content>{text}{notes}</div></article>");
        let page = read("", &body);
        assert!(page.text.contains("گزارش سالانهٔ شهرداری"), "{notes}\n{}", page.text);
    }
}

#[test]
fn what_a_base_says_is_what_addresses_are_read_from_and_what_the_page_is_stays() {
    let text = "شهردار لاجین گفت ساخت پل تازه روی رودخانه آغاز شد و تا پایان سال به پایان می‌رسد. ".repeat(6);
    let read = |base: &str| {
        let html = format!(
            "<html><head>{base}<link rel=canonical href='news/1'><meta property='og:image' content='i/1.jpg'></head><body><article><h1>آغاز ساخت پل تازهٔ لاجین</h1><p>{text}</p><p><a href='file/2.pdf'>متن</a> {text}</p></article></body></html>"
        );
        extract(html.as_bytes(), None, "https://a.ir/fa/news/1/x")
    };
    for (base, from) in [
        ("", "https://a.ir/fa/news/1/"),
        ("<base href='/'>", "https://a.ir/"),
        ("<base href='https://b.ir/x/'><base href='/'>", "https://b.ir/x/"),
        ("<base href='javascript:0'>", "https://a.ir/fa/news/1/"),
        ("<base target=_blank>", "https://a.ir/fa/news/1/"),
    ] {
        let page = read(base);
        let stated = [page.canonical, page.image].map(Option::unwrap_or_default);
        assert_eq!(stated, [format!("{from}news/1"), format!("{from}i/1.jpg")], "{base}");
        assert!(page.body_html.contains(&format!("\"{from}file/2.pdf\"")), "{}", page.body_html);
    }
    let link = |at: u32| format!("<li><a href='news/{at}000'>شهردار لاجین دربارهٔ پل {at} گفت</a></li>");
    let front = format!("<base href='/'><ul>{}</ul>", (1..8).map(link).collect::<String>());
    let found = ingest::links::article_links(&front, "https://a.ir/fa/section/city");
    assert_eq!((found.len(), found[0].url.as_str()), (7, "https://a.ir/news/1000"));
}
