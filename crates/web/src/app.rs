//! What every handler works with.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use news::UtcMs;
use search::Index;
use store::Store;

use crate::drawn::Drawn;
use crate::language::Language;
use crate::pages::{self, PageCache, Parts};
use crate::popular::Rankings;
use crate::reader::Entry;
use crate::remembered::Remembered;
use crate::searching::Searching;
use crate::sender::SenderKey;
use crate::theme::Theme;
use crate::trial::{CheckAddress, Trials, TryPage};
use crate::tries::Tries;
use crate::views::Views;

/// What the program gives the web.
pub struct AppConfig {
    /// The rows.
    pub store: Store,
    /// What readers find.
    pub index: Index,
    /// What only the newsroom finds.
    pub desk_index: Index,
    /// The files of pictures.
    pub media: media::Folder,
    /// The time of day; the web has no clock of its own.
    pub clock: fn() -> UtcMs,
    /// Microseconds of a running stopwatch.
    pub stopwatch: fn() -> u64,
    /// Whether a text is a selector that pages can be read by.
    pub is_selector: fn(&str) -> bool,
    /// Has an example page read; the web has no way out of its own.
    pub try_page: TryPage,
    /// Says whether a source's address may be read.
    pub check_address: CheckAddress,
    /// Milliseconds that the host of an address asks for between two readings, as far as is known; 0 when it does not.
    pub pace_ms: Box<dyn Fn(&str) -> i64 + Send + Sync>,
    /// The site's public address without a final slash.
    pub base_url: String,
    /// Session cookies are sent over https only.
    pub secure_cookies: bool,
    /// `X-Forwarded-For` is believed.
    pub trust_proxy: bool,
    /// A folder whose templates and styles stand in the place of the embedded ones.
    pub theme: Option<PathBuf>,
    /// Pages carry the names by which a shared cache in front is asked to forget them.
    pub has_surrogate_keys: bool,
    /// The hub that tells subscribers of our feeds' news (WebSub).
    pub hub: Option<String>,
}

/// A handle on everything. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    /// In which its pages are made.
    pub(crate) language: Language,
}

/// What is behind the handle.
pub struct Inner {
    pub(crate) config: AppConfig,
    pub(crate) theme: Theme,
    pub(crate) hashing: tokio::sync::Semaphore,
    pub(crate) tries: Tries,
    pub(crate) trials: Trials,
    pub(crate) senders: SenderKey,
    pub(crate) views: Views,
    pub(crate) rankings: Rankings,
    pub(crate) searching: Searching,
    pub(crate) remembered: Remembered,
    pub(crate) pages: Arc<PageCache>,
    pub(crate) drawn: Drawn,
    /// What feeds tell of articles.
    pub(crate) entries: Parts<Entry>,
}

/// Passwords hashed at the same time: each takes 19 MiB and a core.
const HASHES_AT_ONCE: usize = 2;

impl App {
    /// Sets the web up.
    ///
    /// # Errors
    /// When an embedded template is broken; a test would have caught it.
    pub fn new(config: AppConfig) -> Result<Self, minijinja::Error> {
        let theme = Theme::open(config.theme.clone())?;
        let hashing = tokio::sync::Semaphore::new(HASHES_AT_ONCE);
        let now = (config.clock)();
        let views = Views::new(now);
        let pages = pages::told_by(&config.store, &config.index);
        let inner = Arc::new(Inner {
            config,
            theme,
            hashing,
            tries: Tries::default(),
            trials: Trials::default(),
            senders: SenderKey::new(now),
            views,
            rankings: Rankings::default(),
            searching: Searching::default(),
            remembered: Remembered::default(),
            pages,
            drawn: Drawn::default(),
            entries: Parts::default(),
        });
        Ok(Self { inner, language: Language::default() })
    }

    /// Names that pages gave to templates and that the samples of themes lack, as far as pages were made; empty in a
    /// release build.
    pub fn unsampled(&self) -> Vec<String> {
        self.theme.unsampled()
    }

    /// The same in a language.
    pub(crate) fn in_language(&self, language: Language) -> Self {
        Self { inner: self.inner.clone(), language }
    }

    /// What time it is.
    pub(crate) fn now(&self) -> UtcMs {
        (self.config.clock)()
    }
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

/// `GET /healthz`: 200 when the database answers.
pub(crate) async fn health(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.config.store.check().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
