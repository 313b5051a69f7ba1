//! The newsroom, behind login. Forms, no script needed: form, POST, 303, page. The default is no: every handler
//! takes a [`session::Editor`] and asks it for the one thing that it does.

mod appearance;
mod article;
mod changes;
mod comments;
mod desk;
mod dismissals;
mod done;
mod language;
mod live;
mod pictures;
mod search;
mod selectors;
mod session;
mod settings;
mod sources;
mod stories;
mod suggestions;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use minijinja::{Value, context};

use crate::errors::{self, Failure};
use crate::language::Language;
use crate::layout::{self, Layout};
use crate::pages::Reading;
use crate::{App, assets};
use news::person::Action;
use session::Editor;

/// Addresses of the newsroom.
pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/newsroom", get(desk::show))
        .route("/newsroom/search", get(search::show))
        .route("/newsroom/login", get(session::form).post(session::create))
        .route("/newsroom/language/{tag}", get(language::choose))
        .route("/newsroom/logout", post(session::end))
        .route("/newsroom/password", get(session::password_form).post(session::set_password))
        .route("/newsroom/articles/new", get(article::new).post(article::create))
        .route("/newsroom/articles/{code}", get(article::edit).post(article::update))
        .route("/newsroom/articles/{code}/suggestions", post(suggestions::update))
        .route(
            "/newsroom/articles/{code}/pictures",
            get(pictures::show).post(pictures::create).layer(pictures::limit()),
        )
        .route("/newsroom/articles/{code}/pictures/{hash}", post(pictures::set_focus))
        .route("/newsroom/articles/{code}/live", get(live::show).post(live::create))
        .route("/newsroom/articles/{code}/live/{number}", post(live::update))
        .route("/newsroom/dismissals", post(dismissals::create))
        .route("/newsroom/dismissals/{code}", post(dismissals::destroy))
        .route("/newsroom/comments", get(comments::show).post(comments::decide))
        .route("/newsroom/sources", get(sources::show).post(sources::create))
        .route("/newsroom/sources/{id}", get(sources::edit).post(sources::update))
        .route("/newsroom/sources/{id}/selectors", post(selectors::update))
        .route("/newsroom/stories/{story}", get(stories::show))
        .route("/newsroom/changes", get(changes::show).post(changes::see_one))
        .route("/newsroom/appearance", get(appearance::show).post(appearance::update))
        .route("/newsroom/appearance/logo", post(appearance::set_logo))
        .route("/newsroom/settings", get(settings::show).post(settings::update))
        .layer(middleware::from_fn_with_state(app.clone(), worded))
}

/// Why a handler of the newsroom has no page.
pub(crate) enum Refused {
    /// Nobody is logged in: to the login page, and back.
    NotLoggedIn(String),
    /// Nobody is logged in any more, and a form was sent: what was typed is still in the browser.
    LoggedOut,
    /// This person may not.
    NotAllowed,
    /// As readers would see it.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::NotLoggedIn(wanted) => {
                let next = percent_encoding::utf8_percent_encode(&wanted, percent_encoding::NON_ALPHANUMERIC);
                see(&format!("/newsroom/login?next={next}"))
            }
            Self::LoggedOut => said(StatusCode::UNAUTHORIZED, Said::LoggedOut),
            Self::NotAllowed => told(
                StatusCode::FORBIDDEN,
                "نقش شما در اتاق خبر این کار را در بر نمی‌گیرد. از مدیر سایت بخواهید.",
            ),
            Self::Failed(Failure::NotFound) => {
                told(StatusCode::NOT_FOUND, "چنین چیزی در اتاق خبر نیست. شاید نشانی درست نباشد.")
            }
            Self::Failed(Failure::Moved(path) | Failure::Found(path)) => see(&path),
            Self::Failed(Failure::Gone(_)) => told(StatusCode::GONE, "این مطلب برداشته شده است."),
            Self::Failed(Failure::Meanwhile) => told(StatusCode::CONFLICT, errors::MEANWHILE),
            Self::Failed(Failure::Away) => told(
                StatusCode::SERVICE_UNAVAILABLE,
                "پایگاه داده اکنون پاسخ نمی‌دهد. آنچه نوشته بودید در صفحهٔ پیشین مرورگر مانده است؛ چند لحظهٔ دیگر دوباره بفرستید.",
            ),
            Self::Failed(Failure::Busy) => said(StatusCode::TOO_MANY_REQUESTS, Said::Busy),
            Self::Failed(Failure::BeingBuilt(articles)) => {
                said(StatusCode::SERVICE_UNAVAILABLE, Said::BeingBuilt(articles))
            }
            Self::Failed(Failure::Broken(cause)) => {
                tracing::error!("a newsroom page could not be made: {cause}");
                told(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "خطایی رخ داد و ثبت شد. آنچه نوشته بودید در صفحهٔ پیشین مرورگر مانده است.",
                )
            }
        }
    }
}

