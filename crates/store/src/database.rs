//! The two databases behind one handle: opening, reading, writing, waking.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use news::UtcMs;
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgConnection, PgPool, SqlitePool};
use tokio::sync::watch;

use crate::events::Event;
use crate::row::bind;
pub(crate) use crate::row::{Row, Value, values};
use crate::tx::Inner;
use crate::{StoreError, Tx, dialect, migrate};

/// Readers at the same time on SQLite: more than cores gains nothing.
const READERS_MAX: u32 = 8;
/// Rows that SQLite's thread reads ahead of who takes them. All are taken; with the driver's 50 the two threads wake each
/// other so often that a new index was filled at five sixths of the speed.
const ROWS_AHEAD: usize = 1000;
/// Connections to PostgreSQL of one node.
const PG_CONNECTIONS_MAX: u32 = 16;
/// Beside the others, on either database, for what a change reads of the state before it.
const ASIDE_MAX: u32 = 2;
/// A writer waits this long for another process's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// A reader waits this long for a connection before being told that the site is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// Between two tries to listen to PostgreSQL.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// A handle on the newsroom's rows. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    read: Pool,
    write: Pool,
    /// What is read while a change is held: were these connections of the others, changes and readers would wait for each
    /// other.
    aside: Pool,
    wake: Arc<watch::Sender<i64>>,
    listener: Listener,
}

type Hear = Box<dyn Fn(&[Event]) + Send + Sync>;

/// Who is told of each commit of this process before it returns.
#[derive(Clone, Default)]
struct Listener(Arc<OnceLock<Hear>>);

impl std::fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Listener")
    }
}

/// Connections. Of PostgreSQL those that read and those that write are the same.
#[derive(Clone, Debug)]
enum Pool {
    Sqlite(SqlitePool),
    Pg(PgPool),
}

impl Pool {
    async fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let rows = bind!(sql.to_owned(), values).fetch_all(pool).await?;
                Ok(rows.iter().map(|row| map(&Row::Sqlite(row))).collect::<sqlx::Result<_>>()?)
            }
            Self::Pg(pool) => {
                let rows = bind!(sql.to_owned(), values).fetch_all(pool).await?;
                Ok(rows.iter().map(|row| map(&Row::Pg(row))).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Pg(pool) => pool.close().await,
        }
    }
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] and [`StoreError::Unusable`], each a sentence for the operator.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let [read, write, aside] = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_pg(url).await?
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(path).await?
        } else {
            return Err(StoreError::Unreachable(
                "the address begins neither with sqlite: nor with postgres://".to_owned(),
            ));
        };
        let (wake, listener) = (Arc::new(watch::Sender::new(0)), Listener::default());
        let store = Self { read, write, aside, wake, listener };
        migrate::run(&store).await?;
        if let Pool::Pg(pool) = &store.read {
            listen(pool.clone(), store.wake.clone());
        }
        Ok(store)
    }

    /// Begins a change at the time `now`.
    ///
    /// # Errors
    /// When the database does not answer or another process holds it too long.
    pub async fn begin(&self, now: UtcMs) -> Result<Tx, StoreError> {
        let inner = match &self.write {
            Pool::Sqlite(pool) => Inner::Sqlite(pool.begin_with(dialect::SQLITE_BEGIN).await?),
            Pool::Pg(pool) => Inner::Pg(pool.begin().await?),
        };
        Ok(Tx::new(inner, now, self.clone()))
    }

    /// Has `hear` told of every commit of this process before [`Tx::commit`] returns, so that whoever keeps something in
    /// memory keeps nothing older. False when somebody is told already: there is one.
    pub fn on_commit(&self, hear: impl Fn(&[Event]) + Send + Sync + 'static) -> bool {
        self.listener.0.set(Box::new(hear)).is_ok()
    }

    /// Changes whenever something was committed, here or on another node; the value is the last event number
    /// known here.
    pub fn wake(&self) -> watch::Receiver<i64> {
        self.wake.subscribe()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.rows("SELECT 1", &[], |_| Ok(())).await.map(|_| ())
    }

    /// Lets go of the database when what is under way is done; whoever asks afterwards is told that it is away. SQLite puts
    /// its log into the file.
    pub async fn close(&self) {
        for pool in [&self.read, &self.aside, &self.write] {
            pool.close().await;
        }
    }

    pub(crate) async fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.read.rows(sql, values, map).await
    }

    /// As [`Self::rows`], for whoever holds a change meanwhile.
    pub(crate) async fn rows_aside<T>(
        &self,
        sql: &str,
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.aside.rows(sql, &[], map).await
    }

    /// Tells whoever keeps something in memory, then whoever follows.
    pub(crate) fn tell(&self, events: &[Event], last: i64) {
        if let Some(hear) = self.listener.0.get() {
            hear(events);
        }
        self.wake.send_modify(|known| *known = last.max(*known));
    }

    pub(crate) async fn row<T>(
        &self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, map).await?.into_iter().next())
    }
}

