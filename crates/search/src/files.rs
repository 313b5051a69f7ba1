//! The files of an index, read at places rather than mapped.
//!
//! Who cuts off a mapped file kills the process that reads it (SIGBUS), and nothing but a signal handler in unsafe code can
//! help that. A read that comes short is an error like others: the search fails, `damage` finds out why, and the index is
//! built anew. What the system keeps of files it keeps either way; what is read again and again lies here.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::directory::error::{DeleteError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

/// What was read before is kept up to this size. Lists of the words that are asked for most, of a million articles, are of
/// this order; with the memory of `bits` it stays far from the 400 MB that a server may take.
const KEPT_BYTES: usize = 64 << 20;
/// What a piece takes beside its bytes: its places in the table and on the heap.
const PIECE_BYTES: usize = 128;
/// A larger one would drive out most others.
const KEPT_TO: usize = 4 << 20;
/// Pieces of such a size, which merging asks for (all texts of a segment), are no memory of ours: see [`Open::copied`].
const COPIED_FROM: usize = 32 << 20;
/// The least that tantivy writes at the end of each file; it breaks off over a shorter one.
pub(crate) const ENDING_BYTES: usize = 8;
/// Copied in steps of so many bytes.
const STEP_BYTES: usize = 1 << 20;

/// A folder of an index.
#[derive(Clone)]
pub(crate) struct Files {
    folder: Arc<Path>,
    /// Writes and locks; it maps nothing before it is asked for a file.
    writing: MmapDirectory,
    kept: Arc<Mutex<Kept>>,
    opened: Arc<AtomicU64>,
}

impl Files {
    /// Of a folder that is there.
    pub fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        let writing = MmapDirectory::open(folder)?;
        Ok(Self { folder: folder.into(), writing, kept: Arc::default(), opened: Arc::default() })
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Files({})", self.folder.display())
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        };
        let file = File::open(self.folder.join(path)).map_err(told)?;
        let length = file.metadata().map_err(told)?.len() as usize;
        if length < ENDING_BYTES {
            return Err(told(io::ErrorKind::UnexpectedEof.into()));
        }
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let (folder, kept) = (self.folder.to_path_buf(), self.kept.clone());
        Ok(Arc::new(Open { file, length, number, folder, kept }))
    }
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.writing.delete(path)
    }
    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.writing.exists(path)
    }
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.writing.open_write(path)
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.writing.atomic_read(path)
    }
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.writing.atomic_write(path, data)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.writing.sync_directory()
    }
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, tantivy::directory::error::LockError> {
        self.writing.acquire_lock(lock)
    }
    fn watch(&self, told: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.writing.watch(told)
    }
}

/// A file that is open. It is read though its name is taken away.
struct Open {
    file: File,
    /// When it was opened: what tantivy has written it never changes.
    length: usize,
    number: u64,
    folder: PathBuf,
    kept: Arc<Mutex<Kept>>,
}

impl fmt::Debug for Open {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.file)
    }
}

impl HasLen for Open {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Open {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.len() >= COPIED_FROM {
            return self.copied(range);
        }
        let is_kept = range.len() <= KEPT_TO;
        let place = Place { file: self.number, start: range.start, end: range.end };
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if is_kept && let Some(bytes) = kept().get(&place) {
            return Ok(bytes);
        }
        let bytes = OwnedBytes::new(self.read(range)?);
        if is_kept {
            kept().keep(place, bytes.clone());
        }
        Ok(bytes)
    }
}

impl Open {
    fn read(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(bytes)
    }

    /// A piece that is too large for our memory, out of a copy that has no name, so that nobody can cut it off. The system
    /// takes it back when it was read.
    fn copied(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        const NAME: &str = "piece";
        let folder = tempfile::tempdir_in(&self.folder)?;
        let mut copy = File::create_new(folder.path().join(NAME))?;
        for start in range.clone().step_by(STEP_BYTES) {
            copy.write_all(&self.read(start..range.end.min(start + STEP_BYTES))?)?;
        }
        let copies = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        let mapped = copies.get_file_handle(Path::new(NAME)).map_err(io::Error::other)?;
        mapped.read_bytes(0..range.len())
    }
}

