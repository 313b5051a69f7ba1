use news::article::ArticleState;
use store::{articles, views};

use crate::{article, begin, on_both};

#[test]
fn views_add_up_and_are_forgotten() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let one = articles::create(&mut tx, &article("یک", ArticleState::Published)).await.expect("made");
        let two = articles::create(&mut tx, &article("دو", ArticleState::Published)).await.expect("made");
        views::add(&mut tx, 7, &[(one, 2), (two, 5)]).await.expect("added");
        views::add(&mut tx, 8, &[(one, 1)]).await.expect("added");
        views::add(&mut tx, 8, &[(one, 3)]).await.expect("added");
        views::add(&mut tx, 8, &[]).await.expect("nothing to add");
        tx.commit().await.expect("committed");
        let most = |hour| views::most_viewed(&store, hour, 10);
        assert_eq!(most(7).await.expect("read"), [(one, 6), (two, 5)]);
        assert_eq!(most(8).await.expect("read"), [(one, 4)]);
        assert_eq!(views::most_viewed(&store, 7, 1).await.expect("read"), [(one, 6)]);
        let mut tx = begin(&store).await;
        views::forget_before(&mut tx, 8).await.expect("forgotten");
        tx.commit().await.expect("committed");
        assert_eq!(most(0).await.expect("read"), [(one, 4)]);
    });
}

#[test]
fn as_many_views_as_there_are_articles_go_in_at_once() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let mut counts = Vec::new();
        for _ in 0..1001 {
            let new = article("تیتر", ArticleState::Published);
            counts.push((articles::create(&mut tx, &new).await.expect("made"), 1));
        }
        views::add(&mut tx, 1, &counts).await.expect("added");
        tx.commit().await.expect("committed");
        assert_eq!(views::most_viewed(&store, 1, 2000).await.expect("read").len(), 1001);
    });
}
