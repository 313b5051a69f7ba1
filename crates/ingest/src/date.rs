//! Dates of feeds and pages: RFC 822 in all its misspellings, ISO 8601, what programs and people print in many
//! languages, and Jalali.
//!
//! One rule for times without a zone: what is written for readers in Iran is Tehran's, what a program printed is UTC.
//! So a Jalali day, a Persian word or a day told from now is Tehran's everywhere; a Gregorian day is Tehran's on Persian
//! pages and in sitemaps, and UTC in feeds, whose programs print it from their databases, unless a Persian feed would
//! then tell of the future (`feed::parse`).

mod day;

use day::Day;

use crate::UtcMs;

/// Zone names that feeds use, in minutes east of Greenwich.
const ZONES: [(&str, i64); 24] = [
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
    ("aft", 270),
    ("asia/kabul", 270),
    ("asia/dubai", 240),
    ("asia/baghdad", 180),
    ("europe/istanbul", 180),
    ("europe/moscow", 180),
];
/// Names of zones that follow Tehran's clock, whatever it was that day.
const TEHRAN: [&str; 3] = ["asia/tehran", "iran", "tehran"];
/// Halves of the day, as programs print them; the hour itself is read by `persian::date`.
const HALVES: [&str; 6] = ["am", "a.m.", "pm", "p.m.", "ق.ظ", "ب.ظ"];
/// A date is a short text; a longer one is prose.
const TEXT_BYTES_MAX: usize = 200;
/// Zeros of programs, in any zone and calendar, lie before the second day of 1970; no page is as old.
const ZERO_MS_MAX: UtcMs = DAY_MS;
/// Clocks and zones err by less; what is further ahead was not published.
const AHEAD_MS_MAX: UtcMs = DAY_MS;
const DAY_MS: UtcMs = 24 * 60 * 60_000;

/// Where a Gregorian time without a zone was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unzoned {
    #[default]
    Utc,
    Tehran,
}

/// What dates leave unsaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unsaid {
    pub(crate) unzoned: Unzoned,
    /// When the text was fetched: what «۳ ساعت پیش» is told from. None leaves such words unread.
    pub(crate) now: Option<UtcMs>,
}

/// A date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) ms: UtcMs,
    /// Minutes east of Greenwich, where it was written in that zone.
    pub(crate) zone: Option<i64>,
}

/// Reads a date that says all but its zone; None when it is none.
pub(crate) fn read(text: &str, unzoned: Unzoned) -> Option<Written> {
    read_at(text, Unsaid { unzoned, now: None })
}

/// Reads a date, also one that is told from now; None when it is none.
pub(crate) fn read_at(text: &str, Unsaid { unzoned, now }: Unsaid) -> Option<Written> {
    let mut plain = persian::digits::to_ascii(text.trim()).to_lowercase();
    if text.contains(|c| matches!(c, '۰'..='۹')) {
        plain = day::with_century(&plain).unwrap_or(plain);
    }
    if plain.len() > TEXT_BYTES_MAX || is_zero(&plain) {
        return None;
    }
    let known = short_iso(&plain, unzoned).or_else(|| written(&plain, unzoned));
    // What remains is Persian: Jalali, lunar and Gregorian days in words, and those told from now.
    let persian = || persian::date::parse(&plain, now).map(|parsed| Written { ms: parsed.ms, zone: None });
    known.or_else(persian).filter(|written| written.ms > ZERO_MS_MAX && written.is_past(now))
}

/// `0001-01-01`, `00/00/0000`: what programs print for no day.
fn is_zero(text: &str) -> bool {
    let is_year = |part: &str| matches!(part.split('t').next(), Some("0000" | "0001"));
    let mut days =
        text.split(' ').filter(|word| !word.starts_with(['+', '-']) && word.contains(['-', '/', '.']));
    days.any(|day| day.split(['-', '/', '.']).any(is_year))
}

impl Written {
    /// Whether it is no time to come, as far as it is known when it was read.
    pub(crate) fn is_past(&self, now: Option<UtcMs>) -> bool {
        now.is_none_or(|now| self.ms <= now + AHEAD_MS_MAX)
    }
}

/// `2024`, `2024-12`, `20241202`: Atom's shortened forms.
fn short_iso(text: &str, unzoned: Unzoned) -> Option<Written> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let day = match text.len() {
        4 if digits => Day { year: number(0, 4)?, month: 1, day: 1 },
        7 if text.as_bytes()[4] == b'-' => Day { year: number(0, 4)?, month: number(5, 7)?, day: 1 },
        8 if digits => Day { year: number(0, 4)?, month: number(4, 6)?, day: number(6, 8)? },
        _ => return None,
    };
    day.at((0, 0, 0), None, unzoned)
}

