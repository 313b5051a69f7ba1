use news::article::ArticleState;
use news::comment::{CommentCounts, CommentState, NewComment};
use store::{articles, comments};

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
        assert!(comments::is_repeated(&store, code, "ميخوانم").await.expect("read"), "however spelled");
        assert!(!comments::is_repeated(&store, code, "دیگر").await.expect("read"));
        assert_eq!(comments::count_from(&store, b"a", NOW).await.expect("read"), 1);
        assert_eq!(comments::count_from(&store, b"a", NOW + 1).await.expect("read"), 0);
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
