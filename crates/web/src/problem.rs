//! Errors of the API, RFC 9457: `application/problem+json`.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::errors::{BUILT_AFTER_S, Failure, RETRY_AFTER_S};

/// With this status and sentence.
pub(crate) fn answer(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// An error of the API that passes by itself.
pub(crate) fn passing(failure: &Failure) -> Option<Response> {
    let (status, detail, after) = match failure {
        Failure::Away => {
            let detail = "The database does not answer just now. Try again in a moment.".to_owned();
            (StatusCode::SERVICE_UNAVAILABLE, detail, RETRY_AFTER_S)
        }
        Failure::Busy => {
            let detail = "Too many searches wait just now. Try again in a moment.".to_owned();
            (StatusCode::TOO_MANY_REQUESTS, detail, RETRY_AFTER_S)
        }
        Failure::BeingBuilt(articles) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!(
                "The search index is being built; {articles} articles are in it so far. Try again in some minutes."
            ),
            BUILT_AFTER_S,
        ),
        _ => return None,
    };
    let mut response = answer(status, &detail);
    response.headers_mut().insert(header::RETRY_AFTER, after.into());
    Some(response)
}

/// In the place of what the framework refuses by itself in bare English.
pub(crate) fn unreadable(status: StatusCode) -> Response {
    let detail = match status {
        StatusCode::NOT_FOUND => "There is no such address; /api/v1/openapi.json lists those there are.",
        StatusCode::REQUEST_TIMEOUT => "The request was not complete in time. Try again.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take this method.",
        _ => "The request cannot be read: each parameter is given once, in UTF-8.",
    };
    answer(status, detail)
}
