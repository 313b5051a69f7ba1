//! Sources and how each fares.

use news::UtcMs;
use news::source::{
    Arrival, Extent, Indexing, NewSource, PollOutcome, Schedule, Selectors, Source, SourceKind, Terms,
    host_of,
};

use crate::database::{Row, Value, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx, failures};

const COLUMNS: &str = "id, name, url, kind, arrival, section_id, enabled, etag, last_modified, next_poll_at, fetched_at, failures, failure,
    wait_ms, credit, licence, extent, indexing, section_names, tags, selectors, schedule";

/// Every source, by name.
pub async fn all(store: &Store) -> Result<Vec<Source>, StoreError> {
    store
        .rows(&format!("SELECT {COLUMNS} FROM source WHERE removed_at IS NULL ORDER BY name, id"), &[], read)
        .await
}

/// One source, removed or not.
pub async fn by_id(store: &Store, id: i64) -> Result<Option<Source>, StoreError> {
    store.row(&format!("SELECT {COLUMNS} FROM source WHERE id = $1"), values![id], read).await
}

/// The source that is read at this address.
pub async fn by_url(store: &Store, url: &str) -> Result<Option<Source>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM source WHERE url = $1 AND removed_at IS NULL");
    store.row(&sql, values![url], read).await
}

/// Sources whose time to be read has come, longest waiting first; those that failed last time come after the others.
/// At most `per_host` of each host: one that hangs delays no other.
pub async fn due(store: &Store, now: UtcMs, limit: i64, per_host: i64) -> Result<Vec<Source>, StoreError> {
    const URGENCY: &str = "CASE WHEN failures > 0 THEN 1 ELSE 0 END, next_poll_at, id";
    let sql = format!(
        "SELECT {COLUMNS} FROM
            (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY host ORDER BY {URGENCY}) AS turn
             FROM source s WHERE enabled = 1 AND next_poll_at <= $1) AS due
         WHERE turn <= $2 ORDER BY {URGENCY} LIMIT $3"
    );
    store.rows(&sql, values![now, per_host, limit], read).await
}

/// Adds a source, to be read at once, or when its hours begin. Its address must be new, or that of sources that were
/// removed: what these brought in stays under what was agreed then.
pub async fn create(tx: &mut Tx, new: &NewSource) -> Result<i64, StoreError> {
    give_up_address(tx, &new.url).await?;
    let sql = "INSERT INTO source (name, url, kind, arrival, section_id, credit, licence, extent, indexing,
        section_names, tags, selectors, schedule, host, enabled, next_poll_at, failures)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, 0) RETURNING id";
    let first = new.terms.schedule.not_before(tx.now());
    let values: Vec<Value> = settings(new).into_iter().chain([first.into()]).collect();
    let id = tx.one(sql, &values, |row| row.int(0)).await?;
    tx.tell(EventKind::Source, id);
    Ok(id)
}

/// A source that was removed keeps its articles; its address is another's from now on.
async fn give_up_address(tx: &mut Tx, url: &str) -> Result<(), StoreError> {
    let sql = "UPDATE source SET url = url || '#' || id WHERE url = $1 AND removed_at IS NOT NULL";
    tx.run(sql, values![url]).await?;
    Ok(())
}

/// Changes what an editor set; the source is read at once, or when its hours begin. An address that another source has is a
/// [`StoreError::Conflict`].
pub async fn update(tx: &mut Tx, id: i64, set: &NewSource) -> Result<(), StoreError> {
    give_up_address(tx, &set.url).await?;
    // The index holds what readers are shown; what else was agreed is asked for when a page is made.
    let extent = tx.row("SELECT extent FROM source WHERE id = $1", values![id], |row| row.text(0)).await?;
    if extent.is_some_and(|extent| extent != set.terms.extent.as_str()) {
        tx.tell(EventKind::Terms, id);
    }
    let sql = "UPDATE source SET name = $1, url = $2, kind = $3, arrival = $4, section_id = $5, credit = $6,
        licence = $7, extent = $8, indexing = $9, section_names = $10, tags = $11, selectors = $12,
        schedule = $13, host = $14, next_poll_at = $15, etag = NULL, last_modified = NULL WHERE id = $16";
    let next = set.terms.schedule.not_before(tx.now());
    let values: Vec<Value> = settings(set).into_iter().chain([next.into(), id.into()]).collect();
    tx.run(sql, &values).await?;
    tx.tell(EventKind::Source, id);
    Ok(())
}

/// Takes a source away: it is read no more. Its articles keep what is known of their origin.
pub async fn remove(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run("UPDATE source SET removed_at = $1, enabled = 0 WHERE id = $2", values![now, id]).await?;
    // What another source gave too becomes that one's.
    let taken_up = "UPDATE entry SET state = 'waiting', retry_at = $1 WHERE id IN (
        SELECT MIN(other.id) FROM entry AS own
        JOIN entry AS other ON other.url = own.url AND other.source_id <> own.source_id
        JOIN source ON source.id = other.source_id AND source.removed_at IS NULL
        WHERE own.source_id = $2 AND own.url <> '' AND own.state IN ('waiting', 'failed')
            AND other.state = 'dropped' AND other.failure IS NULL
        GROUP BY own.url)";
    tx.run(taken_up, values![now, id]).await?;
    let waiting =
        "UPDATE entry SET state = 'dropped' WHERE source_id = $1 AND state IN ('waiting', 'failed')";
    tx.run(waiting, values![id]).await?;
    tx.tell(EventKind::Source, id);
    Ok(())
}

