//! Everything at once for a minute: readers of pages in memory, searches that nobody made before, addresses that are none,
//! comments, and an article published every second. What is answered by which status, how long readers wait, and what
//! memory the server takes meanwhile.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::http::{Connection, encoded, form, request};
use super::newsroom::Desk;
use super::program::{Folder, Server};
use super::{load, serving};

const LASTS: Duration = Duration::from_secs(60);
/// Between two looks at the server's memory.
const LOOKED_EVERY: Duration = Duration::from_secs(10);
/// Readers, and how often each asks: some hundred pages a second are ten million a day.
const READERS: usize = 8;
const READS_EVERY: Duration = Duration::from_millis(25);
/// Who searches, or asks for what is not there, asks again as soon as it is answered.
const SEARCHERS: usize = 16;
const LOST: usize = 4;
/// Comments, each from another sender.
const COMMENTS_EVERY: Duration = Duration::from_millis(50);
const PUBLISHED_EVERY: Duration = Duration::from_secs(1);
/// Articles that readers open in turn.
const OPENED: usize = 500;
/// Too many requests: the only refusal that may be.
const REFUSED: u16 = 429;

/// How often what was answered, and how long readers waited, in milliseconds.
#[derive(Default)]
struct Seen {
    statuses: BTreeMap<(&'static str, u16), usize>,
    waits: Vec<f64>,
}

/// What everybody needs.
struct Storm<'a> {
    host: &'a str,
    started: Instant,
    searches: Vec<String>,
    pages: Vec<String>,
    next: AtomicUsize,
}

