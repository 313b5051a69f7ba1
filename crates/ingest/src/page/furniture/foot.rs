//! What begins the foot of a page: forms for opinions, tags, lists of the most read.

use super::{RELATED, behind, every_behind, is_cut};

/// What begins the foot of a page. Folded.
const FEET: [&str; 28] = [
    "نام",
    "ایمیل",
    "جستجو در سایت",
    "نظر شما",
    "نظر",
    "نظرات",
    "ارسال نظر",
    "ثبت نظر",
    "دیدگاه",
    "دیدگاهها",
    "دیدگاه شما",
    "ارسال دیدگاه",
    "درباره ما",
    "تماس با ما",
    "برچسب",
    "برچسبها",
    "پربازدید",
    "پربازدیدها",
    "پربازدیدترین",
    "پربازدیدترینها",
    "پربیننده",
    "پربینندهها",
    "پربینندهترین",
    "پربینندهترینها",
    "اشتراک گذاری",
    "ما را در شبکههای اجتماعی دنبال کنید",
    "لینک کوتاه",
    "لینک کوتاه خبر",
];
/// Words that follow such a beginning: «نظرات کاربران». Folded.
const FEET_BESIDE: [&str; 10] =
    ["شما", "کاربران", "خوانندگان", "مخاطبان", "بینندگان", "اخبار", "خبرها", "مطالب", "روز", "هفته"];
/// A foot is short.
const FOOT_CHARS_MAX: usize = 48;

/// «نظر شما», «برچسب‌ها: پل، رود», «مطالب پیشنهادی»: what follows is the foot of a page.
pub(in crate::page) fn is_foot(line: &str) -> bool {
    if line.chars().nth(FOOT_CHARS_MAX).is_some() {
        return false;
    }
    let is_beside =
        |rest: &str| persian::fold::tokens(rest).all(|token| FEET_BESIDE.contains(&token.text.as_str()));
    let begins = |rest: &str| is_cut(rest) && !rest.ends_with('.') || is_beside(rest);
    every_behind(line, &FEET).any(begins) || behind(line, &RELATED).is_some_and(is_cut)
}
