//! What pages are made of, and what a change concerns.

use news::UtcMs;
use news::article::{Genre, NewsCode};
use persian::date::Jalali;
use store::articles::{Filter, List};
use store::events::{Event, EventKind};

/// Something that a page shows, or that decides what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Dependency {
    /// The site's own words and its sections: what stands around every page.
    Frame,
    /// A source: its terms, and whether search engines may find its articles here.
    Source(i64),
    /// Any source.
    Sources,
    /// An article, on its page or a card.
    Article(NewsCode),
    /// What was commented on an article.
    Comments(NewsCode),
    /// What the search index suggests under an article.
    Suggested(NewsCode),
    /// What any article suggests.
    AllSuggested,
    /// Everything that is published, newest first.
    All,
    /// A section's articles.
    Section(i64),
    /// What was fresh in a section a moment ago: it follows the section now and then.
    Fresh(i64),
    /// A tag's articles.
    Tag(i64),
    /// An author's articles.
    Author(String),
    /// Articles of a kind that is no plain news.
    Genre(Genre),
    /// Live coverages that run.
    Running,
    /// The published versions of a story.
    Story(NewsCode),
    /// Articles of a day of the archive.
    Day(i32, u8, u8),
    /// Articles of a month of the archive.
    Month(i32, u8),
    /// What machines are told of every published article.
    Sitemaps,
}

impl Dependency {
    /// The list that a filter names, by the narrowest of its parts that the change log tells of; in a span of time,
    /// everything.
    pub(crate) fn of(filter: &Filter) -> Self {
        match filter {
            Filter { tag_id: Some(id), .. } => Self::Tag(*id),
            Filter { byline_slug: Some(slug), .. } => Self::Author(slug.clone()),
            Filter { is_running: true, .. } => Self::Running,
            Filter { genre: Some(genre), .. } => Self::Genre(*genre),
            Filter { section_id: Some(id), .. } => Self::Section(*id),
            _ => Self::All,
        }
    }

    /// What a change concerns.
    pub(crate) fn touched(event: &Event) -> Vec<Self> {
        let subject = event.subject;
        let mut touched = match event.kind {
            EventKind::Article => vec![Self::Article(subject)],
            EventKind::Comment => vec![Self::Comments(subject)],
            EventKind::Section | EventKind::Settings => vec![Self::Frame],
            EventKind::Source | EventKind::Terms => vec![Self::Source(subject), Self::Sources],
        };
        for list in &event.lists {
            match list {
                List::All => touched.push(Self::All),
                List::Section(id) => touched.push(Self::Section(*id)),
                List::Tag(id) => touched.push(Self::Tag(*id)),
                List::Author(slug) => touched.push(Self::Author(slug.clone())),
                List::Genre(genre) => touched.push(Self::Genre(*genre)),
                List::Running => touched.push(Self::Running),
                List::Story(story) => touched.push(Self::Story(*story)),
                List::Day(at) => touched.extend(days(*at)),
                List::Counts => touched.push(Self::Article(subject)),
                List::Sitemaps => touched.push(Self::Sitemaps),
            }
        }
        touched
    }
}

fn days(at: UtcMs) -> [Dependency; 2] {
    let day = Jalali::at(at);
    [Dependency::Day(day.year, day.month, day.day), Dependency::Month(day.year, day.month)]
}
