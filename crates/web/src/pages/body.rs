//! A page as it is answered: compressed once, in the way that the browser reads.

use std::io::{Read as _, Write as _};
use std::sync::OnceLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use news::UtcMs;
use news::article::NewsCode;
use sha2::{Digest, Sha256};

use super::reading::Noted;
use super::{Dependency, ENCODED, shared};
use crate::{AppConfig, security};

/// A 40 KB page takes 1.7 ms at this level, and 59 ms at the highest for a tenth less (measured by the design).
const BROTLI_LEVEL: u32 = 5;
/// The window of 2^18 bytes is larger than any page but the archive's.
const BROTLI_WINDOW: u32 = 18;
const BUFFER: usize = 16 * 1024;
/// For those who like it better than brotli, or know no brotli: between the library's default of 3 and its slow levels.
const ZSTD_LEVEL: i32 = 9;

/// Browsers ask again for a page (a short 304 when nothing changed), so that an article that is taken away is gone at once;
/// shared caches keep it for ten seconds, and show it for a minute more while they ask.
const KEPT: HeaderValue =
    HeaderValue::from_static("public, max-age=0, must-revalidate, s-maxage=10, stale-while-revalidate=60");

/// How the paths of feeds end.
const FEEDS: [&str; 3] = ["/rss.xml", "/atom.xml", "/feed.json"];

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
    Zstd,
    Gzip,
    Identity,
}

impl Coding {
    const ALL: [Self; 4] = [Self::Brotli, Self::Zstd, Self::Gzip, Self::Identity];

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
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
        let etag = match coding {
            Coding::Identity => format!("\"{}\"", self.0),
            _ => format!("\"{}-{}\"", self.0, coding.name()),
        };
        HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// Whether the browser has this very text, however it was compressed. Who compresses on the way weakens the tag.
    pub(crate) fn is_known(&self, asked: &HeaderMap) -> bool {
        let is_this = |tag: &str| {
            let inner = tag.trim_start_matches("W/").trim_matches('"');
            tag == "*"
                || inner.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        // Several headers of a name are one list (RFC 9110 §5.3).
        let mut known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|known| known.to_str().ok());
        known.any(|known| known.split(',').any(|tag| is_this(tag.trim())))
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
    /// Few ask for these; each is made of the first when somebody does. What is not compressed at all is made whenever
    /// somebody asks for it, and not kept.
    zstd: OnceLock<Encoded>,
    gzip: OnceLock<Encoded>,
    /// What a browser is told that has the page: no more than RFC 9110 §15.4.5 names, for it keeps the headers that came
    /// with the page.
    not_modified: HeaderMap,
    /// In the order of [`Coding::ALL`].
    etags: [HeaderValue; Coding::ALL.len()],
    version: Version,
}

impl Page {
    pub(crate) fn new(kind: Kind, text: &str, noted: Noted) -> Self {
        let version = Version::of(text);
        let etags = Coding::ALL.map(|coding| version.etag(coding));
        let mut not_modified = HeaderMap::new();
        not_modified.insert(header::CACHE_CONTROL, KEPT);
        not_modified.insert(header::ETAG, etags[Coding::Brotli as usize].clone());
        not_modified.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let mut headers = security::fixed();
        headers.extend(not_modified.clone());
        headers.insert(header::CONTENT_TYPE, kind.header());
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(Coding::Brotli.name()));
        Self {
            code: None,
            on: noted.on.into_iter().collect(),
            until: noted.until,
            brotli: Encoded { headers, bytes: brotli(text.as_bytes()).into() },
            zstd: OnceLock::new(),
            gzip: OnceLock::new(),
            not_modified,
            etags,
            version,
        }
    }

    /// With what a shared cache in front and subscribers of a feed at this path are told of it.
    pub(crate) fn told(mut self, config: &AppConfig, path: &str) -> Self {
        let headers = &mut self.brotli.headers;
        if config.has_surrogate_keys {
            headers.insert(shared::SURROGATE_KEY, shared::names(&self.on));
            // What is of the moment goes by itself, and nobody tells.
            if self.until.is_none() {
                headers.insert(header::CACHE_CONTROL, shared::KEPT_UNTIL_PURGED);
                self.not_modified.insert(header::CACHE_CONTROL, shared::KEPT_UNTIL_PURGED);
            }
        }
        if let Some(hub) = config.hub.as_ref().filter(|_| FEEDS.iter().any(|feed| path.ends_with(feed))) {
            // WebSub §4: a feed names its hub and itself.
            let topic = percent_encoding::utf8_percent_encode(path, ENCODED);
            let links = format!("<{hub}>; rel=\"hub\", <{}{topic}>; rel=\"self\"", config.base_url);
            if let Ok(links) = HeaderValue::from_str(&links) {
                headers.insert(header::LINK, links);
            }
        }
        self
    }

