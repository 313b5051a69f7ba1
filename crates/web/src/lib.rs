//! Render and serve: the readers' site, the newsroom, the API.
//!
//! `reader`, `editor` and `api` never import one another; what they share stands beside them. Nothing here reads
//! a clock or connects out: time comes through [`App`]. A reader's page holds no token, clock or random value.

mod api;
mod app;
mod article_page;
mod assets;
pub mod background;
mod cards;
mod directed;
mod drawn;
mod editor;
mod errors;
mod hub;
mod language;
mod layout;
mod linked_data;
mod logo;
mod media_files;
mod noted;
mod pages;
mod paging;
pub mod password;
mod pictures;
mod popular;
mod problem;
mod provenance;
mod reader;
mod remembered;
pub mod searched;
mod searching;
mod security;
mod sender;
mod server;
mod serving;
mod suggested;
mod templates;
pub mod theme;
mod trial;
mod tries;
mod turns;
mod views;

pub use app::{App, AppConfig};
pub use pages::{keep as keep_pages, surrogate_key_of_all, surrogate_keys};
pub use server::{Answer, serve};
pub use serving::Serving;
pub use trial::{CheckAddress, Sample, Trial, TryPage};

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// A form carries at most an article whose body is as long as one may be, each byte of which browsers send as three
/// (`%D8`); and the rest of the form.
const FORM_BYTES_MAX: usize = 3 * news::article::BODY_BYTES_MAX + 1024 * 1024;
/// A form of [`FORM_BYTES_MAX`] takes 33 s over 1 Mbit/s; whoever sends slower, or nothing more, is let go.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(45);

/// Everything that there is.
fn router(app: App) -> Router {
    let all = Router::new()
        .merge(reader::pages(&app))
        .merge(reader::routes())
        .merge(api::routes())
        .merge(editor::routes(&app))
        .merge(hub::routes())
        .merge(assets::routes())
        .merge(media_files::routes())
        .route("/healthz", get(app::health));
    with_layers(app, all)
}

/// What people read, in another language than Persian.
fn translated(app: App) -> Router {
    let pages = reader::pages(&app).merge(editor::routes(&app));
    with_layers(app, pages)
}

fn with_layers(app: App, routes: Router<App>) -> Router {
    let language = app.language;
    routes
        .fallback(errors::not_found)
        .layer(middleware::from_fn(security::refuse_cross_site))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(middleware::from_fn_with_state(app.clone(), errors::in_our_words))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
            errors::plain_failure(language)
        }))
        .layer(middleware::from_fn(security::headers))
        .with_state(app)
}
