//! What the index has learnt from its articles about the spelling of words.
//!
//! Where an article writes a compound with a half-space, the pair of joined form and parts is indexed. A query
//! that has it joined, parted or spaced is so read the same way, without any dictionary, and the rarest names of
//! a newsroom's own field are known the day they are first written.

use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::SearchError;
use crate::index::Index;
use crate::pairs;
use crate::words::{self, Word};

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
/// Endings of comparatives.
const COMPARING: [&str; 2] = ["تر", "ترین"];
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
        // A pair is what it is, and an ending that stands alone no word to be parted.
        if pairs::is_pair(word) || words::key(&word.joined).is_none() {
            return Ok(typed.to_vec());
        }
        let whole = || vec![word.joined.clone()];
        if words::is_only_whole(typed) {
            return Ok(whole());
        }
        let stem = typed.iter().rposition(|part| words::key(part).is_some()).map_or(0, |last| last + 1);
        // بیش‌تر is بیشتر, where that is a word of its own.
        let is_compared = matches!(&typed[stem..], [ending] if COMPARING.contains(&ending.as_str()));
        let is_own = is_compared && words::key(&word.joined) != words::key(&typed[..stem].concat());
        let (stem, endings) = typed.split_at(if is_own { typed.len() } else { stem });
        let mut parts = self.split(searcher, &stem.concat(), stem)?;
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
            let compound = || self.compound(searcher, &parts, 0..parts.len());
            if articles * SPLIT_SHARE >= plain || is_other || is_same && compound()?.is_some() {
                return Ok(parts);
            }
        }
        if typed.len() > 1 && self.compound(searcher, typed, 0..typed.len())?.is_some() {
            return Ok(typed.to_vec());
        }
        let is_prefixed = typed.first().is_some_and(|part| words::key(part).is_none());
        if typed.len() > 1 && (plain == 0 || is_prefixed) {
            return Ok(typed.to_vec());
        }
        if plain > 0 {
            return Ok(vec![joined.to_owned()]);
        }
        Ok(self.guessed_split(searcher, joined)?.unwrap_or_else(|| vec![joined.to_owned()]))
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

    /// An unknown word in two that stand side by side in the texts, the pair whose rarer one is commonest.
    fn guessed_split(&self, searcher: &Searcher, joined: &str) -> Result<Option<Vec<String>>, SearchError> {
        let starts: Vec<usize> = joined.char_indices().map(|(at, _)| at).collect();
        if !GUESS_LETTERS.contains(&starts.len()) {
            return Ok(None);
        }
        // Dozens of looks: enough articles are asked, not all.
        let articles = |word: &str| match words::key(word) {
            Some(key) => self.rough_count(searcher, key).map(|(articles, _)| articles),
            None => Ok(0),
        };
        let mut pairs = Vec::new();
        for at in &starts[2..starts.len() - 1] {
            let (first, second) = joined.split_at(*at);
            let common = match articles(first)? {
                0 => 0,
                known => known.min(articles(second)?),
            };
            if common > 0 {
                pairs.push((common, [first, second]));
            }
        }
        pairs.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
        for (_, pair) in pairs.into_iter().take(GUESSES) {
            if self.stand_together(searcher, pair)? {
                return Ok(Some(pair.map(str::to_owned).to_vec()));
            }
        }
        Ok(None)
    }

    /// Whether enough texts have two words side by side.
    fn stand_together(&self, searcher: &Searcher, pair: [&str; 2]) -> Result<bool, SearchError> {
        let term = |part| Some(Term::from_field_text(self.fields.keys, words::key(part)?));
        let terms: Vec<Term> = pair.into_iter().filter_map(term).collect();
        let is_short = pair.iter().any(|part| part.chars().count() <= SHORT_LETTERS);
        let enough = if is_short { SIDE_BY_SIDE_SHORT } else { SIDE_BY_SIDE };
        Ok(articles_with_all(searcher, terms, enough)? >= enough)
    }

    /// Whether no more articles than these have some keys side by side.
    pub(crate) fn are_seldom_together(
        &self,
        searcher: &Searcher,
        keys: &[&str],
        most: u64,
    ) -> Result<bool, SearchError> {
        let terms = keys.iter().map(|key| Term::from_field_text(self.fields.keys, key)).collect();
        Ok(articles_with_all(searcher, terms, most + 1)? <= most)
    }

    /// In how many articles a word stands, with any ending.
    pub(crate) fn articles_with(&self, searcher: &Searcher, part: &str) -> Result<u64, SearchError> {
        let Some(key) = words::key(part) else { return Ok(0) };
        Ok(searcher.doc_freq(&Term::from_field_text(self.fields.keys, key))?)
    }
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
