//! `binesh feed`: a feed's bytes in, its entries out as JSON.

use anyhow::Context;
use ingest::feed::{self, FeedEntry};
use serde_json::json;

use super::{iso, read_input};
use crate::cli::Feed;
use crate::clock;

/// Reads a feed on standard input and prints it.
pub fn run(args: &Feed) -> anyhow::Result<()> {
    let bytes = read_input()?;
    let feed = feed::parse(&bytes, args.content_type.as_deref(), args.url.as_deref(), Some(clock::now()))
        .context("Standard input is not a feed")?;
    let entries: Vec<_> = feed.entries.iter().map(entry_json).collect();
    say!(
        "{:#}",
        json!({ "title": feed.title, "link": feed.link, "entries": entries, "problems": feed.problems })
    )?;
    Ok(())
}

fn entry_json(entry: &FeedEntry) -> serde_json::Value {
    json!({
        "id": entry.id, "title": entry.title, "link": entry.link,
        "published_at": iso(entry.published_at), "updated_at": iso(entry.updated_at),
        "summary": entry.summary, "content": entry.content, "author": entry.author, "image": entry.image,
    })
}