    /// Bytes that it takes in memory, about.
    pub(crate) fn size(&self) -> usize {
        // As much again for each other way, which may be made any time.
        3 * self.brotli.bytes.len() + self.on.len() * size_of::<Dependency>() + 2048
    }

    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response {
        let coding = coding(asked);
        if self.version.is_known(asked) {
            let mut headers = self.not_modified.clone();
            if coding != Coding::Brotli {
                headers.insert(header::ETAG, self.etags[coding as usize].clone());
            }
            return answer(StatusCode::NOT_MODIFIED, headers, Bytes::new());
        }
        let made;
        let encoded = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Zstd => self.zstd.get_or_init(|| self.encode(coding, zstd)),
            Coding::Gzip => self.gzip.get_or_init(|| self.encode(coding, gzip)),
            Coding::Identity => {
                made = self.encode(coding, <[u8]>::to_vec);
                &made
            }
        };
        answer(StatusCode::OK, encoded.headers.clone(), encoded.bytes.clone())
    }

    /// The page in another way than brotli's.
    fn encode(&self, coding: Coding, encoder: fn(&[u8]) -> Vec<u8>) -> Encoded {
        let mut headers = self.brotli.headers.clone();
        headers.insert(header::ETAG, self.etags[coding as usize].clone());
        match coding {
            Coding::Identity => headers.remove(header::CONTENT_ENCODING),
            _ => headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name())),
        };
        Encoded { headers, bytes: encoder(&decoded(&self.brotli.bytes)).into() }
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
    let (mut weights, mut any) = ([None; Coding::ALL.len()], 0.0);
    for one in takes.split(',') {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight =
            weight.split_once('=').map_or(1.0, |(_, weight)| weight.trim().parse::<f32>().unwrap_or(0.0));
        let name = name.trim();
        match Coding::ALL.iter().position(|coding| name.eq_ignore_ascii_case(coding.name())) {
            Some(place) => weights[place] = weights[place].or(Some(weight)),
            None if name == "*" => any = weight,
            None => {}
        }
    }
    // What is not compressed is meant by `*` only where nothing else is.
    weights[Coding::Identity as usize].get_or_insert(0.0);
    let weight = |coding: &Coding| weights[*coding as usize].unwrap_or(any);
    let best = Coding::ALL.into_iter().rev().filter(|coding| weight(coding) > 0.0);
    best.max_by(|one, other| weight(one).total_cmp(&weight(other))).unwrap_or(Coding::Identity)
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

fn zstd(plain: &[u8]) -> Vec<u8> {
    // Only a want of memory keeps it from a slice, which ends the program elsewhere too.
    ::zstd::bulk::compress(plain, ZSTD_LEVEL).unwrap_or_default()
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
            ("gzip, zstd", Coding::Zstd),
            ("br;q=0.8, zstd;q=0.9, gzip;q=0.9", Coding::Zstd),
            ("br;q=0, *", Coding::Zstd),
            ("gzip;q=0.0001, identity;q=0", Coding::Gzip),
            ("identity, br", Coding::Brotli),
            ("GZip ; Q=1", Coding::Gzip),
            ("br;q=x, gzip;q=0.1", Coding::Gzip),
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
        let mut etags = std::collections::HashSet::new();
        for coding in Coding::ALL {
            let response = page.answer(&asked(header::ACCEPT_ENCODING, coding.name()));
            let headers = response.headers();
            let encoding = headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("text"));
            assert_eq!(encoding.unwrap_or("identity"), coding.name());
            assert_eq!(headers[header::VARY], "accept-encoding");
            etags.insert(headers[header::ETAG].clone());
        }
        assert_eq!(etags.len(), Coding::ALL.len(), "other bytes have another tag: {etags:?}");
        assert_eq!(decoded(&page.brotli.bytes), text.as_bytes());
        let zstd = &page.zstd.get().expect("kept").bytes;
        assert_eq!(::zstd::bulk::decompress(zstd, text.len()).expect("zstd"), text.as_bytes());
        let mut plain = String::new();
        let gzip = &page.gzip.get().expect("kept").bytes;
        flate2::read::GzDecoder::new(&**gzip).read_to_string(&mut plain).expect("gzip");
        assert_eq!(plain, text);
        assert_eq!(page.encode(Coding::Identity, <[u8]>::to_vec).bytes, text.as_bytes());
    }

    #[test]
    fn a_page_that_is_known_is_not_sent_again() {
        let page = Page::new(Kind::Html, "متن", Noted::default());
        let etag = page.etags[Coding::Brotli as usize].to_str().expect("text");
        for (known, status) in [
            (etag.to_owned(), StatusCode::NOT_MODIFIED),
            (etag.replace("-br", "-gzip"), StatusCode::NOT_MODIFIED),
            (format!("\"other\", W/{etag}"), StatusCode::NOT_MODIFIED),
            ("*".to_owned(), StatusCode::NOT_MODIFIED),
            ("\"other\"".to_owned(), StatusCode::OK),
        ] {
            let response = page.answer(&asked(header::IF_NONE_MATCH, &known));
            assert_eq!(response.status(), status, "{known}");
            assert_eq!(response.headers()[header::ETAG], etag.replace("-br", "").as_str());
            let named = ["cache-control", "etag", "vary"];
            let is_short = response.headers().keys().all(|name| named.contains(&name.as_str()));
            assert_eq!(is_short, status == StatusCode::NOT_MODIFIED, "{:?}", response.headers());
        }
        let mut twice = asked(header::IF_NONE_MATCH, "\"other\"");
        twice.append(header::IF_NONE_MATCH, etag.parse().expect("a tag"));
        assert_eq!(page.answer(&twice).status(), StatusCode::NOT_MODIFIED, "two headers are one list");
    }
}
