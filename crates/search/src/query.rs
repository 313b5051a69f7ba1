//! From what a person types to articles.
//!
//! All words must be there where enough articles have them, or where there are two; of more, one of the rarer half; when
//! nothing is found so, any. Articles that fit are ranked by BM25 over keys, and the best of them once more (see
//! `rank`).

use std::sync::atomic::{AtomicBool, Ordering};

use news::UtcMs;
use news::article::NewsCode;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::BooleanQuery;
use tantivy::schema::{Field, Value};
use tantivy::{Order, Searcher, TantivyDocument};

use crate::SearchError;
use crate::asked::{Asked, Reading};
use crate::bounded::{Bounded, Patience};
use crate::counting::Counts;
use crate::facets::{FacetCollector, Facets};
use crate::fitting::{Strictness, Wanted};
use crate::highlight::{Marker, Piece};
use crate::index::Index;
use crate::missing::{as_typed, told_all};
use crate::names::Kind;
use crate::rank::{Found, LOOKED_AT};
use crate::tables::Tables;

/// A query of more keys says what one article says, as a headline does that was copied, rather than names a topic. On
/// Hamshahri's topics 5 and 8 are the same.
const TOPIC_KEYS_MAX: usize = 5;

/// When so many articles have all of three and more words, the others are not looked at: the best of these are better,
/// and in a large index the words alone would find a good part of it.
const ALL_ARE_ENOUGH: usize = 50;

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// Slug or name of a section, or [`crate::NO_SECTION`].
    pub section: Option<String>,
    /// Name of an outlet or a part of it, in any spelling.
    pub source: Option<String>,
    /// Published at or after.
    pub from: Option<UtcMs>,
    /// Published before.
    pub to: Option<UtcMs>,
    /// The order.
    pub sort: Sort,
    /// Results wanted.
    pub limit: usize,
    /// Results passed over.
    pub offset: usize,
    /// Whether to count what was found by section, source and year.
    pub facets: bool,
    /// The time, by which days without a year are understood.
    pub now: Option<UtcMs>,
    /// Days in the text are words like others.
    pub are_days_words: bool,
    /// Words typed apart are no compound: each stands for itself.
    pub are_words_apart: bool,
    /// How long it may take; None waits for all.
    pub patience: Option<Patience>,
}

impl Query {
    pub(crate) fn reading(&self) -> Reading {
        Reading { now: self.now, are_days_words: self.are_days_words }
    }

    pub(crate) fn has_no_filter(&self) -> bool {
        self.section.is_none() && self.source.is_none() && self.from.is_none() && self.to.is_none()
    }
}

/// One article found, its matching words marked in their original spelling.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its identity.
    pub code: NewsCode,
    /// The headline in pieces.
    pub headline: Vec<Piece>,
    /// The telling part of the text in pieces.
    pub snippet: Vec<Piece>,
    /// Words of the query that it does not have, though other articles do.
    pub without: Vec<String>,
    /// Another version of its story stands before this page of the results.
    pub is_told_before: bool,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many articles fit.
    pub total: usize,
    /// The ones asked for.
    pub hits: Vec<Hit>,
    /// There were so many that they were counted by a sample: `total` and `facets` are near.
    pub is_estimated: bool,
    /// Counts of all that fit, when they were asked for.
    pub facets: Facets,
    /// The query as it may have been meant, when it found little or has a word that no article has.
    pub meant: Option<String>,
    /// The time was over before all articles were looked at: there may be more, and better ones.
    pub is_cut: bool,
    /// A phrase has such common words that they were looked for one by one.
    pub is_phrase_loose: bool,
    /// What was understood otherwise than it may have been meant.
    pub notes: Vec<Note>,
}

/// What a query may not have meant, to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// No article has this name.
    Unknown(Kind, String),
    /// No article has this word: it was left out.
    Absent(String),
    /// No article has all the words: see [`Hit::without`].
    Apart,
    /// So many articles have all the words; the others lack some: see [`Hit::without`].
    All(usize),
    /// Words that were typed apart were looked for together.
    Together {
        /// As typed.
        words: String,
        /// How many articles there are when each stands for itself.
        apart: usize,
    },
    /// There is only what to leave out.
    OnlyWithout,
    /// Phrases, names and words to leave out that were not followed, because there were too many.
    Dropped(Vec<String>),
    /// These words were read as days: published at or after, and before; of a year, also what says it.
    Days {
        /// As typed.
        words: String,
        /// At or after.
        from: Option<UtcMs>,
        /// Before.
        to: Option<UtcMs>,
        /// Articles that say the year fit too, whenever they were published.
        is_told: bool,
    },
    /// Nothing was published on these days: the words were looked for in the texts.
    DaysAsWords(String),
    /// Nothing that fits was published on the days of these words.
    NothingThen(String),
    /// These words name days that cannot be, and choose nothing.
    NotDays {
        /// As typed.
        words: String,
        /// Both are days, but the last is before the first.
        is_reversed: bool,
    },
}

