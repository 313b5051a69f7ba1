//! What stands where a picture will be, while it comes: its colours, blurred.

use image::RgbaImage;

use crate::{MediaError, encode};

/// The longest side that a ThumbHash is made of.
const HASHED_SIDE: u32 = 100;
/// The preview's longest side in pixels: browsers stretch it smoothly.
const PREVIEW_SIDE: u32 = 16;

/// The [ThumbHash](https://evanw.github.io/thumbhash/) of a picture: some 25 bytes.
pub(crate) fn hash(pixels: &RgbaImage) -> Result<Vec<u8>, MediaError> {
    let (width, height) = within(pixels.width(), pixels.height(), HASHED_SIDE);
    let whole = (0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height()));
    let small = encode::resized(pixels, whole, width, height)?;
    Ok(thumbhash::rgba_to_thumb_hash(width as usize, height as usize, small.as_raw()))
}

/// The preview that a ThumbHash keeps, as bytes of a WebP; None when it is no ThumbHash.
pub fn preview(hash: &[u8]) -> Option<Vec<u8>> {
    let (width, height, pixels) = thumbhash::thumb_hash_to_rgba(hash).ok()?;
    let pixels = RgbaImage::from_raw(width as u32, height as u32, pixels)?;
    let (width, height) = within(pixels.width(), pixels.height(), PREVIEW_SIDE);
    let whole = (0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height()));
    let small = encode::resized(&pixels, whole, width, height).ok()?;
    let rgb = image::DynamicImage::ImageRgba8(small).into_rgb8();
    Some(encode::tiny_webp(rgb.as_raw(), width, height))
}

fn within(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = f64::from(width.max(height));
    let scaled = |length: u32| ((f64::from(length) * f64::from(side) / longest).round() as u32).max(1);
    if longest <= f64::from(side) { (width, height) } else { (scaled(width), scaled(height)) }
}
