//! Logging in and out. The cookie holds a random token; the database only its hash.

use axum::Form;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use news::person::{Action, PASSWORD_BYTES_MAX, PasswordRefusal, Person, password_refusal};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::done::Done;
use super::{Refused, page, see};
use crate::errors::Failure;
use crate::layout::{self, Layout};
use crate::pages::Reading;
use crate::sender::Sender;
use crate::tries::Guesser;
use crate::{App, assets, password};

const COOKIE: &str = "binesh_session";
/// Two weeks: a newsroom's machine stays logged in over a weekend.
const SESSION_MS: i64 = 14 * 24 * 60 * 60 * 1000;
/// Verified when there is no such person, so that both answers take the same time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$WPSgHDaT/VHgpMI5ySXnZOVNBEBKMcZXEBCLpGVNnkw";

/// A person who is logged in, and what they just did.
pub(super) struct Editor {
    pub person: Person,
    pub done: Option<Done>,
}

impl Editor {
    /// Whether this person may; the one way to ask.
    pub(super) fn may(&self, action: Action) -> Result<(), Refused> {
        if self.person.role.may(action) { Ok(()) } else { Err(Refused::NotAllowed) }
    }
}

impl FromRequestParts<App> for Editor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let refused = || {
            let wanted = parts.uri.path_and_query().map_or("/newsroom", |path| path.as_str());
            if parts.method == Method::POST {
                Refused::LoggedOut
            } else {
                Refused::NotLoggedIn(wanted.to_owned())
            }
        };
        let token = token(&parts.headers).ok_or_else(refused)?;
        let person = store::people::of_session(&app.config.store, &hash(&token), app.now()).await?;
        let done = Done::read(&parts.uri);
        person.map(|person| Self { person, done }).ok_or_else(refused)
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Login {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /newsroom/login`
pub(super) async fn form(State(app): State<App>, Query(wanted): Query<Wanted>) -> Result<Response, Refused> {
    login_page(&app, StatusCode::OK, "", &wanted.next, "").await
}

/// `POST /newsroom/login`
pub(super) async fn create(
    State(app): State<App>,
    sender: Sender,
    Form(login): Form<Login>,
) -> Result<Response, Refused> {
    let name = login.name.trim().to_lowercase();
    let guesser = Guesser::new(&name, &sender.to_string());
    if app.tries.is_locked(&guesser, app.now()) {
        let words = "چند بار نام یا گذرواژه نادرست بوده است. لطفاً ده دقیقهٔ دیگر دوباره بکوشید.";
        return login_page(&app, StatusCode::TOO_MANY_REQUESTS, &login.name, &login.next, words).await;
    }
    let person = store::people::by_login(&app.config.store, &name).await?;
    let hashed = person.as_ref().map_or(NOBODY.to_owned(), |person| person.password_hash.clone());
    let fits = verify(&app, login.password, hashed).await?;
    let Some(person) = person.filter(|_| fits) else {
        app.tries.count(&guesser, app.now());
        return login_page(
            &app,
            StatusCode::UNAUTHORIZED,
            &login.name,
            &login.next,
            "نام کاربری یا گذرواژه درست نیست. دوباره بنویسید، یا از مدیر سایت گذرواژهٔ تازه بخواهید.",
        )
        .await;
    };
    app.tries.forget(&guesser);
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(|error| Failure::Broken(error.to_string()))?;
    let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut tx = app.config.store.begin(app.now()).await?;
    store::people::begin_session(&mut tx, &hash(&token), person.id, app.now() + SESSION_MS).await?;
    tx.commit().await?;
    let secure = if app.config.secure_cookies { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}", SESSION_MS / 1000);
    Ok(([(header::SET_COOKIE, cookie)], see(local(&login.next))).into_response())
}

/// `POST /newsroom/logout`
pub(super) async fn end(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refused> {
    if let Some(token) = token(&headers) {
        let mut tx = app.config.store.begin(app.now()).await?;
        store::people::end_session(&mut tx, &hash(&token)).await?;
        tx.commit().await?;
    }
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok(([(header::SET_COOKIE, cookie)], see("/newsroom/login")).into_response())
}

/// `GET /newsroom/password`
pub(super) async fn password_form(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    page(&app, &editor, "editor/password.html", StatusCode::OK, context! { refusal => "" }).await
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
}

/// `POST /newsroom/password`: the old one is asked for, so that an open screen is not enough.
pub(super) async fn set_password(
    State(app): State<App>,
    editor: Editor,
    sender: Sender,
    Form(sent): Form<NewPassword>,
) -> Result<Response, Refused> {
    let refuse = |words: &'static str| {
        page(
            &app,
            &editor,
            "editor/password.html",
            StatusCode::UNPROCESSABLE_ENTITY,
            context! { refusal => words },
        )
    };
    if let Some(refusal) = password_refusal(&sent.new, &editor.person.login) {
        return refuse(match refusal {
            PasswordRefusal::Short => "گذرواژهٔ تازه دست‌کم هشت نویسه می‌خواهد.",
            PasswordRefusal::Long => "گذرواژهٔ تازه بیش از اندازه بلند است؛ کوتاه‌ترش کنید.",
            PasswordRefusal::Guessed => "این گذرواژه را زود حدس می‌زنند؛ چند واژهٔ بی‌ربط کنار هم بهتر است.",
        })
        .await;
    }
    let guesser = Guesser::new(&editor.person.login, &sender.to_string());
    if app.tries.is_locked(&guesser, app.now()) {
        return refuse("چند بار گذرواژهٔ کنونی نادرست بوده است. لطفاً ده دقیقهٔ دیگر دوباره بکوشید.").await;
    }
    if !verify(&app, sent.old, editor.person.password_hash.clone()).await? {
        app.tries.count(&guesser, app.now());
        return refuse("گذرواژهٔ کنونی درست نیست.").await;
    }
    let new = sent.new;
    let _turn = turn(&app).await?;
    let hashed = tokio::task::spawn_blocking(move || password::hash(&new)).await?;
    let hashed = hashed.ok_or_else(|| Failure::Broken("a password could not be hashed".to_owned()))?;
    let mut tx = app.config.store.begin(app.now()).await?;
    store::people::set_password(&mut tx, editor.person.id, &hashed).await?;
    tx.commit().await?;
    Ok(see("/newsroom/login"))
}

async fn verify(app: &App, typed: String, hashed: String) -> Result<bool, Failure> {
    if typed.len() > PASSWORD_BYTES_MAX {
        return Ok(false);
    }
    let _turn = turn(app).await?;
    Ok(tokio::task::spawn_blocking(move || password::verify(&typed, &hashed)).await?)
}

async fn turn(app: &App) -> Result<tokio::sync::SemaphorePermit<'_>, Failure> {
    app.hashing.acquire().await.map_err(|error| Failure::Broken(error.to_string()))
}

async fn login_page(
    app: &App,
    status: StatusCode,
    name: &str,
    next: &str,
    refusal: &str,
) -> Result<Response, Refused> {
    let mut layout = Layout::read(&Reading::new(app)).await?;
    layout.css = assets::editor_css().to_owned();
    let body =
        layout::render(app, "editor/login.html", &layout, context! { name, next => local(next), refusal })?;
    Ok(layout::private(status, body))
}

/// Only paths of the newsroom are gone back to.
pub(super) fn local(next: &str) -> &str {
    let inside = next == "/newsroom" || next.starts_with("/newsroom/") || next.starts_with("/newsroom?");
    if inside && !next.contains(|c: char| c.is_control() || c == '\\') { next } else { "/newsroom" }
}

fn token(headers: &HeaderMap) -> Option<String> {
    crate::security::cookie(headers, COOKIE).filter(|value| value.len() == 64)
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
