//! What programs are asked to leave alone, and who may sell the site's advertising space.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::App;
use crate::errors::Failure;
use crate::layout::Layout;
use crate::pages::{self, Kind};

/// What programs call themselves that gather texts to train language models, as their makers say in 2026; those that
/// search for somebody who asks are none of them.
const TRAINERS: [&str; 10] = [
    "AI2Bot",
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "omgili",
];

/// `GET /robots.txt`
pub(super) async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Text, async |reading| {
        let layout = Layout::read(reading).await?;
        let trainers: String = match layout.site.keeps_trainers_out {
            true => TRAINERS.iter().map(|name| format!("User-agent: {name}\n")).chain(["Disallow: /\n\n".into()]).collect(),
            false => String::new(),
        };
        let base = layout.base;
        Ok(format!(
            "{trainers}User-agent: *\nDisallow: /newsroom\nDisallow: /search\nDisallow: /en/search\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
        ))
    })
    .await
}

/// `GET /ads.txt`: not there while nobody sells.
pub(super) async fn ads(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Text, async |reading| {
        let ads = reading.frame().await?.site.ads.clone();
        if ads.trim().is_empty() { Err(Failure::NotFound) } else { Ok(format!("{}\n", ads.trim())) }
    })
    .await
}
