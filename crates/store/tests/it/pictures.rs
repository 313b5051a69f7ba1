//! Pictures of articles: wanted, kept, given up, cut anew.

use news::article::ArticleState::Published;
use news::failure::Failure;
use news::picture::Picture;
use store::articles::{self, Filter};
use store::pictures::{self, Wanted};
use store::{Store, events};

use crate::{NOW, article, begin, on_both};

const FIRST: &str = "https://a.ir/1.jpg";
const SECOND: &str = "https://a.ir/2.jpg?a=1&b=2";
const BODY: &str = "<figure><img src=\"https://a.ir/1.jpg\" alt=\"پل\"></figure><p>متن</p>\
    <figure><img src=\"https://a.ir/2.jpg?a=1&amp;b=2\" alt=\"\"></figure>";

fn picture(hash: &str) -> Picture {
    Picture {
        hash: hash.into(),
        width: 900,
        height: 600,
        placeholder: vec![1, 0, 255],
        focus: (50, 40),
        edition: 1,
        credit: "نرگس رحیمی".into(),
        ..Picture::default()
    }
}

async fn made(store: &Store, body: &str, external_id: Option<&str>) -> i64 {
    let (mut tx, mut new) = (begin(store).await, article("پل", Published));
    new.content.body_html = body.into();
    new.external_id = external_id.map(str::to_owned);
    let code = articles::create(&mut tx, &new).await.expect("made");
    tx.commit().await.expect("committed");
    code
}

async fn lead(store: &Store, code: i64) -> Option<Picture> {
    let cards = articles::cards(store, &[code]).await.expect("read");
    cards.into_iter().next().expect("there").picture
}

async fn due(store: &Store) -> Vec<String> {
    let due = pictures::due(store, NOW + 1000, 9).await.expect("read");
    due.into_iter().map(|wanted| wanted.address).collect()
}

#[test]
fn a_picture_that_is_kept_is_shown_by_all_who_name_it() {
    on_both(|store| async move {
        let one = made(&store, BODY, None).await;
        let other = made(&store, &format!("<p>متن</p>{BODY}"), Some("imported")).await;
        assert_eq!(due(&store).await, [FIRST, SECOND], "each once");
        let before = events::last(&store).await.expect("read");
        let mut tx = begin(&store).await;
        pictures::keep(&mut tx, FIRST, &picture("ab")).await.expect("kept");
        tx.commit().await.expect("committed");
        let told = events::after(&store, before, 9).await.expect("read");
        assert_eq!(told.iter().map(|event| event.subject).collect::<Vec<_>>(), [one, other]);
        assert_eq!(due(&store).await, [SECOND]);
        for code in [one, other] {
            assert_eq!(lead(&store, code).await, Some(picture("ab")));
            let of = pictures::of_article(&store, code).await.expect("read");
            assert_eq!(of, [(FIRST.to_owned(), picture("ab"))]);
        }
        let listed = articles::latest(&store, &Filter::default(), 9, 0).await.expect("read");
        assert!(listed.len() == 2 && listed.iter().all(|card| card.picture.is_some()));
        // The same file at another address is the same picture.
        let mut tx = begin(&store).await;
        pictures::keep(&mut tx, SECOND, &Picture { credit: "دیگری".into(), ..picture("ab") })
            .await
            .expect("kept");
        tx.commit().await.expect("committed");
        let of = pictures::of_article(&store, one).await.expect("read");
        assert_eq!(of.len(), 2);
        assert!(of.iter().all(|(_, one)| *one == picture("ab")));
        // An article written later shows it at once; one that names it no more does not.
        let third = made(&store, BODY, None).await;
        assert_eq!(lead(&store, third).await, Some(picture("ab")));
        let mut content = article("پل", Published).content;
        content.body_html = "<p>متن</p>".into();
        let mut tx = begin(&store).await;
        articles::update(&mut tx, third, 1, &content, "پل", None).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!(lead(&store, third).await, None);
        assert!(due(&store).await.is_empty());
    });
}

#[test]
fn an_archive_asks_nobody_for_its_pictures_until_a_person_names_them() {
    on_both(|store| async move {
        let code = made(&store, BODY, Some("imported")).await;
        assert!(due(&store).await.is_empty());
        let mut content = article("پل", Published).content;
        content.body_html = BODY.into();
        let mut tx = begin(&store).await;
        articles::update(&mut tx, code, 1, &content, "پل", None).await.expect("saved");
        tx.commit().await.expect("committed");
        assert_eq!(due(&store).await, [FIRST, SECOND]);
    });
}

