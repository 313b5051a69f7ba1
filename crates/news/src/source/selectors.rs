//! Where on a source's pages the parts of an article stand, as an editor says it.

use serde::{Deserialize, Serialize};

/// Longer selectors are pastes gone wrong.
pub const SELECTOR_CHARS_MAX: usize = 200;

/// CSS selectors of the parts of a source's pages. An empty one, and one that finds nothing on a page, leaves its part
/// to the ordinary reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selectors {
    /// The headline.
    pub headline: String,
    /// The kicker.
    pub kicker: String,
    /// The lead.
    pub lead: String,
    /// What holds the text, or each of its paragraphs.
    pub body: String,
    /// Who wrote it.
    pub byline: String,
    /// When it was published.
    pub date: String,
    /// The outlet's own name for the section.
    pub section: String,
    /// Each tag.
    pub tags: String,
    /// The picture.
    pub image: String,
    /// The outlet's own code.
    pub code: String,
    /// The source line, or the name in it.
    pub source: String,
    /// What is left out before anything is read.
    pub out: String,
}

/// How many parts there are.
pub const PARTS: usize = 12;

impl Selectors {
    /// Each selector, in the order of the fields.
    pub fn each(&self) -> [&str; PARTS] {
        [
            &self.headline,
            &self.kicker,
            &self.lead,
            &self.body,
            &self.byline,
            &self.date,
            &self.section,
            &self.tags,
            &self.image,
            &self.code,
            &self.source,
            &self.out,
        ]
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.each().iter().all(|selector| selector.is_empty())
    }

    /// The same without space around and line breaks in them.
    pub fn tidied(&self) -> Self {
        let [headline, kicker, lead, body, byline, date, section, tags, image, code, source, out] =
            self.each().map(|selector| selector.split_whitespace().collect::<Vec<_>>().join(" "));
        Self { headline, kicker, lead, body, byline, date, section, tags, image, code, source, out }
    }
}
