//! Whether the indexes' files are as they were written: looked at when a search or a write failed, at the start and once a day;
//! what is not is built anew.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::sync::watch;

use super::{rebuild, rewrite};
use crate::site::{Shelf, Site};

/// All files are read through so often: a disk that garbles them says nothing of it.
const CHECK_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Between two megabytes, which take a millisecond or, from a slow disk, ten: two gigabytes are read in half a minute, and
/// searches have the disk most of the time.
const REST: Duration = Duration::from_millis(15);

/// What was found of the indexes' files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Nothing failed, and no file was read.
    Unasked,
    /// What failed did so for another reason.
    Sound,
    /// An index was damaged and is built anew.
    Mended,
}

/// Builds an index anew at which a search or a write failed and whose files are damaged.
///
/// # Errors
/// As [`rebuild`].
pub async fn heal_all(site: &Site) -> anyhow::Result<Health> {
    let mut health = Health::Unasked;
    for shelf in site.shelves().iter().filter(|shelf| shelf.index.was_doubted()) {
        if is_damaged(shelf).await? {
            tracing::warn!("files of a search index are damaged; it is built anew");
            rebuild(&site.store, shelf, |_| {}).await?;
            health = Health::Mended;
        } else if health == Health::Unasked {
            health = Health::Sound;
        }
    }
    Ok(health)
}

/// Builds an index anew where `binesh reindex` asks for it. A sound one answers and follows meanwhile.
///
/// # Errors
/// As [`rebuild`].
pub async fn fill_asked(site: &Site) -> anyhow::Result<()> {
    for shelf in site.shelves().iter().filter(|shelf| shelf.index.is_asked_to_fill()) {
        tracing::info!("a search index is built anew, as was asked for");
        let done = match is_damaged(shelf).await {
            Ok(true) => rebuild(&site.store, shelf, |_| {}).await.map(drop),
            Ok(false) => rewrite(site, shelf).await,
            Err(error) => Err(error),
        };
        // Begun again after the program's end, but not after a failure, which would go on for ever.
        shelf.index.forget_asked();
        done?;
    }
    Ok(())
}

/// Reads all files of an index.
async fn is_damaged(shelf: &Shelf) -> anyhow::Result<bool> {
    let index = shelf.index.clone();
    Ok(tokio::task::spawn_blocking(move || index.is_damaged(|| ControlFlow::Continue(()))).await??)
}

/// Has [`heal_all`] look at an index whose files are damaged though nothing stumbled over them yet, until `stop` says so.
pub(super) async fn check_now_and_then(site: Site, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = doubt_damaged(&site, &stop, REST).await {
            tracing::error!("the files of the search index could not be checked: {error:#}");
        }
        tokio::select! {
            () = tokio::time::sleep(CHECK_EVERY) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Doubts each index that has a damaged file; reads slowly, and no further when it is to stop.
async fn doubt_damaged(site: &Site, stop: &watch::Receiver<bool>, rest: Duration) -> anyhow::Result<()> {
    for shelf in site.shelves() {
        let stop = stop.clone();
        let between = move || {
            std::thread::sleep(rest);
            if *stop.borrow() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let checked = tokio::task::spawn_blocking(move || {
            if shelf.index.is_damaged(between)? {
                shelf.index.doubt();
            }
            Ok::<_, search::SearchError>(())
        });
        checked.await??;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
