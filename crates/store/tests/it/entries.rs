//! What becomes of an entry: held back, set aside, given by its feed alone, read again.

use news::article::ArticleState::{Draft, Inbox, Published};
use news::article::NewArticle;
use news::entry::{EntryState, HeldBack, NewEntry};
use news::person::Role;
use news::settings::SiteSettings;
use store::entries::FetchedPage;
use store::events::{self, Event, EventKind};
use store::{
    Store, articles, entries, people, rereading, sections, settings, sharing, source_changes, sources,
};

use crate::{NOW, article, begin, on_both, source};

/// A source, and entries of it whose pages are kept, each an article of the inbox: entry and code.
async fn waiting(store: &Store, count: usize, is_from_feed: bool) -> (i64, Vec<(i64, i64)>) {
    let mut tx = begin(store).await;
    let source_id = sources::create(&mut tx, &source()).await.expect("made");
    let mut made = Vec::new();
    for at in 0..count {
        let url = format!("https://a.ir/{at}");
        let content = "<p>متن خوراک</p>".to_owned();
        let seen =
            NewEntry { source_id, guid: url.clone(), url: url.clone(), content, ..NewEntry::default() };
        let entry = entries::record(&mut tx, &seen).await.expect("kept").expect("new");
        let page = FetchedPage {
            url: url.clone(),
            content_type: None,
            etag: Some("e".into()),
            last_modified: Some("m".into()),
            sha256: "ab".into(),
            bytes: b"<p>".to_vec(),
            is_from_feed,
        };
        entries::keep_page(&mut tx, entry, &page).await.expect("kept");
        let mut new = article("پل تازه", Inbox);
        (new.source_id, new.entry_id) = (Some(source_id), Some(entry));
        new.content.attribution.as_mut().expect("of a source").url = Some(url);
        made.push((entry, articles::create(&mut tx, &new).await.expect("made")));
    }
    tx.commit().await.expect("committed");
    (source_id, made)
}

#[test]
fn why_an_article_is_held_back_is_remembered() {
    on_both(|store| async move {
        let (_, made) = waiting(&store, 3, false).await;
        let mut tx = begin(&store).await;
        entries::finish(&mut tx, made[0].0, Some(HeldBack::Version)).await.expect("done");
        entries::finish(&mut tx, made[1].0, None).await.expect("done");
        entries::set_aside(&mut tx, made[2].0).await.expect("set aside");
        tx.commit().await.expect("committed");
        let codes: Vec<i64> = made.iter().map(|(_, code)| *code).collect();
        let held = entries::held_back(&store, &codes).await.expect("read");
        assert_eq!(held.into_iter().collect::<Vec<_>>(), [(codes[0], HeldBack::Version)]);
        assert!(entries::held_back(&store, &[]).await.expect("read").is_empty());
        let state =
            async |at: usize| entries::by_id(&store, made[at].0).await.expect("read").expect("there").state;
        assert_eq!((state(1).await, state(2).await), (EntryState::Done, EntryState::Dropped));
        assert_eq!(entries::by_id(&store, 999).await.expect("read"), None);
        assert_eq!(entries::content(&store, made[1].0).await.expect("read"), "", "its page says it");
    });
}

#[test]
fn the_text_of_a_feed_is_kept_and_changes() {
    on_both(|store| async move {
        let (source_id, made) = waiting(&store, 1, true).await;
        let (entry, code) = made[0];
        let mut tx = begin(&store).await;
        entries::finish(&mut tx, entry, None).await.expect("done");
        tx.commit().await.expect("committed");
        assert_eq!(entries::content(&store, entry).await.expect("read"), "<p>متن خوراک</p>");
        let mut tx = begin(&store).await;
        entries::reword(&mut tx, entry, "<p>متن تازه</p>").await.expect("kept");
        tx.commit().await.expect("committed");
        assert_eq!(entries::content(&store, entry).await.expect("read"), "<p>متن تازه</p>");
        let of_feed = async |guid| source_changes::of_feed(&store, source_id, guid).await.expect("read");
        let look = of_feed("https://a.ir/0").await.expect("its feed gives the text");
        assert_eq!((look.entry_id, look.code, look.is_from_feed), (entry, code, true));
        assert_eq!(of_feed("https://a.ir/9").await, None);
    });
}

