//! Words that code may not say, or only in some places.

use super::{File, Hit, Rule, rust};

const CLOCKS: &[&str] = &[
    "SystemTime::now",
    "Timestamp::now",
    "Instant::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "OffsetDateTime::now_utc",
];
const CLOCKS_IN_SQL: &[&str] =
    &["CURRENT_TIMESTAMP", "current_timestamp", "now()", "unixepoch(", "strftime("];
const OUTSIDE: &[&str] =
    &["std::fs", "std::net", "std::process", "std::io", "std::env", "tokio::", "async fn"];
const UNFINISHED: &[&str] = &["todo!(", "unimplemented!(", "dbg!(", "#[ignore"];
const SLEEPS: &[&str] = &["sleep(", "sleep_until(", "waitForTimeout("];
const PANICS: &[&str] = &[".unwrap()", ".expect(", "panic!(", "unreachable!("];

pub(super) const ONE_CLOCK: Rule = Rule {
    name: "one-clock",
    reason: "`now` is an argument everywhere, so that every rule about time can be tested; crates/binesh/src/clock.rs \
             reads the clock for all (measuring is for xtask and benches)",
    check: |files| {
        let measured = |file: &File| file.path.starts_with("xtask/") || file.path.contains("/benches/");
        let code = files.iter().filter(|file| file.is_rust() && !measured(file));
        let code = code.flat_map(|file| found(file, CLOCKS, |_| true));
        let sql = files.iter().filter(|file| file.path.starts_with("crates/store/"));
        code.chain(sql.flat_map(|file| written(file, CLOCKS_IN_SQL))).collect()
    },
};

pub(super) const PURE: Rule = Rule {
    name: "pure",
    reason: "persian and news are text and rules: without files, sockets and waiting they can be tested by the hundred",
    check: |files| {
        let pure = files.iter().filter(|file| in_src(file, &["persian", "news"]));
        pure.flat_map(|file| found(file, OUTSIDE, |line| !file.is_test(line))).collect()
    },
};

pub(super) const FINISHED: Rule = Rule {
    name: "finished",
    reason: "what is not done is an issue, not a surprise at run time; a test that is not run proves nothing",
    check: |files| {
        files
            .iter()
            .filter(|file| file.is_rust())
            .flat_map(|file| found(file, UNFINISHED, |_| true))
            .collect()
    },
};

pub(super) const NO_SLEEP: Rule = Rule {
    name: "no-sleep",
    reason: "a test that sleeps is slow on a quick machine and fails on a slow one: wait for the thing itself",
    check: |files| {
        let tests = files.iter().filter(|file| file.is_rust() || file.path.ends_with(".mjs"));
        tests
            .flat_map(|file| found(file, SLEEPS, |line| file.path.ends_with(".mjs") || file.is_test(line)))
            .collect()
    },
};

pub(super) const NO_PANIC: Rule = Rule {
    name: "no-panic",
    reason: "a server answers or refuses; it does not fall over (tests may)",
    check: |files| {
        let server = ["ingest", "store", "search", "web", "news", "persian", "binesh"];
        let code = files.iter().filter(|file| in_src(file, &server));
        code.flat_map(|file| found(file, PANICS, |line| !file.is_test(line))).collect()
    },
};

fn in_src(file: &File, crates: &[&str]) -> bool {
    file.is_rust() && crates.iter().any(|name| file.path.starts_with(&format!("crates/{name}/src/")))
}

fn found(file: &File, words: &[&str], counts: impl Fn(usize) -> bool) -> Vec<Hit> {
    let said = |text: &str| words.iter().find(|word| rust::says(text, word)).copied();
    let lines = file.lines().filter(|(line, _)| counts(*line));
    lines.filter_map(|(line, text)| Some(file.hit(line, format!("says {}", said(text)?)))).collect()
}

/// As [`found`], within strings too, where SQL is.
fn written(file: &File, words: &[&str]) -> Vec<Hit> {
    let said =
        |text: &str| words.iter().find(|word| text.contains(*word) && !text.contains(".now()")).copied();
    let lines = file.written().filter(|(_, text)| !text.trim_start().starts_with("//"));
    lines.filter_map(|(line, text)| Some(file.hit(line, format!("says {}", said(text)?)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn a_second_clock_is_found() {
        let code = "fn f() {\n    let now = std::time::Instant::now();\n    // Instant::now\n}\n";
        check(&ONE_CLOCK, "crates/web/src/app.rs", code, &["2 says Instant::now"]);
        check(&ONE_CLOCK, "xtask/src/bench.rs", code, &[]);
        let sql = "const Q: &str = \"SELECT CURRENT_TIMESTAMP\";\nlet now = tx.now();\n";
        check(&ONE_CLOCK, "crates/store/src/people.rs", sql, &["1 says CURRENT_TIMESTAMP"]);
    }

    #[test]
    fn a_file_opened_by_a_rule_is_found() {
        let code = "use std::fs;\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        check(&PURE, "crates/news/src/article.rs", code, &["1 says std::fs"]);
        check(&PURE, "crates/ingest/src/fetch.rs", code, &[]);
    }

    #[test]
    fn unfinished_work_is_found() {
        let code = "fn f() {\n    todo!()\n}\n#[ignore = \"slow\"]\nfn g() { dbg!(1); }\n";
        check(
            &FINISHED,
            "crates/web/src/app.rs",
            code,
            &["2 says todo!(", "4 says #[ignore", "5 says dbg!("],
        );
    }

    #[test]
    fn a_sleeping_test_is_found() {
        let code = "fn f() { sleep(1); }\n#[cfg(test)]\nmod tests {\n    fn g() { thread::sleep(2); }\n}\n";
        check(&NO_SLEEP, "crates/binesh/src/worker.rs", code, &["4 says sleep("]);
        check(&NO_SLEEP, "crates/store/tests/it/main.rs", "sleep(1);", &["1 says sleep("]);
        check(&NO_SLEEP, "browser/tests/a.mjs", "await page.waitForTimeout(5)", &["1 says waitForTimeout("]);
    }

    #[test]
    fn a_panic_of_the_server_is_found() {
        let code = "fn f() { x.unwrap(); }\n#[cfg(test)]\nmod tests {\n    fn g() { x.unwrap(); }\n}\n";
        check(&NO_PANIC, "crates/web/src/app.rs", code, &["1 says .unwrap()"]);
        check(&NO_PANIC, "crates/web/tests/it/main.rs", code, &[]);
    }
}
