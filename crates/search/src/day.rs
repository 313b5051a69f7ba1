//! A day, month or year as it is written in a query, and the time that it is.
//!
//! Without a year it is the last one that has begun: «۱ اسفند» is never in the future.

use news::UtcMs;
use persian::date::{self, Jalali};
use persian::{digits, fold, numbers};

use crate::portion;

/// From the start of a day, within it whatever hour is added or left out.
const NOON_MS: i64 = 12 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// Of «۱۲ روز پیش» and the like: more are no date.
const COUNT_MAX: i64 = 10_000;
/// Years without a month that are Jalali; later ones are Gregorian.
pub(crate) const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;
const GREGORIAN_YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// Of two digits, from here on the year is of the century before.
const LAST_CENTURY: i32 = 50;
/// The thirtieth of اسفند is in every fourth or fifth year.
const YEARS_BACK: i32 = 8;
/// «بیست و دوم»
const NUMBER_WORDS_MAX: usize = 3;
const DAY_ENDINGS: [&str; 7] = ["ام", "-ام", "م", "th", "st", "nd", "rd"];
/// A word as days are read from it: folded, unless it is in digits with marks between.
pub(crate) fn plain(word: &str) -> String {
    let word = word.trim_end_matches(['،', ',', '؛', ';', '.', '!']);
    if word.contains(['/', '-', '.']) { digits::to_ascii(word) } else { fold::fold(word) }
}

/// A day, month or year as far as it was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Written {
    /// Known without now: such as `1403/09/01` or «هفته گذشته».
    whole: Option<(UtcMs, UtcMs)>,
    pub day: Option<u8>,
    pub month: Option<Month>,
    pub year: Option<i32>,
    /// «سال ۱۴۰۲»
    is_year_named: bool,
    /// It is a date wherever it stands.
    says_its_year: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Month {
    is_jalali: bool,
    /// 1 to 12.
    pub number: u8,
}

impl Written {
    /// The longest date at the start of plain words, and how many of them it is.
    pub fn read(words: &[&str], now: Option<UtcMs>) -> Option<(Self, usize)> {
        let first = *words.first()?;
        if first.contains(['/', '-', '.']) && first.starts_with(|c: char| c.is_ascii_digit()) {
            return Self::of_digits(first).map(|written| (written, 1));
        }
        let relative = now.and_then(|now| relative(words, now));
        if let Some((period, used)) = relative.or_else(|| portion::read(words, now)) {
            return Some((Self { whole: Some(period), says_its_year: true, ..Self::default() }, used));
        }
        if let Some(written) = Self::english(words) {
            return Some(written);
        }
        let mut written = Self::default();
        let mut used = 0;
        if let Some((day, words)) = day(words) {
            (written.day, used) = (Some(day), words);
        }
        let next = words.get(used + 1).copied().unwrap_or_default();
        let month = |word: &&str| Month::read(word).or_else(|| Month::may(word, next).filter(|_| used > 0));
        written.month = words.get(used).and_then(month);
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
        written.says_its_year = written.is_year_named || written.month.is_some() && written.year.is_some();
        (used > 0).then_some((written, used))
    }

    /// `1403/09/01`, `98/12/1`, `1/12/98`, `1403.9.1`, `1398/12`.
    fn of_digits(word: &str) -> Option<Self> {
        let mark = word.chars().find(|c| !c.is_ascii_digit())?;
        let parts: Vec<&str> = word.split(mark).collect();
        if let [year, month] = parts[..] {
            let (year, number) =
                (full_year(year)?, month.parse().ok().filter(|month| (1..=12).contains(month))?);
            let month = Month { is_jalali: JALALI_YEARS.contains(&year), number };
            return Some(Self { month: Some(month), year: Some(year), ..Self::default() });
        }
        // Two digits of a year between slashes and dashes, first or last; between points they are a version.
        let is_year = |part: &str| part.len() == 2 && part.parse::<u8>().is_ok_and(|year| year > 31);
        let is_short = mark != '.' && parts.iter().all(|part| part.len() <= 2);
        let start = match parts[..] {
            [day, month, year] if is_short && is_year(year) => {
                date::parse(&[year, month, day].join("/"), None)
            }
            _ => date::parse(word, None),
        }?;
        let has_year = parts.iter().any(|part| part.len() == 4);
        let says_its_year = has_year
            || is_short && [parts.first(), parts.last()].into_iter().flatten().any(|part| is_year(part));
        let start = start.ms;
        Some(Self { whole: Some((start, date::next_day(start)?)), says_its_year, ..Self::default() })
    }

