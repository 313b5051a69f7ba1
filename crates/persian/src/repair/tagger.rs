//! The tagger: whether a gap between two pieces of words is to be a half-space.
//!
//! A logistic regression over hashed features of the pieces left and right of the gap, of what the lexicon knows
//! of them, of the line's style and of the stream's convention. Its weights are one signed byte each, in units of
//! 1/[`UNIT`] of a logit. Good text costs little: most gaps lie in words that the lexicon knows to be whole, or
//! between words of which neither was ever half-spaced, and are not scored at all.

use std::ops::Range;

use super::convention::{Convention, Kind, STATES, STYLES, Signals, kind};
use super::lexicon::{Pair, Table, Word, pair_key};
use super::line::{Gap, HASHED_MAX, Line};

/// Feature slots: a power of two.
pub const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 22;
/// Entries of the table of words, as a power of two.
pub const WORD_BITS: u32 = 19;
/// Entries of the table of pairs, as a power of two.
pub const PAIR_BITS: u32 = 17;
/// Weights after the hashed ones: of states, then of styles.
pub const EXTRAS: usize = STATES + STYLES;
/// Steps of a weight in one logit.
pub const UNIT: f32 = 16.0;
/// Features of a gap, without state and style.
pub const FEATURES: usize = 30;

/// The lexicon and the weights.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    words: Table<'a>,
    pairs: Table<'a>,
    weights: &'a [u8],
}

const WORD_BYTES: usize = 4 << WORD_BITS;
const PAIR_BYTES: usize = 4 << PAIR_BITS;

/// The file that `cargo xtask train` makes.
static FILE: &[u8] = include_bytes!("../../model/gaps.bin");

impl Model<'static> {
    /// The model inside the program.
    pub fn embedded() -> Self {
        Self::new(FILE)
    }
}

impl<'a> Model<'a> {
    /// A model from the bytes of its file: words, pairs, weights.
    pub fn new(file: &'a [u8]) -> Self {
        let (words, rest) = file.split_at(WORD_BYTES.min(file.len()));
        let (pairs, weights) = rest.split_at(PAIR_BYTES.min(rest.len()));
        Self { words: Table::new(words, WORD_BITS), pairs: Table::new(pairs, PAIR_BITS), weights }
    }

    /// What is known of a piece.
    pub fn word(&self, hash: u64) -> Word {
        Word(self.words.get(hash))
    }

    /// What is known of two pieces in a row.
    pub fn pair(&self, left: u64, right: u64) -> Pair {
        Pair(self.pairs.get(pair_key(left, right)))
    }

    /// The score of a site without its surroundings.
    pub fn score_alone(&self, line: &Line, site: &Site) -> i32 {
        let (slots, _) = features(line, self, site);
        let own = slots.iter().enumerate().filter(|(at, _)| !CONTEXT.contains(at));
        own.map(|(_, slot)| self.weight(*slot as usize)).sum()
    }

    fn weight(&self, slot: usize) -> i32 {
        self.weights.get(slot).map_or(0, |byte| i32::from(*byte as i8))
    }
}

/// A gap that may become a half-space.
#[derive(Clone, Debug)]
pub struct Site {
    /// The letter that it stands before.
    pub at: usize,
    /// How it is written.
    pub written: Gap,
    left: Range<usize>,
    right: Range<usize>,
    before: u64,
    after: u64,
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
            visit(Site { at, written: Gap::None, left, right, before, after });
        }
    }
}

/// The gap after piece `number` when it is a space between two pieces.
pub fn behind(line: &Line, number: usize) -> Option<Site> {
    let left = line.pieces[number].clone();
    let right = line.pieces.get(number + 1)?.clone();
    let at = right.start;
    if left.end != at
        || line.before[at] != Gap::Space
        || left.len() > HASHED_MAX
        || right.len() > HASHED_MAX
        || !line.can_part(at)
    {
        return None;
    }
    let (before, after) = (context_before(line, number), context_after(line, number + 1));
    Some(Site { at, written: Gap::Space, left, right, before, after })
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

/// The slots of a site's features, and what kind of site it is.
pub fn features(line: &Line, model: &Model, site: &Site) -> ([u32; FEATURES], Kind) {
    let (l, r) = (site.left.clone(), site.right.clone());
    let (left, right) = (line.hash(l.clone()), line.hash(r.clone()));
    let pair = model.pair(left, right);
    let (word_left, word_right) = (model.word(left), model.word(right));
    let joined =
        if l.len() + r.len() <= HASHED_MAX { model.word(line.hash(l.start..r.end)) } else { Word(0) };
    let ending = |n: usize| if l.len() >= n { line.hash(l.end - n..l.end) } else { left ^ EDGE };
    let start = |n: usize| if r.len() >= n { line.hash(r.start..r.start + n) } else { right ^ EDGE };
    let (e1, e2, e3, e4) = (ending(1), ending(2), ending(3), ending(4));
    let (s1, s2, s3, s4) = (start(1), start(2), start(3), start(4));
    let kind = kind(line, model, [l.clone(), r.clone()], site.written, pair);
    let both = |a: u64, b: u64| a.wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(29) ^ b;
    let known = u64::from(word_left.known()) << 10 | u64::from(word_right.known()) << 5;
    let sizes = (l.len().min(8) * 16 + r.len().min(8)) as u64;
    let listed = u64::from(pair.listed());
    let balance = |a: u32, b: u32| (a + 8 - b) as u64;
    let rivals = balance(pair.half(), if site.written == Gap::None { pair.joined() } else { pair.spaced() });
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
        both(site.before, left),
        both(right, site.after),
        both(both(site.before, left), right),
        both(both(left, right), site.after),
        both(site.before, right),
        sizes,
        known << 5 | u64::from(joined.known()),
        u64::from(joined.known()) << 4 | rivals,
        u64::from(pair.all()),
        rivals << 1 | listed,
        both(right, u64::from(word_left.known()) << 5 | u64::from(joined.known())),
        both(left, u64::from(word_right.known()) << 5 | u64::from(joined.known())),
        both(right, rivals << 3 | u64::from(pair.half())),
    ];
    let mut slots = [0; FEATURES];
    let written = (site.written as u64) << 62;
    for (number, (slot, key)) in slots.iter_mut().zip(keys).enumerate() {
        let salted = (key ^ key >> 31) ^ written ^ (number as u64 + 1) << 56;
        let mixed = (salted.wrapping_mul(0xBF58_476D_1CE4_E5B9)) ^ salted >> 27;
        *slot = (mixed.wrapping_mul(0x94D0_49BB_1331_11EB) >> (64 - SLOT_BITS)) as u32;
    }
    (slots, kind)
}

