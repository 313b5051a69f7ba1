//! The files that are made of a picture, and their names.

use image::RgbaImage;
use news::picture::Picture;

use crate::crop::{Focus, Ratio, part};
use crate::files::Folder;
use crate::{Decoded, MediaError, encode, placeholder};

/// Widths in pixels that a whole picture comes in: phones at one to three pixels a point, and the article's column at two.
pub const WIDTHS: [u32; 4] = [320, 640, 960, 1440];
/// A master is what later renditions are made from: no screen needs more.
const MASTER_WIDTH_MAX: u32 = 2560;

/// A file format of renditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// What every browser of the last five years reads.
    WebP,
    /// A third smaller; made in the background.
    Avif,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Avif => "avif",
        }
    }
}

/// One file of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rendition {
    /// The whole picture, so many pixels wide.
    Whole(u32),
    /// A part of it about its focus, so many pixels wide; the number tells changes of the focus apart.
    Part(Ratio, u32, i64),
}

impl Rendition {
    /// The file's name.
    pub fn name(self, hash: &str, format: Format) -> String {
        let ending = format.ending();
        match self {
            Self::Whole(width) => format!("{hash}-{width}.{ending}"),
            Self::Part(ratio, width, edition) => {
                format!("{hash}-{edition}-{}-{width}.{ending}", ratio.word())
            }
        }
    }
}

/// The widths that a picture of this width comes in: never wider than it is.
pub fn widths(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|one| *one < width).collect();
    if widths.len() < WIDTHS.len() {
        widths.push(width);
    }
    widths
}

/// Keeps the picture that bytes are: its master, WebP in every width and in every crop about its focus, as edition 1.
///
/// # Errors
/// What is wrong with the bytes, or with the disk.
pub fn keep(bytes: &[u8], focus: Focus, folder: &Folder) -> Result<Picture, MediaError> {
    let decoded = Decoded::decode(bytes)?;
    let pixels = &decoded.pixels;
    let (width, height) = scaled(pixels, pixels.width().min(MASTER_WIDTH_MAX));
    let master = encode::resized(pixels, whole(pixels), width, height)?;
    let placeholder = placeholder::hash(&master)?;
    folder.put(&master_name(&decoded.hash), &encode::master(&master)?)?;
    for width in widths(master.width()) {
        let bytes = encode::webp(&narrowed(&master, width)?)?;
        folder.put(&Rendition::Whole(width).name(&decoded.hash, Format::WebP), &bytes)?;
    }
    crop(&master, &decoded.hash, focus, 1, folder)?;
    Ok(Picture {
        hash: decoded.hash,
        width: width.into(),
        height: height.into(),
        placeholder,
        focus: (focus.x.into(), focus.y.into()),
        edition: 1,
        credit: decoded.credit,
        ..Picture::default()
    })
}

/// Cuts a kept picture anew about another focus, as another edition.
///
/// # Errors
/// When its master is gone, or the crops cannot be written.
pub fn recrop(hash: &str, focus: Focus, edition: i64, folder: &Folder) -> Result<(), MediaError> {
    crop(&master(hash, folder)?, hash, focus, edition, folder)
}

/// Makes AVIF of a kept picture in every width, and of its crops on cards.
///
/// # Errors
/// As [`recrop`].
pub fn avif(hash: &str, focus: Focus, edition: i64, folder: &Folder) -> Result<(), MediaError> {
    let master = master(hash, folder)?;
    for width in widths(master.width()) {
        let bytes = encode::avif(&narrowed(&master, width)?)?;
        folder.put(&Rendition::Whole(width).name(hash, Format::Avif), &bytes)?;
    }
    for width in Ratio::Card.widths() {
        let bytes = encode::avif(&cut(&master, Ratio::Card, *width, focus)?)?;
        folder.put(&Rendition::Part(Ratio::Card, *width, edition).name(hash, Format::Avif), &bytes)?;
    }
    Ok(())
}

fn crop(
    master: &RgbaImage,
    hash: &str,
    focus: Focus,
    edition: i64,
    folder: &Folder,
) -> Result<(), MediaError> {
    for ratio in Ratio::ALL {
        for width in ratio.widths() {
            let bytes = encode::webp(&cut(master, ratio, *width, focus)?)?;
            folder.put(&Rendition::Part(ratio, *width, edition).name(hash, Format::WebP), &bytes)?;
        }
    }
    Ok(())
}

fn cut(master: &RgbaImage, ratio: Ratio, width: u32, focus: Focus) -> Result<RgbaImage, MediaError> {
    let (across, down) = ratio.sides();
    let part = part(master.width(), master.height(), ratio, focus);
    encode::resized(master, part, width, width * down / across)
}

fn master(hash: &str, folder: &Folder) -> Result<RgbaImage, MediaError> {
    let bytes = folder.get(&master_name(hash))?.ok_or(MediaError::UnknownFormat)?;
    Ok(Decoded::decode(&bytes)?.pixels)
}

fn master_name(hash: &str) -> String {
    format!("{hash}-master.webp")
}

fn narrowed(pixels: &RgbaImage, width: u32) -> Result<RgbaImage, MediaError> {
    let (width, height) = scaled(pixels, width);
    encode::resized(pixels, whole(pixels), width, height)
}

fn scaled(pixels: &RgbaImage, width: u32) -> (u32, u32) {
    let height = f64::from(pixels.height()) * f64::from(width) / f64::from(pixels.width());
    (width, (height.round() as u32).max(1))
}

fn whole(pixels: &RgbaImage) -> (f64, f64, f64, f64) {
    (0.0, 0.0, f64::from(pixels.width()), f64::from(pixels.height()))
}
