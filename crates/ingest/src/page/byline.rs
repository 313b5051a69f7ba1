//! Who wrote an article, without the words that say so: «نویسنده: نرگس کاویان», «گزارش از نرگس کاویان».
//!
//! Words that name the text too («گزارش: باران در تهران») name somebody only where a given name follows.

use crate::text::unspaced;
use std::collections::HashSet;
use std::sync::LazyLock;

use persian::fold::fold;

/// What stands before a name and a colon. Folded.
const LABELS: [&str; 11] = [
    "نویسنده",
    "نویسندگان",
    "نگارنده",
    "خبرنگار",
    "خبرنگاران",
    "گزارشگر",
    "مترجم",
    "به قلم",
    "تهیه و تنظیم",
    "author",
    "written by",
];
/// The same of what may stand before a topic too. Folded.
const DOUBTFUL_LABELS: [&str; 8] =
    ["گزارش", "یادداشت", "گزارش و عکس", "گفتگو", "گفتوگو", "گفت و گو", "مصاحبه", "by"];
/// What stands before a name without a colon. Folded; all but the third may stand before a topic too.
const OPENINGS: [&str; 7] = ["گزارش از", "یادداشت از", "به قلم", "نوشته شده توسط", "توسط", "نوشته", "by"];
/// Who else had a part in it: the pictures, or the text, of which nobody is told. Folded, without spaces.
const PICTURE_CREDITS: [&str; 5] = ["عکس", "عکسها", "عکاس", "عکاسان", "تصویربردار"];
const TEXT_CREDITS: [&str; 4] = ["ویراستار", "ویرایش", "تنظیم", "دبیر"];
/// A line that names somebody is a label and a name.
const LINE_CHARS_MAX: usize = 60;
/// The same of a line that names somebody else too.
const CREDITED_CHARS_MAX: usize = 120;
/// Lines of a page before its headline, and from there, among which its writer is named.
const LINES_BEFORE: usize = 4;
const LINES_AFTER: usize = 10;
/// Words of a name, or of two: «نرگس کاویان و رضا کاویان».
const NAME_WORDS_MAX: usize = 6;
/// Words of the one name that stands before the text: «نرگس کاویان- ».
const FIRST_NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=3;
/// Words of sentences and topics, which are in no name. Folded.
const NO_NAMES: [&str; 24] = [
    "در", "از", "به", "با", "بر", "تا", "که", "برای", "روی", "است", "شد", "را", "این", "یک", "the", "a",
    "an", "our", "my", "this", "numbers", "on", "in", "of",
];
/// Of places and groups; some begin with a given name: «علی آباد کتول». Folded.
const PLACES_AND_GROUPS: [&str; 22] = [
    "اباد",
    "شهر",
    "دشت",
    "کلا",
    "محله",
    "روستا",
    "شهرستان",
    "استان",
    "گروه",
    "تیم",
    "تحریریه",
    "سرویس",
    "واحد",
    "خبرگزاری",
    "روزنامه",
    "پایگاه",
    "دانشگاه",
    "بیمارستان",
    "خیابان",
    "میدان",
    "باشگاه",
    "شرکت",
];
/// Whom a system names where nobody is named. Folded.
const ACCOUNTS: [&str; 12] = [
    "admin",
    "administrator",
    "root",
    "user",
    "editor",
    "webmaster",
    "super user",
    "guest",
    "ادمین",
    "مدیر",
    "مدیر سایت",
    "کاربر",
];
/// What stands before a given name. Folded.
const HONOURS: [&str; 7] = ["دکتر", "مهندس", "استاد", "سید", "سیده", "حجتالاسلام", "حاج"];
/// Marks of a note that is not there: «نرگس کاویان*».
const STARS: [char; 3] = ['*', '٭', ' '];
/// Marks between the parts of a line that names several.
const MARKS: [char; 4] = ['/', '|', '؛', '،'];

