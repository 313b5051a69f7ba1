//! What a repair changed, for an editor to see and undo.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::normalise;

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A ZWNJ came, or went, whether a space went or came with it; letters and marks are the same.
    HalfSpace,
    /// Only spaces came, or went.
    Space,
    /// A letter's form, a digit, a quote or a mark; half-spaces and spaces may have changed with it.
    Letter,
}

/// One change: a run of words that differ, or the white space between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stood in the input, in bytes.
    pub range: Range<usize>,
    /// Where it stands in the repaired text, in bytes.
    pub repaired: Range<usize>,
    /// The words as they were.
    pub before: String,
    /// The words as they are.
    pub after: String,
    /// What kind of change it was.
    pub kind: ChangeKind,
}

/// A repaired text with some of its changes taken back. `changes` are as they were listed; what does not fit the
/// text is passed over.
///
/// ```
/// use persian::repair::{Mode, Repairer, undo};
///
/// let (repaired, changes) = Repairer::new(Mode::Full).changes("كتاب را می خواند");
/// assert_eq!(repaired, "کتاب را می\u{200c}خواند");
/// assert_eq!(undo(&repaired, &changes[1..]), "کتاب را می خواند");
/// ```
pub fn undo(repaired: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(repaired.len());
    let mut from = 0;
    for change in changes {
        let Some(between) = repaired.get(from..change.repaired.start) else { continue };
        if repaired.get(change.repaired.clone()) == Some(change.after.as_str()) {
            out.push_str(between);
            out.push_str(&change.before);
            from = change.repaired.end;
        }
    }
    out.push_str(&repaired[from..]);
    out
}

/// Lists the changes that lead from `before` to `after`, whose letters and digits line up one by one.
pub fn list(before: &str, after: &str) -> Vec<Change> {
    if letters(before) != letters(after) {
        return vec![whole(before, after)];
    }
    let (mut old, mut new) = (pieces(before).into_iter(), pieces(after).into_iter());
    let (mut changes, mut passed) = (Vec::new(), (0, 0));
    while let (Some(mut one), Some(mut other)) = (old.next(), new.next()) {
        // Words are joined until both sides hold the same number of letters, and of brackets and quotes: one that moved
        // is one change.
        while (one.letters, one.brackets) != (other.letters, other.brackets) {
            let of_old = (one.letters, one.brackets) < (other.letters, other.brackets);
            let (shorter, next) = if of_old { (&mut one, old.next()) } else { (&mut other, new.next()) };
            let Some(next) = next else { break };
            shorter.join(next);
        }
        let gaps = (passed.0..one.range.start, passed.1..other.range.start);
        passed = (one.range.end, other.range.end);
        for (was, is) in [gaps, (one.range, other.range)] {
            if before[was.clone()] != after[is.clone()] && !is.is_empty() {
                changes.push(Change {
                    kind: kind(&before[was.clone()], &after[is.clone()]),
                    before: before[was.clone()].to_owned(),
                    after: after[is.clone()].to_owned(),
                    range: was,
                    repaired: is,
                });
            }
        }
    }
    changes
}

/// One change for all: the letters do not line up, which only text made to break programs does.
fn whole(before: &str, after: &str) -> Change {
    Change {
        range: 0..before.len(),
        repaired: 0..after.len(),
        before: before.to_owned(),
        after: after.to_owned(),
        kind: ChangeKind::Letter,
    }
}

struct Piece {
    range: Range<usize>,
    letters: usize,
    brackets: usize,
}

impl Piece {
    fn join(&mut self, next: Self) {
        self.range.end = next.range.end;
        self.letters += next.letters;
        self.brackets += next.brackets;
    }
}

/// Words between spaces with their number of letters and digits; marks that stand alone belong to the word before
/// them, or at a line's start to the one after.
fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        let range = at..at + word.len();
        at = range.end + text[range.end..].chars().next().map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        // Behind an alef a quote may be a tanvin.
        let quotes =
            word.char_indices().filter(|(at, c)| is_quote(*c) && !word[..*at].ends_with('ا')).count();
        let brackets = quotes + word.matches(['(', ')', '[', ']']).count();
        let piece = Piece { range, letters: letters(word), brackets };
        match found.last_mut() {
            Some(last) if piece.letters == 0 || last.letters == 0 => last.join(piece),
            _ => found.push(piece),
        }
    }
    found
}

