//! Writing, editing, publishing, scheduling and taking away an article. What was typed is never lost: a refusal
//! shows it again, and a stale revision shows the newer one beside it.

mod sent;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::article::{
    self, Article, ArticleRefusal, ArticleState, Content, Genre, NewArticle, NewsCode, UNDATED,
};
use news::person::Action;
use store::{StoreError, articles};

use self::sent::Sent;
use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see, suggestions};
use crate::App;
use crate::article_page;
use crate::cards::article_path;
use crate::errors::Failure;
use crate::layout;

/// `GET /newsroom/articles/new`
pub(super) async fn new(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::WriteArticle)?;
    let sent = Sent { byline: editor.person.name.clone(), ..Sent::default() };
    show(&app, &editor, None, &sent, StatusCode::OK, "").await
}

/// `POST /newsroom/articles/new`: kept as a draft first; then what the button says happens to it.
pub(super) async fn create(
    State(app): State<App>,
    editor: Editor,
    Form(mut sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::WriteArticle)?;
    if sent.action == "repair" {
        sent.repair();
        return show(&app, &editor, None, &sent, StatusCode::OK, "").await;
    }
    if !sent.is_whole() {
        return refuse(&app, &editor, None, &sent, ArticleRefusal::MarkupTooMuch).await;
    }
    let content = sent.content();
    if sent.action == "preview" {
        return preview(&app, None, content).await;
    }
    editor.may(sent.needs())?;
    if let Err(refusal) = article::check(&content, ArticleState::Draft) {
        return refuse(&app, &editor, None, &sent, refusal).await;
    }
    let now = app.now();
    let text = ingest::sanitize::running_text(&content.body_html);
    let new = NewArticle::draft(content, &text, now);
    let mut tx = app.config.store.begin(now).await?;
    let code = match articles::create(&mut tx, &new).await {
        Err(StoreError::NoSuch) => {
            drop(tx);
            return refuse(&app, &editor, None, &sent, ArticleRefusal::SectionMissing).await;
        }
        created => created?,
    };
    tx.commit().await?;
    sent.revision = 1;
    act(&app, &editor, code, &sent).await
}

/// `GET /newsroom/articles/{code}`
pub(super) async fn edit(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
) -> Result<Response, Refused> {
    editor.may(Action::ReadDesk)?;
    let article = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    let sent = Sent::of(&article);
    show(&app, &editor, Some(&article), &sent, StatusCode::OK, "").await
}

/// `POST /newsroom/articles/{code}`
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path(code): Path<NewsCode>,
    Form(mut sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::WriteArticle)?;
    let known = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    if sent.action == "repair" {
        sent.repair();
        return show(&app, &editor, Some(&known), &sent, StatusCode::OK, "").await;
    }
    if !sent.is_whole() {
        return refuse(&app, &editor, Some(&known), &sent, ArticleRefusal::MarkupTooMuch).await;
    }
    let content = sent.content();
    if sent.action == "preview" {
        return preview(&app, Some(known), content).await;
    }
    editor.may(sent.needs())?;
    let is_new = content != known.content || sent.revision != known.revision;
    let refusal = match article::check(&content, known.state) {
        Ok(()) if is_new => save(&app, &editor, code, &mut sent, &content).await?,
        checked => checked.err(),
    };
    match refusal {
        Some(refusal) => refuse(&app, &editor, Some(&known), &sent, refusal).await,
        None => act(&app, &editor, code, &sent).await,
    }
}

/// Whether this person may change an article in this state: what is out, or about to be, only who publishes.
pub(super) fn may_change(editor: &Editor, state: ArticleState) -> bool {
    let is_out = matches!(state, ArticleState::Published | ArticleState::Scheduled);
    editor.may(if is_out { Action::PublishArticle } else { Action::WriteArticle }).is_ok()
}

