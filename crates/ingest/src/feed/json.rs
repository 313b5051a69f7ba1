//! JSON Feed 1 and 1.1.

use serde_json::Value;

use super::{ENTRIES_MAX, Feed, FeedEntry, NotAFeed};
use crate::date::Unsaid;

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

/// JSON without the commas that nothing follows: `[1, 2,]`.
fn without_last_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    let mut comma = None;
    for c in text.chars() {
        if in_string {
            in_string = is_escaped || c != '"';
            is_escaped = c == '\\' && !is_escaped;
        } else if matches!(c, ']' | '}') {
            out.truncate(comma.take().unwrap_or(out.len()));
        } else if c == ',' {
            comma = Some(out.len());
        } else if !c.is_whitespace() {
            comma = None;
            in_string = c == '"';
        }
        out.push(c);
    }
    out
}

/// The head and the whole items of a text that breaks off within its items; None when it has none.
fn broken_off(text: &str) -> Option<(Value, Vec<Value>)> {
    let (head, rest) = text.split_once("\"items\"")?;
    let mut rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let mut items = Vec::new();
    loop {
        let mut read = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(item)) = read.next() else { break };
        items.push(item);
        let Some(next) = rest[read.byte_offset()..].trim_start().strip_prefix(',') else { break };
        rest = next;
    }
    let head = serde_json::from_str(&format!("{head}\"items\":[]}}")).unwrap_or(Value::Null);
    (!items.is_empty()).then_some((head, items))
}

fn entry(item: &Value, unsaid: Unsaid) -> FeedEntry {
    let authors = item.get("authors").and_then(Value::as_array).and_then(|all| all.first());
    let author = authors.or_else(|| item.get("author"));
    let time = |key| string(item, key).and_then(|text| super::instant(&text, unsaid));
    FeedEntry {
        id: string(item, "id"),
        title: string(item, "title"),
        link: string(item, "url").or_else(|| string(item, "external_url")),
        published_at: time("date_published"),
        updated_at: time("date_modified"),
        summary: string(item, "summary"),
        content: string(item, "content_html").or_else(|| string(item, "content_text")),
        author: author.and_then(|author| string(author, "name")),
        image: string(item, "image").or_else(|| string(item, "banner_image")),
        category: item
            .get("tags")
            .and_then(Value::as_array)
            .and_then(|tags| Some(tags.first()?.as_str()?.to_owned())),
    }
}

fn string(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
