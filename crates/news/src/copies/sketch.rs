//! What is kept of a text to know its copies.
//!
//! The [`HASHES_MAX`] smallest hashes of its folded three-word shingles: a fair sample of them, and of two such
//! samples, cut at the smaller of their largest hashes, the share in common estimates containment (Broder 1997).
//! Three words because copies whose every second long word is replaced keep four in ten of them, while unrelated
//! articles of one topic share under two in a hundred; five words keep two in ten, two words are shared by too many.
//! Beside them in which tenth of the text each stands: what an outlet adds to every text stands in one place. Then the
//! text's figures: bulletins share a form and differ in their figures. And of a short text all its words and its
//! headline's ([`Short`]).

use super::short::{self, SHORT_BYTES_MAX, Short};

/// Hashes of a sketch: enough to tell a containment of 0.4 from 0.25 (standard error 0.03); 1 KiB.
pub(super) const HASHES_MAX: usize = 256;
/// Figures of a sketch: more than all but tables hold.
pub(super) const FIGURES_MAX: usize = 48;
/// The most that [`Sketch::to_bytes`] gives.
pub const SKETCH_BYTES_MAX: usize = 2 + SHORT_BYTES_MAX + 2 * FIGURES_MAX + 4 * HASHES_MAX + HASHES_MAX / 2;
/// Parts of a text of which it is known what stands in them; a number below sixteen, two in a byte.
const TENTHS: usize = 10;
/// A text with fewer shingles than this is told apart by its headline too: captions are often the same.
const TEXT_HASHES_MIN: usize = 12;
/// Its headline then weighs so many times the text: «جزئیات این خبر متعاقباً اعلام می‌شود» stands under any headline.
const HEADLINE_WEIGHT: usize = 4;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// The first byte of a kept sketch: changes whenever sketches of different versions cannot be compared.
const VERSION: u8 = 6;

/// A sample of a text's shingles, and its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Ascending, no two the same.
    pub(super) hashes: Box<[u32]>,
    /// In which tenth of the text each of them stands, two in a byte.
    tenths: Box<[u8]>,
    /// Ascending, no two the same.
    pub(super) figures: Box<[u16]>,
    /// Of a short text.
    pub(super) short: Option<Short>,
}

impl Sketch {
    /// The sketch of a headline and its text (plain, in any spelling).
    pub fn of(title: &str, text: &str) -> Self {
        let (mut hashes, mut figures) = shingles(text);
        let count = hashes.len();
        if count < TEXT_HASHES_MIN {
            let words: Vec<u64> =
                persian::fold::tokens(title).map(|token| hash(token.text.as_bytes())).collect();
            let times = (count * HEADLINE_WEIGHT).div_ceil(words.len().max(1)).max(1);
            hashes.extend(
                words.iter().flat_map(|word| (0..times as u32).map(|time| mix(word.rotate_left(time)))),
            );
        }
        let short = Short::of(title, text, hashes.len());
        let tenth = |at: usize| (at * TENTHS / count.max(1)).min(TENTHS - 1) as u8;
        let mut placed: Vec<(u32, u8)> =
            hashes.into_iter().enumerate().map(|(at, hash)| (hash, tenth(at))).collect();
        placed.sort_unstable();
        placed.dedup_by_key(|(hash, _)| *hash);
        placed.truncate(HASHES_MAX);
        Self {
            short,
            hashes: placed.iter().map(|(hash, _)| *hash).collect(),
            tenths: placed
                .chunks(2)
                .map(|two| two.iter().rev().fold(0, |byte, (_, tenth)| byte << 4 | tenth))
                .collect(),
            figures: smallest(&mut figures, FIGURES_MAX),
        }
    }

