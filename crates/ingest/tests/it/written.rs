//! How what stands in an article's container is written down: paragraphs, embeds, credits, what is not shown.

use ingest::page::{Page, extract};

const LONG: &str =
    "شهردار در آیین گشایش پل از سه سال کار گفت و از مردم خواست به آن بیایند و کودکان را هم با خود بیاورند.";
const NEXT: &str =
    "پل پیشین سه سال پیش در سیلاب بهار آسیب دید و برای همیشه بسته شد و مردم از راه کوه می‌رفتند.";

fn read_with(head: &str, body: &str) -> Page {
    let page = format!(
        "<html lang=fa><head><title>پل لاجین باز شد | البرزنو</title>{head}</head><body><h1>پل لاجین باز شد</h1><div class=item-text>{body}</div></body></html>"
    );
    extract(page.as_bytes(), None, "https://alborz.example/news/574503/x")
}

fn read(body: &str) -> Page {
    read_with("", body)
}

#[test]
fn lines_of_any_element_are_paragraphs() {
    let expected = format!("<p>{LONG}</p>\n<p>{NEXT}</p>");
    for body in [
        format!("<div>{LONG}</div><div>{NEXT}</div>"),
        format!("<div dir=rtl><div>{LONG}</div></div>\n<div>{NEXT}</div>"),
        format!("{LONG}<div>{NEXT}</div>"),
        format!("{LONG}<br><br>{NEXT}"),
        format!("{LONG}<br/>&nbsp;<br />{NEXT}<br>"),
        format!("<section><address>{LONG}</address>{NEXT}</section>"),
        format!("<details><summary>{LONG}</summary>{NEXT}</details>"),
        format!("{}<p>{NEXT}</p>", LONG.replacen(' ', "\n", 1)),
    ] {
        assert_eq!(read(&body).body_html, expected, "{body}");
    }
    let bold = read(&format!("<b>{LONG}\n<div>و دیگر</div></b><p>{NEXT}</p>")).body_html;
    assert_eq!(bold.matches("<b>").count(), bold.matches("</b>").count(), "{bold}");
    let verse =
        read(&format!("<p>{LONG}</p>توانا بود هر که دانا بود<br>ز دانش دل پیر برنا بود<p>{NEXT}</p>"))
            .body_html;
    assert!(verse.contains("<p>توانا بود هر که دانا بود<br>ز دانش دل پیر برنا بود</p>"), "{verse}");
}

#[test]
fn what_is_embedded_becomes_a_link() {
    for (embed, address, words) in [
        (
            "<div id=1><script src='https://www.aparat.com/embed/XyZ12?data[rnddiv]=1'></script></div>",
            "https://www.aparat.com/v/XyZ12",
            "فیلم در آپارات",
        ),
        (
            "<iframe src='about:blank' data-src='https://www.aparat.com/video/a'></iframe>",
            "https://www.aparat.com/video/a",
            "فیلم در آپارات",
        ),
        (
            "<iframe src='https://www.google.com/maps/embed?pb=1' width=600></iframe>",
            "https://www.google.com/maps/embed?pb=1",
            "محتوا در google.com",
        ),
        (
            "<iframe src='//datawrapper.dwcdn.net/AbC12/3/' title='نمودار بارش'></iframe>",
            "https://datawrapper.dwcdn.net/AbC12/3/",
            "نمودار بارش",
        ),
        ("<iframe src='https://cdn.example/v/a.mp4'></iframe>", "https://cdn.example/v/a.mp4", "فیلم"),
        (
            "<video poster='/p.jpg' controls><source src='/v/a.mp4'></video>",
            "https://alborz.example/v/a.mp4",
            "فیلم",
        ),
        ("<figure><video src='https://b.example/a.mp4'></video></figure>", "https://b.example/a.mp4", "فیلم"),
        ("<audio src='/a/b.mp3' title='گفت‌وگو'></audio>", "https://alborz.example/a/b.mp3", "گفت‌وگو"),
        (
            "<script async src='https://telegram.org/js/telegram-widget.js' data-telegram-post='alborz/12'></script>",
            "https://t.me/alborz/12",
            "فرستهٔ تلگرام",
        ),
        (
            "<object data='/f/report.pdf' type='application/pdf'></object>",
            "https://alborz.example/f/report.pdf",
            "سند پی‌دی‌اف",
        ),
        (
            "<blockquote data-instgrm-permalink='https://www.instagram.com/p/X/'><a href='https://www.instagram.com/p/X/'>View this post</a></blockquote>",
            "https://www.instagram.com/p/X/",
            "فرستهٔ اینستاگرام",
        ),
        (
            "<blockquote class=twitter-tweet><p>راه بسته است.</p>&mdash; پلیس راه <a href='https://twitter.com/police/status/12'>۲ آذر</a></blockquote><script src='https://platform.twitter.com/widgets.js'></script>",
            "https://twitter.com/police/status/12",
            "۲ آذر",
        ),
    ] {
        is_linked(embed, address, words);
    }
}

#[test]
fn a_quoted_post_leads_to_where_it_stands() {
    for (embed, address, words) in [
        (
            "<div class=fb-post data-href='https://www.facebook.com/police/posts/1'></div>",
            "https://www.facebook.com/police/posts/1",
            "فرستهٔ فیس‌بوک",
        ),
        (
            "<blockquote class=tiktok-embed cite='https://www.tiktok.com/@police/video/7'><section>راه بسته است.</section></blockquote>",
            "https://www.tiktok.com/@police/video/7",
            "فیلم در تیک‌تاک",
        ),
        (
            "<blockquote class=bluesky-embed data-bluesky-uri='at://did:plc:x/app.bsky.feed.post/y'><p>راه بسته است.</p></blockquote>",
            "https://bsky.app/profile/did:plc:x/post/y",
            "فرستهٔ بلواسکای",
        ),
        (
            "<iframe src='https://player.example/no-comment/ad-hoc/tag/8'></iframe>",
            "https://player.example/no-comment/ad-hoc/tag/8",
            "محتوا در player.example",
        ),
    ] {
        is_linked(embed, address, words);
    }
}

