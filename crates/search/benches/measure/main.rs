//! Figures of the search that need real articles: `cargo bench -p search --bench measure -- WHAT`.
//!
//! `quality` says how well judged queries find their articles; `related` how many suggested articles are on topic,
//! `related sample OFFSET` prints some to be judged by reading, `related learn` learns from what was judged; `speed
//! COUNT [FOLDER]` how fast an index of so many articles is built and asked. The texts are the shared data's, whose folder
//! `BINESH_SHARED` names when it is not beside the checkout; without them the measure is skipped, and says so.

mod articles;
mod judged;
mod plain;
mod quality;
mod related;
mod speed;
mod varied;

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let file = shared().join("data/news/articles.jsonl.gz");
    if !file.is_file() {
        eprintln!("skipped: {} is not there; set BINESH_SHARED to the shared folder", file.display());
        return Ok(());
    }
    // Cargo adds `--bench`.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    match asked.as_slice() {
        ["quality"] => quality::run(&shared().join("data/search")),
        ["related"] => related::run(&articles::read(&file)?),
        ["related", "sample", offset] => related::sample(&articles::read(&file)?, offset.parse()?),
        ["related", "learn"] => related::learn(&articles::read(&file)?),
        ["speed", count, folder @ ..] => {
            speed::run(&articles::read_alone(&file)?, count.parse()?, folder.first().copied())
        }
        other => Err(format!(
            "`measure` knows quality, related, related sample OFFSET, related learn and speed COUNT [FOLDER], not {other:?}"
        )
        .into()),
    }
}

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("BINESH_SHARED").map_or_else(beside, PathBuf::from)
}
