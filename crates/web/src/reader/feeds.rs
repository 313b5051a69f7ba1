//! What machines read: RSS, sitemaps, robots.txt. Dates are Gregorian.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use minijinja::context;
use news::article::dated;
use store::articles::{self, Filter};

use crate::App;
use crate::cards::{CardView, article_path};
use crate::errors::{self, Failure};
use crate::layout::{Layout, cacheable, render};

/// Items of a feed.
const ITEMS: i64 = 30;
/// Codes in one part of the sitemap: with gaps, well under the 50,000 addresses that a part may have.
const PART: i64 = 20_000;
/// The news sitemap holds two days (Google's rule) and at most this many.
const NEWS_MAX: i64 = 1000;
const NEWS_MS: i64 = 2 * 24 * 60 * 60 * 1000;
const XML: &str = "application/xml; charset=utf-8";

/// `GET /rss.xml`
pub(super) async fn site_rss(State(app): State<App>, headers: HeaderMap) -> Response {
    let feed = rss(&app, Filter::default(), "", "/").await;
    xml(&app, &headers, "application/rss+xml; charset=utf-8", feed).await
}

/// `GET /section/{slug}/rss.xml`
pub(super) async fn section_rss(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Response {
    let feed = async {
        let section = store::sections::by_slug(&app.config.store, &slug).await?.ok_or(Failure::NotFound)?;
        let filter = Filter { section_id: Some(section.id), ..Filter::default() };
        rss(&app, filter, &section.name, &format!("/section/{slug}")).await
    };
    let feed = feed.await;
    xml(&app, &headers, "application/rss+xml; charset=utf-8", feed).await
}

async fn rss(app: &App, filter: Filter, section: &str, path: &str) -> Result<String, Failure> {
    let layout = Layout::read(app).await?;
    let cards = articles::latest_stories(&app.config.store, &filter, ITEMS).await?;
    let page = context! { section, path, cards => crate::templates::value(CardView::all(&cards)) };
    render(app, "reader/rss.xml", &layout, page)
}

/// `GET /sitemap.xml`: the parts that have articles.
pub(super) async fn sitemap_index(State(app): State<App>, headers: HeaderMap) -> Response {
    let map = async {
        let layout = Layout::read(&app).await?;
        let span = articles::code_span(&app.config.store).await?;
        let parts = span.into_iter().flat_map(|(first, last)| first / PART..=last / PART);
        let parts = parts.map(|part| format!("<sitemap><loc>{}/sitemap/{part}</loc></sitemap>", layout.base));
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}<sitemap><loc>{}/news-sitemap.xml</loc></sitemap></sitemapindex>\n",
            parts.collect::<String>(),
            layout.base
        ))
    };
    let map = map.await;
    xml(&app, &headers, XML, map).await
}

/// `GET /sitemap/{part}`
pub(super) async fn sitemap_part(
    State(app): State<App>,
    Path(part): Path<String>,
    headers: HeaderMap,
) -> Response {
    let map = async {
        let part: i64 = part.parse::<u32>().map_err(|_| Failure::NotFound)?.into();
        let layout = Layout::read(&app).await?;
        let found = articles::sitemap(&app.config.store, part * PART, (part + 1) * PART).await?;
        let urls = found.iter().map(|(code, slug, at)| {
            let modified = dated(*at).map(|at| format!("<lastmod>{}</lastmod>", persian::date::iso(at)));
            let modified = modified.unwrap_or_default();
            format!("<url><loc>{}{}</loc>{modified}</url>\n", layout.base, encoded(*code, slug))
        });
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
            urls.collect::<String>()
        ))
    };
    let map = map.await;
    xml(&app, &headers, XML, map).await
}

/// `GET /news-sitemap.xml`: the last two days; valid when there is nothing.
pub(super) async fn news_sitemap(State(app): State<App>, headers: HeaderMap) -> Response {
    let map = async {
        let layout = Layout::read(&app).await?;
        let filter = Filter { from: Some(app.now() - NEWS_MS), is_listed: true, ..Filter::default() };
        let cards = articles::latest(&app.config.store, &filter, NEWS_MAX, 0).await?;
        let name = ingest::sanitize::escape(&layout.site.name);
        let urls = cards.iter().map(|card| {
            format!(
                "<url><loc>{}{}</loc><news:news><news:publication><news:name>{name}</news:name><news:language>fa</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>\n",
                layout.base, encoded(card.code, &card.slug), persian::date::iso(card.published_at), ingest::sanitize::escape(&card.headline)
            )
        });
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n{}</urlset>\n",
            urls.collect::<String>()
        ))
    };
    let map = map.await;
    xml(&app, &headers, XML, map).await
}

/// `GET /robots.txt`
pub(super) async fn robots(State(app): State<App>, headers: HeaderMap) -> Response {
    let text = async {
        let base = Layout::read(&app).await?.base;
        Ok(format!(
            "User-agent: *\nDisallow: /newsroom\nDisallow: /search\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
        ))
    };
    let text = text.await;
    xml(&app, &headers, "text/plain; charset=utf-8", text).await
}

async fn xml(app: &App, headers: &HeaderMap, kind: &'static str, body: Result<String, Failure>) -> Response {
    match body {
        Ok(body) => cacheable(headers, kind, body),
        Err(failure) => errors::page(app, failure).await,
    }
}

/// An article's path with letters beyond ASCII encoded, as sitemaps want it.
fn encoded(code: i64, slug: &str) -> String {
    percent_encoding::utf8_percent_encode(&article_path(code, slug), percent_encoding::CONTROLS).to_string()
}
