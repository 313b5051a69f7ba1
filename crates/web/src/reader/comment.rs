//! A reader's comment: taken for moderation, or refused with the reason and with what was typed kept.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use news::article::Article;
use news::comment::{self, BODY_CHARS_MAX, CommentRefusal, NAME_CHARS_MAX, NewComment};
use serde::Deserialize;

use super::article::visible;
use crate::App;
use crate::article_page::{self, CommentForm};
use crate::cards::article_path;
use crate::errors::{self, Failure};
use crate::language::Language;
use crate::layout::{self, Layout, render};
use crate::pages::Reading;
use crate::paging::PageNumber;
use crate::sender::Sender;

/// A sender may write this many comments in [`WINDOW_MS`].
const SENT_MAX: i64 = 5;
const WINDOW_MS: i64 = 10 * 60_000;

/// The form's fields.
#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    body: String,
    /// Left empty by people: it is not shown to them.
    #[serde(default)]
    website: String,
}

/// `POST /news/{code}/comments`
pub(super) async fn create(
    State(app): State<App>,
    Path(code): Path<String>,
    sender: Sender,
    Form(sent): Form<Sent>,
) -> Response {
    let article = match visible(&Reading::new(&app), &code).await {
        Ok(article) => article,
        Err(failure) => return errors::page(&app, failure, &HeaderMap::new()).await,
    };
    let to = app.language.path(&format!("/news/{}/comments?sent=1", article.code));
    if !sent.website.is_empty() {
        return see(&to);
    }
    let sender = app.senders.hash(&sender, app.now());
    match keep(&app, &article, &sent, &sender).await {
        Ok(Ok(())) => see(&to),
        Ok(Err(refusal)) => refuse(&app, &article, &sent, refusal).await,
        Err(failure) => errors::page(&app, failure, &HeaderMap::new()).await,
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// There when a comment was sent.
    sent: Option<String>,
}

/// `GET /news/{code}/comments`: thanks after sending; whoever sent nothing goes to the comments.
pub(super) async fn thanks(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let page = async {
        let article = visible(&Reading::new(&app), &code).await?;
        let path = article_path(article.code, &article.slug);
        if asked.sent.is_none() {
            return Ok(see(&app.language.path(&format!("{path}#comments"))));
        }
        let layout = Layout::read(&Reading::at(&app, &path)).await?;
        let headline = article.content.headline;
        let body = render(&app, "reader/comment.html", &layout, context! { headline, path })?;
        Ok::<_, Failure>(layout::private(StatusCode::OK, body))
    };
    match page.await {
        Ok(response) => response,
        Err(failure) => errors::page(&app, failure, &HeaderMap::new()).await,
    }
}

async fn keep(
    app: &App,
    article: &Article,
    sent: &Sent,
    sender: &[u8],
) -> Result<Result<(), CommentRefusal>, Failure> {
    let new: NewComment = match comment::check(&sent.name, &sent.email, &sent.body) {
        Ok(new) => new,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let now = app.now();
    let mut tx = app.config.store.begin(now).await?;
    // A button pressed twice sends the same words twice at the same time.
    store::comments::hold(&mut tx, article.code).await?;
    if store::comments::is_repeated(&mut tx, article.code, &new.body).await? {
        return Ok(Err(CommentRefusal::Repeated));
    }
    if store::comments::count_from(&mut tx, sender, now - WINDOW_MS).await? >= SENT_MAX {
        return Ok(Err(CommentRefusal::TooMany));
    }
    store::comments::create(&mut tx, article.code, None, &new, sender).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

async fn refuse(app: &App, article: &Article, sent: &Sent, refusal: CommentRefusal) -> Response {
    let status = if refusal == CommentRefusal::TooMany {
        StatusCode::TOO_MANY_REQUESTS
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let form = CommentForm {
        name: sent.name.clone(),
        email: sent.email.clone(),
        comment: sent.body.clone(),
        refusal: words(app.language, refusal),
    };
    let path = article_path(article.code, &article.slug);
    match article_page::render(&Reading::at(app, &path), article, &form, PageNumber::default()).await {
        Ok(body) => {
            let mut response = layout::private(status, body);
            if status == StatusCode::TOO_MANY_REQUESTS {
                response.headers_mut().insert(header::RETRY_AFTER, (WINDOW_MS / 1000).into());
            }
            response
        }
        Err(failure) => errors::page(app, failure, &HeaderMap::new()).await,
    }
}

/// What a reader is told.
fn words(language: Language, refusal: CommentRefusal) -> String {
    let count = |most: usize| [("count", (most as i64).into())];
    let sentence = match refusal {
        CommentRefusal::NameMissing => "لطفاً نام خود را بنویسید.",
        CommentRefusal::NameTooLong => {
            return language.say("نام حداکثر {count} نویسه می‌تواند باشد.", &count(NAME_CHARS_MAX));
        }
        CommentRefusal::EmailWrong => "نشانی ایمیل درست نیست. می‌توانید آن را خالی بگذارید.",
        CommentRefusal::BodyMissing => "لطفاً متن نظر خود را بنویسید.",
        CommentRefusal::BodyTooLong => {
            return language.say("متن نظر حداکثر {count} نویسه می‌تواند باشد.", &count(BODY_CHARS_MAX));
        }
        CommentRefusal::Repeated => "همین نظر پیش‌تر برای این مطلب فرستاده شده است.",
        CommentRefusal::TooMany => "در ده دقیقهٔ گذشته چند نظر فرستاده‌اید. لطفاً ده دقیقهٔ دیگر دوباره بکوشید.",
    };
    language.t(sentence).to_owned()
}

fn see(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}
