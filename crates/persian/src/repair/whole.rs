//! Words that a prefix or an ending is not to be parted from, for it is none: names above all.

use std::ops::Range;

use super::Mode;
use super::convention::{is_plural, is_verb_prefix};
use super::lexicon::{Pair, Register, Word};
use super::line::{Gap, Line, hash, hash_of_longer};
use super::parting::is_one_of;
use super::pieces::Piece;
use super::sites::Site;
use super::tagger::{KNOWN, Model};

/// Whether «می» stands before a word that was never met behind it and makes no verbs: می ناب is wine.
pub(super) fn is_no_verb(line: &Line, model: &Model, site: &Site) -> bool {
    let [left, right] = site.hashes;
    line.letters[site.left.clone()] == ['م', 'ی']
        && model.word(right).is_listed()
        && !VERBS_END.contains(&line.letters[site.right.end - 1])
        && !model.pair(left, right).is_half_spaced()
}

/// Whether a letter stands alone on a side of a space, and is no ending: مهندس واعظی آ, آیت ا.
pub(super) fn is_lone_letter(left: &[char], right: &[char]) -> bool {
    left.len() == 1 && left != ['و'] || right.len() == 1 && !LETTERS_OF_ENDINGS.contains(&right[0])
}

/// Endings of one letter, also in speech: خانه‌ی ما, بچه‌م, خوبه‌س; and «و» of گفت‌و‌گو.
const LETTERS_OF_ENDINGS: [char; 8] = ['ی', 'م', 'ت', 'ش', 'ن', 'س', 'ه', 'و'];

/// Words that stand by themselves behind a noun, as the treebank has them a thousand times to one: infinitives of verbs that
/// nouns make others of (رخ دادن), and what numbers count (پانزده هزار).
const STAND_ALONE: [&str; 14] = [
    "دادن",
    "زدن",
    "کردن",
    "شدن",
    "گرفتن",
    "داشتن",
    "رساندن",
    "آوردن",
    "بردن",
    "کشیدن",
    "خوردن",
    "هزار",
    "میلیون",
    "میلیارد",
];

/// Whether two pieces stand apart whatever they were met as: the second is one of these, and the first no می.
pub(super) fn stand_alone(left: &[char], right: &[char]) -> bool {
    // Most words end with none of these letters.
    matches!(right, [_, _, .., 'ن' | 'ر' | 'د']) && !is_verb_prefix(left) && is_one_of(right, &STAND_ALONE)
}

/// Whether هامون behind a space is the lake: «ها» and its مون are of speech, so some word beside it is of that.
pub(super) fn is_a_lake(line: &Line, pieces: &[Piece], number: usize) -> bool {
    *line.piece(number) == ['ه', 'ا', 'م', 'و', 'ن']
        && !pieces
            .iter()
            .enumerate()
            .any(|(at, piece)| at != number && piece.word.register() == Register::Informal)
}

/// Whether «تر» says that something is wet, in the few phrases that have it: میوه تر و تازه. Of other nouns with «تر» news
/// has hardly any: in 9 MB all that were met once were comparatives, with or without a word that makes an adjective
/// («با کیفیت تر», «سرخ تر»).
pub(super) fn is_wet(line: &Line, site: &Site) -> bool {
    let letters = |piece: &Range<usize>| &line.letters[piece.clone()];
    let number = line.pieces.partition_point(|piece| piece.end <= site.right.end);
    let close = |at: usize, words: &[&str]| {
        line.pieces
            .get(at)
            .is_some_and(|piece| line.pieces[at - 1].end == piece.start && is_one_of(letters(piece), words))
    };
    *letters(&site.right) == ['ت', 'ر'] && close(number, &["و"]) && close(number + 1, &BESIDE_WET)
}

/// What stands beside «تر» in phrases.
const BESIDE_WET: [&str; 5] = ["تازه", "تمیز", "خشک", "فرز", "چسبان"];

/// What verbs behind «می» end with, also in speech.
const VERBS_END: [char; 6] = ['م', 'ی', 'د', 'ن', 'ه', 'ت'];

/// Whether ای, ام and their like, behind a space, begin a name: of letters as they are called (ای بی سی, ای‌بی‌سی, ام اس), or
/// of a mother in Arabic (ام سلمه, ام البنین).
pub(super) fn begins_a_name(line: &Line, number: usize) -> bool {
    let letters = |piece: &Range<usize>| &line.letters[piece.clone()];
    let pieces = &line.pieces[number..];
    if pieces[0].len() != 2 || !is_one_of(letters(&pieces[0]), &LETTER_NAMES) {
        return false;
    }
    // Three make a name: of a long row of them each piece would look at all that follow.
    let close = pieces.array_windows().take_while(|both| is_row(line, both)).take(2);
    let halved = close.clone().any(|[_, other]| line.before[other.start] == Gap::Half);
    let next = pieces.get(1).map(letters).unwrap_or_default();
    let of_a_mother = || next.starts_with(&['ا', 'ل']) || is_one_of(next, &CHILDREN);
    let two = close.clone().next().is_some() && !is_one_of(next, &WORDS_TOO);
    close.count() + usize::from(halved || two) >= 2 || *letters(&pieces[0]) == ['ا', 'م'] && of_a_mother()
}

