//! Reading the dates that newsrooms write.
//!
//! Read: ISO 8601 (`2024-12-02T20:12:00+03:30`, `2019-12-15 08:34:00`), `jalali 1381-10-11`, `۱۴۰۳/۰۹/۱۲`,
//! `12 آذر 1403`, «دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲», Gregorian and lunar Hijri dates in Persian words, and with
//! `now` also `12 آذر`, «۱۲ آذر سال گذشته», `December 2`, امروز, دیروز, پریروز, «۳ ساعت پیش», «شنبه گذشته» (`relative`). Numbers may be words:
//! «دوازدهم آذر هزار و چهارصد و سه»; the day may stand behind the month, «آذر ۱۲, ۱۴۰۳», as may a zone behind a clock,
//! `16:42:00 GMT`. Beside a clock ب.ظ, عصر, شب, صبح and the like say which half of the day
//! (`hour_of_day`). A time without a zone is Tehran's. A weekday that is not the day's lowers the
//! confidence. A lunar day is that of Iran's calendar, or one beside it: whether the crescent is seen nobody reckons.

use jiff::civil;

use super::clock::{Clock, clock};
use super::lunar::of_hijri;
use super::months::{dari_month, gregorian_month, hijri_month, jalali_month, of_gregorian, of_jalali};
use super::relative::{relative, without_year};
use super::zone::{offset_ms, zone, zoned};
use super::{WEEKDAYS, instant};
use crate::{UtcMs, digits, fold, numbers};

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

pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// A date is a short text; a longer one is prose.
const TEXT_BYTES_MAX: usize = 400;

