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
    /// Paragraphs of news as outlets spelt them.
    pub news: Vec<String>,
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
        Ok(Self {
            treebank: kept(treebank.iter().map(|line| regular(&detokenised(line)))),
            informal: kept(informal.iter().map(|line| regular(&healed(line)))),
            news: news(&data.join("news/articles.jsonl.gz"))?,
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

fn news(path: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut all = Vec::new();
    for line in BufReader::new(GzDecoder::new(fs::File::open(path).map_err(failed)?)).lines() {
        let article: serde_json::Value =
            serde_json::from_str(&line.map_err(failed)?).map_err(|error| error.to_string())?;
        for part in ["title", "lead", "body"] {
            let text = article[part].as_str().unwrap_or_default();
            all.extend(kept(text.lines().map(|line| regular(line.trim()))));
        }
    }
    Ok(all)
}

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
