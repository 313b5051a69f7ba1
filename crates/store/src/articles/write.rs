//! What changes articles. Every change of content keeps the former one as a revision.

use news::UtcMs;
use news::article::{Article, ArticleState, Attribution, Content, Genre, NewArticle, NewsCode};

use super::DUE;
use crate::database::values;
use crate::events::EventKind;
use crate::{Store, StoreError, Tx, pictures, tags};

/// A former content of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number; the article's own number is higher.
    pub revision: i64,
    /// When it was replaced.
    pub at: UtcMs,
    /// Who replaced it, by name.
    pub by: Option<String>,
    /// The headline that it had.
    pub headline: String,
    /// The kicker that it had.
    pub kicker: String,
    /// The lead that it had.
    pub lead: String,
    /// The body that it had.
    pub body_html: String,
}

/// Makes an article and answers its code. An external id that is known already is a [`StoreError::Conflict`].
pub async fn create(tx: &mut Tx, new: &NewArticle) -> Result<NewsCode, StoreError> {
    let now = tx.now();
    let content = &new.content;
    let from = content.attribution.clone().unwrap_or_default();
    let sql = "INSERT INTO article (external_id, state, kicker, headline, slug, lead, byline, byline_slug, section_id,
        source_id, entry_id, source_name, source_code, source_url, story, comment_count, published_at, modified_at,
        created_at, updated_at, revision, body_html)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, $18, $18, 1, $19)
        RETURNING code";
    let values = values![
        &new.external_id,
        new.state.as_str(),
        &content.kicker,
        &content.headline,
        &new.slug,
        &content.lead,
        &content.byline,
        &persian::slug::slug(&content.byline),
        content.section_id,
        new.source_id,
        new.entry_id,
        &from.name,
        &from.code,
        &from.url,
        new.story.unwrap_or(0),
        new.published_at,
        new.modified_at,
        now,
        &content.body_html,
    ];
    let code = tx.one(sql, values, |row| row.int(0)).await?;
    if new.story.is_none() {
        tx.run("UPDATE article SET story = $1 WHERE code = $1", values![code]).await?;
    }
    if !new.sketch.is_empty() {
        let sql = "INSERT INTO sketch (code, published_at, bytes) VALUES ($1, $2, $3)";
        tx.run(sql, values![code, new.published_at, new.sketch.as_slice()]).await?;
    }
    tags::set(tx, code, &content.tags, true).await?;
    // An archive that is imported asks nobody for its pictures.
    pictures::note(tx, code, &content.body_html, new.external_id.is_none()).await?;
    set_genre(tx, code, content.genre).await?;
    tx.tell(EventKind::Article, code);
    Ok(code)
}

/// Replaces the content of an article that still is at revision `from`, and answers the new revision. Somebody
/// else's newer revision is a [`StoreError::Conflict`].
pub async fn update(
    tx: &mut Tx,
    code: NewsCode,
    from: i64,
    content: &Content,
    slug: &str,
    who: Option<i64>,
) -> Result<i64, StoreError> {
    let now = tx.now();
    let sql = "INSERT INTO revision (code, revision, at, person_id, state, headline, kicker, lead, body_html)
        SELECT code, revision, $1, $2, state, headline, kicker, lead, body_html FROM article
        WHERE code = $3 AND revision = $4";
    if tx.run(sql, values![now, who, code, from]).await? == 0 {
        return Err(StoreError::Conflict);
    }
    let source: Attribution = content.attribution.clone().unwrap_or_default();
    let sql = "UPDATE article SET kicker = $1, headline = $2, slug = $3, lead = $4, body_html = $5, byline = $6,
        byline_slug = $7, section_id = $8, source_name = $9, source_code = $10, source_url = $11, updated_at = $12,
        modified_at = CASE WHEN state = 'published' THEN $12 ELSE modified_at END, revision = revision + 1
        WHERE code = $13 AND revision = $14";
    let values = values![
        &content.kicker,
        &content.headline,
        slug,
        &content.lead,
        &content.body_html,
        &content.byline,
        &persian::slug::slug(&content.byline),
        content.section_id,
        &source.name,
        &source.code,
        &source.url,
        now,
        code,
        from,
    ];
    if tx.run(sql, values).await? == 0 {
        return Err(StoreError::Conflict);
    }
    tags::set(tx, code, &content.tags, false).await?;
    pictures::note(tx, code, &content.body_html, true).await?;
    set_genre(tx, code, content.genre).await?;
    tx.tell(EventKind::Article, code);
    Ok(from + 1)
}

async fn set_genre(tx: &mut Tx, code: NewsCode, genre: Genre) -> Result<(), StoreError> {
    tx.run("DELETE FROM article_genre WHERE code = $1", values![code]).await?;
    if genre != Genre::News {
        let sql = "INSERT INTO article_genre (code, genre) VALUES ($1, $2)";
        tx.run(sql, values![code, genre.as_str()]).await?;
    }
    Ok(())
}

/// Whether nobody has touched an article of the inbox: no editor has saved it.
pub async fn is_untouched(store: &Store, code: NewsCode) -> Result<bool, StoreError> {
    let sql = format!("SELECT code FROM article WHERE code = $1 AND {}", untouched("article"));
    Ok(store.row(&sql, values![code], |row| row.int(0)).await?.is_some())
}

