//! An article that was read is placed in a story and stored; what is known already becomes no second article.

use ingest::address::canonical;
use ingest::fetch::Fetched;
use ingest::page::code_of_address;
use ingest::sanitize;
use news::UtcMs;
use news::article::{ArticleState, NewArticle, NewsCode};
use news::copies::{self, Shown, Sketch};
use news::entry::{Entry, HeldBack};
use news::source::{Arrival, Source, host_of};
use persian::fold::fold;
use sha2::{Digest, Sha256};
use store::Tx;
use store::entries::FetchedPage;
use store::sharing::{self, Standing};

use crate::site::Site;

/// What was read for an entry.
pub(super) struct Read {
    pub(super) fetched: Fetched,
    /// The address that the page states for itself.
    pub(super) stated: Option<String>,
    /// Whether the text of its feed stands in for its page.
    pub(super) is_from_feed: bool,
}

/// What is older when it comes in is an archive, which nobody publishes unread.
pub(super) const FRESH_MS: UtcMs = 7 * 24 * 60 * 60_000;
/// A text that is longer than those of its story by more than one part in so many says something new.
const LONGER_PART: usize = 4;

/// The stories that an article copies, best first, and its sketch.
pub struct Placed {
    sketch: Option<Sketch>,
    stories: Vec<NewsCode>,
}

/// Finds the stories that an article copies and puts it in the best. Whoever calls holds [`Site::placing`] until the
/// article is remembered, unless nobody else can be placing.
pub fn place(site: &Site, article: &mut NewArticle) -> Placed {
    let sketch = Sketch::from_bytes(&article.sketch);
    let stories_of = |sketch| site.grouper().stories_of(article.published_at, sketch);
    let stories = sketch.as_ref().map(stories_of).unwrap_or_default();
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
    grouper.remember(code, story, article.published_at, sketch);
}

/// Places the article in a story and stores it, with the page's original bytes, in one transaction. None when its page
/// was brought in before.
pub(super) async fn keep(
    site: &Site,
    source: &Source,
    entry: &Entry,
    read: &Read,
    mut article: NewArticle,
    now: UtcMs,
) -> anyhow::Result<Option<NewsCode>> {
    let url = &read.fetched.final_url;
    article.entry_id = Some(entry.id);
    article.source_id = Some(source.id);
    let _placing = site.placing().await;
    let placed = place(site, &mut article);
    let addresses = addresses(url, read.stated.as_deref());
    if let Some(known) = known(site, entry, &addresses, &article).await? {
        set_aside(site, entry, known, None, now).await?;
        return Ok(None);
    }
    if let Some(known) = renamed(site, source, url, &article).await? {
        set_aside(site, entry, known, Some(url), now).await?;
        return Ok(None);
    }
    let held;
    (article.state, held) = arrives_as(site, source, &article, &placed, now).await?;
    let mut tx = site.store.begin(now).await?;
    let page = FetchedPage { is_from_feed: read.is_from_feed, ..as_kept(&read.fetched) };
    store::entries::keep_page(&mut tx, entry.id, &page).await?;
    if let Some(stated) = addresses.get(1) {
        sharing::state(&mut tx, entry.id, stated).await?;
    }
    let code = store_placed(&mut tx, &article, &placed).await?;
    store::entries::finish(&mut tx, entry.id, held).await?;
    tx.commit().await?;
    remember(site, code, &article, placed);
    Ok(Some(code))
}

/// The address at which a page was found, and the other one of its host that it states for itself.
fn addresses(url: &str, stated: Option<&str>) -> Vec<String> {
    let is_own = |stated: &&str| host_of(stated).is_ok_and(|host| host_of(url) == Ok(host));
    let both = std::iter::once(url).chain(stated.filter(is_own));
    let mut addresses: Vec<String> =
        both.map(|url| canonical(url).unwrap_or_else(|_| url.to_owned())).collect();
    addresses.dedup();
    addresses
}

