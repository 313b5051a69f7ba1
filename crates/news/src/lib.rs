//! The nouns and the rules of a newsroom: source, entry, story, article, revision, comment, person,
//! permission, schedule.
//!
//! This crate is plain values and pure functions. It has no clock (`now` is an argument), no
//! randomness, no SQL, no HTML and nothing asynchronous, so that every rule is tested in microseconds.

pub mod appearance;
pub mod article;
pub mod comment;
pub mod copies;
pub mod difference;
pub mod entry;
pub mod failure;
pub mod live;
pub mod person;
pub mod picture;
pub mod provenance;
pub mod section;
pub mod settings;
pub mod source;
pub mod source_change;
pub mod window;

/// Milliseconds since 1970-01-01T00:00:00Z. Every instant in Binesh is one of these.
pub type UtcMs = i64;
