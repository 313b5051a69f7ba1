//! Persian number words to numbers: «هزار و چهارصد و سه» is 1403.
//!
//! Read: cardinals and ordinals up to the trillions, digits before a multiplier (۱۲ هزار), and halves before one
//! (دو و نیم میلیون) or behind it (یک میلیون و نیم), decimal fractions of one (۱٫۵ میلیون, ۱/۵ میلیون), thousands of one
//! (دو هزار میلیارد, دو هزار و سیصد میلیارد). Words run together or half-spaced are read as spaced ones: بیست‌وسه,
//! بیستوسوم, یکهزاروچهارصد.

use crate::{digits, fold};

/// The number that a text is, and nothing else; None when any word of it is no part of a number.
///
/// ```
/// use persian::numbers::parse;
///
/// assert_eq!(parse("هزار و چهارصد و سه"), Some(1403));
/// assert_eq!(parse("۱۲ هزار و ۵۰۰"), Some(12_500));
/// assert_eq!(parse("دو و نیم میلیون"), Some(2_500_000));
/// assert_eq!(parse("سه کتاب"), None);
/// ```
pub fn parse(text: &str) -> Option<u64> {
    fraction(text).or_else(|| whole(text))
}

/// A whole number, all of whose words are read.
fn whole(text: &str) -> Option<u64> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (value, read) = longest(&words)?;
    (read == words.len()).then_some(value)
}

/// A decimal fraction before a multiplier, when that makes a whole number: ۱٫۵ میلیون. A slash is read as a decimal mark,
/// which in Persian it mostly is.
fn fraction(text: &str) -> Option<u64> {
    let text = digits::to_ascii(text);
    let (units, rest) = text.trim().split_once(['٫', '.', '/'])?;
    let places = rest.find(|c: char| !c.is_ascii_digit())?;
    let (part, by) = rest.split_at(places);
    let by = whole(by).filter(|by| *by >= 1000)?;
    let scale = 10_u64.checked_pow(u32::try_from(places).ok()?)?;
    let parts = part.parse::<u64>().ok()?.checked_mul(by)?;
    let units = units.parse::<u64>().ok()?.checked_mul(by)?;
    (places > 0 && parts % scale == 0).then(|| units.checked_add(parts / scale))?
}

/// The number that the first words make, folded words with «و» among them, and how many words it took.
pub(crate) fn longest(words: &[&str]) -> Option<(u64, usize)> {
    let mut number = Number::default();
    let (mut at, mut read, mut joined) = (0, 0, true);
    while let Some(word) = words.get(at) {
        if *word == "و" && read > 0 && !joined {
            joined = true;
        } else if number.take(word, joined) {
            (read, joined) = (at + 1, false);
        } else if matches!(*word, "ام" | "امین") && read == at && read > 0 {
            // سی‌ام
            read += 1;
            break;
        } else {
            break;
        }
        at += 1;
    }
    (read > 0).then_some(())?;
    Some((number.value()?, read))
}

/// The folded words of a text, compounds in their parts, «و» parted from what it joins.
fn words(text: &str) -> Vec<String> {
    let text = ungrouped(text);
    let tokens = fold::tokens(&text);
    let parts = tokens.flat_map(|token| if token.parts.is_empty() { vec![token.text] } else { token.parts });
    parts
        .flat_map(|word| {
            let whole = value(&word).is_some() || word.chars().count() > PARTED_MAX;
            let parts = if whole { None } else { parted(&word) };
            parts.unwrap_or_else(|| vec![word])
        })
        .collect()
}

/// A text without what groups digits: ۲٬۵۰۰.
fn ungrouped(text: &str) -> String {
    let digit = |c: Option<char>| c.is_some_and(|c| digits::value(c).is_some());
    let groups = |at: usize, c: char| {
        matches!(c, '٬' | ',')
            && digit(text[..at].chars().next_back())
            && digit(text[at + c.len_utf8()..].chars().next())
    };
    text.char_indices().filter(|(at, c)| !groups(*at, *c)).map(|(_, c)| c).collect()
}

/// The number words and «و» that a word is made of: بیستوسه, وسه, دوهزار, یکهزاروچهارصد. None when it has anything else.
fn parted(word: &str) -> Option<Vec<String>> {
    if word.is_empty() {
        return Some(Vec::new());
    }
    // The longest first: دوازده is no دو. Digits stand for themselves.
    let ends = word.char_indices().rev().map(|(at, c)| at + c.len_utf8());
    ends.filter(|end| is_number_word(&word[..*end])).find_map(|end| {
        let rest = parted(&word[end..])?;
        Some([vec![word[..end].into()], rest].concat())
    })
}

