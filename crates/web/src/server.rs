//! The HTTP server: connections, their number and their end. What is asked and answered is [`Answer`]'s.

mod conversation;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use axum::response::Response;
use futures_util::future::Either;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// Connections at the same time, where the operating system permits as many open files.
const CONNECTIONS_MAX: u64 = 20_000;
/// Open files that are kept for the database, the index, and reading sources.
const FILES_KEPT: u64 = 200;
/// Answers under way get this long when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// After an accept that failed for want of files or memory.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// What answers requests. Cheap to clone.
pub trait Answer: Clone + Send + 'static {
    /// An answer that is yet to be made.
    type Later: Future<Output = Result<Response, Infallible>> + Send + 'static;

    /// Answers at once, or later.
    fn answer(&self, from: SocketAddr, request: Request<Incoming>) -> Either<Response, Self::Later>;
}

/// Serves HTTP/1.1, and HTTP/2 to who begins with it, until `stopped` is done; what is under way is finished.
pub async fn serve(listener: TcpListener, answers: impl Answer, stopped: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(usize::try_from(connections_max()).unwrap_or(usize::MAX)));
    let (stop, stopping) = watch::channel(false);
    tokio::pin!(stopped);
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stopped => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(ACCEPT_AGAIN).await;
            continue;
        };
        let conversation = conversation::hold(stream, from, answers.clone(), stopping.clone());
        tokio::spawn(async move {
            conversation.await;
            drop(place);
        });
    }
    drop((listener, stopping));
    let _ = stop.send(true);
    // Closed when the last conversation has ended.
    let _ = tokio::time::timeout(FAREWELL, stop.closed()).await;
}

/// As many as the operating system permits, after asking it for all it gives.
fn connections_max() -> u64 {
    let files = rlimit::increase_nofile_limit(CONNECTIONS_MAX + FILES_KEPT).unwrap_or(1024);
    files.saturating_sub(FILES_KEPT).clamp(16, CONNECTIONS_MAX)
}
