//! The `persian` crate.