#[test]
fn what_fails_is_tried_later_and_later_and_given_up() {
    on_both(|store| async move {
        made(&store, BODY, None).await;
        let failure = Failure::TooSlow("a.ir".into());
        let mut wanted = Wanted { address: FIRST.into(), attempts: 0 };
        let mut waits = Vec::new();
        let mut at = NOW;
        while let Some(found) = {
            let due = pictures::due(&store, i64::MAX, 9).await.expect("read");
            due.into_iter().find(|one| one.address == FIRST)
        } {
            assert_eq!(found, wanted);
            let mut tx = begin(&store).await;
            pictures::failed(&mut tx, &found, &failure, false).await.expect("noted");
            tx.commit().await.expect("committed");
            wanted.attempts += 1;
            let mut after = at;
            while wanted.attempts < 5
                && !pictures::due(&store, after, 9)
                    .await
                    .expect("read")
                    .iter()
                    .any(|one| one.address == FIRST)
            {
                after += 60_000;
            }
            waits.push(after - at);
            at = NOW;
        }
        assert_eq!(waits.len(), 5);
        assert!(waits.windows(2).take(3).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!(pictures::failure(&store, FIRST).await.expect("read"), Some(failure));
        // What will not come is not asked for again, though another article names it.
        let mut tx = begin(&store).await;
        let gone = Failure::Status("a.ir".into(), 404);
        pictures::failed(&mut tx, &Wanted { address: SECOND.into(), attempts: 0 }, &gone, true)
            .await
            .expect("noted");
        tx.commit().await.expect("committed");
        made(&store, BODY, None).await;
        assert!(pictures::due(&store, i64::MAX, 9).await.expect("read").is_empty());
    });
}

#[test]
fn a_host_that_asks_for_time_gets_it() {
    on_both(|store| async move {
        made(&store, BODY, None).await;
        let mut tx = begin(&store).await;
        let wanted = Wanted { address: FIRST.into(), attempts: 0 };
        pictures::postpone(&mut tx, &wanted, NOW + 5000).await.expect("put off");
        tx.commit().await.expect("committed");
        assert_eq!(due(&store).await, [SECOND]);
        assert_eq!(pictures::due(&store, NOW + 5000, 9).await.expect("read").len(), 2);
    });
}

#[test]
fn another_focus_is_another_edition_whose_avif_is_made_anew() {
    on_both(|store| async move {
        let code = made(&store, BODY, None).await;
        let mut tx = begin(&store).await;
        pictures::keep(&mut tx, FIRST, &picture("ab")).await.expect("kept");
        tx.commit().await.expect("committed");
        let waiting = pictures::without_avif(&store, 9).await.expect("read");
        assert_eq!(waiting, [picture("ab")]);
        let mut tx = begin(&store).await;
        pictures::avif_tried(&mut tx, &waiting[0], true).await.expect("noted");
        tx.commit().await.expect("committed");
        assert!(lead(&store, code).await.expect("there").has_avif);
        assert!(pictures::without_avif(&store, 9).await.expect("read").is_empty());
        let mut tx = begin(&store).await;
        assert_eq!(pictures::set_focus(&mut tx, "ab", (10, 90)).await.expect("moved"), 2);
        assert!(pictures::set_focus(&mut tx, "no", (10, 90)).await.is_err());
        tx.commit().await.expect("committed");
        let moved = pictures::by_hash(&store, "ab").await.expect("read").expect("there");
        assert_eq!((moved.focus, moved.edition, moved.has_avif), ((10, 90), 2, false));
        for _ in 0..3 {
            // What was made of the former edition counts for nothing.
            let mut tx = begin(&store).await;
            pictures::avif_tried(&mut tx, &picture("ab"), true).await.expect("noted");
            pictures::avif_tried(&mut tx, &moved, false).await.expect("noted");
            tx.commit().await.expect("committed");
        }
        assert!(pictures::without_avif(&store, 9).await.expect("read").is_empty(), "given up");
        assert_eq!(pictures::by_hash(&store, "none").await.expect("read"), None);
    });
}
