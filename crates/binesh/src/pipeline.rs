//! The flow of the product, read top to bottom:
//!
//! ```text
//! source -> fetch -> extract -> repair -> place in a story -> store -> (index -> render -> serve)
//! ```
//!
//! The part in brackets follows the store's change log (see `follow`), so nothing here calls it. Each step
//! takes the value of the one before; a failure is a sentence for the newsroom, kept with the entry or source.

use std::time::Duration;

use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::{self, Page};
use ingest::{feed, links, sanitize};
use news::UtcMs;
use news::article::{ArticleState, Attribution, Content, HEADLINE_CHARS_MAX, NewArticle, NewsCode};
use news::copies::Sketch;
use news::entry::{Entry, NewEntry, retry_at};
use news::section::{Section, of_source_name};
use news::source::{Arrival, PollOutcome, Recognised, Source, SourceKind, next_poll};
use persian::repair::{Mode, Repairer};
use sha2::{Digest, Sha256};
use store::Tx;
use store::entries::FetchedPage;

use crate::site::Site;

/// Reading one page takes milliseconds; a page that takes this long was made to hang readers.
const EXTRACT_TIMEOUT: Duration = Duration::from_secs(10);
/// A feed or front with more items than this is read up to here; the next reading takes the rest.
const ENTRIES_PER_POLL_MAX: usize = 200;

/// Reads a source: fetches its address and records the entries that are new. How it went is kept with the source.
///
/// # Errors
/// Only when the database does not answer; a source that fails is an outcome, not an error.
pub async fn poll(site: &Site, source: &Source, now: UtcMs) -> anyhow::Result<PollOutcome> {
    let conditional = Conditional { etag: source.etag.clone(), last_modified: source.last_modified.clone() };
    let mut outcome = PollOutcome { etag: conditional.etag.clone(), ..PollOutcome::default() };
    outcome.last_modified = conditional.last_modified.clone();
    let entries = match site.fetcher.get(&source.set.url, &conditional).await {
        Ok(Outcome::NotModified) => Vec::new(),
        Ok(Outcome::Fetched(fetched)) => {
            outcome.etag = fetched.etag.clone();
            outcome.last_modified = fetched.last_modified.clone();
            outcome.retry_after_s = fetched.retry_after_s;
            match read_source(site, source, &fetched).await? {
                Ok((entries, recognised)) => {
                    outcome.recognised = recognised;
                    entries
                }
                Err(failure) => {
                    outcome.failure = Some(failure);
                    Vec::new()
                }
            }
        }
        Err(error) => {
            outcome.failure = Some(error.to_string());
            Vec::new()
        }
    };
    let failures = if outcome.failure.is_some() { source.failures + 1 } else { 0 };
    let mut tx = site.store.begin(now).await?;
    for entry in &entries {
        outcome.new_entries += usize::from(store::entries::record(&mut tx, entry).await?.is_some());
    }
    let waited_ms = now - source.fetched_at.unwrap_or(now);
    store::sources::record_poll(&mut tx, source.id, &outcome, next_poll(now, waited_ms, failures, &outcome))
        .await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Brings one entry in: its page becomes an article in the inbox or on the site.
///
/// # Errors
/// Only when the database does not answer; an entry that fails is kept with its reason and tried again later.
pub async fn bring_in(
    site: &Site,
    source: &Source,
    entry: &Entry,
    now: UtcMs,
) -> anyhow::Result<Option<NewsCode>> {
    match read_entry(site, entry).await {
        Ok((fetched, page)) => {
            let page = repair_page(page);
            let sections = store::sections::all(&site.store).await?;
            let article = to_article(source, entry, &fetched.final_url, page, &sections, now);
            Ok(Some(keep(site, source, entry, &fetched, article, now).await?))
        }
        Err(failure) => {
            let mut tx = site.store.begin(now).await?;
            store::entries::fail(&mut tx, entry.id, &failure, retry_at(now, entry.attempts + 1)).await?;
            tx.commit().await?;
            Ok(None)
        }
    }
}

/// What a source's bytes hold: the items of its feed, or the links of its page. An address of unknown kind is
/// recognised by them: a feed, a page that offers one, or a page.
async fn read_source(
    site: &Site,
    source: &Source,
    fetched: &Fetched,
) -> anyhow::Result<Result<(Vec<NewEntry>, Option<Recognised>), String>> {
    let known = |kind| Some(Recognised { kind, url: source.set.url.clone() });
    let (mut entries, recognised) = match source.set.kind {
        SourceKind::Page => (read_front(source.id, fetched), None),
        SourceKind::Feed => match read_feed(source.id, fetched) {
            Ok(entries) => (entries, None),
            Err(failure) => return Ok(Err(failure)),
        },
        SourceKind::Unknown => match (read_feed(source.id, fetched), offered_feed(fetched)) {
            (Ok(entries), _) => (entries, known(SourceKind::Feed)),
            (Err(_), Some(url)) => {
                if let Some(other) = store::sources::by_url(&site.store, &url).await? {
                    return Ok(Err(format!("This page's feed is the source «{}» already.", other.set.name)));
                }
                (Vec::new(), Some(Recognised { kind: SourceKind::Feed, url }))
            }
            (Err(_), None) => (read_front(source.id, fetched), known(SourceKind::Page)),
        },
    };
    entries.truncate(ENTRIES_PER_POLL_MAX);
    Ok(Ok((entries, recognised)))
}

/// The first feed that a front offers. An article offers its site's feed too, but is asked for itself.
fn offered_feed(fetched: &Fetched) -> Option<String> {
    let html = decode(fetched);
    let is_home = fetched.final_url.splitn(4, '/').nth(3).is_none_or(str::is_empty);
    let is_front = is_home || !links::article_links(&html, &fetched.final_url).is_empty();
    links::offered_feeds(&html, &fetched.final_url).into_iter().next().filter(|_| is_front)
}

fn decode(fetched: &Fetched) -> String {
    ingest::charset::decode(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.final_url))
}

