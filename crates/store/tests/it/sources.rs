use news::entry::{EntryState, NewEntry};
use news::failure::Failure;
use news::source::{
    Extent, Indexing, NewSource, PollOutcome, Recognised, Schedule, SectionName, Selectors, SourceKind, Terms,
};
use store::entries::FetchedPage;
use store::subscriptions::Subscription;
use store::{StoreError, entries, sharing, sources, subscriptions};

use crate::{NOW, begin, on_both, source};

fn page() -> FetchedPage {
    FetchedPage {
        url: "https://a.ir/1".into(),
        content_type: Some("text/html".into()),
        etag: Some("e".into()),
        last_modified: None,
        sha256: "ab".into(),
        bytes: b"<p>".to_vec(),
        is_from_feed: false,
    }
}

fn failure() -> Failure {
    Failure::Status("a.ir".into(), 503)
}

#[test]
fn sources_are_read_when_due_and_their_health_is_kept() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let id = sources::create(&mut tx, &source()).await.expect("made");
        tx.commit().await.expect("committed");
        let mut tx = begin(&store).await;
        assert!(matches!(sources::create(&mut tx, &source()).await, Err(StoreError::Conflict)));
        drop(tx);
        assert_eq!(sources::due(&store, NOW, 5, 2).await.expect("read").len(), 1);
        let good = PollOutcome { etag: Some("e".into()), ..PollOutcome::default() };
        let bad = PollOutcome { failure: Some(failure()), ..PollOutcome::default() };
        for (outcome, next) in [(&good, 10), (&bad, 20), (&bad, 30)] {
            let mut tx = begin(&store).await;
            sources::record_poll(&mut tx, id, outcome, 60_000 + next, NOW + next).await.expect("kept");
            tx.commit().await.expect("committed");
        }
        let kept = sources::by_id(&store, id).await.expect("read").expect("there");
        assert_eq!((kept.failures, kept.fetched_at, kept.next_poll_at), (2, Some(NOW), NOW + 30));
        assert_eq!((kept.failure, kept.wait_ms, kept.etag.as_deref()), (Some(failure()), 60_010, Some("e")));
        assert!(sources::due(&store, NOW + 29, 5, 2).await.expect("read").is_empty());
        let feed = Recognised { kind: SourceKind::Page, url: "https://a.ir/front".into() };
        let found = PollOutcome { recognised: Some(feed), ..PollOutcome::default() };
        let mut tx = begin(&store).await;
        sources::record_poll(&mut tx, id, &found, 60_000, NOW + 40).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(sources::by_url(&store, "https://a.ir/rss").await.expect("read").is_none());
        let moved = sources::by_url(&store, "https://a.ir/front").await.expect("read").expect("there");
        assert_eq!((moved.id, moved.set.kind, moved.failures), (id, SourceKind::Page, 0));
        let mut tx = begin(&store).await;
        sources::set_enabled(&mut tx, id, false).await.expect("stopped");
        tx.commit().await.expect("committed");
        assert!(sources::due(&store, NOW + 99, 5, 2).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        let set = NewSource { name: "نام تازه".into(), ..source() };
        sources::update(&mut tx, id, &set).await.expect("changed");
        tx.commit().await.expect("committed");
        assert_eq!(sources::all(&store).await.expect("read")[0].set, set);
    });
}

