//! What the newsroom says about itself.

use news::settings::SiteSettings;

use crate::database::values;
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

const SITE: &str = "site";
const LOGO: &str = "logo";

/// A picture that stands for the site's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its file name, which carries the hash of its bytes.
    pub name: String,
    /// What is served.
    pub bytes: Vec<u8>,
}

/// The logo, when there is one. It is small, and read by few: browsers keep it for ever.
pub async fn logo(store: &Store) -> Result<Option<Logo>, StoreError> {
    let kept =
        store.row("SELECT value FROM setting WHERE name = $1", values![LOGO], |row| row.text(0)).await?;
    Ok(kept.and_then(|text| {
        let (name, digits) = text.split_once(' ')?;
        let bytes =
            (0..digits.len() / 2).map(|at| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok());
        Some(Logo { name: name.to_owned(), bytes: bytes.collect::<Option<_>>()? })
    }))
}

/// Sets the logo; without one the name stands in letters. The site's settings name it.
pub async fn set_logo(tx: &mut Tx, logo: Option<&Logo>) -> Result<(), StoreError> {
    let text = logo.map_or_else(String::new, |logo| {
        let digits: String = logo.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{} {digits}", logo.name)
    });
    set(tx, LOGO, &text).await
}

/// The site's settings; defaults before any were set.
pub async fn site(store: &Store) -> Result<SiteSettings, StoreError> {
    let kept =
        store.row("SELECT value FROM setting WHERE name = $1", values![SITE], |row| row.text(0)).await?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Sets the site's settings.
pub async fn set_site(tx: &mut Tx, settings: &SiteSettings) -> Result<(), StoreError> {
    set(tx, SITE, &serde_json::to_string(settings).unwrap_or_default()).await?;
    tx.tell(EventKind::Settings, 0);
    Ok(())
}

async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.run(sql, values![name, value]).await?;
    Ok(())
}
