//! A line as its letters, the gaps before them, and the pieces of words between gaps.
//!
//! Any run of letters has a hash in constant time, from prefix hashes: the tagger asks for dozens at each gap.

use std::ops::Range;

use super::normalise::{Sign, follows, is_letter, is_mark, sign};
use super::protected::{has_code, protected, protected_with_arabic};
use crate::ZWNJ;

/// A gap as written: nothing, a space, or a ZWNJ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Gap {
    /// Two letters of one piece.
    #[default]
    None,
    /// A space.
    Space,
    /// A half-space.
    Half,
}

/// A line, read once and repaired in place.
#[derive(Default, Clone, Debug)]
pub struct Line {
    /// Every character but gaps.
    pub letters: Vec<char>,
    /// The gap before each letter.
    pub before: Vec<Gap>,
    /// Whether a letter is Persian and outside what is left alone.
    open: Vec<bool>,
    /// Hashes of the line up to each letter.
    prefix: Vec<u64>,
    /// Runs of Persian letters without a gap, in order.
    pub pieces: Vec<Range<usize>>,
    /// What the line ends with.
    end: Gap,
}

impl Line {
    /// Reads a normalised line in place of what was held; room is kept.
    pub fn read(&mut self, text: &str) {
        self.read_around(text, &protected(text));
    }

    /// The same of a line with a small word of Arabic.
    pub(super) fn read_with_arabic(&mut self, text: &str) {
        self.read_around(text, &protected_with_arabic(text));
    }

    /// Reads a line to which no rule applies, in one look at each character: most lines of good text. False where
    /// one may apply; what is held is then of no use.
    pub(super) fn read_regular(&mut self, text: &str) -> bool {
        // Written by place: four vectors that grow took a tenth of all time.
        let room = text.len();
        self.before.clear();
        self.open.clear();
        self.resize(room, true);
        self.pieces.clear();
        let (letters, before, open) =
            (&mut self.letters[..room], &mut self.before[..room], &mut self.open[..room]);
        let prefix = &mut self.prefix[1..][..room];
        let (mut last, mut gap, mut hash) = (Sign::Edge, Gap::None, 0);
        let (mut at, mut count, mut latin) = (0, 0, false);
        loop {
            // A piece: letters, which may follow each other.
            let start = count;
            let places = letters[count..].iter_mut().zip(&mut prefix[count..]);
            for ((letter, prefix), bytes) in places.zip(text.as_bytes()[at..].as_chunks().0) {
                let Some(known) = letter_of(*bytes) else { break };
                hash = hash_with(hash, known.hash);
                (*letter, *prefix) = (known.c, hash);
                count += 1;
            }
            if count > start {
                if !follows(last, Sign::Letter) {
                    return false;
                }
                last = Sign::Letter;
                before[start] = std::mem::take(&mut gap);
                at += 2 * (count - start);
                self.pieces.push(start..count);
            }
            // What stands behind it.
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            let sign = sign(c);
            if !follows(last, sign) {
                return false;
            }
            last = sign;
            latin |= sign == Sign::Latin;
            match sign {
                Sign::Space => gap = Gap::Space,
                Sign::Half => gap = Gap::Half,
                _ => {
                    hash = hash_with(hash, letter_hash(c));
                    (letters[count], prefix[count]) = (c, hash);
                    (before[count], open[count]) = (std::mem::take(&mut gap), false);
                    count += 1;
                }
            }
        }
        self.end = gap;
        self.resize(count, true);
        last != Sign::Half && !(latin && has_code(text))
    }

    fn resize(&mut self, letters: usize, open: bool) {
        self.letters.resize(letters, ' ');
        self.before.resize(letters, Gap::None);
        self.open.resize(letters, open);
        // Behind the letters it is never asked for, and would be filled anew for every line.
        self.prefix.resize(self.prefix.len().max(letters + 1), 0);
    }

    /// Reads a line of which the ranges `kept`, in order, are to be left alone.
    fn read_around(&mut self, text: &str, kept: &[Range<usize>]) {
        self.letters.clear();
        self.before.clear();
        self.open.clear();
        self.prefix.clear();
        self.prefix.push(0);
        // At most as many letters as half of the bytes, but for Latin.
        self.reserve(text.len() / 2);
        let mut kept = kept.iter().peekable();
        let (mut gap, mut hash) = (Gap::None, 0);
        for (at, c) in text.char_indices() {
            let inside = kept.len() > 0 && {
                while kept.next_if(|range| range.end <= at).is_some() {}
                kept.peek().is_some_and(|range| range.start <= at)
            };
            match c {
                ' ' if gap == Gap::None => gap = Gap::Space,
                ZWNJ if gap == Gap::None && !inside => gap = Gap::Half,
                _ => {
                    hash = hash_with(hash, letter_hash(c));
                    self.prefix.push(hash);
                    self.letters.push(c);
                    self.before.push(gap);
                    self.open.push(!inside && (is_letter(c) || is_mark(c)));
                    gap = Gap::None;
                }
            }
        }
        self.end = gap;
        self.find_pieces();
    }

