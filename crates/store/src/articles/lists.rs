//! Lists of cards. Readers' lists hold published articles only, newest first, and follow an index each.

use news::UtcMs;
use news::article::{ArticleState, Card, Genre, NewsCode, UNDATED, one_per_story};

use super::placed;
use crate::database::{Row, Value, values};
use crate::pictures::{self, picture_columns};
use crate::row::column_count;
use crate::{Store, StoreError};

const CARD: &str = concat!(
    "a.code, a.external_id, a.slug, a.kicker, a.headline, a.lead, s.slug, s.name, a.byline,
    a.source_name, a.published_at, a.comment_count, a.state, a.story, ",
    picture_columns!(),
    ", (SELECT COUNT(*) FROM article v WHERE v.story = a.story AND v.state = 'published')"
);
/// What stands behind [`CARD`] begins here.
const AFTER: usize = column_count(CARD);
const FROM: &str = "FROM article a LEFT JOIN section s ON s.id = a.section_id
    LEFT JOIN lead_picture l ON l.code = a.code LEFT JOIN picture p ON p.hash = l.hash";

/// Articles that search engines may find here. One without a source line is our own, wherever it began.
const LISTED: &str = "(a.source_id IS NULL OR (a.source_name = '' AND a.source_url IS NULL)
    OR a.source_id NOT IN (SELECT id FROM source WHERE indexing <> 'own'))";

/// Which published articles a list holds. Every part narrows it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this section.
    pub section_id: Option<i64>,
    /// With this tag.
    pub tag_id: Option<i64>,
    /// By the author at this address.
    pub byline_slug: Option<String>,
    /// Of this kind; of plain news no list is kept.
    pub genre: Option<Genre>,
    /// Published at or after. What has no date is in no span.
    pub from: Option<UtcMs>,
    /// Published before.
    pub to: Option<UtcMs>,
    /// But none of these stories.
    pub exclude_stories: Vec<NewsCode>,
    /// Only those that search engines may find here: no reprints whose original is to be found.
    pub is_listed: bool,
}

impl Filter {
    /// Conditions and their values; the first free placeholder is `$3`.
    fn conditions(&self) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::from("a.state = 'published'"), Vec::new());
        let mut and = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {condition}").replace('?', &format!("${}", values.len() + 2)));
        };
        if let Some(id) = self.section_id {
            and("a.section_id = ?", id.into());
        }
        if let Some(id) = self.tag_id {
            and("a.code IN (SELECT code FROM article_tag WHERE tag_id = ?)", id.into());
        }
        if let Some(slug) = &self.byline_slug {
            and("a.byline_slug <> '' AND a.byline_slug = ?", slug.into());
        }
        if let Some(genre) = self.genre {
            and("a.code IN (SELECT code FROM article_genre WHERE genre = ?)", genre.as_str().into());
        }
        if let Some(from) = self.from {
            and("a.published_at >= ?", from.into());
        }
        if let Some(to) = self.to {
            and("a.published_at < ?", to.into());
        }
        if self.from.or(self.to).is_some() {
            and("a.published_at <> ?", UNDATED.into());
        }
        if !self.exclude_stories.is_empty() {
            let (places, stories) = placed(&self.exclude_stories, values.len() + 3);
            sql.push_str(&format!(" AND a.story NOT IN ({places})"));
            values.extend(stories);
        }
        if self.is_listed {
            sql.push_str(&format!(" AND {LISTED}"));
        }
        (sql, values)
    }
}

