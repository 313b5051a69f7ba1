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
/// A word of so few articles may be a slip of theirs, when its neighbour is in so many times more.
const RARE: u64 = 5;
const SLIPS: u64 = 100;
/// Folded letters of Persian.
const ALPHABET: [char; 32] = [
    'ا', 'ب', 'پ', 'ت', 'ث', 'ج', 'چ', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'ژ', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع',
    'غ', 'ف', 'ق', 'ک', 'گ', 'ل', 'م', 'ن', 'و', 'ه', 'ی',
];
/// Letters that sound the same in Persian.
const SOUND_ALIKE: [&str; 6] = ["زذضظ", "سصث", "تط", "هح", "غق", "اع"];

/// What a text finds.
#[derive(PartialEq)]
enum Finds {
    Nothing,
    /// Though some of its words are in no article.
    SomeWords,
    AllWords,
}

impl Index {
    /// The query as it may have been meant, when that finds something.
    pub(crate) fn meant(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
    ) -> Result<Option<String>, SearchError> {
        let typed = keyboard::in_persian(&query.text);
        // Of Latin letters a Persian text comes first: a letter away of lhs there is another word than ماسک.
        if let Some(typed) = &typed
            && self.finds(searcher, query, typed)? == Finds::AllWords
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
            if let Some(right) = self.put_right(searcher, word)? {
                text.replace_range(token.range.clone(), &right);
                put_right += 1;
            }
        }
        if put_right == 0 {
            let Some(typed) = typed else { return Ok(None) };
            text = typed;
        }
        Ok((self.finds(searcher, query, &text)? != Finds::Nothing).then_some(text))
    }

    /// What another text would find in the place of that of a query.
    fn finds(&self, searcher: &Searcher, query: &Query, text: &str) -> Result<Finds, SearchError> {
        let query = Query { text: text.to_owned(), limit: 0, ..query.clone() };
        let asked = self.asked(searcher, text, query.reading())?;
        let found = self.find(searcher, &query, &asked)?;
        let has_absent = found.notes.iter().any(|note| matches!(note, Note::Absent(_)));
        Ok(match (found.total, has_absent) {
            (0, _) => Finds::Nothing,
            (_, true) => Finds::SomeWords,
            (_, false) => Finds::AllWords,
        })
    }

    /// A word with what no article has of it put right; None when all of it is known, or nothing is near.
    fn put_right(&self, searcher: &Searcher, word: &words::Word) -> Result<Option<String>, SearchError> {
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
            match self.neighbour(searcher, part)? {
                Some((neighbour, known)) if known > articles * SLIPS => {
                    *part = self.as_written(searcher, &neighbour)?;
                }
                _ if articles > 0 => continue,
                _ => return Ok(None),
            }
            is_changed = true;
        }
        Ok(is_changed.then(|| parts.join("\u{200c}")))
    }

    /// The commonest word a letter away, of those that sound the same if there are any.
    fn neighbour(&self, searcher: &Searcher, word: &str) -> Result<Option<(String, u64)>, SearchError> {
        let letters: Vec<char> = word.chars().collect();
        if !LETTERS.contains(&letters.len()) {
            return Ok(None);
        }
        for candidates in [sound_alike(&letters), one_away(&letters)] {
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
    fn as_written(&self, searcher: &Searcher, folded: &str) -> Result<String, SearchError> {
        let term = Term::from_field_text(self.fields.keys, words::key(folded).unwrap_or(folded));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(1).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            for text in [self.fields.headline, self.fields.text].map(|field| text_of(&document, field)) {
                if let Some(token) = fold::tokens(text).find(|token| token.text == folded) {
                    return Ok(text[token.range].to_owned());
                }
            }
        }
        Ok(folded.to_owned())
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
    let mut candidates = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        candidates.extend(ALPHABET.iter().map(|letter| joined(&[before, &[*letter], after])));
        if let Some((first, rest)) = after.split_first() {
            candidates.push(joined(&[before, rest]));
            candidates
                .extend(ALPHABET.iter().filter(|c| *c != first).map(|letter| with(letters, at, *letter)));
            if let Some((second, rest)) = rest.split_first() {
                candidates.push(joined(&[before, &[*second, *first], rest]));
            }
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
