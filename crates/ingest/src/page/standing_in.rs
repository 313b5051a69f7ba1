//! Pages that a server shows in an article's stead: «دسترسی شما مسدود است», a test for people, a login, «صفحه پیدا نشد».
//!
//! Such a page has little text, and says what it is in its title, its headline or one of its sentences, or is made by a
//! guard that is known. It tells of nobody who said anything; where its title says more, it speaks to its reader. The
//! surer the words, the more text it may have: a title that says nothing else, a title that says little else, a sentence
//! that speaks of the reader or of the page itself. An article about blocked sites has more to say.

mod message;
mod words;

use self::words::{FILLING, NEGATIONS, REPORTING, SENTENCES, SPEAKING, TITLES, VERBS, WHOLE_TITLES};
use super::tree::Tree;
use super::{Evidence, Refusal, titles};
use crate::text::unspaced;

/// What guards' pages are made of, and articles' never.
const MADE_OF: &str = "#challenge-form, #cf-challenge-running, #cf-error-details, .cf-error-details, \
    #challenge-running, #challenge-error-text, .cf-browser-verification, #px-captcha, #captcha-form";
/// What the page is made of that stands in Iran in the stead of what is forbidden, and where its script leads.
const FILTER: &str = "iframe[src*='//10.10.34.'], meta[http-equiv=refresh][content*='peyvandha.ir'], \
    iframe[src*='peyvandha.ir']";
const FILTER_LEADS_TO: &str = "peyvandha.ir";
/// All that is seen of such a page; an article's page has longer menus.
const SEEN_CHARS_MAX: usize = 3000;
/// Its text, where a title says nothing else, and where one says little else.
const TEXT_CHARS_MAX: usize = 1200;
const LITTLE_TEXT_CHARS_MAX: usize = 700;
/// Its text where a sentence says it: an article is longer. A page that wants a login shows the beginning of one.
const SENTENCES_CHARS_MAX: usize = 350;
/// Text that an article of a page has at least: what sentences beside it say is not said of it.
const OWN_TEXT_CHARS_MIN: usize = 120;
/// A text that is shorter is none.
const SCRAP_CHARS_MAX: usize = 60;
/// What a title says beside its words and the site's name: «دسترسی محدود شده است | البرزنو».
const BESIDE_CHARS_MAX: usize = 12;
/// What a page is instead of an article; None when it is none of these.
pub(super) fn read(seen: &Evidence) -> Option<Refusal> {
    let Evidence { tree: page, lines, text, .. } = *seen;
    let size = text.chars().count();
    if size > TEXT_CHARS_MAX {
        return None;
    }
    // Pages of what is not there have all the menus of their site.
    let has_little = lines.iter().map(|line| line.chars().count()).sum::<usize>() <= SEEN_CHARS_MAX;
    let voice = Voice::of(text);
    let of_title = of_title(&titles_of(page), size, voice, has_little);
    // Whoever wants a login has a place for it; a form may be the search, and a title may speak of another site.
    let is_login = || size <= SENTENCES_CHARS_MAX && page.has("input[type=password]");
    let of_title = of_title.filter(|refusal| *refusal != Refusal::Login || is_login());
    let has_place = || page.has("form, input[type=password]");
    let may_be = |refusal: &Refusal| match refusal {
        Refusal::Login => has_little && has_place(),
        _ => has_little && voice != Voice::Reports,
    };
    let of_sentences = || of_sentences(lines, text).filter(may_be);
    let of_message = || is_message(lines, text, voice).then_some(Refusal::Missing);
    of_title
        .or_else(of_sentences)
        .or_else(of_message)
        .or_else(|| has_little.then(|| of_guard(page)).flatten())
}

/// What titles and headlines say a page is.
fn of_title(titles: &[Title], size: usize, voice: Voice, has_little: bool) -> Option<Refusal> {
    let find = |all: &[(Refusal, &[&str])], says: &dyn Fn(&Title, &str) -> bool| {
        let said =
            all.iter().find(|(_, all)| titles.iter().any(|title| all.iter().any(|one| says(title, one))));
        said.map(|(refusal, _)| *refusal).filter(|refusal| has_little || *refusal == Refusal::Missing)
    };
    let whole = |title: &Title, words: &str| says_nothing_else(&title.key, words);
    let little = |title: &Title, words: &str| {
        let speaks = voice == Voice::Speaks || size < SCRAP_CHARS_MAX;
        says_little_else(&title.key, words) && (speaks || is_all_filling(&title.key, words))
    };
    let is_own = size < OWN_TEXT_CHARS_MIN || voice == Voice::Speaks;
    let is_message = || titles.iter().any(|title| message::is_message(&title.said));
    let found = find(&TITLES, &whole).or_else(|| find(&WHOLE_TITLES, &whole));
    let found = found.or_else(|| (size <= LITTLE_TEXT_CHARS_MAX).then(|| find(&TITLES, &little)).flatten());
    let found = found.or_else(|| (is_own && is_message()).then_some(Refusal::Missing));
    found.filter(|refusal| *refusal == Refusal::Login || voice != Voice::Reports)
}

