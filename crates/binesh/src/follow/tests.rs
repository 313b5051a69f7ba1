//! The indexes follow the database, and are built anew where they cannot.

use ingest::fetch::FetchPolicy;
use news::article::{Attribution, Content, NewArticle};
use news::copies::Sketch;
use news::source::{Arrival, Extent, NewSource, SourceKind, Terms};
use search::Query;

use super::*;
use crate::cli::Place;

const NOW: i64 = 1_733_157_720_000;

fn reprint(source_id: i64, number: i64) -> NewArticle {
    let content = Content {
        headline: format!("خبر {number}"),
        body_html: "<p>آغاز.</p><p>آلبالو.</p>".into(),
        attribution: Some(Attribution { name: "البرز".into(), code: None, url: None }),
        ..Content::default()
    };
    let mut article = crate::pipeline::arriving(content, "", NOW);
    (article.source_id, article.state) = (Some(source_id), ArticleState::Published);
    article
}

fn found(site: &Site, word: &str) -> usize {
    site.index.search(&Query { text: word.into(), ..Query::default() }).expect("asked").total
}

#[tokio::test]
async fn what_a_source_agrees_to_is_followed_in_all_its_articles() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let mut set = source();
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &set).await.expect("made");
    // More than one batch.
    for number in 0..BATCH + 10 {
        store::articles::create(&mut tx, &reprint(id, number)).await.expect("made");
    }
    tx.commit().await.expect("committed");
    let all = BATCH as usize + 10;
    for (extent, expected) in [(Extent::Full, all), (Extent::Excerpt, 0), (Extent::Full, all)] {
        set.terms.extent = extent;
        let mut tx = site.store.begin(NOW).await.expect("a change");
        store::sources::update(&mut tx, id, &set).await.expect("changed");
        tx.commit().await.expect("committed");
        catch_up_all(&site).await.expect("followed");
        assert_eq!(found(&site, "آلبالو"), expected, "{extent:?}");
        let last = store::events::last(&site.store).await.expect("read");
        assert_eq!(site.index.followed_to().number, last);
    }
}

#[tokio::test]
async fn the_words_of_a_live_coverage_are_found_while_readers_see_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &source()).await.expect("made");
    let mut new = reprint(id, 1);
    new.content.genre = news::article::Genre::Live;
    let code = store::articles::create(&mut tx, &new).await.expect("made");
    store::live::add(&mut tx, code, "زردآلو", "<p>گیلاس</p>", None).await.expect("asked").expect("added");
    tx.commit().await.expect("committed");
    catch_up_all(&site).await.expect("followed");
    assert_eq!((found(&site, "زردآلو"), found(&site, "گیلاس")), (1, 1));
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let step = store::live::Step::Withdraw(true);
    store::live::change(&mut tx, code, 1, 1, step).await.expect("asked").expect("withdrawn");
    tx.commit().await.expect("committed");
    catch_up_all(&site).await.expect("followed");
    assert_eq!((found(&site, "زردآلو"), found(&site, "گیلاس")), (0, 0));
}

#[tokio::test]
async fn an_index_of_another_log_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &source()).await.expect("made");
    store::articles::create(&mut tx, &reprint(id, 1)).await.expect("made");
    tx.commit().await.expect("committed");
    catch_up_all(&site).await.expect("followed");
    let right = site.index.followed_to();
    let ahead = Followed { number: right.number + 5, at: right.at };
    let elsewhere = Followed { number: right.number, at: right.at - 1 };
    for wrong in [ahead, elsewhere] {
        site.index.write(&[Change::Remove(found_code(&site))], wrong).expect("written");
        assert_eq!(found(&site, "آلبالو"), 0);
        catch_up_all(&site).await.expect("followed");
        assert_eq!((found(&site, "آلبالو"), site.index.followed_to()), (1, right), "{wrong:?}");
    }
}

#[tokio::test]
async fn an_index_whose_files_are_damaged_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &source()).await.expect("made");
    for number in 0..100 {
        store::articles::create(&mut tx, &reprint(id, number)).await.expect("made");
    }
    tx.commit().await.expect("committed");
    catch_up_all(&site).await.expect("followed");
    assert_eq!(heal_all(&site).await.expect("sound"), Health::Unasked);
    let [readers, _] = crate::site::index_folders(&place);
    for file in std::fs::read_dir(readers).expect("read").map(|file| file.expect("a file").path()) {
        if file.extension().is_some_and(|kind| kind == "store") {
            let mut open = std::fs::OpenOptions::new().write(true).open(&file).expect("opened");
            std::io::Write::write_all(&mut open, &[0xF3; 1000]).expect("written");
        }
    }
    // Files of so few articles lie in memory, as they were read first.
    drop(site);
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    let query = || Query { text: "آلبالو".into(), limit: 100, ..Query::default() };
    assert!(site.index.search(&query()).is_err());
    assert_eq!(heal_all(&site).await.expect("built"), Health::Mended);
    assert_eq!(site.index.search(&query()).expect("asked").hits.len(), 100);
    assert_eq!(heal_all(&site).await.expect("sound"), Health::Unasked);
}

