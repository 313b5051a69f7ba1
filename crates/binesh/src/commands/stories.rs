//! `binesh stories`: articles in, and for each the story it tells: copies share one.

use std::io::{BufRead, BufWriter, Write};

use anyhow::{Context, anyhow};
use news::copies::{Grouper, Sketch};
use serde::Deserialize;

/// What a line is to be.
const EXPECTED: &str = "each line is one JSON object with its id, title and body.";

/// What is read of an article; other fields are passed over.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    title: Option<String>,
    #[serde(alias = "text")]
    body: Option<String>,
    #[serde(alias = "date")]
    published_at: Option<String>,
    source: Option<String>,
}

/// An article that was read: its id, and its story as the place of that story's first article.
struct Read {
    id: serde_json::Value,
    story: usize,
}

/// Groups standard input to standard output, in the order given. Answers follow the last line, because an article
/// can show two stories before it to be one.
pub fn run() -> anyhow::Result<()> {
    let mut grouper = Grouper::new();
    let mut articles: Vec<Read> = Vec::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("Line {} could not be read", number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let article: Line = serde_json::from_str(&line)
            .map_err(|_| anyhow!("Line {} is not an article: {EXPECTED}", number + 1))?;
        place(&mut grouper, &mut articles, article);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for article in &articles {
        let answer = serde_json::json!({ "id": article.id, "story": articles[article.story].id });
        writeln!(out, "{answer}")?;
    }
    Ok(out.flush()?)
}

fn place(grouper: &mut Grouper, articles: &mut Vec<Read>, article: Line) {
    let sketch = Sketch::of(
        &article.source.unwrap_or_default(),
        &article.title.unwrap_or_default(),
        &article.body.unwrap_or_default(),
    );
    let published_at = article.published_at.and_then(|date| persian::date::parse(&date, None));
    let published_at = published_at.map_or(0, |date| date.ms);
    let code = articles.len() as i64;
    let mut stories = grouper.stories_of(published_at, &sketch).into_iter();
    let story = stories.next().unwrap_or(code);
    for other in stories {
        grouper.join(story, other);
        articles
            .iter_mut()
            .filter(|read| read.story == other as usize)
            .for_each(|read| read.story = story as usize);
    }
    grouper.remember(code, story, published_at, &sketch);
    articles.push(Read { id: article.id, story: story as usize });
}
