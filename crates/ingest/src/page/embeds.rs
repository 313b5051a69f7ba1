//! Films and posts of other sites within an article: our pages load nothing from elsewhere, so they become links.

mod amp;

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;
use url::Url;

use super::blocks::LOOKED_AT_MAX;
use crate::address::{bare_host, is_of_web};
use crate::sanitize::{self, is_hidden};

/// Sites whose frames are what an article shows, by the name before the last dot, and what readers are told of one
/// without a title. Of other frames the site is told.
const SITES: [(&str, &str); 16] = [
    ("aparat", "فیلم در آپارات"),
    ("youtube", "فیلم در یوتیوب"),
    ("youtube-nocookie", "فیلم در یوتیوب"),
    ("vimeo", "فیلم در ویمئو"),
    ("telewebion", "فیلم در تلوبیون"),
    ("namasha", "فیلم در نماشا"),
    ("dailymotion", "فیلم در دیلی‌موشن"),
    ("facebook", "فرستهٔ فیس‌بوک"),
    ("instagram", "فرستهٔ اینستاگرام"),
    ("tiktok", "فیلم در تیک‌تاک"),
    ("bsky", "فرستهٔ بلواسکای"),
    ("twitter", "فرستهٔ ایکس"),
    ("x", "فرستهٔ ایکس"),
    ("t", "فرستهٔ تلگرام"),
    ("soundcloud", "صدا در ساوندکلاود"),
    ("castbox", "صدا در کست‌باکس"),
];

/// Names in hosts, and whole segments of paths, of frames that are advertisements, counters and forms.
const NO_CONTENT: [&str; 25] = [
    "ad",
    "ads",
    "adserver",
    "banner",
    "banners",
    "doubleclick",
    "facebook",
    "googlesyndication",
    "googletagmanager",
    "googleadservices",
    "analytics",
    "yektanet",
    "tapsell",
    "kaprila",
    "sabavision",
    "mediaad",
    "deema",
    "anetwork",
    "clickyab",
    "taboola",
    "outbrain",
    "criteo",
    "recaptcha",
    "comments",
    "disqus",
];
/// What else a site's frames show are its buttons.
const POSTS: [&str; 2] = ["post", "video"];
/// What stands in the titles of such frames.
const NO_TITLES: [&str; 4] = ["تبلیغ", "آگهی", "advert", "captcha"];

/// Where addresses of what comes later stand, before those of what stands for it.
const ADDRESSES: [&str; 4] = ["data-src", "data-lazy-src", "data-litespeed-src", "src"];

/// Whether an element may be a film, a sound, a document or a post.
pub(super) fn is_embed(element: &Element) -> bool {
    matches!(element.name(), "iframe" | "amp-iframe" | "video" | "audio" | "object" | "embed")
        || matches!(element.name(), "amp-video" | "amp-audio")
        || amp::is_embed(element.name())
        || element.name() == "script"
            && (element.attr("src").is_some() || element.attr("data-telegram-post").is_some())
        || element.attr("data-instgrm-permalink").is_some()
}

/// Where an embedded thing leads, and what it is called: its title, else what its site or kind is.
pub(super) fn link(node: NodeRef<Node>) -> Option<(String, String)> {
    let element = node.value().as_element()?;
    let (address, words) = match element.name() {
        "iframe" | "amp-iframe" => match addresses(element).find_map(of_site) {
            Some(known) => known,
            None if is_hidden(node) || is_dot(element) => return None,
            None => return addresses(element).find_map(|address| of_other(element, address)),
        },
        "video" | "amp-video" => (file(node)?, "فیلم"),
        "audio" | "amp-audio" => (file(node)?, "صدا"),
        name if amp::is_embed(name) => of_site(&amp::address(element)?)?,
        "object" | "embed" => document(element)?,
        "script" => script(element)?,
        _ => (element.attr("data-instgrm-permalink")?.to_owned(), "فرستهٔ اینستاگرام"),
    };
    Some((address, title(element).unwrap_or(words).to_owned()))
}

fn title(element: &Element) -> Option<&str> {
    element.attr("title").map(str::trim).filter(|title| title.chars().any(char::is_alphabetic))
}

