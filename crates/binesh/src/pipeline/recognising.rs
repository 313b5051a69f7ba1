//! What is at an address that somebody gave as a source: its bytes tell a feed, a sitemap, a page that offers a feed, or
//! a page.

use ingest::address::canonical;
use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::links;
use ingest::sitemap::Sitemap;
use news::UtcMs;
use news::failure::Failure;
use news::source::{Recognised, Source, SourceKind};

use super::apart;
use super::reading::{Found, decode, is_home, pages, read_feed, read_front, read_sitemap};
use crate::door::Held;
use crate::site::Site;

/// Feeds that a page offers and that are tried.
const OFFERED_MAX: usize = 3;

/// What an answer is.
enum Kind {
    Feed(Found),
    Sitemap(Sitemap),
    /// A page, and the feeds that it offers.
    Page(Vec<String>),
}

impl Kind {
    fn of(fetched: &Fetched, source_id: i64, now: UtcMs) -> Self {
        if let Ok(feed) = read_feed(source_id, fetched, now) {
            return Self::Feed(feed);
        }
        read_sitemap(fetched).map_or_else(|| Self::Page(offered_feeds(fetched)), Self::Sitemap)
    }
}

/// What a source of unknown kind holds, and what kind it is.
pub(super) async fn recognise(
    site: &Site,
    source: &Source,
    fetched: Fetched,
    now: UtcMs,
) -> anyhow::Result<Result<Found, Failure>> {
    let (id, own) = (source.id, &source.set.url);
    let is = |kind, found| Found { recognised: Some(Recognised { kind, url: own.clone() }), ..found };
    let (fetched, offered) = match apart::read(fetched, move |fetched| Kind::of(fetched, id, now)).await {
        Ok((_, Kind::Feed(feed))) => return Ok(Ok(is(SourceKind::Feed, feed))),
        Ok((_, Kind::Sitemap(map))) => {
            let pages = pages(site, id, (map, own), now).await;
            return Ok(Ok(is(SourceKind::Sitemap, Found::of(pages))));
        }
        Ok((fetched, Kind::Page(offered))) => (fetched, offered),
        Err(failure) => return Ok(Err(failure)),
    };
    for url in offered {
        if let Some(other) = store::sources::by_url(&site.store, &url).await? {
            return Ok(Err(Failure::KnownAlready(other.set.name)));
        }
        if opens(site, id, &url, now).await {
            let recognised = Some(Recognised { kind: SourceKind::Feed, url });
            return Ok(Ok(Found { recognised, ..Found::default() }));
        }
    }
    let front = read_front(site, source, fetched, now).await?;
    Ok(front.map(|entries| is(SourceKind::Page, Found::of(entries))))
}

/// The feeds of what a front shows, the likeliest first: of a site its own, of a section the section's. Without such a one
/// the page itself is read. An article offers its site's feed too, but is asked for itself.
fn offered_feeds(fetched: &Fetched) -> Vec<String> {
    let (html, own) = (decode(fetched), &fetched.final_url);
    if !is_home(own) && links::article_links(&html, own).is_empty() {
        return Vec::new();
    }
    let offered = links::offered_feeds(&html, own).into_iter().map(|url| canonical(&url).unwrap_or(url));
    let is_other = |url: &String| url != own && !url.to_ascii_lowercase().contains("comment");
    let mut feeds: Vec<String> = offered.filter(is_other).collect();
    let names = |url: &str| -> Vec<String> {
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        path.split(['/', '?', '=', '&', '.']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    match names(own).last() {
        Some(section) => feeds.retain(|url| names(url).contains(section)),
        // A site's feed of another language, or of one section, lies deeper.
        None => feeds.sort_by_key(|url| names(url).len()),
    }
    feeds.truncate(OFFERED_MAX);
    feeds
}

/// Whether a feed can be read and gives something. One that may not be asked for yet is believed.
async fn opens(site: &Site, source_id: i64, url: &str, now: UtcMs) -> bool {
    match site.door.get(url, &Conditional::default(), now).await {
        Ok(Outcome::Fetched(fetched)) => {
            let read = apart::read(fetched, move |fetched| read_feed(source_id, fetched, now)).await;
            read.is_ok_and(|(_, feed)| feed.is_ok_and(|found| !found.entries.is_empty()))
        }
        Ok(Outcome::NotModified) | Err(Held::Failed(..)) => false,
        Err(Held::Until(_)) => true,
    }
}
