//! One line of an import file: the contract's field names, and those of older files beside them.

use ingest::sanitize;
use news::UtcMs;
use news::article::{ArticleState, Attribution, Content, NewArticle};
use news::section::Section;
use persian::repair::{Mode, Repairer};
use serde::Deserialize;

use crate::pipeline;

/// What a line holds, read but not repaired.
pub struct Record {
    /// Kept as `external_id`.
    pub id: String,
    /// The source's own name for the section.
    pub section: Option<String>,
    /// None when the line has no date or one that cannot be read.
    pub published_at: Option<UtcMs>,
    title: String,
    lead: String,
    body_html: String,
    byline: String,
    tags: Vec<String>,
    source: String,
    source_url: Option<String>,
}

/// The line as JSON. Unknown fields are passed over; null is the same as absent.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    title: Option<String>,
    lead: Option<String>,
    body: Option<String>,
    body_html: Option<String>,
    #[serde(alias = "category")]
    section: Option<String>,
    tags: Option<Vec<String>>,
    #[serde(alias = "date")]
    published_at: Option<String>,
    #[serde(alias = "author")]
    byline: Option<String>,
    source: Option<String>,
    #[serde(alias = "url")]
    source_url: Option<String>,
}

impl Record {
    /// Reads a line.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    pub fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Line = serde_json::from_slice(line).map_err(|error| format!("not an article ({error})"))?;
        let id = match line.id {
            serde_json::Value::String(id) if !id.trim().is_empty() => id,
            serde_json::Value::Number(id) => id.to_string(),
            _ => return Err("`id` is neither a text nor a number".to_owned()),
        };
        let title = line.title.map(|title| title.trim().to_owned()).unwrap_or_default();
        if title.is_empty() {
            return Err("`title` is missing or empty".to_owned());
        }
        let html = line.body_html.filter(|html| !html.trim().is_empty());
        let body = line.body.unwrap_or_default();
        let body_html = match html {
            Some(html) => html,
            None if looks_like_html(&body) => body,
            None => sanitize::text_to_html(&body),
        };
        Ok(Self {
            id,
            title,
            body_html,
            section: line.section,
            published_at: line.published_at.as_deref().and_then(read_date),
            lead: line.lead.unwrap_or_default(),
            byline: line.byline.unwrap_or_default(),
            tags: line.tags.unwrap_or_default(),
            source: line.source.unwrap_or_default(),
            source_url: line.source_url.filter(|url| !url.is_empty()),
        })
    }

    /// Repairs the record and makes an article of it, published as of its own date.
    pub fn to_article(&self, sections: &[Section]) -> NewArticle {
        let repairer = Repairer::new(Mode::Publish);
        let body_html = sanitize::article_html(&self.body_html, self.source_url.as_deref());
        let body_html = repairer.html(&body_html);
        let attribution = (!self.source.is_empty() || self.source_url.is_some()).then(|| Attribution {
            name: self.source.clone(),
            code: None,
            url: self.source_url.clone(),
        });
        let text = sanitize::html_to_text(&body_html);
        let content = Content {
            kicker: String::new(),
            headline: repairer.line(&self.title),
            lead: repairer.line(self.lead.trim()),
            body_html,
            byline: repairer.line(&self.byline),
            section_id: pipeline::section_id(self.section.as_deref(), sections),
            tags: self.tags.iter().map(|tag| repairer.line(tag.trim())).collect(),
            attribution,
        };
        let mut article = pipeline::draft(content, &text, self.published_at.unwrap_or(UNDATED), None);
        article.external_id = Some(self.id.clone());
        article.state = ArticleState::Published;
        article
    }
}

/// An article without a date is sorted after all others; pages say that it has none.
const UNDATED: UtcMs = 0;

fn looks_like_html(body: &str) -> bool {
    let start = body.trim_start();
    start.starts_with('<') || ["</p>", "<br", "</div>"].iter().any(|tag| body.contains(tag))
}

/// ISO 8601, `2019-12-15 08:34:00` (Tehran), `jalali 1381-10-11`, and what newsrooms write.
fn read_date(text: &str) -> Option<UtcMs> {
    persian::date::parse(text, None).map(|parsed| parsed.ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sets_of_names_are_read() {
        let contract = br#"{"id":7,"title":"t","body":"b","section":"s","published_at":"2024-12-02T20:12:00+03:30","source_url":"https://a.ir/1"}"#;
        let older = br#"{"id":"x:1","title":"t","body":"b","category":"s","date":"2024-12-02 20:12:00","url":"https://a.ir/1","body_html":"<p>h</p>"}"#;
        let (contract, older) = (Record::parse(contract).expect("one"), Record::parse(older).expect("two"));
        assert_eq!((contract.id.as_str(), older.id.as_str()), ("7", "x:1"));
        assert_eq!(contract.published_at, Some(1_733_157_720_000));
        assert_eq!(older.published_at, contract.published_at);
        assert_eq!(older.section, contract.section);
        assert_eq!(older.source_url, contract.source_url);
        assert_eq!(older.body_html, "<p>h</p>");
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let wrong = |line: &str| Record::parse(line.as_bytes()).err().expect("a refusal");
        assert!(wrong("{").contains("not an article"));
        assert!(wrong(r#"{"id":null,"title":"t"}"#).contains("`id`"));
        assert!(wrong(r#"{"id":"1","title":" "}"#).contains("`title`"));
    }

    #[test]
    fn jalali_dates_are_marked() {
        let line = r#"{"id":"1","title":"t","date":"jalali 1381-10-11"}"#.as_bytes();
        let at = Record::parse(line).expect("a record").published_at.expect("a date");
        assert!(persian::date::iso(at).starts_with("2003-01-01"), "{}", persian::date::iso(at));
    }
}
