//! `binesh reindex`: the search index anew from the database.

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::fetch::FetchPolicy;

use crate::cli::Place;
use crate::site::{self, Locked, Site};
use crate::{clock, follow};

/// Empties both indexes and fills them.
pub async fn run(place: Place) -> anyhow::Result<()> {
    Site::must_be_there(&place)?;
    // Whoever works on the indexes keeps them.
    drop(Locked::new(&place.data)?);
    for folder in site::index_folders(&place).iter().filter(|folder| folder.exists()) {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    let site = Site::open(&place, FetchPolicy::default(), clock::now()).await?;
    let counts = store::articles::desk_counts(&site.store).await?;
    let articles: i64 = counts.iter().map(|(_, count)| count).sum();
    for (shelf, name) in site.shelves().iter().zip(["for readers", "for the newsroom"]) {
        let bar = ProgressBar::new(articles.unsigned_abs());
        bar.set_style(
            ProgressStyle::with_template("{msg:18} {bar:30} {pos} of {len}  {per_sec}  {eta} left")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message(name);
        follow::rebuild(&site.store, shelf, |count| bar.set_position(count)).await?;
        bar.finish_and_clear();
    }
    say!("Indexed {articles} articles.")?;
    Ok(())
}
