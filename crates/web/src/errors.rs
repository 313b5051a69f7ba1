//! What people see when something is not there or went wrong: what happened, and where to go.

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use minijinja::context;
use search::SearchError;
use serde_json::json;
use store::StoreError;

use crate::App;
use crate::cards::CardView;
use crate::layout::{self, Layout};
use crate::pages::{Kind, Reading};

/// Of the latest news, on the page of a failure.
const LATEST: i64 = 8;
/// A database that is started again takes some seconds.
pub(crate) const RETRY_AFTER_S: u16 = 5;

/// A large index is built in some minutes.
const BUILT_AFTER_S: u16 = 30;

/// Why a handler has no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such thing.
    NotFound,
    /// There was; it was taken away.
    Gone,
    /// It is at another address of ours for good.
    Moved(String),
    /// It is at another address of ours for now.
    Found(String),
    /// Somebody did something else with it at the same time.
    Meanwhile,
    /// The database does not answer just now.
    Away,
    /// Too many searches wait for their turn.
    Busy,
    /// The search index is being built; so many articles are in it.
    BeingBuilt(u64),
    /// It went wrong here; logged once, where it is handled.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(cause) => {
                tracing::error!("the database does not answer: {cause}");
                Self::Away
            }
            // What a form names and is not there: only one that was not made by us names such a thing.
            StoreError::NoSuch => Self::NotFound,
            StoreError::Conflict => Self::Meanwhile,
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<minijinja::Error> for Failure {
    fn from(error: minijinja::Error) -> Self {
        Self::Broken(format!("{error:#}"))
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::BeingBuilt { articles } => Self::BeingBuilt(articles),
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// The fallback of every address that is none. A slash too many at its end leads to the address without it.
pub(crate) async fn not_found(State(app): State<App>, uri: Uri) -> Response {
    let path = uri.path().trim_end_matches('/');
    if path.len() < uri.path().len() && !path.is_empty() && !path.starts_with("//") {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, format!("{path}{query}"))])
            .into_response();
    }
    page(&app, Failure::NotFound).await
}

/// Puts our words in the place of those of the framework: what it refuses by itself (a query that cannot be read, a
/// body that is too large, a method that an address does not take) it says in bare English.
pub(crate) async fn in_our_words(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let takes = request.headers().get(header::ACCEPT_ENCODING).cloned();
    let response = next.run(request).await;
    if !is_api && response.extensions().get::<NotThere>().is_some() {
        return not_there(&app, takes).await;
    }
    let status = response.status();
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_bare = status.is_client_error() && (kind.is_empty() || kind.starts_with("text/plain"));
    if is_api && status.is_client_error() && !kind.starts_with("application/problem+json") {
        return problem(status, api_words(status));
    }
    if !is_bare {
        return response;
    }
    let (title, words) = refusal_words(status);
    // What took too long may have waited for the database, which a page with news would ask once more.
    if status == StatusCode::REQUEST_TIMEOUT {
        return bare(status, title, words);
    }
    let body = render(&Reading::new(&app), title, words).await;
    body.map_or_else(|_| bare(status, title, words), |body| layout::private(status, body))
}

/// Stands for the page of an address that is none, until it is known how the browser takes it.
#[derive(Clone)]
struct NotThere;

/// Under what that page is kept: no address of a request is so.
const NOT_THERE: &str = "404";

/// One page for all such addresses, from memory, so that who tries out addresses costs no more than a reader.
async fn not_there(app: &App, takes: Option<HeaderValue>) -> Response {
    const TITLE: &str = "این صفحه پیدا نشد";
    const WORDS: &str = "شاید نشانی درست نوشته نشده یا صفحه جابه‌جا شده است. می‌توانید آن را جست‌وجو کنید یا تازه‌ترین خبرها را ببینید.";
    let render = async |reading: &Reading| render(reading, TITLE, WORDS).await;
    let page = app.pages.get_or_render(app, NOT_THERE.to_owned(), Kind::Html, render).await;
    let Ok(page) = page else { return bare(StatusCode::NOT_FOUND, TITLE, WORDS) };
    let mut response =
        page.answer(&takes.map(|takes| (header::ACCEPT_ENCODING, takes)).into_iter().collect());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().remove(header::ETAG);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refusal_words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => (
            "بیش از اندازه بزرگ است",
            "آنچه فرستاده شد از اندازهٔ مجاز بزرگ‌تر است. نوشتهٔ شما در صفحهٔ پیشین مرورگر مانده است؛ آن را کوتاه‌تر کنید.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "زمان درخواست به سر رسید",
            "آنچه فرستادید در زمان مجاز به پایان نرسید. نوشتهٔ شما در صفحهٔ پیشین مرورگر مانده است؛ لطفاً دوباره بکوشید.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ("این کار شدنی نیست", "این نشانی چنین درخواستی را نمی‌پذیرد."),
        StatusCode::FORBIDDEN => {
            ("پذیرفته نشد", "این درخواست از سایت دیگری فرستاده شده است و پذیرفته نمی‌شود.")
        }
        _ => (
            "نشانی درست نیست",
            "این نشانی یا فرم درست نوشته نشده است. می‌توانید جست‌وجو کنید یا تازه‌ترین خبرها را ببینید.",
        ),
    }
}

fn api_words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is no such address; /api/v1/openapi.json lists those there are.",
        StatusCode::REQUEST_TIMEOUT => "The request was not complete in time. Try again.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take this method.",
        _ => "The request cannot be read: each parameter is given once, in UTF-8.",
    }
}

