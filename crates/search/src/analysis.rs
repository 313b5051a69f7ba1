//! An article's texts as the terms that are indexed of it.
//!
//! Terms are handed to tantivy as texts of terms parted by spaces, which its whitespace tokenizer takes apart again:
//! given as tokens they would be written to JSON and read back, which took half the time of indexing.

use crate::vocabulary::JOINT;
use crate::words::{self, Word};

/// What is indexed of an article, term by term.
#[derive(Default)]
pub(crate) struct Analysed {
    /// In the article's order, repeated as often as they stand there.
    pub keys: String,
    /// Compounds with their parts.
    joins: Vec<String>,
}

impl Analysed {
    /// Takes in a text; answers its keys. Endings that stand alone have no place among them, so that words are
    /// neighbours in every spelling.
    pub fn text(&mut self, text: &str) -> String {
        let mut keys = String::with_capacity(text.len());
        for word in words::of(text) {
            if word.is_parted() {
                self.joins.push(join(&word));
            }
            for key in word.parts().iter().filter_map(|part| words::key(part)) {
                push(&mut keys, key);
            }
        }
        push(&mut self.keys, &keys);
        keys
    }

    /// Every compound once.
    pub fn joins(mut self) -> String {
        self.joins.sort_unstable();
        self.joins.dedup();
        self.joins.join(" ")
    }
}

fn push(keys: &mut String, more: &str) {
    if !keys.is_empty() && !more.is_empty() {
        keys.push(' ');
    }
    keys.push_str(more);
}

fn join(word: &Word) -> String {
    let mut term = word.joined.clone();
    for part in word.parts() {
        term.push(JOINT);
        term.push_str(part);
    }
    term
}
