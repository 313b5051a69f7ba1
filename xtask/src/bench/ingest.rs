//! A thousand sources on one node, some of which fail or hang: how long reading them all takes, what it costs then and
//! while they are read again and again, and how long a new article takes from its source to readers.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::http::Connection;
use super::program::{Folder, Program, Server};
use super::wire::{Manner, Wire};

/// Sources of each host.
const SOURCES: usize = 50;
/// Hosts: eighteen that answer, one that fails, one that says nothing.
const HOSTS_WELL: usize = 18;
/// Long enough for what is worse than anything seen; then the figure is missed, and said so.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long the cost of reading again is measured: the shortest wait between two readings of a source.
const STEADY: Duration = Duration::from_secs(60);
/// Between two looks at what was done.
const LOOK: Duration = Duration::from_millis(10);

/// Measures it.
///
/// # Errors
/// What does not run.
pub(super) fn measure(binary: &Path) -> Result<(), String> {
    let data = Folder::new("ingest")?;
    let mut wires = vec![Wire::serve(Manner::Fails)?, Wire::serve(Manner::Hangs)?];
    for _ in 0..HOSTS_WELL {
        wires.push(Wire::serve(Manner::Answers)?);
    }
    let allowed: Vec<String> = wires.iter().map(|wire| wire.address.to_string()).collect();
    let allowed = allowed.join(",");
    let add = |url: String| {
        let mut command = Command::new(binary);
        command.args(["source", "add", &url, "--arrival", "publish", "--allow-private", &allowed, "--data"]);
        Program::quiet(command.arg(&data.0))?.succeeded("binesh source add")
    };
    // Those that fail and hang are added first, and so asked first.
    for wire in &wires {
        (0..SOURCES).try_for_each(|number| add(wire.url(number)))?;
    }
    let started = Instant::now();
    let server = Server::start(
        Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--allow-private", &allowed, "--data"])
            .arg(&data.0),
    )?;
    let all = HOSTS_WELL * SOURCES;
    let read = until(started, || wires.iter().map(Wire::feeds).sum::<usize>() >= all)?;
    let pages = until(started, || wires.iter().map(Wire::pages).sum::<usize>() >= all)?;
    println!(
        "ingest   {} sources, {} of them failing or hanging: {all} read in {read:.1} s, their {all} articles in {pages:.1} s, {:.1} s CPU",
        wires.len() * SOURCES,
        2 * SOURCES,
        server.cpu_ms() / 1e3
    );
    let (cpu, feeds) = (server.cpu_ms(), wires.iter().map(Wire::feeds).sum::<usize>());
    thread::sleep(STEADY);
    println!(
        "  read again {} times in {} s: {:.3} of a core, memory {} MB",
        wires.iter().map(Wire::feeds).sum::<usize>() - feeds,
        STEADY.as_secs(),
        (server.cpu_ms() - cpu) / STEADY.as_millis() as f64,
        server.memory()
    );
    let last = &wires[wires.len() - 1];
    let mut connection = Connection::open(&server.address)?;
    add(last.url(SOURCES))?;
    let due = Instant::now();
    let headline = Wire::headline(SOURCES);
    let shown = until(due, || connection.get("/").is_ok_and(|front| front.contains(&headline)))?;
    println!("  from a source that is due to its new article on the front {shown:.2} s");
    Ok(())
}

/// Seconds from `since` until it is so.
fn until(since: Instant, mut is_so: impl FnMut() -> bool) -> Result<f64, String> {
    while !is_so() {
        if since.elapsed() > PATIENCE {
            return Err(format!("not done after {} s", PATIENCE.as_secs()));
        }
        thread::sleep(LOOK);
    }
    Ok(since.elapsed().as_secs_f64())
}
