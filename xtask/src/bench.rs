//! `cargo xtask bench`: the figures of ARCHITECTURE.md and of the model, measured on this machine.
//!
//! One client, one connection, answers counted in full, of a server of ours on loopback; `serve`, `storm` and
//! `search` are load tests.

mod http;
mod http2;
mod ingest;
mod load;
mod newsroom;
mod nginx;
mod peers;
mod program;
mod publish;
mod serving;
mod storm;
mod wire;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use http::Connection;
use program::{Program, Server};

use crate::{command, target};

/// Articles in bulk, in the shared data.
const ARTICLES: &str = "data/news/articles.jsonl.gz";
/// Text enough that starting the program does not count.
const TEXT_BYTES: usize = 20 << 20;
/// Requests before measuring: what is made at first use is not measured.
const WARM_UP: usize = 20;
const REQUESTS: usize = 500;
/// What can be measured.
const KNOWN: [&str; 6] = ["text", "import", "serve", "ingest", "publish", "storm"];

/// Measures what is asked for.
///
/// # Errors
/// What does not build, does not run, or has no data.
pub(crate) fn run(root: &Path, shared: &Path, args: &[String]) -> Result<(), String> {
    if let [what, host] = args
        && what == "search"
    {
        return load::measure(host, &articles(shared)?);
    }
    if let [what, options @ ..] = args
        && what == "serve"
        && !options.is_empty()
    {
        let options = serving::Options::read(options)?;
        command::catch_interruptions()?;
        return serving::compare(&build(root)?, &options, || articles(shared));
    }
    let asked: Vec<&str> =
        if args.is_empty() { KNOWN.to_vec() } else { args.iter().map(String::as_str).collect() };
    if let Some(other) = asked.iter().find(|what| !KNOWN.contains(what)) {
        return Err(format!(
            "`bench` knows text, import, serve (with --articles N or --data DIR), ingest, publish, storm and search HOST:PORT, not {other:?}"
        ));
    }
    command::catch_interruptions()?;
    let binary = build(root)?;
    for what in asked {
        match what {
            "text" => {
                text(&binary, shared)?;
                peers::compare(root, &binary, shared)?;
            }
            "import" => import(&binary, shared)?,
            "ingest" => ingest::measure(&binary)?,
            "publish" => publish::measure(&binary, &articles(shared)?)?,
            "storm" => storm::measure(&binary, &articles(shared)?)?,
            _ => {
                serve(&binary)?;
                serving::compare(&binary, &serving::Options::default(), || articles(shared))?;
            }
        }
    }
    Ok(())
}

fn build(root: &Path) -> Result<PathBuf, String> {
    let started = Instant::now();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command::must(Command::new(cargo).args(["build", "--release", "-p", "binesh"]).current_dir(root))?;
    println!("build    {:.0} s (release, from what was built before)", started.elapsed().as_secs_f64());
    Ok(target(root).join("release/binesh"))
}

fn articles(shared: &Path) -> Result<PathBuf, String> {
    let file = shared.join(ARTICLES);
    let absent = || format!("{} is not there; set BINESH_SHARED to the shared folder", file.display());
    file.is_file().then(|| file.clone()).ok_or_else(absent)
}

/// Text through `binesh repair`.
fn text(binary: &Path, shared: &Path) -> Result<(), String> {
    let bodies = bodies(&articles(shared)?)?;
    let started = Instant::now();
    let mut repair = Program::piped(Command::new(binary).arg("repair"))?;
    let (mut input, output) = repair.pipes()?;
    let megabytes = bodies.len() as f64 / 1e6;
    let writer = thread::spawn(move || input.write_all(&bodies));
    let lines = BufReader::new(output).split(b'\n').count();
    writer.join().map_err(|_| "the writer fell over")?.map_err(|error| format!("binesh repair: {error}"))?;
    let seconds = started.elapsed().as_secs_f64();
    println!("text     {:.2} MB/s ({megabytes:.1} MB, {lines} lines, {seconds:.1} s)", megabytes / seconds);
    repair.succeeded("binesh repair")
}

fn bodies(articles: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", articles.display());
    let mut text = String::new();
    for line in BufReader::new(GzDecoder::new(fs::File::open(articles).map_err(failed)?)).lines() {
        let article: serde_json::Value =
            serde_json::from_str(&line.map_err(failed)?).map_err(|error| error.to_string())?;
        text.push_str(article["body"].as_str().unwrap_or_default());
        text.push('\n');
        if text.len() > TEXT_BYTES {
            break;
        }
    }
    Ok(text.into_bytes())
}

/// Articles in bulk, then pages of the site that they make.
fn import(binary: &Path, shared: &Path) -> Result<(), String> {
    let articles = articles(shared)?;
    let data = program::Folder::new("import")?;
    let started = Instant::now();
    let mut import =
        Program::quiet(Command::new(binary).arg("import").arg(&articles).arg("--data").arg(&data.0))?;
    let memory = import.watch_to_the_end(Duration::from_millis(50))?;
    let seconds = started.elapsed().as_secs_f64();
    import.succeeded("binesh import")?;
    let count = BufReader::new(GzDecoder::new(fs::File::open(&articles).map_err(|error| error.to_string())?))
        .lines()
        .count();
    println!(
        "import   {:.0} articles/s ({count} lines, {seconds:.1} s, {memory} MB at most)",
        count as f64 / seconds
    );
    let server = Server::start(
        Command::new(binary).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data.0),
    )?;
    pages(&server)
}

/// Pages of the demo.
fn serve(binary: &Path) -> Result<(), String> {
    let started = Instant::now();
    let server = Server::start(Command::new(binary).args(["demo", "--listen", "127.0.0.1:0"]))?;
    println!("demo     {:.1} s from start to its block", started.elapsed().as_secs_f64());
    pages(&server)
}

fn pages(server: &Server) -> Result<(), String> {
    let mut connection = Connection::open(&server.address)?;
    let front = connection.get("/")?;
    let linked = |start: &str| {
        let at = front.find(&format!("href=\"{start}"))? + "href=\"".len();
        front[at..].split('"').next().map(str::to_owned)
    };
    let found = [
        Some("/".to_owned()),
        linked("/section/"),
        linked("/news/"),
        Some("/search?q=%D8%A7%DB%8C%D8%B1%D8%A7%D9%86".into()),
    ];
    for path in found.into_iter().flatten() {
        let shown = path.split('/').take(3).collect::<Vec<_>>().join("/");
        println!("  {shown:<28} {}", timed(&mut connection, server, &path)?);
    }
    println!("  memory {} MB", server.memory());
    Ok(())
}

fn timed(connection: &mut Connection, server: &Server, path: &str) -> Result<String, String> {
    for _ in 0..WARM_UP {
        connection.get(path)?;
    }
    let (mut times, cpu) = (Vec::with_capacity(REQUESTS), server.cpu_ms());
    for _ in 0..REQUESTS {
        let started = Instant::now();
        connection.get(path)?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let cpu = (server.cpu_ms() - cpu) / REQUESTS as f64;
    Ok(format!(
        "{:.3} ms median, {:.3} ms p99, {cpu:.3} ms CPU",
        times[REQUESTS / 2],
        times[REQUESTS * 99 / 100]
    ))
}
