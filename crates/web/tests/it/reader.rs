use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use news::article::ArticleState::{Draft, Published, Unpublished};
use news::comment::CommentState;
use news::person::Role;
use news::source::{Extent, Indexing, Terms};
use tower::ServiceExt as _;

use crate::Site;

#[tokio::test]
async fn every_page_answers_and_loads_nothing_from_elsewhere() {
    let site = Site::new().await;
    let code = site.article("کتابخانهٔ تازهٔ شهر", Published).await;
    let article = format!("/news/{code}/کتابخانه-تازه-شهر");
    for path in [
        "/",
        "/latest",
        "/section/sport",
        "/section/world",
        "/tag/کتاب-خوانی",
        "/author/نرگس-فلاح",
        &article,
        "/search",
        "/search?q=کتابخانه",
        "/search?q=نیست",
        "/archive",
        "/archive/1403/9",
        "/archive/1403/09/12",
        "/about",
        "/most-viewed",
        "/most-discussed?window=week",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.contains("lang=\"fa\" dir=\"rtl\""), "{path}");
        assert_eq!(answer.body.matches("<script src=\"/assets/").count(), 1, "{path}");
        assert!(!answer.body.contains("src=\"http") && !answer.body.contains("src=\"//"), "{path}");
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
        assert!(!answer.header(header::ETAG).is_empty(), "{path}");
    }
    for path in [
        "/",
        "/latest",
        "/section/sport",
        "/tag/کتاب-خوانی",
        "/author/نرگس-فلاح",
        "/archive/1403/9/12",
        "/search?q=كتابخانه",
    ] {
        assert!(site.get(path).await.body.contains(&code.to_string()), "{path} names the article");
    }
}

#[tokio::test]
async fn an_article_says_all_in_order_and_escapes_what_it_was_given() {
    let site = Site::new().await;
    let code = site.article("تیتر <script>alert(1)</script>", Published).await;
    let answer = site.get(&format!("/{code}")).await;
    assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY);
    let answer = site.get(answer.header(header::LOCATION)).await;
    assert_eq!(answer.texts("h1"), ["تیتر <script>alert(1)</script>"]);
    assert_eq!(answer.texts("article .kicker"), ["روتیتر <i>"]);
    assert_eq!(answer.texts(".lead"), ["لید \"<b>\" این مطلب"]);
    assert_eq!(answer.texts(".facts time"), ["دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۱"]);
    assert_eq!(answer.texts(".source-line"), ["منبع: etemadonline-688044"]);
    assert!(answer.body.contains("datetime=\"2024-12-02T20:11:00+03:30\""));
    assert!(!answer.body.contains("<script>alert"));
    let data = answer.texts("script[type='application/ld+json']");
    let start = answer.body.find("application/ld+json\">").expect("data") + 21;
    let end = start + answer.body[start..].find("</script>").expect("an end");
    let json: serde_json::Value = serde_json::from_str(&answer.body[start..end]).expect("JSON");
    assert_eq!(json["datePublished"], "2024-12-02T20:11:00+03:30");
    assert_eq!(json["isBasedOn"], "https://source.example/1");
    let card = json["image"][0].as_str().expect("an address");
    assert!(
        card.starts_with("https://example.ir/") && card.contains("card.png"),
        "nothing of another host: {card}"
    );
    assert_eq!(answer.texts("figcaption"), ["پل تازه تصویر"]);
    assert_eq!(answer.texts("figcaption a[href='https://pictures.example/1.jpg']").len(), 1);
    assert!(!answer.body.contains("src=\"http"), "no picture is loaded from elsewhere");
    assert_eq!(json["citation"][0]["creator"]["name"], "etemadonline");
    assert_eq!(json["citation"][0]["url"], "https://source.example/1");
    assert_eq!(json["citation"][1]["creditText"], "ایرنا از کرملین");
    assert_eq!(answer.texts(".origin"), ["خاستگاه خبر: به گزارش ایرنا از کرملین"]);
    assert_eq!(data.len(), 1);
}

