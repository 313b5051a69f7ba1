//! Marking found words in a text's own spelling.

use std::collections::HashSet;
use std::ops::Range;

use crate::words;

/// Words of a snippet: about three lines on a phone.
const SNIPPET_WORDS: usize = 36;
/// Words before the first found one, for its context.
const WORDS_BEFORE: usize = 6;
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

/// Knows the words to be marked.
pub(crate) struct Marker {
    keys: HashSet<String>,
    /// First letters of the keys in all their spellings: only words that begin so are folded, which is what makes a
    /// hundred snippets a matter of a millisecond.
    initials: HashSet<char>,
}

impl Marker {
    pub fn new(keys: Vec<String>) -> Self {
        let first: HashSet<char> = keys.iter().filter_map(|key| key.chars().next()).collect();
        let folds_to_first =
            |c: &char| persian::fold::fold(c.encode_utf8(&mut [0; 4])).starts_with(|c| first.contains(&c));
        // Letters of other scripts are looked at one by one.
        let initials = ('\0'..='\u{7f}').chain('\u{600}'..='\u{6ff}').filter(folds_to_first).collect();
        Self { keys: keys.into_iter().collect(), initials }
    }

    /// A whole short text in pieces.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        cut(text, runs(text).filter(|run| self.is_hit(&text[run.clone()])))
    }

    /// The part of a text with the most found words, in pieces; its beginning when none is found.
    pub fn snippet(&self, text: &str) -> Vec<Piece> {
        let text = &text[..text.floor_char_boundary(LOOKED_AT_BYTES)];
        let words: Vec<(Range<usize>, bool)> =
            runs(text).map(|run| (run.clone(), self.is_hit(&text[run]))).collect();
        let Some(last) = words.len().checked_sub(1) else { return Vec::new() };
        let best = densest(&words);
        let first_hit = (best..words.len()).find(|at| words[*at].1).unwrap_or(best);
        let start = if best == 0 { 0 } else { first_hit.saturating_sub(WORDS_BEFORE) };
        let end = (start + SNIPPET_WORDS - 1).min(last);
        let (from, to) = (words[start].0.start, words[end].0.end);
        let hits = words[start..=end].iter().filter(|word| word.1);
        let mut pieces = cut(&text[from..to], hits.map(|(run, _)| run.start - from..run.end - from));
        if start > 0 {
            pieces.insert(0, Piece { text: "… ".to_owned(), is_hit: false });
        }
        if end < last {
            pieces.push(Piece { text: " …".to_owned(), is_hit: false });
        }
        pieces
    }

    fn is_hit(&self, run: &str) -> bool {
        let may_begin = |part: &str| {
            part.chars().next().is_some_and(|c| {
                self.initials.contains(&c) || !matches!(c, '\0'..='\u{7f}' | '\u{600}'..='\u{6ff}')
            })
        };
        if !run.split(is_joint).any(may_begin) {
            return false;
        }
        let is_key = |part: &String| words::key(part).is_some_and(|key| self.keys.contains(key));
        words::of(run).any(|word| is_key(&word.joined) || word.parts().iter().any(is_key))
    }
}

/// Where the window of a snippet's length with the most found words begins.
fn densest(words: &[(Range<usize>, bool)]) -> usize {
    let mut hits = words.iter().take(SNIPPET_WORDS).filter(|word| word.1).count();
    let (mut best, mut best_hits) = (0, hits);
    for start in 1..words.len().saturating_sub(SNIPPET_WORDS - 1) {
        hits = hits - usize::from(words[start - 1].1) + usize::from(words[start + SNIPPET_WORDS - 1].1);
        if hits > best_hits {
            (best, best_hits) = (start, hits);
        }
    }
    best
}

/// Runs of what stands inside words.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| in_word(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_joint(c) || matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

fn is_joint(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}')
}

fn cut(text: &str, hits: impl Iterator<Item = Range<usize>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |text: &str, is_hit: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.replace('\n', " "), is_hit });
        }
    };
    let mut from = 0;
    for hit in hits {
        push(&text[from..hit.start], false);
        push(&text[hit.clone()], true);
        from = hit.end;
    }
    push(&text[from..], false);
    pieces
}
