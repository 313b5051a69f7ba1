//! Short texts: most of one is its form («در ادامهٔ هفتهٔ دوازدهم لیگ برتر، تیم …»), which news of other matches, warnings
//! and meetings is written in too. What a headline names, the numbers, and parts in words of their own tell such news
//! apart.

use super::sketch::{SHINGLE, count_shared, hash, is_ascending, mix, shared, smallest, twos};

/// A text with more words than this says enough besides its form, unless the form is all but a few parts of it …
const SHORT_WORDS_MAX: usize = 122;
/// … and no form has more.
pub(super) const WORDS_MAX: usize = 240;
/// A text with more different words than this tells something itself.
const STUB_WORDS_MAX: usize = 60;
/// Of a stub's headline, at most one in so many words stands in its text.
const HEADLINE_WORDS_PART: usize = 4;
/// Shorter words stand in every text.
const HEADLINE_WORD_CHARS_MIN: usize = 3;
/// Words of a headline that are kept: longer ones are no headlines.
const HEADLINE_WORDS_MAX: usize = 16;
/// The most that [`write`] writes.
pub(super) const SHORT_BYTES_MAX: usize = 2 + 2 * HEADLINE_WORDS_MAX + 2 * WORDS_MAX;

/// Containment from which two texts are one whatever their headlines name.
const NAMED_SAME: f32 = 0.9;
/// Containment from which a number that differs is a correction, unless most of [`NUMBERS_MIN`] differ.
const CORRECTED: f32 = 0.85;
/// Numbers from which a text is a bulletin.
const NUMBERS_MIN: usize = 4;
/// The share of their numbers that copies have in common.
const NUMBERS_SHARED_MIN: f32 = 0.75;

/// Words in a row that another text has not, from which they are a part of its own, and no correction.
const OWN_PART_MIN: usize = 3;
/// Such parts of a text that fills a form. Copies with replaced words have more.
const OWN_PARTS_MAX: usize = 3;
/// Words in them that stand nowhere in the other text.
const OWN_WORDS_MIN: usize = 6;
/// And of all words one in so many.
const OWN_WORDS_PART: usize = 20;
/// A form is more than so much of a text: asked first, for it is known already.
const FORM_MIN: f32 = 0.4;
/// Of the form itself one word in so many may be another: a name, a number.
const CORRECTED_PART: usize = 20;

/// Places of a form in which two texts have other words: one alone may be a correction, and words are replaced in more.
const SLOTS: std::ops::RangeInclusive<usize> = 2..=6;
/// Words in them that the other text has not.
const SLOT_WORDS_MIN: usize = 4;

/// A place in which a text has words that another has not.
struct Slot {
    /// How many of them stand nowhere in the other.
    new: usize,
    /// Whether two of these stand side by side: whoever replaces words leaves some between.
    is_name: bool,
}

/// The words of a short text and of its headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Short {
    /// Hashes, ascending, no two the same. Those of numbers are odd.
    headline: Box<[u16]>,
    /// Likewise.
    words: Box<[u16]>,
    /// All words of the text, in its order.
    text: Box<[u16]>,
}

impl Short {
    /// Of a headline and a text's words; None when these are more than a form has.
    pub(super) fn of(title: &str, text: Vec<u16>) -> Option<Self> {
        if text.len() > WORDS_MAX {
            return None;
        }
        let headline = persian::fold::tokens(title)
            .filter(|token| token.text.chars().count() >= HEADLINE_WORD_CHARS_MIN)
            .map(|token| word(&token.text, hash(token.text.as_bytes())));
        let mut headline: Vec<u16> = headline.collect();
        let headline = smallest(&mut headline, HEADLINE_WORDS_MAX);
        Some(Self { headline, words: smallest(&mut text.clone(), WORDS_MAX), text: text.into() })
    }

    /// Whether two texts that share so much of the smaller one are other news in one form.
    pub(super) fn is_other_news(&self, other: &Self, containment: f32) -> bool {
        self.text.len().max(other.text.len()) <= SHORT_WORDS_MAX
            && (self.is_other_stub(other)
                || containment < NAMED_SAME && self.names_other(other) && other.names_other(self)
                || self.counts_other(other, containment))
            || containment >= FORM_MIN
                && (self.fills_form_of(other) && other.fills_form_of(self) || self.fills_slots_of(other))
    }

    /// Whether both have words of their own in the same few places, of which one at least holds a name: the rest is a
    /// form. What was rewritten or reprinted has them in many places, or one of both has more.
    fn fills_slots_of(&self, other: &Self) -> bool {
        let (own, others) = (self.slots(other), other.slots(self));
        let new = |slots: &[Slot]| slots.iter().map(|slot| slot.new).sum::<usize>();
        SLOTS.contains(&own.len())
            && own.len() == others.len()
            && self.text.len().max(other.text.len()) <= SHORT_WORDS_MAX
            && new(&own).min(new(&others)) >= SLOT_WORDS_MIN
            && own.iter().chain(&others).all(|slot| slot.new > 0)
            && own.iter().zip(&others).any(|(one, another)| one.is_name && another.is_name)
    }

    /// The places in which a text has words that another has not.
    fn slots(&self, other: &Self) -> Vec<Slot> {
        let (mut slots, mut at) = (Vec::new(), 0);
        for part in self.shared_in_threes(other).chunk_by(|a, b| a == b) {
            let words = &self.text[at..at + part.len()];
            at += part.len();
            let is_new = |word: &u16| !other.says(*word);
            if !part[0] {
                let new = words.iter().filter(|word| is_new(word)).count();
                slots.push(Slot { new, is_name: words.windows(2).any(|two| two.iter().all(is_new)) });
            }
        }
        slots
    }

