//! Comments to moderate.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::comment::CommentState;
use news::person::Action;
use serde::Deserialize;
use store::comments;

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::paging::{PageNumber, pages};

/// Comments of one page.
const PER_PAGE: i64 = 30;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: PageNumber,
}

/// `GET /newsroom/comments`
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Query(asked): Query<Asked>,
) -> Result<Response, Refused> {
    editor.may(Action::ModerateComments)?;
    let store = &app.config.store;
    let state = CommentState::parse(&asked.state).unwrap_or(CommentState::Pending);
    let counts = comments::counts(store, None).await?;
    let queue = comments::queue(store, state, PER_PAGE, asked.page.offset(PER_PAGE)).await?;
    let rows: Vec<Value> = queue
        .iter()
        .map(|(one, headline)| context! { id => one.id, code => one.code, name => one.name.clone(), email => one.email.clone(), body => one.body.clone(), at => one.created_at, headline })
        .collect();
    let tab = |state: CommentState, name: &str, count: i64, current: CommentState| context! { word => state.as_str(), name, count, is_current => state == current };
    let tabs = vec![
        tab(CommentState::Pending, "در انتظار بررسی", counts.pending, state),
        tab(CommentState::Approved, "انتشار یافته", counts.approved, state),
        tab(CommentState::Rejected, "غیر قابل انتشار", counts.rejected, state),
    ];
    let total = match state {
        CommentState::Pending => counts.pending,
        CommentState::Approved => counts.approved,
        CommentState::Rejected => counts.rejected,
    };
    page(
        &app,
        &editor,
        "editor/comments.html",
        StatusCode::OK,
        context! { tabs, rows, number => asked.page.0, pages => pages(total, PER_PAGE), state => state.as_str() },
    )
    .await
}

#[derive(Deserialize)]
pub(super) struct Decision {
    id: i64,
    action: String,
    #[serde(default)]
    state: String,
}

/// `POST /newsroom/comments`: publishes or refuses one; either can be taken back.
pub(super) async fn decide(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Decision>,
) -> Result<Response, Refused> {
    editor.may(Action::ModerateComments)?;
    let next = CommentState::parse(&sent.action).ok_or(crate::errors::Failure::NotFound)?;
    let mut tx = app.config.store.begin(app.now()).await?;
    if !comments::decide(&mut tx, sent.id, next, Some(editor.person.id)).await? {
        return Err(crate::errors::Failure::NotFound.into());
    }
    tx.commit().await?;
    let state = CommentState::parse(&sent.state).unwrap_or(CommentState::Pending);
    Ok(see(&Done::CommentDecided.at(&format!("/newsroom/comments?state={}", state.as_str()))))
}
