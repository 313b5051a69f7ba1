//! Learning the weights: logistic regression, one gap at a time, each weight with its own step (Adagrad).

use persian::repair::convention::{COARSE, Convention, RATES, STATES, Signals};
use persian::repair::line::{Gap, Line};
use persian::repair::tagger::{EXTRAS, Model, SLOTS, Site, UNIT, behind, extras, features, inside};

use super::damage::{Damage, Random};

/// Size of a weight's first step, in logits.
const STEP: f32 = 0.15;
/// A gap that is right by this much teaches nothing: most features stay at zero.
const RIGHT_ENOUGH: f32 = 0.02;
/// Share of a gap's features that a step sees: the rest is hidden by chance, so that no word is learnt by heart.
const KEPT: f32 = 0.75;
/// One text in so many is of many writers, each line damaged in its own way.
const MANY_WRITERS: u64 = 3;
/// Lines of one text, at most: states with little and with much evidence are both met.
const TEXT_LINES_MAX: u64 = 200;

/// What a rate of losses says of the next gap, in logits: where learning starts from.
const LOSS_LOGITS: [f32; RATES] = [-7.0, -4.6, -3.6, -2.5, -1.5, -0.8, 0.0, 0.5, 1.0];
/// How far little evidence is believed, in logits.
const BELIEF: [f32; 5] = [0.0, 1.0, 2.5, 4.0, 7.0];

/// Weights in the making.
pub(super) struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// Weights after each of the last passes, added up.
    sums: Vec<f32>,
    summed: usize,
}

impl Learner {
    pub(super) fn new() -> Self {
        let mut weights = vec![0.0; SLOTS + EXTRAS];
        for (at, weight) in weights[SLOTS..SLOTS + STATES].iter_mut().enumerate() {
            *weight = LOSS_LOGITS[at % RATES].max(-BELIEF[at / RATES % BELIEF.len()]);
        }
        Self { weights, squares: vec![1e-3; SLOTS + EXTRAS], sums: vec![0.0; SLOTS + EXTRAS], summed: 0 }
    }

    /// One pass over `lines`, in texts of random length and damage.
    pub(super) fn pass(&mut self, lines: &[&str], model: &Model, random: &mut Random) {
        let mut rest = lines;
        while !rest.is_empty() {
            let most = 1 + random.below(TEXT_LINES_MAX);
            let long = 1 + random.below(most) as usize;
            let (text, after) = rest.split_at(long.min(rest.len()));
            rest = after;
            let of_many = random.below(MANY_WRITERS) == 0;
            self.text(text, of_many, 1.0, model, random);
        }
    }

    /// One text. `weight` scales each step.
    pub(super) fn text(
        &mut self,
        lines: &[impl AsRef<str>],
        of_many: bool,
        weight: f32,
        model: &Model,
        random: &mut Random,
    ) {
        let mut damage = Damage::any(random);
        let mut convention = Convention::default();
        for line in lines.iter().map(AsRef::as_ref) {
            if of_many {
                damage = Damage::any(random);
            }
            let damaged = damage.deal(line, random);
            self.line(line, &damaged, weight, model, &mut convention, random);
        }
    }

    /// One pass over words of dictionaries, each by itself and robbed of all its half-spaces.
    pub(super) fn words(&mut self, words: &[&str], weight: f32, model: &Model, random: &mut Random) {
        for word in words {
            let damaged = Damage::all(random).deal(word, random);
            self.line(word, &damaged, weight, model, &mut Convention::default(), random);
        }
    }

    fn line(
        &mut self,
        gold: &str,
        damaged: &str,
        weight: f32,
        model: &Model,
        convention: &mut Convention,
        random: &mut Random,
    ) {
        let (mut right, mut written) = (Line::default(), Line::default());
        right.read(gold);
        written.read(damaged);
        if right.letters != written.letters {
            return;
        }
        let signals = Signals::read(&written, model);
        convention.learn(&signals);
        let mut learn = |site: Site| {
            let half = right.before[site.at] == Gap::Half;
            let (slots, kind) = features(&written, model, &site);
            let extras = extras(&signals, convention, kind, site.written);
            let dice = random.next();
            let kept = slots.iter().enumerate().filter(|(at, _)| dice >> (2 * at) & 3 != 0);
            self.step(kept.map(|(_, slot)| *slot as usize), extras, half, weight);
        };
        for number in 0..written.pieces.len() {
            inside(&written, number, &mut learn);
            if let Some(site) = behind(&written, number) {
                learn(site);
            }
        }
    }

    fn step(
        &mut self,
        kept: impl Iterator<Item = usize> + Clone,
        extras: [usize; 2],
        half: bool,
        weight: f32,
    ) {
        let sum: f32 = kept.clone().map(|slot| self.weights[slot]).sum();
        let score = sum / KEPT + self.weights[extras[0]] + self.weights[extras[1]];
        let wrong = f32::from(u8::from(half)) - 1.0 / (1.0 + (-score).exp());
        if wrong.abs() < RIGHT_ENOUGH {
            return;
        }
        let slope = wrong * weight;
        for slot in kept.chain(extras) {
            self.squares[slot] += slope * slope;
            self.weights[slot] += STEP * slope / self.squares[slot].sqrt();
        }
    }

    /// Adds the weights as they are now to their mean.
    pub(super) fn sum(&mut self) {
        self.summed += 1;
        self.sums.iter_mut().zip(&self.weights).for_each(|(sum, weight)| *sum += weight);
    }

    /// The mean weights in one byte each.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut weights: Vec<f32> = self.sums.iter().map(|sum| sum / self.summed.max(1) as f32).collect();
        let (states, styles) = weights[SLOTS..].split_at_mut(STATES);
        rising(states);
        lowest_when_good(styles);
        weights.iter().map(|weight| (weight * UNIT).round().clamp(-127.0, 127.0) as i8 as u8).collect()
    }
}

/// A state of more losses never counts for less: so a repaired text, which shows none, is left as it is.
fn rising(states: &mut [f32]) {
    for rates in states.chunks_mut(RATES) {
        for at in 1..rates.len() {
            rates[at] = rates[at].max(rates[at - 1]);
        }
    }
}

/// Nor does a style in good text count for more than the same in any other.
fn lowest_when_good(styles: &mut [f32]) {
    let of_many = styles.len() / COARSE / 2;
    for at in 0..of_many {
        let lowest = (0..2 * COARSE).map(|block| styles[block * of_many + at]).fold(f32::MAX, f32::min);
        styles[at] = lowest;
        styles[of_many + at] = lowest;
    }
}
