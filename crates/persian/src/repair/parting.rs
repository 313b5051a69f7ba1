//! Words run together, parted where it is sure; half-spaces that are none, taken out.
//!
//! Sure is: the whole is no word, and the parts are a function word and a common one (درصنعت, زیادیاست), two long and
//! common words (فوتبالآسیا), two of the commonest (باتوجه), a word and the می of the verb behind it (نظرمی رسد), or a number
//! and a word (۱۴۰۳هجری); or the whole is a word that most write as two (`apart`). A half-space goes when it stands inside
//! one word: دانشگ‌اه.

mod apart;

use std::ops::Range;

use super::lexicon::Word;
use super::line::{Gap, HASHED_MAX, Line, hash};
use super::normalise::stands_alone;
use super::pieces::{Piece, Pieces};
use super::tagger::Model;

/// Words that stand before others, run together by slips of the space bar.
const BEFORE: [&[char]; 4] = [&['د', 'ر'], &['ا', 'ز'], &['ب', 'ر', 'ا', 'ی'], &['ا', 'ی', 'ن']];
const WITH: &[char] = &['ب', 'ا'];
const ON: &[char] = &['ب', 'ر'];
const TO: &[char] = &['ب', 'ه'];
/// Words that make new ones with those behind them, joined or half-spaced: زیربخش is no slip for «زیر بخش».
const PREFIXES: [&str; 7] = ["زیر", "غیر", "ابر", "نیم", "شبه", "درون", "برون"];
/// Words that stand after others.
const AFTER: [&[char]; 1] = [&['ا', 'س', 'ت']];
/// A part must have been seen so often, on the scale of [`Word::seen`]: 128 times.
const COMMON: u32 = 8;
/// A whole seen more often, eight times, is a word: a name that no dictionary has.
const RARE: u32 = 3;
/// Shorter parts are endings, or words by accident.
const PART_MIN: usize = 3;
/// Where neither is a function word, both are at least so long: of the news' run-together words so parted (370 kinds in
/// 12 MB), nineteen in twenty are two words.
const WORD_MIN: usize = 4;
/// A whole seen more often may be a word.
const ONCE: u32 = 1;
/// Endings of nouns and verbs: a word with one of these is a word too.
const ENDINGS: [&str; 20] = [
    "ی",
    "ها",
    "های",
    "هایی",
    "هایش",
    "هایم",
    "هایت",
    "هایشان",
    "هایمان",
    "هایتان",
    "ش",
    "م",
    "ت",
    "اش",
    "ام",
    "ات",
    "شان",
    "مان",
    "تان",
    "ان",
];
/// Prepositions that a word before است may have run together with: باشماست is no باشم.
const PREPOSITIONS: [&[char]; 4] = [&['ب', 'ا'], &['ب', 'ه'], &['ت', 'ا'], &['ک', 'ه']];
/// A word is so common, seen 4,096 times, that what begins with در or از and was seen fewer than 128 times is no word
/// of its own: درمورد.
const COMMONEST: u32 = 13;
const SELDOM: u32 = 7;
/// Slips are thirty times seldomer than either word, on the same scale.
const SLIPS_LESS: u32 = 5;
/// What is written at a number without a space.
const AT_NUMBERS: [&str; 10] = ["ام", "امین", "مین", "گانه", "تایی", "نفره", "ساله", "روزه", "ها", "های"];

/// Parts what was run together and takes out half-spaces that are none. Answers whether anything changed.
pub(super) fn repair(line: &mut Line, pieces: &mut Pieces, model: &Model) -> bool {
    let mut changed = false;
    // One may show another: د‌ید‌ه is دید‌ه, and that دیده. A part may follow a number. There are no more of either than
    // letters in a word.
    while take_out(line, &pieces.line, model) || part(line, &pieces.line, model) {
        changed = true;
        pieces.read(line, model);
    }
    changed
}

