//! Sources: what is read, how each fares, what was agreed with each; adding, changing and taking away.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::entry::{Entry, EntryState};
use news::person::Action;
use news::source::{
    AddressRefusal, Arrival, Extent, HEALTH_WINDOW_MS, Indexing, NewSource, Schedule, Selectors, Source,
    SourceKind, SourceRefusal, Terms, host_of,
};
use serde::{Deserialize, Serialize};
use store::{StoreError, sources};

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see, selectors};
use crate::App;
use crate::errors::Failure;
use crate::language::Language;

/// Entries shown that could not be brought in: enough to see what is wrong.
const TROUBLED_SHOWN: i64 = 10;
/// Of a host that asks for more seconds between two readings an editor is told why its news is slow to come.
const PACE_TOLD_S: i64 = 5;
/// More tags than any article wants.
const TAGS_MAX: usize = 10;

/// The form's fields. Missing ones are empty.
#[derive(Deserialize, Serialize, Default)]
#[serde(default)]
pub(super) struct Sent {
    action: String,
    name: String,
    url: String,
    kind: String,
    arrival: String,
    section: String,
    credit: String,
    licence: String,
    extent: String,
    indexing: String,
    section_names: String,
    tags: String,
    every: String,
    from_hour: String,
    to_hour: String,
}

/// `GET /newsroom/sources`
pub(super) async fn show(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    list(&app, &editor, StatusCode::OK, &Sent::default(), "").await
}

/// `POST /newsroom/sources`
pub(super) async fn create(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    let new = match sent.read(&app).await? {
        Ok(new) => new,
        Err(refusal) => return list(&app, &editor, StatusCode::UNPROCESSABLE_ENTITY, &sent, &refusal).await,
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    match sources::create(&mut tx, &new).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            return list(&app, &editor, StatusCode::CONFLICT, &sent, KNOWN).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(see(&Done::SourceAdded.at("/newsroom/sources")))
}

/// `GET /newsroom/sources/{id}`
pub(super) async fn edit(
    State(app): State<App>,
    editor: Editor,
    Path(id): Path<i64>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    let source = known(&app, id).await?;
    form(&app, &editor, StatusCode::OK, &source, &Sent::of(&source.set), "").await
}

/// `POST /newsroom/sources/{id}`: changes it, reads it now, stops, goes on, or takes it away.
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    let source = known(&app, id).await?;
    if sent.action == "save" {
        return save(&app, &editor, &source, &sent).await;
    }
    let mut tx = app.config.store.begin(app.now()).await?;
    let done = match sent.action.as_str() {
        "remove" => {
            sources::remove(&mut tx, id).await?;
            Done::SourceRemoved
        }
        action => {
            sources::set_enabled(&mut tx, id, action != "stop").await?;
            Done::SourceChanged
        }
    };
    tx.commit().await?;
    Ok(see(&done.at("/newsroom/sources")))
}

