//! Every route, called without a socket, on a real SQLite store and an index in memory; pages are read as a DOM.

mod api;
mod app;
mod appearance;
mod card;
mod completions;
mod desk_pictures;
mod editing;
mod errors;
mod feeds;
mod genres;
mod head;
mod languages;
mod live;
mod newsroom;
mod newsroom_search;
mod pages;
mod pictures;
mod popular;
mod reader;
mod search_notes;
mod search_page;
mod share;
mod story;
mod suggested;
mod theme;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use news::article::{ArticleState, Attribution, Content, NewArticle};
use news::failure::Failure;
use news::person::Role;
use news::source::{Arrival, NewSource, Selectors, SourceKind, Terms};
use scraper::{Html, Selector};
use search::{Change, Document, Index};
use store::Store;
use tempfile::TempDir;
use tower::ServiceExt;
use web::{App, AppConfig, Sample, Serving, Trial};

/// 2024-12-02T20:12:00+03:30.
pub const NOW: i64 = 1_733_157_720_000;

/// A newsroom with its router.
pub struct Site {
    /// Its rows.
    pub store: Store,
    /// What the router serves.
    pub app: App,
    index: Index,
    desk_index: Index,
    router: Serving,
    folder: TempDir,
}

/// Reads a made-up page: its lead is the selector of the body.
fn try_page(url: &str, selectors: &Selectors) -> Result<Trial, Failure> {
    if url.contains("away") {
        return Err(Failure::TooSlow("a.ir".into()));
    }
    let sample = |lead: &str, text: &str| Sample {
        headline: "پل تازه".into(),
        lead: lead.into(),
        published_at: Some(NOW),
        text: text.into(),
        ..Sample::default()
    };
    let missed = selectors.each().map(|selector| selector.starts_with(".no-such"));
    let (without, with) = (sample("", "نخست\nمیان\nآخر"), sample(&selectors.body, "تنها"));
    Ok(Trial { without: Ok(without), with: Ok(with), missed })
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The texts of the elements that a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        let page = Html::parse_document(&self.body);
        page.select(&selector)
            .map(|one| one.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Site {
    /// An empty newsroom.
    pub async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let store = Store::open(&format!("sqlite:{}", folder.path().join("site.db").display()))
            .await
            .expect("a store");
        let mut tx = store.begin(NOW).await.expect("a change");
        store::sections::ensure_first(&mut tx).await.expect("sections");
        tx.commit().await.expect("committed");
        let (index, desk_index) =
            (Index::in_memory().expect("an index"), Index::in_memory().expect("an index"));
        Self::of(store, index, desk_index, folder, || 0)
    }

    /// What answers its requests.
    pub fn serving(&self) -> Serving {
        self.router.clone()
    }

    /// Its rows, as another process opens them.
    pub async fn store_again(&self) -> Store {
        let path = self.folder.path().join("site.db");
        Store::open(&format!("sqlite:{}", path.display())).await.expect("a store")
    }

    /// The same newsroom in another program beside this one, which keeps no pages.
    pub fn beside(&self) -> Self {
        let folder = TempDir::new().expect("a folder");
        Self::of(self.store.clone(), self.index.clone(), self.desk_index.clone(), folder, || 0)
    }

    /// The same newsroom in a program that was started anew.
    pub fn restarted(self) -> Self {
        Self::of(self.store, self.index, self.desk_index, self.folder, || 0)
    }

    /// The same newsroom in a program for which an hour passes between any two looks at the stopwatch.
    pub fn slow(self) -> Self {
        static LOOKS: AtomicU64 = AtomicU64::new(0);
        let stopwatch = || LOOKS.fetch_add(3_600_000_000, Ordering::Relaxed);
        Self::of(self.store, self.index, self.desk_index, self.folder, stopwatch)
    }

    /// A new newsroom with a theme.
    pub async fn with_theme(theme: &Path) -> Self {
        let site = Self::new().await;
        let theme = Some(theme.to_owned());
        Self::themed(site.store, site.index, site.desk_index, site.folder, || 0, theme)
    }

    fn of(store: Store, index: Index, desk_index: Index, folder: TempDir, stopwatch: fn() -> u64) -> Self {
        Self::themed(store, index, desk_index, folder, stopwatch, None)
    }

    fn themed(
        store: Store,
        index: Index,
        desk_index: Index,
        folder: TempDir,
        stopwatch: fn() -> u64,
        theme: Option<PathBuf>,
    ) -> Self {
        let app = App::new(AppConfig {
            store: store.clone(),
            index: index.clone(),
            desk_index: desk_index.clone(),
            media: media::Folder::new(&folder.path().join("media")),
            clock: || NOW,
            stopwatch,
            is_selector: |text| Selector::parse(text).is_ok(),
            check_address: Box::new(|url| {
                let inner = url.contains("//10.").then(|| Failure::LeadsInside("10.0.0.1".into()));
                Box::pin(async { inner.map_or(Ok(url), Err) })
            }),
            try_page: Box::new(|url, selectors| Box::pin(async move { try_page(&url, &selectors) })),
            pace_ms: Box::new(|url| if url.contains("patient") { 60_000 } else { 0 }),
            base_url: "https://example.ir".into(),
            secure_cookies: true,
            trust_proxy: false,
            theme,
            has_surrogate_keys: true,
            hub: Some("https://hub.example.ir/".into()),
        });
        let app = app.expect("templates");
        Self { store, index, desk_index, router: Serving::new(app.clone()), app, folder }
    }

    /// Adds a source.
    pub async fn source(&self, url: &str) -> i64 {
        self.source_with(url, Terms::default()).await
    }

    async fn source_with(&self, url: &str, terms: Terms) -> i64 {
        let set = NewSource {
            name: "البرز".into(),
            url: url.to_owned(),
            kind: SourceKind::Feed,
            arrival: Arrival::Publish,
            section_id: None,
            terms,
        };
        let mut tx = self.store.begin(NOW).await.expect("a change");
        let id = store::sources::create(&mut tx, &set).await.expect("made");
        tx.commit().await.expect("committed");
        id
    }

    /// Stores a published article of a source with these terms.
    pub async fn reprint(&self, headline: &str, terms: Terms) -> i64 {
        let source = self.source_with(&format!("https://a.ir/{headline}"), terms).await;
        self.article_of(headline, ArticleState::Published, Some(source)).await
    }

    /// Stores and indexes an article.
    pub async fn article(&self, headline: &str, state: ArticleState) -> i64 {
        self.article_of(headline, state, None).await
    }

    /// Changes an article as an editor does.
    pub async fn save(&self, code: i64, change: impl FnOnce(&mut Content)) {
        self.save_as("saver", code, change).await;
    }

    /// Changes an article as a new person of this name does.
    pub async fn save_as(&self, name: &str, code: i64, change: impl FnOnce(&mut Content)) {
        let mut article = store::articles::by_code(&self.store, code).await.expect("read").expect("there");
        change(&mut article.content);
        let mut tx = self.store.begin(NOW).await.expect("a change");
        let who = store::people::create(&mut tx, name, "ویراستار", Role::Editor, "-").await.expect("made");
        let (from, slug) = (article.revision, &article.slug);
        store::articles::update(&mut tx, code, from, &article.content, slug, Some(who)).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    /// Stores an article of a source.
    pub async fn article_of(&self, headline: &str, state: ArticleState, source_id: Option<i64>) -> i64 {
        let content = Content {
            kicker: "روتیتر <i>".into(),
            headline: headline.to_owned(),
            lead: "لید \"<b>\" این مطلب".into(),
            body_html:
                "<p>گزارش می‌شود که متن کامل این مطلب اینجاست.</p><p>به گزارش ایرنا از کرملین، پایان.</p><figure><img src=\"https://pictures.example/1.jpg\" alt=\"پل\"><figcaption>پل تازه</figcaption></figure>"
                    .into(),
            byline: "نرگس فلاح".into(),
            section_id: Some(5),
            tags: vec!["کتاب‌خوانی".into()],
            attribution: Some(Attribution {
                name: "etemadonline".into(),
                code: Some("688044".into()),
                url: Some("https://source.example/1".into()),
            }),
            ..Content::default()
        };
        let new = NewArticle { state, source_id, ..NewArticle::draft(content, "", NOW - 60_000) };
        let mut tx = self.store.begin(NOW).await.expect("a change");
        let code = store::articles::create(&mut tx, &new).await.expect("made");
        tx.commit().await.expect("committed");
        let document = Document {
            code,
            headline: headline.to_owned(),
            body_text: "گزارش می‌شود که متن کامل این مطلب اینجاست.".into(),
            section: Some("sport".into()),
            section_name: "ورزش".into(),
            source: "etemadonline".into(),
            published_at: NOW - 60_000,
            story: code,
            ..Document::default()
        };
        let index = if state == ArticleState::Published { &self.index } else { &self.desk_index };
        index.write(&[Change::Put(Box::new(document))], code).expect("indexed");
        code
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Gets a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(encoded(path)).body(Body::empty()).expect("a request")).await
    }

    /// Posts a form, with a session's cookie when there is one.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)], cookie: &str) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = Request::post(encoded(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Gets a path as the owner of a cookie.
    pub async fn get_as(&self, path: &str, cookie: &str) -> Answer {
        self.send(
            Request::get(encoded(path))
                .header(header::COOKIE, cookie)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// Adds a person and logs them in; answers the cookie.
    pub async fn log_in(&self, role: Role) -> String {
        let hashed = web::password::hash("correct horse").expect("a hash");
        let mut tx = self.store.begin(NOW).await.expect("a change");
        store::people::create(&mut tx, role.as_str(), "نام", role, &hashed).await.expect("made");
        tx.commit().await.expect("committed");
        let fields = [("name", role.as_str()), ("password", "correct horse")];
        let answer = self.post("/newsroom/login", &fields, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let cookie = answer.header(header::SET_COOKIE);
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Secure"));
        cookie.split(';').next().unwrap_or_default().to_owned()
    }
}

fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
