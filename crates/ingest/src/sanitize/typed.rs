//! An article's body as an editor types it: a line is a paragraph, and elements may stand between and inside.
//!
//! [`html_to_typed`] and [`typed_to_html`] turn into each other, so that a body which is only looked at stays the
//! same.

use std::borrow::Cow;

use super::{TAGS, article_html, is_whole, text_to_html};

/// Elements that stand inside a line.
const INLINE: [&str; 15] =
    ["a", "b", "bdi", "br", "cite", "code", "em", "i", "q", "s", "span", "strong", "sub", "sup", "u"];

/// What was typed, as sanitized HTML: lines that stand in no element are paragraphs.
pub fn typed_to_html(typed: &str) -> String {
    if !has_elements(typed) {
        return article_html(&text_to_html(typed), None);
    }
    let html = article_html(typed, None);
    let mut out = Vec::new();
    for part in parts(&html) {
        match part {
            Part::Block(block) => out.push(block.to_owned()),
            Part::Loose(text) => out.extend(lines(text).iter().map(|line| format!("<p>{line}</p>"))),
        }
    }
    out.join("\n")
}

/// Whether what was typed is kept whole, see [`is_whole`]: as it is, and with its loose lines as paragraphs.
pub fn is_typed_whole(typed: &str) -> bool {
    let read = if has_elements(typed) { Cow::Borrowed(typed) } else { text_to_html(typed).into() };
    is_whole(&read) && is_whole(&typed_to_html(typed))
}

/// Sanitized HTML as it is shown for typing: plain paragraphs without their tags, an empty line between blocks.
pub fn html_to_typed(html: &str) -> String {
    let mut blocks = Vec::new();
    for part in parts(html) {
        match part {
            Part::Block(block) => blocks.push(paragraph(block).unwrap_or(Cow::Borrowed(block))),
            Part::Loose(text) => blocks.extend(lines(text).into_iter().map(Cow::Owned)),
        }
    }
    let typed = blocks.join("\n\n");
    if typed.contains('<') {
        return typed;
    }
    let plain = typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    // Text about HTML reads as HTML: only its tags tell that it is none.
    if has_elements(&plain) { html.to_owned() } else { plain }
}

/// Whether an element stands inside a line.
pub(crate) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// The inside of a paragraph without attributes, on one line.
fn paragraph(block: &str) -> Option<Cow<'_, str>> {
    let inside = block.strip_prefix("<p>")?.strip_suffix("</p>")?;
    Some(if inside.contains('\n') { inside.replace('\n', " ").into() } else { inside.into() })
}

/// Whether a text has a closing tag, or an opening one of an element that we know.
fn has_elements(text: &str) -> bool {
    text.split('<').skip(1).any(|after| {
        let name = after.strip_prefix('/').unwrap_or(after);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let is_known = after.len() > name.len() && end > 0 || TAGS.iter().any(|known| *known == &name[..end]);
        is_known && name[end..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
    })
}

/// A part of sanitized HTML that lies in no other block.
pub(crate) enum Part<'a> {
    Block(&'a str),
    /// Text and inline elements.
    Loose(&'a str),
}

/// The parts in order. Sanitized HTML is well formed, and has no `<` or `>` but those of tags.
pub(crate) fn parts(html: &str) -> Vec<Part<'_>> {
    let (mut parts, mut start, mut depth, mut at) = (Vec::new(), 0, 0_usize, 0);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let end = html[open..].find('>').map_or(html.len(), |found| open + found + 1);
        at = end;
        let (name, is_closing) = tag(&html[open..end]);
        if INLINE.contains(&name) {
            continue;
        }
        if depth == 0 && !is_closing {
            parts.push(Part::Loose(&html[start..open]));
            start = open;
        }
        depth = match (is_closing, name) {
            (true, _) => depth.saturating_sub(1),
            (false, "hr" | "img") => depth,
            (false, _) => depth + 1,
        };
        if depth == 0 {
            parts.push(Part::Block(&html[start..end]));
            start = end;
        }
    }
    parts.push(Part::Loose(&html[start..]));
    parts.retain(|part| !matches!(part, Part::Loose(text) if text.trim().is_empty()));
    parts
}

/// The lines of loose text. An inline element that goes over several lines keeps them together.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = 0_isize;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match lines.last_mut() {
            Some(last) if open > 0 => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        for piece in line.split('<').skip(1) {
            open += match tag(&format!("<{piece}")) {
                ("br", _) => 0,
                (_, true) => -1,
                (_, false) => 1,
            };
        }
    }
    lines
}

/// The name in a tag, and whether the tag closes.
fn tag(tag: &str) -> (&'static str, bool) {
    let inside = tag.trim_start_matches('<');
    let (inside, is_closing) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = TAGS.into_iter().find(|known| *known == &inside[..end]).unwrap_or("");
    (name, is_closing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_between_elements_too() {
        for (typed, html) in [
            ("یک\n\n دو < سه ", "<p>یک</p>\n<p>دو &lt; سه</p>"),
            ("<p>یک</p>\nدو\nسه", "<p>یک</p>\n<p>دو</p>\n<p>سه</p>"),
            (
                "یک <strong>مهم</strong>\n<h2>میان‌تیتر</h2>\nدو",
                "<p>یک <strong>مهم</strong></p>\n<h2>میان‌تیتر</h2>\n<p>دو</p>",
            ),
            ("<ul><li>یک</li>\n<li>دو</li></ul>پایان", "<ul><li>یک</li>\n<li>دو</li></ul>\n<p>پایان</p>"),
            ("یک <b>دو\nسه</b>\nچهار", "<p>یک <b>دو سه</b></p>\n<p>چهار</p>"),
            ("پیش\n<hr>\nپس<br>از آن", "<p>پیش</p>\n<hr>\n<p>پس<br>از آن</p>"),
            ("<script>x</script>", ""),
        ] {
            assert_eq!(typed_to_html(typed), html, "{typed}");
        }
    }

    #[test]
    fn what_is_only_looked_at_stays_the_same() {
        for html in [
            "<p>یک</p>\n<p>دو &lt; سه &amp; چهار</p>",
            "<p>نوشتن &lt;p&gt; و &lt;/p&gt; در متن</p>",
            "<p>یک <strong>مهم</strong></p>\n<h2>میان‌تیتر</h2>\n<p dir=\"ltr\">A</p>",
            "<ul><li>یک</li>\n<li>دو</li></ul>\n<p>پایان</p>",
            "<table><tbody><tr><td>۱</td></tr></tbody></table>\n<hr>\n<p>پس<br>از آن</p>",
            "",
        ] {
            assert_eq!(typed_to_html(&html_to_typed(html)), html);
        }
        assert_eq!(html_to_typed("<p>یک</p>\n<p>دو &amp; سه</p>"), "یک\n\nدو & سه");
        assert_eq!(html_to_typed("<p>یک <em>و</em></p>\n<h2>دو</h2>"), "یک <em>و</em>\n\n<h2>دو</h2>");
    }
}
