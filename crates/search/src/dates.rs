//! Days in a query: «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر», `from:1403/09/01`, `تا:2024-12-02`.
//!
//! After از, تا or their English names a day, month or year is a bound, and what one bound leaves out, it has from the
//! other: the month of «از ۱ تا ۱۲ آذر ۱۴۰۳», the year of «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر». A year that neither says is taken from
//! `now`. Alone, only what says its year is a date: «۱۲ آذر ۱۴۰۳», «آذرماه ۹۸», «سال ۱۴۰۲»; «۱۳ آبان» is a name.

use news::UtcMs;
use persian::date::{self, Jalali};
use persian::{digits, fold};

/// From the start of a day, always within the next one: days have 23 to 25 hours.
const INTO_THE_NEXT_DAY_MS: i64 = 36 * 3600 * 1000;
/// Years without a month that are Jalali; later ones are Gregorian.
const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;
const GREGORIAN_YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// Of two digits, from here on the year is of the century before.
const LAST_CENTURY: i32 = 50;
/// Fewer digits are a fraction or a score, no day by itself.
const WHOLE_DIGITS: usize = 6;
/// Only the first words are looked at: more are a paste, and each is tried as a date.
const WORDS_MAX: usize = 64;

/// Published at or after, and before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: Option<UtcMs>,
    pub to: Option<UtcMs>,
}

/// A query without the days that it says.
#[derive(Debug, Default)]
pub(crate) struct Taken<'a> {
    pub days: Days,
    /// The words that the days were read from.
    pub words: Vec<&'a str>,
    pub rest: Vec<&'a str>,
    /// They stand without از and تا: they may be what articles say, not when they were published.
    pub is_lone: bool,
}

/// Takes the bounds out of a query.
pub(crate) fn take<'a>(words: &[&'a str], now: Option<UtcMs>) -> Taken<'a> {
    let (mut taken, mut at) = (Taken::default(), 0);
    while at < words.len() {
        let ahead = &words[at..words.len().min(at + WORDS_MAX)];
        let found = Some(ahead).filter(|_| at < WORDS_MAX);
        let found = found.and_then(|ahead| bounds(ahead, now).or_else(|| lone(ahead, now, &mut taken)));
        let Some((found, used)) = found else {
            taken.rest.push(words[at]);
            at += 1;
            continue;
        };
        taken.days = Days { from: found.from.or(taken.days.from), to: found.to.or(taken.days.to) };
        taken.words.extend(&words[at..at + used]);
        at += used;
    }
    taken
}

/// The first date that stands by itself, when there are no bounds before it.
fn lone(words: &[&str], now: Option<UtcMs>, taken: &mut Taken) -> Option<(Days, usize)> {
    let (written, used) = Written::read(words, now)?;
    if taken.days != Days::default() || !written.says_its_year(words[0]) {
        return None;
    }
    let (from, to) = written.period(now)?;
    taken.is_lone = true;
    Some((Days { from: Some(from), to: Some(to) }, used))
}

/// The bounds that begin here, and how many words they are.
fn bounds(words: &[&str], now: Option<UtcMs>) -> Option<(Days, usize)> {
    if let Some((is_from, value)) = named(words[0]) {
        let (period, _) = Written::read(&[value], now)?;
        return Some((one_sided(is_from, period.period(now)?), 1));
    }
    let is_from = opens(words[0])?;
    let (one, used) = Written::read(&words[1..], now)?;
    let after = &words[1 + used..];
    if after.first().is_some_and(|word| opens(word) == Some(!is_from))
        && let Some((other, used_too)) = Written::read(&after[1..], now)
    {
        let (first, last) = if is_from { (one, other) } else { (other, one) };
        return Some((range(first, last, now)?, 2 + used + used_too));
    }
    // «از ۱۴۰۰ نفر» is no year.
    if one.is_bare_year() && !after.is_empty() {
        return None;
    }
    Some((one_sided(is_from, one.period(now)?), 1 + used))
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
    /// «سال ۱۴۰۲»
    is_year_named: bool,
}

#[derive(Clone, Copy, Debug)]
struct Month {
    is_jalali: bool,
    /// 1 to 12.
    number: u8,
}

impl Written {
    /// The longest date at the start of `words`, and how many of them it is.
    fn read(words: &[&str], now: Option<UtcMs>) -> Option<(Self, usize)> {
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
        used += usize::from(written.month.is_some() && words.get(used) == Some(&"ماه"));
        if written.day.is_none() || written.month.is_some() {
            let is_named = words.get(used) == Some(&"سال");
            let is_told = is_named || written.month.is_some_and(|month| month.is_jalali);
            let year = words.get(used + usize::from(is_named));
            written.year =
                year.and_then(|word| full_year(word).or_else(|| short_year(word, now?).filter(|_| is_told)));
            written.is_year_named = is_named && written.year.is_some();
            used += usize::from(written.year.is_some()) + usize::from(written.is_year_named);
        }
        (used > 0).then_some((written, used))
    }

