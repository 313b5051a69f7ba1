//! Dates of feeds: RFC 822 in all its misspellings, ISO 8601, and Jalali.

use jiff::civil;

use crate::UtcMs;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Zone names that feeds use, in minutes east of Greenwich.
const ZONES: [(&str, i64); 18] = [
    ("gmt", 0),
    ("ut", 0),
    ("utc", 0),
    ("z", 0),
    ("irst", 210),
    ("irdt", 270),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("cet", 60),
    ("cest", 120),
    ("bst", 60),
    ("msk", 180),
];

/// Reads a date; None when it is none.
pub(super) fn read(text: &str) -> Option<UtcMs> {
    let text = text.trim();
    rfc822(text)
        .or_else(|| short_iso(text))
        .or_else(|| persian::date::parse(text, None).map(|parsed| parsed.ms))
}

/// `Mon, 02 Dec 2024 20:12:00 +0330`; day name, seconds and zone may be missing, the year may have two digits.
fn rfc822(text: &str) -> Option<UtcMs> {
    let ascii = persian::digits::to_ascii(text).to_ascii_lowercase();
    let words: Vec<&str> = ascii
        .split(|c: char| c.is_whitespace() || c == ',' || c == '-' && !ascii.contains(" -"))
        .filter(|word| !word.is_empty())
        .collect();
    let at = words.iter().position(|word| MONTHS.iter().any(|month| word.starts_with(month)))?;
    let month = MONTHS.iter().position(|month| words[at].starts_with(month))? + 1;
    let number = |word: Option<&&str>| {
        word.and_then(|word| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i64>().ok())
    };
    let before = at.checked_sub(1).and_then(|at| number(words.get(at)));
    let (day, next) = match before {
        Some(day) => (day, at + 1),
        None => (number(words.get(at + 1))?, at + 2),
    };
    let (mut year, mut rest) = (None, Vec::new());
    for word in &words[next.min(words.len())..] {
        match word.parse::<i64>() {
            Ok(value) if year.is_none() && !word.starts_with('+') && !word.contains(':') => {
                year = Some(value)
            }
            _ => rest.push(*word),
        }
    }
    let year = year.map(|year| {
        if year < 70 {
            2000 + year
        } else if year < 100 {
            1900 + year
        } else {
            year
        }
    })?;
    let clock = rest.iter().find(|word| word.contains(':')).copied().unwrap_or("0:0");
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().unwrap_or(0));
    let (hour, minute, second) = (parts.next()?, parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let zone = rest.iter().rev().find(|word| !word.contains(':') || word.starts_with(['+', '-'])).copied();
    let zone = if ascii.contains(" -") {
        ascii.split_whitespace().rev().find(|word| word.starts_with('-')).or(zone)
    } else {
        zone
    };
    let day_start = utc(year, month as i64, day)?;
    Some(day_start + (hour * 3600 + minute * 60 + second) * 1000 - zone.map_or(0, minutes_east) * 60_000)
}

/// `2024`, `2024-12`, `20241202`: Atom's shortened forms.
fn short_iso(text: &str) -> Option<UtcMs> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    match text.len() {
        4 if digits => utc(number(0, 4)?, 1, 1),
        7 if text.as_bytes()[4] == b'-' => utc(number(0, 4)?, number(5, 7)?, 1),
        8 if digits => utc(number(0, 4)?, number(4, 6)?, number(6, 8)?),
        10 if text.as_bytes()[4] == b'-' && number(0, 4)? > 1700 => {
            utc(number(0, 4)?, number(5, 7)?, number(8, 10)?)
        }
        // A time without a zone is UTC in feeds.
        19 if text.as_bytes()[10] == b'T' && number(0, 4)? > 1700 => {
            let clock = (number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?) * 1000;
            Some(utc(number(0, 4)?, number(5, 7)?, number(8, 10)?)? + clock)
        }
        _ => None,
    }
}

fn minutes_east(zone: &str) -> i64 {
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return *minutes;
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
    let value: i64 = digits.parse().unwrap_or(0);
    let east = if digits.len() <= 2 { value * 60 } else { value / 100 * 60 + value % 100 };
    sign * east
}

fn utc(year: i64, month: i64, day: i64) -> Option<UtcMs> {
    let date =
        civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()?;
    Some(date.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_feeds_are_read() {
        for text in [
            "Mon, 02 Dec 2024 20:12:00 +0330",
            "02 Dec 2024 20:12:00 +0330",
            "Mon, 2 Dec 24 16:42 GMT",
            "Mon, 02 Dec 2024 20:12:00 IRST",
            "2024-12-02T20:12:00+03:30",
            "2024-12-02T16:42:00Z",
            "2024-12-02T16:42:00",
            "دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲",
            "1403/09/12 20:12",
            "Mon, 02 Dec 2024 11:42:00 -0500",
        ] {
            assert_eq!(read(text), Some(1_733_157_720_000), "{text}");
        }
        assert_eq!(read("soon"), None);
    }
}
