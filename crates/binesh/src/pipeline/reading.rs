//! What a source's bytes hold, and what an entry's page says.

use std::collections::{HashMap, HashSet};

use ingest::address::{canonical, leads_to_article};
use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::{self, Page, Refusal, selector};
use ingest::sitemap::{self, Address, Sitemap};
use ingest::{feed, links};
use news::UtcMs;
use news::article::{BODY_BYTES_MAX, HEADLINE_CHARS_MAX};
use news::entry::{Entry, NewEntry};
use news::failure::Failure;
use news::source::{Recognised, Selectors, Source, SourceKind, host_of};

use super::keeping::hex;
use super::{apart, headline, recognising};
use crate::door::Held;
use crate::site::Site;

/// Of an index of sitemaps, the newest: the others hold what was published before.
const SITEMAPS_MAX: usize = 3;
/// The newest addresses of a sitemap; it names years of articles.
const ADDRESSES_MAX: usize = 200;
/// PostgreSQL's indexes take 2,704 bytes; feeds' own ids have some dozens, or are addresses.
const GUID_BYTES_MAX: usize = 1000;
/// What is told of an address that cannot be read.
const TOLD_CHARS: usize = 300;

/// What was found at a source's address.
#[derive(Default)]
pub(super) struct Found {
    /// In the source's own order; of sitemaps, newest first.
    pub(super) entries: Vec<NewEntry>,
    /// What the address is, when that was not known.
    pub(super) recognised: Option<Recognised>,
    /// Of a feed: the hub that tells of its news, and what it calls the feed.
    pub(super) hub: Option<(String, String)>,
}

impl Found {
    pub(super) fn of(entries: Vec<NewEntry>) -> Self {
        Self { entries, ..Self::default() }
    }
}

/// What a source's bytes hold: the items of its feed, the pages of its sitemap or the links of its page.
pub(super) async fn read_source(
    site: &Site,
    source: &Source,
    fetched: Fetched,
    now: UtcMs,
) -> anyhow::Result<Result<Found, Failure>> {
    Ok(match source.set.kind {
        SourceKind::Page => read_front(site, source, fetched, now).await?.map(Found::of),
        SourceKind::Feed => read_as_feed(source.id, fetched, now).await,
        SourceKind::Sitemap => read_as_sitemap(site, source, fetched, now).await,
        SourceKind::Unknown => recognising::recognise(site, source, fetched, now).await?,
    })
}

async fn read_as_feed(source_id: i64, fetched: Fetched, now: UtcMs) -> Result<Found, Failure> {
    match apart::read(fetched, move |fetched| read_feed(source_id, fetched, now)).await? {
        (fetched, Err(failure @ Failure::NotAFeed(_))) => Err(guarded(fetched, failure, now).await),
        (_, read) => read,
    }
}

async fn read_as_sitemap(
    site: &Site,
    source: &Source,
    fetched: Fetched,
    now: UtcMs,
) -> Result<Found, Failure> {
    match apart::read(fetched, read_sitemap).await? {
        (_, Some(map)) => Ok(Found::of(pages(site, source.id, (map, &source.set.url), now).await)),
        (fetched, None) => Err(guarded(fetched, Failure::NotASitemap, now).await),
    }
}

pub(super) fn decode(fetched: &Fetched) -> String {
    ingest::charset::decode(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.final_url))
}

pub(super) fn read_feed(source_id: i64, fetched: &Fetched, now: UtcMs) -> Result<Found, Failure> {
    let read =
        feed::parse(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.final_url), Some(now))
            .map_err(|feed::NotAFeed(why)| Failure::NotAFeed(why))?;
    if let (true, Some(problem)) = (read.entries.is_empty(), read.problems.first()) {
        return Err(Failure::BrokenFeed(problem.clone()));
    }
    let entries = read.entries.into_iter().filter_map(|item| {
        let content = feed::whole_text(&item).unwrap_or_default().to_owned();
        let at = entry_at(source_id, &item.link.filter(|link| !link.is_empty())?);
        Some(NewEntry {
            guid: item.id.filter(|id| !id.is_empty()).map_or_else(|| at.guid.clone(), short),
            title: item.title.unwrap_or_default(),
            content,
            author: item.author.unwrap_or_default(),
            published_at: item.published_at.or(item.updated_at),
            categories: item.categories,
            ..at
        })
    });
    let mut entries: Vec<NewEntry> = entries.collect();
    name_apart(&mut entries);
    let hub = read.hub.zip(read.topic.or_else(|| Some(fetched.final_url.clone())));
    Ok(Found { entries, recognised: None, hub })
}

/// A guid, or what stands for one that is longer than databases look up.
fn short(guid: String) -> String {
    if guid.len() <= GUID_BYTES_MAX { guid } else { format!("sha256:{}", hex(&guid)) }
}

