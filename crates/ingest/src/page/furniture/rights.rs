//! Notices of rights at the foot of a page: «تمام حقوق مادی و معنوی این سایت محفوظ است».

use super::behind;

/// How such notices begin. Folded.
const BEGINNINGS: [&str; 9] = [
    "تمام حقوق",
    "تمامی حقوق",
    "کلیه حقوق",
    "همه حقوق",
    "حقوق مادی و معنوی",
    "حق نشر",
    "copyright",
    "all rights reserved",
    "استفاده از مطالب",
];
/// What else they say, of the site …
const OF_SITE: [&str; 15] = [
    "سایت",
    "پایگاه",
    "خبرگزاری",
    "روزنامه",
    "پورتال",
    "درگاه",
    "سامانه",
    "رسانه",
    "نشریه",
    "پرتال",
    "محفوظ",
    "reserved",
    "copyright",
    "مطالب",
    "مجله",
];
/// … and of what others may do.
const TERMS: [&str; 11] = [
    "محفوظ",
    "متعلق",
    "بلامانع",
    "مجاز",
    "ممنوع",
    "ذکر منبع",
    "ذکر نام",
    "تعلق دارد",
    "ازاد است",
    "پیگرد قانونی",
    "reserved",
];
/// How lines begin that say on which terms a text may be copied, and what else they say. Folded.
const COPYING: [&str; 8] =
    ["کپی", "کپی برداری", "کپی خبر", "کپی مطالب", "بازنشر", "بازنشر مطالب", "نقل مطالب", "انتشار مطالب"];
const SOURCE_NAMED: [&str; 4] = ["ذکر منبع", "ذکر نام", "اجازه", "درج لینک"];
const COPIED: [&str; 6] = ["ازاد", "بلامانع", "مجاز", "ممنوع", "حرام", "پیگرد"];
/// Such a line is short.
const COPYING_CHARS_MAX: usize = 90;
/// A longer line is a text about rights.
const CHARS_MAX: usize = 260;

/// Whether a line is such a notice.
pub(in crate::page) fn is_rights(line: &str) -> bool {
    // Most lines have none of these words.
    let may_be = ["حقوق", "حق نشر", "مطالب", "©", "ights", "opyright", "کپی", "بازنشر"]
        .iter()
        .any(|word| line.contains(word));
    if !may_be || line.chars().nth(CHARS_MAX).is_some() {
        return false;
    }
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    // «© ۱۴۰۵ البرزنو»; with a name alone it is said of a picture.
    if let Some(rest) = line.strip_prefix('©') {
        let is_year = rest.trim_start().starts_with(char::is_numeric);
        return is_year || rest.to_lowercase().contains("all rights reserved");
    }
    let said = persian::fold::fold(line);
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let is_copying = || {
        line.chars().nth(COPYING_CHARS_MAX).is_none()
            && behind(line, &COPYING).is_some()
            && says(&SOURCE_NAMED)
            && says(&COPIED)
    };
    behind(line, &BEGINNINGS).is_some() && says(&OF_SITE) && says(&TERMS) || is_copying()
}
