//! Which crate may use which, in manifests and in code.

use super::{File, Hit, Rule, rust};

/// A crate of ours and the crates of ours that it may use.
const EDGES_ALLOWED: [(&str, &[&str]); 11] = [
    ("persian", &[]),
    ("news", &["persian"]),
    ("ingest", &["persian"]),
    ("store", &["news", "persian"]),
    ("search", &["news", "persian"]),
    ("media", &["news"]),
    ("drawing", &[]),
    ("web", &["news", "store", "search", "persian", "ingest", "media", "drawing"]),
    ("binesh", &["persian", "news", "ingest", "store", "search", "media", "web"]),
    ("xtask", &["persian"]),
    ("fuzz", &["persian", "ingest"]),
];

/// A dependency that weighs or reaches outside, and the crates that may have it.
const HEAVY_ALLOWED: [(&str, &[&str]); 20] = [
    ("sqlx", &["store"]),
    ("tantivy", &["search"]),
    ("reqwest", &["ingest"]),
    ("hyper", &["ingest", "web"]),
    ("rustls", &["ingest"]),
    ("scraper", &["ingest"]),
    ("ammonia", &["ingest"]),
    ("axum", &["web", "binesh"]),
    ("tower-http", &["web"]),
    ("minijinja", &["web"]),
    ("argon2", &["web"]),
    ("image", &["media"]),
    ("ravif", &["media"]),
    ("parley", &["drawing"]),
    ("tiny-skia", &["drawing"]),
    ("resvg", &["drawing"]),
    ("clap", &["binesh"]),
    ("tokio", &["ingest", "store", "web", "binesh"]),
    ("getrandom", &["web", "binesh"]),
    ("rand", &["web", "binesh"]),
];

pub(super) const EDGES: Rule = Rule {
    name: "edges",
    reason: "crates use one another only along the arrows of ARCHITECTURE.md, so that each can be understood, \
             tested and built without the rest",
    check: |files| manifests(files).flat_map(edges).collect(),
};

pub(super) const HEAVY: Rule = Rule {
    name: "heavy",
    reason: "each crate brings its own heavy dependency: the others must build and test without it",
    check: |files| manifests(files).flat_map(heavy).collect(),
};

pub(super) const SANITIZE_ONLY: Rule = Rule {
    name: "sanitize-only",
    reason: "web may clean an editor's HTML with ingest::sanitize; whatever else is in ingest reaches outside",
    check: |files| web(files).flat_map(sanitize_only).collect(),
};

pub(super) const AREAS_APART: Rule = Rule {
    name: "areas-apart",
    reason: "reader, editor and api change for different people; what they share lives beside them, above",
    check: |files| web(files).flat_map(areas_apart).collect(),
};

fn manifests(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.ends_with("/Cargo.toml"))
}

fn web(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.is_rust() && file.path.starts_with("crates/web/src/"))
}

fn edges(manifest: &File) -> Vec<Hit> {
    let name = package(manifest);
    let Some((_, allowed)) = EDGES_ALLOWED.iter().find(|(known, _)| *known == name) else {
        return vec![manifest.hit(0, format!("the crate {name} has no place in the design"))];
    };
    let ours = |dependency: &str| EDGES_ALLOWED.iter().any(|(known, _)| *known == dependency);
    let used = dependencies(manifest).into_iter().filter(|(_, dependency, _)| ours(dependency));
    let wrong = used.filter(|(_, dependency, _)| !allowed.contains(&dependency.as_str()));
    wrong
        .map(|(line, dependency, _)| manifest.hit(line, format!("{name} may not use {dependency}")))
        .collect()
}

fn heavy(manifest: &File) -> Vec<Hit> {
    let name = package(manifest);
    let shipped = dependencies(manifest).into_iter().filter(|(_, _, for_tests)| !for_tests);
    let wrong = shipped.filter_map(|(line, dependency, _)| {
        let (_, at_home) = HEAVY_ALLOWED.iter().find(|(heavy, _)| *heavy == dependency)?;
        (!at_home.contains(&name))
            .then(|| manifest.hit(line, format!("{dependency} belongs to {}", at_home.join(", "))))
    });
    wrong.collect()
}

fn package(manifest: &File) -> &str {
    manifest.path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or_default()
}

