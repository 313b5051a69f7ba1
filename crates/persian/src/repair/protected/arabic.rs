//! Arabic without its vowels, told from its letters, forms and small words.
//!
//! Each word has points: for a letter that Persian has not, an article, an ending of verbs, or a small word that only
//! Arabic has. A keyboard for Arabic types ي and ك in Persian too, so these tell nothing.

use std::ops::Range;

use super::super::normalise::{is_letter, is_mark};
use super::QUOTES;

/// Letters that Arabic has not. The keyboard of Persian types ک and ی in Arabic too.
const PERSIAN: [char; 5] = ['پ', 'چ', 'ژ', 'گ', '\u{200c}'];
const ARTICLES: [&str; 5] = ["ال", "وال", "بال", "فال", "لل"];
/// What Persian words begin with that look as if they had an article.
#[rustfmt::skip]
const NO_ARTICLES: [&str; 34] = [
    "البته", "الان", "الگ", "الهام", "الهه", "الهی", "الماس", "الکتر", "الکل", "المپ", "الزام", "التزام",
    "التماس", "التهاب", "التیام", "الحاق", "الیاف", "الفبا", "الله", "الوند", "الوان", "الغا", "القا", "البرز",
    "البسه", "الصاق", "المان", "والد", "والی", "واله", "بالا", "بالغ", "بالق", "بالش",
];
/// A quotation is so many words at least; fewer may be a name or a term in a Persian sentence.
const QUOTED_MIN: usize = 3;
/// So many words with points, and half of all between two words of Persian, make all of these a run: if two are sure or
/// two thirds have points, or if it matters for half-spaces alone.
const LONG: usize = 3;

/// Small words that only Arabic has, and such that Persian has too, in the order of their bytes; as the keyboard of
/// Persian types them, without hamza.
#[rustfmt::skip]
const SURE: [&str; 33] = [
    "اذا", "التی", "الذی", "الذین", "اللاتی", "اللذین", "الیهم", "الیکم", "انتم", "اولئک", "ایتها", "ایها",
    "تکون", "ثم", "عن", "عنه", "عنها", "فهذا", "فیه", "فیها", "قالت", "قالوا", "لن", "لنا",
    "لها", "لکم", "نحن", "هذه", "وهذا", "کانوا", "کنتم", "یقول", "یکون",
];
#[rustfmt::skip]
const LIKELY: [&str; 29] = [
    "الا", "اللهم", "انما", "تلک", "ذلک", "علی", "علیها", "علیهم", "علیکم", "عند", "فی", "قال",
    "قد", "لا", "لم", "ما", "من", "منها", "هذا", "هو", "هی", "ولا", "کان", "کانت",
    "کل", "کما", "کنت", "یا", "یوم",
];
/// Small words that only Persian has.
#[rustfmt::skip]
const OF_PERSIAN: [&str; 30] = [
    "آن", "است", "این", "با", "باید", "برای", "بود", "تا", "خواهد", "خود", "دارد", "در",
    "دو", "را", "شد", "شده", "شود", "می", "نمی", "نیز", "نیست", "های", "هر", "هستند",
    "هم", "کرد", "کرده", "کند", "که", "یک",
];

/// Pronouns of Persian that small words of Arabic look like.
const OF_US: [&str; 2] = ["ما", "من"];

/// What a word tells.
#[derive(Clone, Copy)]
struct Tells {
    points: i32,
    /// By itself.
    sure: bool,
    article: bool,
}

/// Whether a word by itself tells of Arabic, whichever keyboard typed it.
pub(in super::super) fn is_small_word(word: impl Iterator<Item = char> + Clone) -> bool {
    let without_and = |and: char| {
        let mut rest = word.clone();
        rest.next().filter(|first| *first == and)?;
        (rest.clone().count() > 2 && is_listed(rest, &SURE)).then_some(())
    };
    may_be_small(word.clone())
        && (is_listed(word.clone(), &SURE) || without_and('و').or_else(|| without_and('ف')).is_some())
}

