//! Names in a query: the sections, outlets, authors and tags that `name:value` means. A part of a name means all that
//! have it: ایرنا means خبرگزاری ایرنا, unless an outlet is called just that.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::asked::{self, Asked, OTHERS_MAX, Reading};
use crate::bounded::Patience;
use crate::facets::NO_SECTION;
use crate::fitting::{Clause, filter};
use crate::index::Index;
use crate::query::Query;
use crate::{SearchError, words};

/// Names of a segment that are looked through for a part of one: some milliseconds' work. Of more authors, the others
/// are found by their whole names.
const LOOKED_AT: usize = 30_000;
/// Names between two looks at the query's patience: a tenth of a millisecond.
const LOOK_EVERY: usize = 500;
/// Words of a name behind the first that need no quotes.
const NAME_WORDS_MAX: usize = 4;
/// What means no section, where no section is called so; [`NO_SECTION`] does always.
const SECTIONLESS: [&str; 3] = ["بی بخش", "بیبخش", "none"];
/// Names that a part of one means at most, the most frequent.
const MEANT_MAX: usize = 32;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// بخش.
    Section,
    /// منبع.
    Source,
    /// نویسنده.
    Author,
    /// برچسب.
    Tag,
}

const KINDS: [Kind; 4] = [Kind::Section, Kind::Source, Kind::Author, Kind::Tag];

/// A name that chooses articles, or leaves them out.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub kind: Kind,
    pub value: String,
    pub is_without: bool,
}

/// What the names of a query choose and leave out.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    chosen: Vec<BooleanQuery>,
    left_out: Vec<BooleanQuery>,
    /// Names that no article has.
    pub unknown: Vec<(Kind, String)>,
}

impl Choices {
    pub fn clauses(&self) -> impl Iterator<Item = Clause> + '_ {
        let chosen = self.chosen.iter().map(|any| filter(Box::new(any.clone())));
        chosen.chain(self.left_out.iter().map(|any| -> Clause { (Occur::MustNot, Box::new(any.clone())) }))
    }
}

impl Index {
    /// Takes a query apart.
    pub(crate) fn asked(
        &self,
        searcher: &Searcher,
        text: &str,
        reading: Reading,
    ) -> Result<Asked, SearchError> {
        Ok(Asked::read(&self.with_names_quoted(searcher, text)?, reading))
    }

    /// A query with quotes around the names of several words that articles have: «بخش:فرهنگ و هنر».
    fn with_names_quoted(&self, searcher: &Searcher, text: &str) -> Result<String, SearchError> {
        let regular = asked::regular(text);
        let pieces: Vec<&str> = asked::pieces(&regular).collect();
        let (mut quoted, mut rest, mut names): (Vec<Cow<str>>, &[&str], usize) = (Vec::new(), &pieces, 0);
        while let [piece, after @ ..] = rest {
            rest = after;
            quoted.push((*piece).into());
            let Some((kind, value)) = asked::named(piece.trim_start_matches('-')) else { continue };
            names += 1;
            let longest =
                after.len().min(NAME_WORDS_MAX).min(if names > OTHERS_MAX { 0 } else { usize::MAX });
            for words in (1..=longest).rev() {
                let value = [&[value], &after[..words]].concat().join(" ");
                let named = Named { kind, value: value.trim().to_owned(), is_without: false };
                if !value.contains(['"', ':']) && self.is_whole_name(searcher, &named)? {
                    let name = piece.split(':').next().unwrap_or_default();
                    quoted.push(format!("{name}:\"{}\"", named.value).into());
                    quoted.swap_remove(quoted.len() - 2);
                    rest = &after[words..];
                    break;
                }
            }
        }
        Ok(if names > 0 { quoted.join(" ") } else { regular })
    }

    /// Whether something is called just that.
    fn is_whole_name(&self, searcher: &Searcher, named: &Named) -> Result<bool, SearchError> {
        match self.field_of(named.kind) {
            _ if is_sectionless(named) => Ok(true),
            None => has_any(searcher, &self.meant_by(searcher, named, None)?),
            Some(field) => {
                let name = Term::from_field_text(field, &words::name_key(&named.value));
                Ok(searcher.doc_freq(&name)? > 0)
            }
        }
    }

    /// Where the names of a kind stand whole; of tags they do not.
    fn field_of(&self, kind: Kind) -> Option<Field> {
        match kind {
            Kind::Section => Some(self.fields.section_names),
            Kind::Source => Some(self.fields.source),
            Kind::Author => Some(self.fields.byline),
            Kind::Tag => None,
        }
    }

