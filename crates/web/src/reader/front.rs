//! The front page and the about page.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use minijinja::{Value, context};
use store::articles::{self, Filter};

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::popular::{self, Measure};

/// Articles at the top: the lead, two under it, three beside it, and the list of the latest.
const TOP: i64 = 12;
/// Articles of a section's block.
const PER_SECTION: i64 = 4;
/// Articles in the boxes of the most viewed and the most discussed.
const POPULAR: usize = 6;

/// `GET /`
pub(super) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let page = front(&app).await;
    super::answer(&app, &headers, page).await
}

async fn front(app: &App) -> Result<String, Failure> {
    let store = &app.config.store;
    let layout = Layout::read(app).await?;
    let top = articles::latest_stories(store, &Filter::default(), TOP).await?;
    let shown: Vec<i64> = top.iter().map(|card| card.story).collect();
    let blocks = articles::front(store, PER_SECTION, &shown).await?;
    let mut popular = Vec::new();
    for measure in [Measure::Views, Measure::Comments] {
        popular.extend(popular::block(app, measure, POPULAR).await?);
    }
    let blocks: Vec<Value> = blocks
        .iter()
        .map(|(section, cards)| context! { slug => section.slug.clone(), name => section.name.clone(), cards => crate::templates::value(CardView::all(cards)) })
        .collect();
    let page = context! {
        top => crate::templates::value(CardView::all(&top)),
        blocks,
        popular => crate::templates::value(popular),
    };
    render(app, "reader/front.html", &layout, page)
}

/// `GET /about`
pub(super) async fn about(State(app): State<App>, headers: HeaderMap) -> Response {
    let page = match Layout::read(&app).await {
        Ok(layout) => render(&app, "reader/about.html", &layout, context! {}),
        Err(failure) => Err(failure),
    };
    super::answer(&app, &headers, page).await
}