async fn save(app: &App, editor: &Editor, source: &Source, sent: &Sent) -> Result<Response, Refused> {
    let set = match sent.read(app).await? {
        Ok(mut set) => {
            set.terms.selectors = source.set.terms.selectors.clone();
            set
        }
        Err(refusal) => {
            return form(app, editor, StatusCode::UNPROCESSABLE_ENTITY, source, sent, &refusal).await;
        }
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    match sources::update(&mut tx, source.id, &set).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            return form(app, editor, StatusCode::CONFLICT, source, sent, KNOWN).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(see(&Done::SourceChanged.at("/newsroom/sources")))
}

const KNOWN: &str = "این نشانی پیش‌تر افزوده شده است.";

/// A source that was not taken away.
pub(super) async fn known(app: &App, id: i64) -> Result<Source, Refused> {
    let all = sources::all(&app.config.store).await?;
    Ok(all.into_iter().find(|source| source.id == id).ok_or(Failure::NotFound)?)
}

impl Sent {
    pub(super) fn of(set: &NewSource) -> Self {
        let terms = &set.terms;
        let (from_hour, to_hour) = terms.schedule.hours.unzip();
        let typed = |hour: Option<u8>| hour.map_or_else(String::new, |hour| hour.to_string());
        Self {
            action: String::new(),
            name: set.name.clone(),
            url: set.url.clone(),
            kind: set.kind.as_str().to_owned(),
            arrival: set.arrival.as_str().to_owned(),
            section: set.section_id.map(|id| id.to_string()).unwrap_or_default(),
            credit: terms.credit.clone(),
            licence: terms.licence.clone(),
            extent: terms.extent.as_str().to_owned(),
            indexing: terms.indexing.as_str().to_owned(),
            section_names: terms.sections_written(),
            tags: terms.tags.join("، "),
            every: terms.schedule.every.map_or_else(String::new, |minutes| minutes.to_string()),
            from_hour: typed(from_hour),
            to_hour: typed(to_hour),
        }
    }

    /// What was typed, or why it is not taken.
    async fn read(&self, app: &App) -> Result<Result<NewSource, String>, Refused> {
        let sections = store::sections::all(&app.config.store).await?;
        let terms = match self.terms(app.language) {
            Ok(terms) => terms,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let stranger = terms.sections.iter().find(|name| !sections.iter().any(|one| one.slug == name.ours));
        if let Some(name) = stranger {
            return Ok(Err(app
                .language
                .say("بخشی با نشانی «{name}» در این سایت نیست.", &[("name", (&name.ours).into())])));
        }
        let (url, name) = (self.url.trim(), self.name.trim());
        let host = match host_of(url) {
            Ok(host) => host,
            Err(refusal) => return Ok(Err(words(refusal).to_owned())),
        };
        let url = match (app.config.check_address)(url.to_owned()).await {
            Ok(url) => url,
            Err(refusal) => return Ok(Err(app.language.failure(&refusal))),
        };
        let new = NewSource {
            name: if name.is_empty() { host.to_owned() } else { name.to_owned() },
            url,
            kind: SourceKind::parse(&self.kind).unwrap_or(SourceKind::Unknown),
            arrival: Arrival::parse(&self.arrival).unwrap_or(Arrival::Inbox),
            section_id: self.section.parse().ok(),
            terms,
        };
        Ok(new.check().map(|()| new).map_err(|refusal| refused(refusal).to_owned()))
    }

    fn terms(&self, language: Language) -> Result<Terms, String> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (credit, licence) = (line(&self.credit), line(&self.licence));
        let sections = Terms::read_sections(&self.section_names).map_err(|line| {
            language.say("سطر «{line}» باید مانند «ورزشی = sport» باشد.", &[("line", (&line).into())])
        })?;
        let tags = self.tags.split(['،', ',', '\n']).map(line).filter(|tag| !tag.is_empty());
        Ok(Terms {
            credit,
            licence,
            extent: Extent::parse(&self.extent).unwrap_or_default(),
            indexing: Indexing::parse(&self.indexing).unwrap_or_default(),
            sections,
            tags: tags.take(TAGS_MAX).collect(),
            schedule: self.schedule()?,
            // They have a form of their own.
            selectors: Selectors::default(),
        })
    }

    fn schedule(&self) -> Result<Schedule, String> {
        let (every, from, to) = (self.every.trim(), self.from_hour.trim(), self.to_hour.trim());
        let hours = if from.is_empty() && to.is_empty() { String::new() } else { format!("{from}-{to}") };
        Schedule::parse(&format!("{every} {hours}")).ok_or_else(|| SCHEDULE_REFUSED.to_owned())
    }
}

const SCHEDULE_REFUSED: &str =
    "زمان خواندن درست نیست: فاصله از ۱ تا ۱۴۴۰ دقیقه است و ساعت‌ها هر دو لازم‌اند، مانند از ۶ تا ۲۳.";

/// What an editor is told.
fn refused(refusal: SourceRefusal) -> &'static str {
    match refusal {
        SourceRefusal::NameTooLong => "نام بیش از اندازه بلند است (حداکثر ۱۰۰ نویسه).",
        SourceRefusal::TermsTooLong => "جملهٔ اعتبار یا مجوز بیش از اندازه بلند است (حداکثر ۳۰۰ نویسه).",
        SourceRefusal::LicenceIsNoAddress => {
            "مجوز باید نام باشد، یا نشانی‌ای که با http:// یا https:// آغاز می‌شود."
        }
    }
}

