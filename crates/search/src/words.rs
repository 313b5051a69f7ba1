//! How texts become words and keys: the one analysis of documents and queries.
//!
//! A half-space counts as a space: `کتاب‌ها` is the words `کتاب` and `ها`. A word's key is its stem; endings and
//! prefixes that stand alone (`ها`, `می`) have none. So `کتاب‌ها`, `کتاب ها` and `کتابها` are all the key `کتاب`,
//! and whether a text was repaired well does not matter. Joined compounds are parted by what the index has seen
//! (see `vocabulary`).

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use persian::fold;
use rustc_hash::FxHashSet;

use crate::{letters, pairs};

/// What is said of a number with a sign beside it, and the signs.
const PERCENT: &str = "درصد";
const PERCENT_SIGNS: [&str; 2] = ["٪", "%"];
/// Longer words are glued-together noise.
pub(crate) const WORD_BYTES_MAX: usize = 120;

/// A run of letters and half-spaces, folded.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Half-spaces joined.
    pub joined: String,
    parts: Vec<String>,
}

impl Word {
    /// The word's parts between half-spaces; itself when it has none.
    pub fn parts(&self) -> &[String] {
        if self.parts.is_empty() { std::slice::from_ref(&self.joined) } else { &self.parts }
    }

    /// The parts, owned.
    pub fn into_parts(self) -> Vec<String> {
        if self.parts.is_empty() { vec![self.joined] } else { self.parts }
    }

    /// A word without parts.
    pub fn whole(joined: String) -> Self {
        Self { joined, parts: Vec::new() }
    }

    /// A word of parts.
    pub fn of_parts(parts: Vec<String>) -> Self {
        Self { joined: letters::joined(&parts), parts }
    }

    /// Whether a half-space parts it.
    pub fn is_parted(&self) -> bool {
        !self.parts.is_empty()
    }
}

/// The words of a text.
pub(crate) fn of(text: &str) -> impl Iterator<Item = Word> + '_ {
    pairs::joined(written(text), pairs::Parted::Surely)
}

/// The words of a query: who asks for «حمل ونقل» means حمل‌ونقل, «می آید» is a verb, and «شان معلم» begins with no ending.
pub(crate) fn asked(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut words = verbs(pairs::joined(written(text), pairs::Parted::Anyhow));
    let mut may_end = false;
    std::iter::from_fn(move || {
        let mut word = words.next()?;
        if !may_end && word.joined == letters::NOUN {
            word.joined.insert(0, letters::MARK);
        }
        may_end = !is_quiet(&word.joined);
        Some(word)
    })
}

/// Puts what begins a verb before words that are endings elsewhere: alone, neither would be looked for.
fn verbs(words: impl Iterator<Item = Word>) -> impl Iterator<Item = Word> {
    let mut words = words.peekable();
    std::iter::from_fn(move || {
        let word = words.next()?;
        let begins = PREFIXES.contains(&word.joined.as_str()) && !word.is_parted();
        let is_ending = |next: &Word| !next.is_parted() && key(&next.joined).is_none();
        Some(match words.next_if(|next| begins && is_ending(next)) {
            Some(next) => Word::of_parts(vec![word.joined, next.joined]),
            None => word,
        })
    })
}

/// The words of a text as they stand, pairs not joined.
pub(crate) fn written(text: &str) -> impl Iterator<Item = Word> + '_ {
    fold::tokens(text).filter(|token| token.text.len() <= WORD_BYTES_MAX).flat_map(|token| {
        let has_sign = with_sign(text, token.range.clone()) != token.range;
        let is_share = has_sign && token.text.bytes().all(|byte| byte.is_ascii_digit());
        let word = letters::marked(Word { joined: token.text, parts: token.parts }, &text[token.range]);
        let (name, number) = numbered(word);
        let sign = is_share.then(|| Word::whole(PERCENT.to_owned()));
        std::iter::once(name).chain(number).chain(sign)
    })
}

