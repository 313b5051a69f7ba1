//! Reading the kept pages of waiting articles again, after an editor has corrected how their source's pages are read. No
//! outlet is asked, and what somebody has touched stays as it is.

use news::UtcMs;
use news::article::{Article, NewArticle};
use store::rereading;

use super::looking::{read_kept, remember};
use super::{repair_page, to_article};
use crate::site::Site;

/// Pages read again between two looks at what else is to be done.
const AT_ONCE: i64 = 20;

/// Reads pages that are to be read again; answers how many.
///
/// # Errors
/// Only when the database does not answer; what cannot be read now stays as it was read.
pub async fn read_again(site: &Site, now: UtcMs) -> anyhow::Result<usize> {
    let due = rereading::due(&site.store, AT_ONCE).await?;
    for (entry_id, code) in &due {
        let article = store::articles::by_code(&site.store, *code).await?;
        let new = match &article {
            Some(article) => read(site, article, *entry_id).await?,
            None => None,
        };
        let mut tx = site.store.begin(now).await?;
        let is_kept = match &new {
            Some(new) => rereading::keep(&mut tx, *code, new).await?,
            None => false,
        };
        rereading::done(&mut tx, *entry_id).await?;
        tx.commit().await?;
        if let Some(new) = new.filter(|_| is_kept) {
            remember(site, *code, &new).await?;
        }
    }
    Ok(due.len())
}

/// What an article's kept page says by the selectors of now, read as if at the time when it was fetched; None where that
/// is what the article says.
async fn read(site: &Site, article: &Article, entry_id: i64) -> anyhow::Result<Option<NewArticle>> {
    let Some(source_id) = article.source_id else { return Ok(None) };
    let source = store::sources::by_id(&site.store, source_id).await?;
    let entry = store::entries::by_id(&site.store, entry_id).await?;
    let fetched = store::entries::fetched(&site.store, entry_id).await?;
    let kept = store::entries::page(&site.store, entry_id).await?;
    let (Some(source), Some(entry), Some(fetched), Some(kept)) = (source, entry, fetched, kept) else {
        return Ok(None);
    };
    // What a feed gave is no page of its outlet.
    if fetched.is_from_feed {
        return Ok(None);
    }
    let Some(page) = read_kept(kept, &source.set.terms.selectors, fetched.at).await else {
        return Ok(None);
    };
    let sections = store::sections::all(&site.store).await?;
    let new = to_article(&source, &entry, &fetched.url, repair_page(page), &sections, fetched.at);
    let is_same = new.content == article.content && new.published_at == article.published_at;
    Ok(Some(new).filter(|_| !is_same))
}
