//! A newsroom's data, opened: the database, the search index beside it, and what the pipeline keeps at hand.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::{Context, bail};
use ingest::fetch::{FetchPolicy, Fetched, Fetcher};
use media::Folder;
use news::UtcMs;
use news::article::{ArticleState, NewArticle, NewsCode};
use news::copies::{Grouper, Sketch, WINDOW_MS};
use search::{Index, Opened, SearchError};
use store::Store;
use store::events::EventKind;
use tokio::sync::Notify;

use crate::cli::Place;
use crate::door::Door;
use crate::follow;

/// The embedded database in the data folder.
const DATABASE: &str = "site.db";
/// The files of pictures in the data folder.
const MEDIA: &str = "media";
/// What whoever works on the data folder has locked.
const LOCK: &str = "lock";
/// Events looked through for new articles in one go.
const LEARNT_AT_ONCE: i64 = 1000;

/// An index and the states of the articles that it holds.
#[derive(Clone)]
pub struct Shelf {
    /// The index.
    pub index: Index,
    /// Whether it holds articles of a state.
    pub holds: fn(ArticleState) -> bool,
}

impl Shelf {
    /// The readers' index.
    pub fn published(index: Index) -> Self {
        Self { index, holds: |state| state == ArticleState::Published }
    }
}

/// Everything that a command works on. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The rows.
    pub store: Store,
    /// What readers find; follows the rows.
    pub index: Index,
    /// What only the newsroom finds: everything that is not published.
    pub desk_index: Index,
    /// The files of pictures.
    pub media: Folder,
    /// The only way out.
    pub door: Arc<Door>,
    /// The address at which others reach us, without a final slash; None when nobody said.
    pub public_base: Option<String>,
    /// Told when a source had new entries.
    pub arrived: Arc<Notify>,
    /// The page that selectors were tried on last, and when it was fetched.
    pub tried: Arc<Mutex<Option<(String, UtcMs, Fetched)>>>,
    grouper: Arc<Mutex<Grouper>>,
    /// The event up to which the grouper knows what was written.
    learnt_to: Arc<AtomicI64>,
    /// None beside another process that works on it.
    folder: Arc<Option<Locked>>,
    placing: Arc<tokio::sync::Mutex<()>>,
}

impl Site {
    /// Opens the data in `place`, making it when it is not there, and brings the schema up to date.
    ///
    /// # Errors
    /// A sentence that says what could not be opened and what to do.
    pub async fn open(place: &Place, policy: FetchPolicy, now: UtcMs) -> anyhow::Result<Self> {
        let folder = Locked::new(&place.data)?.with_context(|| busy(&place.data))?;
        let store = Self::open_store(place, now).await?;
        let [index, desk_index] = index_folders(place).map(|folder| open_index(&folder));
        Self::of(store, [index?, desk_index?], policy, place, Some(folder))
    }

