//! Articles about the same things.

use std::collections::HashSet;

use news::article::{NewsCode, UNDATED};
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use crate::change::Change;
use crate::index::Index;
use crate::likeness::{self, Compared, Opening};
use crate::query::text_of;
use crate::rank::{Found, weight_of};
use crate::stored::Opens;
use crate::{SearchError, telling, words};

/// The most telling keys of an article that find its neighbours. `benches/measure`, without tags: 16: 40.6 of 100
/// suggestions on topic, 24: 41.5, 40: 42.1, at 1.1, 1.7 and 2.9 ms; plain "more like this" has 38.9.
const KEYS: usize = 24;
/// What an article loses at most for being far in time from the one it is suggested under.
const AGE_WEIGHT: f32 = 0.3;
/// A quarter of a year apart, it loses half of that.
const HALF_AGE_MS: f32 = 90.0 * 24.0 * 3600.0 * 1000.0;
/// A key of the headline says more than one of the body: 41.5 with, 41.2 without.
const HEADLINE_BOOST: f32 = 2.0;

/// Articles that are compared with one. Copies crowd the top; enough are read that others remain.
const COMPARED: usize = 88;
/// What is less likely about the same thing is not suggested: rather too few, the page has other news too. Three readers
/// judged three samples, the third most strictly (38 of 100 pairs fit, where others found 64 and 69). Of articles that the
/// weights were not learnt from (`related learn`), on topic by each, and how many of 100 articles have any: at 0.66 93, 92,
/// 69 and 53, 49, 63; at 0.7 96, 97, 75 and 44, 45, 52; at 0.78, the least at which all three find four of five on topic,
/// 99, 96, 82 and 28, 32, 37: a third of articles is too few for what only the strictest asks.
const ON_TOPIC: f32 = 0.66;

/// The most articles that are suggested under one.
pub const NEIGHBOURS_MAX: usize = 20;
/// Of so many changes at once, what is about the same things is looked up anew; of more, as in an import, all is
/// forgotten and looked up when it is asked for.
const RENEWED_MAX: usize = 16;

/// An article that may be about the same things as another.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its identity.
    pub code: NewsCode,
    /// What speaks for it, for learning what each sign weighs.
    pub signs: [f32; 5],
    /// How likely it is about the same things.
    pub likeness: f32,
    story: NewsCode,
    /// Likeness, less what lies between the two in time.
    place: f32,
}

