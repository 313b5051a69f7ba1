//! Every automation of the project: `cargo xtask --help`.

mod bench;
mod browser;
mod check;
mod command;
mod files;
mod fingerprint;
mod postgres;
mod programs;
mod tidy;
mod train;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
Every automation of Binesh. Run it anywhere in the checkout as `cargo xtask COMMAND`.

Commands:
  check        Does all that must hold before a change lands: formats, tidiness, lints, the tests on SQLite and
               PostgreSQL, the examples in the documentation, and the browser tests in headless Chromium. A step
               whose files have not changed since it last passed is not run again. On Debian as root, it
               installs the programs that are missing.
                 --all                run every step, changed or not (always so when CI is set)
                 --only STEP          run one step: format, tidiness, lints, tests, docs, doctests, browser
                 --without-postgres   leave the PostgreSQL half of the tests out, and say so
                 --verbose            show what the steps print while they run
  tidy         Checks only the rules of the house (dependency edges, sizes, clock, CSS, words): a second's work.
  screenshots  Takes pictures of every page kind (phone and desktop, light and dark) and puts them in docs/screenshots.
  bench WHAT   Measures a release build on this machine: text (repair, beside hazm, shekar and virastar where
               they can be installed), import (articles in bulk), serve (pages of the demo, and pages beside nginx), ingest (a thousand
               sources, some failing). Without WHAT, all four. text and import need the shared data.
               search HOST:PORT asks a server that runs already, by one client and by 64.
  train        Makes the model of half-spaces anew from the shared training texts.
  help         Shows this.

Folders: logs of the steps are in target/xtask/logs. Environment: BINESH_SHARED names the shared data folder
when it is not beside the checkout.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("check") => check::run(&root(), rest),
        Some("tidy") => tidy::run(&root()),
        Some("screenshots") => browser::screenshots(&root()),
        Some("bench") => bench::run(&root(), &shared(), rest),
        Some("train") => train::run(&shared(), &root().join("crates/persian/model/gaps.bin")),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command {other:?}; `cargo xtask --help` lists them")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn shared() -> PathBuf {
    std::env::var_os("BINESH_SHARED").map_or_else(|| root().join("../shared"), Into::into)
}

/// Where cargo builds.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}
