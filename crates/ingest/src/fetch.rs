//! The only door out: HTTP GET of addresses that editors added, and of those that their pages name.
//!
//! Only http and https. Never to a private, loopback, link-local, metadata, multicast or otherwise special
//! address: a name is resolved here and its special addresses dropped before connecting (so an answer that changes
//! cannot slip through), a literal is checked in whatever notation, and each redirect is a new address checked
//! from the start. No cookies, no proxies, no environment. Time, size after decompression, headers and redirects
//! are limited.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, StatusCode, redirect};
use url::{Host, Url};

/// What the fetcher may do.
#[derive(Clone, Debug)]
pub struct FetchPolicy {
    /// Sent as `User-Agent`, so that an outlet knows who reads.
    pub user_agent: String,
    /// Loopback addresses that may be read all the same: the demo's own wire, tests' own servers.
    pub allowed_private: Vec<SocketAddr>,
}

impl Default for FetchPolicy {
    fn default() -> Self {
        Self {
            user_agent: concat!("Binesh/", env!("CARGO_PKG_VERSION")).to_owned(),
            allowed_private: Vec::new(),
        }
    }
}

/// A connection that takes longer is not coming.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A whole answer, however slowly it drips.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest real article page seen has 1 MB; feeds with full texts reach 5.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Browsers follow 20; outlets need at most three.
const REDIRECTS_MAX: usize = 5;
/// Headers of an answer; real ones have under 40.
const HEADERS_MAX: usize = 100;
/// Longer addresses are refused by most servers.
const URL_BYTES_MAX: usize = 4096;

/// Why nothing was fetched, each a sentence for the newsroom.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address itself is wrong: change it.
    #[error("The address {0} is not a web address that can be read (http or https, without a password).")]
    BadAddress(String),
    /// The address leads inside: never fetched.
    #[error("The address {0} leads to a private or special network and is not read.")]
    Forbidden(String),
    /// The server did not answer: try again later.
    #[error("{0} did not answer: {1}.")]
    Unreachable(String, String),
    /// The server refused: see the status.
    #[error("{0} answered with status {1}.")]
    Status(String, u16, Option<u64>),
    /// The answer broke a limit: not read.
    #[error("The answer of {0} is too large or damaged: {1}.")]
    BadAnswer(String, String),
}

/// What the server said last time.
#[derive(Clone, Debug, Default)]
pub struct Conditional {
    /// Its ETag.
    pub etag: Option<String>,
    /// Its Last-Modified.
    pub last_modified: Option<String>,
}

/// What came of a fetch.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing new since last time.
    NotModified,
    /// A document.
    Fetched(Fetched),
}

/// A fetched document.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The address after redirects.
    pub final_url: String,
    /// The server's Content-Type.
    pub content_type: Option<String>,
    /// The server's ETag.
    pub etag: Option<String>,
    /// The server's Last-Modified.
    pub last_modified: Option<String>,
    /// The server asks not to come again for this many seconds.
    pub retry_after_s: Option<u64>,
    /// The bytes, decompressed.
    pub body: Vec<u8>,
}

/// Fetches. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    policy: Arc<FetchPolicy>,
}

impl Fetcher {
    /// A fetcher with its own connections.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(policy: FetchPolicy) -> Result<Self, FetchError> {
        let unusable = |error: String| FetchError::Unreachable("The network".to_owned(), error);
        let mut roots = rustls::RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let tls =
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(|error| unusable(error.to_string()))?
                .with_root_certificates(roots)
                .with_no_client_auth();
        let policy = Arc::new(policy);
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(policy.user_agent.clone())
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .dns_resolver(Arc::new(GlobalOnly { policy: policy.clone() }))
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self { client, policy })
    }

    /// Gets a document, following redirects.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn get(&self, url: &str, conditional: &Conditional) -> Result<Outcome, FetchError> {
        let mut at = parse(url)?;
        for _ in 0..=REDIRECTS_MAX {
            self.check(&at)?;
            let host = at.host_str().unwrap_or_default().to_owned();
            let answer = self
                .request(&at, conditional)
                .await
                .map_err(|error| FetchError::Unreachable(host.clone(), cause(&error)))?;
            let status = answer.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Outcome::NotModified);
            }
            if status.is_redirection() {
                let target = text(answer.headers(), header::LOCATION).and_then(|to| at.join(&to).ok());
                let target =
                    target.ok_or_else(|| FetchError::BadAnswer(host, "a redirect to nowhere".to_owned()))?;
                at = parse(target.as_str())?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status(host, status.as_u16(), retry_after(answer.headers())));
            }
            return read(answer, &at, &host).await.map(Outcome::Fetched);
        }
        Err(FetchError::BadAnswer(url.to_owned(), format!("more than {REDIRECTS_MAX} redirects")))
    }

    async fn request(&self, url: &Url, conditional: &Conditional) -> reqwest::Result<reqwest::Response> {
        let mut request = self.client.get(url.clone());
        request = request.header(header::ACCEPT_ENCODING, "gzip");
        request = request.header(header::ACCEPT, "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5");
        if let Some(etag) = &conditional.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(since) = &conditional.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, since);
        }
        request.send().await
    }

    /// Refuses literals that lead inside. Names are checked when they are resolved.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(FetchError::BadAddress(url.to_string())),
        };
        let port = url.port_or_known_default().unwrap_or(0);
        if is_global(ip) || self.policy.allowed_private.contains(&SocketAddr::new(ip, port)) {
            return Ok(());
        }
        Err(FetchError::Forbidden(url.host_str().unwrap_or_default().to_owned()))
    }
}

