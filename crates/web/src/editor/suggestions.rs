//! What is suggested under an article, as an editor wants it: pinned in an order, or excluded. Each press changes one
//! thing and can be taken back by another.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use news::article::{Article, ArticleState, Card, NewsCode};
use news::person::Action;
use serde::Deserialize;
use store::articles;
use store::suggestions::{self, Choice};

use super::done::Done;
use super::session::Editor;
use super::{Refused, see};
use crate::App;
use crate::errors::Failure;
use crate::pages::Reading;
use crate::suggested::{self, EXCLUDED_MAX, PINNED_MAX};

/// What the editor page needs: what is pinned, what is found besides, what is excluded.
pub(super) async fn panel(app: &App, article: &Article) -> Result<Value, Failure> {
    let choice = suggestions::chosen(&app.config.store, article.code).await?;
    let shown = suggested::read(&Reading::new(app), article, PINNED_MAX).await?;
    let found = shown.iter().filter(|card| !choice.pinned.contains(&card.code)).map(row);
    let pinned = articles::desk_cards(&app.config.store, &choice.pinned).await?;
    let excluded = articles::desk_cards(&app.config.store, &choice.excluded).await?;
    let rows = |cards: &[Card]| cards.iter().map(row).collect::<Vec<Value>>();
    Ok(
        context! { pinned => rows(&pinned), found => found.collect::<Vec<Value>>(), excluded => rows(&excluded) },
    )
}

fn row(card: &Card) -> Value {
    let is_out = card.state == ArticleState::Published;
    context! { code => card.code, headline => card.headline.clone(), is_out }
}

#[derive(Deserialize)]
pub(super) struct Sent {
    action: String,
    /// A news code in whatever digits, or an address that has it.
    article: String,
}

/// `POST /newsroom/articles/{code}/suggestions`
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::PublishArticle)?;
    let store = &app.config.store;
    articles::by_code(store, code).await?.ok_or(Failure::NotFound)?;
    let back = |done: Done| see(&(done.at(&format!("/newsroom/articles/{code}")) + "#suggestions"));
    let Some(other) = code_in(&sent.article).filter(|other| *other != code) else {
        return Ok(back(Done::NothingToSuggest));
    };
    let mut choice = suggestions::chosen(store, code).await?;
    change(&mut choice, &sent.action, other);
    if choice.pinned.len() > PINNED_MAX || choice.excluded.len() > EXCLUDED_MAX {
        return Ok(back(Done::TooManyChosen));
    }
    if articles::states(store, &[other]).await?.is_empty() {
        return Ok(back(Done::NothingToSuggest));
    }
    let mut tx = store.begin(app.now()).await?;
    suggestions::choose(&mut tx, code, &choice).await?;
    tx.commit().await?;
    Ok(back(Done::SuggestionsChanged))
}

/// What a button does to a choice.
fn change(choice: &mut Choice, action: &str, other: NewsCode) {
    let place = choice.pinned.iter().position(|code| *code == other);
    if let ("earlier", Some(place)) = (action, place) {
        choice.pinned.swap(place, place.saturating_sub(1));
        return;
    }
    choice.pinned.retain(|code| *code != other);
    choice.excluded.retain(|code| *code != other);
    match action {
        "pin" => choice.pinned.push(other),
        "exclude" => choice.excluded.push(other),
        _ => {}
    }
}

/// The news code that was typed, or that stands in an address of ours: `/news/{code}/…` or `/{code}`.
fn code_in(text: &str) -> Option<NewsCode> {
    let text = persian::digits::to_ascii(text.trim());
    let from = match text.split_once("/news/") {
        Some((_, rest)) => rest,
        None => text.rsplit('/').next()?,
    };
    from.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_from_what_people_paste() {
        for text in
            ["100007", " ۱۰۰۰۰۷ ", "https://a.ir/news/100007/شهر-۱۴۰۳", "https://a.ir/100007", "/news/100007"]
        {
            assert_eq!(code_in(text), Some(100_007), "{text}");
        }
        for text in ["", "شهر", "https://a.ir/", "99999999999999999999"] {
            assert_eq!(code_in(text), None, "{text}");
        }
    }

    #[test]
    fn each_press_changes_one_thing() {
        let mut choice = Choice::default();
        for (action, other, pinned, excluded) in [
            ("pin", 1, vec![1], vec![]),
            ("pin", 2, vec![1, 2], vec![]),
            ("earlier", 2, vec![2, 1], vec![]),
            ("earlier", 2, vec![2, 1], vec![]),
            ("earlier", 9, vec![2, 1], vec![]),
            ("exclude", 2, vec![1], vec![2]),
            ("pin", 2, vec![1, 2], vec![]),
            ("exclude", 1, vec![2], vec![1]),
            ("release", 1, vec![2], vec![]),
            ("release", 2, vec![], vec![]),
        ] {
            change(&mut choice, action, other);
            assert_eq!(choice, Choice { pinned, excluded }, "{action} {other}");
        }
    }
}
