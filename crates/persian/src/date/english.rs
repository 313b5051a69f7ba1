//! Dates for readers of English: Gregorian, with the Jalali day in Latin letters beside where there is room.

use super::{Jalali, tehran};
use crate::UtcMs;

/// Names of the Jalali months in Latin letters, Farvardin first.
pub const MONTHS: [&str; 12] = [
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
];

/// `Monday 2 December 2024 (12 Azar 1403), 20:12`.
///
/// ```
/// assert_eq!(
///     persian::date::english::long(1_733_157_720_000),
///     "Monday 2 December 2024 (12 Azar 1403), 20:12"
/// );
/// ```
pub fn long(ms: UtcMs) -> String {
    format!("{} {} ({}), {}", weekday(ms), day(ms), jalali(Jalali::at(ms)), time(ms))
}

/// `2 December 2024`.
pub fn day(ms: UtcMs) -> String {
    tehran(ms).strftime("%-d %B %Y").to_string()
}

/// `Monday`.
pub fn weekday(ms: UtcMs) -> String {
    tehran(ms).strftime("%A").to_string()
}

/// `20:12`.
pub fn time(ms: UtcMs) -> String {
    tehran(ms).strftime("%H:%M").to_string()
}

/// `12 Azar 1403`.
pub fn jalali(date: Jalali) -> String {
    format!("{} {} {}", date.day, MONTHS[usize::from(date.month.clamp(1, 12)) - 1], date.year)
}
