//! The files of pictures. A name is never given to other bytes, so browsers keep them for ever.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::App;

/// What browsers and shared caches do with a file that never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/media/{name}", get(show))
}

/// `GET /media/{hash}-{width}.webp`, and the other renditions. The master is nobody's.
async fn show(State(app): State<App>, Path(name): Path<String>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((stem, "webp")) if !stem.ends_with("-master") => "image/webp",
        Some((_, "avif")) => "image/avif",
        _ => return not_found(),
    };
    let folder = app.config.media.clone();
    let read = tokio::task::spawn_blocking(move || folder.get(&name)).await;
    match read.map_err(|error| error.to_string()).and_then(|read| read.map_err(|error| error.to_string())) {
        Ok(Some(bytes)) => {
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_EVER)], bytes).into_response()
        }
        Ok(None) => not_found(),
        Err(error) => {
            tracing::error!("a picture could not be read: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "no such file\n").into_response()
}
