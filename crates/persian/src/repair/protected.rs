//! What is left alone: addresses, e-mails, hashtags, mentions, code, Latin that is joined to them, and Arabic as the
//! Quran is quoted: with its vowels, or in quotes or brackets with letters that Persian has not.

use std::ops::Range;

use super::normalise::{is_letter, is_mark};

/// Byte ranges of a line that stay as they are, in order.
pub(super) fn protected(line: &str) -> Vec<Range<usize>> {
    let signs = Signs::of(line);
    if signs.any { all(line, &signs) } else { Vec::new() }
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
            (0xd9, 0x8b..=0x9f) => self.marks += 1,
            // The small alef alone is no sign; beside others it is a mark.
            (0xd9, 0xb0) => return self.marks += 1,
            (0xd9, _) => {}
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
            0x89 | 0x8b..=0x9f | 0xb0 | 0xb1 => 2,
            0xb4 => 4,
            _ => 0,
        };
        at += 1;
    }
    next
};

fn all(line: &str, signs: &Signs) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if signs.ticks {
        found.extend(spans(line, '`', '`'));
    }
    if signs.ornate {
        found.extend(spans(line, '\u{fd3f}', '\u{fd3e}'));
        found.extend(spans(line, '\u{fd3e}', '\u{fd3f}'));
    }
    if signs.arabic {
        for (open, close) in QUOTES {
            found.extend(spans(line, open, close).into_iter().filter(|span| is_arabic(&line[span.clone()])));
        }
    }
    if signs.code || signs.marks >= VOCALISED_MIN || line.contains("://") {
        words(line, &mut found);
    }
    found.sort_by_key(|range| (range.start, range.end));
    merged(found)
}

/// What Arabic is quoted in.
const QUOTES: [(char, char); 5] = [('«', '»'), ('(', ')'), ('"', '"'), ('“', '”'), ('[', ']')];
/// Letters of Arabic that Persian words do not have.
const ARABIC: [char; 4] = ['ة', 'إ', 'ى', 'ٱ'];
/// A quotation is so many words at least; fewer may be a name or a term in a Persian sentence.
const ARABIC_MIN: usize = 3;

/// Whether a quotation is Arabic: half of its words have a letter of [`ARABIC`] or an article, and one such a letter.
/// A keyboard that types ى for ی gives itself away by it at most at the ends of words, so ى alone is not enough.
fn is_arabic(quotation: &str) -> bool {
    let (mut all, mut arabic, mut sure) = (0, 0, false);
    for word in quotation.split(|c: char| !is_letter(c) && !is_mark(c)).filter(|word| !word.is_empty()) {
        let article = ["ال", "وال", "بال", "فال", "لل"].iter().any(|article| word.starts_with(article));
        all += 1;
        arabic += usize::from(article || word.contains(ARABIC));
        sure |= word.contains(['ة', 'إ', 'ٱ']);
    }
    sure && all >= ARABIC_MIN && arabic * 2 >= all
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
    let (mut run, mut count) = (0..0, 0);
    let mut at = 0;
    for word in line.split(char::is_whitespace) {
        let range = at..at + word.len();
        at = range.end + line[range.end..].chars().next().map_or(0, char::len_utf8);
        if is_code(word) {
            found.push(range.clone());
        }
        if is_vocalised(word) {
            run = if count == 0 { range } else { run.start..range.end };
            count += 1;
        } else if !word.is_empty() {
            found.extend((count >= VOCALISED_MIN).then_some(run.clone()));
            count = 0;
        }
    }
    found.extend((count >= VOCALISED_MIN).then_some(run));
}

/// Persian puts a vowel here and there; a quotation has several words full of them.
const VOCALISED_MIN: usize = 2;

/// Whether at least half of the word's letters have a mark.
fn is_vocalised(word: &str) -> bool {
    let (mut letters, mut marks) = (0, 0);
    for c in word.chars() {
        letters += usize::from(is_letter(c));
        marks += usize::from(is_mark(c));
    }
    letters > 1 && marks * 2 >= letters
}

/// Whether a word between spaces is an address, an e-mail, a hashtag, a mention or code.
fn is_code(word: &str) -> bool {
    let latin = || word.bytes().any(|byte| byte.is_ascii_alphabetic());
    word.starts_with(['#', '@'])
        || word.contains("://")
        || (latin() && word.contains(['/', '@', '_', '=', '<', '>', '\\', '{', '}']))
        || (latin() && word.split('.').count() > 1 && !word.ends_with('.'))
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
