//! The readers' site.

mod archive;
mod article;
mod card;
mod comment;
mod completions;
mod feeds;
mod front;
mod lists;
mod offline;
mod popular;
mod robots;
mod search;
mod sitemaps;
mod story;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;

pub(crate) use self::feeds::Entry;
use crate::App;
use crate::views;

/// A comment of the longest takes 36 KB as browsers send it (twelve bytes for a rare letter); one that is several times too
/// long still comes back to its writer, and anyone may send it.
const COMMENT_FORM_BYTES_MAX: usize = 256 * 1024;

/// The pages of the readers' site: what has words of the interface, and so an address in each language.
pub(crate) fn pages(app: &App) -> Router<App> {
    // Counted before anything that may answer in place of the page.
    let counted = Router::new()
        .route("/news/{code}", get(article::show_bare))
        .route("/news/{code}/{slug}", get(article::show))
        .route_layer(middleware::from_fn_with_state(app.clone(), views::count));
    let comments = DefaultBodyLimit::max(COMMENT_FORM_BYTES_MAX);
    Router::new()
        .merge(counted)
        .route("/", get(front::show))
        .route("/section/{slug}", get(lists::section))
        .route("/tag/{slug}", get(lists::tag))
        .route("/author/{slug}", get(lists::author))
        .route("/story/{code}", get(story::show))
        .route("/latest", get(lists::latest))
        .route("/opinion", get(lists::opinion))
        .route("/photo", get(lists::photo))
        .route("/search", get(search::show))
        .route("/search/completions", get(completions::index))
        .route("/archive", get(archive::index))
        .route("/archive/{year}", get(archive::year))
        .route("/archive/{year}/{month}", get(archive::month))
        .route("/archive/{year}/{month}/{day}", get(archive::day))
        .route("/about", get(front::about))
        .route("/most-viewed", get(popular::viewed))
        .route("/most-discussed", get(popular::discussed))
        .route("/news/{code}/comments", get(comment::thanks).post(comment::create).layer(comments))
        .route("/offline", get(offline::show))
        .route("/{code}", get(article::short))
}

/// What of the readers' site has one address in all languages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/news/{code}/card.png", get(card::show))
        .route("/rss.xml", get(feeds::site))
        .route("/atom.xml", get(feeds::site))
        .route("/feed.json", get(feeds::site))
        .route("/section/{slug}/{file}", get(feeds::section))
        .route("/tag/{slug}/{file}", get(feeds::tag))
        .route("/author/{slug}/{file}", get(feeds::author))
        .route("/sitemap.xml", get(sitemaps::index))
        .route("/sitemap/{part}", get(sitemaps::part))
        .route("/news-sitemap.xml", get(sitemaps::news))
        .route("/robots.txt", get(robots::show))
        .route("/ads.txt", get(robots::ads))
        .route("/manifest.webmanifest", get(offline::manifest))
        .route("/worker.js", get(offline::worker))
}
