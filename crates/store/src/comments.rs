//! Comments. An article's count of published comments is kept right in the same transaction.

use news::UtcMs;
use news::article::NewsCode;
use news::comment::{Comment, CommentCounts, CommentState, NewComment};

use crate::database::{Row, values};
use crate::events::EventKind;
use crate::row::column_count;
use crate::{Store, StoreError, Tx};

const COLUMNS: &str = "c.id, c.code, c.parent_id, c.name, c.email, c.body, c.state, c.created_at";

/// Lets others who write about comments of an article wait until this transaction ends, so that what is asked within it
/// stays true.
pub async fn hold(tx: &mut Tx, code: NewsCode) -> Result<(), StoreError> {
    tx.run("UPDATE article SET comment_count = comment_count WHERE code = $1", values![code]).await?;
    Ok(())
}

/// Keeps a comment for moderation. `sender` is a hash under a key that is kept nowhere, never an address.
pub async fn create(
    tx: &mut Tx,
    code: i64,
    parent: Option<i64>,
    new: &NewComment,
    sender: &[u8],
) -> Result<i64, StoreError> {
    let now = tx.now();
    let folded = persian::fold::fold(&new.body);
    let sql = "INSERT INTO comment (code, parent_id, name, email, body, body_fold, state, sender, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8) RETURNING id";
    let values = values![code, parent, &new.name, &new.email, &new.body, &folded, sender, now];
    let id = tx.one(sql, values, |row| row.int(0)).await?;
    tx.tell(EventKind::Comment, code);
    Ok(id)
}

/// Whether the same words, however spelled, were sent to the same article already.
pub async fn is_repeated(tx: &mut Tx, code: i64, body: &str) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM comment WHERE code = $1 AND body_fold = $2";
    Ok(tx.one(sql, values![code, &persian::fold::fold(body)], |row| row.int(0)).await? > 0)
}

/// How many comments a sender sent since `since`.
pub async fn count_from(tx: &mut Tx, sender: &[u8], since: UtcMs) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM comment WHERE sender = $1 AND created_at >= $2";
    tx.one(sql, values![sender, since], |row| row.int(0)).await
}

/// Published comments of an article, oldest first.
pub async fn approved(store: &Store, code: i64, limit: i64) -> Result<Vec<Comment>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM comment c WHERE c.code = $1 AND c.state = 'approved' ORDER BY c.created_at, c.id LIMIT $2"
    );
    store.rows(&sql, values![code, limit], read).await
}

/// How many comments of an article stand where; of the whole site when `code` is None.
pub async fn counts(store: &Store, code: Option<i64>) -> Result<CommentCounts, StoreError> {
    let map = |row: &Row| Ok((row.text(0)?, row.int(1)?));
    let found = match code {
        Some(code) => {
            store
                .rows(
                    "SELECT state, COUNT(*) FROM comment WHERE code = $1 GROUP BY state",
                    values![code],
                    map,
                )
                .await?
        }
        None => store.rows("SELECT state, COUNT(*) FROM comment GROUP BY state", &[], map).await?,
    };
    let mut counts = CommentCounts::default();
    for (state, count) in found {
        match CommentState::parse(&state) {
            Some(CommentState::Approved) => counts.approved = count,
            Some(CommentState::Pending) => counts.pending = count,
            Some(CommentState::Rejected) => counts.rejected = count,
            None => {}
        }
    }
    Ok(counts)
}

/// The articles with most published comments that were written since `since`, and how many each has.
pub async fn most_discussed(
    store: &Store,
    since: UtcMs,
    limit: i64,
) -> Result<Vec<(NewsCode, i64)>, StoreError> {
    let sql = "SELECT code, COUNT(*) FROM comment WHERE state = 'approved' AND created_at >= $1
        GROUP BY code ORDER BY 2 DESC, code DESC LIMIT $2";
    store.rows(sql, values![since, limit], |row| Ok((row.int(0)?, row.int(1)?))).await
}

/// Comments in a state with their article's headline, newest first.
pub async fn queue(
    store: &Store,
    state: CommentState,
    limit: i64,
    offset: i64,
) -> Result<Vec<(Comment, String)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, a.headline FROM comment c JOIN article a ON a.code = c.code
         WHERE c.state = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT $2 OFFSET $3"
    );
    store
        .rows(&sql, values![state.as_str(), limit, offset], |row| {
            Ok((read(row)?, row.text(column_count(COLUMNS))?))
        })
        .await
}

/// Decides about a comment. False when there is no such comment.
pub async fn decide(tx: &mut Tx, id: i64, state: CommentState, who: Option<i64>) -> Result<bool, StoreError> {
    let now = tx.now();
    let sql = "UPDATE comment SET state = $1, decided_at = $2, decided_by = $3 WHERE id = $4 RETURNING code";
    let Some(code) = tx.row(sql, values![state.as_str(), now, who, id], |row| row.int(0)).await? else {
        return Ok(false);
    };
    // Of two who decide at the same time the second counts what the first decided.
    hold(tx, code).await?;
    let sql = "UPDATE article SET comment_count =
        (SELECT COUNT(*) FROM comment WHERE code = $1 AND state = 'approved') WHERE code = $1";
    tx.run(sql, values![code]).await?;
    tx.tell(EventKind::Comment, code);
    Ok(true)
}

fn read(row: &Row) -> sqlx::Result<Comment> {
    Ok(Comment {
        id: row.int(0)?,
        code: row.int(1)?,
        parent_id: row.opt_int(2)?,
        name: row.text(3)?,
        email: row.opt_text(4)?,
        body: row.text(5)?,
        state: CommentState::parse(&row.text(6)?).unwrap_or(CommentState::Pending),
        created_at: row.int(7)?,
    })
}
