use axum::http::{StatusCode, header};
use news::article::ArticleState::{Published, Unpublished};

use crate::Site;

/// A site with two articles, and what it answers.
async fn ask(path: &str) -> crate::Answer {
    let site = Site::new().await;
    site.article("برداشتِ گندم‌هاي گلستان", Published).await;
    site.article("کتابخانه‌های تازهٔ گرگان", Published).await;
    site.get(path).await
}

#[tokio::test]
async fn results_are_marked_counted_and_can_be_narrowed() {
    let page = ask("/search?q=گندم&sort=date").await;
    assert_eq!(page.texts(".found .card h2"), ["برداشتِ گندم‌هاي گلستان"]);
    assert_eq!(page.texts(".found h2 mark"), ["گندم‌هاي"]);
    assert_eq!(page.texts(".page-head .stamp"), ["۱ نتیجه"]);
    let both = ask("/search?q=گزارش").await;
    assert_eq!(both.texts(".page-head .stamp"), ["۲ نتیجه"]);
    let narrow = ask("/search?q=گزارش&section=sport&source=etemadonline&from=1403/01/01&to=1403/12/30").await;
    assert_eq!(narrow.texts(".page-head .stamp"), ["۲ نتیجه"]);
    assert_eq!(narrow.texts(".choices [aria-current]"), ["ورزش", "etemadonline", "۱۴۰۳"]);
    assert_eq!(narrow.texts(".choices span"), ["۲", "۲", "۲"]);
}

#[tokio::test]
async fn what_a_form_leaves_empty_chooses_nothing() {
    let empty = "section=&source=&from=&to=&sort=&days=&page=&year=";
    for fields in [empty, "section=%20&source=+", "section=&section=sport", "section=sport&section="] {
        let page = ask(&format!("/search?q=گزارش&{fields}")).await;
        assert_eq!(
            (page.status, page.texts(".page-head .stamp").concat().as_str()),
            (StatusCode::OK, "۲ نتیجه")
        );
        assert!(page.texts(".notice").is_empty(), "{fields}");
    }
    let empty = "section=&source=+&from=%20&to=&sort=&days=&facets=&limit=&offset=";
    let answer = ask(&format!("/api/v1/search?q=گزارش&{empty}")).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((answer.status, &json["total"]), (StatusCode::OK, &2.into()));
}

#[tokio::test]
async fn the_last_day_of_a_range_is_in_it() {
    for (range, total) in [
        ("from=۱۲ آذر ۱۴۰۳&to=۱۲ آذر ۱۴۰۳", "۲ نتیجه"),
        ("from=2024-12-02", "۲ نتیجه"),
        ("to=1403/09/11", ""),
        ("from=1403/09/13", ""),
    ] {
        let page = ask(&format!("/search?q=گزارش&{}", range.replace(' ', "+"))).await;
        assert_eq!(page.texts(".page-head .stamp").concat(), total, "{range}");
    }
}

