//! Gaps that may become half-spaces, and their features.

use std::ops::Range;

use super::convention::{Kind, kind};
use super::lexicon::{Word, pair_key};
use super::line::{Gap, HASHED_MAX, Line};
use super::tagger::{Model, SLOT_BITS};

/// Features of a gap, without state and style.
pub const FEATURES: usize = OWN + AROUND;
/// Features of the two pieces alone.
pub(super) const OWN: usize = 25;
/// Features of what stands around the two pieces, and the place of the first among all.
const AROUND: usize = 5;
const FIRST_AROUND: usize = 17;

/// A gap that may become a half-space.
#[derive(Clone, Debug)]
pub struct Site {
    /// The letter that it stands before.
    pub at: usize,
    /// How it is written.
    pub written: Gap,
    /// The piece before it.
    pub(super) left: Range<usize>,
    /// The piece behind it.
    pub(super) right: Range<usize>,
    /// Of the two pieces.
    pub(super) hashes: [u64; 2],
    before: u64,
    after: u64,
}

impl Site {
    /// The site as it would be with a space in it.
    pub(super) fn as_spaced(&self) -> Self {
        Self { written: Gap::Space, ..self.clone() }
    }

    /// What tells the site from others but for what stands around it.
    pub(super) fn key(&self) -> u64 {
        let [left, right] = self.hashes;
        pair_key(left, right).rotate_left(self.written as u32 + 1)
    }

    /// What the two pieces are called joined, and as a pair.
    pub fn keys(&self, line: &Line) -> [u64; 2] {
        let both = self.left.start..self.right.end;
        let joined = if both.len() <= HASHED_MAX { line.hash(both) } else { 0 };
        let [left, right] = self.hashes;
        [joined, pair_key(left, right)]
    }
}

/// Calls `visit` with the gaps inside piece `number`, as long as it is no longer than words are.
pub fn inside(line: &Line, number: usize, mut visit: impl FnMut(Site)) {
    let piece = line.pieces[number].clone();
    if piece.len() > HASHED_MAX || piece.len() < 3 {
        return;
    }
    let (before, after) = (context_before(line, number), context_after(line, number));
    for at in piece.start + 1..piece.end {
        if line.can_part(at) {
            let (left, right) = (piece.start..at, at..piece.end);
            let hashes = [line.hash(left.clone()), line.hash(right.clone())];
            visit(Site { at, written: Gap::None, left, right, hashes, before, after });
        }
    }
}

/// Whether the gap after piece `number` is a space between two pieces, which may become a half-space.
pub(super) fn is_behind(line: &Line, number: usize) -> bool {
    let Some([left, right]) = line.pieces[number..].first_chunk() else { return false };
    left.end == right.start
        && line.before[right.start] == Gap::Space
        && left.len() <= HASHED_MAX
        && right.len() <= HASHED_MAX
        && line.can_part(right.start)
}

/// The gap after piece `number` when it is a space between two pieces.
pub fn behind(line: &Line, number: usize) -> Option<Site> {
    is_behind(line, number).then(|| {
        let (left, right) = (line.pieces[number].clone(), line.pieces[number + 1].clone());
        let hashes = [line.hash(left.clone()), line.hash(right.clone())];
        let (before, after) = (context_before(line, number), context_after(line, number + 1));
        Site { at: right.start, written: Gap::Space, left, right, hashes, before, after }
    })
}

/// The piece and gap before a piece, or the sign before it.
fn context_before(line: &Line, number: usize) -> u64 {
    let start = line.pieces[number].start;
    if start == 0 {
        return 1;
    }
    let gap = line.before[start] as u64 + 2;
    match number.checked_sub(1).map(|number| &line.pieces[number]) {
        Some(piece) if piece.end == start && piece.len() <= HASHED_MAX => {
            line.hash(piece.clone()).rotate_left(9) ^ gap
        }
        _ => line.hash(start - 1..start).rotate_left(17) ^ gap,
    }
}

/// The gap and piece after a piece, or the sign after it.
fn context_after(line: &Line, number: usize) -> u64 {
    let end = line.pieces[number].end;
    if end == line.letters.len() {
        return 1;
    }
    let gap = line.before[end] as u64 + 2;
    match line.pieces.get(number + 1) {
        Some(piece) if piece.start == end && piece.len() <= HASHED_MAX => {
            line.hash(piece.clone()).rotate_left(9) ^ gap
        }
        _ => line.hash(end..end + 1).rotate_left(17) ^ gap,
    }
}

