//! Real clients over loopback. Where the clock stands still it jumps to the next timer when all wait, so that no test
//! waits for real.

use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use bytes::Bytes;
use h2::client::SendRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::Service;

use super::*;

/// Larger than all windows and buffers of a socket together.
const MUCH: usize = 16 << 20;

impl Answer for Router {
    type Later = axum::routing::future::RouteFuture<Infallible>;

    fn answer(&self, from: SocketAddr, mut request: Request<Incoming>) -> Either<Response, Self::Later> {
        if request.uri().path() == "/now" {
            return Either::Left(Response::new("at once".into()));
        }
        request.extensions_mut().insert(ConnectInfo(from));
        Either::Right(self.clone().call(request))
    }
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Running {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .route("/", get(async |from: ConnectInfo<SocketAddr>| from.0.ip().to_string()))
            .route("/slow", get(async || passes(9).await))
            .route("/never", get(async || std::future::pending::<()>().await))
            .route("/much", get(async || vec![b'a'; MUCH]))
            .route("/form", post(async |body: Bytes| body.len().to_string()));
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(serve(listener, router, async move { drop(stopped.await) }));
        Self { address, stop, ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connected")
    }

    /// An HTTP/2 client, and what it ends with.
    async fn http2(&self) -> (SendRequest<Bytes>, JoinHandle<Result<(), h2::Error>>) {
        let (client, connection) = h2::client::handshake(self.connect().await).await.expect("HTTP/2");
        (client.ready().await.expect("ready"), tokio::spawn(connection))
    }

    async fn end(self) {
        self.stop.send(()).expect("it runs");
        self.ended.await.expect("it ends");
    }
}

/// So many seconds of the clock that stands still.
async fn passes(seconds: u64) {
    let never = std::future::pending::<()>();
    let _ = tokio::time::timeout(Duration::from_secs(seconds), never).await;
}

fn get_of(path: &str) -> Request<()> {
    Request::get(format!("http://a.ir{path}")).body(()).expect("a request")
}

/// The status and the body's length.
async fn asked(client: &mut SendRequest<Bytes>, request: Request<()>, body: &[u8]) -> (u16, usize) {
    let (answer, mut sending) = client.send_request(request, body.is_empty()).expect("sent");
    let sent = async {
        let mut rest = Bytes::copy_from_slice(body);
        while !rest.is_empty() {
            sending.reserve_capacity(rest.len());
            let room =
                std::future::poll_fn(|cx| sending.poll_capacity(cx)).await.expect("open").expect("room");
            let part = rest.split_to(room.min(rest.len()));
            sending.send_data(part, rest.is_empty()).expect("sent");
        }
    };
    let (answer, ()) = tokio::join!(answer, sent);
    let answer = answer.expect("answered");
    let (status, mut body, mut length) = (answer.status().as_u16(), answer.into_body(), 0);
    while let Some(part) = body.data().await {
        let part = part.expect("whole");
        body.flow_control().release_capacity(part.len()).expect("released");
        length += part.len();
    }
    (status, length)
}

/// What one connection is told by HTTP/1.1 before it is closed.
async fn told(mut stream: TcpStream, said: &str) -> String {
    stream.write_all(said.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_half_a_head_is_let_go_and_the_rest_is_answered() {
    let server = Running::new().await;
    for half in [
        "",
        "P",
        "PR",
        "GET / HTTP/1.1\r\nHost:",
        "PRI * HTTP/2.0\r\n\r\nSM",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = told(server.connect().await, half).await;
        assert!(!answer.contains("200"), "{half:?} is closed without an answer: {answer:?}");
    }
    tokio::time::resume();
    let whole = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = told(server.connect().await, whole).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
    server.end().await;
}

#[tokio::test(start_paused = true)]
async fn who_asks_now_and_then_is_kept_and_who_reads_nothing_is_let_go() {
    let server = Running::new().await;
    let mut kept = server.connect().await;
    for _ in 0..4 {
        kept.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /now HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .expect("kept");
        let mut answer = String::new();
        while !answer.ends_with("at once") {
            let mut bytes = [0; 4096];
            let read = kept.read(&mut bytes).await.expect("kept");
            assert!(read > 0, "closed after {answer}");
            answer += &String::from_utf8_lossy(&bytes[..read]);
        }
    }
    let mut deaf = server.connect().await;
    deaf.write_all(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    // Longer than the server waits: it has written all that finds room by then, and is stuck.
    passes(60).await;
    let mut read = Vec::new();
    let _ = deaf.read_to_end(&mut read).await;
    assert!(read.len() < MUCH, "cut off");
    server.end().await;
}

#[tokio::test]
async fn http2_is_spoken_to_who_begins_with_it() {
    let server = Running::new().await;
    let (mut client, _) = server.http2().await;
    assert_eq!(asked(&mut client, get_of("/"), b"").await, (200, "127.0.0.1".len()));
    assert_eq!(asked(&mut client, get_of("/now"), b"").await, (200, "at once".len()));
    assert_eq!(asked(&mut client, get_of("/nowhere"), b"").await, (404, 0));
    assert_eq!(asked(&mut client, get_of("/much"), b"").await, (200, MUCH));
    let form = Request::post("http://a.ir/form").body(()).expect("a request");
    // More than both windows hold at once.
    assert_eq!(asked(&mut client, form, &vec![b'a'; 1 << 20]).await, (200, "1048576".len()));
    server.end().await;
}

#[tokio::test]
async fn http2_has_a_limit_of_requests_at_once_and_of_heads() {
    let server = Running::new().await;
    let (mut client, _connection) = server.http2().await;
    assert_eq!(asked(&mut client, get_of("/now"), b"").await.0, 200);
    // The server's settings are there by now.
    assert_eq!(client.current_max_send_streams(), 100);
    let mut large = get_of("/now");
    large.headers_mut().insert("cookie", "a".repeat(33 * 1024).parse().expect("a value"));
    let refused = client.send_request(large, true).expect("sent").0.await;
    let is_refused = refused.as_ref().map_or(true, |answer| answer.status() == 431);
    assert!(is_refused, "{refused:?}");
    server.end().await;
}

#[tokio::test]
async fn who_takes_back_what_it_asks_at_a_rapid_rate_is_let_go() {
    let server = Running::new().await;
    let (mut client, connection) = server.http2().await;
    for _ in 0..20 {
        for _ in 0..50 {
            let Ok((_, mut sending)) = client.send_request(get_of("/never"), false) else { break };
            sending.send_reset(h2::Reason::CANCEL);
        }
        match client.ready().await {
            Ok(ready) => client = ready,
            Err(_) => break,
        }
        tokio::task::yield_now().await;
        if connection.is_finished() {
            break;
        }
    }
    let why = connection.await.expect("it ends").expect_err("it was let go");
    assert_eq!(why.reason(), Some(h2::Reason::ENHANCE_YOUR_CALM), "{why}");
    server.end().await;
}

#[tokio::test(start_paused = true)]
async fn over_http2_who_is_silent_is_told_farewell_and_who_waits_is_not() {
    let server = Running::new().await;
    let (mut waiting, _connection) = server.http2().await;
    let (silent, connection) = server.http2().await;
    let (answer, _) = waiting.send_request(get_of("/never"), true).expect("sent");
    let answer = tokio::spawn(answer);
    // The client answers pings while it is silent.
    let ended = connection.await.expect("it ends");
    assert!(ended.is_ok(), "told by GOAWAY without an error: {ended:?}");
    assert!(!answer.is_finished(), "who waits for an answer is not silent");
    drop(silent);
    answer.abort();
}

#[tokio::test(start_paused = true)]
async fn over_http2_who_answers_no_ping_is_let_go() {
    let server = Running::new().await;
    let mut stream = server.connect().await;
    // A preface, empty settings, and a request for /never that holds the connection: `:method GET`, `:scheme http`,
    // `:path /never`.
    let mut said = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    said.extend(b"\0\0\x0a\x01\x05\0\0\0\x01\x82\x86\x04\x06/never");
    stream.write_all(&said).await.expect("sent");
    let mut heard = Vec::new();
    let _ = stream.read_to_end(&mut heard).await;
    // A ping is a frame of eight bytes of type 6.
    assert!(heard.windows(4).any(|frame| frame == [0, 0, 8, 6]), "{heard:?}");
}

#[tokio::test]
async fn what_is_under_way_is_finished_when_the_server_stops() {
    let server = Running::new().await;
    let (mut client, connection) = server.http2().await;
    let (second, _connection) = server.http2().await;
    let mut first = server.connect().await;
    first.write_all(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("sent");
    let mut begun = [0; 16];
    first.read_exact(&mut begun).await.expect("it begins");
    let (answer, _) = client.send_request(get_of("/much"), true).expect("sent");
    let mut body = answer.await.expect("answered").into_body();
    let ending = tokio::spawn(server.end());
    let mut length = 0;
    while let Some(part) = body.data().await {
        let part = part.expect("whole");
        body.flow_control().release_capacity(part.len()).expect("released");
        length += part.len();
    }
    assert_eq!(length, MUCH);
    let mut rest = Vec::new();
    first.read_to_end(&mut rest).await.expect("whole");
    assert!(rest.len() >= MUCH);
    drop((client, second));
    let _ = connection.await;
    ending.await.expect("it ends");
}
