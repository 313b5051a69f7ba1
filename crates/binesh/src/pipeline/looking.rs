//! Looking at a page of ours again: what its outlet corrected or took away is told to the newsroom, with the
//! difference. An editor's work is never touched. What waits in the inbox and nobody has touched follows its source
//! instead; what it said before is kept as a revision. A page that shows something else by now, or little of what it
//! showed, is told, and changes nothing of ours; so is one that is refused again and again.

use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::Page;
use ingest::sanitize;
use news::UtcMs;
use news::article::{ArticleState, NewArticle, NewsCode};
use news::copies::{Shown, Sketch};
use news::difference;
use news::entry::NewEntry;
use news::failure::Failure;
use news::source::{Selectors, Source};
use news::source_change::{ChangeKind, REFUSED_LOOKS, SourceChange};
use store::articles;
use store::entries::FetchedPage;
use store::source_changes::{self, Look};

use super::keeping::as_kept;
use super::reading::{feeds_page, read_page};
use super::{repair_page, to_article};
use crate::door::Held;
use crate::site::Site;

/// Looks at a page of which nothing was taken up yet, and nothing is to be told: within hours most corrections have come,
/// and a large inbox asks no outlet for its pages all week. A feed that gives a new title starts them again.
pub(super) const INBOX_LOOKS_MAX: i64 = 3;

/// What says less than one part in so many of what it said is a teaser of it, or was cut.
const SHORTER_PART: usize = 2;

/// What was found at a page.
enum Found {
    /// What was known.
    Same,
    /// What was known before the last change, which nobody has seen.
    Back,
    /// The page is refused.
    Refused,
    /// A change; and of a new version of the article its page.
    Other(SourceChange, Option<Box<(Fetched, Page)>>),
}

/// What a page shows now.
enum Shows {
    /// What it showed when it was kept.
    AsKept,
    Article(Box<(Fetched, Page)>),
    /// No text of an article.
    Nothing,
    /// It is not there.
    Gone,
}

/// What comes of looking at a page.
enum Answer {
    Shows(Shows),
    Refused,
    /// Nothing can be told from it.
    Unknown,
}

/// Looks at a page again and keeps what changed.
///
/// # Errors
/// Only when the database does not answer; what cannot be fetched is looked at another time.
pub async fn look_again(site: &Site, look: &Look, now: UtcMs) -> anyhow::Result<Option<ChangeKind>> {
    let is_untouched = articles::is_untouched(&site.store, look.code).await?;
    let is_asked_for = match look.state {
        ArticleState::Draft | ArticleState::Scheduled | ArticleState::Published => true,
        ArticleState::Inbox => {
            !is_untouched || look.looks < INBOX_LOOKS_MAX || is_told(site, look.code).await?
        }
        ArticleState::Unpublished | ArticleState::Dismissed => false,
    };
    let source = store::sources::by_id(&site.store, look.source_id).await?.filter(|_| is_asked_for);
    let Some(source) = source else { return settle(site, None, look, Found::Same, now).await };
    match compare(site, &source, look, now).await? {
        Ok(found) => settle(site, Some(&source), look, found, now).await,
        Err(until) => {
            let mut tx = site.store.begin(now).await?;
            source_changes::postpone(&mut tx, look.entry_id, until).await?;
            tx.commit().await?;
            Ok(None)
        }
    }
}

