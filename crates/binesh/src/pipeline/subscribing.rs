//! Asking a feed's hub to tell us of its news (WebSub): it is then read within a second, not within its wait.
//!
//! Reading goes on as before: a hub that falls silent costs minutes, not news.

use news::UtcMs;
use store::subscriptions::{self, Subscription};

use crate::site::Site;

/// A hub is asked again so long before its word ends, and so long after it was asked in vain.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Ten days, as most hubs grant.
const LEASE_S: &str = "864000";
/// Bytes of the secret part of our address: nobody guesses it.
const TOKEN_BYTES: usize = 16;

/// Asks the hub of a source when its word ends soon or was never given. Without a public address nobody can reach us.
///
/// # Errors
/// Only when the database does not answer; a hub that does not answer is asked another day.
pub(super) async fn subscribe(
    site: &Site,
    source_id: i64,
    (hub, topic): (String, String),
    now: UtcMs,
) -> anyhow::Result<()> {
    let Some(base) = &site.public_base else { return Ok(()) };
    let known = subscriptions::of_source(&site.store, source_id).await?;
    let is_fresh = |known: &Subscription| {
        let agreed = known.agreed_until.is_some_and(|until| until - now > DAY_MS);
        (known.hub == hub && known.topic == topic) && (agreed || now - known.asked_at < DAY_MS)
    };
    if known.as_ref().is_some_and(is_fresh) {
        return Ok(());
    }
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)?;
    let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let asked = Subscription { source_id, hub, topic, token, asked_at: now, agreed_until: None };
    // Kept first: the hub asks back before it answers.
    let mut tx = site.store.begin(now).await?;
    subscriptions::ask(&mut tx, &asked).await?;
    tx.commit().await?;
    let callback = format!("{base}/websub/{}", asked.token);
    let fields = [
        ("hub.mode", "subscribe"),
        ("hub.topic", asked.topic.as_str()),
        ("hub.callback", callback.as_str()),
        ("hub.lease_seconds", LEASE_S),
    ];
    if let Err(why) = site.door.post_form(&asked.hub, &fields).await {
        tracing::debug!("the hub {} could not be asked: {why}", asked.hub);
    }
    Ok(())
}
