//! Searches take turns: so many run at the same time as there are cores, and so many wait. Who comes then is told to come
//! back. They run on threads of their own that give way to all others, so that a flood of searches keeps no reader from a
//! page that needs none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use search::{Patience, Query, Results, SearchError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::App;
use crate::errors::Failure;
use crate::remembered::Moment;

/// Searches that run or wait. One takes some milliseconds, so the last of them waits half a second at most.
const TURNS: usize = 256;
/// After this long, whoever waits has gone or presses again.
const PATIENCE: Duration = Duration::from_secs(2);

/// How far the threads of searches give way, of 19: a page in memory that becomes ready while all cores search waits for
/// a tenth of what it would by the same right.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// What a search may take from its turn on; what follows (the second look, the snippets) takes some milliseconds more.
const SEARCH_US: u64 = 40_000;

/// The turns of one server.
pub(crate) struct Searching {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    work: mpsc::Sender<Work>,
}

/// A search in its turn.
type Work = Box<dyn FnOnce() + Send>;

/// Held while a search runs: its turn and its place.
type Turn = (OwnedSemaphorePermit, OwnedSemaphorePermit);

impl Default for Searching {
    fn default() -> Self {
        Self::of(TURNS, thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Searching {
    fn of(turns: usize, places: usize) -> Self {
        let (work, waiting) = mpsc::channel::<Work>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..places {
            let waiting = waiting.clone();
            thread::spawn(move || give_way(&waiting));
        }
        Self { turns: Arc::new(Semaphore::new(turns)), places: Arc::new(Semaphore::new(places)), work }
    }

    async fn turn(&self) -> Result<Turn, Failure> {
        let turn = self.turns.clone().try_acquire_owned().map_err(|_| Failure::Busy)?;
        let place = tokio::time::timeout(PATIENCE, self.places.clone().acquire_owned()).await;
        let place = place.map_err(|_| Failure::Busy)?.map_err(|_| Failure::Busy)?;
        Ok((turn, place))
    }
}

/// Until when a search may go on that has its turn now.
pub(crate) fn patience(app: &App) -> Option<Patience> {
    Some(Patience::of(app.config.stopwatch, SEARCH_US))
}

/// What readers find, or found when it was asked a moment ago. A news code alone finds its article.
pub(crate) async fn found(app: &App, query: Query) -> Result<Arc<Results>, Failure> {
    let moment = Moment::of(app.now(), app.config.index.state());
    let query = Query { now: Some(moment.starts_at()), ..query };
    let question = format!("{query:?}");
    let search =
        || run(app, move |app| app.config.index.search_or_name(&Query { patience: patience(app), ..query }));
    app.remembered.or(moment, &question, search).await
}

/// Runs a search when its turn comes.
pub(crate) async fn run<T: Send + 'static>(
    app: &App,
    search: impl FnOnce(&App) -> Result<T, SearchError> + Send + 'static,
) -> Result<T, Failure> {
    let turn = app.searching.turn().await?;
    let (told, done) = oneshot::channel();
    let inner = app.clone();
    // The turn is kept until the search has ended, though whoever asked may go away before.
    let work = Box::new(move || {
        let done = catch_unwind(AssertUnwindSafe(|| search(&inner)));
        drop(turn);
        let _ = told.send(done);
    });
    let broken = || Failure::Broken("a search broke down".to_owned());
    app.searching.work.send(work).map_err(|_| broken())?;
    Ok(done.await.map_err(|_| broken())?.map_err(|_| broken())??)
}

/// Does what is sent, as long as anybody can send, with less right to the cores than whoever answers.
fn give_way(waiting: &Mutex<mpsc::Receiver<Work>>) {
    // On Linux this is said of a thread. Elsewhere, and where it is not granted, searches run as everything else.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
    loop {
        let work = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = work else { return };
        work();
    }
}

/// How many articles were found, when so many of the hits can be shown: what was taken away a moment ago may still be
/// in the index, and is not counted.
pub fn total(found: &Results, shown: usize) -> usize {
    found.total.saturating_sub(found.hits.len() - shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_when_too_many_wait_is_told_to_come_back() {
        let searching = Searching::of(2, 1);
        let first = searching.turn().await.expect("a turn");
        let (second, third) = tokio::join!(searching.turn(), searching.turn());
        assert!(matches!(second, Err(Failure::Busy)), "the first took too long");
        assert!(matches!(third, Err(Failure::Busy)), "there was no turn left");
        drop(first);
        assert!(searching.turn().await.is_ok());
    }
}
