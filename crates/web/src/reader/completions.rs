//! What a half-typed search may become: sections, tags, and articles by their headlines. For the script of the search
//! box; without it the box is a form.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use news::article::NewsCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::cards::article_path;
use crate::errors::{self, Failure};
use crate::pages::Reading;

/// Completions in all: a list that is seen at once.
const SHOWN: usize = 8;
/// Of these, sections and tags, each.
const NAMES: usize = 2;
/// Too many names begin with one letter.
const LETTERS_MIN: usize = 2;
/// A longer text is no beginning.
const TYPED_CHARS_MAX: usize = 100;
/// What was answered is right for a minute to who typed it, so that letters taken back ask nothing; others are asked anew
/// whether the article is still there.
const CACHE: &str = "private, max-age=60";

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Completion {
    text: String,
    /// What it is, empty for an article.
    kind: &'static str,
    /// The direction of the text.
    dir: &'static str,
    url: String,
}

/// `GET /search/completions?q=`
pub(super) async fn index(State(app): State<App>, Query(asked): Query<Asked>) -> Response {
    let typed: String = asked.q.chars().take(TYPED_CHARS_MAX).collect();
    match completions(&app, typed).await {
        Ok(completions) => {
            ([(header::CACHE_CONTROL, CACHE)], Json(json!({ "completions": completions }))).into_response()
        }
        Err(failure) => errors::notice(app.language, &failure),
    }
}

/// Of what was typed, or of what the same keys say on a Persian keyboard when that completes nothing.
async fn completions(app: &App, typed: String) -> Result<Vec<Completion>, Failure> {
    if let Some(code) = app.config.index.named_by(&typed)? {
        let cards = store::articles::cards(&app.config.store, &[code]).await?;
        let named = cards.into_iter().map(|card| Completion {
            dir: direction(&card.headline),
            text: card.headline,
            kind: app.language.t("کد خبر"),
            url: app.language.path(&article_path(code, "")),
        });
        return Ok(named.collect());
    }
    let in_persian = search::in_persian(&typed);
    for typed in std::iter::once(typed).chain(in_persian) {
        let completions = completions_of(app, typed).await?;
        if !completions.is_empty() {
            return Ok(completions);
        }
    }
    Ok(Vec::new())
}

async fn completions_of(app: &App, typed: String) -> Result<Vec<Completion>, Failure> {
    let store = &app.config.store;
    // A name may be what is typed as a whole, or its last word.
    let last = typed.split_whitespace().last().unwrap_or_default();
    let mut beginnings = [&*typed, last].map(persian::slug::slug).to_vec();
    beginnings.dedup();
    beginnings.retain(|beginning| beginning.chars().count() >= LETTERS_MIN);
    let mut completions: Vec<Completion> = Vec::new();
    for beginning in &beginnings {
        let names = names(app, beginning).await?;
        if !names.is_empty() {
            completions = names;
            break;
        }
    }
    let wanted = SHOWN - completions.len();
    let found = crate::searching::run(app, move |app| app.config.index.complete(&typed, wanted)).await?;
    // What was taken away a moment ago may still be in the index.
    let codes: Vec<NewsCode> = found.iter().map(|(_, code)| *code).collect();
    let cards = store::articles::cards(store, &codes).await?;
    let is_there = |code: NewsCode| cards.iter().any(|card| card.code == code);
    completions.extend(found.into_iter().filter(|(_, code)| is_there(*code)).map(|(text, code)| {
        Completion { dir: direction(&text), text, kind: "", url: app.language.path(&article_path(code, "")) }
    }));
    Ok(completions)
}

fn direction(text: &str) -> &'static str {
    persian::direction::of(text).map_or("", persian::direction::Direction::as_str)
}

/// Sections and tags that begin so.
async fn names(app: &App, beginning: &str) -> Result<Vec<Completion>, Failure> {
    let frame = Reading::new(app).frame().await?;
    let named = frame.sections.iter().filter(|one| persian::slug::slug(&one.name).starts_with(beginning));
    let mut names: Vec<Completion> = named
        .take(NAMES)
        .map(|one| Completion {
            dir: direction(&one.name),
            text: one.name.clone(),
            kind: app.language.t("بخش"),
            url: app.language.path(&format!("/section/{}", one.slug)),
        })
        .collect();
    for tag in store::tags::beginning(&app.config.store, beginning, NAMES as i64).await? {
        let dir = direction(&tag.name);
        names.push(Completion {
            text: tag.name,
            dir,
            kind: app.language.t("برچسب"),
            url: app.language.path(&format!("/tag/{}", tag.slug)),
        });
    }
    Ok(names)
}