/// A word with the sign beside it that stands for [`PERCENT`].
pub(crate) fn with_sign(text: &str, word: Range<usize>) -> Range<usize> {
    let (before, after) = (&text[..word.start], &text[word.end..]);
    let sign =
        |stands: &dyn Fn(&str) -> bool| PERCENT_SIGNS.iter().find(|sign| stands(sign)).map(|sign| sign.len());
    if let Some(length) = sign(&|sign| after.starts_with(sign)) {
        return word.start..word.end + length;
    }
    word.start - sign(&|sign| before.ends_with(sign)).unwrap_or(0)..word.end
}

/// What is no word for its length, as it is written.
pub(crate) fn too_long(text: &str) -> impl Iterator<Item = &str> {
    let may_be = text.len() > WORD_BYTES_MAX;
    let tokens = may_be.then(|| fold::tokens(text)).into_iter().flatten();
    tokens.filter(|token| token.text.len() > WORD_BYTES_MAX).map(|token| &text[token.range])
}

/// کووید۱۹ as the two words that it is, and F16 and ۳۰هزار too: so they are one with کووید-۱۹, F-16 and ۳۰ هزار.
fn numbered(mut word: Word) -> (Word, Option<Word>) {
    if word.joined.starts_with(|c: char| c.is_ascii_digit()) {
        return counted(word);
    }
    if !word.joined.ends_with(|c: char| c.is_ascii_digit()) {
        return (word, None);
    }
    let letters = word.joined.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters.is_empty() || !letters.chars().all(char::is_alphabetic) {
        return (word, None);
    }
    let number = word.joined.split_off(letters.len());
    if let Some(last) = word.parts.last_mut() {
        last.truncate(last.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    }
    word.parts.retain(|part| !part.is_empty());
    if word.parts.len() < 2 {
        word.parts.clear();
    }
    (word, Some(Word::whole(number)))
}

/// ۳۰هزار parted. In Latin letters, as 4K and 3D are, it is one word.
fn counted(mut word: Word) -> (Word, Option<Word>) {
    let letters = word.joined.trim_start_matches(|c: char| c.is_ascii_digit());
    if letters.is_empty() || !letters.chars().all(|c| c.is_alphabetic() && !c.is_ascii()) {
        return (word, None);
    }
    let number = word.joined.len() - letters.len();
    if let Some(first) = word.parts.first_mut() {
        first.drain(..number.min(first.len()));
    }
    word.parts.retain(|part| !part.is_empty());
    if word.parts.len() < 2 {
        word.parts.clear();
    }
    let letters = word.joined.split_off(number);
    (Word::whole(std::mem::replace(&mut word.joined, letters)), Some(word))
}

/// The key of a name: equal for all spellings of its words.
pub(crate) fn name_key(name: &str) -> String {
    let parts: Vec<String> = of(name).flat_map(Word::into_parts).collect();
    parts.join(" ")
}

/// The keys of a text.
pub(crate) fn keys(text: &str) -> HashSet<String> {
    let parts = of(text).flat_map(Word::into_parts);
    parts.filter_map(|part| key(&part).map(str::to_owned)).collect()
}

/// What a folded part is found by; None for an ending or prefix that stands alone.
pub(crate) fn key(part: &str) -> Option<&str> {
    (!is_ending(part)).then(|| fold::stem(letters::unmarked(part)))
}

/// Whether a part that stands alone is an ending or prefix.
pub(crate) fn is_ending(part: &str) -> bool {
    AFFIXES.contains(&part)
}

/// Whether a word is found by no part of it: می‌آید is made of what elsewhere are beginnings and endings, and ای‌میل begins
/// with an ending.
pub(crate) fn is_only_whole(parts: &[String]) -> bool {
    let begins = |first: &String| key(first).is_none() && !PREFIXES.contains(&first.as_str());
    parts.len() > 1 && parts.first().is_some_and(begins) || parts.iter().all(|part| key(part).is_none())
}

/// Whether a word and its parts have one key: سیدی, with the ending of سید, is another word than سی‌دی.
pub(crate) fn is_same(joined: &str, parts: &[String]) -> bool {
    let Some((last, first)) = parts.split_last() else { return false };
    key(last).is_none_or(|last| key(joined) == Some(&(letters::joined(first) + last)))
}

/// Of verbs.
const PREFIXES: [&str; 2] = ["می", "نمی"];

/// Endings and prefixes as they stand after a half-space or, misspelt, after a space.
const AFFIXES: [&str; 24] = [
    "ی",
    "می",
    "نمی",
    "ها",
    "های",
    "هایی",
    "هایش",
    "هایشان",
    "هایم",
    "هایمان",
    "هایت",
    "هایتان",
    "ای",
    "ام",
    "اند",
    "ایم",
    "اید",
    "تر",
    "ترین",
    "اش",
    "ات",
    "شان",
    "مان",
    "تان",
];

/// Whether a part says nothing about what a text is about, in a query or in an article.
pub(crate) fn is_quiet(part: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| QUIET.into_iter().chain(QUESTIONS).collect());
    ALL.contains(part)
}

