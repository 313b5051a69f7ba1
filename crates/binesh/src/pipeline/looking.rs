//! Looking at a page of ours again: what its outlet corrected or took away is told to the newsroom, with the
//! difference. Our article is never touched: it may be an editor's work by now.

use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::Page;
use news::UtcMs;
use news::article::ArticleState;
use news::difference;
use news::failure::Failure;
use news::source::Selectors;
use news::source_change::{ChangeKind, SourceChange};
use store::entries::FetchedPage;
use store::source_changes::{self, Look};

use super::reading::read_page;
use crate::door::Held;
use crate::site::Site;

/// Looks at a page again and keeps what changed.
///
/// # Errors
/// Only when the database does not answer; what cannot be fetched is looked at another time.
pub async fn look_again(site: &Site, look: &Look, now: UtcMs) -> anyhow::Result<Option<ChangeKind>> {
    // What nobody took up is nobody's reprint yet.
    let is_ours =
        matches!(look.state, ArticleState::Draft | ArticleState::Scheduled | ArticleState::Published);
    let found = if is_ours { compare(site, look, now).await? } else { Ok(None) };
    let mut tx = site.store.begin(now).await?;
    let found = match found {
        Ok(found) => found,
        Err(until) => {
            source_changes::postpone(&mut tx, look.entry_id, until).await?;
            tx.commit().await?;
            return Ok(None);
        }
    };
    if let Some(change) = &found {
        source_changes::record(&mut tx, change).await?;
    }
    source_changes::looked(&mut tx, look).await?;
    tx.commit().await?;
    Ok(found.map(|change| change.kind))
}

/// What changed since the last look, or until when to wait.
async fn compare(
    site: &Site,
    look: &Look,
    now: UtcMs,
) -> anyhow::Result<Result<Option<SourceChange>, UtcMs>> {
    let conditional = Conditional { etag: look.etag.clone(), last_modified: look.last_modified.clone() };
    let source = store::sources::by_id(&site.store, look.source_id).await?;
    let selectors = source.map(|source| source.set.terms.selectors).unwrap_or_default();
    let is_removed = |status: u16| matches!(status, 404 | 410);
    let after = match site.door.get(&look.url, &conditional, now).await {
        Ok(Outcome::NotModified) => return Ok(Ok(None)),
        Ok(Outcome::Fetched(fetched)) => match read_page(fetched, &selectors).await {
            Ok((_, page)) => words(&page),
            // Some send whoever asks for what is gone to their front.
            Err(Failure::NotAnArticle) => String::new(),
            Err(_) => return Ok(Ok(None)),
        },
        Err(Held::Failed(Failure::Status(_, status), _)) if is_removed(status) => String::new(),
        Err(Held::Failed(..)) => return Ok(Ok(None)),
        Err(Held::Until(until)) => return Ok(Err(until)),
    };
    let before = match source_changes::last(&site.store, look.code).await? {
        Some(change) => change.after,
        None => match store::entries::page(&site.store, look.entry_id).await? {
            Some(kept) => said_before(kept, &selectors).await,
            None => return Ok(Ok(None)),
        },
    };
    let kind = if after.is_empty() { ChangeKind::Removed } else { ChangeKind::Changed };
    let change = SourceChange { code: look.code, kind, found_at: now, before, after, is_seen: false };
    Ok(Ok(Some(change).filter(|change| !difference::is_same(&change.before, &change.after))))
}

/// What the kept page says, read as the new one was: another reader of pages makes no change.
async fn said_before(kept: FetchedPage, selectors: &Selectors) -> String {
    let fetched = Fetched {
        final_url: kept.url,
        content_type: kept.content_type,
        etag: None,
        last_modified: None,
        retry_after_s: None,
        body: kept.bytes,
    };
    read_page(fetched, selectors).await.map(|(_, page)| words(&page)).unwrap_or_default()
}

/// Headline, lead and text, a paragraph a line.
fn words(page: &Page) -> String {
    let parts = [page.title.as_deref(), page.lead.as_deref(), Some(page.text.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
