//! What people see when something is not there or went wrong: what happened, and where to go.

mod words;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use minijinja::context;
use news::UtcMs;
use news::article::{NewsCode, one_per_story};
use search::SearchError;
use serde_json::json;
use store::StoreError;
use store::articles::Filter;

use self::words::{refusal_words, too_many_words};
use crate::cards::CardView;
use crate::language::Language;
use crate::layout::{self, Layout};
use crate::pages::{self, Reading};
use crate::{App, assets, problem};

/// Of the latest news, on the page of a failure.
const LATEST: i64 = 8;
/// Of what is near an article that was taken away; so many of its tags are looked at.
const NEAR: usize = 6;
const NEAR_TAGS: usize = 3;
/// A database that is started again takes some seconds.
pub(crate) const RETRY_AFTER_S: u16 = 5;

/// A large index is built in some minutes.
pub(crate) const BUILT_AFTER_S: u16 = 30;

/// Why a handler has no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such thing.
    NotFound,
    /// There was this article; it was taken away.
    Gone(NewsCode),
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
pub(crate) async fn not_found(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_end_matches('/');
    if path.len() < uri.path().len() && !path.is_empty() && !path.starts_with("//") {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = app.language.path(path);
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, format!("{path}{query}"))])
            .into_response();
    }
    page(&app, Failure::NotFound, &headers).await
}

/// Puts our words in the place of those of the framework: what it refuses by itself (a query that cannot be read, a
/// body that is too large, a method that an address does not take) it says in bare English.
pub(crate) async fn in_our_words(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_bare = status.is_client_error() && (kind.is_empty() || kind.starts_with("text/plain"));
    if is_api && status.is_client_error() && !kind.starts_with("application/problem+json") {
        return problem::unreadable(status);
    }
    if !is_bare {
        return response;
    }
    let after = response.headers().get(header::RETRY_AFTER).cloned();
    let told_s = after.as_ref().and_then(|after| after.to_str().ok()?.parse().ok());
    let language = app.language;
    let words = match status {
        StatusCode::TOO_MANY_REQUESTS => too_many_words(language, told_s),
        _ => language.t(refusal_words(status).1).to_owned(),
    };
    let told = Told { status, title: refusal_words(status).0, words: &words };
    // What took too long may have waited for the database, which a page with news would ask once more.
    if status == StatusCode::REQUEST_TIMEOUT {
        return bare(language, told);
    }
    let body = render(&Reading::new(&app), told, Near::default()).await;
    let mut response = body.map_or_else(|_| bare(language, told), |body| layout::private(status, body));
    if let Some(after) = after {
        response.headers_mut().insert(header::RETRY_AFTER, after);
    }
    response
}

