//! Where a long line is cut, to be repaired in pieces.
//!
//! A page that was scraped may be one line. Some rules look at a line as a whole, and one slip anywhere takes all of it
//! through them: a line of 5 MB took twenty times as long as the same text in paragraphs, and 230 MB. So a line is cut
//! behind a sentence once it is longer than paragraphs are. Letters are counted, not bytes, for a repair leaves them as
//! many as they were: the repaired line is cut in the same places.

use super::normalise::{is_letter, is_mark};
use crate::{ZWNJ, digits};

/// Letters behind which a line is cut at the end of the next sentence that is in no quotation or bracket. Hardly one of
/// 23,493 paragraphs of news is as long (the longest has 2,358 characters).
pub const PIECE_LETTERS: usize = 2048;
/// Bytes of a piece at most. Where no sentence ends before, it is cut at a space, rather outside of quotations.
pub const PIECE_BYTES_MAX: usize = 1 << 14;

/// Where the first piece of a line ends, in bytes: the line's end, unless it is long.
///
/// ```
/// use persian::repair::{PIECE_LETTERS, cut};
///
/// assert_eq!(cut("یک جمله. و دیگری."), "یک جمله. و دیگری.".len());
/// let long = "او گفت: «آمد. رفت.» ".repeat(PIECE_LETTERS);
/// assert!(long[..cut(&long)].ends_with("رفت.» "));
/// ```
pub fn cut(line: &str) -> usize {
    if line.len() <= PIECE_LETTERS {
        return line.len();
    }
    let (mut reader, mut best) = (Reader::default(), (Place::Letter, 0));
    for (at, c) in line.char_indices() {
        let place = reader.place_before(c);
        if reader.letters >= PIECE_LETTERS && place == Some(Place::Sentence) {
            return at;
        }
        if at >= PIECE_BYTES_MAX {
            return if best.1 > 0 { best.1 } else { at };
        }
        // Not so near to the beginning that a line is cut to crumbs.
        if at >= PIECE_BYTES_MAX / 2
            && let Some(place) = place
            && place >= best.0
        {
            best = (place, at);
        }
        reader.read(c);
    }
    line.len()
}

/// Where a line may be cut, the better the later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Place {
    /// Between two letters.
    Letter,
    /// Between two words, or two sentences, of a quotation or in brackets.
    QuotedWord,
    QuotedSentence,
    Word,
    Sentence,
}

/// What is known of a line up to a character.
#[derive(Default)]
struct Reader {
    letters: usize,
    last: Option<char>,
    /// Letters and digits of the last word.
    word: usize,
    /// Whether a sentence has ended, and nothing but what closes and spaces stand behind it.
    ended: bool,
    /// Quotations and brackets that are open, and whether straight quotes are.
    open: usize,
    straight: bool,
}

impl Reader {
    /// How good it is to cut before a character; None where it tears what rules look at together.
    fn place_before(&self, c: char) -> Option<Place> {
        let last = self.last?;
        if last.is_whitespace() {
            let begins = is_of_word(c) || matches!(c, '«' | '(' | '"' | '–' | '-');
            let quoted = self.open > 0 || self.straight;
            let place = match (self.ended, quoted) {
                (true, false) => Place::Sentence,
                (false, false) => Place::Word,
                (true, true) => Place::QuotedSentence,
                (false, true) => Place::QuotedWord,
            };
            return begins.then_some(place);
        }
        (last != ZWNJ && c != ZWNJ && !is_mark(c) && !c.is_whitespace()).then_some(Place::Letter)
    }

    fn read(&mut self, c: char) {
        match c {
            // Behind a single letter or a number it is of an abbreviation, or of a list.
            '.' => self.ended = self.word > 1 && self.last.is_some_and(|last| digits::value(last).is_none()),
            '؟' | '!' | '…' | '\n' => self.ended = true,
            '«' | '(' | '[' | '“' => self.open += 1,
            '»' | ')' | ']' | '”' => self.open = self.open.saturating_sub(1),
            // Behind a number it is of inches.
            '"' if self.last.is_none_or(|last| digits::value(last).is_none()) => {
                self.straight = !self.straight;
            }
            c => self.ended &= c.is_whitespace(),
        }
        self.letters += usize::from(is_letter(c));
        self.word = if is_of_word(c) { self.word + 1 } else { 0 };
        self.last = Some(c);
    }
}

/// Whether a character is of words: all that Unicode has are slow to tell.
fn is_of_word(c: char) -> bool {
    is_letter(c) || c.is_ascii_alphanumeric() || digits::value(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::{Mode, Repairer};

    fn pieces(mut line: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        while !line.is_empty() {
            let (piece, rest) = line.split_at(cut(line));
            pieces.push(piece);
            line = rest;
        }
        pieces
    }

    /// A text of sentences, so many times over.
    fn long(sentences: &str, letters: usize) -> String {
        sentences.repeat(letters / sentences.chars().count() + 1)
    }

    #[test]
    fn a_line_is_cut_behind_sentences() {
        let line = long("نرخ ۳. ۵ شد و م. ت. بهار آمد. (رفت. نه؟) ", 8 * PIECE_LETTERS);
        let pieces = pieces(&line);
        assert!(pieces.len() > 3);
        assert!(pieces.iter().all(|piece| piece.ends_with("آمد. ") || piece.ends_with("نه؟) ")));
    }

    #[test]
    fn a_quotation_stays_whole_where_it_can() {
        let quoted = long("آمد. رفت. ", PIECE_LETTERS);
        let line = format!("او گفت: «{quoted}» و ").repeat(6);
        let count = |piece: &str, mark: char| piece.matches(mark).count();
        assert!(pieces(&line).iter().all(|piece| count(piece, '«') == count(piece, '»')));
        let straight = format!("او گفت: \"{quoted}\" و ").repeat(6);
        assert!(pieces(&straight).iter().all(|piece| count(piece, '"').is_multiple_of(2)));
        let open = format!("او گفت: «{}", long("آمد. رفت. ", 4 * PIECE_BYTES_MAX));
        assert!(pieces(&open).iter().all(|piece| piece.ends_with(". ") && piece.len() <= PIECE_BYTES_MAX));
    }

    #[test]
    fn what_has_no_sentence_is_cut_between_words_or_letters() {
        let words = long("کتاب\u{200c}ها ، قلم ", 4 * PIECE_BYTES_MAX);
        assert!(pieces(&words).iter().all(|piece| piece.ends_with("، ") || piece.ends_with("قلم ")));
        let letters = "ب\u{64e}خ\u{200c}".repeat(PIECE_BYTES_MAX);
        let pieces = pieces(&letters);
        assert!(pieces.len() > 2 && pieces[1..].iter().all(|piece| piece.starts_with('خ')));
    }

    #[test]
    fn a_long_line_is_repaired_as_its_sentences_are_and_stays() {
        let sentence = "او گفت : \"كتاب ها را مي خوانم.\" آنها 12 نفر بودند. ";
        let expected = "او گفت: «کتاب\u{200c}ها را می\u{200c}خوانم.» آنها ۱۲ نفر بودند. ";
        for mode in [Mode::Publish, Mode::Full] {
            let once = Repairer::new(mode).line(&sentence.repeat(400));
            assert!(once.starts_with(expected) && once.trim_end().ends_with(expected.trim_end()), "{once}");
            assert_eq!(once.matches("می\u{200c}خوانم").count(), 400);
            assert_eq!(Repairer::new(mode).line(&once), once);
        }
    }
}
