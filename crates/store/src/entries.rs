//! Entries on their way to becoming articles, and the original bytes of their pages.

use std::collections::{HashMap, HashSet};

use news::UtcMs;
use news::article::NewsCode;
use news::entry::{Again, Entry, EntryState, HeldBack, NewEntry};
use news::failure::Failure;
use news::provenance::Fetched;
use news::source_change::next_look_ms;

use crate::database::{Row, Value, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx, failures};

/// Values of one statement; both databases take some ten thousand.
const VALUES_MAX: usize = 1000;

/// Remembers an entry. None when it is known already. Of an address that was given before, by another source or under
/// another guid, the entry is known from now on, but its page does not come in again: under another title of the same
/// source it is looked at.
pub async fn record(tx: &mut Tx, new: &NewEntry) -> Result<Option<i64>, StoreError> {
    let now = tx.now();
    let [slashed, both, other] = &twins(&new.url);
    let sql = "INSERT INTO entry
        (source_id, guid, url, title, summary, author, published_at, state, attempts, retry_at, seen_at,
         categories, content)
        VALUES ($1, $2, $3, $4, '', $5, $6, CASE WHEN $3 <> '' AND EXISTS (
            SELECT 1 FROM entry WHERE url IN ($3, $8, $9, $10) AND state IN ('waiting', 'failed', 'done')
        ) THEN 'dropped' ELSE 'waiting' END, 0, $7, $7, $11, $12)
        ON CONFLICT (source_id, guid) DO NOTHING RETURNING id, state";
    let given = values![
        new.source_id,
        &new.guid,
        &new.url,
        &new.title,
        &new.author,
        new.published_at,
        now,
        slashed,
        other,
        both,
        new.categories.join("\n"),
        &new.content
    ];
    let recorded = tx.row(sql, given, |row| Ok((row.int(0)?, row.text(1)?))).await?;
    if recorded.as_ref().is_some_and(|(_, state)| state == EntryState::Dropped.as_str()) {
        let sql = "UPDATE page SET look_at = $1, looks = 0 WHERE entry_id IN
            (SELECT id FROM entry WHERE url IN ($2, $5, $6, $7) AND source_id = $3 AND state = 'done' AND title <> $4)";
        let given = values![now, &new.url, new.source_id, &new.title, slashed, other, both];
        tx.run(sql, given).await?;
    }
    Ok(recorded.map(|(id, _)| id))
}

/// The other addresses of an article: with a slash at the end of its path or without, by `http` or by `https`. No site
/// has two articles there, and which of them it answers only the site knows.
pub(crate) fn twins(url: &str) -> [String; 3] {
    let other = match url.split_once("://") {
        Some(("http", rest)) => format!("https://{rest}"),
        Some(("https", rest)) => format!("http://{rest}"),
        _ => url.to_owned(),
    };
    [slashed(url), slashed(&other), other]
}

fn slashed(url: &str) -> String {
    let (path, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    path.strip_suffix('/').map_or_else(|| format!("{path}/{query}"), |path| format!("{path}{query}"))
}

/// A source's entries as its feed gives them now, told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Not known before, in their order, each once.
    pub new: Vec<NewEntry>,
    /// Known, but under another title than its first mention has now.
    pub retitled: Vec<NewEntry>,
    /// Known, but at another address now.
    pub moved: Vec<NewEntry>,
    /// Articles whose text the feed itself gives, which is another now.
    pub reworded: Vec<NewEntry>,
}

