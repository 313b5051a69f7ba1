//! Cards that were drawn: few at a time, away from the threads that answer, and kept by what they say. One whose article
//! changed says something else and is another card; nothing is to be told of the change.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use drawing::{CARD_DESIGN, Card, Font};
use news::article::{Article, dated};

use crate::App;
use crate::assets;
use crate::errors::Failure;
use crate::layout::Layout;
use crate::turns::Turns;

/// Drawn at the same time: each takes a core for 30 to 50 ms and 3 MB.
const AT_ONCE: usize = 2;
/// Drawn or waiting: the last of them waits some tenths of a second.
const TURNS: usize = 32;
/// Memory for cards: some 500 of them. Networks keep theirs.
const BYTES_MAX: usize = 24 << 20;

/// The cards of one server.
pub(crate) struct Drawn {
    turns: Turns,
    kept: Mutex<Kept>,
    /// Each is drawn with by one thread at a time.
    fonts: Mutex<Vec<Font>>,
}

impl Default for Drawn {
    fn default() -> Self {
        Self { turns: Turns::of(TURNS, AT_ONCE), kept: Mutex::default(), fonts: Mutex::default() }
    }
}

/// Cards by what they say; the oldest goes first.
#[derive(Default)]
struct Kept {
    cards: HashMap<Card, Bytes>,
    order: VecDeque<Card>,
    bytes: usize,
}

impl Kept {
    fn keep(&mut self, card: Card, png: Bytes) {
        self.bytes += png.len();
        if let Some(same) = self.cards.insert(card.clone(), png) {
            self.bytes -= same.len();
            return;
        }
        self.order.push_back(card);
        while self.bytes > BYTES_MAX {
            let Some(gone) = self.order.pop_front().and_then(|oldest| self.cards.remove(&oldest)) else {
                return;
            };
            self.bytes -= gone.len();
        }
    }
}

/// What the card of an article says.
pub(crate) fn card(layout: &Layout, article: &Article) -> Card {
    let content = &article.content;
    let section = layout.sections.iter().find(|section| Some(section.id) == content.section_id);
    Card {
        site: layout.site.name.clone(),
        section: section.map(|section| section.name.clone()).unwrap_or_default(),
        kicker: content.kicker.clone(),
        headline: content.headline.clone(),
        day: dated(article.published_at)
            .map(|at| format!("{} {}", persian::date::weekday(at), persian::date::day(at)))
            .unwrap_or_default(),
    }
}

/// The address of an article's card.
pub(crate) fn address(layout: &Layout, article: &Article) -> String {
    format!("{}/news/{}/card.png?v={}", layout.base, article.code, hash(&card(layout, article)))
}

/// What a card says, in few letters: part of its address, so that networks fetch it again when it says something else.
pub(crate) fn hash(card: &Card) -> String {
    assets::short_hash(format!("{CARD_DESIGN} {card:?}").as_bytes())
}

/// The card as PNG.
///
/// # Errors
/// When too many wait for theirs.
pub(crate) async fn png(app: &App, card: Card) -> Result<Bytes, Failure> {
    let drawn = &app.drawn;
    if let Some(png) = drawn.get(&card) {
        return Ok(png);
    }
    let turn = drawn.turns.next().await?;
    let app = app.clone();
    // The turn is kept until the card is drawn, though whoever asked may go away before.
    let png = tokio::task::spawn_blocking(move || {
        let png = app.drawn.draw(card);
        drop(turn);
        png
    });
    png.await?
}

impl Drawn {
    fn get(&self, card: &Card) -> Option<Bytes> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).cards.get(card).cloned()
    }

    fn draw(&self, card: Card) -> Result<Bytes, Failure> {
        // Somebody else may have had it drawn meanwhile.
        if let Some(png) = self.get(&card) {
            return Ok(png);
        }
        let broken = |error: drawing::DrawError| Failure::Broken(error.to_string());
        let free = self.fonts.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut font = free.map_or_else(|| Font::of_woff2(assets::FONT), Ok).map_err(broken)?;
        let png = Bytes::from(card.draw(&mut font).map_err(broken)?);
        self.fonts.lock().unwrap_or_else(PoisonError::into_inner).push(font);
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(card, png.clone());
        Ok(png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(number: usize) -> Card {
        Card { headline: number.to_string(), ..Card::default() }
    }

    #[test]
    fn the_oldest_makes_room() {
        let mut kept = Kept::default();
        let png = Bytes::from(vec![0; 1 << 20]);
        for number in 0..40 {
            kept.keep(named(number), png.clone());
            kept.keep(named(number), png.clone());
            assert!(kept.bytes <= BYTES_MAX && kept.cards.contains_key(&named(number)));
        }
        assert_eq!((kept.cards.len(), kept.order.len()), (24, 24));
        assert!(!kept.cards.contains_key(&named(15)) && kept.cards.contains_key(&named(16)));
    }

    #[test]
    fn what_says_something_else_has_another_address() {
        let one = Card { headline: "پل".into(), ..Card::default() };
        assert_eq!(hash(&one), hash(&one.clone()));
        for other in [
            Card { headline: "پلها".into(), ..one.clone() },
            Card { section: "ورزش".into(), ..one.clone() },
            Card { kicker: "پل".into(), headline: String::new(), ..one.clone() },
        ] {
            assert_ne!(hash(&one), hash(&other));
        }
    }
}
