//! The beginning of a text, for where no more of it was agreed.

use std::collections::HashSet;

use super::typed::Part;
use super::{escape, first_picture, html_to_text, parts};

/// An excerpt is no longer: a paragraph of news has some hundreds, and a text without paragraphs is no excerpt of itself.
const EXCERPT_CHARS_MAX: usize = 700;
/// Blocks that are no paragraph, unless a text has nothing else.
const ASIDE: [&str; 8] = ["<figure", "<h2", "<h3", "<h4", "<table", "<hr", "<ul", "<ol"];

/// The first paragraph of sanitized HTML, by structure: a block of prose, or what stands in none up to an empty line. It
/// is cut at a sentence where it is long, and empty only where there is no text.
fn excerpt(html: &str) -> String {
    let parts = parts(html);
    let paragraph = |part: &Part| match part {
        Part::Block(block) if ASIDE.iter().any(|name| block.starts_with(name)) => None,
        Part::Block(block) => first_of(block),
        Part::Loose(text) => text.split('\n').find_map(first_of),
    };
    let any = || {
        parts.iter().find_map(|part| match part {
            Part::Block(block) if !block.starts_with("<figure") => cut(&html_to_text(block)),
            Part::Block(_) => None,
            Part::Loose(text) => cut(&html_to_text(text)),
        })
    };
    parts.iter().find_map(paragraph).or_else(any).unwrap_or_default()
}

/// What readers get of a text of which only an excerpt was agreed: of one that an editor has changed, the excerpt of what
/// is still its source's, and all that is the editor's own. `original` is what the source said; None when nobody changed it.
pub fn agreed_excerpt(html: &str, original: Option<&str>) -> String {
    original.map_or_else(|| excerpt(html), |original| excerpt_beside_own(html, original))
}

fn excerpt_beside_own(html: &str, original: &str) -> String {
    let said = Said::by(original);
    let (mut own, mut theirs, mut place) = (Vec::new(), Vec::new(), None);
    let pieces = parts(html).into_iter().flat_map(|part| match part {
        Part::Block(block) => vec![block],
        Part::Loose(text) => text.split('\n').filter(|line| !line.trim().is_empty()).collect(),
    });
    for piece in pieces {
        if said.has(piece) {
            place.get_or_insert(own.len());
            theirs.push(piece);
        } else {
            own.push(piece.to_owned());
        }
    }
    let excerpt = excerpt(&theirs.join("\n"));
    if let Some(place) = place.filter(|_| !excerpt.is_empty()) {
        own.insert(place, excerpt);
    }
    own.join("\n")
}

/// Words in a row by which a text is known.
const WORDS: usize = 3;

/// What a source said: every run of so many words, and of fewer for what is shorter; and its pictures.
struct Said<'a> {
    html: &'a str,
    runs: HashSet<String>,
}

impl<'a> Said<'a> {
    fn by(html: &'a str) -> Self {
        let words = words(html);
        let runs = (1..=WORDS).flat_map(|size| words.windows(size).map(|run| run.join(" "))).collect();
        Self { html, runs }
    }

    /// Whether half of a piece or more is what was said.
    fn has(&self, piece: &str) -> bool {
        let words = words(piece);
        let runs = words.windows(words.len().clamp(1, WORDS));
        let (all, known) = (runs.len(), runs.filter(|run| self.runs.contains(&run.join(" "))).count());
        match first_picture(piece) {
            Some(url) if self.html.contains(&super::quoted(&url)) => true,
            None if all == 0 => true,
            _ => all > 0 && known * 2 >= all,
        }
    }
}

fn words(html: &str) -> Vec<String> {
    persian::fold::words(&html_to_text(html)).collect()
}

/// The first paragraph of a block or of loose text, as a block.
fn first_of(html: &str) -> Option<String> {
    let (mut end, mut has_text) = (0, false);
    for piece in html.split_inclusive("<br>") {
        let is_blank = html_to_text(piece).is_empty();
        if is_blank && has_text {
            break;
        }
        has_text |= !is_blank;
        end += piece.len();
    }
    let text = html_to_text(&html[..end]);
    if text.is_empty() {
        return None;
    }
    let is_whole = end == html.len() && text.chars().nth(EXCERPT_CHARS_MAX).is_none();
    match html.starts_with('<') && !super::is_inline(name(html)) {
        true if is_whole => Some(html.to_owned()),
        // What is cut within elements is balanced by the sanitizer.
        _ if text.chars().nth(EXCERPT_CHARS_MAX).is_none() => {
            let kept = html[..end].trim_end().trim_end_matches("<br>");
            let kept = if kept.starts_with("<p") { kept.to_owned() } else { format!("<p>{kept}") };
            Some(super::article_html(&kept, None))
        }
        _ => cut(&text),
    }
}

fn name(html: &str) -> &str {
    html.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default()
}

/// Plain text as a paragraph, cut after the last sentence that fits, else after the last word.
fn cut(text: &str) -> Option<String> {
    let text = text.trim();
    let most = text.char_indices().nth(EXCERPT_CHARS_MAX).map_or(text.len(), |(at, _)| at);
    let head = &text[..most];
    let kept = if most == text.len() {
        head.to_owned()
    } else if let Some(end) =
        head.rmatch_indices(['.', '؟', '!', '…']).find(|(at, mark)| ends(head, at + mark.len()))
    {
        head[..end.0 + end.1.len()].to_owned()
    } else {
        format!("{}…", head.rsplit_once(char::is_whitespace).map_or(head, |(head, _)| head))
    };
    (!kept.is_empty()).then(|| format!("<p>{}</p>", escape(&kept).replace('\n', "<br>")))
}

