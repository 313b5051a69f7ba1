//! The lexicon: words and pairs of pieces, counted over the news and the dictionaries.

use std::collections::{HashMap, HashSet};

use persian::repair::lexicon::{Pair, Register, Word, pair_key, table};
use persian::repair::line::{Gap, HASHED_MAX, Line, hash};
use persian::repair::tagger::{PAIR_BITS, WORD_BITS};

use super::corpus::Corpus;

/// Counts by which the lexicon is made.
pub(super) struct Counts {
    words: HashMap<String, u64>,
    dictionary: HashSet<String>,
    /// Joined, spaced, half-spaced.
    pairs: HashMap<u64, [u64; 3]>,
    listed: HashSet<u64>,
    /// How often each word stood in the treebank and in informal text.
    registers: HashMap<String, [u64; 2]>,
    /// And all words together.
    register_sums: [u64; 2],
    /// How often a piece stood in news and treebanks, and before and after a half-space.
    pieces: HashMap<u64, Uses>,
}

/// Words seen less often than this are noise unless a dictionary has them.
const SEEN_MIN: u64 = 2;

/// Uses of a piece.
#[derive(Default)]
struct Uses {
    all: u64,
    before: u64,
    after: u64,
}

/// A piece that stands beside a half-space once in so many times makes new words: می, ها, پیش, گذاری.
const PRODUCTIVE: u64 = 10;

/// A word is of a register in which it is so many times as frequent as in the other, and was met so often.
const REGISTER_TIMES: u64 = 4;
const INFORMAL_MIN: u64 = 3;
const FORMAL_MIN: u64 = 40;

impl Counts {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut counts = Self {
            words: HashMap::new(),
            dictionary: HashSet::new(),
            pairs: HashMap::new(),
            listed: HashSet::new(),
            registers: HashMap::new(),
            register_sums: [0; 2],
            pieces: HashMap::new(),
        };
        let mut line = Line::default();
        for word in &corpus.words {
            line.read(word);
            counts.list(&line, word);
        }
        for text in &corpus.news {
            line.read(text);
            counts.halves(&line, 1);
        }
        // The treebanks tell which pieces take part in half-spaces at all, not how often.
        for text in corpus.treebank.iter().chain(&corpus.informal) {
            line.read(text);
            counts.halves(&line, 0);
        }
        for text in &corpus.news {
            line.read(text);
            counts.rivals(&line);
        }
        for (register, texts) in [&corpus.treebank, &corpus.informal].into_iter().enumerate() {
            for text in texts {
                line.read(text);
                for word in words(&line) {
                    counts.registers.entry(word).or_default()[register] += 1;
                    counts.register_sums[register] += 1;
                }
            }
        }
        counts
    }

    fn list(&mut self, line: &Line, word: &str) {
        if line.pieces.len() == 1 {
            self.dictionary.insert(word.to_owned());
        }
        for (left, right, _) in gaps(line) {
            let key = pair_key(left, right);
            self.listed.insert(key);
            self.pairs.entry(key).or_default();
            self.pieces.entry(left).or_default().before += 1;
            self.pieces.entry(right).or_default().after += 1;
        }
    }

    fn halves(&mut self, line: &Line, weight: u64) {
        for (left, right, _) in gaps(line).filter(|(_, _, gap)| *gap == Gap::Half) {
            if weight > 0 {
                self.pairs.entry(pair_key(left, right)).or_default()[2] += weight;
            }
            self.pieces.entry(left).or_default().before += 1;
            self.pieces.entry(right).or_default().after += 1;
        }
        for piece in line.pieces.iter().filter(|piece| piece.len() <= HASHED_MAX) {
            self.pieces.entry(line.hash(piece.clone())).or_default().all += 1;
        }
    }

    fn rivals(&mut self, line: &Line) {
        for (left, right, _) in gaps(line).filter(|(_, _, gap)| *gap == Gap::Space) {
            if let Some(counts) = self.pairs.get_mut(&pair_key(left, right)) {
                counts[1] += 1;
            }
        }
        for word in words(line) {
            *self.words.entry(word).or_default() += 1;
        }
        for piece in line.pieces.iter().filter(|piece| piece.len() <= HASHED_MAX) {
            for at in piece.start + 1..piece.end {
                let key = pair_key(line.hash(piece.start..at), line.hash(at..piece.end));
                if let Some(counts) = self.pairs.get_mut(&key) {
                    counts[0] += 1;
                }
            }
        }
    }

    /// The words that the lexicon holds.
    pub(super) fn words(&self) -> Vec<&str> {
        let seen = self.words.iter().filter(|(_, count)| **count >= SEEN_MIN).map(|(word, _)| word.as_str());
        let informal = self.registers.keys().map(String::as_str);
        let informal = informal.filter(|word| self.register(word) == Register::Informal);
        let mut all: Vec<&str> =
            seen.chain(self.dictionary.iter().map(String::as_str)).chain(informal).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn register(&self, word: &str) -> Register {
        let [formal, informal] = self.registers.get(word).copied().unwrap_or_default();
        let (formal_share, informal_share) =
            (formal * self.register_sums[1], informal * self.register_sums[0]);
        if informal >= INFORMAL_MIN && informal_share > REGISTER_TIMES * formal_share {
            Register::Informal
        } else if formal >= FORMAL_MIN && formal_share > REGISTER_TIMES * informal_share {
            Register::Formal
        } else {
            Register::Any
        }
    }

    /// The tables of words and pairs; `whole` words are those that are never parted.
    pub(super) fn tables(&self, whole: &HashSet<u64>) -> Result<Vec<u8>, String> {
        let words: Vec<(u64, u32)> = self
            .words()
            .into_iter()
            .map(|word| {
                let key = hash(word);
                let seen = self.words.get(word).copied().unwrap_or(0);
                let none = Uses::default();
                let uses = self.pieces.get(&key).unwrap_or(&none);
                let productive = |count: u64| count > 0 && count * PRODUCTIVE >= uses.all;
                let (before, after) = (productive(uses.before), productive(uses.after));
                let facts =
                    Word::new(seen, self.dictionary.contains(word), before, after, whole.contains(&key));
                (key, facts.of(self.register(word)).0)
            })
            .collect();
        let mut pairs: Vec<(u64, u32)> = self
            .pairs
            .iter()
            .map(|(key, [joined, spaced, half])| {
                (*key, Pair::new(*joined, *spaced, *half, self.listed.contains(key)).0)
            })
            .filter(|(_, facts)| *facts != 0)
            .collect();
        pairs.sort_unstable();
        println!("lexicon: {} words, {} pairs", words.len(), pairs.len());
        let mut file = table(&words, WORD_BITS).ok_or("the words do not fit their table")?;
        file.extend(table(&pairs, PAIR_BITS).ok_or("the pairs do not fit their table")?);
        Ok(file)
    }
}

/// The words of a line.
fn words(line: &Line) -> impl Iterator<Item = String> {
    let pieces = line.pieces.iter().filter(|piece| piece.len() <= HASHED_MAX);
    pieces.map(|piece| line.letters[piece.clone()].iter().collect())
}

/// Each space and half-space between two pieces.
fn gaps(line: &Line) -> impl Iterator<Item = (u64, u64, Gap)> + '_ {
    line.pieces.windows(2).filter_map(|both| {
        let (left, right) = (both[0].clone(), both[1].clone());
        let fits = left.end == right.start && left.len().max(right.len()) <= HASHED_MAX;
        fits.then(|| (line.hash(left), line.hash(right.clone()), line.before[right.start]))
    })
}
