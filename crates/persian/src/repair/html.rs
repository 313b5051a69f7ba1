//! Repair of the text inside HTML: tags are cut out, each block's text is repaired as one line of the page's stream so
//! that words that run across inline tags are seen whole, and the tags are put back at the letters they stood at. A block in
//! which nothing is repaired stays as it was to the byte.

mod block;

use super::{Change, Repairer, Stream};
use block::Block;

/// Tags that do not end a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "ins", "del", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
/// Elements whose insides are not prose.
const KEPT: [&str; 6] = ["code", "pre", "script", "style", "textarea", "kbd"];

/// A block longer than this is repaired in pieces, so that memory stays constant.
const BLOCK_BYTES_MAX: usize = 1 << 20;
/// What is longer and has no end is no tag but text. Pictures written out in an attribute are of some hundred kilobytes.
const TAG_BYTES_MAX: usize = 4 << 20;
/// The longest end of a kept element that is not cut.
const CLOSING_BYTES_MAX: usize = 64;

/// A stretch of a page that was repaired.
#[derive(Clone, Debug, Default)]
pub struct HtmlPart {
    /// The stretch as it came.
    pub before: String,
    /// The stretch repaired.
    pub after: String,
    /// What was changed in it, in order; ranges are places in `before` and `after`.
    pub changes: Vec<Change>,
}

/// Repairs a page of any length that comes in pieces, block by block. However it is cut, the parts together are the
/// same, but for blocks of over a megabyte.
///
/// ```
/// use persian::repair::{Mode, Repairer};
///
/// let mut page = Repairer::new(Mode::Full).html_stream();
/// let parts = [page.push("<p>او م"), page.push("ی رود</p><p>آم"), page.push("د"), page.finish()];
/// let repaired: String = parts.iter().map(|part| part.after.as_str()).collect();
/// assert_eq!(repaired, "<p>او می\u{200c}رود</p><p>آمد");
/// ```
#[derive(Clone, Debug)]
pub struct HtmlStream {
    stream: Stream<'static>,
    rest: String,
    kept: Option<String>,
    /// Shorter than this the rest has been read to no end: read again at each piece, a long tag would be read over and
    /// over.
    read_from: usize,
}

impl HtmlStream {
    pub(super) fn new(stream: Stream<'static>) -> Self {
        Self { stream, rest: String::new(), kept: None, read_from: 0 }
    }

    /// Takes the next piece of the page and gives the blocks that it ends.
    pub fn push(&mut self, piece: &str) -> HtmlPart {
        self.rest.push_str(piece);
        if self.rest.len() < self.read_from { HtmlPart::default() } else { self.repair(false) }
    }

    /// Gives what is left of the page.
    pub fn finish(mut self) -> HtmlPart {
        self.repair(true)
    }

    fn repair(&mut self, is_end: bool) -> HtmlPart {
        let mut pass = Pass { stream: &mut self.stream, after: String::new(), changes: Vec::new() };
        let read = pass.run(&self.rest, &mut self.kept, is_end);
        let Pass { after, changes, .. } = pass;
        let rest = self.rest.split_off(read);
        self.read_from = rest.len() * 2;
        HtmlPart { before: std::mem::replace(&mut self.rest, rest), after, changes }
    }
}

/// Repairs the text of `html` and lists what was changed.
pub(super) fn repair(repairer: &Repairer, html: &str) -> (String, Vec<Change>) {
    let after = String::with_capacity(html.len() + html.len() / 64);
    let mut pass = Pass { stream: &mut repairer.stream(), after, changes: Vec::new() };
    pass.run(html, &mut None, true);
    (pass.after, pass.changes)
}

struct Pass<'a> {
    stream: &'a mut Stream<'static>,
    after: String,
    changes: Vec<Change>,
}

impl Pass<'_> {
    /// Repairs the blocks of `html` that end in it; at the end of the page the last one too. `kept` is the element of
    /// [`KEPT`] that is open, at the start and then where reading ended, which is answered.
    fn run(&mut self, html: &str, kept: &mut Option<String>, is_end: bool) -> usize {
        let mut block = Block::at(html, 0);
        let (mut begun, mut begun_in, mut at) = (0, kept.clone(), 0);
        loop {
            let start = tag_start(html, at, kept.as_deref());
            let Some(end) = tag_end(html, start, is_end) else {
                let room = html.len() - begun <= BLOCK_BYTES_MAX;
                if room && !is_end {
                    *kept = begun_in;
                    return begun;
                }
                let is_text = is_end || html.len() - start > TAG_BYTES_MAX;
                let stop = if is_text { html.len() } else { cut(html, at, start, kept.is_some()) };
                block.take(at..stop, kept.as_deref());
                block.repair(self.stream, &mut self.after, &mut self.changes);
                return stop;
            };
            block.take(at..start, kept.as_deref());
            let (name, closing) = tag_name(&html[start..end]);
            match &*kept {
                Some(open) if closing && *open == name => *kept = None,
                None if !closing && KEPT.contains(&name.as_str()) && !html[..end].ends_with("/>") => {
                    *kept = Some(name.clone());
                }
                _ => {}
            }
            block.hold(start..end);
            at = end;
            if kept.is_none() && !INLINE.contains(&name.as_str()) && !KEPT.contains(&name.as_str()) {
                block.repair(self.stream, &mut self.after, &mut self.changes);
                block = Block::at(html, at);
                (begun, begun_in) = (at, None);
            }
        }
    }
}

