//! Lists of articles, paged: section, tag, author, latest.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::context;
use news::article::{Genre, one_per_story};
use serde::Deserialize;
use store::articles::Filter;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};
use crate::paging::{PageNumber, pages};

/// Articles of one page of a list.
const PER_PAGE: i64 = 20;
/// Deeper pages are for the archive; every step deeper costs the database more.
const PAGE_MAX: i64 = 500;

/// `?page=`
#[derive(Deserialize)]
pub(super) struct Paging {
    #[serde(default)]
    page: PageNumber,
}

/// `GET /section/{slug}`
pub(super) async fn section(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let section = reading.section(&slug).await?.ok_or(Failure::NotFound)?;
        let filter = Filter { section_id: Some(section.id), ..Filter::default() };
        let path = format!("/section/{slug}");
        list(reading, filter, &section.name, reading.app.language.t("بخش"), &path, &path, paging.page).await
    })
    .await
}

/// `GET /tag/{slug}`
pub(super) async fn tag(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let tag = reading.tag(&slug).await?.ok_or(Failure::NotFound)?;
        let path = format!("/tag/{slug}");
        let filter = Filter { tag_id: Some(tag.id), ..Filter::default() };
        list(reading, filter, &tag.name, reading.app.language.t("برچسب"), &path, &path, paging.page).await
    })
    .await
}

/// `GET /author/{slug}`
pub(super) async fn author(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let path = format!("/author/{slug}");
        let filter = Filter { byline_slug: Some(slug.clone()), ..Filter::default() };
        let newest = reading.latest(&filter, 1, 0).await?;
        let name = newest.first().map(|card| card.byline.clone()).ok_or(Failure::NotFound)?;
        list(reading, filter, &name, reading.app.language.t("نویسنده"), &path, &path, paging.page).await
    })
    .await
}

/// `GET /latest`
pub(super) async fn latest(
    State(app): State<App>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let title = app.language.t("تازه‌ترین خبرها");
        list(reading, Filter::default(), title, "", "/latest", "", paging.page).await
    })
    .await
}

/// `GET /opinion`
pub(super) async fn opinion(
    State(app): State<App>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    of_genre(&app, Genre::Opinion, paging, &uri, &headers).await
}

/// `GET /photo`
pub(super) async fn photo(
    State(app): State<App>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    of_genre(&app, Genre::Photo, paging, &uri, &headers).await
}

/// `GET /live`
pub(super) async fn live(
    State(app): State<App>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    of_genre(&app, Genre::Live, paging, &uri, &headers).await
}

async fn of_genre(app: &App, genre: Genre, paging: Paging, uri: &Uri, headers: &HeaderMap) -> Response {
    pages::answer(app, uri, headers, Kind::Html, async |reading| {
        let filter = Filter { genre: Some(genre), ..Filter::default() };
        let path = format!("/{}", genre.as_str());
        list(reading, filter, app.language.t(genre.persian()), "", &path, "", paging.page).await
    })
    .await
}

async fn list(
    reading: &Reading,
    filter: Filter,
    title: &str,
    kind: &str,
    path: &str,
    feeds: &str,
    number: PageNumber,
) -> Result<String, Failure> {
    if number.0 > PAGE_MAX {
        return Err(Failure::NotFound);
    }
    let layout = Layout::read(reading).await?;
    let total = reading.count(&filter).await?;
    let cards = one_per_story(reading.latest(&filter, PER_PAGE, number.offset(PER_PAGE)).await?);
    if cards.is_empty() && number.0 > 1 {
        return Err(Failure::NotFound);
    }
    let pages = pages(total, PER_PAGE).min(PAGE_MAX);
    let page = context! {
        title, kind, path, total, pages, number => number.0,
        feeds,
        cards => crate::templates::value(CardView::all(&cards)),
    };
    render(&reading.app, "reader/list.html", &layout, page)
}
