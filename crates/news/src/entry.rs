//! An entry: one item of a source's feed (or one link of its page), on its way to becoming an article.

use std::collections::HashSet;

use crate::UtcMs;
use crate::failure::Failure;

/// Where an entry stands in the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Seen in the feed; its page is not fetched yet.
    Waiting,
    /// Became an article.
    Done,
    /// Fetching or reading it failed; `retry_at` says when it is tried again.
    Failed,
    /// Failed too often, or an editor does not want it.
    Dropped,
}

impl EntryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Done, Self::Failed, Self::Dropped];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// An entry about to be stored. `(source_id, guid)` is unique: an entry seen again is the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// The source it came from.
    pub source_id: i64,
    /// The feed's id for it, else its address.
    pub guid: String,
    /// The address of its page.
    pub url: String,
    /// As the feed gives it.
    pub title: String,
    /// Its whole text, where the feed gives it: HTML. It is kept until the entry is done.
    pub content: String,
    /// As the feed gives it.
    pub author: String,
    /// As the feed gives it.
    pub published_at: Option<UtcMs>,
    /// The source's own names for its section and subjects.
    pub categories: Vec<String>,
}

/// What a feed gives under an id that it gave before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The same entry.
    Same,
    /// The same, at another address.
    Moved,
    /// Another one: ids that are the place in a list, or one for all, come again for other news.
    Another,
}

impl Again {
    /// What an entry is that was known by this title and address. What follows `?` in an address may change all the time.
    pub fn of(title: &str, url: &str, now: &NewEntry) -> Self {
        if place(url) == place(&now.url) || url.is_empty() || now.url.is_empty() {
            return Self::Same;
        }
        let words = |title: &str| persian::fold::words(title).collect::<HashSet<_>>();
        let (known, now) = (words(title), words(&now.title));
        let fewer = known.len().min(now.len());
        let is_other = fewer > 0 && known.intersection(&now).count() * 2 < fewer;
        if is_other { Self::Another } else { Self::Moved }
    }
}

/// An address without its scheme and query.
fn place(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its row.
    pub id: i64,
    /// What the feed said.
    pub seen: NewEntry,
    /// Where it stands.
    pub state: EntryState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub failure: Option<Failure>,
}

/// Why an article waits for an editor though its source publishes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeldBack {
    /// It was published too long ago.
    Archive,
    /// Readers have another version of its story, or an editor works on one.
    Version,
    /// An editor did not want another version of its story.
    Dismissed,
    /// Another version of its story was taken away from readers.
    TakenAway,
}

impl HeldBack {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Archive, Self::Version, Self::Dismissed, Self::TakenAway];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Version => "version",
            Self::Dismissed => "dismissed",
            Self::TakenAway => "taken-away",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// What an editor is told.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Archive => "خودکار منتشر نشد: بیش از یک هفته از انتشار آن در منبع گذشته است",
            Self::TakenAway => "خودکار منتشر نشد: نسخه‌ای از این خبر پیش‌تر از سایت برداشته شده است",
            Self::Dismissed => "خودکار منتشر نشد: نسخه‌ای از این خبر را ویراستار کنار گذاشته است",
            Self::Version => "خودکار منتشر نشد: نسخه‌ای از این خبر منتشر شده یا در دست ویراستار است",
        }
    }
}

/// After this many failed tries an entry is dropped.
pub const ATTEMPTS_MAX: i64 = 5;
/// The same where the fault is the host's or the network's, and may pass: with the waits between them, some two days.
pub const PASSING_ATTEMPTS_MAX: i64 = 24;
/// The first retry waits this long; each later one twice as long, up to three hours.
const RETRY_MS: i64 = 60_000;
const RETRY_MS_MAX: i64 = 3 * 60 * 60_000;

/// The longest that a server's Retry-After is followed.
const ASKED_S_MAX: u64 = 24 * 60 * 60;

/// When an entry that failed `attempts` times is tried again, not before the seconds that its server asked for; None
/// when it is given up, at once where another try would find the same.
pub fn retry_at(now: UtcMs, attempts: i64, failure: &Failure, asked_s: Option<u64>) -> Option<UtcMs> {
    let is_final = matches!(
        failure,
        Failure::BadAddress(_)
            | Failure::LeadsInside(_)
            | Failure::NotWelcome(_)
            | Failure::NotAnArticle
            | Failure::Status(_, 410)
    );
    let most = if is_passing(failure) { PASSING_ATTEMPTS_MAX } else { ATTEMPTS_MAX };
    let asked = asked_s.map_or(0, |seconds| (seconds.min(ASKED_S_MAX) * 1000) as i64);
    let wait = (RETRY_MS << attempts.clamp(0, 16)).min(RETRY_MS_MAX);
    (attempts < most && !is_final).then(|| now + wait.max(asked))
}

/// Whether a failure is of the host or of the network, as when the lines abroad are cut: what it kept back is news still.
fn is_passing(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Unreachable(..)
            | Failure::UnknownName(_)
            | Failure::Refused(_)
            | Failure::TooSlow(_)
            | Failure::RobotsUnread(..)
            | Failure::SomethingElse(_)
            | Failure::Challenge(_)
            | Failure::Blocked(_)
            | Failure::TooSoon(..)
            | Failure::Status(_, 408 | 425 | 429 | 500..)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_comes_again_with_other_news_is_another_entry() {
        let now =
            |title: &str, url: &str| NewEntry { title: title.into(), url: url.into(), ..NewEntry::default() };
        for (title, url, expected) in [
            ("پل تازهٔ لاجین باز شد", "https://a.ir/1?x=2", Again::Same),
            ("سیل در گلستان", "http://a.ir/1/", Again::Same),
            ("پل تازهٔ لاجین امروز باز شد", "https://a.ir/1-new", Again::Moved),
            ("", "https://a.ir/2", Again::Moved),
            ("سیل در گلستان", "https://a.ir/2", Again::Another),
        ] {
            let found = Again::of("پل تازهٔ لاجین باز شد", "https://a.ir/1?x=1", &now(title, url));
            assert_eq!(found, expected, "{title} {url}");
        }
    }

    #[test]
    fn retries_wait_longer_and_end() {
        let busy = Failure::Status("a.ir".into(), 503);
        assert_eq!(retry_at(0, 0, &busy, None), Some(RETRY_MS));
        assert_eq!(retry_at(0, 1, &busy, None), Some(2 * RETRY_MS));
        assert_eq!(retry_at(0, 1, &busy, Some(3600)), Some(3_600_000));
        let gone = Failure::Status("a.ir".into(), 404);
        assert_eq!(retry_at(0, 4, &gone, None), Some(16 * RETRY_MS));
        assert_eq!(retry_at(0, ATTEMPTS_MAX, &gone, None), None);
        assert_eq!(retry_at(0, ATTEMPTS_MAX, &busy, None), Some(32 * RETRY_MS));
        assert_eq!(retry_at(0, PASSING_ATTEMPTS_MAX, &busy, None), None);
        let all = (1..PASSING_ATTEMPTS_MAX).filter_map(|attempts| retry_at(0, attempts, &busy, None));
        let hours = all.sum::<i64>() / 3_600_000;
        assert!((48..60).contains(&hours), "{hours}");
        assert_eq!(retry_at(0, 0, &Failure::NotWelcome("a.ir".into()), None), None);
        for state in EntryState::ALL {
            assert_eq!(EntryState::parse(state.as_str()), Some(state));
        }
        for reason in HeldBack::ALL {
            assert_eq!(HeldBack::parse(reason.as_str()), Some(reason));
        }
    }
}
