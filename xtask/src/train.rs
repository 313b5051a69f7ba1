//! `cargo xtask train`: makes `crates/persian/model/gaps.bin` from the training texts, byte for byte the same.
//!
//! News and dictionaries give the lexicon: which words there are, and how pairs of pieces are written. Then
//! sentences of correct spelling are damaged as scraped text is and the tagger learns to tell which gaps were
//! half-spaces. Only training parts are read; a part of them is held out, learnt from by no one, and scored.

mod corpus;
mod counts;
mod damage;
mod house;
mod judge;
mod learn;
mod score;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use corpus::Corpus;
use counts::Counts;
use house::House;
use judge::JudgeLearner;
use learn::{Learner, Text};
use persian::repair::line::{Line, hash};
use persian::repair::sites::inside;
use persian::repair::tagger::{EXTRAS, Model, SLOTS};

/// Passes over the training text; the score of the held-out part stops growing after this.
const EPOCHS: usize = 8;
/// The weights are the mean of those after the last passes.
const MEAN_OF: usize = 4;
/// One sentence in so many is held out.
const HELD_OUT: usize = 20;
/// iPerUDT is small: each pass reads it so often.
const INFORMAL_TIMES: usize = 3;
/// Steps on news, whose spelling is less sure, and on dictionaries, whose words come without a sentence, against
/// those on the treebanks. Chosen on the held-out parts.
const NEWS_WEIGHT: f32 = 0.3;
const DICTIONARY_WEIGHT: f32 = 0.05;
/// Of ways of writing, news and informal text tell more than the treebank, which has but one.
const JUDGE_NEWS_WEIGHT: f32 = 1.0;
const JUDGE_INFORMAL_TIMES: usize = 3;
/// Passes over the texts for the judge.
const JUDGE_EPOCHS: usize = 10;
/// Learners of words, each of which knows all but one part of the texts.
const FOLDS: usize = 3;
/// A word whose best gap scores less than this is never parted: six logits, more than surroundings ever add.
const WHOLE_BELOW: i32 = -56;
const SEED: u64 = 0x0B14_E5E5;
/// Beginnings whose weights of words are averaged: with the first alone, the score of the pairs is 0.2 lower, and five more
/// of the thousand reviewed cases go wrong.
const BEGINNINGS: u64 = 4;

/// Trains and writes the model.
pub fn run(shared: &Path, out: &Path) -> Result<(), String> {
    let mut corpus = Corpus::read(shared)?;
    println!(
        "read {} and {} sentences, {} paragraphs, {} careful articles, {} words",
        corpus.treebank.len(),
        corpus.informal.len(),
        corpus.news.len(),
        corpus.careful.len(),
        corpus.words.len()
    );
    let house = House::of(&parted(&corpus.treebank).0);
    for article in &mut corpus.careful {
        article.iter_mut().for_each(|line| *line = house.spell(line));
    }
    let counts = Counts::of(&corpus);
    let tables = counts.tables(&HashSet::new())?;
    let weights = learn(&corpus, &Model::new(&tables))?;
    let file = [tables, weights.clone()].concat();
    let whole = whole(&counts.words(), &Model::new(&file));
    println!("{} words are never parted", whole.len());
    let file = [counts.tables(&whole)?, weights].concat();
    report(&corpus, &Model::new(&file));
    fs::write(out, file).map_err(|error| format!("{} could not be written: {error}", out.display()))?;
    println!("wrote {}", out.display());
    Ok(())
}

