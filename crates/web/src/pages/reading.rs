//! What a readers' page reads, each with what it thereby depends on. A page reads nothing past this: so no dependency is
//! guessed, and none forgotten.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::try_join_all;
use news::UtcMs;
use news::article::{Article, Card, NewsCode};
use news::comment::{Comment, CommentCounts};
use news::live::Post;
use news::picture::Picture;
use news::provenance::Fetched;
use news::section::Section;
use news::source::Source;
use store::articles::{self, Filter};
use store::suggestions::Choice;
use store::tags::Tag;
use store::{Store, StoreError, live};

use super::dependency::Dependency;
use super::frame::Frame;
use crate::App;
use crate::language::Language;

/// Reads for one page.
pub(crate) struct Reading {
    /// What the page is made with.
    pub(crate) app: App,
    /// Its path and query, in Persian; empty where it has no address of its own.
    pub(crate) path: String,
    noted: Mutex<Noted>,
}

/// What was noted while reading.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub(crate) on: HashSet<Dependency>,
    /// From when on it may be another although nothing changed: what counts hours.
    pub(crate) until: Option<UtcMs>,
}

impl Reading {
    pub(crate) fn new(app: &App) -> Self {
        Self::at(app, "")
    }

    /// Reads for the page of an address, or of what else it is kept under.
    pub(crate) fn at(app: &App, key: &str) -> Self {
        let (path, query) = key.split_at(key.find('?').unwrap_or(key.len()));
        let path = Language::of_path(path).map_or(path, |(_, path)| path);
        let is_address = path.starts_with('/');
        let path = if is_address { format!("{path}{query}") } else { String::new() };
        Self { app: app.clone(), path, noted: Mutex::default() }
    }

