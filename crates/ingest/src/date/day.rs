//! Days in numbers or with a month's name, in many languages.

use jiff::civil;

use super::{Unzoned, Written};
use crate::UtcMs;

/// Beginnings of the months' names in English, and where others differ in German, French, Spanish, Italian,
/// Portuguese, Dutch, Turkish and the Nordic languages.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "oca"],
    &["feb", "fév", "fev", "şub"],
    &["mar", "mär", "mrz", "maart"],
    &["apr", "avr", "abr", "nis"],
    &["may", "mai", "maj", "mag", "mei"],
    &["jun", "jui", "giu", "haz"],
    &["jul", "juil", "lug", "tem"],
    &["aug", "aoû", "aou", "ago", "ağu"],
    &["sep", "set", "eyl"],
    &["oct", "okt", "ott", "out", "eki"],
    &["nov", "kas"],
    &["dec", "déc", "dez", "dic", "des", "ara"],
];
/// Jalali years of living sources, told from Gregorian ones.
const JALALI_YEARS: std::ops::Range<i64> = 1200..1600;
/// Words from a month's name to its year.
const YEAR_WORDS: usize = 3;

/// Years below are of this Jalali century, others of the last.
const THIS_CENTURY: i64 = 50;

/// A text with the century before the year of the first Jalali day in it that is written in short: `05/09/02`.
pub(super) fn with_century(text: &str) -> Option<String> {
    let ends = |c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.'));
    let is_short =
        |word: &&str| word.len() == 8 && word.split('/').filter(|part| part.len() == 2).count() == 3;
    let word = text.split(ends).find(is_short)?;
    let mut numbers = word.split('/').map_while(|part| part.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    let century = if year < THIS_CENTURY { "14" } else { "13" };
    is_day.then(|| text.replacen(word, &format!("{century}{word}"), 1))
}

/// The numbers of a day in the calendar that its year shows.
pub(super) struct Day {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

impl Day {
    /// `mon, 02 dec 2024`, `dec 2nd, 2024`, `2-dec-24`, `2 de diciembre de 2024`, `02 azar 1405`.
    pub(super) fn named(text: &str) -> Option<Self> {
        let words: Vec<&str> = text
            .split([' ', ',', '-', '/', '.', '\u{a0}'])
            .filter(|word| !matches!(*word, "" | "de" | "del" | "of"))
            .collect();
        let months = words.iter().enumerate().filter_map(|(at, word)| Some((at, month(word)?)));
        months.into_iter().find_map(|(at, month)| Self::around(&words, at, month))
    }

    /// The day whose month stands at a place among words.
    fn around(words: &[&str], at: usize, month: i64) -> Option<Self> {
        let number =
            |word: &&str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i64>().ok();
        let before = at.checked_sub(1).and_then(|before| number(&words[before]));
        let mut after = words[at + 1..].iter().take(YEAR_WORDS + 1).filter_map(number);
        let (day, year) = match before {
            Some(year) if year > 31 => (after.next()?, year),
            Some(day) => (day, after.next()?),
            None => (after.next()?, after.next()?),
        };
        let year = match year {
            0..70 => 2000 + year,
            70..100 => 1900 + year,
            _ => year,
        };
        (1..=31).contains(&day).then_some(Self { year, month, day })
    }

    /// `2024-12-02`, `1403/09/12`, `02.12.2024`, `2024年12月2日`; `12/02/2024` is American with a half of the day, or
    /// where its second number can be no month.
    pub(super) fn numeric(text: &str, has_half: bool) -> Option<Self> {
        let text = text.replace(['年', '月', '년', '월'], "-").replace(['日', '일'], " ").replace("- ", "-");
        let begins = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        text.split([' ', ',', '|', '\u{a0}']).filter(begins).find_map(|word| {
            let word = word.trim_end_matches('.');
            let numbers: Vec<i64> = word.split(['-', '/', '.']).map_while(|part| part.parse().ok()).collect();
            let &[a, b, c] = numbers.as_slice() else { return None };
            match (a, c) {
                (1000.., _) => Some(Self { year: a, month: b, day: c }),
                (_, 1000..) if word.contains('/') && (has_half || b > 12) => {
                    Some(Self { year: c, month: a, day: b })
                }
                (_, 1000..) => Some(Self { year: c, month: b, day: a }),
                _ => None,
            }
        })
    }

    /// The instant at a clock's time of this day.
    pub(super) fn at(&self, clock: (i64, i64, i64), zone: Option<i64>, unzoned: Unzoned) -> Option<Written> {
        let (hour, minute, second) = clock;
        let is_jalali = JALALI_YEARS.contains(&self.year);
        if zone.is_none() && (is_jalali || unzoned == Unzoned::Tehran) {
            let text = format!("{}/{}/{} {hour:02}:{minute:02}:{second:02}", self.year, self.month, self.day);
            return persian::date::parse(&text, None).map(|parsed| Written { ms: parsed.ms, zone: None });
        }
        let start = if is_jalali { self.of_jalali()? } else { utc(self.year, self.month, self.day)? };
        let east = zone.unwrap_or(0);
        let ms = start + (hour * 3600 + minute * 60 + second) * 1000 - east * 60_000;
        Some(Written { ms, zone: Some(east) })
    }

    fn of_jalali(&self) -> Option<UtcMs> {
        let (month, day) = (self.month.try_into().ok()?, self.day.try_into().ok()?);
        let date = persian::date::Jalali::new(self.year.try_into().ok()?, month, day)?.to_civil()?;
        utc(date.year().into(), date.month().into(), date.day().into())
    }
}

fn month(word: &str) -> Option<i64> {
    // Days in Persian words are read with what stands around them, by `persian::date`.
    if let Some(jalali) = persian::date::jalali_month(word).filter(|_| word.is_ascii()) {
        return Some(jalali.into());
    }
    // The longest beginning decides: juillet is no juin.
    let all = MONTHS.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |name| (at, *name)));
    let (at, _) = all.filter(|(_, name)| word.starts_with(name)).max_by_key(|(_, name)| name.len())?;
    i64::try_from(at + 1).ok()
}

fn utc(year: i64, month: i64, day: i64) -> Option<UtcMs> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    let date = civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    Some(date.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
