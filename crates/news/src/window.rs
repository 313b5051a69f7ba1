//! A span of time that ends now, by which the most viewed and the most discussed articles are told.

use crate::UtcMs;

/// An hour: views are counted by it.
pub const HOUR_MS: UtcMs = 3600 * 1000;

/// How far back is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// The last hour.
    Hour,
    /// The last 24 hours.
    Day,
    /// The last seven days.
    Week,
}

impl Window {
    /// Every window, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.as_str() == word)
    }

    /// What readers call it.
    pub fn persian(self) -> &'static str {
        match self {
            Self::Hour => "یک ساعت گذشته",
            Self::Day => "۲۴ ساعت گذشته",
            Self::Week => "هفت روز گذشته",
        }
    }

    /// When it began.
    pub fn since(self, now: UtcMs) -> UtcMs {
        let hours = match self {
            Self::Hour => 1,
            Self::Day => 24,
            Self::Week => 7 * 24,
        };
        now - hours * HOUR_MS
    }
}

/// The number of the hour of an instant, since 1970.
pub fn hour_of(at: UtcMs) -> i64 {
    at.div_euclid(HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_read_back_from_their_words_and_grow() {
        for window in Window::ALL {
            assert_eq!(Window::parse(window.as_str()), Some(window));
        }
        assert_eq!(Window::parse("year"), None);
        assert_eq!(Window::ALL.map(|window| window.since(0) / HOUR_MS), [-1, -24, -168]);
        assert_eq!((hour_of(HOUR_MS - 1), hour_of(HOUR_MS)), (0, 1));
    }
}
