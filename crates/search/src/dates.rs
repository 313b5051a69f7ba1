//! Days in a query: «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر», `from:1403/09/01`, `تا:2024-12-02`.
//!
//! A day, month or year counts as a bound only after از, تا or their English names, so that «آذر ۱۴۰۳» alone stays
//! words. What one bound leaves out, it has from the other: the month of «از ۱ تا ۱۲ آذر ۱۴۰۳», the year of
//! «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر». A year that neither says is taken from `now`.

use news::UtcMs;
use persian::date::{self, Jalali};
use persian::{digits, fold};

/// From the start of a day, always within the next one: days have 23 to 25 hours.
const INTO_THE_NEXT_DAY_MS: i64 = 36 * 3600 * 1000;
/// Years without a month that are Jalali; later ones are Gregorian.
const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;
const GREGORIAN_YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// Only the first words are looked at: more are a paste, and each is tried as a date.
const WORDS_MAX: usize = 64;

/// Published at or after, and before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: Option<UtcMs>,
    pub to: Option<UtcMs>,
}

/// Takes the bounds out of a query; answers them and the rest of its words.
pub(crate) fn take<'a>(words: &[&'a str], now: Option<UtcMs>) -> (Days, Vec<&'a str>) {
    let (mut days, mut rest, mut at) = (Days::default(), Vec::new(), 0);
    while at < words.len() {
        match bounds(&words[at..words.len().min(at + WORDS_MAX)], now).filter(|_| at < WORDS_MAX) {
            Some((found, used)) => {
                days = Days { from: found.from.or(days.from), to: found.to.or(days.to) };
                at += used;
            }
            None => {
                rest.push(words[at]);
                at += 1;
            }
        }
    }
    (days, rest)
}

/// The bounds that begin here, and how many words they are.
fn bounds(words: &[&str], now: Option<UtcMs>) -> Option<(Days, usize)> {
    if let Some((is_from, value)) = named(words[0]) {
        let (period, _) = Written::read(&[value])?;
        return Some((one_sided(is_from, period.period(now)?), 1));
    }
    let is_from = opens(words[0])?;
    let (first, used) = Written::read(&words[1..])?;
    let after = &words[1 + used..];
    if is_from
        && after.first().is_some_and(|word| opens(word) == Some(false))
        && let Some((last, used_too)) = Written::read(&after[1..])
    {
        return Some((range(first, last, now)?, 2 + used + used_too));
    }
    // «از ۱۴۰۰ نفر» is no year.
    if first.is_bare_year() && !after.is_empty() {
        return None;
    }
    Some((one_sided(is_from, first.period(now)?), 1 + used))
}

/// Whether a word opens a first (true) or last (false) day.
fn opens(word: &str) -> Option<bool> {
    match word {
        "از" => Some(true),
        "تا" => Some(false),
        _ => None,
    }
}

/// `from:DAY` and the like.
fn named(word: &str) -> Option<(bool, &str)> {
    let (name, value) = word.split_once(':')?;
    let is_from = match name {
        "from" | "از" => true,
        "to" | "تا" => false,
        _ => return None,
    };
    Some((is_from, value))
}

fn one_sided(is_from: bool, period: (UtcMs, UtcMs)) -> Days {
    if is_from { Days { from: Some(period.0), to: None } } else { Days { from: None, to: Some(period.1) } }
}

/// From the first day of one to the last day of the other.
fn range(first: Written, last: Written, now: Option<UtcMs>) -> Option<Days> {
    let filled_last = last.filled_from(first);
    let (_, to) = filled_last.period(now)?;
    let filled_first = first.filled_from(filled_last);
    let (from, _) = filled_first.period(now)?;
    if from < to {
        return Some(Days { from: Some(from), to: Some(to) });
    }
    // «از ۲۵ اسفند ۱۴۰۲ تا ۱۰ فروردین» ends in the next year.
    let shifted = match (first.year, last.year) {
        (Some(_), None) => (filled_first, filled_last.years_later(1)),
        (None, Some(_)) => (filled_first.years_later(-1), filled_last),
        _ => return None,
    };
    Some(Days { from: Some(shifted.0.period(now)?.0), to: Some(shifted.1.period(now)?.1) })
}

/// A day, month or year as far as it was written.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    /// Written in one word, such as `1403/09/01`.
    whole: Option<UtcMs>,
    day: Option<u8>,
    month: Option<Month>,
    year: Option<i32>,
}

#[derive(Clone, Copy, Debug)]
struct Month {
    is_jalali: bool,
    /// 1 to 12.
    number: u8,
}

impl Written {
    /// The longest date at the start of `words`, and how many of them it is.
    fn read(words: &[&str]) -> Option<(Self, usize)> {
        let first = *words.first()?;
        if first.contains(['/', '-']) {
            let day = date::parse(first, None)?;
            return Some((Self { whole: Some(day.ms), ..Self::default() }, 1));
        }
        let mut written = Self::default();
        let mut used = 0;
        written.day =
            number(first).filter(|day| (1..=31).contains(day)).and_then(|day| u8::try_from(day).ok());
        used += usize::from(written.day.is_some());
        written.month = words.get(used).and_then(|word| Month::read(word));
        used += usize::from(written.month.is_some());
        if written.day.is_none() || written.month.is_some() {
            let year = words.get(used).and_then(|word| number(word));
            written.year = year.filter(|year| JALALI_YEARS.contains(year) || GREGORIAN_YEARS.contains(year));
            used += usize::from(written.year.is_some());
        }
        (used > 0).then_some((written, used))
    }

