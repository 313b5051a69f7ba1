//! What is left alone: addresses, e-mails, hashtags, mentions, code, smileys, Latin that is joined to them, lines in Urdu
//! or Pashto, and Arabic (`arabic`): with its vowels, or with letters that Persian has not.

mod arabic;

use std::ops::Range;

use super::normalise::{is_letter, is_mark};

pub(super) use arabic::{has_sure_word, is_small_word};

/// Byte ranges of a line that stay as they are, in order.
pub(super) fn protected(line: &str) -> Vec<Range<usize>> {
    let signs = Signs::of(line);
    if signs.any { all(line, &signs) } else { Vec::new() }
}

/// The same of a line that has a small word of Arabic, typed on a keyboard of Persian.
pub(super) fn protected_with_arabic(line: &str) -> Vec<Range<usize>> {
    all(line, &Signs { arabic: true, ..Signs::of(line) })
}

/// What a line has of what may be left alone: only that is looked for.
#[derive(Default)]
struct Signs {
    any: bool,
    /// Latin letters, or signs that hashtags and mentions start with.
    code: bool,
    ticks: bool,
    ornate: bool,
    /// A letter that tells of Arabic by itself.
    arabic: bool,
    /// A letter that a keyboard of Arabic types.
    typed: bool,
    /// A letter of other languages in Persian's script.
    foreign: bool,
    /// A colon that a bracket follows, as in smileys.
    smiles: bool,
    marks: usize,
}

impl Signs {
    /// Asked of every line, so most bytes cost a look at two small tables.
    fn of(line: &str) -> Self {
        let mut signs = Self::default();
        let bytes = line.as_bytes();
        for both in
            bytes.windows(2).filter(|both| SIGN[usize::from(both[0])] & NEXT[usize::from(both[1])] != 0)
        {
            signs.see(both[0], both[1]);
        }
        // The last byte may be a sign by itself.
        bytes
            .last()
            .into_iter()
            .filter(|byte| SIGN[usize::from(**byte)] == ALONE)
            .for_each(|byte| signs.see(*byte, b' '));
        signs
    }

    fn see(&mut self, byte: u8, next: u8) {
        match (byte, next) {
            (0xd8, _) | (0xd9, 0xb1) => self.arabic = true,
            (0xd9, 0x83 | 0x89 | 0x8a) => self.typed = true,
            (0xd9, 0x8b..=0x9f) => self.marks += 1,
            // The small alef alone is no sign; beside others it is a mark.
            (0xd9, 0xb0) => return self.marks += 1,
            (0xd9, 0xb9 | 0xbc) | (0xda | 0xdb, _) => self.foreign = true,
            (b':' | b';', _) => self.smiles = true,
            (0xef, _) => self.ornate = true,
            (b'`', _) => self.ticks = true,
            _ => self.code = true,
        }
        self.any = true;
    }
}

/// A byte that is a sign whatever follows.
const ALONE: u8 = 0x80;
/// Bytes that are a sign or begin one, a bit for each kind, and the bytes that complete those kinds.
static SIGN: [u8; 256] = {
    let mut sign = [0; 256];
    let mut at = 0;
    while at < 256 {
        sign[at] = match at as u8 {
            0xd8 => 1,
            0xd9 => 2,
            0xef => 4,
            0xda => AFTER_DA,
            0xdb => AFTER_DB,
            b':' | b';' => 8,
            b'#' | b'@' | b'`' | b'a'..=b'z' | b'A'..=b'Z' => ALONE,
            _ => 0,
        };
        at += 1;
    }
    sign
};
static NEXT: [u8; 256] = {
    let mut next = [ALONE; 256];
    let mut at = 0;
    while at < 256 {
        next[at] |= match at as u8 {
            0xa5 | 0xa9 => 1,
            0x83 | 0x89..=0x9f | 0xb0 | 0xb1 | 0xb9 | 0xbc => 2,
            0xb4 => 4,
            b'(' | b')' | b'-' => 8,
            _ => 0,
        };
        next[at] |= FOREIGN[at];
        at += 1;
    }
    next
};

