//! What the newsroom says about itself.

use news::settings::SiteSettings;

use crate::database::values;
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

const SITE: &str = "site";

/// The site's settings; defaults before any were set.
pub async fn site(store: &Store) -> Result<SiteSettings, StoreError> {
    let kept =
        store.row("SELECT value FROM setting WHERE name = $1", values![SITE], |row| row.text(0)).await?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Sets the site's settings.
pub async fn set_site(tx: &mut Tx, settings: &SiteSettings) -> Result<(), StoreError> {
    let json = serde_json::to_string(settings).unwrap_or_default();
    let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.run(sql, values![SITE, &json]).await?;
    tx.tell(EventKind::Settings, 0);
    Ok(())
}
