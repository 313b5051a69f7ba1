//! What an article must have to fit a query, as tantivy asks for it.

use std::ops::{Bound, Range};

use news::UtcMs;
use news::article::UNDATED;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::asked::Asked;
use crate::either::Either;
use crate::index::Index;
use crate::names::Choices;
use crate::query::Query;
use crate::rank::weight_of;
use crate::together::Compounded;
use crate::{SearchError, letters, pairs, told, words};

/// A phrase all of whose words are in more articles than this is not looked for as one, only its words are: comparing
/// their places in so many articles takes a hundredth of a second or two.
const PHRASE_ARTICLES_MAX: u64 = 100_000;
/// Words of a query that are looked for at all, the rarest: each reads a list that may be as long as the index.
const WANTED_MAX: usize = 12;

/// What each part of a pair counts: the two of «مرگ و میر» are nearly always together, and in full they would outweigh the
/// other words of a query. Hamshahri's nDCG@10 is 0.900 with 1, 0.926 with 0.35 to 0.7.
const PAIR_SHARE: f32 = 0.5;

/// What a pair counts as one word, which stands more often in an article than a word that tells.
const PAIR_BESIDE_SHARE: f32 = 0.7;

/// A compound stands for two words, of each of which it counts half.
const COMPOUND_SHARE: f32 = 0.5;

/// How much of a query must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Phrases, and all words.
    All,
    /// Phrases, and of the words both of two, or one of the rarer half of more.
    Strict,
    /// Any word; in a question, without its phrases.
    Loose,
}

impl Strictness {
    /// Whether each of so many words must be there.
    pub fn needs_all(self, words: usize) -> bool {
        self == Self::All || (self == Self::Strict && words == 2)
    }

    /// Of so many words, the rarest first, how many must be there: all of them or one.
    pub fn needed(self, words: usize) -> usize {
        if self == Self::Strict && words != 2 { words.div_ceil(2) } else { words }
    }
}

/// A word of the query as the index knows it.
pub(crate) struct Wanted {
    pub key: String,
    /// How many articles have it, or a compound that it is in; some of them may be deleted, or counted twice.
    pub articles: u64,
    /// How rare it is.
    pub weight: f32,
    /// What of its weight counts: less than all when it is one of a pair.
    pub share: f32,
    /// The compounds that it makes with its neighbours, where articles write them joined.
    pub compounds: Vec<Compound>,
    /// Keys that it must stand among, itself too, where it means something only together with them.
    pub together: Vec<String>,
}

impl Wanted {
    /// Its key and those of its compounds.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.compounds.iter().map(|compound| &compound.key).chain([&self.key])
    }

    /// Keys to be marked in results.
    pub fn marked(&self) -> impl Iterator<Item = String> {
        let together = self.together.iter().filter(|key| !words::is_quiet(key));
        self.keys().chain(together).cloned()
    }

    /// The word that neighbours are together; the rarest of them stands for all.
    fn of_compound(searcher: &Searcher, compound: &Compounded, key: &str, own: u64) -> Self {
        let (weight, whole) = (weight_of(searcher, own), weight_of(searcher, compound.articles));
        let (mut articles, mut compounds) = (own, Vec::new());
        if let Some((key, plain)) = &compound.joined {
            articles += plain;
            compounds.push(Compound { key: key.clone(), share: whole / weight_of(searcher, *plain) });
        }
        let (share, together) = (whole / weight, compound.keys.clone());
        Self { key: key.to_owned(), articles, weight, share, compounds, together }
    }
}

/// A word and its neighbour, written as one.
pub(crate) struct Compound {
    pub key: String,
    /// What it counts for the word: as much as the word itself would, though it is rarer. Else a slip of few articles, such
    /// as «ویروسکرونا», would stand above all that is written well.
    pub share: f32,
}

pub(crate) type Clause = (Occur, Box<dyn tantivy::query::Query>);