/// A day in numbers or with a month's name, a clock and a zone, each but the day optional and in any order.
fn written(text: &str, unzoned: Unzoned) -> Option<Written> {
    let (before, (hour, minute, second), after) = split_at_clock(text);
    let between = |c: char| matches!(c, ' ' | ',' | '(' | ')' | '[' | ']');
    let rest: Vec<&str> = after.split(between).filter(|word| !word.is_empty()).collect();
    let has_half = rest.iter().any(|word| HALVES.contains(word));
    let zone = rest.iter().find_map(|word| minutes_east(word));
    let is_tehran = rest.iter().any(|word| TEHRAN.contains(word));
    let unzoned = if is_tehran { Unzoned::Tehran } else { unzoned };
    let unsigned = rest.iter().filter(|word| !word.starts_with(['+', '-'])).copied();
    let day_text = before.split(' ').chain(unsigned).collect::<Vec<_>>().join(" ");
    let day = Day::named(&day_text).or_else(|| Day::numeric(&day_text, has_half))?;
    let hour = persian::date::hour_of_day(hour, text);
    day.at((hour, minute, second), zone, unzoned)
}

/// What stands before `20:12:05.5`, its hour, minute and second (zeros when there is none), and what follows it.
fn split_at_clock(text: &str) -> (&str, (i64, i64, i64), &str) {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let colon = (1..bytes.len()).find(|at| bytes[*at] == b':' && is_digit(at - 1) && is_digit(at + 1));
    let Some(colon) = colon else { return (text, (0, 0, 0), "") };
    let from = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let end = text[colon..].find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'));
    let end = end.map_or(text.len(), |end| colon + end);
    let mut parts = text[from..end].split([':', '.']).map(|part| part.parse::<i64>().unwrap_or(0));
    let mut next = |most| parts.next().filter(|value| *value <= most).unwrap_or(0);
    let clock = (next(24), next(59), next(60));
    (text[..from].trim_end_matches(['t', '-', ' ']), clock, &text[end..])
}

