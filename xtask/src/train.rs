//! `cargo xtask train`: makes `crates/persian/model/gaps.bin` from the training texts, byte for byte the same.
//!
//! News and dictionaries give the lexicon: which words there are, and how pairs of pieces are written. Then
//! sentences of correct spelling are damaged as scraped text is and the tagger learns to tell which gaps were
//! half-spaces. Only training parts are read; a part of them is held out, learnt from by no one, and scored.

mod corpus;
mod counts;
mod damage;
mod house;
mod learn;
mod score;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use corpus::Corpus;
use counts::Counts;
use damage::Random;
use house::House;
use learn::Learner;
use persian::repair::line::{Line, hash};
use persian::repair::tagger::{Model, inside};

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
/// A word whose best gap scores less than this is never parted: six logits, more than surroundings ever add.
const WHOLE_BELOW: i32 = -56;
const SEED: u64 = 0x0B14_E5E5;

/// Trains and writes the model.
pub fn run(shared: &Path, out: &Path) -> Result<(), String> {
    let corpus = Corpus::read(shared)?;
    println!(
        "read {} and {} sentences, {} paragraphs, {} careful articles, {} words",
        corpus.treebank.len(),
        corpus.informal.len(),
        corpus.news.len(),
        corpus.careful.len(),
        corpus.words.len()
    );
    let counts = Counts::of(&corpus);
    let tables = counts.tables(&HashSet::new())?;
    let weights = learn(&corpus, &Model::new(&tables));
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
fn learn(corpus: &Corpus, model: &Model) -> Vec<u8> {
    let (treebank, _) = parted(&corpus.treebank);
    let (informal, _) = parted(&corpus.informal);
    let house = House::of(&treebank);
    let careful = |article: &Vec<String>| article.iter().map(|line| house.spell(line)).collect();
    let news: Vec<Vec<String>> = corpus.careful.iter().map(careful).collect();
    let halved = corpus.words.iter().map(String::as_str).filter(|word| word.contains('\u{200c}'));
    let halved: Vec<&str> = halved.collect();
    let mut learner = Learner::new();
    let mut random = Random(SEED);
    for epoch in 1..=EPOCHS {
        println!("epoch {epoch}");
        learner.words(&halved, DICTIONARY_WEIGHT, model, &mut random);
        learner.pass(&shuffled(&treebank, &mut random), model, &mut random);
        for article in &news {
            learner.text(article, false, NEWS_WEIGHT, model, &mut random);
        }
        for _ in 0..INFORMAL_TIMES {
            learner.pass(&shuffled(&informal, &mut random), model, &mut random);
        }
        if epoch + MEAN_OF > EPOCHS {
            learner.sum();
        }
    }
    learner.bytes()
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

/// Lines in random order.
fn shuffled<'a>(lines: &[&'a str], random: &mut Random) -> Vec<&'a str> {
    let mut lines = lines.to_vec();
    random.shuffle(&mut lines);
    lines
}
