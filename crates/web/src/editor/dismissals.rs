//! Dismissing what the newsroom does not want from the desk, and taking that back.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use news::article::{ArticleState, NewsCode};
use news::person::Action;
use serde::Deserialize;
use store::articles;

use super::done::Done;
use super::session::Editor;
use super::{Refused, see};
use crate::App;
use crate::errors::Failure;

#[derive(Deserialize)]
pub(super) struct Sent {
    code: NewsCode,
    /// A row of the inbox stands for all versions that wait.
    whole_story: Option<String>,
}

/// `POST /newsroom/dismissals`
pub(super) async fn create(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::PublishArticle)?;
    let article = articles::by_code(&app.config.store, sent.code).await?.ok_or(Failure::NotFound)?;
    let back = format!("/newsroom?state={}", article.state.as_str());
    if !article.state.may_become(ArticleState::Dismissed) {
        return Ok(see(&back));
    }
    let mut codes = vec![sent.code];
    if sent.whole_story.is_some() {
        let versions = articles::versions(&app.config.store, &[article.story]).await?;
        let others =
            versions.iter().filter(|card| card.code != sent.code && card.state == ArticleState::Inbox);
        codes.extend(others.map(|card| card.code));
    }
    let mut tx = app.config.store.begin(app.now()).await?;
    for code in &codes {
        articles::set_state(&mut tx, *code, ArticleState::Dismissed, None).await?;
    }
    tx.commit().await?;
    Ok(see(&Done::Dismissed(sent.code, codes.len()).at(&back)))
}

/// `POST /newsroom/dismissals/{code}`: the article, and the versions that went with it, go back to where they were, the
/// inbox or the drafts.
pub(super) async fn destroy(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
) -> Result<Response, Refused> {
    editor.may(Action::PublishArticle)?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    let home = if article.entry_id.is_some() { ArticleState::Inbox } else { ArticleState::Draft };
    let together = articles::dismissed_with(&app.config.store, code).await?;
    if !together.is_empty() {
        let mut tx = app.config.store.begin(app.now()).await?;
        for code in together {
            articles::set_state(&mut tx, code, home, None).await?;
        }
        tx.commit().await?;
    }
    Ok(see(&Done::TakenBack.at(&format!("/newsroom?state={}", home.as_str()))))
}
