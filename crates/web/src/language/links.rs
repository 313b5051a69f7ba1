//! Links of a page in another language: those within the site stay in it, in templates of themes and in articles too.

use std::borrow::Cow;

/// What has one address in all languages: it has no words of the interface, or is no readers' page.
const SHARED: [&str; 6] = ["/assets/", "/media/", "/api/", "/newsroom", "/sitemap", "/websub/"];
/// As [`SHARED`], by the end of a path.
const SHARED_ENDS: [&str; 7] = [".xml", ".json", ".png", ".ico", ".txt", ".js", ".webmanifest"];

/// A path of ours below `root`; None where it is shared, below it already, or none of ours.
pub(super) fn path<'a>(root: &str, path: &'a str) -> Option<Cow<'a, str>> {
    let own = path.strip_prefix('/')?;
    let plain = path.split(['?', '#']).next().unwrap_or(path);
    let is_below = plain.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if own.starts_with('/')
        || is_below
        || SHARED.iter().any(|start| plain.starts_with(start))
        || SHARED_ENDS.iter().any(|end| plain.ends_with(end))
    {
        return None;
    }
    // The front page is the root itself.
    Some(if plain == "/" { format!("{root}{own}") } else { format!("{root}{path}") }.into())
}

/// HTML whose links (`a`) and forms lead below `root`. One that names the language it leads to (`hreflang`) stays as it is.
pub(crate) fn within(root: &str, html: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(html.len() + html.len() / 32), html);
    while let Some(at) = rest.find('<') {
        let end = at + tag_length(&rest[at..]);
        let tag = &rest[at..end];
        out.push_str(&rest[..at]);
        match (tag.starts_with("<a ") || tag.starts_with("<form ")) && !tag.contains(" hreflang=") {
            true => put(&mut out, root, tag),
            false => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Bytes of the tag at the beginning; a quoted value may hold its end.
fn tag_length(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn put(out: &mut String, root: &str, tag: &str) {
    let address =
        [" href=\"", " action=\""].into_iter().find_map(|name| tag.find(name).map(|at| at + name.len()));
    let Some((start, length)) = address.and_then(|start| Some((start, tag[start..].find('"')?))) else {
        return out.push_str(tag);
    };
    let address = &tag[start..start + length];
    out.push_str(&tag[..start]);
    out.push_str(path(root, address).as_deref().unwrap_or(address));
    out.push_str(&tag[start + length..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_site_stay_in_the_language_and_others_stay_as_they_are() {
        for (from, to) in [
            ("<a href=\"/\">", "<a href=\"/en\">"),
            ("<a class=\"x\" href=\"/latest?page=2\">", "<a class=\"x\" href=\"/en/latest?page=2\">"),
            ("<form action=\"/search\">", "<form action=\"/en/search\">"),
            ("<a href=\"/?a\">", "<a href=\"/en?a\">"),
            ("<a href=\"/energy\">", "<a href=\"/en/energy\">"),
            ("<a href=\"/en/energy\">", "<a href=\"/en/energy\">"),
            ("<a href=\"/\" hreflang=\"fa\">", "<a href=\"/\" hreflang=\"fa\">"),
            ("<a href=\"//other.example/\">", "<a href=\"//other.example/\">"),
            ("<a href=\"https://other.example/\">", "<a href=\"https://other.example/\">"),
            ("<a href=\"#main\">", "<a href=\"#main\">"),
            ("<a href=\"/rss.xml\">", "<a href=\"/rss.xml\">"),
            ("<a href=\"/newsroom\">", "<a href=\"/newsroom\">"),
            ("<link href=\"/assets/a.css\">", "<link href=\"/assets/a.css\">"),
            ("<p title=\"<a href='/x'>\"> href=\"/x\"", "<p title=\"<a href='/x'>\"> href=\"/x\""),
            ("<p>5 < 6 <", "<p>5 < 6 <"),
        ] {
            assert_eq!(within("/en", from), to);
        }
    }
}
