//! An article's page. The code decides; the slug is decoration and is put right by a redirect.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use news::article::{Article, ArticleState, NewsCode};
use store::articles;

use crate::App;
use crate::article_page::{self, CommentForm};
use crate::cards::article_path;
use crate::errors::{self, Failure};

/// `GET /news/{code}/{slug}`
pub(super) async fn show(
    State(app): State<App>,
    Path((code, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match visible(&app, &code).await {
        Ok(article) if article.slug != slug || article.code.to_string() != code => {
            moved(&article_path(article.code, &article.slug))
        }
        Ok(article) => {
            let page = article_page::render(&app, &article, &CommentForm::default()).await;
            super::answer(&app, &headers, page).await
        }
        Err(failure) => errors::page(&app, failure).await,
    }
}

/// `GET /news/{code}`: to the whole address.
pub(super) async fn show_bare(
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    match visible(&app, &code).await {
        Ok(article) if article.slug.is_empty() => {
            let page = article_page::render(&app, &article, &CommentForm::default()).await;
            super::answer(&app, &headers, page).await
        }
        Ok(article) => moved(&article_path(article.code, &article.slug)),
        Err(failure) => errors::page(&app, failure).await,
    }
}

/// `GET /{code}`: the short link.
pub(super) async fn short(State(app): State<App>, Path(code): Path<String>) -> Response {
    match visible(&app, &code).await {
        Ok(article) => moved(&article_path(article.code, &article.slug)),
        Err(failure) => errors::page(&app, failure).await,
    }
}

/// The published article of a code in whatever digits.
pub(super) async fn visible(app: &App, code: &str) -> Result<Article, Failure> {
    let code: NewsCode = persian::digits::to_ascii(code).parse().map_err(|_| Failure::NotFound)?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    match article.state {
        ArticleState::Published => Ok(article),
        ArticleState::Unpublished => Err(Failure::Gone),
        _ => Err(Failure::NotFound),
    }
}

fn moved(path: &str) -> Response {
    let encoded = percent_encoding::utf8_percent_encode(path, ENCODED).to_string();
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, encoded)]).into_response()
}

/// Letters beyond ASCII are encoded; the path's own marks stay.
const ENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'?').add(b'#');
