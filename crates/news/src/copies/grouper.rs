//! Placing articles into stories as they arrive.
//!
//! Candidates are found by an inverted index over each known sketch's smallest hashes; each is verified by the
//! share of the smaller text's shingles that lies in the larger. A shingle that many stories hold is an outlet's
//! template and counts little.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::sketch::{Sketch, shared};
use crate::UtcMs;
use crate::article::NewsCode;

/// Sketches remembered; the oldest half goes when there are more. Two weeks of a large newsroom, and about 50 MB.
pub const SKETCHES_MAX: usize = 30_000;
/// The smallest hashes of each sketch by which candidates are found: a third of a text holds about thirteen of
/// them, four in ten of these survive when every second long word is replaced.
const INDEXED: usize = 40;
/// Postings of one hash that are looked at, newest first: more are boilerplate.
const POSTINGS_MAX: usize = 48;
/// Hashes in common from which a candidate is verified.
const CANDIDATE_MIN: u32 = 2;
/// Fewer comparable hashes than this say nothing; such texts match only when all they have is the same.
const COMPARABLE_MIN: usize = 8;
/// Weighted containment from which two texts are copies. Measured on 11,564 articles with copies made of them.
const CONTAINMENT_MIN: f32 = 0.20;
/// Added the more, the more the texts differ in length: a short text shares a larger part by chance and templates.
const SLOPE: f32 = 0.2;
/// Articles of a story that a text is compared with.
const MEMBERS_MAX: usize = 9;
/// Containment from which a text fits an article of the story it is placed in.
const FIT_MIN: f32 = 0.16;
/// Added, divided by their number, for few shingles: a small sample's estimate is rough.
const SLACK: f32 = 1.0;
/// Figures from which two texts can be told to be different issues of one bulletin …
const FIGURES_MIN: usize = 6;
/// … when they share less than this of them,
const FIGURES_SHARED_MIN: f32 = 0.34;
/// … and are no plain copies.
const PLAIN_COPY: f32 = 0.55;
/// Slots of the table that counts in how many stories a shingle stands; a power of two, one byte each.
const COUNTS: usize = 1 << 20;
/// Stories that may hold a shingle before it counts less.
const STORIES_FREE: f32 = 3.0;