/// A map, chart or player of a site that is not known: a frame that is no advertisement or counter.
fn of_other(element: &Element, address: &str) -> Option<(String, String)> {
    let address =
        address.strip_prefix("//").map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    let url = Url::parse(&address).ok().filter(|url| url.scheme() == "https" && url.domain().is_some())?;
    let host = bare_host(&url);
    let is_none = NO_CONTENT
        .iter()
        .any(|no| host.split('.').chain(url.path().split('/')).any(|part| part.eq_ignore_ascii_case(no)));
    let title = title(element);
    let says_so = title.is_some_and(|title| NO_TITLES.iter().any(|word| title.to_lowercase().contains(word)));
    let words = || match url.path().rsplit('.').next() {
        Some("mp4" | "m3u8" | "webm") => "فیلم".to_owned(),
        Some("mp3") => "صدا".to_owned(),
        _ => format!("محتوا در {host}"),
    };
    let shown = || title.map_or_else(words, str::to_owned);
    (!is_none && !says_so).then(|| (url.to_string(), shown()))
}

/// Whether a frame is not shown, or is a dot that counts.
fn is_dot(element: &Element) -> bool {
    let is_none =
        |name| element.attr(name).is_some_and(|size| matches!(size.trim(), "0" | "1" | "0px" | "1px"));
    element.attr("hidden").is_some() || is_none("width") || is_none("height")
}

fn addresses(element: &Element) -> impl Iterator<Item = &str> {
    let found = ADDRESSES.into_iter().filter_map(|name| element.attr(name)).map(str::trim);
    found.filter(|address| {
        !address.is_empty()
            && !["about:", "data:", "blob:", "javascript:"].iter().any(|scheme| address.starts_with(scheme))
    })
}

/// A frame of a site that is known. `//www.aparat.com/…` is as common as a whole address.
fn of_site(address: &str) -> Option<(String, &'static str)> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let url = Url::parse(&whole).ok().filter(is_of_web)?;
    let site = url.host_str()?.rsplit('.').nth(1)?;
    let (_, words) = SITES.into_iter().find(|(known, _)| *known == site)?;
    let is_button = url
        .path()
        .strip_prefix("/plugins/")
        .is_some_and(|kind| !POSTS.iter().any(|post| kind.starts_with(post)));
    (site != "facebook" || !is_button).then(|| (url.to_string(), words))
}

/// Where a quoted post stands, when nothing in the quotation leads there.
pub(super) fn quoted(node: NodeRef<Node>) -> Option<(String, &'static str)> {
    let element = node.value().as_element()?;
    let is_post = || element.classes().any(|class| matches!(class, "fb-post" | "fb-video"));
    let (address, words) = match element.attr("data-bluesky-uri") {
        Some(uri) => of_site(&uri.strip_prefix("at://")?.replace("app.bsky.feed.", "").replacen(
            "did:",
            "https://bsky.app/profile/did:",
            1,
        ))?,
        None if element.name() == "blockquote" => of_site(element.attr("cite")?)?,
        None => of_site(element.attr("data-href").filter(|_| is_post())?)?,
    };
    let leads = |inner: &Element| {
        let there = ["href", "cite"].into_iter().filter_map(|name| inner.attr(name));
        there.into_iter().any(|there| there.starts_with(&address))
    };
    let mut within =
        node.descendants().skip(1).take(LOOKED_AT_MAX).filter_map(|node| node.value().as_element());
    (!within.any(leads)).then_some((address, words))
}

/// The file of a film or sound, its own or the first of its sources.
fn file(node: NodeRef<Node>) -> Option<String> {
    let own = std::iter::once(node).chain(node.descendants().skip(1).take(LOOKED_AT_MAX));
    let mut elements = own.filter_map(|node| node.value().as_element());
    elements.find_map(|element| addresses(element).next().map(str::to_owned))
}

/// A document within the page; films of long ago, which no browser shows, are none.
fn document(element: &Element) -> Option<(String, &'static str)> {
    let address = element.attr("data").or_else(|| addresses(element).next())?.trim();
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    let is_document = path.ends_with(".pdf") || element.attr("type") == Some("application/pdf");
    is_document.then(|| (address.to_owned(), "سند پی‌دی‌اف")).or_else(|| of_site(address))
}

/// Posts and films that a script puts into the page.
fn script(element: &Element) -> Option<(String, &'static str)> {
    if let Some(post) = element.attr("data-telegram-post") {
        return Some((format!("https://t.me/{}", post.trim().trim_start_matches('/')), "فرستهٔ تلگرام"));
    }
    let (address, words) = of_site(element.attr("src")?)?;
    let name = address.split_once("aparat.com/embed/")?.1.split(['?', '/', '#']).next()?;
    (!name.is_empty()).then(|| (format!("https://www.aparat.com/v/{name}"), words))
}

/// The link as inline HTML.
pub(super) fn html(address: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", sanitize::quoted(address), sanitize::escape(words))
}
