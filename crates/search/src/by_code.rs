//! A news code alone is no query: it names its article, and several side by side name theirs.

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

    /// Searches; a news code alone finds its article, several find theirs in their order, and only these.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn search_or_name(&self, query: &Query) -> Result<Results, SearchError> {
        let one = self.named_by(&query.text)?.map(|code| vec![code]);
        let Some(codes) = one.or_else(|| asked::codes(&query.text)) else { return self.search(query) };
        self.must_be_built()?;
        // Numbers of which one names nothing, such as years, are words.
        let named = self.attended(|| self.of_codes(query, &codes))?;
        named.map_or_else(|| self.search(query), Ok)
    }

    /// The articles of these codes, where there are all.
    fn of_codes(&self, query: &Query, codes: &[NewsCode]) -> Result<Option<Results>, SearchError> {
        let searcher = self.reader.searcher();
        let mut addresses = Vec::with_capacity(codes.len());
        for code in codes {
            let Some(address) = self.address_of(&searcher, *code)? else { return Ok(None) };
            addresses.push(address);
        }
        let asked_for = addresses.iter().skip(query.offset).take(query.limit);
        let unmarked = Marker::new(Vec::new(), 0);
        let hits = asked_for.map(|address| self.hit(&searcher, *address, &unmarked));
        let hits = hits.collect::<Result<_, _>>()?;
        Ok(Some(Results { total: codes.len(), hits, ..Results::default() }))
    }
}
