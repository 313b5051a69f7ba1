//! The base direction of a text that stands by itself or beside others.
//!
//! Browsers take the first letter (`dir="auto"`), so that «iPhone ۱۷ معرفی شد» would be set from the left. Here its words decide.

/// Where a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

impl Direction {
    /// As HTML writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rtl => "rtl",
            Self::Ltr => "ltr",
        }
    }
}

/// With one word in so many from right to left a text is of that direction: a Persian headline may have more Latin words than
/// Persian ones («iPhone 17 Pro Max به ایران رسید»), an English paragraph names a Persian word or two.
const WORDS: usize = 8;

/// The direction of a text by its words; None where no letter says one (digits, marks).
///
/// ```
/// use persian::direction::{Direction, of};
///
/// assert_eq!(of("iPhone 17 معرفی شد"), Some(Direction::Rtl));
/// assert_eq!(of("The New York Times"), Some(Direction::Ltr));
/// assert_eq!(of("۱۲:۳۰"), None);
/// ```
pub fn of(text: &str) -> Option<Direction> {
    let mut words = Words::default();
    words.count(text);
    words.direction()
}

/// How many words go which way, counted over the pieces of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    rtl: usize,
    ltr: usize,
}

impl Words {
    /// Counts the words of a piece.
    pub fn count(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if word.chars().any(is_rtl) {
                self.rtl += 1;
            } else if word.chars().any(char::is_alphabetic) {
                self.ltr += 1;
            }
        }
    }

    /// Adds those of another text.
    pub fn add(&mut self, other: Self) {
        self.rtl += other.rtl;
        self.ltr += other.ltr;
    }

    /// The direction of all of it; None where no letter says one.
    pub fn direction(self) -> Option<Direction> {
        match (self.rtl, self.ltr) {
            (0, 0) => None,
            (rtl, ltr) if rtl * WORDS >= rtl + ltr => Some(Direction::Rtl),
            _ => Some(Direction::Ltr),
        }
    }
}

/// Marks that belong to the Latin word after them: «.NET», «@binesh», «#tag», «--help».
const BEFORE: [char; 7] = ['.', '@', '#', '$', '+', '~', '-'];
/// Marks that belong to the Latin word before them: «C++», «C#».
const AFTER: [char; 6] = ['+', '#', '*', '%', '$', '™'];

/// The words of a text from right to left that its marks would leave: in «زبان C++» the marks at the end of the Latin word go with
/// what is around it and are set before it. Byte ranges, in order; none where the text has no such word.
///
/// ```
/// let text = "زبان C++ و شبکهٔ (CNN) و @binesh.";
/// let loose = persian::direction::loose(text).map(|range| &text[range]);
/// assert_eq!(loose.collect::<Vec<_>>(), ["C++", "@binesh"]);
/// ```
pub fn loose(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    // What ends a sentence or stands around a word belongs to what is around it.
    let is_around = |c: char| c.is_whitespace() || is_rtl(c) || "«»()[]{}<>\"'“”‘’،؛؟,;:!?…|".contains(c);
    let words = text.split(is_around).filter(|word| !word.is_empty());
    words.filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let word = word.trim_end_matches('.');
        let is_latin = word.chars().any(char::is_alphabetic);
        let is_number = word.starts_with('+') && word.chars().any(char::is_numeric);
        let is_open = word.starts_with(BEFORE) || word.ends_with(AFTER);
        (is_number || (is_latin && is_open)).then(|| start..start + word.len())
    })
}

/// Whether each letter of a text goes one way, so that nothing beside it can take it apart.
pub fn is_only(text: &str, direction: Direction) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).all(|c| is_rtl(c) == (direction == Direction::Rtl))
}

/// A letter that is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours up to U+08FF, the
/// presentation forms, and the right-to-left scripts beyond the basic plane (Unicode's `DerivedBidiClass.txt`, R and AL).
fn is_rtl(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
