//! Whom a fetched article is credited to: the outlet that we read, and the one that its source line names.

use ingest::page::SourceLine;
use news::article::Attribution;
use news::provenance::is_same;
use news::source::host_of;

/// The outlet that an article was taken from, by the name that it gives itself, and the outlet that this one took it
/// from, when its source line names another: that stays in the text, as the next link of the chain.
pub(super) fn attribution(
    name: &str,
    url: &str,
    line: Option<SourceLine>,
    code: Option<String>,
) -> (Attribution, Option<SourceLine>) {
    let outlet = |name: String, code: Option<String>| Attribution { name, code, url: Some(url.to_owned()) };
    match line {
        Some(line) if is_own(&line, name, url, code.as_deref()) => {
            (outlet(line.name, line.code.or(code)), None)
        }
        further => (outlet(name.to_owned(), code), further),
    }
}

/// Whether a source line names the outlet of the page itself: by name, by its handle in the address, by its code, or
/// by a link to the same host.
fn is_own(line: &SourceLine, name: &str, url: &str, code: Option<&str>) -> bool {
    let handle = line.name.to_ascii_lowercase();
    let is_in_address =
        handle.is_ascii() && url.split(['/', '.', ':']).any(|part| part.eq_ignore_ascii_case(&handle));
    let is_linked = line.url.as_deref().is_some_and(|theirs| is_same_host(theirs, url));
    let is_same_code = line.code.is_some() && line.code.as_deref() == code;
    is_same(&line.name, name) || is_in_address || is_same_code || is_linked
}

fn is_same_host(one: &str, other: &str) -> bool {
    host_of(one).is_ok_and(|host| host_of(other) == Ok(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://simorgh.example/fa/news/4512/x";

    fn line(name: &str, code: Option<&str>, url: Option<&str>) -> Option<SourceLine> {
        Some(SourceLine { name: name.into(), code: code.map(Into::into), url: url.map(Into::into) })
    }

    fn credited(line: Option<SourceLine>) -> (String, Option<String>, Option<String>) {
        let (from, further) = attribution("سیمرغ", URL, line, Some("4512".into()));
        assert_eq!(from.url.as_deref(), Some(URL));
        (from.name, from.code, further.map(|line| line.name))
    }

    #[test]
    fn another_outlet_in_the_source_line_is_the_next_link() {
        let own = ("سیمرغ".to_owned(), Some("4512".to_owned()), None);
        assert_eq!(credited(None), own);
        assert_eq!(credited(line("سیمرغ", None, None)), own);
        let further = ("سیمرغ".to_owned(), Some("4512".to_owned()), Some("ایسنا".to_owned()));
        assert_eq!(credited(line("ایسنا", Some("1405"), Some("https://isna.example/news/1405"))), further);
    }

    #[test]
    fn the_outlet_itself_in_the_source_line_keeps_the_name_that_it_writes() {
        let handle = ("simorgh".to_owned(), Some("4512".to_owned()), None);
        assert_eq!(credited(line("simorgh", Some("4512"), None)), handle);
        let linked = line("پایگاه سیمرغ", None, Some("https://simorgh.example/"));
        assert_eq!(credited(linked).2, None);
    }
}
