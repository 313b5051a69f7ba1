//! Keys: equal for all spellings of the same word. Never shown to anyone.
//!
//! Letters: Arabic ye U+064A, alef maksura U+0649 and ye-hamza U+0626 become ی; Arabic kaf U+0643 becomes ک; heh
//! forms U+0629, U+06C0, U+06C1, U+06D5 become ه; alef forms U+0622, U+0623, U+0625, U+0671 become ا; waw-hamza
//! U+0624 becomes و; an alef before ﷲ is its own. Gone: diacritics U+064B to U+065F and U+0670, tatweel U+0640, hamza U+0621, ZWNJ, ZWJ and
//! directional marks. Digits become ASCII, Latin letters small, presentation forms their letters (NFKC),
//! whitespace one space. Words that are spelt in several ways are spelt in one (`spellings.txt`: مسئله and مساله, طوفان
//! and توفان), and ezafe behind ه is not written: خانه‌ی is خانه, as خانهٔ is.

mod spellings;
mod stems;

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

pub use stems::stem;

/// The comparison key of a text.
///
/// ```
/// assert_eq!(persian::fold::fold("می\u{200c}شود"), persian::fold::fold("ميشود"));
/// ```
pub fn fold(text: &str) -> String {
    if text.chars().all(is_own_key) {
        return spellings::whole(text.to_owned());
    }
    let letters = &*LETTERS;
    let mut key = Key::default();
    let mut next = None;
    for c in text.chars() {
        let last = next.replace(c);
        if is_joint(c) {
            key.join(c);
            continue;
        }
        match letters.get(c as usize).and_then(|letter| letter.folded) {
            Some(folded) => folded.into_iter().for_each(|c| key.push(c)),
            None => {
                let mut alefs = usize::from(c == crate::ALLAH && last == Some('ا'));
                push_folded(c.encode_utf8(&mut [0; 4]), |c| {
                    if alefs > 0 {
                        alefs -= 1;
                    } else {
                        key.push(c);
                    }
                });
            }
        }
    }
    key.finish()
}

/// A key as it is written, word by word.
#[derive(Default)]
struct Key {
    text: String,
    space: bool,
    /// Where the word began, and its part behind the last half-space.
    word: usize,
    part: usize,
}

impl Key {
    fn push(&mut self, c: char) {
        if c.is_whitespace() {
            self.end_word();
            self.space = !self.text.is_empty();
            return;
        }
        if !is_own_key(c) && !c.is_alphanumeric() {
            self.end_word();
        }
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
            self.start_word();
        }
        self.text.push(c);
        if !is_own_key(c) && !c.is_alphanumeric() {
            self.start_word();
        }
    }

    fn join(&mut self, joint: char) {
        if joint == crate::ZWNJ {
            spellings::put_right(&mut self.text, self.part);
            self.part = self.text.len();
        }
    }

    fn start_word(&mut self) {
        (self.word, self.part) = (self.text.len(), self.text.len());
    }

    /// Puts the word right that was written last.
    fn end_word(&mut self) {
        end_word(&mut self.text, self.word, self.part);
        self.start_word();
    }

    fn finish(mut self) -> String {
        self.end_word();
        spellings::whole(self.text)
    }
}

/// How the words of a key may begin in other spellings, without their hamza: `باطری` of `باتریها`. Folded they begin alike.
///
/// ```
/// assert!(persian::fold::other_beginnings("باتریها").eq(["باطری"]));
/// ```
pub fn other_beginnings(key: &str) -> impl Iterator<Item = &'static str> + '_ {
    spellings::others_of(key)
}

/// Puts a word right that starts at `word` and whose part behind the last half-space starts at `part`.
fn end_word(key: &mut String, word: usize, part: usize) {
    if part > word && &key[part..] == "ی" && key[..part].ends_with('ه') {
        key.truncate(part);
    }
    spellings::put_right(key, part);
    spellings::put_right(key, word);
}

/// A word of a text, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded word, half-spaces joined: `کتابها` for کتاب‌ها.
    pub text: String,
    /// Where it stands in the input, in bytes.
    pub range: Range<usize>,
    /// The folded parts when half-spaces part it: `کتاب`, `ها`; empty otherwise.
    pub parts: Vec<String>,
}

/// The words of a text in order: runs of letters, digits and marks, half-spaces inside them.
///
/// ```
/// let word = persian::fold::tokens("«رئیس\u{200c}جمهور»").next().expect("a word");
/// assert_eq!((word.text.as_str(), word.parts.len()), ("رییسجمهور", 2));
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    runs(text).map(|run| token(text, run)).filter(|token| !token.text.is_empty())
}