/// Pools that read, write, and read aside.
async fn open_sqlite(path: &str) -> Result<[Pool; 3], StoreError> {
    let fail = |error: sqlx::Error| match &error {
        sqlx::Error::Database(inner) if matches!(inner.code().as_deref(), Some("26" | "11")) => {
            StoreError::Unusable(format!("{path} is damaged or is not an SQLite database"))
        }
        _ => StoreError::Unreachable(format!("{path}: {error}")),
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("cache_size", format!("-{}", dialect::SQLITE_CACHE_KIB));
    let pool = |most: u32| SqlitePoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE_TIMEOUT);
    // A change that a full disk broke off is over for SQLite and not for the driver, which then begins no other.
    let write =
        pool(1).before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }));
    let write = write.connect_with(options.clone()).await.map_err(fail)?;
    let options = options.read_only(true);
    let aside = pool(ASIDE_MAX).connect_lazy_with(options.clone());
    let read = pool(READERS_MAX).connect_with(options).await.map_err(fail)?;
    Ok([read, write, aside].map(Pool::Sqlite))
}

async fn open_pg(url: &str) -> Result<[Pool; 3], StoreError> {
    let unreachable = |error: sqlx::Error| StoreError::Unreachable(error.to_string());
    // Once without the pool: that tries again until its time is over, and forgets why.
    PgConnection::connect(url).await.map_err(unreachable)?.close().await.map_err(unreachable)?;
    let pool = |most: u32| PgPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE_TIMEOUT);
    let aside = pool(ASIDE_MAX).connect_lazy(url).map_err(unreachable)?;
    let pool = pool(PG_CONNECTIONS_MAX).connect(url).await.map_err(unreachable)?;
    Ok([pool.clone(), pool, aside].map(Pool::Pg))
}

/// Passes the wakes of other nodes on, as long as there is a store. The connection is made again when it is lost, and what
/// was missed meanwhile is woken for.
fn listen(pool: PgPool, wake: Arc<watch::Sender<i64>>) {
    tokio::spawn(async move {
        let is_needed = || Arc::strong_count(&wake) > 1;
        while is_needed() {
            if let Ok(mut listener) = PgListener::connect_with(&pool).await
                && listener.listen(dialect::PG_CHANNEL).await.is_ok()
            {
                wake.send_modify(|_| {});
                while listener.recv().await.is_ok() && is_needed() {
                    wake.send_modify(|_| {});
                }
            }
            tokio::time::sleep(LISTEN_AGAIN).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As on a full disk: what SQLite gave up by itself cannot be taken back again.
    #[tokio::test]
    async fn a_change_that_the_database_gave_up_holds_back_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("site.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("opened");
        let name =
            async || store.row("SELECT value FROM setting WHERE name = 'a'", &[], |row| row.text(0)).await;
        for value in ["lost", "kept"] {
            let mut tx = store.begin(0).await.expect("begun");
            tx.run("INSERT INTO setting (name, value) VALUES ('a', $1)", values![value])
                .await
                .expect("written");
            if value == "lost" {
                tx.script("ROLLBACK").await.expect("given up");
                assert!(tx.commit().await.is_err());
            } else {
                tx.commit().await.expect("committed");
            }
        }
        assert_eq!(name().await.expect("read").as_deref(), Some("kept"));
    }
}
