//! Pairs of words with «و» between them that are one word: گفت‌وگو, written گفت و گو, گفتوگو and گفتگو.
//!
//! A closed list: which pairs are one word is in no rule, and a wrong one would join what two sentences say.

use crate::words::Word;

/// First, second, and whether the pair is also written without «و». Folded.
const PAIRS: [(&str, &str, bool); 16] = [
    ("گفت", "گو", true),
    ("جست", "جو", true),
    ("شست", "شو", true),
    ("پرس", "جو", false),
    ("کند", "کاو", false),
    ("تک", "پو", false),
    ("رفت", "روب", false),
    ("رفت", "امد", false),
    ("پخت", "پز", false),
    ("ساخت", "ساز", false),
    ("سوخت", "ساز", false),
    ("زد", "خورد", false),
    ("خرید", "فروش", false),
    ("داد", "ستد", false),
    ("سوز", "گداز", false),
    ("افت", "خیز", false),
];
/// What may follow a pair.
const ENDINGS: [&str; 13] =
    ["", "ی", "یی", "ها", "های", "هایی", "هایش", "هایشان", "گر", "گران", "گری", "گرانه", "کننده"];
/// Between the two.
const AND: &str = "و";

/// Puts pairs in the place of the words that they are written as.
pub(crate) fn joined(words: impl Iterator<Item = Word>) -> impl Iterator<Item = Word> {
    let mut words = words;
    let mut ahead: std::collections::VecDeque<Word> = std::collections::VecDeque::with_capacity(3);
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
    PAIRS.iter().find_map(|(one, other, is_short)| {
        let rest = word.joined.strip_prefix(one)?;
        let second = rest.strip_prefix(AND).filter(|second| ends_well(second, other));
        let second = second.or_else(|| Some(rest).filter(|second| *is_short && ends_well(second, other)))?;
        Some(pair(one, second))
    })
}

/// گفت و گوی, as three words.
fn written_apart(words: &std::collections::VecDeque<Word>) -> Option<Word> {
    let (first, and, second) = (words.front()?, words.get(1)?, words.get(2)?);
    let is_pair =
        |(one, other, _): &&(&str, &str, bool)| first.joined == *one && ends_well(&second.joined, other);
    let (one, ..) = PAIRS.iter().find(is_pair).filter(|_| and.joined == AND)?;
    Some(pair(one, &second.joined))
}

fn ends_well(second: &str, other: &str) -> bool {
    second.strip_prefix(other).is_some_and(|ending| ENDINGS.contains(&ending))
}

fn pair(one: &str, second: &str) -> Word {
    Word::of_parts(vec![one.to_owned(), AND.to_owned(), second.to_owned()])
}

#[cfg(test)]
mod tests {
    use crate::words;

    #[test]
    fn a_pair_is_one_word_in_every_spelling() {
        for text in ["گفت‌وگوی تازه", "گفت و گوی تازه", "گفتوگوی تازه", "گفتگوی تازه"]
        {
            let words: Vec<Vec<String>> = words::of(text).map(words::Word::into_parts).collect();
            assert_eq!(words, [vec!["گفت", "و", "گوی"], vec!["تازه"]], "{text}");
        }
    }

    #[test]
    fn what_is_no_pair_stays() {
        for text in ["گفت و گوش داد", "او گفت و رفت", "گفت", "گفت و", "جستار", "گفتوگوش"]
        {
            let parts: Vec<String> = words::of(text).flat_map(words::Word::into_parts).collect();
            assert_eq!(parts.join(" "), text);
        }
    }
}
