//! Placing articles into stories as they arrive.
//!
//! Candidates are found by an inverted index over each known sketch's smallest hashes; each is verified by the
//! share of the smaller text's shingles that lies in the larger. A shingle that many stories hold is an outlet's
//! template and counts little.
//!
//! Of 318 pairs of real news that share half of their five-word shingles, 304 come together. The others were read, and
//! are no copies: eight are issues of a price or health bulletin with other figures, five are terms of sales of other
//! cars on other days, one is two evenings of a ceremony.

use std::borrow::Cow;
use std::collections::HashMap;

use super::added::Added;
use super::postings::Postings;
use super::sketch::{Sketch, count_shared, shared};
use crate::UtcMs;
use crate::article::{NewsCode, dated};

// The figures below were chosen on 11,564 articles of a dozen outlets and copies made of 300 of them (respelled,
// retitled, trimmed, reordered, wrapped, with replaced words), and checked with copies made of other articles.

/// Sketches remembered; the oldest half goes when there are more. Two weeks of a large newsroom, and about 50 MB.
pub const SKETCHES_MAX: usize = 30_000;
/// Copies arrive within days; the same bulletin comes again for months. Texts that are `SAME_TEXT` are copies
/// however late.
pub const WINDOW_MS: UtcMs = 30 * 24 * 60 * 60 * 1000;
/// The smallest hashes of each sketch by which candidates are found: a third of a text holds about thirteen of
/// them, of which four survive when every second long word is replaced.
const INDEXED: usize = 40;
/// Hashes in common from which a candidate is verified.
const CANDIDATE_MIN: usize = 2;
/// Fewer comparable hashes than this say nothing; such texts match only when all they have is the same.
const COMPARABLE_MIN: usize = 8;

/// Containment, shingles of many stories counting little, from which two texts are copies. With every second long
/// word replaced it is 0.35, and over 0.24 for 98 in 100; of other pairs one in a thousand that share a line passes.
const WEIGHTED_MIN: f32 = 0.18;
/// Plain containment from which two texts are copies though their outlets' templates are in it.
const PLAIN_MIN: f32 = 0.38;
/// Plain containment under which the weighted one is not worked out: it hardly ever reaches its bar there.
const HOPELESS: f32 = 0.1;
/// Plain containment under which two texts are copies only when what they share is spread over them: less than half,
/// and in one place, is what an outlet adds to every text.
const HALF: f32 = 0.5;
/// The share of the smaller text's tenths that hold something of the other. Copies with every second long word replaced
/// have something in nearly all of them; texts of one outlet with sixty added words to a hundred and seventy of their
/// own, in three or four.
const SPREAD_MIN: f32 = 0.6;
/// Plain containment from which two texts are one, whatever their dates and figures.
const SAME_TEXT: f32 = 0.8;
/// Added to the bars the more, the more two texts differ in length: of a short text, templates are a larger part.
const SLOPE: f32 = 0.3;
/// Added to the bars, divided by the shorter text's shingles: a small sample's estimate is rough.
const SLACK: f32 = 2.0;

/// Figures from which two texts can be told to be issues of one bulletin: the same form, other figures.
const FIGURES_MIN: usize = 6;
/// Words to a figure in a text that may be such an issue, at the most: bulletins have one in five to twenty-five; a
/// speech has one in ninety, and that an outlet drops its footnotes makes it no other speech.
const FIGURE_WORDS_MAX: f32 = 40.0;
/// The share of figures in common asked of texts that are alike by [`WEIGHTED_MIN`] …
const WEIGHTED_FIGURES_MIN: f32 = 0.34;
/// … and by [`PLAIN_MIN`].
const PLAIN_FIGURES_MIN: f32 = 0.15;

/// Containment from which two texts may be parts of a third: one's third in the other with half its words replaced.
const OVERLAP_MIN: f32 = 0.1;

/// Articles of a story that a text is compared with.
const MEMBERS_MAX: usize = 9;
/// Containment from which a text fits an article of the story it is placed in, at the least …
const FIT_MIN: f32 = 0.15;
/// … and for each point of its containment in the story's likest article.
const FIT_SHARE: f32 = 0.3;

/// Slots of the table that counts in how many stories a shingle stands; a power of two, one byte each.
const COUNTS: usize = 1 << 20;
/// Stories that may hold a shingle before it counts less.
const STORIES_FREE: f32 = 4.0;

/// Groups articles into stories as they arrive.
#[derive(Debug)]
pub struct Grouper {
    known: Vec<Known>,
    postings: Postings,
    /// The first known articles of each story, at most [`MEMBERS_MAX`].
    stories: HashMap<NewsCode, Vec<u32>>,
    /// In how many stories about a shingle stands, by the low bits of its hash; saturating.
    counts: Vec<u8>,
    added: Added,
}

