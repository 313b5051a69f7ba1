//! An article: what we publish, identified for ever by its news code.

mod genre;
mod state;

use std::collections::HashSet;

use persian::plain::is_blank;

pub use self::genre::Genre;
pub use self::state::ArticleState;
use crate::UtcMs;
use crate::copies::Sketch;
use crate::picture::Picture;
use crate::source::host_of;

/// کد خبر: the integer that identifies an article for ever. Never reused.
pub type NewsCode = i64;

/// The outlet that an article came from, as readers are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The outlet's name or handle, such as `etemadonline`.
    pub name: String,
    /// The outlet's own code for it, such as `688044`.
    pub code: Option<String>,
    /// The address of the original.
    pub url: Option<String>,
}

impl Attribution {
    /// The address, when readers can be sent there: data from elsewhere may hold anything.
    pub fn web_address(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| host_of(url).is_ok())
    }

    /// The source line after «منبع:», `etemadonline-688044`.
    pub fn line(&self) -> String {
        match &self.code {
            Some(code) => format!("{}-{code}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What an editor writes and a reader reads. Texts are plain except `body_html`, which is sanitized.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// روتیتر.
    pub kicker: String,
    /// تیتر.
    pub headline: String,
    /// لید.
    pub lead: String,
    /// Sanitized HTML.
    pub body_html: String,
    /// The author's name as printed; empty when there is none.
    pub byline: String,
    /// The section's id.
    pub section_id: Option<i64>,
    /// Tag names as written, without `#`; equal folds are one tag.
    pub tags: Vec<String>,
    /// None for our own writing.
    pub attribution: Option<Attribution>,
    /// What kind of piece it is.
    pub genre: Genre,
}

/// The instant of an article that was imported without a date: it sorts after all others since 1970, pages say that it has
/// none, and machines are told no date. An archive may hold older ones, which have negative instants.
pub const UNDATED: UtcMs = 0;

/// An instant that is a date; None for [`UNDATED`].
pub fn dated(at: UtcMs) -> Option<UtcMs> {
    (at != UNDATED).then_some(at)
}

/// An article about to be stored.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// The identity in the system it was imported from; unique among articles.
    pub external_id: Option<String>,
    /// The first state.
    pub state: ArticleState,
    /// What it says.
    pub content: Content,
    /// The slug of its headline.
    pub slug: String,
    /// The entry it was made from.
    pub entry_id: Option<i64>,
    /// The source whose entry it was made from.
    pub source_id: Option<i64>,
    /// When readers first saw it or will see it; of one that was imported without a date, [`UNDATED`].
    pub published_at: UtcMs,
    /// The source's own last change.
    pub modified_at: Option<UtcMs>,
    /// The story it is placed in, the code of the story's first article; None makes it the first.
    pub story: Option<NewsCode>,
    /// The sketch of its folded text, [`crate::copies::Sketch::to_bytes`].
    pub sketch: Vec<u8>,
}

impl NewArticle {
    /// A draft with its slug and sketch; whoever calls sets what else is known of it. `text` is that of its body.
    pub fn draft(content: Content, text: &str, published_at: UtcMs) -> Self {
        let outlet = content.attribution.as_ref().map_or("", |attribution| attribution.name.as_str());
        Self {
            external_id: None,
            state: ArticleState::Draft,
            slug: persian::slug::slug(&content.headline),
            sketch: Sketch::of(outlet, &content.headline, text).to_bytes(),
            content,
            entry_id: None,
            source_id: None,
            published_at,
            modified_at: None,
            story: None,
        }
    }
}

/// An article as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Its identity.
    pub code: NewsCode,
    /// The identity in the system it was imported from.
    pub external_id: Option<String>,
    /// Where it stands.
    pub state: ArticleState,
    /// What it says.
    pub content: Content,
    /// The slug of its headline; decoration, the code decides.
    pub slug: String,
    /// The source whose entry it was made from.
    pub source_id: Option<i64>,
    /// The entry it was made from.
    pub entry_id: Option<i64>,
    /// Code of the first article of its story (its own code when it is the first).
    pub story: NewsCode,
    /// Published comments.
    pub comment_count: i64,
    /// When readers first saw it or will see it; of one that was imported without a date, [`UNDATED`].
    pub published_at: UtcMs,
    /// Last change that readers should know of.
    pub modified_at: Option<UtcMs>,
    /// Grows by one with each change; an edit names the revision that it started from.
    pub revision: i64,
}

