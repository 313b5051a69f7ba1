//! Searches take turns: so many run at the same time as there are cores, and so many wait. Who comes then is told to come
//! back, so that a flood of searches keeps no reader from a page that needs none.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use search::SearchError;
use tokio::sync::Semaphore;

use crate::App;
use crate::errors::Failure;

/// Searches that run or wait. One takes some milliseconds, so the last of them waits half a second at most.
const TURNS: usize = 256;
/// After this long, whoever waits has gone or presses again.
const PATIENCE: Duration = Duration::from_secs(2);

/// The turns of one server.
pub(crate) struct Searching {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Searching {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { turns: Arc::new(Semaphore::new(TURNS)), places: Arc::new(Semaphore::new(cores)) }
    }
}

/// Runs a search when its turn comes.
pub(crate) async fn run<T: Send + 'static>(
    app: &App,
    search: impl FnOnce(&App) -> Result<T, SearchError> + Send + 'static,
) -> Result<T, Failure> {
    let _turn = app.searching.turns.clone().try_acquire_owned().map_err(|_| Failure::Busy)?;
    let place = tokio::time::timeout(PATIENCE, app.searching.places.clone().acquire_owned()).await;
    let place = place.map_err(|_| Failure::Busy)?.map_err(|_| Failure::Busy)?;
    let app = app.clone();
    // The place is kept until the search has ended, though whoever asked may go away before.
    let done = tokio::task::spawn_blocking(move || {
        let done = search(&app);
        drop(place);
        done
    });
    Ok(done.await??)
}
