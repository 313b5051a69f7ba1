//! Finding the programs that the checks need, and installing the missing ones on Debian as root.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::command;

/// A program found in PATH or in one of `folders`.
pub(crate) fn find(name: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders
        .iter()
        .cloned()
        .chain(std::env::split_paths(&path))
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// Finds with `look`; when that finds nothing, installs the Debian packages and looks again.
///
/// # Errors
/// One sentence that says what to install when it cannot be done here.
pub(crate) fn need<T>(what: &str, packages: &[&str], look: impl Fn() -> Option<T>) -> Result<T, String> {
    if let Some(found) = look() {
        return Ok(found);
    }
    let hint = format!("{what} is missing: install it (on Debian: apt-get install {})", packages.join(" "));
    if !is_root() || find("apt-get", &[]).is_none() {
        return Err(hint);
    }
    println!("  installing {what}: apt-get install {}", packages.join(" "));
    install(packages).map_err(|error| format!("{hint}; the attempt failed:\n{error}"))?;
    look().ok_or(hint)
}

/// Whether we are root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // The owner of our own process folder is who we are; elsewhere than on Linux we are nobody special.
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|us| us.uid() == 0)
}

fn install(packages: &[&str]) -> Result<(), String> {
    static UPDATED: OnceLock<Result<(), String>> = OnceLock::new();
    UPDATED.get_or_init(|| apt(&["update"])).clone()?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&[&install, packages].concat())
}

fn apt(args: &[&str]) -> Result<(), String> {
    let mut apt = Command::new("apt-get");
    command::must(apt.arg("-q").args(args).env("DEBIAN_FRONTEND", "noninteractive")).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_not() {
        assert!(find("sh", &[]).is_some());
        assert!(find("no-such-program-of-ours", &[]).is_none());
        assert_eq!(find("sh", &["/bin".into()]), Some("/bin/sh".into()));
        assert_eq!(need("a thing", &[], || Some(7)), Ok(7));
    }
}
