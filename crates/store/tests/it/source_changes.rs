use news::article::ArticleState::{Draft, Inbox, Published, Scheduled};
use news::entry::NewEntry;
use news::person::Role;
use news::source_change::{ChangeKind, SourceChange, next_look_ms};
use store::entries::FetchedPage;
use store::{Store, articles, entries, people, source_changes, sources};

use crate::{NOW, article, begin, on_both, source};

/// An article of an entry whose page is kept.
async fn reprint(store: &Store) -> (i64, i64, i64) {
    let mut tx = begin(store).await;
    let source_id = sources::create(&mut tx, &source()).await.expect("made");
    let seen = NewEntry { source_id, guid: "g".into(), title: "تیتر".into(), ..NewEntry::default() };
    let entry_id = entries::record(&mut tx, &seen).await.expect("kept").expect("new");
    let page = FetchedPage {
        url: "https://a.ir/1".into(),
        content_type: None,
        etag: Some("e".into()),
        last_modified: None,
        sha256: "ab".into(),
        bytes: b"<p>".to_vec(),
        is_from_feed: false,
    };
    entries::keep_page(&mut tx, entry_id, &page).await.expect("kept");
    entries::finish(&mut tx, entry_id, None).await.expect("done");
    let mut new = article("تیتر", Published);
    (new.source_id, new.entry_id) = (Some(source_id), Some(entry_id));
    let code = articles::create(&mut tx, &new).await.expect("made");
    tx.commit().await.expect("committed");
    (source_id, entry_id, code)
}

#[test]
fn a_page_is_looked_at_again_ever_more_rarely() {
    on_both(|store| async move {
        let (source_id, entry_id, code) = reprint(&store).await;
        assert!(source_changes::due(&store, NOW, 9).await.expect("read").is_empty());
        let mut now = NOW;
        for looks in 0.. {
            let Some(wait) = next_look_ms(looks) else { break };
            now += wait;
            let due = source_changes::due(&store, now, 9).await.expect("read");
            assert_eq!((due.len(), due[0].code, due[0].looks, due[0].state), (1, code, looks, Published));
            let mut tx = store.begin(now).await.expect("a change");
            assert_eq!(due[0].refused, looks, "refused each time");
            let look = source_changes::Look { refused: looks + 1, ..due[0].clone() };
            source_changes::looked(&mut tx, &look).await.expect("kept");
            tx.commit().await.expect("committed");
        }
        assert!(source_changes::due(&store, i64::MAX, 9).await.expect("read").is_empty());
        let known = NewEntry { source_id, guid: "g".into(), title: "تیتر".into(), ..NewEntry::default() };
        let retitled = NewEntry { title: "تیتر تازه".into(), ..known.clone() };
        let new = NewEntry { guid: "h".into(), ..known.clone() };
        let twice = vec![known.clone(), retitled.clone(), new.clone(), new.clone()];
        let seen = entries::tell_apart(&store, source_id, twice).await.expect("read");
        assert_eq!((seen.new, seen.retitled), (vec![new], vec![]), "its first mention counts");
        let seen = entries::tell_apart(&store, source_id, vec![retitled.clone(), known]).await.expect("read");
        assert_eq!(seen.retitled, [retitled]);
        let mut tx = begin(&store).await;
        source_changes::look_now(&mut tx, source_id, "g", "تیتر تازه").await.expect("kept");
        tx.commit().await.expect("committed");
        assert_eq!(source_changes::due(&store, NOW, 9).await.expect("read")[0].entry_id, entry_id);
        let mut tx = begin(&store).await;
        source_changes::postpone(&mut tx, entry_id, NOW + 5).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(source_changes::due(&store, NOW + 4, 9).await.expect("read").is_empty());
    });
}

#[test]
fn what_changed_since_an_editor_looked_is_what_is_told() {
    on_both(|store| async move {
        let (_, _, code) = reprint(&store).await;
        let change = |before: &str, after: &str| SourceChange {
            code,
            kind: ChangeKind::Changed,
            found_at: NOW,
            before: before.into(),
            after: after.into(),
            is_seen: false,
        };
        let record = async |found: SourceChange| {
            let mut tx = begin(&store).await;
            source_changes::record(&mut tx, &found).await.expect("kept");
            tx.commit().await.expect("committed");
        };
        record(change("یک", "دو")).await;
        record(change("دو", "سه")).await;
        assert_eq!(source_changes::unseen(&store, 9).await.expect("read"), [change("یک", "سه")]);
        assert_eq!(source_changes::unseen_count(&store).await.expect("read"), 1);
        let mut tx = begin(&store).await;
        source_changes::seen(&mut tx, code).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(source_changes::unseen(&store, 9).await.expect("read").is_empty());
        let last = source_changes::last(&store, code).await.expect("read").expect("there");
        assert!(last.is_seen && last.after == "سه");
        record(change("سه", "چهار")).await;
        let mut tx = begin(&store).await;
        source_changes::take_back(&mut tx, code).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(source_changes::unseen(&store, 9).await.expect("read").is_empty(), "taken back");
        let last = source_changes::last(&store, code).await.expect("read").expect("there");
        assert_eq!((last.before.as_str(), last.after.as_str()), ("سه", "سه"));
        record(SourceChange { kind: ChangeKind::Removed, ..change("سه", "") }).await;
        let told = source_changes::unseen(&store, 9).await.expect("read");
        assert_eq!((told[0].kind, told[0].before.as_str()), (ChangeKind::Removed, "سه"));
    });
}

