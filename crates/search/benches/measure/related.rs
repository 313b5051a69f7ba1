//! How many of five suggested articles are on topic. The proxy: they share a tag or the category with the article.
//!
//! Measured with the tags indexed, as the site does, and without, because the proxy then cannot favour an index
//! that reads them.

use std::error::Error;
use std::time::Instant;

use search::{Change, Document, Index};

use crate::articles::Article;
use crate::judged::{self, Judged};
use crate::plain::Plain;

/// Suggestions under an article.
const SUGGESTED: usize = 5;
/// Articles asked about, spread evenly over all that have a topic.
const ASKED: usize = 1000;
/// Articles in a commit.
const BATCH: usize = 1000;

/// Articles whose suggestions people read and judge, spread evenly over all.
const JUDGED: usize = 100;
/// Candidates of each that are read, so that limits can be tried: one more than are suggested.
const READ: usize = 6;
/// Characters of a lead that say what an article is about.
const LEAD_CHARS: usize = 110;

/// Prints candidates to be judged by reading: the article, then what may be suggested under it, best first. Always the
/// same ones for an offset, and without tags, as most sources give none.
pub(crate) fn sample(articles: &[Article], offset: usize) -> Result<(), Box<dyn Error>> {
    let index = indexed(articles, false)?;
    for article in articles.iter().skip(offset).step_by(articles.len() / JUDGED).take(JUDGED) {
        println!("{}  {}", article.id, line(article));
        for candidate in index.candidates(article.document.code)?.iter().take(READ) {
            let other = &articles[candidate.code as usize - 1];
            println!("    {}  {}", other.id, line(other));
        }
    }
    Ok(())
}

/// Learns from judged pairs what each sign of likeness weighs.
pub(crate) fn learn(articles: &[Article]) -> Result<(), Box<dyn Error>> {
    judged::learn(articles, &indexed(articles, false)?)
}

fn line(article: &Article) -> String {
    let lead: String = article.document.lead.chars().take(LEAD_CHARS).collect();
    format!("{} | {}", article.document.headline, lead.replace('\n', " "))
}

/// Measures Binesh's suggestions and the peer's.
pub(crate) fn run(articles: &[Article]) -> Result<(), Box<dyn Error>> {
    let plain = Plain::new(articles)?;
    report("plain more-like-this", articles, |code| {
        Ok(collapsed(articles, code, &plain.related(code, 4 * SUGGESTED + 8)?))
    })?;
    for (name, with_tags) in [("binesh, no tags", false), ("binesh", true)] {
        let index = indexed(articles, with_tags)?;
        report(name, articles, |code| Ok(index.related(code, SUGGESTED)?))?;
    }
    let index = indexed(articles, false)?;
    for (name, file) in judged::FILES {
        let judged = Judged::read(file)?;
        judged::report(&format!("judged, {name}"), articles, &judged, |code| {
            Ok(index.related(code, SUGGESTED)?)
        })?;
        judged::report("  plain", articles, &judged, |code| {
            Ok(collapsed(articles, code, &plain.related(code, 4 * SUGGESTED + 8)?))
        })?;
    }
    Ok(())
}

/// Without the article itself and the copies of a story, of which the peer knows nothing.
fn collapsed(articles: &[Article], code: i64, found: &[i64]) -> Vec<i64> {
    let story = |code: i64| articles[code as usize - 1].document.story;
    let mut stories = vec![story(code)];
    let mut kept = Vec::new();
    for other in found.iter().filter(|other| **other != code) {
        if !stories.contains(&story(*other)) && kept.len() < SUGGESTED {
            stories.push(story(*other));
            kept.push(*other);
        }
    }
    kept
}

fn indexed(articles: &[Article], with_tags: bool) -> Result<Index, Box<dyn Error>> {
    let index = Index::in_memory()?;
    for batch in articles.chunks(BATCH) {
        let put = |Article { document, .. }: &Article| {
            let tags = if with_tags { document.tags.clone() } else { Vec::new() };
            Change::Put(Box::new(Document { tags, ..document.clone() }))
        };
        let changes: Vec<Change> = batch.iter().map(put).collect();
        index.write(&changes, 0)?;
    }
    Ok(index)
}

fn report(
    name: &str,
    articles: &[Article],
    related: impl Fn(i64) -> Result<Vec<i64>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let with_topic: Vec<&Article> = articles.iter().filter(|article| !article.topics.is_empty()).collect();
    let asked: Vec<&Article> =
        with_topic.iter().step_by((with_topic.len() / ASKED).max(1)).copied().collect();
    let (mut on_topic, mut all, mut four, mut short) = (0, 0, 0, 0);
    let started = Instant::now();
    for article in &asked {
        let suggested = related(article.document.code)?;
        let shared = suggested.iter().filter(|code| shares(article, &articles[**code as usize - 1])).count();
        on_topic += shared;
        four += usize::from(shared >= 4);
        all += suggested.len();
        short += usize::from(suggested.len() < SUGGESTED);
    }
    let each = started.elapsed().as_secs_f64() * 1e3 / asked.len() as f64;
    let share = |count: usize, of: usize| 100.0 * count as f64 / of as f64;
    println!(
        "{name:22} on topic {:.1}%  four of five {:.1}%  fewer than five {short} of {}  {each:.2} ms each",
        share(on_topic, all),
        share(four, asked.len()),
        asked.len(),
    );
    Ok(())
}

fn shares(article: &Article, other: &Article) -> bool {
    article.topics.iter().any(|topic| other.topics.contains(topic))
}
