//! Many articles from few: each mixes the sentences of two real ones, with other figures and a few names of its own,
//! so that words, numbers and lengths are spread as in a large archive.

use news::UtcMs;
use news::article::NewsCode;
use search::Document;

use crate::articles::Article;

/// Published a quarter of an hour apart: a million articles are 28 years.
const APART_MS: UtcMs = 15 * 60 * 1000;
/// Names that no other article is likely to have: an archive keeps meeting new ones.
const OWN_NAMES: usize = 3;
const SYLLABLES: [&str; 16] =
    ["بر", "تا", "سو", "مه", "رو", "دل", "کا", "نی", "شا", "پر", "گل", "زا", "هم", "ور", "ین", "آب"];
const SECTIONS: [&str; 6] = ["politics", "economy", "society", "culture", "sport", "world"];

/// The article of a code, always the same one.
pub(crate) fn article(real: &[Article], code: NewsCode) -> Document {
    let mut random = Random(code as u64);
    let one = &real[code as usize % real.len()].document;
    let other = &real[random.below(real.len())].document;
    let mut body = String::new();
    let (first, second) = (sentences(&one.body_text), sentences(&other.body_text));
    for at in 0..first.len().max(2) {
        let from = if at % 3 == 2 { &second } else { &first };
        let sentence = from.get(at).or(first.get(at)).copied().unwrap_or_default();
        body.push_str(&with_other_figures(sentence, &mut random));
        body.push(' ');
    }
    for _ in 0..OWN_NAMES {
        let syllables = 2 + random.below(3);
        body.extend((0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]));
        body.push(' ');
    }
    Document {
        code,
        story: code,
        body_text: body,
        section: Some(SECTIONS[random.below(SECTIONS.len())].to_owned()),
        published_at: code * APART_MS,
        ..one.clone()
    }
}

fn sentences(text: &str) -> Vec<&str> {
    persian::words::sentences(text).collect()
}

fn with_other_figures(text: &str, random: &mut Random) -> String {
    let shift = random.below(9) as u32;
    let figure =
        |c: char| persian::digits::value(c).and_then(|digit| char::from_digit((digit + shift) % 10, 10));
    text.chars().map(|c| figure(c).unwrap_or(c)).collect()
}

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}