/// A source's feed gives another text for an article that was made from it: as if its page had changed.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn reworded(
    site: &Site,
    source: &Source,
    entry: &NewEntry,
    now: UtcMs,
) -> anyhow::Result<()> {
    let Some(look) = source_changes::of_feed(&site.store, source.id, &entry.guid).await? else {
        return Ok(());
    };
    let is_wanted = !matches!(look.state, ArticleState::Unpublished | ArticleState::Dismissed);
    let read = feeds_page(&look.url, &entry.title, &entry.author, &entry.content, now).await;
    if let Some(read) = read.filter(|_| is_wanted) {
        let found = changed(site, source, &look, Shows::Article(Box::new(read)), now).await?;
        settle(site, Some(source), &look, found, now).await?;
    }
    let mut tx = site.store.begin(now).await?;
    store::entries::reword(&mut tx, look.entry_id, &entry.content).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps what was found.
async fn settle(
    site: &Site,
    source: Option<&Source>,
    look: &Look,
    found: Found,
    now: UtcMs,
) -> anyhow::Result<Option<ChangeKind>> {
    let refused = Look { refused: look.refused + 1, ..look.clone() };
    let look = &Look { refused: 0, ..look.clone() };
    match (found, source) {
        (Found::Refused, _) => keep(site, &refused, None, None, now).await,
        (Found::Other(change, Some(read)), Some(source))
            if articles::is_untouched(&site.store, look.code).await? =>
        {
            let new = read_anew(site, source, look, *read, now).await?;
            keep(site, look, Some(change), new, now).await
        }
        (Found::Other(change, _), _) => keep(site, look, Some(change), None, now).await,
        (Found::Back, _) => take_back(site, look, now).await,
        (Found::Same, _) => keep(site, look, None, None, now).await,
    }
}

/// Whether an editor has something of it yet to see.
async fn is_told(site: &Site, code: NewsCode) -> anyhow::Result<bool> {
    Ok(source_changes::last(&site.store, code).await?.is_some_and(|change| !change.is_seen))
}

/// Keeps that the page was looked at, and that what was to be told of it is so no more.
async fn take_back(site: &Site, look: &Look, now: UtcMs) -> anyhow::Result<Option<ChangeKind>> {
    let mut tx = site.store.begin(now).await?;
    source_changes::take_back(&mut tx, look.code).await?;
    source_changes::looked(&mut tx, look).await?;
    tx.commit().await?;
    Ok(None)
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
        remember(site, look.code, &article).await?;
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
    Ok(Some((article, FetchedPage { is_from_feed: look.is_from_feed, ..as_kept(&fetched) })))
}

/// Its new words are known, so that copies of them are found; it stays in the story that it is in.
pub(super) async fn remember(site: &Site, code: NewsCode, article: &NewArticle) -> anyhow::Result<()> {
    let kept = articles::by_code(&site.store, code).await?;
    if let (Some(kept), Some(sketch)) = (kept, Sketch::from_bytes(&article.sketch)) {
        site.grouper().remember(code, kept.story, kept.published_at, &sketch);
    }
    Ok(())
}

/// What changed since the last look, or until when to wait.
async fn compare(
    site: &Site,
    source: &Source,
    look: &Look,
    now: UtcMs,
) -> anyhow::Result<Result<Found, UtcMs>> {
    let selectors = &source.set.terms.selectors;
    Ok(match show(site, look, selectors, now).await {
        Ok(Answer::Shows(shows)) => Ok(changed(site, source, look, shows, now).await?),
        Ok(Answer::Refused) => Ok(refused(site, selectors, look, now).await?),
        Ok(Answer::Unknown) => Ok(Found::Same),
        Err(until) => Err(until),
    })
}

/// What changed at a page that shows this.
async fn changed(
    site: &Site,
    source: &Source,
    look: &Look,
    shows: Shows,
    now: UtcMs,
) -> anyhow::Result<Found> {
    let last = source_changes::last(&site.store, look.code).await?;
    if last.is_none() && matches!(shows, Shows::AsKept) {
        return Ok(Found::Same);
    }
    let Some(kept) = store::entries::page(&site.store, look.entry_id).await? else { return Ok(Found::Same) };
    let kept = read_kept(kept, &source.set.terms.selectors, now).await;
    let after = match &shows {
        Shows::AsKept => kept.as_ref().map(words).unwrap_or_default(),
        Shows::Article(read) => words(&read.1),
        Shows::Nothing | Shows::Gone => String::new(),
    };
    let known = known(last.as_ref(), kept.as_ref());
    if difference::is_same(&known, &after) {
        let was_told = last.is_some_and(|last| last.kind == ChangeKind::Unreadable && !last.is_seen);
        return Ok(if was_told { Found::Back } else { Found::Same });
    }
    if last.as_ref().is_some_and(|last| !last.is_seen && difference::is_same(&last.before, &after)) {
        return Ok(Found::Back);
    }
    let (kind, new) = match shows {
        Shows::Article(read) if is_version(site, source, kept.as_ref(), &read.1) => {
            let kept = kept.as_ref().map_or(0, |kept| text(kept).len());
            let is_whole = text(&read.1).len() * SHORTER_PART >= kept;
            (ChangeKind::Changed, Some(read).filter(|_| is_whole))
        }
        Shows::AsKept => (ChangeKind::Changed, None),
        Shows::Article(..) | Shows::Nothing => (ChangeKind::Replaced, None),
        Shows::Gone => (ChangeKind::Removed, None),
    };
    // What stands in an article's stead may change all the time; it is told once.
    if kind == ChangeKind::Replaced && last.is_some_and(|last| last.kind == kind) {
        return Ok(Found::Same);
    }
    Ok(Found::Other(change(look, kind, (known, after), now), new))
}

/// What is to be told of a page that is refused.
async fn refused(site: &Site, selectors: &Selectors, look: &Look, now: UtcMs) -> anyhow::Result<Found> {
    let last = source_changes::last(&site.store, look.code).await?;
    if look.refused + 1 < REFUSED_LOOKS || !is_news(last.as_ref()) {
        return Ok(Found::Refused);
    }
    let Some(kept) = store::entries::page(&site.store, look.entry_id).await? else { return Ok(Found::Same) };
    let known = known(last.as_ref(), read_kept(kept, selectors, now).await.as_ref());
    Ok(Found::Other(change(look, ChangeKind::Unreadable, (known.clone(), known), now), None))
}

/// What the page said when it was last told of, else when it was kept.
fn known(last: Option<&SourceChange>, kept: Option<&Page>) -> String {
    let kept = || kept.map(words).unwrap_or_default();
    last.map_or_else(kept, |change| change.after.clone())
}

fn change(look: &Look, kind: ChangeKind, (before, after): (String, String), now: UtcMs) -> SourceChange {
    SourceChange { code: look.code, kind, found_at: now, before, after, is_seen: false }
}

/// Whether it is news that a page is refused: not where an editor has something of it to see, or saw the end of it.
fn is_news(last: Option<&SourceChange>) -> bool {
    last.is_none_or(|last| last.is_seen && last.kind == ChangeKind::Changed)
}

/// What the page shows now, or until when to wait.
async fn show(site: &Site, look: &Look, selectors: &Selectors, now: UtcMs) -> Result<Answer, UtcMs> {
    let conditional = Conditional { etag: look.etag.clone(), last_modified: look.last_modified.clone() };
    match site.door.get(&look.url, &conditional, now).await {
        Ok(Outcome::NotModified) => Ok(Answer::Shows(Shows::AsKept)),
        Ok(Outcome::Fetched(fetched)) => Ok(match read_page(fetched, selectors, now).await {
            Ok(read) => Answer::Shows(Shows::Article(Box::new(read))),
            // Some send whoever asks for what is gone to their front.
            Err(Failure::NotAnArticle) => Answer::Shows(Shows::Gone),
            Err(Failure::NoText | Failure::Missing(_)) => Answer::Shows(Shows::Nothing),
            Err(_) => Answer::Unknown,
        }),
        Err(Held::Failed(Failure::Status(_, 404 | 410 | 451), _)) => Ok(Answer::Shows(Shows::Gone)),
        // Who is busy says so for hours.
        Err(Held::Failed(Failure::Status(_, 429 | 503), _)) => Ok(Answer::Unknown),
        Err(Held::Failed(Failure::Status(..), _)) => Ok(Answer::Refused),
        Err(Held::Failed(..)) => Ok(Answer::Unknown),
        Err(Held::Until(until)) => Err(until),
    }
}

/// Whether a page shows a version of what was kept of it.
fn is_version(site: &Site, source: &Source, kept: Option<&Page>, now: &Page) -> bool {
    let shown = |page: &Page| (page.title.clone().unwrap_or_default(), text(page));
    let Some((headline, text)) = kept.map(shown) else { return false };
    let before = Shown { headline: &headline, text: &text };
    let (headline, text) = shown(now);
    site.grouper().is_version(&source.set.name, before, Shown { headline: &headline, text: &text })
}

/// What the kept page says, read as the new one was: another reader of pages makes no change.
pub(super) async fn read_kept(kept: FetchedPage, selectors: &Selectors, now: UtcMs) -> Option<Page> {
    let fetched = Fetched {
        final_url: kept.url,
        content_type: kept.content_type,
        etag: None,
        last_modified: None,
        retry_after_s: None,
        body: kept.bytes,
    };
    read_page(fetched, selectors, now).await.ok().map(|(_, page)| page)
}

/// Kicker, headline, byline, lead and text, a paragraph a line, and what is shown beside them: pictures and tags.
fn words(page: &Page) -> String {
    let above = [&page.kicker, &page.title, &page.byline].into_iter().flatten().cloned();
    let lines = above.chain([text(page)]).chain(pictures(page)).chain(tags(page));
    lines.collect::<Vec<_>>().join("\n")
}

/// Before a file's name in a Persian line: «102.jpg» would be shown as «jpg.102».
const LEFT_TO_RIGHT: char = '\u{200e}';

/// The picture that stands for a page, without what changes each time it is asked for, and what is said under its
/// pictures.
fn pictures(page: &Page) -> Vec<String> {
    let image = sanitize::first_picture(&page.body_html).or_else(|| page.image.clone());
    let file = image.as_deref().and_then(|url| url.split(['?', '#']).next()?.rsplit('/').next());
    let captions = sanitize::captions(&page.body_html).into_iter().map(|said| format!("زیر تصویر: {said}"));
    file.map(|file| format!("تصویر: {LEFT_TO_RIGHT}{file}")).into_iter().chain(captions).collect()
}

/// The tags of a page, in an order of their own: a page that sorts them anew says nothing.
fn tags(page: &Page) -> Option<String> {
    let mut tags: Vec<&str> = page.tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    (!tags.is_empty()).then(|| format!("برچسب‌ها: {}", tags.join("، ")))
}

/// Lead and text.
fn text(page: &Page) -> String {
    page.lead.iter().map(String::as_str).chain([page.text.as_str()]).collect::<Vec<_>>().join("\n")
}
