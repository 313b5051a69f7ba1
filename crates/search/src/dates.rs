//! Days in a query: «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر», `from:1403/09/01`, «قبل از ۱۴۰۲».
//!
//! After از, تا, «قبل از», «بعد از», بین or their English names a day, month or year is a bound, and what one bound leaves
//! out, it has from the other: the month of «از ۱ تا ۱۲ آذر ۱۴۰۳», the year of «از ۱ آذر ۱۴۰۳ تا ۱۲ آذر». Alone, only what
//! says its year is a date: «۱۲ آذر ۱۴۰۳», «آذرماه ۹۸», «سال ۱۴۰۲», دیروز; «۱۳ آبان» is a name. A bound that is no day of
//! the calendar, or ends before it begins, chooses nothing and is told.

use std::sync::LazyLock;

use news::UtcMs;
use persian::{date, fold};

use crate::day::{Month, Written, plain};

/// Only the first words are looked at: more are a paste, and each is tried as a date.
const WORDS_MAX: usize = 64;

/// What may follow «از ۱ آذر» and adds nothing.
const ONWARDS: [&[&str]; 4] = [&["به", "بعد"], &["تا", "کنون"], &["تاکنون"], &["تا", "حالا"]];

/// What stands before the last of some days.
const UNTIL: [&str; 5] = ["تا", "to:", "لغایت", "الی", "-"];
/// «۱۴۰۰ تا ۱۵۰۰ نفر» are no years.
const COUNTED: [&str; 14] = [
    "نفر",
    "تومان",
    "تومانی",
    "ریال",
    "ریالی",
    "هزار",
    "میلیون",
    "میلیارد",
    "دلار",
    "یورو",
    "متر",
    "کیلومتر",
    "تن",
    "واحد",
];
/// «در بهمن ۹۸» is when something was published, wherever it stands.
const WITHIN: [&str; 2] = ["در", "طی"];

/// Published at or after, and before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: Option<UtcMs>,
    pub to: Option<UtcMs>,
}

impl Days {
    fn is_reversed(self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from >= to)
    }
}

/// Words that name days that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotDays {
    pub words: String,
    /// Both bounds are days, but the last is before the first.
    pub is_reversed: bool,
}

/// A query without the days that it says.
#[derive(Debug, Default)]
pub(crate) struct Taken<'a> {
    pub days: Days,
    /// The words that the days were read from.
    pub words: Vec<&'a str>,
    pub not_days: Vec<NotDays>,
    pub rest: Vec<&'a str>,
    /// They stand without از and تا: they may be what articles say, not when they were published.
    pub is_lone: bool,
    /// The days are a year that stands behind a word.
    pub told: Option<ToldYear>,
}

/// «بودجه سال ۹۹»: what is of the year is told of before it and after, so that articles fit too that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldYear {
    pub year: i32,
    /// The word before it, folded.
    pub of: String,
}

/// What words were read as.
enum Read {
    Days(Days),
    Impossible,
    Reversed,
}

/// What the words before a date say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    From,
    To,
    Before,
    After,
    Between,
}

/// Takes the bounds out of a query.
pub(crate) fn take<'a>(pieces: &[&'a str], now: Option<UtcMs>) -> Taken<'a> {
    let parted = pieces.iter().take(WORDS_MAX).enumerate();
    let words: Vec<(usize, String)> =
        parted.flat_map(|(piece, text)| words_of(text).into_iter().map(move |word| (piece, word))).collect();
    let plain: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
    let (mut taken, mut at) = (Taken::default(), 0);
    while at < words.len() {
        let piece = words[at].0;
        let before = at.checked_sub(1).map(|before| plain[before]);
        let found = bounds(&plain[at..], now).or_else(|| lone(before, &plain[at..], now, &mut taken));
        let Some((read, used)) = found else {
            taken.rest.push(pieces[piece]);
            at += words[at..].iter().take_while(|word| word.0 == piece).count();
            continue;
        };
        at += used;
        taken.keep(read, &pieces[piece..=words[at - 1].0]);
    }
    taken.rest.extend(pieces.iter().skip(WORDS_MAX));
    if taken.days.is_reversed() {
        let words = std::mem::take(&mut taken.words).join(" ");
        taken.not_days.push(NotDays { words, is_reversed: true });
        taken.days = Days::default();
    }
    taken
}