#[tokio::test]
async fn addresses_that_are_not_right_lead_on() {
    let site = Site::new().await;
    let code = site.article("تیتر", Published).await;
    let persian = persian::digits::number(code);
    for path in [
        format!("/news/{code}"),
        format!("/news/{code}/غلط"),
        format!("/news/{persian}/تیتر"),
        format!("/{persian}"),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        assert!(answer.header(header::LOCATION).starts_with(&format!("/news/{code}/%")), "{path}");
    }
    let draft = site.article("پیش‌نویس", Draft).await;
    let gone = site.article("برداشته", Unpublished).await;
    for (path, status) in [
        ("/nope".to_owned(), StatusCode::NOT_FOUND),
        ("/section/nope".into(), StatusCode::NOT_FOUND),
        ("/tag/nope".into(), StatusCode::NOT_FOUND),
        ("/author/nope".into(), StatusCode::NOT_FOUND),
        ("/latest?page=99".into(), StatusCode::NOT_FOUND),
        ("/archive/1403/13".into(), StatusCode::NOT_FOUND),
        ("/archive/1403/12/31".into(), StatusCode::NOT_FOUND),
        ("/archive/0/0/0".into(), StatusCode::NOT_FOUND),
        // In one byte the first month and the twelfth day.
        ("/archive/1403/257".into(), StatusCode::NOT_FOUND),
        ("/archive/1403/9/268".into(), StatusCode::NOT_FOUND),
        ("/archive/1403/255".into(), StatusCode::NOT_FOUND),
        ("/sitemap/x".into(), StatusCode::NOT_FOUND),
        ("/assets/../Cargo.toml".into(), StatusCode::NOT_FOUND),
        ("/news/99999999999999999999".into(), StatusCode::NOT_FOUND),
        (format!("/news/{draft}"), StatusCode::NOT_FOUND),
        (format!("/news/{gone}"), StatusCode::GONE),
        (format!("/{gone}"), StatusCode::GONE),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains("name=\"q\"") || path.starts_with("/assets"), "{path} helps");
    }
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let site = Site::new().await;
    let first = site.get("/").await;
    let request = |tag: &str| {
        Request::get("/").header(header::IF_NONE_MATCH, tag).body(Body::empty()).expect("a request")
    };
    assert_eq!(site.send(request(first.header(header::ETAG))).await.status, StatusCode::NOT_MODIFIED);
    site.article("تیتر تازه", Published).await;
    assert_eq!(site.send(request(first.header(header::ETAG))).await.status, StatusCode::OK);
    let again = site.get("/").await;
    assert_eq!(again.body, site.get("/").await.body, "same page, same bytes");
}

