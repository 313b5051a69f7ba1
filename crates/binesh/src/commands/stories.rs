//! `binesh stories`: articles in, and for each the story it tells: copies share one.

use std::io::{BufRead, BufWriter, Write};

use anyhow::Context;
use news::copies::{Grouper, Sketch};
use serde::Deserialize;

/// What is read of an article; other fields are passed over.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    title: Option<String>,
    body: Option<String>,
    #[serde(alias = "date")]
    published_at: Option<String>,
}

/// Groups standard input to standard output, in the order given.
pub fn run() -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut grouper = Grouper::new();
    let mut ids: Vec<serde_json::Value> = Vec::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("Line {} could not be read", number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let article: Line =
            serde_json::from_str(&line).with_context(|| format!("Line {} is not an article", number + 1))?;
        let sketch = Sketch::of(&article.title.unwrap_or_default(), &article.body.unwrap_or_default());
        let published_at = article.published_at.and_then(|date| persian::date::parse(&date, None));
        let place = ids.len() as i64;
        let story = grouper.place(&sketch).unwrap_or(place);
        grouper.remember(place, story, published_at.map_or(0, |date| date.ms), &sketch);
        ids.push(article.id.clone());
        let answer = serde_json::json!({ "id": article.id, "story": ids[story as usize] });
        writeln!(out, "{answer}")?;
    }
    Ok(out.flush()?)
}
