//! Pages in memory against pages made anew: after whatever was changed they are the same, byte for byte.

use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Draft, Published, Unpublished};
use news::article::{Article, Content, Genre, NewArticle};
use news::comment::{CommentState, NewComment};
use news::picture::Picture;
use news::source::{Extent, Indexing, Terms};
use store::articles;
use store::live::{self, Step};
use store::suggestions::Choice;

use crate::{NOW, Site};

/// Articles whose pages are compared after each.
const PICKED: usize = 5;
/// Changes.
const ROUNDS: usize = 48;
/// Articles at the beginning; a list has twenty on a page.
const ARTICLES: usize = 22;

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// One path of so many is asked for in English too.
const IN_ENGLISH: usize = 3;
const AUTHORS: [&str; 3] = ["نرگس فلاح", "سعید کاوه", ""];
const TAGS: [&str; 4] = ["کتاب‌خوانی", "پل", "رود", "برق"];
const WORDS: [&str; 6] = ["پل لاجین", "بازار گل", "کتابخانهٔ گرگان", "باران پاییزی", "مترو", "سیل"];

fn content(dice: &mut Dice) -> Content {
    let tags = TAGS.iter().filter(|_| dice.roll(2) == 0).map(|tag| (*tag).to_owned()).collect();
    Content {
        headline: format!("{} {}", dice.pick(&WORDS), dice.roll(1000)),
        lead: format!("لید {}", dice.roll(1000)),
        body_html: format!("<p>متن {} این مطلب.</p>{}", dice.roll(1000), figure(dice)),
        byline: (*dice.pick(&AUTHORS)).to_owned(),
        section_id: [None, Some(1), Some(2), Some(5)][dice.roll(4)],
        tags,
        genre: *dice.pick(&Genre::ALL),
        ..Content::default()
    }
}

/// Of half of the articles one of a few pictures.
fn figure(dice: &mut Dice) -> String {
    match dice.roll(6) {
        number @ 0..3 => format!("<figure><img src=\"https://a.ir/{number}.jpg\" alt=\"\"></figure>"),
        _ => String::new(),
    }
}

async fn create(site: &Site, dice: &mut Dice, story: Option<i64>) -> i64 {
    let state = if dice.roll(4) == 0 { Draft } else { Published };
    // Days apart, so that months and days of the archive differ.
    let at = NOW - 3_600_000 * dice.roll(24 * 60) as i64;
    let new = NewArticle { state, story, ..NewArticle::draft(content(dice), "", at) };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let code = articles::create(&mut tx, &new).await.expect("made");
    tx.commit().await.expect("committed");
    code
}

async fn all(site: &Site) -> Vec<Article> {
    let (mut found, mut code) = (Vec::new(), 100_001);
    while let Some(article) = articles::by_code(&site.store, code).await.expect("read") {
        found.push(article);
        code += 1;
    }
    found
}

/// A picture comes to one of the addresses, perhaps with its AVIF.
async fn keep_picture(tx: &mut store::Tx, dice: &mut Dice) {
    let picture = Picture {
        hash: format!("ab{}", dice.roll(9)),
        width: 700,
        height: 466,
        placeholder: vec![dice.roll(256) as u8; 24],
        edition: 1,
        ..Picture::default()
    };
    let address = format!("https://a.ir/{}.jpg", dice.roll(3));
    store::pictures::keep(tx, &address, &picture).await.expect("kept");
    if dice.roll(2) == 0 {
        store::pictures::avif_tried(tx, &picture, true).await.expect("noted");
    }
}

/// A live coverage, as any article may become one, has one report more, another one, or is over, or goes on.
async fn report(tx: &mut store::Tx, dice: &mut Dice, code: i64) {
    match dice.roll(6) {
        number @ 0..2 => live::set_over(tx, code, number == 0).await.expect("set"),
        number => {
            let body = format!("<p>خبر {}</p>", dice.roll(1000));
            let added = live::add(tx, code, "", &body, None).await.expect("asked");
            // Of a coverage that is over, the first report is perhaps there.
            let at = added.unwrap_or(1);
            let steps = [Step::Key(true), Step::Withdraw(true), Step::Edit("تیتر", "<p>متن دیگر</p>")];
            if let Some(step) = steps.get(number - 2) {
                let _ = live::change(tx, code, at, 1, *step).await.expect("asked");
            }
        }
    }
}

