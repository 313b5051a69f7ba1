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
/// A longer line is a text about rights.
const CHARS_MAX: usize = 260;

/// Whether a line is such a notice.
pub(in crate::page) fn is_rights(line: &str) -> bool {
    // Most lines have none of these words.
    let may_be = ["حقوق", "حق نشر", "مطالب", "©", "ights", "opyright"].iter().any(|word| line.contains(word));
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
    behind(line, &BEGINNINGS).is_some() && says(&OF_SITE) && says(&TERMS)
}
