//! `binesh import`: articles in bulk. The same repair, placing and storing as the pipeline, in batches.
//!
//! A batch is one transaction: killed at any moment, the import leaves whole articles only, and run again it
//! goes on where it was, because an article whose `external_id` is known is passed over.

mod record;

use std::collections::HashSet;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, anyhow};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingest::fetch::FetchPolicy;
use news::article::NewArticle;
use news::section::Section;
use tokio::sync::watch;

use crate::cli::Import;
use crate::site::Site;
use crate::{clock, follow, pipeline};
use record::Record;

/// Articles in one transaction: large enough that the disk's flush does not count, small enough that a crash
/// loses a second of work.
const BATCH: usize = 512;
/// An article of one line is at most this large; real ones end under 200 KB.
const LINE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What an import did, for the summary.
#[derive(Default)]
struct Tally {
    imported: u64,
    known: u64,
    copies: u64,
    undated: u64,
    unknown_sections: std::collections::BTreeMap<String, u64>,
}

/// Imports a file and says what came of it.
pub async fn run(args: Import) -> anyhow::Result<()> {
    let site = Site::open(&args.place, FetchPolicy::default(), clock::now()).await?;
    site.remember_stories(i64::MIN).await?;
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(follow::run(site.clone(), stopped));
    let started = clock::stopwatch();
    let tally = import(&site, &args).await;
    let _ = stop.send(true);
    following.await.context("The search index stopped following")?;
    let tally = tally?;
    follow::catch_up(&site.store, &site.index).await?;
    print_summary(&tally, clock::stopwatch() - started);
    Ok(())
}

async fn import(site: &Site, args: &Import) -> anyhow::Result<Tally> {
    let (mut lines, bar) = open(&args.file)?;
    let mut sections = store::sections::all(&site.store).await?;
    let (mut tally, mut number, mut seen) = (Tally::default(), 0_usize, HashSet::new());
    loop {
        let (batch, bad_line) = read_batch(&mut lines, &mut number, &args.file);
        let ended = batch.is_empty();
        let fresh = only_new(site, batch, &mut seen, &mut tally).await?;
        if args.create_sections {
            make_sections(site, &fresh, &mut sections).await?;
        }
        store_batch(site, fresh, &sections, &mut tally).await?;
        bar.set_message(format!("{} articles", HumanCount(tally.imported + tally.known)));
        if let Some(error) = bad_line {
            bar.abandon();
            return Err(
                error.context(format!("{} articles before it are imported", HumanCount(tally.imported)))
            );
        }
        if ended {
            bar.finish_and_clear();
            return Ok(tally);
        }
    }
}

/// Opens the file behind a progress bar that counts the bytes read from the disk.
fn open(path: &Path) -> anyhow::Result<(Box<dyn BufRead + Send>, ProgressBar)> {
    let style = ProgressStyle::with_template("{bar:32} {percent:>3}%  {msg}  {elapsed} (about {eta} left)");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    if path == Path::new("-") {
        let bar = ProgressBar::no_length();
        return Ok((Box::new(BufReader::new(std::io::stdin())), bar));
    }
    let file =
        std::fs::File::open(path).with_context(|| format!("{} could not be opened", path.display()))?;
    let bytes = file.metadata().map(|data| data.len()).unwrap_or(0);
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(bytes), target).with_style(style);
    let counted = bar.wrap_read(file);
    let gzipped = path.extension().is_some_and(|end| end == "gz");
    let plain: Box<dyn Read + Send> =
        if gzipped { Box::new(flate2::read::MultiGzDecoder::new(counted)) } else { Box::new(counted) };
    Ok((Box::new(BufReader::with_capacity(1 << 18, plain)), bar))
}

/// Reads up to [`BATCH`] records, and the error of the line where reading cannot go on.
fn read_batch(
    lines: &mut dyn BufRead,
    number: &mut usize,
    path: &Path,
) -> (Vec<Record>, Option<anyhow::Error>) {
    let mut batch = Vec::with_capacity(BATCH);
    let mut line = Vec::new();
    while batch.len() < BATCH {
        match read_record(lines, &mut line, number) {
            Ok(Some(record)) => batch.push(record),
            Ok(None) => break,
            Err(what) => {
                let bad_line = anyhow!("{}, line {number}: {what}", path.display());
                return (batch, Some(bad_line));
            }
        }
    }
    (batch, None)
}

