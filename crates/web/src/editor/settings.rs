//! The site's own words. What was typed is shown again when a line of it is refused.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use news::person::Action;
use news::settings::SiteSettings;
use news::source::host_of;
use persian::plain::line;
use serde::{Deserialize, Serialize};

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::templates::value;

/// A field of the settings holds at most this: an about text of some pages.
const FIELD_CHARS_MAX: usize = 10_000;

#[derive(Deserialize, Serialize)]
pub(super) struct Sent {
    name: String,
    motto: String,
    about: String,
    licence: String,
    owner: String,
    managing_editor: String,
    contact: String,
    /// A line for each account: what it is called, and its address.
    #[serde(default)]
    social: String,
    #[serde(default)]
    ads: String,
    /// A box that is ticked sends a word, any other nothing.
    #[serde(default)]
    keeps_trainers_out: String,
}

/// `GET /newsroom/settings`
pub(super) async fn show(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let known = store::settings::site(&app.config.store).await?;
    form(&app, &editor, StatusCode::OK, &Sent::of(known), "").await
}

async fn form(
    app: &App,
    editor: &Editor,
    status: StatusCode,
    sent: &Sent,
    refusal: &str,
) -> Result<Response, Refused> {
    let values = context! { form => value(sent), refusal };
    page(app, editor, "editor/settings.html", status, values).await
}

/// `POST /newsroom/settings`
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let known = store::settings::site(&app.config.store).await?;
    let cut = |text: &str| {
        text.replace("\r\n", "\n").chars().take(FIELD_CHARS_MAX).collect::<String>().trim().to_owned()
    };
    let social = match accounts(&cut(&sent.social)) {
        Ok(social) => social,
        Err(line) => {
            let refusal = app.language.say(
                "سطر «{line}» خوانده نشد: نام شبکه و پس از آن نشانی کامل را بنویسید.",
                &[("line", (&line).into())],
            );
            return form(&app, &editor, StatusCode::UNPROCESSABLE_ENTITY, &sent, &refusal).await;
        }
    };
    let name = cut(&sent.name);
    let settings = SiteSettings {
        name: if name.is_empty() { known.name } else { name },
        motto: cut(&sent.motto),
        about: cut(&sent.about),
        licence: cut(&sent.licence),
        owner: cut(&sent.owner),
        managing_editor: cut(&sent.managing_editor),
        contact: cut(&sent.contact),
        social,
        appearance: known.appearance,
        ads: cut(&sent.ads),
        keeps_trainers_out: !sent.keeps_trainers_out.is_empty(),
    };
    let mut tx = app.config.store.begin(app.now()).await?;
    store::settings::set_site(&mut tx, &settings).await?;
    tx.commit().await?;
    Ok(see(&Done::SettingsSaved.at("/newsroom/settings")))
}

impl Sent {
    fn of(known: SiteSettings) -> Self {
        let accounts = known.social.iter().map(|(name, address)| format!("{name} {address}"));
        Self {
            social: accounts.collect::<Vec<_>>().join("\n"),
            name: known.name,
            motto: known.motto,
            about: known.about,
            licence: known.licence,
            owner: known.owner,
            managing_editor: known.managing_editor,
            contact: known.contact,
            ads: known.ads,
            keeps_trainers_out: if known.keeps_trainers_out { "on".into() } else { String::new() },
        }
    }
}

/// «بله https://ble.ir/site», a line each; the first line that is none when there is one.
fn accounts(text: &str) -> Result<Vec<(String, String)>, String> {
    let lines = text.lines().map(line).filter(|line| !line.is_empty());
    let account = |line: String| {
        let (name, address) = line.rsplit_once(' ').unwrap_or_default();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_account = is_web && host_of(address).is_ok() && !name.is_empty();
        if is_account { Ok((name.to_owned(), address.to_owned())) } else { Err(line) }
    };
    lines.map(account).collect()
}
