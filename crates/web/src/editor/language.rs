//! In which language the newsroom speaks to somebody: a cookie of the browser, so that the login page knows it too.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};

use super::{Refused, see, session};
use crate::App;
use crate::errors::Failure;
use crate::language::{COOKIE, Language};

/// A choice is kept for a year.
const KEPT_S: u32 = 365 * 24 * 3600;

/// `GET /newsroom/language/{tag}`: back to the page that the link stood on.
pub(super) async fn choose(
    State(app): State<App>,
    Path(tag): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let language = Language::parse(&tag).ok_or(Failure::NotFound)?;
    let from: Option<Uri> = headers.get(header::REFERER).and_then(|from| from.to_str().ok()?.parse().ok());
    let back = from.as_ref().and_then(Uri::path_and_query).map_or("", |path| path.as_str());
    let secure = if app.config.secure_cookies { "; Secure" } else { "" };
    let cookie = format!(
        "{COOKIE}={}; Path=/newsroom; HttpOnly; SameSite=Lax; Max-Age={KEPT_S}{secure}",
        language.tag()
    );
    Ok(([(header::SET_COOKIE, cookie)], see(session::local(back))).into_response())
}
