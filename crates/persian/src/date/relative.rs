//! Dates told from now: دیروز, «۳ ساعت پیش», «شنبه گذشته», `12 آذر`.

use jiff::civil;

use super::clock::{Clock, DAWN_HOUR};
use super::lunar::{hijri_year, of_hijri};
use super::months::{gregorian_month, hijri_month, jalali_month, of_gregorian, of_jalali};
use super::parse::{DAY_MS, MINUTE_MS, Parsed, at, day_before};
use super::{Jalali, WEEKDAYS, instant};
use crate::{UtcMs, fold};

/// Half a year: a day without a year lies nearer than this.
const HALF_YEAR_MS: i64 = 180 * DAY_MS;

/// `12 آذر`, `5 دسامبر`, `December 5`, «۱۷ ربیع‌الاول»: the year in which it lies nearest before now, or within half a
/// year after; «۱۲ آذر سال گذشته» is of the year before.
pub(super) fn without_year(words: &[String], now: UtcMs) -> Option<(civil::Date, f32)> {
    let today = Jalali::at(now);
    let civil_today = today.to_civil()?;
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<i32>().ok());
    let near = |date: civil::Date| Some(instant(date.at(0, 0, 0, 0))? - now <= HALF_YEAR_MS);
    words.iter().enumerate().find_map(|(at, word)| {
        let clock = words.get(at + 2).is_some_and(|next| next == ":");
        let after = || number(at + 1).filter(|day| (1..32).contains(day) && !clock);
        let gregorian = gregorian_month(word).map(i32::from);
        let day = day_before(words, at).or_else(|| gregorian.and_then(|_| after()))?;
        // A year is written, but it makes no date: ۳۰ اسفند ۱۴۰۲.
        if words.get(at + 1).is_some_and(|next| next.len() > 2 && next.parse::<i32>().is_ok()) {
            return None;
        }
        let in_year = |make: &dyn Fn(i32) -> Option<civil::Date>, year: i32| match said_year(words) {
            Some(on) => make(year + on),
            None => {
                let date = make(year)?;
                if near(date)? { Some(date) } else { make(year - 1) }
            }
        };
        if let Some(month) = jalali_month(word).map(i32::from) {
            return Some((in_year(&|year| of_jalali(year, month, day), today.year)?, 0.7));
        }
        if let Some(month) = gregorian {
            let year = i32::from(civil_today.year());
            return Some((in_year(&|year| of_gregorian(year, month, day), year)?, 0.6));
        }
        let month = hijri_month(word, words.get(at + 1).map_or("", String::as_str))?;
        Some((in_year(&|year| of_hijri(year, month, day), hijri_year(civil_today)?)?, 0.4))
    })
}

/// The year that words name beside this one: پارسال, «سال گذشته», امسال.
fn said_year(words: &[String]) -> Option<i32> {
    words.iter().enumerate().find_map(|(at, word)| {
        match (word.as_str(), words.get(at + 1).map(String::as_str)) {
            ("پارسال", _) | ("سال", Some("گذشته" | "پیش" | "قبل")) => Some(-1),
            ("امسال", _) | ("سال", Some("جاری")) => Some(0),
            ("سال", Some("اینده" | "بعد")) => Some(1),
            _ => None,
        }
    })
}

