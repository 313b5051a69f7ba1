//! Pages that two sources give, and addresses in sitemaps that are no news.

use news::entry::HeldBack;

use super::*;

/// A source that publishes beside one that does not, of one outlet.
struct Two {
    site: Site,
    _folder: TempDir,
    inbox: i64,
    publish: i64,
}

impl Two {
    async fn new() -> Self {
        let wire = Wire::serve(|path, _| match path {
            "/rss" | "/sport/rss" => Some(feed(1..3)),
            path => number(path).map(page),
        })
        .await;
        let (site, folder) = site(&wire).await;
        let inbox = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
        let publish = add(&site, &wire.url("/sport/rss"), SourceKind::Feed, Terms::default()).await;
        let set = NewSource { arrival: Arrival::Publish, ..source(&site, publish).await.set };
        let mut tx = site.store.begin(NOW).await.expect("a change");
        store::sources::update(&mut tx, publish, &set).await.expect("changed");
        tx.commit().await.expect("committed");
        Self { site, _folder: folder, inbox, publish }
    }

    async fn of(&self, code: NewsCode) -> (ArticleState, Option<i64>) {
        let article = articles::by_code(&self.site.store, code).await.expect("read").expect("there");
        (article.state, article.source_id)
    }
}

#[tokio::test]
async fn what_a_source_that_publishes_gives_too_is_published_under_its_terms() {
    let two = Two::new().await;
    poll_at(&two.site, two.inbox, NOW).await;
    poll_at(&two.site, two.publish, NOW).await;
    for code in bring_in_at(&two.site, two.inbox, NOW).await {
        assert_eq!(two.of(code).await, (ArticleState::Published, Some(two.publish)));
    }
}

#[tokio::test]
async fn what_waits_in_the_inbox_is_published_when_a_source_that_publishes_gives_it_unless_it_was_touched() {
    let two = Two::new().await;
    poll_at(&two.site, two.inbox, NOW).await;
    let codes = bring_in_at(&two.site, two.inbox, NOW).await;
    assert_eq!(codes.len(), 2);
    let touched = articles::by_code(&two.site.store, codes[1]).await.expect("read").expect("there");
    let mut tx = two.site.store.begin(NOW).await.expect("a change");
    let who = store::people::create(&mut tx, "sara", "سارا", Role::Editor, "-").await.expect("made");
    articles::update(&mut tx, codes[1], 1, &touched.content, &touched.slug, Some(who)).await.expect("saved");
    tx.commit().await.expect("committed");
    poll_at(&two.site, two.publish, NOW + 1).await;
    assert_eq!(two.of(codes[0]).await, (ArticleState::Published, Some(two.publish)));
    assert_eq!(two.of(codes[1]).await, (ArticleState::Inbox, Some(two.inbox)), "an editor has it");
}

