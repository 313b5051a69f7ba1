//! What a page that is looked at again may do to an article of ours, and what is told of it.

use news::article::Article;
use news::source_change::REFUSED_LOOKS;

use super::*;
use crate::pipeline::looking::INBOX_LOOKS_MAX;

/// What an outlet shows at the address of an article that it took away: a headline and a text a line.
const STAND_INS: &str = "صفحه مورد نظر پیدا نشد | صفحه مورد نظر پیدا نشد یا نشانی آن عوض شده است. از جست‌وجو یا صفحهٔ نخست کمک بگیرید.
سایت البرز | سایت در دست به‌روزرسانی است و به‌زودی بازمی‌گردد. از شکیبایی شما سپاسگزاریم.
Error | Error establishing a database connection. The server did not answer in time, please try again in a few minutes.";

struct Looked {
    site: Site,
    _folder: TempDir,
    shown: Arc<Mutex<String>>,
    code: NewsCode,
    now: UtcMs,
    /// How often in a row the page was refused before.
    refused: i64,
}

impl Looked {
    /// An article in the inbox, of a page that can be changed.
    async fn new() -> Self {
        let shown = Arc::new(Mutex::new(page(1)));
        let served = shown.clone();
        let wire = Wire::serve(move |path, _| match path {
            "/rss" => Some(feed(1..2)),
            "/news/1" => Some(served.lock().expect("set").clone()),
            _ => None,
        })
        .await;
        let (site, folder) = site(&wire).await;
        let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
        poll_at(&site, id, NOW).await;
        let code = bring_in_at(&site, id, NOW).await[0];
        Self { site, _folder: folder, shown, code, now: NOW, refused: 0 }
    }

    /// Looks at the page that says this now; as often as is wanted.
    async fn at(&mut self, page: String) -> Option<ChangeKind> {
        self.after(0, page).await
    }

    /// As [`Self::at`], after so many looks.
    async fn after(&mut self, looks: i64, page: String) -> Option<ChangeKind> {
        *self.shown.lock().expect("set") = page;
        self.now += 1;
        let article = self.article().await;
        let look = store::source_changes::Look {
            entry_id: article.entry_id.expect("an entry"),
            source_id: article.source_id.expect("a source"),
            code: self.code,
            state: article.state,
            url: article.content.attribution.and_then(|from| from.url).expect("an address"),
            etag: None,
            last_modified: None,
            looks,
            refused: self.refused,
            is_from_feed: false,
        };
        look_again(&self.site, &look, self.now).await.expect("looked")
    }

    async fn article(&self) -> Article {
        articles::by_code(&self.site.store, self.code).await.expect("read").expect("there")
    }

    async fn told(&self) -> Vec<ChangeKind> {
        let unseen = store::source_changes::unseen(&self.site.store, 9).await.expect("read");
        unseen.into_iter().map(|change| change.kind).collect()
    }
}

fn corrected() -> String {
    page(1).replace("پایان", "اصلاح شد")
}

#[tokio::test]
async fn what_stands_in_an_articles_stead_is_told_and_never_put_over_it() {
    let mut looked = Looked::new().await;
    let ours = looked.article().await;
    let stand_ins = STAND_INS.lines().map(|line| {
        let (headline, text) = line.split_once(" | ").expect("a headline and a text");
        format!("<title>{headline}</title><article><h1>{headline}</h1><p>{text}</p></article>")
    });
    let nothing = "<div id=app></div>".to_owned();
    for shown in stand_ins.chain([page(2), nothing]) {
        assert_eq!(looked.at(shown.clone()).await, Some(ChangeKind::Replaced), "{shown}");
        assert_eq!(looked.told().await, [ChangeKind::Replaced], "{shown}");
        assert_eq!(looked.at(shown.replace("<p>", "<p>۱۲:۰۵ ")).await, None, "once is enough");
        assert_eq!(looked.article().await, ours);
        assert_eq!(looked.at(page(1)).await, None);
        assert!(looked.told().await.is_empty(), "it is there again");
    }
    let guard = "<title>خطای ۴۰۳</title><p>شما اجازهٔ دیدن این بخش را ندارید.</p>".to_owned();
    assert_eq!(looked.at(guard).await, None, "a guard says nothing of the article");
    assert_eq!(looked.article().await, ours);
    assert_eq!(looked.at(page(2)).await, Some(ChangeKind::Replaced));
    assert_eq!(looked.at(corrected()).await, Some(ChangeKind::Changed));
    assert!(looked.article().await.content.body_html.contains("اصلاح شد"), "a later version is taken up");
    assert!(looked.told().await.is_empty());
}

