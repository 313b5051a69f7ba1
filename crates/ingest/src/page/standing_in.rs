//! Pages that a server shows in an article's stead: «دسترسی شما مسدود است», a test for people, a login, «صفحه پیدا نشد».
//!
//! Such a page has little text, and says what it is in its title, its headline or one of its sentences, or is made by a
//! guard that is known. The surer the words, the more text it may have: a title that says nothing else, a title that
//! says little else, a sentence that speaks of the reader or of the page itself. An article about blocked sites has
//! more to say.

use persian::fold::fold;
use scraper::{Html, Selector};

use super::{Refusal, texts};

/// What titles and headlines of each kind say, and hardly more. Folded; spaces do not matter.
const TITLES: [(Refusal, &[&str]); 4] = [
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
            "you have been blocked",
            "request blocked",
            "دسترسی شما محدود",
            "دسترسی شما مسدود",
            "دسترسی مسدود",
            "دسترسی غیرمجاز",
            "دسترسی غیر مجاز",
            "عدم دسترسی",
            "خطای 403",
        ],
    ),
    (
        Refusal::Login,
        &["ورود به سایت", "ورود به سامانه", "ورود کاربران", "ورود اعضا", "log in", "login", "sign in"],
    ),
    (
        Refusal::Missing,
        &[
            "page not found",
            "404 not found",
            "error 404",
            "internal server error",
            "error establishing a database connection",
            "خطای 404",
            "خطای 500",
            "خطای پایگاه داده",
            "صفحه پیدا نشد",
            "صفحه یافت نشد",
            "صفحه مورد نظر پیدا نشد",
            "صفحه مورد نظر یافت نشد",
            "صفحه مورد نظر وجود ندارد",
            "خبر مورد نظر یافت نشد",
            "خبر مورد نظر پیدا نشد",
            "مطلب مورد نظر یافت نشد",
            "مطلب مورد نظر پیدا نشد",
        ],
    ),
];
/// What is a title or headline of each kind when it says nothing else: roads are in repair too. Folded.
const WHOLE_TITLES: [(Refusal, &[&str]); 3] = [
    (Refusal::Challenge, &["captcha", "کپچا"]),
    (Refusal::Blocked, &["forbidden", "دسترسی محدود", "دسترسی ممنوع"]),
    (
        Refusal::Missing,
        &[
            "not found",
            "service unavailable",
            "bad gateway",
            "under maintenance",
            "database error",
            "خطای سرور",
            "در دست به روزرسانی",
            "در حال به روزرسانی",
            "در دست بروزرسانی",
            "در حال بروزرسانی",
            "در دست تعمیر",
            "در دست ساخت",
            "سایت در دست به روزرسانی",
            "سایت در حال به روزرسانی",
            "سایت در دست بروزرسانی",
            "سایت در حال بروزرسانی",
            "سایت در دست تعمیر",
            "سایت در دست ساخت",
        ],
    ),
];
/// What sentences of each kind say, of the reader or of the page. Folded; spaces do not matter.
const SENTENCES: [(Refusal, &[&str]); 4] = [
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
            "دسترسی به این صفحه از خارج",
            "دسترسی به این سایت از خارج",
            "دسترسی به این وب سایت از خارج",
            "ای پی شما مسدود",
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
    (
        Refusal::Missing,
        &[
            "page you are looking for",
            "page you requested",
            "requested url was not found",
            "page could not be found",
            "page can't be found",
            "error establishing a database connection",
            "you have an error in your sql syntax",
            "mysql server has gone away",
            "sqlstate[",
            "mysqli_connect",
            "صفحه مورد نظر پیدا نشد",
            "صفحه مورد نظر یافت نشد",
            "صفحه مورد نظر شما پیدا نشد",
            "صفحه مورد نظر شما یافت نشد",
            "صفحه مورد نظر شما وجود ندارد",
            "صفحه درخواستی شما",
            "صفحه ای که به دنبال آن",
            "صفحه ای که دنبال آن",
            "سایت در دست به روزرسانی",
            "سایت در حال به روزرسانی",
            "سایت در دست بروزرسانی",
            "سایت در حال بروزرسانی",
            "اتصال به پایگاه داده",
        ],
    ),
];
/// What takes such words back: «دسترسی شما محدود نشده است». Folded.
const NEGATIONS: [&str; 6] = ["نشد", "نمیشود", "نخواهدشد", "نیست", "نبود", "نکرد"];
/// What guards' pages are made of, and articles' never.
const MADE_OF: &str = "#challenge-form, #cf-challenge-running, #cf-error-details, .cf-error-details, \
    #challenge-running, #challenge-error-text, .cf-browser-verification, #px-captcha, #captcha-form";
