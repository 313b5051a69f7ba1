//! Web addresses: the one notation by which sources and entries are kept and looked up, how a relative one is made whole,
//! and which look like an article's.

use std::borrow::Cow;

use persian::digits;
use url::Url;

/// The address is none of the web; without its password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The address {0} is not a web address that can be read (http or https, without a password).")]
pub struct BadAddress(pub String);

/// Longer addresses are refused by many servers, and PostgreSQL's indexes take 2,704 bytes.
const BYTES_MAX: usize = 2600;
/// What is told of an address that cannot be read.
const TOLD_CHARS: usize = 200;
/// Digits of an article's number, and bytes of the words that stand for one.
const NUMBER_DIGITS_MIN: usize = 4;
const SLUG_BYTES_MIN: usize = 41;

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
/// [`BadAddress`].
pub fn canonical(url: &str) -> Result<String, BadAddress> {
    let mut at = parse(url)?;
    at.set_fragment(None);
    if let Some(host) = at.domain().and_then(|host| host.strip_suffix('.')).map(str::to_owned) {
        at.set_host(Some(&host)).map_err(|_| BadAddress(url.to_owned()))?;
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
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            // Behind a `%` that escapes nothing it would become an escape.
            let needs_none = is_plain && !url.as_bytes().iter().rev().take(2).any(|before| *before == b'%');
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

/// An address of the web as it was typed.
pub(crate) fn parse(url: &str) -> Result<Url, BadAddress> {
    let bad = |url: &str| BadAddress(url.chars().take(TOLD_CHARS).collect());
    let mut parsed = Url::parse(&with_latin_digits(url.trim())).map_err(|_| bad(url))?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        // What is told of it does not tell the password.
        let _ = (parsed.set_username(""), parsed.set_password(None));
        return Err(bad(parsed.as_str()));
    }
    let length = parsed.as_str().len() - parsed.fragment().map_or(0, str::len);
    if is_of_web(&parsed) && length <= BYTES_MAX { Ok(parsed) } else { Err(bad(url)) }
}

/// An address whose host and port are typed with Persian digits. In a host of Persian letters they are its own.
fn with_latin_digits(url: &str) -> Cow<'_, str> {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let host = &url[start..end];
    if host.is_ascii() || !host.chars().all(|c| c.is_ascii() || digits::value(c).is_some()) {
        return url.into();
    }
    format!("{}{}{}", &url[..start], digits::to_ascii(host), &url[end..]).into()
}

/// An address made whole by the one that it is relative to; without that it must be whole itself.
pub(crate) fn whole(address: &str, base: Option<&Url>) -> Option<Url> {
    base.map_or_else(|| Url::parse(address), |base| base.join(address)).ok()
}

pub(crate) fn is_of_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The host of an address without its «www.»; empty where it has none.
pub(crate) fn bare_host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_start_matches("www.")
}

/// Whether two addresses are of one site, and of two pages of it.
pub(crate) fn is_other_page_of_site(own: &Url, target: &Url) -> bool {
    let is_own = target.path() == own.path() && target.query() == own.query();
    is_of_web(target) && bare_host(own) == bare_host(target) && !is_own
}

/// Whether an address looks like an article's.
pub fn leads_to_article(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| is_of_article(&url))
}

/// A path that holds a number of four digits and more, or is deep with a long last part.
pub(crate) fn is_of_article(url: &Url) -> bool {
    let path = url.path();
    let is_number = |run: &str| run.len() >= NUMBER_DIGITS_MIN;
    let is_deep = path.trim_matches('/').contains('/');
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    path.split(|c: char| !c.is_ascii_digit()).any(is_number) || (is_deep && last.len() >= SLUG_BYTES_MIN)
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
            ("https://a.ir/%%34%31 https://a.ir/%%341", "https://a.ir/%%341"),
        ] {
            for notation in notations.split_whitespace() {
                assert_eq!(canonical(notation).ok().as_deref(), Some(address), "{notation}");
                assert_eq!(canonical(address).ok().as_deref(), Some(address), "once more");
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
