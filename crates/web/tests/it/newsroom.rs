use axum::http::{StatusCode, header};
use news::article::ArticleState::{Dismissed, Draft, Inbox, Published, Scheduled};
use news::person::Role;

use crate::{NOW, Site};

const PAGES: [(&str, &[Role]); 7] = [
    ("/newsroom", &Role::ALL),
    ("/newsroom/search?q=خبر", &Role::ALL),
    ("/newsroom/password", &Role::ALL),
    ("/newsroom/articles/new", &[Role::Admin, Role::Editor, Role::Reporter]),
    ("/newsroom/comments", &[Role::Admin, Role::Editor, Role::Moderator]),
    ("/newsroom/sources", &[Role::Admin, Role::Editor]),
    ("/newsroom/settings", &[Role::Admin]),
];

#[tokio::test]
async fn the_default_is_no() {
    let site = Site::new().await;
    let mut cookies = Vec::new();
    for role in Role::ALL {
        cookies.push((role, site.log_in(role).await));
    }
    for (path, allowed) in PAGES {
        let anonymous = site.get(path).await;
        assert_eq!(anonymous.status, StatusCode::SEE_OTHER, "{path}");
        assert!(anonymous.header(header::LOCATION).starts_with("/newsroom/login?next="), "{path}");
        assert_eq!(site.get_as(path, "binesh_session=00").await.status, StatusCode::SEE_OTHER, "{path}");
        for (role, cookie) in &cookies {
            let expected = if allowed.contains(role) { StatusCode::OK } else { StatusCode::FORBIDDEN };
            let answer = site.get_as(path, cookie).await;
            assert_eq!(answer.status, expected, "{path} as {}", role.as_str());
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        }
    }
    for path in [
        "/newsroom/articles/new",
        "/newsroom/articles/100001",
        "/newsroom/comments",
        "/newsroom/dismissals",
        "/newsroom/dismissals/100001",
        "/newsroom/sources",
        "/newsroom/sources/1",
        "/newsroom/settings",
    ] {
        let answer = site.post(path, &[("action", "publish")], "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.body.contains("/newsroom/login"), "what was typed stays in the browser");
    }
}

#[tokio::test]
async fn logging_in_is_refused_alike_and_locked_after_some_tries() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    for _ in 0..8 {
        let wrong = site.post("/newsroom/login", &[("name", "editor"), ("password", "x")], "").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert!(wrong.texts(".refusal")[0].contains("درست نیست"));
    }
    let locked = site.post("/newsroom/login", &[("name", "editor"), ("password", "correct horse")], "").await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    let nobody = site
        .post("/newsroom/login", &[("name", "nobody"), ("password", "x"), ("next", "//evil.example")], "")
        .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert!(!nobody.body.contains("evil"), "only the newsroom's own addresses are gone back to");
    assert_eq!(site.post("/newsroom/logout", &[], &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as("/newsroom", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_article_goes_out_is_taken_away_and_scheduled() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("از منبع", Inbox).await;
    let path = format!("/newsroom/articles/{code}");
    assert!(
        site.get_as("/newsroom", &cookie).await.texts(".inbox-row").iter().any(|row| row.contains("از منبع"))
    );
    let fields = |action: &'static str, revision: &'static str| {
        [
            ("action", action),
            ("revision", revision),
            ("headline", "تیتر <b>"),
            ("body", "متن\nدوم <script>x</script>"),
            ("day", "۱۴۰۳/۰۹/۱۰"),
        ]
    };
    let past = site.post(&path, &fields("schedule", "1"), &cookie).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.texts(".refusal")[0].contains("آینده"));
    assert_eq!(site.post(&path, &fields("publish", "2"), &cookie).await.status, StatusCode::SEE_OTHER);
    let shown = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
    assert_eq!((shown.state, shown.content.headline.as_str()), (Published, "تیتر <b>"));
    assert!(!shown.content.body_html.contains("script"));
    assert_eq!(site.post(&path, &fields("unpublish", "2"), &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&format!("/news/{code}")).await.status, StatusCode::GONE);
    let later = [
        ("action", "schedule"),
        ("headline", "فردا"),
        ("body", "متن"),
        ("day", "۱۴۰۳/۰۹/۱۳"),
        ("time", "۱۰:۳۰"),
    ];
    let made = site.post("/newsroom/articles/new", &later, &cookie).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let number = made.header(header::LOCATION).split(['/', '?']).find_map(|part| part.parse::<i64>().ok());
    let number = number.expect("a code");
    let scheduled = store::articles::by_code(&site.store, number).await.expect("read").expect("there");
    assert_eq!((scheduled.state, scheduled.published_at), (Scheduled, Some(NOW + 51_480_000)));
}

#[tokio::test]
async fn what_two_editors_type_is_never_lost() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("نخست", Inbox).await;
    let path = format!("/newsroom/articles/{code}");
    let save = |headline: &'static str| {
        [("action", "save"), ("revision", "1"), ("headline", headline), ("body", "متن")]
    };
    assert_eq!(site.post(&path, &save("نوشتهٔ یک"), &cookie).await.status, StatusCode::SEE_OTHER);
    let stale = site.post(&path, &save("نوشتهٔ دو"), &cookie).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("نوشتهٔ یک") && stale.body.contains("نوشتهٔ دو"), "both are shown");
    let empty = site.post(&path, &[("action", "save"), ("revision", "2"), ("body", "متن من")], &cookie).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("متن من"));
    let repaired = site
        .post(&path, &[("action", "repair"), ("revision", "2"), ("headline", "کتاب ها می رسند")], &cookie)
        .await;
    assert!(repaired.body.contains("کتاب‌ها می‌رسند"));
    assert_eq!(site.get_as("/newsroom/articles/1", &cookie).await.status, StatusCode::NOT_FOUND);
    let reporter = site.log_in(Role::Reporter).await;
    let out = site
        .post(
            &path,
            &[("action", "publish"), ("revision", "2"), ("headline", "نوشتهٔ یک"), ("body", "متن")],
            &reporter,
        )
        .await;
    assert_eq!(out.status, StatusCode::FORBIDDEN, "a reporter does not publish");
}