#[tokio::test]
async fn an_empty_result_helps() {
    let page = ask("/search?q=کطابخانه").await;
    assert_eq!(page.texts(".empty h2"), ["چیزی پیدا نشد"]);
    assert!(page.texts(".empty p")[0].starts_with("آیا منظورتان «کتابخانه"), "{:?}", page.texts(".empty p"));
    let page = ask("/search?q=گندم&section=world").await;
    assert!(page.texts(".empty a").contains(&"همه‌جا را بگرد".to_owned()));
    let page = ask("/search?q=گندم&page=9").await;
    assert_eq!(page.texts(".empty h2"), ["نتیجه‌ها تا این‌جا نمی‌رسند"]);
    assert_eq!(ask("/search").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_followed_is_told() {
    for (query, told) in [
        ("q=گندم&from=دیروزها", "«دیروزها» را به‌عنوان روز نشناختیم"),
        ("q=گندم&to=1403/13/40", "«1403/13/40» را به‌عنوان روز نشناختیم"),
        ("q=گندم&from=1403/09/12&to=1403/09/01", "روز آغاز پس از روز پایان است"),
        ("q=گندم&section=nowhere", "بخشی با نشانی «\u{2066}nowhere\u{2069}» نداریم"),
        ("q=گندم&sort=best", "ترتیب «\u{2066}best\u{2069}» را نمی‌شناسیم"),
        ("q=گندم منبع:ناکجا", "منبعی با نام «ناکجا» پیدا نشد"),
        ("q=گندم از ۳۱ اسفند ۱۳۹۸", "«از ۳۱ اسفند ۱۳۹۸» روزی از تقویم نیست"),
        ("q=گندم از ۱۲ اسفند تا ۱ اسفند", "در «از ۱۲ اسفند تا ۱ اسفند» پایان پیش از آغاز است"),
        ("q=-گندم", "تنها گفته‌اید چه نباشد"),
        ("q=گندم زعفرانی", "«زعفرانی» در هیچ مطلبی نیست"),
        ("q=بخش:\"ورزش\" منبع:etemadonline", ""),
        ("q=گندم&section=sport&from=1403/09/01&sort=date", ""),
    ] {
        let page = ask(&format!("/search?{}", query.replace(' ', "+").replace('"', "%22"))).await;
        let notices = page.texts(".notice");
        assert_eq!(notices.len(), usize::from(!told.is_empty()), "{query}: {notices:?}");
        assert!(notices.concat().starts_with(told), "{query}: {notices:?}");
    }
}

#[tokio::test]
async fn days_that_were_read_from_the_words_are_told_with_a_way_back() {
    let page = ask("/search?q=گندم+آذرماه+۱۴۰۳").await;
    assert_eq!(page.texts(".found .card h2"), ["برداشتِ گندم‌هاي گلستان"]);
    let told = page.texts(".notice").concat();
    assert!(told.starts_with("«آذرماه ۱۴۰۳» را زمان انتشار دانستیم: از"), "{told}");
    assert!(page.body.contains("days=words"), "{}", page.body);
    let words = ask("/search?q=گندم+آذرماه+۱۴۰۳&days=words").await;
    assert!(!words.texts(".notice").concat().contains("زمان انتشار"));
}

#[tokio::test]
async fn a_news_code_alone_leads_to_its_article() {
    let page = ask("/search?q=۱۰۰۰۰۱").await;
    assert_eq!((page.status, page.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/news/100001"));
    assert_eq!(ask("/search?q=۱۰۰۰۰۹").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_search_that_is_too_dear_is_cut_and_says_so() {
    let site = Site::new().await;
    site.article("برداشت گندم", Published).await;
    let site = site.slow();
    let page = site.get("/search?q=گندم").await;
    assert_eq!(page.texts(".page-head .stamp"), ["بیش از ۱ نتیجه"]);
    assert!(page.texts(".notice")[0].starts_with("این جست‌وجو سنگین بود"));
    let page = site.get("/search?q=گندم+-باران").await;
    assert_eq!((page.status, page.texts(".empty h2")), (StatusCode::OK, vec!["این جست‌وجو سنگین بود".into()]));
    let json: serde_json::Value =
        serde_json::from_str(&site.get("/api/v1/search?q=گندم").await.body).expect("JSON");
    assert_eq!((&json["partial"], &json["phrase_as_words"]), (&true.into(), &false.into()));
}

#[tokio::test]
async fn while_the_index_is_built_nobody_is_told_that_nothing_is_there() {
    let site = Site::new().await;
    site.article("برداشت گندم", Published).await;
    site.index.empty().expect("emptied");
    for path in ["/search?q=گندم", "/search?q=100001"] {
        let page = site.get(path).await;
        assert_eq!((page.status, page.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "30"));
        assert!(page.body.contains("در حال ساخته شدن است و تاکنون ۰ مطلب"), "{}", page.body);
        assert!(!page.body.contains("چیزی پیدا نشد"));
    }
    let answer = site.get("/api/v1/search?q=گندم").await;
    assert_eq!((answer.status, answer.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "30"));
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
    assert!(answer.body.contains("is being built") && !answer.body.contains("total"), "{}", answer.body);
    let answer = site.get("/search/completions?q=گندم").await;
    assert_eq!(
        (answer.status, answer.header(header::CACHE_CONTROL)),
        (StatusCode::SERVICE_UNAVAILABLE, "no-store")
    );
    assert!(answer.body.contains("در حال ساخته شدن است"), "{}", answer.body);
    let cookie = site.log_in(news::person::Role::Editor).await;
    let page = site.get_as("/newsroom/search?q=گندم", &cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("در حال ساخته شدن است"), "{}", page.body);
}

#[tokio::test]
async fn where_results_end_is_said() {
    let site = Site::new().await;
    // None of them is in the rows: the fifteen of a page are taken off.
    let many = (1..=1516).map(|code| {
        let document =
            search::Document {
                code, story: code, headline: "گندم".into(), ..search::Document::default()
            };
        search::Change::Put(Box::new(document))
    });
    site.index.write(&many.collect::<Vec<_>>(), 1).expect("written");
    let json: serde_json::Value =
        serde_json::from_str(&site.get("/api/v1/search?q=گندم&limit=0").await.body).expect("JSON");
    assert_eq!((json["total"].as_i64(), json["reachable"].as_i64()), (Some(1516), Some(1516)));
    for page in ["", "&page=100"] {
        let page = site.get(&format!("/search?q=گندم{page}")).await;
        assert!(
            page.body.contains("از ۱٬۵۰۱ نتیجه، ۱٬۵۰۰ نتیجهٔ نخست دیدنی است")
                || page.texts(".found").is_empty()
        );
    }
    for beyond in [101, 5000] {
        let page = site.get(&format!("/search?q=گندم&page={beyond}")).await;
        assert_eq!(page.texts(".empty h2"), ["نتیجه‌ها تا این‌جا نمی‌رسند"], "{beyond}");
        assert_eq!(page.texts(".empty a[href$='&page=100']"), ["آخرین صفحه، صفحهٔ ۱۰۰"], "{beyond}");
        assert!(page.texts(".empty").concat().contains("۱٬۵۰۰ نتیجهٔ نخست دیدنی است"), "{beyond}");
    }
    assert!(!site.get("/search?q=باران").await.body.contains("دیدنی است"));
}

#[tokio::test]
async fn all_sources_can_be_chosen_the_fullest_at_once() {
    let site = Site::new().await;
    let code = site.article("گندم", news::article::ArticleState::Published).await;
    let many = (0..23).flat_map(|source| (0..=source).map(move |number| (source, number)));
    let many = many.map(|(source, number)| {
        let code = 900_000 + source * 100 + number;
        let (headline, source) = ("گندم".to_owned(), format!("منبع {source:02}"));
        let document =
            search::Document { code, story: code, headline, source, ..search::Document::default() };
        search::Change::Put(Box::new(document))
    });
    site.index.write(&many.collect::<Vec<_>>(), 1).expect("written");
    let page = site.get("/search?q=گندم&sort=date").await;
    assert!(page.body.contains(&format!("/news/{code}")), "it is the newest");
    let nav = "nav.choices[aria-label='منبع']";
    let fullest = page.texts(&format!("{nav} > ul li"));
    assert!(fullest.len() == 10 && fullest[0].starts_with("منبع 22"), "{fullest:?}");
    assert_eq!(page.texts(&format!("{nav} summary")), ["همهٔ ۲۴ منبع"]);
    assert_eq!(page.texts(&format!("{nav} details:not([open]) li a")).len(), 14);
    let chosen = site.get("/search?q=گندم&sort=date&source=منبع+03").await;
    assert_eq!(chosen.texts(&format!("{nav} [aria-current]")), [] as [&str; 0], "none is left to be shown");
    assert_eq!(page.texts("nav.choices[aria-label='بخش'] li a"), ["بی‌بخش", "ورزش"]);
}

#[tokio::test]
async fn a_misspelt_word_beside_others_is_put_right_above_the_results() {
    let page = ask("/search?q=برداشت+گنذم").await;
    assert_eq!(page.texts(".found .card h2"), ["برداشتِ گندم‌هاي گلستان"]);
    assert!(
        page.texts(".notice").concat().contains("آیا منظورتان «برداشت گندم"),
        "{:?}",
        page.texts(".notice")
    );
}

#[tokio::test]
async fn words_that_are_not_together_are_told_by_each_result() {
    let page = ask("/search?q=گندم+کتابخانه").await;
    assert!(page.texts(".notice").concat().starts_with("همهٔ این واژه‌ها با هم در مطلبی نیامده‌اند"));
    let mut without = page.texts(".card .quiet");
    without.sort_unstable();
    assert_eq!(without, ["بدون «کتابخانه»", "بدون «گندم»"]);
}

#[tokio::test]
async fn a_long_query_is_cut_and_says_so() {
    let page = ask(&format!("/search?q={}", "گندم+".repeat(80))).await;
    assert!(page.texts(".notice").concat().contains("۳۰۰ نویسهٔ نخست"), "{:?}", page.texts(".notice"));
}

#[tokio::test]
async fn a_page_number_beyond_all_numbers_is_after_the_last_page() {
    let page = ask("/search?q=گندم&page=99999999999999999999").await;
    assert_eq!(page.texts(".empty h2"), ["نتیجه‌ها تا این‌جا نمی‌رسند"]);
}

#[tokio::test]
async fn an_empty_result_says_what_it_was_narrowed_to() {
    let page = ask("/search?q=گندم&section=sport&source=پیک").await;
    assert!(page.texts(".empty p").concat().starts_with("تنها در بخش «ورزش»، منبع «پیک» جست‌وجو کردیم"));
}

#[tokio::test]
async fn results_come_before_what_narrows_them() {
    let page = ask("/search?q=گندم").await;
    assert_eq!(page.texts("a.skip[href='#found']").len(), 1);
    assert_eq!(page.texts("details.refine:not([open]) form.filters").len(), 1);
    assert_eq!(page.texts("a[href='#choices']").len(), 1);
    assert_eq!(page.texts("h1 > bdi"), ["گندم"]);
}

#[tokio::test]
async fn the_api_searches_everywhere_when_a_section_is_unknown_and_says_so() {
    let answer = ask("/api/v1/search?q=گندم&section=nowhere").await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((&json["total"], &json["notes"][0]["name"]), (&1.into(), &"nowhere".into()));
}

#[tokio::test]
async fn what_was_found_a_moment_ago_follows_what_is_published_and_taken_away() {
    let site = Site::new().await;
    let first = site.article("گندم دشت", Published).await;
    let shown = async || {
        let page = site.get("/search?q=گندم").await;
        (page.texts(".found .card h2").concat(), page.texts(".page-head .stamp").concat())
    };
    assert_eq!(shown().await, ("گندم دشت".to_owned(), "۱ نتیجه".to_owned()));
    site.article("گندم کوه", Published).await;
    assert_eq!(shown().await.1, "۲ نتیجه");
    // The index has not followed yet.
    let mut tx = site.store.begin(crate::NOW).await.expect("a change");
    store::articles::set_state(&mut tx, first, Unpublished, None).await.expect("taken away");
    tx.commit().await.expect("committed");
    assert_eq!(shown().await, ("گندم کوه".to_owned(), "۱ نتیجه".to_owned()));
    let json = site.get("/api/v1/search?q=گندم&limit=15&facets=true").await.body;
    assert!(!json.contains("گندم دشت") && json.contains("\"total\":1"), "{json}");
}
