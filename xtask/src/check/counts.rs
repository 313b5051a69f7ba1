//! Reading how many tests ran from the closing lines of cargo-nextest, cargo test and node's test runner.

use std::fmt;
use std::ops::AddAssign;

/// How many tests ran and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    /// Adds up every closing line in what runners printed.
    pub(super) fn read(output: &str) -> Self {
        let mut sum = Self::default();
        Self::closing_lines(output).for_each(|line| {
            let words: Vec<&str> =
                line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2) {
                // Rust's runners say `7 passed`, node's says `pass 7`.
                match (pair[0].parse::<u64>(), pair[1], pair[0], pair[1].parse::<u64>()) {
                    (Ok(count), "passed", ..) | (_, _, "pass", Ok(count)) => sum.passed += count,
                    (Ok(count), "failed", ..) | (_, _, "fail", Ok(count)) => sum.failed += count,
                    (Ok(count), "skipped" | "ignored", ..) | (_, _, "skipped", Ok(count)) => {
                        sum.skipped += count
                    }
                    _ => {}
                }
            }
        });
        sum
    }

    /// The closing lines, without colours. Empty `cargo test` binaries say nothing worth a line.
    pub(super) fn closing_lines(output: &str) -> impl Iterator<Item = String> {
        output
            .lines()
            .map(plain)
            .filter(|line| {
                let line = line.trim_start();
                line.starts_with("Summary [")
                    || line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed")
                    || ["ℹ pass ", "ℹ fail ", "ℹ skipped ", "# pass ", "# fail ", "# skipped "]
                        .iter()
                        .any(|start| line.starts_with(start))
            })
            .map(|line| line.trim().to_owned())
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(out, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

fn plain(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, expected: &str) {
        assert_eq!(Counts::read(output).to_string(), expected);
    }

    #[test]
    fn closing_lines_of_every_runner_are_read() {
        check("     Summary [   0.301s] 74 tests run: 74 passed, 0 skipped\n", "74 passed, 0 failed");
        check(
            "\x1b[32;1m     Summary\x1b[0m [ 0.3s] 9 tests run: 7 passed, 2 failed, 1 skipped",
            "7 passed, 2 failed, 1 skipped",
        );
        check(
            "test result: ok. 3 passed; 1 failed; 2 ignored; 0 measured\n",
            "3 passed, 1 failed, 2 skipped",
        );
        check("ℹ tests 5\nℹ pass 4\nℹ fail 1\nℹ skipped 0\n", "4 passed, 1 failed");
        check("# pass 4\n# fail 0\n", "4 passed, 0 failed");
        check("7 passed by the way\n", "0 passed, 0 failed");
    }
}
