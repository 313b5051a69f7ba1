//! Live coverage: the reports under an article, and whether more are to come. Whatever changes them is a change of the
//! article: its page, its entry in feeds, its place in the index and its last change follow.

use news::UtcMs;
use news::article::NewsCode;
use news::live::{KEYS_MAX, POSTS_MAX, Post, PostRefusal};

use crate::database::{Row, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

const COLUMNS: &str =
    "l.number, l.at, l.edited_at, l.headline, l.body_html, p.name, l.is_key, l.is_withdrawn, l.version";
const FROM: &str = "FROM live_post l LEFT JOIN person p ON p.id = l.person_id";

/// What a change of a report is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Other words: headline and sanitized HTML.
    Edit(&'a str, &'a str),
    /// Whether it is a key point.
    Key(bool),
    /// Whether readers do not see it.
    Withdraw(bool),
}

/// The reports that readers see, newest first.
pub async fn posts(store: &Store, code: NewsCode, limit: i64, offset: i64) -> Result<Vec<Post>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE l.code = $1 AND l.is_withdrawn = 0 ORDER BY l.number DESC LIMIT $2 OFFSET $3"
    );
    store.rows(&sql, values![code, limit, offset], read).await
}

/// How many reports readers see.
pub async fn count(store: &Store, code: NewsCode) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM live_post WHERE code = $1 AND is_withdrawn = 0";
    Ok(store.row(sql, values![code], |row| row.int(0)).await?.unwrap_or(0))
}

/// The key points that readers see, newest first, each with how many reports are newer than it.
pub async fn keys(store: &Store, code: NewsCode) -> Result<Vec<(Post, i64)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM live_post n WHERE n.code = l.code AND n.is_withdrawn = 0 AND n.number > l.number)
        {FROM} WHERE l.code = $1 AND l.is_withdrawn = 0 AND l.is_key = 1 ORDER BY l.number DESC LIMIT $2"
    );
    let newer = crate::row::column_count(COLUMNS);
    store.rows(&sql, values![code, KEYS_MAX], |row| Ok((read(row)?, row.int(newer)?))).await
}

/// All reports, those that were withdrawn too, newest first.
pub async fn desk(store: &Store, code: NewsCode, limit: i64, offset: i64) -> Result<Vec<Post>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE l.code = $1 ORDER BY l.number DESC LIMIT $2 OFFSET $3");
    store.rows(&sql, values![code, limit, offset], read).await
}

/// How many reports there are, those that were withdrawn too.
pub async fn desk_count(store: &Store, code: NewsCode) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM live_post WHERE code = $1";
    Ok(store.row(sql, values![code], |row| row.int(0)).await?.unwrap_or(0))
}

/// On which page, from 1, of so many reports each [`desk`] has a report.
pub async fn desk_page(store: &Store, code: NewsCode, number: i64, per_page: i64) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM live_post WHERE code = $1 AND number > $2";
    let newer = store.row(sql, values![code, number], |row| row.int(0)).await?.unwrap_or(0);
    Ok(newer / per_page + 1)
}

/// When a coverage was over; None while it runs.
pub async fn ended_at(store: &Store, code: NewsCode) -> Result<Option<UtcMs>, StoreError> {
    let sql = "SELECT ended_at FROM live_end WHERE code = $1";
    store.row(sql, values![code], |row| row.int(0)).await
}

