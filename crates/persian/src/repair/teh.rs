//! The ة of Arabic, which some write for the ه of a Persian noun that the next word is bound to: خانة ما.

use super::line::{hash, hash_of_longer};
use super::normalise::is_letter;
use super::protected::protected;
use super::tagger::Model;

/// A regular text with هٔ in place of such a ة; None where there is none. Arabic keeps its own, and so do names: a noun takes
/// endings, خانه‌ای.
pub(super) fn replaced(text: &str, model: &Model) -> Option<String> {
    if !text.contains("ة ") {
        return None;
    }
    let kept = protected(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for (at, teh) in text.match_indices("ة ") {
        let stem = text[from..at].rsplit(|c| !is_letter(c)).next().unwrap_or_default();
        let next = text[at + teh.len()..].split(' ').next().unwrap_or_default();
        let noun = || model.word(hash_of_longer(hash(stem), "ه")).parts_before();
        let free =
            kept.get(kept.partition_point(|range| range.end <= at)).is_none_or(|range| at < range.start);
        if free && !tells_of_arabic(stem) && !stem.ends_with('ا') && is_bound_to(next) && noun() {
            out.push_str(&text[from..at]);
            out.push_str("ه\u{654} ");
            from = at + teh.len();
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// Whether a word is what a noun may be bound to: a Persian one, and none of the commonest little ones.
fn is_bound_to(word: &str) -> bool {
    word.starts_with(is_letter) && !tells_of_arabic(word) && !LITTLE.contains(&word)
}

fn tells_of_arabic(word: &str) -> bool {
    word.starts_with("ال") || word.contains(['ة', 'أ', 'إ', 'ء'])
}

/// Little words that no noun is bound to.
#[rustfmt::skip]
const LITTLE: [&str; 18] = [
    "و", "در", "به", "از", "را", "که", "است", "با", "تا", "بر", "بن", "نیز", "هم", "شد", "بود", "یا", "اما", "می",
];
