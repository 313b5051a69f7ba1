//! One file a command: parse nothing here, print what was asked.

pub mod extract;
pub mod feed;
pub mod reindex;
pub mod repair;
pub mod search;
pub mod serve;
pub mod source;
pub mod stories;
pub mod theme;
pub mod user;

use std::io::Read;

use anyhow::{Context, bail};

/// Pages and feeds on standard input are read up to this size, the same as over the network.
const INPUT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Reads all of standard input, refusing what is larger than [`INPUT_BYTES_MAX`].
fn read_input() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(INPUT_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .context("Standard input could not be read.")?;
    if bytes.len() as u64 > INPUT_BYTES_MAX {
        bail!("The input is larger than {} MiB; give one page or feed.", INPUT_BYTES_MAX / 1024 / 1024);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        bail!("The input is empty; pipe the bytes of a page or feed in.");
    }
    Ok(bytes)
}

/// An instant for machines: ISO 8601 with Tehran's offset, or null.
fn iso(at: Option<news::UtcMs>) -> serde_json::Value {
    at.map_or(serde_json::Value::Null, |at| persian::date::iso(at).into())
}
