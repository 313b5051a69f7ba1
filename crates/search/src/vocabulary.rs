//! What the index has learnt from its articles about the spelling of words.
//!
//! Where an article writes a compound with a half-space, the pair of joined form and parts is indexed. A query
//! that has it joined, parted or spaced is so read the same way, without any dictionary, and the rarest names of
//! a newsroom's own field are known the day they are first written.

use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::SearchError;
use crate::index::Index;
use crate::words::{self, Word};
use crate::{letters, pairs};

/// Between the joined form and the parts in a term of the `joins` field.
const JOINT: char = '\u{200c}';
/// A joined form is parted when at least one in so many of its articles part it: real compounds are parted far more
/// often, and a slip such as می‌دان stays one.
const SPLIT_SHARE: u64 = 10;
/// Of the ways to part an unseen word, so many are looked for in the texts, those of the commonest parts first.
const GUESSES: usize = 4;
/// Texts that must have the parts side by side: more when one of them is so short that it may stand anywhere.
const SIDE_BY_SIDE: u64 = 1;
const SIDE_BY_SIDE_SHORT: u64 = 3;
const SHORT_LETTERS: usize = 2;
/// Endings behind ه that read like those of plurals when they are joined to it.
const SILENT_HE: [&str; 5] = ["ای", "ایم", "ایت", "اید", "ایش"];
/// Endings of comparatives.
const COMPARING: [&str; 2] = ["تر", "ترین"];
/// A word that articles have is parted where, for so many of them, more than one has the parts side by side.
const KNOWN_SHARE: u64 = 4;
/// Letters of each part of such a word, at least.
const KNOWN_LETTERS: usize = 3;
/// Shorter words are not parted by guess.
const GUESS_LETTERS: std::ops::RangeInclusive<usize> = 5..=24;

/// The term of a compound and its parts.
pub(crate) fn join(joined: &str, parts: &[String]) -> String {
    let mut term = joined.to_owned();
    for part in parts {
        term.push(JOINT);
        term.push_str(part);
    }
    term
}

impl Index {
    /// The parts that a word of a query means: of هم‌چنین and همچنین the same, of وبسایت‌ها also those of وبسایت.
    pub(crate) fn parts_of(&self, searcher: &Searcher, word: &Word) -> Result<Vec<String>, SearchError> {
        let typed = word.parts();
        // A pair is what it is, and what is spelt like an ending no word to be parted.
        if pairs::is_pair(word) || words::is_ending(letters::unmarked(&word.joined)) {
            return Ok(typed.to_vec());
        }
        let whole = || vec![word.joined.clone()];
        let joined = whole();
        let typed = if words::is_only_whole(typed) { &joined } else { typed };
        let stem = typed.iter().rposition(|part| words::key(part).is_some()).map_or(0, |last| last + 1);
        // بیش‌تر is بیشتر, where that is a word of its own.
        let is_compared = matches!(&typed[stem..], [ending] if COMPARING.contains(&ending.as_str()));
        let is_own = is_compared && words::key(&word.joined) != words::key(&letters::joined(&typed[..stem]));
        let (stem, endings) = typed.split_at(if is_own { typed.len() } else { stem });
        let mut parts = self.split(searcher, &letters::joined(stem), stem)?;
        parts.extend_from_slice(endings);
        Ok(if words::is_only_whole(&parts) { whole() } else { parts })
    }

    /// The parts of a joined form, which stood with these parts in a query.
    fn split(&self, searcher: &Searcher, joined: &str, typed: &[String]) -> Result<Vec<String>, SearchError> {
        let plain = self.articles_with(searcher, joined)?;
        let seen = self.seen_split(searcher, joined)?;
        if let Some((parts, articles)) = seen {
            // سیدی is counted with سید, which سی‌دی is not; and آماد‌گی, a slip of one article, leaves آمادگی whole.
            let is_same = words::is_same(joined, &parts);
            let is_other = parts == typed && !is_same;
            let compound = || self.compound(searcher, &parts, 0..parts.len(), false);
            // حملهای is حمله‌ای, not what is left of it without های.
            let is_longer = is_longer(&parts, joined);
            if is_longer || articles * SPLIT_SHARE >= plain || is_other || is_same && compound()?.is_some() {
                return Ok(parts);
            }
        }
        if typed.len() > 1 && self.compound(searcher, typed, 0..typed.len(), false)?.is_some() {
            return Ok(typed.to_vec());
        }
        let is_prefixed = typed.first().is_some_and(|part| words::key(part).is_none());
        if typed.len() > 1 && (plain == 0 || is_prefixed) {
            return Ok(typed.to_vec());
        }
        if let Some(parts) = self.with_silent_he(searcher, joined, plain)? {
            return Ok(parts);
        }
        let guessed = self.guessed_split(searcher, joined, plain)?;
        Ok(guessed.unwrap_or_else(|| vec![joined.to_owned()]))
    }

