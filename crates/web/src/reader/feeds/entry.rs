//! One article as feeds tell it.

use news::article::{Article, ArticleState, NewsCode};
use news::source::Extent;
use serde::Serialize;
use serde_json::{Value, json};

use crate::article_page::description;
use crate::cards::{address, article_path};
use crate::errors::Failure;
use crate::layout::Layout;
use crate::pages::Reading;
use crate::pictures::{self, Pictures};
use crate::provenance::{self, Origin};

/// An entry of a feed.
#[derive(Serialize)]
pub(crate) struct Entry {
    /// The short address: it stays, whatever becomes of the headline.
    pub(super) id: String,
    /// The whole address.
    url: String,
    headline: String,
    /// The lead, or the beginning of the prose.
    summary: String,
    /// What readers get of the body; empty where its source did not agree to that.
    body: String,
    /// Who wrote it: a person, or the outlet of a reprint, or the site.
    author: String,
    /// The person's list here; empty where no person is named.
    author_url: String,
    section: String,
    tags: Vec<String>,
    published_at: i64,
    pub(super) updated_at: i64,
    /// The original's address; empty for our own.
    original: String,
}

impl Entry {
    /// Reads what feeds tell of a published article.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when it is none (any more).
    pub(super) async fn read(reading: &Reading, code: NewsCode) -> Result<Self, Failure> {
        let layout = Layout::read(reading).await?;
        let article = reading.article(code).await?;
        let published = article.filter(|article| article.state == ArticleState::Published);
        let article = published.ok_or(Failure::NotFound)?;
        let origin = provenance::read(reading, &article).await?;
        let pictures = pictures::read(reading, &article).await?;
        Ok(Self::of(&layout, &article, &origin, &pictures))
    }

    fn of(layout: &Layout, article: &Article, origin: &Origin, pictures: &Pictures) -> Self {
        let content = &article.content;
        let body = origin.body(&content.body_html);
        let from = content.attribution.as_ref();
        let outlet = from.map(|from| from.name.as_str()).filter(|name| !name.is_empty());
        let author_slug = persian::slug::slug(&content.byline);
        let section = layout.sections.iter().find(|section| Some(section.id) == content.section_id);
        Self {
            id: format!("{}/{}", layout.base, article.code),
            url: address(&layout.base, &article_path(article.code, &article.slug)),
            headline: content.headline.clone(),
            summary: description(content, &body),
            body: if is_whole(article, origin) {
                pictures.body_elsewhere(&body, outlet.unwrap_or_default(), &layout.base)
            } else {
                String::new()
            },
            author: match content.byline.as_str() {
                "" => outlet.unwrap_or(&layout.site.name).to_owned(),
                byline => byline.to_owned(),
            },
            author_url: match author_slug.as_str() {
                "" => String::new(),
                slug => address(&layout.base, &format!("/author/{slug}")),
            },
            section: section.map(|section| section.name.clone()).unwrap_or_default(),
            tags: content.tags.clone(),
            published_at: article.published_at,
            // An original may have been changed last before it is published here.
            updated_at: article.modified_at.unwrap_or_default().max(article.published_at),
            original: from.and_then(|from| from.web_address()).unwrap_or_default().to_owned(),
        }
    }

    /// An item of JSON Feed 1.1.
    pub(super) fn json(&self) -> Value {
        let tags: Vec<&String> = Some(&self.section).into_iter().chain(&self.tags).collect();
        let mut author = json!({ "name": self.author });
        if !self.author_url.is_empty() {
            author["url"] = self.author_url.as_str().into();
        }
        let mut item = json!({
            "id": self.id, "url": self.url, "title": self.headline, "summary": self.summary, "language": "fa",
            "date_published": persian::date::iso(self.published_at),
            "date_modified": persian::date::iso(self.updated_at),
            "authors": [author], "tags": tags.iter().filter(|tag| !tag.is_empty()).collect::<Vec<_>>(),
        });
        // An item must have one of the two.
        match self.body.as_str() {
            "" => item["content_text"] = self.summary.as_str().into(),
            body => item["content_html"] = body.into(),
        }
        if !self.original.is_empty() {
            item["external_url"] = self.original.as_str().into();
        }
        item
    }
}

/// Whether a feed hands the whole text on: all of our own, and of a reprint where its source's licence is written down.
/// One without a source line is our own, wherever it began. That readers are shown a text here is no leave to give it to whoever reads feeds.
fn is_whole(article: &Article, origin: &Origin) -> bool {
    let is_ours = article.content.attribution.is_none();
    let terms = &origin.terms;
    is_ours || (terms.extent == Extent::Full && !terms.licence.is_empty())
}
