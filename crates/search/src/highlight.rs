//! Marking found words in a text's own spelling.

use std::ops::Range;
use std::sync::LazyLock;

use persian::fold;
use rustc_hash::FxHashSet;

use crate::words;

/// Words of a snippet: about three lines on a phone.
const SNIPPET_WORDS: usize = 36;
/// Words before the first found one, for its context.
const WORDS_BEFORE: usize = 6;

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
    keys: FxHashSet<String>,
    /// Words that were asked for.
    wanted: usize,
    /// First and second letters of the keys in all their spellings: only words that begin so are folded, which is
    /// what makes a hundred snippets a matter of milliseconds.
    beginnings: [Letters; 2],
}

/// Letters below U+0700 are Latin and Arabic ones.
const LETTERS: usize = 0x700;
type Letters = Box<[bool; LETTERS]>;

/// The letters that fold to each of these, and at 0 those that folding drops: looked up for every query.
static SPELLINGS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let mut spellings = vec![Vec::new(); LETTERS];
    for c in ('\0'..).take(LETTERS) {
        let folded = fold::fold(c.encode_utf8(&mut [0; 4])).chars().next();
        if let Some(spellings) = spellings.get_mut(folded.map_or(0, |c| c as usize)) {
            spellings.push(c);
        }
    }
    spellings
});

impl Marker {
    /// Marks these keys, of so many words.
    pub fn new(keys: Vec<String>, wanted: usize) -> Self {
        let others: Vec<&str> = keys.iter().flat_map(|key| fold::other_beginnings(key)).collect();
        let letters = |at: usize| {
            let nth = |word: &str| word.chars().nth(at);
            let keys = keys.iter().filter_map(|key| nth(key));
            spellings_of(keys.chain(others.iter().filter_map(|other| nth(other))))
        };
        let beginnings = [letters(0), letters(1)];
        Self { keys: keys.into_iter().collect(), wanted: wanted.max(1), beginnings }
    }

    /// A whole short text in pieces.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        cut(text, fold::runs(text).filter(|run| self.is_hit(&text[run.clone()])))
    }

    /// The part of a text with the most found words, in pieces; its beginning when none is found.
    pub fn snippet(&self, text: &str) -> Vec<Piece> {
        let words = self.looked_at(text);
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

    /// The words of a text as far as a snippet may need them, and which are found ones. Where as many stand together as
    /// were asked for, no better place is looked for: news says first what it is about.
    fn looked_at(&self, text: &str) -> Vec<(Range<usize>, bool)> {
        let (mut words, mut hits, mut end): (Vec<(Range<usize>, bool)>, usize, usize) =
            (Vec::new(), 0, usize::MAX);
        for run in fold::runs(text) {
            let is_hit = self.is_hit(&text[run.clone()]);
            words.push((run, is_hit));
            hits += usize::from(is_hit);
            if let Some(left) = words.len().checked_sub(SNIPPET_WORDS + 1) {
                hits -= usize::from(words[left].1);
            }
            if hits >= self.wanted && end == usize::MAX {
                end = words.len() + SNIPPET_WORDS;
            }
            if words.len() > end {
                break;
            }
        }
        words
    }

    fn is_hit(&self, run: &str) -> bool {
        // Few words have a joint, and bytes tell so sooner than letters.
        let has_joint = run.bytes().any(|byte| byte == JOINT_BYTE);
        let may_be = if has_joint {
            run.split(is_joint).any(|part| self.may_begin(part))
        } else {
            self.may_begin(run)
        };
        if !may_be {
            return false;
        }
        let is_key = |part: &String| words::key(part).is_some_and(|key| self.keys.contains(key));
        words::of(run).any(|word| is_key(&word.joined) || word.parts().iter().any(is_key))
    }

    /// Letters of other scripts may always begin a word.
    fn may_begin(&self, part: &str) -> bool {
        let mut letters = part.chars().filter(|c| !is_dropped(*c));
        self.beginnings
            .iter()
            .all(|known| letters.next().is_none_or(|c| known.get(c as usize).copied().unwrap_or(true)))
    }
}

/// The letters that fold to one of `wanted`, and those that folding drops.
fn spellings_of(wanted: impl Iterator<Item = char>) -> Letters {
    let mut letters = Box::new([false; LETTERS]);
    for folded in std::iter::once(0).chain(wanted.map(|c| c as usize)) {
        SPELLINGS.get(folded).into_iter().flatten().for_each(|c| letters[*c as usize] = true);
    }
    letters
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

/// Marks and hamza, which folding drops.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{621}')
}

/// What the bytes of every joint begin with.
const JOINT_BYTE: u8 = 0xe2;

pub(crate) fn is_joint(c: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, keys: &[&str]) -> Vec<String> {
        let marker = Marker::new(keys.iter().map(|key| (*key).to_owned()).collect(), keys.len());
        let pieces = marker.snippet(text).into_iter().filter(|piece| piece.is_hit);
        pieces.map(|piece| piece.text).collect()
    }

    #[test]
    fn every_spelling_is_marked_as_it_stands() {
        let text = "كتابهاي كهنه، کِتاب‌ها و خوش‌کتاب؛ کتیبه نه. Book";
        assert_eq!(marked(text, &["کتاب", "book"]), ["كتابهاي", "کِتاب‌ها", "خوش‌کتاب", "Book"]);
        assert_eq!(marked("قرآن و مسئله", &["قران", "مسیله"]), ["قرآن", "مسئله"]);
        assert_eq!(marked("اطاق و طوفان‌ها، اتاق", &["اتاق", "توفان"]), ["اطاق", "طوفان‌ها", "اتاق"]);
    }

    #[test]
    fn a_snippet_shows_the_densest_part() {
        let text = format!("{} گندم و باران {}", "واژه ".repeat(100), "دیگر ".repeat(100));
        let marker = Marker::new(vec!["گندم".to_owned(), "باران".to_owned()], 2);
        let pieces = marker.snippet(&text);
        assert_eq!(pieces.iter().filter(|piece| piece.is_hit).count(), 2);
        assert!(
            pieces[0].text.starts_with('…') && pieces.last().is_some_and(|last| last.text.ends_with('…'))
        );
    }
}
