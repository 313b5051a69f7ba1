//! Arabic names whose first word ends in ة, which Persian writes as ت or ه: آیت‌الله, آیة‌الله, آیه الله, آیت اله.
//!
//! A closed list: «شبکه الجزیره» is none. Source of truth: فرهنگستان زبان و ادب فارسی, «دستور خط فارسی», on ة.

use std::collections::VecDeque;

use crate::words::Word;

/// The first word without its last letter, and the second. Folded.
const NAMES: [(&str, &str); 10] = [
    ("ای", "الله"),
    ("حج", "الاسلام"),
    ("حج", "الله"),
    ("ثق", "الاسلام"),
    ("بقی", "الله"),
    ("نعم", "الله"),
    ("رحم", "الله"),
    ("قدر", "الله"),
    ("عز", "الله"),
    ("لیل", "القدر"),
];
/// What the second begins with.
const ARTICLE: &str = "ال";
/// As Arabic has it, folded, and as most write in Persian.
const ARABIC: &str = "ه";
const PERSIAN: &str = "ت";
/// What may follow the second: «آیت‌اللهی», «حجت‌الاسلامی».
const ENDINGS: [&str; 3] = ["", "ی", "ها"];

/// The name that a word by itself is, with a half-space or run together.
pub(crate) fn as_one(word: &Word) -> Option<Word> {
    if word.is_parted() {
        let [first, second] = word.parts() else { return None };
        return name(first, second);
    }
    // As hardly any other word has.
    if !word.joined.contains(ARTICLE) {
        return None;
    }
    NAMES.iter().find_map(|(first, second)| {
        let rest = word.joined.strip_prefix(first)?;
        let rest = rest.strip_prefix(ARABIC).or_else(|| rest.strip_prefix(PERSIAN))?;
        let ending = rest.strip_prefix(second)?;
        ENDINGS.contains(&ending).then(|| Word::of_parts(vec![format!("{first}{PERSIAN}"), rest.to_owned()]))
    })
}

/// Whether a word may be the first of a name that is written apart in Arabic.
pub(crate) fn may_open(word: &Word) -> bool {
    let first = word.joined.strip_suffix(ARABIC).filter(|_| !word.is_parted());
    first.is_some_and(|first| NAMES.iter().any(|(name, _)| *name == first))
}

/// The name that some words begin with, in Arabic; in Persian its words are found as they stand.
pub(crate) fn opening(words: &VecDeque<Word>) -> Option<Word> {
    let (first, second) = (words.front()?, words.get(1)?);
    name(&first.joined, &second.joined).filter(|_| !first.is_parted() && !second.is_parted())
}

/// In its Persian spelling, what is written in Arabic.
fn name(first: &str, second: &str) -> Option<Word> {
    let first = first.strip_suffix(ARABIC)?;
    let is_name = |(one, other): &(&str, &str)| {
        *one == first && second.strip_prefix(other).is_some_and(|ending| ENDINGS.contains(&ending))
    };
    NAMES.iter().any(is_name).then(|| Word::of_parts(vec![format!("{first}{PERSIAN}"), second.to_owned()]))
}

#[cfg(test)]
mod tests {
    use crate::words;

    #[test]
    fn a_name_is_one_in_arabic_and_in_persian() {
        let parts =
            |text: &str| words::of(text).flat_map(words::Word::into_parts).collect::<Vec<_>>().join(" ");
        for text in ["آیت‌الله", "آیة‌الله", "آیةالله", "آیه الله", "ایت الله", "آیت‌اله", "آیت اله"]
        {
            assert_eq!(parts(text), "ایت الله", "{text}");
        }
        assert_eq!(parts("حجة‌الاسلام"), "حجت الاسلام");
        for text in ["شبکه الجزیره", "ایه ای", "حجه", "ایتالیا"] {
            assert_eq!(parts(text), text);
        }
    }
}
