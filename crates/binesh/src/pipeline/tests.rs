//! The pipeline against servers of this machine, at times that the test chooses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use ingest::fetch::FetchPolicy;
use news::failure::Failure;
use news::person::Role;
use news::source::{NewSource, POLL_MS_MIN, SectionName, Selectors, SourceKind, Terms};
use news::source_change::{ChangeKind, next_look_ms};
use store::articles;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

mod looking;
mod pages;
mod rereading;
mod sharing;

use super::*;
use crate::cli::Place;

const NOW: UtcMs = 1_733_157_720_000;

/// A server: what it answers to a path, and what it was asked for.
struct Wire {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Wire {
    /// Serves what `answer` says; a path without an answer is not found.
    async fn serve(answer: impl Fn(&str, SocketAddr) -> Option<String> + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let told = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let read = socket.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let whole = match answer(&path, address) {
                    Some(answer) if answer.starts_with("HTTP/") => answer,
                    Some(body) => format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
                    None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
                };
                told.lock().expect("told").push(path);
                let _ = socket.write_all(whole.as_bytes()).await;
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("told").clone()
    }
}

async fn site(wire: &Wire) -> (Site, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let policy = FetchPolicy { allowed_private: vec![wire.address], ..FetchPolicy::default() };
    (Site::open(&place, policy, NOW).await.expect("a site"), folder)
}

async fn add(site: &Site, url: &str, kind: SourceKind, terms: Terms) -> i64 {
    let set = NewSource {
        name: "البرز".into(),
        url: url.to_owned(),
        kind,
        arrival: Arrival::Inbox,
        section_id: None,
        terms,
    };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &set).await.expect("made");
    tx.commit().await.expect("committed");
    id
}

async fn source(site: &Site, id: i64) -> Source {
    store::sources::by_id(&site.store, id).await.expect("read").expect("there")
}

async fn poll_at(site: &Site, id: i64, now: UtcMs) -> PollOutcome {
    poll(site, &source(site, id).await, now).await.expect("polled")
}

/// Brings in what is due; answers the codes.
async fn bring_in_at(site: &Site, id: i64, now: UtcMs) -> Vec<NewsCode> {
    let mut codes = Vec::new();
    for entry in store::entries::waiting(&site.store, now, 1000, 1000).await.expect("read") {
        codes.extend(bring_in(site, &source(site, id).await, &entry, now).await.expect("tried"));
    }
    codes
}

fn feed(numbers: std::ops::Range<u32>) -> String {
    let item = |number| format!("<item><title>خبر {number}</title><link>/news/{number}</link></item>");
    format!("<rss><channel><title>سیم</title>{}</channel></rss>", numbers.map(item).collect::<String>())
}

fn page(number: u32) -> String {
    let words = |from: u32| {
        (0..40).map(|at| format!("واژه{}", number * 1000 + from + at)).collect::<Vec<_>>().join(" ")
    };
    format!(
        "<html><head><title>خبر {number}</title><meta property='article:section' content='ورزشی'></head><body><article><h1>خبر شماره {number} این روز</h1><p>{}.</p><p>{} پایان.</p></article></body></html>",
        words(0),
        words(500)
    )
}

fn number(path: &str) -> Option<u32> {
    path.rsplit('/').next()?.parse().ok()
}

#[tokio::test]
async fn what_robots_forbid_is_not_read_and_said_so() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => Some("User-agent: *\nDisallow: /news/2\nDisallow: /private".into()),
        "/rss" | "/private/rss" => Some(feed(1..4)),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let closed = add(&site, &wire.url("/private/rss"), SourceKind::Feed, Terms::default()).await;
    let refused = poll_at(&site, closed, NOW).await.failure;
    assert_eq!(refused, Some(Failure::NotWelcome(wire.address.to_string())));
    let open = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    assert_eq!(poll_at(&site, open, NOW).await.new_entries, 3);
    assert_eq!(bring_in_at(&site, open, NOW).await.len(), 2);
    assert_eq!(wire.asked(), ["/robots.txt", "/rss", "/news/1", "/news/3"], "robots.txt is read once");
    let later = store::entries::waiting(&site.store, NOW * 2, 10, 10).await.expect("read");
    assert!(later.is_empty(), "what is forbidden is not tried again");
}

#[tokio::test]
async fn the_pace_that_a_host_asks_for_is_kept() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => Some("User-agent: Binesh\nCrawl-delay: 10".into()),
        "/rss" => Some(feed(1..4)),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    assert_eq!(poll_at(&site, id, NOW).await.new_entries, 3);
    for (after_s, arrived) in [(0, 0), (10, 1), (11, 0), (20, 1), (30, 1), (40, 0)] {
        let codes = bring_in_at(&site, id, NOW + after_s * 1000).await;
        assert_eq!(codes.len(), arrived, "after {after_s} s");
    }
    assert_eq!(poll_at(&site, id, NOW + 31_000).await, PollOutcome::default(), "the feed waits its turn too");
    assert_eq!(source(&site, id).await.next_poll_at, NOW + 40_000);
    assert_eq!(site.door.pace_ms(&wire.url("/rss")), 10_000);
    assert_eq!(source(&site, id).await.failures, 0);
}

