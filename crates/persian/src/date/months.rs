//! Names of months as newsrooms write them, and the days of three calendars.

use icu_calendar::Date as IcuDate;
use icu_calendar::cal::{Hijri, Iso};
use jiff::civil;

use super::{GREGORIAN_MONTHS, Jalali, MONTHS};
use crate::fold;

pub(super) fn jalali_month(word: &str) -> Option<i32> {
    // تیرماه
    let word = word.strip_suffix("ماه").unwrap_or(word);
    let at = MONTHS.iter().position(|month| fold::fold(month) == word)?;
    i32::try_from(at + 1).ok()
}

pub(super) fn gregorian_month(word: &str) -> Option<i8> {
    let named = GREGORIAN_MONTHS.iter().position(|month| fold::fold(month) == word);
    let english = || {
        let short = word.get(..3).filter(|_| word.is_ascii())?;
        ENGLISH.iter().position(|month| *month == short)
    };
    named.or_else(english).and_then(|at| i8::try_from(at + 1).ok()).or_else(|| {
        GREGORIAN_OTHER.iter().find(|(name, _)| fold::fold(name) == word).map(|(_, month)| *month)
    })
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

pub(super) fn of_hijri(year: i32, month: u8, day: i32) -> Option<civil::Date> {
    let day = u8::try_from(day).ok()?;
    let date = IcuDate::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura())
        .ok()?
        .to_calendar(Iso);
    of_gregorian(
        date.year().extended_year(),
        i32::from(date.month().ordinal),
        i32::from(date.day_of_month().0),
    )
}

/// Other spellings of Gregorian month names in Persian, with their number; English ones by three letters.
const GREGORIAN_OTHER: [(&str, i8); 15] = [
    ("ژانويه", 1),
    ("جنوری", 1),
    ("فوريه", 2),
    ("فبریه", 2),
    ("آپریل", 4),
    ("اپریل", 4),
    ("می", 5),
    ("جون", 6),
    ("جولای", 7),
    ("جولاي", 7),
    ("آگوست", 8),
    ("اگوست", 8),
    ("آگست", 8),
    ("اکتوبر", 10),
    ("نومبر", 11),
];
const ENGLISH: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
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