/// Parts each piece once at most.
fn part(line: &mut Line, pieces: &[Piece], model: &Model) -> bool {
    let mut starts = before_verbs(line, pieces, model);
    for (range, piece) in line.pieces.iter().zip(pieces).filter(|(_, piece)| piece.fits()) {
        let stands_free = |at: usize| line.before.get(at).is_none_or(|gap| *gap != Gap::Half);
        if follows_number(line, range.start) {
            let text = &line.letters[range.clone()];
            // Not before a half-space: where one was added, the word did not stand here before.
            let known = text.len() >= PART_MIN
                && piece.word.is_listed()
                && piece.word.seen() > RARE
                && stands_free(range.end);
            starts.extend((known && !is_one_of(text, &AT_NUMBERS)).then_some(range.start));
        }
        // سال۹۶, در۴۰: no name such as اف۳۵.
        if precedes_number(line, range.end) && stands_free(range.start) && !follows_number(line, range.start)
        {
            starts.extend(may_precede_number(line, piece, range).then_some(range.end));
        }
        if piece.cut > 0 && stands_free(range.start) && stands_free(range.end) {
            starts.push(range.start + usize::from(piece.cut));
        }
    }
    for at in &starts {
        line.before[*at] = Gap::Space;
    }
    if !starts.is_empty() {
        line.find_pieces();
    }
    !starts.is_empty()
}

/// Where می and نمی ran together with the word before them, and not with their verb: نظرمی رسد. Not before a half-space:
/// where one was added, the verb did not stand here before.
fn before_verbs(line: &Line, pieces: &[Piece], model: &Model) -> Vec<usize> {
    let mut starts = Vec::new();
    for (both, [one, verb]) in line.pieces.array_windows().zip(pieces.array_windows()) {
        let [range, next]: &[Range<usize>; 2] = both;
        if one.ends_with_prefix()
            && range.end == next.start
            && line.before[next.start] == Gap::Space
            && line.before[range.start] != Gap::Half
            && model.pair(hash("می"), verb.hash).half() > 0
        {
            let stem = before_prefix(&line.letters[range.clone()]).map_or(0, <[char]>::len);
            starts.push(range.start + stem);
        }
    }
    starts
}

/// What stands before می or نمی at the end of a piece.
pub(super) fn before_prefix(text: &[char]) -> Option<&[char]> {
    let stem = text.strip_suffix(&['م', 'ی'])?;
    Some(stem.strip_suffix(&['ن']).filter(|stem| !stem.is_empty()).unwrap_or(stem))
}