impl Index {
    /// Codes of articles about the same things, at most [`NEIGHBOURS_MAX`], best first, none of the same story. They are
    /// remembered until one of them or another about the same things changes.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn related(&self, code: NewsCode, limit: usize) -> Result<Vec<NewsCode>, SearchError> {
        let mut list = match self.neighbours.of(code) {
            Ok(list) => list,
            Err(writes) => {
                let list = self.find_related(code, NEIGHBOURS_MAX)?;
                self.neighbours.remember(code, list.clone(), writes);
                list
            }
        };
        list.truncate(limit);
        Ok(list)
    }

    /// What [`Self::related`] answers, when that needs no search.
    pub fn remembered(&self, code: NewsCode) -> Option<Vec<NewsCode>> {
        self.neighbours.of(code).ok()
    }

    /// Has `hear` told of the articles under which other ones may be suggested from now on; of none when that may be so of
    /// all. False when somebody is told already: there is one.
    pub fn on_forgotten(&self, hear: impl Fn(&[NewsCode]) + Send + Sync + 'static) -> bool {
        self.neighbours.on_forgotten(hear)
    }

    /// After a write: looks up what is about the same things as what was put, and forgets what that may have changed.
    /// Being about the same things goes both ways nearly always.
    pub(crate) fn renew_neighbours(&self, changes: &[Change]) {
        if changes.len() > RENEWED_MAX {
            return self.neighbours.clear();
        }
        let codes: Vec<NewsCode> = changes.iter().map(Change::code).collect();
        self.neighbours.changed(&codes);
        for change in changes.iter().filter(|change| matches!(change, Change::Put(_))) {
            match self.related(change.code(), NEIGHBOURS_MAX) {
                Ok(list) => self.neighbours.forget(&list),
                Err(_) => self.neighbours.clear(),
            }
        }
    }

    fn find_related(&self, code: NewsCode, limit: usize) -> Result<Vec<NewsCode>, SearchError> {
        let mut near = self.attended(|| self.candidates(code))?;
        near.retain(|candidate| candidate.likeness >= ON_TOPIC);
        near.truncate(limit);
        Ok(near.into_iter().map(|candidate| candidate.code).collect())
    }

    /// The articles that may be about the same things as one, none of its own story: those that have most of the keys
    /// that say what it is about, each compared with it; of a story one, best first.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn candidates(&self, code: NewsCode) -> Result<Vec<Candidate>, SearchError> {
        let searcher = self.reader.searcher();
        let Some(own) = self.address_of(&searcher, code)? else { return Ok(Vec::new()) };
        let found = self.with_telling_keys(&searcher, own)?;
        // An article has all of its own keys.
        let most = found.iter().find(|(_, address)| *address == own).or(found.first());
        let most = most.map_or(1.0, |(score, _)| *score);
        let compared = self.compared(&searcher, own)?;
        let stories = Stories::open(&searcher)?;
        let (_, own_story) = stories.of(own);
        let mut candidates = Vec::with_capacity(found.len());
        for (score, address) in found {
            let (code, story) = stories.of(address);
            if address == own || story == own_story {
                continue;
            }
            let Opens(opening) = searcher.doc(address)?;
            let signs = compared.signs(score / most, &Opening::read(&opening));
            let likeness = likeness::likely(&signs);
            let place = likeness * stories.nearness(own, address);
            candidates.push(Candidate { code, signs, likeness, story, place });
        }
        candidates.sort_by(|a, b| b.place.total_cmp(&a.place).then(a.code.cmp(&b.code)));
        let mut seen = HashSet::new();
        candidates.retain(|candidate| seen.insert(candidate.story));
        Ok(candidates)
    }

    fn with_telling_keys(&self, searcher: &Searcher, own: DocAddress) -> Result<Vec<Found>, SearchError> {
        let keys = self.telling_keys(searcher, own)?;
        let clauses = keys.into_iter().map(|(key, weight)| -> (Occur, Box<dyn tantivy::query::Query>) {
            let term = Term::from_field_text(self.fields.keys, &key);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(query), weight)))
        });
        let top = TopDocs::with_limit(COMPARED).order_by_score();
        Ok(searcher.search(&BooleanQuery::new(clauses.collect()), &top)?)
    }

    fn compared(&self, searcher: &Searcher, own: DocAddress) -> Result<Compared, SearchError> {
        let Opens(opening) = searcher.doc(own)?;
        let opening = Opening::read(&opening);
        let rarest = weight_of(searcher, 1);
        let rarity = opening.keys().map(|key| Ok((key.clone(), self.weight(searcher, key)? / rarest)));
        let rarity = rarity.collect::<Result<_, SearchError>>()?;
        Ok(Compared::new(opening, rarity))
    }

    /// The keys that find an article's neighbours, each with how much of the article it is. BM25 weighs how rare
    /// they are, so here that only chooses: weighed twice, it cost 2 of 100 suggestions.
    fn telling_keys(&self, searcher: &Searcher, own: DocAddress) -> Result<Vec<(String, f32)>, SearchError> {
        let document: TantivyDocument = searcher.doc(own)?;
        let in_headline = words::keys(text_of(&document, self.fields.headline));
        let mut keys: Vec<(String, f32, f32)> = Vec::new();
        for (key, share) in telling::read(text_of(&document, self.fields.telling)) {
            if likeness::is_number(key) {
                continue;
            }
            let boost = if in_headline.contains(key) { HEADLINE_BOOST } else { 1.0 };
            let weight = boost * share.sqrt();
            keys.push((key.to_owned(), weight, weight * self.weight(searcher, key)?));
        }
        keys.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        keys.truncate(KEYS);
        Ok(keys.into_iter().map(|(key, weight, _)| (key, weight)).collect())
    }

    pub(crate) fn address_of(
        &self,
        searcher: &Searcher,
        code: NewsCode,
    ) -> Result<Option<DocAddress>, SearchError> {
        let query = TermQuery::new(Term::from_field_i64(self.fields.code, code), IndexRecordOption::Basic);
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        Ok(found.first().map(|(_, address)| *address))
    }
}

/// Codes and stories of articles, by the place of these in the index.
pub(crate) struct Stories(Vec<Columns>);

struct Columns {
    code: Column<i64>,
    story: Column<i64>,
    published: Column<i64>,
}

impl Stories {
    pub fn open(searcher: &Searcher) -> Result<Self, SearchError> {
        let columns = searcher.segment_readers().iter().map(|segment| {
            let fast = segment.fast_fields();
            Ok(Columns {
                code: fast.i64("code")?,
                story: fast.i64("story")?,
                published: fast.i64("published")?,
            })
        });
        Ok(Self(columns.collect::<Result<_, tantivy::TantivyError>>()?))
    }

    pub fn of(&self, address: DocAddress) -> (NewsCode, NewsCode) {
        let columns = &self.0[address.segment_ord as usize];
        let code = columns.code.first(address.doc_id).unwrap_or(0);
        (code, columns.story.first(address.doc_id).unwrap_or(code))
    }

    /// How near in time two articles were published: under fresh news the fresh come first, under old ones what was
    /// written then. Undated articles keep their place.
    fn nearness(&self, one: DocAddress, other: DocAddress) -> f32 {
        let published = |address: DocAddress| {
            let column = &self.0[address.segment_ord as usize].published;
            column.first(address.doc_id).filter(|at| *at != UNDATED)
        };
        let Some((one, other)) = published(one).zip(published(other)) else { return 1.0 };
        let apart = one.abs_diff(other) as f32;
        1.0 - AGE_WEIGHT * apart / (apart + HALF_AGE_MS)
    }
}
