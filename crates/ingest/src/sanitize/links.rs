//! Links in sanitized HTML.

use super::html_to_text;

/// Links that lead nowhere, as those of scripts, without their tags; nothing of those that hold nothing.
pub(super) fn without_targetless(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let (tag, inside) = rest[at..].split_at(rest[at..].find('>').map_or(rest.len() - at, |end| end + 1));
        let is_dropped = |end: &usize| inside[..*end].trim().is_empty() || !tag.contains("href=");
        let whole = inside.find("</a>").filter(is_dropped);
        out.push_str(&rest[..at]);
        rest = match whole {
            Some(end) => {
                out.push_str(&inside[..end]);
                &inside[end + "</a>".len()..]
            }
            None => {
                out.push_str(tag);
                inside
            }
        };
    }
    out + rest
}

/// The text and the address of the last link of sanitized HTML.
pub fn last_link(html: &str) -> Option<(String, String)> {
    let link = &html[html.rfind("<a ")?..];
    let (tag, rest) = link.split_once('>')?;
    let url = tag.split_once("href=\"")?.1.split('"').next()?;
    Some((html_to_text(rest.split("</a>").next()?), url.replace("&amp;", "&")))
}

/// How many characters of HTML stand in its links.
pub(crate) fn linked_chars(html: &str) -> usize {
    let links = html.split("<a ").skip(1).map(|link| link.split("</a>").next().unwrap_or(link));
    links.map(|link| html_to_text(&format!("<a {link}")).chars().count()).sum()
}
