use axum::http::{StatusCode, header};
use news::article::ArticleState::{Draft, Published, Unpublished};
use serde_json::Value;
use store::subscriptions::Subscription;

use crate::{NOW, Site};

#[tokio::test]
async fn search_answers_as_promised() {
    let site = Site::new().await;
    let code = site.article("گزارش برداشت گندم", Published).await;
    let answer = site.get("/api/v1/search?q=گندم&limit=5").await;
    let json: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((json["total"].as_i64(), json["results"][0]["code"].as_i64()), (Some(1), Some(code)));
    assert_eq!(json["results"][0]["published_at"], "2024-12-02T20:11:00+03:30");
    assert_eq!(json["results"][0]["section"], "sport");
    assert!(
        json["results"][0]["highlights"]["headline"].as_str().expect("text").contains("<mark>گندم</mark>")
    );
    for (query, total) in [
        ("q=میشود", 1),
        ("q=می شود", 1),
        ("q=ميشود", 1),
        ("q=می‌شود", 1),
        ("q=گندم&section=world", 0),
        ("q=گندم&from=1403-09-12", 1),
        ("q=گندم&to=2024-12-01", 0),
        ("q=گندم&from=2024-12-02&to=2024-12-02", 1),
        ("q=گندم -برداشت", 0),
        ("q=گندم بخش:ورزش", 1),
        ("q=گندم از ۱۲ آذر ۱۴۰۳", 1),
        ("q=گندم&source=etemadonline&sort=date&facets=true", 1),
        ("q=100001", 1),
        ("q=\"برداشت گندم\"", 1),
        ("q=\"گندم برداشت\"", 0),
        ("q=", 0),
    ] {
        let json: Value = serde_json::from_str(
            &site.get(&format!("/api/v1/search?{}", query.replace(' ', "+").replace('"', "%22"))).await.body,
        )
        .expect("JSON");
        assert_eq!(json["total"], total, "{query}");
    }
}

#[tokio::test]
async fn wrong_questions_get_a_problem() {
    let site = Site::new().await;
    let (draft, gone) = (site.article("الف", Draft).await, site.article("ب", Unpublished).await);
    let persian = site.get("/api/v1/search?q=a&limit=۱۰&offset=٢٠").await;
    assert_eq!(persian.status, StatusCode::OK, "digits of every keyboard are numbers: {}", persian.body);
    for (path, status) in [
        ("/api/v1/search?q=a&limit=101".to_owned(), 400),
        ("/api/v1/search?q=a&limit=x".into(), 400),
        ("/api/v1/search?q=a&limit=۱۰۱".into(), 400),
        ("/api/v1/search?q=a&page=2".into(), 400),
        ("/api/v1/search?q=a&colour=red".into(), 400),
        ("/api/v1/search?q=a&q=b".into(), 400),
        ("/api/v1/search?q=a&offset=10001".into(), 400),
        ("/api/v1/search?q=a&offset=-1".into(), 400),
        ("/api/v1/search?q=a&from=yesterday".into(), 400),
        ("/api/v1/search?q=a&from=1403-09-12&to=1403-09-01".into(), 400),
        ("/api/v1/search?q=a&sort=best".into(), 400),
        (format!("/api/v1/search?q={}", "a".repeat(1001)), 400),
        ("/api/v1/articles/1".into(), 404),
        ("/api/v1/articles/x".into(), 404),
        ("/api/v1/articles/1/related".into(), 404),
        (format!("/api/v1/articles/{draft}"), 404),
        (format!("/api/v1/articles/{gone}"), 410),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::from_u16(status).expect("a status"), "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{path}");
        let json: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert!(json["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{path}");
        if path.contains("page=") || path.contains("colour=") {
            let detail = json["detail"].to_string();
            let named = if path.contains("page=") { ["`page`", "`offset`"] } else { ["`colour`", "`q`"] };
            assert!(named.iter().all(|name| detail.contains(name)), "{path}: {detail}");
        }
    }
}