/// Whether a sentence ends there: «۱۲.۵» goes on.
fn ends(text: &str, at: usize) -> bool {
    text[at..].starts_with(char::is_whitespace) || text[at..].starts_with(['»', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_the_first_paragraph_by_structure() {
        for (html, expected) in [
            ("<p>یک.</p>\n<p>دو.</p>", "<p>یک.</p>"),
            ("<p>یک.<br><br>دو.<br><br>سه.</p>", "<p>یک.</p>"),
            ("<p>یک.<br> <br>دو.</p>", "<p>یک.</p>"),
            ("<p><strong>یک.<br><br>دو.</strong></p>", "<p><strong>یک.</strong></p>"),
            ("<p>یک<br>دو</p><p>سه</p>", "<p>یک<br>دو</p>"),
            ("<p dir=\"rtl\">یک.</p><p dir=\"rtl\">دو.</p>", "<p dir=\"rtl\">یک.</p>"),
            ("یک <b>و</b>.<br><br>دو.", "<p>یک <b>و</b>.</p>"),
            ("یک.\nدو.", "<p>یک.</p>"),
            ("<h2>میان‌تیتر</h2><figure><figcaption>عکس</figcaption></figure><p>یک.</p>", "<p>یک.</p>"),
            ("<blockquote><p>یک.</p></blockquote><p>دو.</p>", "<blockquote><p>یک.</p></blockquote>"),
            ("<p><br></p><ul><li>یک</li><li>دو</li></ul>", "<p>یک<br>دو</p>"),
            ("<h2>تنها تیتر</h2>", "<p>تنها تیتر</p>"),
            ("<figure><img src=\"https://a.ir/1.jpg\" alt=\"\"></figure>", ""),
            ("", ""),
        ] {
            assert_eq!(excerpt(html), expected, "{html}");
        }
    }

    #[test]
    fn what_an_editor_wrote_is_not_cut() {
        const ORIGINAL: &str = "<figure><img src=\"https://a.ir/1.jpg\" alt=\"\"><figcaption>پل تازه</figcaption></figure>\n<p>شهردار لاجین از گشایش پل تازهٔ شهر خبر داد.</p>\n<h2>هزینه</h2>\n<p>هزینهٔ آن از بودجهٔ شهر پرداخت شد و سه سال به درازا کشید.</p>";
        let first = "<p>شهردار لاجین از گشایش پل تازهٔ شهر خبر داد.</p>";
        let own = "<p>خبرنگار ما از محل گزارش می‌دهد که صف خودروها کوتاه شده است.</p>";
        assert_eq!(excerpt_beside_own(ORIGINAL, ORIGINAL), first, "as any excerpt");
        assert_eq!(excerpt_beside_own(&format!("{ORIGINAL}\n{own}"), ORIGINAL), format!("{first}\n{own}"));
        assert_eq!(excerpt_beside_own(&format!("{own}\n{ORIGINAL}"), ORIGINAL), format!("{own}\n{first}"));
        let typo = ORIGINAL.replace("به درازا", "بدرازا").replace("پرداخت", "پرداخته");
        assert_eq!(excerpt_beside_own(&typo, ORIGINAL), first, "a correction makes it nobody else's");
        let picture =
            "<figure><img src=\"https://b.ir/2.jpg\" alt=\"\"><figcaption>صف خودروها</figcaption></figure>";
        let anew = format!("{picture}\n{own}\n<h2>از محل</h2>\n{own}");
        assert_eq!(excerpt_beside_own(&anew, ORIGINAL), anew, "nothing of it is the source's");
        assert_eq!(excerpt_beside_own("سطر تازهٔ ما از محل پل.", ORIGINAL), "سطر تازهٔ ما از محل پل.");
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_sentence_and_never_empty() {
        let sentence = "شهردار گفت ۱۲.۵ درصد کار پل مانده است. ";
        let long = excerpt(&format!("<p dir=\"rtl\">{}</p>", sentence.repeat(60)));
        let text = html_to_text(&long);
        assert!(text.ends_with("مانده است.") && text.chars().count() > EXCERPT_CHARS_MAX / 2, "{text}");
        assert!(text.chars().count() <= EXCERPT_CHARS_MAX, "{text}");
        let endless = html_to_text(&excerpt(&format!("<p>{}</p>", "پل ".repeat(900))));
        assert!(endless.ends_with("پل…") && endless.chars().count() <= EXCERPT_CHARS_MAX + 1, "{endless}");
        assert_eq!(html_to_text(&excerpt(&"پ".repeat(900))).chars().count(), EXCERPT_CHARS_MAX + 1);
        let wall = excerpt(&format!("<ul>{}</ul>", "<li>یک &lt; دو.</li>".repeat(400)));
        assert!(html_to_text(&wall).chars().count() <= EXCERPT_CHARS_MAX && wall.contains("&lt;"), "{wall}");
    }
}
