//! How alike two articles are: how likely a reader of one takes the other as about the same thing.
//!
//! Both are known by what opens them, the headline and the first words, where news says what it is about; what stands
//! further down is background that many articles share. Signs of likeness are weighed by a model of five numbers that is
//! learnt from pairs that were judged by reading (`benches/measure`, `related learn`).

use std::collections::{HashMap, HashSet};

use crate::{spaces, words};

/// Keys after the headline that open an article: 30, 60 and 100 differ by a hundredth.
const OPENING_KEYS: usize = 60;
/// Keys that two articles about different things may share: of the weights that are learnt, the fifth rarest's tells more
/// than the third's (of 100 suggestions three more are on topic).
const FEW_BY_CHANCE: usize = 4;
/// A key of the headline counts so often.
const HEADLINE_TIMES: f32 = 2.0;

/// Signs of likeness, in the order of [`WEIGHTS`].
pub(crate) type Signs = [f32; 5];

/// What each sign weighs.
const WEIGHTS: Signs = [3.24, 1.65, 0.91, 1.36, 2.56];
/// The log odds of an article with no sign at all.
const BIAS: f32 = -2.61;

/// The keys that open an article.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    counts: HashMap<String, f32>,
    headline: HashSet<String>,
}

impl Opening {
    /// What is stored of an article, given the keys of its headline and of its text: those that open it, in two lines.
    pub fn write(headline: &str, text: &str) -> String {
        let keys = |line: &str, most: usize| telling(line).take(most).collect::<Vec<_>>().join(" ");
        format!("{}\n{}", keys(headline, OPENING_KEYS), keys(text, OPENING_KEYS))
    }

    /// What [`Self::write`] wrote.
    pub fn read(stored: &str) -> Self {
        let (headline, text) = stored.split_once('\n').unwrap_or_default();
        let headline: HashSet<String> = telling(headline).map(str::to_owned).collect();
        let mut counts: HashMap<String, f32> =
            headline.iter().map(|key| (key.clone(), HEADLINE_TIMES)).collect();
        for key in telling(text) {
            *counts.entry(key.to_owned()).or_default() += 1.0;
        }
        Self { counts, headline }
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.counts.keys()
    }
}

/// Those of a text's keys that say what it is about: articles about different things share their years and prices.
fn telling(keys: &str) -> impl Iterator<Item = &str> {
    let tells = |key: &&str| !words::is_quiet(key) && key.chars().nth(1).is_some() && !is_number(key);
    spaces::parted(keys).filter(tells)
}

pub(crate) fn is_number(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

/// An article that others are compared with.
pub(crate) struct Compared {
    opening: Opening,
    /// How rare each key is: 1 for what only one article has.
    rarity: HashMap<String, f32>,
    /// What the whole opening weighs.
    all: f32,
}

impl Compared {
    pub fn new(opening: Opening, rarity: HashMap<String, f32>) -> Self {
        let all = opening.counts.iter().map(|(key, count)| rarity[key].powi(2) * count).sum();
        Self { opening, rarity, all }
    }

    /// The signs that another article is about the same thing: its keys, of which the search found the share `found` of
    /// the article's own; what the openings share; what the headlines share; how much of its headline stands in the
    /// article's opening; and the fifth rarest key of both openings (one or two are shared by chance).
    pub fn signs(&self, found: f32, other: &Opening) -> Signs {
        let (mut shared, mut rarest) = (0.0, Vec::new());
        for (key, count) in &other.counts {
            if let Some(own) = self.opening.counts.get(key) {
                let rarity = self.rarity[key];
                shared += rarity.powi(2) * (own * count).sqrt();
                rarest.push(rarity);
            }
        }
        rarest.sort_by(|a, b| b.total_cmp(a));
        let shared = if self.all > 0.0 { shared / self.all } else { 0.0 };
        let of_headline = |own: &dyn Fn(&str) -> bool| -> f32 {
            other.headline.iter().filter(|key| own(key)).map(|key| self.rarity[key.as_str()]).sum()
        };
        let headlines = of_headline(&|key| self.opening.headline.contains(key));
        let headed = of_headline(&|key| self.opening.counts.contains_key(key));
        let headed = headed / other.headline.len().max(1) as f32;
        [found, shared, headlines, headed, rarest.get(FEW_BY_CHANCE).copied().unwrap_or(0.0)]
    }
}

/// How likely two articles with these signs are about the same thing.
pub(crate) fn likely(signs: &Signs) -> f32 {
    let odds: f32 = BIAS + signs.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum::<f32>();
    1.0 / (1.0 + (-odds).exp())
}
