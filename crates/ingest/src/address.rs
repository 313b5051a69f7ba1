//! The one notation of a web address, by which sources and entries are kept and looked up.

use std::borrow::Cow;

use persian::digits;

use crate::fetch::{FetchError, parse};

/// Beside `utm` and `utm_…`, what is added to addresses to tell where a reader came from, or asks for a page's short
/// form: the page is the same.
const COUNTING: [&str; 14] = [
    "amp", "ref", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid",
    "mc_cid", "mc_eid", "_gl",
];

/// An address as it is kept: small letters and Latin digits in its host, no dot after that and no usual port, no part
/// after `#`, nothing that only counts readers, what is asked in the order of its names, and one spelling of what is
/// escaped.
///
/// # Errors
/// [`FetchError::BadAddress`].
pub fn canonical(url: &str) -> Result<String, FetchError> {
    let mut at = parse(url)?;
    at.set_fragment(None);
    if let Some(host) = at.domain().and_then(|host| host.strip_suffix('.')).map(str::to_owned) {
        at.set_host(Some(&host)).map_err(|_| FetchError::BadAddress(url.to_owned()))?;
    }
    let kept = at.query().map(|query| {
        let fields = query.split('&').filter(|field| !field.is_empty() && !only_counts(field));
        let mut fields: Vec<&str> = fields.collect();
        fields.sort_by_key(|field| field.split('=').next());
        fields.join("&")
    });
    at.set_query(kept.as_deref().filter(|query| !query.is_empty()));
    Ok(one_escape(at.into()))
}

fn only_counts(field: &str) -> bool {
    let (name, value) = field.split_once('=').unwrap_or((field, ""));
    let name = name.to_ascii_lowercase();
    // Feeds escape addresses twice.
    let name = name.strip_prefix("amp;").unwrap_or(&name);
    // A reference with a number may be the article's own.
    let is_own = name == "ref" && value.contains(|c: char| c.is_ascii_digit());
    name == "utm" || name.starts_with("utm_") || (COUNTING.contains(&name) && !is_own)
}

/// `%d8` as `%D8`, and `%31` as `1`: a site's own links and what a browser copies differ in it.
fn one_escape(url: String) -> String {
    let mut parts = url.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |url, part| match part.split_at_checked(2) {
        Some((hex, rest)) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            let byte = u8::from_str_radix(hex, 16).unwrap_or_default();
            let needs_none = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let escaped = if needs_none {
                char::from(byte).to_string()
            } else {
                format!("%{}", hex.to_ascii_uppercase())
            };
            url + &escaped + rest
        }
        _ => format!("{url}%{part}"),
    })
}

/// An address whose host and port are typed with Persian digits. In a host of Persian letters they are its own.
pub(crate) fn with_latin_digits(url: &str) -> Cow<'_, str> {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let host = &url[start..end];
    if host.is_ascii() || !host.chars().all(|c| c.is_ascii() || digits::value(c).is_some()) {
        return url.into();
    }
    format!("{}{}{}", &url[..start], digits::to_ascii(host), &url[end..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_notation() {
        for (notations, address) in [
            (
                "https://a.ir/news/1 https://A.ir/news/1 https://a.ir:443/news/1 https://a.ir./news/1 https://a.ir/news/1# \
                 https://a.ir/news/1#comments https://a.ir/news/1? https://a.ir/news/1?utm_source=rss&utm_medium=feed \
                 https://a.ir/news/1?utm_source=rss&amp;utm_medium=feed https://a.ir/news/1?fbclid=x https://a.ir/news/1?utm= \
                 HTTPS://a.ir/news/1?UTM_Campaign=x&gclid=2#top",
                "https://a.ir/news/1",
            ),
            (
                "https://a.ir/q?a=1&b=2 https://a.ir/q?b=2&a=1 https://a.ir/q?b=2&amp=1&a=1 https://a.ir/q?b=2&a=1&ref=home \
                 https://a.ir/%71?b=2&a=1 https://a.ir/q?b=%32&a=1",
                "https://a.ir/q?a=1&b=2",
            ),
            ("https://a.ir/?a=2&a=1 https://a.ir/?ref=x&a=2&a=1", "https://a.ir/?a=2&a=1"),
            ("https://a.ir/news?ref=45321&utm_source=x", "https://a.ir/news?ref=45321"),
            ("https://a.ir/?id=4&utm_source=x&page=2 https://a.ir?id=4&page=2", "https://a.ir/?id=4&page=2"),
            (
                "http://۱۲۷.۰.۰.۱:۸۰۸۰/rss http://127.0.0.1:8080/rss http://0x7f.1:8080/rss",
                "http://127.0.0.1:8080/rss",
            ),
            ("https://khabar۲۴.ir/rss https://khabar24.ir/rss#x", "https://khabar24.ir/rss"),
            ("https://خبر.ایران/۱ https://خبر.ایران/%db%b1", "https://xn--ngblk.xn--mgba3a4f16a/%DB%B1"),
            ("https://a.ir/100% https://a.ir/100%", "https://a.ir/100%"),
        ] {
            for notation in notations.split_whitespace() {
                assert_eq!(canonical(notation).ok().as_deref(), Some(address), "{notation}");
            }
        }
    }

    #[test]
    fn other_pages_stay_other_addresses() {
        for (one, other) in [
            ("https://a.ir/news/1", "http://a.ir/news/1"),
            ("https://a.ir/news/1", "https://a.ir/news/1?page=2"),
            ("https://a.ir/?utm_x=1&id=1", "https://a.ir/?id=2"),
            ("https://a.ir/News/1", "https://a.ir/news/1"),
            ("https://خبر۲.ایران/", "https://خبر2.ایران/"),
        ] {
            assert_ne!(canonical(one).ok(), canonical(other).ok(), "{one}");
        }
        assert!(canonical("https://u:p@a.ir/").is_err() && canonical("mailto:a@a.ir").is_err());
    }
}
