//! The index on disk: opening, filling, writing.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::merge_policy::{LogMergePolicy, NoMergePolicy};
use tantivy::schema::Schema;
use tantivy::{Directory, IndexBuilder, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Term};

use crate::bits::CommonWords;
use crate::change::{Change, Document, Followed};
use crate::damage::{is_of_content, unbroken};
use crate::files::Files;
use crate::known::Memory;
use crate::neighbours::Neighbours;
use crate::schema::{Fields, schema};
use crate::spaces::Spaces;
use crate::tables::Tables;
use crate::{SearchError, analysis};

/// Changes whenever documents are written differently; an index of another version is built anew.
pub(crate) const VERSION: &str = "16";
/// The file that names it.
pub(crate) const MARKER: &str = "version";
/// The writer's memory, taken as far as documents come. With less, a large index is written in many small segments, each
/// with a dictionary of its own, and these are merged: with half of it, filling takes a fourth more of the processor.
const WRITER_BYTES: usize = 240_000_000;
/// What is stored is packed in blocks of this size, and to read an article unpacks one. With tantivy's 16,384 bytes, three
/// articles, unpacking was a tenth of a search.
const STORED_BLOCK_BYTES: usize = 4096;
/// Segments of about one size are merged when there are so many: every word of a query is looked up in each segment. With
/// tantivy's own eight a million articles lie in eleven, and a search takes half as much again as in one.
const SEGMENTS_TO_MERGE: usize = 4;
/// A segment is written anew when such a share of its articles was deleted or written again.
const DELETED_SHARE: f32 = 0.3;

/// Whether an opened index has content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// New, or of another version and wiped: to be filled.
    Fresh,
    /// As it was left.
    Kept,
}

/// A handle on the index. Cheap to clone; searches and writes may run at the same time.
#[derive(Clone)]
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) reader: IndexReader,
    /// None when another process writes and this one only reads.
    writer: Option<Arc<RwLock<IndexWriter>>>,
    /// A change was begun and not ended: the writer may have lost its thread, as on a full disk, and then takes documents
    /// and forgets them.
    is_unfinished: Arc<AtomicBool>,
    followed_to: Arc<Mutex<Followed>>,
    filling: Arc<Filling>,
    /// None of what lives in memory.
    pub(crate) folder: Option<Arc<Path>>,
    /// Something failed that should not.
    pub(crate) is_doubted: Arc<AtomicBool>,
    /// As many as threads have analysed at once.
    memories: Arc<Mutex<Vec<Memory>>>,
    pub(crate) neighbours: Arc<Neighbours>,
    pub(crate) common_words: Arc<CommonWords>,
    pub(crate) tables: Arc<Tables>,
}

/// Whether an index is being filled, and how far it is.
#[derive(Debug, Default)]
struct Filling {
    is_under_way: AtomicBool,
    articles: AtomicU64,
}

impl Index {
    /// Opens the index in a folder, making it when it is not there and wiping it when its version differs. One that
    /// was never filled to its end is being built until it is.
    ///
    /// # Errors
    /// [`SearchError::Busy`] when another process writes to the index; [`SearchError::Damaged`] when it cannot be
    /// read; others when the folder cannot be used.
    pub fn open(folder: &Path) -> Result<(Self, Opened), SearchError> {
        let marker = folder.join(MARKER);
        let kept = std::fs::read_to_string(&marker).is_ok_and(|version| version == VERSION);
        if !kept && folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let directory = Files::open(folder).map_err(tantivy::TantivyError::from)?;
        let mut index = Self::in_directory(directory, Access::Write)?;
        index.folder = Some(folder.into());
        index.must_be_filled();
        std::fs::write(&marker, VERSION)?;
        Ok((index, if kept { Opened::Kept } else { Opened::Fresh }))
    }

