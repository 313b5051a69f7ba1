//! What stands beside an article's own words, or among them: words that nobody sees, other articles, boxes, cells of the
//! page, polls; and what belongs to it there: background, posts, its writer.

use ingest::page::{Page, extract};

use crate::lajin::{HEADLINE, SAID, paragraphs};

/// Containers of a system that is known, and of none.
const HELD: [&str; 2] = ["item-text", "x1"];

fn read(body: &str) -> Page {
    let page = format!(
        "<html lang=fa dir=rtl><head><title>{HEADLINE} | البرزنو</title></head><body><nav><a href=/s>شهر</a></nav>{body}</body></html>"
    );
    extract(page.as_bytes(), None, "https://a.ir/news/85123456/x")
}

/// A page whose container holds something in the middle of its text.
fn read_with(held: &str, between: &str) -> Page {
    let (first, rest) = (paragraphs(&SAID[..2]), paragraphs(&SAID[2..]));
    read(&format!("<main><h1>{HEADLINE}</h1><div class={held}>{first}{between}{rest}</div></main>"))
}

#[test]
fn words_that_nobody_sees_are_not_published() {
    for style in
        ["position:absolute;left:-9999px", "font-size:0", "opacity:0", "clip:rect(0,0,0,0)", "display:none"]
    {
        let hidden = format!("<span style='{style}'>منبع: البرزنو a.example</span>");
        let body: String = SAID.iter().map(|said| format!("<p>{said}{hidden}</p>")).collect();
        for held in HELD {
            let page = read(&format!(
                "<main><h1>{HEADLINE}</h1><div class={held}>{body}<p style='{style}'>رونوشت این متن درست نیست و دزدی است.</p></div></main>"
            ));
            assert_eq!(page.text, SAID.join("\n"), "{style} {held}");
            assert_eq!(page.source, None, "{style} {held}");
        }
    }
}

#[test]
fn a_page_that_comes_to_be_seen_by_and_by_is_read() {
    for around in ["<div style='opacity:0'>", "<div style='visibility:hidden'>", "<main style='opacity:0'>"] {
        let page = read(&format!("{around}<h1>{HEADLINE}</h1><div class=x1>{}</div>", paragraphs(&SAID)));
        assert_eq!(page.text, SAID.join("\n"), "{around}");
    }
}

#[test]
fn a_further_article_under_the_pages_own_is_another() {
    let other = "بازار لاجین در هفتهٔ گذشته آرام بود و بهای میوه و نان دگرگون نشد، چنان‌که کسبه گفتند.";
    for held in HELD {
        let article = |headline: &str, text: &str| {
            format!("<article><h1>{headline}</h1><div class={held}>{text}</div></article>")
        };
        let own = article(HEADLINE, &paragraphs(&SAID));
        let next = article("بازار لاجین آرام بود", &format!("<p>{other}</p>").repeat(9));
        for body in [format!("<main>{own}{next}</main>"), format!("<div>{own}</div><div>{next}{next}</div>")]
        {
            let page = read(&body);
            assert_eq!(
                (page.title.as_deref(), page.text.as_str()),
                (Some(HEADLINE), SAID.join("\n").as_str()),
                "{body}"
            );
        }
        let parted = format!("<main>{own}<article><p>{other}</p></article></main>");
        assert!(read(&parted).text.starts_with(SAID[0]), "{parted}");
    }
}

#[test]
fn background_in_a_box_is_of_the_text_and_other_boxes_are_not() {
    let told = "ساخت پل را شورای پیشین شهر در سال ۱۴۰۱ پس از دو نشست پذیرفت.";
    let background = format!("<aside class=box-note><h3>پیشینهٔ پل</h3><p>{told}</p></aside>");
    for held in HELD {
        let page = read_with(held, &background);
        assert!(page.body_html.contains("<h3>پیشینهٔ پل</h3>"), "{held}: {}", page.body_html);
        assert_eq!(page.text, [SAID[0], SAID[1], "پیشینهٔ پل", told, SAID[2], SAID[3]].join("\n"), "{held}");
        for other in [
            format!("<aside><h3>همین امروز</h3><p>{told} <a href=/x>بیشتر</a></p></aside>"),
            format!("<aside class=pull><p>{}</p></aside>", SAID[2]),
            format!("<aside><h3>خبرنامه</h3><p>{told}</p><input type=email></aside>"),
            format!("<aside class=related><h3>خبر دیگر</h3><p>{told}</p></aside>"),
        ] {
            assert_eq!(read_with(held, &other).text, SAID.join("\n"), "{held} {other}");
        }
    }
    let last =
        format!("<main><h1>{HEADLINE}</h1><div class=x1>{}{background}</div></main>", paragraphs(&SAID));
    assert_eq!(read(&last).text, SAID.join("\n"), "a box behind the text");
}

#[test]
fn a_poll_is_no_text() {
    let poll = "<div class=q><p>از پل تازهٔ شهر خشنود هستید یا نه؟</p><label><input type=radio>آری، بسیار خشنودم</label>
        <label><input type=radio>نه، خشنود نیستم</label></div>";
    for held in HELD {
        assert_eq!(read_with(held, poll).text, SAID.join("\n"), "{held}");
    }
}

