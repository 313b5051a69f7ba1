use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use news::article::ArticleState;
use store::articles;

use crate::{binesh, printed, run, with_store};

/// Nothing here takes a second; on a loaded machine it may.
const PATIENCE: Duration = Duration::from_secs(60);

/// Looks at the rows until all are there: some hundreds are enough.
const LOOKS_MAX: usize = 20_000;

/// A running `serve`; killed when dropped.
struct Server {
    child: Child,
    address: String,
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    fn start(data: &Path, wire: Option<SocketAddr>) -> Self {
        let mut args = vec!["serve".to_owned(), "--listen".into(), "127.0.0.1:0".into(), "--data".into()];
        args.push(data.to_str().expect("a path").to_owned());
        args.extend(wire.map(|wire| format!("--allow-private={wire}")));
        let mut child = binesh(&args).spawn().expect("started");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("read");
        let address =
            line.split("http://").nth(1).expect("an address").trim_end().trim_end_matches('/').to_owned();
        Self { child, address, _stdout: stdout }
    }

    /// Asks, and answers head and body as they came.
    fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> String {
        let mut socket = TcpStream::connect(&self.address).expect("connected");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        socket.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Ends it as an operator does, with what is under way finished.
    fn stop(mut self) {
        let told = std::process::Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()));
        assert!(self.child.wait().expect("ended").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A source's server on a free port: a feed of `articles` items and their pages. Each page that is asked for is told.
fn wire(articles: u32) -> (SocketAddr, Receiver<u32>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let read = socket.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let number = request.split(['/', ' ']).find_map(|part| part.parse::<u32>().ok());
            let body = number.map_or_else(|| feed(articles), page);
            if let Some(number) = number {
                let _ = tell.send(number);
            }
            let head =
                format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = socket.write_all((head + &body).as_bytes());
        }
    });
    (address, told)
}

fn feed(articles: u32) -> String {
    let item = |number: u32| format!("<item><title>خبر {number}</title><link>/{number}</link></item>");
    format!("<rss><channel><title>سیم</title>{}</channel></rss>", (0..articles).map(item).collect::<String>())
}

fn page(number: u32) -> String {
    let words = |from: u32| {
        (0..40).map(|at| format!("واژه{}", number * 1000 + from + at)).collect::<Vec<_>>().join(" ")
    };
    format!(
        "<html><head><title>خبر {number}</title></head><body><article><h1>خبر شماره {number} این روز</h1><p>{}.</p><p>{} پایان.</p></article></body></html>",
        words(0),
        words(500)
    )
}

#[test]
fn a_killed_newsroom_brings_every_entry_in_once() {
    const ARTICLES: u32 = 64;
    let folder = tempfile::tempdir().expect("a folder");
    let (wire, asked) = wire(ARTICLES);
    let data = folder.path().to_str().expect("a path");
    printed(&run(
        &[
            "source",
            "add",
            &format!("http://{wire}/rss"),
            "--arrival",
            "publish",
            "--allow-private",
            &wire.to_string(),
            "--data",
            data,
        ],
        b"",
    ));
    for pages in [1, 5, 3, 7, 2, 1, 4, 6, 1, 3, 2, 5] {
        let server = Server::start(folder.path(), Some(wire));
        for _ in 0..pages {
            asked.recv_timeout(PATIENCE).expect("a page is asked for");
        }
        server.kill();
    }
    let server = Server::start(folder.path(), Some(wire));
    let whole = (0..LOOKS_MAX).any(|_| stories(folder.path()).len() == ARTICLES as usize);
    assert!(whole, "{:?}", stories(folder.path()));
    server.stop();
    let mut stored = stories(folder.path());
    stored.sort_unstable();
    assert_eq!(stored, (0..ARTICLES).collect::<Vec<_>>(), "none lost, none twice");
}

/// The numbers of the wire's articles that are stored whole and published.
fn stories(data: &Path) -> Vec<u32> {
    with_store(data, async |store| {
        let mut numbers = Vec::new();
        for code in articles::all_codes(&store, 0, 1000).await.expect("read") {
            let article = articles::by_code(&store, code).await.expect("read").expect("there");
            assert!(article.content.body_html.contains("پایان"), "{}", article.content.body_html);
            assert_eq!(article.state, ArticleState::Published);
            let digits = persian::digits::to_ascii(&article.content.headline);
            numbers.push(digits.split(' ').find_map(|word| word.parse().ok()).expect("a number"));
        }
        numbers
    })
}

