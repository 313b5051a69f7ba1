//! The lunar Hijri months of Iran, reckoned from the moon.
//!
//! Iran's months begin when the crescent is seen there, so no reckoning has all of them, and a month may be found a day
//! longer than was printed. Umm al-Qura, Saudi Arabia's civil calendar, is no help: two of three of its months begin a
//! day before Iran's. Here a month begins on the day after the first evening on which the moon is old enough to be seen
//! from Tehran. Of the 132 months of 1436 to 1446, as the list of github.com/roozbehp/qamari has them from newspapers
//! and Iran's calendar centre, 123 begin on that day and the rest a day before or after it; of Umm al-Qura's 46 do.

use jiff::{Span, civil};

/// Hours from a new moon to the evening when its crescent is seen, to half an hour the ones that fit most of the months
/// above.
const AGE_HOURS: f64 = 18.5;
/// When evening is in Tehran, in hours UTC: 18 by the sun.
const EVENING_HOURS: f64 = 14.57;
/// Months from 1 Muharram of the year 1 to the first new moon of 2000, from which new moons are counted.
const MONTHS_TO_2000: i32 = 17_037;
const YEARS: std::ops::RangeInclusive<i32> = 1..=1999;

/// A day of the lunar calendar, months from 1 and days from 1 to 30, of whichever length the month is reckoned; None for
/// what is no day. May be a day early or late.
pub(super) fn of_hijri(year: i32, month: u8, day: i32) -> Option<civil::Date> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let days = first_day(12 * (year - 1) + i32::from(month) - 1 - MONTHS_TO_2000) + i64::from(day) - 1;
    civil::date(2000, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The lunar year of a day; None before the first.
pub(super) fn hijri_year(date: civil::Date) -> Option<i32> {
    // Years from the Hijra to this one's beginning, of 354 days in place of 365.
    let about = (i32::from(date.year()) - 622) * 33 / 32;
    (about - 1..=about + 1).rev().find(|year| of_hijri(*year, 1, 1).is_some_and(|first| first <= date))
}

/// On which day the month of a new moon begins, in days from 1 January 2000.
fn first_day(moon: i32) -> i64 {
    let hours = AGE_HOURS + 24.0 - EVENING_HOURS;
    (new_moon(f64::from(moon)) + hours / 24.0).ceil() as i64
}

/// A new moon, counted from the first of 2000, in days from that year's beginning (UTC), within a quarter of an hour: the
/// mean one and the six largest terms of J. Meeus, Astronomical Algorithms (1998), chapter 49.
fn new_moon(moon: f64) -> f64 {
    let sine = |degrees: f64| degrees.to_radians().sin();
    let sun = 2.5534 + 29.105_356_70 * moon;
    let anomaly = 201.5643 + 385.816_935_28 * moon;
    let latitude = 160.7108 + 390.670_502_84 * moon;
    5.59766 + 29.530_588_861 * moon - 0.407_20 * sine(anomaly)
        + 0.172_41 * sine(sun)
        + 0.016_08 * sine(2.0 * anomaly)
        + 0.010_39 * sine(2.0 * latitude)
        + 0.007_39 * sine(anomaly - sun)
        - 0.005_14 * sine(anomaly + sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_29_or_30_days_and_follows_the_one_before() {
        for year in 1300..1500 {
            for month in 1..=12 {
                let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                let (first, then) = (of_hijri(year, month, 1).unwrap(), of_hijri(next.0, next.1, 1).unwrap());
                assert!(matches!(first.until(then).unwrap().get_days(), 29 | 30), "{year}/{month}");
                assert_eq!(hijri_year(first), Some(year));
                assert_eq!(hijri_year(then.yesterday().unwrap()), Some(year));
            }
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for (year, month, day) in [(0, 1, 1), (1446, 0, 1), (1446, 13, 1), (1446, 1, 0), (1446, 1, 31)] {
            assert_eq!(of_hijri(year, month, day), None);
        }
        assert_eq!(of_hijri(i32::MAX, 1, 1), None);
        assert_eq!(hijri_year(civil::date(-500, 1, 1)), None);
    }
}
