//! The tagger: whether a gap between two pieces of words is to be a half-space.
//!
//! A logistic regression over hashed features of the pieces left and right of the gap, of what the lexicon knows
//! of them, of the line's style and of the stream's convention. Its weights are one signed byte each, in units of
//! 1/[`UNIT`] of a logit. Good text costs little: most gaps lie in words that the lexicon knows to be whole, or
//! between words of which neither was ever half-spaced, and are not scored at all.

use std::cell::LazyCell;
use std::ops::Range;

use super::Mode;
use super::convention::{Convention, Facts, GROUPS, Kind, SURROUNDINGS, Signals};
use super::founded::Ground;
use super::judge::{Begun, Judge};
use super::lexicon::{Pair, Table, Word, pair_key};
use super::line::{Gap, Line};
use super::memory::Memory;
use super::normalise::stands_alone;
use super::parting::{follows_number, is_one_word, precedes_number};
use super::pieces::{Piece, Pieces};
use super::sites::{Site, behind, inside, is_behind};
use super::weighed::Weighed;
use super::whole::{begins_a_name, is_a_lake, is_lone_letter, is_rather_whole, keep_rows_alike, stand_alone};

/// Feature slots: a power of two.
pub const SLOTS: usize = 1 << SLOT_BITS;
pub(super) const SLOT_BITS: u32 = 22;
/// Entries of the table of words, as a power of two.
pub const WORD_BITS: u32 = 19;
/// Entries of the table of pairs, as a power of two.
pub const PAIR_BITS: u32 = 17;
/// Weights after the hashed ones, of what surrounds a gap: only for learning, so that words need not tell of it.
pub const EXTRAS: usize = SURROUNDINGS;
/// Steps of a weight in one logit.
pub const UNIT: f32 = 16.0;

/// The lexicon and the weights.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    words: Table<'a>,
    pairs: Table<'a>,
    weights: &'a [u8],
    judge: Option<Judge<'a>>,
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
    /// A model from the bytes of its file: words, pairs, weights, judge.
    pub fn new(file: &'a [u8]) -> Self {
        let (words, rest) = file.split_at(WORD_BYTES.min(file.len()));
        let (pairs, weights) = rest.split_at(PAIR_BYTES.min(rest.len()));
        let (weights, judge) = weights.split_at(SLOTS.min(weights.len()));
        let (words, pairs) = (Table::new(words, WORD_BITS), Table::new(pairs, PAIR_BITS));
        Self { words, pairs, weights, judge: Judge::new(judge) }
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
        self.sum(site.own_slots(line, self).0)
    }

    /// What the facts of a stream come to.
    fn begun(&self, stream: &Convention) -> Begun {
        self.judge.map(|judge| judge.begin(stream)).unwrap_or_default()
    }

    /// The score of a site in its surroundings, whichever speak more for a half-space.
    fn judge(
        &self,
        line: &Line,
        site: &Site,
        (base, kind): (i32, Kind),
        ways: [&Surroundings; 2],
        begun: &[Begun; 2],
    ) -> i32 {
        let Some(judge) = self.judge else { return base };
        let mut facts = Facts::of(line, self, site, kind, base);
        let own = judge.own(&facts);
        let mut logit = |way: &Surroundings, begun: &Begun| {
            facts.surround(&way.signals, way.convention, kind, site.written);
            judge.end(begun, &own, &facts)
        };
        let logits = [logit(ways[0], &begun[0]), logit(ways[1], &begun[1])];
        (logits[0].max(logits[1]) * UNIT).round() as i32
    }

    pub(super) fn sum<const N: usize>(&self, slots: [u32; N]) -> i32 {
        slots.iter().map(|slot| self.weight(*slot)).sum()
    }

    fn weight(&self, slot: u32) -> i32 {
        self.weights.get(slot as usize).map_or(0, |byte| i32::from(*byte as i8))
    }
}

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
    pub fn slots(&self, kind: Kind, written: Gap) -> [u32; GROUPS] {
        self.signals.surroundings(self.convention, kind, written).map(|number| (SLOTS + number) as u32)
    }
}

