//! How well attribution is read from real articles: `cargo bench -p news --bench attribution`.
//!
//! `reviewed.tsv` names articles of the shared data and the chains that a reviewer read in them. Printed are the chains
//! that differ, precision and recall of links (role and name), and the share of whole chains. `BINESH_SHARED` names the
//! shared folder when it is not beside the checkout; without it the measure is skipped, and says so.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

/// A line an article: its id, a tab, links parted by « | ».
const REVIEWED: &str = include_str!("reviewed.tsv");

fn main() -> Result<(), Box<dyn Error>> {
    let file = shared().join("data/news/articles.jsonl.gz");
    if !file.is_file() {
        eprintln!("skipped: {} is not there; set BINESH_SHARED to the shared folder", file.display());
        return Ok(());
    }
    let texts = texts(&file)?;
    let (mut named, mut right, mut reviewed, mut whole, mut chains) = (0, 0, 0, 0, 0);
    for line in REVIEWED.lines().filter(|line| !line.starts_with('#')) {
        let (id, expected) = line.split_once('\t').ok_or("a line without a tab")?;
        let text = texts.get(id).ok_or_else(|| format!("no article {id}"))?;
        let expected: Vec<&str> = expected.split(" | ").filter(|link| !link.is_empty()).collect();
        let found: Vec<String> = links(text);
        let same = found.iter().filter(|link| expected.contains(&link.as_str())).count();
        (named, right, reviewed) = (named + found.len(), right + same, reviewed + expected.len());
        (whole, chains) = (whole + usize::from(found == expected), chains + 1);
        if found != expected {
            println!("{id}\n   read     {}\n   reviewed {}", found.join(" | "), expected.join(" | "));
        }
    }
    let share = |part: usize, of: usize| part as f64 / of as f64;
    println!(
        "{chains} articles, {reviewed} links: precision {:.3}, recall {:.3}, whole chains {:.3}",
        share(right, named),
        share(right, reviewed),
        share(whole, chains)
    );
    Ok(())
}

fn links(text: &str) -> Vec<String> {
    let chain = news::provenance::read(text);
    chain.links.iter().map(|link| format!("{} {}", link.role.as_str(), link.name)).collect()
}

/// Lead and body of each article, by its id.
fn texts(file: &Path) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let mut texts = HashMap::new();
    for line in BufReader::new(GzDecoder::new(File::open(file)?)).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| article[name].as_str().unwrap_or_default();
        texts.insert(field("id").to_owned(), format!("{}\n{}", field("lead"), field("body")));
    }
    Ok(texts)
}

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("BINESH_SHARED").map_or_else(beside, PathBuf::from)
}
