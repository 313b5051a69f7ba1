//! The card that networks show of an article: its headline, over the site's name, its section and its day.

use parley::Alignment;
use tiny_skia::{Color, Paint, Pixmap, Rect, Transform};

use crate::text::{Block, Style};
use crate::{DrawError, Font};

/// Pixels: the proportion that networks ask for, 1.91 to 1.
pub const CARD_WIDTH: u32 = 1200;
/// Pixels.
pub const CARD_HEIGHT: u32 = 630;

/// Grows when cards of the same words come to look different, so that whoever keeps one asks again.
pub const CARD_DESIGN: u32 = 1;

/// Pixels from the edge to what is written.
const MARGIN: f32 = 80.0;
/// Of the column of text.
const COLUMN: f32 = CARD_WIDTH as f32 - 2.0 * MARGIN;
/// Where the headline's room begins and ends, in pixels from above.
const ROOM: (f32, f32) = (150.0, 530.0);
/// Sizes of the headline, largest first; it gets the first in which it has its room.
const SIZES: [f32; 6] = [84.0, 74.0, 64.0, 56.0, 50.0, 44.0];
const KICKER: Style = Style { size: 34.0, weight: 600.0, line_height: 1.6 };
const SMALL: Style = Style { size: 32.0, weight: 500.0, line_height: 1.6 };
const NAME: Style = Style { size: 40.0, weight: 800.0, line_height: 1.5 };

/// The site's colours on its light pages.
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
const INK: [u8; 3] = [0x1a, 0x1f, 0x24];
const SOFT: [u8; 3] = [0x58, 0x61, 0x6a];
const ACCENT: [u8; 3] = [0xa5, 0x39, 0x1f];
const DEEP: [u8; 3] = [0x0f, 0x4c, 0x5c];

/// What a card says. Texts are plain; one that is empty takes no room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Card {
    /// The site's name.
    pub site: String,
    /// The section's name.
    pub section: String,
    /// روتیتر.
    pub kicker: String,
    /// تیتر.
    pub headline: String,
    /// The day, in words.
    pub day: String,
}

impl Card {
    /// Draws the card as PNG, [`CARD_WIDTH`] by [`CARD_HEIGHT`].
    ///
    /// # Errors
    /// When the picture cannot be written.
    pub fn draw(&self, font: &mut Font) -> Result<Vec<u8>, DrawError> {
        let picture = self.picture(font)?;
        picture.encode_png().map_err(|error| DrawError::Picture(error.to_string()))
    }

    fn picture(&self, font: &mut Font) -> Result<Pixmap, DrawError> {
        let picture = Pixmap::new(CARD_WIDTH, CARD_HEIGHT);
        let mut picture = picture.ok_or_else(|| DrawError::Picture("it has no size".into()))?;
        picture.fill(color(PAPER));
        let (width, height) = (CARD_WIDTH as f32, CARD_HEIGHT as f32);
        fill(&mut picture, (width - 24.0, 0.0, 24.0, height), DEEP);
        fill(&mut picture, (MARGIN, ROOM.1 + 10.0, COLUMN, 2.0), [0xdc, 0xd8, 0xce]);
        let top = 54.0;
        line(font, &mut picture, &self.site, NAME, top, Alignment::Right, DEEP);
        line(font, &mut picture, &self.section, SMALL, top + 4.0, Alignment::Left, ACCENT);
        line(font, &mut picture, &self.day, SMALL, ROOM.1 + 26.0, Alignment::Right, SOFT);
        let kicker =
            (!self.kicker.is_empty()).then(|| one_line(font, &self.kicker, KICKER, Alignment::Right));
        let above = kicker.as_ref().map_or(0.0, Block::height);
        let headline = fitting(font, &self.headline, ROOM.1 - ROOM.0 - above);
        let y = ROOM.0 + (ROOM.1 - ROOM.0 - above - headline.height()).max(0.0) / 2.0;
        if let Some(kicker) = kicker {
            kicker.draw(font, &mut picture, (MARGIN, y), color(ACCENT));
        }
        headline.draw(font, &mut picture, (MARGIN, y + above), color(INK));
        Ok(picture)
    }
}

fn headline_style(size: f32) -> Style {
    Style { size, weight: 850.0, line_height: 1.45 }
}

/// The headline in the largest size in which it has its room; what does not fit in the smallest is cut at a word.
fn fitting(font: &mut Font, headline: &str, height: f32) -> Block {
    let text = font.drawable(headline);
    for size in SIZES {
        let block = font.block(&text, headline_style(size), COLUMN, Alignment::Right);
        // A word longer than a line is broken only in the smallest size.
        if block.height() <= height && is_whole(&block) {
            return block;
        }
    }
    let style = headline_style(SIZES[SIZES.len() - 1]);
    cut(font, &text, style, Alignment::Right, (height / (style.size * style.line_height)) as usize)
}

