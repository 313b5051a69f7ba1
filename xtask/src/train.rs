//! `cargo xtask train`: makes `crates/persian/model/gaps.bin` from the training texts, byte for byte the same.
//!
//! Sentences of correct spelling are damaged as scraped text is (each half-space kept, dropped, or turned into a
//! space) and an averaged perceptron learns to label the gaps back. Only training parts are read; the
//! development parts are for scoring. Word lists are one-word sentences.

use std::fs;
use std::path::{Path, PathBuf};

use persian::repair::gaps::{CLASSES, FEATURES, Gaps, HALF, NONE, SLOTS, SPACE, STEP, scores};

/// Passes over the training text; the dev score stops growing after this.
const EPOCHS: usize = 6;
/// Compounds are seen this often relative to a sentence, in the epochs whose number it divides.
const SEED: u64 = 0x0B14_E5E5;

/// Trains and writes the model.
pub fn run(shared: &Path, out: &Path) -> Result<(), String> {
    let sentences = sentences(shared)?;
    println!("training on {} sentences and words", sentences.len());
    let mut perceptron = Perceptron::new();
    let mut random = Random(SEED);
    for epoch in 1..=EPOCHS {
        let (mut seen, mut wrong) = (0_u64, 0_u64);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        random.shuffle(&mut order);
        for sentence in order.into_iter().map(|at| &sentences[at]) {
            let gold = Gaps::read(sentence);
            let written = Gaps::read(&damage(sentence, &mut random));
            if gold.letters != written.letters {
                continue;
            }
            for at in (1..gold.letters.len()).filter(|at| written.is_between_letters(*at)) {
                seen += 1;
                wrong += u64::from(perceptron.learn(&written, at, usize::from(gold.before[at])));
            }
        }
        println!("epoch {epoch}: {wrong} of {seen} gaps wrong ({:.3} %)", 100.0 * wrong as f64 / seen as f64);
    }
    fs::write(out, perceptron.averaged())
        .map_err(|error| format!("{} could not be written: {error}", out.display()))?;
    println!("wrote {}", out.display());
    Ok(())
}

/// The training sentences: the treebanks' training parts, and words of the lists that hold a half-space.
fn sentences(shared: &Path) -> Result<Vec<String>, String> {
    let read =
        |path: PathBuf| fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    let repair = shared.join("data/repair");
    let mut all: Vec<String> = Vec::new();
    for line in read(repair.join("perdt-train-tokenised.txt"))?.lines() {
        all.push(clean(&detokenise(line)));
    }
    for line in read(repair.join("iperudt-train.txt"))?.lines() {
        all.push(clean(line));
    }
    let lexicon = shared.join("data/lexicon");
    for line in read(lexicon.join("shekar/files/compound_words.csv"))?.lines() {
        let word = clean(line.split(',').next().unwrap_or_default());
        if word.contains('\u{200c}') {
            all.push(word);
        }
    }
    all.retain(|line| !line.is_empty());
    Ok(all)
}

/// Puts punctuation back at its words.
fn detokenise(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut open_quote = false;
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let quote = word == "\"";
        let closing = matches!(word, "." | "،" | "؛" | ":" | "؟" | "!" | ")" | "]" | "»" | "…" | "..")
            || (quote && open_quote);
        let after_open = out.ends_with(['(', '[', '«']) || (out.ends_with('"') && open_quote);
        if !out.is_empty() && !closing && !after_open {
            out.push(' ');
        }
        out.push_str(word);
        open_quote ^= quote;
    }
    out
}

/// A sentence in the form that the tagger sees: regular letters, no half-space beside a space.
fn clean(line: &str) -> String {
    persian::repair::gaps::regular(line.trim())
}

/// Damages a sentence in one of four ways: nothing, all dropped, all spaced, mixed.
fn damage(line: &str, random: &mut Random) -> String {
    let how = random.below(5);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c != '\u{200c}' {
            out.push(c);
            continue;
        }
        match if how > 3 { 3 } else { how } {
            0 => out.push(c),
            1 => {}
            2 => out.push(' '),
            _ => match random.below(3) {
                0 => out.push(c),
                1 => {}
                _ => out.push(' '),
            },
        }
    }
    out
}

/// Averaged perceptron with integer weights.
struct Perceptron {
    weights: Vec<i32>,
    /// Sum over time of each weight, kept lazily: weight × step of its last change.
    sums: Vec<i64>,
    step: i64,
}

impl Perceptron {
    fn new() -> Self {
        Self { weights: vec![0; SLOTS * CLASSES], sums: vec![0; SLOTS * CLASSES], step: 1 }
    }

    /// Labels a gap; when wrong or nearly so, moves the weights. Answers whether it was wrong.
    fn learn(&mut self, gaps: &Gaps, at: usize, gold: usize) -> bool {
        self.step += 1;
        let slots = gaps.features(at);
        let scores = scores(&slots, |index| self.weights[index]);
        let rivals = [NONE, SPACE, HALF].into_iter().filter(|class| *class != gold);
        let Some(rival) = rivals.max_by_key(|class| scores[*class]) else { return false };
        // A margin keeps the classifier from resting on knife-edge wins.
        if scores[gold] > scores[rival] + MARGIN {
            return false;
        }
        self.add(&slots, gold, 1);
        self.add(&slots, rival, -1);
        scores[gold] <= scores[rival]
    }

    fn add(&mut self, slots: &[u32; FEATURES], class: usize, change: i32) {
        for slot in slots {
            let index = *slot as usize * CLASSES + class;
            self.weights[index] += change;
            self.sums[index] += self.step * i64::from(change);
        }
    }

    /// The averaged weights in one byte each, [`STEP`] to a unit.
    fn averaged(&self) -> Vec<u8> {
        let average = |at: usize| {
            let mean = f64::from(self.weights[at]) - self.sums[at] as f64 / self.step as f64;
            (mean * f64::from(STEP)).round().clamp(-127.0, 127.0) as i8
        };
        (0..self.weights.len()).map(|at| average(at) as u8).collect()
    }
}

/// Unit steps by which the right class must lead.
const MARGIN: i32 = 6;

/// A small deterministic generator (SplitMix64): the model must come out the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}
