//! Which articles hold a hash among those they are found by.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Articles of one hash that are looked at, the newest: more are boilerplate.
const NEWEST: usize = 48;
/// Set in what stands for a list of articles.
const LIST: u32 = 1 << 31;

/// Articles by hash. Most hashes are of one article, which stands in the table; the articles of another lie side by
/// side, because a chain through memory takes as long for each as all of them here.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// An article, or [`LIST`] and the place of a list.
    table: HashMap<u32, u32, BuildHasherDefault<AsIs>>,
    lists: Vec<Vec<u32>>,
}

impl Postings {
    /// Adds an article, which is newer than all before.
    pub(super) fn add(&mut self, hash: u32, article: u32) {
        let Self { table, lists } = self;
        let place = table.entry(hash).or_insert(article);
        if *place == article {
            return;
        }
        if *place & LIST == 0 {
            lists.push(vec![*place]);
            *place = LIST | (lists.len() - 1) as u32;
        }
        let list = &mut lists[(*place & !LIST) as usize];
        if list.len() == 2 * NEWEST {
            list.drain(..=NEWEST);
        }
        list.push(article);
    }

    /// The newest articles of a hash.
    pub(super) fn newest(&self, hash: u32) -> impl Iterator<Item = u32> {
        let place = self.table.get(&hash).copied();
        let list = place
            .filter(|place| place & LIST != 0)
            .map_or(&[][..], |place| &self.lists[(place & !LIST) as usize]);
        let only = place.filter(|place| place & LIST == 0);
        list[list.len().saturating_sub(NEWEST)..].iter().copied().chain(only)
    }
}

/// The hash of a hash is itself.
#[derive(Clone, Copy, Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }
    fn write_u32(&mut self, value: u32) {
        // Spread: the kept hashes are the smallest, so their upper bits say little.
        self.0 = u64::from(value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_each_hash_are_found() {
        let mut postings = Postings::default();
        postings.add(7, 0);
        for article in 1..300 {
            postings.add(9, article);
            let newest: Vec<u32> = postings.newest(9).collect();
            let first = (article + 1).saturating_sub(NEWEST as u32).max(1);
            assert_eq!(newest, Vec::from_iter(first..=article));
        }
        assert_eq!(postings.newest(7).collect::<Vec<u32>>(), [0]);
        assert_eq!(postings.newest(8).next(), None);
    }
}