#[test]
fn what_was_published_outlives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let made = printed(&run(&["user", "add", "sara", "--role", "admin", "--data", data], b""));
    let password = made.split("Password: ").nth(1).expect("a password").trim().to_owned();
    let server = Server::start(folder.path(), None);
    let login = server.ask("POST", "/newsroom/login", "", &format!("name=sara&password={password}"));
    let cookie =
        login.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next()).expect("a cookie");
    let sent = "action=publish&headline=%D8%B2%D9%84%D8%B2%D9%84%D9%87&body=%D9%85%D8%AA%D9%86";
    let answer = server.ask("POST", "/newsroom/articles/new", cookie, sent);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    server.kill();
    let server = Server::start(folder.path(), None);
    assert!(server.ask("GET", "/latest", "", "").contains("زلزله"));
    let beside = printed(&run(&["search", "زلزله", "--data", data], b""));
    assert!(beside.contains("زلزله"), "beside the running server: {beside}");
    assert!(server.ask("GET", "/newsroom", cookie, "").starts_with("HTTP/1.1 200"), "still logged in");
    server.stop();
}

#[test]
fn a_damaged_index_is_set_aside_and_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let line = r#"{"id": "1", "title": "زلزله در کوه", "body": "متن", "date": "2024-12-02"}"#;
    printed(&run(&["import", "-", "--data", data], line.as_bytes()));
    std::fs::write(folder.path().join("index/meta.json"), "{").expect("written");
    let server = Server::start(folder.path(), None);
    let found = (0..LOOKS_MAX).find_map(|_| {
        let answer = server.ask("GET", "/api/v1/search?q=%D8%B2%D9%84%D8%B2%D9%84%D9%87", "", "");
        assert!(answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.1 503"), "{answer}");
        answer.starts_with("HTTP/1.1 200").then_some(answer)
    });
    assert!(
        found.is_some_and(|answer| answer.contains(r#""total":1"#)),
        "none is told that nothing is there"
    );
    assert!(folder.path().join("index.damaged/meta.json").exists());
    server.stop();
}

#[test]
fn articles_are_imported_and_the_index_is_built_anew_beside_a_running_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let server = Server::start(folder.path(), None);
    let line = r#"{"id": "1", "title": "زلزله در کوه", "body": "متن", "date": "2024-12-02"}"#;
    let said = printed(&run(&["import", "-", "--data", data], line.as_bytes()));
    assert!(said.contains("Imported 1 articles") && said.contains("running"), "{said}");
    assert!(printed(&run(&["import", "-", "--data", data], line.as_bytes())).contains("here already"));
    let is_found = || {
        (0..LOOKS_MAX).any(|_| {
            let answer = server.ask("GET", "/api/v1/search?q=%D8%B2%D9%84%D8%B2%D9%84%D9%87", "", "");
            answer.contains(r#""total":1"#)
        })
    };
    assert!(is_found());
    let is_asked =
        || ["index", "desk-index"].iter().any(|name| folder.path().join(name).join("fill-anew").exists());
    assert!(printed(&run(&["reindex", "--data", data], b"")).contains("was asked"));
    assert!((0..LOOKS_MAX).any(|_| {
        server.ask("GET", "/about", "", "");
        !is_asked()
    }));
    assert!(is_found());
    let sound = printed(&run(&["reindex", "--check", "--data", data], b""));
    assert!(sound.contains("as they were written"), "{sound}");
    server.stop();
    let files = std::fs::read_dir(folder.path().join("index")).expect("read");
    let store = files
        .map(|file| file.expect("a file").path())
        .find(|file| file.extension().is_some_and(|kind| kind == "store"));
    let store = store.expect("a store");
    let mut bytes = std::fs::read(&store).expect("read");
    bytes[0] ^= 1;
    std::fs::write(&store, bytes).expect("written");
    let mended = printed(&run(&["reindex", "--check", "--data", data], b""));
    assert!(mended.contains("are damaged") && mended.contains("Indexed 1 articles."), "{mended}");
}
