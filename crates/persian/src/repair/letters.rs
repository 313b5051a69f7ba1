//! One character for one letter, and digits by context.

use unicode_normalization::UnicodeNormalization;

use super::normalise::{is_letter, is_mark, is_of_letters, stands_alone};
use crate::{ALLAH, ZWNJ, digits};

/// Writes `text` with its letters and digits made regular.
pub(super) fn make_regular(text: &str, out: &mut String) {
    // A number after a Latin word belongs to it: iPhone 15.
    let mut after_latin = false;
    for word in text.split_inclusive(char::is_whitespace) {
        // Most words, from which no mark is to be moved either.
        if is_of_letters(word.strip_suffix(' ').unwrap_or(word)) && !word.is_empty() {
            out.push_str(word);
            after_latin = false;
            continue;
        }
        if is_of_a_network(word) {
            out.push_str(word);
            after_latin = false;
            continue;
        }
        let latin = word.contains(is_latin);
        let persian = !latin && word.chars().any(|c| is_letter(c) || matches!(c, '٠'..='٩'));
        make_word_regular(word, persian, !latin && (persian || !after_latin), out);
        after_latin = latin && !word.chars().any(is_letter);
    }
}

/// Whether a word is an address of the Internet in numbers, 192.168.1.1, with marks around it or not. Its digits stay.
fn is_of_a_network(word: &str) -> bool {
    if word.bytes().filter(|byte| *byte == b'.').count() < 3 {
        return false;
    }
    let number = word.trim_matches(|c: char| !c.is_ascii_digit());
    let is_part = |part: &str| part.len() <= 3 && part.parse::<u8>().is_ok();
    number.split('.').count() == 4 && number.split('.').all(is_part)
}

const TATWEEL: char = '\u{0640}';

/// Whether a tatweel stands for a dash: at a number (۵ـ۴, ۱ـ مقدمه), or where it stretches no letter, for there is none
/// before it that joins (ایرناـ تهران, ـ سلام).
fn is_dash(before: Option<char>, after: Option<char>) -> bool {
    let joins = before.is_some_and(|before| is_mark(before) || is_letter(before) && !stands_alone(before));
    let stretches = joins || after.is_some_and(|after| is_letter(after) || is_mark(after));
    before.is_some_and(|before| digits::value(before).is_some()) || !stretches
}

fn make_word_regular(word: &str, persian: bool, persian_digits: bool, out: &mut String) {
    let mut chars = word.chars().peekable();
    let start = out.len();
    let mut next = None;
    while let Some(c) = chars.next() {
        let last = next.replace(c);
        // A mark belongs to its letter, whatever stands between.
        if is_mark(c) && out[start..].ends_with(ZWNJ) {
            let joined = out[start..].trim_end_matches(ZWNJ);
            // A hamza behind a half-space is a slip in می‌ٔدهند.
            if c == '\u{654}' && joined.ends_with(['ی', 'ي']) {
                continue;
            }
            out.truncate(start + joined.len());
        }
        match c {
            ',' if persian_digits && groups_digits(&out[start..], chars.clone()) => out.push('٬'),
            '\u{653}'..='\u{655}' | 'ء' => {
                let last = out.chars().next_back().unwrap_or(' ');
                let ends = chars.peek().is_none_or(|next| !is_letter(*next) && !is_mark(*next));
                let whole = composed(last, c);
                if whole.is_some() {
                    out.pop();
                }
                out.push(whole.unwrap_or(if c == 'ء' && last == 'ه' && ends { '\u{654}' } else { c }));
            }
            'ۀ' => out.push_str("ه\u{654}"),
            TATWEEL => {
                while chars.next_if_eq(&TATWEEL).is_some() {}
                if is_dash(out[start..].chars().next_back(), chars.peek().copied()) {
                    out.push('–');
                }
            }
            '\u{00ad}' | '\u{feff}' | '\u{200b}' => {}
            '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' if persian => {}
            '\u{00a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ff5e}'
                if (c.is_alphanumeric() || c >= '\u{ff01}') && !is_phrase(c) && !is_markup(c) =>
            {
                // A vowel by itself is taken apart into a space or a tatweel, and its mark. Many fonts show ﷲ without its
                // alef, and many write one before it.
                let alefs = usize::from(c == ALLAH && last == Some('ا'));
                let parts =
                    std::iter::once(c).nfkc().filter(|part| !matches!(*part, ' ' | TATWEEL)).skip(alefs);
                out.extend(parts.map(|part| regular(part, persian_digits)));
            }
            c => out.push(regular(c, persian_digits)),
        }
    }
}

/// Whether a comma groups digits by three: 58,500 and 1,234,567, not 19,20 or 2019,2020.
fn groups_digits(before: &str, mut after: impl Iterator<Item = char>) -> bool {
    let is_digit = |c: &char| digits::value(*c).is_some();
    let first = before.chars().rev().take_while(is_digit).count();
    (1..=3).contains(&first)
        && after.by_ref().take(3).filter(is_digit).count() == 3
        && after.next().is_none_or(|c| !is_digit(&c))
}

/// A whole phrase in one character, which would run together: ﷺ.
fn is_phrase(c: char) -> bool {
    matches!(c, '\u{fdfa}' | '\u{fdfb}')
}

/// Quotes, < > and &, as wide as an ideograph: they would become markup where there was none.
fn is_markup(c: char) -> bool {
    matches!(c, '＂' | '＆' | '＇' | '＜' | '＞')
}

/// Latin as it is, or as wide as an ideograph.
fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ')
}

/// A regular letter, or a digit, a Persian one where those belong.
fn regular(c: char, persian_digits: bool) -> char {
    match c {
        c if persian_digits && digits::value(c).is_some() => digits::value(c).map_or(c, digits::persian),
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '\u{06c1}' | '\u{06be}' => 'ه',
        c => c,
    }
}

/// A regular letter with the combining madda U+0653 or hamza U+0654, U+0655 that follows it.
fn composed(c: char, mark: char) -> Option<char> {
    Some(match (c, mark) {
        ('ا', '\u{653}') => 'آ',
        ('ا', '\u{654}') => 'أ',
        ('ا', '\u{655}') => 'إ',
        ('و', '\u{654}') => 'ؤ',
        ('ی', '\u{654}') => 'ئ',
        _ => return None,
    })
}
