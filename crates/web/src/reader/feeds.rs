//! What machines read: RSS, sitemaps, robots.txt. Dates are Gregorian.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::context;
use news::article::dated;
use store::articles::Filter;

use crate::App;
use crate::cards::{CardView, article_path};
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};

/// Items of a feed.
const ITEMS: i64 = 30;
/// Codes in one part of the sitemap: with gaps, well under the 50,000 addresses that a part may have.
const PART: i64 = 20_000;
/// The news sitemap holds two days (Google's rule) and at most this many.
const NEWS_MAX: i64 = 1000;
const NEWS_MS: i64 = 2 * 24 * 60 * 60 * 1000;
/// An article leaves the news sitemap by itself: it is made anew after as long.
const NEWS_LASTS_MS: i64 = 60_000;

/// `GET /rss.xml`
pub(super) async fn site_rss(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Rss, async |reading| {
        rss(reading, Filter::default(), "", "/").await
    })
    .await
}

/// `GET /section/{slug}/rss.xml`
pub(super) async fn section_rss(
    State(app): State<App>,
    Path(slug): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Rss, async |reading| {
        let section = reading.section(&slug).await?.ok_or(Failure::NotFound)?;
        let filter = Filter { section_id: Some(section.id), ..Filter::default() };
        rss(reading, filter, &section.name, &format!("/section/{slug}")).await
    })
    .await
}

async fn rss(reading: &Reading, filter: Filter, section: &str, path: &str) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let cards = reading.latest_stories(&filter, ITEMS).await?;
    let page = context! { section, path, cards => crate::templates::value(CardView::all(&cards)) };
    render(&reading.app, "reader/rss.xml", &layout, page)
}

/// `GET /sitemap.xml`: the parts that have articles.
pub(super) async fn sitemap_index(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| {
        let layout = Layout::read(reading).await?;
        let span = reading.code_span().await?;
        let parts = span.into_iter().flat_map(|(first, last)| first / PART..=last / PART);
        let parts = parts.map(|part| format!("<sitemap><loc>{}/sitemap/{part}</loc></sitemap>", layout.base));
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}<sitemap><loc>{}/news-sitemap.xml</loc></sitemap></sitemapindex>\n",
            parts.collect::<String>(),
            layout.base
        ))
    })
    .await
}

/// `GET /sitemap/{part}`
pub(super) async fn sitemap_part(
    State(app): State<App>,
    Path(part): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| {
        let number = part.parse::<u32>().ok().filter(|number| number.to_string() == part);
        let part: i64 = number.ok_or(Failure::NotFound)?.into();
        let layout = Layout::read(reading).await?;
        let found = reading.sitemap(part * PART, (part + 1) * PART).await?;
        let urls = found.iter().map(|(code, slug, at)| {
            let modified = dated(*at).map(|at| format!("<lastmod>{}</lastmod>", persian::date::iso(at)));
            let modified = modified.unwrap_or_default();
            format!("<url><loc>{}{}</loc>{modified}</url>\n", layout.base, encoded(*code, slug))
        });
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
            urls.collect::<String>()
        ))
    })
    .await
}

/// `GET /news-sitemap.xml`: the last two days; valid when there is nothing.
pub(super) async fn news_sitemap(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| {
        let layout = Layout::read(reading).await?;
        let filter = Filter { from: Some(app.now() - NEWS_MS), is_listed: true, ..Filter::default() };
        reading.lasts(NEWS_LASTS_MS);
        let cards = reading.latest(&filter, NEWS_MAX, 0).await?;
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
    })
    .await
}

/// `GET /robots.txt`
pub(super) async fn robots(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Text, async |reading| {
        let base = Layout::read(reading).await?.base;
        Ok(format!(
            "User-agent: *\nDisallow: /newsroom\nDisallow: /search\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"
        ))
    })
    .await
}

/// An article's path with letters beyond ASCII encoded, as sitemaps want it.
fn encoded(code: i64, slug: &str) -> String {
    percent_encoding::utf8_percent_encode(&article_path(code, slug), percent_encoding::CONTROLS).to_string()
}