/// How many letters and digits a text has, which repair leaves as many; the alef before ﷲ is one with its own.
pub(super) fn letters(text: &str) -> usize {
    text.chars().map(letters_of).sum::<usize>() - text.matches("اﷲ").count()
}

/// How many a character stands for: a ligature for several, a mark or a lone hamza for none.
pub(super) fn letters_of(c: char) -> usize {
    // Almost every character of a text; the tables of Unicode took a fifth of an import.
    match c {
        _ if c.is_ascii() => return usize::from(c.is_ascii_alphanumeric()),
        'آ'..='غ' | 'ف'..='ي' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | '۰'..='۹' => return 1,
        '\u{200c}' | '،' | '؛' | '؟' | '«' | '»' => return 0,
        _ => {}
    }
    std::iter::once(c).nfkc().filter(|c| is_letter(*c)).count()
}

pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c) && c != '\u{0640}'
}

/// A mark on the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    normalise::is_mark(c) || c == 'ء'
}

/// A quote, of which repair neither adds nor takes away any.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’')
}

/// What repair adds and takes away between letters.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{0640}' | '\u{00ad}' | '\u{00ac}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

fn kind(before: &str, after: &str) -> ChangeKind {
    let seen =
        |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && *c != crate::ZWNJ).collect() };
    let halves = |text: &str| text.matches(crate::ZWNJ).count();
    if seen(before) != seen(after) {
        ChangeKind::Letter
    } else if halves(before) != halves(after) {
        ChangeKind::HalfSpace
    } else {
        ChangeKind::Space
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Mode, Repairer};
    use super::*;

    #[test]
    fn changes_name_the_words() {
        let list = list("او می رود و كتاب ها", "او می\u{200c}رود و کتاب\u{200c}ها");
        let shown: Vec<_> = list.iter().map(|c| (c.before.as_str(), c.after.as_str(), c.kind)).collect();
        assert_eq!(shown[0], ("می رود", "می\u{200c}رود", ChangeKind::HalfSpace));
        assert_eq!(shown[1], ("كتاب ها", "کتاب\u{200c}ها", ChangeKind::Letter));
        assert_eq!(&"او می رود و كتاب ها"[list[0].range.clone()], "می رود");
    }

    #[test]
    fn every_change_has_its_kind() {
        use ChangeKind::{HalfSpace, Letter, Space};
        for (before, expected) in [
            ("دو  فاصله", &[("  ", " ", Space)][..]),
            ("دو\u{a0}فاصله", &[("\u{a0}", " ", Space)]),
            ("كتاب  را", &[("كتاب", "کتاب", Letter), ("  ", " ", Space)]),
            ("او ( متن ) را", &[("او ( متن )", "او (متن)", Space)]),
            ("گفت : بله", &[("گفت :", "گفت:", Space)]),
            ("سـلام او", &[("سـلام", "سلام", Letter)]),
            ("کتاب ها را", &[("کتاب ها", "کتاب\u{200c}ها", HalfSpace)]),
            ("سال۹۶ بود", &[("سال۹۶", "سال ۹۶", Space)]),
            ("او \" نه \" گفت", &[("او \" نه \"", "او «نه»", Letter)]),
        ] {
            let (_, changes) = Repairer::new(Mode::Full).changes(before);
            let shown: Vec<_> =
                changes.iter().map(|c| (c.before.as_str(), c.after.as_str(), c.kind)).collect();
            assert_eq!(shown, expected, "{before}");
        }
    }

    #[test]
    fn all_changes_taken_back_give_the_text_as_it_was() {
        for before in [
            "گفت : « نه » .",
            "ﷲ و كتاب هاي او ... رفت",
            " - سلام ، دنیا",
            "« می شود » \u{200c}",
            "؟ ! می روم",
            "۱۲ نامۀ ديگر",
        ] {
            let (repaired, changes) = Repairer::new(Mode::Full).changes(before);
            assert_eq!(
                undo(&repaired, &changes).trim_matches(is_gap),
                before.trim_matches(is_gap),
                "{changes:?}"
            );
        }
    }
}
