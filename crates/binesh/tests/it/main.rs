//! The whole program, run as a user or a script runs it: its commands, its answers, and what a kill leaves behind.

mod commands;
mod import;
mod serve;
mod tools;

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use store::Store;

/// The program, with arguments.
pub fn binesh(args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_binesh"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program to its end on some input.
pub fn run(args: &[impl AsRef<OsStr>], input: &[u8]) -> Output {
    let mut child = binesh(args).stdin(Stdio::piped()).spawn().expect("started");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A command that refuses closes its input early.
    let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("ended");
    writing.join().expect("written");
    output
}

/// What a run printed, having ended well.
pub fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The one sentence of a run that was refused.
pub fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let sentence = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
    assert!(sentence.starts_with("binesh: ") && sentence.lines().count() == 1, "{sentence}");
    sentence
}

/// Opens the rows that a run left in a folder.
pub fn with_store<T>(data: &Path, look: impl AsyncFnOnce(Store) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let url = format!("sqlite:{}", data.join("site.db").display());
        look(Store::open(&url).await.expect("the rows")).await
    })
}
