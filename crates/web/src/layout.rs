//! What stands around every page.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use news::settings::SiteSettings;
use serde::Serialize;

use crate::errors::Failure;
use crate::pages::Reading;
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
    pub icons: assets::Icons,
    pub theme: &'static str,
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
    pub(crate) async fn read(reading: &Reading) -> Result<Self, Failure> {
        let site = reading.site().await?;
        let sections = reading.sections().await?;
        Ok(Self {
            base: reading.app.config.base_url.clone(),
            sections: sections
                .into_iter()
                .map(|s| SectionLink { id: s.id, slug: s.slug, name: s.name })
                .collect(),
            site,
            css: assets::reader_css(),
            script: assets::script(),
            font: assets::font(),
            icon: assets::icon(),
            icons: assets::icons(),
            theme: assets::THEME,
        })
    }
}

/// Renders a template with the layout and the page's own values.
pub(crate) fn render(app: &App, template: &str, layout: &Layout, page: Value) -> Result<String, Failure> {
    let values = context! { layout => crate::templates::value(layout), ..page };
    Ok(app.templates.get_template(template)?.render(values)?)
}
/// The content type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A page for one person: kept nowhere.
pub(crate) fn private(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
