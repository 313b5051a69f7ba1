//! The difference of two texts, word by word.
//!
//! Words that differ only in spelling (ye and kaf, half-spaces, digits) are the same: a repaired text is no change.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

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

/// Words compared between what two texts have in common at both ends: finding the differences of two texts with nothing
/// in common takes time that grows with the square. What lies beyond is given as gone and new.
const WORDS_MAX: usize = 5000;

/// Words that are the same count as different between passages that are each so many times as long.
const OUTWEIGHED: usize = 3;

/// What stands in both texts, and in one of them only. What is the same is given as the second writes it.
pub fn of(first: &str, second: &str) -> Vec<Piece> {
    let (one, other) = (words(first), words(second));
    let keys = |words: &[&str]| words.iter().map(|word| key(word)).collect::<Vec<_>>();
    let (one_keys, other_keys) = (keys(&one), keys(&other));
    let mut pieces = Vec::new();
    let runs = runs(&one_keys, &other_keys);
    for Run { is_same, old, new } in runs {
        if is_same {
            push(&mut pieces, Change::Same, &other[new]);
        } else {
            push(&mut pieces, Change::Gone, &one[old]);
            push(&mut pieces, Change::New, &other[new]);
        }
    }
    pieces
}

/// The runs of two texts: what both begin and end with, and what differs between.
fn runs(one: &[String], other: &[String]) -> Vec<Run> {
    let head = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[head..], &other[head..]);
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old, new) = (one.len() - tail, other.len() - tail);
    let (old_read, new_read) = (old.min(WORDS_MAX), new.min(WORDS_MAX));
    let found = capture_diff_slices(Algorithm::Patience, &one[..old_read], &other[..new_read]);
    let run = |is_same, old: Range<usize>, new: Range<usize>| Run {
        is_same,
        old: old.start + head..old.end + head,
        new: new.start + head..new.end + head,
    };
    let between = found.iter().map(|op| run(op.tag() == DiffTag::Equal, op.old_range(), op.new_range()));
    let beyond = run(false, old_read..old, new_read..new);
    let ends = run(true, old..one.len(), new..other.len());
    let begins = Run { is_same: true, old: 0..head, new: 0..head };
    let all = std::iter::once(begins).chain(between).chain([beyond, ends]);
    joined(all.filter(|run| run.len() > 0))
}

/// Words of both texts that are the same, or that differ.
struct Run {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

impl Run {
    fn len(&self) -> usize {
        self.old.len().max(self.new.len())
    }
}

/// The runs of a difference. A few words that stand in both by chance, between passages that differ, are no reader's
/// idea of the same: they are joined with the passages around them.
fn joined(all: impl Iterator<Item = Run>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for run in all {
        match runs.last_mut() {
            Some(last) if !last.is_same && !run.is_same => extend(last, &run),
            _ => runs.push(run),
        }
        while let [.., before, same, after] = &runs[..]
            && same.is_same
            && before.len().min(after.len()) >= OUTWEIGHED * same.len()
        {
            let (after, same) = (runs.pop(), runs.pop());
            if let Some(before) = runs.last_mut() {
                same.iter().chain(&after).for_each(|run| extend(before, run));
            }
        }
    }
    runs
}

fn extend(run: &mut Run, by: &Run) {
    run.old.end = by.old.end;
    run.new.end = by.new.end;
}

/// Whether two texts say the same, word for word.
pub fn is_same(first: &str, second: &str) -> bool {
    let keys = |text| words(text).into_iter().filter(|word| *word != "\n").map(key);
    keys(first).eq(keys(second))
}

/// Words, and `\n` where a paragraph ends.
fn words(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut words: Vec<&str> =
        lines.flat_map(|line| line.split_whitespace().chain(std::iter::once("\n"))).collect();
    if words.last() == Some(&"\n") {
        words.pop();
    }
    words
}

fn key(word: &str) -> String {
    let key = persian::fold::joined(word);
    // Marks alone fold to nothing, and are what they are.
    if key.is_empty() { word.to_owned() } else { key }
}

fn push(pieces: &mut Vec<Piece>, change: Change, words: &[&str]) {
    if words.is_empty() {
        return;
    }
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
    fn a_passage_that_moved_is_told_whole_and_chance_words_do_not_cut_it() {
        let (a, b) =
            ("شهردار از ساخت پل تازه روی رود خبر داد", "باران شدید همهٔ راه‌های کوهستان را از دیروز بست");
        let pieces = of(&format!("{a}\n{b}"), &format!("{b}\n{a}"));
        let whole = |change: Change, text: &str| {
            pieces.iter().any(|piece| piece.change == change && piece.text.trim() == text)
        };
        assert!(
            whole(Change::Gone, a) && whole(Change::New, a)
                || whole(Change::Gone, b) && whole(Change::New, b),
            "{pieces:?}"
        );
        check(a, b, &[(Change::Gone, a), (Change::New, b)]);
    }

    #[test]
    fn a_long_text_is_compared_to_its_end() {
        let long = |last: &str| {
            let before: String = (0..30_000).map(|at| format!("واژه{at} ")).collect();
            format!("{before}\n{last} پایان")
        };
        let (first, second) = (long("سه نفر"), long("پنج نفر"));
        assert!(!is_same(&first, &second) && is_same(&first, &first));
        let told = of(&first, &second);
        let differing: Vec<(Change, &str)> =
            told[1..3].iter().map(|piece| (piece.change, piece.text.as_str())).collect();
        assert_eq!((told.len(), differing), (4, vec![(Change::Gone, "سه"), (Change::New, "پنج")]));
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