    /// `March 2, 2020`; the other order is read like Persian ones.
    fn english(words: &[&str]) -> Option<(Self, usize)> {
        let [month, number, year, ..] = words[..] else { return None };
        let month = Some(Month::read(month)?).filter(|_| month.is_ascii());
        let year = Some(full_year(year)?);
        Some((Self { day: Some(day(&[number])?.0), month, year, says_its_year: true, ..Self::default() }, 3))
    }

    /// Whether it is a date wherever it stands.
    pub fn says_its_year(self) -> bool {
        self.says_its_year
    }

    /// Whether it is more than a number.
    pub fn is_date(self) -> bool {
        self.whole.is_some() || self.month.is_some() || (self.day.is_none() && self.year.is_some())
    }

    /// With what it leaves out from `other`.
    pub fn filled_from(self, other: Self) -> Self {
        let month = self.month.or(other.month.filter(|_| self.day.is_some()));
        let is_same_calendar = month.zip(other.month).is_none_or(|(one, two)| one.is_jalali == two.is_jalali);
        let year = self.year.or(other.year.filter(|_| is_same_calendar && self.whole.is_none()));
        Self { month, year, ..self }
    }

    pub fn is_bare_year(self) -> bool {
        self.year.is_some() && self.month.is_none() && !self.is_year_named
    }

    /// «آذر ۱۴۰۳», «آذر»
    pub fn is_month(self) -> bool {
        self.month.is_some() && self.day.is_none()
    }

    /// «سال ۱۴۰۲»
    pub fn is_named_year(self) -> bool {
        self.is_year_named && self.month.is_none()
    }

    /// The year of «سال ۱۴۰۲».
    pub fn named_year(self) -> Option<i32> {
        self.year.filter(|_| self.is_named_year())
    }

    /// A day of the month.
    pub fn on_day(self, day: u8) -> Self {
        Self { day: Some(day), ..self }
    }

    /// A month of the year.
    pub fn in_month(self, number: u8) -> Self {
        let is_jalali = self.year.is_some_and(|year| JALALI_YEARS.contains(&year));
        Self { month: Some(Month { is_jalali, number }), ..self }
    }

    /// Whether it and `last` are both ends of some days with nothing before them: «۱ تا ۱۲ اسفند», «دی تا اسفند ۱۳۹۸»;
    /// «۱۳۹۰ تا ۱۳۹۲»; not «۲ تا ۳».
    pub fn may_begin(self, last: Self) -> bool {
        let is_month = self.month.is_some() && last.says_its_year;
        let is_year = |one: Self| one.year.is_some() && one.month.is_none();
        is_year(self) && is_year(last)
            || self.whole.is_some() && last.is_date()
            || last.month.is_some() && (self.day.is_some() || is_month)
    }

    pub fn years_later(self, years: i32) -> Self {
        Self { year: self.year.map(|year| year + years), ..self }
    }

    /// With the year of its last beginning, when it says none.
    pub fn dated(self, now: Option<UtcMs>) -> Self {
        let Some((month, now)) = self.month.zip(now).filter(|_| self.year.is_none()) else { return self };
        let this = month.year_of(now);
        let begun = |year: &i32| month.day(*year, self.day.unwrap_or(1)).is_some_and(|start| start <= now);
        Self { year: (this - YEARS_BACK..=this).rev().find(begun), ..self }
    }

