//! Reading the dates that newsrooms write.
//!
//! Read: ISO 8601 (`2024-12-02T20:12:00+03:30`, `2019-12-15 08:34:00`), `jalali 1381-10-11`, `۱۴۰۳/۰۹/۱۲`,
//! `12 آذر 1403`, «دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲», Gregorian and lunar Hijri dates in Persian words, and with
//! `now` also `12 آذر`, امروز, دیروز, پریروز, «۳ ساعت پیش». A time without a zone is Tehran's.

use icu_calendar::Date as IcuDate;
use icu_calendar::cal::{Hijri, Iso};
use jiff::civil;

use super::{GREGORIAN_MONTHS, Jalali, MONTHS, instant};
use crate::{UtcMs, digits, fold};

/// A date as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    /// The instant; the start of the day in Tehran when no time was written.
    pub ms: UtcMs,
    /// Whether a time of day was written.
    pub has_time: bool,
    /// 0 to 1: 1 for machine forms, less the more was assumed.
    pub confidence: f32,
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// A date is a short text; a longer one is prose.
const TEXT_BYTES_MAX: usize = 400;

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
const HIJRI: [(&str, &str, u8); 16] = [
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
    ("ذیالحجه", "", 12),
];

/// Reads a date. `now` lets dates without a year, and relative ones, be read.
pub fn parse(text: &str, now: Option<UtcMs>) -> Option<Parsed> {
    let text = text.trim();
    if text.is_empty() || text.len() > TEXT_BYTES_MAX {
        return None;
    }
    let plain = digits::to_ascii(text).replace(['\u{200c}', '\u{200f}', '\u{200e}'], " ");
    machine(&plain).or_else(|| {
        let words = split(&plain);
        let clock = clock(&words);
        let day = numeric(&words)
            .or_else(|| named(&words))
            .or_else(|| now.and_then(|now| without_year(&words, now)));
        match day {
            Some((date, confidence)) => at(date, clock, confidence),
            None => relative(&words, clock, now?),
        }
    })
}

/// ISO 8601 and RFC 3339, with or without a zone; a year under 1700 is Jalali.
fn machine(text: &str) -> Option<Parsed> {
    let (text, jalali) = match text.strip_prefix("jalali ") {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    };
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i32>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ', '-', ',']).trim();
    let date =
        if jalali || year < 1700 { of_jalali(year, month, day)? } else { of_gregorian(year, month, day)? };
    if rest.is_empty() {
        return at(date, None, 0.9);
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let mut parts = clock.split([':', '.']).map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (parts.next()??, parts.next().flatten().unwrap_or(0));
    let second = parts.next().flatten().unwrap_or(0);
    let local = at(date, Some((hour, minute, second)), 1.0)?;
    let zone = zone.trim();
    if zone.is_empty() || !matches!(zone.as_bytes()[0], b'+' | b'-' | b'Z' | b'z') {
        return Some(local);
    }
    let utc_midnight = date.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond();
    let ms = utc_midnight + (hour * 3600 + minute * 60 + second) * 1000 - offset_ms(zone)?;
    Some(Parsed { ms, ..local })
}

/// `Z`, `+03:30`, `+0330`, `+3`.
fn offset_ms(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let number: String = zone.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
    let value: i64 = number.parse().ok()?;
    let (hours, minutes) = if number.len() <= 2 { (value, 0) } else { (value / 100, value % 100) };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * MINUTE_MS)
}

/// Runs of digits and runs of letters, in order; letters folded, `:` and `/` and `-` kept as words.
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let kind = if c.is_ascii_digit() {
            '0'
        } else if c.is_alphabetic() {
            'a'
        } else if ":/-.".contains(c) {
            c
        } else {
            ' '
        };
        if kind != ' ' {
            match words.last_mut() {
                Some(word) if kind == last && (kind == '0' || kind == 'a') => word.push(c),
                _ => words.push(c.to_string()),
            }
        }
        last = kind;
    }
    words.iter().map(|word| fold::fold(word)).collect()
}

/// `20:12` or `20:12:05` anywhere.
fn clock(words: &[String]) -> Option<(i64, i64, i64)> {
    let number = |word: &String| word.parse::<i64>().ok();
    words.windows(3).enumerate().find_map(|(at, three)| {
        let (hour, minute) = (number(&three[0])?, number(&three[2])?);
        let fits = three[1] == ":" && hour < 24 && minute < 60;
        let second =
            words.get(at + 3).filter(|word| *word == ":").and_then(|_| words.get(at + 4)).and_then(number);
        fits.then_some((hour, minute, second.filter(|second| *second < 60).unwrap_or(0)))
    })
}

