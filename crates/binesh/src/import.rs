//! `binesh import`: articles in bulk. The same repair, placing and storing as the pipeline, in batches.
//!
//! A batch is one transaction: killed at any moment, the import leaves whole articles only, and run again it
//! goes on where it was, because an article whose `external_id` is known is passed over.

mod lines;
mod record;

use std::collections::HashSet;

use anyhow::Context;
use indicatif::HumanCount;
use ingest::fetch::FetchPolicy;
use news::UtcMs;
use news::article::{ArticleState, NewArticle};
use news::section::Section;
use tokio::sync::watch;

use crate::cli::Import;
use crate::site::Site;
use crate::{clock, follow, pipeline};
use lines::Lines;
use record::Record;

/// Articles in one transaction: large enough that the disk's flush does not count, small enough that a crash
/// loses a second of work.
const BATCH: usize = 512;
/// Dates that could not be read are shown up to here.
const DATES_SHOWN: usize = 3;
/// Section names that are none here, likewise.
const SECTIONS_SHOWN: usize = 5;

/// What an import did, for the summary.
#[derive(Default)]
struct Tally {
    imported: u64,
    /// In the database before.
    known: u64,
    /// With the id of an earlier line.
    repeated: u64,
    copies: u64,
    undated: u64,
    scheduled: u64,
    skipped: u64,
    unreadable_dates: Vec<String>,
    unknown_sections: std::collections::BTreeMap<String, u64>,
}

/// Imports a file and says what came of it.
pub async fn run(args: Import) -> anyhow::Result<()> {
    let (site, is_whole) = Site::open_beside(&args.place, FetchPolicy::default(), clock::now()).await?;
    site.remember_stories(i64::MIN).await?;
    let started = clock::stopwatch();
    if !is_whole {
        let tally = import(&site, &args).await?;
        print_summary(&tally, clock::stopwatch() - started)?;
        return Ok(say!("  The site that is running takes them into its search.")?);
    }
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(follow::run(site.clone(), stopped));
    let tally = import(&site, &args).await;
    let _ = stop.send(true);
    following.await.context("The search index stopped following")?;
    let tally = tally?;
    follow::catch_up_all(&site).await?;
    Ok(print_summary(&tally, clock::stopwatch() - started)?)
}

async fn import(site: &Site, args: &Import) -> anyhow::Result<Tally> {
    let mut lines = Lines::open(&args.file, args.skip_bad)?;
    let mut sections = store::sections::all(&site.store).await?;
    let (mut tally, mut seen) = (Tally::default(), HashSet::new());
    loop {
        let (batch, end) = lines.batch(BATCH);
        let fresh = only_new(site, batch, &mut seen, &mut tally).await?;
        if args.create_sections {
            make_sections(site, &fresh, &mut sections).await?;
        }
        store_batch(site, fresh, &sections, &mut tally).await?;
        lines.tell(tally.imported + tally.known + tally.repeated);
        match end {
            None => {}
            Some(Ok(())) => {
                tally.skipped = lines.skipped;
                return Ok(tally);
            }
            Some(Err(error)) => {
                let kept = HumanCount(tally.imported);
                return Err(error.context(format!("Stopped after {kept} imported articles, which are kept")));
            }
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
    let mut fresh = Vec::with_capacity(batch.len());
    for record in batch {
        if !seen.insert(record.id.clone()) {
            tally.repeated += 1;
        } else if known.contains(&record.id) {
            tally.known += 1;
        } else {
            fresh.push(record);
        }
    }
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
        tally.unreadable_dates.extend(record.unreadable_date.clone());
        let name = record.section.as_deref().filter(|name| !name.trim().is_empty());
        if let Some(name) = name.filter(|name| pipeline::section_id(Some(name), sections).is_none()) {
            *tally.unknown_sections.entry(name.trim().to_owned()).or_default() += 1;
        }
    }
    let shared = sections.to_vec();
    let now = clock::now();
    let mut articles = tokio::task::spawn_blocking(move || repair_all(&records, &shared, now)).await?;
    let mut tx = site.store.begin(now).await?;
    for article in &mut articles {
        let placed = pipeline::place(site, article);
        let code = pipeline::store_placed(&mut tx, article, &placed).await?;
        // Before the commit, so that copies within the batch are seen; an import that cannot commit ends.
        pipeline::remember(site, code, article, placed);
        tally.copies += u64::from(article.story.is_some());
        tally.scheduled += u64::from(article.state == ArticleState::Scheduled);
    }
    tx.commit().await?;
    tally.imported += articles.len() as u64;
    Ok(())
}

/// Repairs a batch on every core.
fn repair_all(records: &[Record], sections: &[Section], now: UtcMs) -> Vec<NewArticle> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = records.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = records
            .chunks(share)
            .map(|part| {
                scope.spawn(|| part.iter().map(|record| record.to_article(sections, now)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

fn print_summary(tally: &Tally, took_us: u64) -> std::io::Result<()> {
    let seconds = took_us as f64 / 1e6;
    let rate = tally.imported as f64 / seconds.max(0.001);
    say!("Imported {} articles in {seconds:.1} s ({rate:.0}/s).", HumanCount(tally.imported))?;
    for (count, what) in [
        (tally.known, "were here already and were passed over"),
        (tally.repeated, "lines have the id of an earlier line and were passed over"),
        (tally.skipped, "lines are no articles and were passed over; each is named above"),
        (tally.copies, "tell a story that another article tells in the same words"),
        (tally.scheduled, "have a date to come and are scheduled for it"),
        (tally.undated, "have no date that can be read; they are shown as undated, after all others"),
    ] {
        if count > 0 {
            say!("  {} {what}.", HumanCount(count))?;
        }
    }
    if !tally.unreadable_dates.is_empty() {
        say!(
            "  {} dates could not be read, such as {}.",
            tally.unreadable_dates.len(),
            shown(&tally.unreadable_dates, DATES_SHOWN)
        )?;
    }
    if !tally.unknown_sections.is_empty() {
        let mut names: Vec<_> = tally.unknown_sections.iter().collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let names: Vec<String> = names.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        say!("  {} section names are not sections here: {}.", names.len(), shown(&names, SECTIONS_SHOWN))?;
        say!(
            "  Their articles have no section; import into a new folder with --create-sections to make them."
        )?;
    }
    Ok(())
}

/// The first of some names, and a sign that there are more.
fn shown(names: &[String], most: usize) -> String {
    let more = if names.len() > most { " …" } else { "" };
    format!("{}{more}", names[..names.len().min(most)].join("، "))
}