    /// Opens the data to add to it: whole when nobody else is at work on it, else only the rows, whose changes the running
    /// server follows. False when it is so.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub async fn open_beside(place: &Place, policy: FetchPolicy, now: UtcMs) -> anyhow::Result<(Self, bool)> {
        if Locked::new(&place.data)?.is_some() {
            return Ok((Self::open(place, policy, now).await?, true));
        }
        let store = Self::open_store(place, now).await?;
        // Nothing is written to them.
        let indexes = [Index::in_memory()?, Index::in_memory()?];
        Ok((Self::of(store, indexes, policy, place, None)?, false))
    }

    fn of(
        store: Store,
        [index, desk_index]: [Index; 2],
        policy: FetchPolicy,
        place: &Place,
        folder: Option<Locked>,
    ) -> anyhow::Result<Self> {
        let fetcher = Fetcher::new(policy).context("The fetcher could not be set up")?;
        Ok(Self {
            store,
            index,
            desk_index,
            media: Folder::new(&place.data.join(MEDIA)),
            door: Arc::new(Door::new(fetcher)),
            public_base: None,
            arrived: Arc::default(),
            tried: Arc::default(),
            grouper: Arc::default(),
            learnt_to: Arc::default(),
            folder: Arc::new(folder),
            placing: Arc::default(),
        })
    }

    /// Opens the data for a search: the index as it is when a running server keeps it, else brought up to date.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub async fn open_to_search(place: &Place, now: UtcMs) -> anyhow::Result<(Store, Index)> {
        let store = Self::open_store(place, now).await?;
        let [folder, _] = index_folders(place);
        // Who has the folder builds what is missing there; beside that nothing is written.
        let Some(_ours) = Locked::new(&place.data)? else {
            return Ok((store, Index::open_to_read(&folder).with_context(|| unusable(&folder))?));
        };
        let (index, _) = Index::open(&folder).with_context(|| unusable(&folder))?;
        if index.followed_to().number == 0 {
            eprintln!("The search index is built first.");
        }
        follow::catch_up(&store, &Shelf::published(index.clone())).await?;
        Ok((store, index))
    }

    /// Both indexes, the readers' first.
    pub fn shelves(&self) -> [Shelf; 2] {
        let desk = Shelf { index: self.desk_index.clone(), holds: |state| state != ArticleState::Published };
        [Shelf::published(self.index.clone()), desk]
    }

    /// Refuses a folder that holds no newsroom, for commands that only look: a slip in its name would else make one.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn must_be_there(place: &Place) -> anyhow::Result<()> {
        if place.database.is_none() && !place.data.join(DATABASE).exists() {
            bail!(
                "There is no newsroom in {}; `binesh serve`, `import`, `user add` and `source add` make one.",
                place.data.display()
            );
        }
        Ok(())
    }

    /// Opens only the rows: enough for what needs neither search nor network, beside a running server.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub async fn open_store(place: &Place, now: UtcMs) -> anyhow::Result<Store> {
        make_folder(&place.data)
            .with_context(|| format!("The data folder {} could not be made", place.data.display()))?;
        if place.database.is_none() {
            // Where this fails, opening fails too, and says why.
            let _ = make_private(&place.data.join(DATABASE));
        }
        let store = Store::open(&database_url(place)).await?;
        let mut tx = store.begin(now).await?;
        store::sections::ensure_first(&mut tx).await?;
        tx.commit().await?;
        Ok(store)
    }

    /// Teaches the grouper the articles published since `since`, so that copies of them are known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn remember_stories(&self, since: UtcMs) -> anyhow::Result<()> {
        self.learnt_to.store(store::events::last(&self.store).await?, Ordering::Relaxed);
        self.learn(store::articles::sketches_since(&self.store, since).await?);
        Ok(())
    }

    /// Teaches it what was stored since by others than the pipeline: the newsroom's own articles, imports. Of these, an
    /// article that is published and copies another joins its story, as what the pipeline brings in does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn learn_new_stories(&self, now: UtcMs) -> anyhow::Result<()> {
        loop {
            let learnt_to = self.learnt_to.load(Ordering::Relaxed);
            let events = store::events::after(&self.store, learnt_to, LEARNT_AT_ONCE).await?;
            let Some(last) = events.last() else { return Ok(()) };
            // What the pipeline stores it remembers before it lets go.
            let _placing = self.placing().await;
            let articles = events.iter().filter(|event| event.kind == EventKind::Article);
            let mut codes: Vec<NewsCode> = articles.map(|event| event.subject).collect();
            codes.sort_unstable();
            codes.dedup();
            for code in store::articles::own_stories(&self.store, &codes).await? {
                self.place_own(code, now).await?;
            }
            let unknown: Vec<NewsCode> = {
                let grouper = self.grouper();
                codes.into_iter().filter(|code| !grouper.knows(*code)).collect()
            };
            let mut new = store::articles::sketches(&self.store, &unknown).await?;
            new.retain(|(_, _, published_at, _)| *published_at >= now - WINDOW_MS);
            self.learn(new);
            self.learnt_to.store(last.number, Ordering::Relaxed);
        }
    }

    /// Puts an article of the newsroom in the story that it copies, by what it says now: its draft may have said little.
    async fn place_own(&self, code: NewsCode, now: UtcMs) -> anyhow::Result<()> {
        let Some(article) = store::articles::by_code(&self.store, code).await? else { return Ok(()) };
        let at = article.published_at;
        if at < now - WINDOW_MS {
            return Ok(());
        }
        let text = ingest::sanitize::running_text(&article.content.body_html);
        let bytes = NewArticle::draft(article.content, &text, at).sketch;
        let Some(sketch) = Sketch::from_bytes(&bytes) else { return Ok(()) };
        let stories = self.grouper().stories_of(at, &sketch);
        let story = stories.into_iter().find(|story| *story != code);
        let known = store::articles::sketches(&self.store, &[code]).await?;
        let is_known = known.first().is_some_and(|(.., then, kept)| (*then, kept) == (at, &bytes));
        if is_known && story.is_none() && self.grouper().knows(code) {
            return Ok(());
        }
        let mut tx = self.store.begin(now).await?;
        store::articles::resketch(&mut tx, code, at, &bytes).await?;
        if let Some(story) = story {
            store::articles::join_stories(&mut tx, story, code).await?;
        }
        tx.commit().await?;
        let mut grouper = self.grouper();
        if let Some(story) = story {
            grouper.join(story, code);
        }
        grouper.remember(code, story.unwrap_or(code), at, &sketch);
        Ok(())
    }

    fn learn(&self, known: Vec<(NewsCode, NewsCode, UtcMs, Vec<u8>)>) {
        let mut grouper = self.grouper();
        for (code, story, published_at, bytes) in known {
            if let Some(sketch) = Sketch::from_bytes(&bytes) {
                grouper.remember(code, story, published_at, &sketch);
            }
        }
    }

    /// Nobody else opens the folder while this process lives, whatever of it outlives the site.
    pub fn hold_folder(&self) {
        std::mem::forget(self.folder.clone());
    }

    /// Held from placing an article until it is stored and remembered: two copies that arrive at the same time are
    /// otherwise both the first.
    pub async fn placing(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.placing.clone().lock_owned().await
    }

    /// The grouper, for one short use. A panic elsewhere does not take it away: it holds plain values.
    pub fn grouper(&self) -> MutexGuard<'_, Grouper> {
        self.grouper.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A data folder that is ours: the lock goes with the process, however that ends.
