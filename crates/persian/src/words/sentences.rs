//! Sentences of a text.

use crate::digits;

/// The sentences of a text: parted after `.`, `!`, `؟`, `؛`, `…` and line ends, with what closes there: `!»`. A point
/// between digits or letters does not part, nor does one after a single letter or «الف», as in «ج. ا. ایران», after a
/// number that begins a sentence («۱. نخست»), or after an abbreviation (Dr., نک.). What is quoted or in brackets stays in
/// one piece, up to 600 bytes of it.
///
/// ```
/// let all: Vec<&str> = persian::words::sentences("«چرا رفت؟» نرخ ۳.۵ شد. پایان").collect();
/// assert_eq!(all, ["«چرا رفت؟»", "نرخ ۳.۵ شد.", "پایان"]);
/// ```
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at(sentence_end(rest));
        rest = after;
        Some(sentence.trim_end())
    })
}

/// Where the first sentence ends.
fn sentence_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if let Some((long, close)) = closing(&text[..start], c).and_then(|close| enclosed(&text[at..], close))
        {
            let (inside, closed) = (&text[at..at + long], at + long + close.len_utf8());
            at = behind_marks(text, closed);
            let by_itself = text[closed..at].contains(ends_sentence);
            if by_itself || has_ended(inside) && !goes_on_behind(text, start, at, inside) {
                return at;
            }
        } else if ends_sentence(c) && !(c == '.' && is_abbreviated(&text[..start])) {
            at = behind_marks(text, at);
            let is_within = text[..at].ends_with('.') && text[at..].starts_with(char::is_alphanumeric);
            let trails_off = c != '؛' && goes_on(&text[at..]) && is_ellipsis(&text[..at]);
            if c == '\n' || !is_within && !trails_off {
                return at;
            }
        }
    }
    text.len()
}

/// Bytes of a quotation that stays in one piece, at most: a longer one is a text of its own.
const ENCLOSED_MAX: usize = 600;

/// What closes a quotation or brackets that open behind a text.
fn closing(before: &str, c: char) -> Option<char> {
    Some(match c {
        '«' => '»',
        '“' => '”',
        // Behind a number it is of inches.
        '"' if !before.ends_with(char::is_alphanumeric) => '"',
        '(' => ')',
        '[' => ']',
        _ => return None,
    })
}

/// How long a text is up to what closes it on the same line, and what that is.
fn enclosed(text: &str, close: char) -> Option<(usize, char)> {
    let mut near = text.char_indices().take_while(|(at, c)| *at < ENCLOSED_MAX && *c != '\n');
    near.find(|(_, c)| *c == close)
}

/// The end of the marks that end or close something from a place on.
fn behind_marks(text: &str, at: usize) -> usize {
    let mark = |c: char| c != '\n' && (ends_sentence(c) || matches!(c, '»' | ')' | ']' | '"' | '”'));
    text.len() - text[at..].trim_start_matches(mark).len()
}

/// Whether a sentence ends with what was quoted: […] has none.
fn has_ended(inside: &str) -> bool {
    inside.ends_with(ends_sentence) && inside.contains(char::is_alphanumeric)
}

/// Whether a sentence goes on behind what it quotes or has in brackets: the film «چرا؟». Behind a colon, or where a
/// sentence begins, people are quoted; then only certain words go on.
fn goes_on_behind(text: &str, open: usize, end: usize, inside: &str) -> bool {
    let before = text[..open].trim_end();
    let is_title = !before.is_empty() && !before.ends_with([':', '،']);
    let in_brackets = text[open..].starts_with(['(', '[']);
    goes_on(&text[end..])
        || is_title && text[end..].starts_with(' ') && (in_brackets || !inside.ends_with('.'))
}

/// Whether a text begins with a word that no sentence begins with.
fn goes_on(text: &str) -> bool {
    let word = text.trim_start_matches(' ').split(|c: char| !c.is_alphanumeric()).next();
    text.starts_with(' ') && matches!(word, Some("و" | "را" | "که"))
}

fn is_ellipsis(text: &str) -> bool {
    text.ends_with(['…']) || text.ends_with("..")
}

/// What a point ends that ends no sentence: titles and the like in Latin, «نگاه کنید», pages, the letter's name.
#[rustfmt::skip]
const ABBREVIATED: [&str; 17] = [
    "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "No", "vs", "Vol", "Inc", "Ltd", "Co", "نک", "قس", "رک", "صص", "الف",
];

/// Whether a text ends with a word of one letter or one of [`ABBREVIATED`], or is a number.
fn is_abbreviated(text: &str) -> bool {
    // ه‍. ا. سایه
    let text = text.trim_end_matches(['\u{200d}', '\u{200c}']);
    let last = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is_number = !text.is_empty() && text.chars().all(|c| digits::value(c).is_some());
    is_number || ABBREVIATED.contains(&last) || last.chars().count() == 1
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '؟' | '?' | '؛' | '\n' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quotation_is_parted() {
        let text = format!("گفت: «{}»", "آمد و رفت. ".repeat(100));
        assert!(sentences(&text).count() > 90);
        let short = format!("گفت: «{}»", "آمد و رفت. ".repeat(10));
        assert_eq!(sentences(&short).count(), 1);
    }
}
