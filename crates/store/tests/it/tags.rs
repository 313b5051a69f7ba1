use news::article::ArticleState;
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
        assert!(tags::by_slug(&store, "شهر").await.expect("read").is_some());
        assert!(names("تاب", 9).await.is_empty() && names("ش_ر", 9).await.is_empty());
    });
}