fn read_feed(source_id: i64, fetched: &Fetched) -> Result<Vec<NewEntry>, String> {
    let read = feed::parse(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.final_url))
        .map_err(|error| error.to_string())?;
    let entries = read.entries.into_iter().filter_map(|item| {
        let url = item.link.filter(|link| !link.is_empty())?;
        let guid = item.id.filter(|id| !id.is_empty()).unwrap_or_else(|| url.clone());
        Some(NewEntry {
            source_id,
            guid,
            url,
            title: item.title.unwrap_or_default(),
            summary: item.summary.unwrap_or_default(),
            author: item.author.unwrap_or_default(),
            published_at: item.published_at.or(item.updated_at),
        })
    });
    Ok(entries.collect())
}

/// The links of a section front; a page without any is an article itself.
fn read_front(source_id: i64, fetched: &Fetched) -> Vec<NewEntry> {
    let html = decode(fetched);
    let entry = |url: String, title: String| NewEntry {
        source_id,
        guid: url.clone(),
        url,
        title,
        ..NewEntry::default()
    };
    let found = links::article_links(&html, &fetched.final_url);
    if found.is_empty() {
        return vec![entry(fetched.final_url.clone(), String::new())];
    }
    found.into_iter().map(|link| entry(link.url, link.title)).collect()
}

/// fetch, then extract. Extraction runs apart, under a time limit: the page is hostile until read.
async fn read_entry(site: &Site, entry: &Entry) -> Result<(Fetched, Page), String> {
    let outcome = site
        .fetcher
        .get(&entry.seen.url, &Conditional::default())
        .await
        .map_err(|error| error.to_string())?;
    let Outcome::Fetched(fetched) = outcome else {
        return Err("The server says «not modified» to a first request.".to_owned());
    };
    let (body, kind, url) = (fetched.body.clone(), fetched.content_type.clone(), fetched.final_url.clone());
    let reading = tokio::task::spawn_blocking(move || page::extract(&body, kind.as_deref(), &url));
    let page = tokio::time::timeout(EXTRACT_TIMEOUT, reading)
        .await
        .map_err(|_| format!("The page could not be read within {} seconds.", EXTRACT_TIMEOUT.as_secs()))?
        .map_err(|_| "The page broke the reader.".to_owned())?;
    if page.text.trim().is_empty() && page.lead.as_deref().unwrap_or_default().trim().is_empty() {
        return Err("No article text was found on the page.".to_owned());
    }
    if page.title.as_deref().unwrap_or_default().chars().count() > HEADLINE_CHARS_MAX {
        return Err(format!("The page's headline is longer than {HEADLINE_CHARS_MAX} characters."));
    }
    Ok((fetched, page))
}

/// Repairs the Persian of everything that a reader will see.
pub fn repair_page(mut page: Page) -> Page {
    let repairer = Repairer::new(Mode::Publish);
    for text in [&mut page.title, &mut page.kicker, &mut page.lead, &mut page.byline].into_iter().flatten() {
        *text = repairer.line(text);
    }
    for tag in &mut page.tags {
        *tag = repairer.line(tag);
    }
    page.text = repairer.text(&page.text);
    page.body_html = repairer.html(&page.body_html);
    page
}

