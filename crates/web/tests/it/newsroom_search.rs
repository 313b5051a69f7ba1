use axum::http::header;
use news::article::ArticleState::{Draft, Inbox, Published};
use news::person::Role;

use crate::Site;

#[tokio::test]
async fn the_newsroom_finds_what_readers_do_not() {
    let site = Site::new().await;
    let draft = site.article("گزارشِ نيمه‌كارهٔ گندم", Draft).await;
    site.article("کارتابل و گندم", Inbox).await;
    site.article("گندم در بازار", Published).await;
    let cookie = site.log_in(Role::Reporter).await;
    let page = site.get_as("/newsroom/search?q=گندم", &cookie).await;
    assert!(!page.texts(".row-title mark").is_empty() && !page.texts(".snippet").is_empty());
    assert_eq!(page.texts("h2.label"), ["در کارتابل", "منتشرشده"]);
    let mut states = page.texts(".rows .state");
    states.sort_unstable();
    assert_eq!((page.texts(".row-title").len(), states.len()), (3, 3));
    assert_eq!(site.get_as("/newsroom/search?q=نیمه+کاره", &cookie).await.texts(".row-title").len(), 1);
    let jump = site.get_as(&format!("/newsroom/search?q={draft}"), &cookie).await;
    assert_eq!(jump.header(header::LOCATION), format!("/newsroom/articles/{draft}"));
    let readers = site.get("/search?q=گندم").await;
    assert_eq!(readers.texts(".card h2"), ["گندم در بازار"]);
    assert_eq!(page.texts(".quiet"), ["۲ مطلب", "۱ مطلب"]);
    let mut by_state = page.texts("h3");
    by_state.sort_unstable();
    assert_eq!(by_state, ["پیش‌نویس", "کارتابل"], "only where there are several");
    let slip = site.get_as("/newsroom/search?q=بازاز", &cookie).await;
    assert!(
        slip.texts(".notice").concat().contains("آیا منظورتان «بازار» بود؟"),
        "{:?}",
        slip.texts(".notice")
    );
    site.article("کارتابک", Published).await;
    let found = site.get_as("/newsroom/search?q=کارتابک", &cookie).await;
    assert_eq!(
        (found.texts(".row-title").len(), found.texts(".notice").len()),
        (1, 0),
        "no slip: readers find it"
    );
    let unknown = site.get_as("/newsroom/search?q=گندم+منبع:ناکجا", &cookie).await;
    assert!(unknown.texts(".notice").concat().starts_with("منبعی با نام «ناکجا» پیدا نشد"));
    let day = site.get_as("/newsroom/search?q=گندم+از+۳۱+اسفند+۱۳۹۸", &cookie).await;
    assert!(day.texts(".notice").concat().contains("روزی از تقویم نیست"));
    let beyond = site.get_as("/newsroom/search?q=گندم&page=9", &cookie).await;
    assert_eq!(beyond.texts(".empty h2"), ["نتیجه‌ها تا این‌جا نمی‌رسند"]);
}
