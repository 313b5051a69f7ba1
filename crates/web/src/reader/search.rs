//! The search page.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use minijinja::{Value, context};
use search::{Piece, Sort};
use serde::Deserialize;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};

/// Results of one page.
const PER_PAGE: usize = 15;
/// Pages that can be turned to.
const PAGE_MAX: usize = 100;
/// A longer query is a paste.
const QUERY_CHARS_MAX: usize = 300;

/// What was asked.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    section: String,
    #[serde(default)]
    sort: String,
    page: Option<usize>,
}

/// `GET /search?q=`
pub(super) async fn show(State(app): State<App>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let page = page(&app, &asked).await;
    super::answer(&app, &headers, page).await
}

async fn page(app: &App, asked: &Asked) -> Result<String, Failure> {
    let layout = Layout::read(app).await?;
    let number = asked.page.unwrap_or(1).clamp(1, PAGE_MAX);
    let text: String = asked.q.chars().take(QUERY_CHARS_MAX).collect();
    let section = layout.sections.iter().find(|section| section.slug == asked.section);
    let query = search::Query {
        text: text.clone(),
        section: section.map(|section| section.slug.clone()),
        sort: if asked.sort == "date" { Sort::Date } else { Sort::Relevance },
        limit: PER_PAGE,
        offset: (number - 1) * PER_PAGE,
        ..search::Query::default()
    };
    let index = app.config.index.clone();
    let found = tokio::task::spawn_blocking(move || index.search(&query)).await??;
    let codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    let cards = store::articles::cards(&app.config.store, &codes).await?;
    let results: Vec<Value> = cards
        .iter()
        .filter_map(|card| {
            let hit = found.hits.iter().find(|hit| hit.code == card.code)?;
            let card = crate::templates::value(CardView::of(card));
            Some(context! { card, headline => marked(&hit.headline), snippet => marked(&hit.snippet) })
        })
        .collect();
    let pages = found.total.div_ceil(PER_PAGE).clamp(1, PAGE_MAX);
    let page = context! { q => text, section => asked.section.clone(), sort => asked.sort.clone(), total => found.total as i64, number, pages, results };
    render(app, "reader/search.html", &layout, page)
}

/// Pieces as escaped HTML with the found words marked.
fn marked(pieces: &[Piece]) -> Value {
    let html = pieces.iter().map(|piece| {
        let text = ingest::sanitize::escape(&piece.text);
        if piece.is_hit { format!("<mark>{text}</mark>") } else { text }
    });
    Value::from_safe_string(html.collect())
}
