//! Icons from one SVG.

use resvg::usvg::{Options, Tree};
use tiny_skia::{Color, Pixmap, Transform};

use crate::DrawError;

/// Of a maskable icon, what every mask leaves: a circle of four fifths of its side.
const SAFE: f32 = 0.8;

/// A square PNG with so many pixels on a side; what the SVG leaves open stays so.
///
/// # Errors
/// When the SVG is none.
pub fn icon(svg: &str, side: u32) -> Result<Vec<u8>, DrawError> {
    png(&drawn(svg, side, 1.0, Color::TRANSPARENT)?)
}

/// A square PNG that may be cut to any shape: the SVG in the part that every mask leaves, on a ground of one colour.
///
/// # Errors
/// When the SVG is none.
pub fn maskable(svg: &str, side: u32, ground: [u8; 3]) -> Result<Vec<u8>, DrawError> {
    let [red, green, blue] = ground;
    png(&drawn(svg, side, SAFE, Color::from_rgba8(red, green, blue, u8::MAX))?)
}

/// An ICO that holds one PNG (<https://learn.microsoft.com/windows/win32/uxguide/vis-icons>): a head of 6 bytes, an entry
/// of 16, the picture.
///
/// # Errors
/// When the SVG is none.
pub fn ico(svg: &str, side: u8) -> Result<Vec<u8>, DrawError> {
    let png = icon(svg, side.into())?;
    let mut bytes = vec![0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0];
    bytes.extend(u32::try_from(png.len()).unwrap_or_default().to_le_bytes());
    bytes.extend(22_u32.to_le_bytes());
    bytes.extend(png);
    Ok(bytes)
}

fn drawn(svg: &str, side: u32, part: f32, ground: Color) -> Result<Pixmap, DrawError> {
    let tree =
        Tree::from_str(svg, &Options::default()).map_err(|error| DrawError::Icon(error.to_string()))?;
    let picture = Pixmap::new(side, side);
    let mut picture = picture.ok_or_else(|| DrawError::Picture("it has no size".into()))?;
    picture.fill(ground);
    let size = tree.size();
    let side = side as f32;
    let scale = side * part / size.width().max(size.height());
    let (x, y) = ((side - size.width() * scale) / 2.0, (side - size.height() * scale) / 2.0);
    resvg::render(&tree, Transform::from_row(scale, 0.0, 0.0, scale, x, y), &mut picture.as_mut());
    Ok(picture)
}

fn png(picture: &Pixmap) -> Result<Vec<u8>, DrawError> {
    picture.encode_png().map_err(|error| DrawError::Picture(error.to_string()))
}
