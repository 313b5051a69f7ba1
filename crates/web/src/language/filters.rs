//! The filters of templates, in one language.

use std::fmt::Write as _;

use ingest::sanitize::escape;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error};
use news::UtcMs;
use news::article::dated;
use persian::direction::{self, Direction};

use super::{COUNT, Language, filled};
use crate::directed;

/// Adds the filters to an environment whose templates speak one language.
pub(crate) fn add(environment: &mut Environment<'static>, language: Language) {
    let shown = move |show: fn(Language, UtcMs) -> String| {
        move |at: i64| match dated(at) {
            Some(at) => show(language, at),
            None => language.t("بدون تاریخ").to_owned(),
        }
    };
    environment.add_filter("long", shown(Language::long));
    environment.add_filter("day", shown(Language::day));
    environment.add_filter("clock", shown(|language, at| language.digits(&persian::date::time(at))));
    environment.add_filter("gregorian", shown(Language::other_day));
    environment.add_filter("iso", persian::date::iso);
    environment.add_filter("rfc2822", persian::date::rfc2822);
    environment.add_filter("fa", move |value: Value| language.digits(&value.to_string()));
    environment.add_filter("number", move |value: i64| language.number(value));
    environment.add_filter("t", move |text: &str, parts: Kwargs| said(language, text, &parts));
    environment.add_filter("bdi", move |value: Value| isolated(language, &value));
    environment.add_filter("dir", move |value: Value| attributes(language, &text_of(&value)));
    environment.add_filter("line", |value: Value| Value::from_safe_string(html_of(&value)));
    environment.add_filter("isolate", move |text: &str| within_line(language, text));
}

/// A text of ours. What is put into it is escaped, unless it is HTML.
fn said(language: Language, text: &str, parts: &Kwargs) -> Result<Value, Error> {
    let mut named = Vec::new();
    let mut count = None;
    for name in parts.args() {
        let value: Value = parts.get(name)?;
        let number = i64::try_from(value.clone()).ok().filter(|_| value.kind() == ValueKind::Number);
        if name == COUNT {
            count = number;
        }
        let written = match number {
            Some(number) => language.number(number),
            None if value.is_safe() => value.to_string(),
            None => escape(&value.to_string()),
        };
        named.push((name, written.into()));
    }
    let pattern = escape(language.pattern(text, count));
    Ok(Value::from_safe_string(if named.is_empty() { pattern } else { filled(&pattern, &named) }))
}

/// A text beside others: whatever its letters are, it keeps its own order and they theirs.
fn isolated(language: Language, value: &Value) -> Value {
    Value::from_safe_string(bdi(language, &text_of(value), &html_of(value)))
}

/// HTML in an element of its own, with the direction of its text.
pub(super) fn bdi(language: Language, text: &str, html: &str) -> String {
    match direction::of(text) {
        _ if html.is_empty() => String::new(),
        Some(direction) => format!("<bdi{}>{html}</bdi>", named(language, direction)),
        None => format!("<bdi>{html}</bdi>"),
    }
}

/// The attributes of an element that holds a text and nothing else: none where the page says the same.
fn attributes(language: Language, text: &str) -> Value {
    let attributes = match direction::of(text) {
        Some(direction) if direction.as_str() != language.direction() => named(language, direction),
        _ => String::new(),
    };
    Value::from_safe_string(attributes)
}

/// ` dir="…"`, and whose language it is where that of the page is another.
fn named(language: Language, direction: Direction) -> String {
    let mut attributes = String::new();
    if direction == Direction::Rtl && language != Language::Persian {
        attributes.push_str(" lang=\"fa\"");
    }
    let _ = write!(attributes, " dir=\"{}\"", direction.as_str());
    attributes
}

/// A text where no element can stand, in an attribute or a title: marks of Unicode isolate it (U+2066 to U+2069) where something in
/// it goes another way than the page.
pub(super) fn within_line(language: Language, text: &str) -> String {
    let Some(direction) = direction::of(text) else { return text.to_owned() };
    if direction.as_str() == language.direction() && direction::is_only(text, direction) {
        return text.to_owned();
    }
    let opens = if direction == Direction::Rtl { '\u{2067}' } else { '\u{2066}' };
    format!("{opens}{text}\u{2069}")
}

/// A value as HTML whose Latin words stay whole.
fn html_of(value: &Value) -> String {
    let text = value.to_string();
    if value.is_safe() { directed::body(&text) } else { directed::line(&text) }
}

/// The letters of a value: of HTML without its tags.
fn text_of(value: &Value) -> String {
    let text = value.to_string();
    if !value.is_safe() || !text.contains('<') {
        return text;
    }
    let pieces = text.split('<').enumerate().map(|(at, piece)| match at {
        0 => piece,
        _ => piece.split_once('>').map_or("", |(_, rest)| rest),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    fn render(language: Language, template: &str) -> String {
        let environment = crate::templates::environment(language).expect("templates");
        let values = context! { fa => "iPhone 17 معرفی شد", en => "C++ <1>", n => 2, html => Value::from_safe_string("<mark>پل</mark>".into()) };
        environment.render_str(template, values).expect("renders")
    }

    #[test]
    fn a_text_beside_others_has_its_own_direction_and_language() {
        let both = |template: &str| Language::ALL.map(|language| render(language, template));
        assert_eq!(
            both("{{ fa|bdi }}"),
            [
                "<bdi dir=\"rtl\">iPhone 17 معرفی شد</bdi>",
                "<bdi lang=\"fa\" dir=\"rtl\">iPhone 17 معرفی شد</bdi>"
            ]
        );
        assert_eq!(both("{{ en|bdi }}"), ["<bdi dir=\"ltr\">C++ &lt;1&gt;</bdi>"; 2]);
        assert_eq!(both("{{ html|bdi }}")[0], "<bdi dir=\"rtl\"><mark>پل</mark></bdi>");
        assert_eq!(
            both("<p{{ fa|dir }}><p{{ en|dir }}>"),
            ["<p><p dir=\"ltr\">", "<p lang=\"fa\" dir=\"rtl\"><p>"]
        );
        assert_eq!(both("{{ 'پل'|isolate }}"), ["پل", "\u{2067}پل\u{2069}"]);
        assert_eq!(both("{{ ''|bdi }}{{ ''|dir }}"), ["", ""]);
    }

    #[test]
    fn a_text_of_ours_takes_what_is_put_into_it_escaped() {
        let both = |template: &str| Language::ALL.map(|language| render(language, template));
        assert_eq!(both("{{ '{count} مطلب'|t(count=n) }}"), ["۲ مطلب", "2 items"]);
        assert_eq!(
            render(Language::Persian, "{{ '{a} و {b}'|t(a=en, b=html) }}"),
            "C++ &lt;1&gt; و <mark>پل</mark>"
        );
    }
}
