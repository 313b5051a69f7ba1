//! The rules: one character for one letter, digits by context, quotes, spaces around punctuation. Their table is in the
//! documentation of [`super`].

mod stretches;

use std::borrow::Cow;

use super::protected::{has_code, protected};
use super::{letters, spacing};
use crate::digits;

/// A line made regular. Idempotent.
pub(super) fn normalise(line: &str) -> Cow<'_, str> {
    if is_regular(line) { Cow::Borrowed(line) } else { Cow::Owned(by_the_rules(line)) }
}

/// Whether no rule can apply, told from each character and the one before it: most lines of good text.
pub(super) fn is_regular(line: &str) -> bool {
    let (mut last, mut latin) = (Sign::Edge, false);
    for c in line.chars() {
        let sign = sign(c);
        if !follows(last, sign) {
            return false;
        }
        latin |= sign == Sign::Latin;
        last = sign;
    }
    last != Sign::Half && !(latin && has_code(line))
}

/// Whether no rule speaks of a character so close behind another.
pub(super) fn follows(last: Sign, sign: Sign) -> bool {
    FOLLOWING[last as usize] >> sign as u8 & 1 == 1
}

/// For each sign those that may follow it, a bit each.
static FOLLOWING: [u16; 12] = {
    use Sign::*;
    const fn all_but(barred: &[Sign]) -> u16 {
        let (mut bits, mut at) = (!(1 << Ruled as u16), 0);
        while at < barred.len() {
            bits &= !(1 << barred[at] as u16);
            at += 1;
        }
        bits
    }
    let mut following = [0; 12];
    following[Edge as usize] = all_but(&[Half]);
    following[Free as usize] = all_but(&[Half]);
    following[Latin as usize] = all_but(&[Half]);
    following[Ruled as usize] = all_but(&[Half]);
    following[Letter as usize] = all_but(&[Opening]);
    following[Half as usize] = 1 << Letter as u16;
    following[Space as usize] = all_but(&[Half, Space, Closing, Comma, Point]);
    following[Opening as usize] = all_but(&[Half, Space]);
    following[Digit as usize] = all_but(&[Half]);
    following[Closing as usize] = all_but(&[Half, Letter, Opening]);
    // ۲،۵۰۰
    following[Comma as usize] = all_but(&[Half, Letter, Opening, Digit]);
    following[Point as usize] = all_but(&[Half, Letter, Opening, Point]);
    following
};

/// What a character is to the rules.
pub(super) const fn sign(c: char) -> Sign {
    if (c as usize) < SIGNS.len() { SIGNS[c as usize] } else { Sign::Ruled }
}

/// Whether all of a word is Persian letters as they should be.
pub(super) fn is_of_letters(word: &str) -> bool {
    word.chars().all(|c| sign(c) == Sign::Letter)
}

/// What a character is to the rules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// No character.
    Edge,
    /// A Persian letter as it should be.
    Letter,
    Space,
    /// ZWNJ.
    Half,
    /// No space stands before it.
    Closing,
    /// A point: as closing, and three make an ellipsis.
    Point,
    /// A comma: as closing, and between digits it may group them.
    Comma,
    /// No space stands after it.
    Opening,
    /// A Persian digit.
    Digit,
    /// What no rule speaks of.
    Free,
    /// A Latin letter: no rule speaks of it, unless it is of code.
    Latin,
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
            0x60c => Sign::Comma,
            // ؛ ؟ » ! : ) ] …
            0x61b | 0x61f | 0xbb | 0x21 | 0x3a | 0x29 | 0x5d | 0x2026 => Sign::Closing,
            0x2e => Sign::Point,
            // « ( [
            0xab | 0x28 | 0x5b => Sign::Opening,
            0x6f0..=0x6f9 => Sign::Digit,
            // % + - /, line ends and dashes.
            0x25 | 0x2b | 0x2d | 0x2f | 0x0a | 0x0d | 0x2013 | 0x2014 => Sign::Free,
            0x41..=0x5a | 0x61..=0x7a => Sign::Latin,
            // All but إ and ة, which tell of Arabic.
            0x622..=0x624
            | 0x626..=0x628
            | 0x62a..=0x63a
            | 0x641
            | 0x642
            | 0x644..=0x648
            | 0x67e
            | 0x686
            | 0x698
            | 0x6a9
            | 0x6af
            | 0x6cc => Sign::Letter,
            _ => Sign::Ruled,
        };
        at += 1;
    }
    signs
}

/// A line that is not regular, made so as far as the rules go.
pub(super) fn by_the_rules(line: &str) -> String {
    with_digits(line).unwrap_or_else(|| {
        if stretches::are_apart(line) { stretches::by_the_rules(line) } else { in_rounds(line) }
    })
}

