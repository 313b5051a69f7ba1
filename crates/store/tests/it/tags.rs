use news::article::{ArticleState, TAG_CHARS_MAX};
use store::{articles, tags};

use crate::{article, begin, on_both};

#[test]
fn tags_are_found_by_their_beginning_the_most_used_first() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let (seen, unseen) = (ArticleState::Published, ArticleState::Draft);
        for (names, state) in [
            (vec!["کتاب", "کتاب خوب"], seen),
            (vec!["كتاب خوب"], seen),
            (vec!["شهر"], seen),
            (vec!["کتاب پنهان", "شهر"], unseen),
            (vec!["کتاب پس‌گرفته"], ArticleState::Unpublished),
        ] {
            let mut new = article("تیتر", state);
            new.content.tags = names.into_iter().map(str::to_owned).collect();
            articles::create(&mut tx, &new).await.expect("made");
        }
        tx.commit().await.expect("committed");
        let names = async |beginning: &str, limit| {
            let found = tags::beginning(&store, beginning, limit).await.expect("read");
            found.into_iter().map(|tag| tag.name).collect::<Vec<_>>()
        };
        assert_eq!(names("کتاب", 9).await, ["کتاب خوب", "کتاب"]);
        assert_eq!(names("کت", 1).await, ["کتاب خوب"]);
        assert!(tags::by_slug(&store, "کتاب-پنهان").await.expect("read").is_none());
        let tag = tags::by_slug(&store, "شهر").await.expect("read").expect("there");
        assert_eq!(tags::slug(&store, tag.id).await.expect("read").as_deref(), Some("شهر"));
        assert!(tags::slug(&store, -1).await.expect("read").is_none());
        assert!(names("تاب", 9).await.is_empty() && names("ش_ر", 9).await.is_empty());
    });
}

#[test]
fn the_longest_tag_that_an_editor_may_give_is_kept_and_those_who_make_the_same_wait() {
    on_both(|store| async move {
        let long = "ب".repeat(TAG_CHARS_MAX);
        let with = |names: [&str; 2]| {
            let mut new = article("تیتر", ArticleState::Published);
            new.content.tags = names.into_iter().map(str::to_owned).collect();
            new
        };
        let make = async |names: [&str; 2]| {
            let mut tx = begin(&store).await;
            let code = articles::create(&mut tx, &with(names)).await.expect("made");
            tx.commit().await.expect("committed");
            tags::of(&store, code).await.expect("read").into_iter().map(|tag| tag.name).collect::<Vec<_>>()
        };
        let (one, other) = tokio::join!(make([&long, "الف"]), make(["الف", &long]));
        assert_eq!((one, other), (vec![long.clone(), "الف".into()], vec!["الف".to_owned(), long.clone()]));
    });
}