/// The entry that brought in the page that another leads to: by the address at which it is, or, with the same headline or
/// story, by the one that it states or as a page that states one of them. Systems state wrong ones: of a running report on
/// all its parts, of the front on all pages.
async fn known(
    site: &Site,
    entry: &Entry,
    addresses: &[String],
    article: &NewArticle,
) -> anyhow::Result<Option<i64>> {
    let is_same = |story: NewsCode, headline: &str| {
        article.story == Some(story) || fold(headline) == fold(&article.content.headline)
    };
    for (at, url) in addresses.iter().enumerate() {
        if let Some(known) = sharing::brought_in(&site.store, entry.id, url).await? {
            let brought = if at == 0 { None } else { sharing::brought(&site.store, known).await? };
            if brought.is_none_or(|(story, headline)| is_same(story, &headline)) {
                return Ok(Some(known));
            }
        }
        let stating = sharing::stating(&site.store, entry.id, url).await?;
        if let Some((known, ..)) = stating.into_iter().find(|(_, story, headline)| is_same(*story, headline))
        {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// The entry whose page's address has other words by now: an article of the same source with the same number in its address,
/// of which this is a copy.
async fn renamed(
    site: &Site,
    source: &Source,
    url: &str,
    article: &NewArticle,
) -> anyhow::Result<Option<i64>> {
    let (Some(story), Some(code)) = (article.story, code_of_address(url)) else { return Ok(None) };
    let is_same = |other: &str| {
        code_of_address(other).as_ref() == Some(&code)
            && host_of(other).is_ok_and(|host| host_of(url) == Ok(host))
    };
    let versions = sharing::versions_of(&site.store, story, source.id).await?;
    Ok(versions.into_iter().find(|(_, url)| is_same(url)).map(|(known, _)| known))
}

/// The entry brings nothing in. Where its source has the page by a new address, that is looked at now.
async fn set_aside(
    site: &Site,
    entry: &Entry,
    known: i64,
    moved_to: Option<&str>,
    now: UtcMs,
) -> anyhow::Result<()> {
    let mut tx = site.store.begin(now).await?;
    store::entries::set_aside(&mut tx, entry.id).await?;
    if let Some(url) = moved_to {
        sharing::moved(&mut tx, known, url).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Where an article goes, and why not to readers where its source publishes. The same news is not published twice
/// without a person, nor beside what one works on; what is an archive waits for one. What people dismissed comes back
/// only when it says more.
async fn arrives_as(
    site: &Site,
    source: &Source,
    article: &NewArticle,
    placed: &Placed,
    now: UtcMs,
) -> anyhow::Result<(ArticleState, Option<HeldBack>)> {
    let versions = sharing::standing(&site.store, &placed.stories).await?;
    let is_old = now - article.published_at > FRESH_MS;
    let says_new = |version: &Standing| says_new(article, version);
    let is_unwanted =
        !versions.is_empty() && versions.iter().all(|version| version.is_dismissed && !says_new(version));
    Ok(match source.set.arrival {
        Arrival::Publish if versions.iter().any(|version| version.is_taken_away) => {
            (ArticleState::Inbox, Some(HeldBack::TakenAway))
        }
        Arrival::Publish if versions.iter().any(|version| version.is_in_hand) => {
            (ArticleState::Inbox, Some(HeldBack::Version))
        }
        Arrival::Publish if versions.iter().any(|version| version.is_dismissed) => {
            (ArticleState::Inbox, Some(HeldBack::Dismissed))
        }
        Arrival::Publish if is_old => (ArticleState::Inbox, Some(HeldBack::Archive)),
        Arrival::Publish => (ArticleState::Published, None),
        Arrival::Inbox if is_unwanted => (ArticleState::Dismissed, None),
        Arrival::Inbox => (ArticleState::Inbox, None),
    })
}

/// Whether an article says what a version of it does not: much more, other figures, or that it is not so.
fn says_new(article: &NewArticle, version: &Standing) -> bool {
    let length = |html: &str| html.chars().count();
    let known = length(&version.body_html);
    if length(&article.content.body_html) > known + known / LONGER_PART {
        return true;
    }
    let text = sanitize::running_text(&article.content.body_html);
    let text = format!("{}\n{text}", article.content.lead);
    let known = sanitize::running_text(&version.body_html);
    let now = Shown { headline: &article.content.headline, text: &text };
    copies::says_new(Shown { headline: &version.headline, text: &known }, now)
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(super) fn hex(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A page with the hash that proves what was read.
pub(super) fn as_kept(fetched: &Fetched) -> FetchedPage {
    FetchedPage {
        url: fetched.final_url.clone(),
        content_type: fetched.content_type.clone(),
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
        sha256: hex(&fetched.body),
        bytes: fetched.body.clone(),
        is_from_feed: false,
    }
}
