//! A stand-in for a cache and a hub: what it is told, and what it answers.

use news::article::{ArticleState, Content, NewArticle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::*;
use crate::clock;

/// Answers with these statuses in turn, with 204 after them, and passes on what it is sent.
async fn stand_in(statuses: &'static [u16]) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("http://{}/purge", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut statuses = statuses.iter();
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut said = Vec::new();
            while !is_whole(&said) && socket.read_buf(&mut said).await.is_ok_and(|read| read > 0) {}
            let status = statuses.next().copied().unwrap_or(204);
            let head = format!("HTTP/1.1 {status} So\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            let _ = socket.write_all(head.as_bytes()).await;
            let _ = sender.send(String::from_utf8_lossy(&said).into_owned());
        }
    });
    (address, receiver)
}

fn is_whole(said: &[u8]) -> bool {
    let said = String::from_utf8_lossy(said).to_ascii_lowercase();
    let Some((head, body)) = said.split_once("\r\n\r\n") else { return false };
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0)
}

struct Running {
    store: Store,
    stop: watch::Sender<bool>,
    telling: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Running {
    /// A newsroom that follows its log for a receiver from here on.
    async fn new(receiver: Receiver) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("site.db").display());
        let store = Store::open(&url).await.expect("a store");
        let mut tx = store.begin(clock::now()).await.expect("a change");
        store::sections::ensure_first(&mut tx).await.expect("sections");
        tx.commit().await.expect("committed");
        let mut first = Telling {
            store: store.clone(),
            fetcher: fetcher(receiver.address()).expect("a fetcher"),
            receiver: receiver.clone(),
            followed_to: None,
            waiting: BTreeSet::new(),
        };
        first.once().await.expect("nothing to tell");
        let (stop, stopped) = watch::channel(false);
        let telling = tokio::spawn(follow(first, stopped));
        Self { store, stop, telling, _folder: folder }
    }

    async fn publish(&self, headline: &str) -> i64 {
        let content = Content {
            headline: headline.into(),
            body_html: "<p>متن</p>".into(),
            byline: "نرگس فلاح".into(),
            section_id: Some(1),
            tags: vec!["پل".into()],
            ..Content::default()
        };
        let now = clock::now();
        let new = NewArticle { state: ArticleState::Published, ..NewArticle::draft(content, "", now) };
        let mut tx = self.store.begin(now).await.expect("a change");
        let code = store::articles::create(&mut tx, &new).await.expect("made");
        tx.commit().await.expect("committed");
        code
    }

    async fn end(self) {
        self.stop.send(true).expect("it runs");
        self.telling.await.expect("it ends");
    }
}

#[tokio::test]
async fn a_cache_is_told_the_names_of_what_changed_and_again_where_it_failed() {
    let (address, mut said) = stand_in(&[503]).await;
    let proof = Some(("X-Purge-Key".to_owned(), "secret".to_owned()));
    let site = Running::new(Receiver::Cache { address, proof }).await;
    let code = site.publish("پل باز شد").await;
    let refused = said.recv().await.expect("told");
    let told = said.recv().await.expect("told again");
    assert_eq!(
        refused.split_once("\r\n\r\n").expect("a body").1,
        told.split_once("\r\n\r\n").expect("a body").1
    );
    let told = told.to_ascii_lowercase();
    assert!(
        told.starts_with("post /purge http/1.1\r\n") && told.contains("x-purge-key: secret\r\n"),
        "{told}"
    );
    let names =
        told.split("surrogate-key: ").nth(1).and_then(|rest| rest.split("\r\n").next()).expect("names");
    let names: Vec<&str> = names.split(' ').collect();
    for name in [format!("a{code}").as_str(), "all", "s1", "many"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(!names.contains(&"frame"), "what did not change is kept: {names:?}");
    let body: serde_json::Value =
        serde_json::from_str(told.split_once("\r\n\r\n").expect("a body").1).expect("JSON");
    assert_eq!(body["tags"], serde_json::json!(names));
    site.end().await;
}

#[tokio::test]
async fn a_hub_is_told_of_each_feed_that_has_news() {
    let (address, mut said) = stand_in(&[]).await;
    let base = "https://a.ir".to_owned();
    let site = Running::new(Receiver::Hub { address, base }).await;
    site.publish("پل باز شد").await;
    let told = said.recv().await.expect("told");
    let (_, body) = told.split_once("\r\n\r\n").expect("a body");
    assert!(body.starts_with("hub.mode=publish&hub.url="), "{body}");
    let section = store::sections::all(&site.store).await.expect("read").remove(0).slug;
    for place in ["", &format!("/section/{section}"), "/tag/%D9%BE%D9%84", "/author/"] {
        let feed = format!("https://a.ir{place}").replace('%', "%25").replace(':', "%3A").replace('/', "%2F");
        assert!(body.contains(&feed), "{feed} in {body}");
    }
    site.end().await;
}

#[tokio::test]
async fn what_is_committed_last_is_told_before_the_end_and_no_publish_waits_for_who_is_away() {
    let (address, mut said) = stand_in(&[]).await;
    let away = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let hanging = format!("http://{}/", away.local_addr().expect("an address"));
    let site = Running::new(Receiver::Cache { address, proof: None }).await;
    let (_held, stopped) = watch::channel(false);
    let other = Receiver::Cache { address: hanging, proof: None };
    let waits = tokio::spawn(run(site.store.clone(), other, stopped));
    let code = site.publish("پل باز شد").await;
    site.end().await;
    let told = said.recv().await.expect("told");
    assert!(told.contains(&format!("a{code}")), "{told}");
    waits.abort();
}

#[test]
fn who_fails_is_asked_ever_more_seldom() {
    let pauses: Vec<u64> = (0..9).map(|failures| pause(failures).as_secs()).collect();
    assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 32, 60, 60]);
}
