//! What a search answers to machines, the same in the API and on the command line.

use news::UtcMs;
use news::article::{Card, NewsCode, dated};
use search::{Facets, Kind, Note, Piece, Results};
use serde_json::{Value, json};
use store::{Store, StoreError, articles};

use crate::cards::article_path;
pub use crate::searching::total;

/// Results of one answer, when nothing else is asked for: each costs a look into the store and into the database, together
/// more than to find and rank them.
pub(crate) const LIMIT: usize = 10;
/// The most results of one answer.
pub(crate) const LIMIT_MAX: usize = 100;
/// Deeper results cost more with every step.
pub(crate) const OFFSET_MAX: usize = 10_000;

/// The answer, with the addresses of articles below `base`; what was taken away a moment ago is neither shown nor
/// counted.
///
/// # Errors
/// When the database does not answer.
pub async fn to_json(
    store: &Store,
    base: &str,
    found: &Results,
    took_us: u64,
    with_facets: bool,
) -> Result<Value, StoreError> {
    let codes: Vec<NewsCode> = found.hits.iter().map(|hit| hit.code).collect();
    let cards = articles::cards(store, &codes).await?;
    let results = cards.iter().filter_map(|card| {
        let hit = found.hits.iter().find(|hit| hit.code == card.code)?;
        let mut result = card_json(base, card);
        result["highlights"] = json!({ "headline": marked(&hit.headline), "text": marked(&hit.snippet) });
        if !hit.without.is_empty() {
            result["without"] = json!(hit.without);
        }
        Some(result)
    });
    let results: Vec<Value> = results.collect();
    let total = total(found, results.len());
    let mut answer = json!({
        "total": total, "total_estimated": found.is_estimated, "reachable": total.min(OFFSET_MAX + LIMIT_MAX), "took_ms": took_us as f64 / 1000.0,
        "results": results, "meant": found.meant, "partial": found.is_cut, "phrase_as_words": found.is_phrase_loose,
        "notes": found.notes.iter().map(note_json).collect::<Vec<Value>>(),
    });
    if with_facets {
        answer["facets"] = facets_json(found, total);
    }
    Ok(answer)
}

/// A card, as every list of the API has it.
pub(crate) fn card_json(base: &str, card: &Card) -> Value {
    let source = Some(&card.source_name).filter(|name| !name.is_empty());
    json!({
        "code": card.code, "external_id": card.external_id, "title": card.headline, "lead": card.lead,
        "section": card.section.as_ref().map(|(slug, _)| slug), "source": source, "published_at": iso(card.published_at),
        "url": format!("{base}{}", article_path(card.code, &card.slug)),
    })
}

/// ISO 8601; null for an article that was imported without a date.
pub(crate) fn iso(at: UtcMs) -> Option<String> {
    dated(at).map(persian::date::iso)
}

fn note_json(note: &Note) -> Value {
    match note {
        Note::Unknown(kind, name) => {
            let kind = match kind {
                Kind::Section => "section",
                Kind::Source => "source",
                Kind::Author => "author",
                Kind::Tag => "tag",
            };
            json!({ "kind": "unknown", "of": kind, "name": name })
        }
        Note::Absent(word) => json!({ "kind": "absent", "words": word }),
        Note::Apart => json!({ "kind": "apart" }),
        Note::All(all) => json!({ "kind": "all", "all": all }),
        Note::Together { words, apart } => json!({ "kind": "together", "words": words, "apart": apart }),
        Note::OnlyWithout => json!({ "kind": "only_without" }),
        Note::Dropped(dropped) => json!({ "kind": "dropped", "dropped": dropped }),
        Note::DaysAsWords(words) => json!({ "kind": "days_as_words", "words": words }),
        Note::NothingThen(words) => json!({ "kind": "nothing_then", "words": words }),
        Note::NotDays { words, is_reversed } => {
            json!({ "kind": "not_days", "words": words, "reversed": is_reversed })
        }
        Note::Days { words, from, to, is_told } => {
            json!({ "kind": "days", "words": words, "from": from.map(persian::date::iso), "to": to.map(persian::date::iso), "or_told": is_told })
        }
    }
}

/// Of what was taken away a moment ago nothing is counted.
fn facets_json(found: &Results, total: usize) -> Value {
    let none = Facets::default();
    let facets = if total == 0 { &none } else { &found.facets };
    let counted = |list: &[(String, usize)]| -> Vec<Value> {
        list.iter().map(|(name, count)| json!({ "value": name, "count": count })).collect()
    };
    let years: Vec<Value> =
        facets.years.iter().map(|(year, count)| json!({ "value": year, "count": count })).collect();
    json!({ "section": counted(&facets.sections), "source": counted(&facets.sources), "year": years, "estimated": found.is_estimated, "short": facets.is_short })
}

/// Pieces as HTML with `<mark>`.
pub(crate) fn marked(pieces: &[Piece]) -> String {
    let html = pieces.iter().map(|piece| {
        let text = ingest::sanitize::escape(&piece.text);
        if piece.is_hit { format!("<mark>{text}</mark>") } else { text }
    });
    html.collect()
}
