//! What programs are asked to leave alone.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::App;
use crate::layout::Layout;
use crate::pages::{self, Kind};

/// `GET /robots.txt`
pub(super) async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Text, async |reading| {
        let base = Layout::read(reading).await?.base;
        Ok(format!(
            "User-agent: *\nDisallow: /newsroom\nDisallow: /search\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
        ))
    })
    .await
}