/// Whether a piece is no word, but a common one and می or نمی: نظرمی.
pub(super) fn ends_with_prefix(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> bool {
    let text = &line.letters[piece.clone()];
    let Some(stem) = before_prefix(text).filter(|_| is_no_word(word)) else { return false };
    let seen = |long: usize| model.word(line.hash(piece.start..piece.start + long));
    let before = seen(stem.len());
    let known = *stem == ['و'] || before.is_listed() && before.seen() >= COMMON;
    // نظرمی may be of نظرم too, which is far seldomer than نظر; سرمی is.
    let noun = seen(text.len() - 1);
    let of_a_noun = noun.is_listed() && noun.seen() + SLIPS_LESS > before.seen();
    known && !of_a_noun && !is_one_of(stem, &WITH_VERBS)
}

/// What makes new verbs, and stands joined before می: برمی‌گردد.
pub(super) const WITH_VERBS: [&str; 8] = ["بر", "در", "باز", "فرا", "فرو", "وا", "ور", "دربر"];

/// Whether a piece that ends at `at` stands at a number: parting may part it from that.
pub(super) fn precedes_number(line: &Line, at: usize) -> bool {
    matches!(line.letters.get(at), Some('۰'..='۹')) && line.before[at] == Gap::None
}

/// Whether a piece is a common word, of which a number behind it is no part.
fn may_precede_number(line: &Line, piece: &Piece, range: &Range<usize>) -> bool {
    let text = &line.letters[range.clone()];
    let particle = *text == ['و'] || BEFORE[..2].contains(&text) || PREPOSITIONS.contains(&text);
    particle || text.len() >= PART_MIN && piece.word.is_listed() && piece.word.seen() >= COMMON
}

/// Where a piece that is no word is to be parted in two that are.
pub(super) fn cut(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    // بازنمی is of one verb with what follows: بازنمی‌گردد.
    let text = &line.letters[piece.clone()];
    if text.strip_suffix(&['ن', 'م', 'ی']).is_some_and(|stem| is_one_of(stem, &WITH_VERBS)) {
        return None;
    }
    let mut cuts = cuts(text).into_iter().flatten().map(|cut| piece.start + cut);
    let found = if !is_no_word(word) {
        apart::cut(line, model, piece, word)
    } else if is_with_ending(line, model, piece) {
        return None;
    } else {
        cuts.find(|at| is_common(model, line, *at, piece)).or_else(|| between_words(line, model, piece, word))
    };
    found
        .or_else(|| between_the_commonest(line, model, piece, word))
        .or_else(|| apart::behind_determiner(line, model, piece, word))
}

/// The one place where a word that no dictionary has falls in two of the commonest, of which neither makes new words and
/// which nobody joins otherwise: خواهدشد, باتوجه. Some write it so, but thirty times less than they write either.
fn between_the_commonest(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    if word.is_listed() || word.seen() > SELDOM || piece.len() < 2 + PART_MIN {
        return None;
    }
    let begins = |at: usize| {
        let left = &line.letters[piece.start..at];
        let verb = || apart::is_of_a_verb(line, model, at..piece.end);
        left.len() >= PART_MIN && !is_one_of(left, &PREFIXES)
            || (BEFORE.contains(&left) || [WITH, ON, TO].contains(&left)) && !verb()
    };
    let ends = |right: Range<usize>| {
        let joins = !stands_alone(line.letters[right.start - 1]);
        let right = &line.letters[right];
        // Of سالنه and شدندو the last letters are rather slips.
        let no_word = AFTER.contains(&right) || matches!(right, ['م', 'ی'] | ['ن', 'ه']);
        !no_word && (!joins || *right != ['د', 'و'])
    };
    // A name of two words is seen oftener than slips are: شهرخودرو.
    let seen_min = apart::slip_min(word);
    let common = |part: Range<usize>| {
        let word = model.word(line.hash(part));
        (word.is_listed() && word.seen() >= seen_min).then_some(word)
    };
    let pair = |at: usize| model.pair(line.hash(piece.start..at), line.hash(at..piece.end));
    let mut found = (piece.start + 2..piece.end - 1).filter(|at| {
        let (left, right) = (piece.start..*at, *at..piece.end);
        begins(*at)
            && line.can_part(*at)
            && ends(right.clone())
            && common(left).is_some_and(|one| !one.parts_before())
            && common(right).is_some_and(|other| !other.parts_after())
            && apart::is_hardly_joined(pair(*at))
            && (pair(*at).spaced() > 0 || !is_like_a_name(line, *at, piece, word))
    });
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// Whether a piece is a known word with an ending: زیستگاهی, گرفتنشان.
fn is_with_ending(line: &Line, model: &Model, piece: &Range<usize>) -> bool {
    let text = &line.letters[piece.clone()];
    ENDINGS.iter().any(|ending| {
        let long = ending.chars().count();
        let ends =
            text.len() >= long + PART_MIN && ending.chars().eq(text[text.len() - long..].iter().copied());
        let word = || model.word(line.hash(piece.start..piece.end - long));
        ends && word().is_listed() && word().seen() > ONCE
    })
}

/// The one place where a piece that was hardly ever seen falls in two common words, which make no new ones.
fn between_words(line: &Line, model: &Model, piece: &Range<usize>, word: Word) -> Option<usize> {
    let places = piece.start + WORD_MIN..=piece.end.checked_sub(WORD_MIN)?;
    let mut found = places.filter(|at| {
        let (left, right) = (line.hash(piece.start..*at), line.hash(*at..piece.end));
        let (one, other) = (model.word(left), model.word(right));
        let common = |word: Word| word.is_listed() && word.seen() >= COMMON;
        line.can_part(*at)
            && common(one)
            && common(other)
            && !one.parts_before()
            && !other.parts_after()
            && model.pair(left, right).all() == 0
            && !is_like_a_name(line, *at, piece, word)
    });
    let first = found.next().filter(|_| word.seen() <= ONCE);
    first.filter(|_| found.next().is_none())
}

/// Whether two words make a family's name: the second ends with ی, and the whole was seen more than once (دنیامالی,
/// جهانبازی; but سیاسیاجتماعی); or the first is a given name that families are called by (احمدعباسی).
fn is_like_a_name(line: &Line, at: usize, piece: &Range<usize>, word: Word) -> bool {
    let (one, other) = (&line.letters[piece.start..at], &line.letters[at..piece.end]);
    let of_family = other.ends_with(&['ی']) && word.seen() > ONCE;
    other.len() >= WORD_MIN && (of_family || is_one_of(one, &GIVEN_NAMES))
}

/// The commonest given names that others and families' names are made with.
const GIVEN_NAMES: [&str; 8] = ["محمد", "احمد", "محمود", "حسین", "حسن", "علی", "رضا", "امیر"];

/// Whether a piece stands at a number: parting by itself may part it from that.
pub(super) fn follows_number(line: &Line, at: usize) -> bool {
    line.before[at] == Gap::None && at > 0 && matches!(line.letters[at - 1], '۰'..='۹')
}

fn is_no_word(word: Word) -> bool {
    !word.is_listed() && word.seen() <= RARE
}

/// Where a piece could be parted: after a word of [`BEFORE`], or before one of [`AFTER`].
fn cuts(text: &[char]) -> [Option<usize>; 2] {
    let before = BEFORE.iter().find(|word| text.starts_with(word)).map(|word| word.len());
    let after = AFTER.iter().find(|word| text.ends_with(word)).map(|word| text.len() - word.len());
    [before.filter(|at| *at < text.len()), after.filter(|at| *at > 0)]
}

pub(super) fn is_one_of(letters: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| word.chars().eq(letters.iter().copied()))
}

/// Whether both parts are common words, the one that is no function word at least [`PART_MIN`] letters long.
fn is_common(model: &Model, line: &Line, at: usize, piece: &Range<usize>) -> bool {
    let long = (at - piece.start).max(piece.end - at) >= PART_MIN && line.can_part(at);
    // Names begin with این more often than other words that it ran together with: اینگوش.
    let seen_min = if *BEFORE[3] == line.letters[piece.start..at] { COMMON + 2 } else { COMMON };
    let known = |part: Range<usize>| {
        let word = model.word(line.hash(part));
        word.is_listed() && word.seen() >= seen_min
    };
    // روزهاست is روز‌هاست, not روزه است; کردهاست is کرده است.
    let stem = line.letters[piece.clone()].strip_suffix(&['ه', 'ا', 'س', 'ت']);
    let plural = stem.is_some_and(|stem| {
        let seen = |part| model.word(line.hash(part)).seen();
        let end = piece.start + stem.len();
        known(piece.start..end) && seen(piece.start..end) > seen(piece.start..end + 1) + 2
    });
    // در makes verbs of its own (درخواهند), and endings are no words.
    let verb = model.pair(hash("می"), line.hash(at..piece.end)).half() > 0;
    let ending = model.word(line.hash(at..piece.end)).parts_after();
    // خطاست is خطا and ست.
    let whole_before = model.word(line.hash(piece.start..(at + 1).min(piece.end)));
    let preposition = || {
        let text = &line.letters[piece.clone()];
        let rest = model.word(line.hash(piece.start + 2..piece.end));
        rest.is_listed() && rest.seen() > RARE && PREPOSITIONS.iter().any(|before| text.starts_with(before))
    };
    let rather_ast = line.letters[at..piece.end] == *AFTER[0] && (whole_before.is_listed() || preposition());
    long && !verb && !ending && !rather_ast && !plural && known(piece.start..at) && known(at..piece.end)
}

/// Takes out half-spaces inside a word.
fn take_out(line: &mut Line, pieces: &[Piece], model: &Model) -> bool {
    let mut changes = Vec::new();
    for (both, [one, other]) in line.pieces.windows(2).zip(pieces.array_windows()) {
        let at = both[1].start;
        if line.before[at] == Gap::Half
            && both[0].end == at
            && (is_no_part(one.word) || is_no_part(other.word) || is_of_a_letter(&both[0], &both[1]))
            && is_one_word(line, model, &both[0], &both[1])
        {
            changes.push(at);
        }
    }
    for at in &changes {
        line.before[*at] = Gap::None;
    }
    if !changes.is_empty() {
        line.find_pieces();
    }
    !changes.is_empty()
}

/// Whether two pieces in a row are one common word without a half-space, of which one part is nothing.
pub(super) fn is_one_word(line: &Line, model: &Model, left: &Range<usize>, right: &Range<usize>) -> bool {
    if left.len() + right.len() > HASHED_MAX {
        return false;
    }
    let word = |part| model.word(line.hash(part));
    let whole = word(left.start..right.end);
    let of_a_letter = is_of_a_letter(left, right);
    let of_no_part = || is_no_part(word(left.clone())) || is_no_part(word(right.clone()));
    let half_spaced = || model.pair(line.hash(left.clone()), line.hash(right.clone())).is_half_spaced();
    whole.is_listed() && whole.seen() >= COMMON && (of_a_letter || of_no_part() && !half_spaced())
        || is_last_letter(line, right) && (whole.is_listed() || whole.seen() > RARE)
}

/// Whether a piece is a lone ه or ی before the half-space of an ending: پروژ‌ه‌های is پروژه‌های.
fn is_last_letter(line: &Line, piece: &Range<usize>) -> bool {
    matches!(line.letters[piece.clone()], ['ه' | 'ی']) && line.before.get(piece.end) == Some(&Gap::Half)
}

/// Whether one of two pieces is a single letter, which makes no words with half-spaces: «د‌ر».
fn is_of_a_letter(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.len() == 1 || right.len() == 1
}

/// Whether a piece neither is a word nor makes words.
fn is_no_part(word: Word) -> bool {
    is_no_word(word) && !word.parts_before() && !word.parts_after()
}

#[cfg(test)]
mod tests {
    use super::super::{Mode, Repairer};

    #[test]
    fn words_are_parted_only_where_it_is_sure() {
        for (before, after) in [
            ("او ازخانه آمد", "او از خانه آمد"),
            ("چنین درخواهند آورد", "چنین درخواهند آورد"),
            ("این خطاست و خوباست", "این خطاست و خوب است"),
            ("تیم‌های فوتبالآسیا و وزارتعلوم", "تیم‌های فوتبال آسیا و وزارت علوم"),
            ("صفحهنخست و خانهبزرگ و نامهوزیر", "صفحه نخست و خانه بزرگ و نامه وزیر"),
            ("سال ۱۴۰۳هجری", "سال ۱۴۰۳ هجری"),
            ("کودک ۱۲ساله و ۲۰ام و ۳تا", "کودک ۱۲ساله و ۲۰ام و ۳تا"),
            ("درویش و درخت و ازبکستان و باران", "درویش و درخت و ازبکستان و باران"),
            ("در دانشگ\u{200c}اه تهران", "در دانشگاه تهران"),
            ("کتاب\u{200c}ها و گفت\u{200c}وگو", "کتاب\u{200c}ها و گفت\u{200c}وگو"),
        ] {
            assert_eq!(Repairer::new(Mode::Full).line(before), after);
        }
    }
}
