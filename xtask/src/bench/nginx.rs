//! nginx as who knows it sets it up for serving files from memory: one process, files held open, nothing logged.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use super::program::Server;

const SERVER_CORE: &str = "0";
const CLIENT_CORE: &str = "1";

/// The headers that our own pages have.
const HEADERS: [&str; 7] = [
    "Content-Encoding br",
    "Vary accept-encoding",
    "Cache-Control \"public, max-age=0, must-revalidate, s-maxage=10, stale-while-revalidate=60\"",
    "Content-Security-Policy \"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'\"",
    "X-Content-Type-Options nosniff",
    "Referrer-Policy strict-origin-when-cross-origin",
    "X-Frame-Options DENY",
];

/// Serves the files of a folder, and answers where over HTTP/1.1 and where over HTTP/2.
///
/// # Errors
/// When nginx or taskset is not there.
pub(super) fn serve(files: &Path) -> Result<(Server, [String; 2]), String> {
    let [one, other] = [free_port()?, free_port()?];
    let place = files.join(".conf");
    fs::create_dir_all(&place).map_err(|why| why.to_string())?;
    let mut text = format!(
        "daemon off; master_process off; worker_rlimit_nofile 40000; error_log /dev/null crit; pid {0}/pid;\n\
         events {{ worker_connections 20000; use epoll; multi_accept on; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; etag on; server_tokens off;\n\
         keepalive_requests 1000000000; keepalive_timeout 600s; types {{ }} default_type \"text/html; charset=utf-8\";\n\
         open_file_cache max=20000 inactive=600s; open_file_cache_valid 600s;\n\
         client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n\
         server {{ listen 127.0.0.1:{one} backlog=4096; listen 127.0.0.1:{other} http2 backlog=4096; root {1}; index index.html;\n",
        place.display(),
        files.display()
    );
    for header in HEADERS {
        let _ = writeln!(text, "add_header {header};");
    }
    text += "} }\n";
    let conf = place.join("nginx.conf");
    fs::write(&conf, text).map_err(|why| why.to_string())?;
    let hosts = [one, other].map(|port| format!("127.0.0.1:{port}"));
    let server = Server::start_at(pinned(Path::new("nginx")).arg("-c").arg(&conf), hosts[0].clone())?;
    Ok((server, hosts))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|why| why.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|why| why.to_string())
}

/// A program on the core of servers; this one asks from the other.
pub(super) fn pinned(program: &Path) -> Command {
    let _ = Command::new("taskset")
        .args(["-a", "-p", "-c", CLIENT_CORE, &std::process::id().to_string()])
        .output();
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(program);
    command
}
