//! The tagger: labels each gap between two Persian letters none, space or ZWNJ, from the letters around it.
//!
//! A linear classifier (averaged perceptron) over hashed features of the letters left and right of the gap and
//! of the gap as it was written. Its weights are one byte a class, [`SLOTS`] slots, in `model/gaps.bin`, made by
//! `cargo xtask train` from the treebanks' training parts and word lists (see `model/README.md`).

use super::normalise::{is_letter, is_mark};
use super::protected;
use crate::ZWNJ;

/// Feature slots of the model: a power of two.
pub const SLOTS: usize = 1 << 20;
/// Classes, in the model's order: none, space, ZWNJ.
pub const CLASSES: usize = 3;
/// Class numbers.
pub const NONE: usize = 0;
/// A space.
pub const SPACE: usize = 1;
/// A zero-width non-joiner.
pub const HALF: usize = 2;
/// One training step in the units of the stored weights.
pub const STEP: i32 = 8;
/// Letters looked at on each side.
const REACH: usize = 6;
/// Features of a gap.
pub const FEATURES: usize = 18;

/// Weights, `CLASSES` bytes a slot.
static MODEL: &[u8] = include_bytes!("../../model/gaps.bin");

/// A line as letters with the gaps before them.
pub struct Gaps {
    /// Every character but gaps.
    pub letters: Vec<char>,
    /// The gap before each letter as written; the first is [`NONE`].
    pub before: Vec<u8>,
    /// Whether a letter is Persian and may stand beside a half-space.
    pub open: Vec<bool>,
}

impl Gaps {
    /// Reads a normalised line: single spaces, ZWNJ between letters only.
    pub fn read(line: &str) -> Self {
        let kept = protected(line);
        let mut kept = kept.iter().peekable();
        let mut gaps = Self { letters: Vec::new(), before: Vec::new(), open: Vec::new() };
        let mut gap = NONE as u8;
        for (at, c) in line.char_indices() {
            while kept.next_if(|range| range.end <= at).is_some() {}
            let inside = kept.peek().is_some_and(|range| range.start <= at);
            match c {
                ' ' => gap = SPACE as u8,
                ZWNJ if !inside => gap = gap.max(HALF as u8 * u8::from(gap == 0)),
                _ => {
                    gaps.letters.push(c);
                    gaps.before.push(gap);
                    gaps.open.push(!inside && (is_letter(c) || is_mark(c)));
                    gap = NONE as u8;
                }
            }
        }
        gaps
    }

    /// Whether the gap before letter `at` is between two Persian letters.
    pub fn is_between_letters(&self, at: usize) -> bool {
        at > 0 && self.open[at] && self.open[at - 1] && !is_mark(self.letters[at])
    }

