//! `binesh reindex`: the search index anew from the database.

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::fetch::FetchPolicy;

use crate::cli::Place;
use crate::site::Site;
use crate::{clock, follow};

/// Empties the index and fills it.
pub async fn run(place: Place) -> anyhow::Result<()> {
    Site::must_be_there(&place)?;
    let folder = place.data.join("index");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    let site = Site::open(&place, FetchPolicy::default(), clock::now()).await?;
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {pos} articles  {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    let done = follow::rebuild(&site.store, &site.index, |count| bar.set_position(count)).await?;
    bar.finish_and_clear();
    say!("Indexed {done} articles.")?;
    Ok(())
}
