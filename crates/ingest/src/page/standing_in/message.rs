//! What a site says of itself or of one of its pages in a sentence of its own: «محتوای مورد نظر شما وجود ندارد», «خدمات
//! موقتاً در دسترس نیست», «دامنه منقضی شده است», «Error 500». Such a sentence is put together from few words, so it is
//! told by what it is made of: whoever writes of such a sentence says more.

use std::collections::HashSet;

/// What a site has. Folded, without spaces, as all words here; of several that fit the longest counts.
const THINGS: [&str; 36] = [
    "صفحه",
    "برگه",
    "خبر",
    "مطلب",
    "محتوا",
    "محتوای",
    "ادرس",
    "نشانی",
    "لینک",
    "پیوند",
    "نوشته",
    "گزارش",
    "مقاله",
    "پست",
    "فایل",
    "داده",
    "نتیجه",
    "مورد",
    "رکورد",
    "اطلاعات",
    "اطلاعاتی",
    "سایت",
    "وبسایت",
    "وبگاه",
    "پایگاه",
    "سرور",
    "سرویس",
    "خدمات",
    "سامانه",
    "دامنه",
    "دامین",
    "میزبانی",
    "هاست",
    "حساب",
    "پرتال",
    "درگاه",
];
/// What is said of it before the verb.
const QUALIFIERS: [&str; 49] = [
    "میزبانی",
    "سایت",
    "وبسایت",
    "ی",
    "ای",
    "های",
    "هیچ",
    "این",
    "شما",
    "موردنظر",
    "موردنظرتان",
    "موردنظرشما",
    "درخواستی",
    "درخواستشده",
    "درخواستشما",
    "واردشده",
    "خواستهشده",
    "انتخابشده",
    "مربوطه",
    "که",
    "بهدنبالان",
    "دنبالان",
    "بهدنبالش",
    "هستید",
    "میگردید",
    "میخواهید",
    "بودید",
    "درحالحاضر",
    "هماکنون",
    "اکنون",
    "فعلا",
    "موقتا",
    "بهطورموقت",
    "بهصورتموقت",
    "متاسفانه",
    "دیگر",
    "دراینسایت",
    "درسایت",
    "درسامانه",
    "درپایگاه",
    "اینترنتی",
    "خبری",
    "کاربری",
    "اعتبار",
    "جستجوشده",
    "اصلی",
    "ازسایت",
    "تا",
    "اطلاعثانوی",
];
/// What became of it.
const VERBS: [&str; 34] = [
    "پیدانشد",
    "یافتنشد",
    "پیدانشدهاست",
    "یافتنشدهاست",
    "پیدانمیشود",
    "وجودندارد",
    "وجودنداشت",
    "وجودخارجیندارد",
    "موجودنیست",
    "موجودنمیباشد",
    "معتبرنیست",
    "معتبرنمیباشد",
    "نامعتبر",
    "صحیحنیست",
    "صحیحنمیباشد",
    "اشتباه",
    "درستنیست",
    "حذف",
    "حذفگردیده",
    "پاک",
    "برداشته",
    "منتقل",
    "دردسترسنیست",
    "دردسترسنمیباشد",
    "ازدسترسخارج",
    "دردسترسنخواهدبود",
    "غیرفعال",
    "منقضی",
    "تمدیدنشده",
    "بهپایانرسیده",
    "مسدود",
    "معلق",
    "تعلیق",
    "تعطیل",
];
/// What a verb ends with.
const ENDINGS: [&str; 9] =
    ["شده", "شدهاست", "است", "گردیده", "گردیدهاست", "میباشد", "شد", "یاحذفشدهاست", "یاپاکشدهاست"];
