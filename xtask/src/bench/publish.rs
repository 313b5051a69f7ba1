//! From saving an article in the newsroom to each page that shows it: how long that takes, and whether any is older.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use super::http::{Connection, encoded, request};
use super::newsroom::{AUTHOR, Desk, TAG};
use super::program::{Folder, Server};
use super::serving;

/// How often the article is saved.
const SAVED: usize = 200;

/// A page that shows the article.
struct Shown {
    name: &'static str,
    path: String,
    connection: Connection,
    /// From the beginning of the saving to the page, in milliseconds.
    times: Vec<f64>,
    stale: usize,
}

/// Measures it among the shared articles.
///
/// # Errors
/// What does not run, or refuses what is saved.
pub(super) fn measure(binary: &Path, articles: &Path) -> Result<(), String> {
    let data = Folder::new("publish")?;
    serving::import(binary, articles, usize::MAX, &data.0)?;
    Desk::hire(binary, &data.0)?;
    let server = Server::start(
        Command::new(binary).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data.0),
    )?;
    let mut desk = Desk::open(&server.address)?;
    let mut draft = desk.publish(&headline(0))?;
    let mut pages = pages(&server.address, &draft.code)?;
    let mut saves = Vec::with_capacity(SAVED);
    for number in 1..=SAVED {
        let headline = headline(number);
        let started = Instant::now();
        desk.save(&mut draft, &headline)?;
        saves.push(started.elapsed().as_secs_f64() * 1e3);
        thread::scope(|scope| {
            let looking: Vec<_> =
                pages.iter_mut().map(|page| scope.spawn(|| page.look(&headline, started))).collect();
            looking.into_iter().try_for_each(|one| one.join().map_err(|_| "a reader fell over")?)
        })?;
    }
    println!("publish  {SAVED} saves of an article, {}", told(&mut saves));
    let mut all = Vec::new();
    for page in &mut pages {
        println!("  {:<14} {}, {} stale", page.name, told(&mut page.times), page.stale);
        all.append(&mut page.times);
    }
    println!("  {:<14} {}", "every page", told(&mut all));
    Ok(())
}

fn headline(number: usize) -> String {
    format!("آزمون انتشار شماره {number} پایان")
}

fn pages(host: &str, code: &str) -> Result<Vec<Shown>, String> {
    let front = Connection::open(host)?.get("/")?;
    // The first of the navigation is the section of number 1, as the newsroom's form has it.
    let section = front.split("href=\"/section/").nth(1).and_then(|rest| rest.split('"').next());
    let section = format!("/section/{}", section.ok_or("the front page names no section")?);
    let slug = |text| encoded(&persian::slug::slug(text));
    let paths = [
        ("front", "/".to_owned()),
        ("section", section.clone()),
        ("tag", format!("/tag/{}", slug(TAG))),
        ("author", format!("/author/{}", slug(AUTHOR))),
        ("article", format!("/news/{code}")),
        ("latest", "/latest".to_owned()),
        ("feed", "/rss.xml".to_owned()),
        ("section's feed", format!("{section}/rss.xml")),
    ];
    let shown = |(name, path)| {
        let connection = Connection::open(host)?;
        Ok(Shown { name, path, connection, times: Vec::new(), stale: 0 })
    };
    paths.into_iter().map(shown).collect()
}

impl Shown {
    /// Asks for the page, through the article's new address where it has one.
    fn look(&mut self, headline: &str, since: Instant) -> Result<(), String> {
        let host = "a.ir";
        let mut reply = self.connection.send(&request(host, &self.path, &[]))?;
        if reply.status == 301 {
            reply = self.connection.send(&request(host, &reply.location, &[]))?;
        }
        if reply.status != 200 {
            return Err(format!("{}: {}", self.path, reply.status));
        }
        self.times.push(since.elapsed().as_secs_f64() * 1e3);
        self.stale += usize::from(!reply.body.contains(headline));
        Ok(())
    }
}

/// The middle, the hundredth worst and the worst.
fn told(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get((times.len() as f64 * share) as usize).or(times.last()).copied().unwrap_or_default()
    };
    format!("{:.1} ms median, {:.1} ms p99, {:.1} ms at most", at(0.5), at(0.99), at(1.0))
}