impl Index {
    /// Searches. A text without any word finds nothing, unless a filter is set.
    ///
    /// # Errors
    /// [`SearchError::BeingBuilt`]; others when the disk fails.
    pub fn search(&self, query: &Query) -> Result<Results, SearchError> {
        self.must_be_built()?;
        self.attended(|| self.look_for(query))
    }

    fn look_for(&self, query: &Query) -> Result<Results, SearchError> {
        let searcher = self.reader.searcher();
        let mut asked = self.asked(&searcher, &query.text, query.reading())?;
        if asked.is_empty() && query.has_no_filter() {
            let only_without = (!asked.without.is_empty()).then_some(Note::OnlyWithout);
            let notes = only_without.into_iter().chain(asked.notes()).collect();
            return Ok(Results { notes, ..Results::default() });
        }
        let mut results = self.find(&searcher, query, &asked)?;
        let mut days_words = asked.days_words.clone();
        if results.total == 0 && asked.may_days_be_words() {
            let reading = Reading { are_days_words: true, ..query.reading() };
            asked = self.asked(&searcher, &query.text, reading)?;
            results = self.find(&searcher, query, &asked)?;
            if results.total > 0 {
                results.notes.push(Note::DaysAsWords(std::mem::take(&mut days_words)));
            }
        }
        if results.total == 0 && !days_words.is_empty() && !results.is_cut {
            results.notes.push(Note::NothingThen(days_words));
        }
        if let Some(slips) = self.slips(&searcher, &asked, &results)? {
            results.meant = self.meant(&searcher, query, &asked, slips)?;
        }
        results.notes.extend(asked.notes());
        Ok(results)
    }

    pub(crate) fn find(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
    ) -> Result<Results, SearchError> {
        let (wanted, left_out) = self.wanted(searcher, &asked.words, query.are_words_apart)?;
        let choices = self.choices(searcher, query, asked)?;
        let unknown = choices.unknown.iter().cloned().map(|(kind, name)| Note::Unknown(kind, name));
        let mut notes: Vec<Note> = unknown.collect();
        if !left_out.is_empty() {
            let typed = left_out.iter().map(|key| as_typed(&query.text, key)).collect();
            notes.push(Note::Dropped(typed));
        }
        let work = Work::new(&self.tables, searcher, query, asked, wanted);
        let mut with_all = 0;
        for (strictness, enough) in
            [(Strictness::All, ALL_ARE_ENOUGH), (Strictness::Strict, 1), (Strictness::Loose, 1)]
        {
            // A phrase already has its words together.
            let is_same = work.wanted.len() <= 2 || !asked.phrases.is_empty();
            if asked.is_any && strictness != Strictness::Loose || is_same && strictness == Strictness::All {
                continue;
            }
            let fitting = self.fitting(searcher, query, asked, &choices, &work.wanted, strictness)?;
            let (counts, found) = self.best(&work, &fitting, strictness, enough)?;
            if counts.total >= enough || work.is_cut() {
                let marker =
                    Marker::new(work.wanted.iter().flat_map(Wanted::marked).collect(), work.wanted.len());
                let mut found = self.hits(searcher, query, &found, &marker)?;
                notes.extend(told_all(asked, &work.wanted, with_all, counts.total));
                if !asked.is_any && !strictness.needs_all(work.wanted.len()) {
                    let absent = self.tell_missing(searcher, &query.text, asked, &work.wanted, &mut found)?;
                    notes.extend(absent.into_iter().map(Note::Absent));
                }
                if !found.is_empty() && found.iter().all(|(_, hit)| !hit.without.is_empty()) {
                    notes.push(Note::Apart);
                }
                notes.extend(self.told_together(searcher, query, asked, &work.wanted, counts.total)?);
                return Ok(Results {
                    total: counts.total,
                    is_estimated: counts.is_estimated,
                    hits: found.into_iter().map(|(_, hit)| hit).collect(),
                    facets: counts.facets,
                    meant: None,
                    is_cut: work.is_cut(),
                    is_phrase_loose: self.is_phrase_loose(searcher, asked)?,
                    notes,
                });
            }
            with_all = with_all.max(counts.total);
        }
        Ok(Results { notes, ..Results::default() })
    }