/// `+0330`, `-5`, `gmt+03:30`, `irst`.
fn minutes_east(zone: &str) -> Option<i64> {
    if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == zone) {
        return Some(*minutes);
    }
    let signed = zone.trim_start_matches("gmt").trim_start_matches("utc");
    let sign = if signed.starts_with('-') { -1 } else { 1 };
    let digits: String =
        signed.strip_prefix(['+', '-'])?.chars().filter(char::is_ascii_digit).take(4).collect();
    let value: i64 = digits.parse().ok()?;
    Some(sign * if digits.len() <= 2 { value * 60 } else { value / 100 * 60 + value % 100 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<UtcMs> {
        super::read(text, Unzoned::Utc).map(|written| written.ms)
    }

    #[test]
    fn dates_of_feeds_are_read() {
        for text in [
            "Mon, 02 Dec 2024 20:12:00 +0330",
            "Monday, 02 December 2024 20:12 +0330",
            "02 Dec 2024 20:12:00 +0330",
            "Mon, 2 Dec 24 16:42 GMT",
            "Mon, 02 Dec 2024 20:12:00 IRST",
            "Mon, 02 Dec 2024 20:12:00 GMT+03:30",
            "Mon, 02 Dec 2024 20:12:00 UTC+0330",
            "Mon Dec  2 11:42:00 EST 2024",
            "Mon, 02 Dec 2024 11:42:00 -0500",
            "Mon, 02-Dec-2024 16:42:00 Z",
            "2024-12-02T20:12:00+03:30",
            "2024-12-03T01:42:00+09:00",
            "2024-12-02T16:42:00Z",
            "2024-12-02T16:42:00.000Z",
            "2024-12-02T16:42:00",
            "2024-12-02 16:42:00",
            "۲۰۲۴-۱۲-۰۲T۲۰:۱۲:۰۰+۰۳:۳۰",
            "12/2/2024 4:42:00 PM",
            "02.12.2024 16:42",
            "دوشنبه ۱۲ آذر ۱۴۰۳ - ۲۰:۱۲",
            "1403/09/12 20:12",
            "1403/09/12 08:12 ب.ظ",
            "1403/09/12 08:12 بعد از ظهر",
            "۱۲ آذر ۱۴۰۳ ساعت ۸:۱۲ ب.ظ",
            "2 Dec 2024 20:12 Asia/Tehran",
            "2024-12-02T20:12:00[Asia/Tehran]",
            "Mon, 12 Azar 1403 20:12:00 +0330",
            "Mon, 12 Azar 1403 20:12:00",
            "20:12 - 1403/09/12",
            "۲۰:۱۲ - ۱۴۰۳/۰۹/۱۲",
            "۲۰:۱۲ - ۱۲ آذر ۱۴۰۳",
            "ساعت ۲۰:۱۲ | دوشنبه ۱۲ آذر ۱۴۰۳",
            "۲۰:۱۲ ۱۴۰۳-۰۹-۱۲",
            "۰۳/۰۹/۱۲ - ۲۰:۱۲",
            "۲۰:۱۲ | ۰۳/۰۹/۱۲",
        ] {
            assert_eq!(read(text), Some(1_733_157_720_000), "{text}");
        }
        for text in
            ["soon", "", ":", "1:", "99/99/2024", "2024-13-45T99:99:99Z", "1403/13/01", "+", "dec", "2 dec"]
                .into_iter()
                .chain(ZEROS)
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    /// What programs print for no date.
    const ZEROS: [&str; 10] = [
        "0001-01-01T00:00:00",
        "0001-01-01",
        "0000-00-00 00:00:00",
        "1970-01-01T00:00:00",
        "1970-01-01T03:30:00+03:30",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1969-12-31T19:00:00-05:00",
        "1900-01-01",
        "1348/10/11",
        "01/01/0001 00:00:00",
    ];

    #[test]
    fn a_time_to_come_is_no_time_of_publication() {
        let now = Some(1_733_157_720_000);
        let read = |text: &str| read_at(text, Unsaid { unzoned: Unzoned::Utc, now }).is_some();
        assert!(
            read("2024-12-03T10:00:00Z") && !read("2024-12-05") && !read("2042-12-02") && !read("1420/01/01")
        );
    }

    #[test]
    fn what_is_told_from_now_needs_now() {
        let now = Some(1_733_157_720_000);
        for (text, minutes_ago) in [
            ("۳ ساعت پیش", 180),
            ("امروز ۱۹:۱۲", 60),
            ("دیروز ساعت ۸ شب", 24 * 60 + 12),
            ("۱۲ آذر ۱۹:۱۲", 60),
        ] {
            let read = read_at(text, Unsaid { unzoned: Unzoned::Utc, now }).map(|written| written.ms);
            assert_eq!(read, now.map(|now| now - minutes_ago * 60_000), "{text}");
            assert_eq!(super::read(text, Unzoned::Utc), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_in_many_languages() {
        for text in [
            "Published on December 2nd, 2024",
            "8 min read · Dec 2, 2024",
            "Essay - Published: 2024.12.02 | 10 minutes",
            "Posted on the 02/12/2024",
            "2. Dezember 2024",
            "2 décembre 2024",
            "2 de diciembre de 2024",
            "2 Aralık 2024 Pazartesi",
            "2024年12月2日",
            "2024년 12월 2일",
            "You may like it. December 2, 2024",
        ] {
            assert_eq!(read(text), read("2024-12-02"), "{text}");
        }
        assert_eq!(read("9 juillet 2024"), read("2024-07-09"));
        assert_eq!(
            super::read("2024-12-02T20:12:00", Unzoned::Tehran).map(|at| at.ms),
            read("2024-12-02T16:42:00Z")
        );
        assert_eq!(super::read("2024-12-02T20:12:00+03:30", Unzoned::Utc).and_then(|at| at.zone), Some(210));
    }

    #[test]
    fn days_and_edges_of_the_clock_are_read() {
        let midnight = read("2024-12-02");
        for text in ["Mon, 02 Dec 2024", "20241202", "Sun, 01 Dec 2024 24:00:00 GMT", "12/02/2024 12:00 am"] {
            assert_eq!(read(text), midnight, "{text}");
        }
        assert_eq!(read("۹۹/۰۱/۰۵"), read("1399/01/05"));
        for none in ["۱۲/۲۴/۱۲", "۱۲/۱۰/۴۵", "۱۰/۱۲/۱۴۰", "03/09/12"] {
            assert_eq!(read(none), None, "{none}");
        }
        assert_eq!(read("2024-12-02 12:30 PM"), midnight.map(|ms| ms + 750 * 60_000));
    }
}
