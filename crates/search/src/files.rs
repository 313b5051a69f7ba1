//! The files of an index, out of anybody's reach.
//!
//! Who cuts off a mapped file kills the process that reads it (SIGBUS), and nothing but a signal handler in unsafe code
//! helps that. So no file that has a name is mapped. Texts, seven parts of ten, are read at their places in small blocks: one
//! that comes short is an error like others, `damage` finds out why, and the index is built anew. All else is read in lists of
//! any length (to read these at their places, with 64 MB of the last kept, a search took 1.1 to 1.4 times as long); it is
//! copied when it is opened, by the system itself where it can share what is the same, and the copy is mapped and loses its
//! name. A million articles so take 0.9 GB more beside 2.9, and a second or two when the server starts.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

/// The least that tantivy writes at the end of each file; it breaks off over a shorter one.
pub(crate) const ENDING_BYTES: usize = 8;
/// A file of texts is read at its places.
const TEXTS: &str = "store";
/// A smaller file lies in memory: there are a dozen such, of the articles published last.
const IN_MEMORY: usize = 256 << 10;
/// Of texts, what is asked for in one such piece, by merging, is no memory of ours but a copy too.
const COPIED_FROM: usize = 32 << 20;
/// Pieces are copied in steps of so many bytes.
const STEP_BYTES: usize = 1 << 20;
/// Folders in which copies lie until they have lost their names begin so.
const COPIES: &str = "copy-";
/// What a copy is called meanwhile.
const NAME: &str = "piece";

/// A folder of an index.
#[derive(Clone)]
pub(crate) struct Files {
    folder: Arc<Path>,
    /// Writes and locks; of the index it maps nothing.
    writing: MmapDirectory,
    /// Files that are open: tantivy opens all anew after each commit.
    opened: Arc<Mutex<HashMap<PathBuf, Weak<Open>>>>,
}