/// An article from what the page and the entry say, the page first.
fn to_article(
    source: &Source,
    entry: &Entry,
    url: &str,
    page: Page,
    sections: &[Section],
    now: UtcMs,
) -> NewArticle {
    let headline =
        page.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| entry.seen.title.clone());
    let body_html =
        if page.body_html.is_empty() { sanitize::text_to_html(&page.text) } else { page.body_html };
    let content = Content {
        kicker: page.kicker.unwrap_or_default(),
        lead: page.lead.unwrap_or_default(),
        byline: page.byline.unwrap_or_default(),
        section_id: section_id(page.section.as_deref(), sections).or(source.set.section_id),
        tags: page.tags,
        attribution: Some(Attribution {
            name: page.source.unwrap_or_else(|| source.set.name.clone()),
            code: page.code,
            url: Some(url.to_owned()),
        }),
        headline,
        body_html,
    };
    // A date in the future is a wrong clock or zone at the source; it would pin the article to the top.
    let published_at = page.published_at.or(entry.seen.published_at).unwrap_or(now).min(now);
    draft(content, &page.text, published_at, page.modified_at)
}

/// A new article with its slug and sketch; whoever calls sets where it came from.
pub fn draft(content: Content, text: &str, published_at: UtcMs, modified_at: Option<UtcMs>) -> NewArticle {
    NewArticle {
        external_id: None,
        state: ArticleState::Inbox,
        slug: persian::slug::slug(&content.headline),
        sketch: Sketch::of(&content.headline, text).to_bytes(),
        content,
        entry_id: None,
        source_id: None,
        published_at: Some(published_at),
        modified_at,
        story: None,
    }
}

/// The section that a source's own name means: one of ours by name or slug, else by what such names mean.
pub fn section_id(name: Option<&str>, sections: &[Section]) -> Option<i64> {
    let name = name?;
    let key = persian::fold::fold(name);
    let same =
        sections.iter().find(|section| section.slug == key || persian::fold::fold(&section.name) == key);
    let meant = || of_source_name(name).and_then(|slug| sections.iter().find(|section| section.slug == slug));
    same.or_else(meant).map(|section| section.id)
}

/// The stories that an article copies, best first, and its sketch.
pub struct Placed {
    sketch: Option<Sketch>,
    stories: Vec<NewsCode>,
}

/// Finds the stories that an article copies and puts it in the best. Whoever calls holds [`Site::placing`] until the
/// article is remembered, unless nobody else can be placing.
pub fn place(site: &Site, article: &mut NewArticle) -> Placed {
    let sketch = Sketch::from_bytes(&article.sketch);
    let published_at = article.published_at.unwrap_or(0);
    let stories =
        sketch.as_ref().map_or_else(Vec::new, |sketch| site.grouper().stories_of(published_at, sketch));
    article.story = stories.first().copied();
    Placed { sketch, stories }
}

/// Stores a placed article. Stories that it shows to be one become one.
pub async fn store_placed(tx: &mut Tx, article: &NewArticle, placed: &Placed) -> anyhow::Result<NewsCode> {
    let code = store::articles::create(tx, article).await?;
    if let Some((story, others)) = placed.stories.split_first() {
        for other in others {
            store::articles::join_stories(tx, *story, *other).await?;
        }
    }
    Ok(code)
}

/// Remembers a stored article, so that its copies are known.
pub fn remember(site: &Site, code: NewsCode, article: &NewArticle, placed: Placed) {
    let Some(sketch) = &placed.sketch else { return };
    let mut grouper = site.grouper();
    let story = placed.stories.first().copied().unwrap_or(code);
    for other in placed.stories.iter().skip(1) {
        grouper.join(story, *other);
    }
    grouper.remember(code, story, article.published_at.unwrap_or(0), sketch);
}

/// Places the article in a story and stores it, with the page's original bytes, in one transaction.
async fn keep(
    site: &Site,
    source: &Source,
    entry: &Entry,
    fetched: &Fetched,
    mut article: NewArticle,
    now: UtcMs,
) -> anyhow::Result<NewsCode> {
    article.entry_id = Some(entry.id);
    article.source_id = Some(source.id);
    let _placing = site.placing().await;
    let placed = place(site, &mut article);
    // The same news is not published twice without a person: a copy waits in the inbox, marked as one.
    if source.set.arrival == Arrival::Publish && article.story.is_none() {
        article.state = ArticleState::Published;
    }
    let mut tx = site.store.begin(now).await?;
    store::entries::keep_page(&mut tx, entry.id, &as_kept(fetched)).await?;
    let code = store_placed(&mut tx, &article, &placed).await?;
    store::entries::finish(&mut tx, entry.id).await?;
    tx.commit().await?;
    remember(site, code, &article, placed);
    Ok(code)
}

/// A page with the hash that proves what was read.
fn as_kept(fetched: &Fetched) -> FetchedPage {
    let hash = Sha256::digest(&fetched.body);
    FetchedPage {
        url: fetched.final_url.clone(),
        content_type: fetched.content_type.clone(),
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: fetched.body.clone(),
    }
}