fn is_number_word(word: &str) -> bool {
    word == "و" || !word.starts_with(|c: char| c.is_ascii_digit()) && value(word).is_some()
}

/// Letters of number words run together that are parted, at most: «نهصدونودونههزارونهصدونودونه» has 28.
const PARTED_MAX: usize = 40;

/// A number as it is read, in halves so that نیم has a place.
#[derive(Default)]
struct Number {
    /// Groups already multiplied.
    whole: u64,
    /// The group before the next multiplier.
    group: u64,
    /// What the next word of the group must be under: after صد comes no دویست.
    under: Option<u64>,
    /// What the next multiplier must be under.
    multiplier: Option<u64>,
    ordinal: bool,
}

impl Number {
    /// Takes a word; false when it does not continue the number.
    fn take(&mut self, word: &str, joined: bool) -> bool {
        let Some(part) = value(word).filter(|_| !self.ordinal) else { return false };
        let done = match part {
            Part::Multiplier(by) => {
                if self.counts_thousands(by) {
                    let all = self.whole.checked_add(self.group).and_then(|all| all.checked_mul(by));
                    let Some(whole) = all else { return false };
                    (self.whole, self.group, self.under, self.multiplier) = (whole, 0, None, Some(by));
                    return true;
                }
                let fits = self.multiplier.is_none_or(|last| by < last);
                // هزار alone is one thousand; نیم stood for one half.
                let group = if self.group == 0 { 2 } else { self.group };
                match group.checked_mul(by).and_then(|more| self.whole.checked_add(more)) {
                    Some(whole) if fits => {
                        (self.whole, self.group, self.under, self.multiplier) = (whole, 0, None, Some(by));
                        true
                    }
                    _ => false,
                }
            }
            Part::Half => match self.multiplier {
                // یک میلیون و نیم
                Some(by) if self.group == 0 => joined && self.add(by, 1),
                _ => self.add(1, 1),
            },
            Part::Hundred if matches!(self.group, 2..=18) && self.under.is_some() && !joined => {
                (self.group, self.under) = (self.group * 100, Some(100));
                true
            }
            Part::Hundred => joined && self.fits(100) && self.add(200, 100),
            Part::Under(n, next) => {
                joined && self.fits(n) && n.checked_mul(2).is_some_and(|n| self.add(n, next))
            }
        };
        self.ordinal = done && is_ordinal(word);
        done
    }

    /// Whether so many thousands are meant, and what stands behind them: هزار میلیارد, هزار و پانصد میلیارد.
    fn counts_thousands(&self, by: u64) -> bool {
        self.multiplier == Some(1000) && by > 1000 && self.whole < 2 * 1_000_000
    }

    fn fits(&self, n: u64) -> bool {
        self.under.is_none_or(|under| n < under) && self.multiplier.is_none_or(|last| n < last)
    }

    fn add(&mut self, halves: u64, under: u64) -> bool {
        self.under = Some(under);
        self.group.checked_add(halves).inspect(|sum| self.group = *sum).is_some()
    }

    /// The number, when it is a whole one.
    fn value(&self) -> Option<u64> {
        let halves = self.whole.checked_add(self.group)?;
        halves.is_multiple_of(2).then_some(halves / 2)
    }
}

/// What a word adds to a number.
enum Part {
    /// A value, and what must follow it is under this.
    Under(u64, u64),
    Hundred,
    Half,
    Multiplier(u64),
}

fn value(word: &str) -> Option<Part> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok().map(|n| Part::Under(n, 1));
    }
    let bare = cardinal(word);
    if bare == "نیم" {
        return Some(Part::Half);
    }
    if bare == "صد" {
        return Some(Part::Hundred);
    }
    let find = |list: &[(&str, u64)]| list.iter().find(|(name, _)| *name == bare).map(|(_, n)| *n);
    let under = |n: u64| match n {
        0..20 => 1,
        20..100 => 10,
        _ => 100,
    };
    find(&MULTIPLIERS).map(Part::Multiplier).or_else(|| find(&NAMES).map(|n| Part::Under(n, under(n))))
}

/// A word without its ordinal ending: سوم, بیستمین. «سی‌ام» is left to its parts.
fn cardinal(word: &str) -> &str {
    let named = |word: &str| NAMES.iter().chain(&MULTIPLIERS).any(|(name, _)| *name == word) || word == "صد";
    let bare = word.strip_suffix("مین").or_else(|| word.strip_suffix('م'));
    match word {
        "سوم" | "سومین" => "سه",
        "اول" | "اولین" | "نخست" | "نخستین" => "یک",
        _ if named(word) => word,
        _ => bare.filter(|bare| named(bare)).unwrap_or(word),
    }
}

fn is_ordinal(word: &str) -> bool {
    cardinal(word) != word
}

