//! One line of an import file: the contract's field names, and those of older files beside them.

use ingest::sanitize;
use news::UtcMs;
use news::article::{ArticleState, Attribution, Content, HEADLINE_CHARS_MAX, NewArticle};
use news::section::Section;
use news::source::host_of;
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
    /// What stands where the date should, when it cannot be read as one.
    pub unreadable_date: Option<String>,
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
    section: Option<String>,
    category: Option<String>,
    tags: Option<Tags>,
    published_at: Option<String>,
    date: Option<String>,
    #[serde(alias = "author")]
    byline: Option<String>,
    source: Option<String>,
    source_url: Option<String>,
    url: Option<String>,
}

/// Tags as a list, or as a text with commas between them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Tags {
    List(Vec<String>),
    Text(String),
}

impl Tags {
    fn list(self) -> Vec<String> {
        match self {
            Self::List(tags) => tags,
            Self::Text(text) => text.split([',', '،']).map(str::to_owned).collect(),
        }
    }
}

impl Record {
    /// Reads a line.
    ///
    /// # Errors
    /// A phrase that says what is wrong with it.
    pub fn parse(line: &[u8]) -> Result<Self, String> {
        let line: Line = serde_json::from_slice(line).map_err(not_an_article)?;
        let id = match line.id {
            serde_json::Value::String(id) if !id.trim().is_empty() => id,
            serde_json::Value::Number(id) => id.to_string(),
            _ => return Err("`id` is neither a text nor a number".to_owned()),
        };
        let title = line.title.map(|title| title.trim().to_owned()).unwrap_or_default();
        if title.is_empty() {
            return Err("`title` is missing or empty".to_owned());
        }
        if title.chars().count() > HEADLINE_CHARS_MAX {
            return Err(format!("`title` is longer than {HEADLINE_CHARS_MAX} characters"));
        }
        let date = line.published_at.or(line.date).filter(|date| !date.trim().is_empty());
        let published_at = date.as_deref().and_then(read_date);
        let source_url = line.source_url.or(line.url).filter(|url| host_of(url).is_ok());
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
            section: line.section.or(line.category),
            unreadable_date: date.filter(|_| published_at.is_none()),
            published_at,
            lead: line.lead.unwrap_or_default(),
            byline: line.byline.unwrap_or_default(),
            tags: line.tags.map(Tags::list).unwrap_or_default(),
            source: line.source.map(outlet).unwrap_or_default(),
            source_url,
        })
    }

    /// Repairs the record and makes an article of it: published as of its own date, or scheduled for it.
    pub fn to_article(&self, sections: &[Section], now: UtcMs) -> NewArticle {
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
        let is_to_come = self.published_at.is_some_and(|at| at > now);
        article.state = if is_to_come { ArticleState::Scheduled } else { ArticleState::Published };
        article
    }
}

/// An article without a date is sorted after all others; pages say that it has none.
const UNDATED: UtcMs = 0;

/// What is wrong with the line, without the parser's own count of lines: a line of the file is one of its own.
fn not_an_article(error: serde_json::Error) -> String {
    let told = error.to_string();
    let told = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
    format!("not an article ({told}, at column {})", error.column())
}

/// The outlet's name; of an address, its host.
fn outlet(source: String) -> String {
    host_of(source.trim()).map(str::to_owned).unwrap_or(source)
}

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
        let long = format!(r#"{{"id":"1","title":"{}"}}"#, "ب".repeat(HEADLINE_CHARS_MAX + 1));
        assert!(wrong(&long).contains("longer than 500"));
    }

    #[test]
    fn what_can_be_read_is_read() {
        let read = |line: &str| Record::parse(line.as_bytes()).expect("a record");
        let both =
            read(r#"{"id":1,"title":"t","published_at":"2024-12-02","date":"2020-01-01","tags":"a، b,c"}"#);
        assert!(both.published_at.is_some_and(|at| persian::date::iso(at).starts_with("2024-12-02")));
        assert_eq!(both.tags, ["a", " b", "c"]);
        let odd = read(
            r#"{"id":1,"title":"t","date":"jalali 1403-13-45","url":"javascript:alert(1)","source":"https://a.ir/1"}"#,
        );
        assert_eq!((odd.published_at, odd.unreadable_date.as_deref()), (None, Some("jalali 1403-13-45")));
        assert_eq!((odd.source_url.as_deref(), odd.source.as_str()), (None, "a.ir"));
        let to_come = read(r#"{"id":1,"title":"t","date":"2999-01-01"}"#).to_article(&[], 1_733_157_720_000);
        assert_eq!(to_come.state, ArticleState::Scheduled);
    }

    #[test]
    fn jalali_dates_are_marked() {
        let line = r#"{"id":"1","title":"t","date":"jalali 1381-10-11"}"#.as_bytes();
        let at = Record::parse(line).expect("a record").published_at.expect("a date");
        assert!(persian::date::iso(at).starts_with("2003-01-01"), "{}", persian::date::iso(at));
    }
}