/// Reads a date. `now` lets dates without a year, and relative ones, be read.
///
/// ```
/// use persian::date::{iso, parse};
///
/// let now = parse("2024-12-02T20:12:00+03:30", None).map(|parsed| parsed.ms);
/// let read = |text| parse(text, now).map(|parsed| iso(parsed.ms));
/// assert_eq!(read("۱۴۰۳/۰۹/۱۲").as_deref(), Some("2024-12-02T00:00:00+03:30"));
/// assert_eq!(read("۳ ساعت پیش").as_deref(), Some("2024-12-02T17:12:00+03:30"));
/// assert_eq!(read("هیچ"), None);
/// ```
pub fn parse(text: &str, now: Option<UtcMs>) -> Option<Parsed> {
    let text = text.trim();
    if text.is_empty() || text.len() > TEXT_BYTES_MAX {
        return None;
    }
    let plain = digits::to_ascii(text).replace("\u{200c}و", " و ");
    let plain = plain.replace(['\u{200c}', '\u{200f}', '\u{200e}'], " ").replace("اردی بهشت", "اردیبهشت");
    machine(&plain).or_else(|| {
        let words = counted(split(&plain));
        let clock = clock(&words);
        let day = numeric(&words)
            .or_else(|| named(&words))
            .or_else(|| now.and_then(|now| without_year(&words, now)));
        match day {
            Some((date, confidence)) => {
                let range = if is_range(&words) { FIRST_OF_RANGE } else { 1.0 };
                let read = at(date, clock, confidence * trust(&words, date) * range)?;
                Some(match (clock, zone(&plain)) {
                    (Some(clock), Some(offset)) => Parsed { ms: zoned(date, clock, offset)?, ..read },
                    _ => read,
                })
            }
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
    let zone = zone.trim();
    let hour = match zone.to_ascii_lowercase().as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    };
    let local = at(date, Some((hour, minute, second)), 1.0)?;
    if zone.is_empty() || !matches!(zone.as_bytes()[0], b'+' | b'-' | b'Z' | b'z') {
        return Some(local);
    }
    Some(Parsed { ms: zoned(date, (hour, minute, second), offset_ms(zone)?)?, ..local })
}

/// Runs of digits and runs of letters, in order; letters folded, `:` and `/` and `-` kept as words.
pub(super) fn split(text: &str) -> Vec<String> {
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

/// Words with number words as digits: دوازدهم, «هزار و چهارصد و سه»; «سه شنبه» is one word.
pub(super) fn counted(words: Vec<String>) -> Vec<String> {
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < plain.len() {
        // ربیع اول is no number, nor is صفر behind a day; nor are digits, which stand for themselves.
        let before = at.checked_sub(1).map_or("", |before| plain[before]);
        let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let lunar = matches!(before, "ربیع" | "جمادی")
            || plain[at] == "صفر" && (before == "ماه" || out.last().is_some_and(is_number));
        let read = numbers::longest(&plain[at..plain.len().min(at + NUMBER_WORDS_MAX)]);
        match read.filter(|_| !lunar && !plain[at].starts_with(|c: char| c.is_ascii_digit())) {
            Some((value @ 1..=5, read)) if plain.get(at + read) == Some(&"شنبه") => {
                out.push(fold::fold(WEEKDAYS[value as usize]));
                at += read + 1;
            }
            Some((value, read)) => {
                out.push(value.to_string());
                at += read;
            }
            None => {
                out.push(plain[at].to_owned());
                at += 1;
            }
        }
        // ۱۲ام, 2nd
        let counts = out.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        at += usize::from(counts && plain.get(at).is_some_and(|next| ORDINALS.contains(next)));
    }
    out
}

/// What makes a number before it one of an order.
const ORDINALS: [&str; 6] = ["ام", "م", "st", "nd", "rd", "th"];

/// «هزار و سیصد و نود و نه» is seven.
const NUMBER_WORDS_MAX: usize = 9;

/// How far a date is to be trusted by the weekday written beside it.
fn trust(words: &[String], date: civil::Date) -> f32 {
    let written = WEEKDAYS.iter().position(|name| words.contains(&fold::fold(name)));
    let day = (date.weekday().to_monday_zero_offset() + 2) % 7;
    match written {
        Some(written) if i8::try_from(written) != Ok(day) => OTHER_WEEKDAY,
        _ => 1.0,
    }
}

/// What is left of the confidence when the weekday is another day's.
const OTHER_WEEKDAY: f32 = 0.6;

/// `1403/09/12`, `12/09/1403`, `2024-12-02`, `1403.9.12`: of several the surest.
fn numeric(words: &[String]) -> Option<(civil::Date, f32)> {
    let found = words.windows(5).filter_map(|five| {
        let joined = five[1] == five[3] && matches!(five[1].as_str(), "/" | "-" | ".");
        let number = |at: usize| five[at].parse::<i32>().ok();
        let (a, b, c) = (number(0)?, number(2)?, number(4)?);
        if !joined {
            return None;
        }
        let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
        match year {
            1300..1500 => of_jalali(year, month, day).map(|date| (date, 0.95)),
            // Earlier ones are rather prices.
            1250..1600 => of_jalali(year, month, day).map(|date| (date, 0.5)),
            // 12/02/2024 is of December or of February.
            1600.. if a <= 12 && b <= 12 && a != b => of_gregorian(year, month, day).map(|date| (date, 0.5)),
            1600.. => of_gregorian(year, month, day).map(|date| (date, 0.95)),
            // Two digits: a Jalali year of this or the last century.
            0..100 if a > 31 || c > 31 => of_jalali(1300 + year, month, day).map(|date| (date, 0.6)),
            0..10 if five[1] == "/" => of_jalali(1400 + year, month, day).map(|date| (date, 0.5)),
            _ => None,
        }
    });
    found.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// `12 آذر 1403`, `2 دسامبر 2024`, `30 جمادی الاول 1446`, `2 December 2024`, `December 2, 2024`.
fn named(words: &[String]) -> Option<(civil::Date, f32)> {
    words.iter().enumerate().find_map(|(at, word)| {
        let day = day_before(words, at);
        // آذر ۱۲, ۱۴۰۳: the day behind the month, and the year behind that.
        let behind = words.get(at + 1..at + 3).and_then(|two| {
            let (day, year) = (two[0].parse::<i32>().ok()?, two[1].parse::<i32>().ok()?);
            (day < 32 && year > 1000).then_some(day)
        });
        let day = behind.or(day);
        let year = words[at + 1..]
            .iter()
            .take(4)
            .find_map(|next| next.parse::<i32>().ok().filter(|year| *year > 31));
        // ۰۳ after a Jalali month is this century's, unless a clock begins there.
        let short =
            words.get(at + 1).filter(|next| next.len() == 2).and_then(|next| next.parse::<i32>().ok());
        let short = short.filter(|_| words.get(at + 2).is_none_or(|next| next != ":"));
        if let (Some(month), None, Some(short @ 0..32)) = (jalali_month(word), year, short) {
            return of_jalali(1400 + short, i32::from(month), day?).map(|date| (date, 0.7));
        }
        let year = year?;
        if let Some(month) = jalali_month(word).or_else(|| dari_month(word)) {
            let full = if year < 100 { 1300 + year } else { year };
            if (1200..1600).contains(&full) {
                return of_jalali(full, i32::from(month), day?).map(|date| (date, 0.95));
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

/// The number before the month at `at`: «۵ ماه مه», `12/آذر`; of a range the first, «۱۲ تا ۱۵ آذر».
pub(super) fn day_before(words: &[String], at: usize) -> Option<i32> {
    let (last, rest) = words[..at].split_last()?;
    let number = if matches!(last.as_str(), "ماه" | "/" | "-") { rest.last()? } else { last };
    number.parse().ok().map(|day| first_of_range(words, at).unwrap_or(day))
}

/// The first day of a range that ends before the month at `at`.
fn first_of_range(words: &[String], at: usize) -> Option<i32> {
    let [first, to, last] = words[..at].last_chunk()?;
    let (first, last) = (first.parse::<i32>().ok()?, last.parse::<i32>().ok()?);
    let clock = at.checked_sub(4).is_some_and(|before| words[before] == ":");
    let is_one = matches!(to.as_str(), "تا" | "الی" | "-") && (1..last).contains(&first) && last < 32;
    (is_one && !clock).then_some(first)
}

/// Whether several days are written.
fn is_range(words: &[String]) -> bool {
    let is_month = |word: &String| jalali_month(word).or_else(|| gregorian_month(word)).is_some();
    (0..words.len()).any(|at| is_month(&words[at]) && first_of_range(words, at).is_some())
}

/// What is left of the confidence when only the first of several days is told.
const FIRST_OF_RANGE: f32 = 0.6;

pub(super) fn at(date: civil::Date, clock: Option<Clock>, confidence: f32) -> Option<Parsed> {
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
            ("دوازدهم آذر ۱۴۰۳", "2024-12-02"),
            ("دوازده آذر هزار و چهارصد و سه", "2024-12-02"),
            ("۱۲ آذر ۰۳", "2024-12-02"),
            ("۱۲ آذر ۲۰:۱۲", "2024-12-02T20:12"),
            ("۵ دسامبر", "2024-12-05"),
            ("۱۲ آذر ساعت ۸ شب", "2024-12-02T20:00"),
            ("دیروز ساعت ۳ بعد از ظهر", "2024-12-01T15:00"),
            ("دو روز پیش", "2024-11-30"),
            ("امروز ۱۰:۲۰", "2024-12-02T10:20"),
            ("۲ آذر ۱۴۰۵ ساعت ۷:۰۵ ب.ظ", "2026-11-23T19:05"),
            ("۱۴۰۵/۰۹/۰۲ - ۰۷:۰۵:۱۲ ب ظ", "2026-11-23T19:05:12"),
            ("۲ آذر ۱۴۰۵ ساعت ۱۲:۱۰ ق.ظ", "2026-11-23T00:10"),
            ("۲ آذر ۱۴۰۵ ساعت ۱۲:۱۰ ب.ظ", "2026-11-23T12:10"),
            ("۲ آذر ۱۴۰۵، ۵:۳۰ عصر", "2026-11-23T17:30"),
            ("۲ آذر ۱۴۰۵، عصر ساعت ۵", "2026-11-23T17:00"),
            ("۲ آذر ۱۴۰۵، ۱۲:۱۰ بامداد", "2026-11-23T00:10"),
            ("۲ آذر ۱۴۰۵ ساعت ۲ شب", "2026-11-23T02:00"),
            ("۲ آذر ۱۴۰۵ ساعت ۱ ظهر", "2026-11-23T13:00"),
            ("۲ آذر ۱۴۰۵ ساعت ۸ صبح", "2026-11-23T08:00"),
            ("۲ آذر ۱۴۰۵ - ۱۰:۲۰ - برنامه‌های شب یلدا", "2026-11-23T10:20"),
            ("۳ ساعت و ۲۰ دقیقه پیش", "2024-12-02T16:52"),
            ("نیم ساعت پیش", "2024-12-02T19:42"),
            ("یک ربع پیش", "2024-12-02T19:57"),
            ("دیشب", "2024-12-01"),
            ("شنبه گذشته", "2024-11-30"),
            ("یک شنبه گذشته", "2024-12-01"),
            ("سه‌شنبه", "2024-11-26"),
            ("دوشنبه گذشته", "2024-11-25"),
            ("هفته گذشته", "2024-11-25"),
            ("۱۲ ربیع الاول ۱۴۴۶", "2024-09-16"),
            ("هیچ", ""),
            ("۱۴۰۳/۱۳/۴۰", ""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn a_weekday_of_another_day_is_trusted_less() {
        let confidence = |text: &str| parse(text, None).map_or(0.0, |parsed| parsed.confidence);
        assert!(confidence("سه شنبه ۱۲ آذر ۱۴۰۳") < confidence("دوشنبه ۱۲ آذر ۱۴۰۳"));
        assert_eq!(confidence("دو شنبه ۱۲ آذر ۱۴۰۳"), confidence("۱۲ آذر ۱۴۰۳"));
    }

    #[test]
    fn without_now_nothing_relative_is_read() {
        assert_eq!(parse("دیروز", None), None);
        assert_eq!(parse("12 آذر", None), None);
    }
}