#[tokio::test]
async fn a_denial_under_the_same_headline_is_told_with_the_difference_and_never_put_over_it() {
    let mut looked = Looked::new().await;
    let ours = looked.article().await;
    let headline = "خبر شماره 1 این روز";
    let denial = format!(
        "<html lang=fa><title>{headline}</title><h1>{headline}</h1><div itemprop=articleBody><p>این خبر تکذیب شد.</p></div>"
    );
    assert_eq!(looked.at(denial.clone()).await, Some(ChangeKind::Changed));
    let told = store::source_changes::unseen(&looked.site.store, 9).await.expect("read").remove(0);
    assert!(told.before.contains("پایان") && told.after.contains("تکذیب شد"), "{told:?}");
    assert_eq!(looked.article().await, ours);
    assert_eq!(looked.at(denial).await, None, "once is enough");
    assert_eq!(looked.at(page(1)).await, None);
    assert!(looked.told().await.is_empty(), "it is there again");
}

#[tokio::test]
async fn a_teaser_of_an_article_is_told_and_never_put_over_it() {
    let mut looked = Looked::new().await;
    let ours = looked.article().await;
    let first = page(1).split("</p>").next().expect("a paragraph").to_owned();
    let teaser = format!("{}…</p></article>", &first[..first.len() - first.len() / 4]);
    assert_eq!(looked.at(teaser.clone()).await, Some(ChangeKind::Changed));
    assert_eq!(looked.told().await, [ChangeKind::Changed]);
    assert_eq!(looked.article().await, ours);
    assert_eq!(looked.at(teaser).await, None, "once is enough");
    assert_eq!(looked.at(page(1)).await, None);
    assert!(looked.told().await.is_empty(), "it is whole again");
    assert_eq!(looked.at(corrected()).await, Some(ChangeKind::Changed));
    assert!(looked.article().await.content.body_html.contains("اصلاح شد"), "a correction is taken up");
}

#[tokio::test]
async fn an_original_that_is_refused_again_and_again_is_told_once() {
    let refusal = |status: &str| format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
    for status in ["403 Forbidden", "500 Internal Server Error"] {
        let mut looked = Looked::new().await;
        let ours = looked.article().await;
        looked.refused = REFUSED_LOOKS - 2;
        assert_eq!(looked.at(refusal(status)).await, None, "it may be a bad hour");
        looked.refused = REFUSED_LOOKS - 1;
        assert_eq!(looked.at(refusal(status)).await, Some(ChangeKind::Unreadable));
        assert_eq!(looked.at(refusal(status)).await, None, "once is enough");
        assert_eq!((looked.told().await, looked.article().await), (vec![ChangeKind::Unreadable], ours));
        assert_eq!(looked.at(page(1)).await, None);
        assert!(looked.told().await.is_empty(), "it is there again");
    }
    let mut looked = Looked::new().await;
    assert_eq!(looked.at(refusal("451 Unavailable For Legal Reasons")).await, Some(ChangeKind::Removed));
    looked.refused = REFUSED_LOOKS - 1;
    assert_eq!(looked.at(refusal("403 Forbidden")).await, None, "it is told that it was removed");
    let mut looked = Looked::new().await;
    looked.refused = REFUSED_LOOKS - 1;
    assert_eq!(looked.at(refusal("503 Service Unavailable")).await, None, "who is busy says nothing");
}

#[tokio::test]
async fn what_was_looked_at_enough_is_asked_for_when_it_is_taken_up_or_told() {
    let mut looked = Looked::new().await;
    assert_eq!(looked.after(INBOX_LOOKS_MAX, page(2)).await, None);
    assert_eq!(looked.after(INBOX_LOOKS_MAX - 1, page(2)).await, Some(ChangeKind::Replaced));
    assert_eq!(looked.after(INBOX_LOOKS_MAX, page(1)).await, None);
    assert!(looked.told().await.is_empty(), "what is told may be over");
    let mut tx = looked.site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, looked.code, ArticleState::Draft, None).await.expect("taken up");
    tx.commit().await.expect("committed");
    assert_eq!(looked.after(INBOX_LOOKS_MAX, page(2)).await, Some(ChangeKind::Replaced));
}