/// Line (from 0), name, and whether only tests use it, of every dependency in a manifest.
fn dependencies(manifest: &File) -> Vec<(usize, String, bool)> {
    let (mut found, mut section) = (Vec::new(), "");
    for (line, text) in manifest.written() {
        let text = text.trim();
        if let Some(header) = text.strip_prefix('[') {
            section = header.trim_end_matches(']');
            // `[dependencies.NAME]` is a dependency by itself.
            let named = section.split_once("dependencies.").map(|(_, name)| name);
            found.extend(named.map(|name| (line, name.to_owned(), section.contains("dev-"))));
        } else if section.ends_with("dependencies") && !text.starts_with('#') && text.contains('=') {
            let key = text.split(['=', '.', ' ']).next().unwrap_or_default().trim_matches('"');
            let renamed = text.split_once("package = \"").and_then(|(_, rest)| rest.split('"').next());
            found.push((line, renamed.unwrap_or(key).to_owned(), section.contains("dev-")));
        }
    }
    found
}

fn sanitize_only(file: &File) -> Vec<Hit> {
    let wrong = file.lines().filter(|(_, text)| {
        let mut uses = text.match_indices("ingest::").filter(|(at, _)| !text[..*at].ends_with(rust::is_word));
        uses.any(|(at, _)| !text[at + "ingest::".len()..].starts_with("sanitize"))
            || rust::says(text, "use ingest;")
    });
    wrong.map(|(line, _)| file.hit(line, "uses ingest for more than sanitize")).collect()
}

fn areas_apart(file: &File) -> Vec<Hit> {
    const AREAS: [&str; 3] = ["reader", "editor", "api"];
    let within = file.path.trim_start_matches("crates/web/src/");
    let Some(own) = AREAS.iter().find(|area| within.split(['/', '.']).next() == Some(area)) else {
        return Vec::new();
    };
    let others = AREAS.iter().filter(|area| *area != own);
    let hits = others.flat_map(|other| {
        let paths =
            ["crate::", "super::", "web::", "crate::{", "super::{"].map(|start| format!("{start}{other}"));
        let names =
            move |text: &str| paths.iter().any(|path| rust::says(text, path)) || in_braces(text, other);
        file.lines()
            .filter(move |(_, text)| names(text))
            .map(move |(line, _)| file.hit(line, format!("{own} imports {other}")))
    });
    hits.collect()
}

/// `use crate::{page, editor::desk};`
fn in_braces(text: &str, area: &str) -> bool {
    let inside =
        ["use crate::{", "use super::{"].iter().find_map(|start| text.trim_start().strip_prefix(start));
    inside.is_some_and(|list| {
        list.split([',', '}', ' ']).any(|item| item == area || item.starts_with(&format!("{area}::")))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn a_forbidden_edge_is_found_in_every_way_of_writing_it() {
        let manifest =
            "[package]\nname = \"news\"\n[dependencies]\npersian.workspace = true\nstore.workspace = true\n";
        check(&EDGES, "crates/news/Cargo.toml", manifest, &["5 news may not use store"]);
        check(&EDGES, "crates/persian/Cargo.toml", "[dependencies.news]\n", &["1 persian may not use news"]);
        let renamed = "[dev-dependencies]\nx = { package = \"web\" }\n";
        check(&EDGES, "crates/search/Cargo.toml", renamed, &["2 search may not use web"]);
        check(&EDGES, "crates/more/Cargo.toml", "", &["1 the crate more has no place in the design"]);
    }

    #[test]
    fn a_heavy_dependency_elsewhere_is_found() {
        let manifest = "[dependencies]\nsqlx = \"0.9\"\n[dev-dependencies]\naxum = \"0.8\"\n";
        check(&HEAVY, "crates/web/Cargo.toml", manifest, &["2 sqlx belongs to store"]);
        check(&HEAVY, "crates/store/Cargo.toml", manifest, &[]);
    }

    #[test]
    fn more_of_ingest_than_the_sanitizer_is_found() {
        let code = "use ingest::sanitize::clean;\nuse ingest::fetch;\n// ingest::feed\n";
        check(
            &SANITIZE_ONLY,
            "crates/web/src/editor/article.rs",
            code,
            &["2 uses ingest for more than sanitize"],
        );
        check(&SANITIZE_ONLY, "crates/binesh/src/pipeline.rs", code, &[]);
    }

    #[test]
    fn areas_that_import_one_another_are_found() {
        let code = "use crate::page;\nuse crate::editor::desk;\nuse crate::{app, api};\n";
        let expected = ["2 reader imports editor", "3 reader imports api"];
        check(&AREAS_APART, "crates/web/src/reader/front.rs", code, &expected);
        check(&AREAS_APART, "crates/web/src/lib.rs", code, &[]);
        check(&AREAS_APART, "crates/web/src/api.rs", "use crate::reader;", &["1 api imports reader"]);
    }
}
