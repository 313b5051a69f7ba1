//! What many pages are made of, read once: forty articles of a feed are each read with five queries and looked through for
//! where they came from, and a publish changes one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use news::article::NewsCode;

use super::{Dependency, Reading};
use crate::errors::Failure;

/// Parts kept: the articles of the feeds of some thirty sections and tags, at some 5 KB.
const KEPT_MAX: usize = 1200;

/// Parts of one kind, by the article that each tells.
pub(crate) struct Parts<T>(Mutex<HashMap<NewsCode, Part<T>>>);

struct Part<T> {
    what: Arc<T>,
    on: Arc<[Dependency]>,
    /// The generation of the pages' cache up to which nothing concerned it.
    valid_to: u64,
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Parts<T> {
    /// The part that tells an article, read when it is not there. The page that `reading` is for depends on what the part
    /// depends on.
    ///
    /// # Errors
    /// As `read`.
    pub(crate) async fn get_or_read(
        &self,
        reading: &Reading,
        code: NewsCode,
        read: impl AsyncFnOnce(&Reading) -> Result<T, Failure>,
    ) -> Result<Arc<T>, Failure> {
        let pages = &reading.app.pages;
        let since = pages.generation();
        if let Some((what, on)) = self.valid(code, |part| pages.is_valid(&part.on, part.valid_to), since) {
            on.iter().for_each(|dependency| reading.on(dependency.clone()));
            return Ok(what);
        }
        let own = Reading::new(&reading.app);
        let what = Arc::new(read(&own).await?);
        let on: Arc<[Dependency]> = own.done().on.into_iter().collect();
        on.iter().for_each(|dependency| reading.on(dependency.clone()));
        let mut kept = self.locked();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(code, Part { what: what.clone(), on, valid_to: since });
        Ok(what)
    }

    /// A kept part that still is so; it then is up to `generation`, which was read before.
    fn valid(
        &self,
        code: NewsCode,
        is_valid: impl FnOnce(&Part<T>) -> bool,
        generation: u64,
    ) -> Option<(Arc<T>, Arc<[Dependency]>)> {
        let mut kept = self.locked();
        let part = kept.get_mut(&code)?;
        if !is_valid(part) {
            kept.remove(&code);
            return None;
        }
        part.valid_to = part.valid_to.max(generation);
        Some((part.what.clone(), part.on.clone()))
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<NewsCode, Part<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
