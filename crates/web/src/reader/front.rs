//! The front page and the about page.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::{Value, context};
use news::appearance::{Block, BlockKind};
use news::article::{Card, Genre, NewsCode};
use store::articles::Filter;

use crate::App;
use crate::cards::CardView;
use crate::errors::Failure;
use crate::layout::{Layout, render};
use crate::linked_data;
use crate::pages::{self, Kind, Reading};
use crate::popular::{self, Measure};
use crate::templates::value;

/// `GET /`
pub(super) async fn show(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, front).await
}

async fn front(reading: &Reading) -> Result<String, Failure> {
    let layout = Layout::read(reading).await?;
    let blocks = layout.site.appearance.front().to_vec();
    let of = |kind: BlockKind| blocks.iter().find(|block| block.kind == kind).map_or(0, |block| block.items);
    // The newest stories: the first are the lead, those after it the latest; neither stands in a block again.
    let lead = of(BlockKind::Lead);
    let mut top = reading.latest_stories(&Filter::default(), count(lead + of(BlockKind::Latest))).await?;
    let latest = top.split_off(lead.min(top.len()));
    let shown: Vec<NewsCode> = top.iter().chain(&latest).map(|card| card.story).collect();
    let mut made: Vec<Value> = Vec::new();
    for Block { kind, items } in blocks {
        match kind {
            BlockKind::Lead => made.extend(block(kind, &top, "", "")),
            BlockKind::Latest => {
                made.extend(block(kind, &latest, reading.app.language.t("تازه‌ترین‌ها"), "/latest"))
            }
            BlockKind::Sections => made.extend(sections(reading, &layout, items, &shown).await?),
            BlockKind::Viewed => made.extend(ranked(reading, Measure::Views, kind, items).await?),
            BlockKind::Discussed => made.extend(ranked(reading, Measure::Comments, kind, items).await?),
            BlockKind::Live => made.extend(of_genre(reading, kind, Genre::Live, items, &shown).await?),
            BlockKind::Photo => made.extend(of_genre(reading, kind, Genre::Photo, items, &shown).await?),
            BlockKind::Opinion => made.extend(of_genre(reading, kind, Genre::Opinion, items, &shown).await?),
        }
    }
    let page = context! { blocks => made, data => linked_data::site(&layout) };
    render(&reading.app, "reader/front.html", &layout, page)
}

/// The newest of a kind that stand in no place above; of live coverages, those that run.
async fn of_genre(
    reading: &Reading,
    kind: BlockKind,
    genre: Genre,
    items: usize,
    but: &[NewsCode],
) -> Result<Option<Value>, Failure> {
    let is_running = genre == Genre::Live;
    let filter =
        Filter { genre: Some(genre), is_running, exclude_stories: but.to_vec(), ..Filter::default() };
    let cards = reading.latest_stories(&filter, count(items)).await?;
    Ok(block(kind, &cards, reading.app.language.t(genre.persian()), &format!("/{}", genre.as_str())))
}

/// A block of each section that the newsroom wants there, in its order.
async fn sections(
    reading: &Reading,
    layout: &Layout,
    items: usize,
    but: &[NewsCode],
) -> Result<Vec<Value>, Failure> {
    let wanted = &layout.site.appearance.sections;
    let mut blocks = reading.front(count(items), but).await?;
    if !wanted.is_empty() {
        let place = |slug: &str| wanted.iter().position(|one| one == slug);
        blocks.retain(|(section, _)| place(&section.slug).is_some());
        blocks.sort_by_key(|(section, _)| place(&section.slug));
    }
    let made = blocks.iter().filter_map(|(section, cards)| {
        let url = format!("/section/{}", section.slug);
        titled("section", cards, &section.name, &url, "")
    });
    Ok(made.collect())
}

async fn ranked(
    reading: &Reading,
    measure: Measure,
    kind: BlockKind,
    items: usize,
) -> Result<Option<Value>, Failure> {
    let ranked = popular::block(reading, measure, items).await?;
    Ok(ranked.map(|one| {
        context! { kind => kind.as_str(), title => one.title, url => one.url, window => one.window, cards => value(one.cards) }
    }))
}

fn block(kind: BlockKind, cards: &[Card], title: &str, url: &str) -> Option<Value> {
    titled(kind.as_str(), cards, title, url, "")
}

/// None where there is nothing to show.
fn titled(kind: &str, cards: &[Card], title: &str, url: &str, window: &str) -> Option<Value> {
    (!cards.is_empty()).then(|| context! { kind, title, url, window, cards => value(CardView::all(cards)) })
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(0)
}

/// `GET /about`
pub(super) async fn about(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| {
        let layout = Layout::read(reading).await?;
        render(&app, "reader/about.html", &layout, context! {})
    })
    .await
}
