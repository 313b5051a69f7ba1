//! What searches found a moment ago, so that a question that everybody asks at once, as when many follow a link to a page of
//! results, is looked for once.
//!
//! Only what the index says is remembered. Cards are read anew for every answer, so what is taken away is gone at once.

use std::collections::HashMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, PoisonError};

use news::UtcMs;
use search::{Piece, Results};
use tokio::sync::OnceCell;

/// How long what was found may be true: articles of today slip back, and what is new is found.
const KEPT_MS: UtcMs = 60_000;
/// What is remembered at most; beyond that all is forgotten. A page of results takes some ten thousand bytes.
const KEPT_BYTES: usize = 16 << 20;

/// Of what the answers are: of an index in one state, within one minute.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    minute: i64,
    index: u64,
}

impl Moment {
    pub fn of(now: UtcMs, index: u64) -> Self {
        Self { minute: now.div_euclid(KEPT_MS), index }
    }

    /// The time by which all its questions are understood.
    pub fn starts_at(self) -> UtcMs {
        self.minute * KEPT_MS
    }
}

/// A question, asked or answered.
type Place = Arc<OnceCell<Arc<Results>>>;

/// The answers of the last moment.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    moment: Moment,
    places: HashMap<String, Place>,
    bytes: usize,
}

impl Kept {
    /// Makes room for so many bytes more.
    fn take(&mut self, bytes: usize) {
        if self.bytes + bytes > KEPT_BYTES {
            *self = Self { moment: self.moment, ..Self::default() };
        }
        self.bytes += bytes;
    }
}

impl Remembered {
    /// What `search` finds, or found when the same was asked in this moment. Of those who ask meanwhile none searches too.
    ///
    /// # Errors
    /// As `search`, which whoever waited then tries again.
    pub async fn or<E>(
        &self,
        moment: Moment,
        question: &str,
        search: impl AsyncFnOnce() -> Result<Results, E>,
    ) -> Result<Arc<Results>, E> {
        let place = self.place(moment, question);
        let found = place.get_or_try_init(|| async {
            let found = search().await;
            self.settle(question, &place, found.as_ref().ok());
            found.map(Arc::new)
        });
        found.await.cloned()
    }

    fn place(&self, moment: Moment, question: &str) -> Place {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.moment != moment {
            *kept = Kept { moment, ..Kept::default() };
        }
        if let Some(place) = kept.places.get(question) {
            return place.clone();
        }
        kept.take(size_of::<Results>() + 2 * question.len());
        kept.places.entry(question.to_owned()).or_default().clone()
    }

    /// Keeps what was found, or forgets that it was asked: what was cut short may be found better next time.
    fn settle(&self, question: &str, place: &Place, found: Option<&Results>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.places.get(question).is_some_and(|known| Arc::ptr_eq(known, place)) {
            return;
        }
        match found.filter(|found| !found.is_cut) {
            Some(found) => kept.take(bytes(found)),
            None => drop(kept.places.remove(question)),
        }
    }
}

/// What results take beside themselves, near enough.
fn bytes(found: &Results) -> usize {
    let pieces = found.hits.iter().flat_map(|hit| hit.headline.iter().chain(&hit.snippet));
    let facets = found.facets.sections.len() + found.facets.sources.len() + found.facets.years.len();
    pieces.map(|piece| size_of::<Piece>() + piece.text.len()).sum::<usize>() + facets * 2 * size_of::<Piece>()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use search::Hit;

    use super::*;

    fn results(text: String) -> Results {
        let headline = vec![Piece { text, is_hit: false }];
        Results {
            total: 1,
            hits: vec![Hit {
                code: 1,
                headline,
                snippet: Vec::new(),
                without: Vec::new(),
                is_told_before: false,
            }],
            ..Results::default()
        }
    }

    /// How often is searched when these are asked one after another, each in its minute and state of the index.
    async fn searches(asked: &[(i64, u64, &str)], found: Result<Results, ()>) -> usize {
        let (remembered, searches) = (Remembered::default(), Cell::new(0));
        for (now, index, question) in asked {
            let search = async || {
                searches.set(searches.get() + 1);
                found.clone()
            };
            let answer = remembered.or(Moment::of(*now, *index), question, search).await;
            assert_eq!(answer.is_ok(), found.is_ok());
        }
        searches.get()
    }

    #[tokio::test]
    async fn the_same_question_is_looked_for_once_in_a_moment() {
        let found = || Ok(results("گندم".into()));
        assert_eq!(searches(&[(0, 1, "گندم"), (59_999, 1, "گندم")], found()).await, 1);
        assert_eq!(searches(&[(0, 1, "گندم"), (60_000, 1, "گندم")], found()).await, 2);
        assert_eq!(searches(&[(0, 1, "گندم"), (0, 2, "گندم")], found()).await, 2);
        assert_eq!(searches(&[(0, 1, "گندم"), (0, 1, "باران"), (0, 1, "گندم")], found()).await, 2);
    }

    #[tokio::test]
    async fn what_failed_or_was_cut_short_is_looked_for_again() {
        let cut = Results { is_cut: true, ..results("گندم".into()) };
        for found in [Err(()), Ok(cut)] {
            assert_eq!(searches(&[(0, 1, "گندم"), (0, 1, "گندم")], found).await, 2);
        }
    }

    #[tokio::test]
    async fn no_more_is_remembered_than_there_is_room_for() {
        let large = Ok(results("آ".repeat(KEPT_BYTES / 5)));
        assert_eq!(searches(&[(0, 1, "گندم"), (0, 1, "باران"), (0, 1, "گندم")], large.clone()).await, 2);
        let asked = ["۱", "۲", "۳", "۱"].map(|question| (0, 1, question));
        assert_eq!(searches(&asked, large).await, 4);
    }

    #[tokio::test]
    async fn of_those_who_ask_at_once_one_searches() {
        let (remembered, searches) = (Remembered::default(), Cell::new(0));
        let ask = || {
            remembered.or(Moment::default(), "گندم", async || {
                searches.set(searches.get() + 1);
                tokio::task::yield_now().await;
                Ok::<_, ()>(results("گندم".into()))
            })
        };
        let (one, other, third) = tokio::join!(ask(), ask(), ask());
        assert!([one, other, third].iter().all(Result::is_ok));
        assert_eq!(searches.get(), 1);
    }
}
