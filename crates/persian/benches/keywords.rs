//! Keywords beside the tags that editors gave: `cargo bench -p persian --bench keywords`.
//!
//! Of the shared articles those are read that have tags and a text, and only every other one: the rest taught
//! `words::keywords` its weights. Tags count as folded, however they are half-spaced; a third of them do not stand in
//! the text at all. `keywords NUMBER` prints the keywords of so many articles beside their tags.

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Keywords that an editor is shown.
const SHOWN: usize = 5;
/// A text has so many bytes at least.
const TEXT_BYTES_MIN: usize = 500;

struct Article {
    text: String,
    tags: HashSet<String>,
}

/// What became of all keywords.
#[derive(Default)]
struct Sum {
    right: usize,
    shown: usize,
    tags: usize,
    /// Tags that stand in their text, and of those as many as fit among the shown.
    written: usize,
    reachable: usize,
    took: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let shared = std::env::var_os("BINESH_SHARED").map_or_else(|| PathBuf::from("shared"), PathBuf::from);
    let file = shared.join("data/news/articles.jsonl.gz");
    if !file.is_file() {
        eprintln!("skipped: {} is not there; set BINESH_SHARED to the shared folder", file.display());
        return Ok(());
    }
    let printed = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(0);
    let articles = articles(&file)?;
    let mut sum = Sum::default();
    for (number, article) in articles.iter().enumerate() {
        let started = Instant::now();
        let found = persian::words::keywords(&article.text, SHOWN);
        sum.took += started.elapsed();
        if number < printed {
            let tags: Vec<&str> = article.tags.iter().map(String::as_str).collect();
            println!("{}\n    beside {}", found.join("، "), tags.join("، "));
        }
        sum.add(article, &found);
    }
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let of = |part: usize, all: usize| 100.0 * part as f64 / all as f64;
    let places = articles.len() * SHOWN;
    println!(
        "{} articles, {} tags, {:.1} of 100 in the text\nprecision@{SHOWN} {:.2} of at most {:.2}, recall {:.2}, {:.1} shown, {:.1} MB/s",
        articles.len(),
        sum.tags,
        of(sum.written, sum.tags),
        of(sum.right, places),
        of(sum.reachable, places),
        of(sum.right, sum.tags),
        sum.shown as f64 / articles.len() as f64,
        bytes as f64 / 1e6 / sum.took.as_secs_f64(),
    );
    Ok(())
}

impl Sum {
    fn add(&mut self, article: &Article, found: &[String]) {
        let text = format!(" {} ", key(&article.text));
        let written = article.tags.iter().filter(|tag| text.contains(&format!(" {tag} "))).count();
        self.right += found.iter().filter(|word| article.tags.contains(&key(word))).count();
        self.shown += found.len();
        self.tags += article.tags.len();
        self.written += written;
        self.reachable += written.min(SHOWN);
    }
}

/// The folded words of a text.
fn key(text: &str) -> String {
    persian::fold::tokens(text).map(|token| token.text).collect::<Vec<_>>().join(" ")
}

/// Every other article that has tags and a text.
fn articles(file: &std::path::Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let lines = BufReader::new(GzDecoder::new(File::open(file)?)).lines().skip(1).step_by(2);
    let mut articles = Vec::new();
    for line in lines {
        let line: Value = serde_json::from_str(&line?)?;
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let tags = line["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let tags: HashSet<String> = tags.map(key).filter(|tag| !tag.is_empty()).collect();
        if !tags.is_empty() && text("body").len() >= TEXT_BYTES_MIN {
            // As the site has it.
            let whole = [text("title"), text("lead"), text("body")].join("\n");
            articles.push(Article { text: persian::repair::repair(&whole), tags });
        }
    }
    Ok(articles)
}
