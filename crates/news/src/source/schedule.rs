//! When a source is read, where an editor does not leave that to the source's own habits.

use std::fmt;

use persian::date::Jalali;

use crate::UtcMs;

/// The shortest and longest wait that can be set.
const MINUTES_MIN: u16 = 1;
const MINUTES_MAX: u16 = 24 * 60;
/// What people type between two hours.
const DASHES: [char; 5] = ['–', '—', '−', '‐', '‑'];
const HOURS: u8 = 24;
const HOUR_MS: i64 = 60 * 60_000;

/// How often a source is read, and in which hours of Tehran's day. By default as often as it has news, all day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Minutes between two readings; None follows what the source publishes.
    pub every: Option<u16>,
    /// The first hour, and the one in which reading ends; from 22 to 6 goes over midnight.
    pub hours: Option<(u8, u8)>,
}

impl Schedule {
    /// Reads what its `Display` writes: `15`, `6-23`, `15 6-23`, or nothing. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut schedule = Self::default();
        let text = persian::digits::to_ascii(text).replace(DASHES, "-");
        // «6 - 23» is one word.
        let words: Vec<&str> = text.split('-').map(str::trim).collect();
        for word in words.join("-").split_whitespace() {
            match word.split_once('-') {
                Some((from, to)) if schedule.hours.is_none() => {
                    let hours: (u8, u8) = (from.parse().ok()?, to.parse().ok()?);
                    let is_day = hours.0 < HOURS && hours.1 <= HOURS && hours.0 != hours.1 % HOURS;
                    schedule.hours = Some(hours).filter(|_| is_day || hours == (0, HOURS));
                    schedule.hours?;
                }
                None if schedule.every.is_none() => {
                    let minutes = word.parse().ok()?;
                    schedule.every =
                        Some(minutes).filter(|minutes| (MINUTES_MIN..=MINUTES_MAX).contains(minutes));
                    schedule.every?;
                }
                _ => return None,
            }
        }
        Some(schedule)
    }

    /// The wait between two readings that went well, when one is set.
    pub(super) fn wait_ms(self) -> Option<i64> {
        self.every.map(|minutes| i64::from(minutes) * 60_000)
    }

    /// `at`, or the next instant after it at which the source may be read.
    pub fn not_before(self, at: UtcMs) -> UtcMs {
        let Some((from, to)) = self.hours else { return at };
        let Some(midnight) = Jalali::at(at).start() else { return at };
        let since_midnight = at - midnight;
        let (from_ms, to_ms) = (i64::from(from) * HOUR_MS, i64::from(to) * HOUR_MS);
        let is_open = if from < to {
            (from_ms..to_ms).contains(&since_midnight)
        } else {
            since_midnight >= from_ms || since_midnight < to_ms
        };
        if is_open {
            return at;
        }
        at + (from_ms - since_midnight).rem_euclid(i64::from(HOURS) * HOUR_MS)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.every, self.hours) {
            (None, None) => Ok(()),
            (Some(every), None) => write!(f, "{every}"),
            (None, Some((from, to))) => write!(f, "{from}-{to}"),
            (Some(every), Some((from, to))) => write!(f, "{every} {from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_written_and_read() {
        for text in ["", "15", "6-23", "15 6-23", "1440 22-6", "0-24"] {
            assert_eq!(Schedule::parse(text).map(|schedule| schedule.to_string()).as_deref(), Some(text));
        }
        for typed in [" ۱۵  ۶-۲۳ ", "۱۵ ۶ - ۲۳", "15 6–23", "۱۵ ۶ – ۲۳", "15 6 −23", "6 — 23 15"]
        {
            assert_eq!(Schedule::parse(typed), Schedule::parse("15 6-23"), "{typed}");
        }
        for wrong in [
            "0", "1441", "-5", "6-25", "24-6", "7-7", "5 6", "6-23 7-8", "صبح", "6-", "-", "- 6", "6 23",
            "6-23-24",
        ] {
            assert_eq!(Schedule::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reading_waits_for_its_hours() {
        // 2024-12-02T20:30Z is midnight in Tehran.
        const MIDNIGHT: UtcMs = 1_733_171_400_000;
        let at = |hour: i64| MIDNIGHT + hour * HOUR_MS;
        let schedule = |text| Schedule::parse(text).expect("a schedule");
        assert_eq!(schedule("15").not_before(at(3)), at(3));
        assert_eq!(schedule("6-23").not_before(at(3)), at(6));
        assert_eq!(schedule("6-23").not_before(at(6)), at(6));
        assert_eq!(schedule("6-23").not_before(at(23)), at(30));
        assert_eq!(schedule("22-6").not_before(at(23)), at(23));
        assert_eq!(schedule("22-6").not_before(at(5)), at(5));
        assert_eq!(schedule("22-6").not_before(at(6)), at(22));
        assert_eq!(schedule("0-24").not_before(at(13)), at(13));
    }
}
