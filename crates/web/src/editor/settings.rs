//! The site's own words.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use news::person::Action;
use news::settings::SiteSettings;
use serde::Deserialize;

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;

/// A field of the settings holds at most this: an about text of some pages.
const FIELD_CHARS_MAX: usize = 10_000;

#[derive(Deserialize)]
pub(super) struct Sent {
    name: String,
    motto: String,
    about: String,
    licence: String,
    owner: String,
    managing_editor: String,
    contact: String,
}

/// `GET /newsroom/settings`
pub(super) async fn show(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    page(&app, &editor, "editor/settings.html", StatusCode::OK, context! {}).await
}

/// `POST /newsroom/settings`
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let known = store::settings::site(&app.config.store).await?;
    let cut = |text: String| {
        text.replace("\r\n", "\n").chars().take(FIELD_CHARS_MAX).collect::<String>().trim().to_owned()
    };
    let name = cut(sent.name);
    let settings = SiteSettings {
        name: if name.is_empty() { known.name.clone() } else { name },
        motto: cut(sent.motto),
        about: cut(sent.about),
        licence: cut(sent.licence),
        owner: cut(sent.owner),
        managing_editor: cut(sent.managing_editor),
        contact: cut(sent.contact),
        ..known
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    store::settings::set_site(&mut tx, &settings).await?;
    tx.commit().await?;
    Ok(see(&Done::SettingsSaved.at("/newsroom/settings")))
}