/// A name without its label; None when nothing is left.
pub(super) fn named(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(STARS);
    let name = behind_label(text).or_else(|| behind_opening(text)).map_or(text, |(name, _)| name);
    let name = name.trim_matches(STARS).trim_end_matches(['،', ',', '|', '/', '-', '–', ' ']).trim();
    (!name.is_empty() && !ACCOUNTS.contains(&fold(name).as_str())).then(|| name.to_owned())
}

/// Authors that are named; those of a longer list made a compilation.
const PEOPLE_MAX: usize = 4;

/// Several names as one byline: «نرگس کاویان و رضا کاویان».
pub(super) fn joined(all: impl Iterator<Item = String>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for name in all {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(PEOPLE_MAX);
    let last = names.pop()?;
    let (comma, and) = if last.is_ascii() { (", ", " and ") } else { ("، ", " و ") };
    Some(if names.is_empty() { last } else { format!("{}{and}{last}", names.join(comma)) })
}

/// The name in a line of a body that says nothing else.
pub(super) fn of_line(line: &str) -> Option<String> {
    let line = without_credits(line.trim()).trim_matches(STARS);
    if line.chars().nth(LINE_CHARS_MAX).is_some() || line.ends_with(['.', '؟', '!', ':']) {
        return None;
    }
    let (name, is_sure) = behind_label(line).or_else(|| behind_opening(line))?;
    let name = name.trim();
    (is_name(name) && (is_sure || begins_with_given(name))).then(|| name.to_owned())
}

/// The name in one of some lines of a page around its headline, where a label says for sure that it is one.
pub(super) fn beside(lines: &[String], headline: &str) -> Option<String> {
    let at = lines.iter().position(|line| line == headline)?;
    let around = &lines[at.saturating_sub(LINES_BEFORE)..lines.len().min(at + LINES_AFTER)];
    let mut labelled = around.iter().filter(|line| behind_label(line).is_some_and(|(_, is_sure)| is_sure));
    labelled.find_map(|line| of_line(line))
}

/// What somebody who is named in a line had a part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Credit {
    Picture,
    Text,
}

/// Who a line says had another part: «عکس: رضا کاویان».
pub(super) fn credit(line: &str) -> Option<Credit> {
    let (label, name) = line.trim().split_once([':', '：'])?;
    let credit = credit_of(label).filter(|_| line.chars().nth(LINE_CHARS_MAX).is_none())?;
    (is_name(name.trim()) && begins_with_given(name.trim())).then_some(credit)
}

/// The name before the first words of a text, and what is left of it: «نرگس کاویان- شهردار گفت…». The dash joins the
/// name: apart it stands between the parts of a sentence.
pub(super) fn before_text(line: &str) -> Option<(String, &str)> {
    let (name, rest) = line.split_once(['-', '–', '—'])?;
    let is_whole = rest.trim().is_empty();
    let is_joined = !name.ends_with(char::is_whitespace) && rest.starts_with(char::is_whitespace);
    let name = name.trim();
    let fits = FIRST_NAME_WORDS.contains(&name.split_whitespace().count())
        && is_name(name)
        && begins_with_given(name);
    (fits && (is_whole || is_joined)).then(|| (name.to_owned(), rest.trim_start()))
}

/// A line up to where it names who else had a part: «گزارش: نرگس کاویان / عکس: رضا کاویان».
fn without_credits(line: &str) -> &str {
    if line.chars().nth(CREDITED_CHARS_MAX).is_some() {
        return line;
    }
    let is_credit = |(at, mark): &(usize, &str)| {
        line[at + mark.len()..].split_once(':').is_some_and(|(label, _)| credit_of(label).is_some())
    };
    line.match_indices(MARKS).find(is_credit).map_or(line, |(at, _)| line[..at].trim_end())
}