/// The page of a failure, with the latest news where the database answers.
///
/// That of an address which is none, and of each article that was taken away, is made once and kept like any other page:
/// a flood of them costs no more than a flood of readers.
pub(crate) async fn page(app: &App, failure: Failure, headers: &HeaderMap) -> Response {
    let language = app.language;
    let (status, title, words) = match failure {
        // The page of a failure asks the database too: it would only wait once more.
        Failure::Away => return away(language),
        Failure::Moved(path) => return redirect(StatusCode::MOVED_PERMANENTLY, &language.path(&path)),
        Failure::Found(path) => return redirect(StatusCode::FOUND, &language.path(&path)),
        Failure::Busy => return busy(language),
        Failure::BeingBuilt(articles) => return being_built(app, articles).await,
        Failure::NotFound => {
            let make = async |reading: &Reading| render(reading, NOT_FOUND, Near::default()).await;
            let made = pages::answer_as(app, NOT_FOUND.status, "!404".to_owned(), headers, make).await;
            return made.unwrap_or_else(|_| bare(language, NOT_FOUND));
        }
        Failure::Gone(code) => {
            let make = async |reading: &Reading| render(reading, GONE, near(reading, code).await?).await;
            let made = pages::answer_as(app, GONE.status, format!("!410/{code}"), headers, make).await;
            return made.unwrap_or_else(|_| bare(language, GONE));
        }
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
    let told = Told { status, title, words };
    match render(&Reading::new(app), told, Near::default()).await {
        Ok(body) => layout::private(status, body),
        // The words still hold without the news below them.
        Err(_) => bare(language, told),
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
    let language = app.language;
    let follows = language.t("تازه‌ترین خبرها در ادامه آمده است.");
    let words = format!("{} {follows}", being_built_words(language, articles));
    let told = Told { status: StatusCode::SERVICE_UNAVAILABLE, title: BEING_BUILT, words: &words };
    let mut response = match render(&Reading::new(app), told, Near::default()).await {
        Ok(body) => layout::private(StatusCode::SERVICE_UNAVAILABLE, body),
        Err(_) => bare(language, told),
    };
    response.headers_mut().insert(header::RETRY_AFTER, BUILT_AFTER_S.into());
    response
}

/// What the search says while its index is being built.
pub(crate) fn being_built_words(language: Language, articles: u64) -> String {
    let count = i64::try_from(articles).unwrap_or(i64::MAX);
    language.say(
        "فهرست جست‌وجو در حال ساخته شدن است و تاکنون {count} مطلب در آن آمده است؛ لطفاً چند دقیقهٔ دیگر دوباره بکوشید.",
        &[("count", count.into())],
    )
}

const BEING_BUILT: &str = "جست‌وجو آماده می‌شود";

/// What a page of a failure says: in Persian, or in the language of the page already.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    status: StatusCode,
    title: &'a str,
    words: &'a str,
}

const NOT_FOUND: Told = Told {
    status: StatusCode::NOT_FOUND,
    title: "این صفحه پیدا نشد",
    words: "شاید نشانی درست نوشته نشده یا صفحه جابه‌جا شده است. می‌توانید آن را جست‌وجو کنید یا تازه‌ترین خبرها را ببینید.",
};
const GONE: Told = Told {
    status: StatusCode::GONE,
    title: "این مطلب برداشته شده است",
    words: "این مطلب پیش‌تر منتشر شده بود و تحریریه آن را برداشته است.",
};

/// What is near an article that was taken away, and since when it is.
#[derive(Default)]
struct Near {
    taken_away_at: UtcMs,
    cards: Vec<CardView>,
}

/// Of its tags first, then of its section; never itself or what tells the same.
async fn near(reading: &Reading, code: NewsCode) -> Result<Near, Failure> {
    let article = reading.article(code).await?.ok_or(Failure::NotFound)?;
    let taken_away_at = reading.changed_at(code).await?;
    let filter = Filter { exclude_stories: vec![article.story], ..Filter::default() };
    let mut cards = Vec::new();
    for name in article.content.tags.iter().take(NEAR_TAGS) {
        if let Some(tag) = reading.tag(&persian::slug::slug(name)).await? {
            let filter = Filter { tag_id: Some(tag.id), ..filter.clone() };
            cards.extend(reading.latest_stories(&filter, NEAR as i64).await?);
        }
    }
    if article.content.section_id.is_some() {
        let filter = Filter { section_id: article.content.section_id, ..filter };
        cards.extend(reading.latest_stories(&filter, NEAR as i64).await?);
    }
    let mut cards = one_per_story(cards);
    cards.truncate(NEAR);
    Ok(Near { taken_away_at, cards: CardView::all(&cards) })
}

async fn render(reading: &Reading, told: Told<'_>, near: Near) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let latest = reading.latest_stories(&Filter::default(), LATEST).await?;
    let language = reading.app.language;
    let page = context! {
        status => told.status.as_u16(), title => language.t(told.title), words => language.t(told.words),
        taken_away_at => near.taken_away_at, near => crate::templates::value(near.cards),
        latest => crate::templates::value(CardView::all(&latest)),
    };
    layout::render(&reading.app, "reader/error.html", &layout, page)
}

/// A failure as the script of the search box says it in the place of completions.
pub(crate) fn notice(language: Language, failure: &Failure) -> Response {
    let (status, words, after) = match failure {
        Failure::BeingBuilt(articles) => {
            (StatusCode::SERVICE_UNAVAILABLE, being_built_words(language, *articles), BUILT_AFTER_S)
        }
        Failure::Busy => (StatusCode::TOO_MANY_REQUESTS, language.t(BUSY.words).to_owned(), RETRY_AFTER_S),
        Failure::Away => (StatusCode::SERVICE_UNAVAILABLE, language.t(AWAY.words).to_owned(), RETRY_AFTER_S),
        other => {
            tracing::error!("completions could not be made: {other:?}");
            (StatusCode::INTERNAL_SERVER_ERROR, language.t(AWAY.words).to_owned(), RETRY_AFTER_S)
        }
    };
    let body = Json(json!({ "completions": [], "notice": words }));
    let headers =
        [(header::CACHE_CONTROL, HeaderValue::from_static("no-store")), (header::RETRY_AFTER, after.into())];
    (status, headers, body).into_response()
}

/// While the database does not answer.
pub(crate) fn away(language: Language) -> Response {
    let mut response = bare(language, Told { status: StatusCode::SERVICE_UNAVAILABLE, ..AWAY });
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
    response
}

/// While too many search. Made from nothing, because whoever floods asks for this page too.
pub(crate) fn busy(language: Language) -> Response {
    let mut response = bare(language, BUSY);
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
    response
}

const BUSY: Told = Told {
    status: StatusCode::TOO_MANY_REQUESTS,
    title: "جست‌وجو در صف است",
    words: "جست‌وجوهای بسیاری در صف است. لطفاً چند لحظهٔ دیگر دوباره بکوشید؛ خبرها را می‌توانید بخوانید.",
};

/// The last resort: no database, no template.
pub(crate) fn plain_failure(language: Language) -> Response {
    bare(language, AWAY)
}

const AWAY: Told = Told {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    title: "سایت اکنون در دسترس نیست",
    words: "لطفاً چند لحظهٔ دیگر دوباره بکوشید.",
};

/// A page that needs neither database nor template, in the site's own style.
fn bare(language: Language, told: Told<'_>) -> Response {
    let (css, tag, direction) = (assets::editor_css(), language.tag(), language.direction());
    let (title, words, front) = (language.t(told.title), language.t(told.words), language.t("صفحهٔ نخست"));
    let (code, home) = (language.digits(told.status.as_str()), language.path("/"));
    let body = format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{title}</title><link rel=\"stylesheet\" href=\"{css}\"></head><body><main class=\"wrap\"><section class=\"empty failure\"><p class=\"failure-code\">{code}</p><h1>{title}</h1><p>{words}</p><p><a class=\"button\" href=\"{home}\">{front}</a></p></section></main></body></html>"
    );
    layout::private(told.status, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_searches_in_a_flood_is_told_to_come_back() {
        let response = busy(Language::Persian);
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    }
}
