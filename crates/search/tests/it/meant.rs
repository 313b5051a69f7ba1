//! Runs `tests/cases/meant.txt`: what is told as meant, of queries to a few articles.

use crate::cases::articles;
use crate::{ask, filled};

#[test]
fn what_was_meant_is_the_nearest_word() {
    let text = include_str!("../cases/meant.txt").replace('|', "\u{200c}");
    let (mut failed, mut asked) = (Vec::new(), 0);
    for group in text.split("\n# ").skip(1) {
        let (heading, lines) = group.split_once('\n').unwrap_or((group, ""));
        let index = filled(lines.lines().filter_map(|line| line.split_once(" = ")).flat_map(articles));
        for (query, expected) in lines.lines().filter_map(|line| line.split_once(" => ")) {
            asked += 1;
            let meant = ask(&index, query).meant.unwrap_or_else(|| "-".to_owned());
            if meant != expected {
                failed.push(format!("{heading}: {query} => {expected}, but told {meant}"));
            }
        }
    }
    assert!(asked > 0 && failed.is_empty(), "of {asked}:\n{}", failed.join("\n"));
}
