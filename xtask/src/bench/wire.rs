//! A stand-in for the hosts of sources: feeds of one item, and the item's page.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How a host does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As it should.
    Answers,
    /// With 503.
    Fails,
    /// Takes what is asked and says nothing.
    Hangs,
}

/// A host on a free port, and how often its feeds and pages were given.
pub(super) struct Wire {
    pub(super) address: SocketAddr,
    given: Arc<[AtomicUsize; 2]>,
}

impl Wire {
    /// Serves until the program ends.
    pub(super) fn serve(manner: Manner) -> Result<Self, String> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let given = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let counted = given.clone();
        thread::spawn(move || {
            let mut held = Vec::new();
            for mut socket in listener.incoming().flatten() {
                if manner == Manner::Hangs {
                    held.push(socket);
                } else {
                    // A request of ours is one packet; what fails here is seen as an article that does not come.
                    let _ = answer(&mut socket, manner, &counted);
                }
            }
        });
        Ok(Self { address, given })
    }

    /// The address of a feed.
    pub(super) fn url(&self, number: usize) -> String {
        format!("http://{}/feed/{number}", self.address)
    }

    /// The headline of a feed's item, as the site shows it.
    pub(super) fn headline(number: usize) -> String {
        format!("خبر آزمایشی شمارهٔ {}", persian(number))
    }

    /// Feeds given so far.
    pub(super) fn feeds(&self) -> usize {
        self.given[0].load(Ordering::Relaxed)
    }

    /// Pages given so far.
    pub(super) fn pages(&self) -> usize {
        self.given[1].load(Ordering::Relaxed)
    }
}

fn answer(socket: &mut TcpStream, manner: Manner, given: &[AtomicUsize; 2]) -> std::io::Result<()> {
    let mut request = [0; 4096];
    let read = socket.read(&mut request)?;
    let request = String::from_utf8_lossy(&request[..read]);
    let path = request.split(' ').nth(1).unwrap_or_default();
    let number = path.rsplit('/').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let (status, body) = match path.split('/').nth(1) {
        Some("feed" | "page") if manner == Manner::Fails => ("503 Busy", String::new()),
        Some("feed") => ("200 OK", feed(number)),
        Some("page") => ("200 OK", page(number, socket.local_addr()?.port())),
        _ => ("404 Not Found", String::new()),
    };
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    socket.write_all((head + &body).as_bytes())?;
    for (kind, count) in ["/feed/", "/page/"].iter().zip(given) {
        count.fetch_add(usize::from(manner == Manner::Answers && path.starts_with(kind)), Ordering::Relaxed);
    }
    Ok(())
}

fn feed(number: usize) -> String {
    let title = Wire::headline(number);
    format!(
        "<rss version=\"2.0\"><channel><title>سیم</title><item><title>{title}</title><link>/page/{number}</link></item></channel></rss>"
    )
}

/// An article in words of its own: it copies no other.
fn page(number: usize, port: u16) -> String {
    let word = |at: usize| format!("واژه{}", persian(usize::from(port) * 100_000 + number * 1000 + at));
    let words = |from: usize| (from..from + 120).map(word).collect::<Vec<_>>().join(" ");
    let title = Wire::headline(number);
    format!(
        "<html lang=\"fa\"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{}.</p><p>{}.</p></article></body></html>",
        words(0),
        words(500)
    )
}

fn persian(number: usize) -> String {
    let digits = number.to_string();
    digits.bytes().filter_map(|digit| char::from_u32('۰' as u32 + u32::from(digit - b'0'))).collect()
}