/// Turns a source on or off; turned on, it is read at once, or when its hours begin.
pub async fn set_enabled(tx: &mut Tx, id: i64, enabled: bool) -> Result<(), StoreError> {
    let next = in_its_hours(tx, id).await?;
    tx.run("UPDATE source SET enabled = $1, next_poll_at = $2 WHERE id = $3", values![enabled, next, id])
        .await?;
    tx.tell(EventKind::Source, id);
    Ok(())
}

/// Now, or when the hours of a source begin.
pub(crate) async fn in_its_hours(tx: &mut Tx, id: i64) -> Result<UtcMs, StoreError> {
    let sql = "SELECT schedule FROM source WHERE id = $1";
    let written = tx.row(sql, values![id], |row| row.text(0)).await?.unwrap_or_default();
    Ok(Schedule::parse(&written).unwrap_or_default().not_before(tx.now()))
}

/// Keeps how a reading went, what the address was recognised as, and the wait until the next reading.
pub async fn record_poll(
    tx: &mut Tx,
    id: i64,
    outcome: &PollOutcome,
    wait_ms: i64,
    next_poll_at: UtcMs,
) -> Result<(), StoreError> {
    let now = tx.now();
    match failures::written(outcome.failure.as_ref()) {
        None => {
            let sql = "UPDATE source SET etag = $1, last_modified = $2, next_poll_at = $3, wait_ms = $4,
                fetched_at = $5, failure = NULL, failures = 0 WHERE id = $6";
            let values = values![&outcome.etag, &outcome.last_modified, next_poll_at, wait_ms, now, id];
            tx.run(sql, values).await?;
        }
        // A failure says nothing of how often the source publishes: the wait stays.
        Some(failure) => {
            let sql =
                "UPDATE source SET next_poll_at = $1, failure = $2, failures = failures + 1 WHERE id = $3";
            tx.run(sql, values![next_poll_at, &failure, id]).await?;
        }
    }
    if let Some(found) = &outcome.recognised {
        give_up_address(tx, &found.url).await?;
        let sql = "UPDATE source SET kind = $1, url = $2, host = $3, etag = NULL, last_modified = NULL WHERE id = $4";
        tx.run(sql, values![found.kind.as_str(), &found.url, host(&found.url), id]).await?;
    }
    Ok(())
}

/// Puts a reading off: its host asks for more time between two readings.
pub async fn postpone(tx: &mut Tx, id: i64, until: UtcMs) -> Result<(), StoreError> {
    tx.run("UPDATE source SET next_poll_at = $1 WHERE id = $2", values![until, id]).await?;
    Ok(())
}

/// What an editor sets, in the order of the columns.
fn settings(set: &NewSource) -> Vec<Value> {
    let terms = &set.terms;
    let (sections, tags) = (terms.sections_written(), terms.tags.join("\n"));
    let values = values![
        &set.name,
        &set.url,
        set.kind.as_str(),
        set.arrival.as_str(),
        set.section_id,
        &terms.credit,
        &terms.licence,
        terms.extent.as_str(),
        terms.indexing.as_str(),
        &sections,
        &tags,
        written(&terms.selectors),
        terms.schedule.to_string(),
        host(&set.url),
    ];
    values.to_vec()
}

/// Who is asked when an address is read; sources of one host share its patience.
fn host(url: &str) -> &str {
    host_of(url).unwrap_or_default()
}

/// Selectors as they are kept; nothing when there are none.
fn written(selectors: &Selectors) -> String {
    let kept = Some(selectors).filter(|selectors| !selectors.is_empty());
    kept.and_then(|selectors| serde_json::to_string(selectors).ok()).unwrap_or_default()
}

fn read(row: &Row) -> sqlx::Result<Source> {
    let set = NewSource {
        name: row.text(1)?,
        url: row.text(2)?,
        kind: SourceKind::parse(&row.text(3)?).unwrap_or(SourceKind::Unknown),
        arrival: Arrival::parse(&row.text(4)?).unwrap_or(Arrival::Inbox),
        section_id: row.opt_int(5)?,
        terms: read_terms(row)?,
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
        failure: failures::read(row.opt_text(12)?),
        wait_ms: row.int(13)?,
    })
}

fn read_terms(row: &Row) -> sqlx::Result<Terms> {
    Ok(Terms {
        credit: row.text(14)?,
        licence: row.text(15)?,
        extent: Extent::parse(&row.text(16)?).unwrap_or_default(),
        indexing: Indexing::parse(&row.text(17)?).unwrap_or_default(),
        sections: Terms::read_sections(&row.text(18)?).unwrap_or_default(),
        tags: row.text(19)?.lines().map(str::to_owned).collect(),
        selectors: serde_json::from_str(&row.text(20)?).unwrap_or_default(),
        schedule: Schedule::parse(&row.text(21)?).unwrap_or_default(),
    })
}
