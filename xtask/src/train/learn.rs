//! Learning the weights: logistic regression, one gap at a time, each weight with its own step (Adagrad).

use persian::repair::convention::{Convention, RATES, STATES, Signals};
use persian::repair::line::{Gap, Line};
use persian::repair::tagger::{EXTRAS, Model, SLOTS, Site, UNIT, behind, extras, features, inside};

use super::damage::{Damage, Random};

/// Size of a weight's first step, in logits.
const STEP: f32 = 0.15;
/// A gap that is right by this much teaches nothing: most features stay at zero.
const RIGHT_ENOUGH: f32 = 0.02;
/// Lines of one text, at most: states with little and with much evidence are both met.
const TEXT_LINES_MAX: u64 = 200;

/// Weights in the making.
pub(super) struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Learner {
    pub(super) fn new() -> Self {
        Self { weights: vec![0.0; SLOTS + EXTRAS], squares: vec![1e-3; SLOTS + EXTRAS] }
    }

    /// One pass over `lines`, in texts of random length and damage. `weight` scales each step.
    pub(super) fn pass(&mut self, lines: &[&str], weight: f32, model: &Model, random: &mut Random) {
        let mut rest = lines;
        while !rest.is_empty() {
            let most = 1 + random.below(TEXT_LINES_MAX);
            let long = 1 + random.below(most) as usize;
            let (text, after) = rest.split_at(long.min(rest.len()));
            rest = after;
            let damage = Damage::any(random);
            let mut convention = Convention::default();
            for line in text {
                self.line(line, &damage.deal(line, random), weight, model, &mut convention);
            }
        }
    }

    fn line(&mut self, gold: &str, damaged: &str, weight: f32, model: &Model, convention: &mut Convention) {
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
            self.step(slots.iter().map(|slot| *slot as usize).chain(extras), half, weight);
        };
        for number in 0..written.pieces.len() {
            inside(&written, number, &mut learn);
            if let Some(site) = behind(&written, number) {
                learn(site);
            }
        }
    }

    fn step(&mut self, slots: impl Iterator<Item = usize> + Clone, half: bool, weight: f32) {
        let score: f32 = slots.clone().map(|slot| self.weights[slot]).sum();
        let wrong = f32::from(u8::from(half)) - 1.0 / (1.0 + (-score).exp());
        if wrong.abs() < RIGHT_ENOUGH {
            return;
        }
        let slope = wrong * weight;
        for slot in slots {
            self.squares[slot] += slope * slope;
            self.weights[slot] += STEP * slope / self.squares[slot].sqrt();
        }
    }

    /// The weights in one byte each.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut weights = self.weights.clone();
        rising(&mut weights[SLOTS..SLOTS + STATES]);
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
