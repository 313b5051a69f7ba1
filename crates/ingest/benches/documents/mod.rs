//! The documents of the shared folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use base64::Engine;
use serde_json::Value;

/// Nothing larger is fetched.
const FETCHED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found
}

/// Documents of a file: of JSON lines those in base64 and texts of markup, else the file itself.
pub(crate) fn each_document(path: &Path, take: &mut dyn FnMut(&str, &[u8])) {
    let file = std::fs::File::open(path).expect("a file");
    if path.extension().is_none_or(|end| end != "gz") {
        let bytes = std::fs::read(path).expect("read");
        return if bytes.len() <= FETCHED_BYTES_MAX {
            take("https://a.ir/1", &bytes)
        };
    }
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines().map_while(Result::ok);
    for line in lines {
        let Ok(Value::Object(record)) = serde_json::from_str(&line) else { continue };
        let url = record.get("url").and_then(Value::as_str).unwrap_or("https://a.ir/1").to_owned();
        for (name, value) in &record {
            let Some(text) = value.as_str() else { continue };
            match base64::engine::general_purpose::STANDARD.decode(text) {
                Ok(bytes) if name.ends_with("_b64") => take(&url, &bytes),
                _ if text.len() > 20 => take(&url, text.as_bytes()),
                _ => {}
            }
        }
    }
}
