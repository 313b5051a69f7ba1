//! The training texts, each cleaned to the one spelling convention.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;

/// What is read of the shared folder. The development parts are not.
pub(super) struct Corpus {
    /// Sentences of the Persian Dependency Treebank.
    pub treebank: Vec<String>,
    /// Sentences of iPerUDT, informal.
    pub informal: Vec<String>,
    /// Paragraphs of news as outlets spelt them, to be counted.
    pub news: Vec<String>,
    /// Articles of careful writers, to be learnt from; not counted, or the tagger would trust the counts too much.
    pub careful: Vec<Vec<String>>,
    /// Paragraphs of other careful articles, only scored.
    pub news_held: Vec<String>,
    /// Words of the dictionaries, half-spaces inside them.
    pub words: Vec<String>,
}

impl Corpus {
    pub(super) fn read(shared: &Path) -> Result<Self, String> {
        let data = shared.join("data");
        let lines = |path: &str| -> Result<Vec<String>, String> {
            let path = data.join(path);
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        let treebank = lines("repair/perdt-train-tokenised.txt")?;
        let informal = lines("repair/iperudt-train.txt")?;
        let mut words = Vec::new();
        for (path, separator) in DICTIONARIES {
            let entries = lines(path)?;
            words.extend(entries.iter().filter_map(|line| line.split(separator).next().map(regular)));
        }
        words.retain(|word| !word.is_empty() && !word.contains([' ', '#']));
        words.sort();
        words.dedup();
        let News { counted, careful, held } = news(&data.join("news/articles.jsonl.gz"))?;
        Ok(Self {
            treebank: kept(treebank.iter().map(|line| regular(&detokenised(line)))),
            informal: kept(informal.iter().map(|line| regular(&healed(line)))),
            news: counted,
            careful,
            news_held: held,
            words,
        })
    }
}

const DICTIONARIES: [(&str, char); 5] = [
    ("lexicon/lilak/src/data/lexicon", ','),
    ("lexicon/hazm/words.dat", '\t'),
    ("lexicon/shekar/files/compound_words.csv", ','),
    ("lexicon/shekar/files/vocab.csv", ','),
    ("lexicon/shekar/files/informal_words.csv", ','),
];

fn kept(lines: impl Iterator<Item = String>) -> Vec<String> {
    lines.filter(|line| !line.is_empty()).collect()
}

/// What becomes of each article.
#[derive(Default)]
struct News {
    counted: Vec<String>,
    careful: Vec<Vec<String>>,
    held: Vec<String>,
}

/// Of so many careful articles one is held out and six are learnt from; the others, and all careless ones, are
/// counted. With three in ten the scores on news grew by a point; with eight those on the treebank fell.
const CAREFUL_ROUND: usize = 20;

fn news(path: &Path) -> Result<News, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let (mut news, mut careful) = (News::default(), 0);
    for line in BufReader::new(GzDecoder::new(fs::File::open(path).map_err(failed)?)).lines() {
        let article: serde_json::Value =
            serde_json::from_str(&line.map_err(failed)?).map_err(|error| error.to_string())?;
        let texts = ["title", "lead", "body"].map(|part| article[part].as_str().unwrap_or_default());
        let lines: Vec<String> =
            kept(texts.iter().flat_map(|text| text.lines()).map(|line| regular(line.trim())));
        if !is_careful(&lines) {
            news.counted.extend(lines);
            continue;
        }
        careful += 1;
        match careful % CAREFUL_ROUND {
            0 => news.held.extend(lines),
            1 | 2 | 10..=13 => news.careful.push(lines),
            _ => news.counted.extend(lines),
        }
    }
    Ok(news)
}

/// Whether an article has half-spaced verbs and lacks no half-space that can be told without a lexicon.
fn is_careful(lines: &[String]) -> bool {
    let words = || lines.iter().flat_map(|line| line.split(' '));
    let lost = ["می", "نمی", "ها", "های", "هایی"];
    words().filter(|word| word.contains("می\u{200c}")).count() >= CAREFUL_VERBS_MIN
        && !words().any(|word| lost.contains(&word))
}

/// So many half-spaced verbs tell a way of writing.
const CAREFUL_VERBS_MIN: usize = 3;

/// A line with regular letters, no half-space beside a space: what the tagger sees.
fn regular(line: &str) -> String {
    persian::repair::regular(line.trim())
}

/// Half-spaces with a space beside them, as iPerUDT has them in places, without the space.
fn healed(line: &str) -> String {
    line.replace(" \u{200c}", "\u{200c}").replace("\u{200c} ", "\u{200c}")
}

/// Puts punctuation back at its words.
fn detokenised(line: &str) -> String {
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