impl<'a> Taken<'a> {
    fn keep(&mut self, read: Read, pieces: &[&'a str]) {
        let Read::Days(found) = read else {
            let is_reversed = matches!(read, Read::Reversed);
            self.not_days.push(NotDays { words: pieces.join(" "), is_reversed });
            return;
        };
        // «سال ۹۷ تا سال ۹۹» is no one year.
        self.told = self.told.take().filter(|_| self.days == Days::default());
        self.days = Days { from: found.from.or(self.days.from), to: found.to.or(self.days.to) };
        self.words.extend(pieces);
    }
}

/// A piece of a query as words of days: `از:۱` is از and ۱, as از۱ is, and «۱-۱۲» is ۱, a dash and ۱۲.
fn words_of(piece: &str) -> Vec<String> {
    if let Some((first, last)) = piece.split_once(['-', '—'])
        && may_be_ends(first, last)
    {
        let words = [first, "-", last].into_iter().filter(|word| !word.is_empty());
        return words.map(plain).collect();
    }
    if let Some(words) = run_together(piece) {
        return words;
    }
    let opened = piece.split_once(':').and_then(|(name, rest)| Some((named(name)?, rest)));
    let run_on = || {
        let digits = piece.find(|c| persian::digits::value(c).is_some())?;
        let (name, rest) = piece.split_at(digits);
        matches!(name, "از" | "تا").then_some((name, rest))
    };
    match opened.or_else(run_on) {
        Some((name, "")) => vec![name.to_owned()],
        Some((name, rest)) => vec![name.to_owned(), plain(rest)],
        None => vec![plain(piece)],
    }
}

/// The words of «۱آذر۱۳۹۸» and «آذر۹۸»: a month with digits beside it.
fn run_together(piece: &str) -> Option<Vec<String>> {
    let is_digit = |c: char| persian::digits::value(c).is_some();
    let letters = piece.find(|c| !is_digit(c))?;
    let (day, rest) = piece.split_at(letters);
    let (month, year) = rest.split_at(rest.find(is_digit).unwrap_or(rest.len()));
    let has_digits = !(day.is_empty() && year.is_empty()) && year.chars().all(is_digit);
    let words = [day, month, year].into_iter().filter(|word| !word.is_empty());
    (has_digits && Month::read(&plain(month)).is_some()).then(|| words.map(plain).collect())
}

/// Whether there is nothing beside a dash, or two days or years, which a day of three numbers is not.
fn may_be_ends(first: &str, last: &str) -> bool {
    let is_day = |text: &str| {
        let digits = text.chars().filter(|c| persian::digits::value(*c).is_some()).count();
        let others = text.chars().count() - digits;
        others == 0 && matches!(digits, 1 | 2 | 4)
            || digits > 2 && others == text.matches('/').count() && others > 0
    };
    let is_year = |text: &str| text.chars().count() == 4;
    let are_days = is_day(first) && is_day(last) && is_year(first) == is_year(last);
    first.is_empty() && last.is_empty() || are_days
}

/// The names before a colon. English ones stand for themselves: `from` alone is a word.
fn named(name: &str) -> Option<&'static str> {
    match name {
        "from" => Some("from:"),
        "to" => Some("to:"),
        "از" => Some("از"),
        "تا" => Some("تا"),
        _ => None,
    }
}

