//! Copies: which articles tell the same story in the same words.
//!
//! A text's sketch is a sample of its word pairs, folded and hashed: all hashes under a limit that halves until
//! at most [`HASHES_MAX`] remain. Two sketches at the coarser of their two limits are fair samples of the same
//! space, so the share of the smaller that lies in the larger estimates containment (Broder 1997; the "scaled"
//! sketches of Irber et al. 2022). Word pairs survive what outlets do to a text better than longer shingles: when
//! three words in ten are replaced, half of the pairs remain and a sixth of the five-word shingles.
//!
//! Pure and deterministic; a sketch is at most 1 KiB, the grouper holds at most [`SKETCHES_MAX`].

use std::collections::HashMap;

use crate::UtcMs;
use crate::article::NewsCode;

/// Hashes of a sketch: enough to tell a containment of 0.3 from 0.2 (standard error 0.03).
const HASHES_MAX: usize = 224;
/// The smallest hashes of each sketch by which candidates are found.
const INDEXED: usize = 72;
/// Word pairs that this many articles hold are boilerplate and find no candidates.
const COMMON: usize = 24;
/// Sketches remembered; the oldest half goes when there are more. About 100 MB at the most.
const SKETCHES_MAX: usize = 60_000;
/// Fewer hashes than this say nothing about a text; such sketches match only when equal.
const HASHES_MIN: usize = 12;
/// Containment from which two long texts are copies. Measured on 11,564 articles: unrelated pairs of the same
/// outlet stay under 0.2, texts with half of their long words replaced stay over 0.35.
const CONTAINMENT_MIN: f32 = 0.32;
/// Added for small samples: their estimate is rough.
const CONTAINMENT_SLACK: f32 = 1.6;

/// A sample of a text's word pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// All kept hashes are under `2^32 >> shift`.
    shift: u8,
    /// Ascending, no two the same.
    hashes: Vec<u32>,
}

impl Sketch {
    /// The sketch of a headline and its text.
    pub fn of(title: &str, text: &str) -> Self {
        let mut hashes = Vec::new();
        let mut last: Option<u64> = None;
        for token in persian::fold::tokens(text) {
            let telling = token.text.chars().count() > 1;
            let word = hash(token.text.as_bytes());
            if let Some(last) = last.filter(|_| telling) {
                hashes.push(mix(last.rotate_left(17) ^ word));
            }
            if telling {
                last = Some(word);
            }
        }
        if hashes.len() < HASHES_MIN {
            hashes.extend(persian::fold::tokens(title).map(|token| mix(hash(token.text.as_bytes()))));
        }
        Self::sample(hashes)
    }

    fn sample(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let mut shift = 0_u8;
        while hashes.len() > HASHES_MAX {
            shift += 1;
            let limit = u32::MAX >> shift;
            hashes.truncate(hashes.partition_point(|hash| *hash <= limit));
        }
        Self { shift, hashes }
    }

    /// The sketch as kept in the database.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.shift];
        self.hashes.iter().for_each(|hash| bytes.extend_from_slice(&hash.to_le_bytes()));
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; None for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (shift, rest) = bytes.split_first()?;
        if *shift > 31 || rest.len() % 4 != 0 || rest.len() / 4 > HASHES_MAX {
            return None;
        }
        let hashes = rest
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        Some(Self { shift: *shift, hashes })
    }

    /// Shared hashes and the smaller count at the coarser limit.
    fn overlap(&self, other: &Self) -> (usize, usize) {
        let limit = u32::MAX >> self.shift.max(other.shift);
        let within = |hashes: &[u32]| hashes.partition_point(|hash| *hash <= limit);
        let (a, b) = (&self.hashes[..within(&self.hashes)], &other.hashes[..within(&other.hashes)]);
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
            }
        }
        (shared, a.len().min(b.len()))
    }

    /// How far over the bar two texts are copies; None when they are not.
    fn likeness(&self, other: &Self) -> Option<f32> {
        let (shared, smaller) = self.overlap(other);
        if smaller < HASHES_MIN {
            return None;
        }
        let containment = shared as f32 / smaller as f32;
        let over = containment - (CONTAINMENT_MIN + CONTAINMENT_SLACK / smaller as f32);
        (over >= 0.0).then_some(over)
    }
}

/// Groups articles into stories as they arrive.
#[derive(Debug, Default)]
pub struct Grouper {
    known: Vec<Known>,
    /// The newest posting of each indexed hash; postings are chains through `chain`.
    heads: HashMap<u32, u32>,
    /// Article and next posting.
    chain: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Known {
    code: NewsCode,
    story: NewsCode,
    published_at: UtcMs,
    sketch: Sketch,
}

/// The end of a chain.
const END: u32 = u32::MAX;

impl Grouper {
    /// A grouper that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers an article, so that copies of it are placed in its story.
    pub fn remember(&mut self, code: NewsCode, story: NewsCode, published_at: UtcMs, sketch: &Sketch) {
        if self.known.len() >= SKETCHES_MAX {
            self.forget_older_half();
        }
        self.index(Known { code, story, published_at, sketch: sketch.clone() });
    }

