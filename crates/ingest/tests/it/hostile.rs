//! What an address, a name or a server may try. Nothing here leaves this machine.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ingest::fetch::{Conditional, FetchError, FetchPolicy, Fetcher, Names, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::fetching::{answer, fetcher, serve};

/// Every answer of these tests comes at once; one that never comes is waited for this long.
const SOON: Duration = Duration::from_millis(300);

async fn get(fetcher: &Fetcher, url: &str) -> Result<Outcome, FetchError> {
    fetcher.get(url, &Conditional::default()).await
}

/// A fetcher whose names are answered by a function.
fn naming(answer: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static) -> Fetcher {
    let names = Names::Given(Arc::new(answer));
    Fetcher::new(FetchPolicy { names, timeout: SOON, ..FetchPolicy::default() }).expect("a fetcher")
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// One inner address in every notation that somebody reads as such, and every kind of inner address.
const LITERALS: [&str; 46] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7F.1",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "127.0.0.1:80",
    "%31%32%37.0.0.1",
    "①②⑦.⓪.⓪.①",
    "１２７．０．０．１",
    "127。0。0。1",
    "۱۲۷.۰.۰.۱",
    "0",
    "0.0.0.0",
    "0x0",
    "00000000000",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[::ffff:169.254.169.254]",
    "169.254.169.254",
    "0xa9fea9fe",
    "10.1",
    "172.16.0.1",
    "192.168.257",
    "100.100.100.200",
    "192.0.0.192",
    "224.0.0.1",
    "255.255.255.255",
];

#[tokio::test]
async fn literals_lead_nowhere_inside_in_any_notation() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let fetcher = naming(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        vec![ip("127.0.0.1")]
    });
    for literal in LITERALS {
        for url in [format!("http://{literal}/"), format!("https://{literal}/x?y#z")] {
            let refused = get(&fetcher, &url).await;
            let is_refused = matches!(refused, Err(FetchError::Forbidden(_) | FetchError::BadAddress(_)));
            assert!(is_refused, "{url}: {refused:?}");
        }
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0, "a number in Persian digits is no name either");
}