impl Site {
    /// The slots of what the pieces are by themselves, and what kind of site it is.
    pub fn own_slots(&self, line: &Line, model: &Model) -> ([u32; OWN], Kind) {
        let (keys, kind) = self.own_keys(line, model);
        let mut slots = [0; OWN];
        for (number, (slot, key)) in slots.iter_mut().zip(keys).enumerate() {
            let number = if number < FIRST_AROUND { number } else { number + AROUND };
            *slot = slot_of(key, number, self.written);
        }
        (slots, kind)
    }

    /// The slots of the pieces with what stands around them.
    pub fn slots_around(&self) -> [u32; AROUND] {
        let [left, right] = self.hashes;
        let keys = [
            both(self.before, left),
            both(right, self.after),
            both(both(self.before, left), right),
            both(both(left, right), self.after),
            both(self.before, right),
        ];
        let mut slots = [0; AROUND];
        for (number, (slot, key)) in slots.iter_mut().zip(keys).enumerate() {
            *slot = slot_of(key, FIRST_AROUND + number, self.written);
        }
        slots
    }

    fn own_keys(&self, line: &Line, model: &Model) -> ([u64; OWN], Kind) {
        let (l, r) = (self.left.clone(), self.right.clone());
        let [left, right] = self.hashes;
        let pair = model.pair(left, right);
        let (word_left, word_right) = (model.word(left), model.word(right));
        let joined =
            if l.len() + r.len() <= HASHED_MAX { model.word(line.hash(l.start..r.end)) } else { Word(0) };
        let ending = |n: usize| if l.len() >= n { line.hash(l.end - n..l.end) } else { left ^ EDGE };
        let start = |n: usize| if r.len() >= n { line.hash(r.start..r.start + n) } else { right ^ EDGE };
        let (e1, e2, e3, e4) = (ending(1), ending(2), ending(3), ending(4));
        let (s1, s2, s3, s4) = (start(1), start(2), start(3), start(4));
        let kind = kind(line, model, [l.clone(), r.clone()], self.written, pair);
        let known = u64::from(word_left.known()) << 10 | u64::from(word_right.known()) << 5;
        let sizes = (l.len().min(8) * 16 + r.len().min(8)) as u64;
        let listed = u64::from(pair.listed());
        let balance = |a: u32, b: u32| (a + 8 - b) as u64;
        let rival = if self.written == Gap::None { pair.joined() } else { pair.spaced() };
        let rivals = balance(pair.half(), rival);
        let keys = [
            0,
            left,
            right,
            both(left, right),
            both(e1, s1),
            both(e2, s1),
            both(e1, s2),
            both(e2, s2),
            both(e3, s2),
            both(e2, s3),
            both(e3, s3),
            both(e4, s1),
            both(e1, s4),
            both(left, s2),
            both(e2, right),
            e3,
            s3,
            sizes,
            known << 5 | u64::from(joined.known()),
            u64::from(joined.known()) << 4 | rivals,
            u64::from(pair.all()),
            rivals << 1 | listed,
            both(right, u64::from(word_left.known()) << 5 | u64::from(joined.known())),
            both(left, u64::from(word_right.known()) << 5 | u64::from(joined.known())),
            both(right, rivals << 3 | u64::from(pair.half())),
        ];
        (keys, kind)
    }
}

/// The slots of all features of a site, and what kind of site it is.
pub fn features(line: &Line, model: &Model, site: &Site) -> ([u32; FEATURES], Kind) {
    let (own, kind) = site.own_slots(line, model);
    let mut slots = [0; FEATURES];
    let (first, rest) = slots.split_at_mut(FIRST_AROUND);
    let (around, last) = rest.split_at_mut(AROUND);
    first.copy_from_slice(&own[..FIRST_AROUND]);
    around.copy_from_slice(&site.slots_around());
    last.copy_from_slice(&own[FIRST_AROUND..]);
    (slots, kind)
}

fn both(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(29) ^ b
}

/// The slot of a feature.
fn slot_of(key: u64, number: usize, written: Gap) -> u32 {
    let salted = (key ^ key >> 31) ^ (written as u64) << 62 ^ (number as u64 + 1) << 56;
    let mixed = (salted.wrapping_mul(0xBF58_476D_1CE4_E5B9)) ^ salted >> 27;
    (mixed.wrapping_mul(0x94D0_49BB_1331_11EB) >> (64 - SLOT_BITS)) as u32
}

const EDGE: u64 = 0x5851_F42D_4C95_7F2D;
