//! Tags. Equal slugs are one tag; the first spelling names it.

use news::article::{TAG_CHARS_MAX, TAGS_MAX};

use crate::database::{Row, values};
use crate::{Store, StoreError, Tx};

/// A tag as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its row.
    pub id: i64,
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Tags whose uses are counted to find the most used.
const WEIGHED_MAX: i64 = 20;

/// Whether readers have an article with the tag `t`: names of what is not yet, or no more, published are no one's business.
const IS_PUBLIC: &str = "EXISTS (SELECT 1 FROM article_tag l JOIN article a ON a.code = l.code
    WHERE l.tag_id = t.id AND a.state = 'published')";

/// The tag at an address, when a published article has it.
pub async fn by_slug(store: &Store, slug: &str) -> Result<Option<Tag>, StoreError> {
    let sql = format!("SELECT t.id, t.slug, t.name FROM tag t WHERE t.slug = $1 AND {IS_PUBLIC}");
    store.row(&sql, values![slug], read).await
}

/// The place in addresses of a tag, by its row.
pub async fn slug(store: &Store, id: i64) -> Result<Option<String>, StoreError> {
    store.row("SELECT slug FROM tag WHERE id = $1", values![id], |row| row.text(0)).await
}

/// Tags of published articles whose slugs begin so, of the first made the most used first. Reads all slugs, which are
/// short.
pub async fn beginning(store: &Store, slug: &str, limit: i64) -> Result<Vec<Tag>, StoreError> {
    let like = slug.replace(['%', '_', '!'], "") + "%";
    let sql = format!(
        "SELECT id, slug, name FROM
            (SELECT t.id, t.slug, t.name FROM tag t WHERE t.slug LIKE $1 AND {IS_PUBLIC} ORDER BY t.id LIMIT $2) t
        ORDER BY (SELECT COUNT(*) FROM article_tag l WHERE l.tag_id = t.id) DESC, id LIMIT $3"
    );
    store.rows(&sql, values![&like, WEIGHED_MAX, limit], read).await
}

/// The tags of an article in their order.
pub async fn of(store: &Store, code: i64) -> Result<Vec<Tag>, StoreError> {
    let sql = "SELECT t.id, t.slug, t.name FROM article_tag l JOIN tag t ON t.id = l.tag_id
        WHERE l.code = $1 ORDER BY l.position";
    store.rows(sql, values![code], read).await
}

/// Gives an article these tags in place of those it had.
pub(crate) async fn set(tx: &mut Tx, code: i64, names: &[String], fresh: bool) -> Result<(), StoreError> {
    if !fresh {
        tx.run("DELETE FROM article_tag WHERE code = $1", values![code]).await?;
    }
    let fits = |name: &&str| !name.is_empty() && name.chars().count() <= TAG_CHARS_MAX;
    let names = names.iter().map(|name| name.trim().trim_start_matches('#')).filter(fits);
    let tags = names.take(TAGS_MAX).map(|name| (persian::slug::slug(name), name));
    let tags: Vec<(String, &str)> = tags.filter(|(slug, _)| !slug.is_empty()).collect();
    // In one order: who makes the same tags at the same time waits rather than crosses.
    let mut made = tags.clone();
    made.sort_by(|one, other| one.0.cmp(&other.0));
    for (slug, name) in &made {
        let sql = "INSERT INTO tag (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING";
        tx.run(sql, values![slug, *name]).await?;
    }
    for (position, (slug, _)) in tags.iter().enumerate() {
        let sql = "INSERT INTO article_tag (code, tag_id, position)
            SELECT $1, id, $2 FROM tag WHERE slug = $3 ON CONFLICT (code, tag_id) DO NOTHING";
        tx.run(sql, values![code, position as i64, slug]).await?;
    }
    Ok(())
}

fn read(row: &Row) -> sqlx::Result<Tag> {
    Ok(Tag { id: row.int(0)?, slug: row.text(1)?, name: row.text(2)? })
}
