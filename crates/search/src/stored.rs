//! What is stored of an article, read as far as it is needed: most of it is its text, and to rank needs none.
//!
//! Values stand in the order in which `analysis::document` adds them: code, telling keys, opening, headline, text.

use news::article::NewsCode;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize,
};

/// What a result shows.
pub(crate) struct Shown {
    pub code: NewsCode,
    pub headline: String,
    pub text: String,
}

/// The keys that say what an article is about; see `telling`.
pub(crate) struct Telling(pub String);

/// The keys that open an article; see `likeness`.
pub(crate) struct Opens(pub String);

impl DocumentDeserialize for Shown {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut stored: D) -> Result<Self, DeserializeError> {
        let code = next(&mut stored)?;
        let (_telling, _opening): (String, String) = (next(&mut stored)?, next(&mut stored)?);
        Ok(Self { code, headline: next(&mut stored)?, text: next(&mut stored)? })
    }
}

impl DocumentDeserialize for Telling {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut stored: D) -> Result<Self, DeserializeError> {
        let _code: NewsCode = next(&mut stored)?;
        next(&mut stored).map(Self)
    }
}

impl DocumentDeserialize for Opens {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut stored: D) -> Result<Self, DeserializeError> {
        let _code: NewsCode = next(&mut stored)?;
        let _telling: String = next(&mut stored)?;
        next(&mut stored).map(Self)
    }
}

fn next<'de, V: ValueDeserialize + Default>(
    stored: &mut impl DocumentDeserializer<'de>,
) -> Result<V, DeserializeError> {
    Ok(stored.next_field()?.map(|(_, value)| value).unwrap_or_default())
}
