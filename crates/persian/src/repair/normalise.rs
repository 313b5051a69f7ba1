//! The rules: one character for one letter, digits by context, quotes, spaces around punctuation.
//!
//! | before | after |
//! |---|---|
//! | ي U+064A, ى U+0649 between Persian letters | ی U+06CC |
//! | ك U+0643 | ک U+06A9 |
//! | ه followed by U+0654, or ۀ U+06C0 | kept |
//! | tatweel U+0640, U+00AD, directional marks inside words, U+FEFF | removed |
//! | presentation forms U+FB50..U+FDFF, U+FE70..U+FEFC | their letters |
//! | ASCII and Arabic-Indic digits in a word without Latin letters | Persian digits |
//! | straight and curly double quotes in pairs | «…» |
//! | space before `، ؛ : . ! ؟ » )`; after `« (` | removed |
//! | `,` `;` `?` after a Persian letter | `،` `؛` `؟` |
//! | runs of spaces, U+00A0 | one space |
//! | ZWNJ beside a space, punctuation, a line's end, or another ZWNJ | removed |

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::protected;
use crate::{ZWNJ, digits};

/// A line made regular. Idempotent.
pub(super) fn normalise(line: &str) -> Cow<'_, str> {
    if is_regular(line) { Cow::Borrowed(line) } else { Cow::Owned(by_the_rules(line)) }
}

/// Whether no rule can apply, told from each character and the one before it: most lines of good text.
fn is_regular(line: &str) -> bool {
    let mut last = Sign::Edge;
    for c in line.chars() {
        let sign = SIGNS.get(c as usize).copied().unwrap_or(Sign::Ruled);
        match (last, sign) {
            (_, Sign::Ruled) => return false,
            (Sign::Letter, Sign::Half) | (Sign::Half, Sign::Letter) => {}
            (_, Sign::Half) | (Sign::Half, _) => return false,
            (Sign::Space | Sign::Opening, Sign::Space) | (Sign::Space, Sign::Closing) => return false,
            _ => {}
        }
        last = sign;
    }
    last != Sign::Half
}

/// What a character is to the rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// No character.
    Edge,
    /// A Persian letter as it should be.
    Letter,
    Space,
    /// ZWNJ.
    Half,
    /// No space stands before it.
    Closing,
    /// No space stands after it.
    Opening,
    /// What no rule speaks of.
    Free,
    /// What some rule may change.
    Ruled,
}

/// The signs of the first characters of Unicode, up to the General Punctuation that Persian uses.
static SIGNS: [Sign; 0x2027] = signs();

const fn signs() -> [Sign; 0x2027] {
    let mut signs = [Sign::Ruled; 0x2027];
    let mut at = 0;
    while at < signs.len() {
        signs[at] = match at {
            0x20 => Sign::Space,
            0x200c => Sign::Half,
            // ، ؛ ؟ » . ! : ) ]
            0x60c | 0x61b | 0x61f | 0xbb | 0x2e | 0x21 | 0x3a | 0x29 | 0x5d => Sign::Closing,
            // « ( [
            0xab | 0x28 | 0x5b => Sign::Opening,
            // Persian digits, % + - /, line ends, … and dashes.
            0x6f0..=0x6f9 | 0x25 | 0x2b | 0x2d | 0x2f | 0x0a | 0x0d | 0x2026 | 0x2013 | 0x2014 => Sign::Free,
            0x621..=0x63a | 0x641 | 0x642 | 0x644..=0x648 | 0x67e | 0x686 | 0x698 | 0x6a9 | 0x6af | 0x6cc => {
                Sign::Letter
            }
            _ => Sign::Ruled,
        };
        at += 1;
    }
    signs
}

fn by_the_rules(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut from = 0;
    for kept in protected(line) {
        letters(&line[from..kept.start], &mut out);
        out.push_str(&line[kept.clone()]);
        from = kept.end;
    }
    letters(&line[from..], &mut out);
    settled(spacing(&quotes(&out)))
}

/// Spacing again while it changes: a ZWNJ taken out can leave a space before a point. Each round only takes out.
fn settled(mut text: String) -> String {
    for _ in 0..ROUNDS_MAX {
        let again = spacing(&text);
        if again == text {
            break;
        }
        text = again;
    }
    text
}

/// Text that people wrote settles after one round; strings made to break programs are cut short.
const ROUNDS_MAX: usize = 8;

