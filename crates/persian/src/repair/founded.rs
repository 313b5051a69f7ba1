//! Whether a space has evidence of its own to become a half-space, besides what the tagger and the judge make of it.
//!
//! Evidence is a verb's prefix before a verb's form, an ending behind a word of the kind that takes it, or that news, or the
//! text itself, half-spaces the pair. The writer's ways may make an ending likelier, never a compound: that many spaces
//! were half-spaces before tells nothing of توماس مان or توالت عمومی.

use std::ops::Range;

use super::Mode;
use super::convention::{is_plural, is_verb_prefix};
use super::lexicon::{Pair, Register, pair_key};
use super::line::{Gap, Line, hash, hash_of_longer};
use super::memory::Memory;
use super::parting::{WITH_VERBS, before_prefix, is_one_of};
use super::pieces::Piece;
use super::sites::Site;
use super::tagger::{KNOWN, Model};
use super::whole::{ADJECTIVE_MIN, is_letter_name, is_no_verb, is_verb_form, is_wet, letter_row};

/// What is looked at around a space.
pub(super) struct Ground<'a> {
    pub line: &'a Line,
    pub pieces: &'a [Piece],
    pub model: &'a Model<'a>,
    /// The text before, as it was repaired.
    pub memory: &'a Memory,
    pub mode: Mode,
}

/// What verbs are made with behind a participle.
#[rustfmt::skip]
const AUXILIARIES: [&str; 16] = [
    "است", "بود", "بودم", "بودی", "بودیم", "بودید", "بودند", "باشد", "باشم", "باشی", "باشیم", "باشید", "باشند", "نیست",
    "اند", "ام",
];
/// Endings behind ه: of what one is (خسته‌ام), of verbs (رفته‌اند), of possession.
const BEHIND_HEH: [&str; 8] = ["ای", "ام", "ات", "اش", "ایم", "اید", "اند", "است"];
/// Pronouns at a noun, as they are written and as they are spoken.
const PRONOUNS: [&str; 3] = ["مان", "تان", "شان"];
const SPOKEN: [&str; 3] = ["مون", "تون", "شون"];
/// Plurals with a pronoun, as they are spoken, and with one that was written apart.
#[rustfmt::skip]
const SPOKEN_PLURALS: [&str; 12] = [
    "هاش", "هام", "هات", "هاشون", "هامون", "هاتون", "هاشان", "هامان", "هاتان", "هاست", "هایشون", "هایی",
];
/// What stands behind the letter A: of blood, and of mail.
const BEHIND_A: [&str; 3] = ["مثبت", "منفی", "میل"];
/// Endings of nouns and adjectives, as they are joined.
#[rustfmt::skip]
const NOUN_ENDINGS: [&str; 14] = [
    "ی", "ها", "های", "هایی", "ان", "ای", "تر", "ترین", "م", "ش", "شان", "مان", "هایش", "یم",
];
/// Words that new ones are made with, before others.
#[rustfmt::skip]
const BEFORE_NEW: [&str; 14] = [
    "بی", "هم", "نا", "غیر", "پیش", "نیم", "تک", "کم", "پر", "خوش", "بد", "خود", "خرده", "چند",
];
/// A word with ye that was seen so often, 512 times, and never compared is no adjective: علی.
const NAMED: u32 = 10;
/// A word that makes others was seen so often, on the scale of [`super::lexicon::Word::seen`]: twice.
const SEEN_MIN: u32 = 2;