/// Whether a word begins as a small one may: one of ten of Persian does, and to look further is dear.
fn may_be_small(word: impl Iterator<Item = char>) -> bool {
    let mut word = word.filter(|c| !is_mark(*c));
    let (Some(first), Some(second)) = (word.next(), word.next()) else { return false };
    match first {
        'ا' | 'أ' | 'إ' | 'ٱ' => matches!(second, 'ذ' | 'ل' | 'ن' | 'و' | 'ی' | 'ي'),
        'ت' => matches!(second, 'ک' | 'ك'),
        'ث' => second == 'م',
        'ع' => second == 'ن',
        'ق' => second == 'ا',
        'ل' => matches!(second, 'ن' | 'ه' | 'ک' | 'ك'),
        'ن' => second == 'ح',
        'ه' => second == 'ذ',
        'ک' | 'ك' => matches!(second, 'ا' | 'ن'),
        'ی' | 'ي' => matches!(second, 'ق' | 'ک' | 'ك'),
        // And what follows «and».
        'و' | 'ف' => true,
        _ => false,
    }
}

/// Whether a line has a word that by itself tells of Arabic.
pub(in super::super) fn has_sure_word(line: &str) -> bool {
    words(line).any(|(_, word)| is_sure(word))
}

fn is_sure(word: &str) -> bool {
    is_small_word(word.chars()) || has_sure_letter(word)
}

/// Whether a word has a letter that Persian has not, or a hamza behind an article.
fn has_sure_letter(word: &str) -> bool {
    word.contains(['ة', 'إ', 'ٱ'])
        || word.contains("الأ") && ARTICLES.iter().any(|article| word.starts_with(article))
}

fn is_listed(word: impl Iterator<Item = char>, list: &[&str]) -> bool {
    let (mut plain, mut long) = ([0; 16], 0);
    for c in word {
        let c = match c {
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            'أ' | 'إ' | 'ٱ' => 'ا',
            c if is_mark(c) => continue,
            c => c,
        };
        let Some(room) = plain.get_mut(long..long + c.len_utf8()) else { return false };
        c.encode_utf8(room);
        long += c.len_utf8();
    }
    list.binary_search_by(|listed| listed.as_bytes().cmp(&plain[..long])).is_ok()
}

/// Where a word stands, the word, and what it tells: nothing if it is Persian.
type Word<'a> = (Range<usize>, &'a str, Option<Tells>);

fn tells_persian(word: &Word) -> bool {
    word.2.is_none()
}

/// None of a word that is Persian.
fn tells(word: &str) -> Option<Tells> {
    if word.contains(PERSIAN) || is_listed(word.chars(), &OF_PERSIAN) {
        return None;
    }
    let sure = is_sure(word);
    let article = ARTICLES.iter().any(|article| word.starts_with(article))
        && !NO_ARTICLES.iter().any(|no| begins_with(word, no));
    let form = article
        || word.contains('ى')
        || ["أ", "وأ", "فأ"].iter().any(|start| word.starts_with(start))
        || word.ends_with("وا") && word.chars().count() > 4
        || is_listed(word.chars(), &LIKELY);
    let points = match (sure, form) {
        (true, true) => 3,
        (true, false) => 2,
        (false, true) => 1,
        (false, false) => -1,
    };
    Some(Tells { points, sure, article })
}

/// Whether a word begins so, whichever keyboard typed it.
fn begins_with(word: &str, start: &str) -> bool {
    let plain = word.chars().map(|c| match c {
        'ي' => 'ی',
        'ك' => 'ک',
        c => c,
    });
    start.chars().eq(plain.take(start.chars().count()))
}

/// Whether a quotation is Arabic: half of its words have points, one is sure, and none is Persian. A keyboard that types
/// ى for ی gives itself away by it at most at the ends of words, so ى alone is not enough.
pub(super) fn is_quotation(quotation: &str) -> bool {
    let (mut all, mut arabic, mut sure) = (0, 0, false);
    for word in quotation.split(|c: char| !is_letter(c) && !is_mark(c)).filter(|word| !word.is_empty()) {
        let Some(tells) = tells(word) else { return false };
        all += 1;
        arabic += usize::from(tells.points > 0);
        sure |= tells.sure;
    }
    sure && all >= QUOTED_MIN && arabic * 2 >= all
}

