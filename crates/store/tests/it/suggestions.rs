use news::article::ArticleState;
use store::suggestions::{self, Choice};
use store::{StoreError, articles};

use crate::{article, begin, on_both};

#[test]
fn what_an_editor_chose_is_kept_in_order_and_replaced() {
    on_both(|store| async move {
        let mut tx = begin(&store).await;
        let mut codes = Vec::new();
        for headline in ["یک", "دو", "سه", "چهار"] {
            let new = article(headline, ArticleState::Published);
            codes.push(articles::create(&mut tx, &new).await.expect("made"));
        }
        let first = Choice { pinned: vec![codes[3], codes[1]], excluded: vec![codes[2]] };
        suggestions::choose(&mut tx, codes[0], &first).await.expect("chosen");
        tx.commit().await.expect("committed");
        assert_eq!(suggestions::chosen(&store, codes[0]).await.expect("read"), first);
        assert_eq!(suggestions::chosen(&store, codes[1]).await.expect("read"), Choice::default());
        let second = Choice { pinned: vec![codes[2]], excluded: vec![] };
        let mut tx = begin(&store).await;
        suggestions::choose(&mut tx, codes[0], &second).await.expect("chosen");
        tx.commit().await.expect("committed");
        assert_eq!(suggestions::chosen(&store, codes[0]).await.expect("read"), second);
        let mut tx = begin(&store).await;
        let nothing = Choice { pinned: vec![9], excluded: vec![] };
        let refused = suggestions::choose(&mut tx, codes[0], &nothing).await;
        assert!(matches!(refused, Err(StoreError::NoSuch)), "{refused:?}");
    });
}