/// A guid that stands for several addresses of a feed («0») tells none of them: these are known by their addresses.
fn name_apart(entries: &mut [NewEntry]) {
    let mut addresses: HashMap<&str, &str> = HashMap::new();
    let mut shared: HashSet<String> = HashSet::new();
    for entry in &*entries {
        if *addresses.entry(&entry.guid).or_insert(&entry.url) != entry.url {
            shared.insert(entry.guid.clone());
        }
    }
    for entry in entries.iter_mut().filter(|entry| shared.contains(&entry.guid)) {
        entry.guid.clone_from(&entry.url);
    }
}

/// An entry that is known by its address. That has one notation from here on; one that cannot be read is told of the
/// entry, as it stands.
fn entry_at(source_id: i64, url: &str) -> NewEntry {
    let told = || match url.char_indices().nth(TOLD_CHARS) {
        // What is cut is no address any more, and nobody is asked for it.
        Some((end, _)) => format!("… {}", &url[..end]),
        None => url.to_owned(),
    };
    let url = canonical(url).unwrap_or_else(|_| told());
    NewEntry { source_id, guid: url.clone(), url, ..NewEntry::default() }
}

pub(super) fn read_sitemap(fetched: &Fetched) -> Option<Sitemap> {
    sitemap::read(&fetched.body, fetched.content_type.as_deref(), &fetched.final_url)
}

/// The newest pages of a sitemap, or of the newest sitemaps of an index. One that cannot be read costs no other.
pub(super) async fn pages(
    site: &Site,
    source_id: i64,
    (map, url): (Sitemap, &str),
    now: UtcMs,
) -> Vec<NewEntry> {
    let mut found = match map {
        Sitemap::Pages(mut pages) => {
            sitemap::newest_first(&mut pages, url);
            pages
        }
        Sitemap::Index(mut sitemaps) => {
            sitemap::newest_maps_first(&mut sitemaps);
            let mut pages = Vec::new();
            for one in sitemaps.iter().take(SITEMAPS_MAX) {
                let answer = site.door.get(&one.url, &Conditional::default(), now).await;
                if let Ok(Outcome::Fetched(fetched)) = answer
                    && let Ok((_, Some(Sitemap::Pages(mut more)))) = apart::read(fetched, read_sitemap).await
                {
                    sitemap::newest_first(&mut more, &one.url);
                    pages.extend(more);
                }
            }
            pages
        }
    };
    found.sort_by_key(|page| std::cmp::Reverse(page.at));
    let entry = |page: Address| NewEntry {
        title: page.title.unwrap_or_default(),
        published_at: page.at,
        ..entry_at(source_id, &page.url)
    };
    found.into_iter().take(ADDRESSES_MAX).map(entry).collect()
}

/// The links of a section front. A page without any is an article itself, unless it is known as a front, which is empty
/// for a while; one that is neither is told.
pub(super) async fn read_front(
    site: &Site,
    source: &Source,
    fetched: Fetched,
    now: UtcMs,
) -> anyhow::Result<Result<Vec<NewEntry>, Failure>> {
    let entry = |url: &str, title: String| NewEntry { title, ..entry_at(source.id, url) };
    let url = fetched.final_url.clone();
    let linked = |fetched: &Fetched| links::article_links(&decode(fetched), &fetched.final_url);
    let (fetched, found) = match apart::read(fetched, linked).await {
        Ok(read) => read,
        Err(failure) => return Ok(Err(failure)),
    };
    if !found.is_empty() {
        return Ok(Ok(found.into_iter().map(|link| entry(&link.url, link.title)).collect()));
    }
    let own = [&source.set.url, &url].map(|url| canonical(url).unwrap_or_else(|_| url.clone()));
    let is_front = is_home(&url)
        || store::entries::is_front(&site.store, source.id, &[&own[0], &own[1], &source.set.url]).await?;
    Ok(match read_page(fetched, &source.set.terms.selectors, now).await {
        Err(Failure::NotAnArticle | Failure::NoText) => Err(Failure::NoHeadlines),
        Err(guard) if is_guard(&guard) => Err(guard),
        _ if is_front => Err(Failure::NoHeadlines),
        // What else is wrong with it is told of the entry.
        _ => Ok(vec![entry(&url, String::new())]),
    })
}

/// Whether a failure is none: sitemaps name fronts and sections beside articles.
pub(super) fn is_no_news(source: &Source, entry: &Entry, failure: &Failure) -> bool {
    let (url, is_titled) = (&entry.seen.url, !entry.seen.title.is_empty());
    let is_list = *failure == Failure::NotAnArticle && !leads_to_article(url);
    let is_empty_front = *failure == Failure::NoText && is_home(url);
    source.set.kind == SourceKind::Sitemap && !is_titled && (is_list || is_empty_front)
}

/// Whether an address is a site's own, without a path.
pub(super) fn is_home(url: &str) -> bool {
    url.splitn(4, '/').nth(3).is_none_or(str::is_empty)
}

