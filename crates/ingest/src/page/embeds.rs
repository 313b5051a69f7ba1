//! Films and posts of other sites within an article: our pages load nothing from elsewhere, so they become links.

use scraper::node::Element;
use url::Url;

/// Sites whose frames are what an article shows, by the name before the last dot. Other frames are advertisements,
/// counters and forms.
const SITES: [&str; 14] = [
    "aparat",
    "youtube",
    "youtube-nocookie",
    "vimeo",
    "telewebion",
    "namasha",
    "dailymotion",
    "facebook",
    "instagram",
    "twitter",
    "x",
    "t",
    "soundcloud",
    "castbox",
];

/// Where a frame leads, and what it is called: its title, else the site's name.
pub(super) fn link(element: &Element) -> Option<(String, String)> {
    if element.name() != "iframe" {
        return None;
    }
    let source = ["src", "data-src"].into_iter().find_map(|name| element.attr(name))?.trim();
    // `//www.aparat.com/…` is as common as a whole address.
    let whole = if source.starts_with("//") { format!("https:{source}") } else { source.to_owned() };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let site = host.rsplit('.').nth(1)?;
    if !SITES.contains(&site) {
        return None;
    }
    let title = element.attr("title").map(str::trim).filter(|title| !title.is_empty());
    Some((url.to_string(), title.map_or(host, str::to_owned)))
}

/// The link as inline HTML.
pub(super) fn html(address: &str, words: &str) -> String {
    let address = crate::sanitize::escape(address).replace('"', "&quot;");
    format!("<a href=\"{address}\">{}</a>", crate::sanitize::escape(words))
}
