//! `cargo xtask check`: the steps in their order, what is skipped and why, and one line of outcome for each.

mod counts;
mod steps;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use crate::files::{self, Source};
use crate::{command, fingerprint, target};
use counts::Counts;
use steps::{STEPS, Step};

/// How a check was asked for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    all: bool,
    only: Option<String>,
    without_postgres: bool,
    verbose: bool,
}

/// What the steps share.
pub(crate) struct Context {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Nobody watches, and everything is run and shown.
    pub(crate) ci: bool,
    options: Options,
}

/// Runs the steps. The first that fails ends the check: what follows would mostly repeat its failure.
pub(crate) fn run(root: &Path, args: &[String]) -> Result<(), String> {
    command::catch_interruptions()?;
    let ci = env::var("CI").is_ok_and(|ci| !matches!(ci.as_str(), "" | "0" | "false"));
    let context = Context { root: root.to_path_buf(), ci, options: parse(args)? };
    let (started, files, mut counts) = (Instant::now(), files::all(root), Counts::default());
    let asked = |step: &&Step| context.options.only.as_ref().is_none_or(|only| only == step.name);
    let mut skipped = 0;
    for step in STEPS.iter().filter(asked) {
        match context.take(step, &files)? {
            Some(more) => counts += more,
            None => skipped += 1,
        }
    }
    if skipped > 0 {
        println!("Steps that changed nothing since their last green run were not run; `--all` runs them.");
    }
    if context.options.without_postgres {
        println!(
            "NOT CHECKED: everything on PostgreSQL (--without-postgres). It must pass before a change lands."
        );
    }
    println!("All is well, in {:.1} s.", started.elapsed().as_secs_f64());
    if counts != Counts::default() {
        println!("{counts}");
    }
    Ok(())
}

impl Context {
    /// PostgreSQL is left out on request.
    pub(crate) fn without_postgres(&self) -> bool {
        self.options.without_postgres
    }

    /// Output is shown as it comes.
    pub(crate) fn echo(&self) -> bool {
        self.ci || self.options.verbose
    }

    /// Runs a step, or answers None when nothing that it looks at has changed.
    fn take(&self, step: &Step, files: &[Source]) -> Result<Option<Counts>, String> {
        let print = fingerprint::of(files, step.looks_at, &self.surroundings());
        let target = target(&self.root);
        if !self.ci && !self.options.all && fingerprint::is_green(&target, step.name, print) {
            self.say("unchanged", step, "since the last green run");
            return Ok(None);
        }
        self.announce(step);
        let started = Instant::now();
        let outcome = (step.run)(self);
        let seconds = format!("{:.1} s", started.elapsed().as_secs_f64());
        let output = outcome.as_ref().map_or_else(Clone::clone, |output| output.clone());
        let log = keep_log(&target, step.name, &output);
        if outcome.is_err() {
            return Err(self.failure(step, &seconds, &output, &log));
        }
        if !(self.without_postgres() && step.needs_postgres) {
            fingerprint::keep_green(&target, step.name, print);
        }
        self.say("ok", step, &seconds);
        let counts = Counts::read(&output);
        Counts::closing_lines(&output)
            .filter(|_| !self.echo())
            .for_each(|line| println!("              {line}"));
        Ok(Some(counts))
    }

    /// What decides beside the files.
    fn surroundings(&self) -> String {
        let shared = env::var("BINESH_SHARED").unwrap_or_default();
        let beside = self.root.join("../shared").is_dir();
        format!("{}{shared}{beside}{}", fingerprint::compiler(), env::var("RUSTFLAGS").unwrap_or_default())
    }

    fn announce(&self, step: &Step) {
        if self.echo() {
            println!("\n===== {}: {}", step.name, step.about);
        } else if std::io::stdout().is_terminal() {
            print!("  {:<10}  {:<10}  {}", "running", step.name, step.about);
        }
        let _ = std::io::stdout().flush();
    }

    fn say(&self, outcome: &str, step: &Step, more: &str) {
        let clear = if std::io::stdout().is_terminal() && !self.echo() { "\r\x1b[2K" } else { "" };
        println!("{clear}  {outcome:<10}  {:<10}  {} ({more})", step.name, step.about);
    }

    fn failure(&self, step: &Step, seconds: &str, output: &str, log: &Path) -> String {
        if command::interrupted() {
            return "interrupted; what was started is stopped".into();
        }
        self.say("FAILED", step, seconds);
        if !self.echo() {
            println!("{}", output.trim_end());
        }
        let log = log.strip_prefix(&self.root).unwrap_or(log).display();
        format!(
            "{} failed. {}\n       All that it printed: {log}. Again: cargo xtask check --only {}",
            step.name, step.remedy, step.name
        )
    }
}

fn parse(args: &[String]) -> Result<Options, String> {
    let (mut options, mut args) = (Options::default(), args.iter());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--all" => options.all = true,
            "--without-postgres" => options.without_postgres = true,
            "--verbose" => options.verbose = true,
            "--only" => options.only = Some(step_named(args.next())?),
            other => {
                return Err(format!("`check` knows no {other:?}; `cargo xtask --help` tells what it knows"));
            }
        }
    }
    // Whoever names a step wants it run.
    options.all |= options.only.is_some();
    Ok(options)
}

fn step_named(name: Option<&String>) -> Result<String, String> {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    let known = name.filter(|name| names.contains(&name.as_str()));
    known.cloned().ok_or_else(|| format!("--only wants a step: {}", names.join(", ")))
}

fn keep_log(target: &Path, step: &str, output: &str) -> PathBuf {
    let log = target.join("xtask/logs").join(format!("{step}.log"));
    let _ = log.parent().map(fs::create_dir_all);
    let _ = fs::write(&log, output);
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, String> {
        parse(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read() {
        assert_eq!(parsed(&[]), Ok(Options::default()));
        assert_eq!(parsed(&["--all"]), Ok(Options { all: true, ..Options::default() }));
        let only = Options { all: true, only: Some("tests".into()), ..Options::default() };
        assert_eq!(parsed(&["--only", "tests"]), Ok(only));
        assert!(parsed(&["--only", "testing"]).unwrap_err().contains("doctests"));
        assert!(parsed(&["--fast"]).unwrap_err().contains("--fast"));
    }
}
