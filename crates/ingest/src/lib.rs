//! The `ingest` crate.
