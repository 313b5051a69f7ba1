//! The archive by Jalali date.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::{Value, context};
use news::UtcMs;
use persian::date::{Jalali, day_bounds, month_bounds};
use store::articles::Filter;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::language::Language;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};

/// Articles shown of one day.
const PER_DAY_MAX: i64 = 500;

/// `GET /archive`: years and their months.
pub(super) async fn index(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        in_years(reading, app.language.t("بایگانی").to_owned(), |_| true).await
    })
    .await
}

/// `GET /archive/{year}`: the months of a year.
pub(super) async fn year(
    State(app): State<App>,
    Path(year): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let year = year_of(&year)?;
        let title =
            app.language.say("سال {year}", &[("year", (&*app.language.digits(&year.to_string())).into())]);
        in_years(reading, title, |one| one == year).await
    })
    .await
}

async fn in_years(reading: &Reading, title: String, wanted: impl Fn(i32) -> bool) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let language = reading.app.language;
    let span = reading.span().await?;
    let years = span
        .map(|(first, last)| years(language, Jalali::at(first), Jalali::at(last), wanted))
        .unwrap_or_default();
    let page = context! { title, years, days => Vec::<Value>::new(), cards => Vec::<Value>::new(), month_path => "" };
    render(&reading.app, "reader/archive.html", &layout, page)
}

/// `GET /archive/{year}/{month}`: a month's days with their counts.
pub(super) async fn month(
    State(app): State<App>,
    Path((year, month)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let (year, month) = (year_of(&year)?, part_of(&month)?);
        let (from, to) = month_bounds(year, month).ok_or(Failure::NotFound)?;
        let layout = Layout::read(reading).await?;
        let published = reading.of_month((year, month), (from, to)).await?;
        let title = app.language.digits(&format!("{} {year}", app.language.month(month)));
        let page = context! { title, years => Vec::<Value>::new(), days => days(year, month, &published), cards => Vec::<Value>::new(), month_path => "" };
        render(&app, "reader/archive.html", &layout, page)
    })
    .await
}

/// `GET /archive/{year}/{month}/{day}`: a day's articles.
pub(super) async fn day(
    State(app): State<App>,
    Path((year, month, day)): Path<(String, String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let date = Jalali::new(year_of(&year)?, part_of(&month)?, part_of(&day)?).ok_or(Failure::NotFound)?;
        let (from, to) = day_bounds(date).ok_or(Failure::NotFound)?;
        let layout = Layout::read(reading).await?;
        let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
        let cards = reading.of_day(date, &filter, PER_DAY_MAX).await?;
        let title = app.language.archive_day(from);
        let page = context! {
            title, years => Vec::<Value>::new(), days => Vec::<Value>::new(),
            cards => crate::templates::value(CardView::all(&cards)),
            month_path => format!("/archive/{}/{}", date.year, date.month),
        };
        render(&app, "reader/archive.html", &layout, page)
    })
    .await
}

/// Years that the archive knows: later ones are not ours to reckon.
const YEARS: std::ops::RangeInclusive<i32> = 1..=1600;

/// A year in whatever digits.
fn year_of(text: &str) -> Result<i32, Failure> {
    let number = persian::digits::to_ascii(text).parse().ok();
    number.filter(|year| YEARS.contains(year)).ok_or(Failure::NotFound)
}

/// A month or a day in whatever digits; whether there is such a one is asked where it is used.
fn part_of(text: &str) -> Result<u8, Failure> {
    persian::digits::to_ascii(text).parse().map_err(|_| Failure::NotFound)
}

fn years(language: Language, first: Jalali, last: Jalali, wanted: impl Fn(i32) -> bool) -> Vec<Value> {
    let in_span = |year: i32, month: u8| {
        (year, month) >= (first.year, first.month) && (year, month) <= (last.year, last.month)
    };
    (first.year..=last.year)
        .rev()
        .filter(|year| wanted(*year))
        .map(|year| {
            let months = (1..=12_u8).filter(|month| in_span(year, *month));
            let months: Vec<Value> =
                months.map(|month| context! { number => month, name => language.month(month) }).collect();
            context! { year, months }
        })
        .collect()
}

fn days(year: i32, month: u8, published: &[UtcMs]) -> Vec<Value> {
    let length = Jalali { year, month, day: 1 }.days_in_month();
    let mut counts = vec![0_i64; usize::from(length) + 1];
    for at in published {
        if let Some(count) = counts.get_mut(usize::from(Jalali::at(*at).day)) {
            *count += 1;
        }
    }
    (1..=length).map(|day| context! { number => day, count => counts[usize::from(day)], path => format!("/archive/{year}/{month}/{day}") }).collect()
}