/// A text on one line, cut at a word where it is longer.
fn one_line(font: &mut Font, text: &str, style: Style, alignment: Alignment) -> Block {
    let text = font.drawable(text);
    cut(font, &text, style, alignment, 1)
}

/// So many lines of a text, and «…» where they are not all of it.
fn cut(font: &mut Font, text: &str, style: Style, alignment: Alignment, lines: usize) -> Block {
    let whole = font.block(text, style, COLUMN, alignment);
    let found = whole.lines();
    let Some(last) = found.get(lines.max(1) - 1).filter(|_| found.len() > lines) else { return whole };
    let mut kept = text[..last.text.end].trim_end();
    loop {
        // A mark that leads on to what was cut says nothing now.
        let shown = kept.trim_end_matches(['،', '؛', ':', ' ', '«', '(', '-', ',', ';']);
        let block = font.block(&format!("{shown}…"), style, COLUMN, alignment);
        if block.lines().len() <= lines {
            return block;
        }
        // Of a single word longer than its room, a letter less each time.
        kept = match kept.rfind(' ') {
            Some(at) => kept[..at].trim_end(),
            None => kept.char_indices().next_back().map_or("", |(at, _)| &kept[..at]),
        };
    }
}

/// Whether each line ends between two words.
fn is_whole(block: &Block) -> bool {
    let text = block.text();
    let lines = block.lines();
    let mut ends = lines.iter().map(|line| line.text.end).filter(|end| *end < text.len());
    ends.all(|end| text[..end].ends_with([' ', '-', '\u{200c}', '/']))
}

fn line(
    font: &mut Font,
    picture: &mut Pixmap,
    text: &str,
    style: Style,
    y: f32,
    alignment: Alignment,
    ink: [u8; 3],
) {
    let block = one_line(font, text, style, alignment);
    block.draw(font, picture, (MARGIN, y), color(ink));
}

fn fill(picture: &mut Pixmap, (x, y, width, height): (f32, f32, f32, f32), ink: [u8; 3]) {
    let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
    let mut paint = Paint::default();
    paint.set_color(color(ink));
    picture.fill_rect(rect, &paint, Transform::identity(), None);
}

fn color([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &[u8] = include_bytes!("../../web/assets/fonts/vazirmatn.woff2");
    const ROOM_HEIGHT: f32 = ROOM.1 - ROOM.0;

    fn font() -> Font {
        Font::of_woff2(FONT).expect("a font")
    }

    /// How large the first line's letters are set, by the height of a line.
    fn size(block: &Block) -> f32 {
        block.height() / block.lines().len() as f32
    }

    #[test]
    fn a_longer_headline_is_set_smaller_and_one_that_is_too_long_is_cut_at_a_word() {
        let font = &mut font();
        let words = |count: usize| {
            "وزیر نیرو از برنامهٔ تازهٔ کشور می‌گوید"
                .split(' ')
                .cycle()
                .take(count)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (short, middle, long) = (words(4), words(20), words(120));
        let blocks = [&short, &middle, &long].map(|text| fitting(font, text, ROOM_HEIGHT));
        assert!(size(&blocks[0]) > size(&blocks[1]) && size(&blocks[1]) > size(&blocks[2]));
        assert!(blocks.iter().all(|block| block.height() <= ROOM_HEIGHT));
        assert_eq!(blocks[0].text(), short);
        assert_eq!(blocks[1].text(), middle);
        let kept = blocks[2].text().strip_suffix('…').expect("told that there is more");
        assert!(long.starts_with(&format!("{kept} ")), "cut between two words: {kept}");
        assert!(blocks[2].lines().len() >= 5, "as much of it as there is room for");
    }

    #[test]
    fn whatever_a_headline_holds_it_has_its_room() {
        let font = &mut font();
        let word = "ب".repeat(400);
        let cases = ["", " ", "…", "🙂", "\u{202e}\u{2066}", "a", &word, "متن\nدوم\u{0}", "新聞 خبر"];
        for text in cases {
            let block = fitting(font, text, ROOM_HEIGHT);
            assert!(
                block.height() <= ROOM_HEIGHT && block.lines().iter().all(|line| line.to <= COLUMN + 1.0),
                "{text}"
            );
        }
        assert_eq!(fitting(font, "新聞 خبر 🙂", ROOM_HEIGHT).text(), "خبر", "no boxes");
        assert_eq!(fitting(font, "متن\nدوم\u{0}", ROOM_HEIGHT).text(), "متن دوم");
        assert!(fitting(font, &word, ROOM_HEIGHT).text().ends_with('…'));
    }

    #[test]
    fn what_has_one_line_stays_on_it() {
        let font = &mut font();
        let block = one_line(font, &"بخش ورزشی روزنامه ".repeat(20), SMALL, Alignment::Left);
        assert!(block.lines().len() == 1 && block.text().ends_with("…"), "{}", block.text());
        assert_eq!(one_line(font, "ورزش", SMALL, Alignment::Left).text(), "ورزش");
    }
}
