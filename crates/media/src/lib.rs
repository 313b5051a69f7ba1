//! Pictures, from the bytes that somebody sent to the files that readers get.
//!
//! ```text
//! bytes -> Decoded (within limits, upright) -> Picture (master, WebP in widths and crops, placeholder) -> AVIF
//! ```
//!
//! Nothing of the bytes that came goes out: what readers get was drawn anew, so neither metadata nor anything that hides in
//! a file reaches them. Of the metadata the credit is read, as plain text.

mod crop;
mod decode;
mod encode;
mod files;
mod placeholder;
mod renditions;
pub mod sample;

pub use crop::{Focus, Ratio};
pub use decode::{BYTES_MAX, Decoded, PIXELS_MAX, SIDE_MAX};
pub use files::Folder;
pub use placeholder::preview;
pub use renditions::{Format, Rendition, WIDTHS, avif, keep, recrop, widths};

/// Why bytes are no picture of ours, each a sentence.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// More bytes than [`BYTES_MAX`].
    #[error("The file has {0} bytes; a picture has at most {BYTES_MAX}.")]
    TooLarge(usize),
    /// More pixels than [`PIXELS_MAX`], or a side longer than [`SIDE_MAX`].
    #[error("The picture has {0} by {1} pixels; at most {PIXELS_MAX} in all and {SIDE_MAX} a side are read.")]
    TooManyPixels(u32, u32),
    /// No JPEG, PNG, WebP or GIF.
    #[error("The file is no JPEG, PNG, WebP or GIF.")]
    UnknownFormat,
    /// It says that it is one, and cannot be read.
    #[error("The picture is damaged: {0}.")]
    Damaged(String),
    /// It cannot be written.
    #[error("The picture could not be written: {0}.")]
    Encoding(String),
    /// The disk failed.
    #[error("The picture could not be kept: {0}.")]
    Disk(#[from] std::io::Error),
}