/// What an editor is told.
pub(super) fn words(refusal: AddressRefusal) -> &'static str {
    match refusal {
        AddressRefusal::NotAWebAddress => "نشانی باید با http:// یا https:// آغاز شود و نام سایت داشته باشد.",
        AddressRefusal::HasPassword => "نشانی نباید نام کاربری یا گذرواژه داشته باشد، زیرا دیده می‌شود.",
        AddressRefusal::TooLong => "نشانی بیش از اندازه بلند است.",
    }
}

async fn list(
    app: &App,
    editor: &Editor,
    status: StatusCode,
    sent: &Sent,
    refusal: &str,
) -> Result<Response, Refused> {
    let all = sources::all(&app.config.store).await?;
    let failed = failed(app).await?;
    let rows: Vec<Value> = all.iter().map(|source| row(app.language, source, &failed)).collect();
    let form = crate::templates::value(sent);
    page(app, editor, "editor/sources.html", status, context! { rows, form, refusal }).await
}

async fn form(
    app: &App,
    editor: &Editor,
    status: StatusCode,
    source: &Source,
    sent: &Sent,
    refusal: &str,
) -> Result<Response, Refused> {
    let selectors = selectors::shown(&source.set.terms.selectors);
    let values = context! { form => crate::templates::value(sent), refusal, selectors };
    source_page(app, editor, status, source, values).await
}

/// A source's page: its form, its selectors, its troubles.
pub(super) async fn source_page(
    app: &App,
    editor: &Editor,
    status: StatusCode,
    source: &Source,
    values: Value,
) -> Result<Response, Refused> {
    let troubled = store::entries::troubled(&app.config.store, source.id, TROUBLED_SHOWN).await?;
    let troubled: Vec<Value> = troubled.iter().map(|entry| trouble(app.language, entry)).collect();
    let since = app.now() - HEALTH_WINDOW_MS;
    let before = store::sharing::given_before(&app.config.store, source.id, since).await?;
    let before: Vec<Value> = before.into_iter().map(|(name, many)| context! { name, many }).collect();
    let waiting = store::rereading::waiting_count(&app.config.store, source.id).await?;
    let new_at = store::entries::last_seen(&app.config.store, source.id).await?;
    let pace_s = (app.config.pace_ms)(&source.set.url) / 1000;
    let pace_s = (pace_s >= PACE_TOLD_S).then_some(pace_s);
    let row = row(app.language, source, &failed(app).await?);
    let values = context! { row, troubled, before, waiting, new_at, pace_s, ..values };
    page(app, editor, "editor/source.html", status, values).await
}

/// An entry that could not be brought in.
fn trouble(language: Language, entry: &Entry) -> Value {
    context! {
        url => entry.seen.url.clone(), is_web => host_of(&entry.seen.url).is_ok(), title => entry.seen.title.clone(),
        failure => entry.failure.as_ref().map(|failure| language.failure(failure)), is_given_up => entry.state == EntryState::Dropped,
    }
}

/// By source, how many of its latest entries could not be brought in.
async fn failed(app: &App) -> Result<HashMap<i64, i64>, StoreError> {
    store::entries::failed_since(&app.config.store, app.now() - HEALTH_WINDOW_MS).await
}

/// A source and its health.
fn row(language: Language, source: &Source, failed: &HashMap<i64, i64>) -> Value {
    context! {
        id => source.id, name => source.set.name.clone(), url => source.set.url.clone(), enabled => source.enabled,
        kind => source.set.kind.persian(),
        arrival => if source.set.arrival == Arrival::Inbox { "به کارتابل" } else { "انتشار خودکار" },
        fetched_at => source.fetched_at.unwrap_or(0), failures => source.failures,
        failure => source.failure.as_ref().map(|failure| language.failure(failure)),
        next_at => source.next_poll_at, failed_entries => failed.get(&source.id).copied().unwrap_or(0),
    }
}