/// All that is seen of such a page; an article's page has longer menus.
const SEEN_CHARS_MAX: usize = 3000;
/// Its text, where a title says nothing else, and where one says little else.
const TEXT_CHARS_MAX: usize = 1200;
const LITTLE_TEXT_CHARS_MAX: usize = 700;
/// Its text where a sentence says it: an article is longer. A page that wants a login shows the beginning of one.
const SENTENCES_CHARS_MAX: usize = 350;
/// Text that an article of a page has at least: what sentences beside it say is not said of it.
const OWN_TEXT_CHARS_MIN: usize = 120;
/// What a title says beside its words and the site's name: «دسترسی محدود شده است | البرزنو».
const BESIDE_CHARS_MAX: usize = 12;
/// What a title that says nothing else ends with: «دسترسی محدود شده است». Folded, longest first.
const VERBS: [&str; 5] = ["شدهاست", "میباشد", "است", "شده", "شد"];
/// Marks between a title and the site's name.
const MARKS: [&str; 5] = [" | ", " - ", " – ", " — ", " :: "];

/// What a page is instead of an article, seen its visible lines and its text; None when it is none of these.
pub(super) fn read(document: &Html, lines: &[String], text: &str) -> Option<Refusal> {
    let size = text.chars().count();
    if size > TEXT_CHARS_MAX {
        return None;
    }
    let titles = titles(document);
    // Pages of what is not there have all the menus of their site.
    let has_little = lines.iter().map(|line| line.chars().count()).sum::<usize>() <= SEEN_CHARS_MAX;
    let find = |all: &[(Refusal, &[&str])], says: &dyn Fn(&str, &str) -> bool| {
        let said =
            all.iter().find(|(_, all)| titles.iter().any(|title| all.iter().any(|one| says(title, one))));
        said.map(|(refusal, _)| *refusal).filter(|refusal| has_little || *refusal == Refusal::Missing)
    };
    let of_title = find(&TITLES, &says_nothing_else).or_else(|| find(&WHOLE_TITLES, &says_nothing_else));
    let of_title = of_title
        .or_else(|| (size <= LITTLE_TEXT_CHARS_MAX).then(|| find(&TITLES, &says_little_else)).flatten());
    // Whoever wants a login has a place for it; a form may be the search, and a title may speak of another site.
    let is_login = || size <= SENTENCES_CHARS_MAX && has(document, "input[type=password]");
    let of_title = of_title.filter(|refusal| *refusal != Refusal::Login || is_login());
    let has_place = || has(document, "form, input[type=password]");
    let may_be = |refusal: &Refusal| has_little && (*refusal != Refusal::Login || has_place());
    let of_sentences = || of_sentences(lines, text).filter(may_be);
    let said = of_title.or_else(of_sentences);
    said.or_else(|| (has_little && has(document, MADE_OF)).then_some(Refusal::Challenge))
}

/// What the sentences of a page say: those of its text, and all of them where it has next to none.
fn of_sentences(lines: &[String], text: &str) -> Option<Refusal> {
    let size = text.chars().count();
    let said = key(&if size >= OWN_TEXT_CHARS_MIN { text.to_owned() } else { lines.join(" ") });
    let found = SENTENCES.iter().find(|(_, all)| all.iter().any(|words| says(&said, words)))?.0;
    let most = if found == Refusal::Login { LITTLE_TEXT_CHARS_MAX } else { SENTENCES_CHARS_MAX };
    (size <= most).then_some(found)
}

/// Whether a key says some words, and does not take them back.
fn says(said: &str, words: &str) -> bool {
    let words = words.replace(' ', "");
    let mut found = said.match_indices(&words).map(|(at, _)| &said[at + words.len()..]);
    found.any(|rest| !NEGATIONS.iter().any(|negation| rest.starts_with(negation)))
}

fn says_little_else(title: &str, words: &str) -> bool {
    says(title, words) && title.chars().count() <= words.chars().count() + BESIDE_CHARS_MAX
}

fn says_nothing_else(title: &str, words: &str) -> bool {
    // «403 Forbidden»
    let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let title = VERBS.iter().find_map(|verb| title.strip_suffix(verb)).unwrap_or(title);
    title == words.replace(' ', "") || bare(title) == words.replace(' ', "")
}

/// What the page calls itself, without the site's name: its title and first headings. A heading of a lower level is of
/// a box beside an article.
fn titles(document: &Html) -> Vec<String> {
    let of = |wanted: &str| texts::facts(document, wanted).collect::<Vec<_>>();
    let headings = of("h1");
    let headings = if headings.is_empty() { of("h2") } else { headings };
    of("title").into_iter().chain(headings).flat_map(|title| parts(&title)).map(|part| key(&part)).collect()
}

/// A title and the site's name.
fn parts(title: &str) -> Vec<String> {
    let parts = MARKS
        .iter()
        .fold(vec![title], |parts, mark| parts.into_iter().flat_map(|part| part.split(mark)).collect());
    parts.into_iter().map(str::to_owned).collect()
}

fn has(document: &Html, wanted: &str) -> bool {
    Selector::parse(wanted).is_ok_and(|selector| document.select(&selector).next().is_some())
}

/// Folded, without spaces: half-spaces are none.
fn key(text: &str) -> String {
    fold(text).replace(' ', "").trim_end_matches(['.', '!', '…', '؟']).to_owned()
}
