//! Words that are spelt in several ways, in one of them. Which ones is in `spellings.txt`, for anyone to review.

use std::sync::LazyLock;

const ANSHALLAH: &str = "انشاالله";
/// The same in several words.
const APART: [&str; 3] = ["ان شا الله", "ان شاالله", "انشا الله"];

/// Two letters, which nearly all words have of their own.
const LETTERS_BYTES: usize = 4;

/// A line of the file.
struct Spelling {
    letters: [u8; LETTERS_BYTES],
    one: &'static str,
    other: &'static str,
    /// No more letters may follow.
    is_whole: bool,
}

/// By their first letters; of those that begin alike, the longest first.
static SPELLINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    let lines = include_str!("spellings.txt").lines().filter(|line| !line.starts_with('#'));
    let mut all: Vec<Spelling> = lines.filter_map(Spelling::read).collect();
    all.sort_by_key(|spelling| (spelling.letters, std::cmp::Reverse(spelling.one.len())));
    all
});

/// Which second letters, a bit each, some line has behind each first one, by the last six bits of both: nearly all words
/// are told by them to begin like none.
static BEGINNINGS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut seconds = [0; 64];
    SPELLINGS.iter().for_each(|spelling| seconds[first(spelling.letters)] |= second(spelling.letters));
    seconds
});

fn first(letters: [u8; LETTERS_BYTES]) -> usize {
    usize::from(letters[1] % 64)
}

fn second(letters: [u8; LETTERS_BYTES]) -> u64 {
    1 << (letters[3] % 64)
}

impl Spelling {
    /// None of an empty line, and of a spelling of one letter.
    fn read(line: &'static str) -> Option<Self> {
        let (one, other) = line.split_once(" => ")?;
        let (one, is_whole) = one.strip_suffix('.').map_or((one, false), |one| (one, true));
        Some(Self { letters: *one.as_bytes().first_chunk()?, one, other, is_whole })
    }

    fn fits(&self, word: &str) -> bool {
        let rest = word.strip_prefix(self.one);
        rest.is_some_and(|rest| !self.is_whole || !rest.starts_with(char::is_alphanumeric))
    }
}

/// Puts the word that starts at byte `start` of a key right.
pub(super) fn put_right(key: &mut String, start: usize) {
    let Some(letters) = key.as_bytes()[start..].first_chunk() else { return };
    if BEGINNINGS[first(*letters)] & second(*letters) == 0 {
        return;
    }
    let at = SPELLINGS.partition_point(|spelling| spelling.letters < *letters);
    let mut alike = SPELLINGS[at..].iter().take_while(|spelling| spelling.letters == *letters);
    if let Some(known) = alike.find(|spelling| spelling.fits(&key[start..])) {
        key.replace_range(start..start + known.one.len(), known.other);
    }
}

/// The beginnings that are put right to what a key begins with.
pub(super) fn others_of(key: &str) -> impl Iterator<Item = &'static str> + '_ {
    SPELLINGS.iter().filter(|spelling| key.starts_with(spelling.other)).map(|spelling| spelling.one)
}

/// A key with what is written as several words in one word: ان شاء الله.
pub(super) fn whole(mut key: String) -> String {
    put_right(&mut key, 0);
    if !key.contains("شا") {
        return key;
    }
    for apart in APART {
        if !key.contains(apart) {
            continue;
        }
        let (mut joined, mut from) = (String::with_capacity(key.len()), 0);
        for (at, _) in key.match_indices(apart) {
            if !key[..at].ends_with(char::is_alphanumeric) {
                joined.push_str(&key[from..at]);
                joined.push_str(ANSHALLAH);
                from = at + apart.len();
            }
        }
        joined.push_str(&key[from..]);
        key = joined;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_folded_and_put_right_once() {
        let lines = include_str!("spellings.txt").lines();
        let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert_eq!(lines, SPELLINGS.len());
        for spelling in SPELLINGS.iter() {
            let mut key = spelling.one.to_owned();
            put_right(&mut key, 0);
            assert_eq!(key, spelling.other, "{}", spelling.one);
            assert_eq!(crate::fold::fold(spelling.one), spelling.other);
            assert_eq!(crate::fold::fold(spelling.other), spelling.other);
        }
    }
}
