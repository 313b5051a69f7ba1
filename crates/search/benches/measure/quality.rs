//! How well judged queries find their articles, in the spellings that people type: nDCG@10, P@10, and how much of
//! the first ten stays the same as for the query as written.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs::read_to_string;
use std::path::Path;

use search::{Change, Index, Query};

use crate::articles;

/// Articles in a write, as the follower of the change log hands them over.
const BATCH: usize = 1000;
/// Results asked for, as the evaluation over HTTP does.
const LIMIT: usize = 100;

/// A way of typing.
type Spelling = (&'static str, fn(&str) -> String);

const SPELLINGS: [Spelling; 5] = [
    ("as written", str::to_owned),
    ("zwnj dropped", |query| query.replace('\u{200c}', "")),
    ("zwnj as space", |query| query.replace('\u{200c}', " ")),
    ("arabic letters", |query| query.replace('ی', "ي").replace('ک', "ك")),
    ("persian digits", persian::digits::to_persian),
];

/// Asks the queries of both collections.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    collection(folder, "hamshahri.jsonl.gz", "queries.tsv", "qrels.tsv")?;
    collection(folder, "pquad_passages.jsonl.gz", "pquad_queries.tsv", "pquad_qrels.tsv")
}

fn collection(folder: &Path, texts: &str, queries: &str, judged: &str) -> Result<(), Box<dyn Error>> {
    let texts = articles::read_alone(&folder.join(texts))?;
    let ids: HashMap<i64, &str> = texts.iter().map(|text| (text.document.code, text.id.as_str())).collect();
    let index = Index::in_memory()?;
    for batch in texts.chunks(BATCH) {
        let put = batch.iter().map(|text| Change::Put(Box::new(text.document.clone())));
        index.write(&put.collect::<Vec<_>>(), 0)?;
    }
    let mut wanted: HashMap<String, HashSet<String>> = HashMap::new();
    for line in read_to_string(folder.join(judged))?.lines() {
        let mut fields = line.split('\t').map(|field| field.trim().to_owned());
        let (query, document) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        wanted.entry(query).or_default().insert(document);
    }
    let queries = read_to_string(folder.join(queries))?;
    let mut written: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (name, spell) in SPELLINGS {
        let (mut ndcg, mut precision, mut same, mut asked) = (0.0, 0.0, 0.0, 0);
        for (query, text) in queries.lines().filter_map(|line| line.split_once('\t')) {
            let typed = spell(text);
            if name != "as written" && typed == text {
                continue;
            }
            let found = index.search(&Query { text: typed, limit: LIMIT, ..Query::default() })?;
            let found: Vec<&str> = found.hits.iter().take(10).map(|hit| ids[&hit.code]).collect();
            let wanted = &wanted[query];
            ndcg += gain(found.iter().map(|id| wanted.contains(*id)))
                / gain((0..wanted.len().min(10)).map(|_| true));
            precision += found.iter().filter(|id| wanted.contains(**id)).count() as f64 / 10.0;
            let found: HashSet<&str> = found.into_iter().collect();
            let first = written.entry(query).or_insert_with(|| found.clone());
            same += found.intersection(first).count() as f64 / first.len().max(1) as f64;
            asked += 1;
        }
        let mean = |sum: f64| sum / f64::from(asked.max(1));
        println!(
            "{judged:15} {name:14} {asked:4} queries  nDCG@10 {:.4}  P@10 {:.3}  same top ten {:.4}",
            mean(ndcg),
            mean(precision),
            mean(same)
        );
    }
    Ok(())
}

/// Discounted cumulative gain of binary judgements.
fn gain(judged: impl Iterator<Item = bool>) -> f64 {
    judged.enumerate().filter(|(_, is_wanted)| *is_wanted).map(|(at, _)| 1.0 / (at as f64 + 2.0).log2()).sum()
}