#[test]
fn an_entry_is_recorded_once_and_tried_again_later() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let source_id = sources::create(&mut tx, &source()).await.expect("made");
        let seen = NewEntry {
            source_id,
            guid: "g".into(),
            url: "https://a.ir/1".into(),
            title: "تیتر".into(),
            ..NewEntry::default()
        };
        let id = entries::record(&mut tx, &seen).await.expect("kept").expect("new");
        assert_eq!(entries::record(&mut tx, &seen).await.expect("known"), None);
        tx.commit().await.expect("committed");
        let waiting = entries::waiting(&store, NOW, 5, 5).await.expect("read");
        assert_eq!((waiting.len(), waiting[0].state, &waiting[0].seen), (1, EntryState::Waiting, &seen));
        let mut tx = begin(&store).await;
        entries::fail(&mut tx, id, &failure(), Some(NOW + 5)).await.expect("kept");
        tx.commit().await.expect("committed");
        assert!(entries::waiting(&store, NOW, 5, 5).await.expect("read").is_empty());
        let again = entries::waiting(&store, NOW + 5, 5, 5).await.expect("read");
        assert_eq!((again[0].attempts, again[0].failure.clone()), (1, Some(failure())));
        assert_eq!(entries::last_seen(&store, source_id).await.expect("read"), Some(NOW));
        assert_eq!(entries::troubled(&store, source_id, 9).await.expect("read")[0].failure, Some(failure()));
        let failed = entries::failed_since(&store, NOW).await.expect("read");
        assert_eq!(failed.into_iter().collect::<Vec<_>>(), [(source_id, 1)]);
        assert!(entries::failed_since(&store, NOW + 1).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        let mut page = page();
        entries::keep_page(&mut tx, id, &page).await.expect("kept");
        page.bytes = b"<p>2".to_vec();
        entries::keep_page(&mut tx, id, &page).await.expect("kept again");
        entries::finish(&mut tx, id, None).await.expect("done");
        tx.commit().await.expect("committed");
        assert_eq!(entries::page(&store, id).await.expect("read").expect("there"), page);
        let fetched = entries::fetched(&store, id).await.expect("read").expect("there");
        assert_eq!((fetched.at, fetched.sha256.as_deref()), (NOW, Some("ab")));
        assert!(entries::waiting(&store, NOW * 2, 5, 5).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        entries::fail(&mut tx, id, &failure(), None).await.expect("given up");
        tx.commit().await.expect("committed");
        assert!(entries::waiting(&store, NOW * 2, 5, 5).await.expect("read").is_empty());
    });
}

#[test]
fn terms_are_kept_and_a_source_at_a_removed_ones_address_leaves_them_to_what_that_brought_in() {
    on_both(|store| async move {
        let terms = Terms {
            credit: "با اجازهٔ البرز".into(),
            licence: "CC BY 4.0".into(),
            extent: Extent::Excerpt,
            indexing: Indexing::Canonical,
            sections: vec![SectionName { theirs: "ورزشی".into(), ours: "sport".into() }],
            tags: vec!["البرز".into(), "بازنشر".into()],
            schedule: Schedule { every: Some(15), hours: Some((6, 23)) },
            selectors: Selectors { body: ".متن > p".into(), out: "aside".into(), ..Selectors::default() },
        };
        let set = NewSource { terms, ..source() };
        let mut tx = begin(&store).await;
        let id = sources::create(&mut tx, &set).await.expect("made");
        let seen = |source_id, number: u32| NewEntry {
            source_id,
            guid: number.to_string(),
            url: format!("https://a.ir/news/{number}"),
            ..NewEntry::default()
        };
        let done = entries::record(&mut tx, &seen(id, 1)).await.expect("kept").expect("new");
        entries::finish(&mut tx, done, None).await.expect("done");
        entries::record(&mut tx, &seen(id, 2)).await.expect("kept").expect("new");
        tx.commit().await.expect("committed");
        assert_eq!(sources::by_id(&store, id).await.expect("read").expect("there").set, set);
        let mut tx = begin(&store).await;
        sources::remove(&mut tx, id).await.expect("removed");
        tx.commit().await.expect("committed");
        assert!(sources::all(&store).await.expect("read").is_empty());
        assert!(sources::due(&store, NOW * 2, 5, 2).await.expect("read").is_empty());
        assert!(entries::waiting(&store, NOW * 2, 5, 5).await.expect("read").is_empty());
        assert!(sources::by_url(&store, &set.url).await.expect("read").is_none());
        let mut tx = begin(&store).await;
        let other = sources::create(&mut tx, &source()).await.expect("its address is free");
        for number in [1, 2] {
            entries::record(&mut tx, &seen(other, number)).await.expect("kept").expect("new to it");
        }
        tx.commit().await.expect("committed");
        assert_eq!(sources::all(&store).await.expect("read")[0].set, source());
        let waiting = entries::waiting(&store, NOW, 5, 5).await.expect("read");
        let urls: Vec<&str> = waiting.iter().map(|entry| entry.seen.url.as_str()).collect();
        assert_eq!(urls, ["https://a.ir/news/2"], "what came in comes in no more, what did not does");
        let old = sources::by_id(&store, id).await.expect("read").expect("there");
        assert_eq!(old.set.terms, set.terms, "what was agreed holds for what came in under it");
    });
}

