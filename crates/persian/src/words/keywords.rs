//! Keywords of a text: names and topics, as phrases.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::is_stop_word;
use crate::repair::line::hash;
use crate::repair::tagger::Model;
use crate::{ZWNJ, fold, numbers, repair};

/// What a text is about, best first: names, organisations, topics of up to three words, as the text first writes them, their
/// letters made regular. No verb, number or day is among them, nor a word of every article, nor two that say the same.
///
/// ```
/// let text = "برداشت گندم آغاز شد. گندم این استان امسال گران‌تر خریده می‌شود.";
/// assert_eq!(persian::words::keywords(text, 1), ["برداشت گندم"]);
/// ```
pub fn keywords(text: &str, most: usize) -> Vec<String> {
    let mut phrases = Phrases::default();
    phrases.read(text);
    let mut chosen: Vec<Vec<&str>> = Vec::new();
    let mut found = Vec::new();
    for phrase in phrases.ranked() {
        let stems: Vec<&str> = phrases.words(phrase.ids).map(|word| fold::stem(&word.key)).collect();
        let has_number = || phrases.words(phrase.ids).any(|word| numbers::longest(&[&word.key]).is_some());
        if found.len() == most {
            break;
        }
        // What stands once beside a word of a better one is a shred: قهرمانی نساجی, beside نساجی مازندران.
        let is_shred = |other: &Vec<&str>| phrase.times == 1 && stems.iter().any(|word| other.contains(word));
        if !chosen.iter().any(|other| say_the_same(&stems, other) || is_shred(other)) && !has_number() {
            found.push(repair::regular(&text[phrase.range.clone()]));
            chosen.push(stems);
        }
    }
    found
}

/// Whether one of two phrases has all words of the other, or they differ by spaces alone.
fn say_the_same(one: &[&str], other: &[&str]) -> bool {
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    few.iter().all(|word| many.contains(word)) || one.concat() == other.concat()
}

/// Words of a phrase, at most.
const WORDS_MAX: usize = 3;
/// Letters of a phrase, at least: نفت, طلا.
const LETTERS_MIN: usize = 3;
/// Words of a text by number from 1, sixteen bits each in the number of a phrase; what a longer text has besides them is
/// passed over.
const DIFFERENT_MAX: usize = 0xfffe;
/// The number of «و», which stands inside of phrases only: صدا و سیما.
const AND: u64 = 0xffff;

/// The phrases of a text.
#[derive(Default)]
struct Phrases {
    /// The numbers of words by the hashes of their keys; 0 of a word that can be of no phrase.
    numbers: FxHashMap<u64, u64>,
    words: Vec<Word>,
    places: FxHashMap<u64, usize>,
    all: Vec<Phrase>,
}

/// A word that may be of a phrase.
struct Word {
    key: String,
    letters: usize,
    /// Whether it stands in the list of common ones.
    is_common: bool,
    /// Whether a phrase may end with it: it is no common word, and has no ezafe (کتاب‌های).
    may_end: bool,
    /// Whether it has a half-space.
    is_compound: bool,
    /// How often news has it, and how often behind «می», from 0 to 1.
    seen: f32,
    verb: f32,
}

struct Phrase {
    /// The numbers of its words, the first lowest.
    ids: u64,
    /// Where it stands first, and behind how many words.
    range: Range<usize>,
    behind: usize,
    times: u32,
    /// How often the longer phrase stands that has it most often.
    longer: u32,
}

impl Phrases {
    fn read(&mut self, text: &str) {
        self.all.reserve(text.len() / BYTES_OF_A_PHRASE);
        self.places.reserve(text.len() / BYTES_OF_A_PHRASE);
        // The words since the last that is of none.
        let mut row: Vec<(u64, Range<usize>)> = Vec::new();
        let (mut end, mut behind) = (0, 0);
        for token in fold::tokens(text) {
            if text[end..token.range.start].contains(|c| c != ' ') {
                row.clear();
            }
            end = token.range.end;
            if token.text == "و" {
                row.push((AND, token.range));
                continue;
            }
            let Some(number) = self.number(token.text, &text[token.range.clone()]) else {
                row.clear();
                continue;
            };
            row.push((number, token.range));
            behind += 1;
            self.take(&row, behind);
        }
        self.find_longer();
    }

    /// The number of a word; None if it can be of no phrase.
    fn number(&mut self, key: String, written: &str) -> Option<u64> {
        let hashed = hash(&key);
        let number = self.numbers.get(&hashed).copied().unwrap_or_else(|| {
            let word = Word::of(key, written).filter(|_| self.words.len() < DIFFERENT_MAX);
            let number = if word.is_some() { self.words.len() as u64 + 1 } else { 0 };
            self.words.extend(word);
            self.numbers.insert(hashed, number);
            number
        });
        (number > 0).then_some(number)
    }

    /// Takes the phrases that end with the last word of a row.
    fn take(&mut self, row: &[(u64, Range<usize>)], behind: usize) {
        let Some((last, Range { end, .. })) = row.last() else { return };
        if self.word(*last).is_none_or(|word| !word.may_end) {
            return;
        }
        let mut ids = 0;
        for (number, Range { start, .. }) in row.iter().rev().take(WORDS_MAX) {
            ids = ids << 16 | number;
            if *number == AND {
                continue;
            }
            let place = *self.places.entry(ids).or_insert(self.all.len());
            if let Some(known) = self.all.get_mut(place) {
                known.times += 1;
            } else {
                self.all.push(Phrase { ids, range: *start..*end, behind, times: 1, longer: 0 });
            }
        }
    }

