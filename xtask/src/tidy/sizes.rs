//! How long files and functions may be.

use super::{File, Hit, Rule, rust};

/// A file that a reader takes in at one sitting.
const FILE_LINES_MAX: usize = 400;
/// A function that fits on one tall screen.
const FUNCTION_LINES_MAX: usize = 70;
/// What people write by hand. Data and built files are none of it.
const HAND_WRITTEN: [&str; 6] = [".rs", ".css", ".js", ".mjs", ".html", ".sql"];

pub(super) const SIZES: Rule = Rule {
    name: "sizes",
    reason: "a file of up to 400 lines and a function of up to 70 can be read whole; longer ones hold two things",
    check: |files| files.iter().filter(|file| is_hand_written(&file.path)).flat_map(too_long).collect(),
};

fn is_hand_written(path: &str) -> bool {
    let data = ["/data/", "/dist/", "/cases/", "/sample/", "/samples/", "/fixtures/"];
    HAND_WRITTEN.iter().any(|ending| path.ends_with(ending))
        && !data.iter().any(|folder| path.contains(folder))
}

fn too_long(file: &File) -> Vec<Hit> {
    let lines = file.text.lines().count();
    let whole = (lines > FILE_LINES_MAX).then(|| file.hit(0, format!("has {lines} lines")));
    let functions = if file.is_rust() { rust::functions(&file.code) } else { Vec::new() };
    let long = functions.into_iter().map(|function| (function.last - function.first + 1, function));
    let long = long.filter(|(lines, _)| *lines > FUNCTION_LINES_MAX);
    let long = long
        .map(|(lines, function)| file.hit(function.first, format!("{} has {lines} lines", function.name)));
    whole.into_iter().chain(long).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn long_files_and_functions_are_found() {
        let long = format!("fn short() {{}}\nfn long() {{\n{}}}\n", "    a();\n".repeat(69));
        check(&SIZES, "crates/web/src/app.rs", &long, &["2 long has 71 lines"]);
        check(&SIZES, "crates/web/assets/css/page.css", &"\n".repeat(401), &["1 has 401 lines"]);
        check(&SIZES, "crates/persian/tests/cases/repair.html", &"\n".repeat(401), &[]);
    }
}
