//! The site as an app of a phone: its manifest, the worker that keeps what was opened, and the page that is shown when
//! there is no network.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::context;
use serde_json::json;

use crate::layout::{Layout, render};
use crate::pages::{self, Kind};
use crate::{App, assets};

/// `GET /manifest.webmanifest`
pub(super) async fn manifest(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Manifest, async |reading| {
        let site = &reading.frame().await?.site;
        let icon = |src: &str, size: u32, purpose: &str| json!({ "src": src, "type": "image/png", "sizes": format!("{size}x{size}"), "purpose": purpose });
        let icons = assets::icons();
        let manifest = json!({
            "id": "/", "name": site.name, "short_name": site.name, "description": site.motto, "lang": "fa", "dir": "rtl",
            "start_url": "/", "scope": "/", "display": "minimal-ui",
            "theme_color": assets::THEME, "background_color": assets::PAPER,
            "icons": [icon(icons.small, 192, "any"), icon(icons.large, 512, "any"), icon(icons.maskable, 512, "maskable")],
        });
        Ok(manifest.to_string())
    })
    .await
}

/// `GET /worker.js`: names what this very version serves, so that with the next one it is another worker.
pub(super) async fn worker(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Script, async |reading| {
        let layout = Layout::read(reading).await?;
        Ok(assets::worker(&layout.css, &layout.font))
    })
    .await
}

/// `GET /offline`: what the worker shows in place of a page that it does not have.
pub(super) async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let layout = Layout::read(reading).await?;
        render(&app, "reader/offline.html", &layout, context! {})
    })
    .await
}
