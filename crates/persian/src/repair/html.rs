//! Repair of the text inside HTML: tags are cut out, each block's text is repaired as one line so that words
//! that run across inline tags are seen whole, and the tags are put back at the letters they stood at. A block in
//! which nothing is repaired stays as it was to the byte.

mod block;

use super::{Change, Repairer};
use block::Block;

/// Tags that do not end a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "ins", "del", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
/// Elements whose insides are not prose.
const KEPT: [&str; 6] = ["code", "pre", "script", "style", "textarea", "kbd"];

/// Repairs the text of `html` and lists what was changed.
pub(super) fn repair(repairer: &Repairer, html: &str) -> (String, Vec<Change>) {
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let (mut changes, mut block) = (Vec::new(), Block::at(html, 0));
    let mut kept: Option<String> = None;
    let mut at = 0;
    while at < html.len() {
        let start = html[at..].find('<').map_or(html.len(), |start| at + start);
        let end = tag_end(html, start);
        match (&kept, end) {
            (Some(_), _) => block.hold(at..start),
            (None, Some(_)) => block.push(at..start),
            (None, None) => block.push(at..html.len()),
        }
        let Some(end) = end else {
            if kept.is_some() {
                block.hold(start..html.len());
            }
            break;
        };
        let (name, closing) = tag_name(&html[start..end]);
        match &kept {
            Some(open) if closing && *open == name => kept = None,
            None if !closing && KEPT.contains(&name.as_str()) && !html[..end].ends_with("/>") => {
                kept = Some(name.clone());
            }
            _ => {}
        }
        block.hold(start..end);
        at = end;
        if kept.is_none() && !INLINE.contains(&name.as_str()) && !KEPT.contains(&name.as_str()) {
            block.repair(repairer, &mut out, &mut changes);
            block = Block::at(html, at);
        }
    }
    block.repair(repairer, &mut out, &mut changes);
    (out, changes)
}

/// Where a tag or comment that starts at `start` ends. None when nothing starts there that ends.
fn tag_end(html: &str, start: usize) -> Option<usize> {
    let tag = &html[start..];
    if tag.starts_with("<!--") {
        return tag.find("-->").map(|at| start + at + 3);
    }
    // A > inside a quoted attribute ends nothing, unless the quote itself never ends.
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(start + at + 1),
            (None, b'"' | b'\'') if tag.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), b'<') => break,
            _ => {}
        }
    }
    tag.find('>').map(|at| start + at + 1)
}

fn tag_name(tag: &str) -> (String, bool) {
    let inside = tag.trim_start_matches('<');
    let closing = inside.starts_with('/');
    let name: String =
        inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    (name.to_ascii_lowercase(), closing)
}

#[cfg(test)]
mod tests {
    use super::super::Mode;
    use super::*;

    fn check(before: &str, after: &str) {
        let (repaired, _) = repair(&Repairer::new(Mode::Full), before);
        assert_eq!(repaired, after);
        assert_eq!(repair(&Repairer::new(Mode::Full), after).0, after);
    }

    #[test]
    fn text_is_repaired_and_tags_stay() {
        check("<p>او می رود</p>", "<p>او می\u{200c}رود</p>");
        check("<p>او <b>می</b> رود</p>", "<p>او <b>می</b>\u{200c}رود</p>");
        check("<a title=\"می رود\" href=\"/x\">كتاب</a>", "<a title=\"می رود\" href=\"/x\">کتاب</a>");
        check("<a title=\"۲ > 1\">كتاب</a>", "<a title=\"۲ > 1\">کتاب</a>");
        check("<pre>می رود</pre><p>می رود</p>", "<pre>می رود</pre><p>می\u{200c}رود</p>");
        check("متن <b>پررنگ</b> دیگر", "متن <b>پررنگ</b> دیگر");
        check("", "");
        check("<p>نیمه < تمام", "<p>نیمه < تمام");
        check("<code>می رود", "<code>می رود");
    }

    #[test]
    fn marks_stay_with_their_tags() {
        check("<p><b>گفت :</b> می رود ...</p>", "<p><b>گفت:</b> می\u{200c}رود…</p>");
        check("<p>\"<i>نه</i>\"، گفت</p>", "<p>«<i>نه</i>»، گفت</p>");
        check("<b>نامۀ</b> او", "<b>نامه\u{654}</b> او");
    }

    #[test]
    fn entities_are_read_or_kept() {
        check("<p>می&zwnj;شود و می شود</p>", "<p>می\u{200c}شود و می\u{200c}شود</p>");
        check("<p>کتاب&nbsp;&amp; قلم&#8204;ها</p>", "<p>کتاب &amp; قلم\u{200c}ها</p>");
        check("<p>خوب &amp; بد &#60;12</p>", "<p>خوب &amp; بد &#60;۱۲</p>");
        check("<p>خوب&nbsp;است</p>", "<p>خوب است</p>");
        check("<p>AT&amp;T و می رود</p>", "<p>AT&amp;T و می\u{200c}رود</p>");
    }

    #[test]
    fn changes_name_places_in_the_html() {
        let html = "<p>او <b>می</b> رود</p><p>&amp; نو كتاب</p>";
        let (repaired, changes) = repair(&Repairer::new(Mode::Full), html);
        let places: Vec<&str> = changes.iter().map(|change| &html[change.range.clone()]).collect();
        assert_eq!(places, ["می</b> رود", "كتاب"]);
        let places: Vec<&str> = changes.iter().map(|change| &repaired[change.repaired.clone()]).collect();
        assert_eq!(places, ["می</b>\u{200c}رود", "کتاب"]);
    }
}
