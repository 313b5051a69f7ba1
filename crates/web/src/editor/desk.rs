//! The desk (کارتابل): articles by state, newest change first; in the inbox a story is one row.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::article::ArticleState;
use news::person::Action;
use serde::Deserialize;
use store::articles;

use super::session::Editor;
use super::{Refused, page, stories};
use crate::App;
use crate::cards::CardView;
use crate::paging::{PageNumber, pages};

/// Rows of one page.
const PER_PAGE: i64 = 30;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    section: String,
    #[serde(default)]
    page: PageNumber,
}

/// `GET /newsroom`
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Query(asked): Query<Asked>,
) -> Result<Response, Refused> {
    editor.may(Action::ReadDesk)?;
    let store = &app.config.store;
    // What is no section is the form's «all sections».
    let section = asked.section.parse().ok().filter(|id| *id != 0);
    let state = ArticleState::parse(&asked.state).unwrap_or(ArticleState::Inbox);
    let counts = articles::desk_counts(store, section).await?;
    let total = match state {
        ArticleState::Inbox => articles::inbox_story_count(store, section).await?,
        _ => counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count),
    };
    let number = asked.page.min(PageNumber(pages(total, PER_PAGE)));
    let offset = number.offset(PER_PAGE);
    let is_inbox = state == ArticleState::Inbox;
    let rows = match state {
        ArticleState::Inbox => articles::inbox_stories(store, section, PER_PAGE, offset).await?,
        _ => articles::desk(store, state, section, PER_PAGE, offset).await?,
    };
    let told = if is_inbox { stories::told(&app, &rows).await? } else { Vec::new() };
    let tabs: Vec<Value> = counts.iter().map(|(one, count)| context! { word => one.as_str(), name => one.persian(), count, is_current => *one == state }).collect();
    let may_publish = editor.may(Action::PublishArticle).is_ok();
    let values = context! {
        tabs, number => number.0, state => state.as_str(), section => section.unwrap_or(0),
        pages => pages(total, PER_PAGE),
        rows => crate::templates::value(CardView::all(&rows)), told, is_inbox,
        row_count => total, article_count => counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count),
        may_dismiss => may_publish && state.may_become(ArticleState::Dismissed),
        may_take_back => may_publish && state == ArticleState::Dismissed,
    };
    page(&app, &editor, "editor/desk.html", StatusCode::OK, values).await
}
