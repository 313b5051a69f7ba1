//! Searches over HTTP, by one client and by many, of a server that runs already: `bench search HOST:PORT`.
//!
//! Queries are runs of one to four words out of real headlines, and no two are the same text, so that no answer is one that
//! the server remembers. A client asks again as soon as it is answered.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;

use super::http::{Connection, encoded};

/// How many ask at the same time, in turn.
const CLIENTS: [usize; 2] = [1, 64];
/// How long they ask.
const ASKED_FOR: Duration = Duration::from_secs(20);
/// Headlines that queries are taken from.
const HEADLINES: usize = 5000;

/// Measures a server.
///
/// # Errors
/// When there are no headlines, or the server does not answer.
pub(super) fn measure(host: &str, articles: &Path) -> Result<(), String> {
    let (paths, next) = (paths(articles)?, AtomicUsize::new(0));
    asked(host, &paths, &next, 1, ASKED_FOR / 4)?;
    for clients in CLIENTS {
        let (mut times, refused, seconds) = asked(host, &paths, &next, clients, ASKED_FOR)?;
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            times
                .get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)))
                .unwrap_or(&0.0)
        };
        println!(
            "search   {clients} clients: {:.0} answers/s, median {:.2} ms, p99 {:.1} ms, most {:.1} ms, {refused} refused",
            times.len() as f64 / seconds,
            at(0.5),
            at(0.99),
            at(1.0),
        );
    }
    Ok(())
}

/// The times of answers in milliseconds, how many were refused, and how long it took.
fn asked(
    host: &str,
    paths: &[String],
    next: &AtomicUsize,
    clients: usize,
    long: Duration,
) -> Result<(Vec<f64>, usize, f64), String> {
    let (refused, started) = (AtomicUsize::new(0), Instant::now());
    let client = || -> Result<Vec<f64>, String> {
        let (mut connection, mut times) = (Connection::open(host)?, Vec::new());
        while started.elapsed() < long {
            let number = next.fetch_add(1, Ordering::Relaxed);
            // In each round with one mark more, which is another question and the same search.
            let path = paths[number % paths.len()].clone() + &encoded("!").repeat(number / paths.len());
            let asked = Instant::now();
            match connection.get(&path) {
                Ok(_) => times.push(asked.elapsed().as_secs_f64() * 1e3),
                Err(why) if why.ends_with(" 429") => drop(refused.fetch_add(1, Ordering::Relaxed)),
                Err(why) => return Err(why),
            }
        }
        Ok(times)
    };
    let times = thread::scope(|scope| {
        let asking: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        let ended = asking.into_iter().map(|one| one.join().map_err(|_| "a client fell over".to_owned())?);
        ended.collect::<Result<Vec<_>, String>>()
    })?;
    Ok((times.concat(), refused.into_inner(), started.elapsed().as_secs_f64()))
}

/// Addresses of searches, the same in every run.
pub(super) fn paths(articles: &Path) -> Result<Vec<String>, String> {
    let file = File::open(articles).map_err(|error| format!("{}: {error}", articles.display()))?;
    let (mut paths, mut times) = (Vec::new(), HashMap::new());
    for (at, line) in BufReader::new(GzDecoder::new(file)).lines().take(HEADLINES).enumerate() {
        let line = line.map_err(|error| error.to_string())?;
        let article: serde_json::Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let words: Vec<&str> = article["title"].as_str().unwrap_or_default().split_whitespace().collect();
        let start = at % words.len().max(1);
        let mut query = words[start..words.len().min(start + 1 + at % 4)].join(" ");
        let before = times.entry(query.clone()).or_insert(0);
        query += &".".repeat(*before);
        *before += 1;
        paths.push(format!("/api/v1/search?q={}", encoded(&query)));
    }
    Ok(paths)
}