/// Finds runs of words with the most points, of which more than half have some and one is sure, and single words that are
/// sure with an article (الجزيرة) or by themselves. A line that writes ي elsewhere too comes of a keyboard that has no ی:
/// there ي tells nothing.
pub(super) fn runs(line: &str, found: &mut Vec<Range<usize>>) {
    let words: Vec<Word> = words(line).map(|(range, word)| (range, word, tells(word))).collect();
    let all = of_keyboard(line);
    // Parted at quotes and brackets too.
    let together = |one: &Word, other: &Word| {
        let between = &line[one.0.end..other.0.start];
        tells_persian(one) == tells_persian(other)
            && !QUOTES.iter().any(|(open, close)| between.contains([*open, *close]))
    };
    for sentence in words.chunk_by(together).filter(|words| !tells_persian(&words[0])) {
        let points = |at: usize| sentence[at].2.map_or(0, |tells: Tells| tells.points);
        let mut first = 0;
        while first < sentence.len() {
            // The sum is highest at `best`.
            let (mut sum, mut best, mut highest, mut at) = (0, first, 0, first);
            while at < sentence.len() && (sum > 0 || at == first) {
                sum += points(at);
                if sum >= highest {
                    (best, highest) = (at, sum);
                }
                at += 1;
            }
            if highest > 0
                && let Some(run) = run(line, sentence, first..best + 1)
                && of_keyboard(&line[run.clone()]) == all
            {
                found.push(run);
            }
            first = at;
        }
    }
}

/// The bytes of words in a row that are Arabic.
fn run(line: &str, words: &[Word], run: Range<usize>) -> Option<Range<usize>> {
    let all = words[run.clone()].iter().filter_map(|(_, _, tells)| *tells);
    let marked = all.clone().filter(|tells| tells.points > 0).count();
    let (mut first, mut last) = (run.start, run.end - 1);
    let word = words[first].1;
    let by_itself = || {
        (has_sure_letter(word) && words[first].2.is_some_and(|tells| tells.article))
            || is_small_word(word.chars()) && of_keyboard(word) == 0
    };
    // خانة ما is Persian.
    if run.len() == 2 && OF_US.contains(&words[last].1) && !is_small_word(word.chars()) {
        return None;
    }
    let is_run = all.clone().any(|tells| tells.sure)
        && if run.len() == 1 { by_itself() } else { marked * 2 > run.len() };
    if !is_run {
        return None;
    }
    let sure = all.filter(|tells| tells.sure).count();
    if marked >= LONG
        && marked * 2 >= words.len()
        && (sure > 1
            || marked * 3 > words.len() * 2
            || of_keyboard(&line[words[0].0.start..words[words.len() - 1].0.end]) == 0)
    {
        (first, last) = (0, words.len() - 1);
    }
    Some(words[first].0.start..words[last].0.end)
}

/// How many letters a line has that a keyboard without ی and ک types for them.
fn of_keyboard(text: &str) -> usize {
    text.matches(['ي', 'ك']).count()
}

/// The words of a line between spaces, without the marks around them.
fn words(line: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    line.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at + piece.find(is_letter).unwrap_or(piece.len());
        let word =
            piece.trim_start_matches(|c| !is_letter(c)).trim_end_matches(|c| !is_letter(c) && !is_mark(c));
        at += piece.len();
        (!word.is_empty()).then_some((start..start + word.len(), word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_in_order() {
        for list in [&SURE[..], &LIKELY, &OF_PERSIAN] {
            assert!(list.is_sorted());
        }
        assert!(SURE.iter().all(|word| may_be_small(word.chars())));
        assert!(is_small_word("والذين".chars()) && !is_small_word("میهن".chars()));
    }
}