    /// Writes the line.
    pub fn write(&self, out: &mut String) {
        for (c, gap) in self.letters.iter().zip(&self.before) {
            push_gap(*gap, out);
            out.push(*c);
        }
        push_gap(self.end, out);
    }

    /// The hash of the letters in `range`, at most [`HASHED_MAX`] of them.
    pub fn hash(&self, range: Range<usize>) -> u64 {
        let power = POWERS[(range.end - range.start).min(HASHED_MAX)];
        self.prefix[range.end].wrapping_sub(self.prefix[range.start].wrapping_mul(power))
    }

    /// Finds the pieces again after gaps have changed.
    pub fn find_pieces(&mut self) {
        self.pieces.clear();
        let mut start = None;
        for at in 0..self.letters.len() {
            if let Some(from) = start
                && (self.before[at] != Gap::None || !self.open[at])
            {
                self.pieces.push(from..at);
                start = None;
            }
            if start.is_none() && self.open[at] {
                start = Some(at);
            }
        }
        self.pieces.extend(start.map(|from| from..self.letters.len()));
    }

    /// The letters of piece `number`.
    pub(super) fn piece(&self, number: usize) -> &[char] {
        &self.letters[self.pieces[number].clone()]
    }

    /// Whether Persian letters of it are left alone, as of Arabic.
    pub(super) fn has_kept(&self) -> bool {
        self.letters.iter().zip(&self.open).any(|(c, open)| !open && is_letter(*c))
    }

    /// Whether a gap before letter `at` would stand before a letter and not before a mark.
    pub fn can_part(&self, at: usize) -> bool {
        !is_mark(self.letters[at])
    }

    fn reserve(&mut self, letters: usize) {
        self.letters.reserve(letters);
        self.before.reserve(letters);
        self.open.reserve(letters);
        self.prefix.reserve(letters);
    }
}

/// A regular Persian letter and its part of a hash.
#[derive(Clone, Copy)]
struct Letter {
    c: char,
    hash: u64,
}

/// The letters by their two bytes, from [`FIRST_BYTES`] on; none is of more. One look in place of decoding a character,
/// of its sign and of its hash takes a third off the reading of a line.
static LETTERS: [Option<Letter>; 0x340] = {
    let mut letters = [None; 0x340];
    let mut bytes = 0;
    while bytes < letters.len() {
        let c = 0x600 + (bytes as u32 >> 8 << 6) + (bytes as u32 & 0x3f);
        if bytes & 0xc0 == 0
            && let Some(c) = char::from_u32(c)
            && matches!(sign(c), Sign::Letter)
        {
            letters[bytes] = Some(Letter { c, hash: letter_hash(c) });
        }
        bytes += 1;
    }
    letters
};

/// The bytes of U+0600.
const FIRST_BYTES: u16 = 0xd880;

fn letter_of(bytes: [u8; 2]) -> Option<Letter> {
    LETTERS.get(usize::from(u16::from_be_bytes(bytes).wrapping_sub(FIRST_BYTES))).copied().flatten()
}

fn push_gap(gap: Gap, out: &mut String) {
    match gap {
        Gap::None => {}
        Gap::Space => out.push(' '),
        Gap::Half => out.push(ZWNJ),
    }
}

/// The hash of a word as [`Line::hash`] gives it.
pub fn hash(word: &str) -> u64 {
    hash_of_longer(0, word)
}

/// The hash of a word and more letters behind it.
pub(super) fn hash_of_longer(word: u64, letters: &str) -> u64 {
    letters.chars().map(letter_hash).fold(word, hash_with)
}

fn hash_with(hash: u64, letter: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(letter)
}

/// Runs of letters are hashed up to this length; no Persian word is longer.
pub const HASHED_MAX: usize = 40;
/// An odd multiplier with well-mixed bits (from MurmurHash3).
const BASE: u64 = 0xC4CE_B9FE_1A85_EC53;
const POWERS: [u64; HASHED_MAX + 1] = powers();

const fn powers() -> [u64; HASHED_MAX + 1] {
    let mut powers = [1_u64; HASHED_MAX + 1];
    let mut at = 1;
    while at <= HASHED_MAX {
        powers[at] = powers[at - 1].wrapping_mul(BASE);
        at += 1;
    }
    powers
}

const fn letter_hash(c: char) -> u64 {
    (c as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ ((c as u64) << 7)
}
