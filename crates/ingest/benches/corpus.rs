//! Every file that was given, through every reader: none panics, none takes long. The files are not part of the
//! project: without the folder named by `BINESH_SHARED` it is said that nothing was read.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine;
use ingest::{feed, links, page, robots, sanitize, sitemap};
use serde_json::Value;

/// All readers together may take no longer for one document.
const LONG: Duration = Duration::from_secs(1);

/// Nothing larger is fetched.
const FETCHED_BYTES_MAX: usize = 16 * 1024 * 1024;

fn main() {
    let Some(shared) = std::env::var_os("BINESH_SHARED").map(PathBuf::from) else {
        println!("nothing was read: BINESH_SHARED is not set");
        return;
    };
    let started = Instant::now();
    // Of a machine at other work too, the time that this thread had is what counts, where the system tells it.
    let spent = || thread_time().unwrap_or_else(|| started.elapsed());
    let (mut documents, mut longest) = (0, Duration::ZERO);
    for path in files(&shared.join("data")) {
        each_document(&path, &mut |url, bytes| {
            let before = spent();
            read_with_all(url, bytes);
            let took = spent().saturating_sub(before);
            assert!(took < LONG, "{took:?} for {url} of {}", path.display());
            (documents, longest) = (documents + 1, longest.max(took));
        });
    }
    println!("{documents} documents, the longest took {longest:?}");
    assert!(documents > 0, "{} holds nothing", shared.display());
}

/// What this thread has had of the processors; Linux tells it in nanoseconds.
fn thread_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn read_with_all(url: &str, bytes: &[u8]) {
    let read = page::extract(bytes, None, url);
    assert!(read.body_html.len() < 64 * 1024 * 1024);
    let _ = feed::parse(bytes, None, Some(url), None);
    let _ = sitemap::read(bytes, None, url);
    let _ = robots::Robots::read(bytes, "Binesh").allows("/news/1");
    let text = String::from_utf8_lossy(bytes);
    let _ = links::article_links(&text, url);
    let clean = sanitize::article_html(&text, None);
    assert!(!clean.contains("<script"), "{url}");
}

/// Files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found
}

/// Documents of a file: of JSON lines those in base64 and texts of markup, else the file itself.
fn each_document(path: &Path, take: &mut dyn FnMut(&str, &[u8])) {
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
