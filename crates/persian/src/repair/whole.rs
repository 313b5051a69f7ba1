//! Words that a prefix or an ending is not to be parted from, for it is none: names above all.

use std::ops::Range;

use super::lexicon::Word;
use super::line::Line;
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

/// What verbs behind «می» end with, also in speech.
const VERBS_END: [char; 6] = ['م', 'ی', 'د', 'ن', 'ه', 'ت'];

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
