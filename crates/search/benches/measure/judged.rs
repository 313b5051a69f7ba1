//! Pairs of articles that were judged by reading: whether a reader of the one would take the other as about the same
//! thing. They teach the weights of `likeness`; how well these fare on others is told by leaving out parts in turn.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use search::{Candidate, Index};

use crate::articles::Article;

/// Rounds of learning: the weights have long come to rest.
const ROUNDS: usize = 20_000;
const STEP: f64 = 0.5;
/// Keeps weights small that the pairs say little of.
const TAMED: f64 = 0.002;
/// Limits of likeness that are tried.
const LIMITS: [f32; 9] = [0.0, 0.5, 0.6, 0.66, 0.7, 0.74, 0.78, 0.8, 0.82];
/// Parts that are left out of learning in turn.
const PARTS: usize = 5;
/// What was judged, in the order in which it was.
pub(crate) const FILES: [(&str, &str); 3] =
    [("first", "judged.tsv"), ("second", "judged_fresh.tsv"), ("third", "judged_third.tsv")];

/// Verdicts by the ids of the article and of what was suggested under it.
pub(crate) struct Judged(HashMap<String, HashMap<String, bool>>);

impl Judged {
    /// Reads a file of this folder.
    pub(crate) fn read(name: &str) -> Result<Self, Box<dyn Error>> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").join(name);
        let mut judged: HashMap<String, HashMap<String, bool>> = HashMap::new();
        for line in std::fs::read_to_string(file)?.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(article), Some(other), Some(verdict)) = (fields.next(), fields.next(), fields.next())
            else {
                return Err(format!("no verdict: {line}").into());
            };
            judged.entry(article.to_owned()).or_default().insert(other.to_owned(), verdict == "1");
        }
        Ok(Self(judged))
    }

    /// The verdicts on articles of some parts.
    fn parts(&self, wanted: impl Fn(usize) -> bool) -> Self {
        let kept = self.0.iter().filter(|(id, _)| wanted(part_of(id)));
        Self(kept.map(|(id, verdicts)| (id.clone(), verdicts.clone())).collect())
    }

    /// The articles whose suggestions were judged.
    pub(crate) fn of<'a>(&self, articles: &'a [Article]) -> Vec<(&'a Article, &HashMap<String, bool>)> {
        articles.iter().filter_map(|article| Some((article, self.0.get(&article.id)?))).collect()
    }
}

/// How many of what is suggested is on topic, and how many articles get any.
pub(crate) fn report(
    name: &str,
    articles: &[Article],
    judged: &Judged,
    suggested: impl Fn(i64) -> Result<Vec<i64>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let (mut on, mut off, mut unknown, mut mean) = (0, 0, 0, Vec::new());
    let (mut any, mut three, mut fit) = (0, 0, [0, 0]);
    let asked = judged.of(articles);
    for (article, verdicts) in &asked {
        let found = suggested(article.document.code)?;
        let verdict = |code: &i64| verdicts.get(&articles[*code as usize - 1].id).copied();
        let fitting = found.iter().filter(|code| verdict(code) == Some(true)).count();
        let failing = found.iter().filter(|code| verdict(code) == Some(false)).count();
        (on, off, unknown) = (on + fitting, off + failing, unknown + found.len() - fitting - failing);
        mean.extend((!found.is_empty()).then(|| fitting as f64 / (fitting + failing).max(1) as f64));
        any += usize::from(!found.is_empty());
        three += usize::from(found.len() >= 3);
        let fits = verdicts.values().filter(|fits| **fits).count();
        fit = [fit[0] + usize::from(fits > 0), fit[1] + usize::from(fits >= 3)];
    }
    println!(
        "{name:24} {:3} suggested, {:.1}% on topic ({unknown} not judged); an article's mean {:.1}%; {any} of {} articles have one, {three} three; {} and {} had as many that fit",
        on + off + unknown,
        100.0 * f64::from(u32::try_from(on)?) / f64::from(u32::try_from((on + off).max(1))?),
        100.0 * mean.iter().sum::<f64>() / mean.len().max(1) as f64,
        asked.len(),
        fit[0],
        fit[1],
    );
    Ok(())
}

/// One judged pair: its signs, and whether it is on topic.
type Pair = (Vec<f64>, bool);

/// Learns what each sign of likeness weighs, and tells how well that does on articles that were not learnt from: of each
/// file a fifth at a time, with the weights that the other four fifths of all teach.
pub(crate) fn learn(articles: &[Article], index: &Index) -> Result<(), Box<dyn Error>> {
    let files: Vec<Judged> = FILES.iter().map(|(_, file)| Judged::read(file)).collect::<Result<_, _>>()?;
    let taught = |left_out: Option<usize>| -> Result<Vec<f64>, Box<dyn Error>> {
        let mut pairs = Vec::new();
        for judged in &files {
            pairs.extend(self::pairs(articles, index, &judged.parts(|part| Some(part) != left_out))?);
        }
        Ok(fit(&pairs))
    };
    let weights = taught(None)?;
    println!("weights {:.3?} after the bias {:.3}", &weights[1..], weights[0]);
    let by_part = (0..PARTS).map(|part| taught(Some(part))).collect::<Result<Vec<_>, _>>()?;
    for ((name, _), judged) in FILES.iter().zip(&files) {
        for limit in LIMITS {
            report(&format!("{name}, at {limit}"), articles, judged, |code| {
                let weights = &by_part[part_of(&articles[code as usize - 1].id)];
                let mut found = index.candidates(code)?;
                let place = |one: &Candidate| likely(weights, &signs(one));
                found.retain(|one| place(one) >= f64::from(limit));
                Ok(found.into_iter().map(|one| one.code).take(5).collect())
            })?;
        }
    }
    Ok(())
}

/// In which part an article is, whatever else was judged.
fn part_of(id: &str) -> usize {
    id.bytes().fold(0, |sum, byte| sum * 31 % 1009 + usize::from(byte)) % PARTS
}

fn pairs(articles: &[Article], index: &Index, judged: &Judged) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut pairs = Vec::new();
    for (article, verdicts) in judged.of(articles) {
        for candidate in index.candidates(article.document.code)? {
            let verdict = verdicts.get(&articles[candidate.code as usize - 1].id);
            pairs.extend(verdict.map(|fits| (signs(&candidate), *fits)));
        }
    }
    Ok(pairs)
}

fn signs(candidate: &Candidate) -> Vec<f64> {
    candidate.signs.iter().map(|sign| f64::from(*sign)).collect()
}

/// Logistic regression by steps downhill; the first weight is the bias.
fn fit(pairs: &[Pair]) -> Vec<f64> {
    let mut weights = vec![0.0; pairs.first().map_or(0, |(signs, _)| signs.len()) + 1];
    for _ in 0..ROUNDS {
        let mut slope = vec![0.0; weights.len()];
        for (signs, fits) in pairs {
            let error = likely(&weights, signs) - f64::from(*fits);
            slope[0] += error;
            slope[1..].iter_mut().zip(signs).for_each(|(slope, sign)| *slope += error * sign);
        }
        for (at, weight) in weights.iter_mut().enumerate() {
            let tamed = if at == 0 { 0.0 } else { TAMED * *weight };
            *weight -= STEP * (slope[at] / pairs.len() as f64 + tamed);
        }
    }
    weights
}

fn likely(weights: &[f64], signs: &[f64]) -> f64 {
    let odds: f64 =
        weights[0] + weights[1..].iter().zip(signs).map(|(weight, sign)| weight * sign).sum::<f64>();
    1.0 / (1.0 + (-odds).exp())
}