/// Tells the entries that a source gives now apart.
pub async fn tell_apart(
    store: &Store,
    source_id: i64,
    mut entries: Vec<NewEntry>,
) -> Result<Seen, StoreError> {
    let mut known = known(store, source_id, &entries).await?;
    let again = |known: &HashMap<String, Known>, entry: &NewEntry| {
        known.get(&entry.guid).map_or(Again::Same, |one| Again::of(&one.title, &one.url, entry))
    };
    let mut others = Vec::new();
    for entry in entries.iter_mut().filter(|entry| again(&known, entry) == Again::Another) {
        entry.guid.clone_from(&entry.url);
        others.push(entry.clone());
    }
    known.extend(self::known(store, source_id, &others).await?);
    let (mut seen, mut given) = (Seen::default(), HashSet::new());
    for entry in entries.into_iter().filter(|entry| given.insert(entry.guid.clone())) {
        let Some(one) = known.get(&entry.guid) else {
            seen.new.push(entry);
            continue;
        };
        let is_retitled = one.title != entry.title;
        if is_retitled {
            seen.retitled.push(entry.clone());
        }
        if again(&known, &entry) == Again::Moved {
            seen.moved.push(entry.clone());
        }
        // A feed that gives no text any more says nothing of the one it gave.
        let gives_text = !one.content.is_empty() && !entry.content.is_empty();
        if gives_text && (is_retitled || one.content != entry.content) {
            seen.reworded.push(entry);
        }
    }
    Ok(seen)
}

/// What is known of an entry that a feed gives again.
struct Known {
    title: String,
    url: String,
    /// Of an article that was made from it.
    content: String,
}

/// By guid, what is known of a source's entries.
async fn known(
    store: &Store,
    source_id: i64,
    entries: &[NewEntry],
) -> Result<HashMap<String, Known>, StoreError> {
    let mut known = HashMap::new();
    for part in entries.chunks(VALUES_MAX) {
        let marks: Vec<String> = (2..part.len() + 2).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT guid, title, url, CASE WHEN state = 'done' THEN content ELSE '' END FROM entry
            WHERE source_id = $1 AND guid IN ({})",
            marks.join(", ")
        );
        let guids = part.iter().map(|entry| Value::from(&entry.guid));
        let values: Vec<Value> = std::iter::once(source_id.into()).chain(guids).collect();
        let read = |row: &Row| {
            Ok((row.text(0)?, Known { title: row.text(1)?, url: row.text(2)?, content: row.text(3)? }))
        };
        known.extend(store.rows(&sql, &values, read).await?);
    }
    Ok(known)
}

/// Whether a source ever led to a page at another address than its own.
pub async fn is_front(store: &Store, source_id: i64, own: &[&str]) -> Result<bool, StoreError> {
    let marks: Vec<String> = (2..own.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT id FROM entry WHERE source_id = $1 AND url <> '' AND url NOT IN ({}) LIMIT 1",
        marks.join(", ")
    );
    let own = own.iter().map(|url| Value::from(*url));
    let values: Vec<Value> = std::iter::once(source_id.into()).chain(own).collect();
    Ok(!store.rows(&sql, &values, |row| row.int(0)).await?.is_empty())
}

/// Entries to be fetched now, first seen first, at most `per_source` of each source: one with many delays no other.
pub async fn waiting(
    store: &Store,
    now: UtcMs,
    limit: i64,
    per_source: i64,
) -> Result<Vec<Entry>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT e.*, ROW_NUMBER() OVER (PARTITION BY source_id ORDER BY retry_at, id) AS place
              FROM entry e WHERE state IN ('waiting', 'failed') AND retry_at <= $1) AS due
        WHERE place <= $2 ORDER BY CASE WHEN attempts > 0 THEN 1 ELSE 0 END, retry_at, id LIMIT $3"
    );
    store.rows(&sql, values![now, per_source, limit], read).await
}

/// One entry; None when there is none of that number.
pub async fn by_id(store: &Store, id: i64) -> Result<Option<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE id = $1");
    store.row(&sql, values![id], read).await
}

/// A source's entries that could not be brought in, last tried first.
pub async fn troubled(store: &Store, source_id: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE source_id = $1 AND state IN ('failed', 'dropped') AND failure IS NOT NULL
        ORDER BY id DESC LIMIT $2"
    );
    store.rows(&sql, values![source_id, limit], read).await
}

