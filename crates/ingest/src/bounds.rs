//! How much of a page is safe to parse.
//!
//! The HTML standard's parser takes quadratic time for deep nesting and for the attributes of one tag, and copies every
//! unclosed formatting element into each new paragraph. HTML is cut where it goes beyond what any real page does; what
//! is left takes time in proportion to its size, so no reading goes on for long, whoever still waits for it.

use scraper::Html;

/// Bytes of a page that are read. The largest real one has 2.2 MB, most of it scripts, and the tree of a made one takes 50 times its size.
pub const BYTES_MAX: usize = 3 * 1024 * 1024;
/// `&`, which the parser takes some time for; the most on 784 measured pages are 21,080.
const REFERENCES_MAX: usize = 100_000;
/// Open elements; browsers stop at 512.
const OPEN_MAX: usize = 512;
/// Unclosed formatting elements (`<font color=…>`); real pages have a handful.
const FORMATTING_MAX: usize = 40;
/// Tags; the most on the same pages are 6,805.
const TAGS_MAX: usize = 40_000;
/// Attributes of one tag; the most on them are 69.
const ATTRIBUTES_MAX: usize = 250;
/// A byte is looked at for attributes so often at the most: tags within the values of tags are looked at again.
const LOOKS_MAX: usize = 4;

/// Elements whose insides are no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noscript", "xmp", "noembed"];
/// Elements that are never open, or that the parser closes by itself.
const CLOSED: [&str; 29] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "html", "body",
];
/// Elements of which a page has one, whatever it says.
const FRAME: [&str; 2] = ["html", "body"];
/// Elements that the parser opens again in the next paragraph.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The tree of the part of a page that is safe to parse.
pub(crate) fn parse(html: &str) -> Html {
    Html::parse_document(safe(html))
}

/// The beginning of a page that is safe to parse: nearly always all of it.
pub(crate) fn safe(html: &str) -> &str {
    let html = &html[..html.floor_char_boundary(BYTES_MAX)];
    let html = &html[..html.match_indices('&').nth(REFERENCES_MAX).map_or(html.len(), |(at, _)| at)];
    let mut open: Vec<&str> = Vec::new();
    let mut formatting: Vec<&str> = Vec::new();
    let (mut at, mut of_frame, mut looked_at) = (0, 0, 0);
    for _ in 0..TAGS_MAX {
        let Some(tag) = html[at..].find('<').map(|found| at + found) else { return html };
        at = tag + 1;
        let rest = &html[at..];
        if rest.starts_with("!--") {
            at = end_of_comment(rest).map_or(html.len(), |end| at + end);
            continue;
        }
        let (is_end, name) = match rest.strip_prefix('/') {
            Some(rest) => (true, name(rest)),
            None => (false, name(rest)),
        };
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let (attributes, looked) = attributes(&rest[usize::from(is_end) + name.len()..]);
        // The attributes of each further `<body>` go to the first.
        of_frame += if is(&FRAME) { attributes } else { 0 };
        looked_at += looked;
        if attributes.max(of_frame) > ATTRIBUTES_MAX || looked_at > LOOKS_MAX * html.len() {
            return &html[..tag];
        }
        if is(&CLOSED) {
            continue;
        }
        let is_raw = is(&RAW) && !open.iter().any(|open| is_foreign(open));
        let stack = if is(&FORMATTING) { &mut formatting } else { &mut open };
        if is_end {
            if let Some(found) = stack.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                stack.truncate(found);
            }
        } else if is_raw {
            at = end_of_raw(html, at, name);
        } else {
            stack.push(name);
        }
        if open.len() > OPEN_MAX || formatting.len() > FORMATTING_MAX {
            return &html[..tag];
        }
    }
    &html[..html[at..].find('<').map_or(html.len(), |next| at + next)]
}

