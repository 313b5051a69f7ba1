//! Bytes to text: byte order mark, the server's word, the document's own word, then a guess.
//!
//! UTF-8 that is valid is UTF-8 whatever was declared: outlets that moved to it forgot to change their headers.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into a document its own declaration is looked for (the HTML standard looks at 1,024 bytes).
const DECLARATION_BYTES: usize = 2048;

/// The text of a fetched document. Never fails: bytes that mean nothing become U+FFFD.
pub fn decode(bytes: &[u8], content_type: Option<&str>, url: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let declared = content_type.and_then(of_content_type).or_else(|| of_document(bytes));
    let encoding = declared
        .filter(|encoding| *encoding != UTF_8 || mostly_utf8(bytes))
        .unwrap_or_else(|| guess(bytes, url));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn of_content_type(value: &str) -> Option<&'static Encoding> {
    let lower = value.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset=")?;
    Encoding::for_label(
        label
            .trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace())
            .split(';')
            .next()?
            .as_bytes(),
    )
}

/// `<?xml encoding="…"`, `<meta charset="…">`, `<meta http-equiv … charset=…>`.
fn of_document(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]).to_ascii_lowercase();
    ["encoding=", "charset="].into_iter().find_map(|key| {
        let (_, after) = head.split_once(key)?;
        let label =
            after.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', ';', '>', '?', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    })
}

/// Declared UTF-8 with a few broken bytes stays UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let broken = String::from_utf8_lossy(bytes).chars().filter(|c| *c == '\u{fffd}').count();
    broken * 50 < bytes.len()
}

fn guess(bytes: &[u8], url: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let host =
        url.and_then(|url| url::Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
    let domain = host.as_deref().and_then(|host| host.rsplit('.').next()).filter(|domain| domain.is_ascii());
    detector.guess(domain.map(str::as_bytes), Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_and_undeclared_charsets_are_read() {
        let cp1256 = encoding_rs::WINDOWS_1256.encode("سلام دنیای خبر و گزارش").0.into_owned();
        let read = decode(&cp1256, Some("text/html; charset=windows-1256"), None);
        assert!(read.starts_with("سلام"), "{read}");
        let declared = [b"<?xml version='1.0' encoding='windows-1256'?>".as_slice(), &cp1256].concat();
        assert!(decode(&declared, None, None).contains("سلام"));
        assert_eq!(decode("سلام".as_bytes(), Some("text/html; charset=windows-1256"), None), "سلام");
        assert_eq!(decode(&[0xff, 0xfe, 0x33, 0x06], None, None), "س");
        assert!(!decode(&[0xff, 0xff, 0x80], None, None).is_empty());
    }
}