#[test]
fn a_source_with_many_entries_delays_no_other_and_who_must_wait_is_put_off() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let many = sources::create(&mut tx, &source()).await.expect("made");
        let other = NewSource { url: "https://b.ir/rss".into(), ..source() };
        let few = sources::create(&mut tx, &other).await.expect("made");
        for number in 0..9 {
            let source_id = if number < 8 { many } else { few };
            let seen = NewEntry { source_id, guid: number.to_string(), ..NewEntry::default() };
            entries::record(&mut tx, &seen).await.expect("kept");
        }
        tx.commit().await.expect("committed");
        let due = entries::waiting(&store, NOW, 10, 3).await.expect("read");
        let of: Vec<i64> = due.iter().map(|entry| entry.seen.source_id).collect();
        assert_eq!(of, [many, many, many, few]);
        let mut tx = begin(&store).await;
        entries::postpone(&mut tx, due[0].id, NOW + 9).await.expect("put off");
        sources::postpone(&mut tx, many, NOW + 9).await.expect("put off");
        tx.commit().await.expect("committed");
        let later = entries::waiting(&store, NOW, 1, 3).await.expect("read");
        assert_eq!((later[0].id, later[0].attempts), (due[1].id, 0));
        assert_eq!(sources::due(&store, NOW, 5, 2).await.expect("read").len(), 1);
    });
}

#[test]
fn an_address_of_two_sources_is_the_first_ones() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let first = sources::create(&mut tx, &source()).await.expect("made");
        let other = NewSource { url: "https://a.ir/sport/rss".into(), ..source() };
        let second = sources::create(&mut tx, &other).await.expect("made");
        let seen = |source_id, guid: &str| NewEntry {
            source_id,
            guid: guid.into(),
            url: "https://a.ir/news/1".into(),
            ..NewEntry::default()
        };
        entries::record(&mut tx, &seen(first, "1")).await.expect("kept").expect("new");
        entries::record(&mut tx, &seen(second, "a")).await.expect("kept").expect("new to it");
        // Live pages are told of so.
        entries::record(&mut tx, &seen(first, "2")).await.expect("kept").expect("new");
        tx.commit().await.expect("committed");
        let waiting = entries::waiting(&store, NOW, 9, 9).await.expect("read");
        assert_eq!(waiting.iter().map(|entry| entry.seen.source_id).collect::<Vec<_>>(), [first]);
        assert!(
            entries::troubled(&store, second, 9).await.expect("read").is_empty(),
            "nothing is wrong with it"
        );
        let before = sharing::given_before(&store, second, NOW).await.expect("read");
        assert_eq!(before, [("البرز".to_owned(), 1)]);
        assert!(sharing::given_before(&store, first, NOW).await.expect("read").is_empty());
        let known = entries::tell_apart(&store, second, vec![seen(second, "a")]).await.expect("read");
        assert!(known.new.is_empty());
        let mut tx = begin(&store).await;
        sources::remove(&mut tx, first).await.expect("removed");
        tx.commit().await.expect("committed");
        let waiting = entries::waiting(&store, NOW, 9, 9).await.expect("read");
        assert_eq!(waiting.iter().map(|entry| entry.seen.source_id).collect::<Vec<_>>(), [second]);
    });
}

#[test]
fn a_hub_is_asked_agrees_and_makes_its_source_due() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let source_id = sources::create(&mut tx, &source()).await.expect("made");
        let good = PollOutcome::default();
        sources::record_poll(&mut tx, source_id, &good, 60_000, NOW + 600_000).await.expect("kept");
        let asked = Subscription {
            source_id,
            hub: "https://hub.example/".into(),
            topic: "https://a.ir/rss".into(),
            token: "t1".into(),
            asked_at: NOW,
            agreed_until: None,
        };
        subscriptions::ask(&mut tx, &asked).await.expect("kept");
        let again = Subscription { token: "t2".into(), ..asked.clone() };
        subscriptions::ask(&mut tx, &again).await.expect("kept");
        tx.commit().await.expect("committed");
        assert_eq!(subscriptions::by_token(&store, "t1").await.expect("read"), None);
        assert_eq!(subscriptions::of_source(&store, source_id).await.expect("read"), Some(again));
        let mut tx = begin(&store).await;
        subscriptions::answer(&mut tx, "t2", Some(NOW + 5)).await.expect("kept");
        subscriptions::told(&mut tx, source_id).await.expect("told");
        tx.commit().await.expect("committed");
        let agreed = subscriptions::by_token(&store, "t2").await.expect("read").expect("there");
        assert_eq!(agreed.agreed_until, Some(NOW + 5));
        let soon = sources::by_id(&store, source_id).await.expect("read").expect("there");
        assert_eq!(soon.next_poll_at, NOW + 10_000, "it was read this instant");
        let mut tx = store.begin(NOW + 9_000_000).await.expect("a change");
        sources::record_poll(&mut tx, source_id, &good, 60_000, NOW + 99_000_000).await.expect("kept");
        tx.commit().await.expect("committed");
        let mut tx = store.begin(NOW + 9_500_000).await.expect("a change");
        subscriptions::told(&mut tx, source_id).await.expect("told");
        tx.commit().await.expect("committed");
        assert_eq!(sources::due(&store, NOW + 9_500_000, 5, 2).await.expect("read").len(), 1);
    });
}

