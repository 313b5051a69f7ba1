use std::collections::HashSet;

use news::article::ArticleState::{Draft, Inbox, Published, Scheduled, Unpublished};
use news::article::{Genre, NewArticle, UNDATED};
use store::articles::{self, Filter, List};
use store::events::{self, EventKind};
use store::{Store, StoreError, sections, tags};

use crate::{NOW, article, begin, on_both};

async fn publish(store: &Store, headline: &str) -> i64 {
    let mut tx = begin(store).await;
    let code = articles::create(&mut tx, &article(headline, Published)).await.expect("made");
    tx.commit().await.expect("committed");
    code
}

#[test]
fn an_article_is_kept_whole_and_codes_have_six_digits() {
    on_both(|store| async move {
        let code = publish(&store, "تیتر یک").await;
        assert!(code >= 100_001);
        let kept = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!(kept.content.headline, "تیتر یک");
        assert_eq!(kept.content.tags, ["کتاب", "شهر نو"], "two spellings are one tag");
        assert_eq!(kept.content.attribution.expect("a source").line(), "alborzno-7");
        assert_eq!((kept.story, kept.revision, kept.comment_count), (code, 1, 0));
        assert_eq!(articles::changed_at(&store, code).await.expect("read"), Some(NOW));
        assert_eq!(articles::changed_at(&store, 1).await.expect("read"), None);
        let tag = tags::by_slug(&store, "شهر-نو").await.expect("read").expect("there");
        assert_eq!(tags::of(&store, code).await.expect("read")[1], tag);
        let of_tag = Filter { tag_id: Some(tag.id), ..Filter::default() };
        assert_eq!(articles::count(&store, &of_tag).await.expect("count"), 1);
        assert!(articles::by_code(&store, 1).await.expect("read").is_none());
    });
}

#[test]
fn a_genre_is_kept_listed_and_changed() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let mut new = article("دیدگاه", Published);
        new.content.genre = Genre::Opinion;
        let code = articles::create(&mut tx, &new).await.expect("made");
        tx.commit().await.expect("committed");
        publish(&store, "خبر").await;
        let listed = async |genre| {
            let filter = Filter { genre: Some(genre), ..Filter::default() };
            let cards = articles::latest(&store, &filter, 9, 0).await.expect("read");
            assert_eq!(articles::count(&store, &filter).await.expect("count"), cards.len() as i64);
            cards.into_iter().map(|card| card.code).collect::<Vec<_>>()
        };
        assert_eq!(listed(Genre::Opinion).await, [code]);
        let kept = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!(kept.content.genre, Genre::Opinion);
        let before = events::last(&store).await.expect("read");
        let mut tx = begin(&store).await;
        new.content.genre = Genre::Photo;
        articles::update(&mut tx, code, 1, &new.content, "دیدگاه", None).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!((listed(Genre::Opinion).await, listed(Genre::Photo).await), (vec![], vec![code]));
        let told = events::after(&store, before, 9).await.expect("read");
        for genre in [Genre::Opinion, Genre::Photo] {
            assert!(told[0].lists.contains(&List::Genre(genre)), "{:?}", told[0].lists);
        }
    });
}

