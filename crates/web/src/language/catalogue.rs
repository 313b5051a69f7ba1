//! The catalogue of a language: gettext's PO, which translators and their programs know.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A text in the other language; where it tells a number of things, for one and for many.
#[derive(Debug, Default, PartialEq, Eq)]
struct Translation {
    one: String,
    many: Option<String>,
}

/// Texts by the Persian ones.
#[derive(Debug, Default)]
pub(super) struct Catalogue(HashMap<String, Translation>);

/// The English texts.
pub(super) fn english() -> &'static Catalogue {
    static ENGLISH: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::parse(include_str!("../../assets/languages/en.po")));
    &ENGLISH
}

impl Catalogue {
    /// Reads `msgid`, `msgid_plural`, `msgstr` and `msgstr[0]`, `msgstr[1]`, with texts over several lines; what is anything else
    /// says nothing.
    fn parse(text: &str) -> Self {
        let mut catalogue = Self::default();
        let (mut id, mut translation, mut field) = (String::new(), Translation::default(), "");
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let (keyword, quoted) = match line.split_once(' ') {
                Some((keyword, quoted)) if keyword.starts_with("msg") => (keyword, quoted),
                _ => (field, line),
            };
            if keyword == "msgid" && field != "msgid" {
                catalogue.0.insert(std::mem::take(&mut id), std::mem::take(&mut translation));
            }
            field = keyword;
            let piece = unquoted(quoted);
            match field {
                "msgid" => id.push_str(&piece),
                "msgstr" | "msgstr[0]" => translation.one.push_str(&piece),
                "msgstr[1]" => translation.many.get_or_insert_default().push_str(&piece),
                _ => {}
            }
        }
        catalogue.0.insert(id, translation);
        // The head of the file stands under the empty text.
        catalogue.0.retain(|id, translation| !id.is_empty() && !translation.one.is_empty());
        catalogue
    }

    /// The text for a number of things, where one is given.
    pub(super) fn get(&self, persian: &str, count: Option<i64>) -> Option<&str> {
        let translation = self.0.get(persian)?;
        match (&translation.many, count) {
            (Some(many), count) if count != Some(1) => Some(many),
            _ => Some(&translation.one),
        }
    }

    #[cfg(test)]
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    #[cfg(test)]
    pub(super) fn all(&self, persian: &str) -> Vec<&str> {
        let translation = self.0.get(persian);
        translation
            .into_iter()
            .flat_map(|one| std::iter::once(&one.one).chain(&one.many))
            .map(String::as_str)
            .collect()
    }
}

/// A quoted piece of a text.
fn unquoted(quoted: &str) -> String {
    let inside = quoted.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    inside.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_over_several_lines_and_plurals_are_read() {
        let text = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n#: a\nmsgid \"یک \"\n\"دو\"\nmsgstr \"one \\\"two\\\"\"\n\nmsgid \"{count} تا\"\nmsgid_plural \"{count} تا\"\nmsgstr[0] \"{count} thing\"\nmsgstr[1] \"{count} things\"\n\nmsgid \"نو\"\nmsgstr \"\"\n";
        let catalogue = Catalogue::parse(text);
        assert_eq!(catalogue.ids().count(), 2);
        assert_eq!(catalogue.get("یک دو", None), Some("one \"two\""));
        assert_eq!(catalogue.get("{count} تا", Some(1)), Some("{count} thing"));
        assert_eq!(catalogue.get("{count} تا", Some(0)), Some("{count} things"));
        assert_eq!(catalogue.get("نو", None), None, "not translated yet");
    }
}
