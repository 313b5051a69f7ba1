//! Live coverage: reports that come, change, go and come back, and nobody's words overwritten.

use news::article::ArticleState::Published;
use news::article::Genre;
use news::live::{KEYS_MAX, PostRefusal};
use news::person::Role;
use store::articles::{self, Filter, List};
use store::live::{self, Step};
use store::{Store, StoreError, events, people};

use crate::{NOW, article, begin, on_both};

async fn coverage(store: &Store) -> (i64, i64) {
    let (mut tx, mut new) = (begin(store).await, article("بازی پایانی", Published));
    new.content.genre = Genre::Live;
    let code = articles::create(&mut tx, &new).await.expect("made");
    let who = people::create(&mut tx, "sara", "سارا", Role::Editor, "-").await.expect("made");
    tx.commit().await.expect("committed");
    (code, who)
}

async fn add(store: &Store, code: i64, body: &str, who: Option<i64>) -> Result<i64, PostRefusal> {
    let mut tx = store.begin(NOW + 60_000).await.expect("a change");
    let added = live::add(&mut tx, code, "", body, who).await.expect("asked");
    tx.commit().await.expect("committed");
    added
}

async fn change(
    store: &Store,
    code: i64,
    number: i64,
    version: i64,
    step: Step<'_>,
) -> Result<(), PostRefusal> {
    let mut tx = store.begin(NOW + 120_000).await.expect("a change");
    let changed = live::change(&mut tx, code, number, version, step).await.expect("asked");
    if changed.is_ok() {
        tx.commit().await.expect("committed");
    }
    changed
}

async fn shown(store: &Store, code: i64) -> Vec<i64> {
    let posts = live::posts(store, code, 99, 0).await.expect("read");
    assert_eq!(live::count(store, code).await.expect("read"), posts.len() as i64);
    posts.iter().map(|post| post.number).collect()
}

#[test]
fn reports_come_newest_first_and_the_article_changes_with_each() {
    on_both(|store| async move {
        let (code, who) = coverage(&store).await;
        let before = events::last(&store).await.expect("read");
        assert_eq!(add(&store, code, "<p>آغاز</p>", Some(who)).await, Ok(1));
        assert_eq!(add(&store, code, "<p>گل</p>", None).await, Ok(2));
        assert_eq!(add(&store, code, "<p>گل</p>", None).await, Ok(2), "sent twice by a weak network");
        assert_eq!(add(&store, code, "<p>گل</p>", Some(who)).await, Ok(3), "another person says the same");
        assert_eq!(shown(&store, code).await, [3, 2, 1]);
        let posts = live::posts(&store, code, 2, 1).await.expect("read");
        assert_eq!(posts.iter().map(|post| post.number).collect::<Vec<_>>(), [2, 1], "a page of them");
        assert_eq!((posts[1].at, posts[1].by.as_deref()), (NOW + 60_000, Some("سارا")));
        let article = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!(
            (article.modified_at, article.revision),
            (Some(NOW + 60_000), 1),
            "who edits it is in nobody's way"
        );
        let told = events::after(&store, before, 9).await.expect("read");
        assert!(
            told.iter().all(|event| event.subject == code && event.lists == [List::Sitemaps]),
            "{told:?}"
        );
        let indexed = articles::for_index(&store, &[code]).await.expect("read").remove(0);
        assert_eq!(indexed.posts.len(), 3);
        let mut tx = begin(&store).await;
        let nowhere = live::add(&mut tx, 7, "", "<p>گل</p>", None).await;
        assert!(matches!(nowhere, Err(StoreError::NoSuch)));
    });
}