/// Which features look at what surrounds the two pieces.
const CONTEXT: Range<usize> = 17..22;

const EDGE: u64 = 0x5851_F42D_4C95_7F2D;

/// The slots after the hashed ones for a site of `kind`.
pub fn extras(signals: &Signals, convention: &Convention, kind: Kind, written: Gap) -> [usize; 2] {
    let state = convention.state(written);
    [SLOTS + state, SLOTS + STATES + signals.style(convention, kind, written)]
}

/// Room for repairing lines one after another without new allocations.
#[derive(Default, Debug, Clone)]
pub struct Scratch {
    /// The line.
    pub line: Line,
    /// Score and kind of each gap as far as they are known.
    scores: Vec<Option<(i32, Kind)>>,
    changes: Vec<usize>,
}

/// A line settles after two or three passes; each only adds half-spaces.
const PASSES_MAX: usize = 12;

/// Repairs the line in `scratch`, whose sites `convention` has learnt. Answers whether anything changed.
pub fn repair(
    scratch: &mut Scratch,
    model: &Model,
    signals: &Signals,
    convention: &Convention,
    margin: i32,
) -> bool {
    let Scratch { line, scores, changes } = scratch;
    scores.clear();
    scores.resize(line.letters.len(), None);
    let mut signals = *signals;
    let mut changed = false;
    for _ in 0..PASSES_MAX {
        changes.clear();
        for number in 0..line.pieces.len() {
            let mut score = |site: &Site| -> i32 {
                let (base, kind) = *scores[site.at].get_or_insert_with(|| {
                    let (slots, kind) = features(line, model, site);
                    (slots.iter().map(|slot| model.weight(*slot as usize)).sum(), kind)
                });
                let extras = extras(&signals, convention, kind, site.written);
                base + extras.iter().map(|slot| model.weight(*slot)).sum::<i32>() - margin
            };
            let piece = &line.pieces[number];
            let word = if piece.len() <= HASHED_MAX { model.word(line.hash(piece.clone())) } else { Word(0) };
            if !word.is_whole() {
                let mut best = (0, 0);
                inside(line, number, |site| best = best.max((score(&site), site.at)));
                changes.extend((best.0 > 0).then_some(best.1));
            }
            if let Some(site) = behind(line, number)
                && may_join(model, line, &site, word)
                && score(&site) > 0
            {
                changes.push(site.at);
            }
        }
        if changes.is_empty() {
            break;
        }
        changed = true;
        apply(line, scores, changes);
        signals = Signals::read(line, model);
    }
    changed
}

/// Whether two spaced pieces could be one word: they were met as one, or either of them makes new words.
fn may_join(model: &Model, line: &Line, site: &Site, left: Word) -> bool {
    if left.parts_before() {
        return true;
    }
    let right = line.hash(site.right.clone());
    model.word(right).parts_after() || model.pair(line.hash(site.left.clone()), right).all() > 0
}

/// Writes the half-spaces and forgets the scores of the gaps whose surroundings changed.
fn apply(line: &mut Line, scores: &mut [Option<(i32, Kind)>], changes: &[usize]) {
    for at in changes {
        line.before[*at] = Gap::Half;
    }
    line.find_pieces();
    for at in changes {
        let number = line.pieces.partition_point(|piece| piece.end <= *at);
        let first = line.pieces[number.saturating_sub(3)].start;
        let last = line.pieces[(number + 3).min(line.pieces.len() - 1)].end;
        scores[first..last].fill(None);
    }
}