/// Room for repairing lines one after another without new allocations.
#[derive(Default, Debug, Clone)]
pub struct Scratch {
    /// The line.
    pub line: Line,
    /// What is known of its pieces.
    pub pieces: Pieces,
    /// Whether the piece that starts at a letter has no gap in it or behind it that may change.
    quiet: Vec<bool>,
    changes: Vec<(usize, Gap)>,
    weighed: Weighed,
}

/// Below four logits no surroundings help: most gaps, which are then not looked at further.
pub const HOPELESS: i32 = -64;
/// A line settles after two or three passes; each only adds half-spaces.
const PASSES_MAX: usize = 12;

/// Repairs the line in `scratch`, whose pieces are known. What surrounds a gap counts as it was written or as it is
/// repaired, whichever speaks more for a half-space: so a repaired text, where both are the same, stays as it is.
/// Answers whether anything changed.
pub fn repair(
    scratch: &mut Scratch,
    model: &Model,
    written: &Surroundings,
    repaired: &mut Surroundings,
    mode: Mode,
) -> bool {
    let Scratch { line, pieces, quiet, changes, weighed } = scratch;
    quiet.clear();
    quiet.resize(line.letters.len(), false);
    model.pairs.look_ahead(pieces.line.array_windows().map(|[one, other]| pair_key(one.hash, other.hash)));
    // Most short lines have no gap to judge.
    let streams = [written.convention, repaired.convention];
    let begun = LazyCell::new(|| streams.map(|stream| model.begun(stream)));
    for pass in 0..PASSES_MAX {
        weighed.sites.clear();
        // Only as the stream was repaired: the same whenever it is repaired.
        find(line, &pieces.line, model, &repaired.convention.memory, quiet, &mut weighed.sites);
        weighed.weigh(line, model);
        changes.clear();
        let ways = [written, &*repaired];
        let of_piece = |one: &Site, other: &Site| one.left.start == other.left.start;
        let ground = Ground { line, pieces: &pieces.line, model, memory: &repaired.convention.memory, mode };
        let mut bases = weighed.bases.iter();
        for sites in weighed.sites.chunk_by(of_piece) {
            let mut best = (0, 0);
            for (site, (base, kind)) in
                sites.iter().zip(&mut bases).filter(|(_, (base, _))| *base >= HOPELESS)
            {
                quiet[site.left.start] = false;
                let score = model.judge(line, site, (*base, *kind), ways, &begun) - mode.margin();
                let barred = || is_one_word(line, model, &site.left, &site.right);
                if site.written == Gap::None {
                    // What is barred is so before the best is chosen: another may be the best of the repaired text.
                    if (score, site.at) > best && !barred() && !is_rather_whole(line, model, site) {
                        best = (score, site.at);
                    }
                } else if score > 0 && !barred() && ground.holds(site) {
                    changes.push((site.at, Gap::Half));
                }
            }
            let at = best.1;
            let halves = sites.iter().find(|site| best.0 > 0 && site.at == at);
            if let Some(site) = halves {
                let apart = lost_a_space(model, line, site);
                changes.push((at, if apart { Gap::Space } else { Gap::Half }));
            }
        }
        keep_rows_alike(line, changes);
        if changes.is_empty() {
            return pass > 0;
        }
        // Where a space became a half-space the pieces are the same.
        let parted = changes.iter().any(|(at, _)| line.before[*at] == Gap::None);
        for (at, gap) in &*changes {
            line.before[*at] = *gap;
        }
        if parted {
            line.find_pieces();
            pieces.read(line, model);
        }
        for (at, _) in &*changes {
            quiet[surroundings(line, *at)].fill(false);
        }
        repaired.signals = Signals::of(line, model, &pieces.line);
    }
    true
}

/// Whether a gap in a piece that is to be opened lost a space, not a half-space: both parts are words, news never
/// half-spaces them, and with a space between them nothing would speak for a half-space.
fn lost_a_space(model: &Model, line: &Line, site: &Site) -> bool {
    let seen = |part: &Range<usize>| model.word(line.hash(part.clone())).seen() >= KNOWN;
    let ([left, right], spaced) = (site.hashes, site.as_spaced());
    !follows_number(line, site.left.start)
        && !precedes_number(line, site.right.end)
        && seen(&site.left)
        && seen(&site.right)
        && model.pair(left, right).half() == 0
        && model.sum(spaced.own_slots(line, model).0) + model.sum(spaced.slots_around()) < APART
}

