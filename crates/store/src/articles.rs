//! Articles: one by its code, lists of cards, and what changes them.
//!
//! A column of theirs is named in a migration of each database, in `COLUMNS` and `read` here, in the INSERT and UPDATE of
//! `write` (there in the former contents too, when they keep it), and, where lists show it, in `CARD` and `read` of `lists`.

mod lists;
mod places;
mod write;

use std::collections::HashSet;

use news::UtcMs;
use news::article::{Article, ArticleState, Attribution, Content, Genre, NewsCode};
use news::source::Extent;

use crate::database::{Row, Value, values};
use crate::row::column_count;
use crate::{Store, StoreError};

pub use places::List;
pub(crate) use places::Places;
pub(crate) use write::untouched;

pub use lists::{
    Filter, archive_days, archive_months, cards, count, desk, desk_cards, desk_counts, dismissed_with,
    inbox_stories, inbox_story_count, latest, latest_stories, next_listed, of_story, sitemap, versions,
};
pub use write::{
    Revision, create, is_untouched, join_stories, original, publish_due, refresh, resketch, revisions,
    set_state, state, update,
};

const COLUMNS: &str = "a.code, a.external_id, a.state, a.kicker, a.headline, a.slug, a.lead, a.byline, a.section_id,
    a.source_id, a.entry_id, a.source_name, a.source_code, a.source_url, a.story, a.comment_count, a.published_at,
    a.modified_at, a.revision, a.body_html, (SELECT f.genre FROM article_genre f WHERE f.code = a.code)";
/// What stands behind [`COLUMNS`] begins here.
const AFTER: usize = column_count(COLUMNS);

/// An article with what the search index wants to know beside it.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// The article, its tags filled in.
    pub article: Article,
    /// The slug of its section.
    pub section_slug: Option<String>,
    /// What the section is called; empty without one.
    pub section_name: String,
    /// Readers get its first paragraph only, as was agreed with its source.
    pub is_excerpt: bool,
    /// Of such a one that a person has changed, what the source said.
    pub original: Option<String>,
}

/// The article with this code, in whatever state, with its tags.
pub async fn by_code(store: &Store, code: NewsCode) -> Result<Option<Article>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM article a WHERE a.code = $1");
    let Some(mut article) = store.row(&sql, values![code], read).await? else { return Ok(None) };
    article.content.tags = crate::tags::of(store, code).await?.into_iter().map(|tag| tag.name).collect();
    Ok(Some(article))
}

/// The code of the article imported under this id.
pub async fn by_external_id(store: &Store, id: &str) -> Result<Option<NewsCode>, StoreError> {
    store.row("SELECT code FROM article WHERE external_id = $1", values![id], |row| row.int(0)).await
}

/// Which of these external ids are articles already.
pub async fn known_external_ids(store: &Store, ids: &[String]) -> Result<HashSet<String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
    let sql = format!("SELECT external_id FROM article WHERE external_id IN ({})", marks.join(", "));
    let values: Vec<Value> = ids.iter().map(Value::from).collect();
    Ok(store.rows(&sql, &values, |row| row.text(0)).await?.into_iter().collect())
}

/// Of a scheduled article: its time has come. What its source took away waits until an editor has seen that.
const DUE: &str = "state = 'scheduled' AND published_at <= $1 AND NOT EXISTS
    (SELECT 1 FROM source_change c WHERE c.code = article.code AND c.seen_at IS NULL
        AND c.kind IN ('removed', 'replaced'))";

/// Whether [`publish_due`] has anything to publish: asked twice a second, without a place among the writers.
pub async fn is_any_due(store: &Store, now: UtcMs) -> Result<bool, StoreError> {
    let sql = format!("SELECT code FROM article WHERE {DUE} LIMIT 1");
    Ok(store.row(&sql, values![now], |row| row.int(0)).await?.is_some())
}

/// Codes after `after`, in order: for going through all of them.
pub async fn all_codes(store: &Store, after: NewsCode, limit: i64) -> Result<Vec<NewsCode>, StoreError> {
    let sql = "SELECT code FROM article WHERE code > $1 ORDER BY code LIMIT $2";
    store.rows(sql, values![after, limit], |row| row.int(0)).await
}

/// Codes of a source's published articles after `after`, in order: for going through all of them.
pub async fn published_codes_of(
    store: &Store,
    source_id: i64,
    after: NewsCode,
    limit: i64,
) -> Result<Vec<NewsCode>, StoreError> {
    let sql = "SELECT code FROM article WHERE source_id = $1 AND state = 'published' AND code > $2
        ORDER BY code LIMIT $3";
    store.rows(sql, values![source_id, after, limit], |row| row.int(0)).await
}

/// The states of these articles.
pub async fn states(store: &Store, codes: &[NewsCode]) -> Result<Vec<(NewsCode, ArticleState)>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT code, state FROM article WHERE code IN ({}) ORDER BY code", code_list(codes));
    let state =
        |row: &Row| Ok((row.int(0)?, ArticleState::parse(&row.text(1)?).unwrap_or(ArticleState::Draft)));
    store.rows(&sql, &[], state).await
}