#[test]
fn lists_hold_published_articles_newest_first() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        sections::ensure_first(&mut tx).await.expect("sections");
        sections::ensure_first(&mut tx).await.expect("twice does nothing");
        tx.commit().await.expect("committed");
        let sport = sections::by_slug(&store, "sport").await.expect("read").expect("there");
        assert_eq!(sections::all(&store).await.expect("read").len(), 8);
        let mut tx = begin(&store).await;
        let mut codes = Vec::new();
        for (at, state) in [(1, Published), (3, Published), (2, Published), (4, Draft)] {
            let mut new = article(&format!("تیتر {at}"), state);
            new.published_at = NOW - 1000 + at;
            new.content.section_id = (at != 2).then_some(sport.id);
            codes.push(articles::create(&mut tx, &new).await.expect("made"));
        }
        tx.commit().await.expect("committed");
        let heads =
            |cards: Vec<news::article::Card>| cards.into_iter().map(|card| card.code).collect::<Vec<_>>();
        let latest = articles::latest(&store, &Filter::default(), 10, 0).await.expect("read");
        assert_eq!(heads(latest), [codes[1], codes[2], codes[0]]);
        let in_sport = Filter { section_id: Some(sport.id), from: Some(NOW - 998), ..Filter::default() };
        assert_eq!(heads(articles::latest(&store, &in_sport, 10, 0).await.expect("read")), [codes[1]]);
        assert_eq!(
            heads(articles::cards(&store, &[codes[0], codes[3], codes[1]]).await.expect("read")),
            [codes[0], codes[1]]
        );
        let others =
            Filter { section_id: Some(sport.id), exclude_stories: vec![codes[1]], ..Filter::default() };
        assert_eq!(heads(articles::latest_stories(&store, &others, 5).await.expect("read")), [codes[0]]);
        assert_eq!(heads(articles::desk(&store, Draft, None, 10, 0).await.expect("read")), [codes[3]]);
        let counts = articles::desk_counts(&store, None).await.expect("read");
        assert!(
            counts.contains(&(Published, 3)) && counts.contains(&(Draft, 1)) && counts.contains(&(Inbox, 0))
        );
        let of_section = articles::desk_counts(&store, Some(sport.id)).await.expect("read");
        assert!(of_section.contains(&(Published, 2)) && of_section.contains(&(Draft, 1)), "{of_section:?}");
        let by_author = Filter {
            byline_slug: Some("نرگس-فلاح".into()),
            exclude_stories: vec![codes[0]],
            ..Filter::default()
        };
        assert_eq!(articles::count(&store, &by_author).await.expect("count"), 2);
        assert_eq!(articles::archive_days(&store, 0, NOW).await.expect("read").len(), 3);
        assert_eq!(articles::archive_months(&store).await.expect("read"), Some((NOW - 999, NOW - 997)));
        assert_eq!(articles::sitemap(&store, 0, i64::MAX).await.expect("read").len(), 3);
        assert_eq!(articles::all_codes(&store, codes[1], 10).await.expect("read"), codes[2..]);
        let indexed = articles::for_index(&store, &codes).await.expect("read");
        assert!(
            indexed.iter().any(
                |one| one.section_slug.as_deref() == Some("sport") && one.article.content.tags.len() == 2
            )
        );
        let since = articles::sketches_since(&store, NOW - 998).await.expect("read");
        assert_eq!(since.len(), 3);
        assert_eq!(articles::sketches(&store, &[since[1].0]).await.expect("read"), since[1..2]);
        assert!(articles::sketches(&store, &[]).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        articles::join_stories(&mut tx, codes[0], codes[2]).await.expect("moved");
        tx.commit().await.expect("committed");
        let versions = articles::versions(&store, &[codes[0]]).await.expect("read");
        assert_eq!(heads(versions), [codes[0], codes[2]]);
        // Of two copies the last published stands in a list; in a section, the last of that section.
        let shown =
            async |filter: Filter| heads(articles::latest_stories(&store, &filter, 2).await.expect("read"));
        assert_eq!(shown(Filter::default()).await, [codes[1], codes[2]]);
        let in_sport = Filter { section_id: Some(sport.id), ..Filter::default() };
        assert_eq!(shown(in_sport).await, [codes[1], codes[0]]);
    });
}

