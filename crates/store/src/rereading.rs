//! Pages of articles that wait, to be read again from what was kept of them: an editor has corrected how their source's
//! pages are read.

use news::article::{NewArticle, NewsCode};

use crate::articles::{self, untouched};
use crate::database::values;
use crate::{Store, StoreError, Tx};

/// How many articles of a source wait that nobody has touched.
pub async fn waiting_count(store: &Store, source_id: i64) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM article WHERE source_id = $1 AND {}", untouched("article"));
    Ok(store.row(&sql, values![source_id], |row| row.int(0)).await?.unwrap_or(0))
}

/// Asks for their pages to be read again.
pub async fn ask(tx: &mut Tx, source_id: i64) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE entry SET reread = 1
        WHERE id IN (SELECT entry_id FROM article WHERE source_id = $1 AND {})",
        untouched("article")
    );
    tx.run(&sql, values![source_id]).await?;
    Ok(())
}

/// Entries whose pages are to be read again, with their articles.
pub async fn due(store: &Store, limit: i64) -> Result<Vec<(i64, NewsCode)>, StoreError> {
    let sql = "SELECT e.id, a.code FROM entry e JOIN article a ON a.entry_id = e.id
        WHERE e.reread = 1 ORDER BY e.id LIMIT $1";
    store.rows(sql, values![limit], |row| Ok((row.int(0)?, row.int(1)?))).await
}

/// The page was read again: what it says now, and when it says that it was published, takes the place of what was read
/// before. False when somebody has touched the article meanwhile: then it stays as it is.
pub async fn keep(tx: &mut Tx, code: NewsCode, new: &NewArticle) -> Result<bool, StoreError> {
    let is_kept = articles::refresh(tx, code, new).await?;
    if is_kept {
        let sql = "UPDATE article SET published_at = $1 WHERE code = $2";
        tx.run(sql, values![new.published_at, code]).await?;
        let sql = "UPDATE sketch SET published_at = $1 WHERE code = $2";
        tx.run(sql, values![new.published_at, code]).await?;
    }
    Ok(is_kept)
}

/// The page need not be read again.
pub async fn done(tx: &mut Tx, entry_id: i64) -> Result<(), StoreError> {
    tx.run("UPDATE entry SET reread = 0 WHERE id = $1", values![entry_id]).await?;
    Ok(())
}
