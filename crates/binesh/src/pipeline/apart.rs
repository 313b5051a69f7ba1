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

#[cfg(test)]
mod tests {
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::sync::mpsc;
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn a_reading_holds_nobody_up() {
        let (go_on, waiting) = mpsc::channel();
        let fetched = Fetched {
            final_url: "https://a.ir/".into(),
            content_type: None,
            etag: None,
            last_modified: None,
            retry_after_s: None,
            body: b"a".to_vec(),
        };
        let mut reading = pin!(read(fetched, move |fetched| (waiting.recv().is_ok(), fetched.body.len())));
        // On this thread it would wait for ever.
        let is_done = poll_fn(|context| Poll::Ready(reading.as_mut().poll(context).is_ready())).await;
        assert!(!is_done);
        go_on.send(()).expect("somebody waits");
        assert_eq!(reading.await.expect("read").1, (true, 1));
    }
}
