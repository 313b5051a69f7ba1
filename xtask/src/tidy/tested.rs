//! What must have a test.

use super::{File, Hit, Rule, rust};

const STORE_CODE: &str = "crates/store/src/";
const STORE_TESTS: &str = "crates/store/tests/";
const WEB: &str = "crates/web/src/";

pub(super) const STORE: Rule = Rule {
    name: "store-tested",
    reason: "the tests of the store run on SQLite and PostgreSQL; a statement that they do not reach is known to work on \
             neither",
    check: store,
};

pub(super) const ROUTES: Rule = Rule {
    name: "routes-tested",
    reason: "an address that no test asks for may answer anything",
    check: routes,
};

fn store(files: &[File]) -> Vec<Hit> {
    let tests: Vec<&File> = files.iter().filter(|file| file.path.starts_with(STORE_TESTS)).collect();
    let is_called = |name: &str| tests.iter().any(|file| rust::says(&file.code, name));
    let mut hits = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(STORE_CODE)) {
        for (at, line) in file.lines() {
            let open = line.trim_start().strip_prefix("pub ").map(|rest| rest.trim_start_matches("async "));
            let Some(rest) = open.and_then(|rest| rest.strip_prefix("fn ")) else { continue };
            let name = rest.split(|c| !rust::is_word(c)).next().unwrap_or_default();
            if !is_called(name) {
                hits.push(file.hit(at, format!("{name} is called by no test of the store")));
            }
        }
    }
    hits
}

fn routes(files: &[File]) -> Vec<Hit> {
    let tests = files.iter().flat_map(|file| {
        file.written().filter(|(at, _)| file.is_test(*at)).flat_map(|(_, line)| addresses(line))
    });
    let asked: Vec<&str> = tests.collect();
    let mut hits = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(WEB)) {
        for (at, line) in file.written().filter(|(at, _)| !file.is_test(*at)) {
            let Some((_, rest)) = line.split_once(".route(\"") else { continue };
            let route = rest.split('"').next().unwrap_or_default();
            if !asked.iter().any(|address| leads_to(address, route)) {
                hits.push(file.hit(at, format!("{route} is asked for by no test")));
            }
        }
    }
    hits
}

/// The addresses in a line's strings.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'))
}

/// Whether an address, of which a test may fill in parts, is one of a route.
fn leads_to(address: &str, route: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (parts, wanted): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), route.split('/').collect());
    let is_open = |part: &str| part.starts_with('{');
    parts.len() == wanted.len()
        && parts
            .iter()
            .zip(&wanted)
            .all(|(part, wanted)| part == wanted || is_open(wanted) && !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_no_test_calls_is_found() {
        let code = "pub async fn kept() {}\npub fn lost() {}\npub(crate) fn inner() {}\nfn own() {}\n";
        let files = [
            File::new("crates/store/src/a.rs", code),
            File::new("crates/store/tests/it/a.rs", "fn t() { kept() } // lost"),
        ];
        let said: Vec<String> = store(&files).iter().map(ToString::to_string).collect();
        assert_eq!(said, ["crates/store/src/a.rs:2: lost is called by no test of the store"]);
    }

    #[test]
    fn a_route_that_no_test_asks_for_is_found() {
        let code = "fn r() {\n.route(\"/a/{code}\", get(x))\n.route(\"/a/new\", y)\n.route(\"/\", z)\n}\n";
        let test = "fn t() { get(&format!(\"/a/{code}?q=1\")); get(\"/\"); }";
        let files = [File::new("crates/web/src/a.rs", code), File::new("crates/web/tests/it/a.rs", test)];
        let said: Vec<String> = routes(&files).iter().map(ToString::to_string).collect();
        assert_eq!(said, ["crates/web/src/a.rs:3: /a/new is asked for by no test"]);
    }
}
