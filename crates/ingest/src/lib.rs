//! The outside world enters here: fetching, charsets, feeds, pages, sanitizing. Plain values come out.
//!
//! Every byte is hostile until it has passed through. Reading gives what could be read and a list of problems; a
//! bad item never costs a good one. The only socket is in [`fetch`].

pub mod address;
mod base;
mod bounds;
pub mod charset;
mod date;
mod entities;
pub mod feed;
pub mod fetch;
pub mod links;
pub mod page;
pub mod robots;
pub mod sanitize;
pub mod sitemap;
mod text;

pub use persian::UtcMs;
