//! What is kept of a text to know its copies.
//!
//! The [`HASHES_MAX`] smallest hashes of its folded three-word shingles: a fair sample of them, and of two such
//! samples, cut at the smaller of their largest hashes, the share in common estimates containment (Broder 1997).
//! Three words because copies whose every second long word is replaced keep four in ten of them, while unrelated
//! articles of one topic share under two in a hundred; five words keep two in ten, two words are shared by too many.
//! Beside them in which tenth of the text and in which of its first and last paragraphs each stands: what an outlet adds
//! to every text stands in one place, in the same words. Then the text's figures: bulletins share a form and differ in their figures. And of a short text all its words and its
//! headline's ([`Short`]).

use std::borrow::Cow;

use super::short::{self, SHORT_BYTES_MAX, Short};

/// Hashes of a sketch: enough to tell a containment of 0.4 from 0.25 (standard error 0.03); 1 KiB.
pub(super) const HASHES_MAX: usize = 256;
/// Figures of a sketch: more than all but tables hold.
pub(super) const FIGURES_MAX: usize = 48;
/// The most that [`Sketch::to_bytes`] gives.
pub const SKETCH_BYTES_MAX: usize =
    1 + 4 + SHORT_BYTES_MAX + 2 + 2 * FIGURES_MAX + 4 * 2 * END + 5 * HASHES_MAX;
/// Parts of a text of which it is known what stands in them; a number below sixteen, two in a byte.
const TENTHS: usize = 10;
/// A text with fewer shingles than this is told apart by its headline too: captions are often the same.
const TEXT_HASHES_MIN: usize = 12;
/// Its headline then weighs so many times the text: «جزئیات این خبر متعاقباً اعلام می‌شود» stands under any headline.
const HEADLINE_WEIGHT: usize = 4;
/// Paragraphs kept at each end of a text: what an outlet adds stands there.
const END: usize = 7;
/// The place of what stands in none of them.
const NO_END: u8 = 15;
/// Words of a shingle.
pub(super) const SHINGLE: usize = 3;
/// The first byte of a kept sketch: changes whenever sketches of different versions cannot be compared.
const VERSION: u8 = 8;

/// A sample of a text's shingles, and its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Of the outlet's name; 0 when none is known.
    pub(super) outlet: u32,
    /// Ascending, no two the same.
    pub(super) hashes: Box<[u32]>,
    /// The largest hash up to which they are all that the text has.
    limit: Limit<u32>,
    /// Where each of them stands: the tenth of the text in the lower four bits, the paragraph in the upper.
    places: Box<[u8]>,
    /// Of the text's first and last paragraphs, in its order; they are told apart by their whole wording.
    pub(super) paragraphs: Box<[u32]>,
    /// Ascending, no two the same.
    pub(super) figures: Box<[u16]>,
    /// Of a short text.
    pub(super) short: Option<Short>,
}

impl Sketch {
    /// The sketch of a headline and its text (plain, in any spelling), as an outlet of this name gave it; without a
    /// name nothing is known of its habits.
    pub fn of(outlet: &str, title: &str, text: &str) -> Self {
        let Said { mut shingles, mut figures, paragraphs, words } = said(text);
        let count = shingles.len();
        if count < TEXT_HASHES_MIN {
            let words: Vec<u64> =
                persian::fold::tokens(title).map(|token| hash(token.text.as_bytes())).collect();
            let times = (count * HEADLINE_WEIGHT).div_ceil(words.len().max(1)).max(1);
            let weighed = |word: u64| (0..times as u32).map(move |time| mix(word.rotate_left(time)));
            shingles.extend(words.into_iter().flat_map(weighed).map(|hash| (hash, usize::MAX)));
        }
        let tenth = |at: usize| (at * TENTHS / count.max(1)).min(TENTHS - 1) as u8;
        // A hash and its place in one number: those are compared at once.
        let placed = shingles.into_iter().enumerate();
        let mut placed: Vec<u64> = placed
            .map(|(at, (hash, paragraph))| (hash, tenth(at) | end(paragraph, paragraphs.len()) << 4))
            .map(|(hash, place)| u64::from(hash) << 8 | u64::from(place))
            .collect();
        placed.sort_unstable();
        placed.dedup_by_key(|placed| *placed >> 8);
        placed.truncate(HASHES_MAX);
        let hashes: Box<[u32]> = placed.iter().map(|placed| (placed >> 8) as u32).collect();
        Self {
            outlet: if outlet.is_empty() {
                0
            } else {
                mix(hash(persian::fold::fold(outlet).as_bytes())).max(1)
            },
            short: Short::of(title, words),
            limit: limit(&hashes, HASHES_MAX),
            hashes,
            places: placed.iter().map(|placed| *placed as u8).collect(),
            paragraphs: ends(&paragraphs),
            figures: smallest(&mut figures, FIGURES_MAX),
        }
    }

