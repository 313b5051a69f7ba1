//! How much of a page is safe to parse.
//!
//! The HTML standard's parser takes quadratic time for deep nesting, and copies every unclosed formatting element
//! into each new paragraph. A page is cut where it goes beyond what any real page does.

/// Open elements; browsers stop at 512.
const OPEN_MAX: usize = 512;
/// Unclosed formatting elements (`<font color=…>`); real pages have a handful.
const FORMATTING_MAX: usize = 40;
/// Tags; the most on 635 measured pages are 6,245.
const TAGS_MAX: usize = 150_000;

/// Elements whose insides are no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noscript", "xmp", "noembed"];
/// Elements that are never open, or that the parser closes by itself.
const CLOSED: [&str; 29] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "html", "body",
];
/// Elements that the parser opens again in the next paragraph.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The beginning of a page that is safe to parse: nearly always all of it.
pub(super) fn safe(html: &str) -> &str {
    let mut open: Vec<&str> = Vec::new();
    let mut formatting: Vec<&str> = Vec::new();
    let mut at = 0;
    for _ in 0..TAGS_MAX {
        let Some(tag) = html[at..].find('<').map(|found| at + found) else { return html };
        at = tag + 1;
        let rest = &html[at..];
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(html.len(), |end| at + end);
            continue;
        }
        let (is_end, name) = match rest.strip_prefix('/') {
            Some(rest) => (true, name(rest)),
            None => (false, name(rest)),
        };
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let stack = if is(&FORMATTING) { &mut formatting } else { &mut open };
        if name.is_empty() || is(&CLOSED) {
            continue;
        }
        if is_end {
            if let Some(found) = stack.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                stack.truncate(found);
            }
        } else if is(&RAW) {
            at = end_of_raw(html, at, name);
        } else {
            stack.push(name);
        }
        if open.len() > OPEN_MAX || formatting.len() > FORMATTING_MAX {
            return &html[..tag];
        }
    }
    &html[..at]
}

/// The letters and digits that a text begins with.
fn name(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len())]
}

/// Where `</script` begins after a place, or the end.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let ends = html[from..].match_indices("</").map(|(found, _)| from + found);
    let is_end = |at: &usize| {
        html.as_bytes()[at + 2..]
            .get(..name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    ends.into_iter().find(is_end).unwrap_or(html.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_where_no_real_page_goes() {
        for whole in [
            "",
            "<",
            "<p>متن</p>",
            "a < b",
            "<!-- <div>",
            "<script>'<div>'</script><p>x",
            "<script>",
            &"<div><p><b>x</b></div>".repeat(2000),
            &"<ul><li>x</ul>".repeat(2000),
            &"<script>'<div><div>'</SCRIPT>".repeat(2000),
            &"<div><span></div>".repeat(2000),
        ] {
            assert_eq!(safe(whole), whole);
        }
        for deep in ["<div>", "<div></b>", "<table><tr><td>", "<font color=1>", "<i><p>", "<br>"] {
            let page = deep.repeat(200_000);
            assert!(safe(&page).len() < page.len(), "{deep}");
        }
    }
}
