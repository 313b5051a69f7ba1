//! Templates: HTML with strict names, escaped by default, and the formatter that escapes.

use std::borrow::Cow;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter};

use crate::language::{self, Language};

/// Lists the embedded templates by their path under `templates/`.
macro_rules! embedded {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("../templates/", $path)))),*] };
}

const EMBEDDED: [(&str, &str); 35] = embedded![
    "reader/layout.html",
    "reader/macros.html",
    "reader/front.html",
    "reader/list.html",
    "reader/article.html",
    "reader/live.html",
    "reader/story.html",
    "reader/comment.html",
    "reader/search.html",
    "reader/archive.html",
    "reader/popular.html",
    "reader/about.html",
    "reader/error.html",
    "reader/offline.html",
    "reader/rss.xml",
    "reader/atom.xml",
    "editor/layout.html",
    "editor/login.html",
    "editor/desk.html",
    "editor/search.html",
    "editor/article.html",
    "editor/suggestions.html",
    "editor/comments.html",
    "editor/sources.html",
    "editor/story.html",
    "editor/changes.html",
    "editor/difference.html",
    "editor/source.html",
    "editor/source_fields.html",
    "editor/selectors.html",
    "editor/password.html",
    "editor/pictures.html",
    "editor/live.html",
    "editor/settings.html",
    "editor/appearance.html",
];

/// How the names of readers' templates begin.
pub(crate) const READER: &str = "reader/";

/// The readers' embedded templates: names without [`READER`], and texts.
pub(crate) fn of_readers() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.into_iter().filter_map(|(path, text)| Some((path.strip_prefix(READER)?, text)))
}

#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.into_iter()
}

/// Every embedded template, ready, in a language of the interface.
pub(crate) fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print);
    language::add_filters(&mut environment, language);
    for (path, source) in EMBEDDED {
        environment.add_template(path, source)?;
    }
    Ok(environment)
}

/// Prints a value, its text escaped. The library's own way also escapes each slash, which is five bytes more for
/// every `/` of every address, and hides the addresses from whoever reads the page with a regular expression.
fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = value.as_str().filter(|_| matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe());
    match text {
        None => escape_formatter(out, state, value),
        Some(text) if state.name().ends_with(".xml") => escape(out, &whole(text)),
        Some(text) => escape(out, text),
    }
}

fn escape(out: &mut Output<'_>, mut rest: &str) -> Result<(), Error> {
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    Ok(out.write_str(rest)?)
}

/// Text between tags of XML, for what is written without a template.
pub(crate) fn xml(text: &str) -> String {
    ingest::sanitize::escape(&whole(text))
}

/// Text without the characters that XML 1.0 has no way to write (`Char` in its section 2.2): one of them, and no reader of
/// feeds takes any of the feed.
fn whole(text: &str) -> Cow<'_, str> {
    let is_none = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_none) { text.replace(is_none, "").into() } else { text.into() }
}

/// A plain struct as a template's value.
pub(crate) fn value(from: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_addresses_stay_readable() {
        let mut environment = environment(Language::Persian).expect("templates");
        environment.add_template("t", "{{ text }}|{{ safe|safe }}|{{ 3 }}").expect("compiles");
        let page = environment.get_template("t").expect("there");
        let shown =
            page.render(minijinja::context! { text => "/a?b=\"<'&>", safe => "<b>" }).expect("renders");
        assert_eq!(shown, "/a?b=&quot;&lt;&#39;&amp;&gt;|<b>|3");
    }
}