pub(super) fn is_letter_name(letters: &[char]) -> bool {
    letters.len() < 6 && is_one_of(letters, &LETTER_NAMES)
}

/// Whether two pieces in a row are names of letters.
fn is_row(line: &Line, [one, other]: &[Range<usize>; 2]) -> bool {
    let is_name = |piece: &Range<usize>| is_letter_name(&line.letters[piece.clone()]);
    let is_thirtieth = || matches!(line.letters[one.start..other.end], ['س', 'ی', 'ا', 'م']);
    one.end == other.start
        && line.before[other.start] != Gap::None
        && is_name(one)
        && is_name(other)
        && !is_thirtieth()
}

/// Of a space in a row of names of letters, of which piece `number` is the one behind it: whether it may become
/// a half-space: news has so all gaps of the row more than once, the gap of two at least as often as not; where somebody
/// looks, of some it may know nothing. None where there is no row.
pub(super) fn letter_row(line: &Line, model: &Model, number: usize, mode: Mode) -> Option<bool> {
    let both = |at: usize| line.pieces.get(at..)?.first_chunk().filter(|both| is_row(line, both));
    if both(number - 1).is_none() {
        // None is joined to what stands behind them, but for a plural: ای پی نوشت.
        if is_plural(&line.letters[line.pieces.get(number)?.clone()]) {
            return None;
        }
        let [one, other] = number.checked_sub(2).and_then(both)?;
        let is_word = |piece: &Range<usize>| is_one_of(&line.letters[piece.clone()], &WORDS_TOO);
        return (!is_word(one) || !is_word(other)).then_some(false);
    }
    let row = row(line, number);
    let pairs = line.pieces[row.clone()]
        .array_windows()
        .map(|[one, other]| model.pair(line.hash(one.clone()), line.hash(other.clone())));
    // Behind another word these may be endings, or a word: رسانه ای آی تی, او بی سی.
    let bold =
        mode == Mode::Full && !is_one_of(&line.letters[line.pieces[row.start].clone()], &["ای", "ام", "او"]);
    let is_known = |pair: Pair| pair.half() > 1 || bold && pair.half() == pair.spaced();
    Some(match row.len() {
        2 => pairs.clone().all(|pair| pair.half() > 0 && pair.half() >= pair.spaced()),
        _ => row.len() < ROW_MAX && pairs.clone().all(is_known),
    })
}

/// The row of names of letters that piece `number` and the one before it are of, as far as it is looked at.
fn row(line: &Line, number: usize) -> Range<usize> {
    let both = |at: &usize| line.pieces[*at..].first_chunk().is_some_and(|both| is_row(line, both));
    let first = (0..number).rev().take(ROW_MAX).take_while(both).last().unwrap_or(number);
    let last = (number - 1..line.pieces.len()).take(ROW_MAX).take_while(both).last().unwrap_or(number);
    first..last + 2
}

/// So many names of letters are no name.
const ROW_MAX: usize = 6;

/// Where one space in a row of names of letters changes, all do.
pub(super) fn keep_rows_alike(line: &Line, changes: &mut Vec<(usize, Gap)>) {
    for change in 0..changes.len() {
        let number = line.pieces.partition_point(|piece| piece.start < changes[change].0);
        let both = number.checked_sub(1).and_then(|before| line.pieces[before..].first_chunk());
        if both.is_some_and(|both| is_row(line, both)) {
            let others = line.pieces[row(line, number)].iter().skip(1);
            changes.extend(others.map(|piece| (piece.start, Gap::Half)));
        }
    }
}

/// What the letters of English are called.
#[rustfmt::skip]
const LETTER_NAMES: [&str; 23] = [
    "ای", "بی", "سی", "دی", "اف", "جی", "اچ", "آی", "ال", "ام", "ان", "او", "پی", "کیو", "آر", "اس", "تی", "یو", "وی",
    "ایکس", "دبلیو", "کی", "وای",
];
/// Of these what is a word of Persian too, and so may stand behind an ending: خانه ای بی نظیر.
const WORDS_TOO: [&str; 10] = ["ای", "بی", "سی", "دی", "ام", "ان", "او", "وی", "ال", "کی"];
/// Whose mothers are called after them.
const CHILDREN: [&str; 8] = ["سلمه", "کلثوم", "حبیبه", "ایمن", "هانی", "فروه", "عماره", "لیلا"];

