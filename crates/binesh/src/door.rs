//! The polite way out: what a host's robots.txt asks, the pace that it asks for, and few requests at a time, whichever
//! sources they are for.
//!
//! A host's file is read once in some hours and kept in memory; whoever comes while it is being read waits for it. The
//! host that a redirect leads to is not asked again: the outlet sends us there itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ingest::address::{BadAddress, canonical};
use ingest::fetch::{Conditional, FetchError, Fetcher, Outcome};
use ingest::robots::Robots;
use news::UtcMs;
use news::failure::Failure;
use tokio::sync::Semaphore;

/// How we are called in robots.txt.
const AGENT: &str = "Binesh";
/// The standard allows a day; outlets change their mind more often.
const KNOWN_MS: i64 = 6 * 60 * 60_000;
/// A file that could not be read is asked for again after this.
const UNKNOWN_MS: i64 = 10 * 60_000;
/// Requests to a host at the same time, however many sources it has: a second one, so that a slow answer does not keep
/// all others.
pub const REQUESTS_PER_HOST: usize = 2;
/// Hosts kept in memory; a newsroom reads some hundreds.
const HOSTS_MAX: usize = 4096;

/// Why nothing was fetched.
#[derive(Debug, PartialEq, Eq)]
pub enum Held {
    /// The host asks for more time between two readings: come again then.
    Until(UtcMs),
    /// It failed, and the host may have asked for so many seconds.
    Failed(Failure, Option<u64>),
}

/// Fetches what robots.txt allows, at the pace that it asks for.
#[derive(Debug)]
pub struct Door {
    fetcher: Fetcher,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

/// What a host's robots.txt asks, or why nobody knows, and until when that is believed.
type Asks = (Result<Arc<Robots>, Failure>, UtcMs);

/// What is known of a host.
#[derive(Debug)]
struct Host {
    /// Locked while it is read.
    robots: tokio::sync::Mutex<Option<Asks>>,
    /// When it may be read again.
    free_at: Mutex<UtcMs>,
    /// One for each request that may be under way.
    turns: Semaphore,
}

impl Default for Host {
    fn default() -> Self {
        Self {
            robots: tokio::sync::Mutex::default(),
            free_at: Mutex::default(),
            turns: Semaphore::new(REQUESTS_PER_HOST),
        }
    }
}

impl Door {
    /// A door that knows no host yet.
    pub fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, hosts: Mutex::default() }
    }

    /// Gets a document, when its host allows it now.
    ///
    /// # Errors
    /// [`Held`] says why not.
    pub async fn get(&self, url: &str, conditional: &Conditional, now: UtcMs) -> Result<Outcome, Held> {
        let (origin, path) = split(url).ok_or_else(|| held(BadAddress(url.to_owned()).into()))?;
        let host = self.host(origin);
        let robots = self.robots(&host, origin, now).await.map_err(|failure| Held::Failed(failure, None))?;
        if !robots.allows(path) {
            let name = news::source::host_of(url).unwrap_or(origin).to_owned();
            return Err(Held::Failed(Failure::NotWelcome(name), None));
        }
        host.keep_pace(robots.crawl_delay_ms, now)?;
        let _turn = host.turns.acquire().await;
        self.fetcher.get(url, conditional).await.map_err(held)
    }

    /// The one notation of an address, when it may be read, before anything is connected to. A name that is not known
    /// now may be known when it is read.
    ///
    /// # Errors
    /// Why not.
    pub async fn check_address(&self, url: &str) -> Result<String, Failure> {
        let url = canonical(url).map_err(|BadAddress(url)| Failure::BadAddress(url))?;
        match self.fetcher.check_address(&url).await {
            Ok(()) | Err(FetchError::UnknownName(_) | FetchError::TooSlow(_)) => Ok(url),
            Err(error) => Err(failed(error).0),
        }
    }

    /// Milliseconds that the host of an address asks for between two readings, by the robots.txt that was read last; 0
    /// when it does not, or nobody knows yet.
    pub fn pace_ms(&self, url: &str) -> i64 {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let host = split(url).and_then(|(origin, _)| hosts.get(origin));
        let robots = host.and_then(|host| host.robots.try_lock().ok()?.as_ref()?.0.as_ref().ok().cloned());
        robots.map_or(0, |robots| robots.crawl_delay_ms)
    }

    /// Sends a form to a hub.
    ///
    /// # Errors
    /// Why it did not arrive.
    pub async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Result<u16, FetchError> {
        self.fetcher.post_form(url, fields).await
    }

    fn host(&self, origin: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= HOSTS_MAX && !hosts.contains_key(origin) {
            hosts.clear();
        }
        hosts.entry(origin.to_owned()).or_default().clone()
    }

    /// What a host asks, or why nobody knows.
    async fn robots(&self, host: &Host, origin: &str, now: UtcMs) -> Result<Arc<Robots>, Failure> {
        let mut known = host.robots.lock().await;
        if let Some((robots, until)) = &*known
            && now < *until
        {
            return robots.clone();
        }
        let turn = host.turns.acquire().await;
        let read = self.fetcher.get(&format!("{origin}/robots.txt"), &Conditional::default()).await;
        drop(turn);
        let (robots, until) = match read {
            Ok(Outcome::Fetched(file)) => (Ok(Robots::read(&file.body, AGENT)), now + KNOWN_MS),
            Err(FetchError::Status(host, status @ (429 | 500..), _)) => {
                (Err(Failure::RobotsUnread(host, status)), now + UNKNOWN_MS)
            }
            Err(FetchError::Status(..)) => (Ok(Robots::default()), now + KNOWN_MS),
            // Whoever cannot be reached fails at what was asked for too.
            _ => (Ok(Robots::default()), now + UNKNOWN_MS),
        };
        // A host in trouble is asked what it asked before, else left alone for a while, as the standard wants.
        let before = || known.as_ref().and_then(|(robots, _)| robots.as_ref().ok().cloned());
        let robots = robots.map(Arc::new).or_else(|failure| before().ok_or(failure));
        *known = Some((robots.clone(), until));
        robots
    }
}

