//! Addresses that several sources give. Such a page comes in once, with the entry of the source that gave it first; but
//! when one of them publishes, it comes in under that one's terms, and is published under them if it waits in the inbox
//! already and nobody has touched it.

use news::UtcMs;
use news::article::{ArticleState, NewsCode};
use news::source::Arrival;

use crate::articles::{self, UNTOUCHED};
use crate::database::values;
use crate::entries::twins;
use crate::{Store, StoreError, Tx};

/// The first source that publishes of those that give an address.
pub async fn publisher(store: &Store, url: &str) -> Result<Option<i64>, StoreError> {
    let [slashed, both, other] = &twins(url);
    let sql = "SELECT s.id FROM entry e JOIN source s ON s.id = e.source_id
        WHERE e.url <> '' AND e.url IN ($1, $2, $3, $4) AND s.arrival = $5 AND s.removed_at IS NULL
        ORDER BY e.id LIMIT 1";
    let given = values![url, slashed, both, other, Arrival::Publish.as_str()];
    store.row(sql, given, |row| row.int(0)).await
}

/// Publishes, under the terms of a source that publishes, what it gave just now and another source brought to the
/// inbox, unless it is a version of something else or somebody has touched it.
pub async fn publish(tx: &mut Tx, source_id: i64) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = format!(
        "UPDATE article SET source_id = $1 WHERE {UNTOUCHED}
        AND NOT EXISTS (SELECT 1 FROM article v WHERE v.story = article.story AND v.code <> article.code)
        AND source_id IN (SELECT id FROM source WHERE arrival = $2)
        AND entry_id IN (SELECT first.id FROM entry own JOIN entry first ON first.url = own.url
            WHERE own.source_id = $1 AND own.state = 'dropped' AND own.failure IS NULL AND own.seen_at = $3
            AND first.state = 'done' AND first.source_id <> own.source_id)
        RETURNING code"
    );
    let waited = tx.rows(&sql, values![source_id, Arrival::Inbox.as_str(), now], |row| row.int(0)).await?;
    for code in waited {
        articles::set_state(tx, code as NewsCode, ArticleState::Published, None).await?;
    }
    Ok(())
}

/// By name, how many pages that a source gave since an instant another had given before.
pub async fn given_before(
    store: &Store,
    source_id: i64,
    since: UtcMs,
) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT s.name, COUNT(DISTINCT own.id) FROM entry own
        JOIN entry first ON first.url = own.url AND first.id < own.id AND first.source_id <> own.source_id
            AND first.state IN ('waiting', 'failed', 'done')
        JOIN source s ON s.id = first.source_id
        WHERE own.source_id = $1 AND own.state = 'dropped' AND own.failure IS NULL AND own.url <> ''
            AND own.seen_at >= $2
        GROUP BY s.name ORDER BY 2 DESC";
    store.rows(sql, values![source_id, since], |row| Ok((row.text(0)?, row.int(1)?))).await
}
