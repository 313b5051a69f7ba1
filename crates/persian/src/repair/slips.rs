//! Slips of typing that a rule for single characters cannot tell, for it takes the words around them: marks that stand
//! for a half-space, quotes that stand for a tanvin, guillemets the wrong way round, commas that group
//! digits, and dates behind Latin words.

use unicode_normalization::UnicodeNormalization;

use super::lexicon::Word;
use super::line::{hash, hash_of_longer};
use super::normalise::is_letter;
use super::tagger::{KNOWN, Model};
use crate::{ZWNJ, digits};

/// A line that no rule has seen yet, mended; None where there is nothing to mend.
pub(super) fn mended(text: &str, model: &Model) -> Option<String> {
    let halved = text.contains(is_hidden).then(|| with_half_spaces(text, model)).flatten();
    let text = halved.as_deref().unwrap_or(text);
    let may_be = TANVINS.iter().any(|mark| text.match_indices(mark).any(|(at, _)| text[..at].ends_with('ا')));
    let marked = may_be.then(|| with_tanvin(text, model)).flatten();
    let text = marked.as_deref().unwrap_or(text);
    let grouped = grouped(text);
    let text = grouped.as_deref().unwrap_or(text);
    let dated = with_dates(text);
    let text = dated.as_deref().unwrap_or(text);
    turned(text).or(dated).or(grouped).or(marked).or(halved)
}

