//! `binesh search`: the site's own search from a shell.

use search::{Facets, Sort};
use serde_json::json;

use crate::cli::Search;
use crate::clock;
use crate::site::Site;

/// Searches and prints.
pub async fn run(args: Search) -> anyhow::Result<()> {
    Site::must_be_there(&args.place)?;
    let (store, index) = Site::open_to_search(&args.place, clock::now()).await?;
    let started = clock::stopwatch();
    let query = search::Query {
        text: args.query.clone(),
        limit: args.limit as usize,
        sort: if args.newest_first { Sort::Date } else { Sort::Relevance },
        facets: true,
        now: Some(clock::now()),
        ..search::Query::default()
    };
    let found = index.search_or_name(&query)?;
    let took_ms = (clock::stopwatch() - started) as f64 / 1000.0;
    let codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    let cards = store::articles::cards(&store, &codes).await?;
    if args.json {
        let results: Vec<_> = cards.iter().map(|card| json!({
            "code": card.code, "external_id": card.external_id, "title": card.headline, "lead": card.lead,
            "section": card.section.as_ref().map(|(slug, _)| slug), "published_at": super::iso(Some(card.published_at).filter(|at| *at > 0)),
            "url": format!("/news/{}/{}", card.code, card.slug),
        })).collect();
        say!(
            "{:#}",
            json!({
                "total": found.total, "took_ms": took_ms, "results": results, "meant": found.meant,
                "facets": { "section": found.facets.sections, "source": found.facets.sources, "year": found.facets.years, "estimated": found.facets.is_estimated },
            })
        )?;
        return Ok(());
    }
    if cards.is_empty() {
        say!("Nothing was found for «{}».", args.query)?;
        if let Some(meant) = &found.meant {
            say!("Did you mean «{meant}»?")?;
        }
        return Ok(());
    }
    for card in &cards {
        say!("{}  {}  {}", card.code, date(card.published_at), card.headline)?;
    }
    say!("{} found in {took_ms:.1} ms.", found.total)?;
    say_facets(&found.facets)
}

/// How many of what was found are of each section, source and year.
fn say_facets(facets: &Facets) -> anyhow::Result<()> {
    let years: Vec<(String, usize)> =
        facets.years.iter().map(|(year, count)| (year.to_string(), *count)).collect();
    let about = if facets.is_estimated { "about " } else { "" };
    for (name, counts) in [("section", &facets.sections), ("source", &facets.sources), ("year", &years)] {
        let counts: Vec<String> =
            counts.iter().map(|(value, count)| format!("{value} {about}{count}")).collect();
        if !counts.is_empty() {
            say!("By {name}: {}.", counts.join(", "))?;
        }
    }
    Ok(())
}

/// The Jalali day; of an article that was imported without a date, a dash.
fn date(at: news::UtcMs) -> String {
    if at > 0 { persian::date::short(at) } else { "—".to_owned() }
}