/// Letters and digits, character by character.
fn letters(text: &str, out: &mut String) {
    for word in text.split_inclusive(char::is_whitespace) {
        let latin = word.bytes().any(|b| b.is_ascii_alphabetic());
        let persian = !latin && word.chars().any(|c| is_letter(c) || matches!(c, '٠'..='٩'));
        let sign = word.chars().any(|c| digits::value(c).is_some()) && !latin;
        for c in word.chars() {
            match c {
                'ي' | 'ى' => out.push('ی'),
                'ك' => out.push('ک'),
                '\u{0640}' | '\u{00ad}' | '\u{feff}' | '\u{200b}' => {}
                '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' if persian => {}
                '\u{00a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => out.push(' '),
                '\u{200d}' if persian => {}
                '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                    if !matches!(c, '\u{fd3e}' | '\u{fd3f}') =>
                {
                    out.extend(std::iter::once(c).nfkc().map(|c| match c {
                        'ي' | 'ى' => 'ی',
                        'ك' => 'ک',
                        c => c,
                    }));
                }
                c if sign && digits::value(c).is_some() => {
                    out.push_str(&digits::to_persian(c.encode_utf8(&mut [0; 4])))
                }
                c => out.push(c),
            }
        }
    }
}

/// Double quotes in pairs around text with Persian letters become guillemets; an odd one stays.
fn quotes(text: &str) -> String {
    let count = text.chars().filter(|c| is_quote(*c)).count();
    if count == 0 || count % 2 == 1 || !text.chars().any(is_letter) {
        return text.to_owned();
    }
    let kept = protected(text);
    let mut open = false;
    text.char_indices()
        .map(|(at, c)| {
            if !is_quote(c) || kept.iter().any(|range| range.contains(&at)) {
                return c;
            }
            open = !open;
            if open { '«' } else { '»' }
        })
        .collect()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Spaces and stray ZWNJ; Latin punctuation after Persian letters.
fn spacing(text: &str) -> String {
    let kept = protected(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if kept.iter().any(|range| range.contains(&at)) {
            out.push(c);
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        let last = out.chars().next_back();
        match c {
            ' ' if last.is_none_or(|last| last == ' ') && !out.is_empty() => {}
            ' ' if next.is_some_and(|next| closes(next, text, at + 1))
                && last.is_some_and(|last| last != ' ') => {}
            ' ' if last.is_some_and(opens) => {}
            ZWNJ if !joins(last, next) => {}
            ',' | ';' | '?' if last.is_some_and(is_letter) => out.push(match c {
                ',' => '،',
                ';' => '؛',
                _ => '؟',
            }),
            c => out.push(c),
        }
    }
    out
}

/// Whether a ZWNJ has a meaning here: after a Persian letter or digit and before a Persian letter.
fn joins(last: Option<char>, next: Option<char>) -> bool {
    last.is_some_and(|last| {
        last != ZWNJ
            && (is_letter(last)
                || is_mark(last)
                || digits::value(last).is_some()
                || last.is_ascii_alphabetic())
    }) && next.is_some_and(is_letter)
}

/// Whether a space before `c` is a slip. A point or colon counts only when it ends a word, not before a decimal.
fn closes(c: char, text: &str, at: usize) -> bool {
    match c {
        '،' | '؛' | '؟' | '!' | '»' => true,
        '.' | ':' | ')' | ']' => {
            let after = text[at..].chars().nth(1);
            after.is_none_or(|after| !after.is_alphanumeric() || is_letter(after))
        }
        _ => false,
    }
}

fn opens(c: char) -> bool {
    matches!(c, '«' | '(' | '[')
}

/// A letter of the Arabic script.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063f}' | '\u{0641}'..='\u{064a}' | '\u{0671}'..='\u{06d3}' | '\u{06d5}' | '\u{06ee}' | '\u{06ef}' | '\u{06fa}'..='\u{06ff}')
}

/// A mark on a letter of the Arabic script.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_regular() {
        for (before, after) in [
            ("كتاب علي", "کتاب علی"),
            ("سـلام", "سلام"),
            ("سال 1403", "سال ۱۴۰۳"),
            ("نسخه v2.1 و B12", "نسخه v2.1 و B12"),
            ("گفت : \"بله\" .", "گفت: «بله»."),
            ("آیا رفت ?", "آیا رفت ?"),
            ("رفت?", "رفت؟"),
            ("دو  فاصله", "دو فاصله"),
            ("« متن »", "«متن»"),
            ("کتاب\u{200c} ها\u{200c}،", "کتاب ها،"),
            ("کتاب\u{200c}\u{200c}ها", "کتاب\u{200c}ها"),
            ("( متن ) را", "(متن) را"),
            ("گفت : «بله»", "گفت: «بله»"),
            ("نرخ 3.5 درصد", "نرخ ۳.۵ درصد"),
            ("ﺳﻼﻡ", "سلام"),
            ("تنها \" یک نشان", "تنها \" یک نشان"),
        ] {
            assert_eq!(normalise(before), after);
            assert_eq!(normalise(after), after);
        }
    }
}