fn credit_of(label: &str) -> Option<Credit> {
    let label = Some(label).filter(|label| label.len() <= LINE_CHARS_MAX).map(unspaced)?;
    let is_of = |labels: &[&str]| labels.contains(&label.as_str());
    let picture = is_of(&PICTURE_CREDITS).then_some(Credit::Picture);
    picture.or_else(|| is_of(&TEXT_CREDITS).then_some(Credit::Text))
}

fn is_name(name: &str) -> bool {
    let words = || name.split_whitespace();
    let is_small = |word: &str| word.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    // «Anna van Berg and Tom Reed»
    let joins = ["and", "van", "von", "de", "der", "den", "bin", "al", "el", "la", "da", "di"];
    (2..=NAME_WORDS_MAX).contains(&words().count())
        && !name.contains(|c: char| c.is_numeric() || ":؛.«»\"()؟!".contains(c))
        && !words().any(|word| NO_NAMES.contains(&fold(word).as_str()))
        && !words().any(|word| PLACES_AND_GROUPS.contains(&fold(word).as_str()))
        && !words().any(|word| is_small(word) && !joins.contains(&word))
        && words().next().is_some_and(|word| !is_small(word))
}

/// Whether the first word is a given name; Latin ones are known by their capitals.
fn begins_with_given(name: &str) -> bool {
    static GIVEN: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let lines = include_str!("byline/given.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).map(fold).collect()
    });
    let first =
        name.split_whitespace().find(|word| !HONOURS.contains(&fold(word).as_str())).unwrap_or_default();
    first.starts_with(|c: char| c.is_ascii_uppercase()) || GIVEN.contains(&fold(first))
}

/// What stands behind a label, and whether the label says for sure that it is a name.
fn behind_label(text: &str) -> Option<(&str, bool)> {
    let (label, name) = text.split_once([':', '：'])?;
    if label.len() > LINE_CHARS_MAX {
        return None;
    }
    let label = fold(label);
    let is_sure = LABELS.contains(&label.trim());
    (is_sure || DOUBTFUL_LABELS.contains(&label.trim())).then_some((name, is_sure))
}

fn behind_opening(text: &str) -> Option<(&str, bool)> {
    OPENINGS.iter().find_map(|opening| {
        let words = opening.split(' ').count();
        let end = text.match_indices(' ').nth(words - 1)?.0;
        (fold(&text[..end]) == *opening).then(|| (&text[end..], *opening == "به قلم"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &str = include_str!("byline/cases.txt");

    #[test]
    fn a_name_stands_without_its_label() {
        for (text, name) in [
            ("نویسنده: نرگس کاویان", "نرگس کاویان"),
            ("خبرنگار : نرگس کاویان", "نرگس کاویان"),
            ("گزارش از نرگس کاویان", "نرگس کاویان"),
            ("به قلم نرگس کاویان", "نرگس کاویان"),
            ("By A. Person", "A. Person"),
            ("نرگس کاویان |", "نرگس کاویان"),
            ("نرگس کاویان*", "نرگس کاویان"),
            ("** نویسنده: نرگس کاویان *", "نرگس کاویان"),
            ("گروه اقتصاد", "گروه اقتصاد"),
        ] {
            assert_eq!(named(text).as_deref(), Some(name), "{text}");
        }
        for none in ["نویسنده:", "admin", "Admin", "نویسنده: مدیر سایت"] {
            assert_eq!(named(none), None, "{none}");
        }
    }

    #[test]
    fn lines_name_whom_they_were_reviewed_to_name() {
        for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (rule, text) = case.split_once(" | ").expect("a rule");
            let (text, expected) = text.rsplit_once('|').expect("what is found");
            let found = match rule {
                "line" => of_line(text.trim()).unwrap_or_default(),
                "credit" => if credit(text.trim()).is_some() { "rest" } else { "" }.to_owned(),
                "first" => before_text(text.trim()).map(|(name, _)| name).unwrap_or_default(),
                _ => panic!("an unknown rule: {case}"),
            };
            assert_eq!(found, expected.trim(), "{case}");
        }
    }
}
