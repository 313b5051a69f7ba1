//! How a text writes its half-spaces, told from the sites where every careful writer puts one.
//!
//! Texts are consistent: one whose sure sites all have their half-space is good text and is left alone; one that
//! has none was stripped of them. Sure sites are می and نمی before a verb form, and plural ها after its noun.

mod facts;

use std::ops::Range;

use super::lexicon::{Pair, Register};
use super::line::{Gap, Line};
use super::memory::{Memory, Trace};
use super::normalise::stands_alone;
use super::pieces::Piece;
use super::tagger::Model;

pub use facts::{FACTS, Facts, OWN, STREAM, STREAM_FROM, of_stream};

/// What kind of site a gap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything else.
    Other,
    /// After می or نمی.
    Verb,
    /// Before plural ها, behind a letter that joins it.
    Plural,
    /// Before plural ها, behind a letter that does not, or ه. Of a writer's ways with the others it tells nothing:
    /// the treebank has کشورها beside کتاب‌ها, and everyone has خانه‌ها.
    Apart,
}

/// Sites of a line by how they are written: joined, spaced, half-spaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    halves: u32,
    /// Words that are chiefly formal, and chiefly informal.
    registers: [u32; 2],
    verbs: [u32; 3],
    plurals: [u32; 3],
}

/// Sites seen in a stream of lines.
#[derive(Clone, Debug, Default)]
pub struct Convention {
    /// The words of the last lines.
    pub memory: Memory,
    /// All of them. Old ones weigh less and less.
    all: Signals,
    /// Those of the last few lines, in parts of [`ONE`].
    recent: Signals,
    /// Lines with half-spaces that lack none, and lines with half-spaces that lack some.
    careful: u32,
    careless: u32,
}

/// Above this many sites, all counts are halved: a stream may change its ways.
const SITES_MAX: u32 = 1000;
/// A site of the line just read, among the recent ones.
const ONE: u32 = 64;

/// Above this many words of known register, all counts are halved, too.
const WORDS_MAX: u32 = 100_000;

impl Convention {
    /// Takes a line into account: its sites, and what it leaves in the memory.
    pub fn learn(&mut self, line: &Signals, traces: &[Trace]) {
        self.memory.learn(traces);
        let lost = line.lost();
        self.careful += u32::from(line.halves > 0 && lost == 0);
        self.careless += u32::from(line.halves > 0 && lost > 0);
        self.all.add_up(line, 1);
        if line.sites() > 0 {
            self.recent.shrink(|count| count - count / 4);
            self.recent.add_up(line, ONE);
        }
        if self.all.sites() > SITES_MAX || self.all.registers.iter().sum::<u32>() > WORDS_MAX {
            self.all.shrink(|count| count / 2);
            self.careful /= 2;
            self.careless /= 2;
        }
    }

    /// How informal the stream is.
    fn register(&self) -> usize {
        let [formal, informal] = self.all.registers;
        match formal + informal {
            0..=3 => 0,
            all if informal * 20 < all => 1,
            all if informal * 4 < all => 2,
            all if informal * 3 < all * 2 => 3,
            _ => 4,
        }
    }

    /// Whether the lines are of several writers: one that has half-spaces has them all.
    fn is_of_many(&self) -> bool {
        self.careful > CAREFUL_MIN && self.careful > MANY_TIMES * self.careless
    }
}

/// So many careful lines before lines are judged one by one.
const CAREFUL_MIN: u32 = 4;
/// And so many times as many as there are careless ones.
const MANY_TIMES: u32 = 5;
/// Steps of how informal a stream is, and a line.
const REGISTERS: usize = 5;
const LINE_REGISTERS: usize = 4;
/// The number of a kind of gap, written joined or spaced.
pub fn way(kind: Kind, written: Gap) -> usize {
    kind as usize * 2 + usize::from(written == Gap::Space)
}

/// Numbers that [`way`] gives.
pub const WAYS: usize = 8;

/// The number of rates: how many sites there were, how many of them one and another way.
fn rates(all: u32, [one, other]: [usize; 2]) -> usize {
    let enough = match all {
        0 => 0,
        1..=2 => 1,
        3..=8 => 2,
        9..=30 => 3,
        _ => 4,
    };
    (enough * RATES + one) * RATES + other
}

/// The step of a rate.
fn rate(lost: u32, all: u32) -> usize {
    const THOUSANDTHS: [u32; RATES - 1] = [10, 40, 100, 200, 320, 450, 700];
    THOUSANDTHS.iter().filter(|limit| lost * 1000 > all * **limit).count()
}

const RATES: usize = 8;
/// Numbers that [`rates`] gives.
const FREQUENT: usize = 5 * RATES * RATES;

fn up_to(count: u32, most: u32) -> usize {
    count.min(most) as usize
}

