//! Where an article stands, and the steps that it may take. A step is an event of the change log.

/// Where an article stands on its way to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArticleState {
    /// Made by the pipeline from a source's entry; waits in the inbox (کارتابل) for an editor.
    Inbox,
    /// Being written by one of us.
    Draft,
    /// Will be published at `published_at`, which lies in the future.
    Scheduled,
    /// Readers see it.
    Published,
    /// Was published; readers get 410 Gone.
    Unpublished,
    /// An editor does not want it. Kept, so that its entry is not brought in again and copies of it are known.
    Dismissed,
}

impl ArticleState {
    /// Every state, in the order of an article's life.
    pub const ALL: [Self; 6] =
        [Self::Inbox, Self::Draft, Self::Scheduled, Self::Published, Self::Unpublished, Self::Dismissed];

    /// The word kept in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Dismissed => "dismissed",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The Persian name on the desk.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Inbox => "کارتابل",
            Self::Draft => "پیش‌نویس",
            Self::Scheduled => "زمان‌بندی‌شده",
            Self::Published => "منتشرشده",
            Self::Unpublished => "برداشته‌شده",
            Self::Dismissed => "کنارگذاشته",
        }
    }

    /// Whether an article may go from this state to `next`. Staying in a state is an edit, always allowed.
    pub fn may_become(self, next: Self) -> bool {
        use ArticleState::{Dismissed, Draft, Inbox, Published, Scheduled, Unpublished};
        self == next
            || matches!(
                (self, next),
                (Inbox | Draft | Unpublished, Scheduled | Published)
                    | (Scheduled, Published | Draft)
                    | (Published, Unpublished)
                    | (Inbox | Unpublished, Draft)
                    | (Inbox | Draft, Dismissed)
                    | (Dismissed, Inbox | Draft)
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_read_back_from_their_words() {
        for state in ArticleState::ALL {
            assert_eq!(ArticleState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ArticleState::parse("gone"), None);
    }

    #[test]
    fn only_what_was_dismissed_returns_to_the_inbox() {
        for state in ArticleState::ALL {
            let may = matches!(state, ArticleState::Inbox | ArticleState::Dismissed);
            assert_eq!(state.may_become(ArticleState::Inbox), may);
        }
        assert!(!ArticleState::Published.may_become(ArticleState::Dismissed));
        assert!(ArticleState::Published.may_become(ArticleState::Unpublished));
        assert!(!ArticleState::Published.may_become(ArticleState::Draft));
    }
}
