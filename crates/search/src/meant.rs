//! «آیا منظورتان … بود؟»: a query that finds nothing, or has a word that no article has, with its unknown words put right.
//!
//! A word that no article has, or hardly any beside its neighbour, is put in place by one that is a letter away: first one
//! that sounds the same (ز for ض), then one with a letter changed, missing, too many, or swapped with the next. Of several,
//! the commonest.

use persian::{date, fold};
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use crate::asked::Asked;
use crate::index::Index;
use crate::query::{Note, Query, text_of};
use crate::{SearchError, keyboard, words};

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
/// Folded letters of Persian.
const ALPHABET: [char; 32] = [
    'ا', 'ب', 'پ', 'ت', 'ث', 'ج', 'چ', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'ژ', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع',
    'غ', 'ف', 'ق', 'ک', 'گ', 'ل', 'م', 'ن', 'و', 'ه', 'ی',
];
/// Letters that sound the same in Persian.
const SOUND_ALIKE: [&str; 6] = ["زذضظ", "سصث", "تط", "هح", "غق", "اع"];

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
            let word = asked.words.iter().find(|word| word.joined == token.text);
            if query.patience.is_some_and(|patience| patience.is_over()) {
                return Ok(None);
            }
            let Some(word) = word.filter(|_| put_right < WORDS_MAX) else { continue };
            if let Some(right) = self.put_right(searcher, word, slips)? {
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
        slips: Slips,
    ) -> Result<Option<String>, SearchError> {
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
            match self.neighbour(searcher, part, slips)? {
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

    /// The commonest word a letter away, of those that sound the same if there are any.
    fn neighbour(
        &self,
        searcher: &Searcher,
        word: &str,
        slips: Slips,
    ) -> Result<Option<(String, u64)>, SearchError> {
        let letters: Vec<char> = word.chars().collect();
        if !LETTERS.contains(&letters.len()) {
            return Ok(None);
        }
        let lists = match slips {
            Slips::Any => vec![sound_alike(&letters), one_away(&letters)],
            Slips::OfFrequentWords => vec![forgotten(&letters)],
        };
        for candidates in lists {
            let mut best: Option<(String, u64)> = None;
            for candidate in candidates {
                // Nobody searches for «این»: who typed ایرن meant another word.
                let Some(key) = words::key(&candidate).filter(|_| !words::is_quiet(&candidate)) else {
                    continue;
                };
                let (articles, _) = self.rough_count(searcher, key)?;
                let articles = u64::from(articles);
                if articles > best.as_ref().map_or(0, |best| best.1) {
                    best = Some((candidate, articles));
                }
            }
            if best.is_some() {
                return Ok(best);
            }
        }
        Ok(None)
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

/// With one letter put in place by one that sounds the same.
fn sound_alike(letters: &[char]) -> Vec<String> {
    let mut candidates = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let group = SOUND_ALIKE.iter().find(|group| group.contains(*letter)).copied().unwrap_or_default();
        candidates
            .extend(group.chars().filter(|other| other != letter).map(|other| with(letters, at, other)));
    }
    candidates
}

/// With one letter changed, missing, too many, or swapped with the next.
fn one_away(letters: &[char]) -> Vec<String> {
    let mut candidates = forgotten(letters);
    for (at, first) in letters.iter().enumerate() {
        candidates.push(joined(&[&letters[..at], &letters[at + 1..]]));
        let others = ALPHABET.iter().filter(|other| *other != first);
        candidates.extend(others.map(|letter| with(letters, at, *letter)));
    }
    candidates
}

/// With one letter more, or two swapped.
fn forgotten(letters: &[char]) -> Vec<String> {
    let mut candidates = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        candidates.extend(ALPHABET.iter().map(|letter| joined(&[before, &[*letter], after])));
        if let [first, second, rest @ ..] = after {
            candidates.push(joined(&[before, &[*second, *first], rest]));
        }
    }
    candidates
}

fn with(letters: &[char], at: usize, letter: char) -> String {
    joined(&[&letters[..at], &[letter], &letters[at + 1..]])
}

fn joined(pieces: &[&[char]]) -> String {
    pieces.iter().flat_map(|piece| piece.iter()).collect()
}