/// What a site begins such a sentence with.
const OPENINGS: [&str; 12] = [
    "متاسفانه",
    "متاسفیم",
    "باعرضپوزش",
    "باپوزش",
    "ببخشید",
    "کاربرگرامی",
    "کاربرعزیز",
    "بازدیدکنندهگرامی",
    "خطا",
    "این",
    "هیچ",
    "اخطار",
];
/// What a site says of itself and says nothing else.
const WHOLE: [&str; 53] = [
    "متاسفیم",
    "ببخشید",
    "پوزشمیخواهیم",
    "باعرضپوزش",
    "بهزودیبازمیگردیم",
    "بهزودیبرمیگردیم",
    "زودبرمیگردیم",
    "بهزودیبازخواهیمگشت",
    "بهزودیبرخواهیمگشت",
    "بزودیبازمیگردیم",
    "بزودیبرمیگردیم",
    "بهزودیبابازخواهیمگشت",
    "بهزودیدرخدمتشماخواهیمبود",
    "لطفامنتظربمانید",
    "لطفاشکیباباشید",
    "خطاییرخداد",
    "خطاییرخدادهاست",
    "خطارخدادهاست",
    "خطایناشناخته",
    "خطایداخلیسرور",
    "مشکلیپیشامد",
    "مشکلیپیشامدهاست",
    "مشکلیرخدادهاست",
    "خطایسیستم",
    "خطادرسیستم",
    "خطادرپردازشدرخواست",
    "خطادراتصالبهپایگاهداده",
    "sorry",
    "weresorry",
    "wearesorry",
    "oops",
    "ooops",
    "somethingwentwrong",
    "anerroroccurred",
    "anerrorhasoccurred",
    "wellbebacksoon",
    "wewillbebacksoon",
    "bebacksoon",
    "comingsoon",
    "accountsuspended",
    "thisaccounthasbeensuspended",
    "websitesuspended",
    "sitesuspended",
    "domainexpired",
    "thisdomainhasexpired",
    "thisdomainisforsale",
    "domainforsale",
    "siteunderconstruction",
    "underconstruction",
    "defaultwebsitepage",
    "welcometonginx",
    "apache2ubuntudefaultpage",
    "itworks",
];
/// What stands beside the number of an error.
const OF_ERROR: [&str; 26] = [
    "http",
    "https",
    "error",
    "status",
    "code",
    "خطا",
    "خطای",
    "ارور",
    "شماره",
    "کد",
    "سرور",
    "داخلی",
    "server",
    "internal",
    "not",
    "found",
    "bad",
    "gateway",
    "service",
    "unavailable",
    "temporarily",
    "timeout",
    "time",
    "out",
    "forbidden",
    "gone",
];
/// Numbers of errors as servers count them.
const ERRORS: std::ops::Range<u32> = 400..600;
/// No such sentence is longer.
const SENTENCE_CHARS_MAX: usize = 120;
/// Marks between sentences.
const SENTENCE_MARKS: [char; 9] = ['.', '!', '؟', '?', '؛', '…', '\n', '|', '،'];

/// Whether one of a text's sentences is a site's own.
pub(super) fn is_within(text: &str) -> bool {
    text.split(SENTENCE_MARKS).any(is_message)
}

/// Whether a title or a sentence is a site's own, and nothing else.
pub(super) fn is_message(sentence: &str) -> bool {
    let sentence = sentence.trim();
    if sentence.is_empty() || sentence.chars().nth(SENTENCE_CHARS_MAX).is_some() {
        return false;
    }
    let words: Vec<String> = persian::fold::words(sentence).collect();
    let said = words.concat();
    WHOLE.contains(&said.as_str()) || is_error(&words) || is_said_of_thing(&said)
}

/// «خطای ۵۰۰», «HTTP Error 503 - Service Unavailable»
fn is_error(words: &[String]) -> bool {
    let number = |word: &String| word.parse().is_ok_and(|number: u32| ERRORS.contains(&number));
    words.iter().any(number)
        && words.iter().any(|word| OF_ERROR.contains(&word.as_str()))
        && words.iter().all(|word| number(word) || OF_ERROR.contains(&word.as_str()))
}

/// «متأسفانه صفحهٔ مورد نظر شما در این سایت پیدا نشد»
fn is_said_of_thing(said: &str) -> bool {
    let thing = one_of(without(said, &OPENINGS), &THINGS);
    // «اعتبار دامنه به پایان رسیده است»
    let thing = thing.or_else(|| said.strip_prefix("اعتبار").and_then(|rest| one_of(rest, &THINGS)));
    thing.is_some_and(ends_in_verb)
}

/// Whether qualifiers and a verb are all that is left. A qualifier may begin as a verb does, or as another one: each
/// place that some of them lead to is looked at once.
fn ends_in_verb(said: &str) -> bool {
    let is_ended = |rest: &str| without(rest, &ENDINGS).is_empty();
    let (mut left, mut known) = (vec![said], HashSet::from([said.len()]));
    while let Some(rest) = left.pop() {
        if one_of(rest, &VERBS).is_some_and(is_ended) {
            return true;
        }
        let behind = QUALIFIERS.iter().filter_map(|word| rest.strip_prefix(word));
        left.extend(behind.filter(|rest| known.insert(rest.len())));
    }
    false
}

/// What is left behind as many of some words as stand there.
fn without<'a>(said: &'a str, words: &[&str]) -> &'a str {
    let mut rest = said;
    while let Some(behind) = one_of(rest, words) {
        rest = behind;
    }
    rest
}

fn one_of<'a>(said: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().filter_map(|word| said.strip_prefix(word)).min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_fit_in_many_ways_are_tried_once_each() {
        let said = "موردنظرشما".repeat(60);
        assert!(ends_in_verb(&format!("{said}پیدانشد")));
        assert!(!ends_in_verb(&format!("{said}ک")), "in 2⁶⁰ ways");
    }
}
