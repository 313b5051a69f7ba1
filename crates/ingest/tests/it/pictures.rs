//! Pictures of an article, with what is said of them.

use ingest::page::{Page, extract};

use crate::lajin::{FIRST, SECOND};

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
        "<p><a href='/big/1.jpg'><img src='/1.jpg'></a></p>",
        "<p><a href='https://a.example/big/1.jpg'><img src='/1.jpg'></a> </p>",
        "<amp-img src='/1.jpg' width=600 height=400 layout=responsive></amp-img>",
        "<amp-img src='/1.jpg' width=16 height=9 layout=responsive></amp-img>",
        "<amp-anim src='/1.jpg' width=4 height=3 layout=responsive></amp-anim>",
        "<img src='/1.jpg' width=16 height=9 style='display:block; width: 100%'>",
        "<noscript><img src='/1.jpg'></noscript>",
        "<figure><noscript><img src='/1.jpg'></noscript></figure>",
        "<figure><amp-img src='/1.jpg' width=600 height=400></amp-img></figure>",
        "<img class=lazy data-src='/1.jpg' src='data:image/gif;base64,AA'><noscript><img src='/large/1.jpg'></noscript>",
        "<img class=lazy src='data:image/gif;base64,AA'><noscript><img src='/1.jpg'></noscript>",
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
        "<p><img src='/1.jpg' width=16 height=16 style='max-width:100%'></p>",
        "<amp-img src='/1.jpg' width=16 height=16 layout=fixed></amp-img>",
        "<p><a href='/news/2/x'><img src='/1.jpg'></a></p>",
        "<p><img src='data:image/png;base64,AA'></p>",
        "<noscript><img src='https://count.example/p?c=1'></noscript>",
        "<noscript><img src='/1.jpg' width=1 height=1></noscript>",
        "<div class=related><figure><img src='/1.jpg'><figcaption>پل</figcaption></figure></div>",
    ] {
        for page in both(other) {
            assert!(!page.body_html.contains("<img"), "{other}\n{}", page.body_html);
        }
    }
}

#[test]
fn words_under_a_picture_in_a_box_are_its_caption_and_a_sentence_is_text() {
    for between in [
        "<div><img src='/1.jpg' alt='پل'><div>پل نو</div></div>",
        "<div class=image><a href='/big/1.jpg'><img src='/1.jpg' alt='پل'></a><br><small>پل نو</small></div>",
        "<div><div><img src='/1.jpg' alt='پل'></div><p class=photo-caption>پل نو</p></div>",
        "<div><img src='/1.jpg' alt='پل'><span class=caption>پل نو باز شد.</span></div>",
    ] {
        for page in both(between) {
            let said = if between.contains("باز شد.") { "پل نو باز شد." } else { "پل نو" };
            let figure = format!(
                "<figure><img src=\"https://a.example/1.jpg\" alt=\"پل\"><figcaption>{said}</figcaption></figure>"
            );
            assert_eq!(page.body_html.matches(&figure).count(), 1, "{between}\n{}", page.body_html);
            assert!(!page.text.contains(said), "{}", page.text);
        }
    }
    let sentence = "آیین گشایش آن فردا در کنار رودخانه برگزار می‌شود و ورود برای همه آزاد است.";
    for own in [
        format!("<div><img src='/1.jpg'><div>{sentence}</div></div>"),
        format!("<div><div>{sentence}</div><img src='/1.jpg'></div>"),
        format!("<div><img src='/1.jpg'><p>{}</p></div>", sentence.trim_end_matches('.')),
    ] {
        for page in both(&own) {
            assert!(page.text.contains("آیین گشایش"), "{own}\n{}", page.body_html);
            assert!(page.body_html.contains("/1.jpg"), "{own}\n{}", page.body_html);
        }
    }
}

/// Pictures in figures, as WordPress nests them.
fn gallery(count: usize) -> String {
    let one = |at: usize| {
        format!(
            "<figure class=wp-block-image><img src='/{at}.jpg'><figcaption>عکس {at}</figcaption></figure>"
        )
    };
    let all: String = (1..=count).map(one).collect();
    format!(
        "<figure class='wp-block-gallery'>{all}<figcaption class=blocks-gallery-caption>پل از چهار سو</figcaption></figure>"
    )
}

