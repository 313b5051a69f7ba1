//! The files of a theme's folder: `templates/*.html`, `css/*.css`, `font.woff2`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Problem;
use crate::{assets, templates};

/// Where templates lie.
pub(super) const TEMPLATES: &str = "templates";
const STYLES: &str = "css";
const FONT: &str = "font.woff2";
const README: &str = include_str!("../../assets/theme/README.md");
/// A template or a style of such a size is a mistake: the largest embedded one has 10 KB.
const TEXT_BYTES_MAX: u64 = 256 * 1024;
/// Readers wait for it.
const FONT_BYTES_MAX: u64 = 512 * 1024;
/// Files of a folder that are looked at.
const FILES_MAX: usize = 100;

/// What tells that a folder changed: names, times and sizes of its files.
pub(super) type Stamp = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// What a folder holds.
pub(super) struct Files {
    /// Names as templates call one another, and texts.
    pub(super) templates: Vec<(String, String)>,
    /// The readers' styles, one after another: the embedded ones or those in their place, then the folder's own by name.
    pub(super) css: String,
    pub(super) font: Option<Vec<u8>>,
}

impl Files {
    pub(super) fn read(folder: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let listed = |name: &str, ends: &[&str], problems: &mut Vec<Problem>| {
            listed(&folder.join(name), ends).into_iter().filter_map(|path| text(&path, problems)).collect()
        };
        let templates: Vec<(String, String)> = listed(TEMPLATES, &["html", "xml"], &mut problems);
        let styles: Vec<(String, String)> = listed(STYLES, &["css"], &mut problems);
        let font = font(&folder.join(FONT), &mut problems);
        if !folder.is_dir() {
            problems.push(problem(folder, "there is no such folder"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let templates =
            templates.into_iter().map(|(name, text)| (format!("{}{name}", templates::READER), text));
        Ok(Self { templates: templates.collect(), css: css(&styles), font })
    }
}

/// The embedded styles of readers.
pub(super) fn embedded_css() -> String {
    css(&[])
}

/// The embedded styles, each as the folder has it where it has it, then the folder's own.
fn css(styles: &[(String, String)]) -> String {
    let of = |name: &str| styles.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str());
    let embedded = assets::READER_CSS.iter().map(|(name, text)| of(name).unwrap_or(text));
    let is_own = |name: &str| assets::READER_CSS.iter().all(|(other, _)| *other != name);
    let own = styles.iter().filter(|(name, _)| is_own(name)).map(|(_, text)| text.as_str());
    embedded.chain(own).collect::<Vec<_>>().join("\n")
}

pub(super) fn stamp(folder: &Path) -> Stamp {
    let all = [(TEMPLATES, &["html", "xml"][..]), (STYLES, &["css"])];
    let texts = all.into_iter().flat_map(|(name, ends)| listed(&folder.join(name), ends));
    let of = |path: PathBuf| {
        let known = fs::symlink_metadata(&path).ok();
        let changed = known.as_ref().and_then(|known| known.modified().ok());
        (path, changed, known.map_or(0, |known| known.len()))
    };
    // The folder's own line is there when it is empty too: an empty stamp is one that was never taken.
    texts.chain([folder.join(FONT), folder.to_owned()]).map(of).collect()
}

/// The files of a folder with these ends, by name; nothing where there is no such folder.
fn listed(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_one =
        |path: &PathBuf| path.extension().and_then(|end| end.to_str()).is_some_and(|end| ends.contains(&end));
    let mut found: Vec<PathBuf> = entries.filter(is_one).take(FILES_MAX).collect();
    found.sort();
    found
}

/// A file's name and text. A link may lead anywhere, and is refused.
fn text(path: &Path, problems: &mut Vec<Problem>) -> Option<(String, String)> {
    let bytes = bytes(path, TEXT_BYTES_MAX, problems)?;
    let name = path.file_name()?.to_str()?.to_owned();
    match String::from_utf8(bytes) {
        Ok(text) => Some((name, text)),
        Err(_) => {
            problems.push(problem(path, "it is not UTF-8"));
            None
        }
    }
}

fn font(path: &Path, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    fs::symlink_metadata(path).ok()?;
    let bytes = bytes(path, FONT_BYTES_MAX, problems)?;
    if bytes.starts_with(b"wOF2") {
        return Some(bytes);
    }
    problems.push(problem(path, "it is no WOFF2 font"));
    None
}

fn bytes(path: &Path, most: u64, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    let refused = match fs::symlink_metadata(path) {
        Err(error) => error.to_string(),
        Ok(known) if !known.is_file() => "it is a link or no file; a theme holds plain files only".to_owned(),
        Ok(known) if known.len() > most => format!("it is larger than {} KiB", most / 1024),
        Ok(_) => match fs::read(path) {
            Ok(bytes) => return Some(bytes),
            Err(error) => error.to_string(),
        },
    };
    problems.push(problem(path, &refused));
    None
}

fn problem(path: &Path, words: &str) -> Problem {
    Problem { file: path.display().to_string(), line: 1, words: words.to_owned() }
}

/// Writes every template and style of readers, and what each template gets, into a folder. What is there already stays;
/// answers what was written.
///
/// # Errors
/// When a file cannot be written.
pub fn eject(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let templates = templates::of_readers().map(|(name, text)| (folder.join(TEMPLATES).join(name), text));
    let styles = assets::READER_CSS.iter().map(|(name, text)| (folder.join(STYLES).join(name), *text));
    let all = templates.chain(styles).chain([(folder.join("README.md"), README)]);
    for name in [TEMPLATES, STYLES] {
        fs::create_dir_all(folder.join(name))?;
    }
    let mut written = Vec::new();
    for (path, text) in all {
        if fs::symlink_metadata(&path).is_err() {
            fs::write(&path, text)?;
            written.push(path);
        }
    }
    Ok(written)
}
