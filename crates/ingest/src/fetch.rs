//! The only door out: HTTP GET of addresses that editors added, and of those that their pages name; and a form to the
//! hubs that their feeds name.
//!
//! Only http and https. Never to a private, loopback, link-local, metadata, multicast or otherwise special
//! address: a name is resolved here and its special addresses dropped before connecting (so an answer that changes
//! cannot slip through), a literal is checked in whatever notation, and each redirect is a new address checked
//! from the start. No cookies, no proxies, no environment. Time, size after decompression, headers and redirects
//! are limited.

mod addresses;
mod answer;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, StatusCode, header, redirect};
use url::{Host, Url};

pub use addresses::{Answering, Names};
use addresses::{GlobalOnly, is_global};

use crate::address::{BadAddress, parse};

/// What the fetcher may do.
#[derive(Clone, Debug)]
pub struct FetchPolicy {
    /// Sent as `User-Agent`, so that an outlet knows who reads.
    pub user_agent: String,
    /// Inner addresses that may be read all the same: the demo's own wire, tests' own servers. Only when they are
    /// written as numbers, with this port: a name never leads inside.
    pub allowed_private: Vec<SocketAddr>,
    /// A whole answer, however slowly it drips, comes within this.
    pub timeout: Duration,
    /// Who knows the addresses of names.
    pub names: Names,
}

impl FetchPolicy {
    /// The default, by which an outlet learns whose site reads, where that has an address.
    pub fn of_site(address: Option<&str>) -> Self {
        let policy = Self::default();
        let contact = address.map_or_else(String::new, |address| format!(" (+{address})"));
        Self { user_agent: policy.user_agent + &contact, ..policy }
    }
}

impl Default for FetchPolicy {
    fn default() -> Self {
        Self {
            user_agent: concat!("Binesh/", env!("CARGO_PKG_VERSION")).to_owned(),
            allowed_private: Vec::new(),
            timeout: TIMEOUT,
            names: Names::System,
        }
    }
}

/// A connection that takes longer is not coming.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// An answer that takes longer is not worth waiting for: the source is read again anyway.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Whoever adds a source waits for this.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(3);
/// Browsers follow 20; outlets need at most three.
const REDIRECTS_MAX: usize = 5;

/// Why nothing was fetched, each a sentence for the newsroom.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address itself is wrong: change it.
    #[error(transparent)]
    BadAddress(#[from] BadAddress),
    /// The address leads inside: never fetched.
    #[error("The address {0} leads to a private or special network and is not read.")]
    Forbidden(String),
    /// The server did not answer: try again later.
    #[error("{0} did not answer: {1}.")]
    Unreachable(String, String),
    /// The server's name has no address: it is misspelled, or gone.
    #[error("{0} is not known: its name has no address.")]
    UnknownName(String),
    /// The server takes no connection: try again later.
    #[error("{0} refuses the connection.")]
    Refused(String),
    /// The server sends from one address to the next.
    #[error("{0} answers with more than {REDIRECTS_MAX} redirects, one after another.")]
    Redirects(String),
    /// The server began or went on too slowly: try again later.
    #[error("{0} did not answer in time.")]
    TooSlow(String),
    /// The server refused: see the status.
    #[error("{0} answered with status {1}.")]
    Status(String, u16, Option<u64>),
    /// The answer broke a limit: not read.
    #[error("The answer of {0} is too large or damaged: {1}.")]
    BadAnswer(String, String),
}

impl FetchError {
    fn of(error: &reqwest::Error, host: &str) -> Self {
        let cause = answer::cause(error);
        if cause == addresses::LEADS_INSIDE {
            Self::Forbidden(host.to_owned())
        } else if cause == addresses::UNKNOWN {
            Self::UnknownName(host.to_owned())
        } else if answer::is_refused(error) {
            Self::Refused(host.to_owned())
        } else if error.is_timeout() {
            Self::TooSlow(host.to_owned())
        } else {
            Self::Unreachable(host.to_owned(), cause)
        }
    }
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
            .timeout(policy.timeout)
            .dns_resolver(Arc::new(GlobalOnly { names: policy.names.clone() }))
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
            let answer =
                self.request(&at, conditional).await.map_err(|error| FetchError::of(&error, &host))?;
            let status = answer.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Outcome::NotModified);
            }
            if status.is_redirection() {
                let target =
                    answer::text(answer.headers(), header::LOCATION).and_then(|to| at.join(&to).ok());
                let target =
                    target.ok_or_else(|| FetchError::BadAnswer(host, "a redirect to nowhere".to_owned()))?;
                at = parse(target.as_str())?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status(
                    host,
                    status.as_u16(),
                    answer::retry_after_s(answer.headers()),
                ));
            }
            return answer::read(answer, &at, &host).await.map(Outcome::Fetched);
        }
        Err(FetchError::Redirects(at.host_str().unwrap_or(url).to_owned()))
    }

    /// Whether an address may be read, as far as that is known before connecting: a number is looked at, a name looked
    /// up. Every fetch checks anew; this is for telling whoever gives the address at once.
    ///
    /// # Errors
    /// [`FetchError::BadAddress`], [`FetchError::Forbidden`]; [`FetchError::UnknownName`], and
    /// [`FetchError::TooSlow`] when nobody says in time, which may be so for a while only.
    pub async fn check_address(&self, url: &str) -> Result<(), FetchError> {
        let at = parse(url)?;
        self.check(&at)?;
        let Some(Host::Domain(name)) = at.host() else { return Ok(()) };
        let found = tokio::time::timeout(LOOK_UP_TIMEOUT, self.policy.names.addresses(name)).await;
        let found = found.map_err(|_| FetchError::TooSlow(name.to_owned()))?.unwrap_or_default();
        if found.is_empty() {
            return Err(FetchError::UnknownName(name.to_owned()));
        }
        if found.into_iter().any(is_global) {
            return Ok(());
        }
        Err(FetchError::Forbidden(name.to_owned()))
    }

    /// Sends a form, without following redirects; answers the status.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Result<u16, FetchError> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post(url, &[("content-type", "application/x-www-form-urlencoded")], body).await
    }

    /// Sends a body with these headers, without following redirects; answers the status.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub async fn post(&self, url: &str, headers: &[(&str, &str)], body: String) -> Result<u16, FetchError> {
        let at = parse(url)?;
        self.check(&at)?;
        let host = at.host_str().unwrap_or_default().to_owned();
        let request = self.client.post(at).body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.map_err(|error| FetchError::of(&error, &host))?;
        Ok(answer.status().as_u16())
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
            None => return Err(BadAddress(url.to_string()).into()),
        };
        let port = url.port_or_known_default().unwrap_or(0);
        if is_global(ip) || self.policy.allowed_private.contains(&SocketAddr::new(ip, port)) {
            return Ok(());
        }
        Err(FetchError::Forbidden(url.host_str().unwrap_or_default().to_owned()))
    }
}
