//! What readers open and discuss most. A ranking is kept in memory for a moment, so that a page that shows it costs
//! the database nothing more; the cards are read anew, so that an article taken away is gone at once.

use std::collections::HashMap;

use news::UtcMs;
use news::article::{Card, NewsCode, one_per_story};
use news::window::{Window, hour_of};
use store::StoreError;
use tokio::sync::Mutex;

use crate::App;
use crate::cards::CardView;
use crate::pages::Reading;

/// Articles of a page; copies of one story are one.
pub(crate) const SHOWN: usize = 30;
/// Articles of a ranking, so that enough are left without copies and without those that were taken away.
const RANKED: i64 = 100;
/// How long a ranking is kept: the last hour's moves within seconds, a week's is long to add up.
const KEPT_MS: [(Window, UtcMs); 3] = [(Window::Hour, 10_000), (Window::Day, 60_000), (Window::Week, 60_000)];

/// By what articles are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Measure {
    /// How often readers opened them.
    Views,
    /// How many comments were published under them.
    Comments,
}

/// Rankings, each with when it was made.
#[derive(Default)]
pub(crate) struct Rankings(Mutex<HashMap<(Measure, Window), (UtcMs, Ranking)>>);

type Ranking = Vec<(NewsCode, i64)>;

/// A box beside other things.
pub(crate) struct Block {
    pub(crate) title: &'static str,
    pub(crate) window: &'static str,
    pub(crate) url: String,
    pub(crate) cards: Vec<CardView>,
}

impl Measure {
    /// What readers call the ranking.
    pub(crate) fn persian(self) -> &'static str {
        match self {
            Self::Views => "پربازدیدترین‌ها",
            Self::Comments => "پربحث‌ترین‌ها",
        }
    }

    /// Where it is shown.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Views => "/most-viewed",
            Self::Comments => "/most-discussed",
        }
    }

    async fn rank(self, app: &App, window: Window) -> Result<Ranking, StoreError> {
        let (store, since) = (&app.config.store, window.since(app.now()));
        match self {
            Self::Views => store::views::most_viewed(store, hour_of(since), RANKED).await,
            Self::Comments => store::comments::most_discussed(store, since, RANKED).await,
        }
    }
}

/// The first articles of a ranking, each with its count. Views are counted by whole hours, so the first hour of a window
/// is in it wholly.
pub(crate) async fn read(
    reading: &Reading,
    measure: Measure,
    window: Window,
    limit: usize,
) -> Result<Vec<(Card, i64)>, StoreError> {
    let ranking = ranking(reading, measure, window).await?;
    let codes: Vec<NewsCode> = ranking.iter().map(|(code, _)| *code).collect();
    let mut cards = one_per_story(reading.cards(&codes).await?);
    cards.truncate(limit);
    let count = |code: NewsCode| ranking.iter().find(|(other, _)| *other == code).map_or(0, |(_, n)| *n);
    Ok(cards.into_iter().map(|card| (count(card.code), card)).map(|(count, card)| (card, count)).collect())
}

/// A box of the shortest window, from a day on, that fills half of it; else of what the week has. None when that is nothing.
pub(crate) async fn block(
    reading: &Reading,
    measure: Measure,
    limit: usize,
) -> Result<Option<Block>, StoreError> {
    let language = reading.app.language;
    for window in [Window::Day, Window::Week] {
        let ranked = read(reading, measure, window, limit).await?;
        if ranked.len() * 2 >= limit || (window == Window::Week && !ranked.is_empty()) {
            let url = format!("{}?window={}", measure.path(), window.as_str());
            let cards = ranked.iter().map(|(card, _)| CardView::of(card)).collect();
            return Ok(Some(Block {
                title: language.t(measure.persian()),
                window: language.t(window.persian()),
                url,
                cards,
            }));
        }
    }
    Ok(None)
}

/// Held while it is made, so that many who ask at the same time wait for one.
async fn ranking(reading: &Reading, measure: Measure, window: Window) -> Result<Ranking, StoreError> {
    let app = &reading.app;
    let kept_ms = KEPT_MS.iter().find(|(known, _)| *known == window).map_or(0, |(_, ms)| *ms);
    reading.lasts(kept_ms);
    let mut kept = app.rankings.0.lock().await;
    if let Some((made_at, ranking)) = kept.get(&(measure, window))
        && (0..kept_ms).contains(&(app.now() - made_at))
    {
        return Ok(ranking.clone());
    }
    let ranking = measure.rank(app, window).await?;
    kept.insert((measure, window), (app.now(), ranking.clone()));
    Ok(ranking)
}