/// Bits of the bytes that letters of other languages end with, by what they begin with.
pub(super) const AFTER_DA: u8 = 16;
pub(super) const AFTER_DB: u8 = 32;
pub(super) static FOREIGN: [u8; 256] = {
    let mut foreign = [0; 256];
    let mut at = 0;
    while at < 256 {
        foreign[at] = match at as u8 {
            // ځ څ ڈ ډ ڑ ړ ڕ ږ ښ ګ ڵ ں ڼ
            0x81 | 0x85 | 0x88 | 0x89 | 0x91 | 0x93 | 0x95 | 0x96 | 0x9a | 0xab | 0xb5 | 0xba | 0xbc => {
                AFTER_DA
            }
            _ => 0,
        };
        foreign[at] |= match at as u8 {
            // ۆ ۍ ێ ې ے
            0x86 | 0x8d | 0x8e | 0x90 | 0x92 => AFTER_DB,
            _ => 0,
        };
        at += 1;
    }
    foreign
};

fn all(line: &str, signs: &Signs) -> Vec<Range<usize>> {
    if signs.foreign && is_foreign(line) {
        return std::iter::once(0..line.len()).collect();
    }
    let mut found = Vec::new();
    if signs.ticks {
        found.extend(spans(line, '`', '`'));
    }
    if signs.ornate {
        found.extend(spans(line, '\u{fd3f}', '\u{fd3e}'));
        found.extend(spans(line, '\u{fd3e}', '\u{fd3f}'));
    }
    if signs.arabic || signs.typed && arabic::has_sure_word(line) {
        for (open, close) in QUOTES {
            let quoted = spans(line, open, close).into_iter();
            found.extend(quoted.filter(|span| arabic::is_quotation(&line[span.clone()])));
        }
        arabic::runs(line, &mut found);
    }
    if signs.code || signs.smiles || signs.marks >= VOCALISED_MIN || line.contains("://") {
        words(line, &mut found);
    }
    found.sort_by_key(|range| (range.start, range.end));
    merged(found)
}

/// What Arabic is quoted in.
const QUOTES: [(char, char); 5] = [('«', '»'), ('(', ')'), ('"', '"'), ('“', '”'), ('[', ']')];

/// Whether a line is of another language in Persian's script: a fifth of its words have letters that Persian has not.
fn is_foreign(line: &str) -> bool {
    let of_others = |c: char| match *c.encode_utf8(&mut [0; 4]).as_bytes() {
        [0xda, last] => FOREIGN[usize::from(last)] & AFTER_DA != 0,
        [0xdb, last] => FOREIGN[usize::from(last)] & AFTER_DB != 0,
        _ => matches!(c, 'ٹ' | 'ټ'),
    };
    let words = line.split_whitespace().filter(|word| word.contains(is_letter));
    let (mut all, mut foreign) = (0, 0);
    for word in words {
        all += 1;
        foreign += usize::from(word.contains(of_others));
    }
    foreign * 5 >= all
}

/// From each `open` to the next `close` of the same line.
fn spans(line: &str, open: char, close: char) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = line[from..].find(open).map(|at| from + at) {
        let inside = start + open.len_utf8();
        let Some(end) = line[inside..].find(close).map(|at| inside + at + close.len_utf8()) else { break };
        found.push(start..end);
        from = end;
    }
    found
}

/// Words that are code, and runs of at least [`VOCALISED_MIN`] words with most of their vowels.
fn words(line: &str, found: &mut Vec<Range<usize>>) {
    let (mut run, mut count, mut full) = (0..0, 0, false);
    let mut at = 0;
    for word in line.split(char::is_whitespace) {
        let range = at..at + word.len();
        at = range.end + line[range.end..].chars().next().map_or(0, char::len_utf8);
        if is_code(word) || is_smiley(word) {
            let own = domain(word).unwrap_or(0..word.len());
            found.push(range.start + own.start..range.start + own.end);
        }
        let marks = marks(word);
        if marks.is_some_and(|(letters, marks)| marks * 2 >= letters) {
            run = if count == 0 { range } else { run.start..range.end };
            count += 1;
            full |= marks.is_some_and(|(letters, marks)| letters > 2 && marks >= letters);
        } else if word.contains(is_letter) {
            found.extend((count >= VOCALISED_MIN || full).then_some(run.clone()));
            (count, full) = (0, false);
        }
    }
    found.extend((count >= VOCALISED_MIN || full).then_some(run));
}