/// Adds a report and answers its number, or why not. The same words again from who sent the last ones are that report: a
/// phone sends twice where the network is weak.
///
/// # Errors
/// [`StoreError::NoSuch`] when there is no such article.
pub async fn add(
    tx: &mut Tx,
    code: NewsCode,
    headline: &str,
    body_html: &str,
    who: Option<i64>,
) -> Result<Result<i64, PostRefusal>, StoreError> {
    touch(tx, code).await?;
    if tx.row("SELECT code FROM live_end WHERE code = $1", values![code], |row| row.int(0)).await?.is_some() {
        return Ok(Err(PostRefusal::Over));
    }
    let sql = "SELECT number FROM live_post WHERE code = $1 AND headline = $2 AND body_html = $3 AND is_withdrawn = 0
        AND COALESCE(person_id, 0) = $4 AND number = (SELECT MAX(number) FROM live_post WHERE code = $1)";
    let same = tx.row(sql, values![code, headline, body_html, who.unwrap_or(0)], |row| row.int(0)).await?;
    if let Some(number) = same {
        return Ok(Ok(number));
    }
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM live_post WHERE code = $1";
    let number = tx.one(sql, values![code], |row| row.int(0)).await?;
    if number > POSTS_MAX {
        return Ok(Err(PostRefusal::TooMany));
    }
    let sql = "INSERT INTO live_post (code, number, at, headline, body_html, person_id, is_key, is_withdrawn, version)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 1)";
    let now = tx.now();
    tx.run(sql, values![code, number, now, headline, body_html, who]).await?;
    Ok(Ok(number))
}

/// Changes a report that still is at `version`; somebody else's newer version is a [`PostRefusal::StaleVersion`].
///
/// # Errors
/// [`StoreError::NoSuch`] when there is no such article.
pub async fn change(
    tx: &mut Tx,
    code: NewsCode,
    number: i64,
    version: i64,
    step: Step<'_>,
) -> Result<Result<(), PostRefusal>, StoreError> {
    touch(tx, code).await?;
    let now = tx.now();
    let (set, mut values) = match step {
        Step::Edit(headline, body_html) => {
            ("headline = $4, body_html = $5, edited_at = $6", values![headline, body_html, now].to_vec())
        }
        Step::Key(is_key) => ("is_key = $4", values![is_key].to_vec()),
        Step::Withdraw(is_withdrawn) => ("is_withdrawn = $4", values![is_withdrawn].to_vec()),
    };
    let sql = format!(
        "UPDATE live_post SET {set}, version = version + 1 WHERE code = $1 AND number = $2 AND version = $3"
    );
    let mut all = values![code, number, version].to_vec();
    all.append(&mut values);
    if tx.run(&sql, &all).await? == 0 {
        return Ok(Err(PostRefusal::StaleVersion));
    }
    let sql = "SELECT COUNT(*) FROM live_post WHERE code = $1 AND is_key = 1 AND is_withdrawn = 0";
    let keys = tx.one(sql, values![code], |row| row.int(0)).await?;
    Ok(if keys > KEYS_MAX { Err(PostRefusal::TooManyKeys) } else { Ok(()) })
}

/// Ends a coverage, or has it go on. What is so already stays as it is.
///
/// # Errors
/// [`StoreError::NoSuch`] when there is no such article.
pub async fn set_over(tx: &mut Tx, code: NewsCode, is_over: bool) -> Result<(), StoreError> {
    touch(tx, code).await?;
    if is_over {
        let sql = "INSERT INTO live_end (code, ended_at) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING";
        let now = tx.now();
        tx.run(sql, values![code, now]).await?;
    } else {
        tx.run("DELETE FROM live_end WHERE code = $1", values![code]).await?;
    }
    Ok(())
}

/// The article changed with its coverage. Its row is locked by that, so that reports are numbered one after another.
async fn touch(tx: &mut Tx, code: NewsCode) -> Result<(), StoreError> {
    let sql = "UPDATE article SET updated_at = $1, modified_at = CASE WHEN state = 'published' THEN $1 ELSE modified_at END
        WHERE code = $2";
    let now = tx.now();
    if tx.run(sql, values![now, code]).await? == 0 {
        return Err(StoreError::NoSuch);
    }
    tx.tell(EventKind::Article, code);
    Ok(())
}

fn read(row: &Row) -> sqlx::Result<Post> {
    Ok(Post {
        number: row.int(0)?,
        at: row.int(1)?,
        edited_at: row.opt_int(2)?,
        headline: row.text(3)?,
        body_html: row.text(4)?,
        by: row.opt_text(5)?,
        is_key: row.int(6)? != 0,
        is_withdrawn: row.int(7)? != 0,
        version: row.int(8)?,
    })
}
