//! A story's versions: who published it first, and the difference between any two, word by word.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::article::{Article, Card, NewsCode};
use news::difference::{self, Change, Piece};
use news::person::Action;
use serde::Deserialize;
use store::articles;

use super::session::Editor;
use super::{Refused, page};
use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;

#[derive(Deserialize)]
pub(super) struct Asked {
    first: Option<NewsCode>,
    second: Option<NewsCode>,
}

/// `GET /newsroom/stories/{story}`: without two codes in the address the first version and the last.
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Path(story): Path<NewsCode>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refused> {
    editor.may(Action::ReadDesk)?;
    let versions = articles::versions(&app.config.store, &[story]).await?;
    let (Some(earliest), Some(latest)) = (versions.first(), versions.last()) else {
        return Err(Failure::NotFound.into());
    };
    let known = |code: Option<NewsCode>| code.filter(|code| versions.iter().any(|card| card.code == *code));
    let first = known(asked.first).unwrap_or(earliest.code);
    let second = known(asked.second).unwrap_or(latest.code);
    let values = context! {
        story, first, second, headline => earliest.headline.clone(), is_one => versions.len() == 1,
        versions => crate::templates::value(CardView::all(&versions)),
        pieces => pieces(&difference::of(&words(&app, first).await?, &words(&app, second).await?)),
    };
    page(&app, &editor, "editor/story.html", StatusCode::OK, values).await
}

/// For each row of the inbox why it was held back, and what its story's other versions are: how many, and who was first.
pub(super) async fn told(app: &App, rows: &[Card]) -> Result<Vec<Value>, Refused> {
    let stories: Vec<NewsCode> = rows.iter().map(|card| card.story).collect();
    let versions = articles::versions(&app.config.store, &stories).await?;
    let codes: Vec<NewsCode> = rows.iter().map(|card| card.code).collect();
    let held = store::entries::held_back(&app.config.store, &codes).await?;
    let told = rows.iter().map(|row| {
        let mut of_story = versions.iter().filter(|card| card.story == row.story);
        let first = of_story.clone().next();
        let out =
            of_story.clone().filter(|card| card.state == news::article::ArticleState::Published).count();
        context! {
            count => of_story.by_ref().count(), out, held => held.get(&row.code).map(|reason| reason.persian()),
            first => first.map(|card| card.source_name.clone()), at => first.map(|card| card.published_at),
        }
    });
    Ok(told.collect())
}

/// Pieces of a difference as templates show them.
pub(super) fn pieces(pieces: &[Piece]) -> Vec<Value> {
    let element = |change: Change| match change {
        Change::Same => "span",
        Change::Gone => "del",
        Change::New => "ins",
    };
    pieces
        .iter()
        .map(|piece| context! { element => element(piece.change), text => shown(&piece.text) })
        .collect()
}

/// Numbers as the site writes them; words with Latin letters are codes and names.
fn shown(text: &str) -> String {
    let word = |word: &str| match word.contains(|c: char| c.is_ascii_alphabetic()) {
        true => word.to_owned(),
        false => persian::digits::to_persian(word),
    };
    text.split_inclusive([' ', '\n']).map(word).collect()
}

/// Headline, lead and text of an article.
async fn words(app: &App, code: NewsCode) -> Result<String, Refused> {
    let article: Article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    let content = article.content;
    let text = ingest::sanitize::html_to_text(&content.body_html);
    Ok([content.headline, content.lead, text].join("\n"))
}
