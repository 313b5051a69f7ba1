//! `binesh reindex`: the search index anew from the database.

use std::cell::Cell;
use std::ops::ControlFlow;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use ingest::fetch::FetchPolicy;
use search::{Index, SearchError};

use crate::cli::{Place, Reindex};
use crate::site::{self, Locked, Site};
use crate::{clock, follow};

/// Articles between two lines of a progress that is not drawn.
const SAY_EVERY: u64 = 10_000;

/// Articles in a second, as a whole number.
fn whole_speed(progress: &ProgressState, out: &mut dyn std::fmt::Write) {
    let _ = write!(out, "{:.0}", progress.per_sec());
}

/// Has both indexes filled anew: by the server that works on them, or here.
pub async fn run(args: Reindex) -> anyhow::Result<()> {
    let place = args.place;
    Site::must_be_there(&place)?;
    if args.check && !quietly(|| is_any_damaged(&place))? {
        return Ok(say!("The files of the search index are as they were written.")?);
    }
    if Locked::new(&place.data)?.is_some() {
        return fill(place).await;
    }
    for folder in site::index_folders(&place) {
        Index::ask_to_fill(&folder)?;
    }
    Ok(say!(
        "Another binesh is at work on this folder; a server that runs there was asked to build its search index anew and begins within seconds."
    )?)
}

/// Without a word of what breaks off within a library over garbled bytes: that is an answer here.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let done = work();
    std::panic::set_hook(loud);
    done
}

/// Whether a file of an index is not as it was written.
fn is_any_damaged(place: &Place) -> anyhow::Result<bool> {
    let mut is_any = false;
    for folder in site::index_folders(place) {
        let is_damaged = match Index::open_to_read(&folder) {
            Ok(index) => index.is_damaged(|| ControlFlow::Continue(()))?,
            Err(SearchError::Damaged(_) | SearchError::Failed(_)) => true,
            Err(error) => return Err(error.into()),
        };
        if is_damaged {
            say!("Files of the search index in {} are damaged.", folder.display())?;
        }
        is_any |= is_damaged;
    }
    Ok(is_any)
}

/// Empties both indexes and fills them.
async fn fill(place: Place) -> anyhow::Result<()> {
    for folder in site::index_folders(&place).iter().filter(|folder| folder.exists()) {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    let site = Site::open(&place, FetchPolicy::default(), clock::now()).await?;
    let counts = store::articles::desk_counts(&site.store, None).await?;
    let articles: i64 = counts.iter().map(|(_, count)| count).sum();
    let mut merging = Vec::new();
    for (shelf, name) in site.shelves().iter().zip(["for readers", "for the newsroom"]) {
        // Where nothing is drawn, such as in a log, a line now and then says how far it is.
        let bar = ProgressBar::new(articles.unsigned_abs());
        let is_drawn = !bar.is_hidden();
        let said = Cell::new(0);
        bar.set_style(
            ProgressStyle::with_template("{msg:18} {bar:30} {pos} of {len}  {speed}/s  {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .with_key("speed", whole_speed),
        );
        bar.set_message(name);
        let ends = follow::rebuild(&site.store, shelf, |count| {
            bar.set_position(count);
            if !is_drawn && count >= said.get() + SAY_EVERY {
                said.set(count);
                eprintln!("{name}: {count} of {articles}");
            }
        })
        .await?;
        merging.extend(ends);
        bar.finish_and_clear();
    }
    // Who asked meanwhile asked for this.
    for shelf in site.shelves() {
        shelf.index.forget_asked();
    }
    for ends in merging {
        ends.join().map_err(|_| anyhow::anyhow!("The search index could not be merged."))??;
    }
    say!("Indexed {articles} articles.")?;
    Ok(())
}
