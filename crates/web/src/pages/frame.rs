//! What stands around every page: read once, and again when it changed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use news::section::Section;
use news::settings::SiteSettings;
use store::{Store, StoreError};

/// The site's own words and its sections.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) site: SiteSettings,
    pub(crate) sections: Vec<Section>,
}

/// The frame in memory. A page of results is made for every question; without this, two of its three queries were these,
/// and at 64 clients a tenth of the time (`xtask bench search`).
#[derive(Debug, Default)]
pub(super) struct FrameCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    frame: Option<Arc<Frame>>,
    /// Grows with every invalidation: what was read before one may be older.
    generation: u64,
    /// Whether it is told of changes: else it keeps nothing.
    is_told: bool,
}

impl FrameCache {
    pub(super) fn begin(&self) {
        self.locked().is_told = true;
    }

    pub(super) fn invalidate(&self) {
        let mut kept = self.locked();
        kept.frame = None;
        kept.generation += 1;
    }

    pub(super) async fn get_or_read(&self, store: &Store) -> Result<Arc<Frame>, StoreError> {
        let since = {
            let kept = self.locked();
            if let Some(frame) = &kept.frame {
                return Ok(frame.clone());
            }
            kept.generation
        };
        let site = store::settings::site(store).await?;
        let frame = Arc::new(Frame { site, sections: store::sections::all(store).await? });
        self.keep(&frame, since);
        Ok(frame)
    }

    fn keep(&self, frame: &Arc<Frame>, since: u64) {
        let mut kept = self.locked();
        if kept.is_told && kept.generation == since {
            kept.frame = Some(frame.clone());
        }
    }

    fn locked(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Arc<Frame> {
        Arc::new(Frame { site: SiteSettings::default(), sections: Vec::new() })
    }

    #[test]
    fn what_changed_while_it_was_read_is_read_again() {
        let cache = FrameCache::default();
        cache.keep(&frame(), 0);
        assert!(cache.locked().frame.is_none(), "nobody tells it of changes");
        cache.begin();
        cache.keep(&frame(), 0);
        assert!(cache.locked().frame.is_some());
        cache.invalidate();
        assert!(cache.locked().frame.is_none());
        cache.keep(&frame(), 0);
        assert!(cache.locked().frame.is_none(), "read before the change");
        cache.keep(&frame(), 1);
        assert!(cache.locked().frame.is_some());
    }
}
