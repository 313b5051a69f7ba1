//! Words with what stands between them.

use std::ops::Range;

use super::outlets;

/// A word and what stands before it.
#[derive(Debug)]
pub(super) struct Word<'a> {
    /// Its key.
    pub(super) folded: String,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// Spaces and punctuation between the word before and this one.
    pub(super) before: &'a str,
}

/// The first words of a text. Words of an attribution that lost the space between them are two.
pub(super) fn read(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut end = 0;
    let words: Vec<Word> = persian::fold::tokens(text)
        .take(most)
        .map(|token| {
            let before = &text[end..token.range.start];
            end = token.range.end;
            Word { folded: token.text, range: token.range, before }
        })
        .collect();
    let mut apart = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let (first, last) = glued(text, word, &words[at + 1..]);
        let Range { start, end } = word.range;
        for range in [start..first, first..last, last..end].into_iter().filter(|range| !range.is_empty()) {
            let before = if range.start == start { word.before } else { "" };
            let folded = persian::fold::fold(text[range.clone()].trim_matches('\u{200c}'));
            apart.push(Word { folded, range, before });
        }
    }
    apart
}

/// Where a word is two or three: «مهربه نقل از», «گزارشخبرگزاری», «گزارشمهربه», «نشدبه گزارش خبرنگار».
fn glued(text: &str, word: &Word, rest: &[Word]) -> (usize, usize) {
    let Range { start, end } = word.range;
    let next = |at: usize| rest.get(at).map_or("", |word| word.folded.as_str());
    let quotes = next(0) == "نقل" && next(1).starts_with("از");
    // «شنبه گزارش داد» is no glue: a reporter must follow.
    let is_marked = rest.get(1).is_some_and(|word| word.before.contains(['«', '"']));
    let reports = next(0) == "گزارش"
        && (is_marked || next(1).starts_with("خبر") || outlets::known_at(rest, 1).is_some());
    let raw = &text[start..end];
    let kept = raw.strip_suffix("به").filter(|kept| (quotes || reports) && !kept.is_empty()).unwrap_or(raw);
    let name = kept.strip_prefix("گزارش").map(|name| name.trim_start_matches('\u{200c}'));
    let is_reporter = |name: &&str| name.starts_with("خبر") || outlets::is_known(&persian::fold::fold(name));
    let first = name.filter(is_reporter).map_or(start, |name| start + kept.len() - name.len());
    (first, start + kept.len())
}

/// Whether punctuation ends what stood before it.
pub(super) fn is_break(between: &str) -> bool {
    between.contains([
        '،', ',', '؛', ';', ':', '.', '!', '؟', '?', '(', ')', '\n', '/', '|', '–', '—', '»', '”', '…', '[',
    ])
}

/// Whether these words stand at a place with nothing but spaces between them.
pub(super) fn phrase_at(words: &[Word], at: usize, phrase: &[&str]) -> bool {
    let Some(found) = words.get(at..at + phrase.len()) else { return false };
    found.iter().zip(phrase).all(|(word, wanted)| word.folded == *wanted)
        && found[1..].iter().all(|word| !is_break(word.before))
}

/// Whether a clause begins at a place: nothing stands before it, or a mark does, or it was glued to what did.
pub(super) fn opens_clause(words: &[Word], at: usize) -> bool {
    let before = words[at].before;
    at == 0 || before.is_empty() || is_break(before) || before.contains(['-', 'ـ', '_', '•', '*'])
}