fn is_linked(embed: &str, address: &str, words: &str) {
    let known = read(&format!("<p>{LONG}</p>{embed}<p>{NEXT}</p>"));
    let link = format!("<a href=\"{address}\" rel=\"noopener nofollow\">{words}</a>");
    assert!(known.body_html.contains(&link), "{embed}: {}", known.body_html);
    let general = format!(
        "<html lang=fa><title>پل</title><body><article><h1>پل</h1><p>{LONG}</p>{embed}<p>{NEXT}</p><p>{LONG} {NEXT}</p></article>"
    );
    let general = extract(general.as_bytes(), None, "https://alborz.example/news/574503/x").body_html;
    assert!(general.contains(&link), "{embed}: {general}");
}

#[test]
fn what_shows_readers_nothing_becomes_no_link() {
    for none in [
        "<script src='https://ads.example/a.js'></script>",
        "<video></video>",
        "<object data='/a.swf'></object>",
        "<iframe src='https://ads.example/'></iframe>",
        "<iframe src='http://player.example/1'></iframe>",
        "<iframe src='/frame/1'></iframe>",
        "<iframe src='https://www.googletagmanager.com/ns.html?id=1'></iframe>",
        "<iframe src='https://b.example/banner/7' title='x'></iframe>",
        "<iframe src='https://www.facebook.com/plugins/like.php?href=x'></iframe>",
        "<div class=fb-page data-href='https://www.facebook.com/police'></div>",
        "<iframe src='https://b.example/7' title='آگهی'></iframe>",
        "<iframe src='https://b.example/7' height=1></iframe>",
        "<iframe src='https://b.example/7' style='display: none'></iframe>",
        "<audio src='blob:x'></audio>",
    ] {
        assert_eq!(
            read(&format!("<p>{LONG}</p>{none}<p>{NEXT}</p>")).body_html,
            format!("<p>{LONG}</p>\n<p>{NEXT}</p>"),
            "{none}"
        );
    }
}

#[test]
fn who_made_the_pictures_is_kept() {
    let credited =
        read(&format!("<p>عکس: رضا کاویان</p><p>{LONG}</p><figure><img src=/1.jpg></figure><p>{NEXT}</p>"));
    assert!(
        credited.body_html.contains("<figcaption><cite>عکس: رضا کاویان</cite></figcaption>"),
        "{}",
        credited.body_html
    );
    assert!(!credited.text.contains("رضا"), "{}", credited.text);
    let captioned = read(&format!(
        "<figure><img src=/1.jpg><figcaption>پل</figcaption></figure><p>{LONG}</p><p>{NEXT}</p><p>عکاس: رضا کاویان</p>"
    ));
    assert!(
        captioned.body_html.contains("<figcaption>پل <cite>عکاس: رضا کاویان</cite></figcaption>"),
        "{}",
        captioned.body_html
    );
    let alone =
        read(&format!("<p>{LONG}</p><p>{NEXT}</p><p>عکس: رضا کاویان</p><p>ویراستار: نرگس کاویان</p>"));
    assert_eq!(alone.text, format!("{LONG}\n{NEXT}\nعکس: رضا کاویان"));
}

#[test]
fn what_is_not_shown_is_not_published() {
    for hidden in
        ["style='display:none'", "style='color:red; visibility : hidden'", "hidden", "aria-hidden=true"]
    {
        for element in ["p", "div", "span"] {
            let body =
                format!("<p>{LONG}</p><{element} {hidden}>متنی که نباید دیده شود.</{element}><p>{NEXT}</p>");
            assert_eq!(read(&body).text, format!("{LONG}\n{NEXT}"), "{body}");
        }
    }
    let sold = format!("<p>{LONG}</p><div class=paywall style='display:none'>{NEXT}</div>");
    assert_eq!(read(&sold).text, format!("{LONG}\n{NEXT}"));
}

#[test]
fn an_outlet_is_no_author_and_joined_tags_are_several() {
    let of = |author: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"پل لاجین باز شد\",\"author\":{author}}}</script>"
        )
    };
    let meta = |name: &str| {
        format!("<meta property='og:site_name' content='البرزنو'><meta name=author content='{name}'>")
    };
    for (head, byline) in [
        (of("{\"@type\":\"Organization\",\"name\":\"گروه رسانه‌ای البرز\"}"), None),
        (
            of(
                "[{\"@type\":\"Organization\",\"name\":\"البرز\"},{\"@type\":\"Person\",\"name\":\"نرگس کاویان\"}]",
            ),
            Some("نرگس کاویان"),
        ),
        (of("\"نرگس کاویان\""), Some("نرگس کاویان")),
        (of("{\"name\":\"خبرگزاری البرز | Alborz News\"}"), None),
        (meta("البرزنو"), None),
        (meta("Alborz Group"), None),
        (meta("نرگس کاویان"), Some("نرگس کاویان")),
    ] {
        assert_eq!(read_with(&head, LONG).byline.as_deref(), byline, "{head}");
    }
    let tags =
        "<meta property='article:tag' content='پل ، رود'><meta property='article:tag' content='شهر,پل'>";
    assert_eq!(read_with(tags, LONG).tags, ["پل", "رود", "شهر"]);
    assert_eq!(read(&format!("<p>{LONG}<br>--&gt;</p><p>{NEXT}</p>")).text, format!("{LONG}\n{NEXT}"));
}