#[tokio::test]
async fn sources_comments_settings_and_password() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Admin).await;
    for (url, status) in [
        ("not an address", StatusCode::UNPROCESSABLE_ENTITY),
        ("ftp://a.ir/x", StatusCode::UNPROCESSABLE_ENTITY),
        ("https://a.ir/rss", StatusCode::SEE_OTHER),
        ("https://a.ir/rss", StatusCode::CONFLICT),
    ] {
        let answer = site
            .post("/newsroom/sources", &[("url", url), ("kind", "feed"), ("arrival", "inbox")], &cookie)
            .await;
        assert_eq!(answer.status, status, "{url}");
    }
    let id = store::sources::all(&site.store).await.expect("read")[0].id;
    assert_eq!(
        site.post(&format!("/newsroom/sources/{id}"), &[("action", "stop")], &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!store::sources::all(&site.store).await.expect("read")[0].enabled);
    let code = site.article("تیتر", Published).await;
    site.post(&format!("/news/{code}/comments"), &[("name", "سارا"), ("body", "<b>سلام</b>")], "").await;
    let queue = site.get_as("/newsroom/comments", &cookie).await;
    assert_eq!(queue.texts(".said"), ["<b>سلام</b>"]);
    assert_eq!(
        site.post("/newsroom/comments", &[("id", "1"), ("action", "approved")], &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        site.post("/newsroom/comments", &[("id", "9"), ("action", "approved")], &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(site.get(&format!("/news/{code}/تیتر")).await.texts(".counts")[0].contains("انتشار یافته: ۱"));
    let words = [
        ("name", "نام <i>"),
        ("motto", ""),
        ("about", "ما"),
        ("licence", "مجوز"),
        ("owner", ""),
        ("managing_editor", ""),
        ("contact", ""),
    ];
    assert_eq!(site.post("/newsroom/settings", &words, &cookie).await.status, StatusCode::SEE_OTHER);
    assert!(site.get("/about").await.texts("h1")[0].contains("نام <i>"));
    for (old, new, status) in [
        ("correct horse", "short", 422),
        ("wrong", "long enough", 422),
        ("correct horse", "long enough", 303),
    ] {
        let answer = site.post("/newsroom/password", &[("old", old), ("new", new)], &cookie).await;
        assert_eq!(answer.status.as_u16(), status, "{old} {new}");
    }
    assert_eq!(
        site.get_as("/newsroom", &cookie).await.status,
        StatusCode::SEE_OTHER,
        "a new password logs out"
    );
}

#[tokio::test]
async fn what_is_not_wanted_is_dismissed_and_taken_back() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("از منبع", Inbox).await;
    let state =
        async || store::articles::by_code(&site.store, code).await.expect("read").expect("there").state;
    let number = code.to_string();
    let gone = site.post("/newsroom/dismissals", &[("code", &number)], &cookie).await;
    assert_eq!((gone.status, state().await), (StatusCode::SEE_OTHER, Dismissed));
    let told = site.get_as(gone.header(header::LOCATION), &cookie).await;
    assert_eq!(told.texts(".done p"), ["کنار گذاشته شد."]);
    let undo = format!("/newsroom/dismissals/{code}");
    assert!(told.body.contains(&undo), "it can be taken back at once");
    assert_eq!(site.post(&undo, &[], &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state().await, Draft, "what came from no entry is a draft");
    let published = site.article("منتشرشده", Published).await.to_string();
    site.post("/newsroom/dismissals", &[("code", &published)], &cookie).await;
    assert_eq!(site.get(&format!("/news/{published}")).await.status, StatusCode::MOVED_PERMANENTLY);
    let reporter = site.log_in(Role::Reporter).await;
    let refused = site.post("/newsroom/dismissals", &[("code", &number)], &reporter).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_preview_shows_what_was_typed_and_keeps_nothing() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Reporter).await;
    let code = site.article("نخست", Inbox).await;
    let fields = [("action", "preview"), ("revision", "1"), ("headline", "تیتر تازه"), ("body", "متن تازه")];
    for path in [format!("/newsroom/articles/{code}"), "/newsroom/articles/new".to_owned()] {
        let shown = site.post(&path, &fields, &cookie).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        assert_eq!(
            (shown.texts("h1"), shown.texts(".body p")),
            (vec!["تیتر تازه".into()], vec!["متن تازه".into()])
        );
        assert!(shown.texts(".notice")[0].contains("پیش‌نمایش"));
        assert_eq!(shown.header(header::CACHE_CONTROL), "no-store");
    }
    let kept = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
    assert_eq!((kept.content.headline.as_str(), kept.revision), ("نخست", 1));
}

#[tokio::test]
async fn the_newsroom_finds_what_readers_do_not() {
    let site = Site::new().await;
    let draft = site.article("گزارشِ نيمه‌كارهٔ گندم", Draft).await;
    site.article("کارتابل و گندم", Inbox).await;
    site.article("گندم در بازار", Published).await;
    let cookie = site.log_in(Role::Reporter).await;
    let page = site.get_as("/newsroom/search?q=گندم", &cookie).await;
    assert_eq!(page.texts("h2.label"), ["در کارتابل", "منتشرشده"]);
    let mut states = page.texts(".rows .state");
    states.sort_unstable();
    assert_eq!((page.texts(".row-title").len(), states.len()), (3, 3));
    assert_eq!(site.get_as("/newsroom/search?q=نیمه+کاره", &cookie).await.texts(".row-title").len(), 1);
    let jump = site.get_as(&format!("/newsroom/search?q={draft}"), &cookie).await;
    assert_eq!(jump.header(header::LOCATION), format!("/newsroom/articles/{draft}"));
    let readers = site.get("/search?q=گندم").await;
    assert_eq!(readers.texts(".card h2"), ["گندم در بازار"]);
}