/// Published articles that fit, newest first.
pub async fn latest(
    store: &Store,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<Vec<Card>, StoreError> {
    let (conditions, values) = filter.conditions();
    let sql = format!(
        "SELECT {CARD} {FROM} WHERE {conditions} ORDER BY a.published_at DESC, a.code DESC LIMIT $1 OFFSET $2"
    );
    let all: Vec<Value> = [limit.into(), offset.into()].into_iter().chain(values).collect();
    store.rows(&sql, &all, read).await
}

/// As the first page of [`latest`], but of the copies of a story only the last published.
pub async fn latest_stories(store: &Store, filter: &Filter, limit: i64) -> Result<Vec<Card>, StoreError> {
    // Twice as many: among real news one article in seventeen is a copy, and copies come in threes at most.
    let mut cards = one_per_story(latest(store, filter, limit * 2, 0).await?);
    cards.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(cards)
}

/// How many published articles fit.
pub async fn count(store: &Store, filter: &Filter) -> Result<i64, StoreError> {
    let (conditions, values) = filter.conditions();
    // The limit and offset of `latest` have no meaning here, but keep the placeholders' numbers.
    let sql = format!("SELECT COUNT(*) FROM article a WHERE {conditions} AND $1 = $2");
    let all: Vec<Value> = [0_i64.into(), 0_i64.into()].into_iter().chain(values).collect();
    Ok(store.row(&sql, &all, |row| row.int(0)).await?.unwrap_or(0))
}

/// These articles in this order, those that are published.
pub async fn cards(store: &Store, codes: &[NewsCode]) -> Result<Vec<Card>, StoreError> {
    let all = desk_cards(store, codes).await?;
    Ok(all.into_iter().filter(|card| card.state == ArticleState::Published).collect())
}

/// These articles in this order, in whatever state.
pub async fn desk_cards(store: &Store, codes: &[NewsCode]) -> Result<Vec<Card>, StoreError> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let (places, values) = placed(codes, 1);
    let sql = format!("SELECT {CARD} {FROM} WHERE a.code IN ({places})");
    let mut found = store.rows(&sql, &values, read).await?;
    found.sort_by_key(|card| codes.iter().position(|code| *code == card.code));
    Ok(found)
}

