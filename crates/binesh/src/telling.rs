//! Tells others what changed: a shared cache in front, which pages it is to forget; a hub, which feeds have news (WebSub).
//!
//! Each follows the change log by itself, so that no commit waits for it and one that is away holds up nobody. What could
//! not be told is told again, together with what came since; what was committed while nobody served is not told, for a
//! shared cache keeps pages for some minutes at most.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ingest::fetch::{FetchPolicy, Fetcher};
use store::articles::List;
use store::events::Event;
use store::{Store, StoreError};
use tokio::sync::watch;

/// What is committed within this is told together: saving an article is three commits.
const GATHERED_FOR: Duration = Duration::from_millis(100);
/// What other processes commit is looked for so often where the database tells nobody (SQLite).
const LOOKED_EVERY: Duration = Duration::from_secs(1);
/// Events read at once.
const EVENTS_AT_ONCE: i64 = 1000;
/// Told again after this long, twice as long each time up to the last.
const AGAIN_FIRST: Duration = Duration::from_secs(1);
const AGAIN_LAST: Duration = Duration::from_secs(60);
/// Names in one request: Cloudflare took 30 where others take some hundreds.
const AT_ONCE: usize = 30;
/// Names that wait for a receiver that is away; of a cache that missed more, all pages are to be forgotten.
const WAITING_MAX: usize = 2000;
/// The feeds of each list.
const FEEDS: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

/// Who is told.
#[derive(Clone, Debug)]
pub enum Receiver {
    /// A shared cache in front: where it is asked to forget pages, and what proves who asks.
    Cache { address: String, proof: Option<(String, String)> },
    /// A hub: its address, and how addresses of ours begin.
    Hub { address: String, base: String },
}

impl Receiver {
    fn address(&self) -> &str {
        match self {
            Self::Cache { address, .. } | Self::Hub { address, .. } => address,
        }
    }

    /// What these events have it told: names of pages, or addresses of feeds.
    async fn concerns(&self, store: &Store, events: &[Event]) -> Result<BTreeSet<String>, StoreError> {
        match self {
            Self::Cache { .. } => Ok(web::surrogate_keys(events)),
            Self::Hub { base, .. } => feeds(store, base, events).await,
        }
    }

    /// Tells some of it.
    async fn tell(&self, fetcher: &Fetcher, some: &[&str]) -> Result<(), String> {
        let status = match self {
            Self::Cache { address, proof } => {
                let names = some.join(" ");
                let mut headers = vec![("content-type", "application/json"), ("surrogate-key", &names)];
                headers.extend(proof.as_ref().map(|(name, value)| (name.as_str(), value.as_str())));
                let body = serde_json::json!({ "tags": some }).to_string();
                fetcher.post(address, &headers, body).await
            }
            Self::Hub { address, .. } => {
                let mut fields = vec![("hub.mode", "publish")];
                fields.extend(some.iter().map(|feed| ("hub.url", *feed)));
                fetcher.post_form(address, &fields).await
            }
        };
        match status.map_err(|error| error.to_string())? {
            200..300 => Ok(()),
            status => Err(format!("it answered {status}")),
        }
    }
}

/// Follows the change log for one receiver until told to stop, and once more then.
pub async fn run(store: Store, receiver: Receiver, stop: watch::Receiver<bool>) {
    match fetcher(receiver.address()) {
        Ok(fetcher) => {
            let telling = Telling { store, receiver, fetcher, followed_to: None, waiting: BTreeSet::new() };
            follow(telling, stop).await;
        }
        Err(why) => tracing::error!("{} is not told what changes: {why}", receiver.address()),
    }
}

async fn follow(mut telling: Telling, mut stop: watch::Receiver<bool>) {
    let mut wake = telling.store.wake();
    let mut failures = 0;
    loop {
        let is_last = *stop.borrow();
        failures = match telling.once().await {
            Ok(()) => 0,
            Err(why) => {
                tracing::warn!("{} could not be told what changed: {why}", telling.receiver.address());
                failures + 1
            }
        };
        if is_last {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(pause(failures)) => {}
            changed = wake.changed(), if failures == 0 => match changed {
                Ok(()) => tokio::time::sleep(GATHERED_FOR).await,
                Err(_) => return,
            },
            _ = stop.changed() => {}
        }
    }
}