/// The words of a text in order, folded: [`Token::text`] of its [`tokens`].
///
/// ```
/// assert_eq!(persian::fold::words("كتاب\u{200c}ها، باران").collect::<Vec<_>>(), ["کتابها", "باران"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    tokens(text).map(|token| token.text)
}

/// The key of a name in which spaces do not count: that of «خبر آنلاین» and of «خبرآنلاین».
///
/// ```
/// assert_eq!(persian::fold::joined("خبر آنلاین"), "خبرانلاین");
/// ```
pub fn joined(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Where the words of a text stand, as they are written and in bytes: what [`tokens`] folds one by one.
///
/// ```
/// assert_eq!(persian::fold::runs("رفت، آمد").collect::<Vec<_>>(), [0..6, 9..15]);
/// ```
pub fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let letters = &*LETTERS;
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, c)| letter(letters, *c).starts)?;
        let end = rest.find(|(_, c)| !letter(letters, *c).is_within).map_or(text.len(), |(end, _)| end);
        Some(start..end)
    })
}

/// Gives the [`Token::text`] of each word of a text to `take`, in order, with nothing allocated for it.
///
/// ```
/// let mut keys = Vec::new();
/// persian::fold::each_key("«رئیس\u{200c}جمهور» آمد", |key| keys.push(key.to_owned()));
/// assert_eq!(keys, ["رییسجمهور", "امد"]);
/// ```
pub fn each_key(text: &str, mut take: impl FnMut(&str)) {
    let letters = &*LETTERS;
    let mut key = String::new();
    let mut rest = text.char_indices();
    while let Some((start, first)) = rest.find(|(_, c)| letter(letters, *c).starts) {
        key.clear();
        let (mut c, mut is_whole, mut part) = (first, true, 0);
        let end = loop {
            if c == crate::ZWNJ {
                spellings::put_right(&mut key, part);
                part = key.len();
            }
            match letter(letters, c).folded {
                Some(folded) => folded.into_iter().for_each(|c| key.push(c)),
                None => is_whole = false,
            }
            match rest.next() {
                Some((_, next)) if letter(letters, next).is_within => c = next,
                Some((at, _)) => break at,
                None => break text.len(),
            }
        };
        if is_whole {
            end_word(&mut key, 0, part);
        } else {
            key = fold(&text[start..end]);
        }
        if !key.is_empty() {
            take(&key);
        }
    }
}

/// What is asked of a character of a word.
#[derive(Clone, Copy)]
struct Letter {
    /// Whether a word may start with it.
    starts: bool,
    /// Whether it may stand in a word.
    is_within: bool,
    /// What it folds to, or that it is dropped; None when that takes a look at the whole word.
    folded: Option<Option<char>>,
}

/// The characters that nearly all Persian text consists of.
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| ('\0'..'\u{0700}').map(Letter::of).collect());

#[inline]
fn letter(letters: &[Letter], c: char) -> Letter {
    match letters.get(c as usize) {
        Some(letter) => *letter,
        None if c == '\u{200c}' => Letter { starts: false, is_within: true, folded: Some(None) },
        None => Letter { starts: c.is_alphanumeric(), is_within: in_word(c), folded: None },
    }
}

impl Letter {
    fn of(c: char) -> Self {
        let mut folded = Vec::new();
        push_folded(c.encode_utf8(&mut [0; 4]), |c| folded.push(c));
        let is_one = folded.len() < 2 && !folded.iter().any(|c| c.is_whitespace());
        Self {
            starts: is_common_letter(c) || c.is_alphanumeric(),
            is_within: in_word(c),
            folded: is_one.then_some(folded.pop()),
        }
    }
}

fn token(text: &str, range: Range<usize>) -> Token {
    let word = text[range.clone()].trim_end_matches(is_joint);
    let range = range.start..range.start + word.len();
    let mut parts: Vec<String> = Vec::new();
    if word.contains(is_joint) {
        parts = word.split(is_joint).map(fold).filter(|part| !part.is_empty()).collect();
        // The ezafe of خانه‌ی is no part.
        if parts.last().is_some_and(|last| last == "ی")
            && parts.iter().rev().nth(1).is_some_and(|part| part.ends_with('ه'))
        {
            parts.pop();
        }
        if parts.len() < 2 {
            parts.clear();
        }
    }
    Token { text: fold(word), range, parts }
}

