//! Sources: what is read, how each fares, and adding one.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::person::Action;
use news::source::{AddressRefusal, Arrival, NewSource, SourceKind, host_of};
use serde::Deserialize;
use store::{StoreError, sources};

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;

/// Longer names are pastes gone wrong.
const NAME_CHARS_MAX: usize = 100;

#[derive(Deserialize, Default)]
pub(super) struct Sent {
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    arrival: String,
    #[serde(default)]
    section: String,
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
    let new = match sent.read() {
        Ok(new) => new,
        Err(refusal) => return list(&app, &editor, StatusCode::UNPROCESSABLE_ENTITY, &sent, refusal).await,
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    match sources::create(&mut tx, &new).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            return list(&app, &editor, StatusCode::CONFLICT, &sent, "این نشانی پیش‌تر افزوده شده است.").await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(see(&Done::SourceAdded.at("/newsroom/sources")))
}

#[derive(Deserialize)]
pub(super) struct Switch {
    action: String,
}

/// `POST /newsroom/sources/{id}`: reads now, stops, or goes on reading.
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path(id): Path<i64>,
    Form(sent): Form<Switch>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    sources::by_id(&app.config.store, id).await?.ok_or(crate::errors::Failure::NotFound)?;
    let mut tx = app.config.store.begin(app.now()).await?;
    sources::set_enabled(&mut tx, id, sent.action != "stop").await?;
    tx.commit().await?;
    Ok(see(&Done::SourceChanged.at("/newsroom/sources")))
}

impl Sent {
    fn read(&self) -> Result<NewSource, &'static str> {
        let (url, name) = (self.url.trim(), self.name.trim());
        let host = host_of(url).map_err(words)?;
        if name.chars().count() > NAME_CHARS_MAX {
            return Err("نام بیش از اندازه بلند است (حداکثر ۱۰۰ نویسه).");
        }
        Ok(NewSource {
            name: if name.is_empty() { host.to_owned() } else { name.to_owned() },
            url: url.to_owned(),
            kind: SourceKind::parse(&self.kind).unwrap_or(SourceKind::Unknown),
            arrival: Arrival::parse(&self.arrival).unwrap_or(Arrival::Inbox),
            section_id: self.section.parse().ok(),
        })
    }
}

/// What an editor is told.
fn words(refusal: AddressRefusal) -> &'static str {
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
    let rows: Vec<Value> = all
        .iter()
        .map(|one| context! {
            id => one.id, name => one.set.name.clone(), url => one.set.url.clone(), enabled => one.enabled,
            kind => one.set.kind.persian(),
            arrival => if one.set.arrival == Arrival::Inbox { "به کارتابل" } else { "انتشار خودکار" },
            fetched_at => one.fetched_at.unwrap_or(0), failures => one.failures, failure => one.failure.clone(),
        })
        .collect();
    let form = context! {
        name => sent.name.clone(), url => sent.url.clone(), kind => sent.kind.clone(),
        arrival => sent.arrival.clone(), section => sent.section.clone(),
    };
    page(app, editor, "editor/sources.html", status, context! { rows, form, refusal }).await
}
