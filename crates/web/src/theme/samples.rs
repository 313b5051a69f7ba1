//! Sample values of every template, by which themes are tried: `assets/theme/samples.json`.
//!
//! In it `"$card"` stands for a card and `layout` is what every page gets. Pages that are rendered in tests are compared
//! with it, so that it names whatever a page gets.

use std::sync::LazyLock;

use minijinja::Value;
use minijinja::value::ValueKind;
use serde_json::{Map, Value as Json};

static SAMPLES: LazyLock<Map<String, Json>> = LazyLock::new(|| {
    let text = include_str!("../../assets/theme/samples.json");
    serde_json::from_str(text).unwrap_or_default()
});

/// Each page kind with full values, and with empty ones.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Value)> {
    let pages = SAMPLES.iter().filter(|(name, _)| name.contains('/'));
    pages.flat_map(|(name, _)| {
        let full = page(name);
        let empty = emptied(&full);
        [full, empty].map(|values| (name.as_str(), crate::templates::value(values)))
    })
}

fn page(name: &str) -> Json {
    let mut values = SAMPLES.get(name).map(expanded).unwrap_or_default();
    values["layout"] = SAMPLES.get("layout").cloned().unwrap_or_default();
    values
}

fn expanded(sample: &Json) -> Json {
    match sample {
        Json::String(name) if name == "$card" => SAMPLES.get("card").cloned().unwrap_or_default(),
        Json::Array(list) => list.iter().map(expanded).collect(),
        Json::Object(map) => map.iter().map(|(name, one)| (name.clone(), expanded(one))).collect(),
        other => other.clone(),
    }
}

/// Each page kind with full values as a page in a language gets them: our own words in it are translated.
#[cfg(test)]
pub(crate) fn in_language(
    language: crate::language::Language,
) -> impl Iterator<Item = (&'static str, Value)> {
    fn translated(sample: &Json, language: crate::language::Language) -> Json {
        match sample {
            Json::String(text) => {
                match persian::date::MONTHS.iter().position(|month| text.starts_with(month)) {
                    Some(month) => {
                        let (name, translated) =
                            (persian::date::MONTHS[month], persian::date::english::MONTHS[month]);
                        language.digits(&text.replace(name, translated)).into()
                    }
                    None => language.t(text).into(),
                }
            }
            Json::Array(list) => list.iter().map(|one| translated(one, language)).collect(),
            Json::Object(map) => {
                map.iter().map(|(name, one)| (name.clone(), translated(one, language))).collect()
            }
            other => other.clone(),
        }
    }
    SAMPLES.iter().filter(|(name, _)| name.contains('/')).map(move |(name, _)| {
        let mut values = translated(&page(name), language);
        values["layout"]["language"] = language.tag().into();
        values["layout"]["direction"] = language.direction().into();
        (name.as_str(), crate::templates::value(values))
    })
}

/// The same names with nothing in them.
fn emptied(sample: &Json) -> Json {
    match sample {
        Json::String(_) => Json::String(String::new()),
        Json::Number(_) => 0.into(),
        Json::Bool(_) => false.into(),
        Json::Array(_) => Json::Array(Vec::new()),
        Json::Object(map) => map.iter().map(|(name, one)| (name.clone(), emptied(one))).collect(),
        Json::Null => Json::Null,
    }
}

/// Whether the sample of a readers' template has every name that a page gives it; the first missing one when not.
pub(super) fn knows(template: &str, values: &Value) -> Result<(), String> {
    match template.starts_with(crate::templates::READER) {
        true => has(&page(template), values, template),
        false => Ok(()),
    }
}

fn has(sample: &Json, value: &Value, place: &str) -> Result<(), String> {
    match (sample, value.kind()) {
        (Json::Object(map), ValueKind::Map) => {
            for key in value.try_iter().into_iter().flatten() {
                let name = key.to_string();
                let one = map.get(&name).ok_or_else(|| format!("{place}.{name}"))?;
                has(one, &value.get_attr(&name).unwrap_or_default(), &format!("{place}.{name}"))?;
            }
            Ok(())
        }
        (Json::Array(list), ValueKind::Seq) => {
            match (list.first(), value.try_iter().ok().and_then(|mut all| all.next())) {
                (Some(sample), Some(first)) => has(sample, &first, &format!("{place}[0]")),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_kind_has_a_sample_that_renders_and_is_told_in_the_readme() {
        for language in crate::language::Language::ALL {
            let environment = crate::templates::environment(language).expect("templates");
            for (name, values) in all() {
                let page = environment.get_template(name).and_then(|one| one.render(values));
                page.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            }
        }
        let readme = include_str!("../../assets/theme/README.md");
        for (name, _) in crate::templates::of_readers() {
            // What stands within another page is tried with that.
            let is_part = matches!(name, "layout.html" | "macros.html" | "live.html");
            assert!(is_part || SAMPLES.contains_key(&format!("reader/{name}")), "{name} has a sample");
            assert!(readme.contains(&format!("`{name}`")), "{name} is told");
        }
        for (name, values) in SAMPLES.iter() {
            for key in values.as_object().into_iter().flatten().map(|(key, _)| key) {
                assert!(readme.contains(&format!("`{key}`")), "{key} of {name} is told");
            }
        }
    }
}
