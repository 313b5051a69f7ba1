//! One connection: which HTTP is spoken over it, what it may ask for at once, and how long it may be silent.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::http::Request;
use axum::response::Response;
use futures_util::future::{BoxFuture, Either, Ready, ready};
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::Answer;

/// Over HTTP/1.1 a head that is not there by then is not coming, and what is not read by then nobody reads. Looked at so
/// often, so that a connection over which nothing moves is let go after once to twice as long.
const SILENCE: Duration = Duration::from_secs(15);
/// The same over HTTP/2, where a browser keeps one connection for all it asks.
const HTTP2_SILENCE: Duration = Duration::from_secs(30);
/// A head of a browser has 2 KB; a cookie may have 4.
const HEAD_BYTES_MAX: u32 = 32 * 1024;
/// Requests under way over one HTTP/2 connection: the least that the standard recommends (RFC 9113 §6.5.2). A page with
/// all that it loads is ten.
const STREAMS_MAX: u32 = 100;
/// Requests that are taken back before they were looked at (CVE-2023-44487), and those that we refused: who has more of
/// them is no browser, and is let go.
const RESETS_MAX: usize = 20;
const REFUSED_MAX: usize = 100;
/// What may be sent to us before we have read it, of a request and of a connection: a form of 4 MB over a round of
/// 200 ms takes 6 s, and 20,000 connections can make us keep 5 GB at the very most.
const STREAM_WINDOW: u32 = 128 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;
/// A phone that left without a word is asked so often whether it is there, and has so long to say so.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(10);
/// How HTTP/2 begins, as far as nothing else does (RFC 9113 §3.4).
const PREFACE: [u8; 3] = *b"PRI";
/// After less than that came.
const PREFACE_AGAIN: Duration = Duration::from_millis(100);
/// Pings and acknowledgements are shorter; they are no sign of life of an answer.
const CONTROL_BYTES_MAX: usize = 256;
/// What is under way when a connection is let go, or the server stops, is finished within this.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Answers what comes over one connection until either side has enough. Whoever hangs up, sends no HTTP or is too slow is
/// let go; there is nothing to tell anybody.
pub(super) async fn hold(
    stream: TcpStream,
    from: SocketAddr,
    answers: impl Answer,
    mut stopping: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let begun = tokio::select! {
        begun = tokio::time::timeout(SILENCE, begins_with_http2(&stream)) => begun,
        _ = stopping.changed() => return,
    };
    let Ok(Ok(is_http2)) = begun else { return };
    let pulse = Arc::new(Pulse::default());
    let io = TokioIo::new(Watched { stream, pulse: pulse.clone() });
    let service = Conversation { answers, from, pulse: pulse.clone() };
    // In boxes: who has said nothing yet takes no room for either.
    if is_http2 {
        let connection = http2().serve_connection(io, service);
        Box::pin(keep(connection, &pulse, HTTP2_SILENCE, stopping)).await;
    } else {
        let connection = http1().serve_connection(io, service);
        Box::pin(keep(connection, &pulse, SILENCE, stopping)).await;
    }
}

/// Looks at the first bytes and leaves them where they are.
async fn begins_with_http2(stream: &TcpStream) -> io::Result<bool> {
    let mut first = [0; PREFACE.len()];
    loop {
        let first = match stream.peek(&mut first).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            there => &first[..there],
        };
        if first.len() == PREFACE.len() || !PREFACE.starts_with(first) {
            return Ok(first == PREFACE);
        }
        tokio::time::sleep(PREFACE_AGAIN).await;
    }
}

fn http1() -> http1::Builder {
    let mut http1 = http1::Builder::new();
    // Without a timer: hyper's own would be set and taken down with each request.
    http1.max_buf_size(HEAD_BYTES_MAX as usize);
    http1
}

fn http2() -> http2::Builder<AtOnce> {
    let mut http2 = http2::Builder::new(AtOnce);
    http2
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX)
        .max_pending_accept_reset_streams(RESETS_MAX)
        .max_local_error_reset_streams(REFUSED_MAX)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_TIMEOUT);
    http2
}

/// Runs what hyper has to do for a request in the connection's own task as far as it goes, and the rest in one of its own: a
/// page in memory needs none.
#[derive(Clone)]
struct AtOnce;

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for AtOnce {
    fn execute(&self, work: F) {
        let mut work = Box::pin(work);
        // Its own task asks once more, and is woken from then on.
        if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            tokio::spawn(work);
        }
    }
}

/// Keeps a connection while something moves over it.
async fn keep(
    connection: impl GracefulConnection,
    pulse: &Pulse,
    silence: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    tokio::pin!(connection);
    let mut seen = pulse.signs();
    loop {
        tokio::select! {
            biased;
            _ = connection.as_mut() => return,
            _ = stopping.changed() => break,
            () = tokio::time::sleep(silence) => match pulse.signs() {
                now if now == seen && !pulse.is_busy() => {
                    connection.as_mut().graceful_shutdown();
                    // HTTP/2 says farewell; a head that is half there does not end by that.
                    let _ = tokio::time::timeout(Duration::ZERO, connection).await;
                    return;
                }
                now => seen = now,
            },
        }
    }
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(LAST_WORDS, connection).await;
}

/// Signs of life of a connection.
#[derive(Default)]
struct Pulse {
    /// Requests that came, and writes that were no mere acknowledgement.
    signs: AtomicU64,
    /// Requests that are being answered.
    under_way: AtomicU32,
}

impl Pulse {
    fn signs(&self) -> u64 {
        self.signs.load(Ordering::Relaxed)
    }

    fn beat(&self) {
        self.signs.fetch_add(1, Ordering::Relaxed);
    }

    fn is_busy(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) > 0
    }
}

/// Held while a request is being answered.
struct UnderWay(Arc<Pulse>);

impl UnderWay {
    fn new(pulse: &Arc<Pulse>) -> Self {
        pulse.under_way.fetch_add(1, Ordering::Relaxed);
        Self(pulse.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What hyper asks.
struct Conversation<A> {
    answers: A,
    from: SocketAddr,
    pulse: Arc<Pulse>,
}

impl<A: Answer> Service<Request<Incoming>> for Conversation<A> {
    type Response = Response;
    type Error = Infallible;
    type Future =
        Either<Ready<Result<Response, Infallible>>, BoxFuture<'static, Result<Response, Infallible>>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.pulse.beat();
        match self.answers.answer(self.from, request) {
            Either::Left(response) => Either::Left(ready(Ok(response))),
            Either::Right(later) => {
                let under_way = UnderWay::new(&self.pulse);
                Either::Right(Box::pin(async move {
                    let response = later.await;
                    drop(under_way);
                    response
                }))
            }
        }
    }
}

/// A stream whose writes are signs of life: what a reader takes slowly is not cut off.
struct Watched {
    stream: TcpStream,
    pulse: Arc<Pulse>,
}

impl Watched {
    fn seen(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(bytes)) if bytes > CONTROL_BYTES_MAX) {
            self.pulse.beat();
        }
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.seen(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.seen(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