    /// The same text without the paragraphs of which `is_added` is true.
    pub(super) fn without(&self, is_added: impl Fn(u32) -> bool) -> Cow<'_, Self> {
        let added: Vec<bool> = self.paragraphs.iter().map(|paragraph| is_added(*paragraph)).collect();
        if !added.contains(&true) {
            return Cow::Borrowed(self);
        }
        let is_own = |place: u8| !added.get(usize::from(place >> 4)).is_some_and(|added| *added);
        let own = || self.places.iter().zip(&self.hashes).filter(|(place, _)| is_own(**place));
        Cow::Owned(Self {
            hashes: own().map(|(_, hash)| *hash).collect(),
            places: own().map(|(place, _)| *place).collect(),
            ..self.clone()
        })
    }

    /// Whether two texts are the same by all that is kept of them, whoever gave them.
    pub(super) fn is_same_text(&self, other: &Self) -> bool {
        self.hashes == other.hashes && self.figures == other.figures && self.short == other.short
    }

    /// The sketch as kept in the database.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SKETCH_BYTES_MAX);
        bytes.push(VERSION);
        bytes.extend(self.outlet.to_le_bytes());
        short::write(self.short.as_ref(), &mut bytes);
        bytes.extend([self.figures.len() as u8, self.paragraphs.len() as u8]);
        self.figures.iter().for_each(|figure| bytes.extend(figure.to_le_bytes()));
        self.paragraphs.iter().chain(&self.hashes).for_each(|hash| bytes.extend(hash.to_le_bytes()));
        bytes.extend(&self.places);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; None for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[VERSION]).filter(|_| bytes.len() <= SKETCH_BYTES_MAX)?;
        let (outlet, rest) = rest.split_first_chunk()?;
        let (short, rest) = short::read(rest)?;
        let ([figures, paragraphs], rest) = rest.split_first_chunk()?;
        let (figures, rest) = rest.split_at_checked(2 * usize::from(*figures))?;
        let (paragraphs, rest) = rest.split_at_checked(4 * usize::from(*paragraphs))?;
        // Four bytes and one for each hash.
        let (hashes, places) = rest.split_at_checked(rest.len() / 5 * 4)?;
        let hashes = fours(hashes)?;
        let sketch = Self {
            outlet: u32::from_le_bytes(*outlet),
            short,
            limit: limit(&hashes, HASHES_MAX),
            hashes,
            places: places.into(),
            paragraphs: fours(paragraphs)?,
            figures: twos(figures),
        };
        let is_kept = sketch.places.len() == sketch.hashes.len()
            && is_ascending(&sketch.hashes)
            && is_ascending(&sketch.figures);
        is_kept.then_some(sketch)
    }

    /// About how many different shingles the text has.
    pub(super) fn size(&self) -> f32 {
        match self.limit {
            Limit::None => self.hashes.len() as f32,
            Limit::At(largest) => self.hashes.len() as f32 * (u32::MAX as f32 / largest.max(1) as f32),
        }
    }

    /// The hashes of both that are fair samples of the same space.
    pub(super) fn comparable<'a>(&'a self, other: &'a Self) -> (&'a [u32], &'a [u32]) {
        let limit = self.limit.min(other.limit);
        (up_to(&self.hashes, limit), up_to(&other.hashes, limit))
    }

    /// Of the tenths of the smaller text, by what is comparable, the share that the larger has something of.
    pub(super) fn spread(&self, other: &Self) -> f32 {
        let (one, another) = self.comparable(other);
        let ((small, hashes), others) =
            if one.len() <= another.len() { ((self, one), another) } else { ((other, another), one) };
        let (mut there, mut in_common) = (0_u16, 0_u16);
        for (at, hash) in hashes.iter().enumerate() {
            let tenth = 1 << (small.places[at] & 15);
            there |= tenth;
            in_common |= if others.binary_search(hash).is_ok() { tenth } else { 0 };
        }
        in_common.count_ones() as f32 / there.count_ones().max(1) as f32
    }

    /// How many figures both have, and how many the one with fewer has, among comparable ones.
    pub(super) fn figures_shared(&self, other: &Self) -> (usize, usize) {
        let limit = limit(&self.figures, FIGURES_MAX).min(limit(&other.figures, FIGURES_MAX));
        let (a, b) = (up_to(&self.figures, limit), up_to(&other.figures, limit));
        (count_shared(a, b), a.len().min(b.len()))
    }
}

