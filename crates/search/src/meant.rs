//! «آیا منظورتان … بود؟»: a query that finds nothing, or has a word that no article has, with its unknown words put right.
//!
//! A word that no article has, or hardly any beside its neighbour, is put in place by one that is a letter away: by how
//! common it is, how near (a letter that sounds or looks alike, or lies beside it on the keyboard, see `near`), and how often
//! it stands beside the query's other words.

use std::cmp::Reverse;

use persian::{date, fold};
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use crate::asked::Asked;
use crate::index::Index;
use crate::query::{Hit, Note, Query, Results, text_of};
use crate::{SearchError, keyboard, near, words};

/// Words that are put right: each costs some hundred looks into every segment.
const WORDS_MAX: usize = 3;
/// Shorter words have too many neighbours; longer ones cost too many looks.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=14;
/// So few results may be those of a slip of the texts: of more, what was typed is right, though another word is commoner.
const FEW: usize = 1;
/// A word of so few articles may be a slip of theirs, when its neighbour is in so many times more.
const RARE: u64 = 5;
const SLIPS: u64 = 100;
/// Of what is found, though little, only a word that lacks a letter of one of the most frequent, or has two swapped, may be
/// a slip: one of so many articles has such a word. «ایلان» is no slip of ایران, ایرن is.
const ONE_OF: u64 = 20;
/// Of so many articles with such a word one may have it misspelt: more are another word, as مشکات beside مشکلات.
const FREQUENT_SLIPS: u64 = 500;
/// Of the words a letter away, so many are looked for beside the other words, and up to so many articles are counted.
const LOOKED_BESIDE: usize = 6;
const BESIDE_MAX: u64 = 50;
/// A word that is only known as two that say nothing is a slip of one that stands in so many times the articles of these.
const MORE_THAN_PARTED: u64 = 10;

/// What a text finds.
#[derive(Clone, Copy)]
struct Finds {
    articles: usize,
    /// Some of its words are in no article.
    has_absent: bool,
}

/// Which words may be slips.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slips {
    /// All that no article has, or hardly any: nothing was found, or not all.
    Any,
    /// See [`ONE_OF`].
    OfFrequentWords,
}

impl Slips {
    /// What is looked for when so many articles were found; None when that is enough.
    pub fn of(found: usize, has_absent: bool) -> Option<Self> {
        match found {
            _ if has_absent => Some(Self::Any),
            ..=FEW => Some(Self::Any),
            found if found as u64 <= RARE => Some(Self::OfFrequentWords),
            _ => None,
        }
    }
}

impl Index {
    /// Which words of a query may be slips, by what it found; None when it found what was typed, or not to the end.
    pub(crate) fn slips(
        &self,
        searcher: &Searcher,
        asked: &Asked,
        results: &Results,
    ) -> Result<Option<Slips>, SearchError> {
        let has_absent = results.notes.iter().any(|note| matches!(note, Note::Absent(_)));
        let mut slips = Slips::of(results.total, has_absent);
        for word in &asked.words {
            if slips.is_none() && self.is_only_parted(searcher, word)? {
                slips = Some(Slips::Any);
            }
        }
        if slips.is_none() || results.is_cut {
            return Ok(None);
        }
        let is_right = !has_absent && self.is_found_as_typed(searcher, asked, &results.hits)?;
        Ok(slips.filter(|_| !is_right))
    }

    /// Whether several words stand in an article as they were typed, side by side, or all in a headline that was found: then
    /// they are no slip, though the words a letter away are commoner.
    fn is_found_as_typed(
        &self,
        searcher: &Searcher,
        asked: &Asked,
        hits: &[Hit],
    ) -> Result<bool, SearchError> {
        let mut parts = Vec::new();
        for word in &asked.words {
            parts.extend(self.parts_of(searcher, word)?);
        }
        let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
        if asked.words.len() < 2 || keys.len() < 2 {
            return Ok(false);
        }
        let headline = |hit: &Hit| hit.headline.iter().map(|piece| &*piece.text).collect::<String>();
        let is_in = |hit: &Hit| {
            let known = words::keys(&headline(hit));
            keys.iter().all(|key| known.contains(*key))
        };
        Ok(hits.iter().any(is_in) || self.side_by_side_in(searcher, &keys, 1)? > 0)
    }

