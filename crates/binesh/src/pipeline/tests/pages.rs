//! What pages bring in, and what is told of those that bring nothing.

use super::*;

#[tokio::test]
async fn an_editor_tries_selectors_and_then_pages_are_read_by_them() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => Some("User-agent: *\nDisallow: /private".into()),
        "/rss" => Some(feed(1..2)),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let selectors =
        Selectors { body: "article p:last-child".into(), lead: "article p".into(), ..Selectors::default() };
    let tried = try_page(&site, &wire.url("/news/1"), &selectors, NOW).await.expect("read");
    assert_eq!(tried.missed, [false; news::source::PARTS]);
    let (without, with) = (tried.without.expect("an article"), tried.with.expect("an article"));
    assert_eq!((without.text.lines().count(), with.text.lines().count()), (2, 1));
    assert!(without.lead.is_empty() && with.lead.starts_with("واژه"), "{}", with.lead);
    for (url, failure) in [
        (wire.url("/private/1"), Failure::NotWelcome(wire.address.to_string())),
        ("http://127.0.0.1:1/".into(), Failure::LeadsInside("127.0.0.1".into())),
    ] {
        assert_eq!(try_page(&site, &url, &selectors, NOW).await.err(), Some(failure), "the gates hold");
    }
    let terms = Terms { selectors, ..Terms::default() };
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, terms).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let content = articles::by_code(&site.store, code).await.expect("read").expect("there").content;
    assert_eq!((content.lead, content.body_html.matches("<p>").count()), (with.lead, 1));
}

#[tokio::test]
async fn a_trial_reads_its_page_once_and_tells_how_long_to_wait_for_another() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => Some("User-agent: Binesh\nCrawl-delay: 10".into()),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let none = Selectors::default();
    for seconds in [0, 1, 300] {
        let tried = try_page(&site, &wire.url("/news/1"), &none, NOW + seconds * 1000).await;
        assert!(tried.is_ok(), "after {seconds} s: {:?}", tried.err());
    }
    let other = try_page(&site, &wire.url("/news/2"), &none, NOW + 4000).await;
    assert_eq!(other.err(), Some(Failure::TooSoon(wire.address.to_string(), 6)));
    assert_eq!(wire.asked(), ["/robots.txt", "/news/1"]);
}

#[tokio::test]
async fn the_picture_of_a_page_is_the_first_of_its_article() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => Some(feed(1..3)),
        "/news/1" => Some(page(1).replace("</head>", "<meta property='og:image' content='/1.jpg'></head>")),
        path => number(path).map(page).map(|page| {
            page.replace(
                "</p><p>",
                "</p><figure><img src='/2.jpg'><figcaption>پل تازه</figcaption></figure><p>",
            )
        }),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let mut bodies = Vec::new();
    for code in bring_in_at(&site, id, NOW).await {
        bodies.push(
            articles::by_code(&site.store, code).await.expect("read").expect("there").content.body_html,
        );
    }
    assert!(
        bodies[0]
            .starts_with(&format!("<figure><img src=\"{}\" alt=\"\"></figure>\n<p>", wire.url("/1.jpg"))),
        "{}",
        bodies[0]
    );
    let figure = format!(
        "<figure><img src=\"{}\" alt=\"\"><figcaption>پل تازه</figcaption></figure>",
        wire.url("/2.jpg")
    );
    assert_eq!(bodies[1].matches("<img").count(), 1, "{}", bodies[1]);
    assert!(bodies[1].contains(&figure), "{}", bodies[1]);
}

#[tokio::test]
async fn what_guards_show_brings_nothing_in_and_is_told() {
    let blocked = "<html><head><title>دسترسی محدود شده است</title></head><body><p>دسترسی به این سایت از خارج از کشور امکان‌پذیر نیست.</p></body></html>";
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(feed(1..2)),
        "/robots.txt" => None,
        _ => Some(blocked.into()),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    assert!(bring_in_at(&site, id, NOW).await.is_empty());
    let failure = Failure::Blocked(wire.address.to_string());
    let waiting = store::entries::waiting(&site.store, NOW * 2, 9, 9).await.expect("read");
    assert_eq!(waiting[0].failure.as_ref(), Some(&failure));
    for (path, kind) in [
        ("/feed", SourceKind::Feed),
        ("/map", SourceKind::Sitemap),
        ("/front", SourceKind::Page),
        ("/any", SourceKind::Unknown),
    ] {
        let id = add(&site, &wire.url(path), kind, Terms::default()).await;
        assert_eq!(poll_at(&site, id, NOW).await.failure.as_ref(), Some(&failure), "{path}");
    }
}

