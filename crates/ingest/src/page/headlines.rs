//! The headlines of a page: links to other pages of its site that have the words of a headline.

use crate::text::single_spaced;
use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::address::is_other_page_of_site;
use crate::base;

/// Letters of a headline at the least; shorter link texts are menus.
pub(crate) const CHARS_MIN: usize = 15;
/// A front or a list has at least so many headlines; an article may have as many beside it.
pub(crate) const MANY: usize = 4;
/// Headlines alike, and of what length, that make articles of addresses that do not look like ones.
const ALIKE_MIN: usize = 6;
const ALIKE_CHARS_MIN: usize = 25;
/// A link, what it lies in, and the item of the list.
const PLACE_DEPTH: usize = 3;
/// Bytes of the classes of an element that tell its list: they are kept for each of its links.
const CLASS_BYTES_MAX: usize = 200;

/// A link with a headline's text to another page of the site.
pub(crate) struct Headline {
    pub(crate) title: String,
    /// Without a fragment.
    pub(crate) target: Url,
    pub(crate) id: NodeId,
    /// The elements that it lies in: those of one list are the same.
    place: String,
}

/// The headlines of a page at an address, each target once.
pub(crate) fn find(page: &Html, own: &Url) -> Vec<Headline> {
    let (Ok(anchors), Some(base)) = (Selector::parse("a[href]"), base::of(page, Some(own))) else {
        return Vec::new();
    };
    let mut known = HashSet::new();
    let headline = |anchor: ElementRef| {
        // A link around a whole card has a headline in it.
        let heading = anchor.children().filter_map(ElementRef::wrap).find(is_heading).unwrap_or(anchor);
        let title = words(heading);
        let mut target = base.join(anchor.value().attr("href")?).ok()?;
        target.set_fragment(None);
        let is_headline = title.chars().count() >= CHARS_MIN && is_other_page_of_site(own, &target);
        let is_new = is_headline && known.insert(target.clone());
        is_new.then(|| Headline { title, target, id: anchor.id(), place: place(anchor) })
    };
    page.select(&anchors).filter_map(headline).collect()
}

pub(crate) fn is_heading(element: &ElementRef) -> bool {
    matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The words of a heading or link, white space made single.
pub(crate) fn words(element: ElementRef) -> String {
    single_spaced(&element.text().collect::<String>())
}

/// The elements above a link, by name and class, as far as those of one list share them.
fn place(anchor: ElementRef) -> String {
    let above = anchor.ancestors().filter_map(ElementRef::wrap).take(PLACE_DEPTH);
    let written = |element: ElementRef| {
        let class = element.value().attr("class").unwrap_or_default();
        let class = &class[..class.floor_char_boundary(CLASS_BYTES_MAX)];
        format!("{}.{class}", element.value().name())
    };
    above.map(written).collect::<Vec<_>>().join("<")
}

/// The largest list of long headlines in one structure, whose addresses lie in one folder that is not the page's own:
/// beside an article stand its neighbours, which lie where it does.
pub(crate) fn alike<'a>(own: &Url, headlines: &'a [Headline]) -> Vec<&'a Headline> {
    let own = own.path();
    let is_front = own.ends_with('/') || file(own).starts_with("index.") || file(own).starts_with("default.");
    let mut lists: HashMap<(&str, &str), Vec<&Headline>> = HashMap::new();
    for headline in headlines {
        let path = headline.target.path();
        let is_long = headline.title.chars().count() >= ALIKE_CHARS_MIN;
        if is_long && !file(path).is_empty() && (is_front || folder(path) != folder(own)) {
            lists.entry((folder(path), &headline.place)).or_default().push(headline);
        }
    }
    let largest = lists.into_values().max_by_key(Vec::len).unwrap_or_default();
    if largest.len() < ALIKE_MIN { Vec::new() } else { largest }
}

fn folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    &path[..path.rfind('/').unwrap_or(0)]
}

fn file(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_class_names_are_not_kept_for_every_link() {
        let link = |at: usize| format!("<a href='/news/{at}'>شهردار دربارهٔ پل گفت</a>");
        let links: String = (1000..1100).map(link).collect();
        let html = format!("<div class='{}'>{links}</div>", "خ".repeat(20_000));
        let own = Url::parse("https://a.ir/").expect("an address");
        let found = find(&crate::bounds::parse(&html), &own);
        assert_eq!(found.len(), 100);
        assert!(found.iter().all(|headline| headline.place.len() < 1000), "{}", found[0].place.len());
    }
}
