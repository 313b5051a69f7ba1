//! Templates: HTML with strict names, escaped by default, and the filters that turn values into Persian.

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};

/// Lists the embedded templates by their path under `templates/`.
macro_rules! embedded {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("../templates/", $path)))),*] };
}

const EMBEDDED: [(&str, &str); 20] = embedded![
    "reader/layout.html",
    "reader/macros.html",
    "reader/front.html",
    "reader/list.html",
    "reader/article.html",
    "reader/comment.html",
    "reader/search.html",
    "reader/archive.html",
    "reader/about.html",
    "reader/error.html",
    "reader/rss.xml",
    "editor/layout.html",
    "editor/login.html",
    "editor/desk.html",
    "editor/search.html",
    "editor/article.html",
    "editor/comments.html",
    "editor/sources.html",
    "editor/password.html",
    "editor/settings.html",
];

/// Every template, ready.
pub(crate) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("long", |at: i64| dated(at, persian::date::long));
    environment.add_filter("day", |at: i64| dated(at, persian::date::day));
    environment.add_filter("clock", |at: i64| dated(at, persian::date::time));
    environment.add_filter("gregorian", |at: i64| dated(at, persian::date::gregorian));
    environment.add_filter("iso", persian::date::iso);
    environment.add_filter("rfc2822", persian::date::rfc2822);
    environment.add_filter("fa", |value: Value| persian::digits::to_persian(&value.to_string()));
    environment.add_filter("number", |value: i64| persian::digits::grouped(value));
    for (path, source) in EMBEDDED {
        environment.add_template(path, source)?;
    }
    Ok(environment)
}

/// An article that was imported without a date has the instant 0.
fn dated(at: i64, show: fn(i64) -> String) -> String {
    if at == 0 { "بدون تاریخ".to_owned() } else { show(at) }
}

/// A plain struct as a template's value.
pub(crate) fn value(from: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(from))
}
