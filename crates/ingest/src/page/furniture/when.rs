//! What lines of facts say of when a page was published and when it was changed: «تاریخ انتشار: ۱۲ آذر ۱۴۰۳ | آخرین
//! به‌روزرسانی: ۱۳ آذر ۱۴۰۳».

use persian::fold::fold;

use super::{LABELS, is_same};

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
pub(super) const CHANGED: [&str; 9] = [
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
    let is_one = |label: &str, known: &[&str]| {
        let label = fold(label).replace(' ', "");
        known.iter().any(|known| is_same(&label, known))
    };
    let mut labels = line.match_indices([':', '：']).map(|(at, colon)| {
        let start = line[..at]
            .rfind(is_before_label)
            .map_or(0, |before| before + line[before..].chars().next().map_or(0, char::len_utf8));
        (start, &line[start..at], at + colon.len())
    });
    let (_, _, from) = labels.find(|(_, label, _)| is_one(label, wanted))?;
    let is_next = |label: &str| [&LABELS[..], &PUBLISHED, &CHANGED].iter().any(|known| is_one(label, known));
    let to = labels.find(|(_, label, _)| is_next(label)).map_or(line.len(), |(start, ..)| start);
    Some(&line[from..to])
}

/// A label follows a number, a mark or nothing.
fn is_before_label(c: char) -> bool {
    c.is_numeric() || "|-–—/،,:：()[]•".contains(c)
}