    /// Whether it is a date wherever it stands; `first` is its first word.
    fn says_its_year(self, first: &str) -> bool {
        match self.whole {
            Some(_) => first.chars().filter(|c| digits::value(*c).is_some()).count() >= WHOLE_DIGITS,
            None => self.is_year_named || self.month.is_some() && self.year.is_some(),
        }
    }

    /// With what it leaves out from `other`.
    fn filled_from(self, other: Self) -> Self {
        let month = self.month.or(other.month.filter(|_| self.day.is_some()));
        Self { month, year: self.year.or(other.year), ..self }
    }

    fn is_bare_year(self) -> bool {
        self.year.is_some() && self.month.is_none() && !self.is_year_named
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
        let word = word.strip_suffix("ماه").filter(|month| !month.is_empty()).unwrap_or(&word);
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

fn full_year(word: &str) -> Option<i32> {
    number(word).filter(|year| JALALI_YEARS.contains(year) || GREGORIAN_YEARS.contains(year))
}

/// Two digits of a Jalali year that is not far ahead.
fn short_year(word: &str, now: UtcMs) -> Option<i32> {
    let year = number(word).filter(|_| word.chars().count() == 2)?;
    let year = if year < LAST_CENTURY { 1400 + year } else { 1300 + year };
    (year <= Jalali::at(now).year + 1).then_some(year)
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
        let taken = take(&words, Some(NOW));
        let ms = |day: Option<&str>| day.map(|day| date::parse(day, None).unwrap().ms);
        assert_eq!((taken.days.from, taken.days.to), (ms(from), ms(to)), "{query}");
        assert_eq!(taken.rest.join(" "), rest, "{query}");
        assert_eq!(taken.rest.len() + taken.words.len(), words.len(), "{query}");
    }

    #[test]
    fn days_months_and_years_are_bounds() {
        for (query, from, to, rest) in [
            ("گندم از ۱ آذر ۱۴۰۳ تا ۱۲ آذر", "1403/09/01", "1403/09/13", "گندم"),
            ("از 1 تا 12 آذر 1403 باران", "1403/09/01", "1403/09/13", "باران"),
            ("از ۲۵ اسفند ۱۴۰۲ تا ۱۰ فروردین", "1402/12/25", "1403/01/11", ""),
            ("از ۲۵ اسفند تا ۱۰ فروردین ۱۴۰۳", "1402/12/25", "1403/01/11", ""),
            ("تا ۱۲ آذر ۱۴۰۳ از ۱ آذر گندم", "1403/09/01", "1403/09/13", "گندم"),
            ("سیل از اسفند ۱۴۰۲", "1402/12/01", "", "سیل"),
            ("سیل تا اسفند ۱۴۰۲", "", "1403/01/01", "سیل"),
            ("از ۱۴۰۱ تا ۱۴۰۲", "1401/01/01", "1403/01/01", ""),
            ("از سال ۱۴۰۱ تا سال ۱۴۰۲ گندم", "1401/01/01", "1403/01/01", "گندم"),
            ("از ۲ دسامبر ۲۰۲۴ تا دسامبر ۲۰۲۴", "2024-12-02", "2025-01-01", ""),
            ("from:2024-12-02 to:1403/09/12", "1403/09/12", "1403/09/13", ""),
            ("از ۱ آذر", "1403/09/01", "", ""),
            ("از ۱ آذر ۹۸ تا ۳۰ آذرماه ۹۸", "1398/09/01", "1398/10/01", ""),
            ("از ۱ آذر ماه ۰۲ گندم", "1402/09/01", "", "گندم"),
        ] {
            let some = |day: &'static str| Some(day).filter(|day| !day.is_empty());
            check(query, some(from), some(to), rest);
        }
    }

    #[test]
    fn what_says_its_year_is_a_date_by_itself() {
        for (query, from, to, rest) in [
            ("سیل ۱۲ آذر ۱۴۰۳", "1403/09/12", "1403/09/13", "سیل"),
            ("آذر ۱۴۰۳", "1403/09/01", "1403/10/01", ""),
            ("سیل آذرماه ۹۸ گلستان", "1398/09/01", "1398/10/01", "سیل گلستان"),
            ("سیل سال ۱۳۹۸", "1398/01/01", "1399/01/01", "سیل"),
            ("سیل 1403/09/12", "1403/09/12", "1403/09/13", "سیل"),
        ] {
            check(query, Some(from), Some(to), rest);
        }
        assert!(take(&["آذر", "۱۴۰۳"], None).is_lone);
        assert!(!take(&["از", "آذر", "۱۴۰۳"], None).is_lone);
    }

    #[test]
    fn prose_stays_words() {
        for query in [
            "آذر",
            "۱۳ آبان",
            "۱۲ آذر ۲۰ کشته",
            "انتخابات ۱۴۰۰",
            "سال ۱۲",
            "۲۴/۷",
            "از تهران تا مشهد",
            "از ۱۲ تا",
            "تا",
            "از ۴۵ آذر",
            "از ۳ نفر",
            "از ۱۴۰۰ نفر",
        ] {
            check(query, None, None, query);
        }
    }
}
