//! Trying an example page for an editor who sets a source's selectors: fetched as any page is, kept nowhere.

use std::sync::PoisonError;
use std::time::Duration;

use ingest::fetch::Fetched;
use ingest::page::{self, Page};
use news::UtcMs;
use news::failure::Failure;
use news::source::{PARTS, Selectors, host_of};
use web::{Sample, Trial};

use super::apart;
use super::reading::{fetch_page, parsed, read_page};
use super::repair_page;
use crate::door::Held;
use crate::site::Site;

/// An editor waits for this, and the server answers within 30 s.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(25);

/// While an editor tries selectors a page stays the same.
const KNOWN_MS: UtcMs = 10 * 60_000;

/// Whether a text is a selector that pages can be read by.
pub fn is_selector(text: &str) -> bool {
    ingest::page::selector(text).is_some()
}

/// Fetches a page once and reads it without and with selectors, as it would come in.
///
/// # Errors
/// Why the page cannot be had.
pub async fn try_page(site: &Site, url: &str, selectors: &Selectors, now: UtcMs) -> Result<Trial, Failure> {
    let host = host_of(url).unwrap_or(url).to_owned();
    let trial = async {
        let fetched = fetch_once(site, url, &host, now).await?;
        let missed = missed(fetched.clone(), selectors, now).await?;
        let without = read_page(fetched.clone(), &Selectors::default(), now).await;
        let with = read_page(fetched, selectors, now).await;
        Ok(Trial {
            without: without.map(|(_, page)| sample(page)),
            with: with.map(|(_, page)| sample(page)),
            missed,
        })
    };
    let in_time = tokio::time::timeout(TRIAL_TIMEOUT, trial).await;
    in_time.unwrap_or_else(|_| Err(Failure::TooSlow(host.clone())))
}

/// The page of the trial before, when it is the same one: an editor tries many selectors on it, and a host that asks for
/// time between two readings is read once.
async fn fetch_once(site: &Site, url: &str, host: &str, now: UtcMs) -> Result<Fetched, Failure> {
    let last = || site.tried.lock().unwrap_or_else(PoisonError::into_inner);
    let known = last().clone().filter(|(known, at, _)| known == url && now - at < KNOWN_MS);
    if let Some((_, _, fetched)) = known {
        return Ok(fetched);
    }
    let mut fetched = fetch_page(site, url, now).await.map_err(|held| match held {
        Held::Until(at) => Failure::TooSoon(host.to_owned(), (at - now + 999) / 1000),
        Held::Failed(failure, _) => failure,
    })?;
    keep_what_is_read(&mut fetched.body);
    *last() = Some((url.to_owned(), now, fetched.clone()));
    Ok(fetched)
}

/// A page is in memory until another is tried: no more of it is kept than is read. Cut within a letter it would be taken
/// for one of another charset.
fn keep_what_is_read(body: &mut Vec<u8>) {
    if body.len() > page::BYTES_MAX {
        let last = body[..page::BYTES_MAX].iter().rposition(u8::is_ascii);
        body.truncate(last.map_or(page::BYTES_MAX, |at| at + 1));
        body.shrink_to_fit();
    }
}

/// Which selectors find nothing.
async fn missed(fetched: Fetched, selectors: &Selectors, now: UtcMs) -> Result<[bool; PARTS], Failure> {
    let by = parsed(selectors);
    let looking = move |fetched: &Fetched| {
        page::missed(&by, &fetched.body, fetched.content_type.as_deref(), &fetched.final_url, now)
    };
    apart::read(fetched, looking).await.map(|(_, missed)| missed)
}

fn sample(page: Page) -> Sample {
    let page = repair_page(page);
    let source = page.source.map(|line| line.line());
    Sample {
        headline: page.title.unwrap_or_default(),
        kicker: page.kicker.unwrap_or_default(),
        lead: page.lead.unwrap_or_default(),
        byline: page.byline.unwrap_or_default(),
        published_at: page.published_at,
        section: page.section.unwrap_or_default(),
        tags: page.tags.join("، "),
        image: page.image.unwrap_or_default(),
        code: page.code.unwrap_or_default(),
        source: source.unwrap_or_default(),
        text: page.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_between_its_letters() {
        let html = |words: usize| format!("<p>{}", "خبر ".repeat(words)).into_bytes();
        for words in [10, page::BYTES_MAX / 7, page::BYTES_MAX / 7 + 1, page::BYTES_MAX / 4] {
            let (mut kept, whole) = (html(words), html(words));
            keep_what_is_read(&mut kept);
            assert!(whole.starts_with(&kept) && str::from_utf8(&kept).is_ok(), "{words}");
            assert!(kept.len() + 7 > whole.len().min(page::BYTES_MAX), "{words}");
        }
    }
}
