//! What a step looked at when it last passed, as one number, so that nothing is done twice.
//!
//! FNV-1a is enough: the number guards against forgetting, not against forgery.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::Source;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Fingerprint of the files that `wanted` picks, and of what else decides: the compiler and `extra`.
pub(crate) fn of(files: &[Source], wanted: impl Fn(&str) -> bool, extra: &str) -> u64 {
    let start = add(add(OFFSET, extra.as_bytes()), &[0]);
    files.iter().filter(|file| wanted(&file.path)).fold(start, |hash, file| {
        let hash = add(add(hash, file.path.as_bytes()), &file.bytes.len().to_le_bytes());
        add(hash, &file.bytes)
    })
}

/// The compiler's own words about itself; a new one runs every step again.
pub(crate) fn compiler() -> String {
    let said = Command::new("rustc").arg("-Vv").output();
    said.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default()
}

/// Whether the step passed with this fingerprint.
pub(crate) fn is_green(target: &Path, step: &str, fingerprint: u64) -> bool {
    fs::read_to_string(place(target, step)).is_ok_and(|kept| kept.trim() == format!("{fingerprint:016x}"))
}

/// Remembers that the step passed with this fingerprint.
pub(crate) fn keep_green(target: &Path, step: &str, fingerprint: u64) {
    let place = place(target, step);
    if let Some(folder) = place.parent() {
        let _ = fs::create_dir_all(folder);
    }
    // Not kept means run again: the worst is lost time.
    let _ = fs::write(place, format!("{fingerprint:016x}\n"));
}

fn place(target: &Path, step: &str) -> PathBuf {
    target.join("xtask/green").join(step)
}

fn add(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<Source> {
        vec![
            Source { path: "a.rs".into(), bytes: text.into() },
            Source { path: "b.md".into(), bytes: "same".into() },
        ]
    }

    #[test]
    fn a_changed_file_changes_the_fingerprint_only_where_it_is_wanted() {
        let any = |_: &str| true;
        assert_ne!(of(&files("one"), any, ""), of(&files("two"), any, ""));
        assert_eq!(of(&files("one"), any, ""), of(&files("one"), any, ""));
        assert_ne!(of(&files("one"), any, ""), of(&files("one"), any, "other compiler"));
        let notes = |path: &str| path.ends_with(".md");
        assert_eq!(of(&files("one"), notes, ""), of(&files("two"), notes, ""));
    }
}
