//! What a shared cache in front is told of a page: under which names it may be asked to forget it, and for how long it may
//! keep it; and which of these names a change concerns.
//!
//! The names go out as `Surrogate-Key`, parted by spaces: Fastly reads it as it is and takes it off before browsers see it,
//! Varnish's xkey takes the same text by one line of VCL, and what needs commas (Cloudflare's `Cache-Tag`, Akamai's
//! `Edge-Cache-Tag`) is made of it by a rule at its edge. They are sent where an operator gave an address to purge at.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::http::{HeaderName, HeaderValue};
use store::events::Event;

use super::Dependency;

/// The header of a page's names.
pub(super) const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// How long a shared cache keeps what it is asked to forget: so long a page is old at most when it could not be asked.
/// Browsers ask again as ever.
pub(super) const KEPT_UNTIL_PURGED: HeaderValue =
    HeaderValue::from_static("public, max-age=0, must-revalidate, s-maxage=300, stale-while-revalidate=60");

/// The names of a page together. A front page of a hundred articles has 1 KB; proxies take heads of 4 KB (nginx), Fastly
/// 16 KB of names.
const KEYS_BYTES_MAX: usize = 2048;

/// The name of every page.
pub(super) const EVERY: &str = "site";
/// The name of a page that has more names than fit: every change concerns it.
const MANY: &str = "many";

/// The names of a page that shows these.
pub(super) fn names(on: &[Dependency]) -> HeaderValue {
    let keys: BTreeSet<String> = on.iter().filter_map(key).collect();
    let mut names = EVERY.to_owned();
    for key in &keys {
        let _ = write!(names, " {key}");
    }
    if names.len() > KEYS_BYTES_MAX {
        names = format!("{EVERY} {MANY}");
    }
    HeaderValue::from_str(&names).unwrap_or(HeaderValue::from_static(EVERY))
}

/// The names of pages that show what these events changed, for a shared cache to forget.
pub fn surrogate_keys(events: &[Event]) -> BTreeSet<String> {
    let touched: Vec<Dependency> = events.iter().flat_map(Dependency::touched).collect();
    let mut keys: BTreeSet<String> = touched.iter().filter_map(key).collect();
    if !keys.is_empty() {
        keys.insert(MANY.to_owned());
    }
    keys
}

/// The name of all pages: who may have missed a change forgets them all.
pub fn surrogate_key_of_all() -> &'static str {
    EVERY
}

/// A short name that stays. What the change log does not tell has none: it is a box that may be old for some minutes.
fn key(of: &Dependency) -> Option<String> {
    Some(match of {
        Dependency::Frame => "frame".to_owned(),
        Dependency::Source(id) => format!("o{id}"),
        Dependency::Sources => "sources".to_owned(),
        Dependency::Article(code) => format!("a{code}"),
        Dependency::Comments(code) => format!("c{code}"),
        Dependency::All => "all".to_owned(),
        Dependency::Section(id) => format!("s{id}"),
        Dependency::Tag(id) => format!("t{id}"),
        // Names in addresses are Persian; headers are not.
        Dependency::Author(slug) => format!("u{}", crate::assets::short_hash(slug.as_bytes())),
        Dependency::Genre(genre) => genre.as_str().to_owned(),
        Dependency::Running => "running".to_owned(),
        Dependency::Story(story) => format!("y{story}"),
        Dependency::Day(year, month, day) => format!("d{year}-{month}-{day}"),
        Dependency::Month(year, month) => format!("m{year}-{month}"),
        Dependency::Sitemaps => "sitemaps".to_owned(),
        Dependency::Suggested(_) | Dependency::AllSuggested | Dependency::Fresh(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use store::articles::List;
    use store::events::EventKind;

    use super::*;

    #[test]
    fn what_a_change_concerns_is_among_the_names_of_each_page_that_shows_it() {
        let lists = vec![List::All, List::Section(5), List::Tag(7), List::Author("نرگس".into())];
        let event = Event { number: 1, at: 0, kind: EventKind::Article, subject: 100_001, lists };
        let keys = surrogate_keys(&[event]);
        for page in [
            vec![Dependency::Frame, Dependency::Article(100_001)],
            vec![Dependency::Frame, Dependency::All],
            vec![Dependency::Section(5), Dependency::Article(3)],
            vec![Dependency::Tag(7)],
            vec![Dependency::Author("نرگس".into())],
            (0..1000).map(Dependency::Article).collect(),
        ] {
            let names = names(&page);
            let names = names.to_str().expect("plain letters");
            assert!(names.len() <= KEYS_BYTES_MAX && names.split(' ').any(|name| name == EVERY), "{names}");
            assert!(names.split(' ').any(|name| keys.contains(name)), "{names} in {keys:?}");
        }
        let other = names(&[Dependency::Frame, Dependency::Section(6), Dependency::Fresh(5)]);
        assert_eq!(other, "site frame s6");
        assert!(!keys.contains("s6") && !keys.contains("frame"));
        assert!(surrogate_keys(&[]).is_empty());
    }
}
