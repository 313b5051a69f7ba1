//! Addresses that several sources give.

use news::article::ArticleState::{Dismissed, Inbox, Published, Unpublished};
use news::article::NewArticle;
use news::entry::NewEntry;
use news::source::{Arrival, NewSource};
use store::entries::FetchedPage;
use store::{Store, articles, entries, sharing, sources};

use crate::{article, begin, on_both, source};

/// A source, and entries with articles of one story: their numbers and codes.
async fn story(store: &Store) -> (i64, Vec<(i64, i64)>) {
    let mut tx = begin(store).await;
    let source_id = sources::create(&mut tx, &source()).await.expect("made");
    let (mut made, mut first) = (Vec::new(), None);
    for (at, state) in [Published, Inbox, Dismissed].into_iter().enumerate() {
        let url = format!("https://a.ir/{at}");
        let seen = NewEntry { source_id, guid: url.clone(), url: url.clone(), ..NewEntry::default() };
        let entry_id = entries::record(&mut tx, &seen).await.expect("kept").expect("new");
        let page = FetchedPage {
            url,
            content_type: None,
            etag: None,
            last_modified: None,
            sha256: "ab".into(),
            bytes: b"<p>".to_vec(),
            is_from_feed: false,
        };
        entries::keep_page(&mut tx, entry_id, &page).await.expect("kept");
        let mut new = article("پل تازه", state);
        (new.source_id, new.entry_id, new.story) = (Some(source_id), Some(entry_id), first);
        let code = articles::create(&mut tx, &new).await.expect("made");
        first = first.or(Some(code));
        entries::finish(&mut tx, entry_id, None).await.expect("done");
        made.push((entry_id, code));
    }
    tx.commit().await.expect("committed");
    (source_id, made)
}

#[test]
fn how_the_versions_of_a_story_stand_is_told() {
    on_both(|store| async move {
        let (_, made) = story(&store).await;
        let stand = async || {
            let versions = sharing::standing(&store, &[made[0].1]).await.expect("read");
            assert!(versions.iter().all(|version| version.headline == "پل تازه"), "{versions:?}");
            let mut found: Vec<[bool; 3]> = versions
                .into_iter()
                .map(|version| [version.is_in_hand, version.is_dismissed, version.is_taken_away])
                .collect();
            found.sort_unstable();
            found
        };
        assert_eq!(stand().await, [[false; 3], [false, true, false], [true, false, false]]);
        let mut tx = begin(&store).await;
        articles::set_state(&mut tx, made[0].1, Unpublished, None).await.expect("taken away");
        tx.commit().await.expect("committed");
        assert_eq!(stand().await[2], [true, false, true]);
    });
}

#[test]
fn pages_are_known_by_the_addresses_at_which_they_are_and_that_they_state() {
    on_both(|store| async move {
        let (source_id, made) = story(&store).await;
        let (entry, code) = made[0];
        let brought_in = async |of: i64, url: &str| sharing::brought_in(&store, of, url).await.expect("read");
        assert_eq!(brought_in(made[1].0, "http://a.ir/0/").await, Some(entry), "its twin");
        assert_eq!(brought_in(entry, "https://a.ir/0").await, None, "itself");
        let brought = sharing::brought(&store, entry).await.expect("read");
        assert_eq!(brought, Some((code, "پل تازه".to_owned())));
        let mut tx = begin(&store).await;
        sharing::state(&mut tx, entry, "https://a.ir/whole").await.expect("kept");
        sharing::given_elsewhere(&mut tx, source_id, "https://a.ir/1", "https://a.ir/new")
            .await
            .expect("kept");
        tx.commit().await.expect("committed");
        let stating =
            async |of: i64| sharing::stating(&store, of, "https://a.ir/whole/").await.expect("read");
        assert_eq!(stating(made[1].0).await, [(entry, code, "پل تازه".to_owned())]);
        assert!(stating(entry).await.is_empty());
        assert_eq!(brought_in(entry, "https://a.ir/new").await, Some(made[1].0));
        assert!(entries::is_front(&store, source_id, &["https://a.ir/0"]).await.expect("read"));
        assert!(!entries::is_front(&store, source_id + 1, &["https://a.ir/0"]).await.expect("read"));
        let again = NewEntry {
            source_id,
            guid: "https://a.ir/0".into(),
            title: "پل".into(),
            url: "https://a.ir/elsewhere".into(),
            ..NewEntry::default()
        };
        let seen = entries::tell_apart(&store, source_id, vec![again.clone()]).await.expect("read");
        assert_eq!((seen.moved, seen.new.len()), (vec![again], 0));
    });
}

#[test]
fn what_waits_is_published_by_another_source_unless_a_version_is_in_hand_dismissed_or_taken_away() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let first =
            sources::create(&mut tx, &NewSource { arrival: Arrival::Inbox, ..source() }).await.expect("made");
        let other = NewSource { url: "https://b.ir/rss".into(), ..source() };
        let publishes = sources::create(&mut tx, &other).await.expect("made");
        let mut waiting = Vec::new();
        for (at, version) in
            [None, Some(Inbox), Some(Published), Some(Dismissed), Some(Unpublished)].into_iter().enumerate()
        {
            let url = format!("https://a.ir/{at}");
            let by = |source_id, guid: &str| NewEntry {
                source_id,
                guid: guid.into(),
                url: url.clone(),
                ..NewEntry::default()
            };
            let entry = entries::record(&mut tx, &by(first, &url)).await.expect("kept").expect("new");
            entries::finish(&mut tx, entry, None).await.expect("done");
            let mut new = article("پل تازه", Inbox);
            (new.source_id, new.entry_id) = (Some(first), Some(entry));
            let code = articles::create(&mut tx, &new).await.expect("made");
            if let Some(state) = version {
                let version = NewArticle { story: Some(code), ..article("پل تازه", state) };
                articles::create(&mut tx, &version).await.expect("made");
            }
            entries::record(&mut tx, &by(publishes, &url)).await.expect("kept");
            waiting.push((code, version));
        }
        sharing::publish(&mut tx, publishes, 0).await.expect("published");
        tx.commit().await.expect("committed");
        assert_eq!(sharing::publisher(&store, "https://a.ir/0").await.expect("read"), Some(publishes));
        assert_eq!(sharing::publisher(&store, "https://a.ir/none").await.expect("read"), None);
        for (code, version) in waiting {
            let kept = articles::by_code(&store, code).await.expect("read").expect("there");
            let goes_out = matches!(version, None | Some(Inbox));
            let expected = if goes_out { (Published, Some(publishes)) } else { (Inbox, Some(first)) };
            assert_eq!((kept.state, kept.source_id), expected, "beside {version:?}");
        }
    });
}
