//! The `news` crate.
