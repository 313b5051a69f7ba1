//! Pages that a server shows in an article's stead: «دسترسی شما مسدود است», a test for people, a login.
//!
//! Such a page has little text, and says what it is in its title, its headline or one of its sentences, or is made by a
//! guard that is known. An article about blocked sites has more to say.

use persian::fold::fold;
use scraper::{Html, Selector};

use super::Refusal;

/// What titles and headlines of each kind say, and hardly more. Folded; spaces do not matter.
const TITLES: [(Refusal, &[&str]); 3] = [
    (
        Refusal::Challenge,
        &[
            "just a moment",
            "attention required",
            "security check",
            "security verification",
            "ddos-guard",
            "ddos protection",
            "checking your browser",
            "are you a robot",
            "are you human",
            "human verification",
            "pardon our interruption",
            "one more step",
            "captcha",
            "کپچا",
            "بررسی امنیتی",
            "بررسی مرورگر",
            "ربات نیستم",
            "در حال انتقال به سایت",
        ],
    ),
    (
        Refusal::Blocked,
        &[
            "access denied",
            "access to this page has been denied",
            "forbidden",
            "you have been blocked",
            "request blocked",
            "دسترسی محدود",
            "دسترسی شما محدود",
            "دسترسی شما مسدود",
            "دسترسی مسدود",
            "دسترسی غیرمجاز",
            "دسترسی غیر مجاز",
            "دسترسی ممنوع",
            "عدم دسترسی",
        ],
    ),
    (
        Refusal::Login,
        &["ورود به سایت", "ورود به سامانه", "ورود کاربران", "ورود اعضا", "log in", "login", "sign in"],
    ),
];
/// What sentences of each kind say. Folded; spaces do not matter.
const SENTENCES: [(Refusal, &[&str]); 3] = [
    (
        Refusal::Challenge,
        &[
            "enable javascript and cookies to continue",
            "checking if the site connection is secure",
            "verify you are human",
            "verifying you are human",
            "checking your browser before accessing",
            "complete the security check",
            "من ربات نیستم",
            "ربات نیستید",
            "کد امنیتی را وارد کنید",
            "مرورگر شما در حال بررسی",
            "در حال بررسی مرورگر شما",
            "در حال انتقال به سایت مورد نظر",
        ],
    ),
    (
        Refusal::Blocked,
        &[
            "you have been blocked",
            "you don't have permission to access",
            "دسترسی شما به این",
            "دسترسی شما مسدود",
            "دسترسی شما محدود",
            "دسترسی به این صفحه محدود",
            "دسترسی به این سایت محدود",
            "دسترسی محدود شده",
            "ای پی شما مسدود",
            "از خارج از کشور امکان پذیر نیست",
            "از خارج کشور امکان پذیر نیست",
        ],
    ),
    (
        Refusal::Login,
        &[
            "برای مشاهده این مطلب وارد شوید",
            "برای مطالعه این مطلب وارد شوید",
            "برای ادامه وارد شوید",
            "برای خواندن ادامه وارد",
            "برای خواندن این مطلب باید وارد",
            "ابتدا وارد سایت شوید",
            "وارد حساب کاربری خود شوید",
            "log in to continue",
            "sign in to continue",
            "subscribe to continue reading",
        ],
    ),
];
/// What guards' pages are made of, and articles' never.
const MADE_OF: &str = "#challenge-form, #cf-challenge-running, #cf-error-details, .cf-error-details, \
    #challenge-running, #challenge-error-text, .cf-browser-verification, #px-captcha, #captcha-form";
/// All that is seen of such a page; an article's page has longer menus.
const SEEN_CHARS_MAX: usize = 2000;
/// What is read as its text.
const TEXT_CHARS_MAX: usize = 700;
/// What a title says beside its words and the site's name: «دسترسی محدود شده است | البرزنو».
const BESIDE_CHARS_MAX: usize = 12;
/// Marks between a title and the site's name.
const MARKS: [&str; 5] = [" | ", " - ", " – ", " — ", " :: "];

/// What a page is instead of an article, seen its visible lines and its text; None when it is none of these.
pub(super) fn read(document: &Html, lines: &[String], text: &str) -> Option<Refusal> {
    let seen: usize = lines.iter().map(|line| line.chars().count()).sum();
    if seen > SEEN_CHARS_MAX || text.chars().count() > TEXT_CHARS_MAX {
        return None;
    }
    let titles = texts(document, "title, h1, h2");
    let titles: Vec<String> = titles.iter().flat_map(|title| parts(title)).map(key).collect();
    let titled = |words: &str| titles.iter().any(|title| says_only(title, words));
    let whole = key(&lines.join(" "));
    let says = |words: &str| whole.contains(&words.replace(' ', ""));
    let of_title = TITLES.iter().find(|(_, all)| all.iter().any(|words| titled(words)));
    let of_text = || SENTENCES.iter().find(|(_, all)| all.iter().any(|words| says(words)));
    let said = of_title.or_else(of_text).map(|(refusal, _)| *refusal);
    // Whoever wants a login has a place for it.
    let has_place = || !texts(document, "form, input[type=password]").is_empty();
    let said = said.filter(|refusal| *refusal != Refusal::Login || has_place());
    said.or_else(|| (!texts(document, MADE_OF).is_empty()).then_some(Refusal::Challenge))
}

fn says_only(title: &str, words: &str) -> bool {
    title.contains(&words.replace(' ', ""))
        && title.chars().count() <= words.chars().count() + BESIDE_CHARS_MAX
}

/// A title and the site's name.
fn parts(title: &str) -> Vec<&str> {
    MARKS
        .iter()
        .fold(vec![title], |parts, mark| parts.into_iter().flat_map(|part| part.split(mark)).collect())
}

/// The texts of what a selector finds.
fn texts(document: &Html, wanted: &str) -> Vec<String> {
    let Ok(selector) = Selector::parse(wanted) else { return Vec::new() };
    document.select(&selector).map(|element| element.text().collect()).collect()
}

/// Folded, without spaces: half-spaces are none.
fn key(text: &str) -> String {
    fold(text).replace(' ', "")
}