/// Saves what was typed over the revision that it was typed upon, or says why nothing was saved.
async fn save(
    app: &App,
    editor: &Editor,
    code: NewsCode,
    sent: &mut Sent,
    content: &Content,
) -> Result<Option<ArticleRefusal>, Refused> {
    let mut tx = app.config.store.begin(app.now()).await?;
    let slug = persian::slug::slug(&content.headline);
    let who = Some(editor.person.id);
    match articles::update(&mut tx, code, sent.revision, content, &slug, who).await {
        Ok(revision) => {
            // Publishing makes no revision: whether a colleague did so meanwhile is seen now that nobody else writes.
            if !may_change(editor, articles::state(&mut tx, code).await?) {
                return Ok(Some(ArticleRefusal::OutAlready));
            }
            tx.commit().await?;
            sent.revision = revision;
            Ok(None)
        }
        Err(StoreError::NoSuch) => Ok(Some(ArticleRefusal::SectionMissing)),
        Err(StoreError::Conflict) => {
            drop(tx);
            Ok(Some(stale(app, code, sent.revision).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Who changed an article since a revision: a colleague, or its source alone.
async fn stale(app: &App, code: NewsCode, since: i64) -> Result<ArticleRefusal, Refused> {
    let mut newer = articles::revisions(&app.config.store, code).await?;
    newer.retain(|former| former.revision >= since);
    Ok(match newer.iter().all(|former| former.by.is_none()) {
        true => ArticleRefusal::CorrectedAtSource,
        false => ArticleRefusal::StaleRevision,
    })
}

/// Does what the button says, after what was typed is safe.
async fn act(app: &App, editor: &Editor, code: NewsCode, sent: &Sent) -> Result<Response, Refused> {
    let now = app.now();
    let path = format!("/newsroom/articles/{code}");
    let (next, at, done) = match sent.action.as_str() {
        "publish" => (ArticleState::Published, Some(now), Done::Published),
        "schedule" => (ArticleState::Scheduled, sent.scheduled_at(now), Done::Scheduled),
        "unpublish" => (ArticleState::Unpublished, None, Done::Unpublished),
        "draft" => (ArticleState::Draft, None, Done::Saved),
        _ => return Ok(see(&Done::Saved.at(&path))),
    };
    editor.may(if next == ArticleState::Draft { Action::WriteArticle } else { Action::PublishArticle })?;
    let known = articles::by_code(&app.config.store, code).await?.ok_or(Failure::NotFound)?;
    let refusal = (!may_change(editor, known.state)).then_some(ArticleRefusal::OutAlready);
    let refusal = refusal.or_else(|| article::check(&known.content, next).err());
    let refusal = refusal.or_else(|| match at {
        _ if next != ArticleState::Scheduled => None,
        None => Some(ArticleRefusal::ScheduleUnreadable),
        Some(at) => (at <= now).then_some(ArticleRefusal::ScheduleInPast),
    });
    let refusal = refusal.or((!known.state.may_become(next)).then_some(ArticleRefusal::WrongState));
    if let Some(refusal) = refusal {
        return refuse(app, editor, Some(&known), sent, refusal).await;
    }
    // An article that is out, or was out before, keeps the time at which readers first saw it.
    let was_out = matches!(known.state, ArticleState::Published | ArticleState::Unpublished);
    let at = at.filter(|_| !(was_out && next == ArticleState::Published));
    let mut tx = app.config.store.begin(now).await?;
    articles::set_state(&mut tx, code, next, at).await?;
    tx.commit().await?;
    Ok(see(&done.at(&path)))
}

/// What was typed as readers would see it, kept nowhere.
async fn preview(app: &App, known: Option<Article>, content: Content) -> Result<Response, Refused> {
    let slug = persian::slug::slug(&content.headline);
    let article = match known {
        Some(known) => Article { content, slug, ..known },
        None => Article {
            code: 0,
            external_id: None,
            state: ArticleState::Draft,
            content,
            slug,
            source_id: None,
            entry_id: None,
            story: 0,
            comment_count: 0,
            published_at: app.now(),
            modified_at: None,
            revision: 0,
        },
    };
    Ok(layout::private(StatusCode::OK, article_page::preview(app, &article).await?))
}

/// The form again with what was typed, and why it was not taken.
async fn refuse(
    app: &App,
    editor: &Editor,
    article: Option<&Article>,
    sent: &Sent,
    refusal: ArticleRefusal,
) -> Result<Response, Refused> {
    let status = match refusal {
        ArticleRefusal::StaleRevision | ArticleRefusal::CorrectedAtSource => StatusCode::CONFLICT,
        ArticleRefusal::OutAlready => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show(app, editor, article, sent, status, words(refusal)).await
}

async fn show(
    app: &App,
    editor: &Editor,
    article: Option<&Article>,
    sent: &Sent,
    status: StatusCode,
    refusal: &str,
) -> Result<Response, Refused> {
    let store = &app.config.store;
    let revisions = match article {
        Some(article) => articles::revisions(store, article.code).await?,
        None => Vec::new(),
    };
    let revisions: Vec<Value> = revisions.iter().map(|one| context! { number => one.revision, at => one.at, by => one.by.clone(), headline => one.headline.clone(), lead => one.lead.clone(), body => one.body_html.clone() }).collect();
    let state = article.map_or(ArticleState::Draft, |article| article.state);
    let origin = match article.and_then(|article| article.entry_id) {
        Some(entry) => store::entries::fetched(store, entry)
            .await?
            .map(|page| context! { url => page.url, at => page.at }),
        None => None,
    };
    let source_change = match article {
        Some(article) => store::source_changes::last(store, article.code).await?,
        None => None,
    };
    let source_change = source_change.filter(|change| !change.is_seen).map(|change| change.kind.persian());
    let stale = article.filter(|article| article.revision != sent.revision && status == StatusCode::CONFLICT);
    let form = context! {
        revision => stale.map_or(sent.revision, |article| article.revision), kicker => sent.kicker.clone(), headline => sent.headline.clone(),
        lead => sent.lead.clone(), body => sent.body.clone(), byline => sent.byline.clone(), section => sent.section.clone(), tags => sent.tags.clone(), genre => sent.genre.clone(),
        source_name => sent.source_name.clone(), source_code => sent.source_code.clone(), source_url => sent.source_url.clone(), day => sent.day.clone(), time => sent.time.clone(),
    };
    let suggestions = match article {
        Some(article) => Some(suggestions::panel(app, article).await?),
        None => None,
    };
    let may_publish = editor.may(Action::PublishArticle).is_ok();
    let genres: Vec<Value> =
        Genre::ALL.iter().map(|one| context! { word => one.as_str(), name => one.persian() }).collect();
    let values = context! {
        form, genres, refusal, revisions, origin, source_change, suggestions, may_choose => may_publish,
        code => article.map(|article| article.code), state => state.as_str(), state_name => state.persian(),
        is_copy => article.is_some_and(|article| article.story != article.code), story => article.map(|article| article.story),
        at => article.map_or(UNDATED, |article| article.published_at),
        path => article.map(|article| article_path(article.code, &article.slug)),
        newer => stale.map(|article| context! { headline => article.content.headline.clone(), lead => article.content.lead.clone(), body => article.content.body_html.clone() }),
        may_publish => may_publish && state.may_become(ArticleState::Published) && state != ArticleState::Published,
        may_schedule => may_publish && state.may_become(ArticleState::Scheduled),
        may_unpublish => may_publish && state == ArticleState::Published,
        may_dismiss => may_publish && article.is_some() && state.may_become(ArticleState::Dismissed),
        may_edit => may_change(editor, state),
    };
    page(app, editor, "editor/article.html", status, values).await
}

/// What an editor is told.
fn words(refusal: ArticleRefusal) -> &'static str {
    match refusal {
        ArticleRefusal::HeadlineMissing => "تیتر نوشته نشده است.",
        ArticleRefusal::HeadlineTooLong => "تیتر بیش از اندازه بلند است (حداکثر ۵۰۰ نویسه).",
        ArticleRefusal::BodyMissing => "برای انتشار، متن یا لید لازم است.",
        ArticleRefusal::BodyTooLong => "متن بیش از اندازه بلند است (حداکثر یک مگابایت).",
        ArticleRefusal::MarkupTooMuch => {
            "متن بیش از آن بند یا برچسب HTML دارد که همه‌اش خوانده شود (حداکثر ۲۰٬۰۰۰ بند یا ۴۰٬۰۰۰ برچسب). چیزی ذخیره نشد و نوشتهٔ شما در فرم مانده است؛ آن را در چند مطلب بنویسید."
        }
        ArticleRefusal::KickerTooLong => "روتیتر بیش از اندازه بلند است (حداکثر ۲۰۰ نویسه).",
        ArticleRefusal::LeadTooLong => {
            "لید بیش از اندازه بلند است (حداکثر ۳۰۰۰ نویسه)؛ ادامه‌اش را به متن ببرید."
        }
        ArticleRefusal::BylineTooLong => "نام نویسنده بیش از اندازه بلند است (حداکثر ۲۰۰ نویسه).",
        ArticleRefusal::SourceTooLong => "نام یا کد منبع بیش از اندازه بلند است (حداکثر ۲۰۰ نویسه).",
        ArticleRefusal::TagsTooMany => "حداکثر ۳۰ برچسب، هر یک تا ۱۰۰ نویسه، می‌توان نوشت.",
        ArticleRefusal::ScheduleUnreadable => {
            "روز یا ساعت انتشار خوانده نشد؛ مانند ۱۴۰۴/۰۱/۱۵ و ۱۰:۳۰ بنویسید. متن ذخیره شده است."
        }
        ArticleRefusal::SourceAddressWrong => "نشانی منبع باید با ‎http://‎ یا ‎https://‎ آغاز شود.",
        ArticleRefusal::ScheduleInPast => {
            "روز و ساعت انتشار باید در آینده باشد؛ مانند ۱۴۰۴/۰۱/۱۵ و ۱۰:۳۰. متن ذخیره شده است."
        }
        ArticleRefusal::WrongState => {
            "این مطلب اکنون در حالتی نیست که بتوان این کار را کرد. متن ذخیره شده است."
        }
        ArticleRefusal::OutAlready => {
            "این مطلب در همین فاصله منتشر یا برای انتشار زمان‌بندی شده است و دیگر تنها دبیر آن را ویرایش می‌کند. چیزی ذخیره نشد، ولی نوشتهٔ شما در فرم مانده است؛ آن را بردارید و به دبیر بدهید."
        }
        ArticleRefusal::SectionMissing => {
            "بخشی که برگزیده بودید دیگر نیست. بخش دیگری برگزینید؛ نوشتهٔ شما در فرم مانده است."
        }
        ArticleRefusal::CorrectedAtSource => {
            "منبع این مطلب در همین فاصله آن را اصلاح کرده و نسخهٔ تازه‌اش آمده است. نوشتهٔ شما در فرم مانده و نسخهٔ تازه در پایین صفحه آمده است؛ با ذخیرهٔ دوباره، نوشتهٔ شما جای آن را می‌گیرد."
        }
        ArticleRefusal::StaleRevision => {
            "همکار دیگری این مطلب را در همین فاصله ذخیره کرده است. نوشتهٔ شما در فرم مانده و نسخهٔ تازهٔ او در پایین صفحه آمده است؛ با ذخیرهٔ دوباره، نوشتهٔ شما جای آن را می‌گیرد و نسخهٔ او در پیشینه می‌ماند."
        }
    }
}