    /// Whether a few parts of the text are its own, and the rest is the other's nearly word for word.
    fn fills_form_of(&self, other: &Self) -> bool {
        let (mut parts, mut own, mut new, mut corrected) = (0, 0, 0, 0);
        let mut at = 0;
        for part in self.shared_in_threes(other).chunk_by(|a, b| a == b) {
            let words = &self.text[at..at + part.len()];
            at += part.len();
            if part[0] {
                continue;
            }
            if words.len() < OWN_PART_MIN {
                corrected += words.len();
            } else {
                (parts, own) = (parts + 1, own + words.len());
                new += words.iter().filter(|word| !other.says(**word)).count();
            }
        }
        let form = self.text.len() - own - corrected;
        new >= OWN_WORDS_MIN.max(self.text.len() / OWN_WORDS_PART)
            && own <= form
            && parts <= OWN_PARTS_MAX
            && corrected * CORRECTED_PART <= form
    }

    /// Of each word of the text, whether it stands in three in a row that the other text has too.
    fn shared_in_threes(&self, other: &Self) -> Vec<bool> {
        let mut threes: Vec<&[u16]> = other.text.windows(SHINGLE).collect();
        threes.sort_unstable();
        let mut shared = vec![false; self.text.len()];
        for (at, three) in self.text.windows(SHINGLE).enumerate() {
            if threes.binary_search(&three).is_ok() {
                shared[at..at + SHINGLE].fill(true);
            }
        }
        shared
    }

    /// Whether both are stubs and stand under headlines that have hardly a word in common.
    fn is_other_stub(&self, other: &Self) -> bool {
        let fewer = self.headline.len().min(other.headline.len());
        self.is_stub() && other.is_stub() && 2 * count_shared(&self.headline, &other.headline) < fewer
    }

    /// Whether the text says nothing of its headline: an outlet puts the same sentences under many.
    fn is_stub(&self) -> bool {
        let said = count_shared(&self.headline, &self.words);
        self.words.len() <= STUB_WORDS_MAX && said * HEADLINE_WORDS_PART <= self.headline.len()
    }

    /// Whether the headline names what its own text speaks of and the other does not.
    fn names_other(&self, other: &Self) -> bool {
        shared(&self.headline, &self.words).any(|word| !other.says(word))
    }

    fn says(&self, word: u16) -> bool {
        self.words.binary_search(&word).is_ok() || self.headline.binary_search(&word).is_ok()
    }

    /// Whether each has numbers that the other has not, and they are too many for a correction.
    fn counts_other(&self, other: &Self, containment: f32) -> bool {
        let numbers =
            |short: &Self| short.words.iter().copied().filter(|word| word % 2 == 1).collect::<Vec<_>>();
        let (a, b) = (numbers(self), numbers(other));
        let (fewer, same) = (a.len().min(b.len()), count_shared(&a, &b));
        let are_many = containment < CORRECTED || fewer >= NUMBERS_MIN;
        same < fewer && are_many && (same as f32) < NUMBERS_SHARED_MIN * fewer as f32
    }
}

/// A word with its hash as it is compared: numbers are odd, whether in figures or in letters.
pub(super) fn word(text: &str, hashed: u64) -> u16 {
    let spelled = figure(text);
    let is_number = spelled.is_some() || text.starts_with(|c: char| c.is_ascii_digit());
    let hashed = (mix(spelled.map_or(hashed, |figure| hash(figure.as_bytes()))) >> 16) as u16;
    if is_number { hashed | 1 } else { hashed & !1 }
}

/// A number written in letters; «یک» and «نه» are other words too.
fn figure(word: &str) -> Option<&'static str> {
    Some(match word {
        "دو" => "2",
        "سه" => "3",
        "چهار" => "4",
        "پنج" => "5",
        "شش" => "6",
        "هفت" => "7",
        "هشت" => "8",
        "ده" => "10",
        "یازده" => "11",
        "دوازده" => "12",
        "سیزده" => "13",
        "چهارده" => "14",
        "پانزده" => "15",
        "شانزده" => "16",
        "هفده" => "17",
        "هجده" => "18",
        "نوزده" => "19",
        "بیست" => "20",
        _ => return None,
    })
}

/// Writes a short text's words; of another text that there are none.
pub(super) fn write(short: Option<&Short>, bytes: &mut Vec<u8>) {
    let Some(short) = short else { return bytes.extend([0, 0]) };
    bytes.extend([short.headline.len() as u8, short.text.len() as u8]);
    short.headline.iter().chain(&short.text).for_each(|word| bytes.extend(word.to_le_bytes()));
}

/// Reads what [`write`] wrote, and what follows it.
pub(super) fn read(bytes: &[u8]) -> Option<(Option<Short>, &[u8])> {
    let ([headline, text], rest) = bytes.split_first_chunk()?;
    let (headline, rest) = rest.split_at_checked(2 * usize::from(*headline))?;
    let (text, rest) = rest.split_at_checked(2 * usize::from(*text))?;
    let (headline, text) = (twos(headline), twos(text));
    let words = smallest(&mut text.to_vec(), WORDS_MAX);
    let is_short = !text.is_empty() || !headline.is_empty();
    is_ascending(&headline).then_some((is_short.then_some(Short { headline, words, text }), rest))
}
