//! Names of outlets, so that a name is known to end where no comma ends it, and to be one where nothing says so.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{Word, is_break};

/// What a name means that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// The outlet: «ایسنا».
    Own,
    /// A word, a month or a place too: «مهر».
    Shared,
    /// Something else, unless «خبرگزاری» or the like stands before it: «فرانسه».
    Titled,
}

/// The names, under a heading for each sense.
const OUTLETS: &str = include_str!("outlets.txt");
/// Words of the longest name with every half-space a space: «یو اس ای تودی», «ام اس ان بی سی».
const NAME_WORDS_MAX: usize = 5;

/// By folded name without its spaces: half-spaces and spaces do not make another outlet.
static SENSES: LazyLock<HashMap<String, Sense>> = LazyLock::new(|| {
    let mut sense = Sense::Own;
    let mut senses = HashMap::new();
    for line in OUTLETS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split(' ').next() {
            Some("[own]") => sense = Sense::Own,
            Some("[shared]") => sense = Sense::Shared,
            Some("[titled]") => sense = Sense::Titled,
            _ => _ = senses.insert(persian::fold::joined(line), sense),
        }
    }
    senses
});

/// Whether a folded name of one word is a known outlet's.
pub(super) fn is_known(name: &str) -> bool {
    SENSES.contains_key(name)
}

/// How many words of a known outlet's name stand at a place, the most that make one, and what it means alone.
pub(super) fn known_at(words: &[Word], at: usize) -> Option<(usize, Sense)> {
    let mut name = String::new();
    let mut found = None;
    for (count, word) in words.iter().skip(at).take(NAME_WORDS_MAX).enumerate() {
        // «سی.ان.ان» is one name.
        if count > 0 && is_break(word.before) && word.before != "." {
            break;
        }
        name.push_str(&word.folded);
        found = SENSES.get(&name).map(|sense| (count + 1, *sense)).or(found);
    }
    found
}