fn is_joint(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{200b}')
}

/// Letters, digits, marks and what stands inside words: ZWNJ, ZWJ, tatweel.
fn in_word(c: char) -> bool {
    is_common_letter(c) || is_joint(c) || c.is_alphanumeric() || is_mark(c)
}

/// The letters of nearly all words, told without a look into the tables of Unicode.
fn is_common_letter(c: char) -> bool {
    matches!(c, 'ا'..='غ' | 'ف'..='و' | '\u{06a9}' | '\u{06cc}' | 'پ' | 'چ' | 'ژ' | 'گ')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}' | '\u{0300}'..='\u{036f}')
}

/// Whether folding leaves a character as it is, as nearly all are.
fn is_own_key(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9') || is_common_letter(c) && !matches!(c, 'ة' | 'ك')
}

/// Gives each folded character to `push`.
fn push_folded(text: &str, mut push: impl FnMut(char)) {
    for c in text.chars() {
        match c {
            'a'..='z'
            | '0'..='9'
            | ' '
            | 'ا'..='غ'
            | 'ف'..='و'
            | '\u{06a9}'
            | '\u{06cc}'
            | 'پ'
            | 'چ'
            | 'ژ'
            | 'گ' => {
                fold_letter(c).into_iter().for_each(&mut push);
            }
            _ => {
                // A mark by itself (U+FE76, U+00A8) is taken apart into a space and the mark.
                let lone = !c.is_whitespace() && c.nfkc().next() == Some(' ');
                let parts = c.nfkc().skip(usize::from(lone));
                parts.flat_map(char::to_lowercase).filter_map(fold_letter).for_each(&mut push);
            }
        }
    }
}

/// One character folded; None for what is dropped.
fn fold_letter(c: char) -> Option<char> {
    Some(match c {
        'ي' | 'ى' | 'ئ' | '\u{06d2}' => 'ی',
        'ك' | '\u{06aa}' => 'ک',
        'ة' | 'ۀ' | '\u{06c1}' | '\u{06c2}' | '\u{06c3}' | '\u{06d5}' | '\u{06be}' => 'ه',
        'آ' | 'أ' | 'إ' | '\u{0671}' => 'ا',
        'ؤ' => 'و',
        'ء'
        | '\u{00ad}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => {
            return None;
        }
        c if is_mark(c) => return None,
        c => crate::digits::value(c).and_then(|v| char::from_digit(v, 10)).unwrap_or(c),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one_key() {
        for (one, other) in [
            ("می‌شود", "ميشود"),
            ("مسئول", "مسيول"),
            ("مسئولان", "مسؤولان"),
            ("مسئله", "مساله"),
            ("مسأله", "مساله"),
            ("هیئت", "هیأت"),
            ("جرأت", "جرئت"),
            ("بی\u{200c}مسؤولیت", "بی\u{200c}مسئولیت"),
            ("ان شاءالله", "انشاالله"),
            ("ان شاء الله", "ان\u{200c}شاءالله"),
            ("خانۀ ما", "خانه\u{200c}ی ما"),
            ("قرآن", "قران"),
            ("رؤسا", "روسا"),
            ("كـتـاب", "کتاب"),
            ("كِتابِ", "کتاب"),
            ("۱۴۰۳", "١٤٠٣"),
            ("ﻛﺘﺎﺏ", "کتاب"),
            ("خانۀ", "خانه"),
            ("BBC", "bbc"),
            ("  دو \n واژه ", "دو واژه"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn keys_are_those_of_the_words_whatever_they_hold() {
        for c in ('\0'..'\u{3000}').chain('\u{fb00}'..'\u{10500}') {
            for text in [format!("با{c}ز {c}{c}"), format!("{c}x\u{200c}{c}")] {
                let words: Vec<String> = tokens(&text).map(|token| token.text).collect();
                let mut keys = Vec::new();
                each_key(&text, |key| keys.push(key.to_owned()));
                assert_eq!(keys, words, "{c:?}");
            }
        }
    }

    #[test]
    fn compounds_give_the_joined_form_and_the_parts() {
        let all: Vec<Token> = tokens("«کتاب‌ها»، ۲۰۲۴!").collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].text, "کتابها");
        assert_eq!(all[0].parts, ["کتاب", "ها"]);
        assert_eq!(&"«کتاب‌ها»، ۲۰۲۴!"[all[0].range.clone()], "کتاب‌ها");
        assert_eq!(all[1].text, "2024");
        assert!(all[1].parts.is_empty());
    }
}
