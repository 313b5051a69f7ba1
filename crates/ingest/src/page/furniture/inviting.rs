//! Lines that invite readers to channels, ask them to pass a text on, or sell them the rest of it.

use crate::text::unspaced;
use persian::fold::fold;

use super::behind;

/// Networks whose names are nothing else. Folded.
const NETWORKS: [&str; 17] = [
    "تلگرام",
    "تلگرامی",
    "اینستاگرام",
    "اینستاگرامی",
    "ایتا",
    "روبیکا",
    "واتساپ",
    "واتسپ",
    "توییتر",
    "فیسبوک",
    "یوتیوب",
    "گوگل",
    "telegram",
    "instagram",
    "whatsapp",
    "twitter",
    "facebook",
];
/// Those that are words too: they are meant beside one of [`PLACES`]. Folded.
const SHARED_NETWORKS: [&str; 5] = ["بله", "سروش", "ایکس", "اپارات", "گپ"];
const PLACES: [&str; 7] = ["کانال", "صفحه", "پیج", "پیامرسان", "رسان", "شبکه", "شبکههای"];
/// What readers are asked to do.
const INVITING: [&str; 11] = [
    "دنبال کنید",
    "بپیوندید",
    "عضو شوید",
    "عضو کانال",
    "عضویت در",
    "همراه باشید",
    "همراه شوید",
    "کلیک کنید",
    "follow us",
    "join us",
    "join our",
];
/// What goes on behind them with more words is a sentence.
const INVITING_WORDS_BEHIND: usize = 3;
const INVITING_CHARS_MAX: usize = 160;
/// At the end, a longer one speaks of the outlet itself.
const LAST_INVITING_CHARS_MAX: usize = 70;
/// What begins and what else is in a line that stands where an outlet sells the rest of a text. Folded.
const SELLING: [&str; 8] = [
    "برای مطالعه ادامه",
    "برای خواندن ادامه",
    "برای دیدن ادامه",
    "برای مشاهده ادامه",
    "برای مطالعه متن کامل",
    "برای خواندن متن کامل",
    "برای مشاهده متن کامل",
    "برای دسترسی به متن کامل",
];
const SOLD: [&str; 5] =
    ["مشترک شوید", "مشترک سایت شوید", "اشتراک بخرید", "اشتراک تهیه کنید", "اشتراک بگیرید"];

/// Whether readers are asked to follow a channel. `is_last` says that the line stands at the end, where outlets put
/// it; within a text they must speak of themselves.
pub(in crate::page) fn is_invitation(line: &str, is_last: bool) -> bool {
    if line.chars().count() > INVITING_CHARS_MAX {
        return false;
    }
    let words: Vec<String> = persian::fold::words(line).collect();
    let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let said = words.concat();
    let invites = INVITING.iter().any(|words| said.contains(&words.replace(' ', "")));
    let goes_on = INVITING.iter().filter_map(|words| line.rsplit_once(words)).any(|(_, rest)| {
        let rest = rest.trim_start();
        let words = rest.split_whitespace().count();
        rest.starts_with(['،', '»', '؛', ',']) && words >= INVITING_WORDS_BEHIND && !rest.contains('@')
    });
    let is_of_network = says(&NETWORKS) || (says(&SHARED_NETWORKS) && says(&PLACES));
    let is_own = is_last && line.chars().count() <= LAST_INVITING_CHARS_MAX
        || says(&["ما", "مارا"])
        || line.contains('@');
    invites && !goes_on && is_of_network && is_own
}

/// «برای مطالعهٔ ادامهٔ مطلب مشترک شوید»
pub(super) fn is_selling(line: &str) -> bool {
    let sold = |rest: &str| {
        let said = unspaced(rest);
        rest.chars().nth(INVITING_CHARS_MAX).is_none()
            && SOLD.iter().any(|words| said.contains(&words.replace(' ', "")))
    };
    behind(line, &SELLING).is_some_and(sold)
}

/// What begins a line that asks readers to pass a text on or rate it, and what it asks for. Folded.
const SHARED: [&str; 8] = [
    "این خبر را",
    "این مطلب را",
    "این نوشته را",
    "این گزارش را",
    "این مقاله را",
    "این صفحه را",
    "این پست را",
    "لینک این خبر را",
];
const SHARING: [&str; 7] = [
    "چگونه ارزیابی",
    "چطور ارزیابی",
    "به اشتراک بگذار",
    "به اشتراک گذار",
    "همرسانی کنید",
    "همخوان کنید",
    "برای دوستان خود بفرستید",
];

/// «این خبر را به اشتراک بگذارید», «این مطلب را چگونه ارزیابی می‌کنید؟»
pub(super) fn is_sharing(line: &str) -> bool {
    let shares = |rest: &str| {
        let said = unspaced(rest);
        rest.chars().nth(LAST_INVITING_CHARS_MAX).is_none()
            && SHARING.iter().any(|words| said.contains(&words.replace(' ', "")))
    };
    behind(line, &SHARED).is_some_and(shares)
}

/// What systems put under a text that a feed gives. Folded.
const FEEDS_END: [(&str, &str, &str); 2] =
    [("نوشته", "اولین بار در", "پدیدار شد"), ("the post", "appeared first on", "")];

/// «نوشته … اولین بار در … پدیدار شد.»
pub(super) fn is_feeds_end(line: &str) -> bool {
    // Most lines have neither, and are folded for nothing.
    if !line.contains("پدیدار") && !line.contains("appeared first on") {
        return false;
    }
    let key = fold(line);
    FEEDS_END.iter().any(|(begins, within, ends)| {
        let rest = key.trim_end_matches(['.', ' ']).strip_prefix(begins);
        rest.is_some_and(|rest| rest.contains(within) && rest.ends_with(ends))
    })
}
