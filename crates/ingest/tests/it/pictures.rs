//! Pictures of an article, with what is said of them.

use ingest::page::{Page, extract};

const FIRST: &str =
    "شهردار لاجین گفت ساخت پل تازه روی رودخانه از هفتهٔ آینده آغاز می‌شود و سه سال به درازا می‌کشد.";
const SECOND: &str = "پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه به روی خودروها بسته شد.";
const PROSE: &str = "The mayor walked across first, followed by pupils of both schools, who sang on the way to the other side.";

fn read(head: &str, body: &str) -> Page {
    let html = format!(
        "<html><head><title>پل تازه در لاجین</title>{head}</head><body><h1>پل تازه در لاجین</h1>{body}</body></html>"
    );
    extract(html.as_bytes(), None, "https://a.example/news/1")
}

/// The same between paragraphs of a page whose system is known, and of one that nobody knows.
fn both(between: &str) -> [Page; 2] {
    [
        read("", &format!("<div class=\"item-text\"><p>{FIRST}</p>{between}<p>{SECOND}</p></div>")),
        read(
            "",
            &format!(
                "<div class=x><p>{PROSE}</p><p>{PROSE} Twice.</p>{between}<p>{PROSE} They went home.</p></div>"
            ),
        ),
    ]
}

#[test]
fn figures_stay_in_the_body_and_out_of_the_text() {
    for between in [
        "<figure><img src='/1.jpg' alt='پل'><figcaption>پل تازه <span class=credit>عکس: نرگس</span></figcaption></figure>",
        "<figure><a href='/photo/2'><img data-src='/1.jpg' src='data:image/gif;base64,AA' alt='پل'></a><figcaption><p>پل تازه</p><cite>عکس: نرگس</cite></figcaption></figure>",
        "<div class='wp-caption'><img src='1.jpg' alt='پل'><p class='wp-caption-text'>پل تازه <em class=photographer>عکس: نرگس</em></p></div>",
    ] {
        for page in both(between) {
            let expected = if between.contains("src='1.jpg'") {
                "https://a.example/news/1.jpg"
            } else {
                "https://a.example/1.jpg"
            };
            let figure = format!(
                "<figure><img src=\"{expected}\" alt=\"پل\"><figcaption>پل تازه <cite>عکس: نرگس</cite></figcaption></figure>"
            );
            assert_eq!(page.body_html.matches(&figure).count(), 1, "{between}\n{}", page.body_html);
            assert!(!page.text.contains("عکس") && page.text.lines().count() >= 2, "{}", page.text);
            assert_eq!(page.image.as_deref(), Some(expected));
        }
    }
}

#[test]
fn an_image_alone_is_a_figure_and_an_ornament_is_none() {
    for own in [
        "<p><img src='/1.jpg'></p>",
        "<div><a href='/big/1.jpg'><img src='/1.jpg'></a></div>",
        "<p>ا<img src='/1.jpg' width=600></p>",
    ] {
        for page in both(own) {
            assert_eq!(
                page.body_html
                    .matches("<figure><img src=\"https://a.example/1.jpg\" alt=\"\"></figure>")
                    .count(),
                1,
                "{own}\n{}",
                page.body_html
            );
            assert!(!page.body_html.contains("<p></p>"), "{}", page.body_html);
        }
    }
    for other in [
        "<p>و <img src='/images/icon.png'> هم</p>",
        "<p><img src='/1.jpg' width=16 height=16></p>",
        "<p><a href='/news/2/x'><img src='/1.jpg'></a></p>",
        "<p><img src='data:image/png;base64,AA'></p>",
        "<div class=related><figure><img src='/1.jpg'><figcaption>پل</figcaption></figure></div>",
    ] {
        for page in both(other) {
            assert!(!page.body_html.contains("<img"), "{other}\n{}", page.body_html);
        }
    }
}

#[test]
fn the_picture_of_an_article_is_what_its_head_says_else_its_first() {
    let body = format!(
        "<div class=\"item-text\"><p>{FIRST}</p><figure><img src='/1.jpg'></figure><p>{SECOND}</p></div>"
    );
    let data = |image: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"ت\",\"image\":{image}}}</script>"
        )
    };
    for (head, image) in [
        (data("{\"@type\":\"ImageObject\",\"name\":\"پل\",\"url\":\"/d.jpg\"}"), "https://a.example/d.jpg"),
        (data("[\"https://b.example/d.jpg\"]"), "https://b.example/d.jpg"),
        ("<meta property='og:image' content='/o.jpg'>".to_owned(), "https://a.example/o.jpg"),
        ("<meta name='twitter:image' content='//b.example/t.jpg'>".to_owned(), "https://b.example/t.jpg"),
        ("<meta property='og:image' content='javascript:x'>".to_owned(), "https://a.example/1.jpg"),
        (String::new(), "https://a.example/1.jpg"),
    ] {
        assert_eq!(read(&head, &body).image.as_deref(), Some(image), "{head}");
    }
}

#[test]
fn the_code_that_is_printed_goes_before_the_number_of_the_address() {
    let read = |printed: &str| {
        let html = format!(
            "<html><body><h1>پل تازه در لاجین</h1><div>{printed}</div><div class=\"item-text\"><p>{FIRST}</p><p>{SECOND}</p></div><footer>کد خبر: ۷۷۷۷</footer></body></html>"
        );
        extract(html.as_bytes(), None, "https://a.example/news/4512/x").code
    };
    for (printed, code) in [
        ("کد خبر: ۵۷۴۵۰۳", "574503"),
        ("<span>کد خبر :</span><div>۵۷۴۵۰۳</div>", "574503"),
        ("شناسه مطلب: 574503", "574503"),
        ("کد خبر: ۴۵۱۲", "4512"),
        ("", "7777"),
    ] {
        assert_eq!(read(printed).as_deref(), Some(code), "{printed}");
    }
}
