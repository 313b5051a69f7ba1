//! Subscriptions at the hubs of sources (WebSub, W3C 2018).

use news::UtcMs;

use crate::database::{Row, values};
use crate::{Store, StoreError, Tx, sources};

/// What we asked a hub for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The source whose news it tells.
    pub source_id: i64,
    /// The hub's address.
    pub hub: String,
    /// What the hub calls the source's feed.
    pub topic: String,
    /// The secret part of the address at which the hub reaches us.
    pub token: String,
    /// When we asked last.
    pub asked_at: UtcMs,
    /// Until when the hub agreed; None until it does.
    pub agreed_until: Option<UtcMs>,
}

/// A hub's word makes a source be read at once, but no more often than this.
const TOLD_MS_MIN: i64 = 10_000;

const SUBSCRIPTION: &str = "SELECT source_id, hub, topic, token, asked_at, agreed_until FROM subscription";

/// A source's subscription.
pub async fn of_source(store: &Store, source_id: i64) -> Result<Option<Subscription>, StoreError> {
    store.row(&format!("{SUBSCRIPTION} WHERE source_id = $1"), values![source_id], read).await
}

/// The subscription that a hub speaks of.
pub async fn by_token(store: &Store, token: &str) -> Result<Option<Subscription>, StoreError> {
    store.row(&format!("{SUBSCRIPTION} WHERE token = $1"), values![token], read).await
}

/// We ask a hub, anew or again.
pub async fn ask(tx: &mut Tx, asked: &Subscription) -> Result<(), StoreError> {
    let sql = "INSERT INTO subscription (source_id, hub, topic, token, asked_at, agreed_until)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source_id) DO UPDATE SET hub = excluded.hub,
        topic = excluded.topic, token = excluded.token, asked_at = excluded.asked_at,
        agreed_until = excluded.agreed_until";
    let values =
        values![asked.source_id, &asked.hub, &asked.topic, &asked.token, asked.asked_at, asked.agreed_until];
    tx.run(sql, values).await?;
    Ok(())
}

/// The hub agreed until then, or refused.
pub async fn answer(tx: &mut Tx, token: &str, agreed_until: Option<UtcMs>) -> Result<(), StoreError> {
    let sql = "UPDATE subscription SET agreed_until = $1 WHERE token = $2";
    tx.run(sql, values![agreed_until, token]).await?;
    Ok(())
}

/// The hub says that there is news: the source is read now, or soon after its last reading, in its hours.
pub async fn told(tx: &mut Tx, source_id: i64) -> Result<(), StoreError> {
    let now = sources::in_its_hours(tx, source_id).await?;
    let sql = "UPDATE source SET next_poll_at = CASE WHEN fetched_at IS NULL OR fetched_at + $1 < $2 THEN $2
            ELSE fetched_at + $1 END
        WHERE id = $3 AND enabled = 1 AND failures = 0 AND next_poll_at > $2";
    tx.run(sql, values![TOLD_MS_MIN, now, source_id]).await?;
    Ok(())
}

fn read(row: &Row) -> sqlx::Result<Subscription> {
    Ok(Subscription {
        source_id: row.int(0)?,
        hub: row.text(1)?,
        topic: row.text(2)?,
        token: row.text(3)?,
        asked_at: row.int(4)?,
        agreed_until: row.opt_int(5)?,
    })
}