#[derive(Debug)]
struct Known {
    code: NewsCode,
    story: NewsCode,
    published_at: UtcMs,
    /// Without what its outlet was known to add.
    sketch: Sketch,
}

impl Default for Grouper {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            postings: Postings::default(),
            stories: HashMap::new(),
            counts: vec![0; COUNTS],
            added: Added::default(),
        }
    }
}

impl Grouper {
    /// A grouper that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether an article is remembered.
    pub fn knows(&self, code: NewsCode) -> bool {
        self.known.iter().any(|known| known.code == code)
    }

    /// Remembers an article, so that copies of it are placed in its story.
    pub fn remember(&mut self, code: NewsCode, story: NewsCode, published_at: UtcMs, sketch: &Sketch) {
        if self.known.len() >= SKETCHES_MAX {
            self.forget_older_half();
        }
        let own = self.own_of(sketch).into_owned();
        if !self.was_given(code, story, &own) {
            self.added.learn(sketch);
        }
        self.index(Known { code, story, published_at, sketch: own });
    }

    /// The story that this text copies best; None when it copies none.
    pub fn place(&self, published_at: UtcMs, sketch: &Sketch) -> Option<NewsCode> {
        self.stories_of(published_at, sketch).into_iter().next()
    }

    /// All stories that this text copies, best first. Copies of one text can arrive before the text itself and
    /// look like stories of their own (its first third, and all of it in other words): it shows them to be one, and
    /// [`Self::join`] makes them one. What is undated is near to every date.
    pub fn stories_of(&self, published_at: UtcMs, sketch: &Sketch) -> Vec<NewsCode> {
        let sketch: &Sketch = &self.own_of(sketch);
        let mut likely: Vec<(&Known, f32)> = self
            .candidates(sketch)
            .filter_map(|known| {
                let is_near = is_near(known.published_at, published_at);
                Some((known, self.likeness(&known.sketch, sketch, is_near)?))
            })
            .collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.story.cmp(&b.0.story)));
        let mut found: Vec<&Known> = Vec::new();
        for (known, likeness) in likely {
            if found.iter().any(|one| one.story == known.story) {
                continue;
            }
            let may_join = found.first().is_none_or(|first| may_be_one(&first.sketch, &known.sketch));
            if may_join && self.fits(known.story, sketch, likeness) {
                found.push(known);
            }
        }
        found.iter().map(|known| known.story).collect()
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

    /// A text without what its outlet is known to add.
    pub(super) fn own_of<'a>(&self, sketch: &'a Sketch) -> Cow<'a, Sketch> {
        self.added.taken_from(sketch)
    }

    /// Whether a text was given before, as this article or by its outlet as another: what it repeats so is no addition.
    fn was_given(&self, code: NewsCode, story: NewsCode, own: &Sketch) -> bool {
        let members = self.stories.get(&story).map_or(&[][..], |members| members);
        members.iter().map(|at| &self.known[*at as usize]).any(|known| {
            let is_same = || plain_containment(&known.sketch, own) >= SAME_TEXT;
            known.code == code || known.sketch.outlet == own.outlet && is_same()
        })
    }

    /// Whether a text is like at least half of a story's articles: one that is like a single article only, by what
    /// its outlet adds to every text, would chain stories together.
    fn fits(&self, story: NewsCode, sketch: &Sketch, likeness: f32) -> bool {
        let members = self.stories.get(&story).map_or(&[][..], |members| members);
        let least = FIT_MIN.max(FIT_SHARE * likeness);
        let fitting = members
            .iter()
            .filter(|at| self.containment(&self.known[**at as usize].sketch, sketch) >= least)
            .count();
        2 * fitting > members.len()
    }

    /// Articles that share enough of their indexed hashes with a sketch.
    fn candidates(&self, sketch: &Sketch) -> impl Iterator<Item = &Known> {
        let mut found: Vec<u32> = Vec::new();
        sketch.hashes.iter().for_each(|hash| found.extend(self.postings.newest(*hash)));
        found.sort_unstable();
        let least = if sketch.hashes.len() < COMPARABLE_MIN { 1 } else { CANDIDATE_MIN };
        let often: Vec<u32> =
            found.chunk_by(|a, b| a == b).filter(|same| same.len() >= least).map(|same| same[0]).collect();
        often.into_iter().map(|article| &self.known[article as usize])
    }

    /// How alike two texts are; None when they are not copies, `is_near` being whether they were given so close.
    fn likeness(&self, a: &Sketch, b: &Sketch, is_near: bool) -> Option<f32> {
        let plain = plain_containment(a, b);
        if plain < HOPELESS || plain < HALF && a.spread(b) < SPREAD_MIN {
            return None;
        }
        let likeness = self.weighed(a, b, plain)?;
        ((is_near || likeness >= SAME_TEXT) && !is_other_news(a, b, plain)).then_some(likeness)
    }

    fn weighed(&self, a: &Sketch, b: &Sketch, plain: f32) -> Option<f32> {
        let figures = figures_shared(a, b);
        if plain >= SAME_TEXT || plain >= bar(PLAIN_MIN, a, b) && figures >= PLAIN_FIGURES_MIN {
            return Some(plain);
        }
        if figures < WEIGHTED_FIGURES_MIN {
            return None;
        }
        let weighted = self.containment(a, b);
        (weighted >= bar(WEIGHTED_MIN, a, b)).then_some(weighted)
    }

    /// The share of the smaller text that is in the larger, by the weight of its shingles; 0 when too little is
    /// comparable.
    fn containment(&self, a: &Sketch, b: &Sketch) -> f32 {
        if a.is_same_text(b) {
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
        known.sketch.hashes.iter().take(INDEXED).for_each(|hash| self.postings.add(*hash, article));
        self.count(&known);
        let members = self.stories.entry(known.story).or_default();
        if members.len() < MEMBERS_MAX {
            members.push(article);
        }
        self.known.push(known);
    }

    /// Counts the shingles that are new to the story: copies do not make their text common, but what outlets add to
    /// their copies is. Of an article that shares less than [`HALF`] with the story's first, all of them are counted.
    fn count(&mut self, known: &Known) {
        let first = self.stories.get(&known.story).and_then(|members| members.first());
        let first = first.map(|article| &self.known[*article as usize].sketch);
        let same = first.filter(|first| plain_containment(first, &known.sketch) >= HALF);
        let told: &[u32] = same.map_or(&[], |sketch| &sketch.hashes);
        for hash in known.sketch.hashes.iter().filter(|hash| told.binary_search(hash).is_err()) {
            let count = &mut self.counts[slot(*hash)];
            *count = count.saturating_add(1);
        }
    }

    fn forget_older_half(&mut self) {
        let mut known = std::mem::take(&mut self.known);
        known.sort_by_key(|known| (known.published_at, known.code));
        let mut added = std::mem::take(&mut self.added);
        added.fade();
        *self = Self { added, ..Self::default() };
        known.drain(..known.len() / 2);
        known.into_iter().for_each(|known| self.index(known));
    }
}