/// When a source gave the last that was new.
pub async fn last_seen(store: &Store, source_id: i64) -> Result<Option<UtcMs>, StoreError> {
    let sql = "SELECT seen_at FROM entry WHERE id = (SELECT MAX(id) FROM entry WHERE source_id = $1)";
    store.row(sql, values![source_id], |row| row.int(0)).await
}

/// By source, how many entries seen since an instant could not be brought in.
pub async fn failed_since(store: &Store, since: UtcMs) -> Result<HashMap<i64, i64>, StoreError> {
    let sql = "SELECT source_id, COUNT(*) FROM entry
        WHERE state IN ('failed', 'dropped') AND failure IS NOT NULL AND seen_at >= $1 GROUP BY source_id";
    let counted = store.rows(sql, values![since], |row| Ok((row.int(0)?, row.int(1)?))).await?;
    Ok(counted.into_iter().collect())
}

/// A feed gives another text for an entry.
pub async fn reword(tx: &mut Tx, id: i64, content: &str) -> Result<(), StoreError> {
    tx.run("UPDATE entry SET content = $1 WHERE id = $2", values![content, id]).await?;
    Ok(())
}

/// The whole text of an entry, where its feed gives one and its page does not.
pub async fn content(store: &Store, id: i64) -> Result<String, StoreError> {
    let found = store.row("SELECT content FROM entry WHERE id = $1", values![id], |row| row.text(0)).await?;
    Ok(found.unwrap_or_default())
}

/// A page as fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedPage {
    /// Its address after redirects.
    pub url: String,
    /// The server's Content-Type.
    pub content_type: Option<String>,
    /// The server's ETag.
    pub etag: Option<String>,
    /// The server's Last-Modified.
    pub last_modified: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// What was fetched, byte for byte.
    pub bytes: Vec<u8>,
    /// Whether the text of a feed stands in for a page that cannot be read.
    pub is_from_feed: bool,
}

/// Keeps an entry's page as fetched; it is looked at again for some days, counted from when it was kept first.
pub async fn keep_page(tx: &mut Tx, id: i64, page: &FetchedPage) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = "INSERT INTO page (entry_id, url, content_type, fetched_at, sha256, bytes, etag, last_modified, look_at,
        from_feed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (entry_id) DO UPDATE SET url = excluded.url, content_type = excluded.content_type,
        fetched_at = excluded.fetched_at, sha256 = excluded.sha256, bytes = excluded.bytes, etag = excluded.etag,
        last_modified = excluded.last_modified, from_feed = excluded.from_feed";
    let values = values![
        id,
        &page.url,
        &page.content_type,
        now,
        &page.sha256,
        page.bytes.as_slice(),
        &page.etag,
        &page.last_modified,
        next_look_ms(0).map(|wait| now + wait).filter(|_| !page.is_from_feed),
        i64::from(page.is_from_feed),
    ];
    tx.run(sql, values).await?;
    // Its article's page tells when it was fetched.
    let sql = "SELECT code FROM article WHERE entry_id = $1";
    for code in tx.rows(sql, values![id], |row| row.int(0)).await? {
        tx.tell(EventKind::Article, code);
    }
    Ok(())
}

/// An entry's page as it was fetched.
pub async fn page(store: &Store, id: i64) -> Result<Option<FetchedPage>, StoreError> {
    let sql = "SELECT url, content_type, COALESCE(sha256, ''), bytes, etag, last_modified, from_feed
        FROM page WHERE entry_id = $1";
    let read = |row: &Row| {
        Ok(FetchedPage {
            url: row.text(0)?,
            content_type: row.opt_text(1)?,
            sha256: row.text(2)?,
            bytes: row.bytes(3)?,
            etag: row.opt_text(4)?,
            last_modified: row.opt_text(5)?,
            is_from_feed: row.int(6)? != 0,
        })
    };
    store.row(sql, values![id], read).await
}