#[tokio::test]
async fn an_address_comes_in_once_however_it_is_written() {
    let wire = Wire::serve(|path, address| match path {
        "/rss" => {
            let notations =
                ["/news/1", "/news/1?utm_source=rss&amp;utm_medium=feed", "/news/1?fbclid=x", "/news/1#top"];
            let port = address.port();
            let whole =
                [format!("http://127.0.0.1.:{port}/news/1"), format!("HTTP://۱۲۷.۰.۰.۱:{port}/news/1?")];
            let item = |(at, url): (usize, String)| {
                format!(
                    "<item><guid isPermaLink='false'>{at}</guid><title>خبر</title><link>{url}</link></item>"
                )
            };
            let urls = notations.map(str::to_owned).into_iter().chain(whole);
            Some(format!("<rss><channel>{}</channel></rss>", urls.enumerate().map(item).collect::<String>()))
        }
        "/map" => Some("<urlset><url><loc>/news/1?utm_campaign=map</loc></url></urlset>".into()),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let map = add(&site, &wire.url("/map"), SourceKind::Sitemap, Terms::default()).await;
    poll_at(&site, map, NOW).await;
    assert_eq!(bring_in_at(&site, id, NOW).await.len(), 1);
    let asked = wire.asked();
    assert_eq!(asked, ["/robots.txt", "/rss", "/map", "/news/1"], "asked for as it is kept");
}

#[tokio::test]
async fn the_pace_of_a_host_is_kept_over_its_sources() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => Some("User-agent: Binesh\nCrawl-delay: 10".into()),
        _ => Some(feed(1..2)),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let mut read = Vec::new();
    for number in 0..4 {
        let id = add(&site, &wire.url(&format!("/rss/{number}")), SourceKind::Feed, Terms::default()).await;
        poll_at(&site, id, NOW).await;
        read.push(source(&site, id).await.fetched_at.is_some());
    }
    assert_eq!(read, [true, false, false, false]);
    assert_eq!(wire.asked(), ["/robots.txt", "/rss/0"]);
}

#[tokio::test]
async fn items_that_share_a_guid_are_told_apart_by_their_addresses() {
    let wire = Wire::serve(|path, _| {
        let item = |at: usize| {
            format!(
                "<item><guid isPermaLink='false'>0</guid><title>خبر</title><link>/news/{at}</link></item>"
            )
        };
        (path == "/rss")
            .then(|| format!("<rss><channel>{}</channel></rss>", (1..4).map(item).collect::<String>()))
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    for _ in 0..2 {
        poll_at(&site, id, NOW).await;
        let waiting = store::entries::waiting(&site.store, NOW, 9, 9).await.expect("read");
        assert_eq!(waiting.len(), 3);
    }
}

#[tokio::test]
async fn a_front_that_is_empty_for_a_while_is_no_article() {
    let list: String = (1..7)
        .map(|at| format!("<a href='/news/10000{at}/x'>کتابخانهٔ تازهٔ شهر لاجین {at} باز شد</a>"))
        .collect();
    let empty = "<html lang=fa><title>علمی</title><h1>علمی</h1><p>این بخش در حال به‌روزرسانی است؛ از شکیبایی شما سپاسگزاریم و به‌زودی با خبرهای تازه بازمی‌گردیم.</p></html>";
    let is_empty = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let told = is_empty.clone();
    let wire = Wire::serve(move |path, _| match path {
        "/science" if !told.load(std::sync::atomic::Ordering::Relaxed) => Some(list.clone()),
        "/science" | "/" => Some(empty.to_owned()),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/science"), SourceKind::Page, Terms::default()).await;
    assert_eq!(poll_at(&site, id, NOW).await.new_entries, 6);
    is_empty.store(true, std::sync::atomic::Ordering::Relaxed);
    let outcome = poll_at(&site, id, NOW + 3_600_000).await;
    assert_eq!((outcome.failure, outcome.new_entries), (Some(Failure::NoHeadlines), 0));
    let home = add(&site, &wire.url("/"), SourceKind::Page, Terms::default()).await;
    assert_eq!(poll_at(&site, home, NOW).await.failure, Some(Failure::NoHeadlines), "a home is a front");
}

#[tokio::test]
async fn the_categories_of_a_feed_file_what_its_page_does_not() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => {
            let filed = [(1, "فرهنگ و هنر"), (2, "ب</category><category>اقتصاد كلان"), (3, "فرهنگ و هنر")];
            Some(filed.into_iter().fold(feed(1..4), |feed, (number, name)| {
                let link = format!("<link>/news/{number}</link>");
                feed.replace(&link, &format!("{link}<category>{name}</category>"))
            }))
        }
        path => number(path)
            .map(page)
            .map(|page| if path.ends_with('3') { page } else { page.replace("ورزشی", "") }),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let sections = vec![SectionName { theirs: "اقتصاد کلان".into(), ours: "economy".into() }];
    let terms = Terms { sections, ..Terms::default() };
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, terms).await;
    poll_at(&site, id, NOW).await;
    let codes = bring_in_at(&site, id, NOW).await;
    for (code, slug) in codes.into_iter().zip(["culture", "economy", "sport"]) {
        let article = articles::by_code(&site.store, code).await.expect("read").expect("there");
        let section = store::sections::by_slug(&site.store, slug).await.expect("read").expect("there");
        assert_eq!(article.content.section_id, Some(section.id), "{slug}");
    }
}

#[tokio::test]
async fn a_feeds_day_goes_before_one_that_its_page_only_shows() {
    const HOUR_MS: UtcMs = 60 * 60_000;
    let wire = Wire::serve(|path, _| match path {
        "/rss" => {
            let day = jiff::Timestamp::from_millisecond(NOW - HOUR_MS).expect("a time");
            Some(feed(1..4).replace("</link>", &format!("</link><pubDate>{day}</pubDate>")))
        }
        path => {
            let head = "<meta property='article:published_time' content='2019-10-04T00:00:00Z'></head>";
            let shown = if path == "/news/3" { "۱۲ آذر ۱۴۰۳" } else { "۱۲ مهر ۱۳۹۸" };
            let page = page(number(path)?).replace("</h1>", &format!("</h1><div>{shown}</div>"));
            Some(if path == "/news/2" { page.replace("</head>", head) } else { page })
        }
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let mut dates = Vec::new();
    for code in bring_in_at(&site, id, NOW).await {
        let article = articles::by_code(&site.store, code).await.expect("read").expect("there");
        dates.push(article.published_at);
    }
    dates.sort_unstable();
    assert_eq!(
        dates,
        [1_570_147_200_000, NOW - HOUR_MS, NOW - HOUR_MS],
        "programs are believed, and of a bare day the feed"
    );
}

#[tokio::test]
async fn of_a_section_its_own_feed_is_read_and_without_one_that_opens_the_page_itself() {
    let front = |feeds: &[&str]| {
        let offers: String = feeds
            .iter()
            .map(|href| format!("<link rel=alternate type='application/rss+xml' href='{href}'>"))
            .collect();
        let cards: String = (1..9)
            .map(|at| format!("<h3><a href='/news/{at}'>پل شمارهٔ {at} لاجین امروز باز شد</a></h3>"))
            .collect();
        format!("<html lang=fa><head>{offers}</head><body><h1>شهر</h1>{cards}")
    };
    let wire = Wire::serve(move |path, _| match path {
        "/" => Some(front(&["/en/feed", "/comments/feed", "/feed"])),
        "/city" => Some(front(&["/feed", "/comments/feed", "/city/feed"])),
        "/sport" => Some(front(&["/feed", "/sport/feed"])),
        "/art" => Some(front(&["/feed", ""])),
        "/feed" | "/en/feed" | "/city/feed" | "/comments/feed" => Some(feed(1..3)),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    for (path, kind, read) in [
        ("/city", SourceKind::Feed, "/city/feed"),
        ("/sport", SourceKind::Page, "/sport"),
        ("/art", SourceKind::Page, "/art"),
        ("/", SourceKind::Feed, "/feed"),
    ] {
        let id = add(&site, &wire.url(path), SourceKind::Unknown, Terms::default()).await;
        assert_eq!(poll_at(&site, id, NOW).await.failure, None, "{path}");
        let set = source(&site, id).await.set;
        assert_eq!((set.kind, set.url), (kind, wire.url(read)), "{path}");
    }
}

#[tokio::test]
async fn sources_of_every_kind_are_read_apart() {
    let wire = Wire::serve(|_, _| None).await;
    let (site, _folder) = site(&wire).await;
    let map: String = (0..500).map(|at| format!("<url><loc>/news/1{at:03}</loc></url>")).collect();
    let map = format!("<urlset>{map}</urlset>");
    let link = |at| format!("<a href='/news/1{at:03}'>شهردار لاجین دربارهٔ پل تازه گفت</a>");
    let front: String = (0..500).map(link).collect();
    let cases = [
        (SourceKind::Feed, feed(0..500), 500),
        (SourceKind::Sitemap, map.clone(), 200),
        (SourceKind::Page, front, 120),
        (SourceKind::Unknown, feed(0..500), 500),
        (SourceKind::Unknown, map, 200),
    ];
    for (at, (kind, body, many)) in cases.into_iter().enumerate() {
        let id = add(&site, &wire.url(&format!("/{at}")), kind, Terms::default()).await;
        let source = source(&site, id).await;
        let fetched = Fetched {
            final_url: source.set.url.clone(),
            content_type: None,
            etag: None,
            last_modified: None,
            retry_after_s: None,
            body: body.into_bytes(),
        };
        let found = reading::read_source(&site, &source, fetched, NOW).await;
        let found = found.expect("a database").expect("a source");
        assert_eq!(found.entries.len(), many, "{kind:?}");
    }
}
