//! A story's page: all published versions of one event in the order of their times. The code of the story's first article
//! decides; that of any other leads there.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use minijinja::{Value, context};
use news::UtcMs;
use news::article::{ArticleState, Card, NewsCode, dated};
use news::difference::{self, Change};

use crate::App;
use crate::cards::{CardView, article_path};
use crate::errors::Failure;
use crate::language::Language;
use crate::layout::{Layout, render};
use crate::pages::{self, Kind, Reading};
use crate::templates::value;

/// Versions on a page. The largest story among 54,000 shared articles has far fewer; a form that is sent out daily might not.
const VERSIONS_MAX: usize = 200;
const MINUTE_MS: UtcMs = 60_000;

/// `GET /story/{code}`
pub(super) async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    pages::answer(&app, &uri, &headers, Kind::Html, async |reading| page(reading, &code).await).await
}

async fn page(reading: &Reading, text: &str) -> Result<String, Failure> {
    let code: NewsCode = persian::digits::to_ascii(text).parse().map_err(|_| Failure::NotFound)?;
    let article = reading.article(code).await?.ok_or(Failure::NotFound)?;
    let hidden = match article.state {
        ArticleState::Unpublished => Failure::Gone(code),
        _ => Failure::NotFound,
    };
    if article.story != code || code.to_string() != text {
        let is_told = article.story == code || article.state == ArticleState::Published;
        return Err(if is_told { Failure::Moved(format!("/story/{}", article.story)) } else { hidden });
    }
    let versions = reading.of_story(code, VERSIONS_MAX).await?;
    match &versions[..] {
        [] => Err(hidden),
        [only] => Err(Failure::Found(article_path(only.code, &only.slug))),
        [first, ..] => {
            let layout = Layout::read(reading).await?;
            let last_at = versions.iter().map(|card| card.published_at).max().unwrap_or(first.published_at);
            let page = context! {
                path => format!("/story/{code}"), headline => first.headline.clone(), last_at,
                first => value(CardView::of(first)), count => versions.len(), outlets => outlets(&versions),
                versions => versions.iter().map(|card| version(reading.app.language, first, card)).collect::<Vec<_>>(),
            };
            render(&reading.app, "reader/story.html", &layout, page)
        }
    }
}

/// How many outlets tell it; we are one.
fn outlets(versions: &[Card]) -> usize {
    versions.iter().map(|card| &card.source_name).collect::<std::collections::HashSet<_>>().len()
}

/// A version beside the first: its headline, what of it the first does not say, and how much later it came.
fn version(language: Language, first: &Card, card: &Card) -> Value {
    let pieces = difference::of(&first.headline, &card.headline);
    let told = pieces.iter().filter(|piece| piece.change != Change::Gone);
    let headline: Vec<Value> = told
        .map(|piece| context! { text => piece.text.clone(), is_new => piece.change == Change::New })
        .collect();
    let is_same = pieces.iter().all(|piece| piece.change == Change::Same);
    context! {
        card => value(CardView::of(card)), headline, is_same, is_first => card.code == first.code,
        later => later(language, first.published_at, card.published_at),
    }
}

/// «۲۵ دقیقه پس از نخستین گزارش»; empty where it cannot be said.
fn later(language: Language, first: UtcMs, this: UtcMs) -> String {
    if dated(first).is_none() || dated(this).is_none() {
        return String::new();
    }
    let minutes = (this - first) / MINUTE_MS;
    let (words, count) = match minutes {
        ..0 => return String::new(),
        0 => return language.t("هم‌زمان با نخستین گزارش").to_owned(),
        1..60 => ("{count} دقیقه پس از نخستین گزارش", minutes),
        60..1440 => ("{count} ساعت پس از نخستین گزارش", minutes / 60),
        _ => ("{count} روز پس از نخستین گزارش", minutes / 1440),
    };
    language.say(words, &[("count", count.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_later_a_version_came_is_told_in_words() {
        for (minutes, expected) in [
            (0, "هم‌زمان با نخستین گزارش"),
            (25, "۲۵ دقیقه پس از نخستین گزارش"),
            (119, "۱ ساعت پس از نخستین گزارش"),
            (3000, "۲ روز پس از نخستین گزارش"),
            (-1, ""),
        ] {
            assert_eq!(later(Language::Persian, 1000, 1000 + minutes * MINUTE_MS), expected);
        }
        assert_eq!(later(Language::Persian, 0, 1000), "", "without a date");
    }
}