/// The weights, learnt from all but the held-out parts.
fn learn(corpus: &Corpus, model: &Model) -> Result<Vec<u8>, String> {
    let texts = Texts::of(corpus);
    // Each learner has its own seed and texts: side by side they learn what they would one after another.
    let mut learnt = std::thread::scope(|scope| {
        let parts = (0..FOLDS).map(|fold| texts.without(fold)).chain([texts.clone()]);
        let learners: Vec<_> = parts.map(|texts| scope.spawn(move || mean_weights(&texts, model))).collect();
        learners.into_iter().map(|learner| learner.join()).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|_| "a learner broke off")?;
    let mut weights = learnt.pop().unwrap_or_default();
    let folds = learnt;
    let mut learner = Learner::new(*model, &folds, SEED);
    let mut judge = JudgeLearner::new(SEED);
    for epoch in 0..JUDGE_EPOCHS {
        texts.learn_from(&mut learner, JUDGE_NEWS_WEIGHT, JUDGE_INFORMAL_TIMES);
        let way = |epoch: usize| epoch as f32 / JUDGE_EPOCHS as f32;
        judge.pass(&mut learner.samples(), way(epoch), way(epoch + 1));
    }
    weights.truncate(SLOTS);
    Ok([learn::bytes(&weights), judge.bytes()].concat())
}

/// The weights of words, the mean of several beginnings.
fn mean_weights(texts: &Texts, model: &Model) -> Vec<f32> {
    println!("words, from {} and {} sentences", texts.treebank.len(), texts.informal.len());
    let mut mean = vec![0.0; SLOTS + EXTRAS];
    for beginning in 0..BEGINNINGS {
        let weights = words_weights(texts, model, SEED + beginning);
        mean.iter_mut().zip(weights).for_each(|(mean, weight)| *mean += weight / BEGINNINGS as f32);
    }
    mean
}

fn words_weights(texts: &Texts, model: &Model, seed: u64) -> Vec<f32> {
    let mut learner = Learner::new(*model, &[], seed);
    for epoch in 1..=EPOCHS {
        learner.words(&texts.words, DICTIONARY_WEIGHT);
        texts.learn_from(&mut learner, NEWS_WEIGHT, INFORMAL_TIMES);
        if epoch + MEAN_OF > EPOCHS {
            learner.sum();
        }
    }
    learner.mean()
}

/// What is learnt from.
#[derive(Clone)]
struct Texts<'a> {
    words: Vec<&'a str>,
    treebank: Vec<Text<'a>>,
    informal: Vec<Text<'a>>,
    articles: Vec<Vec<Text<'a>>>,
}

impl<'a> Texts<'a> {
    fn of(corpus: &'a Corpus) -> Self {
        let folded = |lines: &'a [String], joins: bool| -> Vec<Text<'a>> {
            let lines = parted(lines).0.into_iter().enumerate();
            lines.map(|(at, line)| Text { line, fold: at / 50 % FOLDS, joins }).collect()
        };
        let articles = corpus.careful.iter().enumerate().map(|(at, article)| {
            article.iter().map(|line| Text { line, fold: at % FOLDS, joins: true }).collect()
        });
        let words = corpus.words.iter().map(String::as_str).filter(|word| word.contains('\u{200c}'));
        Self {
            words: words.collect(),
            treebank: folded(&corpus.treebank, false),
            informal: folded(&corpus.informal, true),
            articles: articles.collect(),
        }
    }

    /// One pass over all but the words.
    fn learn_from(&self, learner: &mut Learner, news_weight: f32, informal_times: usize) {
        learner.pass(&self.treebank, 1.0);
        learner.articles(&self.articles, news_weight);
        for _ in 0..informal_times {
            learner.pass(&self.informal, 1.0);
        }
    }

    fn without(&self, fold: usize) -> Self {
        let rest = |texts: &[Text<'a>]| texts.iter().filter(|text| text.fold != fold).copied().collect();
        Self {
            words: self.words.clone(),
            treebank: rest(&self.treebank),
            informal: rest(&self.informal),
            articles: self.articles.iter().map(|article| rest(article)).collect(),
        }
    }
}

/// Scores on what was held out.
fn report(corpus: &Corpus, model: &Model) {
    score::print("treebank", &parted(&corpus.treebank).1, model);
    score::print("informal", &parted(&corpus.informal).1, model);
    score::print("news", &corpus.news_held.iter().map(String::as_str).collect::<Vec<_>>(), model);
}

/// The words whose gaps the tagger refuses by far, standing alone: their surroundings need not be looked at.
fn whole(words: &[&str], model: &Model) -> HashSet<u64> {
    let mut line = Line::default();
    let mut whole = |word: &&&str| {
        line.read(word);
        let mut best = i32::MIN;
        if line.pieces.len() == 1 {
            inside(&line, 0, |site| best = best.max(model.score_alone(&line, &site)));
        }
        best < WHOLE_BELOW
    };
    words.iter().filter(|word| whole(word)).map(|word| hash(word)).collect()
}

/// What is learnt from, and what is held out.
fn parted(lines: &[String]) -> (Vec<&str>, Vec<&str>) {
    let (mut learnt, mut held) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        // Neighbours are of one text: whole stretches are held out.
        if at / 50 % HELD_OUT == 7 { held.push(line.as_str()) } else { learnt.push(line.as_str()) }
    }
    (learnt, held)
}
