//! Text in lines: shaped, in the order that eyes read, and drawn.

use parley::style::{OverflowWrap, StyleProperty};
use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontFamily, FontWeight, Layout, LineHeight,
    PositionedLayoutItem,
};
use skrifa::instance::{NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Transform};

use crate::Font;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Of a letter, in pixels.
    pub size: f32,
    /// 100 to 900.
    pub weight: f32,
    /// Of a line, as a multiple of the size.
    pub line_height: f32,
}

/// A line as it is drawn.
#[derive(Debug, PartialEq)]
pub struct Line {
    /// Its bytes of the text.
    pub text: std::ops::Range<usize>,
    /// Numbers of its letters' pictures in the font, from left to right.
    pub glyphs: Vec<u32>,
    /// Where its ink begins and ends, in pixels from the left of the column.
    pub from: f32,
    /// See `from`.
    pub to: f32,
}

/// A text in a column.
pub(crate) struct Block {
    text: String,
    layout: Layout<()>,
}

impl Font {
    /// The lines of a text in a column so many pixels wide, in which it stands at the right.
    pub fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        self.block(text, style, width, Alignment::Right).lines()
    }

    pub(crate) fn block(&mut self, text: &str, style: Style, width: f32, alignment: Alignment) -> Block {
        let family = self.family.clone();
        let mut builder = self.layouts.ranged_builder(&mut self.context, text, 1.0, true);
        builder.set_base_direction(direction(text));
        builder.push_default(FontFamily::named(&family));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(style.weight)));
        builder.push_default(LineHeight::FontSizeRelative(style.line_height));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout.align(alignment, AlignmentOptions::default());
        Block { text: text.to_owned(), layout }
    }
}

/// The direction of the first letter that has one; of a text of digits and signs, the page's.
fn direction(text: &str) -> BaseDirection {
    match text.chars().find(|c| c.is_alphabetic()) {
        Some(c) if c < '\u{590}' => BaseDirection::Ltr,
        _ => BaseDirection::Rtl,
    }
}

impl Block {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn height(&self) -> f32 {
        self.layout.height()
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        let lines = self.layout.lines().map(|line| {
            let runs = line.items().filter_map(|item| match item {
                PositionedLayoutItem::GlyphRun(run) => Some(run),
                PositionedLayoutItem::InlineBox(_) => None,
            });
            let mut found = Line { text: line.text_range(), glyphs: Vec::new(), from: f32::MAX, to: 0.0 };
            for run in runs {
                found.from = found.from.min(run.offset());
                found.to = found.to.max(run.offset() + run.advance());
                found.glyphs.extend(run.glyphs().map(|glyph| glyph.id));
            }
            found
        });
        lines.collect()
    }

    /// Draws the text with its upper left corner at a place.
    pub(crate) fn draw(&self, font: &Font, picture: &mut Pixmap, (x, y): (f32, f32), color: Color) {
        let Some(face) = font.face() else { return };
        let outlines = face.outline_glyphs();
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        paint.set_color(color);
        for item in self.layout.lines().flat_map(|line| line.items().collect::<Vec<_>>()) {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let coords = run.run().normalized_coords().iter();
            let coords: Vec<NormalizedCoord> =
                coords.map(|coord| NormalizedCoord::from_bits(coord.to_bits())).collect();
            for glyph in run.positioned_glyphs() {
                let Some(outline) = outlines.get(GlyphId::new(glyph.id)) else { continue };
                let mut pen = Pen { path: PathBuilder::new(), x: x + glyph.x, y: y + glyph.y };
                let size = Size::new(run.run().font_size());
                let is_drawn =
                    outline.draw(DrawSettings::unhinted(size, coords.as_slice()), &mut pen).is_ok();
                if let Some(path) = pen.path.finish().filter(|_| is_drawn) {
                    picture.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
                }
            }
        }
    }
}

/// Puts a letter's outline, whose heights grow upwards, on the picture, whose heights grow downwards.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(self.x + ax, self.y - ay, self.x + bx, self.y - by, self.x + x, self.y - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