/// Groups articles into stories as they arrive.
#[derive(Debug)]
pub struct Grouper {
    known: Vec<Known>,
    /// The newest posting of each indexed hash; postings are chains through `chain`.
    heads: HashMap<u32, u32, BuildHasherDefault<AsIs>>,
    /// Article and next posting.
    chain: Vec<(u32, u32)>,
    /// The first known articles of each story, at most [`MEMBERS_MAX`].
    stories: HashMap<NewsCode, Vec<u32>>,
    /// In how many stories about a shingle stands, by the low bits of its hash; saturating.
    counts: Vec<u8>,
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

impl Default for Grouper {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            heads: HashMap::default(),
            chain: Vec::new(),
            stories: HashMap::new(),
            counts: vec![0; COUNTS],
        }
    }
}

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

    /// The story that this text copies best; None when it copies none.
    pub fn place(&self, sketch: &Sketch) -> Option<NewsCode> {
        self.stories_of(sketch).into_iter().next()
    }

    /// All stories that this text copies, best first. Copies of one text can arrive before the text itself and
    /// look like stories of their own (its first third, and all of it in other words): it shows them to be one, and
    /// [`Self::join`] makes them one.
    pub fn stories_of(&self, sketch: &Sketch) -> Vec<NewsCode> {
        let mut likely: Vec<(NewsCode, f32)> = self
            .candidates(sketch)
            .filter_map(|known| Some((known.story, self.likeness(&known.sketch, sketch)?)))
            .collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut stories = Vec::new();
        for (story, likeness) in likely {
            if !stories.contains(&story) && (likeness >= PLAIN_COPY || self.fits(story, sketch)) {
                stories.push(story);
            }
        }
        stories
    }

    /// Makes `other` part of `story`.
    pub fn join(&mut self, story: NewsCode, other: NewsCode) {
        if story == other {
            return;
        }
        self.known.iter_mut().filter(|known| known.story == other).for_each(|known| known.story = story);
        let joined = self.stories.remove(&other).unwrap_or_default();
        let members = self.stories.entry(story).or_default();
        members.extend(joined);
        members.truncate(MEMBERS_MAX);
    }

    /// Whether a text is like at least half of a story's articles: one that is like a single article only, by what
    /// its outlet adds to every text, would chain stories together.
    fn fits(&self, story: NewsCode, sketch: &Sketch) -> bool {
        let members = self.stories.get(&story).map_or(&[][..], |members| members);
        let fitting = members
            .iter()
            .filter(|at| self.containment(&self.known[**at as usize].sketch, sketch) >= FIT_MIN)
            .count();
        2 * fitting > members.len()
    }

    /// Articles that share enough of their indexed hashes with a sketch.
    fn candidates(&self, sketch: &Sketch) -> impl Iterator<Item = &Known> {
        let mut found: Vec<u32> = Vec::new();
        for hash in &sketch.hashes {
            let mut at = self.heads.get(hash).copied().unwrap_or(END);
            for _ in 0..POSTINGS_MAX {
                let Some((article, next)) = self.chain.get(at as usize) else { break };
                found.push(*article);
                at = *next;
            }
        }
        found.sort_unstable();
        let least = if sketch.hashes.len() < COMPARABLE_MIN { 1 } else { CANDIDATE_MIN };
        let mut often = Vec::new();
        for same in found.chunk_by(|a, b| a == b) {
            if same.len() as u32 >= least {
                often.push(same[0]);
            }
        }
        often.into_iter().map(|article| &self.known[article as usize])
    }

    /// The containment of two copies; None when they are not.
    fn likeness(&self, a: &Sketch, b: &Sketch) -> Option<f32> {
        let containment = self.containment(a, b);
        let (few, many) = if a.size() < b.size() { (a.size(), b.size()) } else { (b.size(), a.size()) };
        let bar = CONTAINMENT_MIN + SLOPE * (1.0 - few / many) + SLACK / few;
        (a == b || containment >= bar && !is_another_issue(a, b, containment)).then_some(containment)
    }

    /// The share of the smaller text that is in the larger, by the weight of its shingles; 0 when too little is
    /// comparable.
    fn containment(&self, a: &Sketch, b: &Sketch) -> f32 {
        if a == b {
            return 1.0;
        }
        let (one, other) = a.comparable(b);
        if one.len().min(other.len()) < COMPARABLE_MIN {
            return 0.0;
        }
        let in_common = self.weight(shared(one, other));
        let smaller = self.weight(one.iter().copied()).min(self.weight(other.iter().copied()));
        in_common / smaller
    }

    fn weight(&self, hashes: impl Iterator<Item = u32>) -> f32 {
        hashes.map(|hash| (STORIES_FREE / f32::from(self.counts[slot(hash)].max(1))).min(1.0)).sum()
    }

    fn index(&mut self, known: Known) {
        let article = self.known.len() as u32;
        for hash in known.sketch.hashes.iter().take(INDEXED) {
            let head = self.heads.entry(*hash).or_insert(END);
            self.chain.push((article, *head));
            *head = (self.chain.len() - 1) as u32;
        }
        self.count(&known);
        let members = self.stories.entry(known.story).or_default();
        if members.len() < MEMBERS_MAX {
            members.push(article);
        }
        self.known.push(known);
    }

    /// Counts the shingles that are new to the story: copies do not make their text common, but what outlets add to
    /// their copies is.
    fn count(&mut self, known: &Known) {
        let first = self.stories.get(&known.story).and_then(|members| members.first());
        let first = first.map(|article| &self.known[*article as usize].sketch.hashes);
        let told: &[u32] = first.map_or(&[], |hashes| hashes);
        for hash in known.sketch.hashes.iter().filter(|hash| told.binary_search(hash).is_err()) {
            let count = &mut self.counts[slot(*hash)];
            *count = count.saturating_add(1);
        }
    }

    fn forget_older_half(&mut self) {
        let mut known = std::mem::take(&mut self.known);
        known.sort_by_key(|known| (known.published_at, known.code));
        *self = Self::default();
        known.drain(..known.len() / 2);
        known.into_iter().for_each(|known| self.index(known));
    }
}

/// Whether two texts are issues of one bulletin: the same form, other figures.
fn is_another_issue(a: &Sketch, b: &Sketch, containment: f32) -> bool {
    let (in_common, smaller) = a.figures_shared(b);
    smaller >= FIGURES_MIN
        && containment < PLAIN_COPY
        && (in_common as f32) < FIGURES_SHARED_MIN * smaller as f32
}

fn slot(hash: u32) -> usize {
    hash as usize & (COUNTS - 1)
}

/// The hash of a hash is itself.
#[derive(Clone, Copy, Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }
    fn write_u32(&mut self, value: u32) {
        // Spread: the kept hashes are the smallest, so their upper bits say little.
        self.0 = u64::from(value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