/// The next line that is not empty, as a record; None at the end.
fn read_record(
    lines: &mut dyn BufRead,
    line: &mut Vec<u8>,
    number: &mut usize,
) -> Result<Option<Record>, String> {
    loop {
        line.clear();
        *number += 1;
        let read = lines.take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', line);
        if read.map_err(|error| format!("the file is damaged here ({error})."))? == 0 {
            return Ok(None);
        }
        if line.len() > LINE_BYTES_MAX {
            return Err(format!("longer than {} MiB; one article is one line.", LINE_BYTES_MAX >> 20));
        }
        if !line.iter().all(u8::is_ascii_whitespace) {
            let record = Record::parse(line);
            return record.map(Some).map_err(|error| {
                format!("{error}. Mend the line and run the same command again: it goes on from here.")
            });
        }
    }
}

/// Leaves out what is in the database already, or was in this file before.
async fn only_new(
    site: &Site,
    batch: Vec<Record>,
    seen: &mut HashSet<String>,
    tally: &mut Tally,
) -> anyhow::Result<Vec<Record>> {
    let ids: Vec<String> = batch.iter().map(|record| record.id.clone()).collect();
    let known = store::articles::known_external_ids(&site.store, &ids).await?;
    let before = batch.len();
    let fresh: Vec<Record> = batch
        .into_iter()
        .filter(|record| !known.contains(&record.id) && seen.insert(record.id.clone()))
        .collect();
    tally.known += (before - fresh.len()) as u64;
    Ok(fresh)
}

async fn make_sections(site: &Site, records: &[Record], sections: &mut Vec<Section>) -> anyhow::Result<()> {
    for name in records.iter().filter_map(|record| record.section.as_deref()) {
        if pipeline::section_id(Some(name), sections).is_none() && !name.trim().is_empty() {
            let mut tx = site.store.begin(clock::now()).await?;
            store::sections::create(&mut tx, &persian::slug::slug(name), name.trim()).await?;
            tx.commit().await?;
            *sections = store::sections::all(&site.store).await?;
        }
    }
    Ok(())
}

/// repair, place in a story, store: one batch.
async fn store_batch(
    site: &Site,
    records: Vec<Record>,
    sections: &[Section],
    tally: &mut Tally,
) -> anyhow::Result<()> {
    for record in &records {
        tally.undated += u64::from(record.published_at.is_none());
        let name = record.section.as_deref().filter(|name| !name.trim().is_empty());
        if let Some(name) = name.filter(|name| pipeline::section_id(Some(name), sections).is_none()) {
            *tally.unknown_sections.entry(name.trim().to_owned()).or_default() += 1;
        }
    }
    let shared = sections.to_vec();
    let mut articles = tokio::task::spawn_blocking(move || repair_all(&records, &shared)).await?;
    let mut tx = site.store.begin(clock::now()).await?;
    for article in &mut articles {
        let placed = pipeline::place(site, article);
        let code = pipeline::store_placed(&mut tx, article, &placed).await?;
        // Before the commit, so that copies within the batch are seen; an import that cannot commit ends.
        pipeline::remember(site, code, article, placed);
        tally.copies += u64::from(article.story.is_some());
    }
    tx.commit().await?;
    tally.imported += articles.len() as u64;
    Ok(())
}

/// Repairs a batch on every core.
fn repair_all(records: &[Record], sections: &[Section]) -> Vec<NewArticle> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = records.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = records
            .chunks(share)
            .map(|part| {
                scope.spawn(|| part.iter().map(|record| record.to_article(sections)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

fn print_summary(tally: &Tally, took_us: u64) {
    let seconds = took_us as f64 / 1e6;
    let rate = tally.imported as f64 / seconds.max(0.001);
    println!("Imported {} articles in {seconds:.1} s ({rate:.0}/s).", HumanCount(tally.imported));
    if tally.known > 0 {
        println!("  {} were here already and were passed over.", HumanCount(tally.known));
    }
    if tally.copies > 0 {
        println!("  {} tell a story that another article tells in the same words.", HumanCount(tally.copies));
    }
    if tally.undated > 0 {
        println!(
            "  {} have no date; they are shown as undated, after all others.",
            HumanCount(tally.undated)
        );
    }
    if !tally.unknown_sections.is_empty() {
        let mut names: Vec<_> = tally.unknown_sections.iter().collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let shown: Vec<String> =
            names.iter().take(5).map(|(name, count)| format!("{name} ({count})")).collect();
        println!(
            "  {} section names are not sections here: {}{}.",
            names.len(),
            shown.join("، "),
            if names.len() > 5 { " …" } else { "" }
        );
        println!(
            "  Their articles have no section; import into a new folder with --create-sections to make them."
        );
    }
}
