//! What was agreed with a source about reprinting its articles.

use super::{Schedule, Selectors};

/// How much of an article readers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    #[default]
    Full,
    /// Its lead and first paragraph, and the way to the original.
    Excerpt,
}

impl Extent {
    /// The word kept in the database and given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Excerpt => "excerpt",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Full, Self::Excerpt].into_iter().find(|extent| extent.as_str() == word)
    }
}

/// What search engines are told about a reprint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Indexing {
    /// Our page is one of its own.
    #[default]
    Own,
    /// The original is the one to find.
    Canonical,
    /// Our page is not to be found.
    NoIndex,
}

impl Indexing {
    /// The word kept in the database and given on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Canonical => "canonical",
            Self::NoIndex => "noindex",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Own, Self::Canonical, Self::NoIndex].into_iter().find(|indexing| indexing.as_str() == word)
    }
}

/// A source's own name for a section, and the slug of ours that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionName {
    /// As the source writes it.
    pub theirs: String,
    /// The slug of our section.
    pub ours: String,
}

/// What was agreed with a source, how its articles are filed, when and how it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// A sentence that readers are told under its articles.
    pub credit: String,
    /// The licence, by name or address.
    pub licence: String,
    /// How much is shown.
    pub extent: Extent,
    /// What search engines are told.
    pub indexing: Indexing,
    /// What its sections are called here.
    pub sections: Vec<SectionName>,
    /// Tags of all its articles.
    pub tags: Vec<String>,
    /// When it is read.
    pub schedule: Schedule,
    /// Where the parts of an article stand on its pages.
    pub selectors: Selectors,
}

impl Terms {
    /// The slug of our section that a source's own name means, in whatever spelling.
    pub fn section(&self, theirs: &str) -> Option<&str> {
        let key = |name: &str| persian::fold::joined(name);
        let named = self.sections.iter().find(|name| key(&name.theirs) == key(theirs));
        named.map(|name| name.ours.as_str())
    }

    /// The sections as an editor writes them, «theirs = slug», a line each.
    pub fn sections_written(&self) -> String {
        let lines = self.sections.iter().map(|name| format!("{} = {}", name.theirs, name.ours));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`Self::sections_written`] wrote, or the first line that is not so.
    pub fn read_sections(text: &str) -> Result<Vec<SectionName>, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let (theirs, ours) = line.split_once('=').ok_or_else(|| line.to_owned())?;
                let (theirs, ours) = (theirs.trim().to_owned(), ours.trim().to_owned());
                if theirs.is_empty() || ours.is_empty() {
                    return Err(line.to_owned());
                }
                Ok(SectionName { theirs, ours })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_written_and_read_and_found_in_any_spelling() {
        let sections = Terms::read_sections("بین الملل = world\n\n ورزشی=sport ").expect("read");
        let terms = Terms { sections, ..Terms::default() };
        assert_eq!(terms.sections_written(), "بین الملل = world\nورزشی = sport");
        assert_eq!(terms.section("بين‌الملل"), Some("world"));
        assert_eq!(terms.section("هنر"), None);
        assert_eq!(Terms::read_sections("ورزش"), Err("ورزش".into()));
        assert_eq!(Terms::read_sections("= sport"), Err("= sport".into()));
    }

    #[test]
    fn words_are_read_back() {
        for extent in [Extent::Full, Extent::Excerpt] {
            assert_eq!(Extent::parse(extent.as_str()), Some(extent));
        }
        for indexing in [Indexing::Own, Indexing::Canonical, Indexing::NoIndex] {
            assert_eq!(Indexing::parse(indexing.as_str()), Some(indexing));
        }
        assert_eq!((Extent::parse(""), Indexing::parse("")), (None, None));
    }
}
