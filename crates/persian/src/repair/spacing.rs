//! Quotes in pairs, spaces around punctuation, and ZWNJ that join nothing.

use std::borrow::Cow;
use std::ops::Range;

use super::normalise::{is_letter, is_mark};
use super::protected::protected;
use crate::{ZWNJ, digits};

/// Double quotes in pairs around text with Persian letters become guillemets, or inside of those curly, and so do curly single ones in a
/// line without any other. Of an odd number those make pairs that stand as opening and closing ones do.
pub(super) fn quotes(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_quote(c) || is_single_quote(c)) {
        return Cow::Borrowed(text);
    }
    let kept = protected(text);
    let quoted = paired(text, &kept, is_quote);
    let single = !quoted.contains(['«', '»']);
    Cow::Owned(if single { paired(&quoted, &kept, is_single_quote) } else { quoted })
}

fn is_single_quote(c: char) -> bool {
    matches!(c, '‘' | '’')
}

fn paired(text: &str, kept: &[Range<usize>], is_quote: impl Fn(char) -> bool) -> String {
    let mut inside = Inside::of(kept);
    let (mut open, mut last) = (false, ' ');
    let found: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| {
            // Behind a number none opens: 43" is of inches.
            let found = is_quote(*c) && !inside.has(*at) && (open || digits::value(last).is_none());
            open ^= found;
            last = *c;
            found
        })
        .map(|(at, _)| at)
        .collect();
    if found.is_empty() || !text.chars().any(is_letter) {
        return text.to_owned();
    }
    let pairs = if found.len().is_multiple_of(2) {
        found.as_chunks().0.iter().map(|[open, close]| (*open, *close)).collect()
    } else {
        pairs_by_spaces(text, &found)
    };
    // What is quoted in a quotation has marks of its own.
    let guillemets: Vec<(usize, &str)> = text.match_indices(['«', '»']).collect();
    let marked = |(open, close)| {
        let (before, after) = guillemets.split_at(guillemets.partition_point(|(at, _)| *at < open));
        let quoted = before.last().is_some_and(|(_, mark)| *mark == "«")
            && after.first().is_some_and(|(at, mark)| *at > close && *mark == "»");
        if quoted { [(open, '“'), (close, '”')] } else { [(open, '«'), (close, '»')] }
    };
    let mut marks: Vec<(usize, char)> = pairs.into_iter().flat_map(marked).collect();
    marks.sort_unstable();
    let mut out = String::with_capacity(text.len() + marks.len());
    let mut from = 0;
    for (at, mark) in marks {
        out.push_str(&text[from..at]);
        out.push(mark);
        from = at + text[at..].chars().next().map_or(0, char::len_utf8);
    }
    out.push_str(&text[from..]);
    out
}

/// Which of an odd number of quotes make pairs, told from the spaces and marks around them.
fn pairs_by_spaces(text: &str, quotes: &[usize]) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for at in quotes {
        let quote = text[*at..].chars().next().unwrap_or(' ');
        let before = text[..*at].chars().next_back().unwrap_or(' ');
        let after = text[at + quote.len_utf8()..].chars().next().unwrap_or(' ');
        let starts = before.is_whitespace() || opens(before) || before == ':';
        let ends =
            after.is_whitespace() || matches!(after, '.' | '،' | '؛' | '؟' | '!' | ')' | ']' | ':' | '…');
        let (may_open, may_close) = match quote {
            '“' | '„' => (true, false),
            '”' => (false, true),
            _ => (starts || !ends, ends || !starts),
        };
        match open.pop() {
            Some(start) if may_close => pairs.push((start, *at)),
            start => {
                open.extend(start);
                open.extend(may_open.then_some(*at));
            }
        }
    }
    pairs
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Whether places, asked for in order, are inside what is left alone.
struct Inside<'a>(&'a [Range<usize>]);

impl<'a> Inside<'a> {
    fn of(kept: &'a [Range<usize>]) -> Self {
        Self(kept)
    }

