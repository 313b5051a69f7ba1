//! The newsroom's search: what waits on the desk, and what is out.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use news::person::Action;
use search::Index;
use serde::Deserialize;
use store::articles;

use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::searching;

/// Rows of each list: who needs more says more.
const ROWS: usize = 30;
/// A longer query is a paste.
const QUERY_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
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
    let waiting = found(&app, &app.config.desk_index, &text).await?;
    let published = found(&app, &app.config.index, &text).await?;
    let values = context! {
        q => text,
        waiting => crate::templates::value(waiting),
        published => crate::templates::value(published),
    };
    page(&app, &editor, "editor/search.html", StatusCode::OK, values).await
}

async fn found(app: &App, index: &Index, text: &str) -> Result<Vec<CardView>, Failure> {
    let query = search::Query {
        text: text.to_owned(),
        limit: ROWS,
        now: Some(app.now()),
        ..search::Query::default()
    };
    let index = index.clone();
    let found = searching::run(app, move |app| {
        index.search(&search::Query { patience: searching::patience(app), ..query })
    })
    .await?;
    let codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    Ok(CardView::all(&articles::desk_cards(&app.config.store, &codes).await?))
}
