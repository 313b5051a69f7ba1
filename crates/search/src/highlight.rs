//! Marking found words in a text's own spelling.

use crate::terms;

/// Words of a snippet: about three lines on a phone.
const SNIPPET_WORDS: usize = 36;
/// Only the beginning of a very long text is looked at.
const LOOKED_AT_BYTES: usize = 6_000;

/// A run of text, found or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The run in its own spelling.
    pub text: String,
    /// Whether it is a found word.
    pub is_hit: bool,
}

/// A whole short text in pieces.
pub fn pieces(text: &str, wanted: &[String]) -> Vec<Piece> {
    let hits = terms::of(text).filter(|term| is_wanted(term, wanted)).map(|term| (term.start, term.end));
    cut(text, hits.collect())
}

/// The part of a text with the most found words, in pieces; its beginning when none is found.
pub(crate) fn snippet(text: &str, wanted: &[String]) -> Vec<Piece> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT_BYTES)];
    let words: Vec<(usize, usize, bool)> =
        terms::of(text).map(|term| (term.start, term.end, is_wanted(&term, wanted))).collect();
    let Some(last) = words.len().checked_sub(1) else { return Vec::new() };
    let mut hits = words.iter().take(SNIPPET_WORDS).filter(|word| word.2).count();
    let (mut best, mut best_hits) = (0, hits);
    for start in 1..words.len().saturating_sub(SNIPPET_WORDS - 1) {
        hits = hits - usize::from(words[start - 1].2) + usize::from(words[start + SNIPPET_WORDS - 1].2);
        if hits > best_hits {
            (best, best_hits) = (start, hits);
        }
    }
    // Begin a little before the first found word, so that it has its context.
    let first_hit = (best..words.len()).find(|at| words[*at].2).unwrap_or(best);
    let start = if best == 0 { 0 } else { first_hit.saturating_sub(6).max(best.saturating_sub(6)) };
    let end = (start + SNIPPET_WORDS - 1).min(last);
    let (from, to) = (words[start].0, words[end].1);
    let part = &text[from..to];
    let marks =
        words[start..=end].iter().filter(|word| word.2).map(|word| (word.0 - from, word.1 - from)).collect();
    let mut pieces = cut(part, marks);
    if start > 0 {
        pieces.insert(0, Piece { text: "… ".to_owned(), is_hit: false });
    }
    if end < last {
        pieces.push(Piece { text: " …".to_owned(), is_hit: false });
    }
    pieces
}

fn is_wanted(term: &terms::Term, wanted: &[String]) -> bool {
    wanted.contains(&term.joined)
        || wanted.contains(&terms::stem(term))
        || term.parts.iter().any(|part| wanted.contains(part))
}

fn cut(text: &str, hits: Vec<(usize, usize)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |text: &str, is_hit: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.replace('\n', " "), is_hit });
        }
    };
    let mut from = 0;
    for (start, end) in hits {
        push(&text[from..start], false);
        push(&text[start..end], true);
        from = end;
    }
    push(&text[from..], false);
    pieces
}
