//! The case files, and what holds for every text.

mod cases;
mod properties;

#[path = "../../../../fuzz/bodies/repair.rs"]
mod fuzzed;