    /// The sketch as kept in the database.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 + 2 * self.figures.len() + 4 * self.hashes.len());
        bytes.push(VERSION);
        short::write(self.short.as_ref(), &mut bytes);
        bytes.push(self.figures.len() as u8);
        self.figures.iter().for_each(|figure| bytes.extend(figure.to_le_bytes()));
        self.hashes.iter().for_each(|hash| bytes.extend(hash.to_le_bytes()));
        bytes.extend(&self.tenths);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; None for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[VERSION]).filter(|_| bytes.len() <= SKETCH_BYTES_MAX)?;
        let (short, rest) = short::read(rest)?;
        let (figures, rest) = rest.split_first()?;
        let (figures, rest) = rest.split_at_checked(2 * usize::from(*figures))?;
        // Four bytes and a half for each hash.
        let (hashes, tenths) = rest.split_at_checked(rest.len() * 2 / 9 * 4)?;
        if tenths.len() != (hashes.len() / 4).div_ceil(2) {
            return None;
        }
        let sketch = Self {
            short,
            hashes: fours(hashes)?,
            tenths: tenths.into(),
            figures: figures.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect(),
        };
        (is_ascending(&sketch.hashes) && is_ascending(&sketch.figures)).then_some(sketch)
    }

    /// About how many different shingles the text has.
    pub(super) fn size(&self) -> f32 {
        match limit(&self.hashes, HASHES_MAX) {
            Limit::None => self.hashes.len() as f32,
            Limit::At(largest) => HASHES_MAX as f32 * (u32::MAX as f32 / largest.max(1) as f32),
        }
    }

    /// The hashes of both that are fair samples of the same space.
    pub(super) fn comparable<'a>(&'a self, other: &'a Self) -> (&'a [u32], &'a [u32]) {
        let limit = limit(&self.hashes, HASHES_MAX).min(limit(&other.hashes, HASHES_MAX));
        (up_to(&self.hashes, limit), up_to(&other.hashes, limit))
    }

    /// Of the tenths of the smaller text, by what is comparable, the share that the larger has something of.
    pub(super) fn spread(&self, other: &Self) -> f32 {
        let (one, another) = self.comparable(other);
        let ((small, hashes), others) =
            if one.len() <= another.len() { ((self, one), another) } else { ((other, another), one) };
        let (mut there, mut in_common) = (0_u16, 0_u16);
        for (at, hash) in hashes.iter().enumerate() {
            let tenth = 1 << (small.tenths[at / 2] >> (at % 2 * 4) & 15);
            there |= tenth;
            in_common |= if others.binary_search(hash).is_ok() { tenth } else { 0 };
        }
        in_common.count_ones() as f32 / there.count_ones().max(1) as f32
    }

    /// How many figures both have, and how many the one with fewer has, among comparable ones.
    pub(super) fn figures_shared(&self, other: &Self) -> (usize, usize) {
        let limit = limit(&self.figures, FIGURES_MAX).min(limit(&other.figures, FIGURES_MAX));
        let (a, b) = (up_to(&self.figures, limit), up_to(&other.figures, limit));
        (shared(a, b).count(), a.len().min(b.len()))
    }
}

/// Hashes of a text's shingles and of its figures, in the order of the text.
fn shingles(text: &str) -> (Vec<u32>, Vec<u16>) {
    let (mut hashes, mut figures) = (Vec::new(), Vec::new());
    let mut last = [0_u64; SHINGLE];
    let mut words = 0;
    for token in persian::fold::tokens(text) {
        let word = hash(token.text.as_bytes());
        if token.text.as_bytes()[0].is_ascii_digit() {
            figures.push((mix(word) >> 16) as u16);
        }
        last.rotate_left(1);
        last[SHINGLE - 1] = word;
        words += 1;
        if words >= SHINGLE {
            hashes.push(mix(last[0].rotate_left(34) ^ last[1].rotate_left(17) ^ last[2]));
        }
    }
    (hashes, figures)
}

/// Hashes as they are kept; None when the bytes end inside of one.
pub(super) fn fours(bytes: &[u8]) -> Option<Box<[u32]>> {
    let four = |four: &[u8]| u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    bytes.len().is_multiple_of(4).then(|| bytes.chunks_exact(4).map(four).collect())
}

pub(super) fn is_ascending<T: Ord>(values: &[T]) -> bool {
    values.is_sorted_by(|a, b| a < b)
}

pub(super) fn smallest<T: Copy + Ord>(values: &mut Vec<T>, most: usize) -> Box<[T]> {
    values.sort_unstable();
    values.dedup();
    values.truncate(most);
    values.as_slice().into()
}

/// The largest value up to which a sample is whole; None when it holds everything there was.
fn limit<T: Copy + Ord>(sample: &[T], most: usize) -> Limit<T> {
    sample.last().filter(|_| sample.len() == most).map_or(Limit::None, |last| Limit::At(*last))
}

/// Ordered so that having none is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Limit<T> {
    At(T),
    None,
}

fn up_to<T: Copy + Ord>(sample: &[T], limit: Limit<T>) -> &[T] {
    match limit {
        Limit::At(limit) => &sample[..sample.partition_point(|value| *value <= limit)],
        Limit::None => sample,
    }
}

/// What two ascending lists have in common.
pub(super) fn shared<'a, T: Copy + Ord>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = T> + 'a {
    let mut rest = b;
    a.iter().copied().filter(move |value| {
        let passed = rest.iter().take_while(|other| *other < value).count();
        rest = &rest[passed..];
        rest.first() == Some(value)
    })
}

/// FNV-1a: stable over versions and machines, because sketches are stored.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads a hash over 32 bits (the finaliser of SplitMix64).
pub(super) fn mix(value: u64) -> u32 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 32) as u32
}