#[tokio::test]
async fn articles_in_no_section_can_be_asked_for_and_counted() {
    let site = Site::new().await;
    site.article("گندم", Published).await;
    let ask = async |section: &str| -> Value {
        let answer = site.get(&format!("/api/v1/search?q=گندم&facets=true{section}")).await;
        serde_json::from_str(&answer.body).expect("JSON")
    };
    let all = ask("").await;
    let counted = all["facets"]["section"].as_array().expect("a list");
    let total: i64 = counted.iter().filter_map(|one| one["count"].as_i64()).sum();
    assert_eq!(all["total"], total, "{all}");
    for one in counted {
        let chosen = ask(&format!("&section={}", one["value"].as_str().expect("a slug"))).await;
        assert_eq!((&chosen["total"], &chosen["notes"]), (&one["count"], &serde_json::json!([])), "{one}");
    }
}

#[tokio::test]
async fn an_article_and_its_neighbours() {
    let site = Site::new().await;
    let (one, two) =
        (site.article("برداشت گندم دشت", Published).await, site.article("برداشت گندم کوه", Published).await);
    let json: Value =
        serde_json::from_str(&site.get(&format!("/api/v1/articles/{one}")).await.body).expect("JSON");
    assert_eq!(json["source"]["code"], "688044");
    assert_eq!(json["section"], "sport");
    let chain = &json["provenance"]["chain"];
    assert_eq!((&chain[0]["role"], &chain[0]["name"]), (&"source".into(), &"etemadonline".into()));
    assert_eq!((&chain[1]["name"], &chain[2]["name"]), (&"ایرنا".into(), &"کرملین".into()));
    assert_eq!(
        (&chain[0]["address"], &chain[1]["address"]),
        (&"https://source.example/1".into(), &Value::Null)
    );
    assert_eq!(json["provenance"]["address"], "https://source.example/1");
    assert_eq!(json["image"], "https://pictures.example/1.jpg");
    assert_eq!(json["provenance"]["fetched_at"], Value::Null, "nobody fetched it");
    let json: Value =
        serde_json::from_str(&site.get(&format!("/api/v1/articles/{one}/related")).await.body).expect("JSON");
    assert_eq!(json["results"][0]["code"], two);
    assert_eq!(json["results"].as_array().map(Vec::len), Some(1), "never itself");
    let described: Value = serde_json::from_str(&site.get("/api/v1/openapi.json").await.body).expect("JSON");
    assert_eq!(described["paths"].as_object().map(serde_json::Map::len), Some(5));
}

#[tokio::test]
async fn a_hub_is_answered_only_about_what_was_asked() {
    let site = Site::new().await;
    let source_id = site.source("https://a.ir/rss").await;
    let asked = Subscription {
        source_id,
        hub: "https://hub.example/".into(),
        topic: "https://a.ir/rss".into(),
        token: "t".into(),
        asked_at: NOW,
        agreed_until: None,
    };
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::subscriptions::ask(&mut tx, &asked).await.expect("kept");
    tx.commit().await.expect("committed");
    let topic = "hub.topic=https%3A%2F%2Fa.ir%2Frss&hub.challenge=c1";
    for (path, status) in [
        (format!("/websub/t?hub.mode=subscribe&hub.lease_seconds=60&{topic}"), 200),
        (format!("/websub/u?hub.mode=subscribe&{topic}"), 404),
        (format!("/websub/t?hub.mode=unsubscribe&{topic}"), 404),
        ("/websub/t?hub.mode=subscribe&hub.topic=https%3A%2F%2Fb.ir&hub.challenge=c1".into(), 404),
        ("/websub/t".into(), 404),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.body.starts_with("c1"), status == 200, "{path}");
    }
    let agreed = store::subscriptions::by_token(&site.store, "t").await.expect("read").expect("there");
    assert_eq!(agreed.agreed_until, Some(NOW + 60_000));
    assert_eq!(site.post("/websub/t", &[("anything", "x")], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.post("/websub/u", &[], "").await.status, StatusCode::NOT_FOUND);
}