/// None, one, more of each way of writing.
fn few(counts: [u32; 3]) -> usize {
    counts.iter().fold(0, |number, count| number * 3 + up_to(*count, 2))
}

/// The same of recent sites.
fn few_recent(counts: [u32; 3]) -> usize {
    let steps = |count: u32| usize::from(count > 0) + usize::from(count > ONE * 3 / 2);
    counts.iter().fold(0, |number, count| number * 3 + steps(*count))
}

/// Numbers that [`few`] gives.
const FEW: usize = 27;

impl Signals {
    /// Counts the sites of a line, of which the pieces are known.
    pub fn of(line: &Line, model: &Model, pieces: &[Piece]) -> Self {
        let mut signals = Self::default();
        let (mut left, mut end) = (Piece::default(), 0);
        for (range, piece) in line.pieces.iter().zip(pieces) {
            let before = line.before[range.start];
            if before != Gap::None && end == range.start && left.fits() && piece.fits() {
                signals.halves += u32::from(before == Gap::Half);
                if left.is_verb_prefix() && is_sure(model.pair(left.hash, piece.hash)) {
                    signals.verbs[before as usize] += 1;
                } else if piece.is_plural() && !stands_apart(line, range.start) {
                    signals.plurals[before as usize] += 1;
                }
            }
            match piece.word.register() {
                Register::Any => {}
                Register::Formal => signals.registers[0] += 1,
                Register::Informal => signals.registers[1] += 1,
            }
            signals.verbs[Gap::None as usize] += u32::from(piece.is_joined_verb());
            signals.plurals[Gap::None as usize] += u32::from(piece.is_joined_plural());
            (left, end) = (*piece, range.end);
        }
        signals
    }

    /// Sure sites without their half-space; a joined plural may be meant so.
    fn lost(&self) -> u32 {
        self.verbs[0] + self.verbs[1] + self.plurals[1]
    }

    /// How informal the line is.
    fn register(&self) -> usize {
        let [formal, informal] = self.registers;
        match (formal, informal) {
            _ if informal >= formal + 2 => 3,
            _ if informal > formal => 2,
            _ if informal == formal => 1,
            _ => 0,
        }
    }

    fn sites(&self) -> u32 {
        self.verbs.iter().chain(&self.plurals).sum()
    }

    fn add_up(&mut self, more: &Self, times: u32) {
        self.halves += more.halves * times;
        self.registers.iter_mut().zip(more.registers).for_each(|(sum, more)| *sum += more * times);
        let sums = self.verbs.iter_mut().chain(&mut self.plurals);
        sums.zip(more.verbs.iter().chain(&more.plurals)).for_each(|(sum, more)| *sum += more * times);
    }

    fn shrink(&mut self, by: impl Fn(u32) -> u32) {
        let counts = self
            .verbs
            .iter_mut()
            .chain(&mut self.plurals)
            .chain([&mut self.halves])
            .chain(&mut self.registers);
        counts.for_each(|count| *count = by(*count));
    }

    /// Those of the rest of the line.
    fn without(&self, kind: Kind, written: Gap) -> Self {
        let mut rest = *self;
        let counts = match kind {
            Kind::Other | Kind::Apart => return rest,
            Kind::Verb => &mut rest.verbs,
            Kind::Plural => &mut rest.plurals,
        };
        counts[written as usize] = counts[written as usize].saturating_sub(1);
        rest
    }

    /// The numbers of the weights for a gap of that kind, so written, in a line with these signals that stands in a
    /// stream of the given ways; the gap itself is not counted.
    pub fn surroundings(&self, convention: &Convention, kind: Kind, written: Gap) -> [usize; GROUPS] {
        let rest = self.without(kind, written);
        let (way, many) = (way(kind, written), usize::from(convention.is_of_many()));
        let (verbs, plurals, halves) = (few(rest.verbs), few(rest.plurals), up_to(rest.halves, 2));
        let (stream, line) = (convention.register(), self.register());
        let Convention { all, recent, .. } = convention;
        let sum = |counts: [u32; 3]| counts.iter().sum::<u32>();
        let (all_verbs, all_plurals) = (sum(all.verbs), sum(all.plurals));
        let joined = rate(all.verbs[0], all_verbs);
        let numbers = [
            ((way * 2 + many) * REGISTERS + stream) * FREQUENT
                + rates(all_verbs, [joined, rate(all.verbs[1], all_verbs)]),
            ((way * 2 + many) * REGISTERS + stream) * FREQUENT
                + rates(all_plurals, [rate(all.plurals[0], all_plurals), joined]),
            (((way * 2 + many) * 3 + halves) * FEW + verbs) * FEW + plurals,
            (way * FEW + few_recent(recent.verbs)) * FEW + few_recent(recent.plurals),
            (((way * REGISTERS + stream) * LINE_REGISTERS + line) * FEW + verbs) * 3 + halves,
        ];
        let mut first = 0;
        let mut at = [0; GROUPS];
        for ((at, number), size) in at.iter_mut().zip(numbers).zip(SIZES) {
            *at = first + number;
            first += size;
        }
        at
    }
}

