//! The form of an article: what a browser sends, and what it becomes.

use news::UtcMs;
use news::article::{Article, ArticleState, Attribution, Content, Genre};
use news::person::Action;
use persian::plain::line;
use persian::repair::{Mode, Repairer};
use serde::Deserialize;

/// The form's fields. Missing ones are empty.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(in crate::editor) struct Sent {
    pub action: String,
    pub revision: i64,
    pub kicker: String,
    pub headline: String,
    pub lead: String,
    pub body: String,
    pub byline: String,
    pub section: String,
    pub tags: String,
    pub genre: String,
    pub source_name: String,
    pub source_code: String,
    pub source_url: String,
    pub day: String,
    pub time: String,
}

impl Sent {
    /// What a person must be permitted for the button to do anything: a press that is refused saves nothing.
    pub fn needs(&self) -> Action {
        match self.action.as_str() {
            "publish" | "schedule" | "unpublish" => Action::PublishArticle,
            _ => Action::WriteArticle,
        }
    }

    /// The form of an article as it is kept.
    pub fn of(article: &Article) -> Self {
        let content = article.content.clone();
        let from = content.attribution.unwrap_or_default();
        let scheduled = (article.state == ArticleState::Scheduled).then_some(article.published_at);
        Self {
            revision: article.revision,
            kicker: content.kicker,
            headline: content.headline,
            lead: content.lead,
            body: ingest::sanitize::html_to_typed(&content.body_html),
            byline: content.byline,
            section: content.section_id.map(|id| id.to_string()).unwrap_or_default(),
            tags: content.tags.join("، "),
            genre: content.genre.as_str().to_owned(),
            source_name: from.name,
            source_code: from.code.unwrap_or_default(),
            source_url: from.url.unwrap_or_default(),
            day: scheduled.map(persian::date::short).unwrap_or_default(),
            time: scheduled.map(persian::date::time).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Whether all of the body can be kept.
    pub fn is_whole(&self) -> bool {
        ingest::sanitize::is_typed_whole(&self.body)
    }

    /// What was typed, cleaned.
    pub fn content(&self) -> Content {
        let some = |text: &str| Some(line(text)).filter(|text| !text.is_empty());
        let html = ingest::sanitize::typed_to_html(&self.body);
        let attribution = Attribution {
            name: line(&self.source_name),
            code: some(&self.source_code),
            url: some(&self.source_url),
        };
        Content {
            kicker: line(&self.kicker),
            headline: line(&self.headline),
            lead: line(&self.lead),
            body_html: ingest::sanitize::article_html(&html, None),
            byline: line(&self.byline),
            section_id: self.section.parse().ok(),
            tags: self.tags.split(['،', ',', '\n']).map(line).filter(|tag| !tag.is_empty()).collect(),
            attribution: (!attribution.name.is_empty() || attribution.url.is_some()).then_some(attribution),
            genre: Genre::parse(&self.genre).unwrap_or_default(),
        }
    }

    /// Repairs the Persian of every field, for the editor to look at before saving.
    pub fn repair(&mut self) {
        let repairer = Repairer::new(Mode::Full);
        for field in [&mut self.kicker, &mut self.headline, &mut self.lead, &mut self.byline, &mut self.tags]
        {
            *field = repairer.line(field);
        }
        self.body = repairer.html(&self.body);
    }

    /// The Jalali day and the time of day as an instant. A time that is none gives none: midnight would be early.
    pub fn scheduled_at(&self, now: UtcMs) -> Option<UtcMs> {
        let time = persian::digits::to_ascii(self.time.trim());
        let (hour, minute) = time.split_once(':')?;
        let part = |text: &str, end: u32| text.parse::<u32>().ok().filter(|number| *number < end);
        let (hour, minute) = (part(hour, 24)?, part(minute, 60)?);
        let day = format!("{} - {hour:02}:{minute:02}", self.day.trim());
        persian::date::parse(&day, Some(now)).map(|date| date.ms)
    }
}