/// The first date that stands by itself, when there are no bounds before it.
fn lone(
    before: Option<&str>,
    words: &[&str],
    now: Option<UtcMs>,
    taken: &mut Taken,
) -> Option<(Read, usize)> {
    if taken.days != Days::default() {
        return None;
    }
    let led = usize::from(WITHIN.contains(&words[0]));
    let skipped = led + fillers(&words[led..], None);
    let (written, used) = Written::read(&words[skipped..], now)?;
    let end = skipped + used;
    let may_end = |last: Written, used: usize| {
        let are_counts =
            written.is_bare_year() && words.get(end + used).is_some_and(|word| COUNTED.contains(word));
        written.may_begin(last) && !are_counts
    };
    let last = closing(&words[end..], &UNTIL, now).filter(|(last, used)| may_end(*last, *used));
    let (read, end) = match last.or_else(|| row(written, &words[end..], now)) {
        Some((last, more)) => (range(written, last, now)?, end + more),
        // «۳۱ دی ۹۸» is no day.
        None if written.says_its_year() => {
            let told = |of: &str| Some(ToldYear { year: written.named_year()?, of: of.to_owned() });
            taken.told = before.and_then(told);
            (written.period(now).map_or(Read::Impossible, between), end)
        }
        None => return None,
    };
    taken.is_lone = true;
    Some((read, end))
}

/// The last of some days or months that are named one by one, and how many words are before its end: «بهمن و اسفند ۹۸»,
/// «دی، بهمن و اسفند ۹۸», «۲۱ و ۲۲ بهمن ۹۸». Only the last says its year.
fn row(first: Written, words: &[&str], now: Option<UtcMs>) -> Option<(Written, usize)> {
    let mut used = 0;
    loop {
        let and = usize::from(words.get(used) == Some(&"و"));
        let (next, more) = Written::read(words.get(used + and..)?, now)?;
        if and == 0 && !(first.is_month() && next.is_month()) {
            return None;
        }
        used += and + more;
        if next.says_its_year() {
            return first.may_begin(next).then_some((next, used));
        }
    }
}

/// The bounds that begin here, and how many words they are.
fn bounds(words: &[&str], now: Option<UtcMs>) -> Option<(Read, usize)> {
    let (opening, opened) = opening(words)?;
    let is_named = matches!(words[0], "from:" | "to:");
    let start = opened + fillers(&words[opened..], Some(opening));
    let Some((one, used)) = Written::read(&words[start..], now) else {
        let is_day = is_named || words.get(start).is_some_and(|word| is_marked(word));
        return is_day.then_some((Read::Impossible, (start + 1).min(words.len())));
    };
    let end = start + used;
    let closers: &[&str] = match opening {
        Opening::From => &UNTIL,
        Opening::To => &["از", "from:"],
        Opening::Between => &["و", "تا", "لغایت", "الی", "-"],
        Opening::Before | Opening::After => &[],
    };
    if let Some((other, more)) = closing(&words[end..], closers, now) {
        let (first, last) = if opening == Opening::To { (other, one) } else { (one, other) };
        return Some((range(first, last, now)?, end + more));
    }
    // «از ۱۴۰۰ نفر» is no year.
    let is_prose = one.is_bare_year() && end < words.len() && !is_named;
    if opening == Opening::Between || is_prose || !one.is_date() {
        return None;
    }
    let onwards = ONWARDS.iter().find(|onwards| words[end..].starts_with(onwards));
    let Some(period) = one.period(now) else { return Some((Read::Impossible, end)) };
    Some((Read::Days(one_sided(opening, period)), end + onwards.map_or(0, |onwards| onwards.len())))
}

/// What a bound begins with, and how many words that is.
fn opening(words: &[&str]) -> Option<(Opening, usize)> {
    let second = words.get(1).copied();
    match words[0] {
        "از" | "from:" => Some((Opening::From, 1)),
        "تا" | "to:" | "لغایت" | "الی" => Some((Opening::To, 1)),
        "قبل" | "پیش" if second == Some("از") => Some((Opening::Before, 2)),
        "بعد" | "پس" if second == Some("از") => Some((Opening::After, 2)),
        "بین" | "میان" => Some((Opening::Between, 1)),
        _ => None,
    }
}

