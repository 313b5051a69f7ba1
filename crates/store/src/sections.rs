//! Sections of the site.

use news::section::{FIRST, Section};

use crate::database::{Row, values};
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

/// Every section in menu order.
pub async fn all(store: &Store) -> Result<Vec<Section>, StoreError> {
    store.rows("SELECT id, slug, name, position FROM section ORDER BY position, id", &[], read).await
}

/// The section at an address.
pub async fn by_slug(store: &Store, slug: &str) -> Result<Option<Section>, StoreError> {
    store.row("SELECT id, slug, name, position FROM section WHERE slug = $1", values![slug], read).await
}

/// Makes a section at the end of the menu. The slug must be new.
pub async fn create(tx: &mut Tx, slug: &str, name: &str) -> Result<i64, StoreError> {
    let sql = "INSERT INTO section (slug, name, position)
        VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM section)) RETURNING id";
    let id = tx.one(sql, values![slug, name], |row| row.int(0)).await?;
    tx.tell(EventKind::Section, id);
    Ok(id)
}

/// Gives a new site its first sections; does nothing when there are any.
pub async fn ensure_first(tx: &mut Tx) -> Result<(), StoreError> {
    if tx.one("SELECT COUNT(*) FROM section", &[], |row| row.int(0)).await? == 0 {
        for (slug, name) in FIRST {
            create(tx, slug, name).await?;
        }
    }
    Ok(())
}

fn read(row: &Row) -> sqlx::Result<Section> {
    Ok(Section { id: row.int(0)?, slug: row.text(1)?, name: row.text(2)?, position: row.int(3)? })
}