#[test]
fn a_gallery_keeps_its_captions_in_figures() {
    let [known, other] = both(&gallery(4));
    for page in [&known, &other] {
        assert_eq!(page.body_html.matches("<figcaption>عکس ").count(), 4, "{}", page.body_html);
        assert!(!page.text.contains("عکس") && !page.text.contains("چهار سو"), "{}", page.text);
    }
    let caption = "<figure><figcaption>پل از چهار سو</figcaption></figure>";
    assert_eq!(known.body_html.matches(caption).count(), 1, "{}", known.body_html);
}

#[test]
fn pictures_with_a_sentence_are_an_article_beside_whatever_list() {
    let item =
        |at: usize| format!("<li><a href='/news/{at}000/x'>شورای شهر لاجین دربارهٔ پل {at} رأی می‌دهد</a></li>");
    let list: String = (1..9).map(item).collect();
    let sentence = "پل تازهٔ لاجین امروز باز شد.";
    for body in [
        format!("<div class=item-text><p>{sentence}</p>{}</div>", gallery(4)),
        format!("<article><p>{sentence}</p>{}</article>", gallery(4)),
        format!("<div class=x><p>{sentence}</p>{}</div>", "<div><img src='/1.jpg'></div>".repeat(4)),
    ] {
        let html = format!("<title>پل تازه در لاجین</title><h1>پل تازه در لاجین</h1>{body}<ul>{list}</ul>");
        let page = extract(html.as_bytes(), None, "https://a.example/news/574503/x");
        assert_eq!((page.refusal(), page.text.as_str()), (None, sentence), "{body}\n{}", page.body_html);
        assert_eq!(page.body_html.matches("<img").count(), 4, "{}", page.body_html);
    }
    let bare = read("", &format!("<p>{sentence}</p><ul>{list}</ul>"));
    assert!(bare.refusal().is_some(), "{}", bare.body_html);
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
        ("<span>کد خبر: ۵۷۴۵۰۳</span><span>۱۴۰۳/۰۹/۱۲</span>", "574503"),
        ("کد خبر: ۴۵۱۲</div><p>منبع: <a href='/x'>ایسنا</a> - کد خبر ۸۵۹۹</p><div>", "4512"),
        ("<p>منبع: ایسنا - کد خبر ۸۵۹۹</p>", "7777"),
        ("<p>شهردار گفت آن خبر (کد خبر ۸۵۹۹) درست نیست.</p>", "7777"),
        ("<p>شهردار گفت خبری که با کد خبر ۸۵۹۹ آمد درست نیست.</p>", "7777"),
    ] {
        assert_eq!(read(printed).as_deref(), Some(code), "{printed}");
    }
}

#[test]
fn a_gallery_in_definition_lists_keeps_its_captions() {
    let one = |at: usize| {
        format!(
            "<dl class='gallery-item'><dt class='gallery-icon landscape'><a href='/big/{at}.jpg'><img src='/{at}.jpg' alt=''></a></dt><dd class='wp-caption-text gallery-caption'>عکس {at}</dd></dl>"
        )
    };
    let gallery: String = (1..=3).map(one).collect();
    for page in both(&format!(
        "<div id=gallery-1 class='gallery galleryid-7'>{gallery}<br style='clear: both'></div>"
    )) {
        for at in 1..=3 {
            let figure = format!(
                "<figure><img src=\"https://a.example/{at}.jpg\" alt=\"\"><figcaption>عکس {at}</figcaption></figure>"
            );
            assert!(page.body_html.contains(&figure), "{}", page.body_html);
        }
        assert!(!page.text.contains("عکس"), "{}", page.text);
    }
}

#[test]
fn whose_a_picture_is_names_no_source_of_its_page() {
    for under in [
        "<figure><img src='/1.jpg'><figcaption>منبع: رویترز</figcaption></figure>",
        "<figure><img src='/1.jpg'><figcaption>پل تازه<br>منبع: رویترز</figcaption></figure>",
        "<div class=wp-caption><img src='/1.jpg'><p class=wp-caption-text>منبع: رویترز</p></div>",
        "<div><img src='/1.jpg'><div>منبع: رویترز</div></div>",
        "<p><img src='/1.jpg'></p><div class=image-caption>منبع: رویترز</div>",
    ] {
        for page in both(under) {
            assert_eq!(page.source, None, "{under}");
        }
        for page in both(&format!("{under}<p>منبع: ایسنا</p>")) {
            assert_eq!(page.source.map(|line| line.name).as_deref(), Some("ایسنا"), "{under}");
        }
    }
}
