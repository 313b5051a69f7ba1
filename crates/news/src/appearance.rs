//! How a site looks: its logo, colours, font, the blocks of its front page and the lines of its footer.
//!
//! Colours are asked about by the contrast of WCAG 2.2 (relative luminance, success criterion 1.4.3).

use std::fmt;

use serde::{Deserialize, Serialize};

/// What text needs against its ground, by WCAG 2.2 AA.
pub const CONTRAST_MIN: f64 = 4.5;
/// Articles of one block of the front page.
pub const ITEMS_MAX: usize = 20;

/// How the site looks; what is not set is as the theme has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appearance {
    /// The file name of the logo, which carries the hash of its bytes; empty for the name in letters.
    pub logo: String,
    /// Its width and height, in whatever unit: pages keep its place while it comes.
    pub logo_size: [u32; 2],
    /// Colours by day.
    pub light: Palette,
    /// Colours by night.
    pub dark: Palette,
    /// What the site is set in.
    pub font: Font,
    /// The blocks of the front page in their order; empty for [`Block::FIRST`].
    pub blocks: Vec<Block>,
    /// Slugs of the sections on the front page in their order; empty for all.
    pub sections: Vec<String>,
    /// Lines at the foot of every page.
    pub footer: Vec<String>,
}

/// Four colours, from which the others are mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Palette {
    /// The ground.
    pub paper: Option<Colour>,
    /// Text.
    pub ink: Option<Colour>,
    /// Kickers and what is pointed at.
    pub accent: Option<Colour>,
    /// The site's name, labels and links.
    pub deep: Option<Colour>,
}

/// Red, green and blue of sRGB, 0 to 255 each; written `#a5391f`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub [u8; 3]);

/// What a site is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Font {
    /// The embedded one.
    #[default]
    Vazirmatn,
    /// What the reader's system has: nothing is sent.
    System,
    /// `font.woff2` of the theme's folder.
    Theme,
}

/// A block of the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What is in it.
    pub kind: BlockKind,
    /// How many articles; of sections, each.
    pub items: usize,
}

/// What is in a block of the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The newest stories, large.
    Lead,
    /// Those after it, a line each.
    Latest,
    /// Live coverages that run.
    Live,
    /// Photo reports.
    Photo,
    /// A block for each section.
    Sections,
    /// Opinions.
    Opinion,
    /// What is read most.
    Viewed,
    /// What is discussed most.
    Discussed,
}

impl BlockKind {
    /// All of them, as a new site has them.
    pub const ALL: [Self; 8] = [
        Self::Lead,
        Self::Latest,
        Self::Live,
        Self::Photo,
        Self::Sections,
        Self::Opinion,
        Self::Viewed,
        Self::Discussed,
    ];

    /// The word in forms and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Latest => "latest",
            Self::Live => "live",
            Self::Photo => "photo",
            Self::Sections => "sections",
            Self::Opinion => "opinion",
            Self::Viewed => "viewed",
            Self::Discussed => "discussed",
        }
    }
}

impl Block {
    /// The front page of a new site.
    pub const FIRST: [Self; 8] = [
        Self { kind: BlockKind::Lead, items: 6 },
        Self { kind: BlockKind::Latest, items: 6 },
        Self { kind: BlockKind::Live, items: 4 },
        Self { kind: BlockKind::Photo, items: 4 },
        Self { kind: BlockKind::Sections, items: 4 },
        Self { kind: BlockKind::Opinion, items: 4 },
        Self { kind: BlockKind::Viewed, items: 6 },
        Self { kind: BlockKind::Discussed, items: 6 },
    ];
}

impl Appearance {
    /// The blocks of the front page.
    pub fn front(&self) -> &[Block] {
        if self.blocks.is_empty() { &Block::FIRST } else { &self.blocks }
    }
}

impl Palette {
    /// A palette with these colours where it sets none.
    pub fn or(self, other: Self) -> Self {
        Self {
            paper: self.paper.or(other.paper),
            ink: self.ink.or(other.ink),
            accent: self.accent.or(other.accent),
            deep: self.deep.or(other.deep),
        }
    }
}

impl Colour {
    /// `#a5391f` or `#abc`, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits =
            text.strip_prefix('#').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let whole: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(&whole[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// So much of this colour (0 to 1) with the rest of another, as `color-mix(in srgb, …)` has it.
    pub fn mixed(self, share: f64, other: Self) -> Self {
        let mix = |at: usize| f64::from(self.0[at]) * share + f64::from(other.0[at]) * (1.0 - share);
        Self([0, 1, 2].map(|at| mix(at).round().clamp(0.0, 255.0) as u8))
    }

    /// From 1 (the same) to 21 (black on white); either may be the ground.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text} is no colour"))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn colours_are_read_in_both_lengths_and_nothing_else_is_one() {
        assert_eq!(colour("#a5391f"), Colour([0xa5, 0x39, 0x1f]));
        assert_eq!(colour("#ABC").to_string(), "#aabbcc");
        for no in ["", "a5391f", "#a5391", "#a5391g", "#a5391f;}", "red", "#ااا"] {
            assert_eq!(Colour::parse(no), None, "{no}");
        }
    }

    #[test]
    fn contrast_is_what_the_guidelines_say() {
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 0.001);
        assert!((colour("#fff").contrast(colour("#fff")) - 1.0).abs() < 0.001);
        // #767676 is the lightest grey that passes on white.
        assert!(colour("#767676").contrast(colour("#fff")) >= CONTRAST_MIN);
        assert!(colour("#777").contrast(colour("#fff")) < CONTRAST_MIN);
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let appearance = Appearance {
            light: Palette { accent: Some(colour("#a5391f")), ..Palette::default() },
            blocks: Block::FIRST.to_vec(),
            font: Font::System,
            ..Appearance::default()
        };
        let kept = serde_json::to_string(&appearance).expect("json");
        assert_eq!(serde_json::from_str::<Appearance>(&kept).expect("read"), appearance);
        assert_eq!(serde_json::from_str::<Appearance>("{}").expect("read").front(), Block::FIRST);
    }
}