/// The other bound, after one of the words that open it.
fn closing(words: &[&str], openers: &[&str], now: Option<UtcMs>) -> Option<(Written, usize)> {
    let opener = words.first().filter(|word| openers.contains(word))?;
    let side = if matches!(*opener, "از" | "from:") { Opening::From } else { Opening::To };
    let start = 1 + fillers(&words[1..], Some(side));
    let (written, used) = Written::read(&words[start..], now)?;
    Some((written, start + used))
}

/// How many words stand before a date that add nothing to it: «روز», «تاریخ», the day of the week.
fn fillers(words: &[&str], side: Option<Opening>) -> usize {
    static WEEKDAYS: LazyLock<[String; 7]> = LazyLock::new(|| date::WEEKDAYS.map(fold::fold));
    let is_weekday = |word: &str| WEEKDAYS.iter().any(|name| name == word);
    let mut skipped = 0;
    while let Some(word) = words.get(skipped) {
        let next = words.get(skipped + 1).copied().unwrap_or_default();
        skipped += match (*word, side) {
            ("تاریخ" | "مورخ" | "مورخه", Some(_)) => 1,
            ("روز", _) if !matches!(next, "گذشته" | "پیش" | "قبل") => 1,
            ("اغاز" | "ابتدای", Some(Opening::From)) | ("پایان" | "اخر" | "انتهای", Some(Opening::To)) => {
                1
            }
            // «ماه آذر ۱۳۹۸»
            ("ماه", _) if Month::read(next).is_some() => 1,
            _ if is_weekday(word) => 1,
            _ if next == "شنبه" && is_weekday(&format!("{word}{next}")) => 2,
            _ => return skipped,
        };
    }
    0
}

/// Whether it is digits with marks between, as only dates are after از.
fn is_marked(word: &str) -> bool {
    word.split(['/', '-', '.']).count() == 3
        && word.chars().all(|c| c.is_ascii_digit() || "/-.".contains(c))
        && word.contains(['/', '-'])
}

fn between(period: (UtcMs, UtcMs)) -> Read {
    Read::Days(Days { from: Some(period.0), to: Some(period.1) })
}

fn one_sided(opening: Opening, (start, end): (UtcMs, UtcMs)) -> Days {
    match opening {
        Opening::To => Days { from: None, to: Some(end) },
        Opening::Before => Days { from: None, to: Some(start) },
        Opening::After => Days { from: Some(end), to: None },
        Opening::From | Opening::Between => Days { from: Some(start), to: None },
    }
}

/// From the first day of one to the last day of the other; None when they are numbers only.
fn range(first: Written, last: Written, now: Option<UtcMs>) -> Option<Read> {
    let mut filled_last = last.filled_from(first);
    let mut filled_first = first.filled_from(filled_last);
    if !filled_first.is_date() || !filled_last.is_date() {
        return None;
    }
    filled_first = filled_first.dated(now);
    filled_last = filled_last.filled_from(filled_first);
    // «از ۲۵ اسفند ۱۴۰۲ تا ۱۰ فروردین» ends in the next year.
    let months = filled_first.month.zip(filled_last.month);
    if months.is_some_and(|(first, last)| first.number > last.number) {
        match (first.year, last.year) {
            (None, Some(_)) => filled_first = filled_first.years_later(-1),
            (_, None) => filled_last = filled_last.years_later(1),
            _ => {}
        }
    }
    let (Some((from, _)), Some((_, to))) = (filled_first.period(now), filled_last.period(now)) else {
        return Some(Read::Impossible);
    };
    let days = Days { from: Some(from), to: Some(to) };
    Some(if days.is_reversed() { Read::Reversed } else { Read::Days(days) })
}

#[cfg(test)]
mod tests;
