//! What runs beside the server: reads sources that are due, brings entries in, publishes what is scheduled, and
//! lets the search index follow. Each loop is small, bounded, and survives its own failures.

use std::collections::HashMap;
use std::time::Duration;

use news::article::ArticleState;
use news::entry::Entry;
use news::source::Source;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::site::Site;
use crate::{clock, follow, pipeline};

/// How often the tables are asked what is due. A scheduled article is out within this.
const TICK: Duration = Duration::from_millis(500);
/// Sources read at the same time, and entries brought in at the same time: the network waits, not the cores.
const POLLS_AT_ONCE: i64 = 8;
const ENTRIES_AT_ONCE: i64 = 8;
/// Scheduled articles published in one go.
const DUE_AT_ONCE: i64 = 100;

/// Starts every loop. They end when `stop` turns true; joining the set waits for what they are at.
pub fn start(site: &Site, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    loops.spawn(follow::run(site.clone(), stop.clone()));
    loops.spawn(repeat(site.clone(), stop.clone(), "read sources", read_due_sources));
    loops.spawn(repeat(site.clone(), stop.clone(), "bring entries in", bring_in_waiting));
    loops.spawn(repeat(site.clone(), stop.clone(), "publish what is due", publish_due));
    loops
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

/// Reads the sources that are due. Answers how many were read.
pub async fn read_due_sources(site: Site) -> anyhow::Result<usize> {
    let due = store::sources::due(&site.store, clock::now(), POLLS_AT_ONCE).await?;
    let mut reading = JoinSet::new();
    for source in due {
        let site = site.clone();
        reading.spawn(async move { pipeline::poll(&site, &source, clock::now()).await.map(|_| ()) });
    }
    join(reading).await
}

/// Brings in entries that wait, several at a time. Answers how many were tried.
pub async fn bring_in_waiting(site: Site) -> anyhow::Result<usize> {
    let waiting: Vec<Entry> = store::entries::waiting(&site.store, clock::now(), ENTRIES_AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let sources: HashMap<i64, Source> =
        store::sources::all(&site.store).await?.into_iter().map(|source| (source.id, source)).collect();
    let mut bringing = JoinSet::new();
    for entry in waiting {
        let Some(source) = sources.get(&entry.seen.source_id).cloned() else { continue };
        let site = site.clone();
        bringing
            .spawn(async move { pipeline::bring_in(&site, &source, &entry, clock::now()).await.map(|_| ()) });
    }
    join(bringing).await
}

/// Publishes scheduled articles whose time has come. Answers how many.
pub async fn publish_due(site: Site) -> anyhow::Result<usize> {
    let now = clock::now();
    let due = store::articles::due(&site.store, now, DUE_AT_ONCE).await?;
    for code in &due {
        let mut tx = site.store.begin(now).await?;
        store::articles::set_state(&mut tx, *code, ArticleState::Published, None).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}

/// Waits for all; the first failure is answered after the others ended.
async fn join(mut tasks: JoinSet<anyhow::Result<()>>) -> anyhow::Result<usize> {
    let (mut done, mut failure) = (0, None);
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(Ok(())) => done += 1,
            Ok(Err(error)) => failure = Some(error),
            Err(error) => failure = Some(error.into()),
        }
    }
    failure.map_or(Ok(done), Err)
}
