//! Pictures: which articles show which, what is to be fetched, and what is kept.

use news::UtcMs;
use news::article::NewsCode;
use news::failure::Failure;
use news::picture::{OWN, Picture, addresses};

use crate::database::{Row, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx, failures};

/// How often a picture is asked for before it is given up.
const ATTEMPTS_MAX: i64 = 5;
/// Between two tries: so many times longer each time.
const RETRY_MS: i64 = 60_000;
/// An AVIF that failed so often is not tried again.
const AVIF_ATTEMPTS_MAX: i64 = 3;

/// Columns of a picture by the name `p`.
macro_rules! picture_columns {
    () => {
        "p.hash, p.width, p.height, p.placeholder, p.focus_x, p.focus_y, p.edition, p.has_avif, p.alt, p.caption, p.credit"
    };
}
pub(crate) use picture_columns;

const PICTURE: &str = picture_columns!();

/// Notes the kept pictures that stand for articles, of the article pictures `s` that a condition names.
const LEADS: &str = "INSERT INTO lead_picture (code, hash) SELECT s.code, d.hash FROM article_picture s
    JOIN picture_address d ON d.address = s.address WHERE s.position = 0 AND d.hash IS NOT NULL AND";

/// A picture to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Where it is.
    pub address: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// Notes which pictures an article shows now. Those of others that are not known yet are fetched when `is_fetched`.
pub(crate) async fn note(
    tx: &mut Tx,
    code: NewsCode,
    body_html: &str,
    is_fetched: bool,
) -> Result<(), StoreError> {
    tx.run("DELETE FROM article_picture WHERE code = $1", values![code]).await?;
    let next_at = is_fetched.then_some(tx.now());
    for (position, address) in addresses(body_html).iter().enumerate() {
        let sql = "INSERT INTO article_picture (code, position, address) VALUES ($1, $2, $3)";
        tx.run(sql, values![code, position as i64, address]).await?;
        if !address.starts_with(OWN) {
            let sql = "INSERT INTO picture_address (address, attempts, next_at) VALUES ($1, 0, $2)
                ON CONFLICT (address) DO UPDATE SET next_at = excluded.next_at
                WHERE picture_address.hash IS NULL AND picture_address.attempts = 0 AND excluded.next_at IS NOT NULL";
            tx.run(sql, values![address, next_at]).await?;
        }
    }
    tx.run("DELETE FROM lead_picture WHERE code = $1", values![code]).await?;
    let sql = format!("{LEADS} s.code = $1");
    tx.run(&sql, values![code]).await?;
    Ok(())
}

/// Pictures whose time has come to be fetched, longest waiting first.
pub async fn due(store: &Store, now: UtcMs, limit: i64) -> Result<Vec<Wanted>, StoreError> {
    let sql = "SELECT address, attempts FROM picture_address WHERE next_at IS NOT NULL AND next_at <= $1
        ORDER BY next_at LIMIT $2";
    let read = |row: &Row| Ok(Wanted { address: row.text(0)?, attempts: row.int(1)? });
    store.rows(sql, values![now, limit], read).await
}

/// The picture at an address is kept: the articles that show it say so from now on.
pub async fn keep(tx: &mut Tx, address: &str, picture: &Picture) -> Result<(), StoreError> {
    let (now, (x, y)) = (tx.now(), picture.focus);
    let sql = "INSERT INTO picture (hash, width, height, placeholder, focus_x, focus_y, edition, has_avif, avif_attempts,
        alt, caption, credit, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, $11)
        ON CONFLICT (hash) DO NOTHING";
    let values = values![
        &picture.hash,
        picture.width,
        picture.height,
        picture.placeholder.as_slice(),
        x,
        y,
        picture.edition,
        &picture.alt,
        &picture.caption,
        &picture.credit,
        now,
    ];
    tx.run(sql, values).await?;
    let sql = "INSERT INTO picture_address (address, hash, attempts) VALUES ($1, $2, 0)
        ON CONFLICT (address) DO UPDATE SET hash = excluded.hash, next_at = NULL, failure = NULL";
    tx.run(sql, values![address, &picture.hash]).await?;
    let sql = format!("{LEADS} s.address = $1 ON CONFLICT (code) DO NOTHING");
    tx.run(&sql, values![address]).await?;
    tell(tx, &picture.hash).await
}

/// A picture could not be fetched: it is tried again at a time that is said, or later and later, or never.
pub async fn failed(
    tx: &mut Tx,
    wanted: &Wanted,
    failure: &Failure,
    is_final: bool,
) -> Result<(), StoreError> {
    let attempts = wanted.attempts + 1;
    let is_final = is_final || attempts >= ATTEMPTS_MAX;
    let next_at = (!is_final).then(|| tx.now() + (RETRY_MS << (2 * attempts)));
    let sql = "UPDATE picture_address SET attempts = $1, next_at = $2, failure = $3 WHERE address = $4";
    tx.run(sql, values![attempts, next_at, &failures::written(Some(failure)), &wanted.address]).await?;
    Ok(())
}

