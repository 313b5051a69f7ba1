//! Pages from memory beside nginx: both serve the same compressed bytes to the same client, each on one core of its own,
//! over HTTP/1.1 and HTTP/2, alone and beside connections that say nothing; what is compared is the processor time of a
//! request.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;

use super::http::{self, Answer};
use super::program::{Folder, Program, Server};
use super::{http2, nginx};

/// Articles that are asked for in turn: nginx holds their files open, beside [`IDLE`] connections, where a process may have
/// 20,000 open files; with more of both it accepts no connection and says nothing.
const ARTICLES: usize = 9000;
/// Those that are known already, and asked for again.
const KNOWN: usize = 200;
/// Names of files have at most 255 bytes.
const NAME_BYTES_MAX: usize = 255;
/// Connections that ask again as soon as they are answered.
const CLIENTS: usize = 32;
const ASKED_FOR: Duration = Duration::from_secs(4);
/// Connections that asked once and say nothing while others are measured.
const IDLE: usize = 10_000;
/// The two servers take turns so often; the middle one of the ratios counts.
const TURNS: usize = 3;
/// As a phone sends them.
const HEADERS: [(&str, &str); 4] = [
    ("User-Agent", "Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile"),
    ("Accept", "text/html"),
    ("Accept-Encoding", "gzip, deflate, br"),
    ("Accept-Language", "fa"),
];

#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    const ALL: [Self; 2] = [Self::Http1, Self::Http2];

    fn name(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        }
    }

    /// A request that is ready to be sent.
    fn request(self, host: &str, path: &str, known: Option<&String>) -> Vec<u8> {
        let mut headers = HEADERS.to_vec();
        headers.extend(known.map(|tag| ("If-None-Match", tag.as_str())));
        match self {
            Self::Http1 => http::request(host, path, &headers),
            Self::Http2 => http2::headers(host, path, &headers),
        }
    }

    fn open(self, host: &str) -> Result<Client, String> {
        Ok(match self {
            Self::Http1 => Client::Http1(http::Connection::open(host)?),
            Self::Http2 => Client::Http2(http2::Connection::open(host)?),
        })
    }
}

enum Client {
    Http1(http::Connection),
    Http2(http2::Connection),
}

impl Client {
    fn ask(&mut self, request: &[u8]) -> Result<(), String> {
        match self {
            Self::Http1(connection) => connection.ask(request).map(drop),
            Self::Http2(connection) => connection.ask(request),
        }
    }

    /// Whether the other side has not closed it.
    fn is_open(&self) -> bool {
        let socket = match self {
            Self::Http1(connection) => connection.socket(),
            Self::Http2(connection) => connection.socket(),
        };
        let looked = socket.set_nonblocking(true).and_then(|()| socket.peek(&mut [0]));
        looked.map_or_else(|why| why.kind() == ErrorKind::WouldBlock, |bytes| bytes > 0)
    }
}

/// A server, where it answers a protocol, and the tags of its pages.
struct Side {
    server: Server,
    /// In the order of [`Protocol::ALL`].
    hosts: [String; 2],
    tags: HashMap<String, String>,
}

/// What is asked for.
struct Row<'a> {
    name: &'static str,
    paths: &'a [String],
    is_known: bool,
    protocol: Protocol,
    idle: usize,
}

impl Row<'_> {
    fn name(&self) -> String {
        let beside =
            if self.idle == 0 { String::new() } else { format!(" beside {} silent ones", self.idle) };
        format!("{} over {}{beside}", self.name, self.protocol.name())
    }
}

/// What came of it.
struct Measured {
    per_second: f64,
    cpu_us: f64,
    p99_ms: f64,
}

/// Which articles are served.
#[derive(Default)]
pub(super) struct Options {
    /// So many of the shared ones; all when not given.
    articles: Option<usize>,
    /// Those of a data folder that was made before.
    data: Option<PathBuf>,
    /// Only what has this in its name, such as `changed` or `HTTP/2`.
    only: String,
}

