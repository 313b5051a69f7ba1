//! Texts of one direction within another: each keeps its order, whatever stands beside it.

use std::borrow::Cow;
use std::fmt::Write as _;

use ingest::sanitize::escape;
use persian::direction::{Direction, Words, loose};

/// Elements of a body that have a direction of their own.
const BLOCKS: [&str; 15] = [
    "p",
    "li",
    "ul",
    "ol",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "figcaption",
    "td",
    "th",
    "table",
];

/// A text as HTML. In one from right to left, Latin words whose marks would leave them are kept whole.
pub(crate) fn line(text: &str) -> String {
    match persian::direction::of(text) {
        Some(Direction::Rtl) => kept_whole(text),
        _ => escape(text),
    }
}

fn kept_whole(text: &str) -> String {
    let (mut out, mut done) = (String::with_capacity(text.len() + 8), 0);
    for range in loose(text) {
        out.push_str(&escape(&text[done..range.start]));
        let _ = write!(out, "<bdi dir=\"ltr\">{}</bdi>", escape(&text[range.clone()]));
        done = range.end;
    }
    out + &escape(&text[done..])
}

/// A clean body whose blocks from left to right say so (in a Persian article, a quote in English or a program), and whose Latin words
/// stay whole.
pub(crate) fn body(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    // Open blocks: the name, where in `out` its attributes end, and its words.
    let mut open: Vec<(&str, usize, Words)> = Vec::new();
    let mut verbatim = 0_usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&mut out, &rest[..at], &mut open, verbatim > 0);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        rest = &rest[end..];
        let is_end = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
        if matches!(name, "pre" | "code") {
            verbatim = if is_end { verbatim.saturating_sub(1) } else { verbatim + 1 };
        }
        if !BLOCKS.contains(&name) {
            out.push_str(tag);
        } else if is_end {
            while let Some((other, at, words)) = open.pop() {
                close(&mut out, &mut open, other, at, words);
                if other == name {
                    break;
                }
            }
            out.push_str(tag);
        } else {
            out.push_str(tag);
            open.push((name, out.len() - 1, Words::default()));
        }
    }
    text(&mut out, rest, &mut open, false);
    out
}

/// Tells a block's direction where it differs, and its words to the block around it.
fn close(out: &mut String, open: &mut [(&str, usize, Words)], name: &str, at: usize, words: Words) {
    if name == "pre" || words.direction() == Some(Direction::Ltr) {
        out.insert_str(at, " dir=\"ltr\"");
    }
    if let Some((_, _, around)) = open.last_mut() {
        around.add(words);
    }
}

fn text(out: &mut String, html: &str, open: &mut [(&str, usize, Words)], is_verbatim: bool) {
    if let Some((_, _, words)) = open.last_mut() {
        words.count(html);
    }
    let is_plain = is_verbatim || loose(html).next().is_none();
    out.push_str(&if is_plain { Cow::Borrowed(html) } else { Cow::Owned(kept_whole(&unescaped(html))) });
}

/// A piece of HTML without tags, as it is read.
pub(crate) fn unescaped(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_whose_marks_would_leave_them_are_kept_whole() {
        for (text, html) in [
            ("زبان C++ آمد", "زبان <bdi dir=\"ltr\">C++</bdi> آمد"),
            ("«C#» و (CNN)", "«<bdi dir=\"ltr\">C#</bdi>» و (CNN)"),
            ("AT&T و R&D.", "AT&amp;T و R&amp;D."),
            ("تلفن +98 21", "تلفن <bdi dir=\"ltr\">+98</bdi> 21"),
            ("C++ is a language", "C++ is a language"),
        ] {
            assert_eq!(line(text), html);
        }
    }

    #[test]
    fn blocks_from_left_to_right_say_so() {
        for (from, to) in [
            ("<p>متن</p>", "<p>متن</p>"),
            ("<p>All in English.</p>", "<p dir=\"ltr\">All in English.</p>"),
            ("<p>iPhone آمد</p>", "<p>iPhone آمد</p>"),
            ("<pre>let x = 1;</pre>", "<pre dir=\"ltr\">let x = 1;</pre>"),
            (
                "<blockquote><p>In English</p></blockquote>",
                "<blockquote dir=\"ltr\"><p dir=\"ltr\">In English</p></blockquote>",
            ),
            ("<ul><li>One</li><li>دو</li></ul>", "<ul><li dir=\"ltr\">One</li><li>دو</li></ul>"),
            (
                "<p>زبان <b>C++</b> و F# و &lt;b&gt;</p>",
                "<p>زبان <b><bdi dir=\"ltr\">C++</bdi></b> و <bdi dir=\"ltr\">F#</bdi> و &lt;b&gt;</p>",
            ),
            ("<p>متن <code>C++</code></p>", "<p>متن <code>C++</code></p>"),
            ("<p>۱۲</p>", "<p>۱۲</p>"),
        ] {
            assert_eq!(body(from), to);
        }
    }
}
