//! Learning the judge: gradient steps over small batches of gaps (Adam), each pass over texts newly damaged.

use persian::repair::convention::Facts;
use persian::repair::judge::{DIRECT, HIDDEN, JUDGE, OUT, UNITS};

use super::damage::Random;

/// A gap to be learnt from.
pub(super) struct Sample {
    pub facts: Facts,
    pub half: bool,
    pub weight: f32,
}

/// Gaps of one step.
const BATCH: usize = 512;
/// The length of the first steps, in weights; that of the last is nothing.
const STEP: f32 = 0.003;
/// How much of the mean slope and of the mean square each step keeps.
const KEPT_SLOPE: f32 = 0.9;
const KEPT_SQUARE: f32 = 0.999;
/// The words' score is given in parts of three logits.
const OWN_SCORE: f32 = 3.0;

/// A judge in the making.
pub(super) struct JudgeLearner {
    weights: Vec<f32>,
    slopes: Vec<f32>,
    squares: Vec<f32>,
    steps: i32,
    random: Random,
}

impl JudgeLearner {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let mut weights: Vec<f32> = (0..JUDGE).map(|_| random.below(2001) as f32 / 4000.0 - 0.25).collect();
        weights[UNITS..OUT].fill(0.0);
        weights[DIRECT..].fill(0.0);
        weights[DIRECT] = OWN_SCORE;
        let zeros = || vec![0.0; JUDGE];
        Self { weights, slopes: zeros(), squares: zeros(), steps: 0, random }
    }

    /// One pass, from `begin` to `end` of the whole way.
    pub(super) fn pass(&mut self, samples: &mut [Sample], begin: f32, end: f32) {
        self.random.shuffle(samples);
        let batches = samples.len().div_ceil(BATCH) as f32;
        let mut loss = 0.0;
        for (number, batch) in samples.chunks(BATCH).enumerate() {
            let way = begin + (end - begin) * number as f32 / batches;
            let mut slopes = vec![0.0; JUDGE];
            loss += batch.iter().map(|sample| self.slope(sample, &mut slopes)).sum::<f32>();
            self.step(&slopes, STEP * (1.0 - way));
        }
        println!("judge: {} gaps, mean loss {:.4}", samples.len(), loss / samples.len() as f32);
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
    }

    /// Adds the slope of one gap's loss, and gives that loss.
    fn slope(&self, sample: &Sample, slopes: &mut [f32]) -> f32 {
        let weights = &self.weights;
        let facts = || sample.facts.all.iter().enumerate().filter(|(_, fact)| **fact != 0.0);
        let mut hidden = [0.0; HIDDEN];
        hidden.copy_from_slice(&weights[UNITS..OUT]);
        let mut score = weights[JUDGE - 1];
        for (number, fact) in facts() {
            let row = &weights[number * HIDDEN..][..HIDDEN];
            hidden.iter_mut().zip(row).for_each(|(unit, weight)| *unit += fact * weight);
            score += fact * weights[DIRECT + number];
        }
        let out = &weights[OUT..DIRECT];
        score += hidden.iter().zip(out).map(|(unit, weight)| unit.max(0.0) * weight).sum::<f32>();
        let half = f32::from(u8::from(sample.half));
        let wrong = (1.0 / (1.0 + (-score).exp()) - half) * sample.weight;
        let mut back = [0.0; HIDDEN];
        for (at, unit) in hidden.iter().enumerate().filter(|(_, unit)| **unit > 0.0) {
            slopes[OUT + at] += wrong * unit;
            back[at] = wrong * out[at];
        }
        for (number, fact) in facts() {
            let row = &mut slopes[number * HIDDEN..][..HIDDEN];
            row.iter_mut().zip(&back).for_each(|(slope, back)| *slope += fact * back);
            slopes[DIRECT + number] += wrong * fact;
        }
        slopes[UNITS..OUT].iter_mut().zip(&back).for_each(|(slope, back)| *slope += back);
        slopes[JUDGE - 1] += wrong;
        score.max(0.0) - score * half + (1.0 + (-score.abs()).exp()).ln()
    }

    fn step(&mut self, slopes: &[f32], long: f32) {
        self.steps += 1;
        let (slope_share, square_share) =
            (1.0 - KEPT_SLOPE.powi(self.steps), 1.0 - KEPT_SQUARE.powi(self.steps));
        for (at, slope) in slopes.iter().map(|slope| slope / BATCH as f32).enumerate() {
            let (mean, square) = (&mut self.slopes[at], &mut self.squares[at]);
            *mean = KEPT_SLOPE * *mean + (1.0 - KEPT_SLOPE) * slope;
            *square = KEPT_SQUARE * *square + (1.0 - KEPT_SQUARE) * slope * slope;
            self.weights[at] -= long * (*mean / slope_share) / ((*square / square_share).sqrt() + 1e-8);
        }
    }
}