/// Groups of weights for what surrounds a gap: the stream's verbs, its plurals beside its verbs, the line, the lines
/// just before, the register.
pub const GROUPS: usize = 5;
const SIZES: [usize; GROUPS] = [
    WAYS * 2 * REGISTERS * FREQUENT,
    WAYS * 2 * REGISTERS * FREQUENT,
    WAYS * 2 * 3 * FEW * FEW,
    WAYS * FEW * FEW,
    WAYS * REGISTERS * LINE_REGISTERS * FEW * 3,
];
/// Number of weights for what surrounds a gap.
pub const SURROUNDINGS: usize = SIZES[0] + SIZES[1] + SIZES[2] + SIZES[3] + SIZES[4];

/// What kind of site the gap between two pieces is.
pub fn kind(line: &Line, model: &Model, [left, right]: [Range<usize>; 2], written: Gap, pair: Pair) -> Kind {
    if is_verb_prefix(&line.letters[left.clone()])
        && (is_sure(pair) || written == Gap::None && is_verb(line, model, left, right.clone()))
    {
        Kind::Verb
    } else if is_plural(&line.letters[right.clone()]) && (written != Gap::None || pair.half() > 0) {
        if stands_apart(line, right.start) { Kind::Apart } else { Kind::Plural }
    } else {
        Kind::Other
    }
}

/// Whether می or نمی and what follows it in the same piece are a verb: news writes it so, or the whole is no word
/// and the rest is one. So a slip is repaired in good text too: نمیخوابد.
fn is_verb(line: &Line, model: &Model, prefix: Range<usize>, rest: Range<usize>) -> bool {
    if is_sure(model.pair(line.hash(prefix.clone()), line.hash(rest.clone()))) {
        return true;
    }
    let whole = model.word(line.hash(prefix.start..rest.end));
    if whole.is_listed() || whole.seen() > RARE {
        return false;
    }
    let rest = model.word(line.hash(rest));
    rest.is_listed() || rest.seen() > 2 * RARE
}

/// Seen fewer than four times (on the scale of [`super::lexicon::Word::seen`]): a slip, not a word.
const RARE: u32 = 2;

/// Whether news writes a pair with a half-space at least about half of the time.
fn is_sure(pair: Pair) -> bool {
    pair.half() >= 2 && pair.half() + 1 >= pair.joined()
}

/// Whether a piece is a verb joined to its prefix.
pub(super) fn is_joined_verb(line: &Line, model: &Model, piece: &Range<usize>) -> bool {
    verb_prefix(line, piece.clone()).is_some_and(|at| is_verb(line, model, piece.start..at, at..piece.end))
}

/// Whether a piece is a noun joined to its plural, which the noun's last letter would join.
pub(super) fn is_joined_plural(line: &Line, model: &Model, piece: &Range<usize>) -> bool {
    plural_ending(line, piece.clone()).is_some_and(|at| {
        !stands_apart(line, at) && model.pair(line.hash(piece.start..at), line.hash(at..piece.end)).half() > 0
    })
}

pub(super) fn is_verb_prefix(letters: &[char]) -> bool {
    matches!(letters, ['م', 'ی'] | ['ن', 'م', 'ی'])
}

fn verb_prefix(line: &Line, piece: Range<usize>) -> Option<usize> {
    let letters = &line.letters[piece.clone()];
    let long = if letters.starts_with(&['م', 'ی']) {
        2
    } else if letters.starts_with(&['ن', 'م', 'ی']) {
        3
    } else {
        return None;
    };
    (letters.len() > long).then_some(piece.start + long)
}

/// Whether the letter before a gap does not join the next one, or is ه, behind which everyone writes a half-space.
fn stands_apart(line: &Line, at: usize) -> bool {
    at > 0 && (line.letters[at - 1] == 'ه' || stands_alone(line.letters[at - 1]))
}

pub(super) fn is_plural(letters: &[char]) -> bool {
    matches!(
        letters,
        ['ه', 'ا']
            | ['ه', 'ا', 'ی']
            | ['ه', 'ا', 'ی', 'ی' | 'ش' | 'م' | 'ت']
            | ['ه', 'ا', 'ی', 'ش' | 'م' | 'ت', 'ا', 'ن']
    )
}

fn plural_ending(line: &Line, piece: Range<usize>) -> Option<usize> {
    [2, 3, 4, 6].into_iter().find_map(|long| {
        let at = piece.end.checked_sub(long).filter(|at| *at > piece.start)?;
        is_plural(&line.letters[at..piece.end]).then_some(at)
    })
}
