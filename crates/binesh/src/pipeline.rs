//! The flow of the product, read top to bottom:
//!
//! ```text
//! source -> fetch -> extract -> repair -> place in a story -> store -> (index -> render -> serve)
//! ```
//!
//! The part in brackets follows the store's change log (see `follow`), so nothing here calls it. Each step
//! takes the value of the one before; a failure is a sentence for the newsroom, kept with the entry or source.

mod apart;
mod crediting;
mod headline;
mod keeping;
mod looking;
mod picturing;
mod reading;
mod recognising;
mod rereading;
mod subscribing;
#[cfg(test)]
mod tests;
mod trying;

use ingest::fetch::{Conditional, Fetched, Outcome};
use ingest::page::Page;
use ingest::sanitize;
use news::UtcMs;
use news::article::{
    ArticleState, Content, Genre, LABEL_CHARS_MAX, LEAD_CHARS_MAX, NewArticle, NewsCode, TAG_CHARS_MAX,
    TAGS_MAX,
};
use news::entry::{Entry, retry_at};
use news::section::{Section, of_source_name};
use news::source::{Arrival, PollOutcome, Source, SourceKind, next_wait_ms, spread_ms};
use persian::date::Jalali;
use persian::repair::{Mode, Repairer};
use store::entries::Seen;

use crate::door::Held;
use crate::site::Site;

pub use keeping::{place, remember, store_placed};
pub use looking::look_again;
pub use picturing::{fetch_picture, make_avif};
pub use reading::refused;
pub use rereading::read_again;
pub use trying::{is_selector, try_page};

/// Of a source with more new items than this the next reading takes the rest.
const ENTRIES_PER_POLL_MAX: usize = 200;

/// Clocks and zones part a feed's time from the one that its page shows by less.
const SHOWN_APART_MS_MAX: u64 = 24 * 60 * 60_000;

/// Reads a source: fetches its address and records the entries that are new. How it went is kept with the source.
///
/// # Errors
/// Only when the database does not answer; a source that fails is an outcome, not an error.
pub async fn poll(site: &Site, source: &Source, now: UtcMs) -> anyhow::Result<PollOutcome> {
    let conditional = Conditional { etag: source.etag.clone(), last_modified: source.last_modified.clone() };
    let mut outcome = PollOutcome { etag: conditional.etag.clone(), ..PollOutcome::default() };
    outcome.last_modified = conditional.last_modified.clone();
    let seen = match site.door.get(&source.set.url, &conditional, now).await {
        Ok(Outcome::NotModified) => Seen::default(),
        Ok(Outcome::Fetched(fetched)) => read_fetched(site, source, fetched, now, &mut outcome).await?,
        Err(Held::Failed(failure, retry_after_s)) => {
            (outcome.failure, outcome.retry_after_s) = (Some(failure), retry_after_s);
            Seen::default()
        }
        Err(Held::Until(at)) => {
            let mut tx = site.store.begin(now).await?;
            let at = source.set.terms.schedule.not_before(at);
            store::sources::postpone(&mut tx, source.id, at).await?;
            tx.commit().await?;
            return Ok(outcome);
        }
    };
    let mut tx = site.store.begin(now).await?;
    for entry in &seen.retitled {
        store::source_changes::look_now(&mut tx, source.id, &entry.guid, &entry.title).await?;
    }
    for entry in &seen.moved {
        store::sharing::given_elsewhere(&mut tx, source.id, &entry.guid, &entry.url).await?;
    }
    for entry in &seen.new {
        outcome.new_entries += usize::from(store::entries::record(&mut tx, entry).await?.is_some());
    }
    if source.set.arrival == Arrival::Publish && !seen.new.is_empty() {
        store::sharing::publish(&mut tx, source.id, now - keeping::FRESH_MS).await?;
    }
    let failures = if outcome.failure.is_some() { source.failures + 1 } else { 0 };
    let schedule = source.set.terms.schedule;
    let wait_ms = next_wait_ms(source.wait_ms, failures, &outcome, schedule);
    let next_at = schedule.not_before(now + wait_ms + spread_ms(source.id, wait_ms));
    store::sources::record_poll(&mut tx, source.id, &outcome, wait_ms, next_at).await?;
    tx.commit().await?;
    for entry in &seen.reworded {
        looking::reworded(site, source, entry, now).await?;
    }
    if outcome.new_entries > 0 {
        site.arrived.notify_one();
    }
    Ok(outcome)
}

