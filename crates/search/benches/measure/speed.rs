//! How fast a large index is built and asked, and how much memory that takes.
//!
//! The index is on disk in a temporary folder. Memory is what is the process's own: the mapped index is the system's.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use search::{Document, Index, Opened, Patience, Query};

use crate::articles::Article;
use crate::varied::{self, Random};

/// Articles in a write, as the follower of the change log hands them over.
const BATCH: i64 = 1000;
/// Queries timed.
const ASKED: usize = 10_000;
/// Results on a page.
const LIMIT: usize = 15;

/// What a search may take, as the web gives it.
const PATIENCE_US: u64 = 30_000;
/// Queries made at random of what is dear.
const MADE: usize = 500;

/// Builds an index of `count` articles, in a folder that stays when one is given, and asks it.
pub(crate) fn run(real: &[Article], count: i64, folder: Option<&str>) -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let (index, opened) = Index::open(folder.map_or(temporary.path(), Path::new))?;
    if opened == Opened::Fresh {
        build(real, &index, count)?;
    }
    ask(real, &index)
}

fn build(real: &[Article], index: &Index, count: i64) -> Result<(), Box<dyn Error>> {
    index.empty()?;
    // The writer works on while articles are made: only what making them took is left out.
    let (mut wall, mut made, cpu_before) = (0.0, 0.0, cpu_seconds());
    for first in (1..=count).step_by(BATCH as usize) {
        let last = count.min(first + BATCH - 1);
        let made_before = thread_ms();
        let documents: Vec<Document> = (first..=last).map(|code| varied::article(real, code)).collect();
        made += (thread_ms() - made_before) / 1e3;
        let started = Instant::now();
        // As `binesh reindex` does.
        let (one, other) = documents.split_at(documents.len() / 2);
        std::thread::scope(|scope| {
            let beside = scope.spawn(|| index.fill(one));
            index.fill(other)?;
            beside.join().expect("filled")
        })?;
        if last == count {
            index.filled(last)?;
            index.merge()?;
        }
        wall += started.elapsed().as_secs_f64();
    }
    let cpu = cpu_seconds() - cpu_before - made;
    println!(
        "written  {:.0} articles/s ({count}, {:.0} for each second of one core), {} MB own memory",
        count as f64 / wall,
        count as f64 / cpu,
        own_memory_mb(),
    );
    Ok(())
}

/// Runs of one to four words out of headlines, as readers type them, and whole headlines.
fn ask(real: &[Article], index: &Index) -> Result<(), Box<dyn Error>> {
    let (mut random, cpu_before) = (Random(1), cpu_seconds());
    let mut kinds: [(&str, usize, Vec<f64>); 5] = [
        ("1 word", 1, vec![]),
        ("2 words", 2, vec![]),
        ("3 words", 3, vec![]),
        ("4 words", 4, vec![]),
        ("headline", 16, vec![]),
    ];
    for at in 0..ASKED {
        let headline = &real[random.below(real.len())].document.headline;
        let words: Vec<&str> = headline.split_whitespace().collect();
        let (_, length, times) = &mut kinds[at % 5];
        let start = random.below((words.len() + 1).saturating_sub(*length));
        let text = words[start..words.len().min(start + *length)].join(" ");
        let started = Instant::now();
        index.search(&Query {
            text,
            limit: LIMIT,
            facets: true,
            patience: patience(),
            ..Query::default()
        })?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let cpu = (cpu_seconds() - cpu_before) * 1e3 / ASKED as f64;
    for (name, text) in hostile(real) {
        let started = thread_ms();
        let query = Query { text, limit: LIMIT, facets: true, patience: patience(), ..Query::default() };
        let found = index.search(&query)?;
        let cut = if found.is_cut { ", cut" } else { "" };
        println!("{name:24} {:.1} ms, {} found{cut}", thread_ms() - started, found.total);
    }
    made(index, &common(real), &mut random)?;
    let mut all = Vec::new();
    for (name, _, times) in &mut kinds {
        all.extend_from_slice(times);
        println!("{name:8} {}", spread(times));
    }
    println!("all      {}, {cpu:.2} ms of one core, {} MB own memory", spread(&mut all), own_memory_mb());
    Ok(())
}

/// Queries of up to a kilobyte, made at random of common words, phrases, filters and days.
fn made(index: &Index, common: &[&str], random: &mut Random) -> Result<(), Box<dyn Error>> {
    let (mut times, mut worst, mut cut) = (Vec::new(), (0.0, String::new()), 0);
    for _ in 0..MADE {
        let mut text = String::new();
        let length = 20 + random.below(980);
        while text.len() < length {
            let depth = 40 << random.below(8);
            let word = common[random.below(depth).min(common.len() - 1)];
            let next = common[random.below(60)];
            text += &match random.below(12) {
                0 => format!("\"{word} {next}\" "),
                1 => format!("-{word} "),
                2 => format!("-\"{word} {next}\" "),
                3 => "از ۱ فروردین ۱۳۵۰ تا ۱ آذر ۱۳۷۰ ".to_owned(),
                4 => "بخش:sport ".to_owned(),
                5 => format!("{word}{next} "),
                6 => format!("{}ژ ", word),
                _ => format!("{word} "),
            };
        }
        let started = thread_ms();
        let query = Query {
            text: text.clone(),
            limit: LIMIT,
            facets: true,
            patience: patience(),
            ..Query::default()
        };
        cut += usize::from(index.search(&query)?.is_cut);
        times.push(thread_ms() - started);
        if times.last().is_some_and(|time| *time > worst.0) {
            worst = (times[times.len() - 1], text);
        }
    }
    println!("made     {}, {cut} cut; worst {}", spread(&mut times), worst.1);
    Ok(())
}

fn patience() -> Option<Patience> {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let stopwatch = || START.get_or_init(Instant::now).elapsed().as_micros() as u64;
    Some(Patience::of(stopwatch, PATIENCE_US))
}

/// Words of the texts, the commonest first.
fn common(real: &[Article]) -> Vec<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in real.iter().flat_map(|article| article.document.body_text.split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut common: Vec<&str> = counts.keys().copied().filter(|word| word.chars().count() > 3).collect();
    common.sort_by_key(|word| (std::cmp::Reverse(counts[word]), *word));
    common
}

/// Queries that are dear: what most articles have, quoted, repeated, left out.
fn hostile(real: &[Article]) -> [(&'static str, String); 8] {
    let common = common(real);
    let many = |glue: &str| common[..40].join(glue);
    [
        ("the commonest word", common[0].to_owned()),
        ("forty common words", many(" ")),
        ("common words, a section", format!("{} section:sport", many(" "))),
        ("a common phrase", format!("\"{} {}\"", common[0], common[1])),
        ("phrases of common words", format!("\"{}\"", many("\" \""))),
        ("one phrase of them all", format!("\"{}\"", many(" "))),
        ("common words left out", format!("{} -{}", common[0], many(" -"))),
        ("unknown words", "ژخژخقچ ".repeat(40)),
    ]
}

fn spread(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    format!("median {:.2} ms  p99 {:.2} ms  most {:.2} ms", at(0.5), at(0.99), at(1.0))
}

/// Milliseconds that this thread was at work: on a shared machine the clock says little of a single query.
fn thread_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

/// User and system time of this process, as Linux counts it in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn own_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