/// What is known of an entry's page without reading it.
pub async fn fetched(store: &Store, id: i64) -> Result<Option<Fetched>, StoreError> {
    let sql = "SELECT url, fetched_at, sha256, from_feed FROM page WHERE entry_id = $1";
    let read = |row: &Row| {
        let is_from_feed = row.int(3)? != 0;
        Ok(Fetched { url: row.text(0)?, at: row.int(1)?, sha256: row.opt_text(2)?, is_from_feed })
    };
    store.row(sql, values![id], read).await
}

/// The entry became an article, which may be held back from readers. The text of a feed that stands in for its page is
/// kept, so that a correction of it is seen.
pub async fn finish(tx: &mut Tx, id: i64, held: Option<HeldBack>) -> Result<(), StoreError> {
    let sql = "UPDATE entry SET state = 'done', failure = NULL, held = $1, content = CASE WHEN EXISTS
        (SELECT 1 FROM page WHERE entry_id = $2 AND from_feed = 1) THEN content ELSE '' END WHERE id = $2";
    tx.run(sql, values![held.map_or("", HeldBack::as_str), id]).await?;
    Ok(())
}

/// Why articles of these were held back from readers, by their codes.
pub async fn held_back(store: &Store, codes: &[NewsCode]) -> Result<HashMap<NewsCode, HeldBack>, StoreError> {
    let marks: Vec<String> = (1..=codes.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT a.code, e.held FROM article a JOIN entry e ON e.id = a.entry_id
        WHERE a.code IN ({}) AND e.held <> ''",
        marks.join(", ")
    );
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let values: Vec<Value> = codes.iter().map(|code| (*code).into()).collect();
    let found = store.rows(&sql, &values, |row| Ok((row.int(0)?, row.text(1)?))).await?;
    Ok(found.into_iter().filter_map(|(code, word)| Some((code, HeldBack::parse(&word)?))).collect())
}

/// The entry failed; without `retry_at` it is given up.
pub async fn fail(
    tx: &mut Tx,
    id: i64,
    failure: &Failure,
    retry_at: Option<UtcMs>,
) -> Result<(), StoreError> {
    let state = if retry_at.is_some() { EntryState::Failed } else { EntryState::Dropped };
    let sql = "UPDATE entry SET state = $1, failure = $2, retry_at = $3, attempts = attempts + 1,
        content = CASE WHEN $3 = 0 THEN '' ELSE content END WHERE id = $4";
    tx.run(sql, values![state.as_str(), &failures::written(Some(failure)), retry_at.unwrap_or(0), id])
        .await?;
    Ok(())
}

/// The entry's page is no news, and was not given as such.
pub async fn set_aside(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.run("UPDATE entry SET state = 'dropped', failure = NULL, content = '' WHERE id = $1", values![id])
        .await?;
    Ok(())
}

/// Puts an entry off: its host asks for more time between two readings. That is no failed try.
pub async fn postpone(tx: &mut Tx, id: i64, until: UtcMs) -> Result<(), StoreError> {
    tx.run("UPDATE entry SET retry_at = $1 WHERE id = $2", values![until, id]).await?;
    Ok(())
}

/// What [`read`] reads of an entry.
const COLUMNS: &str =
    "id, source_id, guid, url, title, author, published_at, state, attempts, failure, categories";

fn read(row: &Row) -> sqlx::Result<Entry> {
    let seen = NewEntry {
        source_id: row.int(1)?,
        guid: row.text(2)?,
        url: row.text(3)?,
        title: row.text(4)?,
        content: String::new(),
        author: row.text(5)?,
        published_at: row.opt_int(6)?,
        categories: row.text(10)?.lines().map(str::to_owned).collect(),
    };
    Ok(Entry {
        id: row.int(0)?,
        seen,
        state: EntryState::parse(&row.text(7)?).unwrap_or(EntryState::Waiting),
        attempts: row.int(8)?,
        failure: failures::read(row.opt_text(9)?),
    })
}
