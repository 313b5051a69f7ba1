//! Readers' pages, made once and kept in memory until something that they show changes.
//!
//! A page is made by reading through [`Reading`], which notes what it depends on. Every commit of this process says what it
//! touched before it returns, so whoever asks afterwards gets no older page; what other processes commit is followed in
//! the change log. What was invalidated and is asked for often is made anew before somebody asks ([`keep`]).

mod body;
mod cache;
mod dependency;
mod frame;
mod parts;
mod reading;
mod shared;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use news::article::NewsCode;
use search::Index;
use store::Store;
use store::events::Event;
use tokio::sync::watch;

pub(crate) use self::body::{Kind, Page, Version};
pub(crate) use self::cache::PageCache;
pub(crate) use self::dependency::Dependency;
pub(crate) use self::parts::Parts;
pub(crate) use self::reading::Reading;
pub use self::shared::{surrogate_key_of_all, surrogate_keys};
use crate::errors::{self, Failure};
use crate::language::Language;
use crate::serving::Serving;
use crate::{App, views};

/// Names in a query that decide what a readers' page shows; others are of trackers, or of nobody.
const ASKED: [&str; 2] = ["page", "window"];
/// What other processes commit is looked for so often where the database tells nobody (SQLite).
const FOLLOWED_EVERY: Duration = Duration::from_millis(250);
/// What is fresh in sections is followed so often.
const REFRESHED_EVERY: Duration = Duration::from_secs(60);
/// Events of other processes read at once.
const EVENTS_AT_ONCE: i64 = 1000;

/// Under what a page is kept: its path in plain letters, and what of its query decides what it shows. None where a name
/// stands twice, or what is encoded is no text: the handler says what is wrong.
fn key(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let mut key = match path.contains('%') {
        true => percent_encoding::percent_decode_str(path).decode_utf8().ok()?.into_owned(),
        false => path.to_owned(),
    };
    let mut seen = 0_u8;
    for part in uri.query().into_iter().flat_map(|query| query.split('&')) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let Some(place) = ASKED.iter().position(|asked| *asked == name) else { continue };
        if seen & (1 << place) != 0 {
            return None;
        }
        seen |= 1 << place;
        key.push(if seen.is_power_of_two() { '?' } else { '&' });
        key.extend([name, "=", value]);
    }
    Some(key)
}

/// The key of a page in a language: the path by which its readers ask for it.
fn of_language(language: Language, key: String) -> String {
    match key.strip_prefix('/') {
        _ if language == Language::default() => key,
        // The front page is the root itself.
        Some(rest) if rest.is_empty() || rest.starts_with('?') => format!("{}{rest}", language.root()),
        _ => format!("{}{key}", language.root()),
    }
}

/// A page from memory; None when it is to be made. Whoever reads an article is counted.
pub(crate) fn from_memory<B>(
    app: &App,
    from: Option<SocketAddr>,
    request: &axum::http::Request<B>,
) -> Option<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let uri = request.uri();
    let page = match uri.query() {
        None => app.pages.get_at(uri.path(), app.now(), || key(uri))?,
        Some(_) => app.pages.get(&key(uri)?, app.now())?,
    };
    if let Some(code) = page.code {
        views::count_one(app, code, from, request);
    }
    Some(page.answer(request.headers()))
}

/// A page from memory, or made now: of those who ask for one that is being made, one makes it.
pub(crate) async fn answer(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    kind: Kind,
    make: impl AsyncFnOnce(&Reading) -> Result<String, Failure>,
) -> Response {
    let page = match key(uri).map(|key| of_language(app.language, key)) {
        Some(key) => app.pages.get_or_render(app, key, kind, make).await,
        None => {
            let reading = Reading::new(app);
            make(&reading).await.map(|text| Page::new(kind, &text, reading.done()).into())
        }
    };
    match page {
        Ok(page) => page.answer(headers).into_response(),
        Err(failure) => errors::page(app, failure, headers).await,
    }
}

