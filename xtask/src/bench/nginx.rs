//! Pages from memory beside nginx: both serve the same compressed bytes to the same client, each on one core of its own,
//! and what is compared is the processor time of a request.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::http::Connection;
use super::program::{Folder, Program, Server};

/// Articles that are asked for in turn.
const ARTICLES: usize = 10_000;
/// Names of files have at most 255 bytes.
const NAME_BYTES_MAX: usize = 255;
/// Connections that ask again as soon as they are answered.
const CLIENTS: usize = 32;
const ASKED_FOR: Duration = Duration::from_secs(4);
/// Connections that say nothing meanwhile.
const IDLE: usize = 9_000;
/// The two servers take turns so often; the middle one of the ratios counts.
const TURNS: usize = 3;
const SERVER_CORE: &str = "0";
const CLIENT_CORE: &str = "1";

/// What is asked for.
struct Asked {
    name: &'static str,
    requests: Vec<Vec<u8>>,
}

/// What came of it.
struct Measured {
    per_second: f64,
    cpu_us: f64,
    p99_ms: f64,
}

/// Measures both with the articles of a file.
///
/// # Errors
/// What does not start, or nginx or taskset is not there.
pub(super) fn compare(binary: &Path, articles: &Path) -> Result<(), String> {
    let data = Folder::new("nginx")?;
    Program::quiet(Command::new(binary).arg("import").arg(articles).arg("--data").arg(&data.0))?
        .succeeded("binesh import")?;
    let ours =
        Server::start(pinned(binary).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data.0))?;
    let paths = addresses(&ours.address)?;
    let files = Folder::new("nginx-files")?;
    let tags = keep(&ours.address, &paths, &files.0)?;
    let theirs = nginx(&files.0)?;
    let known = |path: &String| format!("If-None-Match: {}\r\n", tags.0[path]);
    let known_there = |path: &String| format!("If-None-Match: {}\r\n", tags_of(&theirs.address, path));
    println!(
        "nginx    {} articles, {CLIENTS} connections, server and client on a core each",
        paths.len() - 1
    );
    for idle in [0, IDLE] {
        let _idle = [idle_at(&ours.address, idle)?, idle_at(&theirs.address, idle)?];
        let beside = if idle == 0 { String::new() } else { format!(" beside {idle} idle connections") };
        let plain = |paths: &[String], host: &str| requests(paths, host, |_| String::new());
        for (name, chosen) in [("front page", &paths[..1]), ("articles", &paths[1..])] {
            let asked = [
                Asked { name, requests: plain(chosen, &ours.address) },
                Asked { name, requests: plain(chosen, &theirs.address) },
            ];
            side_by_side(&ours, &theirs, &asked, &beside)?;
        }
        let some = &paths[1..200.min(paths.len())];
        let asked = [
            Asked { name: "not changed", requests: requests(some, &ours.address, known) },
            Asked { name: "not changed", requests: requests(some, &theirs.address, known_there) },
        ];
        side_by_side(&ours, &theirs, &asked, &beside)?;
    }
    Ok(())
}

fn side_by_side(ours: &Server, theirs: &Server, asked: &[Asked; 2], beside: &str) -> Result<(), String> {
    let (mut turns, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let one = measure(ours, &asked[0].requests)?;
        let other = measure(theirs, &asked[1].requests)?;
        ratios.push(other.cpu_us / one.cpu_us);
        turns.push((one, other));
    }
    ratios.sort_by(f64::total_cmp);
    turns.sort_by(|one, other| (one.1.cpu_us / one.0.cpu_us).total_cmp(&(other.1.cpu_us / other.0.cpu_us)));
    let (one, other) = &turns[TURNS / 2];
    println!(
        "  {:<12} {:.2} of nginx's requests a CPU second ({:.1} and {:.1} µs a request, {:.0} and {:.0} a second, p99 {:.2} and {:.2} ms){beside}",
        asked[0].name,
        ratios[TURNS / 2],
        one.cpu_us,
        other.cpu_us,
        one.per_second,
        other.per_second,
        one.p99_ms,
        other.p99_ms
    );
    Ok(())
}

fn measure(server: &Server, requests: &[Vec<u8>]) -> Result<Measured, String> {
    ask(server, requests, ASKED_FOR / 4)?;
    let (cpu, started) = (server.cpu_ms(), Instant::now());
    let mut times = ask(server, requests, ASKED_FOR)?;
    let (cpu, seconds) = (server.cpu_ms() - cpu, started.elapsed().as_secs_f64());
    times.sort_unstable_by(f32::total_cmp);
    let count = times.len() as f64;
    let p99_ms = f64::from(times.get(times.len() * 99 / 100).copied().unwrap_or_default());
    Ok(Measured { per_second: count / seconds, cpu_us: cpu * 1e3 / count, p99_ms })
}

