//! Words, sentences, and what is counted from them.

mod keywords;
mod sentences;

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::fold;

pub use keywords::keywords;
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

/// Whether a folded word says nothing about what a text is about: prepositions, pronouns, auxiliaries.
pub fn is_stop_word(word: &str) -> bool {
    STOP.contains(word)
}

/// For a list so long a set is looked up ten times as fast as the list.
static STOP: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.into_iter().collect());

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
}
