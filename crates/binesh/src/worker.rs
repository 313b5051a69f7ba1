//! What runs beside the server: reads sources that are due, brings entries in, publishes what is scheduled, and
//! lets the search index follow. Each loop is small, bounded, and survives its own failures.

mod crew;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use news::entry::Entry;
use news::source::Source;
use store::pictures::Wanted;
use store::source_changes::Look;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::door::REQUESTS_PER_HOST;
use crate::site::Site;
use crate::{clock, follow, pipeline};
use crew::Job;

/// How often the tables are asked what is to be published. A scheduled article is out within this.
const TICK: Duration = Duration::from_millis(500);
/// Between two writings of the views that were counted: what a power cut takes away at most.
const VIEWS_KEPT_EVERY: Duration = Duration::from_secs(10);
/// Entries of one source looked up in one go: what its host answers at the same time.
const ENTRIES_PER_SOURCE: i64 = REQUESTS_PER_HOST as i64;
/// Sources and entries looked up in one go.
const DUE_MAX: i64 = 256;
/// Of these, sources of one host: more than are read before the tables are asked again.
const DUE_PER_HOST: i64 = 16;
/// Scheduled articles published in one go.
const SCHEDULED_AT_ONCE: i64 = 100;

/// What is under way when all is to stop gets this long. What is not done by then was not begun, as the tables say.
const FAREWELL: Duration = Duration::from_secs(5);

/// Starts every loop. They end when `stop` turns true, see [`end`].
pub fn start(site: &Site, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    loops.spawn(follow::run(site.clone(), stop.clone()));
    loops.spawn(crew::run::<Reading>(site.clone(), stop.clone(), "read a source"));
    loops.spawn(crew::run::<Arriving>(site.clone(), stop.clone(), "bring an entry in"));
    loops.spawn(crew::run::<Looking>(site.clone(), stop.clone(), "look at a page again"));
    loops.spawn(crew::run::<Picturing>(site.clone(), stop.clone(), "fetch a picture"));
    loops.spawn(repeat(site.clone(), stop.clone(), "make a picture's AVIF", make_avif));
    loops.spawn(repeat(site.clone(), stop.clone(), "publish what is due", publish_due));
    loops.spawn(repeat(site.clone(), stop.clone(), "read kept pages again", read_again));
    loops
}

/// Waits for loops that were told to stop and for what they are at, if that does not take long.
pub async fn end(loops: JoinSet<()>) {
    let _ = tokio::time::timeout(FAREWELL, loops.join_all()).await;
}

/// A source to be read.
#[derive(Clone)]
struct Reading(Source);

impl Job for Reading {
    // A thousand sources that are read every minute and answer within a second need some twenty.
    const PLACES: usize = 64;
    const PER_HOST: usize = REQUESTS_PER_HOST;

    async fn due(site: &Site) -> anyhow::Result<Vec<Self>> {
        let due = store::sources::due(&site.store, clock::now(), DUE_MAX, DUE_PER_HOST).await?;
        Ok(due.into_iter().map(Self).collect())
    }

    async fn work(self, site: Site) -> anyhow::Result<()> {
        pipeline::poll(&site, &self.0, clock::now()).await.map(|_| ())
    }

    fn key(&self) -> i64 {
        self.0.id
    }

    fn address(&self) -> &str {
        &self.0.set.url
    }

    fn is_doubtful(&self) -> bool {
        self.0.failures > 0
    }

    fn wake(_: &Site) -> Option<&Notify> {
        None
    }
}

/// An entry to be brought in.
#[derive(Clone)]
struct Arriving(Source, Entry);

impl Job for Arriving {
    // Each holds a page of up to 16 MiB.
    const PLACES: usize = 16;
    const PER_HOST: usize = REQUESTS_PER_HOST;

    async fn due(site: &Site) -> anyhow::Result<Vec<Self>> {
        waiting(site).await
    }

    async fn work(self, site: Site) -> anyhow::Result<()> {
        pipeline::bring_in(&site, &self.0, &self.1, clock::now()).await.map(|_| ())
    }

    fn key(&self) -> i64 {
        self.1.id
    }

    fn address(&self) -> &str {
        &self.1.seen.url
    }

    fn is_doubtful(&self) -> bool {
        self.1.attempts > 0
    }

    fn wake(site: &Site) -> Option<&Notify> {
        Some(&site.arrived)
    }
}

/// A page to be looked at again.
#[derive(Clone)]
struct Looking(Look);

impl Job for Looking {
    // Nobody waits for these.
    const PLACES: usize = 4;
    const PER_HOST: usize = 1;

