//! What people see when something is not there or went wrong: what happened, and where to go.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use store::StoreError;

use crate::App;
use crate::cards::CardView;
use crate::layout::{self, Layout};

/// Why a handler has no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such thing.
    NotFound,
    /// There was; it was taken away.
    Gone,
    /// It went wrong here; logged once, where it is handled.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<minijinja::Error> for Failure {
    fn from(error: minijinja::Error) -> Self {
        Self::Broken(format!("{error:#}"))
    }
}

impl From<search::SearchError> for Failure {
    fn from(error: search::SearchError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// The fallback of every address that is none.
pub(crate) async fn not_found(State(app): State<App>) -> Response {
    page(&app, Failure::NotFound).await
}

/// The page of a failure, with the latest news where the database answers.
pub(crate) async fn page(app: &App, failure: Failure) -> Response {
    let (status, title, words) = match failure {
        Failure::NotFound => (
            StatusCode::NOT_FOUND,
            "این صفحه پیدا نشد",
            "شاید نشانی درست نوشته نشده یا صفحه جابه‌جا شده است. می‌توانید آن را جست‌وجو کنید یا تازه‌ترین خبرها را ببینید.",
        ),
        Failure::Gone => (
            StatusCode::GONE,
            "این مطلب برداشته شده است",
            "این مطلب پیش‌تر منتشر شده بود و تحریریه آن را برداشته است. تازه‌ترین خبرها در ادامه آمده است.",
        ),
        Failure::Broken(cause) => {
            tracing::error!("a page could not be made: {cause}");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "صفحه ساخته نشد",
                "خطایی در سایت رخ داده و ثبت شده است. لطفاً چند لحظهٔ دیگر دوباره بکوشید.",
            )
        }
    };
    match render(app, title, words).await {
        Ok(body) => layout::private(status, body),
        Err(_) => plain_failure(),
    }
}

async fn render(app: &App, title: &str, words: &str) -> Result<String, Failure> {
    let layout = Layout::read(app).await?;
    let latest =
        store::articles::latest(&app.config.store, &store::articles::Filter::default(), 8, 0).await?;
    let latest: Vec<CardView> = latest.iter().map(CardView::of).collect();
    layout::render(
        app,
        "reader/error.html",
        &layout,
        context! { title, words, latest => crate::templates::value(latest) },
    )
}

/// The last resort: no database, no template.
pub(crate) fn plain_failure() -> Response {
    let body = "<!doctype html><html lang=\"fa\" dir=\"rtl\"><meta charset=\"utf-8\"><title>خطا</title><h1>سایت در دسترس نیست</h1><p>لطفاً چند لحظهٔ دیگر دوباره بکوشید.</p>";
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, layout::HTML)], body).into_response()
}
