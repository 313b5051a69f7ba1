//! The API for scripts: JSON, ISO dates, errors as `application/problem+json`.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use news::UtcMs;
use news::article::{Article, ArticleState, NewsCode};
use news::section::Section;
use news::window::Window;
use search::{Kind, NO_SECTION, Note, Sort};
use serde::Deserialize;
use serde_json::{Value, json};
use store::articles;

use crate::App;
use crate::article_page;
use crate::cards::article_path;
use crate::errors::Failure;
use crate::pages::Reading;
use crate::popular::{self, Measure};
use crate::problem;
use crate::provenance;
use crate::searched::{self, LIMIT, LIMIT_MAX, OFFSET_MAX, card_json, iso};
use crate::searching;
use crate::suggested;

/// Articles in `/related`, and in rankings unless more are asked for.
const RELATED: usize = 10;
/// A longer query is a paste.
const QUERY_CHARS_MAX: usize = 1000;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/search", get(search_articles))
        .route("/api/v1/articles/{code}", get(show))
        .route("/api/v1/articles/{code}/related", get(related))
        .route("/api/v1/most-viewed", get(most_viewed))
        .route("/api/v1/most-discussed", get(most_discussed))
        .route("/api/v1/openapi.json", get(openapi))
}

/// Why there is no answer.
enum Problem {
    /// Something is wrong with what was asked: status and sentence.
    Asked(StatusCode, String),
    /// Something is wrong here.
    Failed(Failure),
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let failure = match self {
            Self::Asked(status, detail) => return problem::answer(status, &detail),
            Self::Failed(failure) => failure,
        };
        if let Some(response) = problem::passing(&failure) {
            return response;
        }
        if let Failure::Broken(cause) = failure {
            tracing::error!("an API answer could not be made: {cause}");
        }
        let words = "Something failed here; it was logged. Try again in a moment.";
        problem::answer(StatusCode::INTERNAL_SERVER_ERROR, words)
    }
}

impl<E: Into<Failure>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What is not among these is refused by name: `page=`, passed over, would answer the same again and again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    q: String,
    limit: Option<String>,
    offset: Option<String>,
    section: Option<String>,
    source: Option<String>,
    from: Option<String>,
    to: Option<String>,
    sort: Option<String>,
    days: Option<String>,
    words: Option<String>,
    facets: Option<String>,
}

async fn search_articles(
    State(app): State<App>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    let Query(asked) = asked.map_err(|refused| unreadable(&refused))?;
    let mut query = asked.into_query(app.now())?;
    let unknown = unknown_section(&app, &query).await?;
    // As on the page: a section that is not there narrows nothing, and that is told.
    query.section = query.section.filter(|_| unknown.is_none());
    let with_facets = query.facets;
    let started = (app.config.stopwatch)();
    let mut found = searching::found(&app, query).await?;
    if let Some(note) = unknown {
        Arc::make_mut(&mut found).notes.push(note);
    }
    let took_us = (app.config.stopwatch)().saturating_sub(started);
    Ok(Json(searched::to_json(&app.config.store, &app.config.base_url, &found, took_us, with_facets).await?))
}

/// Says which parameter is unknown or given twice, and which there are.
fn unreadable(refused: &QueryRejection) -> Problem {
    let words = refused.body_text();
    let detail = words.rsplit_once("query string: ").map_or(&*words, |(_, detail)| detail);
    let paged = if detail.contains("`page`,") { " Pages are turned with `offset` and `limit`." } else { "" };
    bad(format!("The parameters cannot be read: {detail}.{paged}"))
}

/// Told when no section has the slug or name that was given.
async fn unknown_section(app: &App, query: &search::Query) -> Result<Option<Note>, Failure> {
    let Some(section) = query.section.as_ref().filter(|section| *section != NO_SECTION) else {
        return Ok(None);
    };
    let slug = persian::slug::slug(section);
    let frame = Reading::new(app).frame().await?;
    let is_named = |one: &Section| one.slug == *section || persian::slug::slug(&one.name) == slug;
    let is_known = frame.sections.iter().any(is_named);
    Ok((!is_known).then(|| Note::Unknown(Kind::Section, section.clone())))
}

impl Asked {
    fn into_query(self, now: UtcMs) -> Result<search::Query, Problem> {
        let date = |name: &str, value: &Option<String>| match said(value) {
            None => Ok(None),
            Some(text) => persian::date::parse(text, Some(now))
                .map(Some)
                .ok_or_else(|| bad(format!("`{name}` is not a date such as 2024-12-02 or 1403-09-12."))),
        };
        if self.q.chars().count() > QUERY_CHARS_MAX {
            return Err(bad(format!("`q` is longer than {QUERY_CHARS_MAX} characters.")));
        }
        let from = date("from", &self.from)?.map(|date| date.ms);
        let to = date("to", &self.to)?
            .and_then(|date| if date.has_time { Some(date.ms) } else { persian::date::next_day(date.ms) });
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            return Err(bad("`from` is after `to`.".into()));
        }
        Ok(search::Query {
            limit: number("limit", &self.limit, LIMIT, LIMIT_MAX)?,
            offset: number("offset", &self.offset, 0, OFFSET_MAX)?,
            from,
            to,
            section: said(&self.section).map(str::to_owned),
            source: said(&self.source).map(str::to_owned),
            sort: match said(&self.sort) {
                None | Some("relevance") => Sort::Relevance,
                Some("date") => Sort::Date,
                Some(_) => return Err(bad("`sort` is `relevance` or `date`.".into())),
            },
            are_days_words: match said(&self.days) {
                None => false,
                Some("words") => true,
                Some(_) => return Err(bad("`days` is `words` or not given.".into())),
            },
            are_words_apart: match said(&self.words) {
                None => false,
                Some("apart") => true,
                Some(_) => return Err(bad("`words` is `apart` or not given.".into())),
            },
            facets: match said(&self.facets) {
                None | Some("false") => false,
                Some("true") => true,
                Some(_) => return Err(bad("`facets` is `true` or `false`.".into())),
            },
            now: Some(now),
            patience: None,
            text: self.q,
        })
    }
}