    /// Looks up what the names of a query mean.
    pub(crate) fn choices(
        &self,
        searcher: &Searcher,
        query: &Query,
        asked: &Asked,
    ) -> Result<Choices, SearchError> {
        let mut choices = Choices::default();
        for group in groups(query, asked) {
            let is_without = group[0].is_without;
            let mut any: Vec<Clause> = Vec::new();
            for named in group {
                let meant = self.meant_by(searcher, &named, query.patience)?;
                // Of names that were not all looked at none is unknown.
                let are_all_seen = !query.patience.is_some_and(Patience::is_over);
                if are_all_seen && !has_any(searcher, &meant)? {
                    choices.unknown.push((named.kind, named.value));
                }
                any.extend(meant);
            }
            let side = if is_without { &mut choices.left_out } else { &mut choices.chosen };
            side.push(BooleanQuery::new(any));
        }
        Ok(choices)
    }

    /// Articles of a name, as clauses of which one will do.
    fn meant_by(
        &self,
        searcher: &Searcher,
        named: &Named,
        patience: Option<Patience>,
    ) -> Result<Vec<Clause>, SearchError> {
        let Some(field) = self.field_of(named.kind) else {
            return self.side_by_side(searcher, self.fields.tags, &named.value);
        };
        let mut terms = full_names(searcher, field, &words::name_key(&named.value), patience)?;
        if is_sectionless(named) && (terms.is_empty() || named.value == NO_SECTION) {
            terms = vec![Term::from_field_text(self.fields.section, "")];
        }
        let terms = terms.into_iter();
        let articles = terms.map(|term| -> Clause {
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        });
        Ok(articles.collect())
    }
}

/// Whether a name may mean the articles that are in no section.
fn is_sectionless(named: &Named) -> bool {
    let is_so = || SECTIONLESS.contains(&&*words::name_key(&named.value));
    named.kind == Kind::Section && (named.value == NO_SECTION || is_so())
}

/// Whether an article fits any of the clauses.
fn has_any(searcher: &Searcher, clauses: &[Clause]) -> Result<bool, SearchError> {
    for (_, query) in clauses {
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for segment in searcher.segment_readers() {
            if weight.scorer(segment, 1.0)?.doc() != TERMINATED {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Names of which one will do: those of a kind that were typed, and each parameter by itself.
fn groups(query: &Query, asked: &Asked) -> Vec<Vec<Named>> {
    let parameters = [(Kind::Section, &query.section), (Kind::Source, &query.source)];
    let parameters = parameters.into_iter().filter_map(|(kind, value)| {
        let value = value.clone()?;
        Some(vec![Named { kind, value, is_without: false }])
    });
    let typed = |kind: Kind, is_without: bool| -> Vec<Named> {
        let same = asked.names.iter().filter(|named| named.kind == kind && named.is_without == is_without);
        same.cloned().collect()
    };
    let typed = KINDS.into_iter().flat_map(|kind| [typed(kind, false), typed(kind, true)]);
    parameters.chain(typed).filter(|group| !group.is_empty()).collect()
}

/// The names that a name means: itself, or all that have its words side by side, as far as patience goes.
fn full_names(
    searcher: &Searcher,
    field: Field,
    name: &str,
    patience: Option<Patience>,
) -> Result<Vec<Term>, SearchError> {
    let whole = Term::from_field_text(field, name);
    if searcher.doc_freq(&whole)? > 0 {
        return Ok(vec![whole]);
    }
    // ورزشی means ورزش where nothing is called so, and «پیکری» «پیک ری».
    let (stems, joined) = (stems(name), name.replace(' ', ""));
    let is_alike = |full: &str| self::stems(full) == stems || has_joined(full, &joined);
    let (mut meant, mut alike): (BTreeMap<String, u32>, BTreeMap<String, u32>) = Default::default();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut names = inverted.terms().stream()?;
        for at in 0..LOOKED_AT {
            let is_over = at % LOOK_EVERY == 0 && patience.is_some_and(Patience::is_over);
            if is_over || !names.advance() {
                break;
            }
            let full = std::str::from_utf8(names.key()).unwrap_or_default();
            let one = if is_part(name, full) { &mut meant } else { &mut alike };
            if is_part(name, full) || is_alike(full) {
                *one.entry(full.to_owned()).or_default() += names.value().doc_freq;
            }
        }
    }
    let mut meant: Vec<(String, u32)> = if meant.is_empty() { alike } else { meant }.into_iter().collect();
    meant.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    meant.truncate(MEANT_MAX);
    Ok(meant.into_iter().map(|(full, _)| Term::from_field_text(field, &full)).collect())
}

/// Whether words that stand side by side in a name are, written as one, these letters.
fn has_joined(name: &str, joined: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    (0..words.len()).any(|first| {
        let mut rest = Some(joined);
        let mut next = words[first..].iter();
        while let (Some(letters), Some(word)) = (rest.filter(|letters| !letters.is_empty()), next.next()) {
            rest = letters.strip_prefix(word);
        }
        rest == Some("")
    })
}

fn stems(name: &str) -> Vec<&str> {
    name.split(' ').filter_map(words::key).collect()
}

/// Whether words stand side by side in a name.
fn is_part(words: &str, name: &str) -> bool {
    name.match_indices(words).any(|(at, _)| {
        let (before, after) = (&name[..at], &name[at + words.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}
