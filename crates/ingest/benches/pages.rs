//! What taking the article out of a page costs, in one process: the middle page and the slowest tenth of each set of the
//! shared pages, or of the files that are named. Of the first page it is told too what it costs with all that is made
//! once. Without the folder named by `BINESH_SHARED` it is said that nothing was read.

mod documents;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use documents::{each_document, files};
use ingest::page;

/// Readings of each page.
const READINGS: usize = 4;
/// Pages that are named as the slowest of a set.
const SLOWEST: usize = 5;

fn main() {
    let named = || std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from);
    let shared = || Some(files(&PathBuf::from(std::env::var_os("BINESH_SHARED")?).join("data/pages")));
    let sets: Vec<PathBuf> =
        if named().count() > 0 { named().collect() } else { shared().unwrap_or_default() };
    if sets.is_empty() {
        println!("nothing was read: BINESH_SHARED is not set, and no file is named");
    }
    for set in sets {
        measure(&set);
    }
}

fn measure(set: &Path) {
    let mut first = None;
    let mut took: Vec<(Duration, usize, String)> = Vec::new();
    each_document(set, &mut |url, bytes| {
        // Sets hold the reviewed texts of their pages too.
        if !bytes.windows(2).any(|two| two == b"</") {
            return;
        }
        let read = || {
            let before = Instant::now();
            std::hint::black_box(page::extract(bytes, None, url));
            before.elapsed()
        };
        let cold = read();
        first.get_or_insert(cold);
        // Of some readings the fastest is the one that nothing else on the machine disturbed.
        let fastest = (1..READINGS).map(|_| read()).fold(cold, Duration::min);
        took.push((fastest, bytes.len(), url.to_owned()));
    });
    took.sort();
    let Some((first, middle)) = first.zip(took.get(took.len() / 2)) else { return };
    let tenth = &took[took.len() * 9 / 10];
    println!(
        "{}: {} pages, median {:?}, ninth tenth {:?}, the first {first:?}",
        set.display(),
        took.len(),
        middle.0,
        tenth.0
    );
    for (took, bytes, url) in took.iter().rev().take(SLOWEST) {
        println!("   {took:?} {bytes} bytes {url}");
    }
}