/// A parameter that says something: an empty one is as one that is not there.
fn said(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn number(name: &str, value: &Option<String>, default: usize, most: usize) -> Result<usize, Problem> {
    let Some(text) = said(value) else { return Ok(default) };
    let number = persian::digits::to_ascii(text).parse().ok().filter(|number| *number <= most);
    let why = if name == "offset" {
        " Deeper results are not answered: narrow by section, source or days."
    } else {
        ""
    };
    number.ok_or_else(|| bad(format!("`{name}` is not a number from 0 to {most}.{why}")))
}

fn bad(detail: String) -> Problem {
    Problem::Asked(StatusCode::BAD_REQUEST, detail)
}

async fn show(State(app): State<App>, Path(code): Path<String>) -> Result<Json<Value>, Problem> {
    let article = visible(&app, &code).await?;
    let content = &article.content;
    let reading = Reading::new(&app);
    let frame = reading.frame().await?;
    let section = frame.sections.iter().find(|section| Some(section.id) == content.section_id);
    let from = content.attribution.as_ref();
    let origin = provenance::read(&reading, &article).await?;
    let body = origin.body(&content.body_html);
    Ok(Json(json!({
        "code": article.code, "external_id": article.external_id, "kicker": content.kicker, "title": content.headline,
        "lead": content.lead, "body_html": body, "image": article_page::picture(&body), "byline": content.byline, "tags": content.tags,
        "section": section.map(|section| &section.slug), "story": article.story, "comments": article.comment_count,
        "source": from.map(|from| json!({ "name": from.name, "code": from.code, "url": from.url })),
        "provenance": provenance::to_json(&origin.provenance),
        "published_at": iso(article.published_at), "modified_at": article.modified_at.and_then(iso),
        "url": format!("{}{}", &app.config.base_url, article_path(article.code, &article.slug)),
    })))
}

async fn related(State(app): State<App>, Path(code): Path<String>) -> Result<Json<Value>, Problem> {
    let article = visible(&app, &code).await?;
    let cards = suggested::read(&Reading::new(&app), &article, RELATED).await?;
    let results: Vec<Value> = cards.iter().map(|card| card_json(&app.config.base_url, card)).collect();
    Ok(Json(json!({ "results": results })))
}

/// `?window=` and `?limit=`
#[derive(Deserialize)]
struct Ranked {
    window: Option<String>,
    limit: Option<String>,
}

async fn most_viewed(State(app): State<App>, Query(asked): Query<Ranked>) -> Result<Json<Value>, Problem> {
    ranked(&app, Measure::Views, "views", &asked).await
}

async fn most_discussed(State(app): State<App>, Query(asked): Query<Ranked>) -> Result<Json<Value>, Problem> {
    ranked(&app, Measure::Comments, "comments", &asked).await
}

async fn ranked(app: &App, measure: Measure, name: &str, asked: &Ranked) -> Result<Json<Value>, Problem> {
    let window = match asked.window.as_deref() {
        None | Some("") => Window::Day,
        Some(word) => {
            Window::parse(word).ok_or_else(|| bad("`window` is `hour`, `day` or `week`.".into()))?
        }
    };
    let limit = number("limit", &asked.limit, RELATED, popular::SHOWN)?;
    let ranked = popular::read(&Reading::new(app), measure, window, limit).await?;
    let results = ranked.iter().map(|(card, count)| {
        let mut result = card_json(&app.config.base_url, card);
        result[name] = json!(count);
        result
    });
    Ok(Json(json!({ "window": window.as_str(), "results": results.collect::<Vec<Value>>() })))
}

async fn visible(app: &App, code: &str) -> Result<Article, Problem> {
    let missing = || {
        Problem::Asked(StatusCode::NOT_FOUND, "There is no published article with this news code.".to_owned())
    };
    let code: NewsCode = persian::digits::to_ascii(code).parse().map_err(|_| missing())?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or_else(missing)?;
    match article.state {
        ArticleState::Published => Ok(article),
        ArticleState::Unpublished => {
            Err(Problem::Asked(StatusCode::GONE, "This article was taken away by the newsroom.".to_owned()))
        }
        _ => Err(missing()),
    }
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../assets/openapi.json")).into_response()
}
