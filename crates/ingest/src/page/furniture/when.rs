//! What lines of facts say of when a page was published and when it was changed: «تاریخ انتشار: ۱۲ آذر ۱۴۰۳ | آخرین
//! به‌روزرسانی: ۱۳ آذر ۱۴۰۳».

use super::is_same;
use crate::text::unspaced;

/// Labels of when a page was published …
const PUBLISHED: [&str; 8] = [
    "تاریخ انتشار",
    "زمان انتشار",
    "تاریخ انتشار خبر",
    "ساعت انتشار",
    "منتشر شده در",
    "تاریخ خبر",
    "تاریخ درج",
    "انتشار",
];
/// … and changed. Folded.
const CHANGED: [&str; 9] = [
    "اخرین بروزرسانی",
    "اخرین به روزرسانی",
    "تاریخ بروزرسانی",
    "تاریخ به روزرسانی",
    "بروزرسانی",
    "به روزرسانی",
    "اخرین ویرایش",
    "تاریخ ویرایش",
    "اخرین تغییر",
];

/// All labels of facts about a page.
pub(super) const LABELS: [&[&str]; 3] = [&super::LABELS, &PUBLISHED, &CHANGED];

/// Whether a label is one of those that are known.
pub(super) fn is_one(label: &str, known: &[&str]) -> bool {
    let label = unspaced(label);
    known.iter().any(|known| is_same(&label, known))
}

/// What a line says behind a label of when the page was published.
pub(in crate::page) fn published(line: &str) -> Option<&str> {
    behind_label(line, &PUBLISHED)
}

/// What a line says behind a label of when the page was changed.
pub(in crate::page) fn changed(line: &str) -> Option<&str> {
    behind_label(line, &CHANGED)
}

/// What stands behind one of some labels, up to the next label.
fn behind_label<'a>(line: &'a str, wanted: &[&str]) -> Option<&'a str> {
    let mut labels = line.match_indices([':', '：']).map(|(at, colon)| {
        let start = line[..at]
            .rfind(is_before_label)
            .map_or(0, |before| before + line[before..].chars().next().map_or(0, char::len_utf8));
        (start, &line[start..at], at + colon.len())
    });
    let (_, _, from) = labels.find(|(_, label, _)| is_one(label, wanted))?;
    let is_next = |label: &str| LABELS.iter().any(|known| is_one(label, known));
    let to = labels.find(|(_, label, _)| is_next(label)).map_or(line.len(), |(start, ..)| start);
    Some(&line[from..to])
}

/// A label follows a number, a mark or nothing.
fn is_before_label(c: char) -> bool {
    c.is_numeric() || "|-–—/،,:：()[]•".contains(c)
}

/// Words that tell a time from now.
const FROM_NOW: [&str; 8] = ["پیش", "قبل", "امروز", "امشب", "دیروز", "دیشب", "پریروز", "پریشب"];
/// Words that stand beside them in a line of the time.
pub(super) const BESIDE: [&str; 39] = [
    "تاریخ",
    "زمان",
    "انتشار",
    "منتشر",
    "شده",
    "شد",
    "درج",
    "ارسال",
    "خبر",
    "مطلب",
    "در",
    "و",
    "ساعت",
    "ساعتی",
    "دقیقه",
    "دقایقی",
    "لحظاتی",
    "لحظه",
    "ثانیه",
    "روز",
    "روزی",
    "هفته",
    "ماه",
    "سال",
    "ربع",
    "نیم",
    "صبح",
    "بامداد",
    "ظهر",
    "عصر",
    "شب",
    "بعدازظهر",
    "بعد",
    "از",
    "ب",
    "ق",
    "ظ",
    "حدود",
    "به",
];

/// Whether a line tells a time from now, and nothing else: «۳ ساعت پیش».
pub(in crate::page) fn says_only_when(text: &str) -> bool {
    let (mut is_told, mut count) = (false, 0);
    for token in persian::fold::tokens(text) {
        let word = token.text.as_str();
        let is_number = word.bytes().all(|b| b.is_ascii_digit()) || persian::numbers::parse(word).is_some();
        is_told |= FROM_NOW.contains(&word);
        count += 1;
        if !(is_number || FROM_NOW.contains(&word) || BESIDE.contains(&word)) {
            return false;
        }
    }
    is_told && count > 1
}
