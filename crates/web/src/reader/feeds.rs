//! Feeds in three formats: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1, of the site, a section, a tag and an author.
//! Each tells the same entries in the same order. Dates are Gregorian.

mod entry;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::context;
use news::article::{UNDATED, one_per_story};
use serde::Deserialize;
use serde_json::json;
use store::articles::Filter;

pub(crate) use self::entry::Entry;
use crate::App;
use crate::cards::address;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};
use crate::paging::PageNumber;
use crate::templates::value;

/// Articles of one page of a feed, of which a story's copies are left out.
const PER_PAGE: i64 = 40;
/// Who was away for long finds a thousand articles; all others are in the archive and the sitemaps.
const PAGE_MAX: i64 = 25;

/// A format, by the last part of its address.
#[derive(Clone, Copy)]
enum Format {
    Rss,
    Atom,
    Json,
}

impl Format {
    fn of(file: &str) -> Result<Self, Failure> {
        match file {
            "rss.xml" => Ok(Self::Rss),
            "atom.xml" => Ok(Self::Atom),
            "feed.json" => Ok(Self::Json),
            _ => Err(Failure::NotFound),
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Rss => Kind::Rss,
            Self::Atom => Kind::Atom,
            Self::Json => Kind::JsonFeed,
        }
    }
}

/// `?page=`
#[derive(Deserialize)]
pub(super) struct Paging {
    #[serde(default)]
    page: PageNumber,
}

/// What a feed is of.
struct Of {
    filter: Filter,
    /// Its name beside the site's; empty for the site itself.
    name: String,
    /// The path of the list that it follows, without a final slash: empty for the site.
    path: String,
}

/// `GET /rss.xml`, `/atom.xml`, `/feed.json`
pub(super) async fn site(
    State(app): State<App>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let file = uri.path().trim_start_matches('/').to_owned();
    answer(&app, &uri, &headers, &file, paging, async |_| {
        Ok(Of { filter: Filter::default(), name: String::new(), path: String::new() })
    })
    .await
}

/// `GET /section/{slug}/{file}`
pub(super) async fn section(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&app, &uri, &headers, &file, paging, async |reading| {
        let section = reading.section(&slug).await?.ok_or(Failure::NotFound)?;
        let filter = Filter { section_id: Some(section.id), ..Filter::default() };
        Ok(Of { filter, name: section.name, path: format!("/section/{slug}") })
    })
    .await
}

/// `GET /tag/{slug}/{file}`
pub(super) async fn tag(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&app, &uri, &headers, &file, paging, async |reading| {
        let tag = reading.tag(&slug).await?.ok_or(Failure::NotFound)?;
        let filter = Filter { tag_id: Some(tag.id), ..Filter::default() };
        Ok(Of { filter, name: tag.name, path: format!("/tag/{slug}") })
    })
    .await
}

/// `GET /author/{slug}/{file}`
pub(super) async fn author(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    Query(paging): Query<Paging>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&app, &uri, &headers, &file, paging, async |reading| {
        let filter = Filter { byline_slug: Some(slug.clone()), ..Filter::default() };
        let newest = reading.latest(&filter, 1, 0).await?;
        let name = newest.first().map(|card| card.byline.clone()).ok_or(Failure::NotFound)?;
        Ok(Of { filter, name, path: format!("/author/{slug}") })
    })
    .await
}

async fn answer(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    file: &str,
    paging: Paging,
    of: impl AsyncFnOnce(&Reading) -> Result<Of, Failure>,
) -> Response {
    let format = Format::of(file);
    let kind = format.as_ref().map_or(Kind::Text, |format| format.kind());
    pages::answer(app, uri, headers, kind, async |reading| {
        let format = format?;
        let of = of(reading).await?;
        feed(reading, &of, file, format, paging.page).await
    })
    .await
}

async fn feed(
    reading: &Reading,
    of: &Of,
    file: &str,
    format: Format,
    number: PageNumber,
) -> Result<String, Failure> {
    if number.0 > PAGE_MAX {
        return Err(Failure::NotFound);
    }
    let layout = Layout::read(reading).await?;
    // One more tells whether another page follows.
    let mut cards = reading.latest(&of.filter, PER_PAGE + 1, number.offset(PER_PAGE)).await?;
    let is_last = cards.len() as i64 <= PER_PAGE || number.0 == PAGE_MAX;
    cards.truncate(PER_PAGE as usize);
    if cards.is_empty() && number.0 > 1 {
        return Err(Failure::NotFound);
    }
    // A feed tells when a thing happened: an archive's articles without a date are in lists only.
    cards.retain(|card| card.published_at != UNDATED);
    let mut entries = Vec::new();
    for card in one_per_story(cards) {
        let read = reading
            .app
            .entries
            .get_or_read(reading, card.code, async |reading| Entry::read(reading, card.code).await);
        match read.await {
            Ok(entry) => entries.push(entry),
            // It was taken away meanwhile.
            Err(Failure::NotFound) => {}
            Err(failure) => return Err(failure),
        }
    }
    let here = |number: i64| {
        let query = if number > 1 { format!("?page={number}") } else { String::new() };
        format!("{}{query}", address(&layout.base, &format!("{}/{file}", of.path)))
    };
    let channel = Channel {
        title: match of.name.as_str() {
            "" => layout.site.name.clone(),
            name => format!("{} - {name}", layout.site.name),
        },
        home: address(&layout.base, if of.path.is_empty() { "/" } else { &of.path }),
        first: here(1),
        this: here(number.0),
        next: if is_last { String::new() } else { here(number.0 + 1) },
        updated_at: entries.iter().map(|entry| entry.updated_at).max().unwrap_or_default(),
        entries,
    };
    match format {
        Format::Rss => channel.render(reading, &layout, "reader/rss.xml"),
        Format::Atom => channel.render(reading, &layout, "reader/atom.xml"),
        Format::Json => Ok(channel.json(&layout)),
    }
}

/// What a format words.
struct Channel {
    title: String,
    /// Addresses: of the list for people, of the first page of the feed, of this one, and of the next, empty on the last.
    home: String,
    first: String,
    this: String,
    next: String,
    /// When the newest of its entries was changed; the epoch while there is none.
    updated_at: news::UtcMs,
    entries: Vec<Arc<Entry>>,
}

impl Channel {
    fn render(&self, reading: &Reading, layout: &Layout, template: &str) -> Result<String, Failure> {
        let page = context! {
            title => self.title.clone(), home => self.home.clone(), first => self.first.clone(), this => self.this.clone(), next => self.next.clone(),
            updated_at => self.updated_at, entries => value(self.entries.iter().map(|entry| &**entry).collect::<Vec<&Entry>>()),
        };
        render(&reading.app, template, layout, page)
    }

    fn json(&self, layout: &Layout) -> String {
        let items: Vec<serde_json::Value> = self.entries.iter().map(|entry| entry.json()).collect();
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1", "title": self.title, "description": layout.site.motto,
            "home_page_url": self.home, "feed_url": self.this, "language": "fa",
            "favicon": address(&layout.base, layout.icon),
            "authors": [{ "name": layout.site.name, "url": address(&layout.base, "/") }], "items": items,
        });
        if !self.next.is_empty() {
            feed["next_url"] = self.next.as_str().into();
        }
        feed.to_string()
    }
}
