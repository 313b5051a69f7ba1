//! The steps of a check, quickest to fail first. Each answers what it printed; an error holds the same.

use std::process::Command;

use super::Context;
use crate::postgres::Cluster;
use crate::programs::find;
use crate::{browser, command, tidy};

/// The environment variable by which tests that need PostgreSQL find it.
const POSTGRES: &str = "BINESH_TEST_POSTGRES";

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// Whether a file can change its outcome.
    pub(super) looks_at: fn(&str) -> bool,
    pub(super) run: fn(&Context) -> Result<String, String>,
    /// What to do when it fails.
    pub(super) remedy: &'static str,
    pub(super) needs_postgres: bool,
}

/// All of them in order.
pub(super) const STEPS: [Step; 7] = [
    Step {
        name: "format",
        about: "the code is laid out as rustfmt does it",
        looks_at: |path| path.ends_with(".rs") || is_manifest(path),
        run: format,
        remedy: "`cargo fmt --all` lays it out.",
        needs_postgres: false,
    },
    Step {
        name: "tidiness",
        about: "the rules of the house hold",
        looks_at: |_| true,
        run: |context| tidy::report(&context.root),
        remedy: "Each line names the file, the rule and its reason.",
        needs_postgres: false,
    },
    Step {
        name: "lints",
        about: "clippy has nothing to say",
        looks_at: is_rust_input,
        run: lints,
        remedy: "Every warning is an error here; clippy says what to write in its place.",
        needs_postgres: false,
    },
    Step {
        name: "tests",
        about: "the tests pass, on SQLite and on PostgreSQL",
        looks_at: is_rust_input,
        run: tests,
        remedy: "One crate's tests alone: `cargo test -p CRATE`.",
        needs_postgres: true,
    },
    Step {
        name: "docs",
        about: "the documentation is made without a warning",
        looks_at: |path| path.ends_with(".rs") || is_manifest(path),
        run: docs,
        remedy: "rustdoc says which link leads nowhere, or to what is private.",
        needs_postgres: false,
    },
    Step {
        name: "doctests",
        about: "the examples in the documentation run",
        looks_at: is_rust_input,
        run: doctests,
        remedy: "The example is out of date, or the code is.",
        needs_postgres: false,
    },
    Step {
        name: "browser",
        about: "a browser reads, comments and edits",
        looks_at: |path| is_rust_input(path) || path.starts_with("browser/"),
        run: in_browser,
        remedy: "Run `cargo xtask check --only browser` to see all that it printed.",
        needs_postgres: false,
    },
];

fn is_manifest(path: &str) -> bool {
    path.ends_with("Cargo.toml") || path == "rustfmt.toml"
}

/// All but what no Rust test reads.
fn is_rust_input(path: &str) -> bool {
    !path.starts_with("browser/") && !path.starts_with("docs/screenshots/")
}

fn format(context: &Context) -> Result<String, String> {
    cargo(context, &["fmt", "--all", "--check"], &[])
}

fn lints(context: &Context) -> Result<String, String> {
    cargo(context, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])
}

fn tests(context: &Context) -> Result<String, String> {
    let cluster = if context.without_postgres() { None } else { Some(Cluster::start()?) };
    let url = cluster.as_ref().map(Cluster::url);
    let set: Vec<(&str, &str)> = url.as_deref().map(|url| (POSTGRES, url)).into_iter().collect();
    if find("cargo-nextest", &[]).is_some() {
        cargo(context, &["nextest", "run", "--workspace", "--no-fail-fast"], &set)
    } else {
        // `--doc` is a step of its own, and cannot be asked for together with these.
        cargo(context, &["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"], &set)
    }
}

fn docs(context: &Context) -> Result<String, String> {
    cargo(context, &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])
}

fn doctests(context: &Context) -> Result<String, String> {
    cargo(context, &["test", "--doc", "--workspace", "--no-fail-fast"], &[])
}

fn in_browser(context: &Context) -> Result<String, String> {
    // The same units as the tests were built with: features that only tests want would else build it all again.
    let built = cargo(context, &["build", "--workspace", "--bins", "--tests"], &[])?;
    browser::test(&context.root, context.echo()).map(|printed| built + &printed)
}

fn cargo(context: &Context, args: &[&str], set: &[(&str, &str)]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args).envs(set.iter().copied()).current_dir(&context.root);
    // Tests must not find a server that happens to run here.
    if set.is_empty() {
        command.env_remove(POSTGRES);
    }
    if context.ci && args[0] != "fmt" {
        command.env("CARGO_TERM_PROGRESS_WHEN", "never");
    }
    let ran = command::run(&mut command, context.echo())?;
    if ran.ok { Ok(ran.output) } else { Err(ran.output) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_look_at_what_can_break_them() {
        for (path, steps) in [
            ("crates/web/src/lib.rs", "format tidiness lints tests docs doctests browser"),
            ("crates/web/assets/css/page.css", "tidiness lints tests doctests browser"),
            ("browser/tests/front.mjs", "tidiness browser"),
        ] {
            let looking: Vec<_> =
                STEPS.iter().filter(|step| (step.looks_at)(path)).map(|step| step.name).collect();
            assert_eq!(looking.join(" "), steps, "{path}");
        }
    }
}
