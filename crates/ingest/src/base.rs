//! What a page's relative addresses are read from: its own address, unless a `<base>` says another.

use scraper::{Html, Selector};
use url::Url;

use crate::address::{is_of_web, whole};

/// The address that others on a page at `own` are relative to. As in browsers the first `<base href>` says it, itself
/// relative to the page's own; one that leads to no web address says nothing.
pub(crate) fn of(document: &Html, own: Option<&Url>) -> Option<Url> {
    let stated = || {
        let wanted = Selector::parse("base[href]").ok()?;
        let href = document.select(&wanted).next()?.value().attr("href")?.trim();
        whole(href, own).filter(is_of_web)
    };
    stated().or_else(|| own.cloned())
}