/// Whether a part asks: then one answer is looked for, not everything on a topic.
pub(crate) fn is_question(part: &str) -> bool {
    QUESTIONS.contains(&part)
}

/// Folded: conjunctions, prepositions, pronouns, auxiliaries.
const QUIET: [&str; 56] = [
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
    "بر",
    "هم",
    "نیز",
    "شد",
    "یا",
    "شده",
    "هر",
    "بود",
    "او",
    "وی",
    "شود",
    "می",
    "کرد",
    "کند",
    "بوده",
    "بودند",
    "شدند",
    "دارد",
    "داشت",
    "کردند",
    "میشود",
    "میکند",
    "میکنند",
    "میشوند",
    "باشد",
    "هستند",
    "هست",
    "کرده",
    "کنند",
    "شوند",
    "کردن",
    "شدن",
    "بودن",
    "اند",
    "نمی",
    "اما",
    "باید",
    "انها",
    "دارند",
    "داد",
    "شان",
    "ای",
];

/// Folded.
const QUESTIONS: [&str; 17] = [
    "چه",
    "چیست",
    "کدام",
    "کدامند",
    "چرا",
    "چگونه",
    "چطور",
    "چقدر",
    "چند",
    "چندمین",
    "کجا",
    "کجاست",
    "کی",
    "کیست",
    "کسی",
    "چی",
    "ایا",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let words: Vec<Word> = of(text).collect();
        words.iter().flat_map(Word::parts).filter_map(|part| key(part)).map(str::to_owned).collect()
    }

    #[test]
    fn spellings_have_the_same_keys() {
        for spellings in [
            ["کتاب‌های تازه", "کتاب های تازه", "كتابهاي تازه"],
            ["بزرگ‌ترین", "بزرگ ترین", "بزرگترین"],
            ["خانه‌ها", "خانه ها", "خانهها"],
            ["مسئولان هیئت", "مسوولان هیات", "مسؤولان هیأت"],
            ["کووید۱۹", "کووید-۱۹", "کووید 19"],
            ["۲۵٪ مردم", "٪25 مردم", "۲۵ درصد مردم"],
            ["۳۰هزار‌تومانی", "۳۰ هزار‌تومانی", "30 هزار تومانی"],
            ["خانه‌ی ما", "خانهٔ ما", "خانه ی ما"],
        ] {
            assert_eq!(keys(spellings[0]), keys(spellings[1]));
            assert_eq!(keys(spellings[0]), keys(spellings[2]));
        }
    }

    #[test]
    fn stems_keep_words_apart() {
        for (word, stem) in
            [("دختر", "دختر"), ("بازی", "بازی"), ("ما", "ما"), ("تنهایی", "تنها"), ("شهرهایشان", "شهر")]
        {
            assert_eq!(key(word), Some(stem));
        }
        assert_eq!(key("های"), None);
    }
}
