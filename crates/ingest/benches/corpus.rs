//! Every file that was given, through every reader: none panics, none takes long. The files are not part of the
//! project: without the folder named by `BINESH_SHARED` it is said that nothing was read.

mod documents;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use documents::{each_document, files};
use ingest::{feed, links, page, robots, sanitize, sitemap};

/// All readers together may take no longer for one document.
const LONG: Duration = Duration::from_secs(1);

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
