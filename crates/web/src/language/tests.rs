//! The catalogue is whole: whatever the code and the templates say in Persian is in it, nothing else is, and pages in English show
//! no Persian but what somebody wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, header};
use scraper::{ElementRef, Html};

use super::Language;
use super::catalogue::english;

/// Persian in the code that is no text of the interface, each with what it is.
const OTHER: [(&str, &str); 2] = [
    ("فارسی", "what the language calls itself"),
    (
        r#"<figure><img src=\"{OWN}{hash}\" alt=\"{}\"><figcaption>{} <cite>عکس: {}</cite></figcaption></figure>"#,
        "a credit within an article",
    ),
];

fn is_persian(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}') && c.is_alphabetic() || "،؛؟«»".contains(c))
}

/// What stands in quotes in Rust, without remarks and tests.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or(code);
    let (mut found, mut rest) = (Vec::new(), code);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let here = &rest[at..];
        rest = if here.starts_with("//") {
            here.split_once('\n').map_or("", |(_, rest)| rest)
        } else if here.starts_with("'\"'") || here.starts_with("'/'") {
            &here[3..]
        } else if let Some(inside) = here.strip_prefix('"') {
            let mut escaped = false;
            let end = inside.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = end.unwrap_or(inside.len());
            found.push(inside[..end].to_owned());
            &inside[(end + 1).min(inside.len())..]
        } else {
            &here[1..]
        };
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !is_test {
            found.push(path);
        }
    }
}

/// Persian texts in the code below a folder, each with its file.
fn in_code(folder: &str) -> BTreeMap<String, PathBuf> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    assert!(files.len() > 10, "{folder} has code");
    let texts = files.iter().flat_map(|file| {
        let code = fs::read_to_string(file).expect("read");
        literals(&code).into_iter().map(|text| (text, file.clone())).collect::<Vec<_>>()
    });
    texts.filter(|(text, _)| is_persian(text)).collect()
}

/// A template's texts in quotes, and what is left of it without them. What is written with `|bdi` or `|fa` is an example.
fn apart(template: &str) -> (Vec<&str>, String) {
    let (mut texts, mut left) = (Vec::new(), String::new());
    for (at, piece) in template.split("{{").flat_map(|piece| piece.split("{%")).enumerate() {
        let (inside, outside) = match at {
            0 => ("", piece),
            _ => piece.split_once("}}").or_else(|| piece.split_once("%}")).unwrap_or((piece, "")),
        };
        let mut pieces = inside.split('"');
        left.push_str(pieces.next().unwrap_or_default());
        while let (Some(text), Some(after)) = (pieces.next(), pieces.next()) {
            let is_example = after.starts_with("|bdi") || after.starts_with("|fa");
            texts.extend((!is_example).then_some(text));
            left.push_str(after);
        }
        left.push_str(outside);
    }
    (texts, left)
}

fn in_templates() -> BTreeSet<&'static str> {
    let texts = crate::templates::all().flat_map(|(_, text)| apart(text).0);
    texts.filter(|text| is_persian(text)).collect()
}

#[test]
fn whatever_is_said_in_persian_is_in_the_catalogue() {
    let missing: Vec<&str> =
        in_templates().into_iter().filter(|text| english().get(text, None).is_none()).collect();
    assert!(missing.is_empty(), "of templates: {missing:#?}");
    let code = in_code("src");
    let missing: Vec<_> = code
        .iter()
        .filter(|(text, _)| !OTHER.iter().any(|(other, _)| other == text))
        .filter(|(text, _)| english().get(text, None).is_none())
        .collect();
    assert!(missing.is_empty(), "of the code: {missing:#?}");
}

#[test]
fn templates_say_nothing_past_the_catalogue() {
    for (name, text) in crate::templates::all() {
        let left = apart(text).1;
        let line = left.lines().find(|line| is_persian(line));
        assert_eq!(line, None, "{name}");
    }
}