pub struct Locked(#[expect(dead_code, reason = "held, not used")] File);

impl Locked {
    /// Locks a folder, making it when it is not there; None when another process has it.
    ///
    /// # Errors
    /// A sentence that says what to do when it cannot be made.
    pub fn new(folder: &Path) -> anyhow::Result<Option<Self>> {
        let unusable = || format!("The data folder {} could not be made", folder.display());
        make_folder(folder).with_context(unusable)?;
        let file =
            File::options().create(true).append(true).open(folder.join(LOCK)).with_context(unusable)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Ok(None),
            // A disk without locks: the index has one of its own.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(Self(file))),
        }
    }
}

fn busy(folder: &Path) -> String {
    format!(
        "Another binesh is at work on {}; stop it first, or choose another folder with --data.",
        folder.display()
    )
}

/// Makes a folder that only its owner reads: it holds password hashes and readers' e-mail addresses.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Makes the embedded database's file, so that only its owner reads it; SQLite gives its own files the same rights.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.create(true).append(true).open(file).map(drop)
}

/// The database named on the command line, else the embedded one in the data folder.
fn database_url(place: &Place) -> String {
    match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite:{}", place.data.join(DATABASE).display()),
    }
}

/// Where the indexes lie: the readers', and the newsroom's.
pub fn index_folders(place: &Place) -> [PathBuf; 2] {
    ["index", "desk-index"].map(|name| place.data.join(name))
}

fn open_index(folder: &Path) -> anyhow::Result<Index> {
    let (index, opened) = match Index::open(folder) {
        Err(SearchError::Busy) => bail!(busy(folder.parent().unwrap_or(folder))),
        Err(SearchError::Damaged(cause)) => {
            let aside = set_aside(folder)?;
            tracing::warn!(
                "the search index was damaged ({cause}); it was set aside in {} and is built anew",
                aside.display()
            );
            Index::open(folder).with_context(|| unusable(folder))?
        }
        opened => opened.with_context(|| unusable(folder))?,
    };
    if matches!(opened, Opened::Fresh) {
        tracing::debug!("the search index is new and will be filled from the database");
    }
    Ok(index)
}

/// Moves a damaged index out of the way, in the place of one that was moved before.
fn set_aside(folder: &Path) -> anyhow::Result<PathBuf> {
    let aside = folder.with_extension("damaged");
    if aside.exists() {
        std::fs::remove_dir_all(&aside).with_context(|| unusable(&aside))?;
    }
    std::fs::rename(folder, &aside).with_context(|| unusable(folder))?;
    Ok(aside)
}

fn unusable(folder: &Path) -> String {
    format!("The search index in {} could not be opened; `binesh reindex` builds it anew", folder.display())
}