/// What the sentences of a page say: those of its text, and all of them where it has next to none.
fn of_sentences(lines: &[String], text: &str) -> Option<Refusal> {
    let size = text.chars().count();
    let said = key(&if size >= OWN_TEXT_CHARS_MIN { unquoted(text) } else { lines.join(" ") });
    let found = SENTENCES.iter().find(|(_, all)| all.iter().any(|words| says(&said, words)))?.0;
    let most = if found == Refusal::Login { LITTLE_TEXT_CHARS_MAX } else { SENTENCES_CHARS_MAX };
    (size <= most).then_some(found)
}

/// Whether a page's text, or all of a page without one, has a sentence that its site says of itself.
fn is_message(lines: &[String], text: &str, voice: Voice) -> bool {
    let size = text.chars().count();
    let is_own = size < OWN_TEXT_CHARS_MIN || voice == Voice::Speaks && size <= SENTENCES_CHARS_MAX;
    let is_within = || message::is_within(&unquoted(text));
    let has_no_text = size < SCRAP_CHARS_MAX;
    voice != Voice::Reports
        && is_own
        && (is_within() || has_no_text && lines.iter().any(|line| message::is_within(line)))
}

/// What a guard's page is made of.
fn of_guard(page: &Tree) -> Option<Refusal> {
    let mut scripts = page.select("script").into_iter().flat_map(|script| script.text());
    let is_filter = page.has(FILTER) || scripts.any(|script| script.contains(FILTER_LEADS_TO));
    let is_guard = || page.has(MADE_OF).then_some(Refusal::Challenge);
    is_filter.then_some(Refusal::Blocked).or_else(is_guard)
}

/// How a text speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// It tells what others said, as articles do.
    Reports,
    /// It speaks to its reader, as a site does.
    Speaks,
    /// Neither.
    Tells,
}

impl Voice {
    fn of(text: &str) -> Self {
        let words: Vec<String> = persian::fold::words(text).collect();
        let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        match (has(&REPORTING), has(&SPEAKING)) {
            (true, _) => Self::Reports,
            (false, true) => Self::Speaks,
            _ => Self::Tells,
        }
    }
}

/// A text without what it quotes.
fn unquoted(text: &str) -> String {
    let parts = text.split('«').enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once('»').map_or(part, |(_, rest)| rest) })
        .collect()
}

/// Whether a key says some words, and does not take them back.
fn says(said: &str, words: &str) -> bool {
    let words = words.replace(' ', "");
    let mut found = said.match_indices(&words).map(|(at, _)| &said[at + words.len()..]);
    found.any(|rest| !NEGATIONS.iter().any(|negation| rest.starts_with(negation)))
}

/// Whether what a title says beside some words tells nothing: «متأسفانه صفحه یافت نشد».
fn is_all_filling(title: &str, words: &str) -> bool {
    let mut rest = title.replacen(&words.replace(' ', ""), "", 1);
    FILLING.iter().for_each(|word| rest = rest.replace(word, ""));
    !rest.contains(char::is_alphanumeric)
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

/// What a page calls itself.
struct Title {
    said: String,
    key: String,
}

/// What the page calls itself, without the site's name: its title and first headings. A heading of a lower level is of
/// a box beside an article.
fn titles_of(page: &Tree) -> Vec<Title> {
    let of = |wanted: &str| page.facts(wanted).collect::<Vec<_>>();
    let headings = of("h1");
    let headings = if headings.is_empty() { of("h2") } else { headings };
    of("title")
        .into_iter()
        .chain(headings)
        .flat_map(|title| titles::parts(&title).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .map(|said| Title { key: key(&said), said })
        .collect()
}

/// Folded, without spaces: half-spaces are none.
fn key(text: &str) -> String {
    unspaced(text).trim_end_matches(['.', '!', '…', '؟']).to_owned()
}