impl Index {
    /// The keys of a query, in its order, and those beyond [`WANTED_MAX`]. Words that say nothing are left out when others
    /// remain; what was typed `are_apart` is no compound.
    pub(crate) fn wanted(
        &self,
        searcher: &Searcher,
        typed: &[words::Word],
        are_apart: bool,
    ) -> Result<(Vec<Wanted>, Vec<String>), SearchError> {
        let typed = if are_apart { typed.to_vec() } else { self.names_joined(searcher, typed)? };
        let mut parts: Vec<String> = Vec::new();
        // The word that each part is of, and its share.
        let mut of: Vec<(usize, f32)> = Vec::new();
        for (number, word) in typed.iter().enumerate() {
            parts.extend(self.parts_of(searcher, word)?);
            let share = if pairs::is_pair(word) { PAIR_SHARE } else { 1.0 };
            of.resize(parts.len(), (number, share));
        }
        let only_quiet = parts.iter().all(|part| words::is_quiet(part) || words::key(part).is_none());
        let typed_in: Vec<(usize, bool)> =
            of.iter().map(|(word, _)| (*word, pairs::is_pair(&typed[*word]))).collect();
        let mut compounded = self.compounded(searcher, &parts, &typed_in)?;
        let is_one_word = |parts: &Range<usize>| typed_in[parts.start].0 == typed_in[parts.end - 1].0;
        compounded.retain(|compound| !are_apart || is_one_word(&compound.parts));
        let mut wanted: Vec<Wanted> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let in_one = compounded.iter().find(|compound| compound.parts.contains(&at));
            if in_one.is_some_and(|one| one.rarest != at) {
                continue;
            }
            let Some(key) = words::key(part).filter(|_| only_quiet || !words::is_quiet(part)) else {
                continue;
            };
            if wanted.iter().any(|known| known.key == key) {
                continue;
            }
            let own = searcher.doc_freq(&Term::from_field_text(self.fields.keys, key))?;
            if let Some(one) = in_one {
                let word = Wanted::of_compound(searcher, one, key, own);
                let share = if of[at].1 == PAIR_SHARE { word.share * PAIR_BESIDE_SHARE } else { word.share };
                wanted.push(Wanted { share, ..word });
                continue;
            }
            let weight = weight_of(searcher, own);
            let (mut articles, mut compounds) = (own, Vec::new());
            for first in at.saturating_sub(1)..=at.min(parts.len().saturating_sub(2)) {
                let (Some(pair), Some(of)) = (parts.get(first..first + 2), of.get(first..first + 2)) else {
                    continue;
                };
                let says_nothing = |part: &String| words::is_quiet(part) && of[0].0 != of[1].0;
                if pair.iter().any(|part| words::key(part).is_none() || says_nothing(part)) {
                    continue;
                }
                let joined = letters::joined(pair);
                let written = self.articles_with(searcher, &joined)?;
                if let Some(key) = words::key(&joined).filter(|_| written > 0) {
                    articles += written;
                    let share = (weight / weight_of(searcher, written)).min(1.0) * COMPOUND_SHARE;
                    compounds.push(Compound { key: key.to_owned(), share });
                }
            }
            let (share, together) = (of[at].1, Vec::new());
            wanted.push(Wanted { key: key.to_owned(), articles, weight, share, compounds, together });
        }
        let mut left_out = Vec::new();
        if wanted.len() > WANTED_MAX {
            let mut weights: Vec<f32> = wanted.iter().map(|word| word.weight).collect();
            weights.sort_by(|a, b| b.total_cmp(a));
            left_out.extend(wanted.extract_if(.., |word| word.weight < weights[WANTED_MAX - 1]));
            left_out.extend(wanted.split_off(WANTED_MAX));
        }
        Ok((wanted, left_out.into_iter().map(|word| word.key).collect()))
    }

    /// What an article must have and must not.
    pub(crate) fn fitting(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
        choices: &Choices,
        wanted: &[Wanted],
        strictness: Strictness,
    ) -> Result<BooleanQuery, SearchError> {
        let mut clauses = self.words(wanted, strictness);
        // Within a question, guillemets name a title more often than they ask for exactly these words.
        if strictness != Strictness::Loose || !asked.is_question {
            for phrase in &asked.phrases {
                clauses.push(filter(self.phrase(searcher, phrase)?));
            }
        }
        for text in &asked.without {
            if !self.is_too_common(searcher, text)? {
                let places = self.side_by_side(searcher, self.fields.keys, text)?;
                clauses.push((Occur::MustNot, Box::new(BooleanQuery::new(places))));
            }
        }
        clauses.extend(choices.clauses());
        let told =
            asked.told_year.as_ref().map(|year| told::sayings(self.fields.keys, year)).unwrap_or_default();
        // What says the year comes first.
        clauses.extend(told.iter().map(|terms| -> Clause { (Occur::Should, phrase_of(terms.clone())) }));
        let days = self.days(query, asked, told);
        if !days.is_empty() {
            // What was imported without a date was published on no day.
            let undated = Term::from_field_i64(self.fields.published, UNDATED);
            clauses.push((Occur::MustNot, Box::new(TermQuery::new(undated, IndexRecordOption::Basic))));
        }
        clauses.extend(days.into_iter().map(filter));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(BooleanQuery::new(clauses))
    }

    /// Which words must be there, and which only rank. Asking for one of the rarer half keeps out what has only the
    /// common words, and their long lists need not be read through.
    fn words(&self, wanted: &[Wanted], strictness: Strictness) -> Vec<Clause> {
        let wanted = rarest_first(wanted);
        if wanted.is_empty() || strictness.needs_all(wanted.len()) {
            return wanted.into_iter().map(|word| (Occur::Must, self.word(word))).collect();
        }
        let (must, may) = wanted.split_at(strictness.needed(wanted.len()));
        let any = Either::of(must.iter().map(|word| self.word(word)).collect());
        let mut clauses: Vec<Clause> = vec![(Occur::Must, Box::new(any))];
        clauses.extend(may.iter().map(|word| (Occur::Should, self.word(word))));
        clauses
    }

    /// The words of a text side by side, as clauses of which one will do. An exclusion steps back to articles before the
    /// first that is left out, which tantivy's phrases cannot and its unions can; and a union of one is that one.
    pub(crate) fn side_by_side(
        &self,
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> Result<Vec<Clause>, SearchError> {
        let mut spellings = self.spellings(searcher, field, text)?;
        if let [terms] = spellings.as_slice()
            && terms.len() > 1
        {
            spellings.push(terms.clone());
        }
        Ok(spellings.into_iter().map(|terms| (Occur::Should, phrase_of(terms))).collect())
    }

    /// The words of a phrase side by side, in any spelling.
    fn phrase(&self, searcher: &Searcher, text: &str) -> Result<Box<dyn tantivy::query::Query>, SearchError> {
        if self.is_too_common(searcher, text)? {
            return Ok(Box::new(AllQuery));
        }
        let mut spellings = self.spellings(searcher, self.fields.keys, text)?;
        if spellings.len() == 1 {
            return Ok(phrase_of(spellings.remove(0)));
        }
        let any = spellings.into_iter().map(|terms| (Occur::Should, phrase_of(terms)));
        Ok(Box::new(BooleanQuery::new(any.collect())))
    }

    /// Whether a phrase of the query is looked for by its words only, or not left out.
    pub(crate) fn is_phrase_loose(&self, searcher: &Searcher, asked: &Asked) -> Result<bool, SearchError> {
        for phrase in asked.phrases.iter().chain(&asked.without) {
            if self.is_too_common(searcher, phrase)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_too_common(&self, searcher: &Searcher, phrase: &str) -> Result<bool, SearchError> {
        for terms in self.spellings(searcher, self.fields.keys, phrase)? {
            let mut rarest = u64::MAX;
            for (_, term) in &terms {
                rarest = rarest.min(searcher.doc_freq(term)?);
            }
            if terms.len() > 1 && rarest > PHRASE_ARTICLES_MAX {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The terms of a phrase with its compounds parted, as typed, and joined: a text may have them in any of these ways,
    /// and side by side they are not the same.
    fn spellings(
        &self,
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> Result<Vec<PhraseTerms>, SearchError> {
        let (mut parted, mut typed, mut joined) = (Vec::new(), Vec::new(), Vec::new());
        for word in words::asked(text).take(crate::asked::WORDS_MAX) {
            parted.extend(self.parts_of(searcher, &word)?);
            typed.extend_from_slice(word.parts());
            joined.push(word.joined);
        }
        let mut spellings: Vec<PhraseTerms> = Vec::new();
        for parts in [parted, typed, joined] {
            let terms = phrase_terms(field, &parts);
            if !spellings.contains(&terms) {
                spellings.push(terms);
            }
        }
        Ok(spellings)
    }

    /// The days of the parameters, and those of the query or what says their year.
    fn days(
        &self,
        query: &Query,
        asked: &Asked,
        told: Vec<PhraseTerms>,
    ) -> Vec<Box<dyn tantivy::query::Query>> {
        let range = |from: Option<UtcMs>, to: Option<UtcMs>| -> Option<Box<dyn tantivy::query::Query>> {
            let bound = |at: Option<UtcMs>, make: fn(Term) -> Bound<Term>| {
                let term = |at| make(Term::from_field_i64(self.fields.published, at));
                at.map_or(Bound::Unbounded, term)
            };
            let is_bound = from.is_some() || to.is_some();
            let range = || RangeQuery::new(bound(from, Bound::Included), bound(to, Bound::Excluded));
            is_bound.then(|| Box::new(range()) as _)
        };
        let asked = range(asked.days.from, asked.days.to);
        let asked = asked.map(|days| if told.is_empty() { days } else { told::of_or_saying(days, told) });
        range(query.from, query.to).into_iter().chain(asked).collect()
    }
}

/// Words by their weight.
pub(crate) fn rarest_first(wanted: &[Wanted]) -> Vec<&Wanted> {
    let mut wanted: Vec<&Wanted> = wanted.iter().collect();
    wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    wanted
}

/// The keys of a phrase with their places.
pub(crate) type PhraseTerms = Vec<(usize, Term)>;

/// The keys of parts, with their places. Common words too: what a phrase costs goes by its rarest word.
pub(crate) fn phrase_terms(field: Field, parts: &[String]) -> PhraseTerms {
    let keys = parts.iter().filter_map(|part| words::key(part));
    keys.map(|key| Term::from_field_text(field, key)).enumerate().collect()
}

/// Terms at their places.
pub(crate) fn phrase_of(mut terms: PhraseTerms) -> Box<dyn tantivy::query::Query> {
    match terms.len() {
        0 => Box::new(tantivy::query::EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0).1, IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

/// A filter chooses; it does not rank.
pub(crate) fn filter(query: Box<dyn tantivy::query::Query>) -> Clause {
    (Occur::Must, Box::new(BoostQuery::new(query, 0.0)))
}