/// The times of answers in milliseconds.
fn ask(server: &Server, requests: &[Vec<u8>], long: Duration) -> Result<Vec<f32>, String> {
    let started = Instant::now();
    let client = |first: usize| -> Result<Vec<f32>, String> {
        let (mut connection, mut times) = (Connection::open(&server.address)?, Vec::new());
        let mut at = first * requests.len() / CLIENTS;
        while started.elapsed() < long {
            let asked = Instant::now();
            connection.ask(&requests[at % requests.len()])?;
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

/// Requests as a phone sends them.
fn requests(paths: &[String], host: &str, more: impl Fn(&String) -> String) -> Vec<Vec<u8>> {
    let request = |path: &String| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile\r\n\
             Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: fa\r\n{}\r\n",
            more(path)
        )
    };
    paths.iter().map(|path| request(path).into_bytes()).collect()
}

/// The front page and articles, as the sitemap tells.
fn addresses(host: &str) -> Result<Vec<String>, String> {
    let (mut connection, mut paths) = (Connection::open(host)?, vec!["/".to_owned()]);
    let index = connection.get("/sitemap.xml")?;
    for part in locations(&index).filter(|part| part.contains("/sitemap/")) {
        let part = connection.get(&part)?;
        let short = |path: &String| path.split('/').all(|name| decoded(name).len() <= NAME_BYTES_MAX);
        paths.extend(locations(&part).filter(short));
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
fn keep(host: &str, paths: &[String], folder: &Path) -> Result<Tags, String> {
    let (mut connection, mut tags) = (Connection::open(host)?, HashMap::new());
    for (path, request) in paths.iter().zip(requests(paths, host, |_| String::new())) {
        let answer = connection.ask(&request)?;
        let file = if path == "/" { folder.join("index.html") } else { folder.join(&decoded(path)[1..]) };
        let place = file.parent().unwrap_or(folder);
        fs::create_dir_all(place)
            .and_then(|()| fs::write(&file, &answer.body))
            .map_err(|why| why.to_string())?;
        tags.insert(path.clone(), answer.etag);
    }
    Ok(Tags(tags))
}

struct Tags(HashMap<String, String>);

fn tags_of(host: &str, path: &String) -> String {
    let asked = requests(std::slice::from_ref(path), host, |_| String::new());
    let answer = Connection::open(host).and_then(|mut connection| connection.ask(&asked[0]));
    answer.map(|answer| answer.etag).unwrap_or_default()
}

/// nginx as who knows it sets it up for this: one process, files held open, nothing logged.
fn nginx(files: &Path) -> Result<Server, String> {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|one| one.local_addr())
        .map_err(|why| why.to_string())?
        .port();
    let place = files.with_extension("conf.d");
    fs::create_dir_all(&place).map_err(|why| why.to_string())?;
    let mut text = format!(
        "daemon off; master_process off; worker_rlimit_nofile 40000; error_log /dev/null crit; pid {0}/pid;\n\
         events {{ worker_connections 20000; use epoll; multi_accept on; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; etag on; server_tokens off;\n\
         keepalive_requests 1000000000; keepalive_timeout 600s; types {{ }} default_type \"text/html; charset=utf-8\";\n\
         open_file_cache max=20000 inactive=600s; open_file_cache_valid 600s;\n\
         client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n\
         server {{ listen 127.0.0.1:{port} backlog=4096; root {1}; index index.html;\n",
        place.display(),
        files.display()
    );
    for header in [
        "Content-Encoding br",
        "Vary accept-encoding",
        "Cache-Control \"public, max-age=0, must-revalidate, s-maxage=10, stale-while-revalidate=60\"",
        "Content-Security-Policy \"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'\"",
        "X-Content-Type-Options nosniff",
        "Referrer-Policy strict-origin-when-cross-origin",
        "X-Frame-Options DENY",
    ] {
        let _ = writeln!(text, "add_header {header};");
    }
    text += "} }\n";
    let conf = place.join("nginx.conf");
    fs::write(&conf, text).map_err(|why| why.to_string())?;
    Server::start_at(pinned(Path::new("nginx")).arg("-c").arg(&conf), format!("127.0.0.1:{port}"))
}

/// A program on the core of servers; this one asks from the other.
fn pinned(program: &Path) -> Command {
    let _ = Command::new("taskset")
        .args(["-a", "-p", "-c", CLIENT_CORE, &std::process::id().to_string()])
        .output();
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(program);
    command
}

fn idle_at(host: &str, count: usize) -> Result<Vec<TcpStream>, String> {
    (0..count).map(|_| TcpStream::connect(host).map_err(|why| format!("{host}: {why}"))).collect()
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
