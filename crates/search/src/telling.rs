//! The keys that say what an article is about, stored with it: `key count key count …` after the text's length.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::spaces;

/// Keys kept of an article: of a prototype, 20, 40 and all differed by 0.002 in nDCG@10 on Hamshahri.
const KEPT: usize = 40;
/// A text has a new word in so many bytes; the median of 451 articles of news.
const KEY_BYTES: usize = 16;

/// Writes the most frequent telling keys of an article, given all of them parted by spaces.
pub(crate) fn write(keys: &str) -> String {
    let mut counts: FxHashMap<&str, u32> =
        HashMap::with_capacity_and_hasher(keys.len() / KEY_BYTES, FxBuildHasher);
    let mut length = 0_u32;
    for key in spaces::parted(keys) {
        length += 1;
        *counts.entry(key).or_default() += 1;
    }
    counts.retain(|key, _| !crate::words::is_quiet(key) && key.chars().nth(1).is_some());
    // The first letters beside a key spare most looks at the keys themselves.
    let mut ranked: Vec<(Reverse<u32>, u64, &str)> =
        counts.into_iter().map(|(key, count)| (Reverse(count), first_letters(key), key)).collect();
    if ranked.len() > KEPT {
        ranked.select_nth_unstable(KEPT);
        ranked.truncate(KEPT);
    }
    ranked.sort_unstable();
    let mut line = length.to_string();
    for (Reverse(count), _, key) in ranked {
        let _ = write!(line, " {key} {count}");
    }
    line
}

/// In the order of the keys that begin so.
fn first_letters(key: &str) -> u64 {
    key.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |letters, byte| letters << 8 | u64::from(byte))
}

/// Reads keys and the share of the article's text that each is.
pub(crate) fn read(line: &str) -> impl Iterator<Item = (&str, f32)> {
    let mut rest = spaces::parted(line);
    let length: f32 = rest.next().and_then(|length| length.parse().ok()).unwrap_or(1.0);
    std::iter::from_fn(move || {
        let (key, count) = (rest.next()?, rest.next()?);
        Some((key, count.parse().unwrap_or(0.0) / length))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_written_is_read() {
        let line = super::write("گندم در گندم باران");
        let read: Vec<(&str, f32)> = super::read(&line).collect();
        assert_eq!(read, [("گندم", 0.5), ("باران", 0.25)]);
    }
}
