//! The front page and the about page.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::{Value, context};
use store::articles::Filter;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::linked_data;
use crate::pages::{self, Kind, Reading};
use crate::popular::{self, Measure};

/// Articles at the top: the lead, two under it, three beside it, and the list of the latest.
const TOP: i64 = 12;
/// Articles of a section's block.
const PER_SECTION: i64 = 4;
/// Articles in the boxes of the most viewed and the most discussed.
const POPULAR: usize = 6;

/// `GET /`
pub(super) async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, front).await
}

async fn front(reading: &Reading) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let top = reading.latest_stories(&Filter::default(), TOP).await?;
    let shown: Vec<i64> = top.iter().map(|card| card.story).collect();
    let blocks = reading.front(PER_SECTION, &shown).await?;
    let mut popular = Vec::new();
    for measure in [Measure::Views, Measure::Comments] {
        popular.extend(popular::block(reading, measure, POPULAR).await?);
    }
    let blocks: Vec<Value> = blocks
        .iter()
        .map(|(section, cards)| context! { slug => section.slug.clone(), name => section.name.clone(), cards => crate::templates::value(CardView::all(cards)) })
        .collect();
    let page = context! {
        top => crate::templates::value(CardView::all(&top)),
        blocks, data => linked_data::site(&layout),
        popular => crate::templates::value(popular),
    };
    render(&reading.app, "reader/front.html", &layout, page)
}

/// `GET /about`
pub(super) async fn about(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let layout = Layout::read(reading).await?;
        render(&app, "reader/about.html", &layout, context! {})
    })
    .await
}
