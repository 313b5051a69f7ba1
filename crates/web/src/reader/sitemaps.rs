//! Sitemaps: the index, the parts by news code, and the news of the last two days.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use news::article::{NewsCode, dated};
use store::articles::Filter;

use crate::App;
use crate::cards::{address, article_path};
use crate::errors::Failure;
use crate::layout::Layout;
use crate::pages::{self, Kind, Reading};
use crate::templates::xml;

/// Codes in one part: under the 50,000 addresses that one may have, and under its 50 MB, for a slug has 120 bytes at most,
/// each of which is three encoded.
const PART: NewsCode = 20_000;
/// The news sitemap holds two days (Google's rule) and at most this many.
const NEWS_MAX: i64 = 1000;
const NEWS_MS: i64 = 2 * 24 * 60 * 60 * 1000;
/// An article leaves the news sitemap by itself: it is made anew after as long.
const NEWS_LASTS_MS: i64 = 60_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMES: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// `GET /sitemap.xml`: the parts that have articles.
pub(super) async fn index(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| {
        let base = Layout::read(reading).await?.base;
        let mut parts = String::new();
        let mut code = 0;
        while let Some(next) = reading.next_listed(code).await? {
            parts.push_str(&format!("<sitemap><loc>{base}/sitemap/{}</loc></sitemap>\n", next / PART));
            code = (next / PART + 1) * PART;
        }
        Ok(format!(
            "{HEAD}<sitemapindex {NAMES}>\n{parts}<sitemap><loc>{base}/news-sitemap.xml</loc></sitemap>\n</sitemapindex>\n"
        ))
    })
    .await
}

/// `GET /sitemap/{part}`: one that has no article is none.
pub(super) async fn part(
    State(app): State<App>,
    Path(part): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| part_of(reading, &part).await).await
}

async fn part_of(reading: &Reading, part: &str) -> Result<String, Failure> {
    let number = part.parse::<u32>().ok().filter(|number| number.to_string() == part);
    let number: NewsCode = number.ok_or(Failure::NotFound)?.into();
    let layout = Layout::read(reading).await?;
    let found = reading.sitemap(number * PART, (number + 1) * PART).await?;
    if found.is_empty() {
        return Err(Failure::NotFound);
    }
    let urls = found.iter().map(|(code, slug, at)| {
        let modified = dated(*at).map(|at| format!("<lastmod>{}</lastmod>", persian::date::iso(at)));
        let url = address(&layout.base, &article_path(*code, slug));
        format!("<url><loc>{url}</loc>{}</url>\n", modified.unwrap_or_default())
    });
    Ok(format!("{HEAD}<urlset {NAMES}>\n{}</urlset>\n", urls.collect::<String>()))
}

/// `GET /news-sitemap.xml`: the last two days; valid when there is nothing.
pub(super) async fn news(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Xml, async |reading| {
        let layout = Layout::read(reading).await?;
        let filter = Filter { from: Some(app.now() - NEWS_MS), is_listed: true, ..Filter::default() };
        reading.lasts(NEWS_LASTS_MS);
        let cards = reading.latest(&filter, NEWS_MAX, 0).await?;
        let name = xml(&layout.site.name);
        let urls = cards.iter().map(|card| {
            let url = address(&layout.base, &article_path(card.code, &card.slug));
            let (at, title) = (persian::date::iso(card.published_at), xml(&card.headline));
            format!(
                "<url><loc>{url}</loc><news:news><news:publication><news:name>{name}</news:name><news:language>fa</news:language></news:publication><news:publication_date>{at}</news:publication_date><news:title>{title}</news:title></news:news></url>\n"
            )
        });
        Ok(format!(
            "{HEAD}<urlset {NAMES} xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n{}</urlset>\n",
            urls.collect::<String>()
        ))
    })
    .await
}
