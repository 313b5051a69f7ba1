//! The tree of a page, whatever its bytes are.

use scraper::Html;

use super::{flat, further};
use crate::{bounds, charset, sanitize};

/// Of the characters of a text one in this many may be none that anybody writes; pictures have more.
const UNWRITTEN_PART: usize = 20;
/// A text without markup is nothing but the article, and is read up to here.
const PLAIN_BYTES_MAX: usize = 1024 * 1024;

/// The tree of a page; None when nothing is written there.
pub(super) fn read(bytes: &[u8], content_type: Option<&str>, url: &str) -> Option<Html> {
    if is_file(bytes, content_type) {
        return None;
    }
    let mut html = charset::decode(bytes, content_type, Some(url));
    html.truncate(html.floor_char_boundary(bounds::BYTES_MAX));
    if !is_written(&html) {
        return None;
    }
    if !has_markup(&html) {
        html.truncate(html.floor_char_boundary(PLAIN_BYTES_MAX));
        html = sanitize::text_to_html(&html);
    }
    let mut document = bounds::parse(&html);
    if let Some(text) = flat::text_in_pre(&document) {
        document = bounds::parse(&sanitize::text_to_html(&text));
    }
    further::leave_out(&mut document);
    Some(document)
}

/// Whether a server, or their beginning, says that bytes are a file to be opened elsewhere, though they may have letters.
fn is_file(bytes: &[u8], content_type: Option<&str>) -> bool {
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let is_kind = |start: &str| kind.starts_with(start);
    ["image/", "audio/", "video/", "font/"].into_iter().any(is_kind)
        || ["rtf", "pdf", "msword", "zip", "gzip", "x-tar"].iter().any(|end| kind.ends_with(end))
        || bytes.starts_with(b"{\\rtf")
}

/// Whether these are a text's characters, and not those of a picture or a packed file.
fn is_written(text: &str) -> bool {
    // By bytes, for most of a page is looked at for nothing: controls, those of two bytes but for U+0085, and U+FFFD.
    let bytes = text.as_bytes();
    let short = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f)).count();
    let long = bytes.windows(2).filter(|two| two[0] == 0xc2 && two[1] < 0xa0 && two[1] != 0x85).count();
    (short + long + text.matches('\u{fffd}').count()) * UNWRITTEN_PART <= text.chars().count()
}

/// Whether a document has tags at all; scraped text has none.
fn has_markup(text: &str) -> bool {
    let tags = ["p", "div", "html", "body", "br", "h1", "article", "span", "table", "td"];
    text.match_indices('<').any(|(at, _)| {
        let name = &text.as_bytes()[at + 1..];
        tags.iter()
            .any(|tag| name.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes())))
    })
}
