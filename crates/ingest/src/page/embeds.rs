//! Films and posts of other sites within an article: our pages load nothing from elsewhere, so they become links.

use scraper::node::Element;
use url::Url;

/// Sites whose frames are what an article shows, by the name before the last dot, and what readers are told of one
/// without a title. Other frames are advertisements, counters and forms.
const SITES: [(&str, &str); 14] = [
    ("aparat", "فیلم در آپارات"),
    ("youtube", "فیلم در یوتیوب"),
    ("youtube-nocookie", "فیلم در یوتیوب"),
    ("vimeo", "فیلم در ویمئو"),
    ("telewebion", "فیلم در تلوبیون"),
    ("namasha", "فیلم در نماشا"),
    ("dailymotion", "فیلم در دیلی‌موشن"),
    ("facebook", "فرستهٔ فیس‌بوک"),
    ("instagram", "فرستهٔ اینستاگرام"),
    ("twitter", "فرستهٔ ایکس"),
    ("x", "فرستهٔ ایکس"),
    ("t", "فرستهٔ تلگرام"),
    ("soundcloud", "صدا در ساوندکلاود"),
    ("castbox", "صدا در کست‌باکس"),
];

/// Where a frame leads, and what it is called: its title, else what its site shows.
pub(super) fn link(element: &Element) -> Option<(String, String)> {
    if element.name() != "iframe" {
        return None;
    }
    let source = ["src", "data-src"].into_iter().find_map(|name| element.attr(name))?.trim();
    // `//www.aparat.com/…` is as common as a whole address.
    let whole = if source.starts_with("//") { format!("https:{source}") } else { source.to_owned() };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let site = url.host_str()?.rsplit('.').nth(1)?;
    let (_, words) = SITES.into_iter().find(|(known, _)| *known == site)?;
    let title = element.attr("title").map(str::trim).filter(|title| title.chars().any(char::is_alphabetic));
    Some((url.to_string(), title.unwrap_or(words).to_owned()))
}

/// The link as inline HTML.
pub(super) fn html(address: &str, words: &str) -> String {
    let address = crate::sanitize::escape(address).replace('"', "&quot;");
    format!("<a href=\"{address}\">{}</a>", crate::sanitize::escape(words))
}