impl Options {
    /// Reads `--articles N`, `--data DIR` and `--only TEXT`.
    pub(super) fn read(args: &[String]) -> Result<Self, String> {
        let mut options = Self::default();
        for pair in args.chunks(2) {
            match pair {
                [name, count] if name == "--articles" => {
                    options.articles = Some(count.parse().map_err(|_| format!("{count} is no number"))?);
                }
                [name, folder] if name == "--data" => options.data = Some(folder.into()),
                [name, part] if name == "--only" => options.only.clone_from(part),
                other => {
                    return Err(format!(
                        "`bench serve` knows --articles N, --data DIR and --only TEXT, not {other:?}"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Measures both.
///
/// # Errors
/// What does not start, or nginx or taskset is not there.
pub(super) fn compare(
    binary: &Path,
    options: &Options,
    articles: impl FnOnce() -> Result<PathBuf, String>,
) -> Result<(), String> {
    let made = Folder::new("nginx")?;
    if options.data.is_none() {
        import(binary, &articles()?, options.articles.unwrap_or(usize::MAX), &made.0)?;
    }
    let data = options.data.as_ref().unwrap_or(&made.0);
    let server =
        Server::start(nginx::pinned(binary).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data))?;
    let paths = addresses(&server.address)?;
    let files = Folder::new("nginx-files")?;
    let tags = keep(&server.address, &paths, &files.0)?;
    let ours = Side { hosts: [server.address.clone(), server.address.clone()], server, tags };
    let (server, hosts) = nginx::serve(&files.0)?;
    let some = &paths[1..paths.len().min(KNOWN)];
    let theirs = Side { tags: tags_of(&hosts[0], some)?, server, hosts };
    println!(
        "nginx    {} articles, {CLIENTS} connections, server and client on a core each",
        paths.len() - 1
    );
    for protocol in Protocol::ALL {
        for idle in [0, IDLE] {
            let row = |name, paths, is_known| Row { name, paths, is_known, protocol, idle };
            for row in [
                row("front page", &paths[..1], false),
                row("articles", &paths[1..], false),
                row("not changed", some, true),
            ] {
                if row.name().contains(&options.only) {
                    side_by_side(&ours, &theirs, &row)?;
                }
            }
        }
        if !options.only.is_empty() {
            continue;
        }
        for (name, side) in [("binesh", &ours), ("nginx", &theirs)] {
            println!(
                "  {:.1} KB a silent connection over {} ({name})",
                memory(side, protocol)?,
                protocol.name()
            );
        }
    }
    Ok(())
}

/// Imports the first articles of a compressed file.
pub(super) fn import(binary: &Path, articles: &Path, count: usize, data: &Path) -> Result<(), String> {
    let file = File::open(articles).map_err(|why| why.to_string())?;
    let mut import =
        Program::piped(Command::new(binary).args(["import", "-", "--data"]).arg(data).stderr(Stdio::null()))?;
    let (mut input, _output) = import.pipes()?;
    for line in BufReader::new(GzDecoder::new(file)).split(b'\n').take(count) {
        let mut line = line.map_err(|why| why.to_string())?;
        line.push(b'\n');
        input.write_all(&line).map_err(|why| format!("binesh import: {why}"))?;
    }
    drop(input);
    import.succeeded("binesh import")
}

fn side_by_side(ours: &Side, theirs: &Side, row: &Row<'_>) -> Result<(), String> {
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        turns.push((measure(ours, row)?, measure(theirs, row)?));
    }
    let ratio = |(one, other): &(Measured, Measured)| other.cpu_us / one.cpu_us;
    turns.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let (one, other) = &turns[TURNS / 2];
    println!(
        "  {}: {:.2} of nginx's requests a CPU second ({:.1} and {:.1} µs a request, {:.0} and {:.0} a second, p99 {:.2} and {:.2} ms)",
        row.name(),
        ratio(&turns[TURNS / 2]),
        one.cpu_us,
        other.cpu_us,
        one.per_second,
        other.per_second,
        one.p99_ms,
        other.p99_ms,
    );
    Ok(())
}

fn measure(side: &Side, row: &Row<'_>) -> Result<Measured, String> {
    let host = &side.hosts[row.protocol as usize];
    let known = |path: &String| side.tags.get(path).filter(|_| row.is_known);
    let requests: Vec<_> =
        row.paths.iter().map(|path| row.protocol.request(host, path, known(path))).collect();
    let silent = silent(side, row.protocol, row.idle)?;
    ask(host, row.protocol, &requests, ASKED_FOR / 4)?;
    let (cpu, started) = (side.server.cpu_ms(), Instant::now());
    let mut times = ask(host, row.protocol, &requests, ASKED_FOR)?;
    let (cpu, seconds) = (side.server.cpu_ms() - cpu, started.elapsed().as_secs_f64());
    let gone = silent.iter().filter(|client| !client.is_open()).count();
    if gone > 0 {
        return Err(format!("{gone} of {} silent connections were closed meanwhile", row.idle));
    }
    times.sort_unstable_by(f32::total_cmp);
    let count = times.len() as f64;
    let p99_ms = f64::from(times.get(times.len() * 99 / 100).copied().unwrap_or_default());
    Ok(Measured { per_second: count / seconds, cpu_us: cpu * 1e3 / count, p99_ms })
}

/// Connections over which the front page was asked for once.
fn silent(side: &Side, protocol: Protocol, count: usize) -> Result<Vec<Client>, String> {
    let host = &side.hosts[protocol as usize];
    let request = protocol.request(host, "/", None);
    let client = || {
        let mut client = protocol.open(host)?;
        client.ask(&request).map(|()| client)
    };
    (0..count).map(|_| client()).collect()
}

/// Kilobytes of memory that a silent connection takes, as the operating system counts them.
fn memory(side: &Side, protocol: Protocol) -> Result<f64, String> {
    let before = side.server.memory_kb();
    let silent = silent(side, protocol, IDLE)?;
    Ok(side.server.memory_kb().saturating_sub(before) as f64 / silent.len() as f64)
}

/// The times of answers in milliseconds.
fn ask(host: &str, protocol: Protocol, requests: &[Vec<u8>], long: Duration) -> Result<Vec<f32>, String> {
    let started = Instant::now();
    let client = |first: usize| -> Result<Vec<f32>, String> {
        let (mut client, mut times) = (protocol.open(host)?, Vec::new());
        let mut at = first * requests.len() / CLIENTS;
        while started.elapsed() < long {
            let asked = Instant::now();
            client.ask(&requests[at % requests.len()])?;
            times.push(asked.elapsed().as_secs_f32() * 1e3);
            at += 1;
        }
        Ok(times)
    };
    let times = thread::scope(|scope| {
        let asking: Vec<_> = (0..CLIENTS).map(|first| scope.spawn(move || client(first))).collect();
        let ended = asking.into_iter().map(|one| one.join().map_err(|_| "a client fell over".to_owned())?);
        ended.collect::<Result<Vec<_>, String>>()
    })?;
    Ok(times.concat())
}

/// The front page and articles, as the sitemap tells.
pub(super) fn addresses(host: &str) -> Result<Vec<String>, String> {
    let (mut connection, mut paths) = (http::Connection::open(host)?, vec!["/".to_owned()]);
    let index = connection.get("/sitemap.xml")?;
    for part in locations(&index).filter(|part| part.contains("/sitemap/")) {
        let part = connection.get(&part)?;
        let short = |path: &String| path.split('/').all(|name| decoded(name).len() <= NAME_BYTES_MAX);
        paths.extend(locations(&part).filter(short));
        if paths.len() > ARTICLES {
            break;
        }
    }
    paths.truncate(ARTICLES + 1);
    Ok(paths)
}

fn locations(map: &str) -> impl Iterator<Item = String> {
    map.split("<loc>").skip(1).filter_map(|rest| {
        let address = rest.split("</loc>").next()?;
        Some(format!("/{}", address.splitn(4, '/').nth(3)?))
    })
}

/// Writes each page as it is answered for nginx to serve, and answers the tags.
fn keep(host: &str, paths: &[String], folder: &Path) -> Result<HashMap<String, String>, String> {
    let mut tags = HashMap::new();
    for_each(host, paths, |path, answer| {
        let file = if path == "/" { folder.join("index.html") } else { folder.join(&decoded(path)[1..]) };
        let place = file.parent().unwrap_or(folder);
        fs::create_dir_all(place)
            .and_then(|()| fs::write(&file, &answer.body))
            .map_err(|why| why.to_string())?;
        tags.insert(path.clone(), answer.etag);
        Ok(())
    })?;
    Ok(tags)
}

fn tags_of(host: &str, paths: &[String]) -> Result<HashMap<String, String>, String> {
    let mut tags = HashMap::new();
    for_each(host, paths, |path, answer| {
        tags.insert(path.clone(), answer.etag);
        Ok(())
    })?;
    Ok(tags)
}

fn for_each(
    host: &str,
    paths: &[String],
    mut done: impl FnMut(&String, Answer) -> Result<(), String>,
) -> Result<(), String> {
    let mut connection = http::Connection::open(host)?;
    for path in paths {
        done(path, connection.ask(&Protocol::Http1.request(host, path, None))?)?;
    }
    Ok(())
}

fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let byte =
            (bytes[at] == b'%').then(|| u8::from_str_radix(path.get(at + 1..at + 3)?, 16).ok()).flatten();
        plain.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_out_of_a_sitemap() {
        let map =
            "<url><loc>http://127.0.0.1:1/news/1/%D9%BE</loc></url><url><loc>http://a/sitemap/5</loc></url>";
        assert_eq!(locations(map).collect::<Vec<_>>(), ["/news/1/%D9%BE", "/sitemap/5"]);
        assert_eq!(decoded("/news/1/%D9%BE"), "/news/1/پ");
    }
}
