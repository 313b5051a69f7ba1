//! Zones behind clocks.

use jiff::civil;

use super::clock::Clock;
use super::parse::MINUTE_MS;
use crate::UtcMs;

/// The instant of a clock so far from UTC.
pub(super) fn zoned(date: civil::Date, (hour, minute, second): Clock, offset_ms: i64) -> Option<UtcMs> {
    let utc_midnight = date.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond();
    Some(utc_midnight + (hour * 3600 + minute * 60 + second) * 1000 - offset_ms)
}

/// The zone that a text ends with, as feeds write it: `GMT`, `+0000`.
pub(super) fn zone(text: &str) -> Option<i64> {
    let last = text.split_whitespace().next_back()?;
    let numeric = last.len() == 5
        && last.starts_with(['+', '-'])
        && last[1..].bytes().all(|byte| byte.is_ascii_digit());
    match last {
        _ if numeric => offset_ms(last),
        "GMT" | "UTC" | "UT" => Some(0),
        _ => None,
    }
}

/// `Z`, `+03:30`, `+0330`, `+3`.
pub(super) fn offset_ms(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let number: String = zone.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
    let value: i64 = number.parse().ok()?;
    let (hours, minutes) = if number.len() <= 2 { (value, 0) } else { (value / 100, value % 100) };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * MINUTE_MS)
}