#[tokio::test]
async fn machines_get_well_formed_feeds_and_maps() {
    let site = Site::new().await;
    let code = site.article("تیتر & <b>", Published).await;
    for path in ["/rss.xml", "/section/sport/rss.xml", "/sitemap.xml", "/sitemap/5", "/news-sitemap.xml"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header(header::CONTENT_TYPE).contains("xml"), "{path}");
        assert!(answer.body.starts_with("<?xml"), "{path}");
        assert!(answer.body.contains(&code.to_string()) || path == "/sitemap.xml", "{path}");
        assert!(!answer.body.contains("& <b>") && !answer.body.contains('۱'), "{path}");
    }
    assert!(site.get("/rss.xml").await.body.contains("Mon, 02 Dec 2024 20:11:00 +0330"));
    assert!(site.get("/robots.txt").await.body.contains("Sitemap: https://example.ir/sitemap.xml"));
    let nowhere = site.get("/no/such/page").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(nowhere.body.contains("این صفحه پیدا نشد"), "{}", nowhere.body);
    assert_eq!(site.get("/healthz").await.body, "ok\n");
    assert_eq!(site.get("/section/nope/rss.xml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn comments_wait_for_the_newsroom_and_refusals_keep_what_was_typed() {
    let site = Site::new().await;
    let code = site.article("تیتر", Published).await;
    let path = format!("/news/{code}/comments");
    let send = async |name: &str, email: &str, body: &str| {
        site.post(&path, &[("name", name), ("email", email), ("body", body)], "").await
    };
    for (name, email, body, words) in [
        ("", "", "متن", "نام خود را"),
        ("سارا", "", " ", "متن نظر"),
        ("سارا", "بد", "متن", "ایمیل درست نیست"),
        (&"ن".repeat(61), "", "متن", "۶۰"),
        ("سارا", "", &"م".repeat(3001), "۳٬۰۰۰"),
    ] {
        let answer = send(name, email, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.texts(".refusal")[0].contains(words), "{words}");
        assert!(body.trim().is_empty() || answer.body.contains(body), "what was typed is kept");
    }
    assert_eq!(send("سارا", "", "می‌خوانم <script>").await.status, StatusCode::SEE_OTHER);
    assert!(
        send("سارا", "", "ميخوانم <script>").await.texts(".refusal")[0].contains("پیش‌تر"),
        "the same words"
    );
    assert_eq!(site.get(&format!("{path}?sent=1")).await.status, StatusCode::OK);
    let nothing_sent = site.get(&path).await;
    assert_eq!(nothing_sent.status, StatusCode::SEE_OTHER, "nobody is thanked for nothing");
    let bot = site.post(&path, &[("name", "b"), ("body", "spam"), ("website", "x")], "").await;
    assert_eq!(bot.status, StatusCode::SEE_OTHER);
    let waiting = store::comments::queue(&site.store, CommentState::Pending, 9, 0).await.expect("read");
    assert_eq!(waiting.len(), 1, "the trap keeps nothing");
    for number in 0..4 {
        assert_eq!(send("سارا", "", &format!("نظر {number}")).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(send("سارا", "", "یکی دیگر").await.status, StatusCode::TOO_MANY_REQUESTS);
    let draft = site.article("پیش‌نویس", Draft).await;
    let closed = site.post(&format!("/news/{draft}/comments"), &[("name", "س"), ("body", "م")], "").await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn writes_from_another_site_are_refused() {
    let site = Site::new().await;
    let code = site.article("تیتر", Published).await;
    let request = Request::post(format!("/news/{code}/comments"))
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=a&body=b"));
    let answer = site.send(request.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("از سایت دیگری فرستاده شده است"));
    assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn what_the_framework_refuses_is_said_in_our_words() {
    let site = Site::new().await;
    site.article("خبر نخست", Published).await;
    for (path, status) in [
        ("/latest?page=1&page=2", StatusCode::BAD_REQUEST),
        ("/search?q=a&q=b", StatusCode::OK),
        ("/search?q=a&page=-1", StatusCode::OK),
        ("/search?q=a&page=abc", StatusCode::OK),
        ("/latest?page=abc", StatusCode::OK),
        ("/latest?page=99999", StatusCode::NOT_FOUND),
        ("/archive/1348/10/11", StatusCode::OK),
        ("/archive/1403", StatusCode::OK),
        ("/archive/9999", StatusCode::NOT_FOUND),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header(header::CONTENT_TYPE).starts_with("text/html"), "{path}");
        assert!(answer.body.contains("lang=\"fa\""), "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
    }
    for path in ["/api/v1/search?q=a&q=b", "/api/v1/nosuch", "/api/v1/articles/1/2/3"] {
        let answer = site.get(path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
    }
    let slash = site.get("/about/").await;
    assert_eq!((slash.status, slash.header(header::LOCATION)), (StatusCode::MOVED_PERMANENTLY, "/about"));
    let large = site.post("/news/100001/comments", &[("body", &"x".repeat(1 << 18))], "").await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("بیش از اندازه بزرگ"));
}

#[tokio::test]
async fn addresses_that_are_none_share_one_page_that_follows_the_news() {
    let site = Site::new().await;
    site.article("خبر نخست", Published).await;
    let first = site.get("/nowhere/1").await;
    assert_eq!((first.status, first.header(header::ETAG)), (StatusCode::NOT_FOUND, ""));
    assert_eq!(first.header(header::CACHE_CONTROL), "no-store");
    assert!(first.body.contains("خبر نخست"));
    assert_eq!(site.get("/section/none").await.body, first.body);
    site.article("خبر دوم", Published).await;
    assert!(site.get("/nowhere/2").await.body.contains("خبر دوم"));
    let packed = Request::get("/nowhere/3").header(header::ACCEPT_ENCODING, "gzip");
    let packed =
        site.serving().oneshot(packed.body(Body::empty()).expect("a request")).await.expect("answered");
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
}

#[tokio::test]
async fn a_reprint_shows_and_says_what_was_agreed() {
    let site = Site::new().await;
    let terms = |extent, indexing| Terms {
        credit: "با اجازهٔ البرز".into(),
        licence: "CC BY".into(),
        extent,
        indexing,
        ..Terms::default()
    };
    let excerpt = site.reprint("چکیده", terms(Extent::Excerpt, Indexing::Canonical)).await;
    let shown = site.get(&format!("/news/{excerpt}/چکیده")).await;
    assert_eq!(shown.texts(".body p"), ["گزارش می‌شود که متن کامل این مطلب اینجاست."]);
    assert_eq!(shown.texts(".more a"), ["متن کامل را در سایت منبع بخوانید"]);
    assert!(
        shown.texts(".origin")[0].contains("با اجازهٔ البرز") && shown.texts(".origin")[0].contains("CC BY")
    );
    let unescaped = shown.body.replace("&#x2f;", "/");
    assert!(unescaped.contains("<link rel=\"canonical\" href=\"https://source.example/1\">"));
    let api = site.get(&format!("/api/v1/articles/{excerpt}")).await;
    assert!(!api.body.contains("پایان"), "the API shows no more than the page");
    let own = "<p>خبرنگار ما از محل می‌نویسد که پل از بامداد باز بوده است.</p>";
    site.save(excerpt, |content| content.body_html.push_str(own)).await;
    let shown = site.get(&format!("/news/{excerpt}/چکیده")).await;
    assert_eq!(shown.texts(".body p").len(), 2, "what an editor wrote is not cut");
    let api = site.get(&format!("/api/v1/articles/{excerpt}")).await;
    assert!(api.body.contains("خبرنگار ما") && !api.body.contains("پایان"), "{}", api.body);
    let licence = "https://licence.example/by".to_owned();
    let hidden = site.reprint("پنهان", Terms { licence, ..terms(Extent::Full, Indexing::NoIndex) }).await;
    let shown = site.get(&format!("/news/{hidden}/پنهان")).await;
    assert!(shown.body.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert_eq!(shown.texts(".body p").len(), 2);
    assert_eq!(shown.texts(".origin a[rel~=license]"), ["https://licence.example/by"]);
    assert!(shown.body.contains("\"license\":\"https://licence.example/by\""));
    let own = site.article("خودمان", Published).await;
    for map in ["/news-sitemap.xml".to_owned(), format!("/sitemap/{}", own / 20_000)] {
        let listed = site.get(&map).await.body;
        assert!(listed.contains(&own.to_string()), "{map}: {listed}");
        assert!(!listed.contains(&excerpt.to_string()) && !listed.contains(&hidden.to_string()), "{map}");
    }
}

#[tokio::test]
async fn styles_script_font_and_icon_are_kept_for_ever_under_the_hash_of_their_bytes() {
    let site = Site::new().await;
    let page = site.get("/").await.body;
    let mut names: Vec<&str> =
        page.split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    names.sort_unstable();
    names.dedup();
    let kinds = [
        "image/svg+xml",
        "image/png",
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        "font/woff2",
    ];
    for name in &names {
        let asset = site.get(&format!("/assets/{name}")).await;
        assert_eq!(asset.status, StatusCode::OK, "{name}");
        assert!(kinds.contains(&asset.header(header::CONTENT_TYPE)), "{name}");
        assert!(asset.header(header::CACHE_CONTROL).ends_with("immutable"), "{name}");
    }
    assert_eq!(names.len(), kinds.len(), "{names:?}");
    let stale = site.get("/assets/reader-000000000000.css").await;
    assert_eq!(
        (stale.status, stale.header(header::CACHE_CONTROL)),
        (StatusCode::OK, "no-store"),
        "as it is now"
    );
    assert_eq!(site.get("/assets/script-000000000000.js").await.status, StatusCode::NOT_FOUND);
    let icon = site.get("/favicon.ico").await;
    assert_eq!(icon.header(header::CONTENT_TYPE), "image/x-icon");
    assert!(!icon.header(header::CACHE_CONTROL).contains("immutable"), "its address has no hash");
}

#[tokio::test]
async fn while_the_database_is_away_everybody_is_told_to_try_again() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل تازه", Published).await;
    site.store.close().await;
    let answers = [
        site.get("/latest").await,
        site.get(&format!("/news/{code}/x")).await,
        site.get(&format!("/api/v1/articles/{code}")).await,
        site.get_as("/newsroom", &cookie).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
    let typed = [("headline", "نوشتهٔ من")];
    let sent = site.post("/newsroom/articles/new", &typed, &cookie).await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(sent.body.contains("در صفحهٔ پیشین مرورگر مانده است"), "{}", sent.body);
    assert_eq!(site.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}
