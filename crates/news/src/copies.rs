//! Copies: which articles tell the same story in the same words.
//!
//! A [`Sketch`] is what is kept of a text; a [`Grouper`] places sketches into stories as articles arrive. Both are
//! pure and deterministic, and bounded in memory.
//!
//! Not here: articles about the same event in different words. Those are related, not copies.

mod added;
mod grouper;
mod postings;
mod short;
mod sketch;
mod version;

pub use grouper::{Grouper, SKETCHES_MAX, WINDOW_MS};
pub use sketch::{SKETCH_BYTES_MAX, Sketch};
pub use version::{Shown, says_new};

#[cfg(test)]
mod tests;
