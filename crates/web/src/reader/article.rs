//! An article's page. The code decides; the slug is decoration and is put right by a redirect.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use news::article::{Article, ArticleState, NewsCode};
use serde_json::json;
use store::articles;

use crate::App;
use crate::cards::{CardView, article_path};
use crate::errors::{self, Failure};
use crate::layout::{Layout, render};

/// Articles in the box of suggestions.
const SUGGESTED: usize = 8;
/// Comments on a page; real articles have up to a few hundred.
const COMMENTS_MAX: i64 = 500;

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
            let page = page(&app, &article).await;
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
            let page = page(&app, &article).await;
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

async fn page(app: &App, article: &Article) -> Result<String, Failure> {
    render_with(app, article, context! {}).await
}

/// The article's page with values of its comment form.
pub(super) async fn render_with(app: &App, article: &Article, form: Value) -> Result<String, Failure> {
    let store = &app.config.store;
    let layout = Layout::read(app).await?;
    let suggested = suggested(app, article).await?;
    let tags: Vec<Value> = store::tags::of(store, article.code)
        .await?
        .iter()
        .map(|tag| context! { slug => tag.slug.clone(), name => tag.name.clone() })
        .collect();
    let comments = store::comments::approved(store, article.code, COMMENTS_MAX).await?;
    let comments: Vec<Value> = comments.iter().map(|one| context! { id => one.id, name => one.name.clone(), body => one.body.clone(), at => one.created_at }).collect();
    let counts = store::comments::counts(store, Some(article.code)).await?;
    let section =
        layout.sections.iter().find(|section| Some(section.id) == article.content.section_id).cloned();
    let content = &article.content;
    let path = article_path(article.code, &article.slug);
    let from = content.attribution.clone();
    let page = context! {
        code => article.code,
        path, kicker => content.kicker.clone(), headline => content.headline.clone(), lead => content.lead.clone(), body => content.body_html.clone(),
        byline => content.byline.clone(), byline_slug => persian::slug::slug(&content.byline),
        at => article.published_at.unwrap_or(0), modified_at => article.modified_at.unwrap_or(0),
        section => section.as_ref().map(crate::templates::value),
        source_line => from.as_ref().map(news::article::Attribution::line),
        source_url => from.and_then(|from| from.url),
        minutes => persian::words::reading_minutes(&content.body_html),
        tags, comments,
        approved => counts.approved, pending => counts.pending, rejected => counts.rejected,
        suggested => crate::templates::value(CardView::all(&suggested)),
        share => share(&layout.base, article),
        data => linked_data(&layout, article),
    };
    // The first of two equal names wins.
    let empty = context! { name => "", email => "", comment => "", refusal => "" };
    let form = context! { ..form, ..empty };
    render(app, "reader/article.html", &layout, context! { form, ..page })
}

async fn suggested(app: &App, article: &Article) -> Result<Vec<news::article::Card>, Failure> {
    let (index, code) = (app.config.index.clone(), article.code);
    let codes = tokio::task::spawn_blocking(move || index.related(code, SUGGESTED)).await??;
    Ok(articles::cards(&app.config.store, &codes).await?)
}

/// The share row: each network's own address form, always with the short link.
fn share(base: &str, article: &Article) -> Vec<Value> {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let url = encode(&format!("{base}/{}", article.code));
    let text = encode(&article.content.headline);
    [
        ("تلگرام", format!("https://t.me/share/url?url={url}&text={text}")),
        ("بله", format!("https://ble.ir/share/url?url={url}&text={text}")),
        ("ایتا", format!("https://eitaa.com/share/url?url={url}&text={text}")),
        ("سروش", format!("https://splus.ir/share/url?url={url}&text={text}")),
        ("واتساپ", format!("https://wa.me/?text={text}%20{url}")),
        ("ایکس", format!("https://x.com/intent/post?url={url}&text={text}")),
    ]
    .map(|(name, url)| context! { name, url })
    .to_vec()
}

/// JSON-LD NewsArticle: ISO dates, Gregorian, ASCII digits.
fn linked_data(layout: &Layout, article: &Article) -> Value {
    let content = &article.content;
    let at = article.published_at.filter(|at| *at > 0).map(persian::date::iso);
    let from = content.attribution.as_ref().and_then(|from| from.url.clone());
    let mut data = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": content.headline,
        "description": content.lead, "inLanguage": "fa", "identifier": article.code,
        "mainEntityOfPage": format!("{}{}", layout.base, article_path(article.code, &article.slug)),
        "publisher": { "@type": "NewsMediaOrganization", "name": layout.site.name, "url": layout.base },
    });
    let author = if content.byline.is_empty() { layout.site.name.clone() } else { content.byline.clone() };
    data["author"] = json!([{ "@type": if content.byline.is_empty() { "Organization" } else { "Person" }, "name": author }]);
    if let Some(at) = at {
        data["dateModified"] = article.modified_at.map_or(at.clone(), persian::date::iso).into();
        data["datePublished"] = at.into();
    }
    if let Some(url) = from {
        data["isBasedOn"] = url.into();
    }
    // Inside a script element only `<` can end it.
    Value::from_safe_string(data.to_string().replace('<', "\\u003c"))
}
