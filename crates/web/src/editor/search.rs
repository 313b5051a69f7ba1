//! The newsroom's search: what waits on the desk, and what is out.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::person::Action;
use search::{Index, Results};
use serde::{Deserialize, Serialize};
use store::articles;

use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::paging::{PageNumber, pages};
use crate::{noted, searched, searching};

/// Rows of each list on a page.
const ROWS: i64 = 30;
/// Deeper pages cost more with every step; who came so far says more.
const PAGE_MAX: i64 = 50;
/// A longer query is a paste.
const QUERY_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    /// Of both lists.
    #[serde(default)]
    page: PageNumber,
}

/// What one index found.
#[derive(Serialize)]
struct Found {
    total: i64,
    is_estimated: bool,
    pages: i64,
    /// Rows by their state, the state of the best first.
    states: Vec<(&'static str, Vec<Row>)>,
}

/// An article, with the found words marked in its headline and in the telling part of its text.
#[derive(Serialize)]
struct Row {
    card: CardView,
    headline: Value,
    snippet: Value,
}

/// `GET /newsroom/search?q=`; a news code alone leads to its article.
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Query(asked): Query<Asked>,
) -> Result<Response, Refused> {
    editor.may(Action::ReadDesk)?;
    let text: String = asked.q.chars().take(QUERY_CHARS_MAX).collect();
    for index in [&app.config.desk_index, &app.config.index] {
        if let Some(code) = index.named_by(&text)? {
            return Ok(see(&format!("/newsroom/articles/{code}")));
        }
    }
    let number = asked.page.min(PageNumber(PAGE_MAX));
    let waiting = results(&app, &app.config.desk_index, &text, number).await?;
    let published = results(&app, &app.config.index, &text, number).await?;
    // A name or word that one index does not have, the other may: told is what neither knows.
    let notes = if text.is_empty() { &[] } else { &published.notes[..] };
    let told = notes.iter().filter(|note| waiting.total == 0 || waiting.notes.contains(note));
    let told: Vec<String> = told.map(|note| noted::words(app.language, note)).collect();
    // A typing mistake is one when neither has what was typed.
    let is_found = waiting.total + published.total > 0;
    let meant = published.meant.as_ref().or(waiting.meant.as_ref()).filter(|_| !is_found);
    let (meant, waiting, published) =
        (meant.cloned(), found(&app, &waiting).await?, found(&app, &published).await?);
    let values = context! {
        q => text, told, meant, number => number.0,
        pages => waiting.pages.max(published.pages),
        waiting => crate::templates::value(waiting),
        published => crate::templates::value(published),
    };
    page(&app, &editor, "editor/search.html", StatusCode::OK, values).await
}

async fn results(app: &App, index: &Index, text: &str, number: PageNumber) -> Result<Results, Failure> {
    let query = search::Query {
        text: text.to_owned(),
        limit: ROWS as usize,
        offset: number.offset(ROWS) as usize,
        now: Some(app.now()),
        ..search::Query::default()
    };
    let index = index.clone();
    searching::run(app, move |app| {
        index.search(&search::Query { patience: searching::patience(app), ..query })
    })
    .await
}

async fn found(app: &App, results: &Results) -> Result<Found, Failure> {
    let codes: Vec<i64> = results.hits.iter().map(|hit| hit.code).collect();
    let cards = CardView::all(&articles::desk_cards(&app.config.store, &codes).await?);
    let total = searching::total(results, cards.len()) as i64;
    let mut states: Vec<(&'static str, Vec<Row>)> = Vec::new();
    for card in cards {
        let Some(hit) = results.hits.iter().find(|hit| hit.code == card.code) else { continue };
        let [headline, snippet] =
            [&hit.headline, &hit.snippet].map(|pieces| Value::from_safe_string(searched::marked(pieces)));
        let state = card.state;
        let row = Row { card, headline, snippet };
        match states.iter_mut().find(|(other, _)| *other == state) {
            Some((_, of_state)) => of_state.push(row),
            None => states.push((state, vec![row])),
        }
    }
    let pages = pages(total, ROWS).min(PAGE_MAX);
    Ok(Found { total, is_estimated: results.is_estimated, pages, states })
}