/// A line of which but the digits are regular, with Persian ones: a fourth of all that are not regular. Beside Latin a digit
/// may stay, so a line with Latin is none.
fn with_digits(line: &str) -> Option<String> {
    let (mut out, mut last) = (String::with_capacity(line.len() + 16), Sign::Edge);
    let mut behind_points = 0_u8;
    for c in line.chars() {
        let digit = digits::value(c);
        let sign = if digit.is_some() { Sign::Digit } else { sign(c) };
        behind_points += u8::from(last == Sign::Point && c.is_ascii_digit());
        // With three of these there may be a 192.168.1.1.
        if !follows(last, sign) || sign == Sign::Latin || behind_points == 3 {
            return None;
        }
        out.push(digit.map_or(c, digits::persian));
        last = sign;
    }
    (last != Sign::Half).then_some(out)
}

/// The rules while they change something: a ZWNJ taken out can leave a space before a point, and a space put in can
/// part a number from a Latin word.
fn in_rounds(line: &str) -> String {
    let mut text = one_round(line);
    if text == line {
        return text;
    }
    for _ in 0..ROUNDS_MAX {
        if is_regular(&text) {
            break;
        }
        let again = one_round(&text);
        if again == text {
            break;
        }
        text = again;
    }
    text
}

/// Text that people wrote settles after one round; strings made to break programs are cut short.
const ROUNDS_MAX: usize = 8;

fn one_round(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut from = 0;
    let kept = protected(line);
    for kept in &kept {
        letters::make_regular(&line[from..kept.start], &mut out);
        out.push_str(&line[kept.clone()]);
        from = kept.end;
    }
    letters::make_regular(&line[from..], &mut out);
    let text = spacing::quotes(&out);
    if text == line { spacing::spaced(&text, &kept) } else { spacing::spaced(&text, &protected(&text)) }
}

/// A letter of the Arabic script.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063f}' | '\u{0641}'..='\u{064a}' | '\u{0671}'..='\u{06d3}' | '\u{06d5}' | '\u{06ee}' | '\u{06ef}' | '\u{06fa}'..='\u{06ff}')
}

/// A letter that never joins the next one.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c, 'ا' | 'آ' | 'د' | 'ذ' | 'ر' | 'ز' | 'ژ' | 'و')
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
            ("آیا رفت ?", "آیا رفت؟"),
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
            ("خانۀ ما و نامهء او", "خانهٔ ما و نامهٔ او"),
            ("ا\u{653}ب", "آب"),
            ("ＡＢＣ１２", "ABC12"),
            ("iPhone 15 را و ویندوز 11", "iPhone 15 را و ویندوز ۱۱"),
            ("رفت ... و آمد....", "رفت … و آمد…"),
            ("سلام،خوبی؟آره!بله.رفتم", "سلام، خوبی؟ آره! بله. رفتم"),
            ("ج.ا.ایران و ساعت 20:30", "ج.ا.ایران و ساعت ۲۰:۳۰"),
            ("تومان(حدود)بود", "تومان (حدود) بود"),
            ("نام(های) او و «ایران»ی", "نام(های) او و «ایران»ی"),
            ("گفت:\"نه\"و رفت", "گفت: «نه» و رفت"),
            ("‘نقل’", "«نقل»"),
            ("ـ سلام ـ گفت", "– سلام – گفت"),
            ("۲۵ـ۲۰ و ۱ـ مقدمه و ایرناـ تهران", "۲۵–۲۰ و ۱– مقدمه و ایرنا– تهران"),
            ("کتاب ـها، ســــلامـ و علی ـ(ع)", "کتاب ها، سلام و علی –(ع)"),
            ("پیامبر ﷺ فرمود و ﷲ", "پیامبر ﷺ فرمود و الله"),
            ("بی.بی.سی و یو.اس.ای گفت.او رفت.", "بی.بی.سی و یو.اس.ای گفت. او رفت."),
            ("تلویزیون 43\" و 55\" و \"سال 1403\"", "تلویزیون ۴۳\" و ۵۵\" و «سال ۱۴۰۳»"),
            ("ساعت 20 : 30 و آیهٔ 2 : 255", "ساعت ۲۰ : ۳۰ و آیهٔ ۲ : ۲۵۵"),
            ("`كد` و كد", "`كد` و کد"),
            ("﴿ إنا أعطيناك ﴾ را", "﴿ إنا أعطيناك ﴾ را"),
            ("آیه «إنا أنزلناه في ليلة القدر» را كه خواند", "آیه «إنا أنزلناه في ليلة القدر» را که خواند"),
            ("«إِنَّا أَعْطَيْنَاكَ الْكَوْثَرَ» را كه", "«إِنَّا أَعْطَيْنَاكَ الْكَوْثَرَ» را که"),
        ] {
            assert_eq!(normalise(before), after);
            assert_eq!(normalise(after), after);
        }
    }
}
