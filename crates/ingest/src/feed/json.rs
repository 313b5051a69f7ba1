//! JSON Feed 1 and 1.1.

use serde_json::Value;

use super::{Feed, FeedEntry, NotAFeed};

/// Reads a JSON feed.
pub(super) fn read(text: &str) -> Result<Feed, NotAFeed> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| NotAFeed(format!("JSON that ends wrong ({error})")))?;
    let items = value.get("items").and_then(Value::as_array);
    let items = items.ok_or_else(|| NotAFeed("JSON without items".to_owned()))?;
    Ok(Feed {
        title: string(&value, "title"),
        link: string(&value, "home_page_url"),
        hub: value
            .pointer("/hubs/0")
            .filter(|hub| string(hub, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("websub")))
            .and_then(|hub| string(hub, "url")),
        topic: string(&value, "feed_url"),
        entries: items.iter().map(entry).collect(),
        problems: Vec::new(),
    })
}

fn entry(item: &Value) -> FeedEntry {
    let authors = item.get("authors").and_then(Value::as_array).and_then(|all| all.first());
    let author = authors.or_else(|| item.get("author"));
    let time = |key| string(item, key).and_then(|text| super::instant(&text));
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
