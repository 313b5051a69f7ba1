//! What kind of piece an article is: how its page looks, and where readers find it beside its section.

/// The kind of a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Genre {
    /// Something happened.
    #[default]
    News,
    /// Somebody says what they think of it.
    Opinion,
    /// Pictures tell it.
    Photo,
}

impl Genre {
    /// All of them, the plain one first.
    pub const ALL: [Self; 3] = [Self::News, Self::Opinion, Self::Photo];

    /// The word kept in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Opinion => "opinion",
            Self::Photo => "photo",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|genre| genre.as_str() == word)
    }

    /// The Persian name, of one and of a list of them.
    pub fn persian(self) -> &'static str {
        match self {
            Self::News => "خبر و گزارش",
            Self::Opinion => "دیدگاه",
            Self::Photo => "گزارش تصویری",
        }
    }
}
