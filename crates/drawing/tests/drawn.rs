//! What is drawn, by facts that can be read from glyphs and pixels.

use drawing::{CARD_HEIGHT, CARD_WIDTH, Card, Font, Line, Style, ico, icon, maskable};
use tiny_skia::Pixmap;

const FONT: &[u8] = include_bytes!("../../web/assets/fonts/vazirmatn.woff2");
const ICON: &str = include_str!("../../web/assets/icon.svg");
const STYLE: Style = Style { size: 60.0, weight: 700.0, line_height: 1.5 };
/// Wide enough for any line of these tests.
const WIDE: f32 = 4000.0;

fn font() -> Font {
    Font::of_woff2(FONT).expect("a font")
}

/// The pictures of a text's letters, from left to right.
fn glyphs(text: &str) -> Vec<u32> {
    let lines: Vec<Line> = font().lines(text, STYLE, WIDE);
    assert_eq!(lines.len(), 1, "{text}");
    lines.into_iter().flat_map(|line| line.glyphs).collect()
}

fn has(all: &[u32], part: &[u32]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

#[test]
fn letters_of_a_word_are_joined() {
    let (joined, alone) = (glyphs("بهتر"), ["ب", "ه", "ت", "ر"].map(glyphs).concat());
    assert_eq!((joined.len(), alone.len()), (4, 4));
    assert!(joined.iter().all(|glyph| !alone.contains(glyph)), "{joined:?} {alone:?}");
    assert!(!joined.contains(&0), "the font has all of them");
}

#[test]
fn a_half_space_parts_letters_without_a_space() {
    let (parted, run_together) = (glyphs("می\u{200c}شود"), glyphs("میشود"));
    let (at_an_end, begun) = (glyphs("می"), glyphs("شود"));
    assert!(has(&parted, &at_an_end) && has(&parted, &begun), "{parted:?}");
    assert!(!has(&run_together, &at_an_end) && !has(&run_together, &begun), "{run_together:?}");
    let width = |text: &str| font().lines(text, STYLE, WIDE).first().map_or(0.0, |line| line.to - line.from);
    assert!(width("می\u{200c}شود") < width("می شود"));
}

#[test]
fn both_directions_keep_their_order_in_one_line() {
    let line = glyphs("خبر از ABC در سال ۱۴۰۳");
    let place = |part: &str| {
        let part = glyphs(part);
        line.windows(part.len())
            .position(|window| window == part)
            .unwrap_or_else(|| panic!("{part:?} in {line:?}"))
    };
    // From left to right: the year, as digits are read; Latin letters in their own order; the first word.
    let places = [place("۱۴۰۳"), place("ABC"), place("خبر")];
    assert!(places.is_sorted() && places[0] == 0, "{places:?}");
    let quoted = glyphs("«خبر»");
    let latin = glyphs("«a»");
    assert_eq!((quoted.first(), quoted.last()), (latin.first(), latin.last()), "marks are mirrored");
    // A headline in Latin letters keeps its final mark at its end.
    assert_eq!(glyphs("Breaking!").last(), glyphs("!").last());
}

fn card(headline: &str, kicker: &str) -> Pixmap {
    let card = Card {
        site: "بینش".into(),
        section: "ورزش".into(),
        kicker: kicker.into(),
        headline: headline.into(),
        day: "دوشنبه ۱۲ آذر ۱۴۰۳".into(),
    };
    Pixmap::decode_png(&card.draw(&mut font()).expect("drawn")).expect("a PNG")
}

/// Dark pixels of the headline's room in columns and rows.
fn ink(picture: &Pixmap, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> usize {
    let dark = |x, y| picture.pixel(x, y).is_some_and(|pixel| pixel.red() < 0x60 && pixel.blue() < 0x60);
    rows.map(|y| columns.clone().filter(|x| dark(*x, y)).count()).sum()
}

/// Lines of the headline: rows of its room that have much ink, in groups parted by rows that have none.
fn lines(picture: &Pixmap) -> usize {
    let much = |y: u32| ink(picture, 80..1120, y..y + 1) > 40;
    let rows: Vec<bool> = (150..530).map(much).collect();
    let mut groups: Vec<usize> = Vec::new();
    for (at, _) in rows.iter().enumerate().filter(|(at, is_much)| **is_much && (*at == 0 || !rows[at - 1])) {
        // Letters of one line leave gaps of some rows between their bodies and what stands below.
        if groups.last().is_none_or(|last| at - last > 40) {
            groups.push(at);
        }
    }
    groups.len()
}

#[test]
fn a_short_headline_stands_at_the_right_in_one_line() {
    let picture = card("پل لاجین", "");
    assert_eq!((picture.width(), picture.height()), (CARD_WIDTH, CARD_HEIGHT));
    let (left, right) = (ink(&picture, 0..600, 150..530), ink(&picture, 600..1150, 150..530));
    assert!(left == 0 && right > 2000, "{left} {right}");
    assert_eq!(lines(&picture), 1);
    assert_eq!(ink(&picture, 1121..1175, 0..630), 0, "nothing beyond the margin");
}

#[test]
fn a_longer_headline_has_more_lines_and_keeps_within_its_room() {
    let headline = "وزیر نیرو از آغاز بهره‌برداری از سه نیروگاه خورشیدی در استان‌های جنوبی خبر داد";
    let picture = card(headline, "گفت‌وگو با وزیر نیرو");
    assert!((2..=3).contains(&lines(&picture)), "{}", lines(&picture));
    let endless = card(&headline.repeat(8), "");
    assert!(lines(&endless) > lines(&picture));
    for picture in [&picture, &endless] {
        assert_eq!(
            ink(picture, 0..76, 0..630) + ink(picture, 1124..1175, 0..630),
            0,
            "but for a curve's end"
        );
        assert!(ink(picture, 80..600, 150..530) > 1000, "long lines reach the left half");
    }
}

#[test]
fn the_same_card_is_the_same_bytes() {
    let one = Card { site: "بینش".into(), headline: "پل".into(), ..Card::default() };
    let (mut font, mut other) = (font(), font());
    let first = one.draw(&mut font).expect("drawn");
    assert_eq!(first, one.draw(&mut font).expect("drawn"));
    assert_eq!(first, one.draw(&mut other).expect("drawn"));
}

#[test]
fn icons_have_their_sizes_and_one_that_may_be_cut_has_no_open_corner() {
    for side in [180, 192, 512] {
        let picture = Pixmap::decode_png(&icon(ICON, side).expect("drawn")).expect("a PNG");
        assert_eq!((picture.width(), picture.height()), (side, side));
        assert_eq!(picture.pixel(0, 0).map(|pixel| pixel.alpha()), Some(0), "round corners are open");
        let middle = picture.pixel(side / 2, side / 2).expect("there");
        assert!(middle.red() > 0xb0 && middle.alpha() == 0xff, "{middle:?}");
    }
    let picture = Pixmap::decode_png(&maskable(ICON, 512, [15, 76, 92]).expect("drawn")).expect("a PNG");
    assert!(picture.pixels().iter().all(|pixel| pixel.alpha() == 0xff));
    let bytes = ico(ICON, 32).expect("drawn");
    assert_eq!((&bytes[..4], bytes[6], bytes[7]), ([0, 0, 1, 0].as_slice(), 32, 32));
    assert_eq!(u32::from_le_bytes([bytes[14], bytes[15], bytes[16], bytes[17]]) as usize, bytes.len() - 22);
    assert_eq!(Pixmap::decode_png(&bytes[22..]).expect("a PNG").width(), 32);
    assert!(icon("<p>", 32).is_err() && Font::of_woff2(b"no font").is_err());
}
