//! Dates: Jalali for eyes, ISO 8601 for machines. Calendars by ICU4X, Tehran's clock by the zone database.
//!
//! Tehran kept daylight saving time until 1401; the zone data knows each year's rule. Every function takes an
//! instant ([`UtcMs`]) or a calendar day; none knows what time it is.

mod clock;
pub mod english;
mod lunar;
mod months;
mod parse;
mod relative;
mod zone;

use icu_calendar::Date as IcuDate;
use icu_calendar::cal::{Iso, Persian};
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

use crate::{UtcMs, digits};

pub use clock::hour_of_day;
pub use months::{gregorian_month, jalali_month};
pub use parse::{Parsed, parse};

/// The zone of every Persian newsroom and its readers.
static TEHRAN: TimeZone = jiff::tz::get!("Asia/Tehran");

/// Names of the months, فروردین first.
pub const MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// Names of the week's days, شنبه first.
pub const WEEKDAYS: [&str; 7] = ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"];

/// Persian names of the Gregorian months, ژانویه first.
pub const GREGORIAN_MONTHS: [&str; 12] = [
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
];

/// A day of the Solar Hijri calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jalali {
    /// Such as 1403.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Jalali {
    /// A day that exists; None for such as 31 Mehr.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = IcuDate::try_new_persian(year, month, day).ok()?;
        (1..=9377).contains(&year).then_some(())?;
        Some(Self::of_icu(&date.to_calendar(Persian)))
    }

    /// The Jalali day of a Gregorian one.
    pub fn from_civil(date: civil::Date) -> Self {
        // Every day that jiff can hold is one that ICU can hold; the fallback is never met.
        match IcuDate::try_new_iso(
            i32::from(date.year()),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        ) {
            Ok(iso) => Self::of_icu(&iso.to_calendar(Persian)),
            Err(_) => Self { year: 1, month: 1, day: 1 },
        }
    }

    /// The Jalali day in Tehran at an instant.
    pub fn at(ms: UtcMs) -> Self {
        Self::from_civil(tehran(ms).date())
    }

    /// The Gregorian day; None beyond the year 9999.
    pub fn to_civil(self) -> Option<civil::Date> {
        let iso = IcuDate::try_new_persian(self.year, self.month, self.day).ok()?.to_calendar(Iso);
        let (month, day) = (iso.month().ordinal, iso.day_of_month().0);
        civil::Date::new(
            i16::try_from(iso.year().extended_year()).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    }

    /// The instant at which this day begins in Tehran.
    pub fn start(self) -> Option<UtcMs> {
        instant(self.to_civil()?.at(0, 0, 0, 0))
    }

    /// How many days its month has: 29 to 31.
    pub fn days_in_month(self) -> u8 {
        IcuDate::try_new_persian(self.year, self.month, 1).map_or(30, |date| date.days_in_month())
    }

    fn of_icu(date: &IcuDate<Persian>) -> Self {
        Self { year: date.year().extended_year(), month: date.month().ordinal, day: date.day_of_month().0 }
    }
}

/// When the day after that of an instant begins in Tehran.
///
/// ```
/// assert_eq!(persian::date::next_day(1_733_157_720_000), Some(1_733_171_400_000));
/// ```
pub fn next_day(ms: UtcMs) -> Option<UtcMs> {
    instant(tehran(ms).date().tomorrow().ok()?.at(0, 0, 0, 0))
}

/// «دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲».
///
/// ```
/// assert_eq!(persian::date::long(1_733_157_720_000), "دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲");
/// ```
pub fn long(ms: UtcMs) -> String {
    format!("{} {} - {}", weekday(ms), day(ms), time(ms))
}

/// «۱۲ آذر ۱۴۰۳».
pub fn day(ms: UtcMs) -> String {
    let date = Jalali::at(ms);
    let month = MONTHS[usize::from(date.month.clamp(1, 12)) - 1];
    digits::to_persian(&format!("{} {month} {}", date.day, date.year))
}

/// «دوشنبه».
pub fn weekday(ms: UtcMs) -> &'static str {
    let from_saturday = (tehran(ms).weekday().to_monday_zero_offset() + 2) % 7;
    WEEKDAYS[from_saturday.unsigned_abs() as usize]
}

/// «۲۰:۱۲».
pub fn time(ms: UtcMs) -> String {
    let at = tehran(ms);
    digits::to_persian(&format!("{:02}:{:02}", at.hour(), at.minute()))
}

