//! How often readers opened articles, by the hour. Whoever counts adds many at once: never a write for one view.

use news::article::NewsCode;

use crate::database::values;
use crate::{Store, StoreError, Tx};

/// Rows of one statement: integers stand in its text, and a longer text gains nothing.
const ROWS_A_STATEMENT: usize = 500;

/// Adds views of an hour to those that are there. Codes are of articles that exist.
pub async fn add(tx: &mut Tx, hour: i64, counts: &[(NewsCode, i64)]) -> Result<(), StoreError> {
    for some in counts.chunks(ROWS_A_STATEMENT) {
        let rows: Vec<String> =
            some.iter().map(|(code, count)| format!("({hour}, {code}, {count})")).collect();
        let sql = format!(
            "INSERT INTO view_count (hour, code, count) VALUES {}
             ON CONFLICT (hour, code) DO UPDATE SET count = view_count.count + excluded.count",
            rows.join(", ")
        );
        tx.run(&sql, &[]).await?;
    }
    Ok(())
}

/// Forgets the views of the hours before one.
pub async fn forget_before(tx: &mut Tx, hour: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM view_count WHERE hour < $1", values![hour]).await.map(drop)
}

/// The articles opened most often from an hour on, and how often each was.
pub async fn most_viewed(store: &Store, hour: i64, limit: i64) -> Result<Vec<(NewsCode, i64)>, StoreError> {
    let sql = "SELECT code, CAST(SUM(count) AS BIGINT) FROM view_count WHERE hour >= $1
        GROUP BY code ORDER BY 2 DESC, code DESC LIMIT $2";
    store.rows(sql, values![hour, limit], |row| Ok((row.int(0)?, row.int(1)?))).await
}
