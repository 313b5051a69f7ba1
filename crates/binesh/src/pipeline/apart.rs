//! Reading hostile bytes apart from what answers others, under a time limit.

use std::time::Duration;

use ingest::fetch::Fetched;
use news::failure::Failure;

/// Reading one answer takes milliseconds; one that takes this long was made to hang readers.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An answer, and what a reading makes of it.
///
/// # Errors
/// [`Failure::TooLongToRead`], [`Failure::Unreadable`] when the reading panics.
pub(super) async fn read<T: Send + 'static>(
    fetched: Fetched,
    read: impl FnOnce(&Fetched) -> T + Send + 'static,
) -> Result<(Fetched, T), Failure> {
    let reading = tokio::task::spawn_blocking(move || {
        let made = read(&fetched);
        (fetched, made)
    });
    tokio::time::timeout(TIMEOUT, reading)
        .await
        .map_err(|_| Failure::TooLongToRead(TIMEOUT.as_secs()))?
        .map_err(|_| Failure::Unreadable)
}
