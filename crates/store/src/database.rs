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
/// And beside them, for what a change reads of the state before it.
const PG_ASIDE_MAX: u32 = 2;
/// A writer waits this long for another process's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// A reader waits this long for a connection before being told that the site is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// Between two tries to listen to PostgreSQL.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// A handle on the newsroom's rows. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    wake: Arc<watch::Sender<i64>>,
    told: Told,
}

type Hear = Box<dyn Fn(&[Event]) + Send + Sync>;

/// Who is told of each commit of this process before it returns.
#[derive(Clone, Default)]
struct Told(Arc<OnceLock<Hear>>);

impl std::fmt::Debug for Told {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Told")
    }
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    /// What is read `aside` needs no connection of those that changes hold, or they would wait for each other.
    Pg {
        pool: PgPool,
        aside: PgPool,
    },
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] and [`StoreError::Unusable`], each a sentence for the operator.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pools = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_pg(url).await?
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(path).await?
        } else {
            return Err(StoreError::Unreachable(
                "the address begins neither with sqlite: nor with postgres://".to_owned(),
            ));
        };
        let store = Self { pools, wake: Arc::new(watch::Sender::new(0)), told: Told::default() };
        migrate::run(&store).await?;
        if let Pools::Pg { pool, .. } = &store.pools {
            listen(pool.clone(), store.wake.clone());
        }
        Ok(store)
    }

    /// Begins a change at the time `now`.
    ///
    /// # Errors
    /// When the database does not answer or another process holds it too long.
    pub async fn begin(&self, now: UtcMs) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with(dialect::SQLITE_BEGIN).await?),
            Pools::Pg { pool, .. } => Inner::Pg(pool.begin().await?),
        };
        Ok(Tx::new(inner, now, self.clone()))
    }

    /// Has `hear` told of every commit of this process before [`Tx::commit`] returns, so that whoever keeps something in
    /// memory keeps nothing older. False when somebody is told already: there is one.
    pub fn on_commit(&self, hear: impl Fn(&[Event]) + Send + Sync + 'static) -> bool {
        self.told.0.set(Box::new(hear)).is_ok()
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
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg { pool, aside } => {
                pool.close().await;
                aside.close().await;
            }
        }
    }

    pub(crate) async fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let rows = bind!(sql.to_owned(), values).fetch_all(read).await?;
                Ok(rows.iter().map(|row| map(&Row::Sqlite(row))).collect::<sqlx::Result<_>>()?)
            }
            Pools::Pg { pool, .. } => {
                let rows = bind!(sql.to_owned(), values).fetch_all(pool).await?;
                Ok(rows.iter().map(|row| map(&Row::Pg(row))).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    /// As [`Self::rows`], for whoever holds a change meanwhile.
    pub(crate) async fn rows_aside<T>(
        &self,
        sql: &str,
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.pools {
            Pools::Sqlite { .. } => self.rows(sql, &[], map).await,
            Pools::Pg { aside, .. } => {
                let rows = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(aside).await?;
                Ok(rows.iter().map(|row| map(&Row::Pg(row))).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    /// Tells whoever keeps something in memory, then whoever follows.
    pub(crate) fn tell(&self, events: &[Event], last: i64) {
        if let Some(hear) = self.told.0.get() {
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

async fn open_sqlite(path: &str) -> Result<Pools, StoreError> {
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
    let read = pool(READERS_MAX).connect_with(options.read_only(true)).await.map_err(fail)?;
    Ok(Pools::Sqlite { read, write })
}

async fn open_pg(url: &str) -> Result<Pools, StoreError> {
    let unreachable = |error: sqlx::Error| StoreError::Unreachable(error.to_string());
    // Once without the pool: that tries again until its time is over, and forgets why.
    PgConnection::connect(url).await.map_err(unreachable)?.close().await.map_err(unreachable)?;
    let pool = |most: u32| PgPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE_TIMEOUT);
    let aside = pool(PG_ASIDE_MAX).connect_lazy(url).map_err(unreachable)?;
    Ok(Pools::Pg { pool: pool(PG_CONNECTIONS_MAX).connect(url).await.map_err(unreachable)?, aside })
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
