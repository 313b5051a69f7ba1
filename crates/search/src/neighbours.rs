//! The articles about the same things as others, remembered, so that a page that suggests them costs a look into memory.
//!
//! What is written to the index says what to forget: an article that changed, the lists that name it, and the lists of its
//! neighbours, among which it may now belong. What was looked up while the index changed is not remembered.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use news::article::NewsCode;

/// Articles remembered, each with up to 20 codes: 20 MB. Of a larger archive that is read through, all are forgotten
/// when it is full; each costs a search again.
const REMEMBERED_MAX: usize = 100_000;

/// Who is told of articles.
type Hear = Box<dyn Fn(&[NewsCode]) + Send + Sync>;

/// Lists of neighbours by article.
#[derive(Default)]
pub(crate) struct Neighbours {
    remembered: Mutex<Remembered>,
    /// Told of the articles whose lists were forgotten; of none when all were.
    told: OnceLock<Hear>,
}

#[derive(Debug, Default)]
struct Remembered {
    lists: HashMap<NewsCode, Vec<NewsCode>>,
    /// Grows whenever the index was written.
    writes: u64,
}

impl Neighbours {
    /// Has `hear` told of the articles whose lists are forgotten from now on; of none when all are.
    pub(crate) fn on_forgotten(&self, hear: impl Fn(&[NewsCode]) + Send + Sync + 'static) -> bool {
        self.told.set(Box::new(hear)).is_ok()
    }

    fn tell(&self, codes: &[NewsCode]) {
        if let Some(hear) = self.told.get() {
            hear(codes);
        }
    }

    /// The list of an article, or the number of writes to remember it with.
    pub(crate) fn of(&self, code: NewsCode) -> Result<Vec<NewsCode>, u64> {
        let remembered = self.locked();
        remembered.lists.get(&code).cloned().ok_or(remembered.writes)
    }

    /// Remembers a list that was found after so many writes.
    pub(crate) fn remember(&self, code: NewsCode, list: Vec<NewsCode>, writes: u64) {
        let mut remembered = self.locked();
        if remembered.writes != writes {
            return;
        }
        if remembered.lists.len() >= REMEMBERED_MAX {
            remembered.lists.clear();
        }
        remembered.lists.insert(code, list);
    }

    /// Forgets the lists of these articles and those that name one of them.
    pub(crate) fn changed(&self, codes: &[NewsCode]) {
        let mut remembered = self.locked();
        remembered.writes += 1;
        let names = |list: &[NewsCode]| list.iter().any(|other| codes.contains(other));
        let mut forgotten = codes.to_vec();
        remembered.lists.retain(|code, list| {
            let stays = !codes.contains(code) && !names(list);
            if !stays {
                forgotten.push(*code);
            }
            stays
        });
        drop(remembered);
        if !forgotten.is_empty() {
            self.tell(&forgotten);
        }
    }

    /// Forgets the lists of these articles.
    pub(crate) fn forget(&self, codes: &[NewsCode]) {
        let mut remembered = self.locked();
        codes.iter().for_each(|code| drop(remembered.lists.remove(code)));
        drop(remembered);
        if !codes.is_empty() {
            self.tell(codes);
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        let mut remembered = self.locked();
        remembered.writes += 1;
        remembered.lists.clear();
        drop(remembered);
        self.tell(&[]);
    }

    fn locked(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_forgotten_wherever_it_stands() {
        let neighbours = Neighbours::default();
        for (code, list) in [(1, vec![2, 3]), (2, vec![3]), (4, vec![5])] {
            neighbours.remember(code, list, 0);
        }
        neighbours.changed(&[2]);
        assert_eq!([1, 2, 4].map(|code| neighbours.of(code)), [Err(1), Err(1), Ok(vec![5])]);
        neighbours.remember(1, vec![9], 0);
        assert_eq!(neighbours.of(1), Err(1), "it was looked up before the change");
        neighbours.forget(&[4]);
        assert_eq!(neighbours.of(4), Err(1));
    }
}
