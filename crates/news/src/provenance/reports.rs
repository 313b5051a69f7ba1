//! Whether «به گزارش …» tells who reported: within a sentence it may be what somebody answers or opposes.

use super::names::Found;
use super::words::{Word, is_break, phrase_at};

/// Words of which «به گزارش …» is the object: «در واکنش به گزارش …». Folded.
const GOVERNORS: [&str; 13] = [
    "واکنش",
    "پاسخ",
    "اشاره",
    "استناد",
    "توجه",
    "اعتراض",
    "انتقاد",
    "نسبت",
    "رسیدگی",
    "مربوط",
    "دسترسی",
    "عنایت",
    "اتکا",
];
/// Where somebody speaks, after an outlet within a sentence: «شهردار به گزارش ایرنا در دیدار … گفت». Folded.
const MEETINGS: [&str; 14] = [
    "دیدار",
    "نشست",
    "نشستی",
    "جلسه",
    "جلسهای",
    "ایین",
    "ایینی",
    "مراسم",
    "همایش",
    "جمع",
    "حاشیه",
    "سخنانی",
    "گفتوگو",
    "گفتوگویی",
];
/// Words after «در دیدار» among which the answer to a report stands.
const ANSWER_WORDS_MAX: usize = 14;
/// Words after a report that is answered or opposed: «به گزارش دادستان اعتراض کرد». Folded.
const ANSWERS: [&str; 8] = ["اعتراض", "پاسخ", "رای", "واکنش", "انتقاد", "درباره", "پیرامون", "استناد"];

/// Whether «به گزارش …» tells who reported: what was reported follows, after a mark when it stands in a clause.
pub(super) fn reports(text: &str, words: &[Word], found: &Found, stands: bool) -> bool {
    let Some(follows) = words.get(found.end) else {
        let rest = words.last().map_or("", |last| &text[last.range.end..]);
        return found.is_medium || rest.trim_start().starts_with(['،', ',', ':', '؛']);
    };
    let is_cut = is_break(follows.before);
    let is_last = follows.before.contains(['.', '؟', '!']) || follows.before.trim_start().starts_with('\n');
    let is_answered = !is_cut && ANSWERS.contains(&follows.folded.as_str());
    let quotes = phrase_at(words, found.end, &["به", "نقل"]) || follows.folded == "از";
    match (found.is_medium, stands) {
        (true, true) => !is_answered,
        (true, false) => is_cut || quotes || meets(words, found.end),
        (false, true) => !(is_answered || is_cut && is_last),
        (false, false) => false,
    }
}

/// Whether «در دیدار …» follows an outlet, in which nobody answers its report.
fn meets(words: &[Word], at: usize) -> bool {
    let is =
        |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.folded.as_str()));
    let clause = (at + 1..words.len()).take(ANSWER_WORDS_MAX).take_while(|at| !is_break(words[*at].before));
    is(at, &["در"]) && is(at + 1, &MEETINGS) && !clause.into_iter().any(|at| is(at, &ANSWERS))
}

/// Whether a word before «به گزارش …» makes it its object.
pub(super) fn is_governor(word: &str) -> bool {
    GOVERNORS.contains(&word)
}