#[tokio::test]
async fn an_index_whose_folder_was_taken_away_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    catch_up_all(&site).await.expect("followed");
    let [readers, _] = crate::site::index_folders(&place);
    std::fs::remove_dir_all(readers).expect("removed");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let id = store::sources::create(&mut tx, &source()).await.expect("made");
    store::articles::create(&mut tx, &reprint(id, 1)).await.expect("made");
    tx.commit().await.expect("committed");
    assert!(catch_up_all(&site).await.is_err());
    assert_eq!(heal_all(&site).await.expect("built"), Health::Mended);
    catch_up_all(&site).await.expect("followed");
    assert_eq!(found(&site, "آلبالو"), 1);
    drop(site);
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    assert_eq!(found(&site, "آلبالو"), 1);
}

fn found_code(site: &Site) -> NewsCode {
    let query = Query { text: "آلبالو".into(), limit: 1, ..Query::default() };
    site.index.search(&query).expect("asked").hits[0].code
}

fn source() -> NewSource {
    NewSource {
        name: "البرز".into(),
        url: "https://a.ir/rss".into(),
        kind: SourceKind::Feed,
        arrival: Arrival::Inbox,
        section_id: None,
        terms: Terms::default(),
    }
}

#[tokio::test]
async fn copies_of_what_the_newsroom_wrote_are_known_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    site.remember_stories(NOW - news::copies::WINDOW_MS).await.expect("remembered");
    let text = "پل تازهٔ شهر پس از سه سال کار دیروز با حضور مردم گشوده شد و خودروها از بامداد امروز از آن می‌گذرند. \
        شهردار گفت که هزینهٔ آن از بودجهٔ عمرانی سال گذشته پرداخت شده است و پیاده‌روهای آن تا پایان ماه آماده می‌شود.";
    let content =
        Content { headline: "پل باز شد".into(), body_html: text.into(), ..Content::default() };
    let own = NewArticle::draft(content, text, NOW);
    let mut codes = Vec::new();
    for at in [NOW, NOW - news::copies::WINDOW_MS - 1] {
        let mut tx = site.store.begin(NOW).await.expect("a change");
        let article = NewArticle { published_at: at, ..own.clone() };
        codes.push(store::articles::create(&mut tx, &article).await.expect("made"));
        tx.commit().await.expect("committed");
    }
    let sketch = Sketch::from_bytes(&own.sketch).expect("a sketch");
    assert!(site.grouper().stories_of(NOW, &sketch).is_empty());
    for _ in 0..2 {
        site.learn_new_stories(NOW).await.expect("learnt");
        assert_eq!(site.grouper().stories_of(NOW, &sketch), codes[..1], "once, and no archive");
    }
}

#[tokio::test]
async fn what_the_newsroom_publishes_joins_the_story_that_it_copies_by_what_it_says_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), NOW).await.expect("a site");
    site.remember_stories(NOW - news::copies::WINDOW_MS).await.expect("remembered");
    let text = "پل تازهٔ شهر پس از سه سال کار دیروز با حضور مردم گشوده شد و خودروها از بامداد امروز از آن می‌گذرند. \
        شهردار گفت که هزینهٔ آن از بودجهٔ عمرانی سال گذشته پرداخت شده است و پیاده‌روهای آن تا پایان ماه آماده می‌شود.";
    let other = "باران شب گذشته در شمال کشور جاده‌های کوهستانی را بست و راهداران از صبح به پاک کردن آن‌ها پرداختند. \
        هواشناسی می‌گوید بارش‌ها تا پایان هفته در همهٔ استان‌های شمالی ادامه دارد و دما چند درجه پایین می‌آید.";
    let content = |headline: &str, text: &str| Content {
        headline: headline.into(),
        body_html: text.into(),
        ..Content::default()
    };
    let mut codes = Vec::new();
    for (headline, said) in [("پل باز شد", text), ("گشایش پل", "متن بعداً"), ("باران", other)]
    {
        let mut tx = site.store.begin(NOW).await.expect("a change");
        let draft = NewArticle::draft(content(headline, said), said, NOW);
        codes.push(store::articles::create(&mut tx, &draft).await.expect("made"));
        tx.commit().await.expect("committed");
    }
    site.learn_new_stories(NOW).await.expect("learnt");
    for (code, said) in [(codes[0], text), (codes[1], text), (codes[2], other)] {
        let mut tx = site.store.begin(NOW + 1).await.expect("a change");
        let said = content("گشایش پل تازه", said);
        store::articles::update(&mut tx, code, 1, &said, "پل", None).await.expect("saved");
        let at = Some(NOW + 1);
        store::articles::set_state(&mut tx, code, ArticleState::Published, at).await.expect("published");
        tx.commit().await.expect("committed");
        for _ in 0..2 {
            site.learn_new_stories(NOW + 1).await.expect("learnt");
        }
    }
    let mut stories = Vec::new();
    for code in &codes {
        stories.push(store::articles::by_code(&site.store, *code).await.expect("read").expect("there").story);
    }
    assert_eq!(stories, [codes[0], codes[0], codes[2]]);
    catch_up_all(&site).await.expect("followed");
    let query = Query { text: "پل تازه شهر".into(), limit: 1, ..Query::default() };
    let second = site.index.search(&Query { offset: 1, ..query }).expect("asked");
    assert!(second.hits[0].is_told_before, "both are one story in the index");
}
