//! Runs `tests/cases/queries.txt`: the articles under a heading are an index, and each query finds its codes.

use search::{Document, Index, Query};

use crate::{document, filled};

#[test]
fn queries_find_what_they_should() {
    let text = include_str!("../cases/queries.txt").replace('|', "\u{200c}");
    let mut failed = Vec::new();
    let mut asked = 0;
    for group in text.split("\n# ").skip(1) {
        let (heading, lines) = group.split_once('\n').unwrap_or((group, ""));
        let index = filled(lines.lines().filter_map(|line| line.split_once(" = ")).flat_map(articles));
        for (query, codes) in lines.lines().filter_map(|line| line.split_once(" => ")) {
            asked += 1;
            let found = found(&index, query);
            if found != codes {
                failed.push(format!("{heading}: {query} => {codes}, but found {found}"));
            }
        }
    }
    assert!(asked > 0 && failed.is_empty(), "of {asked}:\n{}", failed.join("\n"));
}

pub fn articles((codes, text): (&str, &str)) -> Vec<Document> {
    let (first, last) = codes.split_once('-').unwrap_or((codes, codes));
    let number = |code: &str| code.parse::<i64>().expect("a code");
    let (headline, body) = text.split_once(" / ").expect("a headline and a text");
    (number(first)..=number(last)).map(|code| document(code, headline, body)).collect()
}

fn found(index: &Index, query: &str) -> String {
    let query = Query { text: query.to_owned(), limit: 100, ..Query::default() };
    let found = index.search(&query).expect("searched");
    let mut codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    codes.sort_unstable();
    codes.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}