    /// With what it leaves out from `other`.
    fn filled_from(self, other: Self) -> Self {
        let month = self.month.or(other.month.filter(|_| self.day.is_some()));
        Self { month, year: self.year.or(other.year), ..self }
    }

    fn is_bare_year(self) -> bool {
        self.year.is_some() && self.month.is_none()
    }

    fn years_later(self, years: i32) -> Self {
        Self { year: self.year.map(|year| year + years), ..self }
    }

    /// Its first instant, and the first one after it.
    fn period(self, now: Option<UtcMs>) -> Option<(UtcMs, UtcMs)> {
        if let Some(start) = self.whole {
            return Some((start, next_day(start)?));
        }
        match (self.day, self.month, self.year) {
            (Some(day), Some(month), _) => {
                let start = month.day(self.year, day, now)?;
                Some((start, next_day(start)?))
            }
            (None, Some(month), _) => {
                let start = month.day(self.year, 1, now)?;
                let next = Month { number: month.number % 12 + 1, ..month };
                let year = month.year_of(start) + i32::from(month.number == 12);
                Some((start, next.day(Some(year), 1, now)?))
            }
            (None, None, Some(year)) => {
                let month = Month { is_jalali: JALALI_YEARS.contains(&year), number: 1 };
                Some((month.day(Some(year), 1, now)?, month.day(Some(year + 1), 1, now)?))
            }
            _ => None,
        }
    }
}

impl Month {
    fn read(word: &str) -> Option<Self> {
        let word = fold::fold(word);
        let place = |names: &[&str; 12]| names.iter().position(|name| fold::fold(name) == word);
        let month = |is_jalali, at| Some(Self { is_jalali, number: u8::try_from(at).ok()? + 1 });
        match (place(&date::MONTHS), place(&date::GREGORIAN_MONTHS)) {
            (Some(at), _) => month(true, at),
            (None, Some(at)) => month(false, at),
            (None, None) => None,
        }
    }

    /// The start of a day of the month.
    fn day(self, year: Option<i32>, day: u8, now: Option<UtcMs>) -> Option<UtcMs> {
        let names = if self.is_jalali { date::MONTHS } else { date::GREGORIAN_MONTHS };
        let name = names[usize::from(self.number) - 1];
        match year {
            Some(year) if self.is_jalali => Jalali::new(year, self.number, day)?.start(),
            Some(year) => Some(date::parse(&format!("{day} {name} {year}"), None)?.ms),
            None => Some(date::parse(&format!("{day} {name}"), Some(now?))?.ms),
        }
    }

    /// The year, of its own calendar, that an instant is in.
    fn year_of(self, ms: UtcMs) -> i32 {
        if self.is_jalali {
            return Jalali::at(ms).year;
        }
        date::iso(ms).get(..4).and_then(|year| year.parse().ok()).unwrap_or_default()
    }
}

fn next_day(start: UtcMs) -> Option<UtcMs> {
    Jalali::at(start + INTO_THE_NEXT_DAY_MS).start()
}

fn number(word: &str) -> Option<i32> {
    digits::to_ascii(word).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 آذر 1403.
    const NOW: UtcMs = 1_733_157_720_000;

    fn check(query: &str, from: Option<&str>, to: Option<&str>, rest: &str) {
        let words: Vec<&str> = query.split_whitespace().collect();
        let (days, left) = take(&words, Some(NOW));
        let ms = |day: Option<&str>| day.map(|day| date::parse(day, None).unwrap().ms);
        assert_eq!((days.from, days.to), (ms(from), ms(to)), "{query}");
        assert_eq!(left.join(" "), rest, "{query}");
    }

    #[test]
    fn days_months_and_years_are_bounds() {
        check("گندم از ۱ آذر ۱۴۰۳ تا ۱۲ آذر", Some("1403/09/01"), Some("1403/09/13"), "گندم");
        check("از 1 تا 12 آذر 1403 باران", Some("1403/09/01"), Some("1403/09/13"), "باران");
        check("از ۲۵ اسفند ۱۴۰۲ تا ۱۰ فروردین", Some("1402/12/25"), Some("1403/01/11"), "");
        check("از ۲۵ اسفند تا ۱۰ فروردین ۱۴۰۳", Some("1402/12/25"), Some("1403/01/11"), "");
        check("سیل از اسفند ۱۴۰۲", Some("1402/12/01"), None, "سیل");
        check("سیل تا اسفند ۱۴۰۲", None, Some("1403/01/01"), "سیل");
        check("از ۱۴۰۱ تا ۱۴۰۲", Some("1401/01/01"), Some("1403/01/01"), "");
        check("از ۲ دسامبر ۲۰۲۴ تا دسامبر ۲۰۲۴", Some("2024-12-02"), Some("2025-01-01"), "");
        check("from:2024-12-02 to:1403/09/12", Some("1403/09/12"), Some("1403/09/13"), "");
        check("از ۱ آذر", Some("1403/09/01"), None, "");
    }

    #[test]
    fn prose_stays_words() {
        for query in [
            "آذر ۱۴۰۳",
            "از تهران تا مشهد",
            "از ۱۲ تا",
            "تا",
            "از ۴۵ آذر",
            "از ۳ نفر",
            "از ۱۴۰۰ نفر",
            "از ۳۱ مهر ۱۴۰۳",
        ] {
            check(query, None, None, query);
        }
    }
}
