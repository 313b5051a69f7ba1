//! Pixels to the bytes of a file.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::RgbaImage;
use ravif::{Encoder, Img, RGB8};

use crate::MediaError;

/// Looks like the original beside it; a 960 pixel news photograph takes 60 to 90 KB.
const WEBP_QUALITY: f32 = 76.0;
/// A master is encoded again.
const MASTER_QUALITY: f32 = 92.0;
/// Of 100: about what WebP looks like at [`WEBP_QUALITY`], in a third less.
const AVIF_QUALITY: f32 = 62.0;
/// Of 1 (slow) to 10: 8 takes a quarter of the time of 5 for some 8 % more bytes.
const AVIF_SPEED: u8 = 8;

/// A part (left, top, width, height, in pixels) of a picture, in another size.
pub(crate) fn resized(
    pixels: &RgbaImage,
    part: (f64, f64, f64, f64),
    width: u32,
    height: u32,
) -> Result<RgbaImage, MediaError> {
    let failed = |error: String| MediaError::Encoding(error);
    let source = ImageRef::new(pixels.width(), pixels.height(), pixels.as_raw(), PixelType::U8x4)
        .map_err(|error| failed(error.to_string()))?;
    let mut target = Image::new(width, height, PixelType::U8x4);
    let (left, top, across, down) = part;
    // Every pixel is opaque: alpha needs no attention.
    let options = ResizeOptions::new().crop(left, top, across, down).use_alpha(false);
    Resizer::new().resize(&source, &mut target, &options).map_err(|error| failed(error.to_string()))?;
    RgbaImage::from_raw(width, height, target.into_vec()).ok_or_else(|| failed("sizes differ".into()))
}

/// Lossy WebP.
pub(crate) fn webp(pixels: &RgbaImage) -> Result<Vec<u8>, MediaError> {
    lossy(pixels, WEBP_QUALITY)
}

/// What other renditions are made from later.
pub(crate) fn master(pixels: &RgbaImage) -> Result<Vec<u8>, MediaError> {
    lossy(pixels, MASTER_QUALITY)
}

fn lossy(pixels: &RgbaImage, quality: f32) -> Result<Vec<u8>, MediaError> {
    let rgb = image::DynamicImage::ImageRgba8(pixels.clone()).into_rgb8();
    let encoder = webp::Encoder::from_rgb(rgb.as_raw(), rgb.width(), rgb.height());
    let encoded = encoder.encode_simple(false, quality);
    encoded.map(|memory| memory.to_vec()).map_err(|error| MediaError::Encoding(format!("{error:?}")))
}

/// A very small one for a placeholder.
pub(crate) fn tiny_webp(rgb: &[u8], width: u32, height: u32) -> Vec<u8> {
    webp::Encoder::from_rgb(rgb, width, height).encode(30.0).to_vec()
}

/// AVIF, by one thread: readers' pages go first.
pub(crate) fn avif(pixels: &RgbaImage) -> Result<Vec<u8>, MediaError> {
    let rgb: Vec<RGB8> = pixels.pixels().map(|pixel| RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
    let picture = Img::new(rgb.as_slice(), pixels.width() as usize, pixels.height() as usize);
    let encoder = Encoder::new().with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED).with_num_threads(Some(1));
    let encoded = encoder.encode_rgb(picture).map_err(|error| MediaError::Encoding(error.to_string()))?;
    Ok(encoded.avif_file)
}