/// The entries of a fetched source that are new or have new titles, and what the fetch says of the source.
async fn read_fetched(
    site: &Site,
    source: &Source,
    fetched: Fetched,
    now: UtcMs,
    outcome: &mut PollOutcome,
) -> anyhow::Result<Seen> {
    (outcome.etag, outcome.last_modified) = (fetched.etag.clone(), fetched.last_modified.clone());
    outcome.retry_after_s = fetched.retry_after_s;
    let found = match reading::read_source(site, source, fetched, now).await? {
        Ok(found) => found,
        Err(failure) => {
            outcome.failure = Some(failure);
            return Ok(Seen::default());
        }
    };
    outcome.recognised = found.recognised;
    if let Some(hub) = found.hub {
        subscribing::subscribe(site, source.id, hub, now).await?;
    }
    let mut seen = store::entries::tell_apart(&site.store, source.id, found.entries).await?;
    if seen.new.len() > ENTRIES_PER_POLL_MAX {
        seen.new.truncate(ENTRIES_PER_POLL_MAX);
        // «Not modified» would hide the rest from the next reading.
        (outcome.etag, outcome.last_modified) = (None, None);
    }
    Ok(seen)
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
    let other = match source.set.arrival {
        Arrival::Inbox => publisher(site, entry).await?,
        Arrival::Publish => None,
    };
    let source = other.as_ref().unwrap_or(source);
    let read = reading::read_entry(site, source, entry, now).await;
    let stands_in = match &read {
        Err(Held::Failed(failure, _)) => reading::read_feeds_text(site, entry, failure, now).await?,
        _ => None,
    };
    let is_from_feed = stands_in.is_some();
    match stands_in.map_or(read, Ok) {
        Ok((fetched, page)) => {
            let page = repair_page(page);
            let sections = store::sections::all(&site.store).await?;
            let read = keeping::Read { stated: page.canonical.clone(), fetched, is_from_feed };
            let article = to_article(source, entry, &read.fetched.final_url, page, &sections, now);
            keeping::keep(site, source, entry, &read, article, now).await
        }
        Err(held) => {
            let mut tx = site.store.begin(now).await?;
            match held {
                Held::Until(at) => store::entries::postpone(&mut tx, entry.id, at).await?,
                Held::Failed(failure, _) if reading::is_no_news(source, entry, &failure) => {
                    store::entries::set_aside(&mut tx, entry.id).await?;
                }
                Held::Failed(failure, asked_s) => {
                    let retry_at = retry_at(now, entry.attempts + 1, &failure, asked_s);
                    store::entries::fail(&mut tx, entry.id, &failure, retry_at).await?;
                }
            }
            tx.commit().await?;
            Ok(None)
        }
    }
}

/// The source that publishes of those that gave an entry's address.
async fn publisher(site: &Site, entry: &Entry) -> anyhow::Result<Option<Source>> {
    Ok(match store::sharing::publisher(&site.store, &entry.seen.url).await? {
        Some(id) => store::sources::by_id(&site.store, id).await?,
        None => None,
    })
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
    let published_at = published_at(source, entry, &page);
    let headline = headline::choose(page.title.clone(), &entry.seen.title, &page.text);
    let (attribution, further) = crediting::attribution(&source.set.name, url, page.source, page.code);
    let body_html =
        if page.body_html.is_empty() { sanitize::text_to_html(&page.text) } else { page.body_html };
    // The picture that stands for an article is its first, and an editor sees it in the text.
    let mut body_html = sanitize::led_by_picture(body_html, page.image.as_deref());
    if let Some(line) = further {
        body_html.push('\n');
        body_html.push_str(&line.to_html());
    }
    let genre = names(entry, page.section.as_deref()).find_map(Genre::of_source_name).unwrap_or_default();
    let content = Content {
        kicker: page.kicker.unwrap_or_default(),
        lead: page.lead.unwrap_or_default(),
        byline: page.byline.unwrap_or_default(),
        section_id: of_section(source, entry, page.section.as_deref(), sections),
        tags: page.tags.into_iter().chain(source.set.terms.tags.iter().cloned()).collect(),
        attribution: Some(attribution),
        headline,
        body_html,
        genre,
    };
    // A date in the future is a wrong clock or zone at the source; it would pin the article to the top.
    let published_at = published_at.unwrap_or(now).min(now);
    NewArticle { modified_at: page.modified_at, ..arriving(content, &page.text, published_at) }
}

