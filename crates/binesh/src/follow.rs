//! The search indexes follow the store's change log, and remember how far they got: one of what readers see, one of
//! what waits in the newsroom. They are apart so that no slip in a query shows a draft.
//!
//! Nothing is lost when the program stops in between: the number it got to is committed with the index itself.
//! An index that is new is filled from the articles.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use news::article::{Article, ArticleState, NewsCode};
use search::{Change, Document, Followed, Index, SearchError};
use store::Store;
use store::articles::Indexed;
use store::events::{Event, EventKind};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::clock;
use crate::site::{Shelf, Site};

mod health;

pub use health::{Health, heal_all};

/// Events read, and articles indexed, in one go: bounds memory, keeps a commit under a second.
const BATCH: i64 = 1000;
/// Articles that are written anew between two looks at what changed: half a second's work beside readers.
const REWRITTEN: i64 = 500;
/// Threads that analyse the articles of a rebuild, beside the one that writes what they make: it takes as long as one and a
/// half of them.
const ANALYSING: usize = 2;
/// Batches read at the same time: while one waits for the disk another is taken out of its rows.
const READING: usize = 2;
/// Batches read ahead of them: while the writer puts a segment on disk they wait, and reading goes on.
const READ_AHEAD: usize = 2;

/// After a failure it is tried again so soon: a database that is started again takes some seconds.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// What is committed within this is indexed together, and after the pages that it concerns were made anew: to write a segment
/// takes as long as five of them.
const GATHERED_FOR: Duration = Duration::from_millis(50);
/// Whether a search failed is looked at so often.
const ATTEND_EVERY: Duration = Duration::from_secs(2);
/// Files that were sound are not read through again so soon: what failed over them fails for another reason.
const SOUND_FOR_MS: i64 = 10 * 60 * 1000;

/// Follows until `stop` says so.
pub async fn run(site: Site, mut stop: watch::Receiver<bool>) {
    let _checking = tokio::spawn(health::check_now_and_then(site.clone(), stop.clone()));
    let mut wake = site.store.wake();
    let mut sound_until = 0;
    loop {
        let followed = catch_up_all(&site).await;
        if let Err(error) = &followed {
            tracing::error!("the search index could not follow the database: {error:#}");
        }
        if let Err(error) = site.learn_new_stories(clock::now()).await {
            tracing::error!(
                "new articles could not be remembered, their copies will not be known: {error:#}"
            );
        }
        if let Err(error) = health::fill_asked(&site).await {
            tracing::error!("the search index could not be built anew: {error:#}");
        }
        if clock::now() >= sound_until {
            match heal_all(&site).await {
                Ok(Health::Sound) => sound_until = clock::now() + SOUND_FOR_MS,
                Ok(Health::Unasked | Health::Mended) => {}
                Err(error) => tracing::error!("the damaged search index could not be built anew: {error:#}"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(if followed.is_err() { RETRY_AFTER } else { ATTEND_EVERY }) => {}
            changed = wake.changed() => match changed {
                Ok(()) => tokio::time::sleep(GATHERED_FOR).await,
                Err(_) => return,
            },
            _ = stop.changed() => return,
        }
    }
}

/// Brings both indexes up to date, the readers' first.
///
/// # Errors
/// As [`catch_up`].
pub async fn catch_up_all(site: &Site) -> anyhow::Result<()> {
    for shelf in site.shelves() {
        catch_up(&site.store, &shelf).await?;
    }
    Ok(())
}

/// Indexes everything that changed since the index was last written; an index that is new is filled, and one that
/// followed another log is filled anew.
///
/// Of a source whose terms changed, every published article is indexed anew, a batch beside each batch of events, so
/// that what is published meanwhile is found at once. Until that is done the index does not remember the events it
/// has read further: broken off, it reads them again.
///
/// # Errors
/// When the database does not answer or the index cannot be written.
pub async fn catch_up(store: &Store, shelf: &Shelf) -> anyhow::Result<()> {
    let is_new = shelf.index.followed_to().number == 0;
    let is_of_this_log = is_new || has(store, shelf.index.followed_to()).await?;
    if !is_of_this_log {
        tracing::warn!("a search index belongs to another state of the database and is built anew");
    }
    if is_new || !is_of_this_log {
        rebuild(store, shelf, |_| {}).await?;
    }
    let (mut read_to, mut sources) = (shelf.index.followed_to(), Vec::new());
    loop {
        let events = store::events::after(store, read_to.number, BATCH).await?;
        if events.is_empty() && sources.is_empty() {
            return Ok(());
        }
        read_to = events.last().map_or(read_to, followed);
        let subjects =
            |kind| events.iter().filter(move |event| event.kind == kind).map(|event| event.subject);
        if (shelf.holds)(ArticleState::Published) {
            for id in subjects(EventKind::Terms) {
                sources.retain(|(other, _)| *other != id);
                sources.push((id, 0));
            }
        }
        let mut codes: Vec<NewsCode> = subjects(EventKind::Article).collect();
        if let Some((id, after)) = sources.pop() {
            let more = store::articles::published_codes_of(store, id, after, BATCH).await?;
            sources.extend(more.last().map(|last| (id, *last)));
            codes.extend(more);
        }
        codes.sort_unstable();
        codes.dedup();
        let remembered = if sources.is_empty() { read_to } else { shelf.index.followed_to() };
        write(store, shelf, &codes, remembered).await?;
    }
}

fn followed(event: &Event) -> Followed {
    Followed { number: event.number, at: event.at }
}

/// Whether the log has the event to which an index followed.
async fn has(store: &Store, event: Followed) -> anyhow::Result<bool> {
    let events = store::events::after(store, event.number - 1, 1).await?;
    Ok(events.first().map(followed) == Some(event))
}

/// A thread that makes one segment of many, where there are many.
type Merging = Option<JoinHandle<Result<(), SearchError>>>;

/// Empties the index and fills it anew from the articles; `progress` gets how many were read so far. What changes meanwhile
/// is followed afterwards. When it is broken off, `followed_to` still is 0 and it begins again. Answers the merging of what
/// was written, which goes on while readers search; the program may end before it.
///
/// # Errors
/// When the database does not answer or the index cannot be written.
pub async fn rebuild(store: &Store, shelf: &Shelf, progress: impl Fn(u64)) -> anyhow::Result<Merging> {
    let last = store::events::last(store).await?;
    let followed_to =
        store::events::after(store, last - 1, 1).await?.first().map(followed).unwrap_or_default();
    let index = shelf.index.clone();
    tokio::task::spawn_blocking(move || index.empty()).await??;
    let (batches, queue) = mpsc::channel(READ_AHEAD);
    let queue = Arc::new(Mutex::new(queue));
    let mut analysing = JoinSet::new();
    for _ in 0..ANALYSING {
        let (index, queue) = (shelf.index.clone(), queue.clone());
        analysing.spawn_blocking(move || fill(&index, &queue));
    }
    // Held by those who take from it alone: when they have failed, nothing waits for them.
    drop(queue);
    let (mut after, mut done, mut reading) = (0, 0_u64, JoinSet::new());
    loop {
        let codes = store::articles::all_codes(store, after, BATCH).await?;
        let is_end = codes.is_empty();
        if let Some(last) = codes.last() {
            after = *last;
            let (store, shelf) = (store.clone(), shelf.clone());
            reading.spawn(async move { (codes.len(), held(&store, &shelf, &codes).await) });
        }
        while reading.len() >= if is_end { 1 } else { READING } {
            let Some(read) = reading.join_next().await else { break };
            let (count, articles) = read?;
            if batches.send(articles?).await.is_err() {
                break;
            }
            done += count as u64;
            progress(done);
        }
        if is_end || batches.is_closed() {
            break;
        }
    }
    drop(batches);
    while let Some(ended) = analysing.join_next().await {
        ended??;
    }
    let index = shelf.index.clone();
    tokio::task::spawn_blocking(move || index.filled(followed_to)).await??;
    let index = shelf.index.clone();
    Ok(index.is_in_parts().then(|| thread::spawn(move || index.merge())))
}

/// Writes every article of a sound index anew, a batch beside each batch of what changes meanwhile, in both indexes: all the
/// time everything is found, and what is published within a second.
///
/// # Errors
/// As [`catch_up`]; what was written until then stays.
async fn rewrite(site: &Site, shelf: &Shelf) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        catch_up_all(site).await?;
        let codes = store::articles::all_codes(&site.store, after, REWRITTEN).await?;
        let Some(last) = codes.last() else { return Ok(()) };
        after = *last;
        write(&site.store, shelf, &codes, shelf.index.followed_to()).await?;
    }
}