    /// Opens the index as another process keeps it: for one search beside a running server, which copies nothing.
    ///
    /// # Errors
    /// When the folder holds no index.
    pub fn open_to_read(folder: &Path) -> Result<Self, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let mut index = Self::in_directory(directory, Access::Read)?;
        index.folder = Some(folder.into());
        index.must_be_filled();
        Ok(index)
    }

    /// An index that lives in memory.
    ///
    /// # Errors
    /// When memory is short.
    pub fn in_memory() -> Result<Self, SearchError> {
        Self::in_directory(RamDirectory::create(), Access::Write)
    }

    pub(crate) fn in_directory(directory: impl Directory, access: Access) -> Result<Self, SearchError> {
        unbroken(|| Self::of_directory(directory, access)).map_err(SearchError::Damaged)?
    }

    fn of_directory(directory: impl Directory, access: Access) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let index = builder(schema).open_or_create(directory).map_err(told_apart)?;
        index.tokenizers().register("whitespace", Spaces::default());
        let payload = index.load_metas().map_err(told_apart)?.payload;
        let followed_to = payload.as_deref().map(Followed::read).unwrap_or_default();
        let writer = match access {
            Access::Read => None,
            Access::Write => Some(new_writer(&index).map_err(told_apart)?),
        };
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(told_apart)?;
        Ok(Self {
            fields,
            reader,
            writer: writer.map(|writer| Arc::new(RwLock::new(writer))),
            is_unfinished: Arc::default(),
            followed_to: Arc::new(Mutex::new(followed_to)),
            filling: Arc::default(),
            folder: None,
            is_doubted: Arc::default(),
            memories: Arc::default(),
            neighbours: Arc::default(),
            common_words: Arc::default(),
            tables: Arc::default(),
        })
    }

    /// What searches see: another number after each [`Index::write`] that changed something.
    pub fn state(&self) -> u64 {
        self.reader.searcher().generation().generation_id()
    }

    /// The last event that is in the index.
    pub fn followed_to(&self) -> Followed {
        *self.followed_to.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses while the index is being built.
    ///
    /// # Errors
    /// [`SearchError::BeingBuilt`].
    pub(crate) fn must_be_built(&self) -> Result<(), SearchError> {
        if !self.filling.is_under_way.load(Ordering::Acquire) {
            return Ok(());
        }
        Err(SearchError::BeingBuilt { articles: self.filling.articles.load(Ordering::Relaxed) })
    }

    /// What remembers no event was not filled to its end.
    fn must_be_filled(&self) {
        self.filling.is_under_way.store(self.followed_to().number == 0, Ordering::Release);
    }

    /// Forgets all documents, after the next [`Index::write`], to be filled anew. It is being built from now on.
    ///
    /// # Errors
    /// As [`Index::write`].
    pub fn empty(&self) -> Result<(), SearchError> {
        let mut writer = self.writer()?;
        self.put_folder_back()?;
        if self.take_back(&mut writer).is_err() {
            self.make_folder_anew()?;
            self.take_back(&mut writer)?;
        }
        self.is_unfinished.store(false, Ordering::Relaxed);
        // Merged once, at the end, each article is copied once.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.delete_all_documents()?;
        self.filling.articles.store(0, Ordering::Relaxed);
        self.filling.is_under_way.store(true, Ordering::Release);
        Ok(())
    }

    /// Adds documents of which the index has nothing yet, for filling an emptied one; several threads may at the same
    /// time. They are found when [`Index::filled`] ends it; without it they are forgotten.
    ///
    /// # Errors
    /// As [`Index::write`].
    pub fn fill(&self, documents: &[Document]) -> Result<(), SearchError> {
        let writer = self.writer.as_ref().ok_or(SearchError::Busy)?;
        let writer = writer.read().unwrap_or_else(PoisonError::into_inner);
        self.remembering(|memory| {
            documents.iter().try_for_each(|document| {
                writer.add_document(analysis::document(&self.fields, document, memory))?;
                Ok::<_, SearchError>(())
            })
        })?;
        self.filling.articles.fetch_add(documents.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Ends a filling: what was added is found from now on, and `followed_to` is remembered. It lies in some segments, for
    /// which searches pay until [`Index::merge`] has ended.
    ///
    /// # Errors
    /// As [`Index::write`].
    pub fn filled(&self, followed_to: impl Into<Followed>) -> Result<(), SearchError> {
        self.write(&[], followed_to)?;
        self.writer()?.set_merge_policy(Box::new(merge_policy()));
        self.filling.is_under_way.store(false, Ordering::Release);
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).clear();
        // Lists that were looked up meanwhile lack what came after.
        self.neighbours.clear();
        Ok(())
    }

    /// Whether it lies in more than one segment.
    pub fn is_in_parts(&self) -> bool {
        self.reader.searcher().segment_readers().len() > 1
    }

    /// Merges what was written into one segment. Searches and writes go on meanwhile.
    ///
    /// # Errors
    /// When another process writes, or the merged segment cannot be read.
    pub fn merge(&self) -> Result<(), SearchError> {
        let merging = {
            let mut writer = self.writer()?;
            let segments = writer.index().searchable_segment_ids()?;
            (segments.len() > 1).then(|| writer.merge(&segments))
        };
        // What could not be merged, as on a full disk, is found all the same.
        if merging.is_some_and(|merging| merging.wait().is_ok()) {
            self.reload()?;
        }
        Ok(())
    }

    /// Applies changes in one commit, which also remembers `followed_to`. Searches see them when this returns.
    ///
    /// # Errors
    /// When the disk fails, or the index was opened to read; the index then is as it was.
    pub fn write(&self, changes: &[Change], followed_to: impl Into<Followed>) -> Result<(), SearchError> {
        let followed_to = followed_to.into();
        if self.attended(|| self.commit(changes, followed_to))? {
            self.renew_neighbours(changes);
        }
        Ok(())
    }

    /// False when the index stays as it is.
    fn commit(&self, changes: &[Change], followed_to: Followed) -> Result<bool, SearchError> {
        let mut writer = self.writer()?;
        if self.is_untouched_by(changes)? && followed_to.number > 0 {
            self.follow_to(followed_to);
            return Ok(false);
        }
        if self.is_unfinished.swap(true, Ordering::Relaxed) {
            self.take_back(&mut writer)?;
        }
        self.remembering(|memory| {
            changes.iter().try_for_each(|change| {
                writer.delete_term(Term::from_field_i64(self.fields.code, change.code()));
                if let Change::Put(document) = change {
                    writer.add_document(analysis::document(&self.fields, document, memory))?;
                }
                Ok::<_, SearchError>(())
            })
        })?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&followed_to.payload());
        commit.commit()?;
        self.is_unfinished.store(false, Ordering::Relaxed);
        self.reload()?;
        self.follow_to(followed_to);
        if followed_to.number > 0 {
            self.filling.is_under_way.store(false, Ordering::Release);
        }
        Ok(true)
    }

    /// Whether changes only remove what is not there: drafts of the readers' index, comments, sources. To commit that would
    /// write files and have every search forgotten; how far it was followed is read again after the program's end.
    fn is_untouched_by(&self, changes: &[Change]) -> Result<bool, SearchError> {
        let is_filling = self.filling.is_under_way.load(Ordering::Acquire);
        if is_filling || self.is_unfinished.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let searcher = self.reader.searcher();
        for change in changes {
            let term = Term::from_field_i64(self.fields.code, change.code());
            if matches!(change, Change::Put(_)) || searcher.doc_freq(&term)? > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn follow_to(&self, event: Followed) {
        *self.followed_to.lock().unwrap_or_else(PoisonError::into_inner) = event;
    }

    /// Searches see what was written.
    fn reload(&self) -> Result<(), SearchError> {
        self.reader.reload()?;
        Ok(self.tables.renew(&self.reader.searcher())?)
    }

    /// Calls `work` with a memory of words that no other thread uses meanwhile.
    fn remembering<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = memories().pop().unwrap_or_default();
        let done = work(&mut memory);
        memories().push(memory);
        done
    }

    /// Has a writer take documents again: one that failed does not, and one that could not be taken back once, as over a
    /// damaged list of segments, has lost its lock and breaks off from then on.
    fn take_back(&self, writer: &mut IndexWriter) -> Result<(), SearchError> {
        if unbroken(|| writer.rollback()).flatten().is_err() {
            *writer = new_writer(self.reader.searcher().index())?;
        }
        writer.set_merge_policy(Box::new(merge_policy()));
        Ok(())
    }

    fn writer(&self) -> Result<RwLockWriteGuard<'_, IndexWriter>, SearchError> {
        let writer = self.writer.as_ref().ok_or(SearchError::Busy)?;
        Ok(writer.write().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Access {
    Read,
    Write,
}

/// What makes or opens an index.
pub(crate) fn builder(schema: Schema) -> IndexBuilder {
    let settings = IndexSettings { docstore_blocksize: STORED_BLOCK_BYTES, ..IndexSettings::default() };
    tantivy::Index::builder().schema(schema).settings(settings)
}

fn new_writer(index: &tantivy::Index) -> tantivy::Result<IndexWriter> {
    let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(merge_policy()));
    Ok(writer)
}

fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS_TO_MERGE);
    policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
    policy
}

/// Another process that writes is no failure of the disk, and neither is a file that is missing, cut off or not ours. What
/// the system refuses, such as a file that may not be read, is no damage.
fn told_apart(error: tantivy::TantivyError) -> SearchError {
    use tantivy::TantivyError as Error;
    let refused = match &error {
        Error::LockFailure(..) => return SearchError::Busy,
        Error::IoError(cause) => Some(&**cause),
        Error::OpenReadError(OpenReadError::IoError { io_error, .. }) => Some(&**io_error),
        Error::OpenWriteError(_) | Error::OpenDirectoryError(_) | Error::ErrorInThread(_) => {
            return error.into();
        }
        _ => None,
    };
    match refused {
        Some(cause) if !is_of_content(cause) => error.into(),
        _ => SearchError::Damaged(error),
    }
}
