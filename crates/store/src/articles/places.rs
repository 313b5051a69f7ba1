//! Where readers find an article: the lists that it stands in, and which of them a change of it concerns.

use std::collections::{BTreeMap, BTreeSet};

use news::UtcMs;
use news::article::{Genre, NewsCode, UNDATED};

use super::code_list;
use crate::database::Row;
use crate::{Store, StoreError, Tx};

/// A list of readers that an article came into, left, or stands in otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Everything that is published, newest first.
    All,
    /// A section, by its row.
    Section(i64),
    /// A tag, by its row.
    Tag(i64),
    /// An author, by the place in addresses.
    Author(String),
    /// A kind of piece that is no plain news.
    Genre(Genre),
    /// Live coverages that run.
    Running,
    /// The day of the archive in which this instant lies.
    Day(UtcMs),
    /// The versions of a story, by the code of its first article.
    Story(NewsCode),
    /// What is counted beside an article wherever it is listed: its comments.
    Counts,
    /// What machines are told of every published article, its last change too.
    Sitemaps,
}

impl List {
    /// As the change log keeps it.
    pub(crate) fn to_word(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Section(id) => format!("section {id}"),
            Self::Tag(id) => format!("tag {id}"),
            Self::Author(slug) => format!("author {slug}"),
            Self::Genre(genre) => format!("genre {}", genre.as_str()),
            Self::Running => "running".to_owned(),
            Self::Day(at) => format!("day {at}"),
            Self::Story(story) => format!("story {story}"),
            Self::Counts => "counts".to_owned(),
            Self::Sitemaps => "sitemaps".to_owned(),
        }
    }

    /// None for what a newer version wrote.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let (name, value) = word.split_once(' ').unwrap_or((word, ""));
        Some(match name {
            "all" => Self::All,
            "section" => Self::Section(value.parse().ok()?),
            "tag" => Self::Tag(value.parse().ok()?),
            "author" => Self::Author(value.to_owned()),
            "genre" => Self::Genre(Genre::parse(value)?),
            "running" => Self::Running,
            "day" => Self::Day(value.parse().ok()?),
            "story" => Self::Story(value.parse().ok()?),
            "counts" => Self::Counts,
            "sitemaps" => Self::Sitemaps,
            _ => return None,
        })
    }
}

/// Where a published article stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    published_at: UtcMs,
    story: NewsCode,
    comment_count: i64,
    /// Its section, author, kind, whether it runs, and tags.
    named: BTreeSet<List>,
}

/// The places of articles, without those that are not published.
#[derive(Debug, Default)]
pub(crate) struct Places(BTreeMap<NewsCode, Place>);

/// Articles asked for at once.
const ASKED_MAX: usize = 500;

impl Places {
    /// As everybody sees them: before a change that is under way.
    pub(crate) async fn before(store: &Store, codes: &[NewsCode]) -> Result<Self, StoreError> {
        let mut places = Self::default();
        for codes in codes.chunks(ASKED_MAX) {
            let [articles, tags] = statements(codes);
            places.fill(store.rows_aside(&articles, article).await?, store.rows_aside(&tags, tag).await?);
        }
        Ok(places)
    }

    /// As they are after what a change did.
    pub(crate) async fn after(tx: &mut Tx, codes: &[NewsCode]) -> Result<Self, StoreError> {
        let mut places = Self::default();
        for codes in codes.chunks(ASKED_MAX) {
            let [articles, tags] = statements(codes);
            places.fill(tx.rows(&articles, &[], article).await?, tx.rows(&tags, &[], tag).await?);
        }
        Ok(places)
    }

    fn fill(&mut self, articles: Vec<(NewsCode, Place)>, tags: Vec<(NewsCode, i64)>) {
        self.0.extend(articles);
        for (code, id) in tags {
            if let Some(place) = self.0.get_mut(&code) {
                place.named.insert(List::Tag(id));
            }
        }
    }

    /// The lists that the change of an article concerns, when it stood here and stands in `after`.
    pub(crate) fn lists(&self, after: &Self, code: NewsCode) -> BTreeSet<List> {
        let (was, is) = (self.0.get(&code), after.0.get(&code));
        let mut lists = BTreeSet::new();
        match (was, is) {
            (None, None) => return lists,
            // It stays in its row: only what it leaves or comes into is another.
            (Some(was), Some(is)) if (was.published_at, was.story) == (is.published_at, is.story) => {
                lists.extend(was.named.symmetric_difference(&is.named).cloned());
                if was.comment_count != is.comment_count {
                    lists.insert(List::Counts);
                }
            }
            _ => {
                lists.insert(List::All);
                for place in [was, is].into_iter().flatten() {
                    lists.extend(place.named.iter().cloned());
                    lists.insert(List::Story(place.story));
                    if place.published_at != UNDATED {
                        lists.insert(List::Day(place.published_at));
                    }
                }
            }
        }
        lists.insert(List::Sitemaps);
        lists
    }
}

fn statements(codes: &[NewsCode]) -> [String; 2] {
    let codes = code_list(codes);
    [
        format!(
            "SELECT code, published_at, story, comment_count, section_id, byline_slug,
            (SELECT f.genre FROM article_genre f WHERE f.code = article.code),
            (SELECT e.ended_at FROM live_end e WHERE e.code = article.code) FROM article WHERE state = 'published' AND code IN ({codes})"
        ),
        format!("SELECT code, tag_id FROM article_tag WHERE code IN ({codes})"),
    ]
}

fn article(row: &Row) -> sqlx::Result<(NewsCode, Place)> {
    let author = Some(row.text(5)?).filter(|slug| !slug.is_empty()).map(List::Author);
    let genre = row.opt_text(6)?.and_then(|word| Genre::parse(&word));
    let running = (genre == Some(Genre::Live) && row.opt_int(7)?.is_none()).then_some(List::Running);
    let section = row.opt_int(4)?.map(List::Section);
    let named = section.into_iter().chain(author).chain(genre.map(List::Genre)).chain(running).collect();
    let place = Place { published_at: row.int(1)?, story: row.int(2)?, comment_count: row.int(3)?, named };
    Ok((row.int(0)?, place))
}

fn tag(row: &Row) -> sqlx::Result<(NewsCode, i64)> {
    Ok((row.int(0)?, row.int(1)?))
}
