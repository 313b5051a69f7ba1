//! How a text writes its half-spaces, told from the sites where every careful writer puts one.
//!
//! Texts are consistent: one whose sure sites all have their half-space is good text and is left alone; one that
//! has none was stripped of them. Sure sites are می and نمی before a verb form, and plural ها after its noun.

use std::ops::Range;

use super::lexicon::Pair;
use super::line::{Gap, HASHED_MAX, Line};
use super::tagger::Model;

/// What kind of site a gap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything else.
    Other,
    /// After می or نمی.
    Verb,
    /// Before plural ها.
    Plural,
}

/// Sites of a line by how they are written: joined, spaced, half-spaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    halves: u32,
    verbs: [u32; 3],
    plurals: [u32; 3],
}

/// Sites seen in a stream of lines. Old ones weigh less and less.
#[derive(Clone, Copy, Debug, Default)]
pub struct Convention {
    signals: Signals,
    /// Lines with half-spaces that lack none, and lines with half-spaces that lack some.
    careful: u32,
    careless: u32,
}

/// Above this many sites, all counts are halved: a stream may change its ways.
const SITES_MAX: u32 = 1000;

impl Convention {
    /// Takes the sites of a line into account.
    pub fn learn(&mut self, line: &Signals) {
        for (sum, more) in self.signals.verbs.iter_mut().zip(line.verbs) {
            *sum += more;
        }
        for (sum, more) in self.signals.plurals.iter_mut().zip(line.plurals) {
            *sum += more;
        }
        let lost = line.lost();
        self.careful += u32::from(line.halves > 0 && lost == 0);
        self.careless += u32::from(line.halves > 0 && lost > 0);
        let all = |counts: [u32; 3]| counts.iter().sum::<u32>();
        if all(self.signals.verbs) + all(self.signals.plurals) > SITES_MAX {
            let halves = self.signals.verbs.iter_mut().chain(&mut self.signals.plurals);
            halves.chain([&mut self.careful, &mut self.careless]).for_each(|count| *count /= 2);
        }
    }

    /// Whether the lines are of several writers: one that has half-spaces has them all.
    fn is_of_many(&self) -> bool {
        self.careful > CAREFUL_MIN && self.careful > MANY_TIMES * self.careless
    }

    /// The number of the state for a gap as written: how often such sites lost their half-space in this way.
    pub fn state(&self, written: Gap) -> usize {
        let Signals { verbs, plurals, .. } = self.signals;
        let sure: u32 = verbs.iter().sum();
        let (lost, all) = match written {
            Gap::None => (verbs[0], sure),
            _ => (verbs[1] + plurals[1], sure + plurals[1] + plurals[2]),
        };
        usize::from(written == Gap::Space) * STATES / 2 + enough(all) * RATES + rate(lost, all)
    }
}

/// So many careful lines before lines are judged one by one.
const CAREFUL_MIN: u32 = 4;
/// And so many times as many as there are careless ones.
const MANY_TIMES: u32 = 5;

/// Numbers of states: two ways to be written, five of evidence, [`RATES`] of rates.
pub const STATES: usize = 2 * 5 * RATES;
/// Steps of a rate.
pub const RATES: usize = 9;

fn enough(all: u32) -> usize {
    match all {
        0 => 0,
        1..=2 => 1,
        3..=8 => 2,
        9..=30 => 3,
        _ => 4,
    }
}

fn rate(lost: u32, all: u32) -> usize {
    const THOUSANDTHS: [u32; RATES - 1] = [5, 15, 40, 90, 180, 300, 500, 750];
    THOUSANDTHS.iter().filter(|limit| lost * 1000 > all * **limit).count()
}

impl Signals {
    /// Counts the sites of a line.
    pub fn read(line: &Line, model: &Model) -> Self {
        let mut signals = Self::default();
        for (at, piece) in line.pieces.iter().enumerate() {
            if piece.len() > HASHED_MAX {
                continue;
            }
            let before = line.before[piece.start];
            let left = at.checked_sub(1).map(|at| &line.pieces[at]);
            if before != Gap::None
                && let Some(left) = left
                && left.end == piece.start
                && left.len() <= HASHED_MAX
            {
                signals.halves += u32::from(before == Gap::Half);
                let pair = model.pair(line.hash(left.clone()), line.hash(piece.clone()));
                let kind = kind(line, model, [left.clone(), piece.clone()], before, pair);
                signals.add(kind, before);
            }
            if let Some(prefix) = verb_prefix(line, piece.clone())
                && is_verb(line, model, piece.start..prefix, prefix..piece.end)
            {
                signals.add(Kind::Verb, Gap::None);
            }
            if let Some(ending) = plural_ending(line, piece.clone())
                && model.pair(line.hash(piece.start..ending), line.hash(ending..piece.end)).half() > 0
            {
                signals.add(Kind::Plural, Gap::None);
            }
        }
        signals
    }

    fn add(&mut self, kind: Kind, written: Gap) {
        match kind {
            Kind::Other => {}
            Kind::Verb => self.verbs[written as usize] += 1,
            Kind::Plural => self.plurals[written as usize] += 1,
        }
    }

    /// Sure sites without their half-space; a joined plural may be meant so.
    fn lost(&self) -> u32 {
        self.verbs[0] + self.verbs[1] + self.plurals[1]
    }

    /// The number of the line's style, in a stream of the given ways, as a gap of that kind sees it; the gap itself
    /// is not counted.
    pub fn style(&self, convention: &Convention, kind: Kind, written: Gap) -> usize {
        let mut rest = *self;
        match kind {
            Kind::Other => {}
            Kind::Verb => rest.verbs[written as usize] = rest.verbs[written as usize].saturating_sub(1),
            Kind::Plural => rest.plurals[written as usize] = rest.plurals[written as usize].saturating_sub(1),
        }
        let coarse = [0, 0, 0, 0, 1, 1, 2, 2, 3][convention.state(written) % RATES];
        let up_to = |count: u32, most: u32| count.min(most) as usize;
        let parts = [
            (coarse, COARSE),
            (usize::from(convention.is_of_many()), 2),
            (usize::from(written == Gap::Space), 2),
            (kind as usize, 3),
            (up_to(rest.halves, 3), 4),
            (up_to(rest.verbs[1] + rest.plurals[1], 2), 3),
            (up_to(rest.verbs[0], 2), 3),
            (up_to(rest.plurals[0], 2), 3),
        ];
        parts.iter().fold(0, |number, (part, of)| number * of + part)
    }
}

/// Coarse steps of a rate; the first is that of good text.
pub const COARSE: usize = 4;

/// Numbers of styles.
pub const STYLES: usize = COARSE * 2 * 2 * 3 * 4 * 3 * 3 * 3;

/// What kind of site the gap between two pieces is.
pub fn kind(line: &Line, model: &Model, [left, right]: [Range<usize>; 2], written: Gap, pair: Pair) -> Kind {
    if is_verb_prefix(&line.letters[left.clone()])
        && (is_sure(pair) || written == Gap::None && is_verb(line, model, left, right.clone()))
    {
        Kind::Verb
    } else if is_plural(&line.letters[right]) && (written != Gap::None || pair.half() > 0) {
        Kind::Plural
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

fn is_verb_prefix(letters: &[char]) -> bool {
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

fn is_plural(letters: &[char]) -> bool {
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