/// The share of the smaller text's shingles that is in the larger, all counting the same.
pub(super) fn plain_containment(a: &Sketch, b: &Sketch) -> f32 {
    if a.is_same_text(b) {
        return 1.0;
    }
    let (one, other) = a.comparable(b);
    let smaller = one.len().min(other.len());
    if smaller < COMPARABLE_MIN { 0.0 } else { count_shared(one, other) as f32 / smaller as f32 }
}

/// Whether two short texts that share so much are other news in one form.
fn is_other_news(a: &Sketch, b: &Sketch, containment: f32) -> bool {
    let both = a.short.as_ref().zip(b.short.as_ref());
    both.is_some_and(|(one, other)| one.is_other_news(other, containment))
}

/// Whether texts that a third copies may be parts of it: they overlap. The items of a roundup share nothing, or
/// only their form.
fn may_be_one(a: &Sketch, b: &Sketch) -> bool {
    let plain = plain_containment(a, b);
    plain >= OVERLAP_MIN && !is_other_news(a, b, plain)
}

/// The containment asked of two texts: `least` when they are long and of one length.
fn bar(least: f32, a: &Sketch, b: &Sketch) -> f32 {
    let (few, many) = if a.size() < b.size() { (a.size(), b.size()) } else { (b.size(), a.size()) };
    let shortness = 1.0 - few / many;
    least + SLOPE * shortness * shortness + SLACK / few
}

/// Whether copies arrive so close; what has no date is near to everything.
fn is_near(one: UtcMs, other: UtcMs) -> bool {
    dated(one).is_none() || dated(other).is_none() || (one - other).abs() <= WINDOW_MS
}

/// The share of the figures that two texts have in common; 1 when they are too few, or too thinly sown, to tell.
fn figures_shared(a: &Sketch, b: &Sketch) -> f32 {
    let (in_common, smaller) = a.figures_shared(b);
    let are_few = smaller < FIGURES_MIN || smaller as f32 * FIGURE_WORDS_MAX < a.size().min(b.size());
    if are_few { 1.0 } else { in_common as f32 / smaller as f32 }
}

fn slot(hash: u32) -> usize {
    hash as usize & (COUNTS - 1)
}
