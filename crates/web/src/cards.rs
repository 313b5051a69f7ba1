//! A card as templates show it.

use news::article::{Card, NewsCode};
use serde::Serialize;

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CardView {
    pub code: NewsCode,
    pub url: String,
    pub kicker: String,
    pub headline: String,
    pub lead: String,
    pub section_slug: String,
    pub section_name: String,
    pub byline: String,
    pub source: String,
    pub at: i64,
    pub comments: i64,
    pub state: &'static str,
    pub story: NewsCode,
    pub is_copy: bool,
    /// Published articles that tell the same story.
    pub versions: i64,
}

impl CardView {
    pub(crate) fn of(card: &Card) -> Self {
        let (section_slug, section_name) = card.section.clone().unwrap_or_default();
        Self {
            code: card.code,
            url: article_path(card.code, &card.slug),
            kicker: card.kicker.clone(),
            headline: card.headline.clone(),
            lead: card.lead.clone(),
            section_slug,
            section_name,
            byline: card.byline.clone(),
            source: card.source_name.clone(),
            at: card.published_at,
            comments: card.comment_count,
            state: card.state.persian(),
            story: card.story,
            is_copy: card.story != card.code,
            versions: card.versions,
        }
    }

    pub(crate) fn all(cards: &[Card]) -> Vec<Self> {
        cards.iter().map(Self::of).collect()
    }
}

/// `/news/{code}/{slug}`; an empty slug leaves its part out.
pub(crate) fn article_path(code: NewsCode, slug: &str) -> String {
    if slug.is_empty() { format!("/news/{code}") } else { format!("/news/{code}/{slug}") }
}
