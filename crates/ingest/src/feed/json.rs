//! JSON Feed 1 and 1.1.

use serde_json::Value;

use super::{ENTRIES_MAX, Feed, FeedEntry, NotAFeed};
use crate::date::Unsaid;
use crate::text::without_last_commas;

/// Objects of a broken text that are no items, and the most of it that is read for one behind them: it is looked through
/// again for each.
const BAD_MAX: usize = 300;
const AFTER_BAD_BYTES_MAX: usize = 256 * 1024;

/// Reads a JSON feed, as far as it can be read.
pub(super) fn read(text: &str, unsaid: Unsaid) -> Result<Feed, NotAFeed> {
    let (value, items, mut problems) = parts(text)?;
    let mut entries = Vec::new();
    for item in items.iter().take(ENTRIES_MAX) {
        let read = entry(item, unsaid);
        if read == FeedEntry::default() {
            problems.push("an item is empty".to_owned());
        } else {
            entries.push(read);
        }
    }
    Ok(Feed {
        title: string(&value, "title"),
        link: string(&value, "home_page_url"),
        hub: value
            .pointer("/hubs/0")
            .filter(|hub| string(hub, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("websub")))
            .and_then(|hub| string(hub, "url")),
        topic: string(&value, "feed_url"),
        entries,
        problems,
    })
}

/// What the feed says of itself, its items, and what was wrong: a comma too many costs nothing, and of a text that
/// breaks off the items before that place are kept.
fn parts(text: &str) -> Result<(Value, Vec<Value>, Vec<String>), NotAFeed> {
    let whole = serde_json::from_str::<Value>(text);
    let (mut value, problems) = match whole {
        Ok(value) => (value, Vec::new()),
        Err(error) => {
            let mended = without_last_commas(text);
            match serde_json::from_str(&mended) {
                Ok(value) => (value, vec!["it has a comma too many".to_owned()]),
                Err(_) => {
                    let why = format!("JSON that ends wrong ({error})");
                    let (head, items) = broken_off(&mended).ok_or_else(|| NotAFeed(why.clone()))?;
                    return Ok((head, items, vec![why]));
                }
            }
        }
    };
    match value.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => Ok((value, items, problems)),
        _ => Err(NotAFeed("JSON without items".to_owned())),
    }
}

/// The head and the whole items of a text that breaks off within its items, or of which an item is no JSON; None when it
/// has none.
fn broken_off(text: &str) -> Option<(Value, Vec<Value>)> {
    let (head, rest) = text.split_once("\"items\"")?;
    let mut rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let (mut items, mut bad, mut is_sure) = (Vec::new(), 0, true);
    loop {
        let part = &rest[..rest.floor_char_boundary(if bad == 0 { rest.len() } else { AFTER_BAD_BYTES_MAX })];
        let mut read = serde_json::Deserializer::from_str(part).into_iter::<Value>();
        let item = read.next().and_then(Result::ok);
        let next = item.as_ref().and_then(|_| rest[read.byte_offset()..].trim_start().strip_prefix(','));
        (bad, is_sure) = match item {
            Some(item) if is_sure || is_item(&item) => {
                items.push(item);
                (bad, next.is_some())
            }
            _ => (bad + 1, false),
        };
        let Some(next) = next
            .filter(|_| is_sure)
            .or_else(|| next_object(rest, rest.floor_char_boundary(read.byte_offset())))
        else {
            break;
        };
        rest = next;
        if bad > BAD_MAX {
            break;
        }
    }
    let head = serde_json::from_str(&format!("{head}\"items\":[]}}")).unwrap_or(Value::Null);
    (!items.is_empty()).then_some((head, items))
}

/// Whether an object that was found behind a bad item is an item, and no author or attachment of one.
fn is_item(value: &Value) -> bool {
    ["id", "title", "content_html", "content_text"].iter().any(|key| value.get(key).is_some())
        && value.get("mime_type").is_none()
}

/// Where the next object of a list begins, behind so much of a text.
fn next_object(text: &str, behind: usize) -> Option<&str> {
    let mut starts = text.match_indices('{').map(|(at, _)| at).filter(|at| *at > 0 && *at >= behind);
    starts.find(|at| text[..*at].trim_end().ends_with(',')).map(|at| &text[at..])
}

fn entry(item: &Value, unsaid: Unsaid) -> FeedEntry {
    let authors = item.get("authors").and_then(Value::as_array).and_then(|all| all.first());
    let author = authors.or_else(|| item.get("author"));
    let time = |key| string(item, key).and_then(|text| super::instant(&text, unsaid));
    let mut entry = FeedEntry {
        id: string(item, "id"),
        title: string(item, "title"),
        link: string(item, "url").or_else(|| string(item, "external_url")),
        published_at: time("date_published"),
        updated_at: time("date_modified"),
        summary: string(item, "summary"),
        content: string(item, "content_html").or_else(|| string(item, "content_text")),
        author: author.and_then(|author| string(author, "name")),
        image: string(item, "image").or_else(|| string(item, "banner_image")),
        categories: Vec::new(),
    };
    for tag in item.get("tags").and_then(Value::as_array).into_iter().flatten() {
        entry.file_under(tag.as_str().map(str::to_owned));
    }
    entry
}

fn string(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