#[tokio::test]
async fn fronts_and_sections_in_a_sitemap_are_no_news_that_did_not_come() {
    let card = |at: u32| {
        format!(
            "<article><h2><a href='/n/{at}'>پل شمارهٔ {at} لاجین امروز باز شد</a></h2><p>شهردار لاجین گفت کار ساخت پل {at} به پایان رسید و مردم محله از آن گذشتند؛ راه‌های پیرامون هم تا پایان ماه آسفالت می‌شود.</p></article>"
        )
    };
    let list = format!("<html lang=fa><body><h1>بایگانی</h1>{}", (100..110).map(card).collect::<String>());
    let wire = Wire::serve(move |path, address| match path {
        "/map" => {
            let at = |path| format!("<url><loc>http://{address}{path}</loc></url>");
            let urls: String = ["/", "/category/city/", "/news/70001/list"].map(at).concat();
            Some(format!("<urlset>{urls}</urlset>"))
        }
        "/" => Some("<html lang=fa><body><div id=app></div>".into()),
        "/category/city/" | "/news/70001/list" => Some(list.clone()),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/map"), SourceKind::Sitemap, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    assert!(bring_in_at(&site, id, NOW).await.is_empty());
    let troubled = store::entries::troubled(&site.store, id, 9).await.expect("read");
    let urls: Vec<&str> = troubled.iter().map(|entry| entry.seen.url.as_str()).collect();
    assert_eq!(urls, [wire.url("/news/70001/list")], "what has an article's address is told");
    assert!(store::entries::waiting(&site.store, NOW * 2, 9, 9).await.expect("read").is_empty());
}

/// How articles stand, by their headlines.
async fn stand(site: &Site, codes: &[NewsCode]) -> Vec<ArticleState> {
    let states = articles::states(&site.store, codes).await.expect("read");
    states.into_iter().map(|(_, state)| state).collect()
}

#[tokio::test]
async fn an_article_that_two_addresses_lead_to_comes_in_once() {
    let stated = |url: &str| page(7).replace("</head>", &format!("<link rel=canonical href='{url}'></head>"));
    let (amp, elsewhere) = (stated("/news/7"), stated("https://b.example/news/7"));
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(feed(7..8)),
        "/short" => Some(feed(7..8).replace("/news/7", "/s/7")),
        "/amp" => Some(feed(7..8).replace("/news/7", "/m/7")),
        "/other" => Some(feed(7..8).replace("/news/7", "/o/7")),
        "/news/7" => Some(page(7)),
        "/s/7" => Some("HTTP/1.1 301 Moved\r\nLocation: /news/7\r\nContent-Length: 0\r\n\r\n".into()),
        "/m/7" => Some(amp.clone()),
        "/o/7" => Some(elsewhere.clone()),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let mut brought = Vec::new();
    for path in ["/short", "/rss", "/amp", "/other"] {
        let id = add(&site, &wire.url(path), SourceKind::Feed, Terms::default()).await;
        assert_eq!(poll_at(&site, id, NOW).await.new_entries, 1);
        brought.push(bring_in_at(&site, id, NOW).await.len());
    }
    assert_eq!(brought, [1, 0, 0, 1], "another host's word is not believed");
}

#[tokio::test]
async fn a_page_for_phones_that_comes_first_is_the_article_and_one_address_on_all_pages_says_nothing() {
    let stating = |number, url: &str| {
        page(number).replace("</head>", &format!("<link rel=canonical href='{url}'></head>"))
    };
    let wire = Wire::serve(move |path, _| match path {
        "/amp" => Some(feed(1..4).replace("</link>", "/amp</link>")),
        "/rss" => Some(feed(1..4)),
        "/news/1/amp" | "/news/1" => Some(stating(1, "/news/1")),
        "/news/2/amp" | "/news/2" => Some(stating(2, "/news/2?m")),
        "/news/3/amp" => Some(stating(3, "/news/4")),
        path => Some(stating(number(path)?, "/news/4")),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let mut brought = Vec::new();
    for path in ["/amp", "/rss"] {
        let id = add(&site, &wire.url(path), SourceKind::Feed, Terms::default()).await;
        assert_eq!(poll_at(&site, id, NOW).await.new_entries, 3);
        brought.push(bring_in_at(&site, id, NOW).await.len());
    }
    assert_eq!(brought, [3, 0]);
    let other = add(&site, &wire.url("/news/4"), SourceKind::Page, Terms::default()).await;
    poll_at(&site, other, NOW).await;
    assert_eq!(bring_in_at(&site, other, NOW).await.len(), 1, "other news that states the same address");
}

#[tokio::test]
async fn an_article_whose_address_gets_other_words_is_looked_at_there() {
    let is_renamed = Arc::new(Mutex::new(false));
    let renamed = is_renamed.clone();
    let path = |slug| format!("/news/74011/{slug}");
    let wire = Wire::serve(move |asked, _| {
        let now = if *renamed.lock().expect("set") { "new" } else { "old" };
        match asked {
            "/rss" => Some(feed(1..2).replace("/news/1", &path(now))),
            asked if asked == path("new") => Some(page(1).replace("پایان", "اصلاح شد")),
            asked if asked == path("old") => Some(page(1)),
            _ => None,
        }
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    *is_renamed.lock().expect("set") = true;
    poll_at(&site, id, NOW + 1).await;
    assert!(bring_in_at(&site, id, NOW + 1).await.is_empty());
    let looks = store::source_changes::due(&site.store, NOW + 1, 9).await.expect("read");
    assert_eq!((looks.len(), looks[0].code, &looks[0].url), (1, code, &wire.url("/news/74011/new")));
    assert_eq!(look_again(&site, &looks[0], NOW + 2).await.expect("looked"), Some(ChangeKind::Changed));
}

#[tokio::test]
async fn a_copy_that_only_waits_holds_nothing_back_and_what_was_dismissed_stays_away_and_unpublished() {
    let wire = Wire::serve(|path, _| match path {
        "/a" => Some(feed(1..4)),
        "/b" | "/c" => Some(feed(1..4).replace("/news/", &format!("{path}/"))),
        "/old" => Some(feed(9..10)),
        "/news/9" => {
            let head = "<meta property='article:published_time' content='2024-11-01T00:00:00Z'></head>";
            Some(page(9).replace("</head>", head))
        }
        "/c/2" => {
            Some(page(2).replace("</article>", &format!("<p>{}</p></article>", "تازه‌تر از همه. ".repeat(60))))
        }
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let first = add(&site, &wire.url("/a"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, first, NOW).await;
    let codes = bring_in_at(&site, first, NOW).await;
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, codes[0], ArticleState::Dismissed, None).await.expect("dismissed");
    articles::set_state(&mut tx, codes[1], ArticleState::Dismissed, None).await.expect("dismissed");
    tx.commit().await.expect("committed");
    let third = add(&site, &wire.url("/c"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, third, NOW).await;
    let again = bring_in_at(&site, third, NOW).await;
    let expected = [ArticleState::Dismissed, ArticleState::Inbox, ArticleState::Inbox];
    assert_eq!(stand(&site, &again).await, expected, "the second says more");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, again[1], ArticleState::Draft, None).await.expect("taken up");
    tx.commit().await.expect("committed");
    for (path, expected, held) in [
        (
            "/b",
            vec![ArticleState::Inbox, ArticleState::Inbox, ArticleState::Published],
            vec![HeldBack::Dismissed, HeldBack::Version],
        ),
        ("/old", vec![ArticleState::Inbox], vec![HeldBack::Archive]),
    ] {
        let id = add(&site, &wire.url(path), SourceKind::Feed, Terms::default()).await;
        let set = NewSource { arrival: Arrival::Publish, ..source(&site, id).await.set };
        let mut tx = site.store.begin(NOW).await.expect("a change");
        store::sources::update(&mut tx, id, &set).await.expect("changed");
        tx.commit().await.expect("committed");
        poll_at(&site, id, NOW).await;
        let codes = bring_in_at(&site, id, NOW).await;
        assert_eq!(stand(&site, &codes).await, expected, "{path}");
        let told = store::entries::held_back(&site.store, &codes).await.expect("read");
        let told: Vec<HeldBack> = codes.iter().filter_map(|code| told.get(code).copied()).collect();
        assert_eq!(told, held, "{path}");
    }
}

#[tokio::test]
async fn the_whole_text_that_a_feed_gives_stands_in_for_a_page_that_is_shut() {
    let text = "شهردار لاجین گفت ساخت پل تازه روی رودخانه آغاز شد و تا پایان سال به پایان می‌رسد. ".repeat(8);
    let item = |path: &str, text: &str| {
        format!(
            "<item><title>پل تازهٔ لاجین</title><link>{path}</link><author>نرگس کاویان</author><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
        )
    };
    let teaser: String = text.chars().take(250).collect();
    let other = text.replace("پل", "راه").replace("لاجین", "کوهپایه");
    let items =
        [item("/shut", &text), item("/app", &other), item("/teaser", &teaser), item("/gone", &text)].concat();
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(format!("<rss><channel>{items}</channel></rss>")),
        "/shut" | "/teaser" => Some("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".into()),
        "/app" => Some("<html><body><div id=app></div>".into()),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let codes = bring_in_at(&site, id, NOW).await;
    assert_eq!(codes.len(), 2, "neither a teaser nor what was removed");
    for code in codes {
        let article = articles::by_code(&site.store, code).await.expect("read").expect("there");
        let content = &article.content;
        assert_eq!((content.headline.as_str(), content.byline.as_str()), ("پل تازهٔ لاجین", "نرگس کاویان"));
        assert_eq!(content.body_html.matches("شهردار").count(), 8, "{}", content.body_html);
        let entry = article.entry_id.expect("an entry");
        let page = store::entries::fetched(&site.store, entry).await.expect("read");
        assert!(page.expect("kept").is_from_feed);
    }
    assert!(store::source_changes::due(&site.store, NOW * 2, 9).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_correction_in_a_feed_whose_pages_are_shut_is_told_and_nothing_is_asked_of_them() {
    let said = Arc::new(Mutex::new("سه نفر"));
    let given = said.clone();
    let text = "شهردار لاجین گفت ساخت پل تازه روی رودخانه آغاز شد و تا پایان سال به پایان می‌رسد. ".repeat(8);
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(format!(
            "<rss><channel><item><title>پل تازهٔ لاجین</title><link>/shut</link><content:encoded><![CDATA[<p>{text}</p><p>{} زخمی شدند.</p>]]></content:encoded></item></channel></rss>",
            given.lock().expect("set")
        )),
        _ => Some("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".into()),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let ours = async || articles::by_code(&site.store, code).await.expect("read").expect("there");
    let unseen = async || store::source_changes::unseen(&site.store, 9).await.expect("read").len();
    *said.lock().expect("set") = "پنج نفر";
    poll_at(&site, id, NOW + 1).await;
    assert!(ours().await.content.body_html.contains("پنج نفر"), "nobody has touched it");
    let mut tx = site.store.begin(NOW + 1).await.expect("a change");
    articles::set_state(&mut tx, code, ArticleState::Published, None).await.expect("published");
    tx.commit().await.expect("committed");
    *said.lock().expect("set") = "هفت نفر";
    for at in 2..5 {
        poll_at(&site, id, NOW + at).await;
        assert_eq!(unseen().await, 1, "told once");
    }
    assert!(ours().await.content.body_html.contains("پنج نفر"), "what readers have stays");
    assert!(store::source_changes::due(&site.store, NOW * 2, 9).await.expect("read").is_empty());
}

#[tokio::test]
async fn ids_that_come_again_with_other_news_lose_nothing_and_what_moves_is_followed() {
    let given = Arc::new(Mutex::new([("پل تازهٔ لاجین باز شد", 1), ("سیل در گلستان فروکش کرد", 2)]));
    let now = given.clone();
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => {
            let item = |(at, (title, number)): (usize, &(&str, u32))| {
                format!("<item><title>{title}</title><link>/news/{number}</link><guid>{at}</guid></item>")
            };
            let items: String = now.lock().expect("set").iter().enumerate().map(item).collect();
            Some(format!("<rss><channel>{items}</channel></rss>"))
        }
        "/news/4" => Some(page(2)),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    assert_eq!(bring_in_at(&site, id, NOW).await.len(), 2);
    // The first place of the list holds other news now, and the second's page lies elsewhere.
    *given.lock().expect("set") = [("وزیر نیرو به مجلس رفت", 3), ("سیل در گلستان فروکش کرد", 4)];
    assert_eq!(poll_at(&site, id, NOW + 1).await.new_entries, 1);
    let codes = bring_in_at(&site, id, NOW + 1).await;
    assert_eq!(codes.len(), 1);
    let article = articles::by_code(&site.store, codes[0]).await.expect("read").expect("there");
    let from = article.content.attribution.and_then(|from| from.url);
    assert_eq!(from.as_deref(), Some(wire.url("/news/3").as_str()));
    let looks = store::source_changes::due(&site.store, NOW + 1, 9).await.expect("read");
    assert_eq!((looks.len(), &looks[0].url), (1, &wire.url("/news/4")));
    assert_eq!(poll_at(&site, id, NOW + 2).await.new_entries, 0, "and once");
    assert!(store::source_changes::due(&site.store, NOW + 1, 9).await.expect("read").len() == 1);
}

#[tokio::test]
async fn pages_that_state_the_address_of_other_news_come_in() {
    let wire = Wire::serve(|path, _| {
        let number = number(path);
        match path {
            "/rss" => Some(feed(1..4)),
            _ => number
                .map(|number| page(number).replace("</head>", "<link rel=canonical href='/news/1'></head>")),
        }
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    assert_eq!(bring_in_at(&site, id, NOW).await.len(), 3);
}

#[tokio::test]
async fn an_item_with_a_guid_or_address_beyond_measure_costs_no_other() {
    let long = |seed: u64, many: u64| -> String {
        (0..many).map(|at| char::from(b'a' + ((seed + at * at * 31 + at) % 26) as u8)).collect()
    };
    let item = |guid: &str, link: &str| {
        format!("<item><title>خبر</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid></item>")
    };
    let far = format!("/far/{}", long(3, 3500));
    let items = [
        item(&long(1, 6000), "/news/1"),
        item("2", &format!("/news/{}", long(2, 3500))),
        item("3", "/to"),
        item("4", "/news/4"),
    ]
    .concat();
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(format!("<rss><channel>{items}</channel></rss>")),
        "/to" => Some(format!("HTTP/1.1 302 Found\r\nLocation: {far}\r\nContent-Length: 0\r\n\r\n")),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    assert_eq!(poll_at(&site, id, NOW).await.new_entries, 4);
    assert_eq!(bring_in_at(&site, id, NOW).await.len(), 2);
    let troubled = store::entries::troubled(&site.store, id, 9).await.expect("read");
    assert_eq!(troubled.len(), 2);
    for entry in troubled {
        assert!(matches!(entry.failure, Some(Failure::BadAddress(_))) && entry.seen.guid.len() <= 1000);
        assert!(entry.seen.url.len() < 2600, "{}", entry.seen.url.len());
    }
}