/// One change of those that people and programs make.
async fn change(site: &Site, dice: &mut Dice) -> &'static str {
    let known = all(site).await;
    let article = dice.pick(&known).clone();
    let other = dice.pick(&known).code;
    let mut tx = site.store.begin(NOW + 1 + dice.roll(1000) as i64).await.expect("a change");
    let what = match dice.roll(14) {
        0 => {
            drop(tx);
            create(site, dice, Some(article.story)).await;
            return "create";
        }
        1 | 2 => {
            let next = if article.state == Published { Unpublished } else { Published };
            let at = (dice.roll(2) == 0).then_some(NOW - dice.roll(9) as i64 * 1000);
            articles::set_state(&mut tx, article.code, next, at).await.expect("moved");
            "state"
        }
        3 | 4 => {
            let new = content(dice);
            let slug = persian::slug::slug(&new.headline);
            articles::update(&mut tx, article.code, article.revision, &new, &slug, None)
                .await
                .expect("saved");
            "edit"
        }
        5..=7 => {
            let (name, body) = ("سارا".to_owned(), format!("نظر {}", dice.roll(1_000_000)));
            let new = NewComment { name, email: None, body };
            let id =
                store::comments::create(&mut tx, article.code, None, &new, b"12345678").await.expect("kept");
            if dice.roll(3) > 0 {
                let state = [CommentState::Approved, CommentState::Rejected][dice.roll(2)];
                store::comments::decide(&mut tx, id, state, None).await.expect("decided");
            }
            "comment"
        }
        8 => {
            let choice = Choice { pinned: vec![other], excluded: Vec::new() };
            store::suggestions::choose(&mut tx, article.code, &choice).await.expect("chosen");
            "suggest"
        }
        9 => {
            articles::join_stories(&mut tx, article.story, known[dice.roll(3)].story).await.expect("joined");
            "join"
        }
        10 => {
            keep_picture(&mut tx, dice).await;
            "picture"
        }
        11 | 12 => {
            report(&mut tx, dice, article.code).await;
            "report"
        }
        _ => {
            let mut words = store::settings::site(&site.store).await.expect("read");
            words.motto = format!("شعار {}", dice.roll(1000));
            store::settings::set_site(&mut tx, &words).await.expect("set");
            "settings"
        }
    };
    tx.commit().await.expect("committed");
    what
}

/// Every kind of readers' page, and some articles.
async fn paths(site: &Site, dice: &mut Dice) -> Vec<String> {
    let fixed = [
        "/",
        "/latest",
        "/latest?page=2",
        "/opinion",
        "/photo",
        "/live",
        "/about",
        "/archive",
        "/archive/1403",
        "/archive/1403/9",
        "/archive/1403/8",
        "/archive/1403/9/12",
        "/archive/1403/9/11",
        "/rss.xml",
        "/sitemap.xml",
        "/sitemap/5",
        "/news-sitemap.xml",
        "/robots.txt",
    ];
    let mut paths: Vec<String> = fixed.map(str::to_owned).to_vec();
    paths.extend(["economy", "politics", "sport"].map(|slug| format!("/section/{slug}")));
    let feeds = ["/feed.json", "/section/sport/rss.xml", "/tag/پل/feed.json", "/author/نرگس-فلاح/atom.xml"];
    paths.extend(feeds.map(str::to_owned));
    paths.extend(TAGS[..2].iter().map(|tag| format!("/tag/{}", persian::slug::slug(tag))));
    paths.push(format!("/author/{}", persian::slug::slug(AUTHORS[0])));
    let articles = all(site).await;
    paths.extend(
        (0..PICKED).map(|_| dice.pick(&articles)).map(|one| format!("/news/{}/{}", one.code, one.slug)),
    );
    // Of any article of the story: its own code leads to the story's.
    for _ in 0..PICKED {
        let one = dice.pick(&articles);
        paths.extend([format!("/story/{}", one.story), format!("/story/{}", one.code)]);
    }
    // Some in English too; what has no page there has none in either program.
    let skipped = dice.roll(IN_ENGLISH);
    let english = paths.iter().skip(skipped).step_by(IN_ENGLISH);
    let english: Vec<String> = english.map(|path| format!("/en{}", path.trim_end_matches('/'))).collect();
    paths.extend(english);
    paths
}

/// Without the boxes that are of a moment: what is read most, and what is fresh in a section.
fn lasting(page: &str) -> String {
    let mut page = page.to_owned();
    for begins in ["<section class=\"block popular\">", "<section class=\"suggested fresh\">"] {
        while let Some(from) = page.find(begins) {
            let to = page[from..].find("</section>").expect("closed");
            page.replace_range(from..from + to + "</section>".len(), "");
        }
    }
    page
}

