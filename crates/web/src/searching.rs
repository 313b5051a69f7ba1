//! Searches take turns: so many run at the same time as there are cores, and so many wait. Who comes then is told to come
//! back. They run on threads of their own that give way to all others, so that a flood of searches keeps no reader from a
//! page that needs none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use search::{Patience, Query, Results, SearchError};
use tokio::sync::oneshot;

use crate::App;
use crate::background;
use crate::errors::Failure;
use crate::remembered::Moment;
use crate::turns::Turns;

/// Searches that run or wait. One takes some milliseconds, so the last of them waits half a second at most.
const TURNS: usize = 256;
/// How far the threads of searches give way, of 19: a page in memory that becomes ready while all cores search waits for
/// a tenth of what it would by the same right.
const NICENESS: i32 = 10;

/// What a search may take from its turn on; what follows (the second look, the snippets) takes some milliseconds more.
const SEARCH_US: u64 = 40_000;

/// The turns of one server.
pub(crate) struct Searching {
    turns: Turns,
    work: mpsc::Sender<Work>,
}

/// A search in its turn.
type Work = Box<dyn FnOnce() + Send>;

impl Default for Searching {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (work, waiting) = mpsc::channel::<Work>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..cores {
            let waiting = waiting.clone();
            thread::spawn(move || work_off(&waiting));
        }
        Self { turns: Turns::of(TURNS, cores), work }
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
    let turn = app.searching.turns.next().await?;
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
fn work_off(waiting: &Mutex<mpsc::Receiver<Work>>) {
    background::give_way(NICENESS);
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
