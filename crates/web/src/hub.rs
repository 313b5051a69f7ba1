//! Where hubs reach us (WebSub): they ask whether we asked them, and say that a source has news. What they bring with
//! it is not read: the source itself is.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use store::subscriptions;

use crate::App;
use crate::errors::Failure;

/// A hub that names no end is asked again after this, as one that names a later one.
const LEASE_S_MAX: i64 = 10 * 24 * 60 * 60;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/websub/{token}", get(verify).post(told))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.topic")]
    topic: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.lease_seconds")]
    lease_s: Option<i64>,
}

/// `GET /websub/{token}`: did we ask for this? Its challenge back says yes.
async fn verify(State(app): State<App>, Path(token): Path<String>, Query(asked): Query<Asked>) -> Response {
    let answer = async {
        let known = subscriptions::by_token(&app.config.store, &token).await?;
        let known = known.filter(|known| Some(&known.topic) == asked.topic.as_ref());
        let Some(known) = known else { return Ok::<_, Failure>(None) };
        let lease_ms = asked.lease_s.unwrap_or(LEASE_S_MAX).clamp(0, LEASE_S_MAX) * 1000;
        let until = match asked.mode.as_deref() {
            Some("subscribe") => Some(app.now() + lease_ms),
            Some("denied") => None,
            // We never unsubscribe: what is not wanted is not asked for again.
            _ => return Ok(None),
        };
        let mut tx = app.config.store.begin(app.now()).await?;
        subscriptions::answer(&mut tx, &known.token, until).await?;
        tx.commit().await?;
        Ok(Some(asked.challenge.unwrap_or_default()))
    };
    match answer.await {
        Ok(Some(challenge)) => challenge.into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(failure) => failed(&failure).into_response(),
    }
}

/// `POST /websub/{token}`: there is news.
async fn told(State(app): State<App>, Path(token): Path<String>) -> StatusCode {
    let read = async {
        let Some(known) = subscriptions::by_token(&app.config.store, &token).await? else { return Ok(false) };
        let mut tx = app.config.store.begin(app.now()).await?;
        subscriptions::told(&mut tx, known.source_id).await?;
        tx.commit().await?;
        Ok::<_, Failure>(true)
    };
    match read.await {
        Ok(true) => StatusCode::NO_CONTENT,
        Ok(false) => StatusCode::NOT_FOUND,
        Err(failure) => failed(&failure),
    }
}

/// A hub tries again.
fn failed(failure: &Failure) -> StatusCode {
    if let Failure::Broken(cause) = failure {
        tracing::error!("a hub could not be answered: {cause}");
    }
    StatusCode::SERVICE_UNAVAILABLE
}
