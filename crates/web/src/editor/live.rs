//! The reports of a live coverage, sent from a phone as things happen: a headline that may be empty, words, one button.
//! What was typed is never lost, and nobody's words are overwritten by a colleague who saw older ones.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use ingest::sanitize;
use minijinja::{Value, context};
use news::article::{Article, ArticleState, Genre, NewsCode};
use news::live::{self, POST_HEADLINE_CHARS_MAX, Post, PostRefusal};
use news::person::Action;
use persian::plain::line;
use persian::repair::{Mode, Repairer};
use serde::Deserialize;
use store::live::Step;
use store::{Tx, articles};

use super::article::may_change;
use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::cards::article_path;
use crate::errors::Failure;
use crate::paging::{PageNumber, pages};

/// Reports on one page of the newsroom's list.
const PER_PAGE: i64 = 30;

/// The form's fields. Missing ones are empty.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Sent {
    action: String,
    version: i64,
    headline: String,
    body: String,
}

/// `GET /newsroom/articles/{code}/live`
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
    uri: Uri,
) -> Result<Response, Refused> {
    let article = changeable(&app, &editor, code).await?;
    list(&app, &editor, &article, PageNumber::of(&uri), None, &Sent::default(), None).await
}

/// `POST /newsroom/articles/{code}/live`: a new report, or the end of the coverage, or that it goes on.
pub(super) async fn create(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    let article = changeable(&app, &editor, code).await?;
    let path = format!("/newsroom/articles/{code}/live");
    let mut tx = app.config.store.begin(app.now()).await?;
    let (done, refusal) = match sent.action.as_str() {
        "close" | "reopen" => {
            let is_over = sent.action == "close";
            store::live::set_over(&mut tx, code, is_over).await?;
            (if is_over { Done::CoverageClosed } else { Done::CoverageReopened }, None)
        }
        _ => {
            let (headline, body) = sent.repaired();
            let added = match sent.check(&headline, &body) {
                Ok(()) => {
                    store::live::add(&mut tx, code, &headline, &body, Some(editor.person.id)).await?.map(drop)
                }
                refused => refused,
            };
            (Done::PostAdded, added.err())
        }
    };
    match refusal {
        None => commit(&editor, code, tx, &done.at(&path)).await,
        Some(refusal) => {
            drop(tx);
            list(&app, &editor, &article, PageNumber::default(), None, &sent, Some(refusal)).await
        }
    }
}

/// `POST /newsroom/articles/{code}/live/{number}`: other words, pinned or not, withdrawn or back again.
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path((code, number)): Path<(NewsCode, i64)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    let article = changeable(&app, &editor, code).await?;
    let (headline, body) = sent.cleaned();
    let (step, done) = match sent.action.as_str() {
        "save" => (Step::Edit(&headline, &body), Done::Saved),
        "pin" => (Step::Key(true), Done::PostPinned),
        "unpin" => (Step::Key(false), Done::PostUnpinned),
        "withdraw" => (Step::Withdraw(true), Done::PostWithdrawn),
        "restore" => (Step::Withdraw(false), Done::TakenBack),
        _ => return Err(Failure::NotFound.into()),
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    let changed = match (step, sent.check(&headline, &body)) {
        (Step::Edit(..), Err(refusal)) => Err(refusal),
        _ => store::live::change(&mut tx, code, number, sent.version, step).await?,
    };
    match changed {
        Ok(()) => commit(&editor, code, tx, &done.at(&format!("/newsroom/articles/{code}/live"))).await,
        Err(refusal) => {
            drop(tx);
            let page = store::live::desk_page(&app.config.store, code, number, PER_PAGE).await?;
            list(&app, &editor, &article, PageNumber(page), Some(number), &sent, Some(refusal)).await
        }
    }
}

/// Keeps a change, unless the article came out meanwhile and is no longer this person's to change.
async fn commit(editor: &Editor, code: NewsCode, mut tx: Tx, path: &str) -> Result<Response, Refused> {
    if !may_change(editor, articles::state(&mut tx, code).await?) {
        return Err(Refused::NotAllowed);
    }
    tx.commit().await?;
    Ok(see(path))
}

/// An article that this person may change.
async fn changeable(app: &App, editor: &Editor, code: NewsCode) -> Result<Article, Refused> {
    editor.may(Action::WriteArticle)?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    if may_change(editor, article.state) { Ok(article) } else { Err(Refused::NotAllowed) }
}