fn pause(failures: u32) -> Duration {
    match failures.checked_sub(1) {
        None => LOOKED_EVERY,
        Some(again) => AGAIN_FIRST.saturating_mul(2_u32.saturating_pow(again)).min(AGAIN_LAST),
    }
}

/// One that reaches this address too where it is an inner one written as a number: the operator named it.
fn fetcher(address: &str) -> Result<Fetcher, ingest::fetch::FetchError> {
    let authority =
        address.split_once("://").and_then(|(_, rest)| rest.split(['/', '?']).next()).unwrap_or("");
    let by_scheme = if address.starts_with("https:") { 443 } else { 80 };
    let inner = authority.parse::<SocketAddr>().ok();
    let inner = inner.or_else(|| Some(SocketAddr::new(authority.parse::<IpAddr>().ok()?, by_scheme)));
    Fetcher::new(FetchPolicy { allowed_private: inner.into_iter().collect(), ..FetchPolicy::default() })
}

struct Telling {
    store: Store,
    receiver: Receiver,
    fetcher: Fetcher,
    /// None until the end of the log was read for the first time.
    followed_to: Option<i64>,
    waiting: BTreeSet<String>,
}

impl Telling {
    /// Reads what was committed since, and tells all that waits.
    async fn once(&mut self) -> Result<(), String> {
        self.gather().await.map_err(|error| error.to_string())?;
        while !self.waiting.is_empty() {
            let some: Vec<String> = self.waiting.iter().take(AT_ONCE).cloned().collect();
            let names: Vec<&str> = some.iter().map(String::as_str).collect();
            self.receiver.tell(&self.fetcher, &names).await?;
            self.waiting.retain(|one| !some.contains(one));
        }
        Ok(())
    }

    async fn gather(&mut self) -> Result<(), StoreError> {
        let Some(mut number) = self.followed_to else {
            self.followed_to = Some(store::events::last(&self.store).await?);
            return Ok(());
        };
        loop {
            let events = store::events::after(&self.store, number, EVENTS_AT_ONCE).await?;
            let Some(last) = events.last() else { return Ok(()) };
            self.waiting.extend(self.receiver.concerns(&self.store, &events).await?);
            if self.waiting.len() > WAITING_MAX && matches!(self.receiver, Receiver::Cache { .. }) {
                self.waiting = BTreeSet::from([web::surrogate_key_of_all().to_owned()]);
            }
            number = last.number;
            self.followed_to = Some(number);
        }
    }
}

/// The addresses of the feeds of lists that changed.
async fn feeds(store: &Store, base: &str, events: &[Event]) -> Result<BTreeSet<String>, StoreError> {
    let lists: BTreeSet<&List> = events.iter().flat_map(|event| &event.lists).collect();
    let sections = store::sections::all(store).await?;
    let mut feeds = BTreeSet::new();
    for list in lists {
        let place = match list {
            List::All => Some(String::new()),
            List::Section(id) => {
                sections.iter().find(|one| one.id == *id).map(|one| format!("/section/{}", one.slug))
            }
            List::Tag(id) => store::tags::slug(store, *id).await?.map(|slug| format!("/tag/{slug}")),
            List::Author(slug) => Some(format!("/author/{slug}")),
            List::Genre(_)
            | List::Running
            | List::Story(_)
            | List::Day(_)
            | List::Counts
            | List::Sitemaps => None,
        };
        let place = place.as_deref().map(encoded);
        feeds.extend(place.iter().flat_map(|place| FEEDS.map(|feed| format!("{base}{place}/{feed}"))));
    }
    Ok(feeds)
}

/// A path with its Persian letters as browsers send them.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut encoded, byte| {
        match byte.is_ascii_graphic() && !matches!(byte, b'%' | b'"' | b'<' | b'>' | b'#' | b'?') {
            true => encoded.push(char::from(byte)),
            false => encoded += &format!("%{byte:02X}"),
        }
        encoded
    })
}
