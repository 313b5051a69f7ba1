//! Files that were damaged under a running program: a search stumbles over them, their checksums tell.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use tantivy::TantivyError;
use tantivy::directory::MmapDirectory;

use crate::SearchError;
use crate::index::{Index, MARKER, VERSION, builder};
use crate::schema::schema;

/// tantivy's list of segments; without it there is no index.
const META: &str = "meta.json";

impl Index {
    /// Does `work`. When it fails or breaks off, as tantivy does over files that are not as it wrote them, the index is
    /// doubted from then on.
    pub(crate) fn attended<T>(
        &self,
        work: impl FnOnce() -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let broke_off = |_| Err(TantivyError::InternalError("it broke off".into()).into());
        // What breaks off leaves nothing half changed: searches only read, and locks are taken up again.
        let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(broke_off);
        if matches!(done, Err(SearchError::Failed(_))) {
            self.is_doubted.store(true, Ordering::Relaxed);
        }
        done
    }

    /// Makes the folder again when somebody took it away, so that what is open can be filled anew.
    pub(crate) fn put_folder_back(&self) -> Result<(), SearchError> {
        let Some(folder) = self.folder.as_deref().filter(|folder| !folder.join(META).exists()) else {
            return Ok(());
        };
        std::fs::create_dir_all(folder)?;
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        builder(schema().0).open_or_create(directory)?;
        std::fs::write(folder.join(MARKER), VERSION)?;
        Ok(())
    }

    /// Whether anything failed since this was last asked.
    pub fn was_doubted(&self) -> bool {
        self.is_doubted.swap(false, Ordering::Relaxed)
    }

    /// Reads all files of the index and holds them against their checksums: a gigabyte takes about a second.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn is_damaged(&self) -> Result<bool, SearchError> {
        let damaged = self.reader.searcher().index().validate_checksum();
        // A file whose end, where the checksum is, cannot be read is damaged as well.
        Ok(damaged.map_or(true, |files| !files.is_empty()))
    }
}
