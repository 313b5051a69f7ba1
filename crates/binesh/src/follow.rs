//! The search indexes follow the store's change log, and remember how far they got: one of what readers see, one of
//! what waits in the newsroom. They are apart so that no slip in a query shows a draft.
//!
//! Nothing is lost when the program stops in between: the number it got to is committed with the index itself.
//! An index that is new is filled from the articles.

use news::article::{Article, ArticleState, NewsCode};
use search::{Change, Document};
use store::Store;
use store::articles::Indexed;
use store::events::EventKind;
use tokio::sync::watch;

use crate::site::{Shelf, Site};

/// Events read, and articles indexed, in one go: bounds memory, keeps a commit under a second.
const BATCH: i64 = 1000;
/// Batches of a rebuild in one commit: each commit waits for the disk, and readers find what was written meanwhile.
const BATCHES_A_COMMIT: u64 = 50;

/// Follows until `stop` says so.
pub async fn run(site: Site, mut stop: watch::Receiver<bool>) {
    let mut wake = site.store.wake();
    loop {
        if let Err(error) = catch_up_all(&site).await {
            tracing::error!("the search index could not follow the database: {error:#}");
        }
        tokio::select! {
            changed = wake.changed() => if changed.is_err() { return },
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

/// Indexes everything that changed since the index was last written; an index that is new is filled.
///
/// # Errors
/// When the database does not answer or the index cannot be written.
pub async fn catch_up(store: &Store, shelf: &Shelf) -> anyhow::Result<()> {
    if shelf.index.followed_to() == 0 {
        rebuild(store, shelf, |_| {}).await?;
    }
    loop {
        let from = shelf.index.followed_to();
        let events = store::events::after(store, from, BATCH).await?;
        let Some(last) = events.last().map(|event| event.number) else { return Ok(()) };
        let mut codes: Vec<NewsCode> = events
            .iter()
            .filter(|event| event.kind == EventKind::Article)
            .map(|event| event.subject)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        write(store, shelf, &codes, last).await?;
    }
}

/// Fills the index anew from the articles; `progress` gets how many were read so far. What changes meanwhile is
/// followed afterwards. When it is broken off, `followed_to` still is 0 and it begins again.
///
/// # Errors
/// When the database does not answer or the index cannot be written.
pub async fn rebuild(store: &Store, shelf: &Shelf, progress: impl Fn(u64)) -> anyhow::Result<u64> {
    let followed_to = store::events::last(store).await?;
    shelf.index.empty()?;
    let (mut after, mut done) = (0, 0_u64);
    // The database is read while the articles read before are indexed.
    let mut filling = tokio::spawn(async { Ok(()) });
    for batch in 1.. {
        let codes = store::articles::all_codes(store, after, BATCH).await?;
        let found = held(store, shelf, &codes).await?;
        filling.await??;
        let Some(last) = codes.last() else { break };
        after = *last;
        progress(done);
        done += codes.len() as u64;
        let shelf = shelf.clone();
        filling = tokio::task::spawn_blocking(move || fill(&shelf, &found, batch));
    }
    write(store, shelf, &[], followed_to).await?;
    progress(done);
    Ok(done)
}

fn fill(shelf: &Shelf, found: &[Indexed], batch: u64) -> anyhow::Result<()> {
    shelf.index.fill(&found.iter().map(document).collect::<Vec<_>>())?;
    if batch.is_multiple_of(BATCHES_A_COMMIT) {
        shelf.index.write(&[], 0)?;
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

async fn write(store: &Store, shelf: &Shelf, codes: &[NewsCode], followed_to: i64) -> anyhow::Result<()> {
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
    let body_html =
        if is_cut { ingest::sanitize::first_paragraph(&content.body_html) } else { &content.body_html };
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
        published_at: article.published_at.unwrap_or(0),
        story: article.story,
    }
}
