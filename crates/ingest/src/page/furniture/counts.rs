//! What programs count beside a text: readers, opinions, minutes. Each look at a page finds another number there.

use persian::fold;

/// What is counted. Folded.
const COUNTED: [&str; 13] = [
    "بازدید",
    "بازدیدها",
    "بازدیدکننده",
    "مشاهده",
    "نظر",
    "نظرات",
    "دیدگاه",
    "دیدگاهها",
    "کامنت",
    "لایک",
    "پسند",
    "مطالعه",
    "خواندن",
];
/// What else is said of it. Folded.
const BESIDE: [&str; 16] = [
    "تعداد",
    "زمان",
    "مدت",
    "تقریبی",
    "تخمینی",
    "لازم",
    "مورد",
    "نیاز",
    "برای",
    "این",
    "مطلب",
    "خبر",
    "کاربر",
    "دقیقه",
    "ثانیه",
    "بار",
];
/// What else is said where readers rate a text: «امتیاز ۴٫۵ از ۵ (۱۲ رأی)». Folded.
const RATED: [&str; 14] = [
    "امتیاز",
    "میانگین",
    "مجموع",
    "از",
    "با",
    "به",
    "این",
    "مطلب",
    "خبر",
    "رای",
    "ارا",
    "نفر",
    "کاربر",
    "کاربران",
];
/// «۵ دقیقه پیش». Folded.
const SPANS: [&str; 5] = ["ثانیه", "دقیقه", "ساعت", "روز", "هفته"];
const AGO: [&str; 2] = ["پیش", "قبل"];
/// What is said where there is nothing to count, of advertisements and on buttons, alone on a line. Folded, without spaces.
const ALONE: [&str; 18] = [
    "اگهی",
    "تبلیغ",
    "تبلیغات",
    "بدوننظر",
    "بدوندیدگاه",
    "هنوزنظریثبتنشدهاست",
    "هنوزدیدگاهیثبتنشدهاست",
    "نظریثبتنشدهاست",
    "دیدگاهیثبتنشدهاست",
    "گزارشخطا",
    "ادامهمطلب",
    "ادامهخبر",
    "ادامهمطلبرابخوانید",
    "کپیشد",
    "اندازهمتن",
    "بهاینخبرگوشدهید",
    "نظرخودرابنویسید",
    "دیدگاهخودرابنویسید",
];
/// Words of such a line at the most.
const WORDS_MAX: usize = 8;

/// «۱۲۳۷ بازدید», «زمان مطالعه: ۳ دقیقه», «۵ دقیقه پیش», «بدون دیدگاه»: a line that says this and nothing else.
pub(super) fn is_count(line: &str) -> bool {
    let words: Vec<String> = fold::words(line).take(WORDS_MAX + 1).collect();
    let line = line.trim_end().trim_end_matches("...");
    if words.is_empty() || words.len() > WORDS_MAX || line.ends_with(['.', '؟']) {
        return false;
    }
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_counted = numbers == 1
        && words.iter().any(|word| is(word, &COUNTED))
        && words.iter().all(|word| is_number(word) || is(word, &COUNTED) || is(word, &BESIDE));
    let is_ago =
        matches!(&words[..], [number, span, ago] if is_number(number) && is(span, &SPANS) && is(ago, &AGO));
    let is_rating = numbers >= 2
        && words.iter().any(|word| word == "امتیاز")
        && words.iter().any(|word| word == "از")
        && words.iter().all(|word| is_number(word) || is(word, &RATED));
    is_counted || is_rating || is_ago || is(&words.concat(), &ALONE)
}