#[test]
fn sources_of_one_host_take_turns() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        for url in ["https://a.ir/1", "https://www.a.ir/2", "http://a.ir/3", "https://b.ir/4"] {
            sources::create(&mut tx, &NewSource { url: url.into(), ..source() }).await.expect("made");
        }
        tx.commit().await.expect("committed");
        for (per_host, expected) in [(1, vec![1, 4]), (2, vec![1, 2, 4]), (9, vec![1, 2, 3, 4])] {
            let due = sources::due(&store, NOW, 9, per_host).await.expect("read");
            let last = |url: &str| url.chars().last().and_then(|c| c.to_digit(10));
            let numbers: Vec<_> = due.iter().filter_map(|source| last(&source.set.url)).collect();
            assert_eq!(numbers, expected, "{per_host} of each host");
        }
    });
}

#[test]
fn a_sources_hours_hold_from_its_first_reading() {
    on_both(|store| async move {
        const HOUR: i64 = 60 * 60_000;
        let hour =
            |at: i64| u8::try_from((at + 7 * HOUR / 2).div_euclid(HOUR).rem_euclid(24)).expect("an hour");
        let hours = |from: u8| Terms {
            schedule: Schedule {
                every: None,
                hours: Some(((hour(NOW) + from) % 24, (hour(NOW) + from + 1) % 24)),
            },
            ..Terms::default()
        };
        let next = async |id: i64| {
            let source = sources::by_id(&store, id).await.expect("read").expect("there");
            assert_eq!(hour(source.next_poll_at), source.set.terms.schedule.hours.expect("hours").0);
            source.next_poll_at
        };
        let mut tx = begin(&store).await;
        let id = sources::create(&mut tx, &NewSource { terms: hours(3), ..source() }).await.expect("made");
        tx.commit().await.expect("committed");
        assert!(next(id).await > NOW + HOUR, "when it is added");
        for (from, held) in [(5, true), (0, false)] {
            let mut tx = begin(&store).await;
            sources::update(&mut tx, id, &NewSource { terms: hours(from), ..source() })
                .await
                .expect("changed");
            tx.commit().await.expect("committed");
            assert_eq!(next(id).await > NOW, held, "when it is changed");
            let mut tx = begin(&store).await;
            sources::set_enabled(&mut tx, id, true).await.expect("on");
            subscriptions::told(&mut tx, id).await.expect("told");
            tx.commit().await.expect("committed");
            assert_eq!(next(id).await > NOW, held, "when it is turned on, and when its hub has news");
        }
    });
}

#[test]
fn an_address_under_another_guid_is_the_same_page() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let source_id = sources::create(&mut tx, &source()).await.expect("made");
        let seen = |guid: &str, title: &str| NewEntry {
            source_id,
            guid: guid.into(),
            url: "https://a.ir/live".into(),
            title: title.into(),
            ..NewEntry::default()
        };
        let id = entries::record(&mut tx, &seen("a", "یک")).await.expect("kept").expect("new");
        let mut article = crate::article("یک", news::article::ArticleState::Inbox);
        (article.source_id, article.entry_id) = (Some(source_id), Some(id));
        store::articles::create(&mut tx, &article).await.expect("made");
        entries::keep_page(&mut tx, id, &page()).await.expect("kept");
        entries::finish(&mut tx, id, None).await.expect("done");
        tx.commit().await.expect("committed");
        let addresses = ["https://a.ir/live", "https://a.ir/live/", "http://a.ir/live", "http://a.ir/live/"];
        let known = [("یک", 0), ("دو", 1)].into_iter().flat_map(|(title, looks)| {
            addresses
                .map(|url| (NewEntry { url: url.into(), ..seen(&format!("{title}{url}"), title) }, looks))
        });
        for (entry, looks) in known {
            let guid = &entry.guid;
            let mut tx = begin(&store).await;
            let given = entries::record(&mut tx, &entry).await.expect("kept");
            assert!(given.is_some(), "{guid} is known from now on");
            tx.commit().await.expect("committed");
            assert!(entries::waiting(&store, NOW, 5, 5).await.expect("read").is_empty(), "{guid}");
            let due = store::source_changes::due(&store, NOW, 9).await.expect("read");
            assert_eq!(due.len(), looks, "a new title is a sign that the page changed");
        }
    });
}