#[tokio::test]
async fn a_busy_server_is_left_alone_as_long_as_it_asks() {
    let wire = Wire::serve(|path, _| match path {
        "/robots.txt" => None,
        _ => Some("HTTP/1.1 503 Busy\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n".into()),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let kept = source(&site, id).await;
    assert_eq!(kept.failure, Some(Failure::Status("127.0.0.1".into(), 503)));
    assert!(kept.next_poll_at >= NOW + 7_200_000, "{}", kept.next_poll_at - NOW);
    assert_eq!(kept.wait_ms, POLL_MS_MIN, "a failure says nothing of how often it publishes");
}

#[tokio::test]
async fn a_host_whose_robots_cannot_be_read_is_left_alone_for_a_while() {
    let is_in_trouble = Arc::new(Mutex::new(true));
    let told = is_in_trouble.clone();
    let wire = Wire::serve(move |path, _| match path {
        "/robots.txt" if *told.lock().expect("set") => {
            Some("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".into())
        }
        "/robots.txt" => None,
        _ => Some(feed(1..2)),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    let unread = Failure::RobotsUnread("127.0.0.1".into(), 500);
    assert_eq!(poll_at(&site, id, NOW).await.failure, Some(unread));
    assert_eq!(wire.asked(), ["/robots.txt"]);
    *is_in_trouble.lock().expect("set") = false;
    assert_eq!(poll_at(&site, id, NOW + 60_000).await.new_entries, 0, "not asked again at once");
    assert_eq!(poll_at(&site, id, NOW + 11 * 60_000).await.new_entries, 1);
}

#[tokio::test]
async fn sitemaps_are_recognised_and_the_newest_pages_come() {
    let wire = Wire::serve(|path, address| match path {
        "/sitemap.xml" => Some(format!(
            "<sitemapindex><sitemap><loc>http://{address}/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap><sitemap><loc>/new.xml</loc><lastmod>2024-12-02</lastmod></sitemap></sitemapindex>"
        )),
        "/new.xml" => Some("<urlset><url><loc>/news/7</loc><lastmod>2024-12-02T20:00:00+03:30</lastmod></url></urlset>".into()),
        "/old.xml" => Some("not xml".into()),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/sitemap.xml"), SourceKind::Unknown, Terms::default()).await;
    assert_eq!(poll_at(&site, id, NOW).await.new_entries, 1);
    assert_eq!(source(&site, id).await.set.kind, SourceKind::Sitemap);
    assert_eq!(bring_in_at(&site, id, NOW).await.len(), 1);
    assert_eq!(poll_at(&site, id, NOW + 1).await.new_entries, 0);
}

#[tokio::test]
async fn what_was_agreed_files_the_article() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => Some(feed(1..2)),
        path => number(path).map(page),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let sections = vec![SectionName { theirs: "ورزشي".into(), ours: "culture".into() }];
    let terms = Terms { sections, tags: vec!["بازنشر".into()], ..Terms::default() };
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, terms).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let article = articles::by_code(&site.store, code).await.expect("read").expect("there");
    let culture = store::sections::by_slug(&site.store, "culture").await.expect("read").expect("there");
    assert_eq!((article.content.section_id, article.content.tags), (Some(culture.id), vec!["بازنشر".into()]));
}

#[tokio::test]
async fn a_long_feed_comes_in_parts_and_nothing_is_left_out() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => {
            let body = feed(1..451);
            Some(format!("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
        }
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    for (new, etag) in [(200, None), (200, None), (50, Some("\"e\"")), (0, Some("\"e\""))] {
        assert_eq!(poll_at(&site, id, NOW).await.new_entries, new);
        assert_eq!(source(&site, id).await.etag.as_deref(), etag);
    }
}

#[tokio::test]
async fn what_the_source_corrects_or_removes_is_found_and_our_article_is_not_touched() {
    let version = Arc::new(Mutex::new(0));
    let served = version.clone();
    let wire = Wire::serve(move |path, _| match (path, *served.lock().expect("set")) {
        ("/rss", 0) => Some(feed(1..2)),
        ("/rss", _) => Some(feed(1..2).replace("خبر 1", "خبر اصلاح‌شدهٔ 1")),
        ("/news/1", 0) => Some(page(1)),
        // Furniture changes all the time.
        ("/news/1", 1) => Some(page(1).replace("</body>", "<footer>بازدید ۱۲</footer></body>")),
        ("/news/1", 2) => Some(page(1).replace("پایان", "اصلاح شد")),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, ArticleState::Draft, None).await.expect("taken up");
    tx.commit().await.expect("committed");
    let ours = articles::by_code(&site.store, code).await.expect("read");
    let mut now = NOW;
    let expected =
        [(1, None), (2, Some(ChangeKind::Changed)), (2, None), (3, Some(ChangeKind::Removed)), (3, None)];
    for (looks, (number, found)) in expected.into_iter().enumerate() {
        *version.lock().expect("set") = number;
        now += next_look_ms(looks as i64).expect("another look");
        let look = &store::source_changes::due(&site.store, now, 9).await.expect("read")[0];
        assert_eq!(look_again(&site, look, now).await.expect("looked"), found, "look {looks}");
    }
    let told = store::source_changes::unseen(&site.store, 9).await.expect("read");
    assert!(told[0].before.contains("پایان") && told[0].kind == ChangeKind::Removed);
    assert_eq!(articles::by_code(&site.store, code).await.expect("read"), ours, "our article is as it was");
    *version.lock().expect("set") = 2;
    poll_at(&site, id, now).await;
    assert_eq!(
        store::source_changes::due(&site.store, now, 9).await.expect("read").len(),
        1,
        "a new title is a sign"
    );
    assert!(bring_in_at(&site, id, now).await.is_empty(), "and no new entry");
}

#[tokio::test]
async fn the_inbox_follows_its_source_until_an_editor_has_touched_it() {
    let version = Arc::new(Mutex::new(0));
    let served = version.clone();
    let wire = Wire::serve(move |path, _| {
        let version = *served.lock().expect("set");
        match path {
            "/rss" => Some(feed(1..2).replace("خبر 1", &format!("خبر {version}"))),
            path => number(path).map(page).map(|page| page.replace("پایان", &format!("پایان {version}"))),
        }
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let ours = async || articles::by_code(&site.store, code).await.expect("read").expect("there");
    let next = async |number: i64| {
        *version.lock().expect("set") = number;
        let now = NOW + number;
        poll_at(&site, id, now).await;
        let look = &store::source_changes::due(&site.store, now, 9).await.expect("read")[0];
        assert_eq!(look_again(&site, look, now).await.expect("looked"), Some(ChangeKind::Changed));
        store::source_changes::unseen_count(&site.store).await.expect("read")
    };
    assert_eq!(next(1).await, 0, "nobody need be told");
    assert!(ours().await.content.body_html.contains("پایان ۱"), "{:?}", ours().await.content);
    let former = articles::revisions(&site.store, code).await.expect("read");
    assert!(former.len() == 1 && former[0].by.is_none() && former[0].body_html.contains("پایان ۰"));
    let kept = store::entries::page(&site.store, ours().await.entry_id.expect("an entry")).await;
    assert!(String::from_utf8_lossy(&kept.expect("read").expect("kept").bytes).contains("پایان 1"));

    let mut tx = site.store.begin(NOW).await.expect("a change");
    let editor = store::people::create(&mut tx, "e", "ویراستار", Role::Editor, "-").await.expect("made");
    let content = Content { headline: "تیتر ویراستار".into(), ..ours().await.content };
    articles::update(&mut tx, code, 2, &content, "s", Some(editor)).await.expect("saved");
    tx.commit().await.expect("committed");
    assert_eq!(next(2).await, 1, "the editor is told");
    assert_eq!((ours().await.content, ours().await.revision), (content, 3), "and keeps the work");
}

#[tokio::test]
async fn a_hub_that_a_feed_offers_is_asked_once_a_day_until_it_agrees() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => Some(feed(1..2).replace("<item>", "<link rel='hub' href='/hub'/><item>")),
        "/hub" => Some("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".into()),
        _ => None,
    })
    .await;
    let (mut site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    let asked = || wire.asked().iter().filter(|path| *path == "/hub").count();
    poll_at(&site, id, NOW).await;
    assert_eq!(asked(), 0, "nobody can reach a site without a public address");
    site.public_base = Some("https://example.ir".into());
    const HOUR: i64 = 60 * 60_000;
    for (hours, times) in [(1, 1), (2, 1), (26, 2)] {
        poll_at(&site, id, NOW + hours * HOUR).await;
        assert_eq!(asked(), times, "after {hours} hours");
    }
    let known = store::subscriptions::of_source(&site.store, id).await.expect("read").expect("there");
    assert_eq!((known.topic, known.token.len()), (wire.url("/rss"), 32));
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::subscriptions::answer(&mut tx, &known.token, Some(NOW + 240 * HOUR)).await.expect("agreed");
    tx.commit().await.expect("committed");
    for (hours, times) in [(100, 2), (230, 3)] {
        poll_at(&site, id, NOW + hours * HOUR).await;
        assert_eq!(asked(), times, "after {hours} hours");
    }
}

#[tokio::test]
async fn a_page_that_is_neither_an_article_nor_a_list_is_told() {
    let wire =
        Wire::serve(|path, _| (path == "/app" || path == "/empty").then(|| "<div id=app></div>".into()))
            .await;
    let (site, _folder) = site(&wire).await;
    for (path, kind) in [("/app", SourceKind::Page), ("/empty", SourceKind::Unknown)] {
        let id = add(&site, &wire.url(path), kind, Terms::default()).await;
        assert_eq!(poll_at(&site, id, NOW).await.failure, Some(Failure::NoHeadlines), "{path}");
    }
}
