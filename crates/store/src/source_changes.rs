//! Pages that are looked at again, and the changes that were found and not seen yet.

use news::UtcMs;
use news::article::{ArticleState, NewsCode};
use news::source_change::{ChangeKind, SourceChange, next_look_ms};

use crate::database::{Row, values};
use crate::{Store, StoreError, Tx};

/// A page to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its entry.
    pub entry_id: i64,
    /// The entry's source.
    pub source_id: i64,
    /// Our article that was made from it.
    pub code: NewsCode,
    /// Where that stands.
    pub state: ArticleState,
    /// The page's address.
    pub url: String,
    /// Sent back as `If-None-Match`.
    pub etag: Option<String>,
    /// Sent back as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// How often it was looked at again.
    pub looks: i64,
    /// How often in a row it was refused.
    pub refused: i64,
    /// Whether the text of a feed stands in for it: it is never asked for.
    pub is_from_feed: bool,
}

/// Pages whose time has come, longest waiting first.
pub async fn due(store: &Store, now: UtcMs, limit: i64) -> Result<Vec<Look>, StoreError> {
    let sql = format!(
        "{LOOK} WHERE p.look_at IS NOT NULL AND p.look_at <= $1 AND p.from_feed = 0 ORDER BY p.look_at LIMIT $2"
    );
    store.rows(&sql, values![now, limit], read_look).await
}

/// What stands for the page of an entry, where a source's feed gives the text itself.
pub async fn of_feed(store: &Store, source_id: i64, guid: &str) -> Result<Option<Look>, StoreError> {
    let sql = format!("{LOOK} WHERE e.source_id = $1 AND e.guid = $2 AND p.from_feed = 1");
    store.row(&sql, values![source_id, guid], read_look).await
}

const LOOK: &str = "SELECT p.entry_id, e.source_id, a.code, a.state, p.url, p.etag, p.last_modified, p.looks,
    p.refused, p.from_feed
    FROM page p JOIN entry e ON e.id = p.entry_id JOIN article a ON a.entry_id = p.entry_id";

/// The page was looked at, and refused as often as the look says by now; the next look, if there is one, is counted
/// from now.
pub async fn looked(tx: &mut Tx, look: &Look) -> Result<(), StoreError> {
    let next = next_look_ms(look.looks + 1).map(|wait| tx.now() + wait);
    let sql = "UPDATE page SET looks = looks + 1, look_at = $1, refused = $2 WHERE entry_id = $3";
    tx.run(sql, values![next, look.refused, look.entry_id]).await?;
    Ok(())
}

/// Puts a look off: the host asks for more time.
pub async fn postpone(tx: &mut Tx, entry_id: i64, until: UtcMs) -> Result<(), StoreError> {
    tx.run("UPDATE page SET look_at = $1 WHERE entry_id = $2", values![until, entry_id]).await?;
    Ok(())
}

/// The source's feed says that an entry changed: its page is looked at now, and then as if it were new.
pub async fn look_now(tx: &mut Tx, source_id: i64, guid: &str, title: &str) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = "UPDATE page SET look_at = $1, looks = 0 WHERE entry_id IN
        (SELECT id FROM entry WHERE source_id = $2 AND guid = $3 AND state = 'done')";
    tx.run(sql, values![now, source_id, guid]).await?;
    let sql = "UPDATE entry SET title = $1 WHERE source_id = $2 AND guid = $3";
    tx.run(sql, values![title, source_id, guid]).await?;
    Ok(())
}

/// Keeps a change for the newsroom. What it said when an editor last looked stays what was before.
pub async fn record(tx: &mut Tx, change: &SourceChange) -> Result<(), StoreError> {
    let sql = "INSERT INTO source_change (code, kind, found_at, before_text, after_text) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, found_at = excluded.found_at,
        before_text = CASE WHEN source_change.seen_at IS NULL THEN source_change.before_text
            ELSE source_change.after_text END,
        after_text = excluded.after_text, seen_at = NULL";
    let values = values![change.code, change.kind.as_str(), change.found_at, &change.before, &change.after];
    tx.run(sql, values).await?;
    Ok(())
}

/// The source says again what was known of it before the change that no editor has seen: nobody need see it.
pub async fn take_back(tx: &mut Tx, code: NewsCode) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = "UPDATE source_change SET kind = $1, after_text = before_text, seen_at = $2
        WHERE code = $3 AND seen_at IS NULL";
    tx.run(sql, values![ChangeKind::Changed.as_str(), now, code]).await?;
    Ok(())
}

/// Changes that no editor has seen, newest first.
pub async fn unseen(store: &Store, limit: i64) -> Result<Vec<SourceChange>, StoreError> {
    let sql = format!("{CHANGE} WHERE seen_at IS NULL ORDER BY found_at DESC, code LIMIT $1");
    store.rows(&sql, values![limit], read_change).await
}

/// How many no editor has seen.
pub async fn unseen_count(store: &Store) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM source_change WHERE seen_at IS NULL";
    Ok(store.row(sql, &[], |row| row.int(0)).await?.unwrap_or(0))
}

/// The last change at an article's source, seen or not.
pub async fn last(store: &Store, code: NewsCode) -> Result<Option<SourceChange>, StoreError> {
    store.row(&format!("{CHANGE} WHERE code = $1"), values![code], read_change).await
}

/// An editor has seen it.
pub async fn seen(tx: &mut Tx, code: NewsCode) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run("UPDATE source_change SET seen_at = $1 WHERE code = $2", values![now, code]).await?;
    Ok(())
}

const CHANGE: &str = "SELECT code, kind, found_at, before_text, after_text, seen_at FROM source_change";

fn read_change(row: &Row) -> sqlx::Result<SourceChange> {
    Ok(SourceChange {
        code: row.int(0)?,
        kind: ChangeKind::parse(&row.text(1)?).unwrap_or(ChangeKind::Changed),
        found_at: row.int(2)?,
        before: row.text(3)?,
        after: row.text(4)?,
        is_seen: row.opt_int(5)?.is_some(),
    })
}

fn read_look(row: &Row) -> sqlx::Result<Look> {
    Ok(Look {
        entry_id: row.int(0)?,
        source_id: row.int(1)?,
        code: row.int(2)?,
        state: ArticleState::parse(&row.text(3)?).unwrap_or(ArticleState::Inbox),
        url: row.text(4)?,
        etag: row.opt_text(5)?,
        last_modified: row.opt_text(6)?,
        looks: row.int(7)?,
        refused: row.int(8)?,
        is_from_feed: row.int(9)? != 0,
    })
}
