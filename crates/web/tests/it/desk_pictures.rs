//! Pictures that editors send: what is asked of them, where they go, and what is refused.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use media::sample;
use news::article::ArticleState::{Draft, Published};
use news::person::Role;

use crate::{Answer, Site};

const FIELDS: [(&str, &str); 5] = [
    ("alt", "پلی بر رودی"),
    ("caption", "پل تازهٔ <b>لاجین</b>"),
    ("credit", "نرگس رحیمی"),
    ("focus", "10,90"),
    ("place", "lead"),
];

fn form(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../x.php\"\r\nContent-Type: text/html\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--b--\r\n");
    body
}

async fn send(site: &Site, code: i64, cookie: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(format!("/newsroom/articles/{code}/pictures"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::COOKIE, cookie)
        .body(Body::from(body));
    site.send(request.expect("a request")).await
}

async fn body_of(site: &Site, code: i64) -> String {
    store::articles::by_code(&site.store, code).await.expect("read").expect("there").content.body_html
}

#[tokio::test]
async fn a_picture_that_is_sent_leads_the_article_with_its_words() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل لاجین", Published).await;
    let empty = site.get_as(&format!("/newsroom/articles/{code}/pictures"), &cookie).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("هنوز گرفته نشده است"), "that of its source is on its way");
    let answer = send(&site, code, &cookie, form(&FIELDS, &sample::landscape(2, 800, 500))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let body = body_of(&site, code).await;
    assert!(body.starts_with("<figure><img src=\"media:") && body.contains("alt=\"پلی بر رودی\""), "{body}");
    let page = site.get(&format!("/news/{code}/پل-لاجین")).await.body;
    assert!(page.contains("پل تازهٔ &lt;b&gt;لاجین&lt;/b&gt; <cite>عکس: نرگس رحیمی</cite>"), "{page}");
    let shown = site.get_as(&format!("/newsroom/articles/{code}/pictures"), &cookie).await.body;
    assert!(shown.contains("value=\"10,90\" checked"));
    // Its words are kept in the typed form too: saving it again loses nothing.
    let edit = site.get_as(&format!("/newsroom/articles/{code}"), &cookie).await.body;
    assert!(edit.contains("media:"));
}

#[tokio::test]
async fn another_place_to_be_seen_is_another_crop() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل لاجین", Published).await;
    send(&site, code, &cookie, form(&FIELDS, &sample::landscape(2, 800, 500))).await;
    let front = site.get("/").await.body;
    assert!(front.contains("-1-3x2-480.webp"));
    let hash = body_of(&site, code).await.split("media:").nth(1).expect("ours")[..20].to_owned();
    let path = format!("/newsroom/articles/{code}/pictures/{hash}");
    let moved = site.post(&path, &[("focus", "90,10")], &cookie).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    let front = site.get("/").await.body;
    assert!(front.contains("-2-3x2-480.webp") && !front.contains("-1-3x2-480.webp"));
    assert_eq!(site.get(&format!("/media/{hash}-2-3x2-480.webp")).await.status, StatusCode::OK);
    for (path, focus) in [(path.as_str(), "x"), (path.as_str(), "101,0"), (&format!("{path}0"), "10,10")] {
        assert_eq!(site.post(path, &[("focus", focus)], &cookie).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_missing_or_no_picture_is_refused_in_a_sentence_and_nothing_is_lost() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Editor).await;
    let code = site.article("پل لاجین", Draft).await;
    let before = body_of(&site, code).await;
    let picture = sample::landscape(2, 300, 200);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let long = "آ".repeat(501);
    for (name, value, file, words) in [
        ("alt", "", &picture, "بنویسید عکس چه را نشان می‌دهد"),
        ("caption", " \u{200c}", &picture, "شرح عکس لازم است"),
        ("credit", "", &picture, "نام عکاس"),
        ("caption", long.as_str(), &picture, "حداکثر ۵۰۰ نویسه"),
        ("place", "end", &Vec::new(), "پروندهٔ عکس را برگزینید"),
        ("place", "end", &svg, "این پرونده عکس نیست"),
        ("place", "end", &picture[..200].to_vec(), "آسیب دیده است"),
    ] {
        let fields = FIELDS.map(|(key, kept)| (key, if key == name { value } else { kept }));
        let answer = send(&site, code, &cookie, form(&fields, file)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(words), "{words}");
        assert!(
            name == "credit" || answer.body.contains("value=\"نرگس رحیمی\""),
            "what was typed is there again"
        );
    }
    let large = send(&site, code, &cookie, form(&FIELDS, &vec![0; media::BYTES_MAX + 100_000])).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("بیش از اندازه بزرگ است"));
    assert_eq!(body_of(&site, code).await, before);
}

#[tokio::test]
async fn whoever_may_not_change_an_article_may_not_change_its_pictures() {
    let site = Site::new().await;
    let code = site.article("پل لاجین", Published).await;
    let body = form(&FIELDS, &sample::landscape(2, 300, 200));
    assert_eq!(send(&site, code, "", body.clone()).await.status, StatusCode::UNAUTHORIZED);
    let reporter = site.log_in(Role::Reporter).await;
    assert_eq!(send(&site, code, &reporter, body).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        site.get_as(&format!("/newsroom/articles/{code}/pictures"), &reporter).await.status,
        StatusCode::FORBIDDEN
    );
    assert!(!body_of(&site, code).await.contains("media:"));
}
