use axum::http::{StatusCode, header};
use news::article::ArticleState::{Dismissed, Draft, Inbox, Published};
use news::article::{Attribution, Content, NewArticle};
use news::entry::NewEntry;
use news::failure::Failure;
use news::person::Role;
use news::source::PollOutcome;
use news::source_change::{ChangeKind, SourceChange};

use crate::{NOW, Site};

const PAGES: [(&str, &[Role]); 8] = [
    ("/newsroom", &Role::ALL),
    ("/newsroom/search?q=خبر", &Role::ALL),
    ("/newsroom/password", &Role::ALL),
    ("/newsroom/articles/new", &[Role::Admin, Role::Editor, Role::Reporter]),
    ("/newsroom/comments", &[Role::Admin, Role::Editor, Role::Moderator]),
    ("/newsroom/sources", &[Role::Admin, Role::Editor]),
    ("/newsroom/changes", &Role::ALL),
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
        "/newsroom/sources/1/selectors",
        "/newsroom/changes",
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
async fn sources_comments_settings_and_password() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Admin).await;
    for (url, status) in [
        ("not an address", StatusCode::UNPROCESSABLE_ENTITY),
        ("ftp://a.ir/x", StatusCode::UNPROCESSABLE_ENTITY),
        ("http://10.0.0.1/rss", StatusCode::UNPROCESSABLE_ENTITY),
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
    let with = |social: &'static str| [&words[..], &[("social", social)]].concat();
    let refused = site.post("/newsroom/settings", &with("بله ble.ir/a"), &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts(".refusal")[0].contains("بله ble.ir/a") && refused.texts("#licence") == ["مجوز"]);
    let kept = site.post("/newsroom/settings", &with("بله https://ble.ir/a\n"), &cookie).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as("/newsroom/settings", &cookie).await.texts("#social"), ["بله https://ble.ir/a"]);
    assert_eq!(site.get("/").await.texts(".foot a[href='https://ble.ir/a']"), ["بله"]);
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
async fn a_source_is_changed_and_taken_away_and_its_health_is_said_in_persian() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let add = [("url", "https://a.ir/rss"), ("name", "البرز"), ("kind", "feed")];
    site.post("/newsroom/sources", &add, &cookie).await;
    let id = store::sources::all(&site.store).await.expect("read")[0].id;
    let failed = PollOutcome { failure: Some(Failure::TooSlow("a.ir".into())), ..PollOutcome::default() };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::sources::record_poll(&mut tx, id, &failed, 60_000, NOW).await.expect("kept");
    tx.commit().await.expect("committed");
    let list = site.get_as("/newsroom/sources", &cookie).await;
    assert!(list.texts(".bad")[0].contains("سایت a.ir در زمان مناسب پاسخ نداد."));
    let path = format!("/newsroom/sources/{id}");
    assert_eq!(list.texts(&format!(".row-title[href='{path}']")), ["البرز"]);
    let set = |names: &'static str| {
        let terms = [("credit", "با اجازهٔ البرز"), ("extent", "excerpt"), ("indexing", "canonical")];
        let rest = [("action", "save"), ("tags", "بازنشر، البرز"), ("section_names", names)];
        add.into_iter().chain(terms).chain(rest).collect::<Vec<_>>()
    };
    for wrong in ["ورزش", "ورزشی = nowhere"] {
        let refused = site.post(&path, &set(wrong), &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.body.contains("با اجازهٔ البرز"), "what was typed stays");
    }
    assert_eq!(site.post(&path, &set("ورزشی = sport"), &cookie).await.status, StatusCode::SEE_OTHER);
    let terms = store::sources::all(&site.store).await.expect("read")[0].set.terms.clone();
    assert_eq!((terms.section("ورزشي"), terms.tags.len()), (Some("sport"), 2));
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let seen =
        NewEntry { source_id: id, guid: "g".into(), url: "https://a.ir/1".into(), ..NewEntry::default() };
    let entry = store::entries::record(&mut tx, &seen).await.expect("kept").expect("new");
    store::entries::fail(&mut tx, entry, &Failure::NotAnArticle, None).await.expect("kept");
    store::sources::record_poll(&mut tx, id, &PollOutcome::default(), 1, NOW).await.expect("kept");
    tx.commit().await.expect("committed");
    let health = site.get_as("/newsroom/sources", &cookie).await.texts(".rows .bad");
    assert_eq!(health, ["۱ خبر از هفتهٔ گذشته نیامد."]);
    let form = site.get_as(&path, &cookie).await;
    assert!(form.texts(".history li")[0].contains("این نشانی فهرست خبرهاست، نه یک خبر. دیگر کوششی نمی‌شود."));
    assert!(form.body.contains("ورزشی = sport") && form.body.contains("value=\"با اجازهٔ البرز\""));
    assert!(!form.body.contains("robots.txt"));
    let patient = site.source("https://patient.ir/rss").await;
    let slow = site.get_as(&format!("/newsroom/sources/{patient}"), &cookie).await;
    assert!(slow.body.contains("میان دو بار خواندن ۶۰ ثانیه درنگ کنیم"), "why its news is slow to come");
    let remove = [("action", "remove")];
    site.post(&format!("/newsroom/sources/{patient}"), &remove, &cookie).await;
    assert_eq!(site.post(&path, &remove, &cookie).await.status, StatusCode::SEE_OTHER);
    assert!(store::sources::all(&site.store).await.expect("read").is_empty());
    assert_eq!(site.get_as(&path, &cookie).await.status, StatusCode::NOT_FOUND);
    let reporter = site.log_in(Role::Reporter).await;
    assert_eq!(site.get_as(&path, &reporter).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn selectors_are_tried_on_an_example_and_then_kept() {
    let site = Site::new().await;
    let id = site.source("https://a.ir/rss").await;
    let (page, path) = (format!("/newsroom/sources/{id}"), format!("/newsroom/sources/{id}/selectors"));
    let sent = |action, body, example| [("action", action), ("body", body), ("example", example)];
    let reporter = site.log_in(Role::Reporter).await;
    let refused = site.post(&path, &sent("try", ".news p", "https://a.ir/1"), &reporter).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let cookie = site.log_in(Role::Editor).await;
    let tried = site.post(&path, &sent("try", " .news  p", "https://a.ir/1"), &cookie).await;
    assert_eq!((tried.status, tried.texts(".trial h2").len()), (StatusCode::OK, 2));
    let read = tried.texts(".trial dd");
    let day = "۱۲ آذر ۱۴۰۳";
    assert!(read[0] == "پل تازه" && read[2] == "—" && read[4].contains(day), "{read:?}");
    assert_eq!(read[10..13], ["۳", "نخست", "آخر"]);
    assert_eq!((read[15].as_str(), read[23].as_str()), (".news p", "۱"));
    assert!(tried.texts("#selectors .missed").is_empty());
    let missed = site.post(&path, &sent("try", ".no-such", "https://a.ir/1"), &cookie).await;
    assert_eq!(missed.texts("#selectors .missed"), ["در صفحهٔ نمونه چیزی نیافت."]);
    assert_eq!(missed.texts("#selectors p:has(#selector-body) .missed").len(), 1);
    let long = "p".repeat(201);
    for (action, body, example, why) in [
        ("save", "p[", "", "گزینشگر «متن» خوانده نمی‌شود"),
        ("try", &long, "https://a.ir/1", "حداکثر ۲۰۰ نویسه"),
        ("try", "p", "ftp://a.ir", "نشانی باید با http:// یا https:// آغاز شود"),
        ("try", "p", "https://away.ir/1", "سایت a.ir در زمان مناسب پاسخ نداد."),
    ] {
        let refused = site.post(&path, &sent(action, body, example), &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(refused.texts("#selectors .refusal")[0].contains(why), "{why}");
    }
    let selectors =
        async || store::sources::all(&site.store).await.expect("read")[0].set.terms.selectors.clone();
    assert!(selectors().await.is_empty(), "trying keeps nothing");
    assert_eq!(site.post(&path, &sent("save", ".news p", ""), &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(selectors().await.body, ".news p");
    let terms = [("action", "save"), ("url", "https://a.ir/rss"), ("kind", "feed"), ("name", "البرز")];
    assert_eq!(site.post(&page, &terms, &cookie).await.status, StatusCode::SEE_OTHER);
    assert_eq!(selectors().await.body, ".news p", "the other form leaves them");
    let shown = site.get_as(&page, &cookie).await;
    assert!(shown.body.contains("value=\".news p\""));
    assert!(shown.texts("#selectors button[value=read-again]").is_empty(), "nothing waits");
    site.article_of("در کارتابل", Inbox, Some(id)).await;
    let shown = site.get_as(&page, &cookie).await;
    assert_eq!(shown.texts("#selectors button[value=read-again]"), ["ذخیره و خواندن دوبارهٔ ۱ مطلب منتظر"]);
    let asked = site.post(&path, &sent("read-again", ".news b", ""), &cookie).await;
    assert_eq!((asked.status, selectors().await.body.as_str()), (StatusCode::SEE_OTHER, ".news b"));
}

/// Stores an article of a story in the inbox.
async fn version(site: &Site, headline: &str, text: &str, source: &str, at: i64, story: Option<i64>) -> i64 {
    let content = Content {
        headline: headline.into(),
        body_html: format!("<p>{text}</p>"),
        attribution: Some(Attribution { name: source.into(), code: None, url: None }),
        ..Content::default()
    };
    let new = NewArticle { state: Inbox, story, ..NewArticle::draft(content, text, at) };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    let code = store::articles::create(&mut tx, &new).await.expect("made");
    tx.commit().await.expect("committed");
    code
}

#[tokio::test]
async fn the_desk_tells_how_many_pages_it_has_on_each_of_them() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    for at in 0..61 {
        site.article(&format!("خبر {at}"), Draft).await;
    }
    for page in 1..=3 {
        let desk = site.get_as(&format!("/newsroom?state=draft&section=0&page={page}"), &cookie).await;
        assert!(
            desk.texts(".pager")[0].contains(&format!("صفحهٔ {} از ۳", ["۱", "۲", "۳"][page - 1])),
            "{:?}",
            desk.texts(".pager")
        );
    }
}

#[tokio::test]
async fn a_story_is_one_row_with_its_versions_and_their_differences() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let text = "پل تازه پس از سه سال کار باز شد";
    let first = version(&site, "پل باز شد", text, "البرزنو", NOW - 9_000_000, None).await;
    let second =
        version(&site, "پل باز شد", &text.replace("سه", "پنج"), "مهرگان", NOW - 60_000, Some(first)).await;
    let other = version(&site, "باران آمد", "باران آمد", "البرزنو", NOW, None).await;
    let desk = site.get_as("/newsroom", &cookie).await;
    assert_eq!(desk.texts(".inbox-row").len(), 2, "a story is one row");
    assert!(desk.body.contains("خبر در ۲ ردیف"), "the tab counts articles");
    let told = desk.texts(&format!(".inbox-row .state[href='/newsroom/stories/{first}']"));
    assert!(told[0].contains("۲ نسخه") && told[0].contains("نخست البرزنو"), "{told:?}");
    let story = site.get_as(&format!("/newsroom/stories/{first}"), &cookie).await;
    assert_eq!(story.texts(".rows .row-title").len(), 2);
    assert_eq!((story.texts("del"), story.texts("ins")), (vec!["سه".to_owned()], vec!["پنج".to_owned()]));
    let back =
        site.get_as(&format!("/newsroom/stories/{first}?first={second}&second={first}"), &cookie).await;
    assert_eq!((back.texts("del"), back.texts("ins")), (vec!["پنج".to_owned()], vec!["سه".to_owned()]));
    let strangers = site.get_as(&format!("/newsroom/stories/{first}?first={other}&second=7"), &cookie).await;
    assert_eq!(strangers.texts("ins"), ["پنج"], "of other stories nothing is shown");
    assert_eq!(site.get_as("/newsroom/stories/7", &cookie).await.status, StatusCode::NOT_FOUND);
    let number = second.to_string();
    let gone = site.post("/newsroom/dismissals", &[("code", &number), ("whole_story", "1")], &cookie).await;
    let told = site.get_as(gone.header(header::LOCATION), &cookie).await;
    assert_eq!(told.texts(".done p"), ["۲ نسخهٔ این خبر کنار گذاشته شد."]);
    assert_eq!(told.texts(".done button"), ["برگرداندن"]);
    assert_eq!(site.get_as("/newsroom", &cookie).await.texts(".inbox-row").len(), 1, "the whole story went");
    site.post(&format!("/newsroom/dismissals/{second}"), &[], &cookie).await;
    let drafts = site.get_as("/newsroom?state=draft", &cookie).await;
    assert_eq!(drafts.texts(".inbox-row").len(), 2, "and came back whole");
}

#[tokio::test]
async fn a_change_at_the_source_is_told_with_its_difference_until_it_is_seen() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("شمار زخمی‌ها", Published).await;
    let change = SourceChange {
        code,
        kind: ChangeKind::Changed,
        found_at: NOW,
        before: "سه نفر زخمی شدند".into(),
        after: "پنج نفر زخمی شدند".into(),
        is_seen: false,
    };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::source_changes::record(&mut tx, &change).await.expect("kept");
    tx.commit().await.expect("committed");
    let desk = site.get_as("/newsroom", &cookie).await;
    assert!(desk.texts(".menu a[href='/newsroom/changes'] .badge") == ["۱"], "told on every page");
    let list = site.get_as("/newsroom/changes", &cookie).await;
    assert_eq!((list.texts("del"), list.texts("ins")), (vec!["سه".to_owned()], vec!["پنج".to_owned()]));
    let edit = site.get_as(&format!("/newsroom/articles/{code}"), &cookie).await;
    assert!(edit.texts(".notice").iter().any(|notice| notice.contains("مطلب در منبع تغییر کرده است")));
    let number = code.to_string();
    let seen = site.post("/newsroom/changes", &[("code", &number)], &cookie).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    assert!(site.get_as("/newsroom/changes", &cookie).await.texts(".row-title").is_empty());
    let moderator = site.log_in(Role::Moderator).await;
    let refused = site.post("/newsroom/changes", &[("code", &number)], &moderator).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