/// امروز, دیروز, دیشب, فردا; «۳ ساعت پیش», «نیم ساعت قبل», «لحظاتی پیش»; «هفته گذشته», «شنبه گذشته», شنبه.
pub(super) fn relative(words: &[String], clock: Option<Clock>, now: UtcMs) -> Option<Parsed> {
    let today = Jalali::at(now).to_civil()?;
    let days_on = |days: i64| today.checked_add(jiff::Span::new().days(days)).ok();
    for (place, word) in words.iter().enumerate() {
        // Half-spaces part words here.
        let before = place.checked_sub(1).map_or("", |before| words[before].as_str());
        let days = match (before, word.as_str()) {
            ("پس", "فردا") | (_, "پسفردا") => 2,
            ("پری", "روز" | "شب") | (_, "پریروز" | "پریشب") => -2,
            (_, "امروز" | "امشب") => 0,
            (_, "دیروز" | "دیشب") => -1,
            (_, "فردا") => 1,
            _ => continue,
        };
        let by_night = |(hour, minute, second)| match hour {
            DAWN_HOUR..12 if word.ends_with("شب") => (hour + 12, minute, second),
            _ => (hour, minute, second),
        };
        return at(days_on(days)?, clock.map(by_night), 0.8);
    }
    let weekday = WEEKDAYS.iter().position(|name| words.contains(&fold::fold(name)));
    if let (Some(weekday), Some(weeks)) = (weekday, said_week(words)) {
        // A week begins on Saturday.
        let of_week = i64::from((today.weekday().to_monday_zero_offset() + 2) % 7);
        return at(days_on(7 * weeks - of_week + i64::try_from(weekday).ok()?)?, clock, 0.5);
    }
    if let Some(parsed) = ago(words, now) {
        return Some(parsed);
    }
    let weekday = weekday?;
    let since = (today.weekday().to_monday_zero_offset() + 2 - i8::try_from(weekday).ok()?).rem_euclid(7);
    if words.iter().any(|word| word == "آینده" || word == "اینده" || word == "بعد") {
        return at(days_on(i64::from(7 - since))?, clock, 0.5);
    }
    let past = words.iter().any(|word| word == "گذشته" || word == "پیش" || word == "قبل");
    let days = if since == 0 && past { 7 } else { i64::from(since) };
    at(days_on(-days)?, clock, 0.5)
}

/// The week that words name beside this one: «هفته گذشته».
fn said_week(words: &[String]) -> Option<i64> {
    words.array_windows().find_map(|[week, which]| match (week.as_str(), which.as_str()) {
        ("هفته", "گذشته" | "پیش" | "قبل") => Some(-1),
        ("هفته", "جاری") => Some(0),
        ("هفته", "اینده" | "بعد") => Some(1),
        _ => None,
    })
}

/// «۳ ساعت پیش», «ساعتی قبل», «ماه گذشته», «۳ ساعت و ۲۰ دقیقه پیش».
fn ago(words: &[String], now: UtcMs) -> Option<Parsed> {
    let ago = words.iter().position(|word| matches!(word.as_str(), "پیش" | "قبل" | "گذشته"))?;
    let mut last = ago.checked_sub(1)?;
    // یک ساعت و نیم پیش
    let half = words[last] == "نیم" && last >= 2 && words[last - 1] == "و";
    last -= if half { 2 } else { 0 };
    let unit_ms = unit_ms(&words[last])?;
    let written = last.checked_sub(1).map(|at| words[at].as_str());
    let count = written.and_then(|count| count.parse::<i64>().ok());
    let mut span_ms = match written {
        Some("نیم") => unit_ms / 2,
        _ => count.unwrap_or(1).min(COUNT_MAX) * unit_ms,
    };
    span_ms += if half { unit_ms / 2 } else { 0 };
    if let Some([many, unit, and]) = last.checked_sub(4).map(|from| &words[from..from + 3])
        && let (Ok(many), Some(unit_ms), "و") = (many.parse::<i64>(), self::unit_ms(unit), and.as_str())
    {
        span_ms += many.min(COUNT_MAX) * unit_ms;
    }
    let confidence = match written {
        Some("چند") => 0.2,
        _ if count.is_some() || span_ms < DAY_MS => 0.6,
        _ => 0.4,
    };
    if span_ms < DAY_MS {
        return Some(Parsed { ms: now - span_ms, has_time: true, confidence });
    }
    at(Jalali::at(now - span_ms).to_civil()?, None, confidence)
}

fn unit_ms(unit: &str) -> Option<i64> {
    Some(match unit {
        "لحظاتی" | "لحظه" | "ثانیه" | "دقایقی" => 0,
        "دقیقه" => MINUTE_MS,
        "ربع" => 15 * MINUTE_MS,
        "ساعت" | "ساعتی" | "ساعاتی" => 60 * MINUTE_MS,
        "روز" | "روزی" => DAY_MS,
        "هفته" => 7 * DAY_MS,
        "ماه" => 30 * DAY_MS,
        "سال" => 365 * DAY_MS,
        _ => return None,
    })
}

/// More units than this are no date.
const COUNT_MAX: i64 = 100_000;
