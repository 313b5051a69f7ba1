//! Turns at work that takes a core: so many at the same time, so many that wait, and who comes then is told to come back.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::errors::Failure;

/// After this long, whoever waits has gone or presses again.
const PATIENCE: Duration = Duration::from_secs(2);

/// The turns at one kind of work.
pub(crate) struct Turns {
    all: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
}

/// Held until the work is done, though whoever asked may go away before.
pub(crate) struct Turn {
    _one: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Turns {
    /// So many at work or waiting in all, of whom so many at work.
    pub(crate) fn of(all: usize, at_work: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), at_work: Arc::new(Semaphore::new(at_work)) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Failure::Busy`] when too many wait, or the wait takes too long.
    pub(crate) async fn next(&self) -> Result<Turn, Failure> {
        let one = self.all.clone().try_acquire_owned().map_err(|_| Failure::Busy)?;
        let place = tokio::time::timeout(PATIENCE, self.at_work.clone().acquire_owned()).await;
        let place = place.map_err(|_| Failure::Busy)?.map_err(|_| Failure::Busy)?;
        Ok(Turn { _one: one, _place: place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_when_too_many_wait_is_told_to_come_back() {
        let turns = Turns::of(2, 1);
        let first = turns.next().await.expect("a turn");
        let (second, third) = tokio::join!(turns.next(), turns.next());
        assert!(matches!(second, Err(Failure::Busy)), "the first took too long");
        assert!(matches!(third, Err(Failure::Busy)), "there was no turn left");
        drop(first);
        assert!(turns.next().await.is_ok());
    }
}
