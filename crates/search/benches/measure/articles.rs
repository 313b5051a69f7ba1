//! The articles of the shared data.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use news::copies::{Grouper, Sketch};
use search::Document;
use serde_json::Value;

/// An article, and what its outlet filed it under.
pub(crate) struct Article {
    /// What the file calls it.
    pub(crate) id: String,
    pub(crate) document: Document,
    /// Tags and category, folded.
    pub(crate) topics: Vec<String>,
}

/// Reads all, in the file's order, each placed in its story.
pub(crate) fn read(file: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut placed: Vec<Article> = Vec::new();
    let mut grouper = Grouper::new();
    for mut article in read_alone(file)? {
        place(&mut grouper, &mut placed, &mut article.document);
        placed.push(article);
    }
    Ok(placed)
}

/// Reads all, in the file's order, each a story of its own.
pub(crate) fn read_alone(file: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut articles: Vec<Article> = Vec::new();
    for line in BufReader::new(GzDecoder::new(File::open(file)?)).lines() {
        let mut article = article(&serde_json::from_str(&line?)?);
        article.document.code = articles.len() as i64 + 1;
        article.document.story = article.document.code;
        articles.push(article);
    }
    Ok(articles)
}

fn article(line: &Value) -> Article {
    // As the site stores it.
    let text = |name: &str| persian::repair::repair(line[name].as_str().unwrap_or_default());
    let tags = line["tags"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let tags: Vec<String> = tags.map(str::to_owned).collect();
    let topics = tags.iter().cloned().chain([text("category")]).map(|topic| persian::fold::fold(&topic));
    let published_at = persian::date::parse(&text("date"), None).map_or(0, |date| date.ms);
    Article {
        id: line["id"].as_str().unwrap_or_default().to_owned(),
        topics: topics.filter(|topic| !topic.is_empty()).collect(),
        document: Document {
            headline: text("title"),
            lead: text("lead"),
            body_text: text("body"),
            source: text("source"),
            published_at,
            tags,
            ..Document::default()
        },
    }
}

fn place(grouper: &mut Grouper, earlier: &mut [Article], document: &mut Document) {
    let sketch = Sketch::of(&document.source, &document.headline, &document.body_text);
    let mut stories = grouper.stories_of(document.published_at, &sketch).into_iter();
    document.story = stories.next().unwrap_or(document.code);
    for other in stories {
        grouper.join(document.story, other);
        for article in earlier.iter_mut().filter(|article| article.document.story == other) {
            article.document.story = document.story;
        }
    }
    grouper.remember(document.code, document.story, document.published_at, &sketch);
}
