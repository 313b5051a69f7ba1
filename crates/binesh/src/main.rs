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
mod worker;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return fail(&anyhow::Error::new(error).context("The asynchronous runtime did not start."));
        }
    };
    let ended = runtime.block_on(run(cli.command));
    // A page that is being read keeps nobody: what was not stored is read again.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(args) => demo::run(args).await,
        Command::Serve(args) => commands::serve::run(args).await,
        Command::Repair(args) => commands::repair::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Feed(args) => commands::feed::run(&args),
        Command::Stories => commands::stories::run(),
        Command::Import(args) => import::run(args).await,
        Command::Search(args) => commands::search::run(args).await,
        Command::Source(args) => commands::source::run(args).await,
        Command::User(args) => commands::user::run(args).await,
        Command::Reindex(place) => commands::reindex::run(place).await,
    }
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
