//! Pairs of words with «و» between them that are one word: گفت‌وگو, written گفت و گو, گفتوگو and گفتگو.
//!
//! A closed list: which pairs are one word is in no rule, and a wrong one would join what two sentences say.

use std::collections::VecDeque;

use crate::words::Word;

/// What a pair is besides its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// Its parts say what it is about: خرید و فروش is found by خرید.
    Loose,
    /// It is a word of its own, whose parts mean something else.
    Whole,
    /// As [`Bond::Whole`], and also written without «و».
    Short,
}

/// First, second, and how they are bound. Folded.
const PAIRS: [(&str, &str, Bond); 16] = [
    ("گفت", "گو", Bond::Short),
    ("جست", "جو", Bond::Short),
    ("شست", "شو", Bond::Short),
    ("پرس", "جو", Bond::Whole),
    ("کند", "کاو", Bond::Whole),
    ("تک", "پو", Bond::Whole),
    ("رفت", "روب", Bond::Loose),
    ("رفت", "امد", Bond::Loose),
    ("پخت", "پز", Bond::Loose),
    ("ساخت", "ساز", Bond::Loose),
    ("سوخت", "ساز", Bond::Loose),
    ("زد", "خورد", Bond::Loose),
    ("خرید", "فروش", Bond::Loose),
    ("داد", "ستد", Bond::Loose),
    ("سوز", "گداز", Bond::Loose),
    ("افت", "خیز", Bond::Loose),
];
/// What may follow a pair.
const ENDINGS: [&str; 13] =
    ["", "ی", "یی", "ها", "های", "هایی", "هایش", "هایشان", "گر", "گران", "گری", "گرانه", "کننده"];
/// Between the two.
const AND: &str = "و";

/// Puts pairs in the place of the words that they are written as.
pub(crate) fn joined(mut words: impl Iterator<Item = Word>) -> impl Iterator<Item = Word> {
    let mut ahead: VecDeque<Word> = VecDeque::with_capacity(3);
    std::iter::from_fn(move || {
        if ahead.is_empty() {
            ahead.extend(words.next());
        }
        let first = ahead.front()?;
        if let Some(pair) = written_as_one(first) {
            ahead.pop_front();
            return Some(pair);
        }
        if PAIRS.iter().any(|(one, ..)| *one == first.joined) {
            while ahead.len() < 3 {
                let Some(word) = words.next() else { break };
                ahead.push_back(word);
            }
            if let Some(pair) = written_apart(&ahead) {
                ahead.clear();
                return Some(pair);
            }
        }
        ahead.pop_front()
    })
}

/// گفت‌وگوی, گفتوگوی, گفتگوی.
fn written_as_one(word: &Word) -> Option<Word> {
    PAIRS.iter().find_map(|(one, other, bond)| {
        let rest = word.joined.strip_prefix(one)?;
        let second = rest.strip_prefix(AND).filter(|second| ends_well(second, other));
        let short = || Some(rest).filter(|second| *bond == Bond::Short && ends_well(second, other));
        Some(pair(one, second.or_else(short)?, *bond))
    })
}

/// گفت و گوی, as three words.
fn written_apart(words: &VecDeque<Word>) -> Option<Word> {
    let (first, and, second) = (words.front()?, words.get(1)?, words.get(2)?);
    let fits = |(one, other, _): &&(&str, &str, Bond)| {
        first.joined == *one && and.joined == AND && ends_well(&second.joined, other)
    };
    PAIRS.iter().find(fits).map(|(one, _, bond)| pair(one, &second.joined, *bond))
}

fn ends_well(second: &str, other: &str) -> bool {
    second.strip_prefix(other).is_some_and(|ending| ENDINGS.contains(&ending))
}

fn pair(one: &str, second: &str, bond: Bond) -> Word {
    match bond {
        Bond::Loose => Word::of_parts(vec![one.to_owned(), AND.to_owned(), second.to_owned()]),
        Bond::Whole | Bond::Short => Word::whole(format!("{one}{second}")),
    }
}

#[cfg(test)]
mod tests {
    use crate::words;

    fn parts(text: &str) -> Vec<String> {
        words::of(text).flat_map(words::Word::into_parts).collect()
    }

    #[test]
    fn a_pair_is_one_word_in_every_spelling() {
        for text in ["گفت‌وگوی تازه", "گفت و گوی تازه", "گفتوگوی تازه", "گفتگوی تازه"]
        {
            assert_eq!(parts(text), ["گفتگوی", "تازه"], "{text}");
        }
        for text in ["خرید و فروش", "خریدوفروش", "خرید‌و‌فروش"] {
            assert_eq!(parts(text), ["خرید", "و", "فروش"], "{text}");
        }
    }

    #[test]
    fn what_is_no_pair_stays() {
        for text in ["گفت و گوش داد", "او گفت و رفت", "گفت", "گفت و", "جستار", "گفتوگوش"]
        {
            assert_eq!(parts(text).join(" "), text);
        }
    }
}