impl Host {
    fn keep_pace(&self, delay_ms: i64, now: UtcMs) -> Result<(), Held> {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if now < *free_at && delay_ms > 0 {
            return Err(Held::Until(*free_at));
        }
        *free_at = now + delay_ms;
        Ok(())
    }
}

/// Scheme and host, and the path with its query.
fn split(url: &str) -> Option<(&str, &str)> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let path = url[end..].split('#').next().filter(|path| path.starts_with('/')).unwrap_or("/");
    Some((&url[..end], path))
}

fn held(error: FetchError) -> Held {
    let (failure, wait) = failed(error);
    Held::Failed(failure, wait)
}

/// What failed, and how many seconds the host asks for.
fn failed(error: FetchError) -> (Failure, Option<u64>) {
    let mut wait = None;
    let failure = match error {
        FetchError::BadAddress(BadAddress(url)) => Failure::BadAddress(url),
        FetchError::Forbidden(host) => Failure::LeadsInside(host),
        FetchError::Unreachable(host, why) => Failure::Unreachable(host, why),
        FetchError::UnknownName(host) => Failure::UnknownName(host),
        FetchError::Refused(host) => Failure::Refused(host),
        FetchError::Redirects(host) => Failure::Redirects(host),
        FetchError::TooSlow(host) => Failure::TooSlow(host),
        FetchError::Status(host, status, asked) => {
            wait = asked;
            Failure::Status(host, status)
        }
        FetchError::BadAnswer(host, why) => Failure::BadAnswer(host, why),
    };
    (failure, wait)
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use ingest::fetch::FetchPolicy;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::task::JoinSet;

    use super::*;

    #[test]
    fn an_address_is_split_for_robots() {
        assert_eq!(split("https://a.ir/x?y#z"), Some(("https://a.ir", "/x?y")));
        assert_eq!(split("https://a.ir"), Some(("https://a.ir", "/")));
        assert_eq!(split("https://a.ir?x"), Some(("https://a.ir", "/")));
        assert_eq!(split("a.ir"), None);
    }

    #[tokio::test]
    async fn a_host_is_asked_for_little_at_a_time_whoever_asks() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let policy = FetchPolicy { allowed_private: vec![address], ..FetchPolicy::default() };
        let door = Arc::new(Door::new(Fetcher::new(policy).expect("a fetcher")));
        let mut asking = JoinSet::new();
        for number in 0..5 * REQUESTS_PER_HOST {
            let door = door.clone();
            asking.spawn(async move {
                door.get(&format!("http://{address}/{number}"), &Conditional::default(), 0).await
            });
        }
        let mut held = Vec::new();
        while held.len() < REQUESTS_PER_HOST {
            let (mut socket, _) = listener.accept().await.expect("asked");
            let mut request = [0; 2048];
            let read = socket.read(&mut request).await.expect("a request");
            if request[..read].starts_with(b"GET /robots.txt") {
                let none = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                socket.write_all(none).await.expect("answered");
            } else {
                held.push(socket);
            }
        }
        // Whoever does not wait for a turn has connected by then.
        for _ in 0..10_000 {
            tokio::task::yield_now().await;
        }
        let more =
            std::future::poll_fn(|context| Poll::Ready(listener.poll_accept(context).is_ready())).await;
        assert!(!more, "one request more than {REQUESTS_PER_HOST}");
        drop(held);
        listener.accept().await.expect("the next one's turn");
    }

    #[test]
    fn a_host_that_asks_for_time_is_given_it() {
        let host = Host::default();
        assert_eq!(host.keep_pace(5000, 100), Ok(()));
        assert_eq!(host.keep_pace(5000, 200), Err(Held::Until(5100)));
        assert_eq!(host.keep_pace(5000, 5100), Ok(()));
        let patient = Host::default();
        assert_eq!((patient.keep_pace(0, 1), patient.keep_pace(0, 1)), (Ok(()), Ok(())));
    }
}