/// What a refusal says, until [`worded`] says it in somebody's language.
#[derive(Clone)]
enum Said {
    Words(&'static str),
    LoggedOut,
    Busy,
    BeingBuilt(u64),
}

fn told(status: StatusCode, words: &'static str) -> Response {
    said(status, Said::Words(words))
}

fn said(status: StatusCode, said: Said) -> Response {
    (status, Extension(said)).into_response()
}

/// Makes the page of a refusal, which knows no language.
async fn worded(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let (status, language) = (response.status(), app.language);
    let words = match response.extensions().get::<Said>() {
        None => return response,
        Some(Said::Busy) => return errors::busy(language),
        Some(Said::Words(words)) => language.t(words).to_owned(),
        Some(Said::BeingBuilt(articles)) => errors::being_built_words(language, *articles),
        Some(Said::LoggedOut) => {
            let log_in = language.t("در برگهٔ تازه‌ای وارد شوید");
            let link = format!("<a href=\"/newsroom/login\" target=\"_blank\">{log_in}</a>");
            language.t("نشست شما پایان یافته و این فرم هنوز ذخیره نشده است. {link} و سپس همین صفحه را بازخوانی کنید تا فرم دوباره فرستاده شود؛ نوشتهٔ شما از دست نمی‌رود.").replace("{link}", &link)
        }
    };
    plain(language, status, &words)
}

/// A page that needs neither database nor template. `words` are ours, and may be HTML.
fn plain(language: Language, status: StatusCode, words: &str) -> Response {
    let (css, tag, direction) = (assets::editor_css(), language.tag(), language.direction());
    let [newsroom, failed, back] = ["اتاق خبر", "نشد", "بازگشت به کارتابل"].map(|text| language.t(text));
    let body = format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{newsroom}</title><link rel=\"stylesheet\" href=\"{css}\"></head><body class=\"desk\"><main class=\"wrap\"><section class=\"empty\"><h1>{failed}</h1><p>{words}</p><p><a class=\"button\" href=\"/newsroom\">{back}</a></p></section></main></body></html>"
    );
    layout::private(status, body)
}

/// A page of the newsroom for a person.
async fn page(
    app: &App,
    editor: &Editor,
    template: &str,
    status: StatusCode,
    values: Value,
) -> Result<Response, Refused> {
    let mut layout = Layout::read(&Reading::new(app)).await?;
    layout.css = assets::editor_css().to_owned();
    let pending = store::comments::counts(&app.config.store, None).await?.pending;
    let changes = store::source_changes::unseen_count(&app.config.store).await?;
    let may = |action| editor.may(action).is_ok();
    let person = context! {
        name => editor.person.name.clone(), role => editor.person.role.persian(),
        may_write => may(Action::WriteArticle), may_moderate => may(Action::ModerateComments),
        may_manage_sources => may(Action::ManageSources), may_manage_settings => may(Action::ManageSettings),
    };
    let theme_problems: Vec<String> = app.theme.problems().iter().map(ToString::to_string).collect();
    let done = editor.done.map(|done| done.value(app.language));
    let body = layout::render(
        app,
        template,
        &layout,
        context! { person, pending, changes, done, theme_problems, ..values },
    )?;
    Ok(layout::private(status, body))
}

fn see(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}
