//! The files that make up the project: what git tracks or would track, or, without git, what is not built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders that hold nothing of ours when there is no git to ask.
const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "data"];

/// One file of the project.
pub(crate) struct Source {
    /// Path below the root, with `/`.
    pub(crate) path: String,
    /// Its bytes; empty when it is gone from the work tree.
    pub(crate) bytes: Vec<u8>,
}

impl Source {
    /// Its text; None for fonts, pictures and models.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok().filter(|text| !text.contains('\0'))
    }
}

/// Every file, sorted by path.
pub(crate) fn all(root: &Path) -> Vec<Source> {
    let mut paths = tracked(root).unwrap_or_else(|| walked(root));
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter_map(|path| Some(Source { bytes: fs::read(root.join(&path)).ok()?, path }))
        .collect()
}

fn tracked(root: &Path) -> Option<Vec<String>> {
    let args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let listed =
        Command::new("git").args(args).current_dir(root).output().ok().filter(|out| out.status.success())?;
    let paths = String::from_utf8(listed.stdout).ok()?;
    Some(paths.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

fn walked(root: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::from(root)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let path = entry.path();
            if path.is_dir() && !SKIPPED.iter().any(|skipped| name == *skipped) {
                folders.push(path);
            } else if path.is_file() {
                found.extend(path.strip_prefix(root).ok().map(|path| path.to_string_lossy().into_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_found_with_and_without_git() {
        let root = crate::root();
        assert!(all(&root).iter().any(|file| file.path == "xtask/src/files.rs"));
        let walked = walked(&root);
        assert!(walked.iter().any(|path| path == "xtask/src/files.rs"));
        assert!(!walked.iter().any(|path| path.starts_with("target/")));
    }
}
