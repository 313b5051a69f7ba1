//! Every public function of the store, on both databases.
//!
//! PostgreSQL is the server named by `BINESH_TEST_POSTGRES`, where each test makes a database of its own; without
//! that variable only SQLite is tested, and the tests say so. `cargo xtask check` always sets it.

mod articles;
mod comments;
mod entries;
mod events;
mod live;
mod opening;
mod pictures;
mod sharing;
mod source_changes;
mod sources;
mod suggestions;
mod tags;
mod views;

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use news::article::{ArticleState, Attribution, Content, NewArticle};
use news::source::{Arrival, NewSource, SourceKind, Terms};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Store, Tx};
use tempfile::TempDir;

/// A time to work at.
pub const NOW: i64 = 1_733_157_720_000;

/// A feed that publishes.
pub fn source() -> NewSource {
    NewSource {
        name: "البرز".into(),
        url: "https://a.ir/rss".into(),
        kind: SourceKind::Feed,
        arrival: Arrival::Publish,
        section_id: None,
        terms: Terms::default(),
    }
}

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Runs a test on SQLite and, where it is given, on PostgreSQL.
pub fn on_both<F, R>(test: F)
where
    F: Fn(Store) -> R,
    R: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = TempDir::new().expect("a folder");
        test(sqlite(&folder).await).await;
        match std::env::var("BINESH_TEST_POSTGRES") {
            Ok(server) => {
                let (url, name) = new_database(&server).await;
                let store = Store::open(&url).await.expect("PostgreSQL opens");
                test(store).await;
                drop_database(&server, &name).await;
            }
            Err(_) => println!("skipped on PostgreSQL: BINESH_TEST_POSTGRES is not set"),
        }
    });
}

/// A store on SQLite in a folder.
pub async fn sqlite(folder: &TempDir) -> Store {
    Store::open(&format!("sqlite:{}", folder.path().join("site.db").display())).await.expect("SQLite opens")
}

async fn new_database(server: &str) -> (String, String) {
    let name = format!("store_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut connection =
        PgConnection::connect(server).await.expect("the server of BINESH_TEST_POSTGRES answers");
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .expect("a database");
    let (base, parameters) = server.split_once('?').map_or((server, None), |(base, rest)| (base, Some(rest)));
    let (host, _) = base.rsplit_once('/').expect("an address with a database");
    let rest = parameters.map(|rest| format!("?{rest}")).unwrap_or_default();
    (format!("{host}/{name}{rest}"), name)
}

async fn drop_database(server: &str, name: &str) {
    let mut connection = PgConnection::connect(server).await.expect("the server answers");
    let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the database goes");
}

/// A change that happens at [`NOW`].
pub async fn begin(store: &Store) -> Tx {
    store.begin(NOW).await.expect("a transaction")
}

/// An article about to be stored.
pub fn article(headline: &str, state: ArticleState) -> NewArticle {
    let content = Content {
        headline: headline.to_owned(),
        lead: "لید".to_owned(),
        body_html: "<p>متن</p>".to_owned(),
        byline: "نرگس فلاح".to_owned(),
        tags: vec!["کتاب".to_owned(), "كتاب".to_owned(), "شهر نو".to_owned()],
        attribution: Some(Attribution { name: "alborzno".into(), code: Some("7".into()), url: None }),
        ..Content::default()
    };
    NewArticle { state, sketch: vec![0, 1, 2, 3, 4], ..NewArticle::draft(content, "", NOW - 1000) }
}