    /// How many articles fit, and the best of them as far as they were asked for. Of fewer than `enough` that have all
    /// words the best are not looked for.
    fn best(
        &self,
        work: &Work,
        fitting: &BooleanQuery,
        strictness: Strictness,
        enough: usize,
    ) -> Result<(Counts, Vec<Found>), SearchError> {
        let Work { searcher, query, asked, wanted, .. } = work;
        let end = (query.offset + query.limit).max(1);
        // Without words nothing ranks.
        if query.sort == Sort::Date || (wanted.is_empty() && asked.phrases.is_empty()) {
            let newest = TopDocs::with_limit(end).order_by_fast_field::<i64>("published", Order::Desc);
            let found = searcher.search(fitting, &work.bounded(newest))?;
            let found = found.into_iter().map(|(_, address)| (0.0, address)).collect();
            return Ok((work.count(fitting, strictness)?, found));
        }
        let limit = end.max(LOOKED_AT);
        let are_together = wanted.iter().any(|word| !word.together.is_empty());
        let is_phrase = !asked.phrases.is_empty() || are_together && strictness.needs_all(wanted.len());
        let (mut counts, mut found) = if is_phrase {
            // Phrases are dear to find, so they are found once.
            let (counter, top) = (
                query.facets.then(|| FacetCollector(self.tables.clone())),
                TopDocs::with_limit(limit).order_by_score(),
            );
            let (total, facets, found) = searcher.search(fitting, &work.bounded((Count, counter, top)))?;
            (Counts { total, facets: facets.unwrap_or_default(), is_estimated: false }, found)
        } else if let Some(matching) = self.matching(work, strictness)? {
            let counts = work.count_matching(&matching)?;
            if counts.total < enough {
                return Ok((counts, Vec::new()));
            }
            let few = self.best_matching(work, &matching, strictness, limit)?;
            let best = few.map_or_else(|| self.ranked(work, fitting, strictness, limit), Ok)?;
            (counts, best)
        } else if strictness == Strictness::All {
            let counts = work.count(fitting, strictness)?;
            if counts.total < enough && !work.is_cut() {
                return Ok((counts, Vec::new()));
            }
            (counts, self.ranked(work, fitting, strictness, limit)?)
        } else {
            // Ranking comes first: when time is over, the count is what is cut.
            let found = self.ranked(work, fitting, strictness, limit)?;
            (work.count(fitting, strictness)?, found)
        };
        if work.is_cut() {
            counts.total = counts.total.max(found.len());
        }
        found.truncate(counts.total);
        self.look_again(searcher, &mut found, asked, wanted)?;
        Ok((counts, found))
    }

    /// The best articles that fit, by BM25.
    fn ranked(
        &self,
        work: &Work,
        fitting: &BooleanQuery,
        strictness: Strictness,
        limit: usize,
    ) -> Result<Vec<Found>, SearchError> {
        let Work { searcher, query, asked, wanted, .. } = work;
        if !asked.has_only_words() || !query.has_no_filter() {
            let top = TopDocs::with_limit(limit).order_by_score();
            return Ok(searcher.search(fitting, &work.bounded(top))?);
        }
        self.best_of_words(searcher, wanted, strictness, limit, &|| work.is_over())
    }

    /// Ranks the best anew.
    fn look_again(
        &self,
        searcher: &Searcher,
        found: &mut [Found],
        asked: &Asked,
        wanted: &[Wanted],
    ) -> Result<(), SearchError> {
        let looked_at = found.len().min(LOOKED_AT);
        let best = &mut found[..looked_at];
        let keys: Vec<String> = wanted.iter().map(|word| word.key.clone()).collect();
        if asked.is_question || keys.len() > TOPIC_KEYS_MAX {
            self.rank_by_pairs(searcher, best, &keys)
        } else if !keys.is_empty() {
            self.rank_by_feedback(searcher, best, keys.len())
        } else {
            Ok(())
        }
    }

    pub(crate) fn code_of(&self, document: &TantivyDocument) -> NewsCode {
        document.get_first(self.fields.code).and_then(|code| code.as_i64()).unwrap_or(0)
    }
}

/// A search under way.
pub(crate) struct Work<'a> {
    pub tables: &'a Tables,
    pub searcher: &'a Searcher,
    pub query: &'a Query,
    pub asked: &'a Asked,
    pub wanted: Vec<Wanted>,
    is_cut: AtomicBool,
}

impl<'a> Work<'a> {
    pub fn new(
        tables: &'a Tables,
        searcher: &'a Searcher,
        query: &'a Query,
        asked: &'a Asked,
        wanted: Vec<Wanted>,
    ) -> Self {
        Self { tables, searcher, query, asked, wanted, is_cut: AtomicBool::new(false) }
    }

    fn bounded<C>(&self, inner: C) -> Bounded<'_, C> {
        Bounded { inner, patience: self.query.patience, is_cut: &self.is_cut }
    }

    /// Whether the time is over; what was found then is cut.
    pub fn is_over(&self) -> bool {
        let is_over = self.query.patience.is_some_and(Patience::is_over);
        self.is_cut.fetch_or(is_over, Ordering::Relaxed);
        is_over
    }

    fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }
}

pub(crate) fn text_of(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
