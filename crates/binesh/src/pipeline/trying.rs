//! Trying an example page for an editor who sets a source's selectors: fetched as any page is, kept nowhere.

use std::time::Duration;

use ingest::fetch::Fetched;
use ingest::page::{self, Page};
use news::UtcMs;
use news::failure::Failure;
use news::source::{Selectors, host_of};
use web::{Sample, Trial};

use super::reading::{fetch_page, parsed, read_page};
use super::repair_page;
use crate::door::Held;
use crate::site::Site;

/// An editor waits for this, and the server answers within 30 s.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(25);

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
        let fetched = fetch_page(site, url, now).await.map_err(|held| match held {
            Held::Until(_) => Failure::TooSoon(host.clone()),
            Held::Failed(failure, _) => failure,
        })?;
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

/// Which selectors find nothing; reading is apart, for the page is hostile.
async fn missed(fetched: Fetched, selectors: &Selectors, now: UtcMs) -> Result<[bool; 6], Failure> {
    let by = parsed(selectors);
    let looking = tokio::task::spawn_blocking(move || {
        page::missed(&by, &fetched.body, fetched.content_type.as_deref(), &fetched.final_url, now)
    });
    looking.await.map_err(|_| Failure::Unreadable)
}

fn sample(page: Page) -> Sample {
    let page = repair_page(page);
    Sample {
        headline: page.title.unwrap_or_default(),
        lead: page.lead.unwrap_or_default(),
        byline: page.byline.unwrap_or_default(),
        published_at: page.published_at,
        text: page.text,
    }
}
