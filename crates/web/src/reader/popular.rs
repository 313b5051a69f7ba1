//! The most viewed and the most discussed, over an hour, a day or a week.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::{Value, context};
use news::window::Window;
use serde::Deserialize;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};
use crate::popular::{self, Measure, SHOWN};
use crate::templates::value;

/// `?window=`
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    window: String,
}

/// `GET /most-viewed`
pub(super) async fn viewed(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        page(reading, Measure::Views, &asked).await
    })
    .await
}

/// `GET /most-discussed`
pub(super) async fn discussed(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        page(reading, Measure::Comments, &asked).await
    })
    .await
}

async fn page(reading: &Reading, measure: Measure, asked: &Asked) -> Result<String, Failure> {
    let window = Window::parse(&asked.window).unwrap_or(Window::Day);
    let layout = Layout::read(reading).await?;
    let language = reading.app.language;
    let ranked = popular::read(reading, measure, window, SHOWN).await?;
    let ranked = ranked.iter().map(|(card, count)| context! { card => value(CardView::of(card)), count });
    let windows = Window::ALL.map(|one| {
        let url = format!("{}?window={}", measure.path(), one.as_str());
        context! { name => language.t(one.persian()), url, is_chosen => one == window }
    });
    let page = context! {
        title => language.t(measure.persian()), path => measure.path(), window => language.t(window.persian()), word => window.as_str(),
        is_views => measure == Measure::Views,
        windows => windows.to_vec(), ranked => ranked.collect::<Vec<Value>>(),
    };
    render(&reading.app, "reader/popular.html", &layout, page)
}