/// An article in a list: what a card on a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its identity.
    pub code: NewsCode,
    /// The identity in the system it was imported from.
    pub external_id: Option<String>,
    /// The slug of its headline.
    pub slug: String,
    /// روتیتر.
    pub kicker: String,
    /// تیتر.
    pub headline: String,
    /// لید.
    pub lead: String,
    /// The section's slug and name.
    pub section: Option<(String, String)>,
    /// The author's name as printed.
    pub byline: String,
    /// The outlet's name, empty for our own.
    pub source_name: String,
    /// When readers first saw it; for a desk row that was never published, when it was made.
    pub published_at: UtcMs,
    /// Published comments.
    pub comment_count: i64,
    /// Where it stands; always `Published` in what readers get.
    pub state: ArticleState,
    /// Code of the first article of its story; its own unless it copies another.
    pub story: NewsCode,
    /// The picture that stands for it, once it is kept.
    pub picture: Option<Picture>,
    /// Published articles that tell the same story, with this one where it is published.
    pub versions: i64,
    /// Whether it is a live coverage that runs.
    pub is_live: bool,
}

/// The first card of each story, so that a list does not say the same twice.
pub fn one_per_story(mut cards: Vec<Card>) -> Vec<Card> {
    let mut seen = HashSet::new();
    cards.retain(|card| seen.insert(card.story));
    cards
}

/// Why an edit was not taken. Closed; each is worded in Persian where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleRefusal {
    /// A headline is needed.
    HeadlineMissing,
    /// The headline is over [`HEADLINE_CHARS_MAX`].
    HeadlineTooLong,
    /// A body is needed before publishing.
    BodyMissing,
    /// The body is over [`BODY_BYTES_MAX`].
    BodyTooLong,
    /// The body has more markup than is read.
    MarkupTooMuch,
    /// The kicker is over [`LABEL_CHARS_MAX`].
    KickerTooLong,
    /// The lead is over [`LEAD_CHARS_MAX`].
    LeadTooLong,
    /// The byline is over [`LABEL_CHARS_MAX`].
    BylineTooLong,
    /// The source's name or code is over [`LABEL_CHARS_MAX`].
    SourceTooLong,
    /// More tags than [`TAGS_MAX`], or one over [`TAG_CHARS_MAX`].
    TagsTooMany,
    /// The source's address is not one of the web.
    SourceAddressWrong,
    /// The day or the time of publication cannot be read.
    ScheduleUnreadable,
    /// A time of publication must lie in the future.
    ScheduleInPast,
    /// The state does not lead there, see [`ArticleState::may_become`].
    WrongState,
    /// A colleague saved a newer revision meanwhile.
    StaleRevision,
    /// The article's source corrected it meanwhile.
    CorrectedAtSource,
    /// The article is out or about to be, and this person may not change what readers see.
    OutAlready,
    /// There is no such section, or no longer.
    SectionMissing,
}

/// Of 11,564 real headlines the longest has 429 characters; a longer one is a paste gone wrong.
pub const HEADLINE_CHARS_MAX: usize = 500;
/// A long read is about 60 KB; this leaves room for tables and stops a pasted book.
pub const BODY_BYTES_MAX: usize = 1_000_000;

/// The longest of 11,564 real leads has 1,806 characters; lists show leads, so a long one makes every list heavy.
pub const LEAD_CHARS_MAX: usize = 3000;
/// A kicker, a byline, an outlet's name or its code is a line at most.
pub const LABEL_CHARS_MAX: usize = 200;
/// Of 11,564 real articles the one with most tags has 26.
pub const TAGS_MAX: usize = 30;
/// The longest of 27,687 real tags has 92 characters.
pub const TAG_CHARS_MAX: usize = 100;

