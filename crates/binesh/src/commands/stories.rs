//! `binesh stories`: articles in, and for each the story it tells: copies share one.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::sync::mpsc::SyncSender;

use anyhow::{Context, anyhow};
use news::copies::{Grouper, Sketch};
use serde::Deserialize;

/// What a line is to be.
const EXPECTED: &str = "each line is one JSON object with its id, title and body.";

/// Sketches that wait to be placed: reading may be ahead by some milliseconds.
const WAITING_MAX: usize = 256;
/// Bytes asked of standard input at once: what a pipe holds.
const READ_AT_ONCE: usize = 64 << 10;

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

/// An article that was read.
struct Sketched {
    id: serde_json::Value,
    published_at: i64,
    sketch: Sketch,
}

/// An article that was placed: its id, and its story as the place of that story's first article.
struct Placed {
    id: serde_json::Value,
    story: usize,
}

/// Groups standard input to standard output, in the order given. Answers follow the last line, because an article
/// can show two stories before it to be one. Reading and sketching, which is most of the work, go on beside placing.
pub fn run() -> anyhow::Result<()> {
    let mut grouper = Grouper::new();
    let mut articles: Vec<Placed> = Vec::new();
    std::thread::scope(|scope| {
        let (give, take) = std::sync::mpsc::sync_channel(WAITING_MAX);
        let reading = scope.spawn(move || read(&give));
        take.into_iter().for_each(|article| place(&mut grouper, &mut articles, article));
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for article in &articles {
        let answer = serde_json::json!({ "id": article.id, "story": articles[article.story].id });
        writeln!(out, "{answer}")?;
    }
    Ok(out.flush()?)
}

/// Reads and sketches standard input. Whoever takes them is gone only when it has failed itself.
fn read(give: &SyncSender<Sketched>) -> anyhow::Result<()> {
    let mut lines = BufReader::with_capacity(READ_AT_ONCE, std::io::stdin().lock());
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        if lines.read_line(&mut line).with_context(|| format!("Line {number} could not be read"))? == 0 {
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        let article: Line = serde_json::from_str(&line)
            .map_err(|_| anyhow!("Line {number} is not an article: {EXPECTED}"))?;
        if give.send(sketched(article)).is_err() {
            break;
        }
    }
    Ok(())
}

fn sketched(article: Line) -> Sketched {
    let [source, title, body] = [article.source, article.title, article.body].map(Option::unwrap_or_default);
    let published_at = article.published_at.and_then(|date| persian::date::parse(&date, None));
    let sketch = Sketch::of(&source, &title, &body);
    Sketched { id: article.id, published_at: published_at.map_or(0, |date| date.ms), sketch }
}

fn place(grouper: &mut Grouper, articles: &mut Vec<Placed>, article: Sketched) {
    let code = articles.len() as i64;
    let mut stories = grouper.stories_of(article.published_at, &article.sketch).into_iter();
    let story = stories.next().unwrap_or(code);
    for other in stories {
        grouper.join(story, other);
        articles
            .iter_mut()
            .filter(|placed| placed.story == other as usize)
            .for_each(|placed| placed.story = story as usize);
    }
    grouper.remember(code, story, article.published_at, &article.sketch);
    articles.push(Placed { id: article.id, story: story as usize });
}
