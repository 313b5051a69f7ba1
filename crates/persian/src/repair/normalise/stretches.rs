//! The rules applied only around what is not regular.
//!
//! Quotes and quoted Arabic have a say over a whole line. Where a line has none of them, no rule looks past a space
//! between two words of nothing but letters and half-spaces: the line is parted there, and stretches that are regular
//! are copied. Nearly all irregular lines are so, most with one slip; they took five times as long whole. Lines with a
//! vowel read as regular ones gained nothing.

use super::super::protected;
use super::{Sign, follows, in_rounds, sign, with_digits};

/// Whether no rule looks at the line as a whole.
pub(super) fn are_apart(line: &str) -> bool {
    let bytes = line.as_bytes();
    // A sign that stands last is told by what follows: anything.
    let alone = bytes.last().is_some_and(|byte| FIRST[usize::from(*byte)] == ALONE);
    let found = bytes
        .windows(2)
        .fold(0, |found, both| found | FIRST[usize::from(both[0])] & SECOND[usize::from(both[1])]);
    !alone && found & !TYPED == 0 && !(found == TYPED && protected::has_sure_word(line))
}

/// A letter that a keyboard of Arabic types: ي, ك, ى.
const TYPED: u8 = 64;
const ALONE: u8 = 0x80;
/// Bytes that are a sign of what bears on the whole line or begin one, a bit for each kind, and those that complete it.
static FIRST: [u8; 256] = {
    let mut first = [0; 256];
    let mut at = 0;
    while at < 256 {
        first[at] = match at as u8 {
            // Quotes, those of code too, and presentation forms, which may stand for any of them.
            b'`' | b'"' | 0xef => ALONE,
            b':' => 1,
            0x80 => 2,
            0xd8 => 4,
            0xd9 => 8 | TYPED,
            0xda => protected::AFTER_DA,
            0xdb => protected::AFTER_DB,
            _ => 0,
        };
        at += 1;
    }
    first
};
static SECOND: [u8; 256] = {
    let mut second = [ALONE; 256];
    let mut at = 0;
    while at < 256 {
        second[at] |= match at as u8 {
            // An address, which with Latin elsewhere is left alone.
            b'/' => 1,
            // Curly quotes.
            0x98..=0x9f => 2,
            // إ ة
            0xa5 | 0xa9 => 4,
            0x83 | 0x89 | 0x8a => TYPED,
            // The hamza that makes إ of an alef, and ٱ; ٹ ټ.
            0x95 | 0xb1 | 0xb9 | 0xbc => 8,
            _ => 0,
        };
        // Letters of other languages.
        second[at] |= protected::FOREIGN[at];
        at += 1;
    }
    second
};

/// A line whose stretches are [apart](are_apart), made regular.
pub(super) fn by_the_rules(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 16);
    let mut push = |stretch: &str, regular: bool| match regular {
        true => out.push_str(stretch),
        false => out.push_str(&with_digits(stretch).unwrap_or_else(|| in_rounds(stretch))),
    };
    let (mut from, mut regular, mut last) = (0, true, Sign::Edge);
    // The word that is read, whether it has but letters and half-spaces, and whether the one before it had.
    let (mut word, mut plain, mut plain_before) = (0, true, false);
    for (at, c) in line.char_indices() {
        let sign = sign(c);
        if !follows(last, sign) || sign == Sign::Latin {
            (regular, plain) = (false, false);
        }
        if sign == Sign::Space {
            plain &= at > word;
            if plain && plain_before {
                push(&line[from..word], regular);
                (from, regular) = (word, true);
            }
            (word, plain_before, plain) = (at + 1, plain, true);
        } else {
            plain &= matches!(sign, Sign::Letter | Sign::Half);
        }
        last = sign;
    }
    push(&line[from..], regular && last != Sign::Half);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_come_to_the_same_as_the_line() {
        let parts = "کتاب|ها|می\u{200c}شود|او|ه|\u{200c}| | | | |  |،|.|..|!|:|(|)|«|»|12|۱۲|ي|ك|ء|ۀ|\u{64e}|\u{654}|ـ|\u{a0}|\
                     /|,|a.b|X|#|@|=";
        let parts: Vec<&str> = parts.split('|').collect();
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        for _ in 0..4000 {
            let line: String = (0..next() % 40).map(|_| parts[next() % parts.len()]).collect();
            if are_apart(&line) {
                assert_eq!(by_the_rules(&line), in_rounds(&line), "{line:?}");
            }
        }
    }

    #[test]
    fn what_bears_on_a_line_is_seen() {
        for line in ["«إ", "ة ", "ٱ", "ا\u{655}", "://", "“", "‘ا", "\"", "`", "ﻼ"] {
            assert!(!are_apart(line), "{line}");
        }
        assert!(are_apart("كتاب\u{200c}ها را ، می خواند: ۱/۲ « نه » و 20:30 َ iPhone #نه"));
    }
}
