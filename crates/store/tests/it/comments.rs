//! Comments: moderation, counts, and several people at once.

use news::article::ArticleState;
use news::comment::{CommentCounts, CommentState, NewComment};
use store::{Store, articles, comments};

use crate::{NOW, article, begin, on_both};

#[test]
fn comments_are_moderated_and_counted() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("تیتر", ArticleState::Published)).await.expect("made");
        let new =
            |body: &str| NewComment {
                name: "سارا".into(), email: Some("s@a.ir".into()), body: body.into()
            };
        let first = comments::create(&mut tx, code, None, &new("می‌خوانم"), b"a").await.expect("kept");
        let reply = comments::create(&mut tx, code, Some(first), &new("پاسخ"), b"b").await.expect("kept");
        tx.commit().await.expect("committed");
        let mut tx = begin(&store).await;
        assert!(comments::is_repeated(&mut tx, code, "ميخوانم").await.expect("read"), "however spelled");
        assert!(!comments::is_repeated(&mut tx, code, "دیگر").await.expect("read"));
        assert_eq!(comments::count_from(&mut tx, b"a", NOW).await.expect("read"), 1);
        assert_eq!(comments::count_from(&mut tx, b"a", NOW + 1).await.expect("read"), 0);
        drop(tx);
        assert_eq!(comments::queue(&store, CommentState::Pending, 10, 0).await.expect("read").len(), 2);
        let mut tx = begin(&store).await;
        assert!(comments::decide(&mut tx, first, CommentState::Approved, None).await.expect("decided"));
        assert!(comments::decide(&mut tx, reply, CommentState::Rejected, None).await.expect("decided"));
        assert!(!comments::decide(&mut tx, 999, CommentState::Approved, None).await.expect("decided"));
        tx.commit().await.expect("committed");
        let counts = CommentCounts { approved: 1, pending: 0, rejected: 1 };
        assert_eq!(comments::counts(&store, Some(code)).await.expect("read"), counts);
        assert_eq!(comments::counts(&store, None).await.expect("read"), counts);
        let shown = comments::approved(&store, code, 10).await.expect("read");
        assert_eq!((shown.len(), shown[0].body.as_str()), (1, "می‌خوانم"));
        assert_eq!(comments::most_discussed(&store, NOW, 5).await.expect("read"), [(code, 1)]);
        assert!(comments::most_discussed(&store, NOW + 1, 5).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        comments::decide(&mut tx, first, CommentState::Pending, None).await.expect("taken back");
        tx.commit().await.expect("committed");
        assert!(comments::most_discussed(&store, NOW, 5).await.expect("read").is_empty());
    });
}

/// Sends a comment unless its words were sent already, as the form does. Whether it was kept.
async fn send(store: &Store, code: i64) -> bool {
    let mut tx = begin(store).await;
    comments::hold(&mut tx, code).await.expect("held");
    let is_new = !comments::is_repeated(&mut tx, code, "خوب بود").await.expect("read");
    if is_new {
        let new = NewComment { name: "سارا".into(), email: None, body: "خوب بود".into() };
        comments::create(&mut tx, code, None, &new, b"a").await.expect("kept");
    }
    tx.commit().await.expect("committed");
    is_new
}

#[test]
fn a_button_pressed_twice_sends_one_comment_and_two_moderators_count_right() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let code = articles::create(&mut tx, &article("تیتر", ArticleState::Published)).await.expect("made");
        let mut ids = Vec::new();
        for body in ["یک", "دو"] {
            let new = NewComment { name: "سارا".into(), email: None, body: body.into() };
            ids.push(comments::create(&mut tx, code, None, &new, b"a").await.expect("kept"));
        }
        tx.commit().await.expect("committed");
        let kept = tokio::join!(send(&store, code), send(&store, code));
        assert!(kept.0 != kept.1, "{kept:?}");
        let decide = async |id: i64| {
            let mut tx = begin(&store).await;
            comments::decide(&mut tx, id, CommentState::Approved, None).await.expect("decided");
            tx.commit().await.expect("committed");
        };
        tokio::join!(decide(ids[0]), decide(ids[1]));
        let counted = articles::by_code(&store, code).await.expect("read").expect("there");
        assert_eq!(counted.comment_count, 2);
    });
}