    /// A word that seems to end in های, as one that ends in ه where more articles have that: مجلهای is مجله‌ای.
    fn with_silent_he(
        &self,
        searcher: &Searcher,
        joined: &str,
        plain: u64,
    ) -> Result<Option<Vec<String>>, SearchError> {
        let Some((word, ending)) = SILENT_HE.iter().find_map(|ending| {
            let word = joined.strip_suffix(ending)?;
            (word.ends_with('ه') && word.chars().count() > SHORT_LETTERS).then_some((word, *ending))
        }) else {
            return Ok(None);
        };
        let is_it = self.articles_with(searcher, word)? > plain;
        Ok(is_it.then(|| vec![word.to_owned(), ending.to_owned()]))
    }

    /// The commonest way in which articles part a joined form, and how many do.
    fn seen_split(
        &self,
        searcher: &Searcher,
        joined: &str,
    ) -> Result<Option<(Vec<String>, u64)>, SearchError> {
        let mut seen: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
        let from = format!("{joined}{JOINT}");
        let to = format!("{joined}\u{200d}");
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.joins)?;
            let mut terms = inverted.terms().range().ge(&from).lt(&to).into_stream()?;
            while terms.advance() {
                let articles = u64::from(terms.value().doc_freq);
                *seen.entry(String::from_utf8_lossy(terms.key()).into_owned()).or_default() += articles;
            }
        }
        let best = seen.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        Ok(best.map(|(term, articles)| (term.split(JOINT).skip(1).map(str::to_owned).collect(), articles)))
    }

    /// A word in two that stand side by side, the pair whose rarer one is commonest: an unknown one, as باغوحش, or one that
    /// others write in two, as کادرفنی.
    fn guessed_split(
        &self,
        searcher: &Searcher,
        joined: &str,
        plain: u64,
    ) -> Result<Option<Vec<String>>, SearchError> {
        let starts: Vec<usize> = joined.char_indices().map(|(at, _)| at).collect();
        if !GUESS_LETTERS.contains(&starts.len()) {
            return Ok(None);
        }
        // Dozens of looks: enough articles are asked, not all.
        let articles = |word: &str| match words::key(word) {
            Some(key) => self.rough_count(searcher, key).map(|(articles, _)| articles),
            None => Ok(0),
        };
        let (least, letters) = match plain {
            0 => (0, 2..starts.len() - 1),
            _ => {
                let last = (starts.len() + 1).saturating_sub(KNOWN_LETTERS);
                (articles(joined)? / KNOWN_SHARE as u32, KNOWN_LETTERS..last)
            }
        };
        let mut pairs = Vec::new();
        for at in starts.get(letters).unwrap_or_default() {
            let (first, second) = joined.split_at(*at);
            let says_nothing = || words::is_quiet(first) || words::is_quiet(second);
            let common = match articles(first)? {
                known if known <= least || plain > 0 && says_nothing() => 0,
                known => known.min(articles(second)?),
            };
            if common > least {
                pairs.push((common, [first, second]));
            }
        }
        pairs.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
        for (_, pair) in pairs.into_iter().take(GUESSES) {
            if self.stand_together(searcher, pair, plain / KNOWN_SHARE)? {
                return Ok(Some(pair.map(str::to_owned).to_vec()));
            }
        }
        Ok(None)
    }

    /// Whether enough texts have two words side by side, and more than so many.
    fn stand_together(
        &self,
        searcher: &Searcher,
        pair: [&str; 2],
        more_than: u64,
    ) -> Result<bool, SearchError> {
        let term = |part| Some(Term::from_field_text(self.fields.keys, words::key(part)?));
        let terms: Vec<Term> = pair.into_iter().filter_map(term).collect();
        let is_short = pair.iter().any(|part| part.chars().count() <= SHORT_LETTERS);
        let enough = if is_short { SIDE_BY_SIDE_SHORT } else { SIDE_BY_SIDE }.max(more_than + 1);
        Ok(articles_with_all(searcher, terms, enough)? >= enough)
    }

    /// How many articles have some keys side by side; no more than `enough` are counted.
    pub(crate) fn side_by_side_in(
        &self,
        searcher: &Searcher,
        keys: &[&str],
        enough: u64,
    ) -> Result<u64, SearchError> {
        let terms = keys.iter().map(|key| Term::from_field_text(self.fields.keys, key)).collect();
        articles_with_all(searcher, terms, enough)
    }

    /// In how many articles a word stands, with any ending.
    pub(crate) fn articles_with(&self, searcher: &Searcher, part: &str) -> Result<u64, SearchError> {
        let Some(key) = words::key(part) else { return Ok(0) };
        Ok(searcher.doc_freq(&Term::from_field_text(self.fields.keys, key))?)
    }
}

/// Whether a word with an ending is longer than what is left of it when it is joined to that.
fn is_longer(parts: &[String], joined: &str) -> bool {
    let Some((word, endings)) = parts.split_first() else { return false };
    let are_endings = endings.iter().all(|part| words::is_ending(part));
    are_endings && words::key(word).map(str::len) > words::key(joined).map(str::len)
}

/// How many articles have some terms side by side; no more than `enough` are counted.
fn articles_with_all(searcher: &Searcher, terms: Vec<Term>, enough: u64) -> Result<u64, SearchError> {
    let weight = PhraseQuery::new(terms).weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        let mut found = weight.scorer(segment, 1.0)?;
        while articles < enough && found.doc() != TERMINATED {
            articles += 1;
            found.advance();
        }
    }
    Ok(articles)
}