#[test]
fn only_what_nobody_has_touched_is_refreshed() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("یک", Inbox)).await.expect("made");
        let out = articles::create(&mut tx, &article("بیرون", Published)).await.expect("made");
        let editor = people::create(&mut tx, "sara", "سارا", Role::Editor, "hash").await.expect("made");
        let new = article("دو", Inbox);
        assert!(articles::refresh(&mut tx, code, &new).await.expect("changed"));
        assert!(articles::refresh(&mut tx, code, &article("سه", Inbox)).await.expect("changed"));
        assert!(!articles::refresh(&mut tx, out, &new).await.expect("left"), "readers have it");
        tx.commit().await.expect("committed");
        assert!(articles::is_untouched(&store, code).await.expect("read"));
        let kept = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!((kept.content.headline.as_str(), kept.revision, kept.state), ("سه", 3, Inbox));
        let former = articles::revisions(&store, code).await.expect("read");
        assert_eq!(former.iter().map(|one| one.headline.as_str()).collect::<Vec<_>>(), ["دو", "یک"]);
        let mut tx = begin(&store).await;
        articles::update(&mut tx, code, 3, &new.content, "s", Some(editor)).await.expect("saved");
        assert!(!articles::refresh(&mut tx, code, &article("چهار", Inbox)).await.expect("left"));
        tx.commit().await.expect("committed");
        assert!(!articles::is_untouched(&store, code).await.expect("read"));
        let kept = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!((kept.content.headline.as_str(), kept.revision), ("دو", 4), "an editor's work stays");
    });
}

#[test]
fn who_published_first_stays_known_when_we_publish_it_later() {
    on_both(|store| async move {
        let (source_id, ..) = reprint(&store).await;
        let mut tx = begin(&store).await;
        let mut early = article("یک", Inbox);
        (early.source_id, early.published_at) = (Some(source_id), NOW - 9000);
        let first = articles::create(&mut tx, &early).await.expect("made");
        let mut late = article("دو", Inbox);
        (late.source_id, late.story) = (Some(source_id), Some(first));
        let second = articles::create(&mut tx, &late).await.expect("made");
        articles::set_state(&mut tx, first, Published, Some(NOW)).await.expect("set");
        tx.commit().await.expect("committed");
        let versions = articles::versions(&store, &[first]).await.expect("read");
        let told: Vec<_> = versions.iter().map(|card| (card.code, card.published_at)).collect();
        assert_eq!(told, [(first, NOW - 9000), (second, NOW - 1000)]);
        let out = async |limit| {
            let told = articles::of_story(&store, first, limit).await.expect("read");
            told.iter().map(|card| (card.code, card.published_at, card.versions)).collect::<Vec<_>>()
        };
        assert_eq!(out(9).await, [(first, NOW - 9000, 1)], "one waits yet");
        let mut tx = begin(&store).await;
        articles::set_state(&mut tx, second, Published, Some(NOW)).await.expect("set");
        tx.commit().await.expect("committed");
        assert_eq!(out(9).await, [(first, NOW - 9000, 2), (second, NOW - 1000, 2)]);
        assert_eq!(out(1).await.len(), 1);
    });
}

#[test]
fn a_story_of_the_inbox_is_one_row() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let first = articles::create(&mut tx, &article("یک", Inbox)).await.expect("made");
        let mut copy = article("دو", Inbox);
        (copy.story, copy.published_at) = (Some(first), NOW - 9000);
        let earlier = articles::create(&mut tx, &copy).await.expect("made");
        let alone = articles::create(&mut tx, &article("سه", Inbox)).await.expect("made");
        tx.commit().await.expect("committed");
        let rows = articles::inbox_stories(&store, None, 9, 0).await.expect("read");
        assert_eq!(rows.iter().map(|card| card.code).collect::<Vec<_>>(), [alone, earlier]);
        assert_eq!(articles::inbox_story_count(&store, None).await.expect("read"), 2);
        assert_eq!(articles::inbox_story_count(&store, Some(-1)).await.expect("read"), 0);
        let versions = articles::versions(&store, &[first]).await.expect("read");
        assert_eq!(versions.iter().map(|card| card.code).collect::<Vec<_>>(), [earlier, first]);
        let mut tx = store.begin(NOW + 1).await.expect("a change");
        for code in [first, earlier] {
            articles::set_state(&mut tx, code, news::article::ArticleState::Dismissed, None)
                .await
                .expect("set");
        }
        tx.commit().await.expect("committed");
        assert_eq!(articles::dismissed_with(&store, first).await.expect("read"), [first, earlier]);
        assert!(articles::versions(&store, &[first]).await.expect("read").is_empty());
    });
}

#[test]
fn what_its_source_took_away_is_not_published_on_time_until_somebody_has_seen_that() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("زمان", Draft)).await.expect("made");
        articles::set_state(&mut tx, code, Scheduled, Some(NOW + 5)).await.expect("scheduled");
        let change = |kind| SourceChange {
            code,
            kind,
            found_at: NOW,
            before: "پیش".into(),
            after: String::new(),
            is_seen: false,
        };
        source_changes::record(&mut tx, &change(ChangeKind::Changed)).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(articles::is_any_due(&store, NOW + 5).await.expect("read"));
        let mut tx = begin(&store).await;
        source_changes::record(&mut tx, &change(ChangeKind::Removed)).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(!articles::is_any_due(&store, NOW + 5).await.expect("read"));
        let mut late = store.begin(NOW + 5).await.expect("begun");
        assert!(articles::publish_due(&mut late, 9).await.expect("looked").is_empty());
        drop(late);
        let mut tx = begin(&store).await;
        source_changes::seen(&mut tx, code).await.expect("seen");
        tx.commit().await.expect("committed");
        assert!(articles::is_any_due(&store, NOW + 5).await.expect("read"));
    });
}
