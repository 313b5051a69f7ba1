//! The two databases behind one handle: opening, reading, writing, waking.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use news::UtcMs;
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::sync::watch;

use crate::articles::{List, Places};
use crate::events::{Event, EventKind};
pub(crate) use crate::row::{Row, Value, values};
use crate::{StoreError, dialect, migrate};

/// Readers at the same time on SQLite: more than cores gains nothing.
const READERS_MAX: u32 = 8;
/// Rows that SQLite's thread reads ahead of who takes them. All are taken; with the driver's 50 the two threads wake each
/// other so often that a new index was filled at five sixths of the speed.
const ROWS_AHEAD: usize = 1000;
/// Connections to PostgreSQL of one node.
const PG_CONNECTIONS_MAX: u32 = 16;
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

/// Who is told of each commit of this process before it returns.
#[derive(Clone, Default)]
struct Told(Arc<OnceLock<Box<dyn Fn(&[Event]) + Send + Sync>>>);

impl std::fmt::Debug for Told {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Told")
    }
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Pg(PgPool),
}

/// Binds values to a query of either database and runs `$then` on it.
macro_rules! bind {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for value in $values {
            query = match value.clone() {
                Value::Int(value) => query.bind(value),
                Value::OptInt(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::OptText(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] and [`StoreError::Unusable`], each a sentence for the operator.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pools = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Pools::Pg(open_pg(url).await?)
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(path).await?
        } else {
            return Err(StoreError::Unreachable(
                "the address begins neither with sqlite: nor with postgres://".to_owned(),
            ));
        };
        let store = Self { pools, wake: Arc::new(watch::Sender::new(0)), told: Told::default() };
        migrate::run(&store).await?;
        if let Pools::Pg(pool) = &store.pools {
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
            Pools::Pg(pool) => Inner::Pg(pool.begin().await?),
        };
        Ok(Tx { inner, now, events: Vec::new(), store: self.clone() })
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
            Pools::Pg(pool) => pool.close().await,
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
            Pools::Pg(pool) => {
                let rows = bind!(sql.to_owned(), values).fetch_all(pool).await?;
                Ok(rows.iter().map(|row| map(&Row::Pg(row))).collect::<sqlx::Result<_>>()?)
            }
        }
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

async fn open_pg(url: &str) -> Result<PgPool, StoreError> {
    let unreachable = |error: sqlx::Error| StoreError::Unreachable(error.to_string());
    // Once without the pool: that tries again until its time is over, and forgets why.
    PgConnection::connect(url).await.map_err(unreachable)?.close().await.map_err(unreachable)?;
    let pool = PgPoolOptions::new().max_connections(PG_CONNECTIONS_MAX).acquire_timeout(ACQUIRE_TIMEOUT);
    pool.connect(url).await.map_err(unreachable)
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

/// A change under way. Dropped without [`Tx::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    now: UtcMs,
    events: Vec<(EventKind, i64)>,
    store: Store,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    /// When this change happens.
    pub fn now(&self) -> UtcMs {
        self.now
    }

    /// Appends the events, commits, tells who keeps pages in memory, wakes the followers.
    ///
    /// # Errors
    /// When the database failed; nothing was changed then.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let events = self.append_events().await?;
        let wakes = !events.is_empty();
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Pg(mut tx) => {
                if wakes {
                    sqlx::query(dialect::PG_NOTIFY).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
        }
        if let Some(last) = events.last().map(|event| event.number) {
            if let Some(hear) = self.store.told.0.get() {
                hear(&events);
            }
            self.store.wake.send_modify(|known| *known = last.max(*known));
        }
        Ok(())
    }

    /// Remembers that `subject` changed; the same change is told once.
    pub(crate) fn tell(&mut self, kind: EventKind, subject: i64) {
        if !self.events.iter().rev().take(8).any(|event| *event == (kind, subject)) {
            self.events.push((kind, subject));
        }
    }

    async fn append_events(&mut self) -> Result<Vec<Event>, StoreError> {
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let lists = self.lists(&events).await?;
        if matches!(self.inner, Inner::Pg(_)) {
            self.run(dialect::PG_EVENT_LOCK, &[]).await?;
        }
        let (mut appended, now) = (Vec::with_capacity(events.len()), self.now);
        for ((kind, subject), lists) in events.into_iter().zip(lists) {
            let sql = "INSERT INTO event (at, kind, subject, lists) VALUES ($1, $2, $3, $4) RETURNING number";
            let words: Vec<String> = lists.iter().map(List::to_word).collect();
            let given = values![now, kind.as_str(), subject, words.join("\n")];
            let number = self.one(sql, given, |row| row.int(0)).await?;
            appended.push(Event { number, at: now, kind, subject, lists });
        }
        Ok(appended)
    }

    /// Of each event, the readers' lists that it concerns. What this change wrote nobody else changes until it is
    /// committed, so what others see is what was before.
    async fn lists(&mut self, events: &[(EventKind, i64)]) -> Result<Vec<Vec<List>>, StoreError> {
        let of_article = |kind: EventKind| matches!(kind, EventKind::Article | EventKind::Comment);
        let codes: BTreeSet<i64> =
            events.iter().filter(|(kind, _)| of_article(*kind)).map(|(_, code)| *code).collect();
        let codes: Vec<i64> = codes.into_iter().collect();
        let after = Places::after(self, &codes).await?;
        let before = Places::before(&self.store, &codes).await?;
        let lists = |(kind, code): &(EventKind, i64)| {
            let lists = before.lists(&after, *code).into_iter();
            lists.filter(|list| *kind == EventKind::Article || *list == List::Counts).collect()
        };
        Ok(events.iter().map(lists).collect())
    }

    /// Runs a statement and answers how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                bind!(sql.to_owned(), values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Inner::Pg(tx) => {
                bind!(sql.to_owned(), values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        };
        Ok(done?)
    }

    pub(crate) async fn rows<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let rows = bind!(sql.to_owned(), values).fetch_all(&mut **tx).await?;
                Ok(rows.iter().map(|row| map(&Row::Sqlite(row))).collect::<sqlx::Result<_>>()?)
            }
            Inner::Pg(tx) => {
                let rows = bind!(sql.to_owned(), values).fetch_all(&mut **tx).await?;
                Ok(rows.iter().map(|row| map(&Row::Pg(row))).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    pub(crate) async fn row<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, map).await?.into_iter().next())
    }

    /// As [`Tx::row`] for statements that always give a row.
    pub(crate) async fn one<T>(
        &mut self,
        sql: &str,
        values: &[Value],
        map: impl Fn(&Row) -> sqlx::Result<T>,
    ) -> Result<T, StoreError> {
        self.row(sql, values, map).await?.ok_or(StoreError::Failed(sqlx::Error::RowNotFound))
    }

    /// Runs a migration: several statements at once.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
            Inner::Pg(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.inner, Inner::Sqlite(_))
    }
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
