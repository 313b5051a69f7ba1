//! What the change log tells of readers' lists, and who hears of a commit before it returns.

use std::sync::{Arc, Mutex};

use news::article::ArticleState::{Draft, Published, Unpublished};
use news::comment::{CommentState, NewComment};
use store::articles::{self, List};
use store::events::{self, Event, EventKind};
use store::{sections, settings, tags};

use crate::{NOW, article, begin, on_both};

/// The lists of the last event.
fn last(heard: &Mutex<Vec<Event>>) -> Vec<List> {
    heard.lock().expect("no panic").last().expect("heard").lists.clone()
}

#[test]
fn a_commit_tells_before_it_returns_which_lists_it_concerns() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        sections::ensure_first(&mut tx).await.expect("sections");
        tx.commit().await.expect("committed");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = heard.clone();
        let hear = move |events: &[Event]| hearing.lock().expect("no panic").extend_from_slice(events);
        assert!(store.on_commit(hear) && !store.on_commit(|_| ()), "there is one who hears");

        let (mut tx, mut new) = (begin(&store).await, article("پل", Published));
        new.content.section_id = Some(2);
        let code = articles::create(&mut tx, &new).await.expect("made");
        assert!(heard.lock().expect("no panic").is_empty(), "not before it is committed");
        tx.commit().await.expect("committed");
        let tag = async |slug| tags::by_slug(&store, slug).await.expect("read").expect("there").id;
        let (book, city) = (tag("کتاب").await, tag("شهر-نو").await);
        let author = List::Author("نرگس-فلاح".into());
        let all = |section| {
            let mut lists = vec![List::All, List::Section(section), List::Tag(book), List::Tag(city)];
            lists.extend([author.clone(), List::Story(code), List::Day(NOW - 1000), List::Sitemaps]);
            lists.sort();
            lists
        };
        assert_eq!(last(&heard), all(2), "it came into all of its lists");

        let mut tx = begin(&store).await;
        new.content.section_id = Some(3);
        new.content.tags.pop();
        articles::update(&mut tx, code, 1, &new.content, "پل", None).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!(
            last(&heard),
            [List::Section(2), List::Section(3), List::Tag(city), List::Sitemaps],
            "it left some and came into others; where it stays it stands where it stood"
        );

        let mut tx = begin(&store).await;
        new.content.headline = "پل تازه".into();
        articles::update(&mut tx, code, 2, &new.content, "پل-تازه", None).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!(last(&heard), [List::Sitemaps], "other words change no list");

        let mut tx = begin(&store).await;
        articles::set_state(&mut tx, code, Unpublished, None).await.expect("taken away");
        let draft = articles::create(&mut tx, &article("پیش‌نویس", Draft)).await.expect("made");
        tx.commit().await.expect("committed");
        assert_eq!(last(&heard), [], "a draft stands nowhere");
        let site = settings::site(&store).await.expect("read");
        let mut tx = begin(&store).await;
        settings::set_site(&mut tx, &site).await.expect("set");
        tx.commit().await.expect("committed");

        let log = events::after(&store, 0, 1000).await.expect("read");
        let heard = heard.lock().expect("no panic");
        assert!(log.ends_with(&heard), "the log says the same to other processes");
        let told: Vec<_> = heard.iter().map(|event| (event.kind, event.subject)).collect();
        assert_eq!(
            told[3..],
            [(EventKind::Article, code), (EventKind::Article, draft), (EventKind::Settings, 0)]
        );
        assert!(heard[3].lists.contains(&List::All) && heard[3].lists.contains(&List::Section(3)));
    });
}

#[test]
fn what_is_counted_beside_an_article_changes_when_a_comment_is_decided_about() {
    on_both(|store| async move {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = heard.clone();
        store.on_commit(move |events| hearing.lock().expect("no panic").extend_from_slice(events));
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("پل", Published)).await.expect("made");
        tx.commit().await.expect("committed");
        let comment = NewComment { name: "سارا".into(), email: None, body: "آفرین".into() };
        let mut tx = begin(&store).await;
        let id = store::comments::create(&mut tx, code, None, &comment, b"12345678").await.expect("kept");
        tx.commit().await.expect("committed");
        assert_eq!(last(&heard), []);
        let mut tx = begin(&store).await;
        store::comments::decide(&mut tx, id, CommentState::Approved, None).await.expect("decided");
        tx.commit().await.expect("committed");
        assert_eq!(last(&heard), [List::Counts]);
    });
}

#[test]
fn a_logo_is_kept_byte_by_byte_until_it_is_taken_away() {
    on_both(|store| async move {
        let logo = settings::Logo { name: "logo-1.svg".into(), bytes: vec![0, 255, 60] };
        for kept in [None, Some(logo), None] {
            let mut tx = begin(&store).await;
            settings::set_logo(&mut tx, kept.as_ref()).await.expect("set");
            tx.commit().await.expect("committed");
            assert_eq!(settings::logo(&store).await.expect("read"), kept);
        }
    });
}