/// fetch, then extract.
pub(super) async fn read_entry(
    site: &Site,
    source: &Source,
    entry: &Entry,
    now: UtcMs,
) -> Result<(Fetched, Page), Held> {
    let fetched = fetch_page(site, &entry.seen.url, now).await?;
    let read = read_page(fetched, &source.set.terms.selectors, now).await;
    let read = read.and_then(|(fetched, page)| {
        if headline::is_of_another(&page, &entry.seen.title) {
            let host = host_of(&fetched.final_url).unwrap_or_default().to_owned();
            return Err(Failure::SomethingElse(host));
        }
        Ok((fetched, page))
    });
    read.map_err(|failure| Held::Failed(failure, None))
}

/// The text that an entry's feed gives, read as a page, where its own page was not let be read.
pub(super) async fn read_feeds_text(
    site: &Site,
    entry: &Entry,
    failure: &Failure,
    now: UtcMs,
) -> anyhow::Result<Option<(Fetched, Page)>> {
    let is_shut = matches!(
        failure,
        Failure::Status(_, 401..=403)
            | Failure::NoText
            | Failure::Blocked(_)
            | Failure::Challenge(_)
            | Failure::Login(_)
            | Failure::SomethingElse(_)
    );
    let content = if is_shut { store::entries::content(&site.store, entry.id).await? } else { String::new() };
    if content.is_empty() {
        return Ok(None);
    }
    let seen = &entry.seen;
    Ok(feeds_page(&seen.url, &seen.title, &seen.author, &content, now).await)
}

/// The text that a feed gives, read as the page at an address.
pub(super) async fn feeds_page(
    url: &str,
    title: &str,
    author: &str,
    content: &str,
    now: UtcMs,
) -> Option<(Fetched, Page)> {
    let fetched = Fetched {
        final_url: url.to_owned(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        etag: None,
        last_modified: None,
        retry_after_s: None,
        body: feed::as_page(title, author, content).into_bytes(),
    };
    read_page(fetched, &Selectors::default(), now).await.ok()
}

/// Fetches a page that was not fetched before.
pub(super) async fn fetch_page(site: &Site, url: &str, now: UtcMs) -> Result<Fetched, Held> {
    match site.door.get(url, &Conditional::default(), now).await? {
        Outcome::Fetched(fetched) => Ok(fetched),
        Outcome::NotModified => {
            let why = "«not modified» to a first request".to_owned();
            Err(Held::Failed(Failure::BadAnswer(url.to_owned(), why), None))
        }
    }
}

/// A source's selectors as pages are read by them.
pub(super) fn parsed(by: &Selectors) -> page::Selectors {
    let [headline, kicker, lead, body, byline, date, section, tags, image, code, source, out] =
        by.each().map(selector);
    page::Selectors { headline, kicker, lead, body, byline, date, section, tags, image, code, source, out }
}

/// Why a page at an address is no article.
pub fn refused(refusal: Refusal, url: &str) -> Failure {
    let host = || host_of(url).unwrap_or(url).to_owned();
    match refusal {
        Refusal::Listing => Failure::NotAnArticle,
        Refusal::NoText => Failure::NoText,
        Refusal::Blocked => Failure::Blocked(host()),
        Refusal::Challenge => Failure::Challenge(host()),
        Refusal::Login => Failure::Login(host()),
        Refusal::Missing => Failure::Missing(host()),
    }
}

/// What a site shows in the stead of whatever was asked for.
fn is_guard(failure: &Failure) -> bool {
    matches!(failure, Failure::Blocked(_) | Failure::Challenge(_) | Failure::Login(_) | Failure::Missing(_))
}

/// What a guard shows instead of a feed or a sitemap; else why it is none.
async fn guarded(fetched: Fetched, failure: Failure, now: UtcMs) -> Failure {
    match read_page(fetched, &Selectors::default(), now).await {
        Err(guard) if is_guard(&guard) => guard,
        _ => failure,
    }
}

/// Takes the article out of a page that is fetched now.
pub(super) async fn read_page(
    fetched: Fetched,
    by: &Selectors,
    now: UtcMs,
) -> Result<(Fetched, Page), Failure> {
    let by = parsed(by);
    let extract = move |fetched: &Fetched| {
        let kind = fetched.content_type.as_deref();
        page::extract_by(&by, &fetched.body, kind, &fetched.final_url, Some(now))
    };
    let (fetched, page) = apart::read(fetched, extract).await?;
    if let Some(refusal) = page.refusal() {
        return Err(refused(refusal, &fetched.final_url));
    }
    if page.body_html.len() > BODY_BYTES_MAX {
        return Err(Failure::TextTooLong(BODY_BYTES_MAX));
    }
    if page.title.as_deref().unwrap_or_default().chars().count() > HEADLINE_CHARS_MAX {
        return Err(Failure::HeadlineTooLong(HEADLINE_CHARS_MAX));
    }
    Ok((fetched, page))
}
