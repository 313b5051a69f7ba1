//! Repair of the text inside HTML: tags are cut out, each block's text is repaired as one line so that words
//! that run across inline tags are seen whole, and the tags are put back at the letters they stood at.

use super::Repairer;

/// Tags that do not end a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "ins", "del", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
/// Elements whose insides are not prose.
const KEPT: [&str; 6] = ["code", "pre", "script", "style", "textarea", "kbd"];

/// Repairs the text of `html`.
pub(super) fn repair(repairer: &Repairer, html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let mut line = Line::default();
    let mut kept: Option<String> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if kept.is_some() {
            line.hold(text)
        } else {
            line.text.push_str(text)
        }
        let Some((tag, after)) = split_tag(after) else {
            line.text.push_str(after);
            break;
        };
        rest = after;
        let (name, closing) = tag_name(tag);
        match &kept {
            Some(open) if closing && *open == name => kept = None,
            None if !closing && KEPT.contains(&name.as_str()) && !tag.ends_with("/>") => {
                kept = Some(name.clone())
            }
            _ => {}
        }
        line.hold(tag);
        if kept.is_none() && !INLINE.contains(&name.as_str()) && !KEPT.contains(&name.as_str()) {
            line.flush(repairer, &mut out);
        }
    }
    line.flush(repairer, &mut out);
    out
}

/// Text of one block with what was cut out of it.
#[derive(Default)]
struct Line {
    text: String,
    /// What was cut out, and after how many letters it stood.
    held: Vec<(usize, String)>,
}

impl Line {
    fn hold(&mut self, what: &str) {
        let letters = self.text.chars().filter(|c| !is_gap(*c)).count();
        // A space before a tag stays before it: it is remembered with the tag's place.
        self.held.push((letters, what.to_owned()));
    }

    /// Repairs the text and writes it out with the held parts at their letters.
    fn flush(&mut self, repairer: &Repairer, out: &mut String) {
        let text = std::mem::take(&mut self.text);
        let held = std::mem::take(&mut self.held);
        if text.chars().all(is_gap) || text.is_ascii() {
            return weave(&text, &text, &held, out);
        }
        let lead = &text[..text.len() - text.trim_start().len()];
        let trail = &text[text.trim_end().len()..];
        let decoded =
            text.trim().replace("&zwnj;", "\u{200c}").replace("&#8204;", "\u{200c}").replace("&nbsp;", " ");
        let repaired: Vec<String> = decoded.split('\n').map(|part| repairer.line(part)).collect();
        let repaired = format!("{lead}{}{trail}", repaired.join("\n"));
        weave(&text, &repaired, &held, out);
    }
}

/// Writes `repaired` with each held part after as many letters as it had before it in `text`. When repair changed
/// the number of letters (entities, presentation forms), parts are placed by share.
fn weave(text: &str, repaired: &str, held: &[(usize, String)], out: &mut String) {
    let count = |text: &str| text.chars().filter(|c| !is_gap(*c)).count();
    let (before, after) = (count(text), count(repaired));
    if before != after && !held.iter().all(|(at, _)| *at == 0 || *at == before) {
        // Letters do not line up: the block is left as it was.
        return place(text, held, out);
    }
    let held: Vec<(usize, String)> =
        held.iter().map(|(at, part)| (if *at == before { after } else { *at }, part.clone())).collect();
    place(repaired, &held, out);
}

fn place(text: &str, held: &[(usize, String)], out: &mut String) {
    let mut letters = 0;
    let mut held = held.iter().peekable();
    let mut chars = text.chars().peekable();
    loop {
        // A closing tag comes before the gap that follows its word; an opening one after it.
        while let Some((_, part)) = held.next_if(|(at, part)| {
            *at == letters && (part.starts_with("</") || chars.peek().is_none_or(|c| !is_gap(*c)))
        }) {
            out.push_str(part);
        }
        let Some(c) = chars.next() else { break };
        out.push(c);
        letters += usize::from(!is_gap(c));
    }
    held.for_each(|(_, part)| out.push_str(part));
}

/// What repair may add or remove: everything else lines up letter by letter.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{0640}' | '\u{00ad}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

/// A tag or comment at the start of `text`, and what follows. None when `<` starts no tag that ends.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let end = if text.starts_with("<!--") {
        text.find("-->").map(|at| at + 3)
    } else {
        text.find('>').map(|at| at + 1)
    };
    end.map(|end| text.split_at(end))
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
        assert_eq!(repair(&Repairer::new(Mode::Full), before), after);
    }

    #[test]
    fn text_is_repaired_and_tags_stay() {
        check("<p>او می رود</p>", "<p>او می\u{200c}رود</p>");
        check("<p>او <b>می</b> رود</p>", "<p>او <b>می</b>\u{200c}رود</p>");
        check("<a title=\"می رود\" href=\"/x\">كتاب</a>", "<a title=\"می رود\" href=\"/x\">کتاب</a>");
        check("<pre>می رود</pre><p>می رود</p>", "<pre>می رود</pre><p>می\u{200c}رود</p>");
        check("متن <b>پررنگ</b> دیگر", "متن <b>پررنگ</b> دیگر");
        check("", "");
        check("<p>نیمه < تمام", "<p>نیمه < تمام");
    }
}