/// With Persian digits in dates (1403/9/12), which are of no Latin word before them as other numbers are: BBC 1403/9/12.
fn with_dates(text: &str) -> Option<String> {
    if !text.contains(|c: char| c.is_ascii_alphabetic()) || !text.contains('/') {
        return None;
    }
    let mut out = String::new();
    let mut from = 0;
    for (at, word) in text.split_inclusive(char::is_whitespace).scan(0, |end, word| {
        *end += word.len();
        Some((*end - word.len(), word))
    }) {
        if is_date(word.trim_matches(|c: char| !c.is_alphanumeric())) {
            out.push_str(&text[from..at]);
            out.push_str(&digits::to_persian(word));
            from = at + word.len();
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// Year, month and day in ASCII digits, or the other way round.
fn is_date(word: &str) -> bool {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let long: Vec<usize> = word.split('/').map(|part| if is_number(part) { part.len() } else { 0 }).collect();
    matches!(long[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4])
}

/// With the marks of thousands for commas that group digits by three: ۲،۵۰۰. Three digits, a comma and three more are
/// rather two numbers of a list (۱۸۰،۱۸۵), unless a group begins with zero; of news' numbers with such a comma fourteen of
/// fifteen are one number, and the other is of a list.
fn grouped(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    let first = text.find('،')?;
    while let Some(start) = text[at..].find(is_digit).map(|long| at + long) {
        let long = text[start..].find(|c| !is_digit(c) && c != '،');
        at = long.map_or(text.len(), |long| start + long);
        let row = text[start..at].trim_end_matches('،');
        let is_free = !text[..start].ends_with(['.', '/', '٫', '٬', ',']) && !is_labelled(&text[..start]);
        if at > first && is_free && is_grouped(row) {
            out.push_str(&text[from..start]);
            out.push_str(&row.replace('،', "٬"));
            from = start + row.len();
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// Behind these a number is a name, and with a comma it is several: «در سال ۹۸،۱۲۰ نفر», «اصول ۴۴،۱۱۰».
const LABELS: [&str; 22] = [
    "سال",
    "ساعت",
    "ماده",
    "مواد",
    "سوره",
    "آیه",
    "آیات",
    "اصل",
    "اصول",
    "بند",
    "تبصره",
    "فصل",
    "صفحه",
    "صفحات",
    "شماره",
    "ردیف",
    "خط",
    "خطوط",
    "کانال",
    "سایز",
    "کد",
    "پلاک",
];

/// Whether a text ends with a word that numbers are the names of, or with such a plural: سایزهای.
fn is_labelled(text: &str) -> bool {
    let word = text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    LABELS.contains(&word) || word.ends_with("های") || word.ends_with("هاي")
}

fn is_grouped(row: &str) -> bool {
    let mut groups = row.split('،').map(|group| (group.chars().count(), group.starts_with(is_zero)));
    let Some((first, begins_with_zero)) = groups.next() else { return false };
    let rest: Vec<(usize, bool)> = groups.collect();
    (1..=3).contains(&first)
        && !begins_with_zero
        && !rest.is_empty()
        && rest.iter().all(|(long, _)| *long == 3)
        && (first < 3 || rest.iter().any(|(_, zero)| *zero))
}

fn is_digit(c: char) -> bool {
    digits::value(c).is_some()
}

fn is_zero(c: char) -> bool {
    digits::value(c) == Some(0)
}

/// What word processors and web pages have between two letters where a half-space was meant, or nothing.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{200e}' | '\u{200f}' | '\u{00ac}')
}

/// With half-spaces for marks between two letters, one for several in a row.
fn with_half_spaces(text: &str, model: &Model) -> Option<String> {
    let in_row = |c: char| is_hidden(c) || c == ZWNJ;
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(is_hidden) {
        let (head, tail) = (text[..at].trim_end_matches(in_row), text[at..].trim_start_matches(in_row));
        let left = before(head.chars().rev());
        let right: String = letters(tail.chars()).collect();
        if head.len() >= from && !left.is_empty() && !right.is_empty() && is_half_space(model, &left, &right)
        {
            out.push_str(&text[from..head.len()]);
            out.push(ZWNJ);
            from = text.len() - tail.len();
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// The letters that stand before a place, from what is read backwards from it.
fn before(text: impl Iterator<Item = char>) -> String {
    let back: Vec<char> = letters(text).collect();
    back.into_iter().rev().collect()
}

/// The regular letters that a text begins with, of one word.
fn letters(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let is_formed = |c: char| matches!(c, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let word = text.take_while(move |c| is_letter(*c) || is_formed(*c)).take(WORD_MAX);
    word.nfkc().filter(|c| is_letter(*c)).map(|c| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        c => c,
    })
}

/// Letters that are looked at on each side; no word has more.
const WORD_MAX: usize = 20;

/// Whether a mark between two pieces stands for a half-space: news or a dictionary has one there, the left is a prefix or
/// the right an ending and both are no word together, or they are no word whatever they are.
fn is_half_space(model: &Model, left: &str, right: &str) -> bool {
    let (one, other) = (hash(left), hash(right));
    let whole = model.word(hash_of_longer(one, right));
    let pair = model.pair(one, other);
    let joins = PREFIXES.contains(&left) || ENDINGS.contains(&right);
    if joins { pair.half() > 0 || !is_common(whole) } else { pair.is_half_spaced() || is_no_word(whole) }
}

const PREFIXES: [&str; 6] = ["می", "نمی", "برمی", "برنمی", "درمی", "بازمی"];
#[rustfmt::skip]
const ENDINGS: [&str; 30] = [
    "ها", "های", "هایی", "هایش", "هایم", "هایت", "هایشان", "هایمان", "هایتان", "تر", "ترین", "تری", "ای", "ام", "ات",
    "اش", "ایم", "اید", "اند", "است", "ی", "مان", "تان", "شان", "هایشون", "هاست", "هاشون", "هام", "هاش", "هات",
];

/// Listed, and seen 128 times, on the scale of [`Word::seen`].
fn is_common(word: Word) -> bool {
    word.is_listed() && word.seen() >= 8
}

fn is_no_word(word: Word) -> bool {
    !word.is_listed() && word.seen() <= 3
}

/// With the tanvin of words that are known with one in place of a quote behind their alef, where the quote does not close
/// what another has opened: لطفا" بیایید.
fn with_tanvin(text: &str, model: &Model) -> Option<String> {
    let quotes: Vec<Quote> = quotes(text).filter_map(|(at, mark)| Quote::of(text, at, mark, model)).collect();
    let mut out = String::with_capacity(text.len() + 8);
    let (mut from, mut open) = (0, false);
    for (number, quote) in quotes.iter().enumerate() {
        // Of two in a row that may close, the second does.
        let closes = open && quotes.get(number + 1).is_none_or(|next| next.opens || next.is_tanvin);
        if quote.is_tanvin && !closes {
            out.push_str(&text[from..quote.at]);
            out.push('\u{64b}');
            from = quote.at + quote.mark.len();
        } else {
            open = quote.opens || !open && !quote.is_tanvin;
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// What is typed for a tanvin: quotes of all kinds.
const TANVINS: [&str; 4] = ["\"", "”", "“", "''"];

/// The quotes of a text and where they stand.
fn quotes(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = TANVINS.iter().filter_map(|mark| Some((from + text[from..].find(mark)?, *mark)));
        let (at, mark) = found.min()?;
        from = at + mark.len();
        Some((at, mark))
    })
}

/// A quote in a line.
struct Quote {
    at: usize,
    mark: &'static str,
    /// Whether it stands behind a word that is known with a tanvin, and before none.
    is_tanvin: bool,
    /// Whether it stands before a word, and behind none.
    opens: bool,
}

impl Quote {
    /// None of what stands behind a number: 43" is of inches.
    fn of(text: &str, at: usize, mark: &'static str, model: &Model) -> Option<Self> {
        if text[..at].ends_with(is_digit) {
            return None;
        }
        let ends = text[..at].ends_with(|c: char| !c.is_whitespace() && !matches!(c, '(' | '[' | '«' | ':'));
        let begins = text[at + mark.len()..].starts_with(|c: char| c.is_alphanumeric());
        let is_known = || has_tanvin(&before(text[..at].chars().rev()), model);
        Some(Self { at, mark, is_tanvin: ends && !begins && is_known(), opens: !ends && begins })
    }
}

/// Whether a word is one of those that are written with a tanvin, or is made as they are of a noun: مقدمتا, of مقدمه. Of
/// one that is common without (دنیا), a tanvin in news is a slip.
fn has_tanvin(word: &str, model: &Model) -> bool {
    let Some(stem) = word.strip_suffix('ا') else { return false };
    let (plain, with) = (hash(word), hash_of_longer(hash(word), "\u{64b}"));
    let (plain, with) = (model.word(plain), model.word(with));
    if with.is_listed() || with.seen() > 0 {
        return with.seen() + SLIPS_LESS >= plain.seen();
    }
    let noun = stem.strip_suffix('ت').filter(|noun| noun.chars().count() >= NOUN_MIN);
    noun.is_some_and(|noun| model.word(hash_of_longer(hash(noun), "ه")).seen() >= KNOWN) && !is_common(plain)
}

/// Slips are thirty times seldomer than the word, on the scale of [`Word::seen`].
const SLIPS_LESS: u32 = 5;
/// Letters of a noun without its ه, at least.
const NOUN_MIN: usize = 3;

/// With guillemets turned that stand the wrong way round, where all of a line make pairs: »ورزش سه« نوشت.
fn turned(text: &str) -> Option<String> {
    let marks: Vec<(usize, &str)> = text.match_indices(['«', '»']).collect();
    let (pairs, []) = marks.as_chunks() else { return None };
    let stands = |at: usize, mark: &str| {
        let last = text[..at].chars().next_back();
        let next = text[at + mark.len()..].chars().next();
        let (outside, inside) = if mark == "»" { (last, next) } else { (next, last) };
        outside.is_none_or(|c| !c.is_alphanumeric()) && inside.is_some_and(|c| !c.is_whitespace())
    };
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for [(open, first), (close, second)] in pairs {
        match (*first, *second) {
            ("«", "»") => {}
            ("»", "«") if stands(*open, first) && stands(*close, second) => {
                let (before, inside) = (&text[from..*open], &text[open + first.len()..*close]);
                out.extend([before, "«", inside, "»"]);
                from = close + second.len();
            }
            _ => return None,
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}