    pub(crate) fn done(self) -> Noted {
        self.noted.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the page shows something.
    pub(crate) fn on(&self, dependency: Dependency) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).on.insert(dependency);
    }

    /// Notes that the page is of this moment, and to be made anew after so many milliseconds.
    pub(crate) fn lasts(&self, ms: UtcMs) {
        let until = self.app.now() + ms;
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.until = Some(noted.until.map_or(until, |earlier| earlier.min(until)));
    }

    fn store(&self) -> &Store {
        &self.app.config.store
    }

    fn shown(&self, cards: Vec<Card>) -> Vec<Card> {
        for card in &cards {
            self.on(Dependency::Article(card.code));
            self.on(Dependency::Story(card.story));
        }
        cards
    }

    /// The site's own words and its sections.
    pub(crate) async fn frame(&self) -> Result<Arc<Frame>, StoreError> {
        self.on(Dependency::Frame);
        self.app.pages.frame.get_or_read(self.store()).await
    }

    pub(crate) async fn section(&self, slug: &str) -> Result<Option<Section>, StoreError> {
        let frame = self.frame().await?;
        Ok(frame.sections.iter().find(|section| section.slug == slug).cloned())
    }

    /// A tag is there while an article has it.
    pub(crate) async fn tag(&self, slug: &str) -> Result<Option<Tag>, StoreError> {
        let tag = store::tags::by_slug(self.store(), slug).await?;
        tag.iter().for_each(|tag| self.on(Dependency::Tag(tag.id)));
        Ok(tag)
    }

    pub(crate) async fn article(&self, code: NewsCode) -> Result<Option<Article>, StoreError> {
        self.on(Dependency::Article(code));
        articles::by_code(self.store(), code).await
    }

    /// The kept pictures of an article by their addresses in its body: when one is kept, the article is told to have changed.
    pub(crate) async fn pictures(&self, code: NewsCode) -> Result<Vec<(String, Picture)>, StoreError> {
        self.on(Dependency::Article(code));
        store::pictures::of_article(self.store(), code).await
    }

    /// The reports of a live coverage; whatever changes them is a change of the article.
    pub(crate) async fn live_posts(
        &self,
        code: NewsCode,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Post>, StoreError> {
        self.on(Dependency::Article(code));
        live::posts(self.store(), code, limit, offset).await
    }

    /// How many reports a coverage has, its key points each with how many are newer, and when it was over.
    pub(crate) async fn live_state(
        &self,
        code: NewsCode,
    ) -> Result<(i64, Vec<(Post, i64)>, Option<UtcMs>), StoreError> {
        self.on(Dependency::Article(code));
        let store = self.store();
        Ok((
            live::count(store, code).await?,
            live::keys(store, code).await?,
            live::ended_at(store, code).await?,
        ))
    }

    /// When an article was last changed; of one that was taken away, when that was, unless it was worked on since.
    pub(crate) async fn changed_at(&self, code: NewsCode) -> Result<UtcMs, StoreError> {
        self.on(Dependency::Article(code));
        Ok(articles::changed_at(self.store(), code).await?.unwrap_or(news::article::UNDATED))
    }

    /// The body of an article as it was before a person first changed it.
    pub(crate) async fn original(&self, article: &Article) -> Result<Option<String>, StoreError> {
        self.on(Dependency::Article(article.code));
        articles::original(self.store(), article).await
    }

    /// What was fetched for an article of ours changes with the article alone.
    pub(crate) async fn fetched(&self, article: &Article) -> Result<Option<Fetched>, StoreError> {
        self.on(Dependency::Article(article.code));
        match article.entry_id {
            Some(entry) => store::entries::fetched(self.store(), entry).await,
            None => Ok(None),
        }
    }

    pub(crate) async fn source(&self, id: i64) -> Result<Option<Source>, StoreError> {
        self.on(Dependency::Source(id));
        store::sources::by_id(self.store(), id).await
    }

    pub(crate) async fn comments(&self, code: NewsCode, most: i64) -> Result<Vec<Comment>, StoreError> {
        self.on(Dependency::Comments(code));
        store::comments::approved(self.store(), code, most).await
    }

    pub(crate) async fn comment_counts(&self, code: NewsCode) -> Result<CommentCounts, StoreError> {
        self.on(Dependency::Comments(code));
        store::comments::counts(self.store(), Some(code)).await
    }

    pub(crate) async fn chosen(&self, code: NewsCode) -> Result<Choice, StoreError> {
        self.on(Dependency::Article(code));
        store::suggestions::chosen(self.store(), code).await
    }

    pub(crate) async fn cards(&self, codes: &[NewsCode]) -> Result<Vec<Card>, StoreError> {
        // One that is not out now may come to be.
        codes.iter().for_each(|code| self.on(Dependency::Article(*code)));
        Ok(self.shown(articles::cards(self.store(), codes).await?))
    }

    /// The published versions of a story, the first first.
    pub(crate) async fn of_story(&self, story: NewsCode, limit: usize) -> Result<Vec<Card>, StoreError> {
        self.on(Dependency::Story(story));
        Ok(self.shown(articles::of_story(self.store(), story, limit).await?))
    }

    pub(crate) async fn latest(
        &self,
        filter: &Filter,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Card>, StoreError> {
        self.filtered(filter);
        Ok(self.shown(articles::latest(self.store(), filter, limit, offset).await?))
    }

    pub(crate) async fn latest_stories(&self, filter: &Filter, limit: i64) -> Result<Vec<Card>, StoreError> {
        self.filtered(filter);
        Ok(self.shown(articles::latest_stories(self.store(), filter, limit).await?))
    }

    /// What is fresh in a section, a minute old at most: not every article's page of a section is made anew whenever it
    /// publishes. What stands in the box is followed at once.
    pub(crate) async fn fresh(
        &self,
        section_id: i64,
        but: Vec<NewsCode>,
        limit: i64,
    ) -> Result<Vec<Card>, StoreError> {
        self.on(Dependency::Fresh(section_id));
        let filter = Filter { section_id: Some(section_id), exclude_stories: but, ..Filter::default() };
        Ok(self.shown(articles::latest_stories(self.store(), &filter, limit).await?))
    }

    pub(crate) async fn count(&self, filter: &Filter) -> Result<i64, StoreError> {
        self.filtered(filter);
        articles::count(self.store(), filter).await
    }

    /// Articles of a day of the archive.
    pub(crate) async fn of_day(
        &self,
        day: persian::date::Jalali,
        filter: &Filter,
        limit: i64,
    ) -> Result<Vec<Card>, StoreError> {
        self.on(Dependency::Day(day.year, day.month, day.day));
        Ok(self.shown(articles::latest(self.store(), filter, limit, 0).await?))
    }

    /// When the articles of a month of the archive were published.
    pub(crate) async fn of_month(
        &self,
        (year, month): (i32, u8),
        (from, to): (UtcMs, UtcMs),
    ) -> Result<Vec<UtcMs>, StoreError> {
        self.on(Dependency::Month(year, month));
        articles::archive_days(self.store(), from, to).await
    }

    /// The first and last publication.
    pub(crate) async fn span(&self) -> Result<Option<(UtcMs, UtcMs)>, StoreError> {
        self.on(Dependency::All);
        articles::archive_months(self.store()).await
    }

    /// Each section with its newest stories but for these, all asked for at the same time.
    pub(crate) async fn front(
        &self,
        per_section: i64,
        but: &[NewsCode],
    ) -> Result<Vec<(Section, Vec<Card>)>, StoreError> {
        let frame = self.frame().await?;
        let blocks = frame.sections.iter().map(|section| async move {
            let filter =
                Filter { section_id: Some(section.id), exclude_stories: but.to_vec(), ..Filter::default() };
            let cards = self.latest_stories(&filter, per_section).await?;
            Ok::<_, StoreError>((section.clone(), cards))
        });
        let mut blocks = try_join_all(blocks).await?;
        blocks.retain(|(_, cards)| !cards.is_empty());
        Ok(blocks)
    }

    /// The first article from a code on that search engines may find here.
    pub(crate) async fn next_listed(&self, from: NewsCode) -> Result<Option<NewsCode>, StoreError> {
        self.on(Dependency::Sitemaps);
        self.on(Dependency::Sources);
        articles::next_listed(self.store(), from).await
    }

    pub(crate) async fn sitemap(
        &self,
        from: NewsCode,
        to: NewsCode,
    ) -> Result<Vec<(NewsCode, String, UtcMs)>, StoreError> {
        self.on(Dependency::Sitemaps);
        self.on(Dependency::Sources);
        articles::sitemap(self.store(), from, to).await
    }

    fn filtered(&self, filter: &Filter) {
        self.on(Dependency::of(filter));
        if filter.is_listed {
            self.on(Dependency::Sitemaps);
            self.on(Dependency::Sources);
        }
    }
}
