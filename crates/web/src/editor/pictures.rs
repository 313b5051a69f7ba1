//! The pictures of an article: added with what they show and who took them, and what of them has to be seen.

use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ingest::sanitize::{self, escape};
use media::{BYTES_MAX, Focus, Format, MediaError, Ratio, Rendition};
use minijinja::{Value, context};
use news::article::{self, Article, NewsCode};
use news::person::Action;
use news::picture::{self, OWN, Picture, PictureRefusal, WORDS_CHARS_MAX};
use persian::plain::line;
use serde::Deserialize;
use store::{StoreError, articles};

use super::article::may_change;
use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::errors::Failure;

/// A file of the largest, and the words beside it.
pub(super) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(BYTES_MAX + 64 * 1024)
}

/// What was typed beside the file.
#[derive(Default)]
struct Sent {
    file: Vec<u8>,
    alt: String,
    caption: String,
    credit: String,
    /// `x,y` in hundredths.
    focus: String,
    /// `end` puts it under the text, else it leads.
    place: String,
}

/// `GET /newsroom/articles/{code}/pictures`
pub(super) async fn show(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
) -> Result<Response, Refused> {
    let article = changeable(&app, &editor, code).await?;
    form(&app, &editor, &article, StatusCode::OK, &Sent::default(), "").await
}

/// `POST /newsroom/articles/{code}/pictures`: adds one to the body.
pub(super) async fn create(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
    multipart: Multipart,
) -> Result<Response, Refused> {
    let article = changeable(&app, &editor, code).await?;
    let sent = match Sent::read(multipart).await {
        Ok(sent) => sent,
        // Said in our words by the layer that does so for all.
        Err(error) => return Ok(error.into_response()),
    };
    let refused = async |words: &str| {
        form(&app, &editor, &article, StatusCode::UNPROCESSABLE_ENTITY, &sent, words).await
    };
    if let Err(refusal) = picture::check(&sent.alt, &sent.caption, &sent.credit) {
        return refused(words(refusal)).await;
    }
    if sent.file.is_empty() {
        return refused("پروندهٔ عکس را برگزینید.").await;
    }
    let kept = match keep(&app, &sent).await {
        Ok(kept) => kept,
        Err(error @ (MediaError::Disk(_) | MediaError::Encoding(_))) => {
            return Err(Failure::Broken(error.to_string()).into());
        }
        Err(error) => return refused(media_words(&error)).await,
    };
    let mut content = article.content.clone();
    content.body_html = sent.placed(&content.body_html, &kept.hash);
    if let Err(article::ArticleRefusal::BodyTooLong) = article::check(&content, article.state) {
        return refused("متن با این عکس بیش از اندازه بلند می‌شود (حداکثر یک مگابایت).").await;
    }
    let mut tx = app.config.store.begin(app.now()).await?;
    store::pictures::keep(&mut tx, &format!("{OWN}{}", kept.hash), &kept).await?;
    let who = Some(editor.person.id);
    match articles::update(&mut tx, code, article.revision, &content, &article.slug, who).await {
        Err(StoreError::Conflict) => {
            return refused("همکار دیگری این مطلب را در همین فاصله ذخیره کرد؛ عکس را دوباره بفرستید.").await;
        }
        updated => updated?,
    };
    if !may_change(&editor, articles::state(&mut tx, code).await?) {
        return Err(Refused::NotAllowed);
    }
    tx.commit().await?;
    Ok(see(&Done::PictureAdded.at(&format!("/newsroom/articles/{code}/pictures"))))
}

#[derive(Deserialize)]
pub(super) struct Moved {
    focus: String,
}

/// `POST /newsroom/articles/{code}/pictures/{hash}`: moves what has to be seen of it.
pub(super) async fn set_focus(
    State(app): State<App>,
    editor: Editor,
    Path((code, hash)): Path<(NewsCode, String)>,
    Form(sent): Form<Moved>,
) -> Result<Response, Refused> {
    changeable(&app, &editor, code).await?;
    let known = store::pictures::of_article(&app.config.store, code).await?;
    let picture = known.into_iter().map(|(_, picture)| picture).find(|picture| picture.hash == hash);
    let picture = picture.ok_or(Failure::NotFound)?;
    let focus = focus(&sent.focus).ok_or(Failure::NotFound)?;
    if focus != picture.focus {
        let folder = app.config.media.clone();
        let edition = picture.edition + 1;
        // The files are there before a page names them.
        let cut =
            tokio::task::spawn_blocking(move || media::recrop(&hash, Focus::of(focus), edition, &folder));
        cut.await?.map_err(|error| Failure::Broken(error.to_string()))?;
        let mut tx = app.config.store.begin(app.now()).await?;
        if store::pictures::set_focus(&mut tx, &picture.hash, focus).await? != edition {
            return Err(Failure::Meanwhile.into());
        }
        tx.commit().await?;
    }
    Ok(see(&Done::FocusMoved.at(&format!("/newsroom/articles/{code}/pictures"))))
}

/// An article that this person may change.
async fn changeable(app: &App, editor: &Editor, code: NewsCode) -> Result<Article, Refused> {
    editor.may(Action::WriteArticle)?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    if may_change(editor, article.state) { Ok(article) } else { Err(Refused::NotAllowed) }
}

