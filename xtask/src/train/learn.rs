//! Learning the weights: logistic regression, one gap at a time, each weight with its own step (Adagrad).
//!
//! The weights of the words come first. The judge then learns beside scores that the words' weights give to sentences
//! they have not seen, from learners of other folds: on its own sentences a learner is so sure of itself that
//! surroundings would seem to tell nothing.

use persian::repair::convention::{Convention, Facts, Kind, STREAM, STREAM_FROM, Signals, of_stream};
use persian::repair::line::{Gap, Line};
use persian::repair::memory::trace;
use persian::repair::pieces::Pieces;
use persian::repair::sites::{FEATURES, Site, behind, features, inside};
use persian::repair::tagger::{EXTRAS, HOPELESS, Model, SLOTS, Surroundings, UNIT};

use super::damage::{Damage, Random};
use super::judge::Sample;

/// Size of a weight's first step, in logits.
const STEP: f32 = 0.15;
/// A gap that is right by this much teaches nothing: most features stay at zero.
const RIGHT_ENOUGH: f32 = 0.02;
/// Share of a gap's features that a step sees: the rest is hidden by chance, so that no word is learnt by heart.
const KEPT: f32 = 0.75;
/// One text in so many is of many writers, each line damaged in its own way.
const MANY_WRITERS: u64 = 3;
/// Lines of one text, and articles of one stream: up to two to this power, each doubling as often as the one before.
/// So a lone line is met as well as a stream that has told much.
const TEXT_DOUBLINGS: u64 = 10;
const STREAM_DOUBLINGS: u64 = 4;

/// A line that is learnt from, and the fold it is in.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub line: &'a str,
    pub fold: usize,
    /// Whether its writers may join verbs and plurals on purpose.
    pub joins: bool,
}

/// Weights in the making.
pub(super) struct Learner<'a> {
    model: Model<'a>,
    /// Weights of words that stay as they are, for each fold: then samples are taken for the judge.
    folds: &'a [Vec<f32>],
    samples: Vec<Sample>,
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// Weights after each of the last passes, added up.
    sums: Vec<f32>,
    summed: usize,
    random: Random,
    pieces: Pieces,
}

impl<'a> Learner<'a> {
    pub(super) fn new(model: Model<'a>, folds: &'a [Vec<f32>], seed: u64) -> Self {
        let zeros = || vec![0.0; SLOTS + EXTRAS];
        Self {
            model,
            folds,
            samples: Vec::new(),
            weights: zeros(),
            squares: vec![1e-3; SLOTS + EXTRAS],
            sums: zeros(),
            summed: 0,
            random: Random(seed),
            pieces: Pieces::default(),
        }
    }