    fn has(&mut self, at: usize) -> bool {
        while let Some((first, rest)) = self.0.split_first()
            && first.end <= at
        {
            self.0 = rest;
        }
        self.0.first().is_some_and(|range| range.start <= at)
    }

    /// Whether one of them begins at the place that was asked for last.
    fn begins(&self, at: usize) -> bool {
        self.0.first().is_some_and(|range| range.start == at)
    }
}

/// Spaces and stray ZWNJ; ellipses; Latin punctuation after Persian letters. What is `kept` is left alone.
pub(super) fn spaced(text: &str, kept: &[Range<usize>]) -> String {
    let mut inside = Inside::of(kept);
    let mut out = String::with_capacity(text.len() + 8);
    let (mut at, mut last, mut after_name) = (0, None, false);
    while let Some(c) = text[at..].chars().next() {
        if is_letter(c) && last.is_some_and(is_letter) {
            let word = &text[at..];
            let word = &word[..word.find(|c| !is_letter(c)).unwrap_or(word.len())];
            out.push_str(word);
            at += word.len();
            continue;
        }
        let from = at;
        at += c.len_utf8();
        if inside.has(from) {
            // سایتexample.ir
            if inside.begins(from) && c.is_ascii_alphanumeric() && last.is_some_and(is_letter) {
                out.push(' ');
            }
            out.push(c);
            after_name = c.is_ascii_alphabetic();
            // The bracket of a smiley opens nothing.
            last = Some(if opens(c) { '\u{fffc}' } else { c });
            continue;
        }
        let after = &text[at..];
        let next = after.chars().next();
        if std::mem::take(&mut after_name) && is_letter(c) && !is_ending(c, after) {
            out.push(' ');
        }
        match c {
            ' ' if last.is_none_or(|last| last == ' ') && !out.is_empty() => {}
            ' ' if last.is_some_and(|last| last != ' ' && !is_between_numbers(last, after))
                && (closes(after) || last.is_some_and(is_letter) && is_spaced_mark(after))
                && !inside.has(at) => {}
            ' ' if last.is_some_and(opens) => {}
            // کووید‌۱۹
            ZWNJ if last.is_some_and(is_letter) && next.is_some_and(is_digit) => out.push(' '),
            ZWNJ if !joins(last, next) => {}
            '.' if last != Some('.') && points(&text[from..]).is_some() => {
                at = from + points(&text[from..]).unwrap_or(1);
                out.push('…');
            }
            ',' | ';' | '?' if last.is_some_and(is_letter) => out.push(persian_mark(c)),
            // چرا??
            '?' if last == Some('؟') => out.push('؟'),
            c => {
                if is_parted(&out, last, c, after) {
                    out.push(' ');
                }
                out.push(c);
            }
        }
        last = out.chars().next_back();
    }
    out
}

fn persian_mark(c: char) -> char {
    match c {
        ',' => '،',
        ';' => '؛',
        _ => '؟',
    }
}

/// The bytes of three points or more at the start of `text`, single spaces between them or none.
fn points(text: &str) -> Option<usize> {
    let (mut count, mut end) = (0, 0);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'.' => {
                count += 1;
                end = at + 1;
            }
            b' ' if bytes.get(at + 1) == Some(&b'.') && at == end => {}
            _ => break,
        }
    }
    (count >= 3).then_some(end)
}

fn is_digit(c: char) -> bool {
    digits::value(c).is_some()
}

/// Whether a ZWNJ has a meaning here: after a Persian letter or digit and before a Persian letter.
fn joins(last: Option<char>, next: Option<char>) -> bool {
    last.is_some_and(|last| {
        last != ZWNJ && (is_letter(last) || is_mark(last) || is_digit(last) || last.is_ascii_alphabetic())
    }) && next.is_some_and(is_letter)
}

/// Whether a Latin mark with a space behind it starts `text`, or ends it: کتاب , قلم.
fn is_spaced_mark(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some(',' | ';' | '?'))
        && match (chars.next(), chars.next()) {
            (None, _) => true,
            (Some(' '), next) => next.is_none_or(|next| is_letter(next) || next == '«' || is_digit(next)),
            _ => false,
        }
}