/// `1403/09/12`, `12/09/1403`, `2024-12-02`, `1403.9.12`.
fn numeric(words: &[String]) -> Option<(civil::Date, f32)> {
    words.windows(5).find_map(|five| {
        let joined = five[1] == five[3] && matches!(five[1].as_str(), "/" | "-" | ".");
        let number = |at: usize| five[at].parse::<i32>().ok();
        let (a, b, c) = (number(0)?, number(2)?, number(4)?);
        if !joined {
            return None;
        }
        let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
        match year {
            1200..1600 => of_jalali(year, month, day).map(|date| (date, 0.95)),
            1600.. => of_gregorian(year, month, day).map(|date| (date, 0.95)),
            // Two digits: a Jalali year of this or the last century.
            0..100 if a > 31 || c > 31 => of_jalali(1300 + year, month, day).map(|date| (date, 0.6)),
            0..10 => of_jalali(1400 + year, month, day).map(|date| (date, 0.5)),
            _ => None,
        }
    })
}

/// `12 آذر 1403`, `2 دسامبر 2024`, `30 جمادی الاول 1446`, `2 December 2024`, `December 2, 2024`.
fn named(words: &[String]) -> Option<(civil::Date, f32)> {
    words.iter().enumerate().find_map(|(at, word)| {
        let day = at.checked_sub(1).and_then(|before| words[before].parse::<i32>().ok());
        let year = words[at + 1..]
            .iter()
            .take(4)
            .find_map(|next| next.parse::<i32>().ok().filter(|year| *year > 31));
        let year = year?;
        if let Some(month) = jalali_month(word) {
            let full = if year < 100 { 1300 + year } else { year };
            if (1200..1600).contains(&full) {
                return of_jalali(full, month, day?).map(|date| (date, 0.95));
            }
        }
        if let Some(month) = gregorian_month(word) {
            let after = words.get(at + 1).and_then(|next| next.parse::<i32>().ok());
            let day = day.filter(|day| *day <= 31).or(after)?;
            return (year > 1700)
                .then(|| of_gregorian(year, i32::from(month), day))
                .flatten()
                .map(|date| (date, 0.95));
        }
        let month = hijri_month(word, words.get(at + 1).map_or("", String::as_str))?;
        of_hijri(year, month, day?).map(|date| (date, 0.8))
    })
}

/// `12 آذر`: the year in which it lies nearest before now, or within half a year after.
fn without_year(words: &[String], now: UtcMs) -> Option<(civil::Date, f32)> {
    let today = Jalali::at(now);
    words.windows(2).find_map(|two| {
        let (day, month) = (two[0].parse::<i32>().ok()?, jalali_month(&two[1])?);
        let date = of_jalali(today.year, month, day)?;
        let far = instant(date.at(0, 0, 0, 0))? - now > 180 * DAY_MS;
        let date = if far { of_jalali(today.year - 1, month, day)? } else { date };
        Some((date, 0.7))
    })
}

/// امروز, دیروز, پریروز, فردا; «۳ ساعت پیش», «۲۰ دقیقه قبل», «لحظاتی پیش».
fn relative(words: &[String], clock: Option<(i64, i64, i64)>, now: UtcMs) -> Option<Parsed> {
    let today = Jalali::at(now).to_civil()?;
    for word in words {
        let days = match word.as_str() {
            "امروز" => 0,
            "دیروز" => -1,
            "پریروز" => -2,
            "فردا" => 1,
            _ => continue,
        };
        return at(today.checked_add(jiff::Span::new().days(days)).ok()?, clock, 0.8);
    }
    let ago = words.iter().position(|word| word == "پیش" || word == "قبل")?;
    let (unit, count) =
        (words.get(ago.checked_sub(1)?)?, ago.checked_sub(2).and_then(|at| words[at].parse::<i64>().ok()));
    let count = count.unwrap_or(1).min(100_000);
    let span_ms = match unit.as_str() {
        "لحظاتی" | "لحظه" | "ثانیه" => 0,
        "دقیقه" => count * MINUTE_MS,
        "ساعت" => count * 60 * MINUTE_MS,
        "روز" => count * DAY_MS,
        "هفته" => count * 7 * DAY_MS,
        "ماه" => count * 30 * DAY_MS,
        "سال" => count * 365 * DAY_MS,
        _ => return None,
    };
    Some(Parsed { ms: now - span_ms, has_time: span_ms < DAY_MS, confidence: 0.6 })
}

