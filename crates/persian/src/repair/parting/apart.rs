//! Words of which some write two as one, and dictionaries have it, where most write them apart: دربرابر, اینکار, هرحال.

use std::ops::Range;

use super::super::convention::is_verb_prefix;
use super::super::lexicon::{Pair, Word};
use super::super::line::{Line, hash};
use super::super::tagger::Model;
use super::{BEFORE, COMMONEST, ON, PART_MIN, SELDOM, SLIPS_LESS, WORD_MIN};

/// A hundred times, on the scale of [`Pair::spaced`], and a thousand.
const OFTEN: u32 = 6;
const MOST: u32 = 7;
/// Words that say which or how many, and stand before a noun by themselves.
const DETERMINERS: [&[char]; 7] = [
    &['ا', 'ی', 'ن'],
    &['آ', 'ن'],
    &['ه', 'م', 'ی', 'ن'],
    &['ه', 'م', 'ا', 'ن'],
    &['ه', 'ر'],
    &['چ', 'ن', 'د'],
    &['ی', 'ک'],
];
/// The word that a clause begins with.
const THAT: [char; 2] = ['ک', 'ه'];

/// Where a word that some write so is nearly always two: before که, and after در, از and بر.
pub(super) fn cut(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    before_that(line, model, piece, word).or_else(|| behind_preposition(line, model, piece, word))
}

/// After در, از and بر, which the news writes apart ten times as often, or never joined but in slips.
fn behind_preposition(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    if word.seen() > SELDOM + 1 || piece.len() < 2 + PART_MIN {
        return None;
    }
    let begins = |before: &[char]| line.letters[piece.clone()].starts_with(before);
    if !begins(BEFORE[0]) && !begins(BEFORE[1]) && !begins(ON) {
        return None;
    }
    let at = piece.start + 2;
    let (left, right) = (line.hash(piece.start..at), line.hash(at..piece.end));
    let (pair, rest) = (model.pair(left, right), model.word(right));
    let most = pair.spaced() >= OFTEN && pair.joined() + 2 <= pair.spaced();
    let apart = if word.seen() > SELDOM { pair.spaced() >= MOST } else { most };
    // دربار is a court.
    let seen_min = if piece.end - at < WORD_MIN { COMMONEST } else { slip_min(word) };
    let unmet = pair.all() == 0 && word.seen() <= SELDOM && rest.seen() >= seen_min;
    let noun = rest.is_listed() && !rest.parts_after() && !is_of_a_verb(line, model, at..piece.end);
    (noun && line.can_part(at) && (apart || unmet)).then_some(at)
}

/// Whether letters behind در, از or بر are of a verb, of which these make new ones: درخواهند, برندارد, برنمی; or are made of
/// a verb's stem: درگذشته.
pub(super) fn is_of_a_verb(line: &Line, model: &Model, rest: Range<usize>) -> bool {
    let letters = &line.letters[rest.clone()];
    let from = if letters.starts_with(&['ن']) { rest.start + 1 } else { rest.start };
    let to = if letters.ends_with(&['ه']) { rest.end - 1 } else { rest.end };
    let is_met = |form: Range<usize>| model.pair(hash("می"), line.hash(form)).half() > 0;
    is_verb_prefix(letters) || is_met(rest.start..to) || is_met(from..rest.end)
}

/// After a determiner, which the news writes apart more often, or never joined but in slips: اینکار, یکنفر. What
/// makes new words (یک‌طرفه, هیچ‌گاه) is the tagger's.
pub(super) fn behind_determiner(
    line: &Line,
    model: &Model,
    piece: &Range<usize>,
    word: Word,
) -> Option<usize> {
    if word.seen() > SELDOM {
        return None;
    }
    let text = &line.letters[piece.clone()];
    let at = DETERMINERS
        .iter()
        .filter(|one| text.starts_with(one) && text.len() >= one.len() + PART_MIN)
        .map(|one| piece.start + one.len())
        .max()?;
    let (left, right) = (line.hash(piece.start..at), line.hash(at..piece.end));
    let (pair, rest) = (model.pair(left, right), model.word(right));
    let apart = pair.all() == 0 || pair.spaced() > pair.joined().max(pair.half());
    // Of یک and سال is made یک‌ساله.
    let stem = if line.letters[piece.end - 1] == 'ه' { piece.end - 1 } else { piece.end };
    let makes_one = stem < piece.end && model.word(line.hash(at..stem)).seen() > rest.seen();
    let noun = rest.is_listed() && !rest.parts_after() && !makes_one && rest.seen() >= slip_min(word);
    (apart && noun && line.can_part(at)).then_some(at)
}

/// Before که, where what is before it is a noun with its ی: زمانیکه, درحالیکه; but not in what a word with ک makes: باریکه.
fn before_that(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    let stem = line.letters[piece.clone()].strip_suffix(&THAT)?;
    let at = piece.start + stem.len();
    let known = |end: usize| model.word(line.hash(piece.start..end));
    (word.seen() <= SELDOM
        && stem.len() > PART_MIN
        && stem.ends_with(&['ی'])
        && known(at).is_listed()
        && known(at).seen() >= word.seen() + 2
        && !known(at + 1).is_listed()
        && line.can_part(at))
    .then_some(at)
}

/// Whether two pieces were never met as one word; or no dictionary has them so, and they stood ten times as often apart,
/// and oftener than half-spaced: سالجاری.
pub(super) fn is_hardly_joined(pair: Pair) -> bool {
    let apart = pair.spaced() >= OFTEN && pair.joined() + 2 <= pair.spaced() && pair.half() < pair.spaced();
    pair.all() == 0 || apart && !pair.listed()
}

/// How often a part was seen at least, that the whole is rather a slip: it is thirty times seldomer.
pub(super) fn slip_min(word: Word) -> u32 {
    (COMMONEST - 2).max(word.seen() + SLIPS_LESS)
}
