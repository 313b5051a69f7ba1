//! The sample articles: original texts, kept correct in `demo/articles`, damaged by the wire as scraped text is.

use include_dir::{Dir, include_dir};

static DEMO: Dir = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// A made-up outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlet {
    /// خبرگزاری البرز نو
    Alborz,
    /// روزنامهٔ مهرگان
    Mehregan,
}

impl Outlet {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Alborz, Self::Mehregan];

    /// Its handle in addresses and source lines.
    pub fn handle(self) -> &'static str {
        match self {
            Self::Alborz => "alborzno",
            Self::Mehregan => "mehregandaily",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alborz => "خبرگزاری البرز نو",
            Self::Mehregan => "روزنامهٔ مهرگان",
        }
    }
}

/// What scraping does to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Half-spaces lost: می‌شود becomes میشود.
    HalfSpaceDropped,
    /// Half-spaces turned into spaces.
    HalfSpaceSpaced,
    /// Arabic ye and kaf.
    ArabicLetters,
    /// Double spaces and spaces before punctuation.
    Spaces,
}

impl Damage {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "zwnj-drop" => Some(Self::HalfSpaceDropped),
            "zwnj-space" => Some(Self::HalfSpaceSpaced),
            "arabic" => Some(Self::ArabicLetters),
            "spaces" => Some(Self::Spaces),
            _ => None,
        }
    }

    /// Damages a text.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::HalfSpaceDropped => text.replace('\u{200c}', ""),
            Self::HalfSpaceSpaced => text.replace('\u{200c}', " "),
            Self::ArabicLetters => text.replace('ی', "ي").replace('ک', "ك"),
            Self::Spaces => text.replace("، ", " ،  ").replace(". ", " .  "),
        }
    }
}

/// One article of the wire.
#[derive(Clone, Debug)]
pub struct SampleArticle {
    pub outlet: Outlet,
    /// The outlet's own code.
    pub code: u32,
    pub section: &'static str,
    pub kicker: String,
    pub headline: String,
    pub lead: String,
    pub byline: String,
    pub tags: Vec<String>,
    pub minutes_before: i64,
    pub damage: Option<Damage>,
    pub paragraphs: Vec<String>,
}

/// What the outlets call pieces that pictures tell.
pub const PHOTO: &str = "گزارش تصویری";

/// Files and the sections that their articles belong to, as the outlets name them.
const FILES: [(&str, &str); 10] = [
    ("politics.txt", "سیاست"),
    ("economy.txt", "اقتصاد"),
    ("society.txt", "جامعه"),
    ("world.txt", "جهان"),
    ("sport.txt", "ورزش"),
    ("culture.txt", "فرهنگ و هنر"),
    ("science.txt", "دانش و فناوری"),
    ("health.txt", "سلامت"),
    ("opinion.txt", "یادداشت"),
    ("photo.txt", PHOTO),
];

/// Every sample article; what does not parse is left out (a test sees that nothing is).
pub fn all() -> Vec<SampleArticle> {
    let mut found = Vec::new();
    for (file, section) in FILES {
        for text in read(&format!("articles/{file}")).split("\n====\n") {
            found.extend(parse(text.trim(), section, 410_200 + found.len() as u32 * 37));
        }
    }
    found
}

/// A file of the demo's folder.
pub fn read(path: &str) -> &'static str {
    DEMO.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

fn parse(text: &str, section: &'static str, code: u32) -> Option<SampleArticle> {
    let (head, body) = text.split_once("\n\n")?;
    let mut lines = head.lines();
    let headline = lines.next()?.strip_prefix("# ")?.trim().to_owned();
    let pairs: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let value = |key: &str| pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim());
    Some(SampleArticle {
        outlet: match value("outlet")? {
            "alborz" => Outlet::Alborz,
            "mehregan" => Outlet::Mehregan,
            _ => return None,
        },
        code,
        section,
        kicker: value("kicker").unwrap_or_default().to_owned(),
        headline,
        lead: value("lead")?.to_owned(),
        byline: value("byline")?.to_owned(),
        tags: value("tags")?.split('،').map(|tag| tag.trim().to_owned()).collect(),
        // Not on the hour: real articles are not.
        minutes_before: value("hours")?.parse::<i64>().ok()? * 60 + i64::from(code % 47),
        damage: value("damage").and_then(Damage::parse),
        paragraphs: body
            .split("\n\n")
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_read() {
        let written: usize =
            FILES.iter().map(|(file, _)| read(&format!("articles/{file}")).matches("outlet: ").count()).sum();
        let all = all();
        assert_eq!(all.len(), written);
        assert!(all.len() >= 40, "{}", all.len());
        assert!(all.iter().filter(|article| article.damage.is_some()).count() >= 14);
        for article in &all {
            assert!(article.paragraphs.len() >= 2 && article.tags.len() >= 2, "{}", article.headline);
        }
    }

    #[test]
    fn the_texts_are_spelled_right() {
        for article in all() {
            let text =
                [article.headline.clone(), article.lead.clone(), article.paragraphs.join("\n")].join("\n");
            for wrong in ["ي", "ك", "  ", " می ", " نمی ", " ها ", "\"", " ،", " ."] {
                assert!(!text.contains(wrong), "{wrong:?} in {}", article.headline);
            }
            assert!(!text.chars().any(|c| c.is_ascii_alphanumeric()), "{}", article.headline);
        }
    }
}
