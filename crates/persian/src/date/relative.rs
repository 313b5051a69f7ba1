//! Dates told from now: دیروز, «۳ ساعت پیش», «شنبه گذشته», `12 آذر`.

use jiff::civil;

use super::clock::{Clock, DAWN_HOUR};
use super::months::{gregorian_month, jalali_month, of_gregorian, of_jalali};
use super::parse::{DAY_MS, MINUTE_MS, Parsed, at, day_before};
use super::{Jalali, WEEKDAYS, instant};
use crate::{UtcMs, fold};

/// Half a year: a day without a year lies nearer than this.
const HALF_YEAR_MS: i64 = 180 * DAY_MS;

/// `12 آذر`, `5 دسامبر`: the year in which it lies nearest before now, or within half a year after.
pub(super) fn without_year(words: &[String], now: UtcMs) -> Option<(civil::Date, f32)> {
    let today = Jalali::at(now);
    let year = i32::from(today.to_civil()?.year());
    words.iter().enumerate().find_map(|(at, word)| {
        let day = day_before(words, at)?;
        // A year is written, but it makes no date: ۳۰ اسفند ۱۴۰۲.
        if words.get(at + 1).is_some_and(|next| next.len() > 2 && next.parse::<i32>().is_ok()) {
            return None;
        }
        let near = |date: civil::Date| Some(instant(date.at(0, 0, 0, 0))? - now <= HALF_YEAR_MS);
        if let Some(month) = jalali_month(word).map(i32::from) {
            let date = of_jalali(today.year, month, day)?;
            let date = if near(date)? { date } else { of_jalali(today.year - 1, month, day)? };
            return Some((date, 0.7));
        }
        let month = i32::from(gregorian_month(word)?);
        let date = of_gregorian(year, month, day)?;
        let date = if near(date)? { date } else { of_gregorian(year - 1, month, day)? };
        Some((date, 0.6))
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
    if let Some(parsed) = ago(words, now) {
        return Some(parsed);
    }
    let weekday = WEEKDAYS.iter().position(|name| words.contains(&fold::fold(name)))?;
    let since = (today.weekday().to_monday_zero_offset() + 2 - i8::try_from(weekday).ok()?).rem_euclid(7);
    if words.iter().any(|word| word == "آینده" || word == "اینده" || word == "بعد") {
        return at(days_on(i64::from(7 - since))?, clock, 0.5);
    }
    let past = words.iter().any(|word| word == "گذشته" || word == "پیش" || word == "قبل");
    let days = if since == 0 && past { 7 } else { i64::from(since) };
    at(days_on(-days)?, clock, 0.5)
}

/// «۳ ساعت پیش», «ساعتی قبل», «ماه گذشته», «۳ ساعت و ۲۰ دقیقه پیش».
fn ago(words: &[String], now: UtcMs) -> Option<Parsed> {
    let ago = words.iter().position(|word| matches!(word.as_str(), "پیش" | "قبل" | "گذشته"))?;
    let last = ago.checked_sub(1)?;
    let unit_ms = unit_ms(&words[last])?;
    let written = last.checked_sub(1).map(|at| words[at].as_str());
    let count = written.and_then(|count| count.parse::<i64>().ok());
    let mut span_ms = match written {
        Some("نیم") => unit_ms / 2,
        _ => count.unwrap_or(1).min(COUNT_MAX) * unit_ms,
    };
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
    Some(Parsed { ms: now - span_ms, has_time: span_ms < DAY_MS, confidence })
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
