//! Addresses that several sources give. Such a page comes in once, with the entry of the source that gave it first; but
//! when one of them publishes, it comes in under that one's terms, and is published under them if it waits in the inbox
//! already and nobody has touched it.

use news::UtcMs;
use news::article::{ArticleState, NewsCode};
use news::source::Arrival;

use crate::articles::{self, untouched};
use crate::database::{Row, values};
use crate::entries::twins;
use crate::{Store, StoreError, Tx};

/// The entry that brought in the page of an address, of others than one.
pub async fn brought_in(store: &Store, entry_id: i64, url: &str) -> Result<Option<i64>, StoreError> {
    let [slashed, both, other] = &twins(url);
    let sql = "SELECT id FROM entry WHERE url IN ($2, $3, $4, $5) AND state = 'done' AND id <> $1
        UNION ALL SELECT entry_id FROM page WHERE url IN ($2, $3, $4, $5) AND entry_id <> $1 LIMIT 1";
    let given = values![entry_id, url, slashed, both, other];
    store.row(sql, given, |row| row.int(0)).await
}

/// The story and headline of what an entry brought in.
pub async fn brought(store: &Store, entry_id: i64) -> Result<Option<(NewsCode, String)>, StoreError> {
    let sql = "SELECT story, headline FROM article WHERE entry_id = $1";
    store.row(sql, values![entry_id], |row| Ok((row.int(0)?, row.text(1)?))).await
}

/// Keeps the address that an entry's page states for itself.
pub async fn state(tx: &mut Tx, entry_id: i64, canonical: &str) -> Result<(), StoreError> {
    tx.run("UPDATE page SET canonical = $1 WHERE entry_id = $2", values![canonical, entry_id]).await?;
    Ok(())
}

/// Entries, others than one, whose pages state an address for themselves, with the story and headline of what they
/// brought in. A broken system states one address on all its pages, so no more than some are looked at.
pub async fn stating(
    store: &Store,
    entry_id: i64,
    url: &str,
) -> Result<Vec<(i64, NewsCode, String)>, StoreError> {
    let [slashed, both, other] = &twins(url);
    let sql = "SELECT p.entry_id, a.story, a.headline FROM page p JOIN article a ON a.entry_id = p.entry_id
        WHERE p.canonical <> '' AND p.canonical IN ($2, $3, $4, $5) AND p.entry_id <> $1
        ORDER BY p.entry_id DESC LIMIT 20";
    let given = values![entry_id, url, slashed, both, other];
    store.rows(sql, given, |row| Ok((row.int(0)?, row.int(1)?, row.text(2)?))).await
}

/// The entries that brought in the articles of a source in a story, with their addresses.
pub async fn versions_of(
    store: &Store,
    story: NewsCode,
    source_id: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = "SELECT entry_id, source_url FROM article
        WHERE story = $1 AND source_id = $2 AND entry_id IS NOT NULL AND source_url IS NOT NULL";
    store.rows(sql, values![story, source_id], |row| Ok((row.int(0)?, row.text(1)?))).await
}

/// A page has another address, and is looked at there now.
pub async fn moved(tx: &mut Tx, entry_id: i64, url: &str) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = "UPDATE page SET url = $1, look_at = $2, looks = 0, etag = NULL, last_modified = NULL
        WHERE entry_id = $3";
    tx.run(sql, values![url, now, entry_id]).await?;
    Ok(())
}

/// A source gives an entry at another address now: its page is fetched, or looked at again, there.
pub async fn given_elsewhere(tx: &mut Tx, source_id: i64, guid: &str, url: &str) -> Result<(), StoreError> {
    let sql = "UPDATE entry SET url = $1 WHERE source_id = $2 AND guid = $3 RETURNING id";
    let given = tx.row(sql, values![url, source_id, guid], |row| row.int(0)).await?;
    match given {
        Some(id) => moved(tx, id, url).await,
        None => Ok(()),
    }
}

/// How a version of a story stands in the newsroom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Readers have it, had it or will have it, or an editor works on it.
    pub is_in_hand: bool,
    /// An editor does not want it.
    pub is_dismissed: bool,
    /// It was taken away from readers.
    pub is_taken_away: bool,
    /// Its headline.
    pub headline: String,
    /// Its text, as HTML.
    pub body_html: String,
}

/// How the versions of some stories stand.
pub async fn standing(store: &Store, stories: &[NewsCode]) -> Result<Vec<Standing>, StoreError> {
    let mut all = Vec::new();
    for story in stories {
        let sql = format!(
            "SELECT state, CAST(CASE WHEN {} THEN 1 ELSE 0 END AS BIGINT), headline, body_html FROM article WHERE story = $1",
            untouched("article")
        );
        let read = |row: &Row| {
            let is_dismissed = row.text(0)? == ArticleState::Dismissed.as_str();
            let is_taken_away = row.text(0)? == ArticleState::Unpublished.as_str();
            let is_in_hand = !is_dismissed && row.int(1)? == 0;
            let (headline, body_html) = (row.text(2)?, row.text(3)?);
            Ok(Standing { is_in_hand, is_dismissed, is_taken_away, headline, body_html })
        };
        all.extend(store.rows(&sql, values![*story], read).await?);
    }
    Ok(all)
}

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
/// inbox, unless it was published before an instant, somebody has touched it, or there is a version of it that is not
/// waiting as untouched: with readers or an editor, dismissed, or taken away.
pub async fn publish(tx: &mut Tx, source_id: i64, since: UtcMs) -> Result<(), StoreError> {
    let now = tx.now();
    let sql = format!(
        "UPDATE article SET source_id = $1 WHERE {}
        AND published_at >= $4 AND NOT EXISTS (SELECT 1 FROM article v
            WHERE v.story = article.story AND v.code <> article.code AND NOT {})
        AND source_id IN (SELECT id FROM source WHERE arrival = $2)
        AND entry_id IN (SELECT first.id FROM entry own JOIN entry first ON first.url = own.url
            WHERE own.source_id = $1 AND own.state = 'dropped' AND own.failure IS NULL AND own.seen_at = $3
            AND first.state = 'done' AND first.source_id <> own.source_id)
        RETURNING code",
        untouched("article"),
        untouched("v")
    );
    let waited =
        tx.rows(&sql, values![source_id, Arrival::Inbox.as_str(), now, since], |row| row.int(0)).await?;
    for code in waited {
        articles::set_state(tx, code, ArticleState::Published, None).await?;
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