/// The desk's list of one state, last changed first.
pub async fn desk(
    store: &Store,
    state: ArticleState,
    section_id: Option<i64>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Card>, StoreError> {
    let sql = format!(
        // The state stands in the text, not in a value: partial indexes are only found so.
        "SELECT {CARD} {FROM} WHERE a.state = '{}' AND ($1 = 0 OR a.section_id = $1)
         ORDER BY a.updated_at DESC, a.code DESC LIMIT $2 OFFSET $3",
        state.as_str()
    );
    store.rows(&sql, values![section_id.unwrap_or(0), limit, offset], read).await
}

/// The inbox, a row a story: of its articles that wait (in a section), the one last changed.
pub async fn inbox_stories(
    store: &Store,
    section_id: Option<i64>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Card>, StoreError> {
    let sql = format!(
        "SELECT {CARD} {FROM} WHERE a.state = 'inbox' AND ($1 = 0 OR a.section_id = $1) AND NOT EXISTS
            (SELECT 1 FROM article b WHERE b.story = a.story AND b.state = 'inbox' AND ($1 = 0 OR b.section_id = $1)
             AND (b.updated_at > a.updated_at OR (b.updated_at = a.updated_at AND b.code > a.code)))
         ORDER BY a.updated_at DESC, a.code DESC LIMIT $2 OFFSET $3"
    );
    store.rows(&sql, values![section_id.unwrap_or(0), limit, offset], read).await
}

/// How many stories wait in the inbox (in a section).
pub async fn inbox_story_count(store: &Store, section_id: Option<i64>) -> Result<i64, StoreError> {
    let sql =
        "SELECT COUNT(DISTINCT story) FROM article WHERE state = 'inbox' AND ($1 = 0 OR section_id = $1)";
    Ok(store.row(sql, values![section_id.unwrap_or(0)], |row| row.int(0)).await?.unwrap_or(0))
}

/// The articles that tell these stories, in whatever state but dismissed; of each story the first published first. Of a
/// reprint it is known when its outlet published it, not when we did.
pub async fn versions(store: &Store, stories: &[NewsCode]) -> Result<Vec<Card>, StoreError> {
    if stories.is_empty() {
        return Ok(Vec::new());
    }
    let (places, values) = placed(stories, 1);
    // A sketch keeps the time that its article came with; publishing a reprint sets another.
    let sql = format!(
        "SELECT {CARD}, CASE WHEN a.source_id IS NULL THEN a.published_at
            ELSE COALESCE(k.published_at, a.published_at) END AS first_at
         {FROM} LEFT JOIN sketch k ON k.code = a.code
         WHERE a.story IN ({places}) AND a.state <> 'dismissed' ORDER BY a.story, first_at, a.code"
    );
    store.rows(&sql, &values, |row| Ok(Card { published_at: row.int(AFTER)?, ..read(row)? })).await
}

/// The published articles that tell a story, the first to be published first, as [`versions`] knows it; at most so many.
pub async fn of_story(store: &Store, story: NewsCode, limit: usize) -> Result<Vec<Card>, StoreError> {
    let mut told = versions(store, &[story]).await?;
    told.retain(|card| card.state == ArticleState::Published);
    told.truncate(limit);
    Ok(told)
}

/// The articles of an article's story that were dismissed in the same change as it, with it.
pub async fn dismissed_with(store: &Store, code: NewsCode) -> Result<Vec<NewsCode>, StoreError> {
    let sql =
        "SELECT b.code FROM article a JOIN article b ON b.story = a.story AND b.updated_at = a.updated_at
        WHERE a.code = $1 AND a.state = 'dismissed' AND b.state = 'dismissed' ORDER BY b.code";
    store.rows(sql, values![code], |row| row.int(0)).await
}

/// How many articles stand where (of a section).
pub async fn desk_counts(
    store: &Store,
    section_id: Option<i64>,
) -> Result<Vec<(ArticleState, i64)>, StoreError> {
    // The published ones of a section by its own index: they are nearly all, and the others few.
    let sql = match section_id {
        None => "SELECT state, COUNT(*) FROM article GROUP BY state",
        Some(_) => {
            "SELECT 'published', COUNT(*) FROM article WHERE state = 'published' AND section_id = $1 UNION ALL
             SELECT state, COUNT(*) FROM article WHERE state <> 'published' AND section_id = $1 GROUP BY state"
        }
    };
    let section: Vec<Value> = section_id.into_iter().map(Value::from).collect();
    let found = store.rows(sql, &section, |row| Ok((row.text(0)?, row.int(1)?))).await?;
    let count = |state: ArticleState| {
        found.iter().find(|(word, _)| word == state.as_str()).map_or(0, |(_, count)| *count)
    };
    Ok(ArticleState::ALL.into_iter().map(|state| (state, count(state))).collect())
}

/// When the articles of a span were published, for a calendar: instants in order. Undated ones are left out.
pub async fn archive_days(store: &Store, from: UtcMs, to: UtcMs) -> Result<Vec<UtcMs>, StoreError> {
    let sql = "SELECT published_at FROM article WHERE state = 'published' AND published_at >= $1 AND published_at < $2
        AND published_at <> 0 ORDER BY published_at DESC";
    store.rows(sql, values![from, to], |row| row.int(0)).await
}

/// The first and last publication of dated articles.
pub async fn archive_months(store: &Store) -> Result<Option<(UtcMs, UtcMs)>, StoreError> {
    let sql = "SELECT MIN(published_at), MAX(published_at) FROM article WHERE state = 'published' AND published_at <> 0";
    let span = store.row(sql, &[], |row| Ok((row.opt_int(0)?, row.opt_int(1)?))).await?;
    Ok(span.and_then(|(first, last)| first.zip(last)))
}

/// The first published article with this code or a later one that search engines may find here: from one to the next, the
/// parts of the sitemap that have any are found without a look at each article.
pub async fn next_listed(store: &Store, from: NewsCode) -> Result<Option<NewsCode>, StoreError> {
    let sql = format!(
        "SELECT a.code FROM article a WHERE a.state = 'published' AND a.code >= $1 AND {LISTED}
        ORDER BY a.code LIMIT 1"
    );
    store.row(&sql, values![from], |row| row.int(0)).await
}

/// Code, slug and last change of published articles with codes in a span, for one part of the sitemap. An original may have
/// been changed last before it was published here.
pub async fn sitemap(
    store: &Store,
    from: NewsCode,
    to: NewsCode,
) -> Result<Vec<(NewsCode, String, UtcMs)>, StoreError> {
    let sql = format!(
        "SELECT a.code, a.slug, CASE WHEN a.modified_at > a.published_at THEN a.modified_at ELSE a.published_at END
        FROM article a
        WHERE a.state = 'published' AND a.code >= $1 AND a.code < $2 AND {LISTED} ORDER BY a.code"
    );
    store.rows(&sql, values![from, to], |row| Ok((row.int(0)?, row.text(1)?, row.int(2)?))).await
}

fn read(row: &Row) -> sqlx::Result<Card> {
    Ok(Card {
        code: row.int(0)?,
        external_id: row.opt_text(1)?,
        slug: row.text(2)?,
        kicker: row.text(3)?,
        headline: row.text(4)?,
        lead: row.text(5)?,
        section: row.opt_text(6)?.zip(row.opt_text(7)?),
        byline: row.text(8)?,
        source_name: row.text(9)?,
        published_at: row.int(10)?,
        comment_count: row.int(11)?,
        state: ArticleState::parse(&row.text(12)?).unwrap_or(ArticleState::Draft),
        story: row.int(13)?,
        picture: pictures::read_joined(row, 14)?,
        versions: row.int(AFTER - 1)?,
    })
}
