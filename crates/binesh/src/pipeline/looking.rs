//! Looking at a page of ours again: what its outlet corrected or took away is told to the newsroom, with the
//! difference. An editor's work is never touched. What waits in the inbox and nobody has touched follows its source
//! instead; what it said before is kept as a revision.

use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::Page;
use news::UtcMs;
use news::article::{ArticleState, NewArticle};
use news::copies::Sketch;
use news::difference;
use news::failure::Failure;
use news::source::{Selectors, Source};
use news::source_change::{ChangeKind, SourceChange};
use store::articles;
use store::entries::FetchedPage;
use store::source_changes::{self, Look};

use super::reading::read_page;
use super::{as_kept, repair_page, to_article};
use crate::door::Held;
use crate::site::Site;

/// Looks at a page of which nothing was taken up yet: within hours most corrections have come, and a large inbox asks
/// no outlet for its pages all week. A feed that gives a new title starts them again.
const INBOX_LOOKS_MAX: i64 = 3;

/// What was found at a page.
struct Found {
    change: SourceChange,
    /// The page, unless it is gone.
    now: Option<(Fetched, Page)>,
}

/// Looks at a page again and keeps what changed.
///
/// # Errors
/// Only when the database does not answer; what cannot be fetched is looked at another time.
pub async fn look_again(site: &Site, look: &Look, now: UtcMs) -> anyhow::Result<Option<ChangeKind>> {
    let is_untouched = articles::is_untouched(&site.store, look.code).await?;
    let is_asked_for = match look.state {
        ArticleState::Draft | ArticleState::Scheduled | ArticleState::Published => true,
        ArticleState::Inbox => !is_untouched || look.looks < INBOX_LOOKS_MAX,
        ArticleState::Unpublished | ArticleState::Dismissed => false,
    };
    let source = store::sources::by_id(&site.store, look.source_id).await?.filter(|_| is_asked_for);
    let Some(source) = source else { return keep(site, look, None, None, now).await };
    match compare(site, &source, look, now).await? {
        Ok(None) => keep(site, look, None, None, now).await,
        Ok(Some(Found { change, now: Some(read) })) if is_untouched => {
            let new = read_anew(site, &source, look, read, now).await?;
            keep(site, look, Some(change), new, now).await
        }
        Ok(Some(Found { change, .. })) => keep(site, look, Some(change), None, now).await,
        Err(until) => {
            let mut tx = site.store.begin(now).await?;
            source_changes::postpone(&mut tx, look.entry_id, until).await?;
            tx.commit().await?;
            Ok(None)
        }
    }
}

/// Keeps that the page was looked at, what changed, and of an article that nobody has touched what it says now.
async fn keep(
    site: &Site,
    look: &Look,
    change: Option<SourceChange>,
    new: Option<(NewArticle, FetchedPage)>,
    now: UtcMs,
) -> anyhow::Result<Option<ChangeKind>> {
    let mut tx = site.store.begin(now).await?;
    if let Some(change) = &change {
        source_changes::record(&mut tx, change).await?;
    }
    let mut is_refreshed = false;
    if let Some((article, page)) = &new
        && articles::refresh(&mut tx, look.code, article).await?
    {
        store::entries::keep_page(&mut tx, look.entry_id, page).await?;
        source_changes::seen(&mut tx, look.code).await?;
        is_refreshed = true;
    }
    source_changes::looked(&mut tx, look).await?;
    tx.commit().await?;
    if let Some((article, _)) = new.filter(|_| is_refreshed) {
        remember(site, look, &article).await?;
    }
    Ok(change.map(|change| change.kind))
}

/// The article and the page to keep, as the page reads now.
async fn read_anew(
    site: &Site,
    source: &Source,
    look: &Look,
    (fetched, page): (Fetched, Page),
    now: UtcMs,
) -> anyhow::Result<Option<(NewArticle, FetchedPage)>> {
    let Some(entry) = store::entries::by_id(&site.store, look.entry_id).await? else { return Ok(None) };
    let sections = store::sections::all(&site.store).await?;
    let article = to_article(source, &entry, &fetched.final_url, repair_page(page), &sections, now);
    Ok(Some((article, as_kept(&fetched))))
}

/// Its new words are known, so that copies of them are found; it stays in the story that it is in.
async fn remember(site: &Site, look: &Look, article: &NewArticle) -> anyhow::Result<()> {
    let kept = articles::by_code(&site.store, look.code).await?;
    if let (Some(kept), Some(sketch)) = (kept, Sketch::from_bytes(&article.sketch)) {
        site.grouper().remember(look.code, kept.story, kept.published_at.unwrap_or(0), &sketch);
    }
    Ok(())
}

/// What changed since the last look, or until when to wait.
async fn compare(
    site: &Site,
    source: &Source,
    look: &Look,
    now: UtcMs,
) -> anyhow::Result<Result<Option<Found>, UtcMs>> {
    let conditional = Conditional { etag: look.etag.clone(), last_modified: look.last_modified.clone() };
    let selectors = &source.set.terms.selectors;
    let is_removed = |status: u16| matches!(status, 404 | 410);
    let page = match site.door.get(&look.url, &conditional, now).await {
        Ok(Outcome::NotModified) => return Ok(Ok(None)),
        Ok(Outcome::Fetched(fetched)) => match read_page(fetched, selectors, now).await {
            Ok(read) => Some(read),
            // Some send whoever asks for what is gone to their front.
            Err(Failure::NotAnArticle) => None,
            Err(_) => return Ok(Ok(None)),
        },
        Err(Held::Failed(Failure::Status(_, status), _)) if is_removed(status) => None,
        Err(Held::Failed(..)) => return Ok(Ok(None)),
        Err(Held::Until(until)) => return Ok(Err(until)),
    };
    let before = match source_changes::last(&site.store, look.code).await? {
        Some(change) => change.after,
        None => match store::entries::page(&site.store, look.entry_id).await? {
            Some(kept) => said_before(kept, selectors, now).await,
            None => return Ok(Ok(None)),
        },
    };
    let after = page.as_ref().map(|(_, page)| words(page)).unwrap_or_default();
    let kind = if after.is_empty() { ChangeKind::Removed } else { ChangeKind::Changed };
    let change = SourceChange { code: look.code, kind, found_at: now, before, after, is_seen: false };
    let is_other = !difference::is_same(&change.before, &change.after);
    Ok(Ok(is_other.then_some(Found { change, now: page })))
}

/// What the kept page says, read as the new one was: another reader of pages makes no change.
async fn said_before(kept: FetchedPage, selectors: &Selectors, now: UtcMs) -> String {
    let fetched = Fetched {
        final_url: kept.url,
        content_type: kept.content_type,
        etag: None,
        last_modified: None,
        retry_after_s: None,
        body: kept.bytes,
    };
    read_page(fetched, selectors, now).await.map(|(_, page)| words(&page)).unwrap_or_default()
}

/// Headline, lead and text, a paragraph a line.
fn words(page: &Page) -> String {
    let parts = [page.title.as_deref(), page.lead.as_deref(), Some(page.text.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
