//! Pages, feeds and fetching as the outside world has them.

mod beside;
mod dates;
mod feeds;
mod fetching;
mod furniture;
mod hostile;
mod lajin;
mod lists;
mod pages;
mod parts;
mod pictures;
mod short;
mod shown;
mod standing_in;
mod unknown;
mod written;

#[path = "../../../../fuzz/bodies/ingest.rs"]
mod fuzzed;
