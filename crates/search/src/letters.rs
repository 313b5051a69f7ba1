//! Words that are spelt like endings: آش and شأن, and names of Latin letters, as in «آی سی یو» and «ام اس».
//!
//! No ending is written with آ or a hamza, and before the name of another letter ام is one too. Folded, such a word begins
//! with [`MARK`], so that it has a key as other words have.

use persian::fold;

use crate::words::{self, Word};

/// Before a word that is spelt like an ending: no folded word has a hamza.
pub(crate) const MARK: char = 'ء';
/// An ending that many write in place of شأن.
pub(crate) const NOUN: &str = "شان";
/// What no ending is written with, in one character and in two.
const OF_WORDS: [char; 4] = ['آ', 'أ', '\u{0653}', '\u{0654}'];
/// Names of letters that are endings elsewhere. Folded, as all here.
const ENDINGS: [&str; 2] = ["ای", "ام"];
/// Names of letters that are other words too: سی is a number, دی a month.
const WORDS: [&str; 7] = ["بی", "سی", "دی", "پی", "ان", "کی", "وی"];
/// In the name of the maker «بی ام و» what is «and» elsewhere is a letter too.
const LAST: &str = "و";
const BEFORE_LAST: [&str; 2] = ["بی", "ام"];
/// So many names of letters in a row are one, though each may be another word.
const SURE: usize = 3;
/// A name of a letter has five letters at most; those of a number may stand behind it.
const NAME_BYTES_MAX: usize = 16;
/// Names of letters that are nothing else.
const LETTERS: [&str; 10] = ["اس", "اف", "اچ", "جی", "تی", "یو", "ار", "ال", "کیو", "دبلیو"];

/// A word with its parts marked that are written as no ending is.
pub(crate) fn marked(mut word: Word, written: &str) -> Word {
    if !word.is_parted() {
        if words::is_ending(&word.joined) && written.contains(OF_WORDS) {
            word.joined.insert(0, MARK);
        }
        return word;
    }
    if !word.parts().iter().any(|part| words::is_ending(part)) {
        return word;
    }
    let pieces = written.split(crate::highlight::is_joint).filter(|piece| !fold::fold(piece).is_empty());
    let parts = word.into_parts().into_iter().zip(pieces);
    let parts: Vec<String> = parts.map(|(part, piece)| mark_if(piece.contains(OF_WORDS), part)).collect();
    let run = run(parts.iter().map(String::as_str));
    Word::of_parts(if run == parts.len() { named(parts) } else { parts })
}

/// The names of letters that some words begin with, and how many words they are.
pub(crate) fn opening<'a>(words: impl Iterator<Item = &'a Word>) -> Option<(Word, usize)> {
    let words: Vec<&Word> = words.take_while(|word| !word.is_parted()).collect();
    let run = run(words.iter().map(|word| word.joined.as_str()));
    let parts = words.into_iter().take(run).map(|word| word.joined.clone());
    (run > 1).then(|| (Word::of_parts(named(parts.collect())), run))
}

/// Whether a word may be one of such names.
pub(crate) fn may_be_name(word: &Word) -> bool {
    !word.is_parted() && is_name(unmarked(&word.joined))
}

/// Whether the word that a text begins with may be one of such names: looked at before it is analysed, for آن, which is
/// spelt like one, stands in every other sentence.
pub(crate) fn go_on(text: &str) -> bool {
    let next = fold::runs(text).next().filter(|run| run.len() <= NAME_BYTES_MAX);
    next.is_some_and(|run| is_name(fold::fold(&text[run]).trim_end_matches(|c: char| c.is_ascii_digit())))
}

fn is_name(word: &str) -> bool {
    ENDINGS.contains(&word) || WORDS.contains(&word) || LETTERS.contains(&word)
}

/// A folded word as it is spelt.
pub(crate) fn unmarked(part: &str) -> &str {
    part.strip_prefix(MARK).unwrap_or(part)
}

/// Some parts in one word.
pub(crate) fn joined(parts: &[String]) -> String {
    parts.iter().map(|part| unmarked(part)).collect()
}

/// How many words in a row are names of letters, one of which is nothing else, or [`SURE`] of them.
fn run<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    let (mut length, mut is_sure, mut before) = (0, false, [""; 2]);
    for word in words {
        let name = unmarked(word);
        if !is_name(name) && (name != LAST || before != BEFORE_LAST) {
            break;
        }
        is_sure |= LETTERS.contains(&word) || name != word;
        (length, before) = (length + 1, [before[1], name]);
    }
    if is_sure || length >= SURE { length } else { 0 }
}

/// Names of letters, those marked that are endings elsewhere.
fn named(parts: Vec<String>) -> Vec<String> {
    parts.into_iter().map(|part| mark_if(true, part)).collect()
}

fn mark_if(is_word: bool, part: String) -> String {
    if is_word && words::is_ending(&part) { format!("{MARK}{part}") } else { part }
}
