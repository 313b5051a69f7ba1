//! What a repair changed, for an editor to see and undo.

use std::ops::Range;

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A ZWNJ came, or went.
    HalfSpace,
    /// A space came, or went.
    Space,
    /// A letter's form, a digit, a quote or a mark.
    Letter,
}

/// One change: a run of words that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stood in the input, in bytes.
    pub range: Range<usize>,
    /// The words as they were.
    pub before: String,
    /// The words as they are.
    pub after: String,
    /// What kind of change it was.
    pub kind: ChangeKind,
}

/// Lists the changes that lead from `before` to `after`, whose letters line up one by one.
pub(super) fn list(before: &str, after: &str) -> Vec<Change> {
    let (mut old, mut new) = (pieces(before).into_iter().peekable(), pieces(after).into_iter().peekable());
    let mut changes = Vec::new();
    while let (Some(mut one), Some(mut other)) = (old.next(), new.next()) {
        // Words are joined until both sides hold the same number of letters.
        while one.letters != other.letters {
            let (shorter, next) =
                if one.letters < other.letters { (&mut one, old.next()) } else { (&mut other, new.next()) };
            let Some(next) = next else { break };
            shorter.range.end = next.range.end;
            shorter.letters += next.letters;
        }
        let (was, is) = (&before[one.range.clone()], &after[other.range.clone()]);
        if was != is {
            changes.push(Change {
                kind: kind(was, is),
                range: one.range,
                before: was.to_owned(),
                after: is.to_owned(),
            });
        }
    }
    changes
}

struct Piece {
    range: Range<usize>,
    letters: usize,
}

/// Words between spaces with their number of letters.
fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        if !word.is_empty() {
            let letters = word.chars().filter(|c| !is_gap(*c)).count();
            found.push(Piece { range: at..at + word.len(), letters });
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{0640}')
}

fn kind(before: &str, after: &str) -> ChangeKind {
    let letters = |text: &str| text.chars().filter(|c| !is_gap(*c)).collect::<String>();
    let halves = |text: &str| text.matches('\u{200c}').count();
    if letters(before) != letters(after) {
        ChangeKind::Letter
    } else if halves(before) != halves(after) {
        ChangeKind::HalfSpace
    } else {
        ChangeKind::Space
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_the_words() {
        let list = list("او می رود و كتاب ها", "او می\u{200c}رود و کتاب\u{200c}ها");
        let shown: Vec<_> = list.iter().map(|c| (c.before.as_str(), c.after.as_str(), c.kind)).collect();
        assert_eq!(shown[0], ("می رود", "می\u{200c}رود", ChangeKind::HalfSpace));
        assert_eq!(shown[1], ("كتاب ها", "کتاب\u{200c}ها", ChangeKind::Letter));
        assert_eq!(&"او می رود و كتاب ها"[list[0].range.clone()], "می رود");
    }
}
