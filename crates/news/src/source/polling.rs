//! How often a source is read.

use super::{Recognised, Schedule};
use crate::failure::Failure;

/// How a reading of a source went, for [`next_wait_ms`] and for the newsroom's health view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollOutcome {
    /// The server's ETag, to be sent next time.
    pub etag: Option<String>,
    /// The server's Last-Modified, to be sent next time.
    pub last_modified: Option<String>,
    /// Entries that were not known.
    pub new_entries: usize,
    /// What the address is, when that was not known before.
    pub recognised: Option<Recognised>,
    /// Why it failed; None when it did not.
    pub failure: Option<Failure>,
    /// The server asked to wait this long.
    pub retry_after_s: Option<u64>,
}

/// A source with news is read this often: reprinting within a minute or two is the job.
pub const POLL_MS_MIN: i64 = 60_000;
/// A quiet source is read at least this often.
pub const POLL_MS_MAX: i64 = 30 * 60_000;
/// A failing source is left alone at most this long.
pub const BACKOFF_MS_MAX: i64 = 6 * 60 * 60_000;
/// The longest wait that a server is granted.
const ASKED_S_MAX: u64 = 86_400;
/// Sources are spread over a tenth of their wait, so that they are not all due at the same instant.
const SPREAD: i64 = 10;

/// How long a source is left alone: not at all when a page's feed was found, a minute after news, half as long again
/// after each quiet reading, or what an editor set; twice as long after each failed one; never less than the server's
/// own Retry-After.
///
/// `waited_ms` is the wait before the reading, kept with the source, so that it outlives a restart; `failures` counts
/// those that failed in a row, this one included.
pub fn next_wait_ms(waited_ms: i64, failures: i64, outcome: &PollOutcome, schedule: Schedule) -> i64 {
    let wait = if outcome.failure.is_none() && outcome.recognised.is_some() && outcome.new_entries == 0 {
        0
    } else if outcome.failure.is_some() {
        (POLL_MS_MIN << failures.clamp(0, 16)).min(BACKOFF_MS_MAX)
    } else if let Some(set_ms) = schedule.wait_ms() {
        set_ms
    } else if outcome.new_entries > 0 {
        POLL_MS_MIN
    } else {
        (waited_ms.min(POLL_MS_MAX) * 3 / 2).clamp(POLL_MS_MIN, POLL_MS_MAX)
    };
    let asked = outcome.retry_after_s.map_or(0, |seconds| (seconds.min(ASKED_S_MAX) * 1000) as i64);
    wait.max(asked)
}

/// What is added to the wait of the source with this id, up to a tenth of it, always the same.
pub fn spread_ms(id: i64, wait_ms: i64) -> i64 {
    let part = id.wrapping_mul(0x9E37).rem_euclid(64);
    wait_ms / SPREAD * part / 64
}

#[cfg(test)]
mod tests {
    use super::super::SourceKind;
    use super::*;

    #[test]
    fn polling_follows_the_source() {
        let (free, set) = (Schedule::default(), Schedule { every: Some(15), hours: None });
        let news = PollOutcome { new_entries: 3, ..PollOutcome::default() };
        assert_eq!(next_wait_ms(POLL_MS_MAX, 0, &news, free), POLL_MS_MIN);
        let quiet = PollOutcome::default();
        assert_eq!(next_wait_ms(2 * POLL_MS_MIN, 0, &quiet, free), 3 * POLL_MS_MIN);
        assert_eq!(next_wait_ms(i64::MAX, 0, &quiet, free), POLL_MS_MAX);
        let page = Recognised { kind: SourceKind::Feed, url: "https://a.ir/rss".into() };
        let found = PollOutcome { recognised: Some(page), ..PollOutcome::default() };
        assert_eq!(next_wait_ms(POLL_MS_MAX, 0, &found, set), 0);
        let failed = PollOutcome { failure: Some(Failure::NoText), ..PollOutcome::default() };
        assert_eq!(next_wait_ms(0, 1, &failed, set), 2 * POLL_MS_MIN);
        assert_eq!(next_wait_ms(0, 60, &failed, free), BACKOFF_MS_MAX);
        let asked = PollOutcome { retry_after_s: Some(7200), ..PollOutcome::default() };
        assert_eq!(next_wait_ms(0, 0, &asked, set), 7_200_000);
        assert_eq!(next_wait_ms(POLL_MS_MIN, 0, &news, set), 15 * 60_000);
        assert_eq!(next_wait_ms(POLL_MS_MIN, 0, &quiet, set), 15 * 60_000);
    }

    #[test]
    fn sources_are_spread_but_little() {
        let spread: Vec<i64> = (1..=64).map(|id| spread_ms(id, POLL_MS_MIN)).collect();
        assert!(spread.iter().all(|ms| (0..=POLL_MS_MIN / 10).contains(ms)));
        let mut different = spread.clone();
        different.sort_unstable();
        different.dedup();
        assert!(different.len() > 50, "{spread:?}");
        assert!(spread_ms(i64::MAX, POLL_MS_MAX) >= 0);
    }
}
