//! The site as an app, and what programs are told.

use axum::http::{StatusCode, header};
use news::settings::SiteSettings;
use serde_json::Value;

use crate::{NOW, Site};

async fn set(site: &Site, settings: SiteSettings) {
    let mut tx = site.store.begin(NOW).await.expect("a change");
    store::settings::set_site(&mut tx, &settings).await.expect("set");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn the_manifest_names_icons_that_are_there() {
    let site = Site::new().await;
    let answer = site.get("/manifest.webmanifest").await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/manifest+json; charset=utf-8");
    let manifest: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(
        (&manifest["name"], &manifest["lang"], &manifest["dir"]),
        (&"بینش".into(), &"fa".into(), &"rtl".into())
    );
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"/".into(), &"/".into()));
    let icons = manifest["icons"].as_array().expect("icons");
    let sizes: Vec<_> = icons.iter().map(|icon| (icon["sizes"].as_str(), icon["purpose"].as_str())).collect();
    assert_eq!(
        sizes,
        [(Some("192x192"), Some("any")), (Some("512x512"), Some("any")), (Some("512x512"), Some("maskable"))]
    );
    let page = site.get("/").await.body;
    assert!(page.contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">"));
    let apple = page.split("rel=\"apple-touch-icon\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    for path in icons.iter().filter_map(|icon| icon["src"].as_str()).chain(apple).chain(["/favicon.ico"]) {
        let icon = site.get(path).await;
        assert_eq!(icon.status, StatusCode::OK, "{path}");
        assert!(icon.header(header::CONTENT_TYPE).starts_with("image/") && icon.body.len() > 200, "{path}");
    }
    set(&site, SiteSettings { name: "روزنامه".into(), ..SiteSettings::default() }).await;
    assert!(site.get("/manifest.webmanifest").await.body.contains("روزنامه"));
}

#[tokio::test]
async fn the_worker_names_what_this_version_serves_and_is_asked_for_again() {
    let site = Site::new().await;
    let worker = site.get("/worker.js").await;
    assert_eq!(worker.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert!(worker.header(header::CACHE_CONTROL).contains("max-age=0"));
    assert!(!worker.body.contains("{{") && worker.body.contains("startsWith(\"/newsroom\")"));
    let shell =
        worker.body.split("const SHELL = ").nth(1).and_then(|rest| rest.split(';').next()).expect("a list");
    let shell: Vec<String> = serde_json::from_str(shell).expect("JSON");
    assert!(shell.len() == 5 && shell.contains(&"/offline".to_owned()));
    for path in &shell {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    let offline = site.get("/offline").await;
    assert!(offline.body.contains("به اینترنت دسترسی نیست") && offline.body.contains("noindex"));
}

#[tokio::test]
async fn who_may_sell_and_who_is_asked_to_stay_away_is_the_newsrooms_choice() {
    let site = Site::new().await;
    assert_eq!(site.get("/ads.txt").await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/robots.txt").await.body.contains("GPTBot"));
    let cookie = site.log_in(news::person::Role::Admin).await;
    let mut fields =
        ["motto", "about", "licence", "owner", "managing_editor", "contact"].map(|name| (name, "")).to_vec();
    fields.extend([
        ("name", "بینش"),
        ("ads", "ads.example, 7, DIRECT\r\nb.example, 8, RESELLER"),
        ("keeps_trainers_out", "on"),
    ]);
    assert_eq!(site.post("/newsroom/settings", &fields, &cookie).await.status, StatusCode::SEE_OTHER);
    let ads = site.get("/ads.txt").await;
    assert_eq!(ads.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(ads.body, "ads.example, 7, DIRECT\nb.example, 8, RESELLER\n");
    let robots = site.get("/robots.txt").await.body;
    let (trainers, all) = robots.split_once("\n\n").expect("two groups");
    assert!(trainers.contains("User-agent: GPTBot\n") && trainers.ends_with("\nDisallow: /"), "{robots}");
    assert!(all.starts_with("User-agent: *\nDisallow: /newsroom\n") && all.contains("Sitemap: "), "{robots}");
    let form = site.get_as("/newsroom/settings", &cookie).await;
    assert_eq!(form.texts("#ads"), ["ads.example, 7, DIRECT b.example, 8, RESELLER"]);
    assert!(form.body.contains("name=\"keeps_trainers_out\" checked"));
    let last = fields.len() - 1;
    site.post("/newsroom/settings", &fields[..last], &cookie).await;
    assert!(!site.get("/robots.txt").await.body.contains("GPTBot"), "a box that is not ticked");
}
