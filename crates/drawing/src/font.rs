//! The font that is drawn with: one variable font with all its weights.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, LayoutContext};
use skrifa::charmap::Charmap;
use skrifa::{FontRef, MetadataProvider};

use crate::DrawError;

/// A font, ready to be drawn with. Cheap to clone; a thread draws with its own.
#[derive(Clone)]
pub struct Font {
    bytes: Blob<u8>,
    pub(crate) family: String,
    pub(crate) context: FontContext,
    pub(crate) layouts: LayoutContext<()>,
}

impl Font {
    /// Reads a WOFF2.
    ///
    /// # Errors
    /// When it is none.
    pub fn of_woff2(woff2: &[u8]) -> Result<Self, DrawError> {
        let bytes = wuff::decompress_woff2(woff2).map_err(|error| DrawError::Font(format!("{error:?}")))?;
        let bytes = Blob::new(Arc::new(bytes));
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let family = collection.register_fonts(bytes.clone(), None).first().map(|(family, _)| *family);
        let family = family.and_then(|family| collection.family_name(family).map(str::to_owned));
        let family = family.ok_or_else(|| DrawError::Font("it names no family".into()))?;
        FontRef::new(bytes.as_ref()).map_err(|error| DrawError::Font(error.to_string()))?;
        let context = FontContext { collection, source_cache: SourceCache::default() };
        Ok(Self { bytes, family, context, layouts: LayoutContext::new() })
    }

    pub(crate) fn face(&self) -> Option<FontRef<'_>> {
        FontRef::new(self.bytes.as_ref()).ok()
    }

    /// A text on one line, without what the font has no picture for: a box would stand in its place.
    pub(crate) fn drawable(&self, text: &str) -> String {
        let face = self.face();
        let letters = face.as_ref().map(|face| face.charmap());
        let is_known =
            |c: char| letters.as_ref().is_some_and(|letters: &Charmap<'_>| letters.map(c).is_some());
        // Marks of direction and joining have no picture of their own, and are needed.
        let is_mark = |c: char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}');
        let spaced = text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c });
        let kept: String = spaced.filter(|c| is_known(*c) || is_mark(*c)).collect();
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
