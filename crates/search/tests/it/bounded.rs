//! No query takes unbounded work: what a search may take is an argument, and what was left out is said.

use std::cell::Cell;

use search::{Index, Patience, Query};

use crate::{DAY_MS, NOW, document, filled};

thread_local! {
    static LOOKS: Cell<u64> = const { Cell::new(0) };
}

/// A stopwatch that moves by one at each look.
fn looks() -> u64 {
    LOOKS.with(|looks| looks.replace(looks.get() + 1))
}

fn many(count: i64) -> Index {
    filled((1..=count).map(|code| {
        let mut one = document(code, "گندم باران", "برداشت گندم و باران");
        one.section = Some(if code % 4 == 0 { "world" } else { "sport" }.to_owned());
        one.published_at = NOW - code * DAY_MS;
        one
    }))
}

fn ask(index: &Index, text: &str, us: u64) -> search::Results {
    let patience = Some(Patience::of(looks, us));
    let query = Query { text: text.into(), limit: 5, facets: true, patience, ..Query::default() };
    index.search(&query).expect("searched")
}

#[test]
fn a_search_whose_time_is_over_says_so_and_shows_what_it_has() {
    let index = many(3000);
    for text in ["گندم", "گندم باران", "گندم باران برداشت", "\"گندم باران\"", "گندم -برف", "بخش:sport"]
    {
        let whole = ask(&index, text, u64::MAX);
        assert!(!whole.is_cut && whole.total > 0, "{text}");
        for us in [0, 1, 2] {
            let cut = ask(&index, text, us);
            let (is_less, are_words) = (cut.total < whole.total, !text.contains(['"', '-', ':']));
            // Words alone are counted between two looks.
            assert!(cut.is_cut && is_less || us > 0 && are_words && !is_less, "{text} {us}");
            assert!(cut.hits.len() <= 5, "{text} {us}");
        }
    }
    assert_eq!(ask(&index, "گندم", 1).hits.len(), 5, "of plain words the best are found first");
}

#[test]
fn names_are_looked_through_as_long_as_patience_goes() {
    let index = filled((1..=3000).map(|code| {
        let mut one = document(code, "گندم", "برداشت");
        one.byline = format!("نویسنده {code}");
        one
    }));
    let unknown = |us: u64| ask(&index, "گندم نویسنده:ناشناس", us).notes;
    let told = [search::Note::Unknown(search::Kind::Author, "ناشناس".to_owned())];
    assert_eq!(unknown(u64::MAX), told);
    let cut = ask(&index, "گندم نویسنده:ناشناس", 3);
    assert!(cut.is_cut && cut.notes.is_empty(), "what was not looked at is not unknown: {:?}", cut.notes);
}
