//! Pages that two sources give, and addresses in sitemaps that are no news.

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