fn parse(url: &str) -> Result<Url, FetchError> {
    let bad = || FetchError::BadAddress(url.chars().take(200).collect());
    let parsed = Url::parse(url.trim()).map_err(|_| bad())?;
    let plain = parsed.username().is_empty() && parsed.password().is_none();
    let fits = matches!(parsed.scheme(), "http" | "https") && plain && url.len() <= URL_BYTES_MAX;
    if fits { Ok(parsed) } else { Err(bad()) }
}

async fn read(mut answer: reqwest::Response, url: &Url, host: &str) -> Result<Fetched, FetchError> {
    let bad = |why: &str| FetchError::BadAnswer(host.to_owned(), why.to_owned());
    if answer.headers().len() > HEADERS_MAX {
        return Err(bad("too many headers"));
    }
    let headers = answer.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) =
        answer.chunk().await.map_err(|error| FetchError::Unreachable(host.to_owned(), cause(&error)))?
    {
        if body.len() + chunk.len() > BODY_BYTES_MAX {
            return Err(bad("over 16 MiB"));
        }
        body.extend_from_slice(&chunk);
    }
    body = match text(&headers, header::CONTENT_ENCODING).as_deref().map(str::trim) {
        None | Some("" | "identity") => body,
        Some("gzip" | "x-gzip") => unpack(&body).map_err(|why| bad(&why))?,
        Some(other) => return Err(bad(&format!("compressed as {other}, which was not asked for"))),
    };
    Ok(Fetched {
        final_url: url.to_string(),
        content_type: text(&headers, header::CONTENT_TYPE),
        etag: text(&headers, header::ETAG),
        last_modified: text(&headers, header::LAST_MODIFIED),
        retry_after_s: retry_after(&headers),
        body,
    })
}

/// Unpacks gzip up to the limit: a bomb costs no more than a page.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let limited =
        flate2::read::MultiGzDecoder::new(packed).take(BODY_BYTES_MAX as u64 + 1).read_to_end(&mut body);
    if let Err(error) = limited {
        return Err(error.to_string());
    }
    if body.len() > BODY_BYTES_MAX { Err("over 16 MiB when unpacked".to_owned()) } else { Ok(body) }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn retry_after(headers: &HeaderMap) -> Option<u64> {
    text(headers, header::RETRY_AFTER)?.trim().parse().ok()
}

/// The innermost cause says what happened; the outer ones only that something did.
fn cause(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

/// Resolves names and drops every special address before a connection is made.
struct GlobalOnly {
    policy: Arc<FetchPolicy>,
}

impl Resolve for GlobalOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.policy.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed =
                |ip: IpAddr| is_global(ip) || policy.allowed_private.iter().any(|known| known.ip() == ip);
            let kept: Vec<SocketAddr> = found.filter(|address| allowed(address.ip())).collect();
            if kept.is_empty() {
                return Err("its name leads to no public address".into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one that anybody on the internet may have (IANA special-purpose registries).
fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded =
        |high: u16, low: u16| is_global_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match parts {
        // Mapped, translated (NAT64) and 6to4 addresses are as good as the IPv4 address inside.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, ORCHID, benchmarking and documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Everything else that is given out lies in 2000::/3.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> bool {
        let fetcher = Fetcher::new(FetchPolicy::default()).expect("a fetcher");
        parse(url).and_then(|url| fetcher.check(&url)).is_err()
    }

    #[test]
    fn inner_addresses_are_refused_in_every_notation() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://198.18.0.1/",
            "http://192.0.2.1/",
            "ftp://example.ir/",
            "file:///etc/passwd",
            "http://user:pw@example.ir/",
            "gopher://x/",
            "//example.ir",
            "",
        ] {
            assert!(refused(url), "{url}");
        }
        for url in ["http://example.ir/", "https://93.184.216.34/x", "http://[2606:4700::1111]/"] {
            assert!(!refused(url), "{url}");
        }
    }

    #[test]
    fn bombs_cost_no_more_than_a_page() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; BODY_BYTES_MAX + 10]).expect("packing");
        let bomb = packer.finish().expect("packing");
        assert!(bomb.len() < 100_000);
        assert!(unpack(&bomb).is_err());
    }
}
