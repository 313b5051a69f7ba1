//! Reading an answer within its limits.

use std::io::Read;

use reqwest::header::{self, HeaderMap, HeaderName};
use url::Url;

use super::{FetchError, Fetched};
use crate::date::{self, Unzoned};

/// The largest real article page seen has 1 MB; feeds with full texts reach 5.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Headers of an answer; real ones have under 40. By HTTP/1 the connection itself takes no more.
const HEADERS_MAX: usize = 100;

/// Reads the body, unpacked.
pub(super) async fn read(
    mut answer: reqwest::Response,
    url: &Url,
    host: &str,
) -> Result<Fetched, FetchError> {
    let bad = |why: &str| FetchError::BadAnswer(host.to_owned(), why.to_owned());
    if answer.headers().len() > HEADERS_MAX {
        return Err(bad("too many headers"));
    }
    let headers = answer.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| FetchError::of(&error, host))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(bad(&too_large("")));
        }
        body.extend_from_slice(&chunk);
    }
    let packed = text(&headers, header::CONTENT_ENCODING).map(|name| name.trim().to_ascii_lowercase());
    body = match packed.as_deref() {
        // The last two are no encodings, and are what some servers call a body that has none.
        None | Some("" | "identity" | "none" | "utf-8") => body,
        Some("gzip" | "x-gzip") => unpack(&body).map_err(|why| bad(&why))?,
        Some(other) => return Err(bad(&format!("compressed as {other}, which was not asked for"))),
    };
    Ok(Fetched {
        final_url: url.to_string(),
        content_type: text(&headers, header::CONTENT_TYPE),
        etag: text(&headers, header::ETAG),
        last_modified: text(&headers, header::LAST_MODIFIED),
        retry_after_s: retry_after_s(&headers),
        body,
    })
}

/// Unpacks gzip up to the limit: a bomb costs no more than a page.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let limited =
        flate2::read::MultiGzDecoder::new(packed).take(ANSWER_BYTES_MAX as u64 + 1).read_to_end(&mut body);
    if let Err(error) = limited {
        return Err(error.to_string());
    }
    if body.len() > ANSWER_BYTES_MAX { Err(too_large(" when unpacked")) } else { Ok(body) }
}

fn too_large(when: &str) -> String {
    format!("over {} MiB{when}", ANSWER_BYTES_MAX / 1024 / 1024)
}

/// A header as text.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Seconds that the server asks to wait: a number, or a date, which is meant by the server's own clock.
pub(super) fn retry_after_s(headers: &HeaderMap) -> Option<u64> {
    let asked = text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = asked.trim().parse() {
        return Some(seconds);
    }
    let until = date::read(&asked, Unzoned::Utc)?.ms;
    let now = date::read(&text(headers, header::DATE)?, Unzoned::Utc)?.ms;
    u64::try_from((until - now) / 1000).ok()
}

/// The innermost cause says what happened; the outer ones only that something did.
pub(super) fn cause(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

/// Whether nobody listens at the server's port.
pub(super) fn is_refused(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut found = causes.filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    found.any(|error| error.kind() == std::io::ErrorKind::ConnectionRefused)
}