    /// Its first instant, and the first one after it; None when there is no such day.
    pub fn period(self, now: Option<UtcMs>) -> Option<(UtcMs, UtcMs)> {
        if self.whole.is_some() {
            return self.whole;
        }
        let written = self.dated(now);
        match (written.day, written.month, written.year) {
            (Some(day), Some(month), Some(year)) => {
                let start = month.day(year, day)?;
                Some((start, date::next_day(start)?))
            }
            (None, Some(month), Some(year)) => {
                let next = Month { number: month.number % 12 + 1, ..month };
                let next_year = year + i32::from(month.number == 12);
                Some((month.day(year, 1)?, next.day(next_year, 1)?))
            }
            (None, None, Some(year)) => {
                let month = written.in_month(1).month?;
                Some((month.day(year, 1)?, month.day(year + 1, 1)?))
            }
            _ => None,
        }
    }
}

impl Month {
    /// «می» between a day and a year: «۱۵ می ۲۰۲۰».
    fn may(word: &str, year: &str) -> Option<Self> {
        let is_may = word == "می" && number(year).is_some_and(|year| GREGORIAN_YEARS.contains(&year));
        is_may.then_some(Self { is_jalali: false, number: 5 })
    }

    /// «می» is the beginning of verbs more often than a month.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let jalali = date::jalali_month(word).map(|number| Self { is_jalali: true, number });
        let gregorian = || date::gregorian_month(word).filter(|_| word != "می");
        jalali.or_else(|| Some(Self { is_jalali: false, number: gregorian()? }))
    }

    /// The start of a day of the month; None when it has no such day.
    fn day(self, year: i32, day: u8) -> Option<UtcMs> {
        if self.is_jalali {
            return Jalali::new(year, self.number, day)?.start();
        }
        Some(date::parse(&format!("{year:04}-{:02}-{day:02}", self.number), None)?.ms)
    }

    /// The year, of its own calendar, that an instant is in.
    fn year_of(self, ms: UtcMs) -> i32 {
        if self.is_jalali {
            return Jalali::at(ms).year;
        }
        date::iso(ms).get(..4).and_then(|year| year.parse().ok()).unwrap_or_default()
    }
}

/// The day of a month: ۱۲, ۱۲ام, دوازدهم, «بیست و دوم»; in words only before a month.
fn day(words: &[&str]) -> Option<(u8, usize)> {
    let first = *words.first()?;
    let is_day = |day: &u8| (1..=31).contains(day);
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        let bare = DAY_ENDINGS.iter().find_map(|ending| first.strip_suffix(ending)).unwrap_or(first);
        return Some((bare.parse().ok().filter(is_day)?, 1));
    }
    (1..=words.len().min(NUMBER_WORDS_MAX)).rev().find_map(|used| {
        let text = words[..used].join(" ");
        let read = numbers::parse(&text).or_else(|| numbers::parse(text.strip_suffix("ام")?))?;
        Some((u8::try_from(read).ok().filter(is_day)?, used))
    })
}

