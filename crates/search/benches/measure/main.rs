//! Figures of the search that need real articles: `cargo bench -p search --bench measure -- WHAT`.
//!
//! `related` says how many suggested articles are on topic. The articles are the shared data's, whose folder
//! `BINESH_SHARED` names when it is not beside the checkout; without them the measure is skipped, and says so.

mod articles;
mod plain;
mod related;

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let file = shared().join("data/news/articles.jsonl.gz");
    if !file.is_file() {
        eprintln!("skipped: {} is not there; set BINESH_SHARED to the shared folder", file.display());
        return Ok(());
    }
    // Cargo adds `--bench`.
    let what = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    match what.as_deref() {
        Some("related") => related::run(&articles::read(&file)?),
        other => Err(format!("`measure` knows related, not {other:?}").into()),
    }
}

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("BINESH_SHARED").map_or_else(beside, PathBuf::from)
}