/// What a text says, in its order.
#[derive(Default)]
struct Said {
    /// Hash, and the paragraph in which the shingle ends.
    shingles: Vec<(u32, usize)>,
    figures: Vec<u16>,
    paragraphs: Vec<u32>,
    /// Of a short text all, of another one more.
    words: Vec<u16>,
}

fn said(text: &str) -> Said {
    let mut said = Said::default();
    let mut last = [0_u64; SHINGLE];
    let mut words = 0;
    for line in text.lines() {
        let mut paragraph = None;
        persian::fold::each_key(line, |key| {
            let word = hash(key.as_bytes());
            if key.as_bytes()[0].is_ascii_digit() {
                said.figures.push((mix(word) >> 16) as u16);
            }
            if said.words.len() <= short::WORDS_MAX {
                said.words.push(short::word(key, word));
            }
            paragraph = Some(paragraph.unwrap_or_default() ^ word).map(|mixed: u64| mixed.rotate_left(7));
            last.rotate_left(1);
            last[SHINGLE - 1] = word;
            words += 1;
            if words >= SHINGLE {
                let shingle = mix(last[0].rotate_left(34) ^ last[1].rotate_left(17) ^ last[2]);
                said.shingles.push((shingle, said.paragraphs.len()));
            }
        });
        said.paragraphs.extend(paragraph.map(mix));
    }
    said
}

/// The paragraphs of a text that are kept.
fn ends(paragraphs: &[u32]) -> Box<[u32]> {
    let last = paragraphs.len().saturating_sub(END).max(END).min(paragraphs.len());
    paragraphs.iter().take(END).chain(&paragraphs[last..]).copied().collect()
}

/// The place of a paragraph among [`ends`]; [`NO_END`] of the others.
fn end(paragraph: usize, count: usize) -> u8 {
    match paragraph {
        at if at < END => at as u8,
        at if at < count && count - at <= END => (count.min(2 * END) - (count - at)) as u8,
        _ => NO_END,
    }
}

/// Small hashes as they are kept.
pub(super) fn twos(bytes: &[u8]) -> Box<[u16]> {
    bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect()
}

/// Hashes as they are kept; None when the bytes end inside of one.
fn fours(bytes: &[u8]) -> Option<Box<[u32]>> {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Limit<T> {
    At(T),
    #[default]
    None,
}

fn up_to<T: Copy + Ord>(sample: &[T], limit: Limit<T>) -> &[T] {
    match limit {
        Limit::At(limit) if sample.last().is_some_and(|last| *last > limit) => {
            &sample[..sample.partition_point(|value| *value <= limit)]
        }
        _ => sample,
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

/// How much that is. No jump depends on the values: this is what placing spends most of its time on.
pub(super) fn count_shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        count += usize::from(a[at] == b[other]);
        let (is_le, is_ge) = (a[at] <= b[other], a[at] >= b[other]);
        at += usize::from(is_le);
        other += usize::from(is_ge);
    }
    count
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