/// That nobody has touched an article of the inbox, as a condition on the table `article` by this name.
pub(crate) fn untouched(article: &str) -> String {
    format!(
        "({article}.state = 'inbox' AND NOT EXISTS
        (SELECT 1 FROM revision r WHERE r.code = {article}.code AND r.person_id IS NOT NULL))"
    )
}

/// Replaces the content of an article that [`is_untouched`] with what its source says now, and keeps the former one as
/// a revision of nobody. False when somebody has touched it meanwhile: then nothing is changed.
pub async fn refresh(tx: &mut Tx, code: NewsCode, new: &NewArticle) -> Result<bool, StoreError> {
    // Writing first locks the row: no editor saves between this question and the answer.
    let sql = format!(
        "UPDATE article SET modified_at = COALESCE($1, modified_at) WHERE code = $2 AND {} RETURNING revision",
        untouched("article")
    );
    let revision = tx.row(&sql, values![new.modified_at, code], |row| row.int(0)).await?;
    let Some(revision) = revision else { return Ok(false) };
    update(tx, code, revision, &new.content, &new.slug, None).await?;
    tx.run("UPDATE sketch SET bytes = $1 WHERE code = $2", values![new.sketch.as_slice(), code]).await?;
    Ok(true)
}

/// Keeps the sketch of an article as it is published now, `at` then.
pub async fn resketch(tx: &mut Tx, code: NewsCode, at: UtcMs, sketch: &[u8]) -> Result<(), StoreError> {
    tx.run("DELETE FROM sketch WHERE code = $1", values![code]).await?;
    let sql = "INSERT INTO sketch (code, published_at, bytes) VALUES ($1, $2, $3)";
    tx.run(sql, values![code, at, sketch]).await?;
    Ok(())
}

/// The state of an article as this transaction sees it. [`StoreError::Conflict`] when there is no such article.
pub async fn state(tx: &mut Tx, code: NewsCode) -> Result<ArticleState, StoreError> {
    let word = tx.row("SELECT state FROM article WHERE code = $1", values![code], |row| row.text(0)).await?;
    word.and_then(|word| ArticleState::parse(&word)).ok_or(StoreError::Conflict)
}

/// Moves an article to a state; `published_at` sets its time. A step that [`ArticleState::may_become`] does not
/// allow is a [`StoreError::Conflict`]: somebody moved it meanwhile.
pub async fn set_state(
    tx: &mut Tx,
    code: NewsCode,
    next: ArticleState,
    published_at: Option<UtcMs>,
) -> Result<(), StoreError> {
    let now = tx.now();
    let state = state(tx, code).await?;
    if !state.may_become(next) {
        return Err(StoreError::Conflict);
    }
    let sql = "UPDATE article SET state = $1, published_at = COALESCE($2, published_at), updated_at = $3
        WHERE code = $4 AND state = $5";
    if tx.run(sql, values![next.as_str(), published_at, now, code, state.as_str()]).await? == 0 {
        return Err(StoreError::Conflict);
    }
    tx.tell(EventKind::Article, code);
    Ok(())
}

/// Publishes scheduled articles whose time has come, the longest due first, and answers their codes. In one statement:
/// what an editor takes back meanwhile stays with him.
pub async fn publish_due(tx: &mut Tx, limit: i64) -> Result<Vec<NewsCode>, StoreError> {
    let now = tx.now();
    let sql = format!(
        "UPDATE article SET state = 'published', updated_at = $1 WHERE {DUE}
        AND code IN (SELECT code FROM article WHERE {DUE} ORDER BY published_at LIMIT $2) RETURNING code"
    );
    let published = tx.rows(&sql, values![now, limit], |row| row.int(0)).await?;
    for code in &published {
        tx.tell(EventKind::Article, *code);
    }
    Ok(published)
}

/// Makes the articles of `other` articles of `story`.
pub async fn join_stories(tx: &mut Tx, story: NewsCode, other: NewsCode) -> Result<(), StoreError> {
    let sql = "UPDATE article SET story = $1 WHERE story = $2 RETURNING code";
    for code in tx.rows(sql, values![story, other], |row| row.int(0)).await? {
        tx.tell(EventKind::Article, code);
    }
    Ok(())
}

/// The body of an article as it was before a person first changed it; None when nobody did.
pub async fn original(store: &Store, article: &Article) -> Result<Option<String>, StoreError> {
    if article.revision == 1 {
        return Ok(None);
    }
    let sql = "SELECT body_html FROM revision WHERE code = $1 AND person_id IS NOT NULL
        ORDER BY revision LIMIT 1";
    store.row(sql, values![article.code], |row| row.text(0)).await
}

/// Former contents of an article, newest first.
pub async fn revisions(store: &Store, code: NewsCode) -> Result<Vec<Revision>, StoreError> {
    let sql = "SELECT r.revision, r.at, p.name, r.headline, r.kicker, r.lead, r.body_html
        FROM revision r LEFT JOIN person p ON p.id = r.person_id WHERE r.code = $1 ORDER BY r.revision DESC";
    store
        .rows(sql, values![code], |row| {
            Ok(Revision {
                revision: row.int(0)?,
                at: row.int(1)?,
                by: row.opt_text(2)?,
                headline: row.text(3)?,
                kicker: row.text(4)?,
                lead: row.text(5)?,
                body_html: row.text(6)?,
            })
        })
        .await
}
