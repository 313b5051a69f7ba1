//! A crew: as many jobs at once as there are places, each replaced as it ends, so that a slow one delays no other.
//!
//! Of one source only a few are at work at the same time, and jobs that failed before share a part of the places:
//! sources that hang can never take them all.

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinSet};

use crate::site::Site;

/// How often the tables are asked what is due.
const TICK: Duration = Duration::from_millis(500);
/// The share of the places for jobs that failed before: one in this many.
const DOUBTFUL_PART: usize = 4;

/// Something to be done for a source.
pub(super) trait Job: Clone + Send + 'static {
    /// Places: jobs at work at the same time. The network waits, not the cores.
    const PLACES: usize;
    /// Of one source, at the most.
    const PER_SOURCE: usize;

    /// Jobs that are due, most urgent first, at most `PER_SOURCE` of each source.
    fn due(site: &Site) -> impl Future<Output = anyhow::Result<Vec<Self>>> + Send;
    /// Does it.
    fn work(self, site: Site) -> impl Future<Output = anyhow::Result<()>> + Send;
    /// What it is, among jobs of its kind.
    fn key(&self) -> i64;
    /// The source it is for.
    fn source_id(&self) -> i64;
    /// Whether it failed before.
    fn is_doubtful(&self) -> bool;
    /// What wakes this crew before its time.
    fn wake(site: &Site) -> Option<&Notify>;
}

/// Works until `stop` says so, then ends what is under way.
pub(super) async fn run<J: Job>(site: Site, mut stop: watch::Receiver<bool>, what: &'static str) {
    let mut crew = Crew::<J> { working: JoinSet::new(), places: Vec::new(), waiting: Vec::new() };
    let mut tick = tokio::time::interval(TICK);
    while !*stop.borrow() {
        if crew.waiting.is_empty() {
            let due = J::due(&site).await.unwrap_or_else(|error| {
                tracing::error!("could not {what}: {error:#}");
                Vec::new()
            });
            crew.await_turn(due);
        }
        crew.begin(&site);
        tokio::select! {
            Some(ended) = crew.working.join_next_with_id() => crew.end(ended, what),
            // What waits was due some time ago: the tables are asked anew.
            _ = tick.tick() => crew.waiting.clear(),
            () = woken::<J>(&site) => crew.waiting.clear(),
            _ = stop.changed() => {}
        }
    }
    while let Some(ended) = crew.working.join_next_with_id().await {
        crew.end(ended, what);
    }
}

async fn woken<J: Job>(site: &Site) {
    match J::wake(site) {
        Some(wake) => wake.notified().await,
        None => std::future::pending().await,
    }
}

struct Crew<J> {
    working: JoinSet<anyhow::Result<()>>,
    /// Who is at work.
    places: Vec<(Id, J)>,
    /// Who is due and has no place yet; nobody who is at work.
    waiting: Vec<J>,
}

impl<J: Job> Crew<J> {
    fn await_turn(&mut self, due: Vec<J>) {
        let known: HashSet<i64> = self.places.iter().map(|(_, job)| job.key()).collect();
        self.waiting = due.into_iter().filter(|job| !known.contains(&job.key())).collect();
    }

    /// Gives places to those who may have one.
    fn begin(&mut self, site: &Site) {
        for job in std::mem::take(&mut self.waiting) {
            if self.may(&job) {
                let working = self.working.spawn(job.clone().work(site.clone()));
                self.places.push((working.id(), job));
            } else {
                self.waiting.push(job);
            }
        }
    }

    fn may(&self, job: &J) -> bool {
        let count = |is: &dyn Fn(&J) -> bool| self.places.iter().filter(|(_, other)| is(other)).count();
        self.places.len() < J::PLACES
            && count(&|other| other.source_id() == job.source_id()) < J::PER_SOURCE
            && (!job.is_doubtful() || count(&J::is_doubtful) < (J::PLACES / DOUBTFUL_PART).max(1))
    }

    fn end(&mut self, ended: Result<(Id, anyhow::Result<()>), tokio::task::JoinError>, what: &str) {
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(error.into())),
        };
        self.places.retain(|(working, _)| *working != id);
        if let Err(error) = result {
            tracing::error!("could not {what}: {error:#}");
        }
    }
}
