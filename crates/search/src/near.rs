//! Words a letter away from a misspelt one, and how near they are.

use crate::keyboard;

/// Folded letters of Persian.
const ALPHABET: [char; 32] = [
    'ا', 'ب', 'پ', 'ت', 'ث', 'ج', 'چ', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'ژ', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع',
    'غ', 'ف', 'ق', 'ک', 'گ', 'ل', 'م', 'ن', 'و', 'ه', 'ی',
];
/// Letters that sound the same in Persian.
const SOUND_ALIKE: [&str; 6] = ["زذضظ", "سصث", "تط", "هح", "غق", "اع"];
/// Letters that differ in their dots or strokes.
const LOOK_ALIKE: [&str; 10] = ["بپتثنی", "جچحخ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فق", "کگ"];
/// Letters of long vowels.
const VOWELS: [char; 3] = ['ا', 'و', 'ی'];
/// How many times as likely as any other slip (a letter changed, missing, too many, or swapped) a slip is that takes a
/// letter for one that sounds like it, looks like it, or lies beside it, or leaves out a vowel: a word's frequency is
/// multiplied by it. Set by hand on the cases of `tests/cases/meant.txt`; not measured.
const SOUNDS: u64 = 100;
const LOOKS: u64 = 8;
const KEYS: u64 = 3;
const LEFT_OUT: u64 = 3;

/// A word a letter away.
pub(crate) struct Near {
    pub word: String,
    /// Which of its letters the slip was at.
    pub at: usize,
    /// What it counts.
    pub nearness: u64,
}

impl Near {
    fn new(pieces: &[&[char]], at: usize, nearness: u64) -> Self {
        Self { word: pieces.iter().flat_map(|piece| piece.iter()).collect(), at, nearness }
    }

    /// Whether the slip was in what a word is found by: a letter of its ending says nothing of how often that is meant, as
    /// روحیی is found by روح.
    pub fn is_within(&self, key: &str) -> bool {
        let start = self.word.find(key).map_or(0, |bytes| self.word[..bytes].chars().count());
        self.word == key || (start..start + key.chars().count()).contains(&self.at)
    }
}

/// With one letter changed, missing, too many, or swapped with the next.
pub(crate) fn one_away(letters: &[char]) -> Vec<Near> {
    let mut all = forgotten(letters);
    for (at, first) in letters.iter().enumerate() {
        let (before, after) = (&letters[..at], &letters[at + 1..]);
        all.push(Near::new(&[before, after], at, 1));
        let others = ALPHABET.iter().filter(|other| *other != first);
        all.extend(others.map(|other| Near::new(&[before, &[*other], after], at, nearness(*first, *other))));
    }
    all
}

/// With one letter more, or two swapped.
pub(crate) fn forgotten(letters: &[char]) -> Vec<Near> {
    let mut all = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        all.extend(ALPHABET.iter().map(|letter| {
            let nearness = if VOWELS.contains(letter) { LEFT_OUT } else { 1 };
            Near::new(&[before, &[*letter], after], at, nearness)
        }));
        if let [first, second, rest @ ..] = after {
            all.push(Near::new(&[before, &[*second, *first], rest], at, 1));
        }
    }
    all
}

fn nearness(one: char, other: char) -> u64 {
    let are_in = |groups: &[&str]| groups.iter().any(|group| group.contains(one) && group.contains(other));
    let kinds = [
        (are_in(&SOUND_ALIKE), SOUNDS),
        (are_in(&LOOK_ALIKE), LOOKS),
        (keyboard::are_neighbours(one, other), KEYS),
    ];
    kinds.iter().filter(|(is_so, _)| *is_so).map(|(_, counts)| counts).sum::<u64>().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_sound_or_look_alike_or_lie_side_by_side_are_nearer() {
        for (one, other, expected) in [
            ('ز', 'ض', SOUNDS),
            ('ز', 'ژ', LOOKS),
            ('ن', 'ت', LOOKS + KEYS),
            ('چ', 'ج', LOOKS + KEYS),
            ('ا', 'ت', KEYS),
            ('م', 'ن', KEYS),
            ('ب', 'م', 1),
        ] {
            assert_eq!(nearness(one, other), expected, "{one} {other}");
            assert_eq!(nearness(other, one), expected, "{other} {one}");
        }
    }
}
