//! A change under way: what it writes, and who is told of it.

use std::collections::BTreeSet;

use news::UtcMs;
use sqlx::{Postgres, Sqlite, Transaction};

use crate::articles::{List, Places};
use crate::database::Store;
use crate::events::{Event, EventKind};
use crate::row::{Row, Value, bind, values};
use crate::{StoreError, dialect};

/// A change under way. Dropped without [`Tx::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    now: UtcMs,
    events: Vec<(EventKind, i64)>,
    store: Store,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn new(inner: Inner, now: UtcMs, store: Store) -> Self {
        Self { inner, now, events: Vec::new(), store }
    }

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
            self.store.tell(&events, last);
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
