//! An article's page. The code decides; the slug is decoration and is put right by a redirect.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use news::article::{Article, ArticleState, NewsCode};

use crate::App;
use crate::article_page::{self, CommentForm};
use crate::cards::article_path;
use crate::errors::{self, Failure};
use crate::pages::{self, Kind, Reading};
use crate::paging::PageNumber;

/// `GET /news/{code}/{slug}`
pub(super) async fn show(
    State(app): State<App>,
    Path((code, slug)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    page(&app, &code, &slug, &uri, &headers).await
}

/// `GET /news/{code}`: to the whole address, where there is a longer one.
pub(super) async fn show_bare(
    State(app): State<App>,
    Path(code): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    page(&app, &code, "", &uri, &headers).await
}

async fn page(app: &App, code: &str, slug: &str, uri: &Uri, headers: &HeaderMap) -> Response {
    pages::answer(app, uri, headers, Kind::Html, async |reading| {
        let article = visible(reading, code).await?;
        if article.slug != slug || article.code.to_string() != code {
            return Err(Failure::Moved(article_path(article.code, &article.slug)));
        }
        article_page::render(reading, &article, &CommentForm::default(), PageNumber::of(uri)).await
    })
    .await
}

/// `GET /{code}`: the short link.
pub(super) async fn short(State(app): State<App>, Path(code): Path<String>, headers: HeaderMap) -> Response {
    let failure = match visible(&Reading::new(&app), &code).await {
        Ok(article) => Failure::Moved(article_path(article.code, &article.slug)),
        Err(failure) => failure,
    };
    errors::page(&app, failure, &headers).await
}

/// The published article of a code in whatever digits.
pub(super) async fn visible(reading: &Reading, code: &str) -> Result<Article, Failure> {
    let code: NewsCode = persian::digits::to_ascii(code).parse().map_err(|_| Failure::NotFound)?;
    let article = reading.article(code).await?.ok_or(Failure::NotFound)?;
    match article.state {
        ArticleState::Published => Ok(article),
        ArticleState::Unpublished => Err(Failure::Gone(code)),
        _ => Err(Failure::NotFound),
    }
}
