//! Pictures that the site draws itself: the card of an article that networks show, and its icons.
//!
//! Bytes in, PNG out: no files, no clock, no fonts but the one that is given. Persian is shaped and put in its order by
//! parley; resvg, which draws the icons, would set it in a fixed left-to-right direction and gets no text.

mod card;
mod font;
mod icon;
mod text;

pub use card::{CARD_DESIGN, CARD_HEIGHT, CARD_WIDTH, Card};
pub use font::Font;
pub use icon::{ico, icon, maskable};
pub use text::{Line, Style};

/// Why nothing was drawn. All of it is of what the program itself holds: a test would have caught it.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The font's bytes are none.
    #[error("the font cannot be read: {0}")]
    Font(String),
    /// The icon's SVG is none.
    #[error("the icon cannot be read: {0}")]
    Icon(String),
    /// The picture has no size, or cannot be written.
    #[error("the picture cannot be made: {0}")]
    Picture(String),
}
