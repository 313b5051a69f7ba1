//! The card of an article, for networks.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::article::visible;
use crate::App;
use crate::drawn;
use crate::errors::{self, Failure};
use crate::layout::Layout;
use crate::pages::{Reading, Version};

/// As a page: a card of an article that was taken away is gone in a minute.
const KEPT: &str = "public, max-age=60, must-revalidate";

/// `GET /news/{code}/card.png`
pub(super) async fn show(State(app): State<App>, Path(code): Path<String>, headers: HeaderMap) -> Response {
    match card(&app, &code, &headers).await {
        Ok(response) => response,
        Err(failure) => errors::page(&app, failure, &headers).await,
    }
}

async fn card(app: &App, code: &str, asked: &HeaderMap) -> Result<Response, Failure> {
    let reading = Reading::new(app);
    let article = visible(&reading, code).await?;
    let card = drawn::card(&Layout::read(&reading).await?, &article);
    let version = Version::of(&drawn::hash(&card));
    let kept =
        [(header::CACHE_CONTROL, HeaderValue::from_static(KEPT)), (header::ETAG, version.plain_etag())];
    if version.is_known(asked) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let png = drawn::png(app, card).await?;
    Ok((kept, [(header::CONTENT_TYPE, "image/png")], png).into_response())
}
