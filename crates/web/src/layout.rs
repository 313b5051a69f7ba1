//! What stands around every page, and how a page becomes an answer with an ETag.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use news::settings::SiteSettings;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::errors::Failure;
use crate::{App, assets};

/// The site's own words and its menu, for the layout.
#[derive(Serialize)]
pub(crate) struct Layout {
    pub site: SiteSettings,
    pub sections: Vec<SectionLink>,
    /// The public address without a final slash.
    pub base: String,
    pub css: &'static str,
    pub script: &'static str,
    pub font: &'static str,
    pub icon: &'static str,
}

/// A section in the menu.
#[derive(Serialize, Clone)]
pub(crate) struct SectionLink {
    pub id: i64,
    pub slug: String,
    pub name: String,
}

impl Layout {
    /// Reads the layout's data.
    pub(crate) async fn read(app: &App) -> Result<Self, Failure> {
        let store = &app.config.store;
        let site = store::settings::site(store).await?;
        let sections = store::sections::all(store).await?;
        Ok(Self {
            base: app.config.base_url.clone(),
            sections: sections
                .into_iter()
                .map(|s| SectionLink { id: s.id, slug: s.slug, name: s.name })
                .collect(),
            site,
            css: assets::reader_css(),
            script: assets::script(),
            font: assets::font(),
            icon: assets::icon(),
        })
    }
}

/// Renders a template with the layout and the page's own values.
pub(crate) fn render(app: &App, template: &str, layout: &Layout, page: Value) -> Result<String, Failure> {
    let values = context! { layout => crate::templates::value(layout), ..page };
    Ok(app.templates.get_template(template)?.render(values)?)
}

/// An answer that browsers ask again for (a short 304 when nothing changed) and shared caches may keep for ten
/// seconds: an article that is taken away is gone from a browser at once.
pub(crate) fn cacheable(request: &HeaderMap, kind: &'static str, body: String) -> Response {
    let hash: String =
        Sha256::digest(body.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{hash}\"");
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate, s-maxage=10"),
    );
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, value);
    }
    // Compression on the way weakens the tag that comes back.
    let matches =
        known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*");
    if matches {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    (headers, body).into_response()
}

/// The content type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A page for one person: kept nowhere.
pub(crate) fn private(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