/// «دیروز», «هفته گذشته», «۳ روز پیش», «دو ماه اخیر».
fn relative(words: &[&str], now: UtcMs) -> Option<((UtcMs, UtcMs), usize)> {
    let today = Jalali::at(now).start()?;
    let days_ago = |days: i64| Jalali::at(today + NOON_MS - days * DAY_MS).start();
    let one = |days: i64| Some((days_ago(days)?, date::next_day(days_ago(days)?)?));
    match *words.first()? {
        "امروز" => return Some((one(0)?, 1)),
        "دیروز" => return Some((one(1)?, 1)),
        "پریروز" => return Some((one(2)?, 1)),
        "امسال" => return Some((year(now, 0)?, 1)),
        "پارسال" => return Some((year(now, 1)?, 1)),
        "این" => return Some((unit(words.get(1)?)?.this(now)?, 2)),
        _ => {}
    }
    let count =
        if unit(words[0]).is_some() { None } else { Some(number(words[0]).or_else(|| spelt(words[0]))?) };
    let at = usize::from(count.is_some());
    let unit = unit(words.get(at)?)?;
    let days = i64::from(count.unwrap_or(1)).min(COUNT_MAX) * unit.days();
    let past = match (*words.get(at + 1)?, count) {
        ("پیش" | "قبل", Some(_)) => one(days)?,
        ("گذشته" | "اخیر", Some(_)) => (days_ago(days)?, date::next_day(today)?),
        ("گذشته" | "پیش" | "قبل", None) => unit.last(now)?,
        _ => return None,
    };
    Some((past, at + 2))
}

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        }
    }

    /// That of now; «این روز» is no day.
    fn this(self, now: UtcMs) -> Option<(UtcMs, UtcMs)> {
        let today = Jalali::at(now);
        match self {
            Self::Day => None,
            Self::Week => {
                let (_, start) = self.last(now)?;
                Some((start, Jalali::at(start + NOON_MS + 7 * DAY_MS).start()?))
            }
            Self::Month => date::month_bounds(today.year, today.month),
            Self::Year => year(now, 0),
        }
    }

    /// The whole one before that of now.
    fn last(self, now: UtcMs) -> Option<(UtcMs, UtcMs)> {
        let today = Jalali::at(now);
        let start = today.start()?;
        let noon = start + NOON_MS;
        match self {
            Self::Day => Some((Jalali::at(noon - DAY_MS).start()?, start)),
            Self::Week => {
                let since = date::WEEKDAYS.iter().position(|name| *name == date::weekday(now))?;
                let first = noon - i64::try_from(since).ok()? * DAY_MS;
                Some((Jalali::at(first - 7 * DAY_MS).start()?, Jalali::at(first).start()?))
            }
            Self::Month if today.month == 1 => date::month_bounds(today.year - 1, 12),
            Self::Month => date::month_bounds(today.year, today.month - 1),
            Self::Year => year(now, 1),
        }
    }
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "روز" => Unit::Day,
        "هفته" => Unit::Week,
        "ماه" => Unit::Month,
        "سال" => Unit::Year,
        _ => return None,
    })
}

/// The Jalali year so many before that of now.
fn year(now: UtcMs, before: i32) -> Option<(UtcMs, UtcMs)> {
    let year = Jalali::at(now).year - before;
    Some((Jalali::new(year, 1, 1)?.start()?, Jalali::new(year + 1, 1, 1)?.start()?))
}

fn full_year(word: &str) -> Option<i32> {
    number(word).filter(|year| JALALI_YEARS.contains(year) || GREGORIAN_YEARS.contains(year))
}

/// A Jalali year behind a season: «بهار ۹۹», «بهار سال ۱۳۹۹»; and how many words it is.
pub(crate) fn jalali_year(words: &[&str], now: Option<UtcMs>) -> Option<(i32, usize)> {
    let named = usize::from(words.first() == Some(&"سال"));
    let word = words.get(named)?;
    let year = full_year(word).filter(|year| JALALI_YEARS.contains(year));
    Some((year.or_else(|| short_year(word, now?))?, named + 1))
}

/// Two digits of a Jalali year that is not far ahead.
fn short_year(word: &str, now: UtcMs) -> Option<i32> {
    let year = number(word).filter(|_| word.chars().count() == 2)?;
    let year = if year < LAST_CENTURY { 1400 + year } else { 1300 + year };
    (year <= Jalali::at(now).year + 1).then_some(year)
}

fn number(word: &str) -> Option<i32> {
    word.parse().ok()
}

fn spelt(word: &str) -> Option<i32> {
    numbers::parse(word).and_then(|value| i32::try_from(value).ok())
}
