//! Waiting articles whose kept pages are read again by other selectors.

use super::*;

#[tokio::test]
async fn what_waits_is_read_again_by_corrected_selectors_and_what_an_editor_has_is_not() {
    let wire = Wire::serve(|path, _| match path {
        "/rss" => Some(feed(1..4)),
        path => Some(
            page(number(path)?)
                .replace("<article>", "<b class=top>تیتر درست</b><i class=at>۱۰ آذر ۱۴۰۳</i><article>"),
        ),
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let codes = bring_in_at(&site, id, NOW).await;
    let article = async |code| articles::by_code(&site.store, code).await.expect("read").expect("there");
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let who = store::people::create(&mut tx, "sara", "سارا", Role::Editor, "-").await.expect("made");
    let touched = article(codes[1]).await;
    articles::update(&mut tx, codes[1], 1, &touched.content, &touched.slug, Some(who)).await.expect("saved");
    articles::set_state(&mut tx, codes[2], ArticleState::Published, None).await.expect("published");
    let selectors = Selectors { headline: ".top".into(), date: ".at".into(), ..Selectors::default() };
    let terms = Terms { selectors, ..Terms::default() };
    let set = NewSource { terms, ..source(&site, id).await.set };
    store::sources::update(&mut tx, id, &set).await.expect("changed");
    tx.commit().await.expect("committed");
    let before = [article(codes[1]).await, article(codes[2]).await];
    assert_eq!(read_again(&site, NOW + 1).await.expect("nothing to do"), 0);
    assert_eq!(store::rereading::waiting_count(&site.store, id).await.expect("read"), 1);
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::rereading::ask(&mut tx, id).await.expect("asked");
    tx.commit().await.expect("committed");
    let asked = wire.asked().len();
    assert_eq!(read_again(&site, NOW + 1).await.expect("read"), 1);
    let now = article(codes[0]).await;
    assert_eq!((now.content.headline.as_str(), now.revision), ("تیتر درست", 2));
    assert_eq!(persian::date::iso(now.published_at), "2024-11-30T00:00:00+03:30");
    assert_eq!([article(codes[1]).await, article(codes[2]).await], before);
    assert_eq!((read_again(&site, NOW + 2).await.expect("done"), wire.asked().len()), (0, asked));
}
