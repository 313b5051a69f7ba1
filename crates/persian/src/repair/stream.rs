//! Lines of one text, repaired one after another.

use super::convention::{Convention, Signals};
use super::tagger::{Model, Scratch};
use super::{Change, changes, normalise, tagger};

/// Repairs the lines of one text. What its lines have shown of the writer's ways (a few counts) bears on the lines
/// that follow; the same lines in the same order always give the same result.
#[derive(Clone, Debug)]
pub struct Stream<'a> {
    model: Model<'a>,
    margin: i32,
    convention: Convention,
    scratch: Scratch,
}

impl<'a> Stream<'a> {
    /// A stream that adds half-spaces where `model` finds them likelier by `margin`.
    #[doc(hidden)]
    pub fn new(model: Model<'a>, margin: i32) -> Self {
        Self { model, margin, convention: Convention::default(), scratch: Scratch::default() }
    }

    /// Repairs the next line.
    pub fn line(&mut self, line: &str) -> String {
        if line.is_ascii() {
            return line.to_owned();
        }
        let text = normalise::normalise(line);
        self.scratch.line.read(&text);
        let signals = Signals::read(&self.scratch.line, &self.model);
        self.convention.learn(&signals);
        if !tagger::repair(&mut self.scratch, &self.model, &signals, &self.convention, self.margin) {
            return text.into_owned();
        }
        let mut repaired = String::with_capacity(text.len() + 16);
        self.scratch.line.write(&mut repaired);
        repaired
    }

    /// Repairs the next line and lists what was changed, in order.
    pub fn changes(&mut self, line: &str) -> (String, Vec<Change>) {
        let repaired = self.line(line);
        let list = changes::list(line, &repaired);
        (repaired, list)
    }
}
