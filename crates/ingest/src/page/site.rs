//! What a site calls itself.

use url::Url;

use super::blocks::key;
use super::tree::Tree;
use crate::address::bare_host;

/// Where a page says what its site is called.
const NAMES: [&str; 3] = ["og:site_name", "application-name", "apple-mobile-web-app-title"];
/// What outlets begin their names with. Letters alone, folded.
const KINDS: [&str; 5] = ["خبرگزاری", "پایگاهخبری", "پایگاهاطلاعرسانی", "روزنامه", "سایت"];
/// Latin letters of a word that tells whose an address is.
const WORD_CHARS_MIN: usize = 4;

/// Whether a name that stands for an author's is the site's: as the page calls it, as its title ends, or as its
/// address does.
pub(super) fn is_its_name(page: &Tree, own: Option<&Url>, name: &str) -> bool {
    let name_key = key(name);
    let titles = page.facts("title").next();
    let of_title = titles.iter().flat_map(|title| title.split(['|', '-', '–', '—'])).skip(1).map(key);
    let called = page.metas(&NAMES).map(|name| key(&name));
    let is_called = called
        .chain(of_title)
        .any(|site| !site.is_empty() && (site == name_key || name_key.starts_with(&site)));
    KINDS.iter().any(|kind| name_key.starts_with(kind))
        || is_called
        || own.is_some_and(|own| is_of_address(own, name))
}

/// «Arya Group» at `aryanews.ir`.
fn is_of_address(own: &Url, name: &str) -> bool {
    let site = bare_host(own).split('.').next().unwrap_or_default();
    let mut words = name.split_whitespace().map(str::to_ascii_lowercase);
    words.any(|word| word.len() >= WORD_CHARS_MIN && word.is_ascii() && site.contains(&word))
}