/// When an article was published: by its page, else by its entry. A day that a page only shows to readers may be one
/// that its text tells of: a feed's own is believed before another, and of one that both tell the feed knows the hour.
fn published_at(source: &Source, entry: &Entry, page: &Page) -> Option<UtcMs> {
    let feed = entry.seen.published_at.filter(|_| source.set.kind == SourceKind::Feed);
    let is_wrong = |shown: UtcMs| {
        let is_apart = |feed: UtcMs| !page.is_date_stated && shown.abs_diff(feed) > SHOWN_APART_MS_MAX;
        feed.is_some_and(|feed| is_apart(feed) || is_hour_of(feed, shown))
    };
    page.published_at.filter(|shown| !is_wrong(*shown)).or(entry.seen.published_at)
}

/// Whether one instant lies within a day of which another is the start.
fn is_hour_of(instant: UtcMs, day: UtcMs) -> bool {
    let is_start = Jalali::at(day).start() == Some(day);
    is_start && persian::date::next_day(day).is_some_and(|next| (day..next).contains(&instant))
}

/// A new article of the inbox, from elsewhere, within the limits that an editor has.
pub fn arriving(mut content: Content, text: &str, published_at: UtcMs) -> NewArticle {
    fit(&mut content);
    NewArticle { state: ArticleState::Inbox, ..NewArticle::draft(content, text, published_at) }
}

/// Brings what came from elsewhere within the limits that an editor has. A lead that is too long is text; a label that
/// is too long was none.
fn fit(content: &mut Content) {
    for field in [&mut content.kicker, &mut content.headline, &mut content.lead, &mut content.byline] {
        *field = persian::plain::line(field);
    }
    let is_label = |text: &str| text.chars().count() <= LABEL_CHARS_MAX;
    for label in [&mut content.kicker, &mut content.byline] {
        if !is_label(label) {
            label.clear();
        }
    }
    if content.lead.chars().count() > LEAD_CHARS_MAX {
        let lead = sanitize::text_to_html(&std::mem::take(&mut content.lead));
        content.body_html = format!("{lead}\n{}", content.body_html);
    }
    if let Some(from) = &mut content.attribution {
        from.name = persian::plain::line(&from.name).chars().take(LABEL_CHARS_MAX).collect();
        from.code.take_if(|code| !is_label(code));
    }
    content.tags.retain(|tag| (1..=TAG_CHARS_MAX).contains(&tag.chars().count()));
    content.tags.truncate(TAGS_MAX);
}

/// What a source calls the place of an article: its page first, then its feed.
fn names<'a>(entry: &'a Entry, theirs: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    theirs.into_iter().chain(entry.seen.categories.iter().map(String::as_str))
}

/// The section of a source's article: what was agreed of a name that its page or feed gives, what such a name means, what
/// the source is filed under. The page's name goes before those of the feed.
fn of_section(source: &Source, entry: &Entry, theirs: Option<&str>, sections: &[Section]) -> Option<i64> {
    let names = || names(entry, theirs);
    let agreed = names().find_map(|name| section_id(source.set.terms.section(name), sections));
    agreed.or_else(|| names().find_map(|name| section_id(Some(name), sections))).or(source.set.section_id)
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
