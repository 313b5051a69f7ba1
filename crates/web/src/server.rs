//! The HTTP server: connections, their number and their patience. What is asked and answered is the router's.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

/// A head that is not there by then is not coming; a connection that is kept is let go after as long.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// A head of a browser has 2 KB; a cookie may have 4.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Connections at the same time, where the operating system permits as many open files: each takes 40 KB.
const CONNECTIONS_MAX: u64 = 10_000;
/// Open files that are kept for the database, the index, and reading sources.
const FILES_KEPT: u64 = 200;
/// Answers under way get this long when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// After an accept that failed for want of files or memory.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Serves a service, such as a router, until `stopped` is done; what is under way is finished.
pub async fn serve<S>(listener: TcpListener, service: S, stopped: impl Future<Output = ()>)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let places = Arc::new(Semaphore::new(usize::try_from(connections_max()).unwrap_or(usize::MAX)));
    let graceful = GracefulShutdown::new();
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
        match accepted {
            Ok((stream, from)) => converse(stream, from, service.clone(), &graceful, place),
            Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
}

/// Answers what comes over one connection, in a task of its own.
fn converse<S>(
    stream: TcpStream,
    from: SocketAddr,
    service: S,
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        service.clone().call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_BYTES_MAX);
    let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // Whoever hangs up, sends no HTTP or is too slow is let go; there is nothing to tell anybody.
        let _ = connection.await;
        drop(place);
    });
}

/// As many as the operating system permits, after asking it for all it gives.
fn connections_max() -> u64 {
    let files = rlimit::increase_nofile_limit(CONNECTIONS_MAX + FILES_KEPT).unwrap_or(1024);
    files.saturating_sub(FILES_KEPT).clamp(16, CONNECTIONS_MAX)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;

    /// The clock stands still and jumps to the next timer when all wait, so that no test waits for real.
    #[tokio::test(start_paused = true)]
    async fn whoever_sends_half_a_head_is_let_go_and_the_rest_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router =
            Router::new().route("/", get(async |from: ConnectInfo<SocketAddr>| from.0.ip().to_string()));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(listener, router, async move { drop(stopped.await) }));
        let mut half = TcpStream::connect(address).await.expect("connected");
        half.write_all(b"GET / HTTP/1.1\r\nHost:").await.expect("sent");
        let mut nothing = String::new();
        let _ = half.read_to_string(&mut nothing).await;
        assert!(!nothing.contains("200"), "closed without an answer: {nothing}");
        tokio::time::resume();
        let mut whole = TcpStream::connect(address).await.expect("connected");
        whole.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.expect("sent");
        let mut answer = String::new();
        whole.read_to_string(&mut answer).await.expect("answered");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
        stop.send(()).expect("it runs");
        server.await.expect("it ends");
    }
}
