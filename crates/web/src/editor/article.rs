//! Writing, editing, publishing, scheduling and taking away an article. What was typed is never lost: a refusal
//! shows it again, and a stale revision shows the newer one beside it.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::UtcMs;
use news::article::{
    self, Article, ArticleRefusal, ArticleState, Attribution, Content, NewArticle, NewsCode, UNDATED,
};
use news::person::Action;
use persian::plain::line;
use persian::repair::{Mode, Repairer};
use serde::Deserialize;
use store::{StoreError, articles};

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see, suggestions};
use crate::App;
use crate::article_page;
use crate::cards::article_path;
use crate::errors::Failure;
use crate::layout;

/// The form's fields. Missing ones are empty.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Sent {
    action: String,
    revision: i64,
    kicker: String,
    headline: String,
    lead: String,
    body: String,
    byline: String,
    section: String,
    tags: String,
    source_name: String,
    source_code: String,
    source_url: String,
    day: String,
    time: String,
}

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
    let content = sent.content();
    if sent.action == "preview" {
        return preview(&app, None, content).await;
    }
    editor.may(sent.needs())?;
    if let Err(refusal) = article::check(&content, ArticleState::Draft) {
        return show(&app, &editor, None, &sent, StatusCode::UNPROCESSABLE_ENTITY, words(refusal)).await;
    }
    let now = app.now();
    let text = ingest::sanitize::running_text(&content.body_html);
    let new = NewArticle::draft(content, &text, now);
    let mut tx = app.config.store.begin(now).await?;
    let code = articles::create(&mut tx, &new).await?;
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
    let content = sent.content();
    if sent.action == "preview" {
        return preview(&app, Some(known), content).await;
    }
    if matches!(known.state, ArticleState::Published | ArticleState::Scheduled) {
        editor.may(Action::PublishArticle)?;
    }
    editor.may(sent.needs())?;
    if let Err(refusal) = article::check(&content, known.state) {
        return show(&app, &editor, Some(&known), &sent, StatusCode::UNPROCESSABLE_ENTITY, words(refusal))
            .await;
    }
    let same = content == known.content;
    if !same || sent.revision != known.revision {
        let mut tx = app.config.store.begin(app.now()).await?;
        let slug = persian::slug::slug(&content.headline);
        match articles::update(&mut tx, code, sent.revision, &content, &slug, Some(editor.person.id)).await {
            Ok(revision) => {
                tx.commit().await?;
                sent.revision = revision;
            }
            Err(StoreError::Conflict) => {
                drop(tx);
                let refusal = stale(&app, code, sent.revision).await?;
                return show(&app, &editor, Some(&known), &sent, StatusCode::CONFLICT, refusal).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    act(&app, &editor, code, &sent).await
}

/// Who changed an article since a revision: a colleague, or its source alone.
async fn stale(app: &App, code: NewsCode, since: i64) -> Result<&'static str, Refused> {
    let mut newer = articles::revisions(&app.config.store, code).await?;
    newer.retain(|former| former.revision >= since);
    Ok(match newer.iter().all(|former| former.by.is_none()) {
        true => CORRECTED,
        false => words(ArticleRefusal::StaleRevision),
    })
}

const CORRECTED: &str = "منبع این مطلب در همین فاصله آن را اصلاح کرده و نسخهٔ تازه‌اش آمده است. نوشتهٔ شما در فرم مانده و نسخهٔ تازه در پایین صفحه آمده است؛ با ذخیرهٔ دوباره، نوشتهٔ شما جای آن را می‌گیرد.";

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
    let refusal = article::check(&known.content, next).err();
    let refusal = refusal.or_else(|| match at {
        _ if next != ArticleState::Scheduled => None,
        None => Some(ArticleRefusal::ScheduleUnreadable),
        Some(at) => (at <= now).then_some(ArticleRefusal::ScheduleInPast),
    });
    let refusal = refusal.or((!known.state.may_become(next)).then_some(ArticleRefusal::WrongState));
    if let Some(refusal) = refusal {
        return show(app, editor, Some(&known), sent, StatusCode::UNPROCESSABLE_ENTITY, words(refusal)).await;
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

impl Sent {
    /// What a person must be permitted for the button to do anything: a press that is refused saves nothing.
    fn needs(&self) -> Action {
        match self.action.as_str() {
            "publish" | "schedule" | "unpublish" => Action::PublishArticle,
            _ => Action::WriteArticle,
        }
    }

    fn of(article: &Article) -> Self {
        let content = article.content.clone();
        let from = content.attribution.unwrap_or_default();
        let scheduled = (article.state == ArticleState::Scheduled).then_some(article.published_at);
        Self {
            revision: article.revision,
            kicker: content.kicker,
            headline: content.headline,
            lead: content.lead,
            body: ingest::sanitize::html_to_typed(&content.body_html),
            byline: content.byline,
            section: content.section_id.map(|id| id.to_string()).unwrap_or_default(),
            tags: content.tags.join("، "),
            source_name: from.name,
            source_code: from.code.unwrap_or_default(),
            source_url: from.url.unwrap_or_default(),
            day: scheduled.map(persian::date::short).unwrap_or_default(),
            time: scheduled.map(persian::date::time).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What was typed, cleaned.
    fn content(&self) -> Content {
        let some = |text: &str| Some(line(text)).filter(|text| !text.is_empty());
        let html = ingest::sanitize::typed_to_html(&self.body);
        let attribution = Attribution {
            name: line(&self.source_name),
            code: some(&self.source_code),
            url: some(&self.source_url),
        };
        Content {
            kicker: line(&self.kicker),
            headline: line(&self.headline),
            lead: line(&self.lead),
            body_html: ingest::sanitize::article_html(&html, None),
            byline: line(&self.byline),
            section_id: self.section.parse().ok(),
            tags: self.tags.split(['،', ',', '\n']).map(line).filter(|tag| !tag.is_empty()).collect(),
            attribution: (!attribution.name.is_empty() || attribution.url.is_some()).then_some(attribution),
        }
    }

    /// Repairs the Persian of every field, for the editor to look at before saving.
    fn repair(&mut self) {
        let repairer = Repairer::new(Mode::Full);
        for field in [&mut self.kicker, &mut self.headline, &mut self.lead, &mut self.byline, &mut self.tags]
        {
            *field = repairer.line(field);
        }
        self.body = repairer.html(&self.body);
    }

    /// The Jalali day and the time of day as an instant. A time that is none gives none: midnight would be early.
    fn scheduled_at(&self, now: UtcMs) -> Option<UtcMs> {
        let time = persian::digits::to_ascii(self.time.trim());
        let (hour, minute) = time.split_once(':')?;
        let part = |text: &str, end: u32| text.parse::<u32>().ok().filter(|number| *number < end);
        let (hour, minute) = (part(hour, 24)?, part(minute, 60)?);
        let day = format!("{} - {hour:02}:{minute:02}", self.day.trim());
        persian::date::parse(&day, Some(now)).map(|date| date.ms)
    }
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
        Some(entry) => store::entries::page_facts(store, entry)
            .await?
            .map(|page| context! { url => page.url, at => page.fetched_at }),
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
        lead => sent.lead.clone(), body => sent.body.clone(), byline => sent.byline.clone(), section => sent.section.clone(), tags => sent.tags.clone(),
        source_name => sent.source_name.clone(), source_code => sent.source_code.clone(), source_url => sent.source_url.clone(), day => sent.day.clone(), time => sent.time.clone(),
    };
    let suggestions = match article {
        Some(article) => Some(suggestions::panel(app, article).await?),
        None => None,
    };
    let may_publish = editor.may(Action::PublishArticle).is_ok();
    let values = context! {
        form, refusal, revisions, origin, source_change, suggestions, may_choose => may_publish,
        code => article.map(|article| article.code), state => state.as_str(), state_name => state.persian(),
        is_copy => article.is_some_and(|article| article.story != article.code), story => article.map(|article| article.story),
        at => article.map_or(UNDATED, |article| article.published_at),
        path => article.map(|article| article_path(article.code, &article.slug)),
        newer => stale.map(|article| context! { headline => article.content.headline.clone(), lead => article.content.lead.clone(), body => article.content.body_html.clone() }),
        may_publish => may_publish && state.may_become(ArticleState::Published) && state != ArticleState::Published,
        may_schedule => may_publish && state.may_become(ArticleState::Scheduled),
        may_unpublish => may_publish && state == ArticleState::Published,
        may_dismiss => may_publish && article.is_some() && state.may_become(ArticleState::Dismissed),
        may_edit => may_publish
            || editor.may(Action::WriteArticle).is_ok()
                && !matches!(state, ArticleState::Published | ArticleState::Scheduled),
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
        ArticleRefusal::StaleRevision => {
            "همکار دیگری این مطلب را در همین فاصله ذخیره کرده است. نوشتهٔ شما در فرم مانده و نسخهٔ تازهٔ او در پایین صفحه آمده است؛ با ذخیرهٔ دوباره، نوشتهٔ شما جای آن را می‌گیرد و نسخهٔ او در پیشینه می‌ماند."
        }
    }
}
