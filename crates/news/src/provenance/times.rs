//! When something was said, where it stands between an outlet and what it does: «به گزارش روز سه‌شنبه ایرنا».

use super::outlets;
use super::words::Word;

/// Words of a time, folded.
const TIMES: [&str; 17] = [
    "روز",
    "امروز",
    "دیروز",
    "امشب",
    "دیشب",
    "شامگاه",
    "بامداد",
    "شنبه",
    "یکشنبه",
    "دوشنبه",
    "سهشنبه",
    "چهارشنبه",
    "پنجشنبه",
    "جمعه",
    "گذشته",
    "جاری",
    "ساعتی",
];
/// Parts of a day, and parts of names: they need another word of a time after them. Folded.
const PARTS: [&str; 4] = ["صبح", "ظهر", "عصر", "شب"];
/// Numbers before a day that is two words: «سه شنبه». Folded.
const NUMBERS: [&str; 5] = ["یک", "دو", "سه", "چهار", "پنج"];
/// Words of a time at the most: «شامگاه روز سه شنبه هفته گذشته».
const WORDS_MAX: usize = 5;

/// The place after a time that begins at a place, the same place when none does. «روز نو» is an outlet.
pub(super) fn end(words: &[Word], at: usize) -> usize {
    let is_over = |at: &usize| !is_time(words, *at) || outlets::known_at(words, *at).is_some();
    (at..words.len().min(at + WORDS_MAX)).find(is_over).unwrap_or(words.len().min(at + WORDS_MAX))
}

fn is_time(words: &[Word], at: usize) -> bool {
    let next = words.get(at + 1).map_or("", |next| next.folded.as_str());
    let word = words[at].folded.as_str();
    TIMES.contains(&word)
        || (PARTS.contains(&word) && TIMES.contains(&next))
        || (NUMBERS.contains(&word) && next == "شنبه")
}