#[tokio::test]
async fn names_lead_nowhere_inside_whatever_they_answer() {
    let inside = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0"];
    let every: Vec<IpAddr> = inside.into_iter().map(ip).collect();
    for answers in every.iter().map(|one| vec![*one]).chain([every.clone()]) {
        let told = answers.clone();
        let fetcher = naming(move |_| told.clone());
        for name in
            ["inside.example", "inside.example.", "localhost", "بینش.example", "xn--mgba3a4f16a.example"]
        {
            let refused = get(&fetcher, &format!("http://{name}/")).await;
            assert!(matches!(refused, Err(FetchError::Forbidden(_))), "{name} {answers:?}: {refused:?}");
            let refused = fetcher.check_address(&format!("http://{name}/")).await;
            assert!(matches!(refused, Err(FetchError::Forbidden(_))), "{name} {answers:?}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_asked_anew_and_never_leads_to_what_is_allowed_by_number() {
    let address = serve(|_| answer("200 OK", b"inner")).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    // Outside once (an address of documentation, so that nothing is connected to), inside ever after.
    let names = Names::Given(Arc::new(move |_: &str| {
        let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        vec![if first { ip("192.0.2.1") } else { address.ip() }]
    }));
    let policy =
        FetchPolicy { names, allowed_private: vec![address], timeout: SOON, ..FetchPolicy::default() };
    let fetcher = Fetcher::new(policy).expect("a fetcher");
    let url = format!("http://changing.example:{}/", address.port());
    for _ in 0..3 {
        let refused = get(&fetcher, &url).await;
        assert!(matches!(refused, Err(FetchError::Forbidden(_))), "{refused:?}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    let by_number = get(&fetcher, &format!("http://{address}/")).await;
    assert!(matches!(by_number, Ok(Outcome::Fetched(_))), "{by_number:?}");
}

#[tokio::test]
async fn redirects_end_at_every_inner_address_and_after_five() {
    let targets = LITERALS.into_iter().filter(|literal| literal.is_ascii());
    for target in targets.chain(["localhost:1"]) {
        let address = serve(move |_| answer(&format!("302 Found\r\nLocation: http://{target}/"), b"")).await;
        let refused = get(&fetcher(address), &format!("http://{address}/")).await;
        let is_refused = matches!(refused, Err(FetchError::Forbidden(_) | FetchError::BadAddress(_)));
        assert!(is_refused, "{target}: {refused:?}");
    }
    for target in
        ["file:///etc/passwd", "gopher://a/", "javascript:1", "data:,x", "http://u:p@a.example/", "http://"]
    {
        let address = serve(move |_| answer(&format!("307 T\r\nLocation: {target}"), b"")).await;
        let refused = get(&fetcher(address), &format!("http://{address}/")).await;
        assert!(
            matches!(refused, Err(FetchError::BadAddress(_) | FetchError::BadAnswer(..))),
            "{target}: {refused:?}"
        );
    }
    // Each hop counts: /5 leads home, /6 does not.
    let chain = serve(|request| {
        let left: u32 = request.split(['/', ' ']).find_map(|part| part.parse().ok()).unwrap_or(0);
        match left {
            0 => answer("200 OK", b"home"),
            _ => answer(&format!("301 Moved\r\nLocation: /{}", left - 1), b""),
        }
    })
    .await;
    assert!(get(&fetcher(chain), &format!("http://{chain}/5")).await.is_ok());
    let endless = get(&fetcher(chain), &format!("http://{chain}/6")).await;
    assert!(matches!(endless, Err(FetchError::Redirects(_))), "{endless:?}");
}

/// Accepts, says a few bytes and then nothing, holding the connection.
async fn falls_silent_after(head: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.read(&mut [0; 1024]).await;
            let _ = socket.write_all(head).await;
            held.push(socket);
        }
    });
    address
}

#[tokio::test]
async fn a_slow_server_costs_no_more_than_the_time_limit() {
    let heads: [&'static [u8]; 3] =
        [b"", b"HTTP/1.1 200 OK\r\nX-A: b", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"];
    for head in heads {
        let address = falls_silent_after(head).await;
        let policy = FetchPolicy { allowed_private: vec![address], timeout: SOON, ..FetchPolicy::default() };
        let slow = get(&Fetcher::new(policy).expect("a fetcher"), &format!("http://{address}/")).await;
        assert!(matches!(slow, Err(FetchError::TooSlow(_))), "{slow:?}");
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("packing");
    packer.finish().expect("packing")
}

#[tokio::test]
async fn bodies_that_are_too_large_or_damaged_are_refused() {
    let bomb = packed(&vec![b' '; 20 * 1024 * 1024]);
    let twice = packed(&bomb);
    let cut = bomb[..bomb.len() / 2].to_vec();
    let plain = vec![b' '; 17 * 1024 * 1024];
    for (encoding, body) in [
        ("gzip", bomb.clone()),
        ("x-gzip", bomb),
        ("gzip, gzip", twice),
        ("gzip", cut),
        ("gzip", b"not packed at all".to_vec()),
        ("br", b"x".to_vec()),
        ("zstd", b"x".to_vec()),
        ("identity", plain),
    ] {
        let address = serve(move |_| answer(&format!("200 OK\r\nContent-Encoding: {encoding}"), &body)).await;
        let refused = get(&fetcher(address), &format!("http://{address}/")).await;
        assert!(matches!(refused, Err(FetchError::BadAnswer(..))), "{encoding}: {refused:?}");
    }
    let address = serve(|_| answer("200 OK\r\nContent-Encoding: gzip", &packed(b"<p>"))).await;
    let Ok(Outcome::Fetched(page)) = get(&fetcher(address), &format!("http://{address}/")).await else {
        panic!("a packed page is a page")
    };
    assert_eq!(page.body, b"<p>");
}

#[tokio::test]
async fn too_many_or_too_long_headers_are_refused() {
    for lines in [101, 5000] {
        let many = "X-Many: x\r\n".repeat(lines);
        let address =
            serve(move |_| format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 0\r\n\r\n").into_bytes());
        let address = address.await;
        let refused = get(&fetcher(address), &format!("http://{address}/")).await;
        let is_told =
            matches!(&refused, Err(FetchError::Unreachable(_, why)) if why == "message head is too large");
        assert!(is_told, "{lines}: {refused:?}");
    }
    let long = "x".repeat(2 * 1024 * 1024);
    let address = serve(move |_| format!("HTTP/1.1 200 OK\r\nX-Long: {long}\r\n\r\n").into_bytes()).await;
    assert!(get(&fetcher(address), &format!("http://{address}/")).await.is_err());
}

#[tokio::test]
async fn no_cookie_referer_or_password_is_sent_on() {
    let address = serve(|request| {
        let lower = request.to_lowercase();
        assert!(!lower.contains("\r\ncookie:") && !lower.contains("\r\nreferer:"), "{request}");
        assert!(!lower.contains("\r\nauthorization:"), "{request}");
        if request.starts_with("GET /second") {
            answer("200 OK", b"clean")
        } else {
            answer("302 Found\r\nSet-Cookie: a=b; Path=/\r\nLocation: /second", b"")
        }
    })
    .await;
    let fetcher = fetcher(address);
    for _ in 0..2 {
        assert!(get(&fetcher, &format!("http://{address}/first")).await.is_ok());
    }
}

#[test]
fn proxies_of_the_environment_are_not_used() {
    let me = std::env::current_exe().expect("this program");
    // Nothing listens on port 1: who used it as a proxy would fail.
    let nowhere = "http://127.0.0.1:1";
    let mut again = Command::new(me);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(name, nowhere);
    }
    again.env_remove("NO_PROXY").env_remove("no_proxy");
    let run = again.args(["--exact", "fetching::a_document_is_got_and_then_not_modified"]).output();
    let run = run.expect("it runs");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_again() {
    for (asked, seconds) in [
        ("Retry-After: 120", Some(120)),
        ("Date: Mon, 02 Dec 2024 10:00:00 GMT\r\nRetry-After: Mon, 02 Dec 2024 10:05:00 GMT", Some(300)),
        ("Date: Mon, 02 Dec 2024 10:00:00 GMT\r\nRetry-After: Mon, 02 Dec 2024 09:00:00 GMT", None),
        ("Retry-After: soon", None),
        ("X-A: b", None),
    ] {
        let address = serve(move |_| answer(&format!("429 Too Many Requests\r\n{asked}"), b"")).await;
        let busy = get(&fetcher(address), &format!("http://{address}/")).await;
        assert!(
            matches!(busy, Err(FetchError::Status(_, 429, wait)) if wait == seconds),
            "{asked}: {busy:?}"
        );
    }
}