/// Checks what an editor wrote before it is kept in state `next`.
pub fn check(content: &Content, next: ArticleState) -> Result<(), ArticleRefusal> {
    let is_over = |text: &str, most: usize| text.chars().count() > most;
    if is_blank(&content.headline) {
        return Err(ArticleRefusal::HeadlineMissing);
    }
    if content.body_html.len() > BODY_BYTES_MAX {
        return Err(ArticleRefusal::BodyTooLong);
    }
    for (text, most, refusal) in [
        (&content.headline, HEADLINE_CHARS_MAX, ArticleRefusal::HeadlineTooLong),
        (&content.kicker, LABEL_CHARS_MAX, ArticleRefusal::KickerTooLong),
        (&content.lead, LEAD_CHARS_MAX, ArticleRefusal::LeadTooLong),
        (&content.byline, LABEL_CHARS_MAX, ArticleRefusal::BylineTooLong),
    ] {
        if is_over(text, most) {
            return Err(refusal);
        }
    }
    if let Some(from) = &content.attribution
        && (is_over(&from.name, LABEL_CHARS_MAX)
            || from.code.as_deref().is_some_and(|code| is_over(code, LABEL_CHARS_MAX)))
    {
        return Err(ArticleRefusal::SourceTooLong);
    }
    if let Some(from) = &content.attribution
        && from.url.is_some()
        && from.web_address().is_none()
    {
        return Err(ArticleRefusal::SourceAddressWrong);
    }
    if content.tags.len() > TAGS_MAX || content.tags.iter().any(|tag| is_over(tag, TAG_CHARS_MAX)) {
        return Err(ArticleRefusal::TagsTooMany);
    }
    let goes_out = matches!(next, ArticleState::Published | ArticleState::Scheduled);
    if goes_out && content.body_html.trim().is_empty() && is_blank(&content.lead) {
        return Err(ArticleRefusal::BodyMissing);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_needs_a_headline_and_a_publication_a_text() {
        let mut content = Content { headline: "تیتر".into(), ..Content::default() };
        assert_eq!(check(&content, ArticleState::Draft), Ok(()));
        assert_eq!(check(&content, ArticleState::Published), Err(ArticleRefusal::BodyMissing));
        content.headline = " ".into();
        assert_eq!(check(&content, ArticleState::Draft), Err(ArticleRefusal::HeadlineMissing));
        content.headline = "\u{200c}\u{200b}".into();
        assert_eq!(check(&content, ArticleState::Draft), Err(ArticleRefusal::HeadlineMissing));
        content.headline = "ا".repeat(HEADLINE_CHARS_MAX + 1);
        assert_eq!(check(&content, ArticleState::Draft), Err(ArticleRefusal::HeadlineTooLong));
    }

    #[test]
    fn every_part_has_a_limit() {
        let right = Content { headline: "تیتر".into(), ..Content::default() };
        let refusal = |change: fn(&mut Content)| {
            let mut content = right.clone();
            change(&mut content);
            check(&content, ArticleState::Draft).expect_err("refused")
        };
        assert_eq!(refusal(|c| c.kicker = "ک".repeat(201)), ArticleRefusal::KickerTooLong);
        assert_eq!(refusal(|c| c.lead = "ل".repeat(3001)), ArticleRefusal::LeadTooLong);
        assert_eq!(refusal(|c| c.byline = "ن".repeat(201)), ArticleRefusal::BylineTooLong);
        assert_eq!(refusal(|c| c.tags = vec!["ب".into(); 31]), ArticleRefusal::TagsTooMany);
        assert_eq!(refusal(|c| c.tags = vec!["ب".repeat(101)]), ArticleRefusal::TagsTooMany);
        let named = |c: &mut Content| {
            c.attribution = Some(Attribution { name: "م".repeat(201), ..Attribution::default() });
        };
        assert_eq!(refusal(named), ArticleRefusal::SourceTooLong);
        assert_eq!(refusal(|c| c.body_html = "x".repeat(1_000_001)), ArticleRefusal::BodyTooLong);
    }

    #[test]
    fn the_source_line_joins_name_and_code() {
        let mut from = Attribution { name: "etemadonline".into(), code: Some("688044".into()), url: None };
        assert_eq!(from.line(), "etemadonline-688044");
        from.code = None;
        assert_eq!(from.web_address(), None);
        from.url = Some("https://a.ir/1".into());
        assert_eq!(from.web_address(), Some("https://a.ir/1"));
        from.url = Some("javascript:alert(1)".into());
        assert_eq!(from.web_address(), None);
        assert_eq!(from.line(), "etemadonline");
    }
}
