//! Which page of a list an address asks for.

use axum::http::Uri;
use serde::Deserialize;

/// The number of a page, from 1. People change addresses by hand: Persian digits count, and what is no number is page 1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(from = "String")]
pub(crate) struct PageNumber(pub i64);

impl PageNumber {
    /// How many things stand before this page.
    pub(crate) fn offset(self, per_page: i64) -> i64 {
        (self.0 - 1) * per_page
    }

    /// `?page=` of an address; page 1 without one.
    pub(crate) fn of(uri: &Uri) -> Self {
        let mut parts = uri.query().unwrap_or_default().split('&').filter_map(|part| part.split_once('='));
        let typed = parts.find(|(name, _)| *name == "page").map_or("", |(_, value)| value);
        percent_encoding::percent_decode_str(typed).decode_utf8_lossy().into_owned().into()
    }
}

impl Default for PageNumber {
    fn default() -> Self {
        Self(1)
    }
}

impl From<String> for PageNumber {
    fn from(typed: String) -> Self {
        let typed = persian::digits::to_ascii(typed.trim());
        // More digits than a number holds are a page too, after the last.
        let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number = typed.parse().unwrap_or(if is_number { i64::MAX } else { 1 });
        Self(number.clamp(1, i64::from(u32::MAX)))
    }
}

/// How many pages a list has: at least one, so that an empty list has a place.
pub(crate) fn pages(total: i64, per_page: i64) -> i64 {
    ((total + per_page - 1) / per_page).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_page() {
        let cases = [("3", 3), ("۳", 3), (" 12 ", 12), ("0", 1), ("-4", 1), ("abc", 1), ("", 1)];
        for (typed, number) in cases {
            assert_eq!(PageNumber::from(typed.to_owned()).0, number, "{typed:?}");
        }
        for many in ["9999999999", "99999999999999999999", "۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹"] {
            assert_eq!(PageNumber::from(many.to_owned()).0, i64::from(u32::MAX));
        }
        assert_eq!(PageNumber(3).offset(20), 40);
        let of = |address: &str| PageNumber::of(&address.parse().expect("an address")).0;
        assert_eq!([of("/a"), of("/a?b=1&page=2"), of("/a?page=%DB%B3"), of("/a?page")], [1, 2, 3, 1]);
    }

    #[test]
    fn a_list_has_at_least_one_page() {
        assert_eq!([pages(0, 20), pages(20, 20), pages(21, 20)], [1, 1, 2]);
    }
}