/// Puts a fetch off: the host asks for more time.
pub async fn postpone(tx: &mut Tx, wanted: &Wanted, until: UtcMs) -> Result<(), StoreError> {
    let sql = "UPDATE picture_address SET next_at = $1 WHERE address = $2";
    tx.run(sql, values![until, &wanted.address]).await?;
    Ok(())
}

/// Why the picture at an address is not here, when that is known.
pub async fn failure(store: &Store, address: &str) -> Result<Option<Failure>, StoreError> {
    let sql = "SELECT failure FROM picture_address WHERE address = $1";
    let kept = store.row(sql, values![address], |row| row.opt_text(0)).await?;
    Ok(failures::read(kept.flatten()))
}

/// The kept pictures of an article by their addresses in its body.
pub async fn of_article(store: &Store, code: NewsCode) -> Result<Vec<(String, Picture)>, StoreError> {
    let sql = format!(
        "SELECT {PICTURE}, s.address FROM article_picture s JOIN picture_address d ON d.address = s.address
        JOIN picture p ON p.hash = d.hash WHERE s.code = $1 ORDER BY s.position"
    );
    let read = |row: &Row| Ok((row.text(crate::row::column_count(PICTURE))?, read(row, 0)?));
    store.rows(&sql, values![code], read).await
}

/// The picture with this hash.
pub async fn by_hash(store: &Store, hash: &str) -> Result<Option<Picture>, StoreError> {
    let sql = format!("SELECT {PICTURE} FROM picture p WHERE p.hash = $1");
    store.row(&sql, values![hash], |row| read(row, 0)).await
}

/// Moves what has to be seen of a picture; its crops are of the answered edition.
pub async fn set_focus(tx: &mut Tx, hash: &str, focus: (i64, i64)) -> Result<i64, StoreError> {
    let sql = "UPDATE picture SET focus_x = $1, focus_y = $2, edition = edition + 1, has_avif = 0, avif_attempts = 0
        WHERE hash = $3 RETURNING edition";
    let edition = tx.row(sql, values![focus.0, focus.1, hash], |row| row.int(0)).await?;
    tell(tx, hash).await?;
    edition.ok_or(StoreError::NoSuch)
}

/// Pictures without AVIF, least tried first.
pub async fn without_avif(store: &Store, limit: i64) -> Result<Vec<Picture>, StoreError> {
    let sql = format!(
        "SELECT {PICTURE} FROM picture p WHERE p.has_avif = 0 AND p.avif_attempts < {AVIF_ATTEMPTS_MAX}
        ORDER BY p.avif_attempts, p.created_at LIMIT $1"
    );
    store.rows(&sql, values![limit], |row| read(row, 0)).await
}

/// The AVIF of a picture's edition is made, or was tried once more.
pub async fn avif_tried(tx: &mut Tx, picture: &Picture, is_made: bool) -> Result<(), StoreError> {
    let sql = "UPDATE picture SET has_avif = $1, avif_attempts = avif_attempts + 1 WHERE hash = $2 AND edition = $3";
    tx.run(sql, values![is_made, &picture.hash, picture.edition]).await?;
    if is_made {
        tell(tx, &picture.hash).await?;
    }
    Ok(())
}

/// The articles that show a picture changed.
async fn tell(tx: &mut Tx, hash: &str) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT s.code FROM article_picture s JOIN picture_address d ON d.address = s.address
        WHERE d.hash = $1 ORDER BY s.code";
    for code in tx.rows(sql, values![hash], |row| row.int(0)).await? {
        tx.tell(EventKind::Article, code);
    }
    Ok(())
}

/// A picture from the columns that begin at `at`.
pub(crate) fn read(row: &Row, at: usize) -> sqlx::Result<Picture> {
    Ok(Picture {
        hash: row.text(at)?,
        width: row.int(at + 1)?,
        height: row.int(at + 2)?,
        placeholder: row.bytes(at + 3)?,
        focus: (row.int(at + 4)?, row.int(at + 5)?),
        edition: row.int(at + 6)?,
        has_avif: row.int(at + 7)? != 0,
        alt: row.text(at + 8)?,
        caption: row.text(at + 9)?,
        credit: row.text(at + 10)?,
    })
}

/// As [`read`], of a join that may have found none.
pub(crate) fn read_joined(row: &Row, at: usize) -> sqlx::Result<Option<Picture>> {
    if row.opt_text(at)?.is_none() { Ok(None) } else { read(row, at).map(Some) }
}
