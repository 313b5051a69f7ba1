//! A page as it is answered: compressed once, in the way that the browser reads.

use std::io::{Read as _, Write as _};
use std::sync::OnceLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use news::UtcMs;
use news::article::NewsCode;
use sha2::{Digest, Sha256};

use super::Dependency;
use super::reading::Noted;
use crate::security;

/// A 40 KB page takes 1.7 ms at this level, and 59 ms at the highest for a tenth less (measured by the design).
const BROTLI_LEVEL: u32 = 5;
/// The window of 2^18 bytes is larger than any page but the archive's.
const BROTLI_WINDOW: u32 = 18;
const BUFFER: usize = 16 * 1024;

/// Browsers ask again for a page (a short 304 when nothing changed), so that an article that is taken away is gone at once;
/// shared caches keep it for ten seconds, and show it for a minute more while they ask.
const KEPT: HeaderValue =
    HeaderValue::from_static("public, max-age=0, must-revalidate, s-maxage=10, stale-while-revalidate=60");

/// What a page is, for browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Rss,
    Atom,
    JsonFeed,
    Manifest,
    Script,
    Xml,
    Text,
}

impl Kind {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json; charset=utf-8",
            Self::Manifest => "application/manifest+json; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        })
    }
}

/// A way to compress, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "",
        }
    }
}

/// What a text says, as a hash; each way of compressing it has a tag of its own.
#[derive(Debug)]
pub(crate) struct Version(String);

impl Version {
    pub(crate) fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect())
    }

    /// The tag of the text as it is.
    pub(crate) fn plain_etag(&self) -> HeaderValue {
        self.etag(Coding::Identity)
    }

    fn etag(&self, coding: Coding) -> HeaderValue {
        let dash = if coding == Coding::Identity { "" } else { "-" };
        let etag = HeaderValue::from_str(&format!("\"{}{dash}{}\"", self.0, coding.name()));
        etag.unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// Whether the browser has this very text, however it was compressed. Who compresses on the way weakens the tag.
    pub(crate) fn is_known(&self, asked: &HeaderMap) -> bool {
        let Some(known) = asked.get(header::IF_NONE_MATCH) else { return false };
        let is_this = |tag: &str| {
            let inner = tag.trim_start_matches("W/").trim_matches('"');
            tag == "*"
                || inner.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        known.to_str().is_ok_and(|known| known.split(',').any(|tag| is_this(tag.trim())))
    }
}

/// Bytes with the headers that they go out with.
#[derive(Debug)]
struct Encoded {
    headers: HeaderMap,
    bytes: Bytes,
}

/// A page, ready to be answered.
#[derive(Debug)]
pub(crate) struct Page {
    /// The article that is read with it.
    pub(crate) code: Option<NewsCode>,
    pub(crate) on: Vec<Dependency>,
    pub(crate) until: Option<UtcMs>,
    brotli: Encoded,
    /// Few ask for it; it is made of the first when somebody does. What is not compressed at all is made whenever
    /// somebody asks for it, and not kept.
    gzip: OnceLock<Encoded>,
    not_modified: HeaderMap,
    version: Version,
}

impl Page {
    pub(crate) fn new(kind: Kind, text: &str, noted: Noted) -> Self {
        let version = Version::of(text);
        let mut headers = security::fixed();
        headers.insert(header::CACHE_CONTROL, KEPT);
        headers.insert(header::ETAG, version.etag(Coding::Brotli));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let not_modified = headers.clone();
        headers.insert(header::CONTENT_TYPE, kind.header());
        Self {
            code: None,
            on: noted.on.into_iter().collect(),
            until: noted.until,
            brotli: Encoded::new(headers, &version, Coding::Brotli, brotli(text.as_bytes())),
            gzip: OnceLock::new(),
            not_modified,
            version,
        }
    }

    /// Bytes that it takes in memory, about.
    pub(crate) fn size(&self) -> usize {
        // As much again for the other way, which may be made any time.
        2 * self.brotli.bytes.len() + self.on.len() * size_of::<Dependency>() + 2048
    }

    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response {
        let coding = coding(asked);
        if self.version.is_known(asked) {
            let mut headers = self.not_modified.clone();
            if coding != Coding::Brotli {
                headers.insert(header::ETAG, self.version.etag(coding));
            }
            return answer(StatusCode::NOT_MODIFIED, headers, Bytes::new());
        }
        let made;
        let encoded = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Gzip => self.gzip.get_or_init(|| self.encode(coding, gzip(&decoded(&self.brotli.bytes)))),
            Coding::Identity => {
                made = self.encode(coding, decoded(&self.brotli.bytes));
                &made
            }
        };
        answer(StatusCode::OK, encoded.headers.clone(), encoded.bytes.clone())
    }

    fn encode(&self, coding: Coding, bytes: Vec<u8>) -> Encoded {
        Encoded::new(self.brotli.headers.clone(), &self.version, coding, bytes)
    }
}