/// Whether a space before `text` is a slip. A point or colon counts only when it ends a word, not before a decimal, and
/// before an ellipsis a space is meant.
fn closes(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('.') if points(text).is_some() => false,
        Some('،' | '؛' | '؟' | '!' | '»') => true,
        Some('.' | ':' | ')' | ']') => {
            chars.next().is_none_or(|after| !after.is_alphanumeric() || is_letter(after))
        }
        _ => false,
    }
}

/// Whether a mark with spaces around it stands between two numbers: ۲۰ : ۳۰.
fn is_between_numbers(last: char, after: &str) -> bool {
    let mut chars = after.chars();
    is_digit(last)
        && matches!(chars.next(), Some(':' | '.'))
        && chars.next() == Some(' ')
        && chars.next().is_some_and(is_digit)
}

fn opens(c: char) -> bool {
    matches!(c, '«' | '(' | '[')
}

/// Whether a space is lacking between what was written and `c`: after a mark that ends something, or before one
/// that opens.
fn is_parted(out: &str, last: Option<char>, c: char, after: &str) -> bool {
    let Some(last) = last else { return false };
    match (last, c) {
        ('،' | '؛' | '؟' | '!' | '…', c) if is_letter(c) => true,
        ('.', c) if is_letter(c) => {
            letters_before(&out[..out.len() - 1]) > 1
                && letters_after(after) > 0
                && !is_abbreviated(out, c, after)
        }
        (':', c) if is_letter(c) || c == '«' => out[..out.len() - 1].ends_with(is_letter),
        // A paragraph that goes on with a quotation begins with its closing mark.
        ('»', _) if is_begun(out) => false,
        (')' | '»', c) if is_letter(c) => !is_ending(c, after),
        ('،' | '؛' | '؟' | '!' | '…' | '»' | ')', '«') | ('،' | '؛' | '؟' | '!' | '…' | '»', '(') => {
            true
        }
        ('.', '«' | '(') => letters_before(&out[..out.len() - 1]) > 1,
        (last, '(' | '«') if is_letter(last) => !holds_ending(after),
        _ => false,
    }
}

/// Whether a line has begun with a closing mark, and holds nothing else yet.
fn is_begun(out: &str) -> bool {
    out.trim_start() == "»" || out.ends_with("\u{2028}»")
}

/// Whether a point stands in a row of three and more short parts: بی.بی.سی.
fn is_abbreviated(out: &str, c: char, after: &str) -> bool {
    let in_row = |c: &char| *c == '.' || is_letter(*c);
    let before: Vec<char> = out.chars().rev().take_while(in_row).take(ABBREVIATED_MAX).collect();
    let row =
        before.into_iter().rev().chain([c]).chain(after.chars().take_while(in_row).take(ABBREVIATED_MAX));
    let row: String = row.collect();
    let parts = || row.split('.').filter(|part| !part.is_empty());
    parts().count() > 2 && parts().all(|part| part.chars().count() <= 3)
}

/// Letters and points of an abbreviation that are looked at on each side.
const ABBREVIATED_MAX: usize = 16;

fn letters_before(text: &str) -> usize {
    text.chars().rev().take(2).take_while(|c| is_letter(*c)).count()
}

fn letters_after(text: &str) -> usize {
    text.chars().take(2).take_while(|c| is_letter(*c)).count()
}

/// Endings that are written at a closing mark, or in brackets: «ایران»ی, نام(های).
const ENDINGS: [&str; 14] =
    ["ی", "ها", "های", "هایی", "ان", "ات", "ای", "اش", "ام", "تر", "م", "ش", "ت", "ه"];

fn is_ending(first: char, after: &str) -> bool {
    let rest = after.split(|c| !is_letter(c)).next().unwrap_or_default();
    ENDINGS.iter().any(|ending| ending.strip_prefix(first) == Some(rest))
}

fn holds_ending(inside: &str) -> bool {
    ENDINGS.iter().any(|ending| inside.strip_prefix(ending).is_some_and(|rest| rest.starts_with(')')))
}
