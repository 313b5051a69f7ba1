//! Words that a prefix or an ending is not to be parted from, for it is none: names above all.

use std::ops::Range;

use super::convention::is_verb_prefix;
use super::lexicon::{Register, Word};
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

/// Whether ای, ام and their like, behind a space, begin a name: of letters as they are called (ای بی سی, ای‌بی‌سی), or of a
/// mother in Arabic (ام سلمه, ام البنین).
pub(super) fn begins_a_name(line: &Line, number: usize) -> bool {
    let letters = |piece: &Range<usize>| &line.letters[piece.clone()];
    let pieces = &line.pieces[number..];
    if pieces[0].len() != 2 || !is_one_of(letters(&pieces[0]), &LETTER_NAMES) {
        return false;
    }
    let close = pieces.array_windows().take_while(|[one, other]| {
        one.end == other.start
            && line.before[other.start] != Gap::None
            && is_one_of(letters(other), &LETTER_NAMES)
    });
    // Three make a name: of a long row of them each piece would look at all that follow.
    let close = close.take(2);
    let halved = close.clone().any(|[_, other]| line.before[other.start] == Gap::Half);
    let next = pieces.get(1).map(letters).unwrap_or_default();
    let of_a_mother = || next.starts_with(&['ا', 'ل']) || is_one_of(next, &CHILDREN);
    close.count() + usize::from(halved) >= 2 || *letters(&pieces[0]) == ['ا', 'م'] && of_a_mother()
}

/// What the letters of English are called.
const LETTER_NAMES: [&str; 20] = [
    "ای", "بی", "سی", "دی", "اف", "جی", "اچ", "آی", "ال", "ام", "ان", "او", "پی", "کیو", "آر", "اس", "تی",
    "یو", "وی", "ایکس",
];
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
        _ => false,
    }
}

/// Shorter words are rather the beginnings of names: گونتر.
const ADJECTIVE_MIN: usize = 4;

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
fn is_verb_form(verb: &[char], word: Word) -> bool {
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