fn jalali_month(word: &str) -> Option<i32> {
    let at = MONTHS.iter().position(|month| fold::fold(month) == word)?;
    i32::try_from(at + 1).ok()
}

fn gregorian_month(word: &str) -> Option<i8> {
    let named = GREGORIAN_MONTHS.iter().position(|month| fold::fold(month) == word);
    let english = || {
        let short = word.get(..3).filter(|_| word.is_ascii())?;
        ENGLISH.iter().position(|month| *month == short)
    };
    named.or_else(english).and_then(|at| i8::try_from(at + 1).ok()).or_else(|| {
        GREGORIAN_OTHER.iter().find(|(name, _)| fold::fold(name) == word).map(|(_, month)| *month)
    })
}

fn hijri_month(word: &str, next: &str) -> Option<u8> {
    HIJRI
        .iter()
        .find(|(name, after, _)| word.starts_with(name) && (after.is_empty() || next == *after))
        .map(|(.., month)| *month)
}

fn of_jalali(year: i32, month: i32, day: i32) -> Option<civil::Date> {
    Jalali::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?.to_civil()
}

fn of_gregorian(year: i32, month: i32, day: i32) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn of_hijri(year: i32, month: u8, day: i32) -> Option<civil::Date> {
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

fn at(date: civil::Date, clock: Option<(i64, i64, i64)>, confidence: f32) -> Option<Parsed> {
    let (hour, minute, second) = clock.unwrap_or((0, 0, 0));
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = date.at(hour as i8, minute as i8, (second as i8).min(59), 0);
    Some(Parsed { ms: instant(local)?, has_time: clock.is_some(), confidence })
}

#[cfg(test)]
mod tests {
    use super::super::iso;
    use super::*;

    /// 2024-12-02T20:12:00+03:30, دوشنبه ۱۲ آذر ۱۴۰۳.
    const NOW: UtcMs = 1_733_157_720_000;

    fn check(text: &str, expected: &str) {
        let got = parse(text, Some(NOW)).map(|parsed| iso(parsed.ms)).unwrap_or_default();
        assert!(
            got.starts_with(expected) && got.is_empty() == expected.is_empty(),
            "{text}: {got}, not {expected}"
        );
    }

    #[test]
    fn what_newsrooms_write_is_read() {
        for (text, expected) in [
            ("دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲", "2024-12-02T20:12:00+03:30"),
            ("۱۴۰۳/۰۹/۱۲", "2024-12-02T00:00"),
            ("تاریخ انتشار: ۱۴۰۳/۹/۱۲ - ۸:۰۵", "2024-12-02T08:05"),
            ("12 آذر 1403", "2024-12-02"),
            ("12 آذر", "2024-12-02"),
            ("20 اسفند", "2025-03-10"),
            ("20 مهر", "2024-10-11"),
            ("۲ دسامبر ۲۰۲۴", "2024-12-02"),
            ("December 2, 2024", "2024-12-02"),
            ("۲۹ جمادی‌الاول ۱۴۴۶", "2024-12-01"),
            ("دیروز", "2024-12-01T00:00"),
            ("دیروز ساعت ۱۰:۳۰", "2024-12-01T10:30"),
            ("۳ ساعت پیش", "2024-12-02T17:12"),
            ("jalali 1381-10-11", "2003-01-01"),
            ("2019-12-15 08:34:00", "2019-12-15T08:34:00+03:30"),
            ("2019-12-15T08:34:00Z", "2019-12-15T12:04:00+03:30"),
            ("2024-12-02T20:12:00.123+0330", "2024-12-02T20:12:00+03:30"),
            ("1403-09-12", "2024-12-02"),
            ("هیچ", ""),
            ("۱۴۰۳/۱۳/۴۰", ""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn without_now_nothing_relative_is_read() {
        assert_eq!(parse("دیروز", None), None);
        assert_eq!(parse("12 آذر", None), None);
    }
}
