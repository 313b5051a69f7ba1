//! A crew: as many jobs at once as there are places, each replaced as it ends, so that a slow one delays no other.
//!
//! Of one host only a few are at work at the same time, whichever sources they are for. A job that takes long only waits for the network, and gives
//! its place to another; jobs that failed before share a part of the places. So sources that hang, however many, keep
//! others waiting for [`LONG_US`] at the most, and that only once.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use news::source::host_of;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinSet};

use crate::clock;
use crate::site::Site;

/// How often the tables are asked what is due.
const TICK: Duration = Duration::from_millis(500);
/// A job gives its place away after this many microseconds: hosts that are well answer within a second.
const LONG_US: u64 = 1_000_000;
/// Jobs at work in all, for each place: each holds a connection, and a page at the most.
const AT_WORK_PER_PLACE: usize = 8;
/// The share of the places for jobs that failed before: one in this many.
const DOUBTFUL_PART: usize = 4;
/// And of a host's: they leave one to its other sources.
const DOUBTFUL_PART_OF_HOST: usize = 2;

/// Something to be done for a source.
pub(super) trait Job: Clone + Send + 'static {
    /// Places: jobs at work at the same time. The network waits, not the cores.
    const PLACES: usize;
    /// Of one host, at the most.
    const PER_HOST: usize;

    /// Jobs that are due, most urgent first.
    fn due(site: &Site) -> impl Future<Output = anyhow::Result<Vec<Self>>> + Send;
    /// Does it.
    fn work(self, site: Site) -> impl Future<Output = anyhow::Result<()>> + Send;
    /// What it is, among jobs of its kind.
    fn key(&self) -> i64;
    /// Where it begins to read.
    fn address(&self) -> &str;
    /// Whether it failed before.
    fn is_doubtful(&self) -> bool;
    /// What wakes this crew before its time.
    fn wake(site: &Site) -> Option<&Notify>;
}

/// Works until `stop` says so, then ends what is under way.
pub(super) async fn run<J: Job>(site: Site, mut stop: watch::Receiver<bool>, what: &'static str) {
    let mut crew = Crew::<J> {
        working: JoinSet::new(),
        places: Vec::new(),
        waiting: Vec::new(),
        resting: Resting::default(),
    };
    let mut tick = tokio::time::interval(TICK);
    while !*stop.borrow() {
        // Where nobody who waits may begin, others may be due.
        if !crew.begin(&site) && crew.has_place() {
            let due = J::due(&site).await.unwrap_or_else(|error| {
                tracing::error!("could not {what}: {error:#}");
                Vec::new()
            });
            crew.await_turn(due);
            crew.begin(&site);
        }
        tokio::select! {
            Some(ended) = crew.working.join_next_with_id() => crew.end(ended, what),
            // What waits was due some time ago: the tables are asked anew.
            _ = tick.tick() => crew.waiting.clear(),
            () = woken::<J>(&site) => {}
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
    places: Vec<Place<J>>,
    /// Who is due and has no place yet, by host; nobody who is at work.
    waiting: Vec<(String, J)>,
    resting: Resting,
}

/// Jobs that ended with an error of ours, as when the disk is full: nothing was written, so they are due again at once,
/// but whoever they read is not asked again before some seconds, and then minutes, have passed.
#[derive(Default)]
struct Resting(HashMap<i64, (u32, u64)>);

impl Resting {
    /// Microseconds after the first error, each time twice as many, and at the most.
    const FIRST_US: u64 = 2_000_000;
    const MOST_US: u64 = 300_000_000;

    fn failed(&mut self, key: i64, now_us: u64) {
        let (times, until) = self.0.entry(key).or_default();
        *until = now_us + (Self::FIRST_US << (*times).min(16)).min(Self::MOST_US);
        *times += 1;
    }

    fn worked(&mut self, key: i64) {
        self.0.remove(&key);
    }

    fn may(&self, key: i64, now_us: u64) -> bool {
        self.0.get(&key).is_none_or(|(_, until)| now_us >= *until)
    }
}

struct Place<J> {
    id: Id,
    job: J,
    host: String,
    since_us: u64,
}

impl<J: Job> Crew<J> {
    fn await_turn(&mut self, due: Vec<J>) {
        let known: HashSet<i64> = self.places.iter().map(|place| place.job.key()).collect();
        let host = |job: &J| host_of(job.address()).unwrap_or_default().to_owned();
        let now = clock::stopwatch();
        let may = |job: &J| !known.contains(&job.key()) && self.resting.may(job.key(), now);
        let unknown = due.into_iter().filter(may);
        self.waiting = unknown.map(|job| (host(&job), job)).collect();
    }

    /// Gives places to those who may have one, if there are any.
    fn begin(&mut self, site: &Site) -> bool {
        let before = self.places.len();
        for (host, job) in std::mem::take(&mut self.waiting) {
            if self.may(&host, &job) {
                let id = self.working.spawn(job.clone().work(site.clone())).id();
                self.places.push(Place { id, job, host, since_us: clock::stopwatch() });
            } else {
                self.waiting.push((host, job));
            }
        }
        self.places.len() > before
    }

    fn has_place(&self) -> bool {
        let now = clock::stopwatch();
        let recent = self.places.iter().filter(|place| now.saturating_sub(place.since_us) < LONG_US);
        recent.count() < J::PLACES && self.places.len() < J::PLACES * AT_WORK_PER_PLACE
    }

    fn may(&self, host: &str, job: &J) -> bool {
        let count = |is: &dyn Fn(&Place<J>) -> bool| self.places.iter().filter(|place| is(place)).count();
        let at_host = |place: &Place<J>| place.host == host;
        self.has_place()
            && count(&at_host) < J::PER_HOST
            && (!job.is_doubtful()
                || count(&|place| place.job.is_doubtful()) < (J::PLACES / DOUBTFUL_PART).max(1)
                    && count(&|place| at_host(place) && place.job.is_doubtful())
                        < (J::PER_HOST / DOUBTFUL_PART_OF_HOST).max(1))
    }

    fn end(&mut self, ended: Result<(Id, anyhow::Result<()>), tokio::task::JoinError>, what: &str) {
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            Err(error) => (error.id(), Err(error.into())),
        };
        let key = self.places.iter().find(|place| place.id == id).map(|place| place.job.key());
        self.places.retain(|place| place.id != id);
        match (result, key) {
            (Err(error), key) => {
                key.into_iter().for_each(|key| self.resting.failed(key, clock::stopwatch()));
                tracing::error!("could not {what}: {error:#}");
            }
            (Ok(()), Some(key)) => self.resting.worked(key),
            (Ok(()), None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_broke_rests_longer_each_time_and_no_longer_when_it_works() {
        let mut resting = Resting::default();
        assert!(resting.may(1, 0));
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..12 {
            resting.failed(1, now);
            let until = resting.0[&1].1;
            assert!(!resting.may(1, until - 1) && resting.may(1, until) && resting.may(2, now));
            waits.push(until - now);
            now = until;
        }
        assert!(waits.is_sorted() && waits[0] == 2_000_000 && waits[11] == Resting::MOST_US, "{waits:?}");
        resting.worked(1);
        assert!(resting.may(1, now));
    }
}