/// Measures it among the shared articles.
///
/// # Errors
/// What does not run, or answers with an error other than 429.
pub(super) fn measure(binary: &Path, articles: &Path) -> Result<(), String> {
    let data = Folder::new("storm")?;
    serving::import(binary, articles, usize::MAX, &data.0)?;
    Desk::hire(binary, &data.0)?;
    // Senders are told apart as behind a proxy.
    let server = Server::start(
        Command::new(binary)
            .args(["serve", "--trust-proxy", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data.0),
    )?;
    let mut pages = serving::addresses(&server.address)?;
    pages.truncate(OPENED);
    let storm = Storm {
        host: &server.address,
        started: Instant::now(),
        searches: load::paths(articles)?,
        pages,
        next: AtomicUsize::new(0),
    };
    let (seen, memory) = thread::scope(|scope| {
        let mut asking = Vec::new();
        asking.extend((0..READERS).map(|first| {
            scope.spawn({
                let storm = &storm;
                move || storm.read(first)
            })
        }));
        asking.extend((0..SEARCHERS).map(|_| scope.spawn(|| storm.search())));
        asking.extend((0..LOST).map(|first| {
            scope.spawn({
                let storm = &storm;
                move || storm.lose(first)
            })
        }));
        asking.push(scope.spawn(|| storm.comment()));
        asking.push(scope.spawn(|| storm.publish()));
        let mut memory = Vec::new();
        while storm.goes_on() {
            memory.push(server.memory());
            thread::sleep(LOOKED_EVERY);
        }
        let ended = asking.into_iter().map(|one| one.join().map_err(|_| "a client fell over".to_owned())?);
        Ok::<_, String>((ended.collect::<Result<Vec<Seen>, String>>()?, memory))
    })?;
    told(seen, &memory)
}

fn told(seen: Vec<Seen>, memory: &[u64]) -> Result<(), String> {
    let (mut statuses, mut waits) = (BTreeMap::new(), Vec::new());
    for mut one in seen {
        one.statuses.into_iter().for_each(|(of, count)| *statuses.entry(of).or_insert(0) += count);
        waits.append(&mut one.waits);
    }
    waits.sort_by(f64::total_cmp);
    let at = |share: usize| waits.get(waits.len() * share / 1000).copied().unwrap_or_default();
    println!("storm    {} s; answers by status:", LASTS.as_secs());
    for ((what, status), count) in &statuses {
        println!("  {what:<10} {status}: {count}");
    }
    println!("  pages in memory: {:.2} ms median, {:.1} ms p99, {:.1} ms p99.9", at(500), at(990), at(999));
    println!("  memory every {} s: {memory:?} MB", LOOKED_EVERY.as_secs());
    let is_wrong = |(what, status): (&str, u16)| match what {
        "nowhere" => status != 404,
        _ => status >= 400,
    };
    let wrong = statuses.keys().find(|of| is_wrong(**of) && of.1 != REFUSED);
    wrong.map_or(Ok(()), |wrong| Err(format!("an error other than {REFUSED}: {wrong:?}")))
}

impl Storm<'_> {
    fn goes_on(&self) -> bool {
        self.started.elapsed() < LASTS
    }

    fn read(&self, first: usize) -> Result<Seen, String> {
        let (mut connection, mut seen) = (Connection::open(self.host)?, Seen::default());
        let mut at = first * self.pages.len() / READERS;
        while self.goes_on() {
            // Every second page is the front.
            let path = if at.is_multiple_of(2) { "/" } else { &self.pages[at % self.pages.len()] };
            let asked = Instant::now();
            let reply = connection.send(&request(self.host, path, &[("Accept-Encoding", "br")]))?;
            seen.waits.push(asked.elapsed().as_secs_f64() * 1e3);
            seen.count("page", reply.status);
            at += 1;
            thread::sleep(READS_EVERY.saturating_sub(asked.elapsed()));
        }
        Ok(seen)
    }

    fn search(&self) -> Result<Seen, String> {
        let (mut connection, mut seen) = (Connection::open(self.host)?, Seen::default());
        while self.goes_on() {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let once_more = encoded("!").repeat(number / self.searches.len());
            let path = self.searches[number % self.searches.len()].clone() + &once_more;
            seen.count("search", connection.send(&request(self.host, &path, &[]))?.status);
        }
        Ok(seen)
    }

    fn lose(&self, first: usize) -> Result<Seen, String> {
        let (mut connection, mut seen) = (Connection::open(self.host)?, Seen::default());
        for number in 0.. {
            if !self.goes_on() {
                break;
            }
            let path = format!("/nowhere/{first}/{number}");
            seen.count("nowhere", connection.send(&request(self.host, &path, &[]))?.status);
        }
        Ok(seen)
    }

    fn comment(&self) -> Result<Seen, String> {
        let (mut connection, mut seen) = (Connection::open(self.host)?, Seen::default());
        for number in 0.. {
            if !self.goes_on() {
                break;
            }
            let sender = format!("10.{}.{}.1", number / 256 % 256, number % 256);
            let path = &self.pages[1 + number % (self.pages.len() - 1)];
            let path = path.split('/').take(3).collect::<Vec<_>>().join("/") + "/comments";
            let words = format!("نظر شماره {number} دربارهٔ این مطلب");
            let fields = [("name", "رهگذر"), ("email", ""), ("body", &words), ("website", "")];
            let sent = form(self.host, &path, &[("X-Forwarded-For", &sender)], &fields);
            seen.count("comment", connection.send(&sent)?.status);
            thread::sleep(COMMENTS_EVERY);
        }
        Ok(seen)
    }

    fn publish(&self) -> Result<Seen, String> {
        let (mut desk, mut seen) = (Desk::open(self.host)?, Seen::default());
        for number in 0.. {
            if !self.goes_on() {
                break;
            }
            desk.publish(&format!("خبر شماره {number} در میان توفان"))?;
            seen.count("publish", 303);
            thread::sleep(PUBLISHED_EVERY);
        }
        Ok(seen)
    }
}

impl Seen {
    fn count(&mut self, what: &'static str, status: u16) {
        *self.statuses.entry((what, status)).or_insert(0) += 1;
    }
}