/// Fills `bytes` from a place in a file.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// Fills `bytes` from a place in a file.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (bytes, start) = (&mut bytes[read..], start + read as u64);
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    file: u64,
    start: usize,
    end: usize,
}

/// Pieces that were read lately, in two halves: when the young half is full, it is the old one, and what was in that and not
/// asked for since is forgotten. A merge, which reads everything once, drives out no more than that.
#[derive(Default)]
struct Kept {
    young: FxHashMap<Place, OwnedBytes>,
    old: FxHashMap<Place, OwnedBytes>,
    young_bytes: usize,
}

impl Kept {
    fn get(&mut self, place: &Place) -> Option<OwnedBytes> {
        if let Some(bytes) = self.young.get(place) {
            return Some(bytes.clone());
        }
        let bytes = self.old.remove(place)?;
        self.keep(*place, bytes.clone());
        Some(bytes)
    }

    fn keep(&mut self, place: Place, bytes: OwnedBytes) {
        let length = bytes.len() + PIECE_BYTES;
        if self.young_bytes + length > KEPT_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        if self.young.insert(place, bytes).is_none() {
            self.young_bytes += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(length: usize) -> (tempfile::TempDir, Files, Vec<u8>) {
        let folder = tempfile::tempdir().expect("a folder");
        let content: Vec<u8> = (0..length).map(|at| (at * 7 / 3) as u8).collect();
        std::fs::write(folder.path().join("one"), &content).expect("written");
        let files = Files::open(folder.path()).expect("opened");
        (folder, files, content)
    }

    #[test]
    fn pieces_of_every_size_are_read_as_they_are() {
        let (folder, files, content) = of(COPIED_FROM + KEPT_TO + 3);
        let open = files.get_file_handle(Path::new("one")).expect("opened");
        assert_eq!(open.len(), content.len());
        for range in [0..0, 5..6, 9..5009, 1..KEPT_TO + 2, 3..COPIED_FROM + 3, 0..content.len(), 9..5009] {
            let read = open.read_bytes(range.clone()).expect("read");
            assert!(read.as_slice() == &content[range.clone()], "{range:?}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "copies have no name");
    }

    #[test]
    fn a_file_cut_off_is_an_error_and_one_without_its_name_is_read_on() {
        let (folder, files, content) = of(COPIED_FROM + 10);
        let open = files.get_file_handle(Path::new("one")).expect("opened");
        let path = folder.path().join("one");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(open.read_bytes(0..5).expect("read").as_slice(), &content[..5]);
        std::fs::write(&path, &content).expect("written");
        let open = files.get_file_handle(Path::new("one")).expect("opened");
        let before = open.read_bytes(0..COPIED_FROM).expect("read");
        File::options().write(true).open(&path).and_then(|file| file.set_len(10)).expect("cut off");
        for range in [6..12, 0..5000, 0..COPIED_FROM] {
            let kind = open.read_bytes(range.clone()).expect_err("cut off").kind();
            assert_eq!(kind, io::ErrorKind::UnexpectedEof, "{range:?}");
        }
        assert!(before.as_slice() == &content[..COPIED_FROM], "what was handed out stays");
    }

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_is_forgotten() {
        let mut kept = Kept::default();
        let place = |start| Place { file: 1, start, end: start + KEPT_TO };
        for start in 0..4 * KEPT_BYTES / KEPT_TO {
            kept.keep(place(start), OwnedBytes::new(vec![0; KEPT_TO]));
            assert!(kept.get(&place(0)).is_some(), "{start}");
            assert!((kept.young.len() + kept.old.len()) * KEPT_TO <= KEPT_BYTES);
        }
        assert!(kept.get(&place(1)).is_none());
    }
}