/// Persian puts a vowel here and there; a quotation has several words full of them.
const VOCALISED_MIN: usize = 2;

/// The letters of a word of several, and the marks on them.
fn marks(word: &str) -> Option<(usize, usize)> {
    let (mut letters, mut marks) = (0, 0);
    for c in word.chars() {
        letters += usize::from(is_letter(c));
        marks += usize::from(is_mark(c));
    }
    (letters > 1).then_some((letters, marks))
}

/// Whether a line has an address, an e-mail or their like.
pub(super) fn has_code(line: &str) -> bool {
    line.split(char::is_whitespace).any(is_code)
}

/// Whether a word between spaces is an address, an e-mail, a hashtag, a mention or code.
fn is_code(word: &str) -> bool {
    // Most words have none.
    if !word.bytes().any(|byte| byte.is_ascii()) {
        return false;
    }
    let latin = || word.bytes().any(|byte| byte.is_ascii_alphabetic());
    word.starts_with(['#', '@'])
        || word.contains("://")
        || (latin() && word.contains(['/', '@', '_', '=', '<', '>', '\\', '{', '}']))
        || (latin() && word.split('.').count() > 1 && !word.ends_with('.'))
}

/// Whether a whole line is of a program: of data in braces (`{"a": "متن"}`), or it begins with a name in Latin, and a string
/// in quotes is its argument (`print("سلام")`), its value (`title = "سلام"`), or stands behind a command's option
/// (`git commit -m "متن"`), or before a brace or semicolon that ends it.
pub(super) fn is_line_of_code(line: &str) -> bool {
    let line = line.trim_start().strip_prefix("$ ").unwrap_or(line.trim_start());
    if line.starts_with(['{', '[', '}', '"']) {
        return is_of_data(line.trim_end());
    }
    let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    if !line.starts_with(begins) || !line.contains(['"', '\'']) {
        return false;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let before = line.find(['"', '\'']).map_or("", |at| &line[..at]);
    let rest = before.trim_start_matches(is_name).trim();
    let options = before.split_whitespace().skip(1).any(|word| word.starts_with('-') && word.len() > 1);
    let ends = || {
        line.trim_end().ends_with(['{', '}', ';']) && before.trim_end().ends_with(['(', '=', ':', '[', '{'])
    };
    before.is_ascii()
        && (matches!(rest, "(" | "=" | "+=" | ":=") || options && before.ends_with([' ', '=']) || ends())
}

/// Whether a line is of JSON: it begins and ends as objects, lists and their members do, with a key and its value, or with
/// strings in brackets.
fn is_of_data(line: &str) -> bool {
    let has_key = || line.contains("\":") || line.contains("\" :");
    match line.bytes().next() {
        Some(b'"') => has_key() && line.ends_with(['{', '[', ',']),
        Some(b'[') if line.starts_with("[\"") => line.trim_end_matches(',').ends_with("\"]"),
        _ => has_key() && line.ends_with(['{', '}', '[', ']', ',']),
    }
}

/// Where the name of a site stands in a word that it ran together with: سایتexample.irرا.
fn domain(word: &str) -> Option<Range<usize>> {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let (start, end) = (word.find(is_latin)?, word.rfind(is_latin)? + 1);
    let (before, name, after) = (&word[..start], &word[start..end], &word[end..]);
    let may_surround = |c: char| matches!(c, '.' | '!' | ':' | '(' | ')') || !c.is_ascii();
    let joined = before.ends_with(is_letter) || after.starts_with(is_letter);
    if !joined || !before.chars().chain(after.chars()).all(may_surround) {
        return None;
    }
    let (labels, last) = name.rsplit_once('.')?;
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_name = labels.split('.').all(is_label)
        && last.len() > 1
        && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_name.then_some(start..end)
}

/// `:)`, `;-(`, `:))`.
fn is_smiley(word: &str) -> bool {
    let mouth = word.strip_prefix([':', ';']).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    mouth.is_some_and(|mouth| !mouth.is_empty() && mouth.chars().all(|c| matches!(c, '(' | ')')))
}

fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
