//! Many sources on one node, some of which hang.

use std::net::SocketAddr;

use ingest::fetch::FetchPolicy;
use news::source::{Arrival, NewSource, SourceKind, Terms};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::cli::Place;

/// More than there are places.
const HANGING: usize = 80;
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
    let mut tx = site.store.begin(clock::now()).await.expect("a change");
    // Those that hang are asked first.
    for number in 0..HANGING + WELL {
        let host = if number < HANGING { hanging } else { well };
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
    let (stop, stopped) = watch::channel(false);
    let crew = tokio::spawn(crew::run::<Reading>(site.clone(), stopped, "read a source"));
    let mut read = 0;
    for _ in 0..LOOKS_MAX {
        let all = store::sources::all(&site.store).await.expect("read");
        read = all.iter().filter(|source| source.fetched_at.is_some()).count();
        let failed = all.iter().filter(|source| source.failures > 0).count();
        assert_eq!(failed, 0, "nobody has given up yet, so nobody was waited for");
        if read == WELL {
            break;
        }
    }
    assert_eq!(read, WELL);
    drop(stop);
    crew.abort();
}