/// Takes batches from the queue to the index until there are no more.
fn fill(index: &Index, queue: &Mutex<mpsc::Receiver<Vec<Indexed>>>) -> anyhow::Result<()> {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    while let Some(batch) = next() {
        index.fill(&batch.iter().map(document).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Those of the articles that the shelf holds. Their states are asked first: texts are long.
async fn held(store: &Store, shelf: &Shelf, codes: &[NewsCode]) -> anyhow::Result<Vec<Indexed>> {
    let states = store::articles::states(store, codes).await?;
    let held: Vec<NewsCode> =
        states.into_iter().filter(|(_, state)| (shelf.holds)(*state)).map(|(code, _)| code).collect();
    let mut found = store::articles::for_index(store, &held).await?;
    // One may have moved in between: its event is still to come.
    found.retain(|indexed| (shelf.holds)(indexed.article.state));
    Ok(found)
}

async fn write(
    store: &Store,
    shelf: &Shelf,
    codes: &[NewsCode],
    followed_to: Followed,
) -> anyhow::Result<()> {
    let found = held(store, shelf, codes).await?;
    let shelf = shelf.clone();
    let codes = codes.to_vec();
    tokio::task::spawn_blocking(move || {
        let mut changes: Vec<Change> = Vec::with_capacity(codes.len());
        changes.extend(found.iter().map(|indexed| Change::Put(Box::new(document(indexed)))));
        let kept: std::collections::HashSet<NewsCode> = changes
            .iter()
            .filter_map(|change| if let Change::Put(doc) = change { Some(doc.code) } else { None })
            .collect();
        changes.extend(codes.into_iter().filter(|code| !kept.contains(code)).map(Change::Remove));
        shelf.index.write(&changes, followed_to)
    })
    .await??;
    Ok(())
}

fn document(indexed: &Indexed) -> Document {
    let article: &Article = &indexed.article;
    let content = &article.content;
    // What readers do not get they do not find either; the newsroom does.
    let is_cut =
        indexed.is_excerpt && article.state == ArticleState::Published && content.attribution.is_some();
    let excerpt =
        is_cut.then(|| ingest::sanitize::agreed_excerpt(&content.body_html, indexed.original.as_deref()));
    let body_html = excerpt.as_deref().unwrap_or(&content.body_html);
    Document {
        code: article.code,
        headline: content.headline.clone(),
        kicker: content.kicker.clone(),
        lead: content.lead.clone(),
        body_text: ingest::sanitize::html_to_text(body_html),
        section: indexed.section_slug.clone(),
        section_name: indexed.section_name.clone(),
        tags: content.tags.clone(),
        source: content.attribution.as_ref().map(|from| from.name.clone()).unwrap_or_default(),
        byline: content.byline.clone(),
        published_at: article.published_at,
        story: article.story,
    }
}

#[cfg(test)]
mod tests;
