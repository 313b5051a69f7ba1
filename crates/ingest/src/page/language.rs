//! The language of a text, by its letters and commonest words.

use crate::text::is_persian;

/// Letters that tell a language.
const TOLD_BY_LETTERS: usize = 50_000;

/// `fa` for text of Arabic script with Persian letters, `ar` without them, nothing for others.
pub(super) fn of_letters(text: &str) -> Option<String> {
    let (mut letters, mut arabic, mut persian) = (0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(TOLD_BY_LETTERS) {
        letters += 1;
        arabic += usize::from(('\u{0600}'..='\u{06ff}').contains(&c));
        persian += usize::from(is_persian(c));
    }
    (arabic * 2 > letters).then(|| if persian * 50 > arabic { "fa" } else { "ar" }.to_owned())
}

/// Languages that are written in Arabic letters.
const OF_ARABIC_LETTERS: [&str; 9] = ["fa", "ar", "ku", "ckb", "ps", "ur", "az", "ug", "sd"];
/// Words by which English is known, of which every text has many.
const ENGLISH: [&str; 8] = ["the", "of", "and", "to", "in", "that", "is", "for"];

/// The language of a text: the stated one, unless that is written in other letters. Systems state their own for all
/// that they print.
pub(super) fn spoken(text: &str, stated: Option<String>) -> Option<String> {
    let found = of_letters(text);
    let is_arabic = stated.as_deref().map(|stated| OF_ARABIC_LETTERS.contains(&stated));
    match (found, is_arabic) {
        (Some(found), None | Some(false)) => Some(found),
        (None, None | Some(true)) if text.chars().any(char::is_alphabetic) => {
            let words = || text.split_whitespace();
            let english = words().filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())).count();
            (english * 10 > words().count()).then(|| "en".to_owned())
        }
        _ => stated,
    }
}
