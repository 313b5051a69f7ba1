//! Searches take turns: so many run at the same time as there are cores, and so many wait. Who comes then is told to come
//! back, so that a flood of searches keeps no reader from a page that needs none.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use search::{Patience, Query, Results, SearchError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::App;
use crate::errors::Failure;
use crate::remembered::Moment;

/// Searches that run or wait. One takes some milliseconds, so the last of them waits half a second at most.
const TURNS: usize = 256;
/// After this long, whoever waits has gone or presses again.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a search may take from its turn on; what follows (the second look, the snippets) takes some milliseconds more.
const SEARCH_US: u64 = 40_000;

/// The turns of one server.
pub(crate) struct Searching {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// Held while a search runs: its turn and its place.
type Turn = (OwnedSemaphorePermit, OwnedSemaphorePermit);

impl Default for Searching {
    fn default() -> Self {
        Self::of(TURNS, thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Searching {
    fn of(turns: usize, places: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(turns)), places: Arc::new(Semaphore::new(places)) }
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
    let app = app.clone();
    // The turn is kept until the search has ended, though whoever asked may go away before.
    let done = tokio::task::spawn_blocking(move || {
        let done = search(&app);
        drop(turn);
        done
    });
    Ok(done.await??)
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