/// Seen sixteen times, on the scale of [`super::lexicon::Word::seen`].
pub(super) const KNOWN: u32 = 5;
/// Three logits against a half-space.
const APART: i32 = -48;

/// Finds the gaps that may become half-spaces in and behind pieces that are not quiet, which then are.
fn find(
    line: &Line,
    pieces: &[Piece],
    model: &Model,
    memory: &Memory,
    quiet: &mut [bool],
    sites: &mut Vec<Site>,
) {
    for (number, piece) in pieces.iter().enumerate() {
        if std::mem::replace(&mut quiet[line.pieces[number].start], true) {
            continue;
        }
        if !piece.word.is_whole() || piece.fits() && memory.has_parted(piece.hash) {
            inside(line, number, |site| {
                sites.extend(Some(site).filter(|site| !is_rather_plural(line, model, site)))
            });
        }
        if is_behind(line, number)
            && let [one, other] = [piece, &pieces[number + 1]]
            && (may_join([one, other], number, model, line)
                || memory.has_half(pair_key(one.hash, other.hash)))
            && !begins_a_name(line, number + 1)
            && !is_a_lake(line, pieces, number + 1)
            && !is_lone_letter(line.piece(number), line.piece(number + 1))
            && !stand_alone(line.piece(number), line.piece(number + 1))
        {
            sites.extend(behind(line, number));
        }
    }
}

/// Whether ه and ای, or ه and است, behind a letter that does not join are rather of the plural: کردهای سوریه, روزهاست. The
/// word without ه is one, and of ه and ای news writes the whole joined as often as with a half-space, or never and the word
/// without ه oftener.
fn is_rather_plural(line: &Line, model: &Model, site: &Site) -> bool {
    let Some(stem) = line.letters[site.left.clone()].strip_suffix(&['ه']) else { return false };
    let [left, right] = site.hashes;
    let seen = |hash: u64| model.word(hash).seen();
    let stem_seen = seen(line.hash(site.left.start..site.left.end - 1));
    let fits = match &line.letters[site.right.clone()] {
        ['ا', 'ی'] => {
            let pair = model.pair(left, right);
            pair.half() <= pair.joined() && (pair.joined() > 0 || stem_seen > seen(left))
        }
        // Unlike کردهاست.
        ['ا', 'س', 'ت'] => stem_seen > seen(left) + 2,
        _ => false,
    };
    fits && stem.last().is_some_and(|last| stands_alone(*last)) && stem_seen >= KNOWN
}

/// Whether two spaced pieces could be one word: they were met as one, or either of them makes new words. The month «می»
/// («۵ می سال گذشته») becomes one with verbs alone.
fn may_join([one, other]: [&Piece; 2], number: usize, model: &Model, line: &Line) -> bool {
    let pair = || model.pair(one.hash, other.hash);
    if one.is_verb_prefix() && is_month(line, line.pieces[number].clone()) {
        return other.word.parts_after() || pair().half() > 1;
    }
    one.word.parts_before() || other.word.parts_after() || pair().all() > 0
}

/// Whether a piece is «می» behind a number or behind «ماه».
fn is_month(line: &Line, piece: Range<usize>) -> bool {
    let before = &line.letters[..piece.start];
    line.letters[piece.clone()] == ['م', 'ی']
        && line.before[piece.start] == Gap::Space
        && (before.ends_with(&['م', 'ا', 'ه']) || matches!(before.last(), Some('۰'..='۹')))
}

/// The stretch of the line to which a new gap is a new surrounding.
fn surroundings(line: &Line, at: usize) -> Range<usize> {
    let number = line.pieces.partition_point(|piece| piece.end <= at);
    let first = line.pieces[number.saturating_sub(3)].start;
    let last = line.pieces[(number + 3).min(line.pieces.len() - 1)].end;
    first..last
}
