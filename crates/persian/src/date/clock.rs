//! Clocks beside dates: `20:12`, «ساعت ۸ شب», «۷:۰۵ ب.ظ».

use std::ops::Range;

use super::parse::{counted, split};
use crate::digits;

/// Hour, minute, second.
pub(super) type Clock = (i64, i64, i64);

/// The clock of a text, of 24 hours: the halves of the day are heeded.
pub(super) fn clock(words: &[String]) -> Option<Clock> {
    let (at, (hour, minute, second)) = written_clock(words)?;
    Some((hour_by(hour, words, at), minute, second))
}

/// `20:12` or `20:12:05` anywhere, or `ساعت 20`, «ساعت ۲۰ و ۳۰ دقیقه», as written, and the words that it takes.
fn written_clock(words: &[String]) -> Option<(Range<usize>, Clock)> {
    let number = |word: &String| word.parse::<i64>().ok();
    let exact = words.windows(3).enumerate().find_map(|(at, three)| {
        let (hour, minute) = (number(&three[0])?, number(&three[2])?);
        let fits = three[1] == ":" && hour < 24 && minute < 60;
        let second = words.get(at + 3).filter(|word| *word == ":").and_then(|_| words.get(at + 4));
        let second = second.and_then(number).filter(|second| *second < 60);
        let taken = if second.is_some() { 5 } else { 3 };
        fits.then_some((at..at + taken, (hour, minute, second.unwrap_or(0))))
    });
    exact.or_else(|| {
        let at = words.windows(2).position(|two| two[0] == "ساعت" && number(&two[1]).is_some())?;
        let hour = number(&words[at + 1]).filter(|hour| *hour < 24)?;
        // ساعت ۲۰ و ۳۰ دقیقه
        if let Some([and, minute, unit]) = words.get(at + 2..at + 5)
            && let (("و", "دقیقه"), Some(minute @ 0..60)) = ((and.as_str(), unit.as_str()), number(minute))
        {
            return Some((at..at + 5, (hour, minute, 0)));
        }
        Some((at..at + 2, (hour, 0, 0)))
    })
}

/// Before noon: 12 of them is midnight.
const MORNING: [&str; 8] = ["صبح", "بامداد", "سحر", "قظ", "قبلازظهر", "پیشازظهر", "am", "نیمهشب"];
/// After noon.
const EVENING: [&str; 6] = ["عصر", "غروب", "بعدازظهر", "بظ", "pm", "پسازظهر"];
/// Around midnight: «۸ شب» is 20, «۲ شب» is 2.
const NIGHT: [&str; 2] = ["شب", "شامگاه"];
/// «۱۲ شب» and from there until dawn.
pub(super) const DAWN_HOUR: i64 = 5;
/// Around noon: «۱ ظهر» is 13, «۱۱ ظهر» is 11.
const NOON: &str = "ظهر";
/// Words, marks among them, that say a half: «ب.ظ», «بعد از ظهر».
const HALF_WORDS: usize = 3;

/// The hour of 24 that a written hour is: «۷:۰۵ ب.ظ», «۸ شب», «عصر ساعت ۵», `7:05 pm`. `text` is where the clock stands.
///
/// ```
/// assert_eq!(persian::date::hour_of_day(7, "۲ آذر ۱۴۰۵ ساعت ۷:۰۵ ب.ظ"), 19);
/// assert_eq!(persian::date::hour_of_day(7, "۲ آذر ۱۴۰۵ ساعت ۷:۰۵"), 7);
/// ```
pub fn hour_of_day(hour: i64, text: &str) -> i64 {
    let words = counted(split(&digits::to_ascii(text).replace('\u{200c}', " ")));
    written_clock(&words).map_or(hour, |(at, _)| hour_by(hour, &words, at))
}

/// The hour by the words beside its clock; those farther away speak of something else.
fn hour_by(hour: i64, words: &[String], clock: Range<usize>) -> i64 {
    let before = words[..clock.start].iter().filter(|word| *word != "ساعت").map(String::as_str);
    let before: Vec<&str> = before.collect();
    let after: Vec<&str> = words[clock.end..].iter().map(String::as_str).collect();
    let said = |names: &[&str]| {
        (1..=HALF_WORDS).any(|count| {
            let first = after.get(..count).map(<[_]>::concat);
            let last = before.len().checked_sub(count).map(|from| before[from..].concat());
            let is_name = |half: String| names.contains(&half.replace('.', "").as_str());
            first.is_some_and(is_name) || last.is_some_and(is_name)
        })
    };
    match hour {
        12 if said(&MORNING) || said(&NIGHT) => 0,
        1..12 if said(&EVENING) => hour + 12,
        DAWN_HOUR..12 if said(&NIGHT) => hour + 12,
        1..DAWN_HOUR if said(&[NOON]) => hour + 12,
        _ => hour,
    }
}
