//! Every automation of the project: `cargo xtask --help`.

mod train;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("BINESH_SHARED").map_or_else(|| root.join("../shared"), Into::into);
    match train::run(&shared, &root.join("crates/persian/model/gaps.bin")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => { eprintln!("xtask: {error}"); ExitCode::FAILURE }
    }
}
