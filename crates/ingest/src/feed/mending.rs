//! Feeds' XML made readable where real feeds break it.

/// What begins or ends an item: no text in `CDATA` goes beyond it.
const ITEM_ENDS: [&str; 6] = ["</item>", "</entry>", "<item>", "<item ", "<entry>", "<entry "];

/// XML without control characters, with `<` that begins no tag made text, and every `CDATA` closed.
pub(super) fn mended(text: &str) -> String {
    with_tags_whole(&without_control(text))
}

/// Control characters are not allowed in XML and end some readers.
fn without_control(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

/// `<` that begins no tag, as in «الف < ب», made text; an unclosed `CDATA` closed where its element or item ends.
fn with_tags_whole(text: &str) -> String {
    let begins_tag = |next: &str| next.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?_".contains(c));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut closed_at) = (0, 0);
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        out.push_str(&text[at..open]);
        if !text[open..].starts_with("<![CDATA[") {
            out.push_str(if begins_tag(&text[open + 1..]) { "<" } else { "&lt;" });
            at = open + 1;
            continue;
        }
        // Looked for once for all that stand before it.
        if closed_at <= open {
            closed_at = text[open..].find("]]>").map_or(usize::MAX, |found| open + found);
        }
        let inside = &text[open..closed_at.min(text.len())];
        at = match item_end(inside) {
            None => open + inside.len(),
            Some(end) => open + element_end(&out, &inside[..end]),
        };
        out.push_str(&text[open..at]);
        if at < closed_at {
            out.push_str("]]>");
        }
    }
    out.push_str(&text[at..]);
    out
}

fn item_end(text: &str) -> Option<usize> {
    text.match_indices('<')
        .map(|(at, _)| at)
        .find(|at| ITEM_ENDS.iter().any(|end| text[*at..].starts_with(end)))
}

/// Where the element ends that was opened last before a text, or the text.
fn element_end(before: &str, text: &str) -> usize {
    let open = before.rfind('<').map_or("", |open| &before[open + 1..]);
    let name = open.split(|c: char| c == '>' || c.is_whitespace()).next().unwrap_or_default();
    text.rfind(&format!("</{name}>")).unwrap_or(text.len())
}
