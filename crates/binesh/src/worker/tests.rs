//! Many sources on one node, some of which hang.

use std::net::SocketAddr;

use ingest::fetch::FetchPolicy;
use news::source::{Arrival, NewSource, SourceKind, Terms};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::cli::Place;

/// More than there are places, and than are looked up in one go.
const HANGING: usize = 300;
const WELL: usize = 220;
/// Looks at the rows until all are there: some hundreds are enough.
const LOOKS_MAX: usize = 200_000;

/// Answers with a feed of one item; or accepts and says nothing.
async fn serve(is_well: bool) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            if !is_well {
                held.push(socket);
                continue;
            }
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 2048]).await;
                let body = "<rss><channel><title>س</title></channel></rss>";
                let head =
                    format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = socket.write_all((head + body).as_bytes()).await;
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_that_hang_delay_no_other() {
    let (well, hanging) = (serve(true).await, serve(false).await);
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let policy = FetchPolicy { allowed_private: vec![well, hanging], ..FetchPolicy::default() };
    let site = Site::open(&place, policy, clock::now()).await.expect("a site");
    // Those that hang are asked first.
    add(&site, hanging, HANGING).await;
    add(&site, well, WELL).await;
    assert_eq!(read_of(&site, WELL).await, WELL);
}

/// Adds so many sources of a host.
async fn add(site: &Site, host: SocketAddr, count: usize) {
    let mut tx = site.store.begin(clock::now()).await.expect("a change");
    for number in 0..count {
        let set = NewSource {
            name: number.to_string(),
            url: format!("http://{host}/{number}"),
            kind: SourceKind::Feed,
            arrival: Arrival::Inbox,
            section_id: None,
            terms: Terms::default(),
        };
        store::sources::create(&mut tx, &set).await.expect("made");
    }
    tx.commit().await.expect("committed");
}

/// Has sources read until so many were; answers how many were.
async fn read_of(site: &Site, wanted: usize) -> usize {
    let (stop, stopped) = watch::channel(false);
    let crew = tokio::spawn(crew::run::<Reading>(site.clone(), stopped, "read a source"));
    let mut read = 0;
    for _ in 0..LOOKS_MAX {
        let all = store::sources::all(&site.store).await.expect("read");
        read = all.iter().filter(|source| source.fetched_at.is_some()).count();
        let failed = all.iter().filter(|source| source.failures > 0).count();
        assert_eq!(failed, 0, "nobody has given up yet, so nobody was waited for");
        if read == wanted {
            break;
        }
    }
    drop(stop);
    crew.abort();
    read
}

/// A job that never ends.
#[derive(Clone)]
struct Endless;

impl Job for Endless {
    const PLACES: usize = 1;
    const PER_HOST: usize = 1;

    async fn due(_: &Site) -> anyhow::Result<Vec<Self>> {
        Ok(vec![Self])
    }

    async fn work(self, site: Site) -> anyhow::Result<()> {
        site.arrived.notify_one();
        std::future::pending().await
    }

    fn key(&self) -> i64 {
        0
    }

    fn address(&self) -> &str {
        "https://a.ir/"
    }

    fn is_doubtful(&self) -> bool {
        false
    }

    fn wake(_: &Site) -> Option<&Notify> {
        None
    }
}

#[tokio::test]
async fn what_does_not_end_keeps_nobody_who_wants_to_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let site = Site::open(&place, FetchPolicy::default(), clock::now()).await.expect("a site");
    let (stop, stopped) = watch::channel(false);
    let mut loops = JoinSet::new();
    loops.spawn(crew::run::<Endless>(site.clone(), stopped, "wait"));
    site.arrived.notified().await;
    // From here on the clock jumps to the next timer when all wait.
    tokio::time::pause();
    stop.send(true).expect("it runs");
    tokio::time::timeout(Duration::from_secs(60), end(loops)).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_read_by_few_of_its_sources_at_a_time() {
    let slow = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let (well, address) = (serve(true).await, slow.local_addr().expect("an address"));
    let (told, asked) = watch::channel(0);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut socket, _)) = slow.accept().await {
            let mut request = [0; 2048];
            let read = socket.read(&mut request).await.unwrap_or(0);
            if request[..read].starts_with(b"GET /robots.txt") {
                let head = "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
                let _ = socket.write_all(head.as_bytes()).await;
            } else {
                held.push(socket);
                told.send_replace(held.len());
            }
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place { data: folder.path().to_owned(), database: None };
    let policy = FetchPolicy { allowed_private: vec![well, address], ..FetchPolicy::default() };
    let site = Site::open(&place, policy, clock::now()).await.expect("a site");
    add(&site, address, 20).await;
    add(&site, well, 60).await;
    assert_eq!(read_of(&site, 60).await, 60);
    assert_eq!(*asked.borrow(), REQUESTS_PER_HOST);
}