    /// The slots of the features of the gap before letter `at`.
    pub fn features(&self, at: usize) -> [u32; FEATURES] {
        let (left, left_word, left_two) = self.look_left(at);
        let (right, right_word, right_two) = self.look_right(at);
        let written = u64::from(self.before[at]) + 1;
        let mut slots = [0; FEATURES];
        let keys = [
            0,
            left[0] ^ right[0].rotate_left(7),
            left[1] ^ right[0].rotate_left(7),
            left[0] ^ right[1].rotate_left(7),
            left[1] ^ right[1].rotate_left(7),
            left[2] ^ right[1].rotate_left(7),
            left[1] ^ right[2].rotate_left(7),
            left[2] ^ right[2].rotate_left(7),
            left[3],
            right[3],
            left[3] ^ right[3].rotate_left(7),
            left[4] ^ right[1].rotate_left(7),
            left[1] ^ right[4].rotate_left(7),
            left_word,
            right_word,
            left_word ^ right_word.rotate_left(7),
            right_two ^ left[2].rotate_left(9),
            left_two ^ right_word.rotate_left(9),
        ];
        for (number, (slot, key)) in slots.iter_mut().zip(keys).enumerate() {
            let mixed =
                (key ^ (written << 60) ^ ((number as u64 + 1) << 54)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *slot = (mixed >> 44) as u32;
        }
        slots
    }

    /// Rolling hashes of the 1 to [`REACH`] characters left of a gap, of the word part, and of two word parts.
    fn look_left(&self, at: usize) -> ([u64; REACH], u64, u64) {
        let mut hashes = [0; REACH];
        let (mut hash, mut place, mut filled) = (SEED, at, 0);
        let mut word = Run::default();
        while place > 0 && (filled < REACH || !word.ended()) {
            place -= 1;
            hash = roll(hash, self.letters[place]);
            word.letter(hash, self.open[place]);
            push(&mut hashes, &mut filled, hash);
            if self.before[place] != NONE as u8 || place == 0 {
                hash = roll(hash, if place == 0 { '\n' } else { ' ' });
                word.gap(hash);
                push(&mut hashes, &mut filled, hash);
            }
        }
        fill(&mut hashes, filled);
        (hashes, word.one, word.two)
    }

    /// As [`Self::look_left`], rightwards.
    fn look_right(&self, at: usize) -> ([u64; REACH], u64, u64) {
        let mut hashes = [0; REACH];
        let (mut hash, mut place, mut filled) = (SEED, at, 0);
        let mut word = Run::default();
        while place < self.letters.len() && (filled < REACH || !word.ended()) {
            hash = roll(hash, self.letters[place]);
            word.letter(hash, self.open[place]);
            push(&mut hashes, &mut filled, hash);
            place += 1;
            if place == self.letters.len() || self.before[place] != NONE as u8 {
                hash = roll(hash, if place == self.letters.len() { '\n' } else { ' ' });
                word.gap(hash);
                push(&mut hashes, &mut filled, hash);
            }
        }
        fill(&mut hashes, filled);
        (hashes, word.one, word.two)
    }
}

const SEED: u64 = 0x51_7C_C1_B7_27_22_0A_95;
/// Words longer than this are looked at up to here, so that one endless word costs no square time.
const WORD_LETTERS_MAX: usize = 24;

/// The hash up to the first gap, and up to the second.
#[derive(Default)]
struct Run {
    one: u64,
    two: u64,
    gaps: usize,
    letters: usize,
}

impl Run {
    fn letter(&mut self, hash: u64, open: bool) {
        self.letters += 1;
        if !open && self.gaps < 2 {
            self.gap(hash);
        }
        match self.gaps {
            0 => (self.one, self.two) = (hash, hash),
            1 => self.two = hash,
            _ => {}
        }
    }

    fn gap(&mut self, _hash: u64) {
        self.gaps += 1;
    }

    fn ended(&self) -> bool {
        self.gaps >= 2 || self.letters >= WORD_LETTERS_MAX
    }
}

fn roll(hash: u64, c: char) -> u64 {
    (hash.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

fn push(hashes: &mut [u64; REACH], filled: &mut usize, hash: u64) {
    if *filled < REACH {
        hashes[*filled] = hash;
        *filled += 1;
    }
}

fn fill(hashes: &mut [u64; REACH], filled: usize) {
    for at in filled.max(1)..REACH {
        hashes[at] = hashes[at - 1] ^ 1;
    }
}

/// A line with its characters made regular, gaps untouched: what training text goes through.
pub fn regular(line: &str) -> String {
    super::normalise::normalise(line)
}

/// Scores of the three classes under weights of `CLASSES` values a slot.
pub fn scores(slots: &[u32; FEATURES], weight: impl Fn(usize) -> i32) -> [i32; CLASSES] {
    let mut scores = [0; CLASSES];
    for slot in slots {
        for (class, score) in scores.iter_mut().enumerate() {
            *score += weight(*slot as usize * CLASSES + class);
        }
    }
    scores
}

/// One pass over a line: adds ZWNJ where it beats the gap as written by more than `margin`. None when nothing
/// changes.
pub(super) fn pass(line: &str, margin: i32) -> Option<String> {
    let gaps = Gaps::read(line);
    let mut changed = false;
    let mut out = String::with_capacity(line.len() + 16);
    let mut letters = 0;
    let mut pending = None;
    for c in line.chars() {
        if c == ' ' || c == ZWNJ {
            if let Some(gap) = pending.replace(c) {
                out.push(gap);
            }
            continue;
        }
        let at = letters;
        letters += 1;
        let half = pending != Some(ZWNJ) && gaps.is_between_letters(at) && wants_half(&gaps, at, margin);
        changed |= half;
        match (half, pending.take()) {
            (true, _) => out.push(ZWNJ),
            (false, Some(gap)) => out.push(gap),
            (false, None) => {}
        }
        out.push(c);
    }
    out.extend(pending);
    changed.then_some(out)
}

fn wants_half(gaps: &Gaps, at: usize, margin: i32) -> bool {
    let scores = scores(&gaps.features(at), |index| i32::from(MODEL[index] as i8));
    let written = usize::from(gaps.before[at]);
    scores[HALF] > scores[written] + margin
}
