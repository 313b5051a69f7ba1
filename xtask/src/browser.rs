//! The browser tests: what they need is found or installed, then node runs them against the debug binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::Source;
use crate::programs::{find, need};
use crate::{command, fingerprint, target};

/// Names under which browsers with Chromium's protocol are installed.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

const TESTS: [&str; 4] = ["run.test.mjs", "live.test.mjs", "languages.test.mjs", "budget.test.mjs"];

/// Runs the tests in `browser/` and answers what they printed.
///
/// # Errors
/// What was printed, or what is missing.
pub(crate) fn test(root: &Path, echo: bool) -> Result<String, String> {
    // One after another: what is measured is not to wait for what is clicked.
    let ran = command::run(
        node(root)?.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(TESTS),
        echo,
    )?;
    if ran.ok { Ok(ran.output) } else { Err(ran.output) }
}

/// Takes pictures of every page kind and puts them in `docs/screenshots`, in the place of those there.
///
/// # Errors
/// What was printed, or what is missing.
pub(crate) fn screenshots(root: &Path) -> Result<(), String> {
    command::catch_interruptions()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    println!("building");
    command::must(Command::new(cargo).args(["build", "--workspace", "--bins", "--tests"]).current_dir(root))?;
    println!("taking the pictures");
    command::must(node(root)?.arg("screenshots.mjs"))?;
    let (from, to) = (target(root).join("screenshots"), root.join("docs/screenshots"));
    let failed = |error: std::io::Error| format!("{} could not be copied: {error}", from.display());
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(&to).map_err(failed)?;
    for picture in fs::read_dir(&from).map_err(failed)?.flatten() {
        fs::copy(picture.path(), to.join(picture.file_name())).map_err(failed)?;
        println!("docs/screenshots/{}", picture.file_name().to_string_lossy());
    }
    Ok(())
}

/// Node in `browser/`, its packages in place, told where everything is.
fn node(root: &Path) -> Result<Command, String> {
    let node =
        need("Node.js", &["nodejs", "npm"], || find("node", &[]).filter(|_| find("npm", &[]).is_some()))?;
    let chromium = need("Chromium", &["chromium"], || BROWSERS.iter().find_map(|name| find(name, &[])))?;
    let folder = root.join("browser");
    install_packages(root, &folder)?;
    let binary = target(root).join("debug/binesh");
    let mut command = Command::new(node);
    command.current_dir(folder).env("BINESH_CHROMIUM", chromium).env("BINESH_BINARY", binary);
    command.env("BINESH_TARGET", target(root));
    Ok(command)
}

/// `npm ci`, unless the packages of this very lock file are there already.
fn install_packages(root: &Path, folder: &Path) -> Result<(), String> {
    let lock: PathBuf = folder.join("package-lock.json");
    let bytes = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let print = fingerprint::of(&[Source { path: "lock".into(), bytes }], |_| true, "");
    let target = target(root);
    if folder.join("node_modules/playwright-core").is_dir() && fingerprint::is_green(&target, "npm", print) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder);
    command::must(&mut npm)
        .map_err(|error| format!("the packages of browser/ were not installed: {error}"))?;
    fingerprint::keep_green(&target, "npm", print);
    Ok(())
}