impl Encoded {
    fn new(mut headers: HeaderMap, version: &Version, coding: Coding, bytes: Vec<u8>) -> Self {
        match coding.name() {
            "" => headers.remove(header::CONTENT_ENCODING),
            name => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name)),
        };
        headers.insert(header::ETAG, version.etag(coding));
        Self { headers, bytes: bytes.into() }
    }
}

fn answer(status: StatusCode, headers: HeaderMap, bytes: Bytes) -> Response {
    let mut response = Response::new(if bytes.is_empty() { Body::empty() } else { Body::from(bytes) });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The way that a browser likes best; of those that it likes as well, the one that makes the fewest bytes. What it refuses
/// (`br;q=0`) it does not get.
fn coding(asked: &HeaderMap) -> Coding {
    let takes = asked.get(header::ACCEPT_ENCODING).and_then(|takes| takes.to_str().ok()).unwrap_or_default();
    let weight = |name: &str| {
        let named = takes.split(',').map(|one| one.split_once(';').unwrap_or((one, "")));
        let mut named = named.filter(|(coding, _)| coding.trim().eq_ignore_ascii_case(name));
        let weight = |(_, weight): (&str, &str)| {
            weight.split_once('=').map_or(1.0, |(_, weight)| weight.trim().parse::<f32>().unwrap_or(0.0))
        };
        named.next().map(weight)
    };
    let any = weight("*").unwrap_or(0.0);
    let liking = [Coding::Gzip, Coding::Brotli].map(|coding| (weight(coding.name()).unwrap_or(any), coding));
    let plain = (weight("identity").unwrap_or(0.0), Coding::Identity);
    let best = [plain].into_iter().chain(liking).filter(|(weight, _)| *weight > 0.0);
    best.max_by(|one, other| one.0.total_cmp(&other.0)).map_or(Coding::Identity, |(_, coding)| coding)
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut writer = ::brotli::CompressorWriter::new(Vec::new(), BUFFER, BROTLI_LEVEL, BROTLI_WINDOW);
    // A vector takes all that is written.
    let _ = writer.write_all(plain);
    writer.into_inner()
}

fn decoded(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    // It was compressed here.
    let _ = ::brotli::Decompressor::new(bytes, BUFFER).read_to_end(&mut plain);
    plain
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header"))])
    }

    #[test]
    fn a_browser_gets_what_it_reads() {
        for (takes, expected) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, deflate", Coding::Gzip),
            ("br;q=0, gzip;q=0.5", Coding::Gzip),
            ("*", Coding::Brotli),
            ("gzip;q=0.5, br;q=0.1", Coding::Gzip),
            ("identity, br;q=0.1", Coding::Identity),
            ("*;q=0", Coding::Identity),
            ("identity", Coding::Identity),
            ("", Coding::Identity),
        ] {
            assert_eq!(coding(&asked(header::ACCEPT_ENCODING, takes)), expected, "{takes}");
        }
        assert_eq!(coding(&HeaderMap::new()), Coding::Identity);
    }

    #[test]
    fn each_way_holds_the_same_page_and_a_known_one_is_not_sent_again() {
        let text = "پل لاجین باز شد. ".repeat(500);
        let page = Page::new(Kind::Html, &text, Noted::default());
        assert_eq!(decoded(&page.brotli.bytes), text.as_bytes());
        assert_eq!(page.encode(Coding::Identity, decoded(&page.brotli.bytes)).bytes, text.as_bytes());
        page.answer(&asked(header::ACCEPT_ENCODING, "gzip"));
        let mut plain = String::new();
        let gzip = page.gzip.get().expect("made");
        flate2::read::GzDecoder::new(&*gzip.bytes).read_to_string(&mut plain).expect("gzip");
        assert_eq!(
            (plain, &gzip.headers[header::CONTENT_ENCODING]),
            (text, &HeaderValue::from_static("gzip"))
        );
        assert_ne!(gzip.headers[header::ETAG], page.brotli.headers[header::ETAG], "other bytes");
        let etag = page.brotli.headers[header::ETAG].to_str().expect("text").to_owned();
        for (known, status) in [
            (etag.clone(), StatusCode::NOT_MODIFIED),
            (etag.replace("-br", "-gzip"), StatusCode::NOT_MODIFIED),
            (format!("\"other\", W/{etag}"), StatusCode::NOT_MODIFIED),
            ("*".to_owned(), StatusCode::NOT_MODIFIED),
            ("\"other\"".to_owned(), StatusCode::OK),
        ] {
            let response = page.answer(&asked(header::IF_NONE_MATCH, &known));
            assert_eq!(response.status(), status, "{known}");
            assert_eq!(response.headers()[header::ETAG], etag.replace("-br", "").as_str());
        }
    }
}
