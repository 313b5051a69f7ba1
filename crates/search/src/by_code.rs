//! A news code alone is no query: it names its article.

use news::article::NewsCode;

use crate::highlight::Marker;
use crate::index::Index;
use crate::query::{Query, Results};
use crate::{SearchError, asked};

impl Index {
    /// The article whose news code is all that was typed.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn named_by(&self, text: &str) -> Result<Option<NewsCode>, SearchError> {
        let Some(code) = asked::code(text) else { return Ok(None) };
        self.must_be_built()?;
        self.attended(|| Ok(self.address_of(&self.reader.searcher(), code)?.map(|_| code)))
    }

    /// Searches; a news code alone finds its article, and only that.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn search_or_name(&self, query: &Query) -> Result<Results, SearchError> {
        let Some(code) = self.named_by(&query.text)? else { return self.search(query) };
        let hit = self.attended(|| {
            let searcher = self.reader.searcher();
            let Some(address) = self.address_of(&searcher, code)? else { return Ok(None) };
            self.hit(&searcher, address, &Marker::new(Vec::new(), 0)).map(Some)
        })?;
        let Some(hit) = hit else { return Ok(Results::default()) };
        let hits = if query.limit > 0 && query.offset == 0 { vec![hit] } else { Vec::new() };
        Ok(Results { total: 1, hits, ..Results::default() })
    }
}