/// Where a comment is over, from its `!` on.
fn end_of_comment(comment: &str) -> Option<usize> {
    let mut ends = comment.match_indices('>').map(|(at, _)| at);
    ends.find(|at| comment[1..*at].ends_with("--") || comment[1..*at].ends_with("--!"))
}

/// How many attributes a tag has behind its name, as the standard counts them, and how many bytes were looked at.
fn attributes(tag: &str) -> (usize, usize) {
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    let (mut rest, mut count) = (tag, 0);
    while count <= ATTRIBUTES_MAX {
        rest = behind(rest, |byte| !is_space(byte) && *byte != b'/');
        let Some(first) = rest.chars().next().filter(|c| *c != '>') else { break };
        count += 1;
        rest = &rest[first.len_utf8()..];
        rest = behind(rest, |byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
        rest = behind(rest, |byte| !is_space(byte));
        let Some(value) = rest.strip_prefix('=') else { continue };
        let value = behind(value, |byte| !is_space(byte));
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
            _ => behind(value, |byte| is_space(byte) || *byte == b'>'),
        };
    }
    (count, tag.len() - rest.len())
}

/// A text from its first wanted byte on, which is one that begins a character.
fn behind(text: &str, is_wanted: impl Fn(&u8) -> bool) -> &str {
    &text[text.bytes().position(|byte| is_wanted(&byte)).unwrap_or(text.len())..]
}

/// Whether markup within an element is none of HTML's: its `<script>` and `<title>` hold elements.
fn is_foreign(name: &str) -> bool {
    name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math")
}

/// The letters and digits that a text begins with.
fn name(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len())]
}

/// Where `</script` begins after a place, or the end.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        let tag = html.as_bytes()[at + 1..].strip_prefix(b"/").and_then(|tag| tag.get(..name.len()));
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = html[from..].match_indices('<').map(|(found, _)| from + found);
    ends.find(is_end).unwrap_or(html.len())
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
            &"متن <3 ".repeat(2000),
            &"<svg><title>x</title><style>a > b</style></svg>".repeat(2000),
            &"<!-- a -- b > <div> --><!-- x --!><p>".repeat(2000),
            &format!("<p title=\"{}\" data-a = b>متن</p>", "a b=c ".repeat(2000)),
            &"<a href=/a/b/c/d/e/f data-x='<b class=\"c\">'>x</a>".repeat(2000),
        ] {
            assert_eq!(safe(whole), whole);
        }
        for deep in ["<div>", "<div></b>", "<table><tr><td>", "<font color=1>", "<i><p>", "<br>"] {
            let page = deep.repeat(200_000);
            assert!(safe(&page).len() < page.len(), "{deep}");
        }
        assert!(safe(&"<br>x".repeat(TAGS_MAX + 9)).ends_with("<br>x"), "no tag is cut");
        let (deep, many) = ("<div>".repeat(2000), "a ".repeat(300));
        for hidden in [
            format!("<svg><script>{deep}"),
            format!("<svg><title>{deep}"),
            format!("<!-- --!>{deep}"),
            format!("<p {many}>"),
            format!("</p {}>", (0..300).map(|at| format!("a{at}=\">\"")).collect::<String>()),
            format!("<svg><![CDATA[<p a=\"]]><p {many}>"),
            "<body a><html b>".repeat(300),
            "<p/a=".repeat(10_000),
            "&".repeat(200_000),
            format!("<p>{}", "x".repeat(BYTES_MAX)),
        ] {
            assert!(safe(&hidden).len() < hidden.len(), "{hidden:.60}");
        }
    }

    #[test]
    fn attributes_are_counted_as_the_standard_does() {
        for (tag, count) in [
            ("", 0),
            (">", 0),
            (" a>b c", 1),
            (" a b=c d = 'e f' g=\"h>i\"j/k>", 6),
            (" href=/a/b?c=d>", 1),
            (" a=>", 1),
            (" =a=b>", 1),
            (" a='b", 1),
        ] {
            assert_eq!(attributes(tag).0, count, "{tag}");
        }
    }
}
