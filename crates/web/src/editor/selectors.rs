//! A source's selectors: tried on an example page, then kept.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::failure::Failure;
use news::person::Action;
use news::source::{NewSource, PARTS, SELECTOR_CHARS_MAX, Selectors, Source, Terms, host_of};
use serde::Deserialize;

use super::done::Done;
use super::session::Editor;
use super::sources::{self, known, source_page};
use super::{Refused, see};
use crate::App;
use crate::language::Language;
use crate::trial::{Sample, Trial};

/// Each part's name in the form and for a person, in the order of [`Selectors::each`].
const NAMES: [(&str, &str); PARTS] = [
    ("headline", "تیتر"),
    ("kicker", "روتیتر"),
    ("lead", "لید"),
    ("body", "متن"),
    ("byline", "نویسنده"),
    ("date", "تاریخ"),
    ("section", "بخش"),
    ("tags", "برچسب‌ها"),
    ("image", "تصویر"),
    ("code", "کد خبر"),
    ("source", "منبع"),
    ("out", "آنچه کنار گذاشته شود"),
];
/// Characters of a line that are enough to know it again.
const LINE_CHARS_SHOWN: usize = 200;

/// The form's fields. Missing ones are empty.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Sent {
    action: String,
    example: String,
    #[serde(flatten)]
    selectors: Selectors,
}

/// `POST /newsroom/sources/{id}/selectors`: tries them on the example page, or keeps them, and has what waits read again
/// by them.
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSources)?;
    let source = known(&app, id).await?;
    let selectors = sent.selectors.tidied();
    if let Some(refusal) = refusal(&app, &selectors) {
        return show(&app, &editor, &source, &sent, Err(refusal)).await;
    }
    let has_read_again = sent.action == "read-again";
    if sent.action != "save" && !has_read_again {
        let tried = try_out(&app, &editor, sent.example.trim(), &selectors).await;
        return show(&app, &editor, &source, &sent, tried).await;
    }
    let terms = Terms { selectors, ..source.set.terms };
    let mut tx = app.config.store.begin(app.now()).await?;
    store::sources::update(&mut tx, id, &NewSource { terms, ..source.set }).await?;
    if has_read_again {
        store::rereading::ask(&mut tx, id).await?;
    }
    tx.commit().await?;
    let done = if has_read_again { Done::RereadingAsked } else { Done::SourceChanged };
    Ok(see(&done.at(&format!("/newsroom/sources/{id}"))))
}

/// The form's rows as they stand.
pub(super) fn shown(selectors: &Selectors) -> Value {
    shown_after(selectors, [false; PARTS])
}

/// The same after a trial in which some found nothing.
fn shown_after(selectors: &Selectors, missed: [bool; PARTS]) -> Value {
    let rows = NAMES.iter().zip(selectors.each()).zip(missed);
    let rows: Vec<Value> = rows
        .map(|(((name, words), value), missed)| context! { name => *name, words => *words, value, missed })
        .collect();
    context! { rows, is_set => !selectors.is_empty(), example => "", refusal => "", trial => () }
}

/// Why selectors are not taken.
fn refusal(app: &App, selectors: &Selectors) -> Option<String> {
    let mut set = NAMES.iter().zip(selectors.each()).filter(|(_, selector)| !selector.is_empty());
    set.find_map(|((_, words), selector)| {
        let told = |text: &str| app.language.say(text, &[("words", app.language.t(words).into())]);
        if selector.chars().count() > SELECTOR_CHARS_MAX {
            return Some(told("گزینشگر «{words}» بیش از اندازه بلند است (حداکثر ۲۰۰ نویسه)."));
        }
        let refusal = || told("گزینشگر «{words}» خوانده نمی‌شود؛ باید CSS ساده باشد، مانند «.news-body p».");
        (!(app.config.is_selector)(selector)).then(refusal)
    })
}

async fn try_out(app: &App, editor: &Editor, url: &str, selectors: &Selectors) -> Result<Trial, String> {
    host_of(url).map_err(|refusal| sources::words(refusal).to_owned())?;
    let turn = app.trials.begin(editor.person.id);
    let _turn = turn.ok_or("آزمایش پیشین شما هنوز پایان نیافته است؛ چند لحظهٔ دیگر دوباره بفرستید.")?;
    let tried = (app.config.try_page)(url.to_owned(), selectors.clone()).await;
    tried.map_err(|failure| app.language.failure(&failure))
}

/// The source's page with what was typed, and what the trial read.
async fn show(
    app: &App,
    editor: &Editor,
    source: &Source,
    sent: &Sent,
    tried: Result<Trial, String>,
) -> Result<Response, Refused> {
    let missed = tried.as_ref().map_or([false; PARTS], |trial| trial.missed);
    let (status, trial, refusal) = match tried {
        Ok(trial) => {
            let readings = [("خواندن معمولی", &trial.without), ("با گزینشگرها", &trial.with)];
            let readings: Vec<Value> = readings.map(|(name, read)| reading(app.language, name, read)).into();
            (StatusCode::OK, Some(readings), String::new())
        }
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, None, refusal),
    };
    let selectors = context! { example => sent.example.clone(), is_set => true, refusal, trial, ..shown_after(&sent.selectors, missed) };
    let form = crate::templates::value(sources::Sent::of(&source.set));
    source_page(app, editor, status, source, context! { form, refusal => "", selectors }).await
}

fn reading(language: Language, name: &str, read: &Result<Sample, Failure>) -> Value {
    let sample = match read {
        Ok(sample) => sample,
        Err(failure) => return context! { name, failure => language.failure(failure) },
    };
    let cut = |line: &str| line.chars().take(LINE_CHARS_SHOWN).collect::<String>();
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).collect();
    context! {
        name, failure => (), headline => sample.headline.clone(), kicker => cut(&sample.kicker), lead => cut(&sample.lead),
        byline => sample.byline.clone(), section => cut(&sample.section), tags => cut(&sample.tags), image => cut(&sample.image),
        code => cut(&sample.code), source => cut(&sample.source),
        published_at => sample.published_at, paragraphs => lines.len(),
        first => lines.first().map(|line| cut(line)), last => lines.last().map(|line| cut(line)),
    }
}