/// Folded.
const NAMES: [(&str, u64); 48] = [
    ("صفر", 0),
    ("یک", 1),
    ("دو", 2),
    ("سه", 3),
    ("چهار", 4),
    ("چار", 4),
    ("پنج", 5),
    ("شش", 6),
    ("شیش", 6),
    ("هفت", 7),
    ("هشت", 8),
    ("نه", 9),
    ("ده", 10),
    ("یازده", 11),
    ("دوازده", 12),
    ("سیزده", 13),
    ("چهارده", 14),
    ("پانزده", 15),
    ("پونزده", 15),
    ("شانزده", 16),
    ("شونزده", 16),
    ("هفده", 17),
    ("هیفده", 17),
    ("هجده", 18),
    ("هیجده", 18),
    ("نوزده", 19),
    ("بیست", 20),
    ("سی", 30),
    ("چهل", 40),
    ("پنجاه", 50),
    ("شصت", 60),
    ("هفتاد", 70),
    ("هشتاد", 80),
    ("نود", 90),
    ("یکصد", 100),
    ("دویست", 200),
    ("سیصد", 300),
    ("چهارصد", 400),
    ("چارصد", 400),
    ("پانصد", 500),
    ("پونصد", 500),
    ("ششصد", 600),
    ("شیشصد", 600),
    ("هفتصد", 700),
    ("هفصد", 700),
    ("هشتصد", 800),
    ("هشصد", 800),
    ("نهصد", 900),
];
const MULTIPLIERS: [(&str, u64); 4] =
    [("هزار", 1_000), ("میلیون", 1_000_000), ("میلیارد", 1_000_000_000), ("تریلیون", 1_000_000_000_000)];

#[cfg(test)]
mod tests {
    use super::*;

    /// A number in words, as they are written in full.
    fn spelled(n: u64) -> String {
        let name = |n: u64| NAMES.iter().find(|(_, value)| *value == n).map(|(name, _)| (*name).to_owned());
        let joined = |most: u64, n: u64| match n % most {
            0 => spelled(n - n % most),
            rest => format!("{} و {}", spelled(n - rest), spelled(rest)),
        };
        match n {
            1000.. => {
                let (multiplier, by) = *MULTIPLIERS.iter().rfind(|(_, by)| n >= *by).unwrap();
                let rest =
                    if n.is_multiple_of(by) { String::new() } else { format!(" و {}", spelled(n % by)) };
                format!("{} {multiplier}{rest}", spelled(n / by))
            }
            101..=999 if !n.is_multiple_of(100) => joined(100, n),
            21..=99 if !n.is_multiple_of(10) => joined(10, n),
            _ => name(n).unwrap(),
        }
    }

    #[test]
    fn what_is_spelled_is_read_however_its_words_are_joined() {
        // Steps of a prime, larger ones above, meet every name in every place.
        let numbers = (0..2000).chain((2000..2_000_000).step_by(9973));
        for n in numbers.chain((1..500).map(|n| n * 7_654_321_987)) {
            let text = spelled(n);
            for written in [
                text.clone(),
                text.replace(" و ", "\u{200c}و"),
                text.replace(" و ", "و"),
                text.replace(' ', "\u{200c}"),
            ] {
                assert_eq!(parse(&written), Some(n), "{written}");
            }
        }
        assert_eq!(parse(&spelled(123_456).replace(' ', "")), Some(123_456));
    }

    #[test]
    fn counts_and_years_are_read() {
        for (text, expected) in [
            ("هزار و سیصد و پنجاه و هفت", Some(1357)),
            ("بیست‌وسه", Some(23)),
            ("بیستوسه", Some(23)),
            ("بیست و سومین", Some(23)),
            ("دوازدهم", Some(12)),
            ("صد و ده", Some(110)),
            ("پنج صد", Some(500)),
            ("سه میلیون و دویست هزار و یک", Some(3_200_001)),
            ("نیم میلیون", Some(500_000)),
            ("۳ میلیارد", Some(3_000_000_000)),
            ("دو هزار و بیست و چهار", Some(2024)),
            ("صفر", Some(0)),
            ("سه و نیم", None),
            ("1.5 2.5 میلیون", None),
            ("ده بیست", None),
            ("هزار میلیارد", Some(1_000_000_000_000)),
            ("دو هزار میلیارد و سه", Some(2_000_000_000_003)),
            ("یکهزار و چهارصد", Some(1400)),
            ("سی‌ام", Some(30)),
            ("یک میلیون و نیم", Some(1_500_000)),
            ("۲٬۵۰۰", Some(2500)),
            ("هزار هزار", None),
            ("و سه", None),
            ("سه و", None),
            ("", None),
            ("99999999999999999999", None),
            ("18446744073709551615 تریلیون", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
