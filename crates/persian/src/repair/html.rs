//! Repair of the text inside HTML: tags are cut out, each block's text is repaired as one line of the page's stream so
//! that words that run across inline tags are seen whole, and the tags are put back at the letters they stood at. A block in
//! which nothing is repaired stays as it was to the byte.

mod block;
mod elements;
mod tag;

use super::{Change, Repairer, Stream};
use block::Block;
use elements::Elements;

/// Tags that do not end a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "em", "font", "i", "ins", "del", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];
/// Elements whose insides are not prose.
const KEPT: [&str; 12] =
    ["code", "pre", "script", "style", "textarea", "kbd", "samp", "var", "tt", "xmp", "iframe", tag::ENDLESS];

/// A block longer than this is repaired in pieces, so that memory stays constant.
const BLOCK_BYTES_MAX: usize = 1 << 20;
/// A tag that is longer ends the page's repair. Pictures written out in an attribute are of some hundred kilobytes.
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
    inside: Inside,
    /// Shorter than this the rest has been read to no end: read again at each piece, a long tag would be read over and
    /// over.
    read_from: usize,
}

impl HtmlStream {
    pub(super) fn new(stream: Stream<'static>) -> Self {
        Self { stream, rest: String::new(), inside: Inside::default(), read_from: 0 }
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
        let read = pass.run(&self.rest, &mut self.inside, is_end);
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
    pass.run(html, &mut Inside::default(), true);
    (pass.after, pass.changes)
}

/// Where in a page reading is.
#[derive(Clone, Debug, Default)]
struct Inside {
    /// The element of [`KEPT`] that is open.
    kept: Option<String>,
    elements: Elements,
}

impl Inside {
    /// The element whose text is left alone.
    fn left_alone(&self) -> Option<&str> {
        self.kept.as_deref().or_else(|| self.elements.are_foreign().then_some("lang"))
    }

    /// Passes a tag. Answers whether it ends a line of text.
    fn pass(&mut self, text: &str) -> Passed {
        let (name, closing) = tag::name(text);
        let name = name.as_str();
        match &self.kept {
            Some(open) if closing && *open == name => self.kept = None,
            None if KEPT.contains(&name) && !closing && !text.ends_with("/>") => {
                self.kept = Some(name.to_owned());
            }
            None if !KEPT.contains(&name) => self.elements.pass(text, name, closing),
            _ => {}
        }
        match name {
            _ if self.kept.is_some() => Passed::Inline,
            "br" => Passed::Break,
            _ if INLINE.contains(&name) || KEPT.contains(&name) => Passed::Inline,
            _ => Passed::Block,
        }
    }
}

/// What a tag is to the line that it stands in.
enum Passed {
    Inline,
    /// A line end inside of a block.
    Break,
    Block,
}

struct Pass<'a> {
    stream: &'a mut Stream<'static>,
    after: String,
    changes: Vec<Change>,
}

impl Pass<'_> {
    /// Repairs the blocks of `html` that end in it; at the end of the page the last one too. `inside` is where in the
    /// page it starts, and then where reading ended, which is answered.
    fn run(&mut self, html: &str, inside: &mut Inside, is_end: bool) -> usize {
        let mut block = Block::at(html, 0);
        let (mut begun, mut begun_in, mut at) = (0, inside.clone(), 0);
        loop {
            let start = tag::start(html, at, inside.kept.as_deref());
            let Some(end) = tag::end(html, start) else {
                let room = html.len() - begun <= BLOCK_BYTES_MAX;
                if room && !is_end {
                    *inside = begun_in;
                    return begun;
                }
                let is_tag = start < html.len();
                let stop = if is_tag || is_end { start } else { cut(html, at, inside.kept.is_some()) };
                block.take(at..stop, inside.left_alone());
                let is_endless = is_tag && (is_end || html.len() - start > TAG_BYTES_MAX);
                if is_endless {
                    // Browsers show nothing of what follows a tag without an end.
                    block.hold(start..html.len());
                    inside.kept = Some(tag::ENDLESS.to_owned());
                }
                block.repair(self.stream, &mut self.after, &mut self.changes);
                return if is_endless { html.len() } else { stop };
            };
            block.take(at..start, inside.left_alone());
            let passed = inside.pass(&html[start..end]);
            match passed {
                Passed::Break => block.end_line(start..end),
                Passed::Inline if block.parts_words(&html[start..end]) => block.end_line(start..end),
                _ => block.hold(start..end),
            }
            at = end;
            if matches!(passed, Passed::Block) {
                block.repair(self.stream, &mut self.after, &mut self.changes);
                block = Block::at(html, at);
                (begun, begun_in) = (at, inside.clone());
            }
        }
    }
}

/// Where to part a block that is too long: between two words, and never inside of what may be the end of a kept element.
fn cut(html: &str, at: usize, is_kept: bool) -> usize {
    if is_kept {
        return html.floor_char_boundary(html.len() - CLOSING_BYTES_MAX).max(at);
    }
    html[at..].rfind(char::is_whitespace).map_or(html.len(), |space| at + space)
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
        check("<p><b>گفت :</b> می رود ...</p>", "<p><b>گفت:</b> می\u{200c}رود …</p>");
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
