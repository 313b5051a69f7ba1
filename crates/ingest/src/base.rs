//! What a page's relative addresses are read from: its own address, unless a `<base>` says another.

use scraper::{Html, Selector};
use url::Url;

/// The address that others on a page at `own` are relative to. As in browsers the first `<base href>` says it, itself
/// relative to the page's own; one that leads to no web address says nothing.
pub(crate) fn of(document: &Html, own: &str) -> Option<Url> {
    let own = Url::parse(own).ok();
    let stated = || {
        let wanted = Selector::parse("base[href]").ok()?;
        let href = document.select(&wanted).next()?.value().attr("href")?.trim();
        let base = own.as_ref().map_or_else(|| Url::parse(href), |own| own.join(href)).ok()?;
        matches!(base.scheme(), "http" | "https").then_some(base)
    };
    stated().or(own)
}