    /// The query as it may have been meant, when that finds something.
    pub(crate) fn meant(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
        slips: Slips,
    ) -> Result<Option<String>, SearchError> {
        let typed = match slips {
            Slips::Any => self.typed_in_persian(searcher, query)?,
            Slips::OfFrequentWords => None,
        };
        // Of Latin letters a Persian text comes first: a letter away of lhs there is another word than ماسک.
        if let Some((typed, finds)) = &typed
            && finds.articles > 0
            && !finds.has_absent
        {
            return Ok(Some(typed.clone()));
        }
        let (mut text, mut put_right) = (query.text.clone(), 0);
        let tokens: Vec<fold::Token> = fold::tokens(&query.text).collect();
        // From the end, so that what was found before keeps its place.
        for token in tokens.iter().rev() {
            let at = asked.words.iter().position(|word| word.joined == token.text);
            if query.patience.is_some_and(|patience| patience.is_over()) {
                return Ok(None);
            }
            let Some(at) = at.filter(|_| put_right < WORDS_MAX) else { continue };
            let word = |at: usize| asked.words.get(at).map(|word| &*word.joined);
            let beside = [at.checked_sub(1).and_then(word), word(at + 1)];
            if let Some(right) = self.put_right(searcher, &asked.words[at], beside, slips)? {
                text.replace_range(token.range.clone(), &right);
                put_right += 1;
            }
        }
        if put_right == 0 {
            return Ok(typed.filter(|(_, finds)| finds.articles > 0).map(|(typed, _)| typed));
        }
        Ok((self.finds(searcher, query, &text)?.articles > 0).then_some(text))
    }

    /// A text that was typed while the keyboard was Latin, in the reading that finds most.
    fn typed_in_persian(
        &self,
        searcher: &Searcher,
        query: &Query,
    ) -> Result<Option<(String, Finds)>, SearchError> {
        let mut best: Option<(String, Finds)> = None;
        for typed in keyboard::in_persian(&query.text) {
            let finds = self.finds(searcher, query, &typed)?;
            if best.as_ref().is_none_or(|(_, most)| {
                (!finds.has_absent, finds.articles) > (!most.has_absent, most.articles)
            }) {
                best = Some((typed, finds));
            }
        }
        let Some((mut typed, finds)) = best else { return Ok(None) };
        // آیران finds what ایران does: which of them it is, articles know.
        let tokens: Vec<fold::Token> = fold::tokens(&typed).collect();
        for token in tokens.into_iter().rev().filter(|token| token.text.starts_with('ا')) {
            if let Some(written) = self.as_written(searcher, &token.text)? {
                typed.replace_range(token.range, &written);
            }
        }
        Ok(Some((typed, finds)))
    }

    /// What another text would find in the place of that of a query.
    fn finds(&self, searcher: &Searcher, query: &Query, text: &str) -> Result<Finds, SearchError> {
        let query = Query { text: text.to_owned(), limit: 0, ..query.clone() };
        let asked = self.asked(searcher, text, query.reading())?;
        let found = self.find(searcher, &query, &asked)?;
        let has_absent = found.notes.iter().any(|note| matches!(note, Note::Absent(_)));
        Ok(Finds { articles: found.total, has_absent })
    }

