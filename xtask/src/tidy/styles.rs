//! Templates and styles: both writing directions, nothing from elsewhere, no letter of the wrong alphabet.

use super::{File, Hit, Rule};

/// Addresses that a page may name: share links, which a person follows, and names that nobody fetches.
const HOSTS_ALLOWED: [&str; 16] = [
    "t.me/",
    "ble.ir/",
    "eitaa.com/",
    "splus.ir/",
    "wa.me/",
    "x.com/",
    "twitter.com/",
    "schema.org",
    "www.w3.org/",
    "www.sitemaps.org/",
    "www.google.com/schemas/",
    "purl.org/",
    "search.yahoo.com/mrss/",
    "example.ir",
    "example.com",
    "scripts.sil.org/OFL",
];
/// Physical directions in markup; in styles any word `left` or `right` is one.
const PHYSICAL_IN_MARKUP: [&str; 2] = ["align=\"left\"", "align=\"right\""];
/// Arabic yeh, alef maksura and kaf: look-alikes of the Persian letters that no search then finds.
const NOT_PERSIAN: [char; 3] = ['\u{64A}', '\u{649}', '\u{643}'];

pub(super) const LOGICAL: Rule = Rule {
    name: "logical",
    reason: "styles say inline-start and inline-end, so that a page is right in both directions; the content \
             security policy refuses styles and scripts within the markup",
    check: |files| {
        let styles = web(files).filter(|file| file.path.ends_with(".css")).flat_map(physical);
        styles.chain(templates(files).flat_map(inline)).collect()
    },
};

pub(super) const FOREIGN: Rule = Rule {
    name: "foreign",
    reason: "a page is served whole by the binary, where the international network is cut too, in Persian letters",
    check: |files| {
        let pages = web(files).filter(|file| file.path.ends_with(".css") || file.path.ends_with(".js"));
        let hosts = pages.chain(templates(files)).flat_map(foreign_hosts);
        let letters =
            web(files).filter(|file| file.is_rust()).chain(templates(files)).flat_map(wrong_letters);
        hosts.chain(letters).collect()
    },
};

fn web(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.starts_with("crates/web/"))
}

fn templates(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.starts_with("crates/web/templates/"))
}

fn physical(file: &File) -> Vec<Hit> {
    let code = without_comments(&file.text);
    let words =
        |line: &str| line.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "left" | "right"));
    code.lines()
        .enumerate()
        .filter(|(_, text)| words(text))
        .map(|(line, text)| file.hit(line, text.trim()))
        .collect()
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |code, part| {
        let (comment, rest) = part.split_once("*/").unwrap_or((part, ""));
        code + &"\n".repeat(comment.matches('\n').count()) + rest
    })
}

fn inline(file: &File) -> Vec<Hit> {
    let said = |text: &str| {
        let script =
            text.contains("<script") && !text.contains("src=") && !text.contains("application/ld+json");
        let handler = [" onclick=", " onsubmit=", " onchange=", " onload=", " oninput="]
            .iter()
            .any(|name| text.contains(name));
        let style = text.contains(" style=") || text.contains("<style");
        let aligned = PHYSICAL_IN_MARKUP.iter().any(|name| text.contains(name));
        script || handler || style || aligned
    };
    file.written().filter(|(_, text)| said(text)).map(|(line, text)| file.hit(line, text.trim())).collect()
}

fn foreign_hosts(file: &File) -> Vec<Hit> {
    let foreign = |text: &str| {
        let named = text.match_indices("://").map(|(at, _)| &text[at + 3..]);
        let mut hosts = named.filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        hosts.any(|rest| !HOSTS_ALLOWED.iter().any(|allowed| rest.starts_with(allowed)))
            || ["\"//", "'//", "(//"].iter().any(|start| text.contains(start))
    };
    file.written().filter(|(_, text)| foreign(text)).map(|(line, text)| file.hit(line, text.trim())).collect()
}

fn wrong_letters(file: &File) -> Vec<Hit> {
    let wrong = file.written().filter(|(line, text)| !file.is_test(*line) && text.contains(NOT_PERSIAN));
    wrong.map(|(line, _)| file.hit(line, "an Arabic yeh (U+064A, U+0649) or kaf (U+0643)")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn physical_directions_are_found() {
        let css = "a { margin-left: 1px }\n/* left\nright */ b { padding-inline-start: 0 }\nc { text-align: right }\n";
        let expected = ["1 a { margin-left: 1px }", "4 c { text-align: right }"];
        check(&LOGICAL, "crates/web/assets/css/page.css", css, &expected);
        check(&LOGICAL, "crates/web/assets/css/page.css", "a { color: bright }\n", &[]);
    }

    #[test]
    fn inline_styles_and_scripts_are_found() {
        let path = "crates/web/templates/reader/article.html";
        check(&LOGICAL, path, "<p style=\"x\">", &["1 <p style=\"x\">"]);
        check(&LOGICAL, path, "<script>x</script>", &["1 <script>x</script>"]);
        check(&LOGICAL, path, "<script type=\"application/ld+json\">", &[]);
        check(&LOGICAL, path, "<script src=\"{{ asset }}\" defer></script>", &[]);
    }

    #[test]
    fn foreign_hosts_are_found() {
        let path = "crates/web/templates/reader/article.html";
        check(
            &FOREIGN,
            path,
            "<img src=\"https://cdn.example.net/a\">",
            &["1 <img src=\"https://cdn.example.net/a\">"],
        );
        check(&FOREIGN, path, "<script src=\"//cdn/a\">", &["1 <script src=\"//cdn/a\">"]);
        check(&FOREIGN, path, "<a href=\"https://t.me/share/url?url={{ url }}\">", &[]);
        let css = "@import url(https://fonts.net/a.css);";
        check(&FOREIGN, "crates/web/assets/css/a.css", css, &["1 @import url(https://fonts.net/a.css);"]);
    }

    #[test]
    fn arabic_letters_are_found() {
        let expected = ["1 an Arabic yeh (U+064A, U+0649) or kaf (U+0643)"];
        check(&FOREIGN, "crates/web/templates/reader/a.html", "<p>\u{643}تاب</p>", &expected);
        check(&FOREIGN, "crates/web/src/app.rs", "const A: &str = \"بار\u{64A}\";", &expected);
        check(&FOREIGN, "crates/web/tests/it/main.rs", "const A: &str = \"بار\u{64A}\";", &[]);
    }
}
