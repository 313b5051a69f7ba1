//! The rules of the house that a machine can check, each with its reason.
//!
//! `cargo xtask tidy` prints what breaks them; the tests of this crate fail on the same. Every rule also has a
//! test that shows it a bad sample: a rule that cannot fail protects nothing.

mod bans;
mod crates;
mod migrations;
mod rust;
mod sizes;
mod styles;
mod tested;
mod words;

use std::fmt;
use std::path::Path;

use crate::files;

/// One file as the rules see it.
pub(crate) struct File {
    path: String,
    text: String,
    /// Rust: the text with comments and the insides of strings blanked, line by line the same. Else the text.
    code: String,
    /// Lines (from 0) of unit-test modules.
    tests: Vec<(usize, usize)>,
}

/// A broken rule.
#[derive(Debug, PartialEq)]
pub(crate) struct Hit {
    path: String,
    /// From 1.
    line: usize,
    what: String,
}

/// A rule.
struct Rule {
    name: &'static str,
    reason: &'static str,
    check: fn(&[File]) -> Vec<Hit>,
}

/// Files that may break a rule: rule, file (or a folder, ending in `/`), why.
const EXCEPTIONS: [(&str, &str, &str); 1] =
    [("one-clock", "crates/binesh/src/clock.rs", "this is the one place that reads a clock")];

const RULES: [Rule; 17] = [
    crates::EDGES,
    crates::HEAVY,
    crates::SANITIZE_ONLY,
    crates::AREAS_APART,
    bans::ONE_CLOCK,
    bans::PURE,
    bans::FINISHED,
    bans::NO_SLEEP,
    bans::NO_PANIC,
    migrations::BOTH,
    styles::LOGICAL,
    styles::FOREIGN,
    sizes::SIZES,
    tested::STORE,
    tested::ROUTES,
    words::PLACES,
    words::WORDS,
];

/// Prints every broken rule.
///
/// # Errors
/// When there is one.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    match report(root) {
        Ok(said) => {
            println!("{}", said.trim_end());
            Ok(())
        }
        Err(said) => {
            println!("{}", said.trim_end());
            Err("rules of the house are broken; each line names the file, the rule and its reason".into())
        }
    }
}

/// The broken rules as text.
///
/// # Errors
/// The same text when there is one.
pub(crate) fn report(root: &Path) -> Result<String, String> {
    let files = read(root);
    let broken: Vec<String> = RULES.iter().flat_map(|rule| told(rule, &files)).collect();
    if broken.is_empty() {
        Ok(format!("{} rules hold in {} files\n", RULES.len(), files.len()))
    } else {
        Err(broken.concat())
    }
}

fn told(rule: &Rule, files: &[File]) -> Vec<String> {
    let hits = (rule.check)(files);
    let told = hits.iter().filter(|hit| !excepted(rule.name, &hit.path));
    told.map(|hit| format!("{hit}\n    rule {}: {}\n", rule.name, rule.reason)).collect()
}

fn excepted(rule: &str, path: &str) -> bool {
    let covers = |place: &str| path == place || place.ends_with('/') && path.starts_with(place);
    EXCEPTIONS.iter().any(|(excepted, place, _)| *excepted == rule && covers(place))
}

fn read(root: &Path) -> Vec<File> {
    let sources = files::all(root);
    sources.into_iter().filter_map(|source| Some(File::new(&source.path, source.text()?))).collect()
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        let code = if path.ends_with(".rs") { rust::blanked(text) } else { text.to_owned() };
        let tests = if path.ends_with(".rs") { rust::test_modules(&code) } else { Vec::new() };
        Self { path: path.to_owned(), text: text.to_owned(), code, tests }
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether this line (from 0) is part of a test.
    fn is_test(&self, line: usize) -> bool {
        let folders = ["/tests/", "/benches/", "/examples/"];
        folders.iter().any(|folder| self.path.contains(folder))
            || self.path.ends_with("/tests.rs")
            || self.tests.iter().any(|(from, to)| (*from..=*to).contains(&line))
    }

    /// Lines of code, from 0.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate()
    }

    /// Lines with their strings and comments, from 0.
    fn written(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate()
    }

    fn hit(&self, line: usize, what: impl Into<String>) -> Hit {
        Hit { path: self.path.clone(), line: line + 1, what: what.into() }
    }
}

impl fmt::Display for Hit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a rule says of one file, as `line what`.
    pub(super) fn check(rule: &Rule, path: &str, text: &str, expected: &[&str]) {
        let hits = (rule.check)(&[File::new(path, text)]);
        let said: Vec<String> = hits.iter().map(|hit| format!("{} {}", hit.line, hit.what)).collect();
        assert_eq!(said, expected, "{path}");
    }

    /// One test a rule, so that the runner names the broken one.
    macro_rules! holds {
        ($($test:ident $rule:expr;)*) => { $(
            #[test]
            fn $test() {
                let broken = told(&$rule, &read(&crate::root()));
                assert!(broken.is_empty(), "\n{}", broken.concat());
            }
        )* };
    }

    holds! {
        crates_depend_only_on_what_the_design_allows crates::EDGES;
        heavy_dependencies_stay_where_they_belong crates::HEAVY;
        web_takes_only_the_sanitizer_from_ingest crates::SANITIZE_ONLY;
        reader_editor_and_api_do_not_import_one_another crates::AREAS_APART;
        the_clock_is_read_in_one_place bans::ONE_CLOCK;
        text_and_rules_touch_nothing_outside bans::PURE;
        nothing_is_left_unfinished bans::FINISHED;
        tests_do_not_sleep bans::NO_SLEEP;
        server_paths_do_not_panic bans::NO_PANIC;
        migrations_exist_for_both_databases migrations::BOTH;
        styles_know_no_left_and_right styles::LOGICAL;
        pages_ask_no_foreign_host styles::FOREIGN;
        files_and_functions_are_short sizes::SIZES;
        every_function_of_the_store_is_tested tested::STORE;
        every_route_is_asked_by_a_test tested::ROUTES;
        no_path_of_a_machine_is_written_down words::PLACES;
        one_word_for_one_thing words::WORDS;
    }

    #[test]
    fn every_exception_names_a_rule() {
        for (rule, place, reason) in EXCEPTIONS {
            assert!(RULES.iter().any(|known| known.name == rule), "{rule}: no such rule");
            assert!(!reason.is_empty(), "{rule} at {place}: why?");
        }
    }

    #[test]
    fn a_report_names_file_line_rule_and_reason() {
        let files = [File::new("crates/news/src/lib.rs", "fn f() {\n    todo!()\n}\n")];
        let broken = told(&bans::FINISHED, &files).concat();
        assert!(broken.starts_with("crates/news/src/lib.rs:2: "), "{broken}");
        assert!(broken.contains("rule finished: "), "{broken}");
    }
}
