//! What is shown of the articles that were found.

use std::collections::HashSet;

use tantivy::{DocAddress, Searcher};

use crate::SearchError;
use crate::highlight::Marker;
use crate::index::Index;
use crate::query::{Hit, Query};
use crate::rank::Found;
use crate::related::Stories;
use crate::stored::Shown;

impl Index {
    /// The results that a query asks for, of all that were found up to them.
    pub(crate) fn hits(
        &self,
        searcher: &Searcher,
        query: &Query,
        found: &[Found],
        marker: &Marker,
    ) -> Result<Vec<(DocAddress, Hit)>, SearchError> {
        let (before, found) = found.split_at(query.offset.min(found.len()));
        let mut told = HashSet::new();
        // Most look at the first page only, before which nothing stands.
        let stories = (!before.is_empty()).then(|| Stories::open(searcher)).transpose()?;
        if let Some(stories) = &stories {
            told.extend(before.iter().map(|(_, address)| stories.of(*address).1));
        }
        let hits = found.iter().take(query.limit).map(|(_, address)| {
            let hit = self.hit(searcher, *address, marker)?;
            let is_told_before =
                stories.as_ref().is_some_and(|stories| told.contains(&stories.of(*address).1));
            Ok((*address, Hit { is_told_before, ..hit }))
        });
        hits.collect()
    }

    /// An article with its words marked.
    pub(crate) fn hit(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        marker: &Marker,
    ) -> Result<Hit, SearchError> {
        let Shown { code, headline, text } = searcher.doc(address)?;
        let (headline, snippet) = (marker.pieces(&headline), marker.snippet(&text));
        Ok(Hit { code, headline, snippet, without: Vec::new(), is_told_before: false })
    }
}
