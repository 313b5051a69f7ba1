//! Words, sentences, and what is counted from them.

mod sentences;

use std::collections::HashMap;

use crate::{fold, repair};

pub use sentences::sentences;

/// Persian newspaper prose is read at about this many words a minute.
const WORDS_PER_MINUTE: usize = 200;

/// Minutes to read a text, at least one.
///
/// ```
/// assert_eq!(persian::words::reading_minutes(&"واژه ".repeat(401)), 3);
/// ```
pub fn reading_minutes(text: &str) -> u32 {
    let words = fold::tokens(text).count();
    u32::try_from(words.div_ceil(WORDS_PER_MINUTE).max(1)).unwrap_or(u32::MAX)
}

/// The most telling words of a text as it first writes them, their letters made regular, best first: frequent, long,
/// early, neither stop words nor verbs with می.
///
/// ```
/// let text = "برداشت گندم آغاز شد. گندم این استان امسال گران‌تر خریده می‌شود.";
/// assert_eq!(persian::words::keywords(text, 1), ["گندم"]);
/// ```
pub fn keywords(text: &str, most: usize) -> Vec<String> {
    let mut weights: HashMap<String, (f32, &str)> = HashMap::new();
    for (at, token) in fold::tokens(text).enumerate() {
        let letters = token.text.chars().count();
        if letters >= KEYWORD_MIN
            && !is_stop_word(&token.text)
            && !is_verb(&token)
            && !token.text.chars().all(|c| c.is_ascii_digit())
        {
            let early = 1.0 + 10.0 / (at as f32 + 10.0);
            let entry = weights.entry(token.text).or_insert((0.0, &text[token.range]));
            entry.0 += early * (letters as f32).sqrt();
        }
    }
    let mut ranked: Vec<(f32, &str)> = weights.into_values().collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    ranked.into_iter().take(most).map(|(_, word)| repair::regular(word)).collect()
}

/// Whether a word is a verb by its prefix: می‌توانند.
fn is_verb(token: &fold::Token) -> bool {
    token.parts.first().is_some_and(|part| matches!(part.as_str(), "می" | "نمی"))
}

/// Letters of a keyword, at least: نفت, طلا.
const KEYWORD_MIN: usize = 3;

/// Whether a folded word says nothing about what a text is about: prepositions, pronouns, auxiliaries.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// Folded. The commonest words of Persian news that carry no topic.
const STOP_WORDS: [&str; 147] = [
    "و",
    "در",
    "به",
    "از",
    "که",
    "این",
    "را",
    "با",
    "است",
    "برای",
    "ان",
    "یک",
    "خود",
    "تا",
    "کرد",
    "بر",
    "هم",
    "نیز",
    "گفت",
    "میشود",
    "وی",
    "شد",
    "دارد",
    "ما",
    "اما",
    "یا",
    "شده",
    "باید",
    "هر",
    "انها",
    "بود",
    "او",
    "دیگر",
    "دو",
    "مورد",
    "میکند",
    "شود",
    "کند",
    "وجود",
    "بین",
    "پیش",
    "شدهاست",
    "پس",
    "نظر",
    "اگر",
    "همه",
    "یکی",
    "حال",
    "هستند",
    "من",
    "کنند",
    "نیست",
    "باشد",
    "چه",
    "بی",
    "می",
    "بخش",
    "میکنند",
    "همین",
    "افزود",
    "هایی",
    "دارند",
    "چیست",
    "کدام",
    "سال",
    "روز",
    "ماه",
    "نفر",
    "هزار",
    "میلیون",
    "میلیارد",
    "درصد",
    "امروز",
    "دیروز",
    "کرده",
    "داده",
    "بوده",
    "شدند",
    "کردند",
    "گفته",
    "دهد",
    "داد",
    "شدن",
    "کردن",
    "کار",
    "سه",
    "چند",
    "هیچ",
    "ولی",
    "چون",
    "بعد",
    "قبل",
    "انان",
    "ایشان",
    "روی",
    "تعداد",
    "داشتند",
    "داشت",
    "داشته",
    "میتواند",
    "میتوانند",
    "میکرد",
    "میکردند",
    "میشوند",
    "میدهد",
    "میدهند",
    "میگوید",
    "میگویند",
    "بودند",
    "باشند",
    "شوند",
    "دهند",
    "کنیم",
    "خواهد",
    "خواهند",
    "توسط",
    "طی",
    "درباره",
    "برخی",
    "بسیار",
    "همچنین",
    "ایا",
    "اینکه",
    "زیرا",
    "البته",
    "هنوز",
    "تنها",
    "حتی",
    "نسبت",
    "طور",
    "گونه",
    "دادن",
    "داشتن",
    "بودن",
    "توان",
    "گرفت",
    "گرفته",
    "کسی",
    "چنین",
    "چگونه",
    "چرا",
    "نباید",
    "شاید",
    "میان",
    "زیر",
    "تحت",
    "ضمن",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_takes_at_least_a_minute() {
        assert_eq!(reading_minutes(""), 1);
        assert_eq!(reading_minutes(&"واژه ".repeat(401)), 3);
    }

    #[test]
    fn keywords_are_telling() {
        let found = keywords("گندم کاران گفتند برداشت گندم و فروش گندم در این استان آغاز شد", 2);
        assert!(found.len() == 2 && !found.contains(&"این".to_owned()));
        let found = keywords("امروز نفت و طلا گران شد. نفت آزاد است و طلای آزاد نه.", 2);
        assert_eq!(found, ["آزاد", "نفت"]);
    }
}