#[tokio::test]
async fn after_any_change_each_page_is_as_if_made_anew() {
    let site = Site::new().await;
    let mut dice = Dice(0x5eed_1403);
    for _ in 0..ARTICLES {
        create(&site, &mut dice, None).await;
    }
    let anew = site.beside();
    let (mut compared, mut all_of_all) = (0, 0);
    for round in 0..ROUNDS {
        let changed = if round > 0 { change(&site, &mut dice).await } else { "nothing" };
        for path in paths(&site, &mut dice).await {
            all_of_all += 1;
            let (kept, made) = (site.get(&path).await, anew.get(&path).await);
            assert_eq!(kept.status, made.status, "{path} after {changed}");
            if kept.status == StatusCode::OK {
                compared += 1;
                assert_eq!(lasting(&kept.body), lasting(&made.body), "{path} after {changed}");
            }
        }
    }
    assert!(compared > all_of_all / 2, "{compared} of {all_of_all}");
}

#[tokio::test]
async fn what_was_agreed_with_a_source_holds_on_its_pages_at_once() {
    let site = Site::new().await;
    let code = site.reprint("پل", Terms { extent: Extent::Full, ..Terms::default() }).await;
    let path = format!("/news/{code}/پل");
    assert!(site.get(&path).await.body.contains("پایان.</p>"));
    let source = store::sources::all(&site.store).await.expect("read").remove(0);
    let mut set = source.set.clone();
    set.terms = Terms { extent: Extent::Excerpt, indexing: Indexing::NoIndex, ..set.terms };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::sources::update(&mut tx, source.id, &set).await.expect("set");
    tx.commit().await.expect("committed");
    let page = site.get(&path).await;
    assert!(!page.body.contains("پایان.</p>") && page.body.contains("noindex"), "{}", page.body);
    assert_eq!(site.get("/sitemap/5").await.status, StatusCode::NOT_FOUND, "it was the only one");
}

#[tokio::test]
async fn what_another_process_publishes_is_on_the_pages_within_a_moment() {
    let site = Site::new().await;
    let code = site.article("پل", Published).await;
    assert!(site.get("/latest").await.body.contains("پل"));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let keeping = tokio::spawn(web::keep_pages(site.serving(), stopped));
    let elsewhere = site.store_again().await;
    // Until it has begun to follow, what is committed is its beginning.
    let followed = async {
        for step in 0_u32.. {
            let mut tx = elsewhere.begin(NOW).await.expect("a change");
            let state = if step % 2 == 0 { Unpublished } else { Published };
            articles::set_state(&mut tx, code, state, None).await.expect("moved");
            tx.commit().await.expect("committed");
            for _ in 0..500 {
                let is_shown = site.get("/latest").await.body.contains(&format!("/news/{code}"));
                if is_shown == (state == Published) {
                    return;
                }
                tokio::task::yield_now().await;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), followed).await.expect("followed");
    stop.send(true).expect("it runs");
    keeping.await.expect("it ends");
}

#[tokio::test]
async fn a_page_from_memory_is_the_same_answer() {
    let site = Site::new().await;
    let code = site.article("پل", Published).await;
    let path = format!("/news/{code}/پل");
    let (mut first, second) = (site.get(&path).await, site.get(&format!("{path}?utm_source=x")).await);
    // The router's framework sets it beforehand, for memory the server does.
    first.headers.remove(header::CONTENT_LENGTH);
    assert!(first.status == second.status && first.headers == second.headers && first.body == second.body);
    let known = |etag: String| {
        let request = Request::get(crate::encoded(&path)).header(header::IF_NONE_MATCH, etag);
        site.send(request.body(axum::body::Body::empty()).expect("a request"))
    };
    let answer = known(first.header(header::ETAG).to_owned()).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(answer.header(header::ETAG), first.header(header::ETAG));
    assert_eq!(known("\"other\"".to_owned()).await.status, StatusCode::OK);
    let posted = site.post(&path, &[], "").await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED, "memory answers readers only");
}

#[tokio::test]
async fn a_shared_cache_is_told_by_which_names_a_page_goes_and_a_subscriber_where_the_hub_is() {
    let site = Site::new().await;
    let code = site.article("پل لاجین باز شد", Published).await;
    let about = site.get("/about").await;
    let names = about.headers["surrogate-key"].to_str().expect("plain letters");
    assert!(names.split(' ').eq(["site", "frame"]), "{names}");
    assert!(about.header(header::CACHE_CONTROL).contains("s-maxage=300"));
    let front = site.get("/").await;
    assert!(front.headers["surrogate-key"].to_str().expect("plain letters").contains(&format!(" a{code}")));
    assert!(
        front.header(header::CACHE_CONTROL).contains("s-maxage=10,"),
        "what is read most is of the moment"
    );
    assert!(!front.headers.contains_key(header::LINK));
    let feed = site.get("/section/sport/rss.xml").await;
    assert_eq!(
        feed.header(header::LINK),
        "<https://hub.example.ir/>; rel=\"hub\", <https://example.ir/section/sport/rss.xml>; rel=\"self\""
    );
}