/// A page that is no address's own (`key` begins as no path does) from memory, or made now, with a status of its own: it
/// is compressed once and kept, and browsers keep it nowhere.
///
/// # Errors
/// As `make`.
pub(crate) async fn answer_as(
    app: &App,
    status: StatusCode,
    key: String,
    headers: &HeaderMap,
    make: impl AsyncFnOnce(&Reading) -> Result<String, Failure>,
) -> Result<Response, Failure> {
    let key = format!("{key}{}", app.language.root());
    let page = app.pages.get_or_render(app, key, Kind::Html, make).await?;
    let takes = headers.get(header::ACCEPT_ENCODING).cloned();
    let mut response =
        page.answer(&takes.into_iter().map(|takes| (header::ACCEPT_ENCODING, takes)).collect());
    *response.status_mut() = status;
    response.headers_mut().remove(header::ETAG);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// PageCache that are told of what changes: what a commit of this process concerns is forgotten before the commit returns.
/// Where another is told already, none are kept.
pub(crate) fn told_by(store: &Store, index: &Index) -> Arc<PageCache> {
    let pages = Arc::new(PageCache::default());
    let hearing = pages.clone();
    let is_told = store.on_commit(move |events| hear(&hearing, events));
    let hearing = pages.clone();
    if is_told && index.on_forgotten(move |codes| forgotten(&hearing, codes)) {
        pages.begin();
    }
    pages
}

fn hear(pages: &PageCache, events: &[Event]) {
    let touched: Vec<Dependency> = events.iter().flat_map(Dependency::touched).collect();
    pages.invalidate(&touched);
    pages.heard(events);
}

/// What the search index suggests under these articles may be something else now; under all when none is named.
fn forgotten(pages: &PageCache, codes: &[NewsCode]) {
    match codes {
        [] => pages.invalidate(&[Dependency::AllSuggested]),
        _ => pages.invalidate(&codes.iter().map(|code| Dependency::Suggested(*code)).collect::<Vec<_>>()),
    }
}

/// Follows what other processes commit, and makes anew what was invalidated and is asked for often, until told to stop.
pub async fn keep(serving: Serving, mut stopped: watch::Receiver<bool>) {
    let app = serving.app();
    let mut wake = app.config.store.wake();
    // Read before the first page is kept of what another process may change; asked for again while the database is away.
    let mut followed_to = None;
    let mut refreshed = tokio::time::interval(REFRESHED_EVERY);
    let mut followed = tokio::time::interval(FOLLOWED_EVERY);
    loop {
        while let Some(path) = app.pages.next_to_render() {
            // What is no address's own is made when somebody needs it.
            if !path.starts_with('/') {
                continue;
            }
            let request = Request::get(encoded(&path)).body(axum::body::Body::empty());
            if let Ok(request) = request {
                let _ = serving.make(request).await;
            }
        }
        tokio::select! {
            changed = wake.changed() => if changed.is_err() { return },
            () = app.pages.invalidated() => {}
            _ = followed.tick() => {}
            _ = refreshed.tick() => app.pages.refresh(),
            _ = stopped.changed() => return,
        }
        if app.theme.reload() {
            app.pages.invalidate(&[Dependency::Frame]);
        }
        // While the database is away nothing is committed; the index's follower says so.
        followed_to = match followed_to {
            None => store::events::last(&app.config.store).await.ok(),
            Some(number) => follow(app, number).await.ok().or(followed_to),
        };
    }
}

/// Touches what the change log tells after an event, but for what this process committed itself.
async fn follow(app: &App, mut followed_to: i64) -> Result<i64, store::StoreError> {
    loop {
        let events = store::events::after(&app.config.store, followed_to, EVENTS_AT_ONCE).await?;
        let Some(last) = events.last().map(|event| event.number) else { return Ok(followed_to) };
        let unheard = app.pages.unheard(&events);
        app.pages
            .invalidate(&unheard.iter().flat_map(|event| Dependency::touched(event)).collect::<Vec<_>>());
        followed_to = last;
    }
}

/// What a path has encoded in a request.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'#').add(b'%');

/// A path as a request has it.
fn encoded(key: &str) -> String {
    percent_encoding::utf8_percent_encode(key, ENCODED).to_string()
}
