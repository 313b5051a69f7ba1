//! Writing, editing, publishing and scheduling.

use axum::http::{StatusCode, header};
use news::article::ArticleState::{Inbox, Published, Scheduled, Unpublished};
use news::article::BODY_BYTES_MAX;
use news::person::Role;

use crate::{NOW, Site};

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
    assert!(past.texts(".refusal")[0].contains("خوانده نشد"), "no time was given");
    let past =
        site.post(&path, &[&fields("schedule", "2")[..], &[("time", "۱۰:۰۰")]].concat(), &cookie).await;
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
    assert_eq!((scheduled.state, scheduled.published_at), (Scheduled, NOW + 51_480_000));
}

#[tokio::test]
async fn an_article_keeps_the_time_at_which_readers_first_saw_it_but_is_scheduled_for_a_new_one() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل تازه", Published).await;
    let press = async |action: &'static str, revision: &'static str| {
        let fields = [
            ("action", action),
            ("revision", revision),
            ("headline", "پل تازه"),
            ("body", "متن"),
            ("day", "۱۴۰۳/۰۹/۱۳"),
            ("time", "۱۰:۳۰"),
        ];
        let answer = site.post(&format!("/newsroom/articles/{code}"), &fields, &cookie).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.body);
        let kept = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
        (kept.state, kept.published_at)
    };
    let first = NOW - 60_000;
    assert_eq!(press("publish", "1").await, (Published, first), "two editors press it");
    assert_eq!(press("unpublish", "2").await, (Unpublished, first));
    assert_eq!(press("publish", "2").await, (Published, first));
    press("unpublish", "2").await;
    assert_eq!(press("schedule", "2").await, (Scheduled, NOW + 51_480_000));
}

#[tokio::test]
async fn a_line_is_a_paragraph_and_what_is_out_of_bounds_is_said() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("از منبع", Inbox).await;
    let path = format!("/newsroom/articles/{code}");
    let body_of = async || {
        let kept = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
        kept.content.body_html
    };
    let send = async |revision: &str, changes: &[(&str, &str)]| {
        let mut all = vec![("action", "save"), ("revision", revision)];
        all.extend(
            Some(("headline", "تیتر")).filter(|_| changes.iter().all(|(field, _)| *field != "headline")),
        );
        all.extend(changes);
        site.post(&path, &all, &cookie).await
    };
    let typed = "یک <strong>مهم</strong>\nدو\n<h2>میان‌تیتر</h2>\nسه";
    assert_eq!(send("1", &[("body", typed)]).await.status, StatusCode::SEE_OTHER);
    let kept = "<p>یک <strong>مهم</strong></p>\n<p>دو</p>\n<h2>میان‌تیتر</h2>\n<p>سه</p>";
    assert_eq!(body_of().await, kept);
    let shown = "یک <strong>مهم</strong>\n\nدو\n\n<h2>میان‌تیتر</h2>\n\nسه";
    let page = site.get_as(&path, &cookie).await;
    assert!(page.body.contains(&shown.replace('<', "&lt;").replace('>', "&gt;")), "{}", page.body);
    assert_eq!(send("2", &[("body", shown)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(body_of().await, kept, "looking at it changes nothing");
    for (field, value, says) in [
        ("headline", "\u{200c}\u{200b}".to_owned(), "تیتر نوشته نشده"),
        ("headline", "ت".repeat(501), "تیتر بیش از اندازه"),
        ("kicker", "ک".repeat(201), "روتیتر"),
        ("lead", "ل".repeat(3001), "لید"),
        ("byline", "ن".repeat(201), "نویسنده"),
        ("source_name", "م".repeat(201), "منبع"),
        ("source_url", "irna.ir/1".to_owned(), "نشانی منبع"),
        ("tags", "برچسب،".repeat(31), "برچسب"),
    ] {
        let refused = send("2", &[("body", shown), (field, value.as_str())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.texts(".refusal")[0].contains(says), "{field}");
    }
    let gone = send("2", &[("body", "متن من"), ("section", "999999")]).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.texts(".refusal")[0].contains("بخشی که برگزیده بودید") && gone.body.contains("متن من"));
    assert_eq!(body_of().await, kept, "a refusal changes nothing");
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
async fn a_reporter_keeps_what_he_typed_into_an_article_that_is_out_meanwhile() {
    let site = Site::new().await;
    let reporter = site.log_in(Role::Reporter).await;
    for (state, name) in [(Published, "منتشر"), (Scheduled, "زمان")] {
        let code = site.article(name, state).await;
        let path = format!("/newsroom/articles/{code}");
        for action in ["save", "draft"] {
            let fields = [("action", action), ("revision", "1"), ("headline", name), ("body", "افزودهٔ من")];
            let refused = site.post(&path, &fields, &reporter).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name} {action}");
            assert!(
                refused.texts(".refusal")[0].contains("در همین فاصله") && refused.body.contains("افزودهٔ من")
            );
        }
        let known = store::articles::by_code(&site.store, code).await.expect("read").expect("there");
        assert_eq!((known.state, known.revision), (state, 1), "nothing was changed");
    }
}

#[tokio::test]
async fn the_longest_body_is_kept_and_a_longer_one_comes_back() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let mark_up = "<p></p>".len();
    for (bytes, status) in
        [(BODY_BYTES_MAX, StatusCode::SEE_OTHER), (BODY_BYTES_MAX + 2, StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let body = "ش".repeat((bytes - mark_up) / "ش".len());
        let fields = [("action", "save"), ("headline", "بلند"), ("body", &body)];
        let answer = site.post("/newsroom/articles/new", &fields, &cookie).await;
        assert_eq!(answer.status, status, "{bytes}");
        assert!(status == StatusCode::SEE_OTHER || answer.body.contains(&body), "it is not lost");
    }
}

#[tokio::test]
async fn what_a_state_does_not_lead_to_is_refused_and_what_was_typed_is_kept() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل تازه", Published).await;
    let path = format!("/newsroom/articles/{code}");
    let fields = [("action", "draft"), ("revision", "1"), ("headline", "پل تازه‌تر"), ("body", "متن")];
    let refused = site.post(&path, &fields, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts(".refusal")[0].contains("در حالتی نیست"), "{:?}", refused.texts(".refusal"));
    assert!(refused.body.contains("پل تازه‌تر"));
    let empty = [("action", "publish"), ("headline", "پل دیگر")];
    let refused = site.post("/newsroom/articles/new", &empty, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts(".refusal")[0].contains("متن یا لید لازم است"));
}

#[tokio::test]
async fn a_body_of_more_paragraphs_than_are_read_comes_back_whole() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل تازه", Inbox).await;
    let long: String = (0..20_001).map(|number| format!("سطر {number}\n\n")).collect();
    for path in ["/newsroom/articles/new".to_owned(), format!("/newsroom/articles/{code}")] {
        for action in ["save", "preview"] {
            let fields = [("action", action), ("revision", "1"), ("headline", "بلند"), ("body", &long)];
            let refused = site.post(&path, &fields, &cookie).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {action}");
            assert!(
                refused.texts(".refusal")[0].contains("۲۰٬۰۰۰ بند") && refused.body.contains("سطر 20000")
            );
        }
    }
}
