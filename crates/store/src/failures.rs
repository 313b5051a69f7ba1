//! Failures as they are kept: JSON, so that they are worded where they are shown.

use news::failure::Failure;

pub(crate) fn written(failure: Option<&Failure>) -> Option<String> {
    failure.and_then(|failure| serde_json::to_string(failure).ok())
}

/// Older versions kept a sentence.
pub(crate) fn read(kept: Option<String>) -> Option<Failure> {
    kept.map(|kept| serde_json::from_str(&kept).unwrap_or(Failure::Other(kept)))
}
