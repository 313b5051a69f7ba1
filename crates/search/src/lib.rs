//! The `search` crate.
