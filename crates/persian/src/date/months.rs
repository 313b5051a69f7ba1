//! Names of months as newsrooms write them, and the days of two calendars.

use std::sync::LazyLock;

use jiff::civil;

use super::{GREGORIAN_MONTHS, Jalali, MONTHS};
use crate::fold;

/// The number of a Jalali month by its folded name: تیر, تیرماه.
///
/// ```
/// assert_eq!((persian::date::jalali_month("اذرماه"), persian::date::jalali_month("march")), (Some(9), None));
/// ```
pub fn jalali_month(word: &str) -> Option<u8> {
    static NAMES: LazyLock<[String; 12]> = LazyLock::new(|| MONTHS.map(fold::fold));
    let word = word.strip_suffix("ماه").unwrap_or(word);
    let latin = || LATIN.iter().position(|month| *month == word);
    numbered(NAMES.iter().position(|month| month == word).or_else(latin)?)
}

/// Jalali months in Latin letters.
const LATIN: [&str; 12] = [
    "farvardin",
    "ordibehesht",
    "khordad",
    "tir",
    "mordad",
    "shahrivar",
    "mehr",
    "aban",
    "azar",
    "dey",
    "bahman",
    "esfand",
];

/// The number of a Gregorian month by its folded name, in Persian or English, whole or by three letters.
///
/// ```
/// assert_eq!((persian::date::gregorian_month("مارچ"), persian::date::gregorian_month("sept")), (Some(3), Some(9)));
/// ```
pub fn gregorian_month(word: &str) -> Option<u8> {
    static NAMES: LazyLock<[String; 12]> = LazyLock::new(|| GREGORIAN_MONTHS.map(fold::fold));
    let named = || NAMES.iter().position(|month| month == word);
    let english = || ENGLISH.iter().position(|month| word.len() >= 3 && month.starts_with(word));
    let other = || GREGORIAN_OTHER.iter().find(|(name, _)| *name == word).map(|(_, month)| *month);
    named().or_else(english).and_then(numbered).or_else(other)
}

fn numbered(at: usize) -> Option<u8> {
    u8::try_from(at + 1).ok()
}

/// The number of a Jalali month by the folded name that it has in Afghanistan. Most of these are other words too, so a
/// day and a year must stand beside one.
pub(super) fn dari_month(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] =
        ["حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"];
    numbered(NAMES.iter().position(|month| *month == word)?)
}

pub(super) fn hijri_month(word: &str, next: &str) -> Option<u8> {
    HIJRI
        .iter()
        .find(|(name, after, _)| word.starts_with(name) && (after.is_empty() || next == *after))
        .map(|(.., month)| *month)
}

pub(super) fn of_jalali(year: i32, month: i32, day: i32) -> Option<civil::Date> {
    Jalali::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?.to_civil()
}

pub(super) fn of_gregorian(year: i32, month: i32, day: i32) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Other spellings of Gregorian months in Persian, folded, with their number.
const GREGORIAN_OTHER: [(&str, u8); 13] = [
    ("جنوری", 1),
    ("فبریه", 2),
    ("مارچ", 3),
    ("اپریل", 4),
    ("می", 5),
    ("جون", 6),
    ("جولای", 7),
    ("اگوست", 8),
    ("اگست", 8),
    ("سپتمبر", 9),
    ("اکتوبر", 10),
    ("نومبر", 11),
    ("دسمبر", 12),
];
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Lunar months by their telling word and, for the two Rabi and two Jumada, what follows.
const HIJRI: [(&str, &str, u8); 21] = [
    ("محرم", "", 1),
    ("صفر", "", 2),
    ("ربیع", "اول", 3),
    ("ربیع", "الاول", 3),
    ("ربیع", "", 4),
    ("جمادی", "اول", 5),
    ("جمادی", "الاول", 5),
    ("جمادی", "الاولی", 5),
    ("جمادی", "", 6),
    ("رجب", "", 7),
    ("شعبان", "", 8),
    ("رمضان", "", 9),
    ("شوال", "", 10),
    ("ذیقعده", "", 11),
    ("ذیحجه", "", 12),
    ("ذیالقعده", "", 11),
    ("ذیالحجه", "", 12),
    ("ذی", "قعده", 11),
    ("ذی", "القعده", 11),
    ("ذی", "حجه", 12),
    ("ذی", "الحجه", 12),
];
