//! Films and posts of pages for phones (AMP), which name no address but what the other site calls them.

use scraper::node::Element;

/// Elements, the attribute that names what they show, and what stands before that name in its address. What is named by its
/// whole address has nothing before it.
const ELEMENTS: [(&str, &str, &str); 8] = [
    ("amp-twitter", "data-tweetid", "https://twitter.com/i/status/"),
    ("amp-youtube", "data-videoid", "https://www.youtube.com/watch?v="),
    ("amp-instagram", "data-shortcode", "https://www.instagram.com/p/"),
    ("amp-vimeo", "data-videoid", "https://vimeo.com/"),
    ("amp-dailymotion", "data-videoid", "https://www.dailymotion.com/video/"),
    (
        "amp-soundcloud",
        "data-trackid",
        "https://w.soundcloud.com/player/?url=https://api.soundcloud.com/tracks/",
    ),
    ("amp-facebook", "data-href", ""),
    ("amp-tiktok", "data-src", ""),
];

/// Whether an element of this name is a film or a post.
pub(super) fn is_embed(name: &str) -> bool {
    ELEMENTS.iter().any(|(known, ..)| *known == name)
}

/// Where what it shows stands.
pub(super) fn address(element: &Element) -> Option<String> {
    let (_, named_by, before) = ELEMENTS.into_iter().find(|(known, ..)| *known == element.name())?;
    let name = element.attr(named_by)?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let fits = before.is_empty() || !name.is_empty() && name.chars().all(is_name);
    fits.then(|| format!("{before}{name}"))
}
