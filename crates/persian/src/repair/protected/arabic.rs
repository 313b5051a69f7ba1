//! Arabic without its vowels, told from its letters and forms.

use std::ops::Range;

use super::super::normalise::{is_letter, is_mark};

/// Letters of Arabic that Persian words do not have.
const LETTERS: [char; 4] = ['ة', 'إ', 'ى', 'ٱ'];
/// Letters that Arabic has not.
const PERSIAN: [char; 7] = ['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', '\u{200c}'];
const ARTICLES: [&str; 5] = ["ال", "وال", "بال", "فال", "لل"];
/// A quotation is so many words at least; fewer may be a name or a term in a Persian sentence.
const QUOTED_MIN: usize = 3;

/// Whether a quotation is Arabic: half of its words have a letter of [`LETTERS`] or a form of Arabic, and one such a
/// letter. A keyboard that types ى for ی gives itself away by it at most at the ends of words, so ى alone is not enough.
pub(super) fn is_quotation(quotation: &str) -> bool {
    let (mut all, mut arabic, mut sure) = (0, 0, false);
    for word in quotation.split(|c: char| !is_letter(c) && !is_mark(c)).filter(|word| !word.is_empty()) {
        all += 1;
        arabic += usize::from(is_marked(word));
        sure |= is_sure(word);
    }
    sure && all >= QUOTED_MIN && arabic * 2 >= all
}

/// Finds runs of words of which more than half have a letter or form of Arabic and one a sure letter, and single words
/// with both (الجزيرة). A line that writes ي elsewhere too comes of a keyboard that has no ی: there ي tells nothing.
pub(super) fn runs(line: &str, found: &mut Vec<Range<usize>>) {
    let words: Vec<(Range<usize>, &str)> = words(line).collect();
    let of_keyboard = |text: &str| text.matches(['ي', 'ك']).count();
    let (all, mut first) = (of_keyboard(line), 0);
    while first < words.len() {
        let (mut last, mut marked, mut sure) = (first, 0, false);
        for (at, (_, word)) in words.iter().enumerate().skip(first) {
            if word.contains(PERSIAN) || at > last + UNMARKED_MAX + 1 {
                break;
            }
            if is_marked(word) {
                (last, marked, sure) = (at, marked + 1, sure || is_sure(word));
            } else if at == first {
                break;
            }
        }
        let count = last + 1 - first;
        let whole = count == 1 && is_sure(words[first].1) && is_article(words[first].1);
        if sure && (whole || count > 1 && marked * 2 > count) {
            let run = words[first].0.start..words[last].0.end;
            if of_keyboard(&line[run.clone()]) == all {
                found.push(run);
            }
        }
        first = last + 1;
    }
}

/// Words in a row of Arabic that tell nothing by themselves.
const UNMARKED_MAX: usize = 1;

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

/// Whether a word has a letter or a form of Arabic: its article, or the ending of its verbs (ماتوا).
fn is_marked(word: &str) -> bool {
    word.contains(LETTERS) || is_article(word) || word.ends_with("وا") && word.chars().count() > 4
}

fn is_article(word: &str) -> bool {
    ARTICLES.iter().any(|article| word.starts_with(article))
}

fn is_sure(word: &str) -> bool {
    word.contains(['ة', 'إ', 'ٱ'])
}