impl Sent {
    /// What was typed, cleaned as an article's body is.
    fn cleaned(&self) -> (String, String) {
        let html = sanitize::typed_to_html(&self.body);
        (line(&self.headline), sanitize::article_html(&html, None))
    }

    /// The same with its Persian repaired, only what is sure: it goes out unseen. Whoever edits it afterwards has the last
    /// word.
    fn repaired(&self) -> (String, String) {
        let (headline, body) = self.cleaned();
        let repairer = Repairer::new(Mode::Publish);
        (repairer.line(&headline), repairer.html(&body))
    }

    fn check(&self, headline: &str, body: &str) -> Result<(), PostRefusal> {
        match sanitize::is_typed_whole(&self.body) {
            true => live::check(headline, body),
            false => Err(PostRefusal::BodyTooLong),
        }
    }
}

/// The coverage with what was typed and why it was not taken; of a report when `of` names one, else of a new one.
async fn list(
    app: &App,
    editor: &Editor,
    article: &Article,
    number: PageNumber,
    of: Option<i64>,
    sent: &Sent,
    refusal: Option<PostRefusal>,
) -> Result<Response, Refused> {
    let (store, code) = (&app.config.store, article.code);
    let posts = store::live::desk(store, code, PER_PAGE, number.offset(PER_PAGE)).await?;
    let total = store::live::desk_count(store, code).await?;
    let ended_at = store::live::ended_at(store, code).await?;
    let typed = context! { headline => sent.headline.clone(), body => sent.body.clone() };
    let empty = context! { headline => "", body => "" };
    let posts: Vec<Value> =
        posts.iter().map(|post| shown(post, (of == Some(post.number)).then_some(&typed))).collect();
    let values = context! {
        code, headline => article.content.headline.clone(), path => article_path(code, &article.slug),
        is_live => article.content.genre == Genre::Live, is_out => article.state == ArticleState::Published,
        ended_at => ended_at.unwrap_or_default(), total, posts, refusal => refusal.map_or("", words),
        typed => if of.is_none() { typed } else { empty }, headline_max => POST_HEADLINE_CHARS_MAX,
        number => number.0, pages => pages(total, PER_PAGE),
    };
    let status = match refusal {
        None => StatusCode::OK,
        Some(PostRefusal::StaleVersion) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page(app, editor, "editor/live.html", status, values).await
}

/// A report with its form, which holds what was typed where that was refused.
fn shown(post: &Post, typed: Option<&Value>) -> Value {
    let kept = || {
        context! { headline => post.headline.clone(), body => sanitize::html_to_typed(&post.body_html) }
    };
    context! {
        number => post.number, at => post.at, edited_at => post.edited_at.unwrap_or_default(), by => post.by.clone(),
        headline => post.headline.clone(), shown => sanitize::for_readers(&post.body_html, |_| None),
        is_key => post.is_key, is_withdrawn => post.is_withdrawn, version => post.version,
        is_open => typed.is_some(), typed => typed.cloned().unwrap_or_else(kept),
    }
}

fn words(refusal: PostRefusal) -> &'static str {
    match refusal {
        PostRefusal::BodyMissing => "متن خبر نوشته نشده است.",
        PostRefusal::BodyTooLong => "متن خبر بیش از اندازه بلند است؛ آن را در چند خبر بفرستید.",
        PostRefusal::HeadlineTooLong => "تیتر بیش از اندازه بلند است (حداکثر ۲۰۰ نویسه).",
        PostRefusal::TooMany => "این پوشش ۲۰۰۰ خبر دارد و جای بیشتری نیست؛ ادامه را در مطلب تازه‌ای بنویسید.",
        PostRefusal::TooManyKeys => "هشت خبر را می‌توان سنجاق کرد؛ نخست سنجاق یکی را بردارید.",
        PostRefusal::Over => {
            "این پوشش پایان یافته است و خبر شما فرستاده نشد؛ نوشتهٔ شما مانده است. برای فرستادن آن، پوشش را از سر بگیرید."
        }
        PostRefusal::StaleVersion => {
            "همکار دیگری این خبر را در همین فاصله تغییر داده است. نوشتهٔ شما در فرم مانده و آنچه او نوشته بالای آن آمده است؛ با ذخیرهٔ دوباره، نوشتهٔ شما جای آن را می‌گیرد."
        }
    }
}
