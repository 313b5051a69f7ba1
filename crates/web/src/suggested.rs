//! مطالب پیشنهادی: what an editor pinned, then what the index finds, but for what an editor excluded.

use news::article::{Article, Card, NewsCode, one_per_story};
use search::NEIGHBOURS_MAX;
use store::suggestions::Choice;

use crate::errors::Failure;
use crate::pages::{Dependency, Reading};

/// Articles that can be pinned: as many as a page suggests.
pub(crate) const PINNED_MAX: usize = 8;
/// Articles that can be excluded: with more, too few of those found would be left.
pub(crate) const EXCLUDED_MAX: usize = NEIGHBOURS_MAX - PINNED_MAX;

/// With fewer suggestions, what is fresh in the section is shown besides.
const FEW: usize = 4;
/// So much of it.
const FRESH: i64 = 4;

/// The published articles to suggest under one, best first: never itself, of each story one.
pub(crate) async fn read(reading: &Reading, article: &Article, limit: usize) -> Result<Vec<Card>, Failure> {
    let choice = reading.chosen(article.code).await?;
    let (index, code) = (reading.app.config.index.clone(), article.code);
    reading.on(Dependency::Suggested(code));
    reading.on(Dependency::AllSuggested);
    let found = match index.remembered(code) {
        Some(found) => found,
        None => tokio::task::spawn_blocking(move || index.related(code, NEIGHBOURS_MAX)).await??,
    };
    let cards = reading.cards(&chosen_first(&choice, &found)).await?;
    let mut cards = one_per_story(cards);
    cards.retain(|card| card.code != code);
    cards.truncate(limit);
    Ok(cards)
}

/// What is fresh in an article's section, where few articles are about the same things: it is called that, and not
/// suggested.
pub(crate) async fn fresh(
    reading: &Reading,
    article: &Article,
    suggested: &[Card],
) -> Result<Vec<Card>, Failure> {
    let Some(section_id) = article.content.section_id.filter(|_| suggested.len() < FEW) else {
        return Ok(Vec::new());
    };
    let stories = suggested.iter().map(|card| card.story).chain([article.story]).collect();
    Ok(reading.fresh(section_id, stories, FRESH).await?)
}

fn chosen_first(choice: &Choice, found: &[NewsCode]) -> Vec<NewsCode> {
    let rest = found.iter().filter(|code| !choice.excluded.contains(code) && !choice.pinned.contains(code));
    choice.pinned.iter().chain(rest).copied().collect()
}
