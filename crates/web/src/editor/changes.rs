//! What changed at the source of articles of ours, with the difference, until somebody has seen it.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::article::{ArticleState, NewsCode};
use news::difference;
use news::person::Action;
use news::source_change::{ChangeKind, SourceChange};
use serde::Deserialize;
use store::{articles, source_changes};

use super::done::Done;
use super::session::Editor;
use super::stories::pieces;
use super::{Refused, page, see};
use crate::App;

/// Changes of one page: each is as long as an article.
const SHOWN_MAX: i64 = 20;

/// `GET /newsroom/changes`
pub(super) async fn show(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::ReadDesk)?;
    let mut rows = Vec::new();
    for change in source_changes::unseen(&app.config.store, SHOWN_MAX).await? {
        let article = articles::by_code(&app.config.store, change.code).await?;
        rows.extend(article.map(|article| row(&change, &article.content.headline, article.state)));
    }
    page(&app, &editor, "editor/changes.html", StatusCode::OK, context! { rows }).await
}

#[derive(Deserialize)]
pub(super) struct Sent {
    code: NewsCode,
}

/// `POST /newsroom/changes`: somebody has seen it.
pub(super) async fn see_one(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::PublishArticle)?;
    let mut tx = app.config.store.begin(app.now()).await?;
    source_changes::seen(&mut tx, sent.code).await?;
    tx.commit().await?;
    Ok(see(&Done::ChangeSeen.at("/newsroom/changes")))
}

fn row(change: &SourceChange, headline: &str, state: ArticleState) -> Value {
    let is_gone = change.after.is_empty() || change.kind == ChangeKind::Unreadable;
    // As `store::articles::due` has it.
    let is_held =
        state == ArticleState::Scheduled && matches!(change.kind, ChangeKind::Removed | ChangeKind::Replaced);
    context! {
        code => change.code, headline, state => state.persian(), is_held, kind => change.kind.persian(), at => change.found_at, is_gone,
        pieces => if is_gone { Vec::new() } else { pieces(&difference::of(&change.before, &change.after)) },
    }
}
