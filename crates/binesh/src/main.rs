//! Binesh: the program. It parses the command line, wires the crates together and runs what is asked.

/// As `println!`, but a reader that went away (`| head`) is an error, which ends a command quietly, and no panic.
macro_rules! say {
    ($($part:tt)*) => {
        std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($part)*)))
    };
}

mod cli;
mod clock;
mod commands;
mod demo;
mod door;
mod follow;
mod import;
mod pipeline;
mod site;
mod telling;
mod worker;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use cli::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Has a long-running command say on its standard error what happens; with colours where a person looks.
fn log(most: tracing::Level) {
    let _ = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_max_level(most)
        .try_init();
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(args) => wait(demo::run(args)),
        Command::Serve(args) => wait(commands::serve::run(args)),
        Command::Repair(args) => commands::repair::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Feed(args) => commands::feed::run(&args),
        Command::Stories => commands::stories::run(),
        Command::Import(args) => wait(import::run(args)),
        Command::Search(args) => wait(commands::search::run(args)),
        Command::Source(args) => wait(commands::source::run(args)),
        Command::User(args) => wait(commands::user::run(args)),
        Command::Theme(args) => commands::theme::run(&args),
        Command::Reindex(args) => wait(commands::reindex::run(args)),
    }
}

/// Runs what waits for the network or a database; the rest does without a runtime and its threads.
fn wait(task: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("The asynchronous runtime did not start.")?;
    let ended = runtime.block_on(task);
    // A page that is being read keeps nobody: what was not stored is read again.
    runtime.shutdown_background();
    ended
}

/// Prints the sentence and its causes on standard error. A reader that went away (`| head`) is no failure.
fn fail(error: &anyhow::Error) -> ExitCode {
    let pipe_closed = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe);
    if pipe_closed {
        return ExitCode::SUCCESS;
    }
    eprintln!("binesh: {error:#}");
    ExitCode::FAILURE
}
