//! Short texts: most of one is its form («در ادامهٔ هفتهٔ دوازدهم لیگ برتر، تیم …»), which news of other matches, warnings
//! and meetings is written in too. What a headline names, and the numbers, tell such news apart.

use super::sketch::{fours, hash, is_ascending, mix, shared, smallest};

/// A text with more shingles than this says enough besides its form.
const SHORT_HASHES_MAX: usize = 120;
/// A text with more different words than this tells something itself.
const STUB_WORDS_MAX: usize = 60;
/// Of a stub's headline, at most one in so many words stands in its text.
const HEADLINE_WORDS_PART: usize = 4;
/// Shorter words stand in every text.
const HEADLINE_WORD_CHARS_MIN: usize = 3;
/// Words of a headline that are kept: longer ones are no headlines.
const HEADLINE_WORDS_MAX: usize = 16;
/// Words of a text that are kept: one for each shingle, and the last two.
const WORDS_MAX: usize = SHORT_HASHES_MAX + 2;
/// The most that [`write`] writes.
pub(super) const SHORT_BYTES_MAX: usize = 2 + 4 * HEADLINE_WORDS_MAX + 4 * WORDS_MAX;

/// Containment from which two texts are one whatever their headlines name.
const NAMED_SAME: f32 = 0.9;
/// Containment from which a number that differs is a correction, unless most of [`NUMBERS_MIN`] differ.
const CORRECTED: f32 = 0.85;
/// Numbers from which a text is a bulletin.
const NUMBERS_MIN: usize = 4;
/// The share of their numbers that copies have in common.
const NUMBERS_SHARED_MIN: f32 = 0.75;

/// Numbers as they are written in news; «یک» and «نه» are other words too.
const NUMBERS: [(&str, &str); 18] = [
    ("دو", "2"),
    ("سه", "3"),
    ("چهار", "4"),
    ("پنج", "5"),
    ("شش", "6"),
    ("هفت", "7"),
    ("هشت", "8"),
    ("ده", "10"),
    ("یازده", "11"),
    ("دوازده", "12"),
    ("سیزده", "13"),
    ("چهارده", "14"),
    ("پانزده", "15"),
    ("شانزده", "16"),
    ("هفده", "17"),
    ("هجده", "18"),
    ("نوزده", "19"),
    ("بیست", "20"),
];

/// The words of a short text and of its headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Short {
    /// Hashes, ascending, no two the same. Those of numbers are odd.
    headline: Box<[u32]>,
    /// Likewise.
    words: Box<[u32]>,
}

impl Short {
    /// None when the text has more shingles than a short one.
    pub(super) fn of(title: &str, text: &str, shingles: usize) -> Option<Self> {
        if shingles > SHORT_HASHES_MAX {
            return None;
        }
        let mut words: Vec<u32> = persian::fold::tokens(text).map(|token| word(&token.text)).collect();
        let headline = persian::fold::tokens(title)
            .filter(|token| token.text.chars().count() >= HEADLINE_WORD_CHARS_MIN)
            .map(|token| word(&token.text));
        let mut headline: Vec<u32> = headline.collect();
        Some(Self {
            headline: smallest(&mut headline, HEADLINE_WORDS_MAX),
            words: smallest(&mut words, WORDS_MAX),
        })
    }

    /// Whether two texts that share so much of the smaller one are other news in one form.
    pub(super) fn is_other_news(&self, other: &Self, containment: f32) -> bool {
        self.is_other_stub(other)
            || containment < NAMED_SAME && self.names_other(other) && other.names_other(self)
            || self.counts_other(other, containment)
    }

    /// Whether both are stubs and stand under headlines that have hardly a word in common.
    fn is_other_stub(&self, other: &Self) -> bool {
        let fewer = self.headline.len().min(other.headline.len());
        self.is_stub() && other.is_stub() && 2 * shared(&self.headline, &other.headline).count() < fewer
    }

    /// Whether the text says nothing of its headline: an outlet puts the same sentences under many.
    fn is_stub(&self) -> bool {
        let said = shared(&self.headline, &self.words).count();
        self.words.len() <= STUB_WORDS_MAX && said * HEADLINE_WORDS_PART <= self.headline.len()
    }

    /// Whether the headline names what its own text speaks of and the other does not.
    fn names_other(&self, other: &Self) -> bool {
        shared(&self.headline, &self.words).any(|word| !other.says(word))
    }

    fn says(&self, word: u32) -> bool {
        self.words.binary_search(&word).is_ok() || self.headline.binary_search(&word).is_ok()
    }

    /// Whether each has numbers that the other has not, and they are too many for a correction.
    fn counts_other(&self, other: &Self, containment: f32) -> bool {
        let numbers =
            |short: &Self| short.words.iter().copied().filter(|word| word % 2 == 1).collect::<Vec<_>>();
        let (a, b) = (numbers(self), numbers(other));
        let (fewer, same) = (a.len().min(b.len()), shared(&a, &b).count());
        let are_many = containment < CORRECTED || fewer >= NUMBERS_MIN;
        same < fewer && are_many && (same as f32) < NUMBERS_SHARED_MIN * fewer as f32
    }
}

/// A word as it is compared: numbers are odd, whether in figures or in letters.
fn word(text: &str) -> u32 {
    let number = NUMBERS.iter().find(|(word, _)| *word == text).map(|(_, figure)| *figure);
    let number = number.or_else(|| text.starts_with(|c: char| c.is_ascii_digit()).then_some(text));
    let hashed = mix(hash(number.unwrap_or(text).as_bytes()));
    if number.is_some() { hashed | 1 } else { hashed & !1 }
}

/// Writes a short text's words; of another text that there are none.
pub(super) fn write(short: Option<&Short>, bytes: &mut Vec<u8>) {
    let Some(short) = short else { return bytes.extend([0, 0]) };
    bytes.extend([short.headline.len() as u8, short.words.len() as u8]);
    short.headline.iter().chain(&short.words).for_each(|word| bytes.extend(word.to_le_bytes()));
}

/// Reads what [`write`] wrote, and what follows it.
pub(super) fn read(bytes: &[u8]) -> Option<(Option<Short>, &[u8])> {
    let ([headline, words], rest) = bytes.split_first_chunk()?;
    let (headline, rest) = rest.split_at_checked(4 * usize::from(*headline))?;
    let (words, rest) = rest.split_at_checked(4 * usize::from(*words))?;
    let short = Short { headline: fours(headline)?, words: fours(words)? };
    let is_kept = is_ascending(&short.headline) && is_ascending(&short.words);
    is_kept.then_some(((!short.words.is_empty() || !short.headline.is_empty()).then_some(short), rest))
}
