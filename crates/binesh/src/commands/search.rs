//! `binesh search`: the site's own search from a shell.

use anyhow::anyhow;
use search::{Facets, NO_SECTION, Note, SearchError, Sort};

use crate::cli::Search;
use crate::clock;
use crate::site::Site;

/// Sections, sources and years that are printed of each.
const FULLEST: usize = 10;

/// Searches and prints.
pub async fn run(args: Search) -> anyhow::Result<()> {
    anyhow::ensure!(!args.query.trim().is_empty(), "say what to look for: the query is empty");
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
    // tantivy breaks off over damaged files; that is said in a sentence.
    std::panic::set_hook(Box::new(|_| ()));
    let found = index.search_or_name(&query);
    let _ = std::panic::take_hook();
    let found = found.map_err(|error| match error {
        SearchError::Failed(_) => anyhow!("{error}; `binesh reindex` builds it anew"),
        _ => error.into(),
    })?;
    let took_us = clock::stopwatch() - started;
    if args.json {
        say!("{:#}", web::searched::to_json(&store, "", &found, took_us, query.facets).await?)?;
        return Ok(());
    }
    let codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    let cards = store::articles::cards(&store, &codes).await?;
    say_notes(&found.notes)?;
    if cards.is_empty() {
        // What turns a terminal's writing, or colours it, is not said again.
        say!("Nothing was found for «{}».", persian::plain::line(&args.query))?;
    }
    if let Some(meant) = &found.meant {
        say!("Did you mean «{}»?", persian::plain::line(meant))?;
    }
    if cards.is_empty() {
        return Ok(());
    }
    for card in &cards {
        say!("{}  {}  {}", card.code, date(card.published_at), card.headline)?;
        let hit = found.hits.iter().find(|hit| hit.code == card.code);
        if let Some(hit) = hit.filter(|hit| !hit.without.is_empty()) {
            say!("    without «{}»", hit.without.join("», «"))?;
        }
    }
    let about = if found.is_estimated { "about " } else { "" };
    say!("{about}{} found in {:.1} ms.", web::searched::total(&found, cards.len()), took_us as f64 / 1000.0)?;
    say_facets(&found.facets, about)
}

/// What was understood otherwise than it may have been meant.
fn say_notes(notes: &[Note]) -> anyhow::Result<()> {
    for note in notes {
        match note {
            Note::Unknown(kind, name) => {
                let kind = format!("{kind:?}").to_lowercase();
                say!("No article has the {kind} «{name}».")?;
            }
            Note::Absent(word) => say!("No article has «{word}»; it was left out.")?,
            Note::Apart => say!("No article has all the words; these are the nearest.")?,
            Note::All(all) => say!("{all} have all the words; the others lack some.")?,
            Note::Together { words, apart } => {
                say!("«{words}» was looked for side by side; {apart} have the words in any places.")?
            }
            Note::OnlyWithout => say!("There is only what to leave out; say what to look for, too.")?,
            Note::Dropped(dropped) => {
                say!("Too many or too long, and not followed: «{}».", dropped.join("», «"))?
            }
            Note::DaysAsWords(words) => {
                say!("Nothing fits that was published then («{words}»); the words were looked for.")?
            }
            Note::NothingThen(words) => say!("Nothing that fits was published then («{words}»).")?,
            Note::NotDays { words, is_reversed: false } => say!("«{words}» is no day of the calendar.")?,
            Note::NotDays { words, .. } => say!("«{words}» ends before it begins.")?,
            Note::Days { words, is_told: true, .. } => {
                say!("«{words}» was read as the year of publishing, or one that is told of.")?
            }
            Note::Days { words, .. } => say!("«{words}» was read as the days of publishing.")?,
        }
    }
    Ok(())
}

/// How many of what was found, or `about` how many, are of each section, source and year.
fn say_facets(facets: &Facets, about: &str) -> anyhow::Result<()> {
    let years: Vec<(String, usize)> =
        facets.years.iter().map(|(year, count)| (year.to_string(), *count)).collect();
    for (name, counts) in [("section", &facets.sections), ("source", &facets.sources), ("year", &years)] {
        let named = |value: &str| if value == NO_SECTION { "none" } else { value }.to_owned();
        let fullest = counts.iter().take(FULLEST);
        let said: Vec<String> =
            fullest.map(|(value, count)| format!("{} {about}{count}", named(value))).collect();
        let rest = match counts.len().saturating_sub(FULLEST) {
            0 => String::new(),
            more => format!("; {more} more with --json"),
        };
        if !said.is_empty() {
            say!("By {name}: {}{rest}.", said.join(", "))?;
        }
    }
    Ok(())
}

/// The Jalali day; of an article that was imported without a date, a dash.
fn date(at: news::UtcMs) -> String {
    news::article::dated(at).map_or_else(|| "—".to_owned(), persian::date::short)
}
