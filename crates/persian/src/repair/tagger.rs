//! The tagger: whether a gap between two pieces of words is to be a half-space.
//!
//! A logistic regression over hashed features of the pieces left and right of the gap, of what the lexicon knows
//! of them, of the line's style and of the stream's convention. Its weights are one signed byte each, in units of
//! 1/[`UNIT`] of a logit. Good text costs little: most gaps lie in words that the lexicon knows to be whole, or
//! between words of which neither was ever half-spaced, and are not scored at all.

use std::ops::Range;

use super::convention::{Convention, GROUPS, Kind, SURROUNDINGS, Signals, WAYS, kind, way};
use super::lexicon::{Pair, Table, Word, pair_key};
use super::line::{Gap, HASHED_MAX, Line};
use super::parting::{are_words, is_one_word};

/// Feature slots: a power of two.
pub const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 22;
/// Entries of the table of words, as a power of two.
pub const WORD_BITS: u32 = 19;
/// Entries of the table of pairs, as a power of two.
pub const PAIR_BITS: u32 = 17;
/// Weights after the hashed ones: of what surrounds a gap.
pub const EXTRAS: usize = SURROUNDINGS;
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

    fn sum(&self, slots: &[usize]) -> i32 {
        slots.iter().map(|slot| self.weight(*slot)).sum()
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

impl Site {
    /// What the two pieces are called joined, and as a pair.
    pub fn keys(&self, line: &Line) -> [u64; 2] {
        let (left, right) = (self.left.clone(), self.right.clone());
        let joined =
            if left.len() + right.len() <= HASHED_MAX { line.hash(left.start..right.end) } else { 0 };
        [joined, pair_key(line.hash(left), line.hash(right))]
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

/// A line in its stream: its signs of a convention, and those of the lines before it.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Of the line.
    pub signals: Signals,
    /// Of the lines before.
    pub convention: &'a Convention,
}

impl Surroundings<'_> {
    /// The slots after the hashed ones for a site of `kind`.
    pub fn slots(&self, kind: Kind, written: Gap) -> [usize; GROUPS] {
        self.signals.surroundings(self.convention, kind, written).map(|number| SLOTS + number)
    }

    /// The slots for how the pieces were met before, and for the trust in their score.
    pub fn met_slots(&self, kind: Kind, written: Gap, keys: [u64; 2], score: i32) -> [usize; 2] {
        self.convention.met(kind, written, keys, score).map(|number| SLOTS + number)
    }
}

/// Room for repairing lines one after another without new allocations.
#[derive(Default, Debug, Clone)]
pub struct Scratch {
    /// The line.
    pub line: Line,
    /// Score and kind of each gap as far as they are known.
    scores: Vec<Option<(i32, Kind)>>,
    changes: Vec<(usize, Gap)>,
    /// What is known of the pieces.
    pub words: Vec<Word>,
}

/// Below six logits no surroundings help: most gaps, which are then not looked at further.
const HOPELESS: i32 = -96;
/// A line settles after two or three passes; each only adds half-spaces.
const PASSES_MAX: usize = 12;

/// Repairs the line in `scratch`, whose words are known. What surrounds a gap counts as it was written or as it is repaired, whichever
/// speaks more for a half-space: so a repaired text, where both are the same, stays as it is. Answers whether
/// anything changed.
pub fn repair(
    scratch: &mut Scratch,
    model: &Model,
    written: &Surroundings,
    repaired: &mut Surroundings,
    margin: i32,
) -> bool {
    let Scratch { line, scores, changes, words } = scratch;
    scores.clear();
    scores.resize(line.letters.len(), None);
    let mut changed = false;
    for _ in 0..PASSES_MAX {
        changes.clear();
        let ways = [written, &*repaired];
        let mut around: [Option<[i32; 2]>; WAYS] = [None; WAYS];
        for (number, word) in words.iter().enumerate() {
            let mut score = |site: &Site| -> i32 {
                let (base, kind) = *scores[site.at].get_or_insert_with(|| {
                    let (slots, kind) = features(line, model, site);
                    (slots.iter().map(|slot| model.weight(*slot as usize)).sum(), kind)
                });
                if base < HOPELESS {
                    return base;
                }
                let around = around[way(kind, site.written)]
                    .get_or_insert_with(|| ways.map(|way| model.sum(&way.slots(kind, site.written))));
                let keys = site.keys(line);
                let met = ways.map(|way| model.sum(&way.met_slots(kind, site.written, keys, base)));
                base + (around[0] + met[0]).max(around[1] + met[1]) - margin
            };
            if !word.is_whole() || has_parted(repaired.convention, line, number) {
                let mut best = (0, 0);
                inside(line, number, |site| best = best.max((score(&site), site.at)));
                let (piece, at) = (&line.pieces[number], best.1);
                let due = best.0 > 0 && !is_one_word(line, model, &(piece.start..at), &(at..piece.end));
                let apart = due && are_words(model, line, &(piece.start..at), &(at..piece.end), *word);
                changes.extend(due.then_some((at, if apart { Gap::Space } else { Gap::Half })));
            }
            if let Some(site) = behind(line, number)
                && (may_join(words, &site, number, model, line) || has_half(repaired.convention, line, &site))
                && score(&site) > 0
                && !is_one_word(line, model, &site.left, &site.right)
            {
                changes.push((site.at, Gap::Half));
            }
        }
        if changes.is_empty() {
            break;
        }
        changed = true;
        apply(line, scores, changes);
        repaired.signals = Signals::read(line, model, words);
    }
    changed
}

/// Whether the stream had a half-space in this piece. Only as it was repaired: the same whenever it is repaired.
fn has_parted(repaired: &Convention, line: &Line, number: usize) -> bool {
    let piece = line.pieces[number].clone();
    piece.len() <= HASHED_MAX && repaired.memory.has_parted(line.hash(piece))
}

/// Whether the stream had a half-space between these pieces.
fn has_half(repaired: &Convention, line: &Line, site: &Site) -> bool {
    repaired.memory.has_half(pair_key(line.hash(site.left.clone()), line.hash(site.right.clone())))
}

/// Whether two spaced pieces could be one word: they were met as one, or either of them makes new words. The month «می»
/// («۵ می سال گذشته») becomes one with verbs alone.
fn may_join(words: &[Word], site: &Site, number: usize, model: &Model, line: &Line) -> bool {
    let pair = || model.pair(line.hash(site.left.clone()), line.hash(site.right.clone()));
    if is_month(line, site.left.clone()) {
        return words[number + 1].parts_after() || pair().half() > 1;
    }
    words[number].parts_before() || words[number + 1].parts_after() || pair().all() > 0
}

/// Whether a piece is «می» behind a number or behind «ماه».
fn is_month(line: &Line, piece: Range<usize>) -> bool {
    let before = &line.letters[..piece.start];
    line.letters[piece.clone()] == ['م', 'ی']
        && line.before[piece.start] == Gap::Space
        && (before.ends_with(&['م', 'ا', 'ه']) || matches!(before.last(), Some('۰'..='۹')))
}

/// Writes the gaps and forgets the scores of the gaps whose surroundings changed.
fn apply(line: &mut Line, scores: &mut [Option<(i32, Kind)>], changes: &[(usize, Gap)]) {
    for (at, gap) in changes {
        line.before[*at] = *gap;
    }
    line.find_pieces();
    for (at, _) in changes {
        let number = line.pieces.partition_point(|piece| piece.end <= *at);
        let first = line.pieces[number.saturating_sub(3)].start;
        let last = line.pieces[(number + 3).min(line.pieces.len() - 1)].end;
        scores[first..last].fill(None);
    }
}
