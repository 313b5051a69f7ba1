//! Words with what stands between them.

use std::ops::Range;

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

/// The first words of a text.
pub(super) fn read(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut end = 0;
    persian::fold::tokens(text)
        .take(most)
        .map(|token| {
            let before = &text[end..token.range.start];
            end = token.range.end;
            Word { folded: token.text, range: token.range, before }
        })
        .collect()
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
