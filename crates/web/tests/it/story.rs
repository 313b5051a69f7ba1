//! A story's page: its versions, who was first, and where each code leads.

use axum::http::{StatusCode, header};
use news::article::ArticleState::{self, Draft, Published, Unpublished};
use news::article::{Attribution, Content, NewArticle};
use store::articles;

use crate::{NOW, Site};

async fn version(site: &Site, headline: &str, outlet: &str, minute: i64, story: Option<i64>) -> i64 {
    let attribution = Some(Attribution { name: outlet.into(), ..Attribution::default() });
    let body_html = "<p>متن</p>".into();
    let content = Content { headline: headline.into(), body_html, attribution, ..Content::default() };
    let at = NOW - 3_600_000 + minute * 60_000;
    let new = NewArticle { state: Published, story, ..NewArticle::draft(content, "", at) };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let code = articles::create(&mut tx, &new).await.expect("made");
    tx.commit().await.expect("committed");
    code
}

async fn set(site: &Site, code: i64, state: ArticleState) {
    let mut tx = site.store.begin(NOW).await.expect("a change");
    articles::set_state(&mut tx, code, state, None).await.expect("moved");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn a_story_shows_who_was_first_and_what_others_say_otherwise() {
    let site = Site::new().await;
    let first = version(&site, "پل لاجین باز شد", "البرز", 0, None).await;
    let second = version(&site, "پل لاجین پس از دو سال باز شد", "خزر", 25, Some(first)).await;
    version(&site, "پل لاجین باز شد", "زاگرس", 0, Some(first)).await;
    let page = site.get(&format!("/story/{first}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts(".timeline .kicker"), ["البرز", "زاگرس", "خزر"]);
    assert_eq!(page.texts(".timeline .new"), ["پس از دو سال"]);
    assert_eq!(
        page.texts(".timeline .stamp"),
        ["نخستین گزارش", "هم‌زمان با نخستین گزارش با همان تیتر", "۲۵ دقیقه پس از نخستین گزارش"]
    );
    assert_eq!(page.texts(".page-head .stamp span")[0], "۳ روایت از ۳ رسانه");
    assert!(page.body.contains(&format!("rel=\"canonical\" href=\"https://example.ir/story/{first}\"")));
    let article = site.get(&format!("/news/{second}/پل-لاجین-پس-از-دو-سال-باز-شد")).await;
    assert!(article.body.contains(&format!("<a href=\"/story/{first}\">روایت‌های دیگر این خبر (۲)</a>")));
    let list = site.get("/latest").await;
    assert!(
        list.body.contains(&format!("<a href=\"/story/{first}\">۳ روایت</a>")),
        "a card that folds copies"
    );
}

#[tokio::test]
async fn each_code_of_a_story_leads_to_it_and_only_what_is_out_is_told() {
    let site = Site::new().await;
    let first = version(&site, "یک", "البرز", 0, None).await;
    let second = version(&site, "دو", "خزر", 5, Some(first)).await;
    let third = version(&site, "سه", "زاگرس", 9, Some(first)).await;
    let leads = async |path: String| {
        let answer = site.get(&path).await;
        (
            answer.status.as_u16(),
            answer.headers.get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned()),
        )
    };
    let to_story = (301, Some(format!("/story/{first}")));
    assert_eq!(leads(format!("/story/{second}")).await, to_story);
    assert_eq!(leads(format!("/story/{}", persian::digits::to_persian(&first.to_string()))).await, to_story);
    set(&site, second, Unpublished).await;
    assert_eq!(leads(format!("/story/{second}")).await, (410, None));
    assert_eq!(site.get(&format!("/story/{first}")).await.texts(".timeline h2"), ["یک", "سه"]);
    set(&site, first, Unpublished).await;
    let (status, to) = leads(format!("/story/{first}")).await;
    assert_eq!((status, to), (302, Some(format!("/news/{third}/%D8%B3%D9%87"))), "one is no story, for now");
    set(&site, third, Unpublished).await;
    assert_eq!(leads(format!("/story/{first}")).await, (410, None));
    let draft = site.article("پیش‌نویس", Draft).await;
    assert_eq!(leads(format!("/story/{draft}")).await, (404, None));
    assert_eq!(leads("/story/1".to_owned()).await, (404, None));
    assert_eq!(leads("/story/پل".to_owned()).await, (404, None));
}
