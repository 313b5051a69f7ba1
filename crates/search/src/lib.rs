//! The search index: a follower of the store's change log that can always be rebuilt from it.
//!
//! Documents and queries are broken into keys the same way (`words`), so that every spelling of a word is one
//! query; how compounds are spelt is learnt from the articles themselves (`vocabulary`). The number of the last event
//! that the index has seen is committed with the index itself.
//!
//! | stage | modules |
//! |---|---|
//! | what is indexed | `change` says what to write, `analysis` makes terms of it (`words`, `numbered`, `known` remember what words became), `telling` and `stored` what is kept beside, `schema` the fields |
//! | the files | `index` opens, fills and writes, `files` reads, `spaces` takes terms apart for tantivy, `damage` finds broken ones |
//! | a query taken apart | `asked` into words, phrases and names; `dates`, `day` and `told`, `names`, `by_code`, `keyboard` |
//! | what its words mean | `vocabulary` (how compounds are spelt), `together`, `pairs`, `letters`, `construct` |
//! | what fits | `query` runs it all; `fitting` for tantivy, `matching` with `bits` where words alone choose, `either`, `terms` |
//! | counts and order | `counting`, `facets`, `tables`; `best`, then `rank`; `bounded` ends what takes too long |
//! | what is told | `hits`, `highlight`, `missing`, `meant`; `complete` while somebody types |
//! | suggestions | `related`, `likeness`, `neighbours` |

mod analysis;
mod apart;
mod asked;
mod best;
mod bits;
mod bounded;
mod by_code;
mod change;
mod complete;
mod construct;
mod counting;
mod damage;
mod dates;
mod day;
mod either;
mod facets;
mod files;
mod fitting;
mod highlight;
mod hits;
mod index;
mod keyboard;
mod known;
mod letters;
mod likeness;
mod matching;
mod meant;
mod missing;
mod names;
mod near;
mod neighbours;
mod numbered;
mod pairs;
mod portion;
mod query;
mod rank;
mod related;
mod schema;
mod spaces;
mod stored;
mod tables;
mod telling;
mod terms;
mod together;
mod told;
mod vocabulary;
mod words;

pub use bounded::Patience;
pub use change::{Change, Document, Followed};
pub use facets::{FACETS_MAX, Facets, NO_SECTION};
pub use highlight::Piece;
pub use index::{Index, Opened};
pub use keyboard::in_persian;
pub use names::Kind;
pub use query::{Hit, Note, Query, Results, Sort};
pub use related::{Candidate, NEIGHBOURS_MAX};

/// Of what the library says, which may print a whole schema, a sentence's length.
const SAID_CHARS_MAX: usize = 200;

fn beginning(error: &tantivy::TantivyError) -> String {
    let said = error.to_string();
    match said.char_indices().nth(SAID_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said,
    }
}

/// What went wrong, told apart by what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be read or written: tell the operator.
    #[error("the folder of the search index cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// Another process writes to the index: it can be read meanwhile.
    #[error("another process writes to the search index")]
    Busy,
    /// Files of the index are missing or broken: set it aside, a new one is filled from the store.
    #[error("the search index is damaged: {}", beginning(.0))]
    Damaged(tantivy::TantivyError),
    /// The index is being filled, and what it finds now says nothing of what there is.
    #[error("the search index is being built; {articles} articles are in it so far")]
    BeingBuilt {
        /// Articles that are in it.
        articles: u64,
    },
    /// The index failed at work; it can be removed and is built anew.
    #[error("the search index failed: {}", beginning(.0))]
    Failed(#[from] tantivy::TantivyError),
}
