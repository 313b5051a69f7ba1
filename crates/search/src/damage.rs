//! Files that were damaged under a running program: a search stumbles over them, their checksums tell.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use tantivy::directory::FileSlice;
use tantivy::directory::footer::Footer;
use tantivy::{HasLen, TantivyError};

use crate::SearchError;
use crate::files::{ENDING_BYTES, Files};
use crate::index::{Index, MARKER, VERSION, builder};
use crate::schema::schema;

/// tantivy's list of segments; without it there is no index.
const META: &str = "meta.json";
/// Its list of the files that it made.
const MANAGED: &str = ".managed.json";
/// A file that asks whoever writes to the index to fill it anew.
const ASKED: &str = "fill-anew";
/// A file is held against its checksum in steps of so many bytes.
const STEP_BYTES: usize = 1 << 20;

impl Index {
    /// Does `work`. When it fails or breaks off, as tantivy does over files that are not as it wrote them, the index is
    /// doubted from then on.
    pub(crate) fn attended<T>(
        &self,
        work: impl FnOnce() -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let done = unbroken(work).unwrap_or_else(|broken| Err(broken.into()));
        if matches!(done, Err(SearchError::Failed(_) | SearchError::Folder(_))) {
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
        let directory = Files::open(folder).map_err(TantivyError::from)?;
        builder(schema().0).open_or_create(directory)?;
        std::fs::write(folder.join(MARKER), VERSION)?;
        Ok(())
    }

    /// Makes the folder's lists of segments and files anew, empty: they are what cannot be read.
    pub(crate) fn make_folder_anew(&self) -> Result<(), SearchError> {
        for list in [META, MANAGED] {
            match self.folder.as_deref().map(|folder| std::fs::remove_file(folder.join(list))) {
                Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        self.put_folder_back()
    }

    /// Whether anything failed since this was last asked.
    pub fn was_doubted(&self) -> bool {
        self.is_doubted.swap(false, Ordering::Relaxed)
    }

    /// Has it looked at, as if something had failed.
    pub fn doubt(&self) {
        self.is_doubted.store(true, Ordering::Relaxed);
    }

    /// Asks the process that writes to the index in a folder to fill it anew.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn ask_to_fill(folder: &Path) -> Result<(), SearchError> {
        Ok(std::fs::write(folder.join(ASKED), "")?)
    }

    /// Whether somebody asked, and [`Index::forget_asked`] was not called since.
    pub fn is_asked_to_fill(&self) -> bool {
        self.folder.as_deref().is_some_and(|folder| folder.join(ASKED).exists())
    }

    /// It was done, or failed: whoever asks from now on asks anew.
    pub fn forget_asked(&self) {
        if let Some(folder) = self.folder.as_deref() {
            let _ = std::fs::remove_file(folder.join(ASKED));
        }
    }

    /// Reads all files of the index and holds them against their checksums: a gigabyte takes about a second. `between` is
    /// called after each megabyte; when it breaks, nothing was found. Without a folder there is nothing to be damaged.
    ///
    /// # Errors
    /// When the system refuses to read.
    pub fn is_damaged(&self, mut between: impl FnMut() -> ControlFlow<()>) -> Result<bool, SearchError> {
        let Some(folder) = self.folder.as_deref() else { return Ok(false) };
        let Ok(files) = self.files() else { return Ok(true) };
        for file in files {
            let is_sound = match is_sound(&folder.join(&file), &mut between) {
                Ok(ControlFlow::Continue(is_sound)) => is_sound,
                Ok(ControlFlow::Break(())) => return Ok(false),
                Err(error) if is_of_content(&error) => false,
                Err(error) => return Err(error.into()),
            };
            // One that was merged into another meanwhile is gone, and that is right.
            if !is_sound && self.files().map_or(true, |files| files.contains(&file)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The files that make up the index now, without those of a segment that is being written.
    fn files(&self) -> tantivy::Result<HashSet<PathBuf>> {
        let searcher = self.reader.searcher();
        let index = searcher.index();
        let mut files = index.load_metas()?.list_segment_files();
        let written = index.directory().list_managed_files();
        files.retain(|file| written.contains(file));
        Ok(files)
    }
}

/// Does `work`, and makes an error of its breaking off. That leaves nothing half changed: searches only read, and locks are
/// taken up again.
pub(crate) fn unbroken<T>(work: impl FnOnce() -> T) -> Result<T, TantivyError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| TantivyError::InternalError("it broke off".into()))
}

/// Whether a file is as it was written.
fn is_sound(path: &Path, mut between: impl FnMut() -> ControlFlow<()>) -> io::Result<ControlFlow<(), bool>> {
    let whole = FileSlice::open(path)?;
    if whole.len() < ENDING_BYTES {
        return Ok(ControlFlow::Continue(false));
    }
    let (footer, content) = Footer::extract_footer(whole)?;
    let mut sum = crc32fast::Hasher::new();
    for start in (0..content.len()).step_by(STEP_BYTES) {
        sum.update(&content.read_bytes_slice(start..content.len().min(start + STEP_BYTES))?);
        if between().is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(sum.finalize() == footer.crc))
}

/// Whether it is the file that is missing, cut off or not ours, and not the system that refuses.
pub(crate) fn is_of_content(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, NotFound, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | NotFound | UnexpectedEof)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use tantivy::Directory;
    use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
    use tantivy::directory::{FileHandle, RamDirectory, WatchCallback, WatchHandle, WritePtr};

    use super::*;
    use crate::change::{Change, Document};
    use crate::index::Access;
    use crate::query::Query;

    /// A folder on a disk that can be full.
    #[derive(Clone, Debug)]
    struct Disk {
        files: RamDirectory,
        is_full: Arc<AtomicBool>,
    }

    impl Disk {
        fn room(&self) -> io::Result<()> {
            match self.is_full.load(Ordering::Relaxed) {
                true => Err(io::ErrorKind::StorageFull.into()),
                false => Ok(()),
            }
        }
    }

    impl Directory for Disk {
        fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
            self.files.get_file_handle(path)
        }
        fn delete(&self, path: &Path) -> Result<(), DeleteError> {
            self.files.delete(path)
        }
        fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
            self.files.exists(path)
        }
        fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
            self.room().map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
            self.files.open_write(path)
        }
        fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
            self.files.atomic_read(path)
        }
        fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
            self.room()?;
            self.files.atomic_write(path, data)
        }
        fn sync_directory(&self) -> io::Result<()> {
            self.files.sync_directory()
        }
        fn watch(&self, told: WatchCallback) -> tantivy::Result<WatchHandle> {
            self.files.watch(told)
        }
    }

    #[test]
    fn what_a_full_disk_refused_is_written_when_there_is_room_again() {
        let disk = Disk { files: RamDirectory::create(), is_full: Arc::default() };
        let index = Index::in_directory(disk.clone(), Access::Write).expect("opened");
        let put = |code: i64| {
            let headline = "آلبالو".to_owned();
            Change::Put(Box::new(Document { code, headline, ..Document::default() }))
        };
        let found = || {
            let query = Query { text: "آلبالو".into(), ..Query::default() };
            index.search(&query).expect("asked").total
        };
        index.write(&[put(1)], 1).expect("written");
        disk.is_full.store(true, Ordering::Relaxed);
        for _ in 0..2 {
            assert!(index.write(&[put(2)], 2).is_err());
            assert_eq!((found(), index.followed_to().number), (1, 1));
        }
        disk.is_full.store(false, Ordering::Relaxed);
        index.write(&[put(2)], 2).expect("written");
        index.write(&[put(3)], 3).expect("written");
        assert_eq!((found(), index.followed_to().number), (3, 3));
    }
}