/// Whether a gap in a piece that is to be opened would part a word from what only looks like a prefix or an ending: where
/// no half-space was met and the rest is not of the kind that it stands at.
pub(super) fn is_rather_whole(line: &Line, model: &Model, site: &Site) -> bool {
    let [left, right] = site.hashes;
    let pair = model.pair(left, right);
    let (prefix, ending) = (&line.letters[site.left.clone()], &line.letters[site.right.clone()]);
    if pair.half() > 0 {
        let whole = model.word(line.hash(site.left.start..site.right.end));
        // The name میسی.
        let joined = pair.joined() > pair.half();
        let of_letters = || is_letter_name(prefix) && is_letter_name(ending) && pair.joined() >= pair.half();
        if is_verb_prefix(prefix) && whole.is_listed() && joined || of_letters() {
            return true;
        }
        // The name بهنام.
        return *prefix == ['ب', 'ه'] && whole.is_listed() && pair.joined() > pair.half();
    }
    if ends_like_a_name(prefix, ending) && !is_of_a_verb(line, model, site) {
        return true;
    }
    if pair.listed() {
        return false;
    }
    match (prefix, ending) {
        (['م', 'ی'] | ['ن', 'م', 'ی'], verb) => !is_verb_form(verb, model.word(right)),
        (stem, ['ت', 'ر'] | ['ت', 'ر', 'ی', 'ن']) => {
            stem.len() < ADJECTIVE_MIN && !is_adjective(stem, model.word(left))
                || is_of_two_words(line, model, site)
        }
        (stem, ['ا', 'م' | 'ت' | 'ش' | 'ی']) => !bears_ending(line, model, site, stem, ending[1]),
        // میسی‌سیپی.
        (name, letters) if letters.len() == 4 && !is_letter_name(name) => {
            letters.chunks(2).all(is_letter_name)
        }
        _ => false,
    }
}

/// Shorter words are rather the beginnings of names: گونتر.
pub(super) const ADJECTIVE_MIN: usize = 4;

/// Whether a short word may be an adjective, of which no comparative was met.
fn is_adjective(stem: &[char], word: Word) -> bool {
    word.is_listed()
        && !word.parts_after()
        && (word.parts_before() || word.seen() >= KNOWN)
        && stem.last() != Some(&'ی')
}

/// Whether ای, ام and their like may stand behind what they were never met with: behind ه, if that is not of a plural
/// (کارهام is کار‌هام), and behind ی of no short word, which would be a name (پوریای). Behind other letters they are
/// written without an alef.
fn bears_ending(line: &Line, model: &Model, site: &Site, stem: &[char], last: char) -> bool {
    let seen = |part| model.word(line.hash(part)).seen();
    let (whole, shorter) = (seen(site.left.clone()), seen(site.left.start..site.left.end - 1));
    match stem.last() {
        Some('ه') => last == 'ی' || shorter <= whole + 5,
        Some('ی') if last == 'ی' => stem.len() > ADJECTIVE_MIN || whole > KNOWN,
        Some('ی') => !model.word(line.hash(site.left.start..site.right.end)).is_listed(),
        _ => false,
    }
}

/// Whether what was never met behind «می» may be a verb: it ends like one, a pronoun behind that or not, and is no ending
/// (میام is spoken), nor a word with ن at its end, as میگان.
pub(super) fn is_verb_form(verb: &[char], word: Word) -> bool {
    let ends = |last: Option<&char>| last.is_some_and(|last| VERBS_END.contains(last));
    let with_pronoun = verb.last() == Some(&'ش') && ends(verb.iter().nth_back(1));
    (ends(verb.last()) || with_pronoun)
        && *verb != ['ا', 'م']
        && !(verb.last() == Some(&'ن') && word.is_listed() && word.parts_after() && word.seen() >= KNOWN)
}

/// Whether «می» and what ends with ی may be a name: میدری, میرباقری.
fn ends_like_a_name(prefix: &[char], ending: &[char]) -> bool {
    *prefix == ['م', 'ی'] && ending.ends_with(&['ی'])
}

/// Whether a form with ی at its end has others that news wrote behind «می».
fn is_of_a_verb(line: &Line, model: &Model, site: &Site) -> bool {
    let stem = line.hash(site.right.start..site.right.end - 1);
    ["م", "د", "ند", "یم", "ید", "ه"].iter().any(|ending| {
        let form = hash_of_longer(stem, ending);
        ["می", "نمی"].iter().any(|prefix| model.pair(hash(prefix), form).half() > 0)
    })
}

/// Whether what seems a comparative is two other words: روتیتر is no «روتی‌تر».
fn is_of_two_words(line: &Line, model: &Model, site: &Site) -> bool {
    let both = site.left.start..site.right.end;
    let known = |part: Range<usize>| {
        let word = model.word(line.hash(part));
        word.is_listed() && word.seen() >= KNOWN
    };
    model.word(site.hashes[0]).seen() == 0
        && (both.start + 2..both.end - 3).any(|at| known(both.start..at) && known(at..both.end))
}