impl Ground<'_> {
    /// Whether the space of a site may become a half-space.
    pub fn holds(&self, site: &Site) -> bool {
        let Self { line, model, .. } = self;
        let (left, right) = (&line.letters[site.left.clone()], &line.letters[site.right.clone()]);
        let [one, other] = site.hashes;
        if is_no_verb(line, model, site) || is_wet(line, site) {
            return false;
        }
        let number = line.pieces.partition_point(|piece| piece.start < site.right.start);
        if let Some(known) = letter_row(line, model, number, self.mode) {
            return known;
        }
        let behind_prefix =
            || model.pair(one, other).half() > 0 || is_of_a_form(line, model, site.right.clone());
        if before_prefix(left).is_some_and(|stem| is_one_of(stem, &WITH_VERBS)) {
            return true;
        }
        if is_verb_prefix(left) {
            return behind_prefix()
                || model.word(other).seen() < KNOWN && is_verb_form(right, model.word(other));
        }
        if left.ends_with(&['م', 'ی']) && behind_prefix() {
            return true;
        }
        if self.is_of_a_verb(site, number) {
            return false;
        }
        self.memory.has_half(pair_key(one, other))
            || self.bears(site, number).unwrap_or_else(|| self.is_compound(site))
    }

    /// The pair of a site, the ezafe of its right side left out.
    fn pair(&self, site: &Site) -> Pair {
        let Self { line, model, .. } = self;
        let [left, right] = site.hashes;
        match line.letters[site.right.clone()] {
            [.., '\u{654}'] => model.pair(left, line.hash(site.right.start..site.right.end - 1)),
            _ => model.pair(left, right),
        }
    }

    /// Whether the word before a space bears the ending behind it; None where that is no ending.
    fn bears(&self, site: &Site, number: usize) -> Option<bool> {
        let Self { line, model, .. } = self;
        let (left, right) = (&line.letters[site.left.clone()], &line.letters[site.right.clone()]);
        let (word, pair) = (model.word(site.hashes[0]), self.pair(site));
        let (met, bold) = (pair.half() > 0, self.mode == Mode::Full);
        let ends = |letters: &[char]| left.last().is_some_and(|last| letters.contains(last));
        Some(match right {
            // A hotel's name is no «hotels of yours».
            ['ه', 'ا', 'ی', 'ت'] => {
                met || self.is_spoken(site.hashes[1])
                    || ["هایش", "هایم"].iter().any(|of| model.pair(site.hashes[0], hash(of)).half() > 0)
            }
            ['ه', 'ا', ..] if is_plural(right) || is_one_of(right, &SPOKEN_PLURALS) => {
                // Terms that nobody knows yet have plurals too: نورون‌ها.
                let plain = left.len() > 2 && matches!(right, ['ه', 'ا'] | ['ه', 'ا', 'ی']);
                met || !self.forbids(site) && (bold || plain || word.is_listed() || word.seen() >= KNOWN)
            }
            ['ت', 'ر'] => {
                let wet =
                    || word.seen() == 0 && left.len() < ADJECTIVE_MIN || self.has_plural(site.hashes[0]);
                // خوش‌آهنگ‌تر
                let compound = || line.before[site.left.start] == Gap::Half;
                let quality = || ends(&['ی']) && word.seen() < NAMED;
                self.is_compared(site.hashes[0])
                    || bold && (quality() || compound() || !ends(&['ی']) && !wet())
            }
            ['ت', 'ر', 'ی', 'ن'] => true,
            ['ت', 'ر', 'ی'] => bold || self.is_compared(site.hashes[0]),
            ['ا', 'ی'] if ends(&['ی']) => (met || bold) && !self.begins_with_a(number),
            ['ا', 'ی'] => met || ends(&['ه']),
            ['ی' | 'م' | 'ت' | 'ش' | 'ن' | 'س'] => met || ends(&['ه']),
            _ if is_one_of(right, &BEHIND_HEH) => met || bold || ends(&['ه', 'ی']),
            _ if is_one_of(right, &PRONOUNS) => {
                met || pair.joined() > 0
                    || self.has_plural(site.hashes[0])
                    || bold && ends(&['ه', 'ی', 'ا', 'و'])
                    || word.parts_before() && ends(&['ه'])
            }
            _ if is_one_of(right, &SPOKEN) => met || pair.joined() > 0 || self.is_spoken(site.hashes[1]),
            _ => return None,
        })
    }

    /// Whether the word before a space is a verb that forbids: دستی نزنی ها.
    fn forbids(&self, site: &Site) -> bool {
        let Self { line, model, .. } = self;
        let (left, rest) = (&line.letters[site.left.clone()], site.left.start + 1..site.left.end);
        matches!(left, ['ن', _, _, .., 'ی']) && is_of_a_form(line, model, rest)
    }

    /// Whether «ای» of that number is a letter's name: before another, or of a group of blood.
    fn begins_with_a(&self, number: usize) -> bool {
        let Self { line, .. } = self;
        let next = line.pieces.get(number + 1).map(|next| &line.letters[next.clone()]).unwrap_or_default();
        is_letter_name(next) || is_one_of(next, &BEHIND_A)
    }

    /// Whether a word other than that one is chiefly of speech.
    fn is_spoken(&self, but: u64) -> bool {
        self.pieces.iter().any(|piece| piece.hash != but && piece.word.register() == Register::Informal)
    }

    /// Whether news has compared what a word says: with تر or ترین, half-spaced or joined, more than once.
    fn is_compared(&self, word: u64) -> bool {
        let counts = ["تر", "ترین", "تری"].map(|ending| {
            let pair = self.model.pair(word, hash(ending));
            let whole = self.model.word(hash_of_longer(word, ending));
            pair.half() + pair.joined() + 2 * u32::from(pair.listed() || whole.is_listed())
        });
        counts.iter().sum::<u32>() > 1
    }

    /// Whether a word is one of those that there may be several of: «تر» behind it is wet.
    fn has_plural(&self, word: u64) -> bool {
        ["ها", "های", "هایی"].iter().any(|ending| self.model.pair(word, hash(ending)).half() > 0)
    }

    /// Whether two words are known as one: news half-spaces them, where nobody looks at least as often as not; or it does
    /// not, and a dictionary has them and one of them makes new words, where somebody looks either of the two.
    fn is_compound(&self, site: &Site) -> bool {
        let pair = self.pair(site);
        let (bold, often) =
            (self.mode == Mode::Full, pair.half() + u32::from(pair.listed()) >= pair.spaced());
        if pair.half() > 0 && (bold || often) {
            // Beside Arabic it is Arabic too: رسول الله.
            return site.hashes[1] != hash("الله") || !self.line.has_kept();
        }
        let made = if bold { pair.listed() || self.is_new(site) } else { pair.listed() && self.is_new(site) };
        self.is_met_with_ending(site) || pair.half() == 0 && made
    }

    /// Whether news half-spaces the pair without an ending of the second: لاک‌پشت‌ها, for لاک پشتها.
    fn is_met_with_ending(&self, site: &Site) -> bool {
        let Self { line, model, .. } = self;
        let right = &line.letters[site.right.clone()];
        let stem = |ending: &str| {
            let long = ending.chars().count();
            let ends =
                right.len() > long + 2 && ending.chars().eq(right[right.len() - long..].iter().copied());
            ends.then(|| model.pair(site.hashes[0], line.hash(site.right.start..site.right.end - long)))
        };
        let mut pairs = NOUN_ENDINGS.iter().filter_map(|ending| stem(ending));
        pairs.any(|pair| pair.half() > 1 && pair.half() >= pair.spaced())
    }

    /// Whether one of two words makes new ones with others, and the second is no verb: خون‌ریزی, بی‌باکی.
    fn is_new(&self, site: &Site) -> bool {
        let Self { line, model, .. } = self;
        let right = &line.letters[site.right.clone()];
        if !right.ends_with(&['ی']) && is_met_behind_prefix(model, site.hashes[1]) {
            return false;
        }
        let makes = |end: usize| {
            let word = model.word(line.hash(site.right.start..end));
            word.parts_after() && word.is_listed() && word.seen() >= SEEN_MIN
        };
        let end = site.right.end;
        let shorter = match right {
            [_, _, .., 'ا', 'ن' | 'ی'] | [_, _, .., 'ه', 'ا'] => 2,
            [_, _, .., 'ی' | '\u{654}'] => 1,
            _ => 0,
        };
        // Of Arabic: مادام‌العمر.
        let of_arabic = || right.starts_with(&['ا', 'ل']) && model.word(site.hashes[1]).seen() < KNOWN;
        of_arabic()
            || makes(end)
            || shorter > 0 && makes(end - shorter)
            || is_one_of(&line.letters[site.left.clone()], &BEFORE_NEW)
    }

    /// Whether a participle behind a space is one of a verb, not of a compound: تعیین شده است.
    fn is_of_a_verb(&self, site: &Site, number: usize) -> bool {
        let Self { line, .. } = self;
        let right = &line.letters[site.right.clone()];
        let close =
            |next: &&Range<usize>| next.start == site.right.end && line.before[next.start] == Gap::Space;
        right.len() > 2
            && right.ends_with(&['ه'])
            && self.model.pair(site.hashes[1], hash("اند")).half() > 0
            && line
                .pieces
                .get(number + 1)
                .filter(close)
                .is_some_and(|next| is_one_of(&line.letters[next.clone()], &AUXILIARIES))
    }
}

/// Whether news half-spaces a form behind «می» or «نمی».
fn is_met_behind_prefix(model: &Model, form: u64) -> bool {
    ["می", "نمی"].iter().any(|prefix| model.pair(hash(prefix), form).half() > 0)
}

/// Whether news half-spaces a form behind «می» or «نمی», or another of the same verb: کشیدم, for می‌کشید.
fn is_of_a_form(line: &Line, model: &Model, form: Range<usize>) -> bool {
    let long = match line.letters[form.clone()] {
        [_, _, .., 'ن', 'د'] | [_, _, .., 'ی', 'د' | 'م'] => 2,
        [_, .., 'م' | 'ی' | 'د' | 'ن' | 'ه'] => 1,
        _ => 0,
    };
    let stem = line.hash(form.start..form.end - long);
    let others = ["", "م", "د", "ند", "یم", "ید"].map(|ending| hash_of_longer(stem, ending));
    [line.hash(form)].iter().chain(&others).any(|form| is_met_behind_prefix(model, *form))
}