/// «۱۴۰۳/۰۹/۱۲».
pub fn short(ms: UtcMs) -> String {
    let date = Jalali::at(ms);
    digits::to_persian(&format!("{}/{:02}/{:02}", date.year, date.month, date.day))
}

/// «۲ دسامبر ۲۰۲۴», the Gregorian day in Persian words.
pub fn gregorian(ms: UtcMs) -> String {
    let date = tehran(ms).date();
    let month = GREGORIAN_MONTHS[date.month().unsigned_abs() as usize - 1];
    digits::to_persian(&format!("{} {month} {}", date.day(), date.year()))
}

/// `2024-12-02T20:12:00+03:30`: ISO 8601, Gregorian, ASCII digits, Tehran's offset in minutes.
///
/// ```
/// assert_eq!(persian::date::iso(-2_000_000_000_000), "1906-08-16T23:52:40+03:26");
/// ```
pub fn iso(ms: UtcMs) -> String {
    for_machines(ms).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `Mon, 02 Dec 2024 20:12:00 +0330`, as RSS wants it (RFC 2822).
pub fn rfc2822(ms: UtcMs) -> String {
    for_machines(ms).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// The instants at which a Jalali month begins and the next one does.
pub fn month_bounds(year: i32, month: u8) -> Option<(UtcMs, UtcMs)> {
    let first = Jalali::new(year, month, 1)?.start()?;
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Some((first, Jalali::new(next.0, next.1, 1)?.start()?))
}

/// The instants at which a Jalali day begins and the next one does.
pub fn day_bounds(date: Jalali) -> Option<(UtcMs, UtcMs)> {
    let next = date.to_civil()?.tomorrow().ok()?;
    Some((date.start()?, instant(next.at(0, 0, 0, 0))?))
}

/// The instant of a civil time in Tehran.
fn instant(at: civil::DateTime) -> Option<UtcMs> {
    TEHRAN.to_ambiguous_timestamp(at).compatible().ok().map(Timestamp::as_millisecond)
}

/// An instant in Tehran. Its offset before 1946 has seconds (+03:25:44), which RFC 3339 and 2822 do not know: it is that of
/// the next minute.
fn for_machines(ms: UtcMs) -> ZonedDateTime {
    let at = tehran(ms);
    let seconds = at.offset().seconds();
    match Offset::from_seconds((seconds + 59) / 60 * 60) {
        Ok(whole) if seconds % 60 != 0 => at.with_time_zone(TimeZone::fixed(whole)),
        _ => at,
    }
}

/// An instant in Tehran. Instants beyond the years that can be shown are drawn to the nearest that can.
fn tehran(ms: UtcMs) -> ZonedDateTime {
    const YEAR_9000: UtcMs = 221_845_392_000_000;
    let at =
        Timestamp::from_millisecond(ms.clamp(-YEAR_9000 / 4, YEAR_9000)).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(TEHRAN.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-12-02T20:12:00+03:30.
    const SEED: UtcMs = 1_733_157_720_000;

    #[test]
    fn an_instant_is_shown_as_newsrooms_write_it() {
        assert_eq!(long(SEED), "دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲");
        assert_eq!(gregorian(SEED), "۲ دسامبر ۲۰۲۴");
        assert_eq!(short(SEED), "۱۴۰۳/۰۹/۱۲");
        assert_eq!(iso(SEED), "2024-12-02T20:12:00+03:30");
        assert_eq!(rfc2822(SEED), "Mon, 02 Dec 2024 20:12:00 +0330");
    }

    #[test]
    fn daylight_saving_ended_in_1401() {
        let summer = |year| Jalali::new(year, 4, 1).and_then(Jalali::start).map(iso).unwrap_or_default();
        assert!(summer(1400).ends_with("+04:30"), "{}", summer(1400));
        assert!(summer(1402).ends_with("+03:30"), "{}", summer(1402));
    }

    #[test]
    fn only_days_that_exist_are_made() {
        assert!(Jalali::new(1403, 12, 30).is_some(), "1403 is a leap year");
        assert!(Jalali::new(1404, 12, 30).is_none());
        assert!(Jalali::new(1403, 7, 31).is_none());
        assert!(Jalali::new(1403, 13, 1).is_none());
        let (from, to) = month_bounds(1403, 12).expect("a month");
        assert_eq!((to - from) / 86_400_000, 30);
    }

    #[test]
    fn extreme_instants_do_not_panic() {
        for ms in [i64::MIN, i64::MAX, 0] {
            let _ = (long(ms), iso(ms), gregorian(ms));
        }
    }
}
