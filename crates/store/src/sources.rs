//! Sources and how each fares.

use news::UtcMs;
use news::source::{Arrival, NewSource, PollOutcome, Source, SourceKind};

use crate::database::{Row, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

const COLUMNS: &str = "id, name, url, kind, arrival, section_id, enabled, etag, last_modified, next_poll_at, fetched_at, failures, failure";

/// Every source, by name.
pub async fn all(store: &Store) -> Result<Vec<Source>, StoreError> {
    store.rows(&format!("SELECT {COLUMNS} FROM source ORDER BY name, id"), &[], read).await
}

/// One source.
pub async fn by_id(store: &Store, id: i64) -> Result<Option<Source>, StoreError> {
    store.row(&format!("SELECT {COLUMNS} FROM source WHERE id = $1"), values![id], read).await
}

/// The source that is read at this address.
pub async fn by_url(store: &Store, url: &str) -> Result<Option<Source>, StoreError> {
    store.row(&format!("SELECT {COLUMNS} FROM source WHERE url = $1"), values![url], read).await
}

/// Sources whose time to be read has come, longest waiting first.
pub async fn due(store: &Store, now: UtcMs, limit: i64) -> Result<Vec<Source>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM source WHERE enabled = 1 AND next_poll_at <= $1 ORDER BY next_poll_at LIMIT $2"
    );
    store.rows(&sql, values![now, limit], read).await
}

/// Adds a source, to be read at once. Its address must be new.
pub async fn create(tx: &mut Tx, new: &NewSource) -> Result<i64, StoreError> {
    let now = tx.now();
    let sql = "INSERT INTO source (name, url, kind, arrival, section_id, enabled, next_poll_at, failures)
        VALUES ($1, $2, $3, $4, $5, 1, $6, 0) RETURNING id";
    let values = values![&new.name, &new.url, new.kind.as_str(), new.arrival.as_str(), new.section_id, now];
    let id = tx.one(sql, values, |row| row.int(0)).await?;
    tx.tell(EventKind::Source, id);
    Ok(id)
}

/// Changes what an editor set; the source is read at once.
pub async fn update(tx: &mut Tx, id: i64, set: &NewSource) -> Result<(), StoreError> {
    let now = tx.now();
    let sql =
        "UPDATE source SET name = $1, url = $2, kind = $3, arrival = $4, section_id = $5, next_poll_at = $6,
        etag = NULL, last_modified = NULL WHERE id = $7";
    let values =
        values![&set.name, &set.url, set.kind.as_str(), set.arrival.as_str(), set.section_id, now, id];
    tx.run(sql, values).await?;
    tx.tell(EventKind::Source, id);
    Ok(())
}

/// Turns a source on or off; turned on, it is read at once.
pub async fn set_enabled(tx: &mut Tx, id: i64, enabled: bool) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run("UPDATE source SET enabled = $1, next_poll_at = $2 WHERE id = $3", values![enabled, now, id])
        .await?;
    tx.tell(EventKind::Source, id);
    Ok(())
}

/// Keeps how a reading went, and what the address was recognised as.
pub async fn record_poll(
    tx: &mut Tx,
    id: i64,
    outcome: &PollOutcome,
    next_poll_at: UtcMs,
) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = if outcome.failure.is_none() {
        "UPDATE source SET etag = $1, last_modified = $2, next_poll_at = $3, failure = $4, fetched_at = $5, failures = 0
         WHERE id = $6"
    } else {
        "UPDATE source SET etag = $1, last_modified = $2, next_poll_at = $3, failure = $4, failures = failures + 1,
         fetched_at = CASE WHEN $5 < 0 THEN NULL ELSE fetched_at END WHERE id = $6"
    };
    let values = values![&outcome.etag, &outcome.last_modified, next_poll_at, &outcome.failure, now, id];
    tx.run(sql, values).await?;
    if let Some(found) = &outcome.recognised {
        let sql = "UPDATE source SET kind = $1, url = $2, etag = NULL, last_modified = NULL WHERE id = $3";
        tx.run(sql, values![found.kind.as_str(), &found.url, id]).await?;
    }
    Ok(())
}

fn read(row: &Row) -> sqlx::Result<Source> {
    let set = NewSource {
        name: row.text(1)?,
        url: row.text(2)?,
        kind: SourceKind::parse(&row.text(3)?).unwrap_or(SourceKind::Unknown),
        arrival: Arrival::parse(&row.text(4)?).unwrap_or(Arrival::Inbox),
        section_id: row.opt_int(5)?,
    };
    Ok(Source {
        id: row.int(0)?,
        set,
        enabled: row.int(6)? != 0,
        etag: row.opt_text(7)?,
        last_modified: row.opt_text(8)?,
        next_poll_at: row.int(9)?,
        fetched_at: row.opt_int(10)?,
        failures: row.int(11)?,
        failure: row.opt_text(12)?,
    })
}