#[test]
fn the_catalogue_has_nothing_that_is_not_said() {
    let (templates, web, news) = (in_templates(), in_code("src"), in_code("../news/src"));
    let is_said = |id: &str| templates.contains(id) || web.contains_key(id) || news.contains_key(id);
    let unsaid: Vec<&str> = english().ids().filter(|id| !is_said(id)).collect();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

/// Names in braces.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn a_translation_is_not_persian_and_names_what_the_text_names() {
    for id in english().ids() {
        let translations = english().all(id);
        for text in &translations {
            assert!(!is_persian(text), "{text}");
            assert_eq!(names(text), names(id), "{id}");
        }
        assert_eq!(translations.len() > 1, names(id).contains(super::COUNT), "{id}");
    }
}

/// What people see of a page outside of what is marked as Persian: texts, and what attributes say.
fn seen(element: ElementRef<'_>, found: &mut Vec<String>) {
    let value = element.value();
    if value.attr("lang") == Some("fa") || matches!(value.name(), "head" | "script" | "textarea") {
        return;
    }
    let said =
        ["aria-label", "placeholder", "title", "data-done"].into_iter().filter_map(|name| value.attr(name));
    found.extend(said.map(str::to_owned));
    for child in element.children() {
        match ElementRef::wrap(child) {
            Some(child) => seen(child, found),
            None => found.extend(child.value().as_text().map(|text| text.to_string())),
        }
    }
}

#[test]
fn pages_in_english_show_no_persian_but_what_somebody_wrote() {
    let environment = crate::templates::environment(Language::English).expect("templates");
    let mut shown = Vec::new();
    for (name, values) in crate::theme::samples_in(Language::English) {
        if name.ends_with(".xml") {
            continue;
        }
        let page = environment.get_template(name).and_then(|one| one.render(values)).expect("renders");
        let mut texts = Vec::new();
        seen(Html::parse_document(&page).root_element(), &mut texts);
        shown.extend(texts.into_iter().filter(|text| is_persian(text)).map(|text| (name, text)));
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"), "{name}");
    }
    assert!(shown.is_empty(), "{shown:#?}");
}

#[test]
fn what_was_chosen_comes_before_what_a_browser_asks_for() {
    let wanted = |cookie: &str, accepts: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().expect("a cookie"));
        headers.insert(header::ACCEPT_LANGUAGE, accepts.parse().expect("languages"));
        Language::wanted(&headers)
    };
    for (cookie, accepts, expected) in [
        ("", "", Language::Persian),
        ("", "de-DE,de;q=0.9", Language::Persian),
        ("", "en-GB,en;q=0.9,fa;q=0.8", Language::English),
        ("", "en;q=0.5, fa-IR;q=0.9", Language::Persian),
        ("", "en;q=0", Language::Persian),
        ("language=fa", "en", Language::Persian),
        ("a=b; language=en", "fa", Language::English),
        ("language=xx", "en", Language::English),
    ] {
        assert_eq!(wanted(cookie, accepts), expected, "{cookie} {accepts}");
    }
}

#[test]
fn names_in_a_text_are_replaced_and_numbers_written_as_the_language_does() {
    let said = |language: Language, count: i64| language.say("{count} مطلب", &[("count", count.into())]);
    assert_eq!([said(Language::Persian, 1), said(Language::Persian, 1200)], ["۱ مطلب", "۱٬۲۰۰ مطلب"]);
    assert_eq!([said(Language::English, 1), said(Language::English, 1200)], ["1 item", "1,200 items"]);
    assert_eq!(Language::Persian.say("{a} {b} {", &[("a", "{ب}".into())]), "{ب} {b} {");
}

#[test]
fn the_prefix_is_a_part_of_a_path_of_its_own() {
    for (path, expected) in [
        ("/en", Some("/")),
        ("/en/latest", Some("/latest")),
        ("/en/", None),
        ("/energy", None),
        ("/", None),
        ("/section/en", None),
    ] {
        assert_eq!(Language::of_path(path).map(|(_, rest)| rest), expected, "{path}");
    }
}
