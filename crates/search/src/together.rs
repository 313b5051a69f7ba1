//! Words that mean something only together.
//!
//! سی‌ان‌ان, کی‌روش and پس‌انداز are made of words that stand everywhere, and articles that have these apart are about
//! something else. Whether neighbours in a query are such a compound is told by how often articles write them as one: so it
//! is the same however the query is spelled.

use std::ops::Range;

use tantivy::{Searcher, Term};

use crate::SearchError;
use crate::index::Index;
use crate::words::{self, Word};
use crate::{letters, vocabulary};

/// Words of a compound.
const PARTS: Range<usize> = 2..5;
/// Neighbours are one when, for so many articles with the rarest of them, one writes them as one: fewer are slips.
const ONE_OF: u64 = 50;
/// Neighbours are one too when, of so many articles that have them side by side, one writes them as one: بی‌اساس is one word
/// though اساس stands everywhere.
const ONE_OF_NEIGHBOURS: u64 = 4;
/// Whose parts are no longer is no slip: nobody writes سی‌ان‌ان by mistake.
const INITIAL_LETTERS: usize = 2;
/// So many articles that have neighbours joined write no slip; and where no more have them side by side, they are one word.
const NAMES_MIN: u64 = 3;
/// Each of its parts is a word by itself, in one article at least for so many with the name: علا and قه are none.
const WORDS_OF: u64 = 10;
/// Words of a pair.
const PAIR_WORDS: usize = 3;
/// Words of such a name.
const NAME_WORDS: Range<usize> = 2..4;
/// Where one in so many articles with the rarest part writes them as one, it hardly stands elsewhere, and need not be looked
/// for beside the others.
const HARDLY_APART: u64 = 2;
/// In more articles than these the places of parts are not compared. Of searches of a million articles, the 99th of a hundred
/// took 10.4 to 11.0 ms, and with 100,000 11.5 to 13.5.
const COMPARED_MAX: u64 = 30_000;

/// Neighbours in a query that are one.
pub(crate) struct Compounded {
    /// Which parts of the query.
    pub parts: Range<usize>,
    /// The rarest of them.
    pub rarest: usize,
    /// Their keys, in order.
    pub keys: Vec<String>,
    /// How many articles write them as one.
    pub articles: u64,
    /// The key of them joined, and how many articles have it.
    pub joined: Option<(String, u64)>,
}