/// An error of the API, RFC 9457.
pub(crate) fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// An error of the API that passes by itself.
pub(crate) fn passing_problem(failure: &Failure) -> Option<Response> {
    let (status, detail, after) = match failure {
        Failure::Away => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The database does not answer just now. Try again in a moment.".to_owned(),
            RETRY_AFTER_S,
        ),
        Failure::Busy => (
            StatusCode::TOO_MANY_REQUESTS,
            "Too many searches wait just now. Try again in a moment.".to_owned(),
            RETRY_AFTER_S,
        ),
        Failure::BeingBuilt(articles) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!(
                "The search index is being built; {articles} articles are in it so far. Try again in some minutes."
            ),
            BUILT_AFTER_S,
        ),
        _ => return None,
    };
    let mut response = problem(status, &detail);
    response.headers_mut().insert(header::RETRY_AFTER, after.into());
    Some(response)
}

/// The page of a failure, with the latest news where the database answers.
pub(crate) async fn page(app: &App, failure: Failure) -> Response {
    let (status, title, words) = match failure {
        // The page of a failure asks the database too: it would only wait once more.
        Failure::Away => return away(),
        Failure::Moved(path) => return redirect(StatusCode::MOVED_PERMANENTLY, &path),
        Failure::Found(path) => return redirect(StatusCode::FOUND, &path),
        Failure::Busy => return busy(),
        Failure::NotFound => return (StatusCode::NOT_FOUND, Extension(NotThere)).into_response(),
        Failure::BeingBuilt(articles) => return being_built(app, articles).await,
        Failure::Gone => (
            StatusCode::GONE,
            "این مطلب برداشته شده است",
            "این مطلب پیش‌تر منتشر شده بود و تحریریه آن را برداشته است. تازه‌ترین خبرها در ادامه آمده است.",
        ),
        Failure::Meanwhile => (StatusCode::CONFLICT, "این کار انجام نشد", MEANWHILE),
        Failure::Broken(cause) => {
            tracing::error!("a page could not be made: {cause}");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "صفحه ساخته نشد",
                "خطایی در سایت رخ داده و ثبت شده است. لطفاً چند لحظهٔ دیگر دوباره بکوشید.",
            )
        }
    };
    match render(&Reading::new(app), title, words).await {
        Ok(body) => layout::private(status, body),
        // The words still hold without the news below them.
        Err(_) => bare(status, title, words),
    }
}

fn redirect(status: StatusCode, path: &str) -> Response {
    let encoded = percent_encoding::utf8_percent_encode(path, ENCODED).to_string();
    (status, [(header::LOCATION, encoded)]).into_response()
}

/// Letters beyond ASCII are encoded; the path's own marks stay.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'?').add(b'#');

/// What somebody is told who came second.
pub(crate) const MEANWHILE: &str = "کس دیگری در همین لحظه همین را تغییر داد و این کار انجام نشد. صفحهٔ پیشین را تازه کنید و دوباره تصمیم بگیرید.";

/// While the search index is being built: what is not found then may well be there.
async fn being_built(app: &App, articles: u64) -> Response {
    let words = format!("{} تازه‌ترین خبرها در ادامه آمده است.", being_built_words(articles));
    let mut response = match render(&Reading::new(app), BEING_BUILT, &words).await {
        Ok(body) => layout::private(StatusCode::SERVICE_UNAVAILABLE, body),
        Err(_) => bare(StatusCode::SERVICE_UNAVAILABLE, BEING_BUILT, &words),
    };
    response.headers_mut().insert(header::RETRY_AFTER, BUILT_AFTER_S.into());
    response
}

/// What the search says while its index is being built.
pub(crate) fn being_built_words(articles: u64) -> String {
    let count = persian::digits::grouped(i64::try_from(articles).unwrap_or(i64::MAX));
    format!(
        "فهرست جست‌وجو در حال ساخته شدن است و تاکنون {count} مطلب در آن آمده است؛ لطفاً چند دقیقهٔ دیگر دوباره بکوشید."
    )
}

const BEING_BUILT: &str = "جست‌وجو آماده می‌شود";

async fn render(reading: &Reading, title: &str, words: &str) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let latest = reading.latest_stories(&Default::default(), LATEST).await?;
    let latest: Vec<CardView> = latest.iter().map(CardView::of).collect();
    layout::render(
        &reading.app,
        "reader/error.html",
        &layout,
        context! { title, words, latest => crate::templates::value(latest) },
    )
}

/// While the database does not answer.
pub(crate) fn away() -> Response {
    let mut response = bare(StatusCode::SERVICE_UNAVAILABLE, AWAY.0, AWAY.1);
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
    response
}

/// While too many search. Made from nothing, because whoever floods asks for this page too.
pub(crate) fn busy() -> Response {
    let words = "جست‌وجوهای بسیاری در صف است. لطفاً چند لحظهٔ دیگر دوباره بکوشید؛ خبرها را می‌توانید بخوانید.";
    let mut response = bare(StatusCode::TOO_MANY_REQUESTS, "جست‌وجو در صف است", words);
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
    response
}

/// The last resort: no database, no template.
pub(crate) fn plain_failure() -> Response {
    bare(StatusCode::INTERNAL_SERVER_ERROR, AWAY.0, AWAY.1)
}

const AWAY: (&str, &str) = ("سایت اکنون در دسترس نیست", "لطفاً چند لحظهٔ دیگر دوباره بکوشید.");

fn bare(status: StatusCode, title: &str, words: &str) -> Response {
    let body = format!(
        "<!doctype html><html lang=\"fa\" dir=\"rtl\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><h1>{title}</h1><p>{words}</p>"
    );
    (status, [(header::CONTENT_TYPE, layout::HTML), (header::CACHE_CONTROL, "no-store")], body)
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_searches_in_a_flood_is_told_to_come_back() {
        let response = busy();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    }
}