    async fn due(site: &Site) -> anyhow::Result<Vec<Self>> {
        let due = store::source_changes::due(&site.store, clock::now(), DUE_MAX).await?;
        Ok(due.into_iter().map(Self).collect())
    }

    async fn work(self, site: Site) -> anyhow::Result<()> {
        pipeline::look_again(&site, &self.0, clock::now()).await.map(|_| ())
    }

    fn key(&self) -> i64 {
        self.0.entry_id
    }

    fn address(&self) -> &str {
        &self.0.url
    }

    fn is_doubtful(&self) -> bool {
        false
    }

    fn wake(_: &Site) -> Option<&Notify> {
        None
    }
}

/// A picture to be fetched.
#[derive(Clone)]
struct Picturing(Wanted);

impl Job for Picturing {
    // A decoded picture takes up to 400 MB while it is drawn anew.
    const PLACES: usize = 2;
    const PER_HOST: usize = 1;

    async fn due(site: &Site) -> anyhow::Result<Vec<Self>> {
        let due = store::pictures::due(&site.store, clock::now(), DUE_MAX).await?;
        Ok(due.into_iter().map(Self).collect())
    }

    async fn work(self, site: Site) -> anyhow::Result<()> {
        pipeline::fetch_picture(&site, &self.0, clock::now()).await
    }

    fn key(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        self.0.address.hash(&mut hasher);
        hasher.finish().cast_signed()
    }

    fn address(&self) -> &str {
        &self.0.address
    }

    fn is_doubtful(&self) -> bool {
        self.0.attempts > 0
    }

    fn wake(_: &Site) -> Option<&Notify> {
        None
    }
}

/// Entries that are due, with their sources.
async fn waiting(site: &Site) -> anyhow::Result<Vec<Arriving>> {
    let entries = store::entries::waiting(&site.store, clock::now(), DUE_MAX, ENTRIES_PER_SOURCE).await?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let sources: HashMap<i64, Source> =
        store::sources::all(&site.store).await?.into_iter().map(|source| (source.id, source)).collect();
    let arriving = entries.into_iter().filter_map(|entry| {
        let source = sources.get(&entry.seen.source_id)?.clone();
        Some(Arriving(source, entry))
    });
    Ok(arriving.collect())
}

/// Brings in entries that wait, several at a time, and answers how many were tried: for whoever wants to see the end.
pub async fn bring_in_waiting(site: Site) -> anyhow::Result<usize> {
    let mut bringing = JoinSet::new();
    for job in waiting(&site).await? {
        bringing.spawn(job.work(site.clone()));
    }
    let tried = bringing.len();
    while let Some(ended) = bringing.join_next().await {
        ended??;
    }
    Ok(tried)
}

/// Runs `step` again and again: at once while it finds work, every [`TICK`] when it does not.
async fn repeat<F, R>(site: Site, mut stop: watch::Receiver<bool>, what: &'static str, step: F)
where
    F: Fn(Site) -> R,
    R: Future<Output = anyhow::Result<usize>>,
{
    loop {
        let done = step(site.clone()).await.unwrap_or_else(|error| {
            tracing::error!("could not {what}: {error:#}");
            0
        });
        if done > 0 && !*stop.borrow() {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Keeps the views that the web counts, now and then and once more when it has stopped.
pub async fn keep_views(app: web::App, mut stop: watch::Receiver<bool>) {
    loop {
        let is_last = tokio::select! {
            () = tokio::time::sleep(VIEWS_KEPT_EVERY) => false,
            _ = stop.changed() => true,
        };
        if let Err(error) = app.keep_views().await {
            tracing::error!("could not keep the views of articles: {error}");
        }
        if is_last {
            return;
        }
    }
}

/// Reads kept pages again that an editor asked for. Answers how many.
async fn read_again(site: Site) -> anyhow::Result<usize> {
    pipeline::read_again(&site, clock::now()).await
}

async fn make_avif(site: Site) -> anyhow::Result<usize> {
    pipeline::make_avif(&site, clock::now()).await
}

/// Publishes scheduled articles whose time has come. Answers how many.
pub async fn publish_due(site: Site) -> anyhow::Result<usize> {
    let now = clock::now();
    if !store::articles::is_any_due(&site.store, now).await? {
        return Ok(0);
    }
    let mut tx = site.store.begin(now).await?;
    let published = store::articles::publish_due(&mut tx, SCHEDULED_AT_ONCE).await?;
    tx.commit().await?;
    Ok(published.len())
}