/// Draws the file anew and keeps what is made of it.
async fn keep(app: &App, sent: &Sent) -> Result<Picture, MediaError> {
    let (file, folder) = (sent.file.clone(), app.config.media.clone());
    let focus = Focus::of(focus(&sent.focus).unwrap_or((50, 40)));
    let kept = tokio::task::spawn_blocking(move || media::keep(&file, focus, &folder));
    let kept = kept.await.map_err(|error| MediaError::Damaged(error.to_string()))??;
    Ok(Picture { alt: line(&sent.alt), caption: line(&sent.caption), credit: line(&sent.credit), ..kept })
}

/// One of the nine places of the form, or another: `x,y` in hundredths.
fn focus(text: &str) -> Option<(i64, i64)> {
    let (x, y) = text.split_once(',')?;
    let part = |text: &str| text.parse::<i64>().ok().filter(|part| (0..=100).contains(part));
    Some((part(x)?, part(y)?))
}

impl Sent {
    async fn read(mut multipart: Multipart) -> Result<Self, MultipartError> {
        let mut sent = Self::default();
        while let Some(field) = multipart.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await?;
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match name.as_str() {
                "file" => sent.file = bytes.to_vec(),
                "alt" => sent.alt = text(),
                "caption" => sent.caption = text(),
                "credit" => sent.credit = text(),
                "focus" => sent.focus = text(),
                "place" => sent.place = text(),
                _ => {}
            }
        }
        Ok(sent)
    }

    /// A body with the picture in its place.
    fn placed(&self, body_html: &str, hash: &str) -> String {
        let figure = format!(
            "<figure><img src=\"{OWN}{hash}\" alt=\"{}\"><figcaption>{} <cite>عکس: {}</cite></figcaption></figure>",
            escape(&line(&self.alt)),
            escape(&line(&self.caption)),
            escape(&line(&self.credit)),
        );
        let figure = sanitize::article_html(&figure, None);
        match self.place.as_str() {
            "end" => format!("{body_html}\n{figure}"),
            _ => format!("{figure}\n{body_html}"),
        }
    }
}

async fn form(
    app: &App,
    editor: &Editor,
    article: &Article,
    status: StatusCode,
    sent: &Sent,
    refusal: &str,
) -> Result<Response, Refused> {
    let known = store::pictures::of_article(&app.config.store, article.code).await?;
    let mut pictures = Vec::new();
    for address in picture::addresses(&article.content.body_html) {
        let kept = known.iter().find(|(one, _)| *one == address).map(|(_, picture)| shown(picture));
        let failure = match &kept {
            None => store::pictures::failure(&app.config.store, &address).await?,
            Some(_) => None,
        };
        let failure = failure.map(|failure| app.language.failure(&failure));
        pictures.push(context! { address, kept, failure });
    }
    let values = context! {
        code => article.code, headline => article.content.headline.clone(), pictures, refusal,
        alt => sent.alt.clone(), caption => sent.caption.clone(), credit => sent.credit.clone(),
        words_max => WORDS_CHARS_MAX, megabytes => BYTES_MAX >> 20,
    };
    page(app, editor, "editor/pictures.html", status, values).await
}

fn shown(picture: &Picture) -> Value {
    let crop = Rendition::Part(Ratio::Card, Ratio::Card.widths()[1], picture.edition);
    let (x, y) = picture.focus;
    // The nearest of the nine places.
    let nearest =
        |part: i64| [(10, 0..34), (50, 34..67), (90, 67..101)].into_iter().find(|(_, of)| of.contains(&part));
    let at = nearest(x).zip(nearest(y)).map(|((x, _), (y, _))| format!("{x},{y}"));
    context! {
        hash => picture.hash.clone(), crop => format!("/media/{}", crop.name(&picture.hash, Format::WebP)),
        width => picture.width, height => picture.height, credit => picture.credit.clone(), at,
        has_avif => picture.has_avif,
    }
}

fn words(refusal: PictureRefusal) -> &'static str {
    match refusal {
        PictureRefusal::AltMissing => "بنویسید عکس چه را نشان می‌دهد؛ کسانی که آن را نمی‌بینند این را می‌شنوند.",
        PictureRefusal::CaptionMissing => "شرح عکس لازم است.",
        PictureRefusal::CreditMissing => "نام عکاس یا خبرگزاری لازم است.",
        PictureRefusal::WordsTooLong => {
            "شرح، توصیف یا نام عکاس بیش از اندازه بلند است (هر یک حداکثر ۵۰۰ نویسه)."
        }
    }
}

fn media_words(error: &MediaError) -> &'static str {
    match error {
        MediaError::TooLarge(_) => "پروندهٔ عکس بیش از ۲۰ مگابایت است.",
        MediaError::TooManyPixels(..) => {
            "عکس بیش از اندازه بزرگ است (حداکثر ۵۰ میلیون نقطه و ۱۶٬۰۰۰ نقطه در هر سو)."
        }
        MediaError::UnknownFormat => "این پرونده عکس نیست؛ JPEG، PNG، WebP یا GIF بفرستید.",
        _ => "این پرونده آسیب دیده است و خوانده نشد.",
    }
}