impl Index {
    /// The compounds among the parts of a query, each part with the number of the word that it was typed in and whether that
    /// is a pair.
    pub(crate) fn compounded(
        &self,
        searcher: &Searcher,
        parts: &[String],
        typed_in: &[(usize, bool)],
    ) -> Result<Vec<Compounded>, SearchError> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < parts.len() {
            let lengths = PARTS.rev().filter(|length| at + length <= parts.len());
            let mut longest = None;
            for window in lengths.map(|length| at..at + length) {
                let is_typed_so = typed_in[at].0 == typed_in[window.end - 1].0;
                longest = match typed_in[window.clone()].iter().any(|(_, is_pair)| *is_pair) {
                    true if !is_typed_so || window.len() < PAIR_WORDS => None,
                    true => self.pair(searcher, parts, window)?,
                    false => self.compound(searcher, parts, window, is_typed_so)?,
                };
                if longest.is_some() {
                    break;
                }
            }
            at = longest.as_ref().map_or(at + 1, |compound| compound.parts.end);
            found.extend(longest);
        }
        Ok(found)
    }

    /// Words of a query, those put into one that most articles join: محمد رضا is محمدرضا.
    pub(crate) fn names_joined(&self, searcher: &Searcher, typed: &[Word]) -> Result<Vec<Word>, SearchError> {
        let (mut words, mut at) = (Vec::with_capacity(typed.len()), 0);
        while at < typed.len() {
            let mut used = 1;
            if let Some(word) = self.begun_with_ending(searcher, typed, at)? {
                words.push(word);
                at += 2;
                continue;
            }
            for many in NAME_WORDS.rev().filter(|many| at + many <= typed.len()) {
                let window = &typed[at..at + many];
                let parts: Vec<String> = window.iter().map(|word| word.joined.clone()).collect();
                if !window.iter().any(Word::is_parted) && self.is_name(searcher, &parts)? {
                    words.push(Word::of_parts(parts));
                    used = many;
                    break;
                }
            }
            if used == 1 {
                words.push(typed[at].clone());
            }
            at += used;
        }
        Ok(words)
    }

    /// A word that was typed apart behind what is an ending elsewhere, with nothing that it could end: «ای فون» is ایفون.
    fn begun_with_ending(
        &self,
        searcher: &Searcher,
        typed: &[Word],
        at: usize,
    ) -> Result<Option<Word>, SearchError> {
        let is_ending = |word: &&Word| !word.is_parted() && words::is_ending(&word.joined);
        let is_first = at == 0 || words::is_quiet(&typed[at - 1].joined);
        let (Some(first), Some(second)) = (typed.get(at).filter(is_ending), typed.get(at + 1)) else {
            return Ok(None);
        };
        if !is_first || second.is_parted() || words::is_quiet(&second.joined) {
            return Ok(None);
        }
        let word = Word::of_parts(vec![first.joined.clone(), second.joined.clone()]);
        let is_known = self.articles_with(searcher, &word.joined)? >= NAMES_MIN;
        Ok(is_known.then_some(word))
    }

    /// Whether words are one that most articles join: no more have them side by side than joined.
    fn is_name(&self, searcher: &Searcher, parts: &[String]) -> Result<bool, SearchError> {
        let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
        let joined = letters::joined(parts);
        // «ما در» and مادر; of three words one may be common: «ان شاء الله».
        let quiet = parts.iter().filter(|part| words::is_quiet(part)).count();
        let has_letter = parts.iter().any(|part| part.chars().nth(1).is_none());
        let has_ending = keys.len() < parts.len();
        let is_nothing = has_letter || has_ending || quiet > parts.len().saturating_sub(2);
        if is_nothing || !words::is_same(&joined, parts) {
            return Ok(false);
        }
        let plain = self.articles_with(searcher, &joined)?;
        if plain < NAMES_MIN {
            return Ok(false);
        }
        let mut rarest = u64::MAX;
        for part in parts.iter().filter(|part| !words::is_quiet(part)) {
            rarest = rarest.min(self.articles_with(searcher, part)?);
        }
        let are_words = rarest * WORDS_OF >= plain && rarest <= COMPARED_MAX;
        Ok(are_words && self.side_by_side_in(searcher, &keys, plain + 1)? <= plain)
    }

    /// Some neighbouring parts as a compound, if they are one whose parts stand apart too, or a name. Those that were typed as
    /// one word are one, too, where so few articles have them side by side that none can tell how they are written.
    pub(crate) fn compound(
        &self,
        searcher: &Searcher,
        all: &[String],
        window: Range<usize>,
        is_typed_so: bool,
    ) -> Result<Option<Compounded>, SearchError> {
        let parts = &all[window.clone()];
        let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
        if [parts.first(), parts.last()].into_iter().flatten().any(|part| words::key(part).is_none()) {
            return Ok(None);
        }
        let joined = letters::joined(parts);
        let plain = if words::is_same(&joined, parts) { self.articles_with(searcher, &joined)? } else { 0 };
        let half_spaced = Term::from_field_text(self.fields.joins, &vocabulary::join(&joined, parts));
        let half_spaced = searcher.doc_freq(&half_spaced)?;
        let articles = plain + half_spaced;
        if articles == 0 && !is_typed_so {
            return Ok(None);
        }
        let Some((apart, rarest)) = self.rarest(searcher, all, window.clone())? else { return Ok(None) };
        let are_initials = half_spaced > 0
            && parts.iter().all(|part| letters::unmarked(part).chars().count() <= INITIAL_LETTERS);
        let has_quiet = parts.iter().any(|part| words::is_quiet(part));
        // مادر is no spelling of ما در, which stand side by side everywhere; کی‌روش is one of کی روش.
        let written = if has_quiet { half_spaced } else { articles };
        let is_apart = articles * HARDLY_APART < apart && apart <= COMPARED_MAX;
        let mut known = articles;
        let mut is_one = is_apart && (written * ONE_OF >= apart || are_initials);
        if is_apart && !is_one {
            // Who types it as one counts as one article, so that «کم‌کاری» is one where hardly any has it.
            let few = ONE_OF_NEIGHBOURS * if is_typed_so { written.max(1) } else { written };
            let beside = self.side_by_side_in(searcher, &keys, few + 1)?;
            is_one = (1..=few).contains(&beside);
            known = articles.max(beside);
        }
        let is_compound = is_one || articles > 0 && self.is_name(searcher, parts)?;
        Ok(is_compound.then(|| Compounded {
            parts: window,
            rarest,
            keys: keys.into_iter().map(str::to_owned).collect(),
            articles: known,
            joined: words::key(&joined).filter(|_| plain > 0).map(|key| (key.to_owned(), plain)),
        }))
    }

    /// The two words of a pair, «و» between them, where any article has them so.
    fn pair(
        &self,
        searcher: &Searcher,
        parts: &[String],
        window: Range<usize>,
    ) -> Result<Option<Compounded>, SearchError> {
        let Some((articles, rarest)) = self.rarest(searcher, parts, window.clone())? else { return Ok(None) };
        let keys: Vec<&str> = parts[window.clone()].iter().filter_map(|part| words::key(part)).collect();
        let is_one = articles <= COMPARED_MAX && self.side_by_side_in(searcher, &keys, 1)? > 0;
        Ok(is_one.then(|| Compounded {
            parts: window,
            rarest,
            keys: keys.into_iter().map(str::to_owned).collect(),
            articles,
            joined: None,
        }))
    }

    /// The rarest of some parts that say something, and how many articles have it.
    fn rarest(
        &self,
        searcher: &Searcher,
        parts: &[String],
        window: Range<usize>,
    ) -> Result<Option<(u64, usize)>, SearchError> {
        let mut rarest: Option<(u64, usize)> = None;
        for at in window.filter(|at| !words::is_quiet(&parts[*at]) && words::key(&parts[*at]).is_some()) {
            let own = self.articles_with(searcher, &parts[at])?;
            rarest = Some(rarest.map_or((own, at), |other| other.min((own, at))));
        }
        Ok(rarest)
    }
}
