//! The difference of two texts, word by word.
//!
//! Words that differ only in spelling (ye and kaf, half-spaces, digits) are the same: a repaired text is no change.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same,
    /// In the first only.
    Gone,
    /// In the second only.
    New,
}

/// Words one after another with the same lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of them.
    pub change: Change,
    /// As written, with single spaces; paragraphs on lines of their own.
    pub text: String,
}

/// Words compared of each text: the longest real article has some ten thousand, and finding the differences of two
/// texts with nothing in common takes time that grows with the square.
const WORDS_MAX: usize = 5000;

/// What stands in both texts, and in one of them only. What is the same is given as the second writes it.
pub fn of(first: &str, second: &str) -> Vec<Piece> {
    let (one, other) = (words(first), words(second));
    let keys = |words: &[&str]| words.iter().map(|word| key(word)).collect::<Vec<_>>();
    let (one_keys, other_keys) = (keys(&one), keys(&other));
    let mut pieces = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &one_keys, &other_keys) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                push(&mut pieces, Change::Same, &other[new_index..new_index + len]);
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                push(&mut pieces, Change::Gone, &one[old_index..old_index + old_len]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                push(&mut pieces, Change::New, &other[new_index..new_index + new_len]);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                push(&mut pieces, Change::Gone, &one[old_index..old_index + old_len]);
                push(&mut pieces, Change::New, &other[new_index..new_index + new_len]);
            }
        }
    }
    pieces
}

/// Whether two texts say the same, word for word.
pub fn is_same(first: &str, second: &str) -> bool {
    let keys = |text: &str| words(text).into_iter().filter(|word| *word != "\n").map(key).collect::<Vec<_>>();
    keys(first) == keys(second)
}

/// Words, and `\n` where a paragraph ends.
fn words(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut words: Vec<&str> =
        lines.flat_map(|line| line.split_whitespace().chain(std::iter::once("\n"))).take(WORDS_MAX).collect();
    if words.last() == Some(&"\n") {
        words.pop();
    }
    words
}

fn key(word: &str) -> String {
    let key = persian::fold::fold(word).replace([' ', '\u{200c}'], "");
    // Marks alone fold to nothing, and are what they are.
    if key.is_empty() { word.to_owned() } else { key }
}

fn push(pieces: &mut Vec<Piece>, change: Change, words: &[&str]) {
    let text = words.join(" ").replace(" \n ", "\n").replace(" \n", "\n").replace("\n ", "\n");
    match pieces.last_mut() {
        Some(last) if last.change == change => {
            last.text.push(' ');
            last.text.push_str(&text);
        }
        _ => pieces.push(Piece { change, text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &str, second: &str, expected: &[(Change, &str)]) {
        let pieces = of(first, second);
        let pieces: Vec<(Change, &str)> =
            pieces.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
        assert_eq!(pieces, expected);
    }

    #[test]
    fn words_are_compared_and_spelling_is_not() {
        use Change::{Gone, New, Same};
        check(
            "سه نفر زخمی شدند",
            "پنج نفر زخمی شدند",
            &[(Gone, "سه"), (New, "پنج"), (Same, "نفر زخمی شدند")],
        );
        check("كتاب مي‌رسد", "کتاب می‌رسد", &[(Same, "کتاب می‌رسد")]);
        check("پل باز شد", "پل", &[(Same, "پل"), (Gone, "باز شد")]);
        check("", "پل\nباز", &[(New, "پل\nباز")]);
        check("", "", &[]);
        assert!(is_same("پل  باز\n\nشد", "پل باز شد") && !is_same("پل", "پل باز"));
    }

    #[test]
    fn every_word_of_both_is_given_once() {
        let (first, second) = ("الف ب پ ت ث ج چ\nح خ", "الف پ ب ت\nث ج د ح خ ذ");
        let said = |wanted: Change| {
            let pieces = of(first, second);
            let kept = pieces.iter().filter(|piece| piece.change == Change::Same || piece.change == wanted);
            kept.map(|piece| piece.text.replace('\n', " ")).collect::<Vec<_>>().join(" ")
        };
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((plain(&said(Change::Gone)), plain(&said(Change::New))), (plain(first), plain(second)));
    }

    #[test]
    fn texts_with_nothing_in_common_cost_little() {
        let made =
            |seed: usize| (0..40_000).map(|at| format!("{}", at * 7 + seed)).collect::<Vec<_>>().join(" ");
        assert_eq!(of(&made(1), &made(2)).len(), 2);
        let (ab, ba) = ("الف ب ".repeat(20_000), "ب الف پ ".repeat(20_000));
        assert!(!of(&ab, &ba).is_empty());
    }
}