    /// A word with what no article has of it put right; None when all of it is known, or nothing is near.
    fn put_right(
        &self,
        searcher: &Searcher,
        word: &words::Word,
        beside: [Option<&str>; 2],
        slips: Slips,
    ) -> Result<Option<String>, SearchError> {
        if self.is_only_parted(searcher, word)? {
            let parts = self.parts_of(searcher, word)?;
            let keys: Vec<&str> = parts.iter().filter_map(|part| words::key(part)).collect();
            let meant = self.neighbour(searcher, &word.joined, beside, Slips::Any)?;
            let Some((meant, known)) = meant else { return Ok(None) };
            let parted = self.side_by_side_in(searcher, &keys, known / MORE_THAN_PARTED + 1)?;
            if parted * MORE_THAN_PARTED >= known {
                return Ok(None);
            }
            return Ok(Some(self.as_written(searcher, &meant)?.unwrap_or(meant)));
        }
        let (mut parts, mut is_changed) = (self.parts_of(searcher, word)?, false);
        for part in &mut parts {
            // A number or a month that no article has is no slip.
            let is_number = part.contains(|c: char| c.is_ascii_digit());
            if words::key(part).is_none() || is_number || date::jalali_month(part).is_some() {
                continue;
            }
            let articles = self.articles_with(searcher, part)?;
            if articles > RARE {
                continue;
            }
            let least = match slips {
                Slips::Any => articles * SLIPS,
                Slips::OfFrequentWords => (articles * FREQUENT_SLIPS).max(searcher.num_docs() / ONE_OF),
            };
            match self.neighbour(searcher, part, beside, slips)? {
                Some((neighbour, known)) if known > least => {
                    *part = self.as_written(searcher, &neighbour)?.unwrap_or(neighbour);
                }
                _ if articles > 0 => continue,
                _ => return Ok(None),
            }
            is_changed = true;
        }
        Ok(is_changed.then(|| parts.join("\u{200c}")))
    }

    /// The word a letter away that is most likely meant: by how common and how near it is, and in how many articles it
    /// stands side by side with the words before and after.
    fn neighbour(
        &self,
        searcher: &Searcher,
        word: &str,
        beside: [Option<&str>; 2],
        slips: Slips,
    ) -> Result<Option<(String, u64)>, SearchError> {
        let letters: Vec<char> = word.chars().collect();
        if !LETTERS.contains(&letters.len()) {
            return Ok(None);
        }
        let candidates = match slips {
            Slips::Any => near::one_away(&letters),
            Slips::OfFrequentWords => near::forgotten(&letters),
        };
        // Whether the slip is in what the word is found by, how likely it is meant, the word, and in how many articles.
        let mut known: Vec<(bool, u64, String, u64)> = Vec::new();
        for near in candidates {
            // Nobody searches for «این»: who typed ایرن meant another word.
            let Some(key) = words::key(&near.word).filter(|_| !words::is_quiet(&near.word)) else {
                continue;
            };
            let articles = u64::from(self.rough_count(searcher, key)?.0);
            if articles > 0 {
                known.push((near.is_within(key), articles * near.nearness, near.word, articles));
            }
        }
        known.sort_by_key(|(is_within, likely, ..)| Reverse((*is_within, *likely)));
        known.truncate(LOOKED_BESIDE);
        for (_, likely, word, _) in &mut known {
            *likely *= 1 + self.beside(searcher, word, beside)?;
        }
        let meant = known.into_iter().max_by_key(|(is_within, likely, ..)| (*is_within, *likely));
        Ok(meant.map(|(_, _, word, articles)| (word, articles)))
    }

    /// In how many articles a word stands right behind one and right before another.
    fn beside(
        &self,
        searcher: &Searcher,
        word: &str,
        [before, after]: [Option<&str>; 2],
    ) -> Result<u64, SearchError> {
        let mut articles = 0;
        for (first, second) in [(before, Some(word)), (Some(word), after)] {
            if let (Some(first), Some(second)) = (first.and_then(words::key), second.and_then(words::key)) {
                articles += self.side_by_side_in(searcher, &[first, second], BESIDE_MAX)?;
            }
        }
        Ok(articles)
    }

    /// Whether a word is known only as two that say nothing: «بودچه» as بود and چه.
    fn is_only_parted(&self, searcher: &Searcher, word: &words::Word) -> Result<bool, SearchError> {
        if word.is_parted() || self.articles_with(searcher, &word.joined)? > 0 {
            return Ok(false);
        }
        let parts = self.parts_of(searcher, word)?;
        Ok(parts.len() > 1 && parts.iter().all(|part| words::is_quiet(part) && words::key(part).is_some()))
    }

    /// A folded word as an article spells it.
    fn as_written(&self, searcher: &Searcher, folded: &str) -> Result<Option<String>, SearchError> {
        let term = Term::from_field_text(self.fields.keys, words::key(folded).unwrap_or(folded));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(1).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            for text in [self.fields.headline, self.fields.text].map(|field| text_of(&document, field)) {
                if let Some(token) = fold::tokens(text).find(|token| token.text == folded) {
                    return Ok(Some(text[token.range].to_owned()));
                }
            }
        }
        Ok(None)
    }
}