    /// The story whose article this text copies best; None when it copies none.
    pub fn place(&self, sketch: &Sketch) -> Option<NewsCode> {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        let mut telling = Sketch { shift: sketch.shift, hashes: Vec::with_capacity(sketch.hashes.len()) };
        for hash in &sketch.hashes {
            let articles = self.holding(*hash);
            if articles.len() < COMMON {
                telling.hashes.push(*hash);
                articles.into_iter().for_each(|article| *shared.entry(article).or_default() += 1);
            }
        }
        let likely = shared.into_iter().filter(|(_, count)| *count > 2 || sketch.hashes.len() < HASHES_MIN);
        likely
            .filter_map(|(article, _)| {
                let known = &self.known[article as usize];
                let likeness =
                    if known.sketch == *sketch { Some(f32::MAX) } else { known.sketch.likeness(&telling) };
                Some((likeness?, known))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.code.cmp(&a.1.code)))
            .map(|(_, known)| known.story)
    }

    /// The newest articles that hold a hash, at most [`COMMON`].
    fn holding(&self, hash: u32) -> Vec<u32> {
        let mut articles = Vec::new();
        let mut at = self.heads.get(&hash).copied().unwrap_or(END);
        while at != END && articles.len() < COMMON {
            let (article, next) = self.chain[at as usize];
            articles.push(article);
            at = next;
        }
        articles
    }

    fn index(&mut self, known: Known) {
        let article = self.known.len() as u32;
        for hash in known.sketch.hashes.iter().take(INDEXED) {
            let head = self.heads.entry(*hash).or_insert(END);
            self.chain.push((article, *head));
            *head = (self.chain.len() - 1) as u32;
        }
        self.known.push(known);
    }

    fn forget_older_half(&mut self) {
        let mut known = std::mem::take(&mut self.known);
        known.sort_by_key(|known| known.published_at);
        self.heads.clear();
        self.chain.clear();
        known.drain(..known.len() / 2);
        known.into_iter().for_each(|known| self.index(known));
    }
}

/// FNV-1a: stable over versions and machines, because sketches are stored.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads a pair's hash over 32 bits (the finaliser of SplitMix64).
fn mix(value: u64) -> u32 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `words` made-up words, the same for the same `seed`.
    fn text(seed: u64, words: u64) -> String {
        (0..words).map(|at| format!("واژه{}", mix(seed * 7919 + at))).collect::<Vec<_>>().join(" ")
    }

    fn placed(known: &str, new: &str) -> bool {
        let mut grouper = Grouper::new();
        grouper.remember(1, 1, 0, &Sketch::of("", known));
        grouper.place(&Sketch::of("", new)) == Some(1)
    }

    #[test]
    fn copies_are_found_and_others_are_not() {
        let original = text(1, 600);
        assert!(placed(&original, &original.replace('ه', "ە")));
        let third: String = original.split(' ').take(200).collect::<Vec<_>>().join(" ");
        assert!(placed(&original, &third), "trimmed");
        assert!(placed(&third, &original), "the whole after its part");
        let spun: Vec<String> = original
            .split(' ')
            .enumerate()
            .map(|(at, word)| if at % 3 == 0 { format!("نو{at}") } else { word.to_owned() })
            .collect();
        assert!(placed(&original, &spun.join(" ")), "a third of the words replaced");
        assert!(!placed(&original, &text(2, 600)));
        assert!(!placed("", ""));
    }

    #[test]
    fn sketches_are_small_and_read_back() {
        let sketch = Sketch::of("تیتر", &text(3, 5000));
        let bytes = sketch.to_bytes();
        assert!(bytes.len() <= 1024);
        assert_eq!(Sketch::from_bytes(&bytes), Some(sketch));
        assert_eq!(Sketch::from_bytes(&[0, 1]), None);
        assert_eq!(Sketch::from_bytes(&[]), None);
    }

    #[test]
    fn memory_is_bounded() {
        let mut grouper = Grouper::new();
        for code in 0..(SKETCHES_MAX as i64 + 10) {
            grouper.remember(code, code, code, &Sketch { shift: 0, hashes: vec![code as u32] });
        }
        assert!(grouper.known.len() < SKETCHES_MAX && grouper.chain.len() < SKETCHES_MAX);
    }
}
