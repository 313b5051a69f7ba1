//! Decoding within limits.

use std::io::Cursor;

use exif::{In, Tag};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};
use sha2::{Digest, Sha256};

use crate::MediaError;

/// A photograph of an agency has some 5 MB.
pub const BYTES_MAX: usize = 20 << 20;
/// A camera of 2024 makes 24 to 45 million; decoded, each takes four bytes.
pub const PIXELS_MAX: u64 = 50_000_000;
/// Longer sides are of panoramas, or made to hurt.
pub const SIDE_MAX: u32 = 16_000;
/// What a decoder may take beside the pixels.
const DECODER_BYTES_MAX: u64 = 512 << 20;
/// A longer credit is a caption.
const CREDIT_CHARS_MAX: usize = 200;

/// A decoded picture, upright.
#[derive(Debug)]
pub struct Decoded {
    /// Its pixels; white where it was transparent.
    pub(crate) pixels: RgbaImage,
    /// The first 20 hexadecimal digits of the SHA-256 of the bytes that came: equal files are one picture.
    pub hash: String,
    /// Who took it, as the file says; empty when it does not.
    pub credit: String,
}

impl Decoded {
    /// Reads the bytes of a JPEG, PNG, WebP or GIF (its first frame).
    ///
    /// # Errors
    /// A sentence that says what is wrong with them.
    pub fn decode(bytes: &[u8]) -> Result<Self, MediaError> {
        if bytes.len() > BYTES_MAX {
            return Err(MediaError::TooLarge(bytes.len()));
        }
        let format = image::guess_format(bytes).map_err(|_| MediaError::UnknownFormat)?;
        if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) {
            return Err(MediaError::UnknownFormat);
        }
        let damaged = |error: image::ImageError| MediaError::Damaged(error.to_string());
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_alloc = Some(DECODER_BYTES_MAX);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(damaged)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXELS_MAX || width.max(height) > SIDE_MAX {
            return Err(MediaError::TooManyPixels(width, height));
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
        picture.apply_orientation(orientation);
        Ok(Self { pixels: on_white(picture), hash: hash(bytes), credit: credit(bytes) })
    }

    /// Its width in pixels.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Its height in pixels.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }
}

/// Readers see pictures on light paper and on dark: what is transparent would be read on one of them only.
fn on_white(picture: DynamicImage) -> RgbaImage {
    let is_opaque = !picture.color().has_alpha();
    let mut pixels = picture.into_rgba8();
    if !is_opaque {
        for pixel in pixels.pixels_mut() {
            let [.., alpha] = pixel.0;
            let over = |part: u8| {
                ((u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255) as u8
            };
            pixel.0 = [over(pixel.0[0]), over(pixel.0[1]), over(pixel.0[2]), 255];
        }
    }
    pixels
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}

/// `Artist`, else `Copyright`, in one line.
fn credit(bytes: &[u8]) -> String {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
        return String::new();
    };
    let said = |tag| {
        let field = exif.get_field(tag, In::PRIMARY)?;
        let exif::Value::Ascii(parts) = &field.value else { return None };
        let text = String::from_utf8_lossy(parts.first()?).replace(|c: char| c.is_control(), " ");
        let text: String = text.trim().chars().take(CREDIT_CHARS_MAX).collect();
        (!text.is_empty()).then_some(text)
    };
    said(Tag::Artist).or_else(|| said(Tag::Copyright)).unwrap_or_default()
}