#[test]
fn a_report_is_changed_at_the_version_that_was_seen() {
    on_both(|store| async move {
        let (code, _) = coverage(&store).await;
        for number in 1..=3 {
            add(&store, code, &format!("<p>{number}</p>"), None).await.expect("added");
        }
        assert_eq!(change(&store, code, 2, 1, Step::Edit("گل", "<p>گل دوم</p>")).await, Ok(()));
        let stale = change(&store, code, 2, 1, Step::Edit("نه", "<p>نه</p>")).await;
        assert_eq!(stale, Err(PostRefusal::StaleVersion));
        let post = live::posts(&store, code, 1, 1).await.expect("read").remove(0);
        assert_eq!((post.headline.as_str(), post.body_html.as_str()), ("گل", "<p>گل دوم</p>"));
        assert_eq!((post.version, post.edited_at), (2, Some(NOW + 120_000)));

        assert_eq!(change(&store, code, 3, 1, Step::Withdraw(true)).await, Ok(()));
        assert_eq!(shown(&store, code).await, [2, 1]);
        let desk = live::desk(&store, code, 9, 0).await.expect("read");
        assert_eq!(
            (desk.len() as i64, desk[0].is_withdrawn),
            (live::desk_count(&store, code).await.expect("read"), true)
        );
        assert_eq!(live::desk_page(&store, code, 1, 2).await.expect("read"), 2);
        assert_eq!(add(&store, code, "<p>3</p>", None).await, Ok(4), "a number is never used again");
        assert_eq!(change(&store, code, 3, 2, Step::Withdraw(false)).await, Ok(()));
        assert_eq!(shown(&store, code).await, [4, 3, 2, 1]);
        let post = live::posts(&store, code, 1, 1).await.expect("read").remove(0);
        assert_eq!((post.version, post.edited_at), (3, None), "its words were not changed");
    });
}

#[test]
fn key_points_are_few_and_say_how_many_are_newer() {
    on_both(|store| async move {
        let (code, _) = coverage(&store).await;
        for number in 1..=KEYS_MAX + 2 {
            add(&store, code, &format!("<p>{number}</p>"), None).await.expect("added");
        }
        for number in 1..=KEYS_MAX {
            assert_eq!(change(&store, code, number, 1, Step::Key(true)).await, Ok(()));
        }
        let one_more = change(&store, code, KEYS_MAX + 1, 1, Step::Key(true)).await;
        assert_eq!(one_more, Err(PostRefusal::TooManyKeys));
        assert_eq!(change(&store, code, 1, 2, Step::Withdraw(true)).await, Ok(()));
        let keys = live::keys(&store, code).await.expect("read");
        let numbers: Vec<(i64, i64)> = keys.iter().map(|(post, newer)| (post.number, *newer)).collect();
        assert_eq!((numbers.len(), numbers[0], numbers[6]), (7, (8, 2), (2, 8)));
        assert_eq!(change(&store, code, 8, 2, Step::Key(false)).await, Ok(()));
        assert_eq!(live::keys(&store, code).await.expect("read").len(), 6);
    });
}

#[test]
fn a_coverage_ends_and_goes_on() {
    on_both(|store| async move {
        let (code, _) = coverage(&store).await;
        let running = async || {
            let filter = Filter { is_running: true, ..Filter::default() };
            let card = articles::cards(&store, &[code]).await.expect("read").remove(0);
            assert_eq!(articles::count(&store, &filter).await.expect("read"), i64::from(card.is_live));
            card.is_live
        };
        assert!(running().await);
        for (is_over, ended_at) in [(true, Some(NOW + 5)), (true, Some(NOW + 5)), (false, None)] {
            let before = events::last(&store).await.expect("read");
            let is_other = running().await == is_over;
            let mut tx =
                store.begin(ended_at.map_or(NOW, |at| at + i64::from(!is_other))).await.expect("a change");
            live::set_over(&mut tx, code, is_over).await.expect("set");
            tx.commit().await.expect("committed");
            assert_eq!(live::ended_at(&store, code).await.expect("read"), ended_at);
            assert_eq!(running().await, !is_over);
            let told = events::after(&store, before, 9).await.expect("read");
            assert_eq!(told[0].lists.contains(&List::Running), is_other, "{told:?}");
            if is_over {
                assert_eq!(add(&store, code, "<p>گل</p>", None).await, Err(PostRefusal::Over));
            }
        }
        assert_eq!(add(&store, code, "<p>گل</p>", None).await, Ok(1));
    });
}