#[test]
fn posts_and_films_of_pages_for_phones_are_links() {
    for (embed, address, words) in [
        ("<amp-twitter data-tweetid=885></amp-twitter>", "https://twitter.com/i/status/885", "فرستهٔ ایکس"),
        (
            "<amp-youtube data-videoid=mG-_y></amp-youtube>",
            "https://www.youtube.com/watch?v=mG-_y",
            "فیلم در یوتیوب",
        ),
        (
            "<amp-instagram data-shortcode=fBw></amp-instagram>",
            "https://www.instagram.com/p/fBw",
            "فرستهٔ اینستاگرام",
        ),
        (
            "<amp-facebook data-href='https://www.facebook.com/a/posts/1'></amp-facebook>",
            "https://www.facebook.com/a/posts/1",
            "فرستهٔ فیس‌بوک",
        ),
        ("<amp-video src=/v.mp4></amp-video>", "https://a.ir/v.mp4", "فیلم"),
        ("<amp-video><source src=/w.mp4></amp-video>", "https://a.ir/w.mp4", "فیلم"),
        ("<amp-audio src=/a.mp3></amp-audio>", "https://a.ir/a.mp3", "صدا"),
    ] {
        for held in HELD {
            let html = read_with(held, embed).body_html;
            let link = format!("<p><a href=\"{address}\" rel=\"noopener nofollow\">{words}</a></p>");
            assert_eq!(html.matches(&link).count(), 1, "{held} {embed}: {html}");
        }
    }
    for none in [
        "<amp-twitter data-tweetid='8/../x'></amp-twitter>",
        "<amp-youtube></amp-youtube>",
        "<amp-ad src=/a></amp-ad>",
    ] {
        for held in HELD {
            assert!(!read_with(held, none).body_html.contains("<a "), "{held} {none}");
        }
    }
}

#[test]
fn a_text_in_a_cell_of_the_page_is_read_and_the_cell_beside_it_is_not() {
    let broken = SAID.join("<br>");
    for table in [
        format!("<table><tr><td><b>{HEADLINE}</b></td></tr><tr><td>{broken}</td></tr></table>"),
        format!(
            "<table><tr><td>خانه | تماس</td></tr><tr><td><font size=5>{HEADLINE}</font><br><br>{broken}</td></tr></table>"
        ),
        format!(
            "<h1>{HEADLINE}</h1><table><tr><td class=main>{}</td><td class=side><a href=/1>بازار لاجین آرام بود</a><br><a href=/2>باران می‌بارد</a></td></tr></table>",
            paragraphs(&SAID)
        ),
        format!(
            "<h1>{HEADLINE}</h1><table><tr><td>{broken}</td><td><a href=/1>بازار لاجین آرام بود</a><br><a href=/2>باران می‌بارد</a></td></tr></table>"
        ),
    ] {
        let page = read(&table);
        assert_eq!(page.text, SAID.join("\n"), "{table}: {}", page.body_html);
        assert_eq!(page.refusal(), None);
    }
}

#[test]
fn a_writer_is_named_by_what_describes_the_article_alone() {
    let scope = "itemscope itemtype='https://schema.org/NewsArticle'";
    let text = paragraphs(&SAID);
    let whole = |beside: &str| {
        read(&format!(
            "<main {scope}><h1 itemprop=headline>{HEADLINE}</h1>{beside}<div itemprop=articleBody>{text}</div></main>"
        ))
    };
    assert_eq!(whole("<span itemprop=author>نرگس کاویان*</span>").byline.as_deref(), Some("نرگس کاویان"));
    let scoped = "<span itemprop=author itemscope><b itemprop=name>نرگس کاویان</b></span>";
    assert_eq!(whole(scoped).byline.as_deref(), Some("نرگس کاویان"));
    for other in [
        "<div itemprop=comment itemscope><span itemprop=author>رضا کاویان</span><p>پل خوبی است.</p></div>",
        "<div itemprop=comment itemscope><span itemprop=author itemscope><b itemprop=name>رضا کاویان</b></span></div>",
        "<div class=comments><span itemprop=author>رضا کاویان</span></div>",
        "<div class=related-news><span itemprop=author>رضا کاویان</span></div>",
        "<div itemscope itemtype='https://schema.org/Article'><h3>بازار</h3><span itemprop=author>رضا کاویان</span></div>",
    ] {
        assert_eq!(whole(other).byline, None, "{other}");
    }
}

#[test]
fn tags_have_no_mark_and_a_heading_above_the_headline_is_its_kicker() {
    let text = paragraphs(&SAID);
    let page = read(&format!(
        "<div><h3>شهردار لاجین خبر داد</h3><h2 class=title>{HEADLINE}</h2></div><div class=x1>{text}</div><div class=tags><a>#پل_لاجین</a><a># شهر</a><a>رود_خانه</a></div>"
    ));
    assert_eq!(page.tags, ["پل لاجین", "شهر", "رود_خانه"]);
    assert_eq!(
        (page.title.as_deref(), page.kicker.as_deref()),
        (Some(HEADLINE), Some("شهردار لاجین خبر داد"))
    );
    for above in
        ["<h3><a href=/s>خبرهای شهر لاجین</a></h3>", "<h3>شهر</h3>", "<div><h3>شهردار لاجین خبر داد</h3></div>"]
    {
        let page =
            read(&format!("<div>{above}<h2 class=title>{HEADLINE}</h2></div><div class=x1>{text}</div>"));
        assert_eq!(page.kicker, None, "{above}");
    }
}