#[test]
fn stories_of_own_articles_are_those_that_nobody_has_placed() {
    on_both(|store| async move {
        let codes = [publish(&store, "یک").await, publish(&store, "دو").await];
        assert_eq!(articles::own_stories(&store, &codes).await.expect("read"), codes);
        assert_eq!(articles::own_stories(&store, &codes[1..]).await.expect("read"), codes[1..]);
        assert!(articles::own_stories(&store, &[]).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        articles::resketch(&mut tx, codes[1], NOW, &[1, 2]).await.expect("kept");
        articles::join_stories(&mut tx, codes[0], codes[1]).await.expect("joined");
        tx.commit().await.expect("committed");
        assert_eq!(articles::own_stories(&store, &codes).await.expect("read"), codes[..1]);
        let again = articles::sketches(&store, &codes[1..]).await.expect("read");
        assert_eq!((again[0].2, &again[0].3[..]), (NOW, &[1, 2][..]));
    });
}

#[test]
fn a_stale_edit_overwrites_nothing() {
    on_both(|store| async move {
        let code = publish(&store, "نخست").await;
        let mut content = article("دوم", Published).content;
        let mut tx = begin(&store).await;
        assert_eq!(articles::update(&mut tx, code, 1, &content, "دوم", None).await.expect("updated"), 2);
        tx.commit().await.expect("committed");
        content.headline = "سوم".into();
        let mut tx = begin(&store).await;
        let stale = articles::update(&mut tx, code, 1, &content, "سوم", None).await;
        assert!(matches!(stale, Err(StoreError::Conflict)), "{stale:?}");
        drop(tx);
        let kept = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!((kept.content.headline.as_str(), kept.revision, kept.modified_at), ("دوم", 2, Some(NOW)));
        let former = articles::revisions(&store, code).await.expect("read");
        assert_eq!((former.len(), former[0].headline.as_str(), former[0].revision), (1, "نخست", 1));
    });
}

#[test]
fn states_move_only_where_they_may() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("زمان", Draft)).await.expect("made");
        articles::set_state(&mut tx, code, Scheduled, Some(NOW + 5)).await.expect("scheduled");
        tx.commit().await.expect("committed");
        assert!(!articles::is_any_due(&store, NOW + 4).await.expect("read"));
        assert!(articles::is_any_due(&store, NOW + 5).await.expect("read"));
        let mut tx = begin(&store).await;
        let wrong = articles::set_state(&mut tx, code, Unpublished, None).await;
        assert!(matches!(wrong, Err(StoreError::Conflict)));
        tx.commit().await.expect("committed");
        let mut late = store.begin(NOW + 5).await.expect("begun");
        assert_eq!(articles::publish_due(&mut late, 9).await.expect("published"), [code]);
        assert!(articles::publish_due(&mut late, 9).await.expect("looked").is_empty(), "once");
        late.commit().await.expect("committed");
        assert_eq!(articles::next_listed(&store, 0).await.expect("read"), Some(code));
        assert_eq!(articles::next_listed(&store, code + 1).await.expect("read"), None);
        let mut tx = begin(&store).await;
        articles::set_state(&mut tx, code, Unpublished, None).await.expect("taken away");
        tx.commit().await.expect("committed");
        assert_eq!(articles::count(&store, &Filter::default()).await.expect("count"), 0);
        assert_eq!(articles::next_listed(&store, 0).await.expect("read"), None);
    });
}

#[test]
fn what_is_not_committed_leaves_nothing_and_ids_are_known_once() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let mut new = article("یک", Published);
        new.external_id = Some("x:1".into());
        articles::create(&mut tx, &new).await.expect("made");
        drop(tx);
        assert_eq!(articles::by_external_id(&store, "x:1").await.expect("read"), None);
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &new).await.expect("made");
        tx.commit().await.expect("committed");
        assert_eq!(articles::by_external_id(&store, "x:1").await.expect("read"), Some(code));
        let mut tx = begin(&store).await;
        assert!(matches!(articles::create(&mut tx, &new).await, Err(StoreError::Conflict)));
        drop(tx);
        let known = articles::known_external_ids(&store, &["x:1".into(), "x:2".into()]).await.expect("read");
        assert_eq!(known, HashSet::from(["x:1".to_owned()]));
    });
}

#[test]
fn events_are_in_order_with_writers_at_the_same_time() {
    on_both(|store| async move {
        let wake = store.wake();
        let writers: Vec<_> = (0..8)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    for step in 0..5 {
                        publish(&store, &format!("تیتر {number} {step}")).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("a writer");
        }
        let log = events::after(&store, 0, 1000).await.expect("read");
        let mut codes: Vec<i64> =
            log.iter().filter(|event| event.kind == EventKind::Article).map(|event| event.subject).collect();
        assert!(log.windows(2).all(|two| two[0].number < two[1].number));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 40);
        let last = events::last(&store).await.expect("read");
        assert_eq!(Some(last), log.last().map(|event| event.number));
        assert_eq!(*wake.borrow(), last);
        assert!(events::after(&store, last, 10).await.expect("read").is_empty());
    });
}

#[test]
fn what_is_older_than_1970_has_a_date_and_what_has_none_is_in_no_span() {
    on_both(|store| async move {
        let at_instant = async |at| {
            let mut tx = begin(&store).await;
            let new = NewArticle { published_at: at, ..article("از بایگانی", Published) };
            let code = articles::create(&mut tx, &new).await.expect("made");
            tx.commit().await.expect("committed");
            code
        };
        let old = at_instant(-1_000_000_000_000).await;
        at_instant(UNDATED).await;
        let span = Filter { from: Some(-1_000_000_000_001), to: Some(1), ..Filter::default() };
        let found = articles::latest(&store, &span, 10, 0).await.expect("read");
        assert_eq!(found.iter().map(|card| card.code).collect::<Vec<_>>(), [old]);
        let days = articles::archive_days(&store, i64::MIN, NOW).await.expect("read");
        assert_eq!(days, [-1_000_000_000_000]);
        let months = articles::archive_months(&store).await.expect("read");
        assert_eq!(months, Some((-1_000_000_000_000, -1_000_000_000_000)));
    });
}