#[tokio::test]
async fn what_an_outlet_takes_back_is_told_no_more() {
    let mut looked = Looked::new().await;
    let mut tx = looked.site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, looked.code, ArticleState::Draft, None).await.expect("taken up");
    tx.commit().await.expect("committed");
    for (kind, shown) in [(ChangeKind::Changed, corrected()), (ChangeKind::Replaced, page(2))] {
        assert_eq!(looked.at(shown).await, Some(kind));
        assert_eq!(looked.told().await, [kind]);
        assert_eq!(looked.at(page(1)).await, None);
        assert!(looked.told().await.is_empty(), "the text is what it was");
        assert_eq!(looked.at(page(1)).await, None);
    }
    assert_eq!(looked.at(corrected()).await, Some(ChangeKind::Changed), "another time is another change");
    let mut tx = looked.site.store.begin(NOW).await.expect("a change");
    store::source_changes::seen(&mut tx, looked.code).await.expect("seen");
    tx.commit().await.expect("committed");
    assert_eq!(looked.at(page(1)).await, Some(ChangeKind::Changed), "what an editor saw is told otherwise");
}

#[tokio::test]
async fn a_page_that_has_not_changed_takes_a_correction_back_too() {
    let is_corrected = Arc::new(Mutex::new(false));
    let served = is_corrected.clone();
    let wire = Wire::serve(move |path, _| match path {
        "/rss" => Some(feed(1..2)),
        "/news/1" if *served.lock().expect("set") => Some(corrected()),
        "/news/1" => {
            let page = page(1);
            Some(format!("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: {}\r\n\r\n{page}", page.len()))
        }
        "/not-modified" => Some("HTTP/1.1 304 Not Modified\r\n\r\n".into()),
        _ => None,
    })
    .await;
    let (site, _folder) = site(&wire).await;
    let id = add(&site, &wire.url("/rss"), SourceKind::Feed, Terms::default()).await;
    poll_at(&site, id, NOW).await;
    let code = bring_in_at(&site, id, NOW).await[0];
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, ArticleState::Draft, None).await.expect("taken up");
    tx.commit().await.expect("committed");
    let now = NOW + next_look_ms(0).expect("a look");
    let look = store::source_changes::due(&site.store, now, 9).await.expect("read").remove(0);
    *is_corrected.lock().expect("set") = true;
    assert_eq!(look_again(&site, &look, now).await.expect("looked"), Some(ChangeKind::Changed));
    let as_kept = store::source_changes::Look { url: wire.url("/not-modified"), ..look };
    assert_eq!(look_again(&site, &as_kept, now).await.expect("looked"), None);
    assert_eq!(store::source_changes::unseen_count(&site.store).await.expect("read"), 0);
}

#[tokio::test]
async fn another_picture_and_other_words_under_it_are_told() {
    let picture = |file: &str, said: &str| {
        let figure = format!(
            "<p>.</p><figure><img src='/i/{file}' alt=''><figcaption>{said}</figcaption></figure><p>"
        );
        page(1).replacen("<p>", &figure, 1)
    };
    let mut looked = Looked::new().await;
    assert_eq!(looked.at(picture("1.jpg", "پل تازه")).await, Some(ChangeKind::Changed));
    assert_eq!(looked.at(picture("1.jpg?w=300", "پل تازه")).await, None, "the same in another size");
    for shown in [picture("2.jpg", "پل تازه"), picture("2.jpg", "پل کهنه")] {
        assert_eq!(looked.at(shown).await, Some(ChangeKind::Changed));
        let told = store::source_changes::last(&looked.site.store, looked.code).await.expect("read");
        assert!(told.expect("told").after.contains("\u{200e}2.jpg"));
        assert!(looked.article().await.content.body_html.contains("2.jpg"), "what nobody touched follows");
    }
}

#[tokio::test]
async fn other_tags_are_told_and_another_order_of_them_is_not() {
    let tagged = |tags: &str| {
        let links: String = tags.split(' ').map(|tag| format!("<a rel=tag href='/t'>{tag}</a>")).collect();
        page(1).replace("</body>", &format!("<div>{links}</div></body>"))
    };
    let mut looked = Looked::new().await;
    assert_eq!(looked.at(tagged("پل رود")).await, Some(ChangeKind::Changed));
    assert_eq!(looked.at(tagged("رود پل")).await, None);
    assert_eq!(looked.at(tagged("پل راه")).await, Some(ChangeKind::Changed));
    assert_eq!(looked.article().await.content.tags, ["پل", "راه"], "what nobody touched follows");
}
