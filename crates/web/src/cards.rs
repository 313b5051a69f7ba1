//! A card as templates show it.

use news::article::{Card, NewsCode};
use serde::Serialize;

use crate::pictures::CardPicture;

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
    pub picture: Option<CardPicture>,
    /// Published articles that tell the same story.
    pub versions: i64,
    /// Whether it is a live coverage that runs.
    pub is_live: bool,
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
            picture: card.picture.as_ref().map(CardPicture::of),
            versions: card.versions,
            is_live: card.is_live,
        }
    }

    pub(crate) fn all(cards: &[Card]) -> Vec<Self> {
        cards.iter().map(Self::of).collect()
    }
}

/// A path at the site's address, with what an address may not hold as it is encoded: letters beyond ASCII too.
pub(crate) fn address(base: &str, path: &str) -> String {
    const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'\'')
        .add(b'<')
        .add(b'>')
        .add(b'&')
        .add(b'#')
        .add(b'?')
        .add(b'%');
    format!("{base}{}", percent_encoding::utf8_percent_encode(path, ENCODED))
}

/// `/news/{code}/{slug}`; an empty slug leaves its part out.
pub(crate) fn article_path(code: NewsCode, slug: &str) -> String {
    if slug.is_empty() { format!("/news/{code}") } else { format!("/news/{code}/{slug}") }
}
