//! What a fetch gives, and why one gives nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use ingest::fetch::{Conditional, FetchError, FetchPolicy, Fetcher, Names, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Serves one fixed answer a connection on a free loopback port.
pub async fn serve(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = socket.read(&mut request).await.unwrap_or(0);
            let _ = socket.write_all(&answer(&String::from_utf8_lossy(&request[..read]))).await;
        }
    });
    address
}

/// A fetcher that may read one address of this machine.
pub fn fetcher(allowed: SocketAddr) -> Fetcher {
    Fetcher::new(FetchPolicy { allowed_private: vec![allowed], ..FetchPolicy::default() }).expect("a fetcher")
}

/// An answer with its length.
pub fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [
        format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(),
        body,
    ]
    .concat()
}

#[tokio::test]
async fn a_document_is_got_and_then_not_modified() {
    let address = serve(|request| {
        if request.to_lowercase().contains("if-none-match: \"e\"") {
            answer("304 Not Modified", b"")
        } else {
            answer("200 OK\r\nETag: \"e\"\r\nContent-Type: text/html", b"<p>x</p>")
        }
    })
    .await;
    let url = format!("http://{address}/");
    let Ok(Outcome::Fetched(first)) = fetcher(address).get(&url, &Conditional::default()).await else {
        panic!("no answer")
    };
    assert_eq!((first.body.as_slice(), first.etag.as_deref()), (b"<p>x</p>".as_slice(), Some("\"e\"")));
    let known = Conditional { etag: first.etag, last_modified: None };
    assert!(matches!(fetcher(address).get(&url, &known).await, Ok(Outcome::NotModified)));
}

#[tokio::test]
async fn an_outlet_is_told_whose_site_reads() {
    let address = serve(|request| {
        let agent = request.lines().find(|line| line.to_lowercase().starts_with("user-agent:"));
        answer("200 OK", agent.unwrap_or_default().as_bytes())
    })
    .await;
    for (site, contact) in [(Some("https://khabar.example"), " (+https://khabar.example)"), (None, "")] {
        let policy = FetchPolicy { allowed_private: vec![address], ..FetchPolicy::of_site(site) };
        let fetcher = Fetcher::new(policy).expect("a fetcher");
        let Ok(Outcome::Fetched(read)) =
            fetcher.get(&format!("http://{address}/"), &Conditional::default()).await
        else {
            panic!("no answer")
        };
        let told = String::from_utf8_lossy(&read.body).into_owned();
        assert!(
            told.contains("Binesh/") && told.ends_with(&format!("{}{contact}", env!("CARGO_PKG_VERSION"))),
            "{told}"
        );
    }
}

#[tokio::test]
async fn loopback_is_refused_without_leave_and_statuses_are_told() {
    let address = serve(|_| answer("503 Service Unavailable\r\nRetry-After: 120", b"")).await;
    let strict = Fetcher::new(FetchPolicy::default()).expect("a fetcher");
    let url = format!("http://{address}/");
    assert!(matches!(strict.get(&url, &Conditional::default()).await, Err(FetchError::Forbidden(_))));
    let busy = fetcher(address).get(&url, &Conditional::default()).await;
    assert!(matches!(busy, Err(FetchError::Status(_, 503, Some(120)))), "{busy:?}");
}

#[tokio::test]
async fn why_a_host_gives_nothing_is_told_apart() {
    let get = async |fetcher: &Fetcher, url: &str| {
        fetcher.get(url, &Conditional::default()).await.expect_err("nothing is there")
    };
    let names = Names::Given(Arc::new(|_| Vec::new()));
    let nameless = Fetcher::new(FetchPolicy { names, ..FetchPolicy::default() }).expect("a fetcher");
    assert!(
        matches!(get(&nameless, "http://nobody.example/").await, FetchError::UnknownName(host) if host == "nobody.example")
    );
    let circle = serve(|_| answer("302 Found\r\nLocation: /", b"")).await;
    let circling = get(&fetcher(circle), &format!("http://{circle}/")).await;
    assert!(matches!(circling, FetchError::Redirects(_)), "{circling:?}");
    let lost = serve(|_| answer("302 Found", b"")).await;
    let lost = get(&fetcher(lost), &format!("http://{lost}/")).await;
    assert!(matches!(&lost, FetchError::BadAnswer(_, why) if why == "a redirect to nowhere"), "{lost:?}");
    let silent = serve(|_| Vec::new()).await;
    let silent = get(&fetcher(silent), &format!("http://{silent}/")).await;
    assert!(matches!(silent, FetchError::Unreachable(..)), "{silent:?}");
    let closed = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = closed.local_addr().expect("an address");
    drop(closed);
    let refused = get(&fetcher(address), &format!("http://{address}/")).await;
    assert!(matches!(refused, FetchError::Refused(_)), "{refused:?}");
}

#[tokio::test]
async fn an_address_is_checked_before_anything_is_connected_to() {
    let known = |name: &str| match name {
        "outlet.example" => {
            vec!["192.0.2.1".parse().expect("an address"), "93.184.215.14".parse().expect("one")]
        }
        "inside.example" => vec!["10.0.0.1".parse().expect("an address")],
        _ => Vec::new(),
    };
    let names = Names::Given(Arc::new(known));
    let fetcher = Fetcher::new(FetchPolicy { names, ..FetchPolicy::default() }).expect("a fetcher");
    let check = async |url: &str| fetcher.check_address(url).await;
    for url in ["https://outlet.example/rss", "http://93.184.215.14/", " http://outlet.example "] {
        assert!(check(url).await.is_ok(), "{url}");
    }
    let inside = check("http://inside.example/").await;
    assert!(matches!(inside, Err(FetchError::Forbidden(host)) if host == "inside.example"));
    let unknown = check("http://nobody.example/").await;
    assert!(matches!(unknown, Err(FetchError::UnknownName(host)) if host == "nobody.example"));
    for url in ["", "outlet.example/rss", "ftp://outlet.example/", "http://u:p@outlet.example/"] {
        let bad = check(url).await;
        assert!(matches!(&bad, Err(FetchError::BadAddress(_))), "{url}: {bad:?}");
        assert!(!bad.unwrap_err().to_string().contains("u:p"), "{url}");
    }
}
