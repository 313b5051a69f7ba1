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
    /// It is told while it happens, in reports one after another ([`crate::live`]).
    Live,
}

impl Genre {
    /// All of them, the plain one first.
    pub const ALL: [Self; 4] = [Self::News, Self::Opinion, Self::Photo, Self::Live];

    /// The word kept in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Opinion => "opinion",
            Self::Photo => "photo",
            Self::Live => "live",
        }
    }

    /// Reads the word written by [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|genre| genre.as_str() == word)
    }

    /// The genre that a source's own name of a section means; None when it means none of ours but news.
    pub fn of_source_name(name: &str) -> Option<Self> {
        let key = persian::fold::fold(name);
        let is_one_of =
            |words: &[&str]| key.split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word));
        if is_one_of(&["یادداشت", "دیدگاه", "سرمقاله", "opinion", "opinions", "editorial"])
        {
            Some(Self::Opinion)
        } else if is_one_of(&["عکس", "تصویری", "photo", "photos"]) {
            Some(Self::Photo)
        } else {
            None
        }
    }

    /// The Persian name, of one and of a list of them.
    pub fn persian(self) -> &'static str {
        match self {
            Self::News => "خبر و گزارش",
            Self::Opinion => "دیدگاه",
            Self::Photo => "گزارش تصویری",
            Self::Live => "پوشش زنده",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_names_find_their_genre() {
        for (name, genre) in [
            ("يادداشت", Some(Genre::Opinion)),
            ("دیدگاه > سرمقاله", Some(Genre::Opinion)),
            ("گزارش تصویری", Some(Genre::Photo)),
            ("Photo", Some(Genre::Photo)),
            ("عکس و فیلم", Some(Genre::Photo)),
            ("عکاسی", None),
            ("برعکس", None),
            ("سیاست", None),
            ("", None),
        ] {
            assert_eq!(Genre::of_source_name(name), genre, "{name}");
        }
    }
}
