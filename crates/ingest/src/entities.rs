//! Character references that pages and feeds use, and `&` that is none.

/// Named references beyond XML's five that are met.
const NAMED: [(&str, &str); 36] = [
    ("nbsp", "\u{a0}"),
    ("zwnj", "\u{200c}"),
    ("zwj", "\u{200d}"),
    ("lrm", "\u{200e}"),
    ("rlm", "\u{200f}"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("bdquo", "„"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("shy", "\u{ad}"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("euro", "€"),
    ("pound", "£"),
    ("times", "×"),
    ("thinsp", "\u{2009}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("auml", "ä"),
    ("ccedil", "ç"),
    ("szlig", "ß"),
];
/// XML's own.
const XML: [(&str, &str); 5] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
/// A longer run after `&` is no reference.
const NAME_BYTES_MAX: usize = 12;

/// Replaces every known reference by its character; others stay as they are.
pub(crate) fn decode(text: &str) -> String {
    replace(text, |name| lookup(name, &XML).or_else(|| lookup(name, &NAMED)), "&")
}

/// Makes references fit for XML: its own and numeric ones stay, known ones become characters, a bare `&` is escaped, but
/// not in `CDATA`, where it is text.
pub(crate) fn for_xml(text: &str) -> String {
    let known = |name: &str| {
        let keep =
            XML.iter().any(|(known, _)| *known == name) || (name.starts_with('#') && numeric(name).is_some());
        if keep { Some(format!("&{name};")) } else { lookup(name, &NAMED) }
    };
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find("<![CDATA[") {
        let end = rest[start..].find("]]>").map_or(rest.len(), |end| start + end);
        out.push_str(&replace(&rest[..start], known, "&amp;"));
        out.push_str(&replace(&rest[start..end], known, "&"));
        rest = &rest[end..];
    }
    out.push_str(&replace(rest, known, "&amp;"));
    out
}

fn replace(text: &str, known: impl Fn(&str) -> Option<String>, bare: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(NAME_BYTES_MAX).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((known(&rest[..end])?, end)));
        match found {
            Some((character, end)) => {
                out.push_str(&character);
                rest = &rest[end + 1..];
            }
            None => out.push_str(bare),
        }
    }
    out.push_str(rest);
    out
}

fn lookup(name: &str, table: &[(&str, &str)]) -> Option<String> {
    let named = table.iter().find(|(known, _)| *known == name).map(|(_, character)| (*character).to_owned());
    named.or_else(|| numeric(name).map(String::from))
}

/// `#1234`, `#x4d2`.
fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        assert_eq!(
            decode("می&zwnj;شود &laquo;A&amp;B&raquo; &#1587;&#x633; &nope; &"),
            "می\u{200c}شود «A&B» سس &nope; &"
        );
        assert_eq!(for_xml("A & B &amp; &nbsp;&#38;&foo;"), "A &amp; B &amp; \u{a0}&#38;&amp;foo;");
    }
}