    /// One pass over lines in random order, in texts of random length and damage.
    pub(super) fn pass(&mut self, lines: &[Text], weight: f32) {
        let mut lines = lines.to_vec();
        self.random.shuffle(&mut lines);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let long = self.random.length(TEXT_DOUBLINGS);
            let (text, after) = rest.split_at(long.min(rest.len()));
            rest = after;
            let of_many = self.random.below(MANY_WRITERS) == 0;
            self.text(text, of_many, weight);
        }
    }

    /// One pass over articles in random order, some of them one after another in a stream that lost its half-spaces
    /// in one way.
    pub(super) fn articles(&mut self, articles: &[Vec<Text>], weight: f32) {
        let mut articles: Vec<&Vec<Text>> = articles.iter().collect();
        self.random.shuffle(&mut articles);
        let mut rest = articles.as_slice();
        while !rest.is_empty() {
            let many = self.random.length(STREAM_DOUBLINGS);
            let (stream, after) = rest.split_at(many.min(rest.len()));
            rest = after;
            let lines: Vec<Text> = stream.iter().copied().flatten().copied().collect();
            self.text(&lines, false, weight);
        }
    }

    /// One pass over words of dictionaries, each by itself and robbed of all its half-spaces.
    pub(super) fn words(&mut self, words: &[&str], weight: f32) {
        for word in words {
            let damaged = Damage::all(&mut self.random).deal(word, &mut self.random);
            self.line(
                Text { line: word, fold: 0, joins: false },
                &damaged,
                weight,
                &mut Convention::default(),
            );
        }
    }

    /// One text. `weight` scales each step.
    fn text(&mut self, lines: &[Text], of_many: bool, weight: f32) {
        let mut damage = Damage::any(&mut self.random);
        let mut convention = Convention::default();
        for text in lines {
            if of_many {
                damage = Damage::any(&mut self.random);
            }
            let damaged = damage.deal(text.line, &mut self.random);
            self.line(*text, &damaged, weight, &mut convention);
        }
    }

    fn line(&mut self, text: Text, damaged: &str, weight: f32, convention: &mut Convention) {
        let (mut right, mut written) = (Line::default(), Line::default());
        right.read(text.line);
        written.read(damaged);
        if right.letters != written.letters {
            return;
        }
        self.pieces.read(&written, &self.model);
        let signals = Signals::of(&written, &self.model, &self.pieces.line);
        let around = Surroundings { signals, convention };
        for number in 0..written.pieces.len() {
            let mut sites = Vec::new();
            inside(&written, number, |site| sites.push(site));
            sites.extend(behind(&written, number));
            for site in sites {
                let half = right.before[site.at] == Gap::Half;
                match self.folds.get(text.fold) {
                    Some(given) => self.take(&written, &site, &around, given, half, weight),
                    None => self.learn_words(&written, &site, &around, text.joins, half, weight),
                }
            }
        }
        let mut traces = Vec::new();
        trace(&written, &self.pieces.line, &mut traces);
        convention.learn(&signals, &traces);
    }

    /// What the passes left for the judge.
    pub(super) fn samples(&mut self) -> Vec<Sample> {
        std::mem::take(&mut self.samples)
    }

    /// One gap, of which the weights of the words are `given`.
    fn take(
        &mut self,
        line: &Line,
        site: &Site,
        around: &Surroundings,
        given: &[f32],
        half: bool,
        weight: f32,
    ) {
        let (slots, kind) = features(line, &self.model, site);
        let score: f32 = slots.iter().map(|slot| given[*slot as usize]).sum();
        let score = (score * UNIT).round() as i32;
        if score >= HOPELESS {
            let mut facts = Facts::of(line, &self.model, site, kind, score);
            facts.surround(&around.signals, around.convention, kind, site.written);
            facts.all[STREAM_FROM..][..STREAM].copy_from_slice(&of_stream(around.convention));
            self.samples.push(Sample { facts, half, weight });
        }
    }

    /// One gap. Where writers join verbs and plurals on purpose they follow a way of writing, of which words tell
    /// nothing: a verb counts as one, a plural is passed over.
    fn learn_words(
        &mut self,
        line: &Line,
        site: &Site,
        around: &Surroundings,
        joins: bool,
        half: bool,
        weight: f32,
    ) {
        let (slots, kind) = features(line, &self.model, site);
        let joined = joins && kind != Kind::Other && site.written == Gap::None && !half;
        if joined && kind == Kind::Plural {
            return;
        }
        let dice = self.random.next();
        let kept = (0..FEATURES).filter(|at| dice >> (2 * at) & 3 != 0).map(|at| slots[at]);
        let sum: f32 = kept.clone().map(|slot| self.weights[slot as usize]).sum();
        let slots = kept.chain(around.slots(kind, site.written));
        self.step(slots, sum / KEPT - sum, half || joined, weight);
    }

    /// One step. `given` is added to the sum of the weights.
    fn step(&mut self, slots: impl Iterator<Item = u32> + Clone, given: f32, half: bool, weight: f32) {
        let slots = slots.map(|slot| slot as usize);
        let score = given + slots.clone().map(|slot| self.weights[slot]).sum::<f32>();
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

    /// Adds the weights as they are now to their mean.
    pub(super) fn sum(&mut self) {
        self.summed += 1;
        self.sums.iter_mut().zip(&self.weights).for_each(|(sum, weight)| *sum += weight);
    }

    /// The mean weights.
    pub(super) fn mean(&self) -> Vec<f32> {
        self.sums.iter().map(|sum| sum / self.summed.max(1) as f32).collect()
    }
}

/// Weights in one byte each.
pub(super) fn bytes(weights: &[f32]) -> Vec<u8> {
    weights.iter().map(|weight| (weight * UNIT).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
