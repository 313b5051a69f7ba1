//! What holds for every answer: headers that keep pages from loading or being framed by others, and the refusal
//! of writes that another site sends.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Pages load from here only; no script stands in them.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// Refuses writes from elsewhere.
pub(crate) async fn refuse_cross_site(request: Request, next: Next) -> Response {
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_write && is_cross_site(request.uri(), request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

const FIXED: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// The headers of every answer, for those that are made beforehand.
pub(crate) fn fixed() -> HeaderMap {
    FIXED.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}

/// Sets the headers of every answer, those of refusals and of what went wrong too: the outermost layer.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// `Sec-Fetch-Site` says it in every browser of today; `Origin` against `Host` in older ones. A program that
/// sends neither (curl) is no browser carrying somebody's cookies unknowingly. Over HTTP/2 the address names the host.
fn is_cross_site(uri: &Uri, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let host = uri.authority().map(|host| host.as_str()).or(text("host")).unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, authority)| authority != host)
}

/// The value of a cookie. Over HTTP/2 each may come in a header of its own (RFC 9113 §8.2.3).
pub(crate) fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&'static str, &'static str)], expected: bool) {
        let map = headers
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)));
        let headers: HeaderMap = map.collect();
        assert_eq!(is_cross_site(&Uri::from_static("/"), &headers), expected, "{headers:?}");
    }

    #[test]
    fn writes_from_elsewhere_are_told_apart() {
        check(&[("sec-fetch-site", "same-origin")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("sec-fetch-site", "cross-site")], true);
        check(&[("sec-fetch-site", "same-site")], true);
        check(&[("origin", "https://a.ir"), ("host", "a.ir")], false);
        check(&[("origin", "https://evil.ir"), ("host", "a.ir")], true);
        check(&[("origin", "null"), ("host", "a.ir")], true);
        check(&[], false);
        let from = HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static("https://a.ir"))]);
        for (uri, expected) in [("https://a.ir/news", false), ("https://b.ir/news", true)] {
            assert_eq!(is_cross_site(&Uri::from_static(uri), &from), expected, "{uri}");
        }
    }
}
