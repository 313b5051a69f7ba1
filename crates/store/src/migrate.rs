//! The schema's history: forward only, the same numbers for both databases, never edited once released.

use crate::database::values;
use crate::{Store, StoreError, dialect};

/// The two texts of each step, by its name.
macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        [$((
            include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        )),*]
    };
}

/// SQLite's and PostgreSQL's text of each step, in order; the place is the number.
const STEPS: [(&str, &str); 21] = steps![
    "0001_newsroom",
    "0002_page_hash",
    "0003_terms",
    "0004_source_changes",
    "0005_hub",
    "0006_selectors",
    "0007_attention",
    "0008_entry_address",
    "0009_schedule",
    "0010_source_host",
    "0011_entry_categories",
    "0012_refused_looks",
    "0013_page_address",
    "0014_feed_text",
    "0015_held_back",
    "0016_page_canonical",
    "0017_event_lists",
    "0018_pictures",
    "0019_genres",
    "0020_story_index",
    "0021_live",
];

/// Runs what is missing, in one transaction.
pub(crate) async fn run(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.begin(0).await.map_err(unusable)?;
    if !tx.is_sqlite() {
        tx.run(dialect::PG_MIGRATION_LOCK, &[]).await?;
    }
    tx.run("CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY)", &[])
        .await
        .map_err(unusable)?;
    let sql = "SELECT COALESCE(MAX(number), 0) FROM schema_step";
    let done = tx.one(sql, &[], |row| row.int(0)).await.map_err(unusable)?;
    let done = usize::try_from(done).unwrap_or(usize::MAX);
    if done > STEPS.len() {
        return Err(StoreError::Unusable(format!(
            "it was made by a newer Binesh (schema {done}, this program knows {}); use that one",
            STEPS.len()
        )));
    }
    for (number, (sqlite, postgres)) in STEPS.iter().enumerate().skip(done) {
        tx.script(if tx.is_sqlite() { sqlite } else { postgres }).await?;
        tx.run("INSERT INTO schema_step (number) VALUES ($1)", values![number as i64 + 1]).await?;
    }
    tx.commit().await
}

/// A file that is no database is found out at the first statement.
fn unusable(error: StoreError) -> StoreError {
    match error {
        StoreError::Failed(error) => StoreError::Unusable(error.to_string()),
        other => other,
    }
}