/// Where to part a block that is too long, at or before the unfinished tag at `start`: between two words, and never
/// inside of what may be the end of a kept element.
fn cut(html: &str, at: usize, start: usize, is_kept: bool) -> usize {
    if start < html.len() {
        return start;
    }
    if is_kept {
        return html.floor_char_boundary(html.len() - CLOSING_BYTES_MAX).max(at);
    }
    html[at..].rfind(char::is_whitespace).map_or(html.len(), |space| at + space)
}

/// Where the next tag starts. Inside of a kept element only its own end is one.
fn tag_start(html: &str, at: usize, kept: Option<&str>) -> usize {
    let Some(open) = kept else {
        // What a name, a slash or a mark does not follow is text: «۳ < ۵».
        let begins = |start: &usize| {
            let next = html.as_bytes().get(start + 1);
            next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
        };
        return html[at..].match_indices('<').map(|(start, _)| at + start).find(begins).unwrap_or(html.len());
    };
    let closes = |start: &usize| {
        let name = html.as_bytes().get(start + 2..start + 2 + open.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(open.as_bytes()))
    };
    html[at..].match_indices("</").map(|(start, _)| at + start).find(closes).unwrap_or(html.len())
}

/// Where a tag or comment that starts at `start` ends. None when nothing starts there that ends in `html`.
fn tag_end(html: &str, start: usize, is_end: bool) -> Option<usize> {
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
            (Some(_), b'<') => return tag.find('>').map(|at| start + at + 1),
            _ => {}
        }
    }
    tag.find('>').filter(|_| is_end).map(|at| start + at + 1)
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
        check("<p>۳ < ۵ و كتاب > آن</p>", "<p>۳ < ۵ و کتاب > آن</p>");
        check("<p>دستور <code>ls -la</code> را</p>", "<p>دستور <code>ls -la</code> را</p>");
        check("<kbd>Ctrl</kbd> و <kbd>ك</kbd> ، كتاب", "<kbd>Ctrl</kbd> و <kbd>ك</kbd>، کتاب");
    }

    #[test]
    fn a_page_in_pieces_is_the_page() {
        let page = "<p title=\"۱ > ۲\">او <b>م</b>ی رود<!-- می رود > --></p><script>if (a <b) { c=\"</script>كتاب\
                    <code>می رود</code> می رود</p> نیمه < تمام <b";
        let (whole, _) = repair(&Repairer::new(Mode::Full), page);
        let cuts: Vec<usize> = page.char_indices().map(|(at, _)| at).collect();
        for first in &cuts {
            for second in cuts.iter().filter(|second| *second >= first) {
                let mut stream = Repairer::new(Mode::Full).html_stream();
                let pieces = [&page[..*first], &page[*first..*second], &page[*second..]];
                let mut parts: Vec<HtmlPart> = pieces.iter().map(|piece| stream.push(piece)).collect();
                parts.push(stream.finish());
                let after: String = parts.iter().map(|part| part.after.as_str()).collect();
                assert_eq!(after, whole, "{first} {second}");
                let before: String = parts.iter().map(|part| part.before.as_str()).collect();
                assert_eq!(before, page);
            }
        }
    }

    #[test]
    fn an_endless_block_is_given_in_parts() {
        for begin in ["<p>", "<p><b>", "<script>", ""] {
            let mut stream = Repairer::new(Mode::Full).html_stream();
            stream.push(begin);
            for _ in 0..30 {
                stream.push(&"no end ".repeat(20_000));
                assert!(stream.rest.len() < 2 * BLOCK_BYTES_MAX, "{begin}");
            }
        }
    }

    #[test]
    fn long_blocks_take_time_by_their_length() {
        let page =
            format!("<p>{}</p><p title=\"{}", "كتاب ها مي شود &amp; ".repeat(20_000), "ا".repeat(100_000));
        let (whole, changes) = repair(&Repairer::new(Mode::Full), &page);
        assert!(changes.len() >= 40_000 && changes.iter().all(|change| !change.after.contains('\u{fffc}')));
        let mut stream = Repairer::new(Mode::Full).html_stream();
        let chars: Vec<char> = page.chars().collect();
        let mut parts: Vec<HtmlPart> =
            chars.chunks(50).map(|piece| stream.push(&piece.iter().collect::<String>())).collect();
        parts.push(stream.finish());
        assert_eq!(parts.iter().map(|part| part.after.as_str()).collect::<String>(), whole);
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
        let html = "<p>او <b>می</b> رود</p><p>&amp; نو كتاب</p><p>كد<code>اب</code> و</p>";
        let (repaired, changes) = repair(&Repairer::new(Mode::Full), html);
        let places: Vec<&str> = changes.iter().map(|change| &html[change.range.clone()]).collect();
        assert_eq!(places, ["می</b> رود", "كتاب", "كد<code>اب"]);
        let places: Vec<&str> = changes.iter().map(|change| &repaired[change.repaired.clone()]).collect();
        assert_eq!(places, ["می</b>\u{200c}رود", "کتاب", "کد<code>اب"]);
    }
}
