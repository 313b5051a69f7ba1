//! One line of an import file: the contract's field names, and those of older files beside them.

use ingest::sanitize;
use news::UtcMs;
use news::article::{ArticleState, Attribution, Content, HEADLINE_CHARS_MAX, NewArticle, UNDATED};
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
    byline: Option<String>,
    author: Option<String>,
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
        let line: Line = serde_json::from_slice(line).map_err(|error| wrong_with(line, &error))?;
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
        if !sanitize::is_whole(&body_html) {
            return Err("the body has more markup than is read: 40,000 tags, two a paragraph".to_owned());
        }
        Ok(Self {
            id,
            title,
            body_html,
            section: line.section.or(line.category),
            unreadable_date: date.filter(|_| published_at.is_none()),
            published_at,
            lead: line.lead.unwrap_or_default(),
            byline: line.byline.or(line.author).unwrap_or_default(),
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
        let text = sanitize::running_text(&body_html);
        let content = Content {
            kicker: String::new(),
            headline: repairer.line(&self.title),
            lead: repairer.line(self.lead.trim()),
            body_html,
            byline: repairer.line(&self.byline),
            section_id: pipeline::section_id(self.section.as_deref(), sections),
            tags: self.tags.iter().map(|tag| repairer.line(tag.trim())).collect(),
            attribution,
            ..Content::default()
        };
        let mut article = pipeline::arriving(content, &text, self.published_at.unwrap_or(UNDATED));
        article.external_id = Some(self.id.clone());
        let is_to_come = self.published_at.is_some_and(|at| at > now);
        article.state = if is_to_come { ArticleState::Scheduled } else { ArticleState::Published };
        article
    }
}

/// Fields that hold a text, where there is one.
const TEXTS: [&str; 13] = [
    "title",
    "lead",
    "body",
    "body_html",
    "section",
    "category",
    "published_at",
    "date",
    "byline",
    "author",
    "source",
    "source_url",
    "url",
];

/// What is wrong with a line that is no article, in words of the file's and not of the parser's.
fn wrong_with(line: &[u8], error: &serde_json::Error) -> String {
    let fields = match serde_json::from_slice(line) {
        Ok(serde_json::Value::Object(fields)) => fields,
        Ok(other) => {
            return format!(
                "{}, where each line holds one article as a JSON object (JSON Lines)",
                kind(&other)
            );
        }
        Err(error) if error.is_eof() && line.trim_ascii_start().starts_with(b"[") => {
            return "the beginning of a list, where each line holds one article as a JSON object (JSON Lines)"
                .to_owned();
        }
        Err(error) if error.is_eof() => {
            return "not an article: the line breaks off before its closing brace".to_owned();
        }
        Err(error) => {
            return format!("not an article: the line is no JSON from column {} on", error.column());
        }
    };
    if !fields.contains_key("id") {
        return "`id` is missing".to_owned();
    }
    let is_text = |value: &serde_json::Value| value.is_string() || value.is_null();
    let wrong =
        TEXTS.iter().find_map(|name| Some((name, fields.get(*name).filter(|value| !is_text(value))?)));
    match (wrong, fields.get("tags")) {
        (Some((name, value)), _) => format!("`{name}` is {}, where a text belongs", kind(value)),
        (None, Some(tags)) if !is_text(tags) => {
            "`tags` is neither a list of texts nor a text with commas".to_owned()
        }
        // What the parser alone refuses: it names the field.
        _ if error.to_string().starts_with("duplicate field") => {
            let told = error.to_string();
            format!("`{}` stands twice", told.split('`').nth(1).unwrap_or_default())
        }
        _ => "not an article".to_owned(),
    }
}

fn kind(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "true or false",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "an object",
    }
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
        for (line, expected) in [
            ("{", "not an article: the line breaks off before its closing brace"),
            ("id,title", "not an article: the line is no JSON from column 1 on"),
            (r#"{"id":1 "title":"t"}"#, "not an article: the line is no JSON from column 9 on"),
            ("[", "the beginning of a list, where each line holds one article as a JSON object (JSON Lines)"),
            ("[1]", "a list, where each line holds one article as a JSON object (JSON Lines)"),
            ("7", "a number, where each line holds one article as a JSON object (JSON Lines)"),
            (r#"{"title":"t"}"#, "`id` is missing"),
            (r#"{"id":1,"title":7}"#, "`title` is a number, where a text belongs"),
            (r#"{"id":1,"title":"t","date":1733157720}"#, "`date` is a number, where a text belongs"),
            (r#"{"id":1,"title":"t","body":["a"]}"#, "`body` is a list, where a text belongs"),
            (
                r#"{"id":1,"title":"t","tags":[1]}"#,
                "`tags` is neither a list of texts nor a text with commas",
            ),
            (r#"{"id":1,"id":2,"title":"t"}"#, "`id` stands twice"),
        ] {
            assert_eq!(wrong(line), expected, "{line}");
        }
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

    #[test]
    fn a_body_that_is_not_read_whole_is_refused() {
        let line = |rows: usize| {
            let body_html = format!("<table>{}</table><p>پایان</p>", "<tr><td>۱</td></tr>".repeat(rows));
            serde_json::json!({ "id": "1", "title": "جدول", "body_html": body_html }).to_string()
        };
        assert!(Record::parse(line(9_000).as_bytes()).is_ok());
        let refused = Record::parse(line(10_000).as_bytes()).err().expect("more than 40,000 tags");
        assert!(refused.contains("more markup than is read"), "{refused}");
    }
}
