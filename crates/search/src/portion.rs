//! A part of a month or year in a query: «نیمه دوم بهمن», «دهه اول آذر ۹۸», «نیمه نخست سال ۱۳۹۸», «بهار ۹۹».

use news::UtcMs;

use persian::date::Jalali;

use crate::day::{Written, jalali_year};

/// Halves and thirds of a month begin after so many days, and halves of a year after so many months.
const MONTH_DAYS: u8 = 30;
const YEAR_MONTHS: u8 = 12;
/// Of three months each, folded.
const SEASONS: [&str; 4] = ["بهار", "تابستان", "پاییز", "زمستان"];

/// The part at the start of plain words, its first instant and the first one after it, and how many words it is.
pub(crate) fn read(words: &[&str], now: Option<UtcMs>) -> Option<((UtcMs, UtcMs), usize)> {
    if let Some(season) = season(words, now) {
        return Some(season);
    }
    let [name, which, whole @ ..] = words else { return None };
    let parts = match *name {
        "نیمه" => 2,
        "دهه" => 3,
        _ => return None,
    };
    let part = match *which {
        "اول" | "نخست" | "یکم" => 0,
        "دوم" => 1,
        "سوم" if parts == 3 => 2,
        _ => return None,
    };
    let (whole, used) = Written::read(whole, now)?;
    let begins = |part: u8| {
        if whole.is_month() {
            whole.on_day(part * (MONTH_DAYS / parts) + 1).period(now)
        } else if whole.is_named_year() && parts == 2 {
            whole.in_month(part * (YEAR_MONTHS / parts) + 1).period(now)
        } else {
            None
        }
    };
    let start = begins(part)?.0;
    let end = if part + 1 == parts { whole.period(now)?.1 } else { begins(part + 1)?.0 };
    Some(((start, end), used + 2))
}

/// «بهار ۹۹»; without a year it is no time.
fn season(words: &[&str], now: Option<UtcMs>) -> Option<((UtcMs, UtcMs), usize)> {
    let number = SEASONS.iter().position(|season| words.first() == Some(season))?;
    let (year, used) = jalali_year(&words[1..], now)?;
    let begins = |number: usize| {
        let (years, season) = (number / SEASONS.len(), number % SEASONS.len());
        let month = 1 + season * usize::from(YEAR_MONTHS) / SEASONS.len();
        Jalali::new(year + i32::try_from(years).ok()?, u8::try_from(month).ok()?, 1)?.start()
    };
    Some(((begins(number)?, begins(number + 1)?), used + 1))
}
