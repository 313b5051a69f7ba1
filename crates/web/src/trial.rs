//! Trying a source's selectors on an example page, and its address. The web connects to nobody: the program reads the
//! page for it, and looks names up.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use news::UtcMs;
use news::failure::Failure;
use news::source::{PARTS, Selectors};

/// Fetches and reads the page at an address without and with selectors, and keeps nothing.
pub type TryPage = Box<
    dyn Fn(String, Selectors) -> Pin<Box<dyn Future<Output = Result<Trial, Failure>> + Send>> + Send + Sync,
>;

/// The one notation of an address that may be read, before it is; it may lead inside, and then why not.
pub type CheckAddress =
    Box<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>> + Send + Sync>;

/// A page read without and with selectors.
pub struct Trial {
    /// As any page is read.
    pub without: Result<Sample, Failure>,
    /// With the selectors.
    pub with: Result<Sample, Failure>,
    /// Which selectors found nothing, in the order of [`Selectors::each`].
    pub missed: [bool; PARTS],
}

/// What would come in of a page.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The headline.
    pub headline: String,
    /// The kicker.
    pub kicker: String,
    /// The lead.
    pub lead: String,
    /// Who wrote it.
    pub byline: String,
    /// When it was published.
    pub published_at: Option<UtcMs>,
    /// The outlet's own name for the section.
    pub section: String,
    /// Tags, with commas between.
    pub tags: String,
    /// The address of the picture.
    pub image: String,
    /// The outlet's own code.
    pub code: String,
    /// Whom the source line names.
    pub source: String,
    /// Paragraphs, one a line.
    pub text: String,
}

/// The people for whom a page is being read: one page at a time for each.
#[derive(Debug, Default)]
pub(crate) struct Trials(Mutex<HashSet<i64>>);

/// A person's turn; it ends when this is dropped.
pub(crate) struct Turn<'a>(&'a Trials, i64);

impl Trials {
    /// None while a page is being read for this person.
    pub(crate) fn begin(&self, person: i64) -> Option<Turn<'_>> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.insert(person).then(|| Turn(self, person))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_waits_for_the_page_before() {
        let trials = Trials::default();
        let turn = trials.begin(1);
        assert!(turn.is_some() && trials.begin(1).is_none() && trials.begin(2).is_some());
        drop(turn);
        assert!(trials.begin(1).is_some());
    }
}