/// These articles as the search index wants them.
pub async fn for_index(store: &Store, codes: &[NewsCode]) -> Result<Vec<Indexed>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let list = code_list(codes);
    let sql = format!(
        "SELECT {COLUMNS}, s.slug, s.name, c.extent FROM article a LEFT JOIN section s ON s.id = a.section_id
        LEFT JOIN source c ON c.id = a.source_id WHERE a.code IN ({list})"
    );
    let mut found = store
        .rows(&sql, &[], |row| {
            Ok(Indexed {
                article: read(row)?,
                section_slug: row.opt_text(AFTER)?,
                section_name: row.opt_text(AFTER + 1)?.unwrap_or_default(),
                is_excerpt: row.opt_text(AFTER + 2)?.is_some_and(|extent| extent == Extent::Excerpt.as_str()),
                original: None,
            })
        })
        .await?;
    let sql = format!(
        "SELECT l.code, t.name FROM article_tag l JOIN tag t ON t.id = l.tag_id WHERE l.code IN ({list}) ORDER BY l.code, l.position"
    );
    let mut tags: std::collections::HashMap<NewsCode, Vec<String>> = std::collections::HashMap::new();
    for (code, name) in store.rows(&sql, &[], |row| Ok((row.int(0)?, row.text(1)?))).await? {
        tags.entry(code).or_default().push(name);
    }
    for indexed in &mut found {
        indexed.article.content.tags = tags.remove(&indexed.article.code).unwrap_or_default();
        if indexed.is_excerpt {
            indexed.original = original(store, &indexed.article).await?;
        }
    }
    Ok(found)
}

/// When an article was last changed, by whatever change.
pub async fn changed_at(store: &Store, code: NewsCode) -> Result<Option<UtcMs>, StoreError> {
    store.row("SELECT updated_at FROM article WHERE code = $1", values![code], |row| row.int(0)).await
}

/// Code, story, time and sketch of articles published since `since`, oldest first.
pub async fn sketches_since(
    store: &Store,
    since: UtcMs,
) -> Result<Vec<(NewsCode, NewsCode, UtcMs, Vec<u8>)>, StoreError> {
    let sql = format!("{SKETCHES} WHERE k.published_at >= $1 ORDER BY k.published_at, k.code");
    store.rows(&sql, values![since], sketch).await
}

/// The same of these articles.
pub async fn sketches(
    store: &Store,
    codes: &[NewsCode],
) -> Result<Vec<(NewsCode, NewsCode, UtcMs, Vec<u8>)>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{SKETCHES} WHERE k.code IN ({}) ORDER BY k.published_at, k.code", code_list(codes));
    store.rows(&sql, &[], sketch).await
}

/// Of these, the articles written in the newsroom that are published and that nobody has placed in the story of another.
pub async fn own_stories(store: &Store, codes: &[NewsCode]) -> Result<Vec<NewsCode>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT code FROM article WHERE code IN ({}) AND state = 'published' AND source_id IS NULL
        AND external_id IS NULL AND story = code ORDER BY code",
        code_list(codes)
    );
    store.rows(&sql, &[], |row| row.int(0)).await
}

const SKETCHES: &str =
    "SELECT k.code, a.story, k.published_at, k.bytes FROM sketch k JOIN article a ON a.code = k.code";

fn sketch(row: &Row) -> sqlx::Result<(NewsCode, NewsCode, UtcMs, Vec<u8>)> {
    Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.bytes(3)?))
}

/// Codes in the text of a statement, for batches: integers need no binding, they cannot carry SQL.
fn code_list(codes: &[NewsCode]) -> String {
    codes.iter().map(NewsCode::to_string).collect::<Vec<_>>().join(",")
}

/// Placeholders from `$first` on, and their values, for a list of codes that a page asks for. The last code fills the list up
/// to a power of two: a statement of few lengths stays prepared, and to prepare it took as long as to run it.
fn placed(codes: &[NewsCode], first: usize) -> (String, Vec<Value>) {
    let count = codes.len().next_power_of_two();
    let filled = codes.iter().chain(std::iter::repeat_n(codes.last().unwrap_or(&0), count - codes.len()));
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    (places.join(","), filled.map(|code| (*code).into()).collect())
}

fn read(row: &Row) -> sqlx::Result<Article> {
    let (name, code, url) = (row.text(11)?, row.opt_text(12)?, row.opt_text(13)?);
    let attribution = (!name.is_empty() || url.is_some()).then_some(Attribution { name, code, url });
    let content = Content {
        kicker: row.text(3)?,
        headline: row.text(4)?,
        lead: row.text(6)?,
        body_html: row.text(19)?,
        byline: row.text(7)?,
        section_id: row.opt_int(8)?,
        tags: Vec::new(),
        attribution,
        genre: row.opt_text(20)?.and_then(|word| Genre::parse(&word)).unwrap_or_default(),
    };
    Ok(Article {
        code: row.int(0)?,
        external_id: row.opt_text(1)?,
        state: ArticleState::parse(&row.text(2)?).unwrap_or(ArticleState::Draft),
        content,
        slug: row.text(5)?,
        source_id: row.opt_int(9)?,
        entry_id: row.opt_int(10)?,
        story: row.int(14)?,
        comment_count: row.int(15)?,
        published_at: row.int(16)?,
        modified_at: row.opt_int(17)?,
        revision: row.int(18)?,
    })
}
