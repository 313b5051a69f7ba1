//! Pages, feeds and fetching as the outside world has them.

mod feeds;
mod fetching;
mod hostile;
mod pages;

#[path = "../../../../fuzz/bodies/ingest.rs"]
mod fuzzed;