#[test]
fn pages_of_what_nobody_has_touched_are_read_again() {
    on_both(|store| async move {
        let (source_id, made) = waiting(&store, 2, false).await;
        let mut tx = begin(&store).await;
        let who = people::create(&mut tx, "sara", "سارا", Role::Editor, "-").await.expect("made");
        for (entry, _) in &made {
            entries::finish(&mut tx, *entry, None).await.expect("done");
        }
        let mut touched = article("پل تازه", Inbox).content;
        touched.headline = "به قلم ویراستار".into();
        articles::update(&mut tx, made[0].1, 1, &touched, "x", Some(who)).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!(rereading::waiting_count(&store, source_id).await.expect("read"), 1);
        let mut tx = begin(&store).await;
        rereading::ask(&mut tx, source_id).await.expect("asked");
        tx.commit().await.expect("committed");
        assert_eq!(rereading::due(&store, 9).await.expect("read"), [made[1]]);
        let mut tx = begin(&store).await;
        let new = NewArticle { published_at: NOW - 77, ..article("پل تازه‌تر", Inbox) };
        assert!(!rereading::keep(&mut tx, made[0].1, &new).await.expect("read"), "an editor has it");
        assert!(rereading::keep(&mut tx, made[1].1, &new).await.expect("kept"));
        rereading::done(&mut tx, made[1].0).await.expect("done");
        tx.commit().await.expect("committed");
        assert!(rereading::due(&store, 9).await.expect("read").is_empty());
        let kept = articles::by_code(&store, made[1].1).await.expect("read").expect("there");
        assert_eq!((kept.content.headline.as_str(), kept.published_at), ("پل تازه‌تر", NOW - 77));
        let other = articles::by_code(&store, made[0].1).await.expect("read").expect("there");
        let before = articles::original(&store, &other).await.expect("read");
        assert_eq!(before.as_deref(), Some("<p>متن</p>"), "before a person changed it");
        assert_eq!(articles::original(&store, &kept).await.expect("read"), None);
    });
}

#[test]
fn a_version_at_another_address_is_looked_at_there() {
    on_both(|store| async move {
        let (source_id, made) = waiting(&store, 1, false).await;
        let (entry, story) = made[0];
        let versions = async |source| sharing::versions_of(&store, story, source).await.expect("read");
        assert_eq!(versions(source_id).await, [(entry, "https://a.ir/0".to_owned())]);
        assert!(versions(source_id + 1).await.is_empty());
        let mut tx = begin(&store).await;
        sharing::moved(&mut tx, entry, "https://a.ir/new").await.expect("moved");
        tx.commit().await.expect("committed");
        let due = source_changes::due(&store, NOW, 9).await.expect("read");
        assert_eq!((due[0].url.as_str(), &due[0].etag, due[0].looks), ("https://a.ir/new", &None, 0));
    });
}

#[test]
fn lists_of_codes_are_answered_whole_and_in_order() {
    on_both(|store| async move {
        let (source_id, made) = waiting(&store, 3, false).await;
        let codes: Vec<i64> = made.iter().map(|(_, code)| *code).collect();
        let mut tx = begin(&store).await;
        for code in &codes[..2] {
            articles::set_state(&mut tx, *code, Published, None).await.expect("published");
        }
        let lone = articles::create(&mut tx, &article("پیش‌نویس", Draft)).await.expect("made");
        assert_eq!(articles::state(&mut tx, codes[0]).await.expect("read"), Published);
        assert!(articles::state(&mut tx, 1).await.is_err(), "there is none");
        tx.commit().await.expect("committed");
        let of = async |after| articles::published_codes_of(&store, source_id, after, 9).await.expect("read");
        assert_eq!((of(0).await, of(codes[0]).await), (codes[..2].to_vec(), vec![codes[1]]));
        let states = articles::states(&store, &[lone, codes[2], codes[0], 1]).await.expect("read");
        assert_eq!(states, [(codes[0], Published), (codes[2], Inbox), (lone, Draft)]);
        assert!(articles::states(&store, &[]).await.expect("read").is_empty());
        let cards = articles::desk_cards(&store, &[lone, codes[2], codes[0]]).await.expect("read");
        assert_eq!(cards.iter().map(|card| card.code).collect::<Vec<_>>(), [lone, codes[2], codes[0]]);
        assert!(articles::desk_cards(&store, &[]).await.expect("read").is_empty());
    });
}

#[test]
fn every_kind_of_change_stands_in_the_log() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let source_id = sources::create(&mut tx, &source()).await.expect("made");
        let section_id = sections::create(&mut tx, "ecotourism", "بوم‌گردی").await.expect("made");
        settings::set_site(&mut tx, &SiteSettings::default()).await.expect("set");
        assert_eq!(tx.now(), NOW);
        tx.commit().await.expect("committed");
        let told = events::after(&store, 0, 9).await.expect("read");
        let told: Vec<_> =
            told.iter().map(|Event { at, kind, subject, .. }| (*at, *kind, *subject)).collect();
        let expected =
            [(EventKind::Source, source_id), (EventKind::Section, section_id), (EventKind::Settings, 0)];
        assert_eq!(told, expected.map(|(kind, subject)| (NOW, kind, subject)));
    });
}