impl Files {
    /// Of a folder that is there.
    pub fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        let writing = MmapDirectory::open(folder)?;
        // Left by a process that was killed.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(COPIES) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        Ok(Self { folder: folder.into(), writing, opened: Arc::default() })
    }

    fn opened(&self, path: &Path) -> io::Result<Arc<Open>> {
        // Held while a file is copied, so that it is copied once.
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = opened.get(path).and_then(Weak::upgrade) {
            return Ok(open);
        }
        let open = Arc::new(Open::new(&self.folder, path)?);
        opened.retain(|_, other| other.strong_count() > 0);
        opened.insert(path.to_owned(), Arc::downgrade(&open));
        Ok(open)
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Files({})", self.folder.display())
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.opened(path) {
            Ok(open) => Ok(open),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
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
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
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
    /// All of it, but of texts.
    whole: Option<OwnedBytes>,
    folder: PathBuf,
}

impl Open {
    fn new(folder: &Path, path: &Path) -> io::Result<Self> {
        let named = folder.join(path);
        let file = File::open(&named)?;
        let length = file.metadata()?.len() as usize;
        if length < ENDING_BYTES {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut open = Self { file, length, whole: None, folder: folder.to_owned() };
        if length <= IN_MEMORY {
            open.whole = Some(OwnedBytes::new(open.read(0..length)?));
        } else if path.extension().is_none_or(|kind| kind != TEXTS) {
            // Where the disk has no room for copies, all is read at its places.
            open.whole = unnamed(folder, |copy| std::fs::copy(&named, copy).map(drop)).ok();
        }
        Ok(open)
    }

    fn read(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(bytes)
    }

    fn copied(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        unnamed(&self.folder, |copy| {
            let mut copy = File::create_new(copy)?;
            range
                .clone()
                .step_by(STEP_BYTES)
                .try_for_each(|start| copy.write_all(&self.read(start..range.end.min(start + STEP_BYTES))?))
        })
    }
}

/// A mapped file that nobody else can open, as `write` makes it. The system takes it back when it was read.
fn unnamed(folder: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<OwnedBytes> {
    let folder = tempfile::Builder::new().prefix(COPIES).tempdir_in(folder)?;
    write(&folder.path().join(NAME))?;
    let copies = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
    let mapped = copies.get_file_handle(Path::new(NAME)).map_err(io::Error::other)?;
    mapped.read_bytes(0..mapped.len())
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
        match &self.whole {
            Some(whole) if range.end > whole.len() => Err(io::ErrorKind::UnexpectedEof.into()),
            Some(whole) => Ok(whole.slice(range)),
            None if range.len() >= COPIED_FROM => self.copied(range),
            None => Ok(OwnedBytes::new(self.read(range)?)),
        }
    }
}

/// Fills `bytes` from a place in a file.
#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// Fills `bytes` from a place in a file.
#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (bytes, start) = (&mut bytes[read..], start + read as u64);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str], length: usize) -> (tempfile::TempDir, Files, Vec<u8>) {
        let folder = tempfile::tempdir().expect("a folder");
        let content: Vec<u8> = (0..length).map(|at| (at * 7 / 3) as u8).collect();
        for name in names {
            std::fs::write(folder.path().join(name), &content).expect("written");
        }
        let files = Files::open(folder.path()).expect("opened");
        (folder, files, content)
    }

    fn cut_off(path: &Path) {
        File::options().write(true).open(path).and_then(|file| file.set_len(10)).expect("cut off");
    }

    #[test]
    fn pieces_of_every_size_are_read_as_they_are() {
        for (names, length) in [(["a.idx", "a.store"], COPIED_FROM + 9), (["a.idx", "a.store"], 5000)] {
            let (folder, files, content) = of(&names, length);
            for name in names {
                let open = files.get_file_handle(Path::new(name)).expect("opened");
                assert_eq!(open.len(), content.len());
                for range in [0..0, 5..6, 9..4000, 3..length.min(COPIED_FROM + 3), 0..length] {
                    let read = open.read_bytes(range.clone()).expect("read");
                    assert!(read.as_slice() == &content[range.clone()], "{name} {range:?}");
                }
            }
            assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 2, "copies have no name");
        }
    }

    #[test]
    fn what_is_cut_off_is_right_or_an_error_and_what_lost_its_name_is_read_on() {
        let (folder, files, content) = of(&["a.idx", "a.store", "b.store"], COPIED_FROM + 10);
        let open = |name: &str| files.get_file_handle(Path::new(name)).expect("opened");
        let (lists, texts, gone) = (open("a.idx"), open("a.store"), open("b.store"));
        let before = texts.read_bytes(0..COPIED_FROM).expect("read");
        ["a.idx", "a.store"].iter().for_each(|name| cut_off(&folder.path().join(name)));
        std::fs::remove_file(folder.path().join("b.store")).expect("removed");
        for range in [6..12, 0..5000, 0..COPIED_FROM] {
            assert!(lists.read_bytes(range.clone()).expect("a copy").as_slice() == &content[range.clone()]);
            assert!(gone.read_bytes(range.clone()).expect("open").as_slice() == &content[range.clone()]);
            let kind = texts.read_bytes(range.clone()).expect_err("cut off").kind();
            assert_eq!(kind, io::ErrorKind::UnexpectedEof, "{range:?}");
        }
        assert!(before.as_slice() == &content[..COPIED_FROM], "what was handed out stays");
    }

    #[test]
    fn a_file_is_copied_once_while_it_is_open_and_what_a_killed_process_left_is_removed() {
        let (folder, files, _) = of(&["a.idx"], IN_MEMORY + 1);
        let [one, other] = [(); 2].map(|()| files.opened(Path::new("a.idx")).expect("opened"));
        assert!(Arc::ptr_eq(&one, &other));
        drop((one, other));
        cut_off(&folder.path().join("a.idx"));
        assert_eq!(files.opened(Path::new("a.idx")).expect("opened").len(), 10);
        std::fs::create_dir(folder.path().join("copy-left")).expect("made");
        Files::open(folder.path()).expect("opened");
        assert!(!folder.path().join("copy-left").exists());
    }
}