    fn find_longer(&mut self) {
        for number in 0..self.all.len() {
            let Phrase { ids, times, .. } = self.all[number];
            // «و» neither begins nor ends a phrase.
            let behind = match ids >> 16 {
                rest if rest & AND == AND => rest >> 16,
                rest => rest,
            };
            let last = |ids: u64| 16 * (words_of(ids).saturating_sub(1));
            let before = match ids & !(AND << last(ids)) {
                rest if rest >> last(rest) == AND => rest & !(AND << last(rest)),
                rest => rest,
            };
            for shorter in [before, behind] {
                if let Some(place) = self.places.get(&shorter) {
                    let phrase = &mut self.all[*place];
                    phrase.longer = phrase.longer.max(times);
                }
            }
        }
    }

    /// All that may be keywords, best first. Only the first few are asked for, so a heap does.
    fn ranked(&self) -> impl Iterator<Item = &Phrase> {
        let weighed = self.all.iter().enumerate().filter_map(|(at, phrase)| {
            let thousandths = (1000.0 * self.weight(phrase)?) as i32;
            Some((thousandths, Reverse(phrase.range.start), at))
        });
        let mut heap: BinaryHeap<_> = weighed.collect();
        std::iter::from_fn(move || heap.pop().map(|(_, _, at)| &self.all[at]))
    }

    /// The logit of a phrase to be a tag.
    fn weight(&self, phrase: &Phrase) -> Option<f32> {
        let words = || self.words(phrase.ids);
        let (first, last) = (words().next()?, words().last()?);
        let long = words_of(phrase.ids);
        let letters = words().map(|word| word.letters).sum::<usize>() + long - 1;
        let facts = [
            (phrase.times as f32).ln(),
            (phrase.behind as f32 + 3.0).ln(),
            f32::from(long == 2),
            f32::from(long == 3),
            first.seen,
            last.seen,
            first.verb,
            last.verb,
            (letters as f32).ln(),
            phrase.longer as f32 / phrase.times as f32,
            words().map(|word| word.seen).fold(1.0, f32::min),
            f32::from(words().any(|word| word.is_compound)),
            f32::from(first.is_common),
        ];
        // What stands in one longer phrase alone is a part of it.
        let is_part = phrase.times > 1 && phrase.longer == phrase.times;
        (letters >= LETTERS_MIN && !is_part)
            .then(|| facts.iter().zip(WEIGHTS).map(|(fact, weight)| fact * weight).sum())
    }

    fn word(&self, number: u64) -> Option<&Word> {
        self.words.get((number as usize).checked_sub(1)?)
    }

    /// The words of a phrase but «و».
    fn words(&self, ids: u64) -> impl Iterator<Item = &Word> {
        (0..WORDS_MAX).filter_map(move |at| self.word(ids >> (16 * at) & AND))
    }
}

/// News has one phrase in so many bytes, or fewer.
const BYTES_OF_A_PHRASE: usize = 6;

/// What each fact of a phrase tells, in logits: learnt by logistic regression, outside the program, from the tags of 1,200
/// news articles that the bench `keywords` leaves out.
const WEIGHTS: [f32; 13] =
    [0.78, -1.02, 0.55, -0.45, -2.16, -3.09, -5.62, -3.03, 0.58, -1.2, 4.09, -1.65, -0.87];

/// The words of a phrase, «و» among them.
fn words_of(ids: u64) -> usize {
    (u64::BITS - ids.leading_zeros()).div_ceil(16) as usize
}

impl Word {
    /// None of what tells nothing: a stop word, digits, a verb.
    fn of(key: String, written: &str) -> Option<Self> {
        if is_stop_word(&key) || key.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (regular, model) = (repair::regular(written), Model::embedded());
        let pieces = || regular.split(ZWNJ).filter(|piece| !piece.is_empty());
        let is_compound = pieces().count() > 1;
        let behind_mi = |form: &str| model.pair(hash("می"), hash(form)).half();
        let verb = if is_compound { 0 } else { behind_mi(&regular) };
        let seen = pieces().map(|piece| model.word(hash(piece)).seen()).min().unwrap_or(0);
        let is_common = COMMON.contains(key.as_str());
        // بفروشیم, نفروشیم
        let rest = regular.strip_prefix(['ب', 'ن']).filter(|rest| rest.chars().count() >= STEM_MIN);
        let is_subjunctive = rest.is_some_and(|rest| behind_mi(rest) > 1);
        let is_verb = verb == VERB
            || is_subjunctive
            || is_compound && pieces().next().is_some_and(|first| PREFIXES.contains(&first));
        (!is_verb).then(|| Self {
            letters: key.chars().count(),
            is_common,
            may_end: !is_common && !has_ezafe(&key, &regular, model),
            is_compound,
            seen: seen as f32 / 15.0,
            verb: verb as f32 / VERB as f32,
            key,
        })
    }
}

/// What verbs have before a half-space.
const PREFIXES: [&str; 8] = ["می", "نمی", "برمی", "برنمی", "درمی", "درنمی", "بازمی", "بازنمی"];
/// Letters of a verb's form behind its ب or ن, at least: بخش is no form of a verb.
const STEM_MIN: usize = 4;

/// Whether a word is written with the ye of ezafe, or is a plural of some: کتاب‌های, نیروی.
fn has_ezafe(key: &str, regular: &str, model: Model) -> bool {
    let seen = |word: &str| model.word(hash(word)).seen();
    let without = regular.strip_suffix('ی').filter(|word| word.ends_with(['ا', 'و']));
    key.ends_with("های")
        || key.ends_with("هایی")
        || without.is_some_and(|word| key.chars().count() >= STEM_MIN && seen(word) >= seen(regular))
}

/// News has a form behind «می» a thousand times and more, on the scale of `Pair::half`.
const VERB: u32 = 7;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});
