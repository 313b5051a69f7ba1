//! What stands around every page.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use news::section::Section;
use news::settings::SiteSettings;
use serde::Serialize;

use crate::errors::Failure;
use crate::language::{self, Language};
use crate::pages::Reading;
use crate::{App, assets};

/// The site's own words and its menu, for the layout.
#[derive(Serialize)]
pub(crate) struct Layout {
    pub site: SiteSettings,
    pub sections: Vec<SectionLink>,
    /// The public address without a final slash.
    pub base: String,
    pub css: String,
    pub script: &'static str,
    /// The font that is fetched early; empty where none is sent.
    pub font: String,
    pub icon: &'static str,
    /// The address of the logo; empty where the name stands in letters.
    pub logo: String,
    pub icons: assets::Icons,
    pub theme: &'static str,
    /// Of the interface.
    pub language: Language,
    /// `rtl` or `ltr`.
    pub direction: &'static str,
    /// The path of the page in Persian; empty where it has no address of its own.
    pub path: String,
    /// The path of the page itself.
    pub here: String,
    /// The same page in the other language.
    pub other: Other,
}

/// Where a page is in another language.
#[derive(Serialize)]
pub(crate) struct Other {
    pub language: Language,
    pub name: &'static str,
    pub url: String,
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
        let frame = reading.frame().await?;
        let language = reading.app.language;
        let link = |section: &Section| SectionLink {
            id: section.id,
            slug: section.slug.clone(),
            name: section.name.clone(),
        };
        Ok(Self {
            site: frame.site.clone(),
            sections: frame.sections.iter().map(link).collect(),
            base: reading.app.config.base_url.clone(),
            css: reading.app.theme.css(&frame.site.appearance),
            font: reading.app.theme.font(&frame.site.appearance),
            logo: match frame.site.appearance.logo.as_str() {
                "" => String::new(),
                logo => format!("/assets/{logo}"),
            },
            script: assets::script(),
            icon: assets::icon(),
            icons: assets::icons(),
            theme: assets::THEME,
            language,
            direction: language.direction(),
            other: Other {
                language: language.other(),
                name: language.other().name(),
                url: language.other().path(if reading.path.is_empty() { "/" } else { &reading.path }),
            },
            here: language.path(&reading.path),
            path: reading.path.clone(),
        })
    }
}

/// Renders a template with the layout and the page's own values.
pub(crate) fn render(app: &App, template: &str, layout: &Layout, page: Value) -> Result<String, Failure> {
    let values = context! { layout => crate::templates::value(layout), ..page };
    let text = app.theme.render(app.language, template, values)?;
    Ok(match app.language.root() {
        "" => text,
        root => language::within(root, &text),
    })
}

/// The content type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A page for one person: kept nowhere.
pub(crate) fn private(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
